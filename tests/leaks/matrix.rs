//! Each planted set-up again, where less is known or where tokens are laid out otherwise: what
//! leaks with everything known is never called sound there.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::{Value, json};

use crate::run::{Started, message};
use crate::setup::Setup;
use crate::support::control;

/// How a set-up is run again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variation {
    /// No admin secret is configured.
    NoSecret,
    /// `--no-admin`, beside a secret.
    NoAdmin,
    /// The metadata cannot be read.
    MetadataFails,
    /// `claims_namespace`.
    Namespace,
    /// `claims_namespace_path`.
    Path,
    /// The path `$`.
    Root,
    /// `claims_format: stringified_json`.
    Text,
    /// `claims_map`, with the roles where SuperTokens has them.
    Map,
}

impl Variation {
    pub const ALL: [Self; 8] = [
        Self::NoSecret,
        Self::NoAdmin,
        Self::MetadataFails,
        Self::Namespace,
        Self::Path,
        Self::Root,
        Self::Text,
        Self::Map,
    ];

    pub const fn name(self) -> &'static str {
        match self {
            Self::NoSecret => "no-secret",
            Self::NoAdmin => "no-admin",
            Self::MetadataFails => "metadata-fails",
            Self::Namespace => "claims-namespace",
            Self::Path => "claims-path",
            Self::Root => "claims-root",
            Self::Text => "claims-text",
            Self::Map => "claims-map",
        }
    }

    /// One of those where less is known, and one of the places of claims.
    pub fn in_turn(turn: usize) -> Vec<Self> {
        let (less, places) = Self::ALL.split_at(3);
        [less, places].map(|some| some[turn % some.len()]).to_vec()
    }

    /// Those that `ST_HASURA_LEAKS_MATRIX` asks for: `all`, or names between commas.
    pub fn chosen(wish: &str) -> Vec<Self> {
        let wanted: Vec<&str> = wish.split(',').map(str::trim).collect();
        let known = |name: &&str| *name == "all" || Self::ALL.iter().any(|one| one.name() == *name);
        assert!(wanted.iter().all(known), "{wish}: what variation is that?");
        let is_wanted = |one: &Self| wanted.contains(&"all") || wanted.contains(&one.name());
        Self::ALL.into_iter().filter(is_wanted).collect()
    }

    /// What the sandbox is started with; `None` where the set-up leaves no room for it.
    fn sandbox_args(self, setup: &Setup) -> Option<Vec<String>> {
        let place = match self {
            Self::NoSecret | Self::NoAdmin | Self::MetadataFails => return Some(Vec::new()),
            Self::Namespace => at(
                Some("https://leaks.test/claims"),
                &json!({"claims_namespace": "https://leaks.test/claims"}),
            ),
            Self::Path => at(
                Some("$.app.hasura"),
                &json!({"claims_namespace_path": "$.app.hasura"}),
            ),
            Self::Root => at(Some("$"), &json!({"claims_namespace_path": "$"})),
            Self::Text => {
                let mut args = at(None, &json!({"claims_format": "stringified_json"}));
                args.push("--claims-as-text".into());
                args
            }
            Self::Map => at(Some("spread"), &json!({"claims_map": map(setup)?})),
        };
        let own = ["--hasura-jwt-secret", "--claims-at", "claims-absent"];
        let has_its_own = setup.args.iter().any(|arg| own.contains(&arg.as_str()));
        (!has_its_own).then_some(place)
    }
}

fn at(place: Option<&str>, secret: &Value) -> Vec<String> {
    let mut args = vec!["--hasura-jwt-secret".to_owned(), secret.to_string()];
    if let Some(place) = place {
        args.extend(["--claims-at".to_owned(), place.to_owned()]);
    }
    args
}

/// A map of what all users have in their tokens; one that only some have cannot be in it.
fn map(setup: &Setup) -> Option<Value> {
    let users = setup.data["users"].as_array()?;
    let names = |user: &Value| -> Vec<String> {
        let claims = user["claims"].as_object().into_iter().flatten();
        claims.map(|(name, _)| name.to_lowercase()).collect()
    };
    let common = names(users.first()?);
    if users.iter().any(|user| names(user) != common) {
        return None;
    }
    let mut map = json!({"x-hasura-allowed-roles": {"path": "$.st-role.v"}});
    let others = ["x-hasura-default-role", "x-hasura-user-id"].map(str::to_owned);
    for name in common.into_iter().chain(others) {
        if name != "x-hasura-allowed-roles" {
            let bare = name.strip_prefix("x-hasura-")?;
            map[&name] = json!({"path": format!("$.{bare}")});
        }
    }
    Some(map)
}

/// A set-up that was called sound, or could not be run.
pub struct Failed {
    pub setup: String,
    pub variation: &'static str,
    pub why: String,
}

/// Runs a planted set-up in each variation; says which ones were tried, and what went wrong.
pub fn run(setup: &Setup, variations: &[Variation]) -> (usize, Vec<Failed>) {
    // A fault that is to be warned of leaves the verdict sound from the start.
    if setup.probe.is_none() || setup.verdict == "sound" {
        return (0, Vec::new());
    }
    let mut tried = 0;
    let mut failed = Vec::new();
    let mut plain = None;
    for variation in variations {
        let name = variation.name();
        let (Some(args), false) = (
            variation.sandbox_args(setup),
            setup.absent.contains_key(name),
        ) else {
            continue;
        };
        tried += 1;
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            if args.is_empty() {
                let started = plain.get_or_insert_with(|| Started::new(setup, &[]));
                verdict(started, setup, *variation)
            } else {
                let started = Started::new(setup, &args);
                verdict(&started, setup, *variation)
            }
        }));
        let why = match outcome {
            Ok(None) => continue,
            Ok(Some(words)) => words,
            Err(cause) => format!("could not be run: {}", message(cause.as_ref())),
        };
        failed.push(Failed {
            setup: setup.name.clone(),
            variation: name,
            why,
        });
    }
    (tried, failed)
}

/// What was said where it should not have been.
fn verdict(started: &Started, setup: &Setup, variation: Variation) -> Option<String> {
    let api = started.sandbox.var("ST_HASURA_API_URL");
    let fault = "metadata-fails";
    let mut command = vec![
        "verify-hasura",
        "--session",
        "ann",
        "--other",
        "ben",
        "-o",
        "json",
    ];
    command.extend(setup.verify.iter().map(String::as_str));
    if variation == Variation::NoAdmin && !command.contains(&"--no-admin") {
        command.push("--no-admin");
    }
    if variation == Variation::MetadataFails {
        control::faults(api, &[fault], &[]);
    }
    let mut run = started.world.cmd(command);
    if variation == Variation::NoSecret {
        run = run.env("HASURA_GRAPHQL_ADMIN_SECRET", "");
    }
    let output = run.run();
    if variation == Variation::MetadataFails {
        control::faults(api, &[], &[fault]);
    }
    let answer = output.json();
    let verdict = answer["result"]["verdict"].as_str();
    let verdict = verdict.unwrap_or_else(|| panic!("no verdict: {output}"));
    (output.code == Some(0)).then(|| format!("called {verdict}"))
}
