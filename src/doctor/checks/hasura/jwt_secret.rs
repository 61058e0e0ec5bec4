//! Hasura's JWT secret: as the engine shows it, as it is known here, and beside the token.

use serde_json::Value;

use super::refused;
use crate::doctor::compose::Beside;
use crate::doctor::patient::Patient;
use crate::doctor::seen::{Seen, Status};
use crate::exit::Exit;
use crate::hasura::jwt_secret::lint::{self, Severity, Variable};
use crate::hasura::jwt_secret::{VARIABLE, engine, verifying_keys};
use crate::hasura::{Access, Client};
use crate::jwt::{self, Rules};

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
                Err(_) if patient.graphql_alone => {
                    looked.push("the engine's own is not shown at this address".into());
                }
                Err(error) => return refused(&client, &error).await,
            },
            Err(error) => return Seen::of(&error),
        }
    }
    let beside = Beside::find(app).and_then(|beside| beside.judged(app));
    if looked.is_empty() && beside.is_none() {
        return Seen::skip(format!(
            "only the administrator is shown it: give HASURA_GRAPHQL_ADMIN_SECRET, or the value \
             itself with --jwt-secret ({VARIABLE})"
        ));
    }
    let looked = (!looked.is_empty()).then(|| looked.join(", "));
    let seen = match (beside, looked) {
        (Some(seen), Some(line)) if seen.status == Status::Skip => {
            seen.lines.into_iter().fold(Seen::pass(line), Seen::also)
        }
        (Some(seen), Some(line)) => seen.also(line),
        (Some(seen), None) => seen,
        (None, line) => Seen::pass(line.unwrap_or_default()),
    };
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
