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
        unread: whole
            .unread
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
    /// Judges what each Hasura is told; skipped where that stands somewhere else.
    pub(in crate::doctor) fn judged(&self, app: &App) -> Option<Seen> {
        let mut judged: Option<Seen> = None;
        let mut unseen = Vec::new();
        for engine in &self.engines {
            let place = format!("service {} in {}", engine.name, self.file);
            let Contents {
                found,
                elsewhere,
                unread,
                ..
            } = &engine.contents;
            if let (true, true, Some(how)) =
                (found.is_empty(), unread.is_empty(), elsewhere.first())
            {
                unseen.push(format!("{place} was not judged: {how}"));
                continue;
            }
            let first = if found.is_empty() && !unread.is_empty() {
                format!("{place} was not judged")
            } else {
                format!("{place} was read")
            };
            let seen = match judged.take() {
                Some(seen) => seen.also(first),
                None => Seen::pass(first),
            };
            let seen = unread.iter().fold(seen, |seen, how| {
                let remedy = "give Compose a file of UTF-8 where it is named, without a byte order \
                              mark";
                if found.is_empty() {
                    seen.warn(how.clone(), remedy)
                } else {
                    seen.also(how.clone())
                }
            });
            if found.is_empty() {
                if unread.is_empty() {
                    judged = Some(seen.warn(
                        format!("{place} sets no {VARIABLE}: it knows nothing of tokens"),
                        format!(
                            "st-hasura jwt-secret apply --compose {} --service {} writes it",
                            self.file, engine.name
                        ),
                    ));
                } else {
                    judged = Some(seen);
                }
                continue;
            }
            judged = Some(found.iter().fold(seen, |seen, found| {
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
        match judged {
            Some(seen) => Some(unseen.into_iter().fold(seen, Seen::also)),
            None => (!unseen.is_empty()).then(|| Seen::skip(unseen.join("; "))),
        }
    }
}
