//! `jwt-secret lint`: what is wrong with a value, before Hasura says so by not starting.

mod text;

use std::path::Path;

use serde_json::Value;

use crate::app::App;
use crate::bounded;
use crate::cli::{JwtSecretLintArgs, LintSource};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::hasura::jwt_secret::lint::{self, Finding, Severity};
use crate::hasura::jwt_secret::source::{self, Kind, Unread};
use crate::hasura::jwt_secret::{VARIABLE, VARIABLES, engine};
use crate::hasura::{Access, Client};
use crate::http::HttpError;
use crate::input;
use crate::jwt::{Caching, KeySet, times};
use crate::text::{Encoding, decode};

/// What the rules say.
#[derive(Debug)]
pub(crate) struct Linting {
    /// Each value that was looked at.
    pub values: Vec<LintedValue>,
    /// The key sets were asked for, too.
    pub live: bool,
    /// Only what a running engine shows was looked at.
    pub engine: bool,
    /// What could not be looked at, and why.
    pub unseen: Vec<String>,
    /// What to know besides.
    pub notes: Vec<String>,
}

#[derive(Debug)]
pub(crate) struct LintedValue {
    /// File and place in it, for people.
    pub source: String,
    /// How many secrets it holds.
    pub secrets: usize,
    /// What was found, worst first.
    pub findings: Vec<Finding>,
}

impl Linting {
    /// How many findings are of this severity.
    pub(crate) fn count(&self, severity: Severity) -> usize {
        let findings = self.values.iter().flat_map(|value| &value.findings);
        findings
            .filter(|finding| finding.severity == severity)
            .count()
    }

    /// Exit 9 when Hasura would refuse or misread a value.
    pub(crate) fn exit(&self) -> Exit {
        if self.count(Severity::Error) > 0 {
            Exit::Findings
        } else {
            Exit::Ok
        }
    }
}

pub(crate) async fn run(app: &App, args: &JwtSecretLintArgs) -> Result<Linting> {
    if args.engine {
        return of_engine(app).await;
    }
    let (name, text, encoding) = text(app, args).await?;
    let file_name = Path::new(&name).file_name();
    let file_name = file_name.unwrap_or_default().to_string_lossy();
    let kind = match args.from {
        LintSource::Auto => Kind::guess(&file_name, &text),
        LintSource::Value => Kind::Value,
        LintSource::Env => Kind::Assignments,
        LintSource::Docker => Kind::Docker,
        LintSource::Yaml => Kind::Yaml,
    };
    let place = args.file.as_deref().filter(|path| *path != Path::new("-"));
    let place = place.map(|path| app.context.cwd.join(path));
    let beside = place.as_deref().map(source::beside);
    let beside = |name: &str| match &beside {
        Some(beside) => beside(name),
        None => Err(Unread::Missing),
    };
    let contents = source::read(&text, kind, &beside).map_err(|problem| {
        Error::usage(
            format!("{name} cannot be read: {problem}"),
            "correct it, or say what it is with --from",
        )
    })?;
    let unseen = [contents.unread, contents.elsewhere].concat();
    if contents.found.is_empty() {
        let commented = source::commented(&text);
        return Err(nothing(&name, &unseen, commented));
    }
    let mut linting = Linting {
        values: Vec::new(),
        live: args.live,
        engine: false,
        unseen,
        notes: contents.notes,
    };
    let both = source::has_both(&contents.found);
    for found in contents.found {
        let text = found.text.as_deref();
        let linted = text.map(|text| lint::lint(text, found.variable));
        let mut linted = linted.unwrap_or_default();
        linted.sensitive().for_each(|text| app.redactor.learn(text));
        let mut findings = found.flaws;
        if encoding == Encoding::Utf16 {
            findings.push(Finding::utf16());
        }
        findings.append(&mut linted.findings);
        if args.live {
            findings.extend(live(app, &linted.secrets).await?);
        }
        findings.sort_by_key(|finding| finding.severity);
        linting.values.push(LintedValue {
            source: if found.place.is_empty() {
                name.clone()
            } else {
                format!("{name}, {}", found.place)
            },
            secrets: linted.secrets.len(),
            findings,
        });
    }
    if both && let Some(first) = linting.values.first_mut() {
        first.findings.push(Finding::both_variables());
    }
    Ok(linting)
}

fn nothing(name: &str, elsewhere: &[String], commented: Option<usize>) -> Error {
    let hint = match (elsewhere.first(), commented) {
        (Some(place), _) => format!("{place}; lint the file where the value itself stands"),
        (None, Some(line)) => format!("line {line} is a comment; take the # away"),
        (None, None) => "for a file that holds the bare value, add --from value".to_owned(),
    };
    Error::usage(
        format!("there is no value of {VARIABLE} or {VARIABLES} in {name}"),
        hint,
    )
}

async fn text(app: &App, args: &JwtSecretLintArgs) -> Result<(String, String, Encoding)> {
    let (name, bytes) = match &args.file {
        Some(path) if path != Path::new("-") => (
            path.display().to_string(),
            input::file(&app.context.cwd.join(path), bounded::WRITTEN)?,
        ),
        None if app.context.stdin_tty => {
            return Err(App::missing(
                "the value to lint",
                "a FILE, standard input or --engine",
            ));
        }
        _ => (
            "standard input".to_owned(),
            input::stdin(bounded::WRITTEN).await?,
        ),
    };
    let (text, encoding) = decode(bytes).ok_or_else(|| {
        Error::usage(
            format!("{name} is not UTF-8"),
            "is it the right one? Hasura's variables are text",
        )
    })?;
    Ok((name, text, encoding))
}

/// Asks for the key set of every secret that names one.
async fn live(app: &App, secrets: &[serde_json::Map<String, Value>]) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for secret in secrets {
        let Some(url) = lint::jwk_url(secret) else {
            continue;
        };
        match KeySet::fetch(app, &url).await {
            Ok(fetched) => {
                let caching = Caching::read(&fetched.headers, times::now());
                findings.extend(lint::served(&fetched.set, &caching));
            }
            // With --curl nothing was asked.
            Err(error) if matches!(error.downcast_ref(), Some(HttpError::Printed(_))) => {
                return Err(error);
            }
            Err(error) => findings.push(lint::unreadable(&error)),
        }
    }
    Ok(findings)
}

/// What the running engine shows of its secrets: how claims are read, and nothing else.
async fn of_engine(app: &App) -> Result<Linting> {
    let client = Client::new(app)?;
    let access = match &app.config.admin_secret {
        Some(secret) => Access::admin(secret.clone()),
        None => Access::anonymous(),
    };
    let config = client.config(&access).await?;
    let shown = engine::read(&config);
    Ok(Linting {
        values: vec![LintedValue {
            source: app.config.require_hasura()?.to_string(),
            secrets: shown.secrets,
            findings: shown.findings,
        }],
        live: false,
        engine: true,
        unseen: vec![
            "an engine never shows keys, jwk_url, issuer, audience, skew and header: lint the \
             value itself for those"
                .into(),
        ],
        notes: Vec::new(),
    })
}
