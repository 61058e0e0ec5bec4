//! Hasura: whether it is there and well, whom it believes, and whether it believes this token.

use serde_json::{Value, json};

use super::{clocks, shown};
use crate::doctor::patient::Patient;
use crate::doctor::seen::Seen;
use crate::exit::Exit;
use crate::hasura::explain::Kind;
use crate::hasura::jwt_secret::lint::{self, Severity, Variable};
use crate::hasura::jwt_secret::{VARIABLE, engine, verifying_keys};
use crate::hasura::{Access, Client, GraphQlAnswer, GraphQlRequest};
use crate::http::Request;
use crate::jwt::{self, Rules};
use crate::secret::Secret;

pub(in crate::doctor) async fn check(patient: &mut Patient<'_>) -> Seen {
    let app = patient.app;
    let Some(endpoint) = app.config.hasura_endpoint.clone() else {
        return Seen::skip("no Hasura is configured (hasura_endpoint)");
    };
    let client = match Client::new(app) {
        Ok(client) => client,
        Err(error) => return Seen::of(&error),
    };
    let version = match client.version().await {
        Ok(version) => version,
        Err(error) => return Seen::of(&error),
    };
    if let Ok(answer) = app.http.send(Request::get(client.url("/healthz"))).await {
        patient.clocks.extend(clocks::of("Hasura", &answer.headers));
    }
    let seen = Seen::pass(format!("{}, {version}", shown(&endpoint)));
    let seen = known_trouble(&version).fold(seen, |seen, (what, remedy)| seen.warn(what, remedy));
    patient.version = Some(version);
    seen
}

/// Releases with known trouble (contracts: hasura §0).
fn known_trouble(version: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut numbers = version.trim_start_matches('v').split(['.', '-']);
    let mut next = || numbers.next().and_then(|part| part.parse::<u32>().ok());
    let known = next().zip(next()).zip(next());
    let version = known.map(|((major, minor), patch)| (major, minor, patch));
    let security = |one: (u32, u32, u32)| {
        one.0 == 2 && (one < (2, 45, 5) || ((2, 46, 0)..(2, 49, 2)).contains(&one))
    };
    let found = [
        version.filter(|one| *one == (2, 48, 4)).map(|_| {
            (
                "this release drops keys without `use`, and says NoUsableKeys",
                "upgrade to v2.48.5 or later",
            )
        }),
        version.filter(|one| security(*one)).map(|_| {
            (
                "a security release is newer (GHSA-r27x-gc74-qmxh)",
                "upgrade to v2.45.5, v2.49.2 or later",
            )
        }),
    ];
    found.into_iter().flatten()
}

/// What Hasura says to whom it knows nothing of.
const NOTHING: &str = "{ __typename }";

async fn asked(client: &Client, access: &Access) -> crate::error::Result<GraphQlAnswer> {
    client.graphql(access, &GraphQlRequest::new(NOTHING)).await
}

/// Whom Hasura believes.
pub(in crate::doctor) async fn mode(patient: &mut Patient<'_>) -> Seen {
    let client = match Client::new(patient.app) {
        Ok(client) => client,
        Err(error) => return Seen::of(&error),
    };
    let answer = match asked(&client, &Access::anonymous()).await {
        Ok(answer) => answer,
        Err(error) => return Seen::of(&error),
    };
    let Some(error) = answer.errors.first() else {
        // Only an engine without an admin secret shows this to everybody.
        return if client.config(&Access::anonymous()).await.is_ok() {
            Seen::fail(
                "everybody is the administrator, whatever token they send: Hasura has no admin \
                 secret, or something in front of it sends that along",
                "start Hasura with HASURA_GRAPHQL_ADMIN_SECRET and HASURA_GRAPHQL_JWT_SECRET, and \
                 let no proxy add x-hasura-admin-secret",
            )
            .code("hasura.token_ignored")
        } else {
            patient.strangers = true;
            Seen::pass("requests without a token have a role (HASURA_GRAPHQL_UNAUTHORIZED_ROLE)")
        };
    };
    let explanation = error.explanation();
    let said = format!("without a token it says: {}", error.message);
    if is_of_a_hook(&error.message) {
        return Seen::pass(said).warn(
            "an auth hook judges requests (HASURA_GRAPHQL_AUTH_HOOK), not Hasura: nothing that is \
             said here of JWTs holds for it",
            "look at the hook's log, or set HASURA_GRAPHQL_JWT_SECRET in its place",
        );
    }
    match explanation.kind {
        Kind::NoToken => Seen::pass("it asks for a token in Authorization"),
        Kind::CookieMissing => Seen::pass(said).warn(
            "it looks for the token in a cookie, not in Authorization",
            "take `header` out of HASURA_GRAPHQL_JWT_SECRET, or have the browser send that cookie",
        ),
        kind => Seen::fail(explanation.cause, explanation.fix)
            .also(said)
            .code(kind.id()),
    }
}

