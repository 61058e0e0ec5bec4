//! What a Compose file tells Hasura of tokens.

use serde_json::Value;
use url::Url;

use super::Beside;
use crate::app::App;
use crate::doctor::seen::Seen;
use crate::hasura::jwt_secret::VARIABLE;
use crate::hasura::jwt_secret::lint::{self, Severity};
use crate::hasura::jwt_secret::source::Contents;

/// Of what a file holds, what belongs to this service.
pub(super) fn of(name: &str, whole: &Contents) -> Contents {
    let is_of = |place: &str| {
        let rest = place
            .strip_prefix("services.")
            .and_then(|rest| rest.strip_prefix(name));
        rest.is_some_and(|rest| rest.starts_with(['.', ':']))
    };
    Contents {
        found: whole
            .found
            .iter()
            .filter(|it| is_of(&it.place))
            .cloned()
            .collect(),
        elsewhere: whole
            .elsewhere
            .iter()
            .filter(|it| is_of(it))
            .cloned()
            .collect(),
        notes: Vec::new(),
    }
}

/// `jwk_url` of the JWT secret, as Compose hands it to Hasura.
pub(super) fn jwk_url(contents: &Contents) -> Option<Url> {
    contents.found.iter().find_map(|found| {
        let value: Value = serde_json::from_str(found.text.as_deref()?).ok()?;
        let one = value.get(0).unwrap_or(&value);
        Url::parse(one.get("jwk_url")?.as_str()?).ok()
    })
}

impl Beside {
    /// Judges what each Hasura is told; `None` where the file says nothing of it.
    pub(in crate::doctor) fn judged(&self, app: &App) -> Option<Seen> {
        let mut judged: Option<Seen> = None;
        for engine in &self.engines {
            let place = format!("service {} in {}", engine.name, self.file);
            let seen = match judged.take() {
                Some(seen) => seen.also(format!("{place} was read")),
                None => Seen::pass(format!("{place} was read")),
            };
            if engine.contents.found.is_empty() {
                let Some(elsewhere) = engine.contents.elsewhere.first() else {
                    judged = Some(seen.warn(
                        format!("{place} sets no {VARIABLE}: it knows nothing of tokens"),
                        format!(
                            "st-hasura jwt-secret apply --compose {} --service {} writes it",
                            self.file, engine.name
                        ),
                    ));
                    continue;
                };
                judged = Some(seen.also(format!("{place}: {elsewhere}")));
                continue;
            }
            judged = Some(engine.contents.found.iter().fold(seen, |seen, found| {
                let text = found.text.as_deref();
                let linted = text.map(|text| lint::lint(text, found.variable));
                let linted = linted.unwrap_or_default();
                linted.sensitive().for_each(|text| app.redactor.learn(text));
                // Whether its URL leads anywhere from there, `reach` says, which knows the services.
                let findings = found.flaws.iter().chain(&linted.findings);
                findings
                    .filter(|one| one.id != "J016")
                    .fold(seen, |seen, one| {
                        let line = format!("{} ({place}): {}", one.id, one.problem);
                        match one.severity {
                            Severity::Error => seen.broken(line, one.remedy.clone()).code(one.id),
                            Severity::Warning => seen.warn(line, one.remedy.clone()),
                            Severity::Info => seen,
                        }
                    })
            }));
        }
        judged
    }
}
