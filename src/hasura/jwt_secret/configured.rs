//! The JWT secret that the configuration holds or names.

use std::path::Path;

use serde_json::{Map, Value};

use super::lint::{self, Severity};
use super::source::{self, Kind, Unread};
use super::{TokenLocation, VARIABLE};
use crate::app::App;
use crate::config::JwtSecretText;
use crate::error::{Error, Result};
use crate::jwt::ClaimsPlace;
use crate::text::visible;

/// The rules that say whether a secret can be read, and where its claims are.
const RULES: [&str; 4] = ["J001", "J007", "J008", "J009"];

/// Where it says that tokens are. One that cannot be read says nothing: the
/// request that follows needs no more of it.
pub(in crate::hasura) fn token_location(app: &App) -> TokenLocation {
    let text = app.config.jwt_secret.as_ref();
    let secrets = text.and_then(|text| secrets(app, text).ok());
    let first = secrets.as_ref().and_then(|secrets| secrets.first());
    first.map(TokenLocation::of_secret).unwrap_or_default()
}

/// The secrets in a text: the bare value, or a file that holds it.
pub(in crate::hasura) fn secrets(
    app: &App,
    text: &JwtSecretText,
) -> Result<Vec<Map<String, Value>>> {
    let refuse = |problem: &str, remedy: &str| {
        Error::usage(
            format!("{}: {}", text.name, visible(problem)),
            format!("{remedy}; st-hasura jwt-secret lint says more"),
        )
    };
    let value = text.text.expose();
    let kind = match &text.path {
        Some(path) => {
            let name = Path::new(path).file_name().unwrap_or_default();
            Kind::guess(&name.to_string_lossy(), value)
        }
        None => Kind::Value,
    };
    let place = text.path.as_ref().map(|path| app.context.cwd.join(path));
    let beside = place.as_deref().map(source::beside);
    let beside = |name: &str| match &beside {
        Some(beside) => beside(name),
        None => Err(Unread::Missing),
    };
    let contents =
        source::read(value, kind, &beside).map_err(|problem| refuse(&problem, "correct it"))?;
    let mut found = contents.found;
    // Of several assignments of a variable the last one counts.
    if matches!(kind, Kind::Assignments | Kind::Terraform) && found.len() > 1 {
        found.drain(..found.len() - 1);
    }
    found.dedup_by(|one, other| one.text == other.text);
    let value = match found.as_slice() {
        [one] => one,
        [] => {
            let problem = format!("there is no value of {VARIABLE} in it");
            return Err(refuse(
                &problem,
                "name the file where the value itself stands",
            ));
        }
        _ => {
            let problem = format!("it holds several values of {VARIABLE}");
            return Err(refuse(&problem, "put the right one into a file of its own"));
        }
    };
    let linted = value
        .text
        .as_deref()
        .map(|text| lint::lint(text, value.variable));
    let linted = linted.unwrap_or_default();
    linted.sensitive().for_each(|text| app.redactor.learn(text));
    // An engine starts with a map that lets nobody in, and its tokens can be judged all the same.
    let places = || linted.secrets.iter().map(ClaimsPlace::of_secret);
    let is_readable = !linted.secrets.is_empty() && places().all(|place| place.is_some());
    let flaws = value.flaws.iter().chain(&linted.findings);
    let mut flaws = flaws.filter(|finding| {
        let about_claims = finding.id != "J001";
        finding.severity == Severity::Error
            && RULES.contains(&finding.id)
            && !(about_claims && is_readable)
    });
    match flaws.next() {
        Some(flaw) => Err(refuse(&flaw.problem, &flaw.remedy)),
        None => Ok(linted.secrets),
    }
}