/// True for the words of an engine that asks a webhook who is calling (contracts: hasura §2.2).
fn is_of_a_hook(message: &str) -> bool {
    message.contains("Authentication hook") || message.contains("authorization hook")
}

/// The JWT secret, as the engine shows it, and as it is known here.
pub(in crate::doctor) async fn jwt_secret(patient: &mut Patient<'_>) -> Seen {
    let app = patient.app;
    let mut findings = Vec::new();
    let mut looked = Vec::new();
    if let Some(text) = &app.config.jwt_secret
        && text.path.is_none()
    {
        let linted = lint::lint(text.text.expose(), Variable::Secret);
        findings.extend(linted.findings);
        looked.push(format!("{} was read", text.name));
        for secret in &linted.secrets {
            findings.extend(beside_the_token(patient, secret));
        }
        if !patient.options.offline {
            match its_keys(patient).await {
                Ok(found) => findings.extend(found),
                Err(why) => looked.push(why),
            }
        }
    }
    let secret = app.config.admin_secret.clone();
    let ask = app.config.hasura_endpoint.is_some() && !patient.options.offline;
    if let Some(secret) = secret.filter(|_| ask) {
        match Client::new(app) {
            Ok(client) => match client.config(&Access::admin(secret)).await {
                Ok(config) => {
                    let shown = engine::read(&config);
                    looked.push(crate::text::count(shown.secrets, "JWT secret") + " in force");
                    findings.extend(shown.findings);
                }
                Err(error) => return Seen::of(&error),
            },
            Err(error) => return Seen::of(&error),
        }
    }
    if looked.is_empty() {
        return Seen::skip(format!(
            "only the administrator is shown it: give HASURA_GRAPHQL_ADMIN_SECRET, or the value \
             itself with --jwt-secret ({VARIABLE})"
        ));
    }
    let seen = Seen::pass(looked.join(", "));
    findings.into_iter().fold(seen, |seen, finding| {
        let line = format!("{}: {}", finding.id, finding.problem);
        match finding.severity {
            Severity::Error => seen.broken(line, finding.remedy).code(finding.id),
            Severity::Warning => seen.warn(line, finding.remedy),
            Severity::Info => seen.also(line),
        }
    })
}

/// Whether the keys of the configured secret fit the token; the error says why nobody can tell.
async fn its_keys(patient: &Patient<'_>) -> Result<Option<lint::Finding>, String> {
    let Some((_, token)) = &patient.token else {
        return Ok(None);
    };
    let named = match verifying_keys::named(patient.app).await {
        Ok(Some(named)) => named,
        Ok(None) => return Ok(None),
        // Hasura may well reach what this machine does not.
        Err(error) if error.exit() == Exit::Unreachable => {
            return Err(format!("its jwk_url is not reached from here: {error}"));
        }
        Err(error) => {
            return Ok(Some(lint::Finding {
                id: "J021",
                severity: Severity::Error,
                at: "/jwk_url".into(),
                problem: format!("its key set cannot be read: {error}"),
                remedy: "correct jwk_url; st-hasura jwt-secret prints the right value".into(),
            }));
        }
    };
    let verified = jwt::verify(token, &named.set, &Rules::at(jwt::now()));
    Ok(verified.signature.err().map(|problem| lint::Finding {
        id: "J002",
        severity: Severity::Error,
        at: String::new(),
        problem: format!(
            "the keys of {} do not fit the token: {}",
            named.secret, problem.explanation
        ),
        remedy: "st-hasura jwt-secret prints the value that fits this auth API".into(),
    }))
}

/// What of a secret does not fit the token that is at hand.
fn beside_the_token(
    patient: &Patient<'_>,
    secret: &serde_json::Map<String, Value>,
) -> Option<lint::Finding> {
    let (_, token) = patient.token.as_ref()?;
    let wanted = secret.get("issuer")?.as_str()?;
    let found = token.iss()?;
    (wanted != found).then(|| lint::Finding {
        id: "J011",
        severity: Severity::Error,
        at: "/issuer".into(),
        problem: format!(
            "the token's iss is {found}, and issuer is {wanted}: compared byte for byte"
        ),
        remedy: "copy the token's iss into issuer, or leave issuer out".into(),
    })
}

pub(in crate::doctor) async fn health(patient: &mut Patient<'_>) -> Seen {
    let app = patient.app;
    let client = match Client::new(app) {
        Ok(client) => client,
        Err(error) => return Seen::of(&error),
    };
    let (status, text) = match client.healthz(true).await {
        Ok(said) => said,
        Err(error) => return Seen::of(&error),
    };
    let first: String = text
        .lines()
        .next()
        .unwrap_or_default()
        .chars()
        .take(200)
        .collect();
    let seen = if status == 200 && !first.starts_with("WARN") {
        Seen::pass(format!("/healthz says {first}"))
    } else {
        Seen::fail(
            format!("/healthz?strict=true answers {status}: {first}"),
            "look at Hasura's log; the database or the metadata is out of order",
        )
    };
    let Some(secret) = app.config.admin_secret.clone() else {
        return seen;
    };
    let command = json!({ "type": "get_inconsistent_metadata", "args": {} });
    match client
        .command(&Access::admin(secret), "/v1/metadata", &command, true)
        .await
    {
        Ok((200, answer)) => {
            let objects = answer["inconsistent_objects"].as_array();
            match objects.map_or(0, Vec::len) {
                0 => seen.also("no part of the metadata is inconsistent"),
                some => seen.broken(
                    format!(
                        "{} of the metadata cannot be used",
                        crate::text::count(some, "part")
                    ),
                    "hasura metadata inconsistency list names them; setup-hasura works once they \
                     are gone",
                ),
            }
        }
        Ok((status, answer)) => {
            let said = answer["error"].as_str().unwrap_or("no reason").to_owned();
            seen.broken(
                format!("the metadata API answers {status}: {said}"),
                "check the admin secret, and that the metadata API is on",
            )
        }
        Err(error) => Seen::of(&error),
    }
}

/// Three parts that no key has signed.
const NO_TOKEN: &str = "e30.e30.e30";

/// A token was sent, and did not arrive.
fn unseen() -> Seen {
    Seen::fail(
        "a token was sent, and Hasura did not see it: it looks for it elsewhere, or something in \
         between takes Authorization away",
        "where its JWT secret has a `header`, give the secret with --jwt-secret and the token is \
         sent there; else ask Hasura past the proxy with --hasura-endpoint, and compare",
    )
    .code("hasura.no_token")
}

/// The token, judged by the engine itself.
pub(in crate::doctor) async fn accepted(patient: &mut Patient<'_>) -> Seen {
    let Some((token, _)) = &patient.token else {
        return Seen::skip("there is no token");
    };
    let client = match Client::new(patient.app) {
        Ok(client) => client,
        Err(error) => return Seen::of(&error),
    };
    let answer = match asked(&client, &Access::bearer(token.clone())).await {
        Ok(answer) => answer,
        Err(error) => return Seen::of(&error),
    };
    let refused = answer.errors.first();
    let Some(error) = refused.filter(|error| error.explanation().kind.is_refusal()) else {
        // Whoever answers strangers may not have seen the token at all.
        if patient.strangers {
            match asked(&client, &Access::bearer(Secret::new(NO_TOKEN))).await {
                Ok(answer) if answer.errors.is_empty() => return unseen(),
                Ok(_) => {}
                Err(error) => return Seen::of(&error),
            }
        }
        patient.accepted = true;
        return Seen::pass("it answers the user");
    };
    if is_of_a_hook(&error.message) {
        return Seen::fail(
            format!("Hasura says: {}", error.message),
            "an auth hook judges requests (HASURA_GRAPHQL_AUTH_HOOK) and no JWT secret is read: \
             look at the hook's log, or set HASURA_GRAPHQL_JWT_SECRET in its place",
        )
        .code("hasura.webhook_refused");
    }
    let explanation = error.explanation();
    if matches!(explanation.kind, Kind::NoToken | Kind::CookieMissing) {
        return unseen()
            .also(format!("Hasura says: {}", error.message))
            .code(explanation.kind.id());
    }
    let mut seen = Seen::fail(explanation.cause, explanation.fix)
        .also(format!("Hasura says: {}", error.message))
        .code(explanation.kind.id())
        .command("st-hasura token --decode --verify");
    let ours_holds = patient.keys.as_ref().filter(|_| {
        matches!(
            explanation.kind,
            Kind::JwtBadSignature | Kind::JwtNoUsableKeys
        )
    });
    if let Some(keys) = ours_holds {
        seen = seen.also(format!(
            "the keys at {} do verify it: Hasura has others, or an older copy of these",
            shown(&keys.url)
        ));
    }
    seen
}
