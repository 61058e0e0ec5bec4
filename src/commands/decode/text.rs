//! `decode`.

use serde_json::{Map, Value, json};

use super::{Inspection, KeySource, SignatureState};
use crate::exit::Exit;
use crate::hasura::claims::ToldBy;
use crate::jwt::{HASURA_NAMESPACE, Problem, times};
use crate::output::{Outcome, Page};
use crate::text::visible;
use crate::ui::Style;

impl Inspection {
    /// What Hasura would do; `None` when that depends on the signature, which was not verified, or
    /// on where Hasura looks for its claims, which is not known.
    fn accepted(&self) -> Option<bool> {
        match self.signature {
            _ if !self.of_token().is_empty() => Some(false),
            SignatureState::Failed(_) => Some(false),
            _ if self.reading.unknown.is_some() => None,
            _ if !self.problems.is_empty() => Some(false),
            SignatureState::Verified(_) => Some(true),
            SignatureState::NotChecked(_) => None,
        }
    }

    /// The problems before the claims are looked at.
    fn of_token(&self) -> &[Problem] {
        let of_claims = self.reading.claims.problems.len();
        &self.problems[..self.problems.len().saturating_sub(of_claims)]
    }
}

impl Outcome for Inspection {
    fn json(&self) -> Value {
        let signature = match &self.signature {
            SignatureState::Verified(signer) => json!({
                "status": "verified", "key": signer.key, "algorithm": signer.algorithm.name(),
            }),
            SignatureState::Failed(problem) => {
                json!({ "status": "failed", "reason": problem.explanation })
            }
            SignatureState::NotChecked(reason) => {
                json!({ "status": "not_checked", "reason": reason })
            }
        };
        let moments: Map<String, Value> = self
            .moments
            .iter()
            .map(|moment| {
                let value = json!({
                    "time": times::rfc3339(moment.at),
                    "seconds_from_now": times::whole(moment.at - self.now),
                });
                (moment.claim.to_owned(), value)
            })
            .collect();
        let session: Map<String, Value> = self
            .reading
            .claims
            .session
            .iter()
            .map(|(name, value)| (name.clone(), Value::String(value.clone())))
            .collect();
        let mut hasura = json!({
            "accepted": self.accepted(),
            "namespace": self.reading.claims.namespace,
            "default_role": self.reading.claims.default_role,
            "allowed_roles": self.reading.claims.allowed_roles,
            "session": session,
            "dropped": self.reading.claims.dropped,
            "problems": self.problems.iter().map(problem_json).collect::<Vec<_>>(),
        });
        // In the usual case there is nothing to say of it.
        if !matches!(&self.reading.told_by, ToldBy::Nobody(_)) || self.reading.unknown.is_some() {
            hasura["claims_told_by"] = json!(self.reading.told_by.word());
            hasura["claims_unknown"] = json!(self.reading.unknown);
        }
        json!({
            "header": self.token.header,
            "claims": self.token.claims,
            "verified": matches!(self.signature, SignatureState::Verified(_)),
            "signature": signature,
            "key_source": self.source.as_ref().map(source_json),
            "times": moments,
            "hasura": hasura,
            "warnings": self.warnings,
        })
    }

    fn text(&self, page: &mut Page) {
        page.heading("Header");
        members(page, &self.token.header, &[]);
        page.heading("Claims");
        let times: Vec<(&str, String)> = self
            .moments
            .iter()
            .map(|moment| (moment.claim, self.moment_words(page, moment)))
            .collect();
        members(page, &self.token.claims, &times);
        self.hasura(page);
        page.heading("Verdict");
        self.verdict(page);
    }

    /// Exit 6 when verification was asked for and Hasura would refuse. Without keys, only what no
    /// key could mend counts.
    fn exit(&self) -> Exit {
        let fails = match &self.signature {
            SignatureState::Verified(_) | SignatureState::Failed(_) => !self.problems.is_empty(),
            SignatureState::NotChecked(_) => self.hopeless(),
        };
        if fails { Exit::Verification } else { Exit::Ok }
    }
}

impl Inspection {
    /// True when no key whatever would make Hasura accept the token's form.
    fn hopeless(&self) -> bool {
        self.problems
            .iter()
            .any(|problem| matches!(problem.row, "A13" | "A16" | "A17"))
    }

    fn moment_words(&self, page: &Page, moment: &crate::commands::decode::Moment) -> String {
        let relative = times::relative(moment.at, self.now);
        let words = match &moment.local {
            Some(local) => format!("{local}, {relative}"),
            None => relative,
        };
        page.styled(Style::Dim, &format!("({words})"))
    }

    fn hasura(&self, page: &mut Page) {
        let claims = &self.reading.claims;
        let nothing_read = claims.default_role.is_none()
            && claims.allowed_roles.is_empty()
            && claims.session.is_empty();
        if nothing_read {
            return;
        }
        page.heading("As Hasura reads it");
        let or_dash = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".into());
        let told_by = match &self.reading.told_by {
            ToldBy::Engine => "the running engine".to_owned(),
            ToldBy::Secret(name) => name.clone(),
            ToldBy::Option | ToldBy::Nobody(_) => String::new(),
        };
        let mut fields = Vec::new();
        if !told_by.is_empty() && claims.namespace != HASURA_NAMESPACE {
            let place = format!("{}, says {told_by}", claims.namespace);
            fields.push(("claims in".to_owned(), place));
        }
        fields.extend([
            ("default role".to_owned(), or_dash(&claims.default_role)),
            ("allowed roles".to_owned(), claims.allowed_roles.join(", ")),
        ]);
        fields.extend(claims.session.iter().cloned());
        if !claims.dropped.is_empty() {
            fields.push(("dropped".to_owned(), claims.dropped.join(", ")));
        }
        lines(page, &fields);
    }

    fn verdict(&self, page: &mut Page) {
        let signature = match &self.signature {
            SignatureState::Verified(signer) => {
                let source = self.source.as_ref().map(source_words).unwrap_or_default();
                let words = format!(
                    "verified with {} ({}){source}",
                    signer.key,
                    signer.algorithm.name()
                );
                page.styled(Style::Good, &visible(&words))
            }
            SignatureState::Failed(problem) => {
                let source = self.source.as_ref().map(source_words).unwrap_or_default();
                page.styled(
                    Style::Bad,
                    &visible(&format!("FAILED{source}: {}", problem.explanation)),
                )
            }
            SignatureState::NotChecked(reason) => {
                page.styled(Style::Warn, &format!("NOT verified: {reason}"))
            }
        };
        page.line(format!("signature: {signature}"));
        for warning in &self.warnings {
            let label = page.styled(Style::Warn, "warning:");
            page.line(format!("{label} {}", visible(warning)));
        }
        let unknown = self.reading.unknown.as_ref();
        let problems = match unknown {
            Some(_) => self.of_token(),
            None => &self.problems,
        };
        let verdict = match (self.accepted(), problems.first()) {
            (Some(true), _) => page.styled(Style::Good, "Hasura would accept this token"),
            (_, Some(first)) => {
                let words = format!("Hasura would refuse this token: {}", first.hasura_text);
                page.styled(Style::Bad, &visible(&words))
            }
            (None, None) if unknown.is_some() => page.styled(
                Style::Warn,
                "whether Hasura would accept this token is not known",
            ),
            (_, None) => page.styled(
                Style::Warn,
                "Hasura would accept this token if its signature holds",
            ),
        };
        page.line(verdict);
        if let Some(unknown) = unknown {
            page.line(format!("  {}", visible(unknown)));
        }
        for problem in problems {
            page.line(format!(
                "  {}: {}",
                problem.code,
                visible(&problem.explanation)
            ));
        }
        if let Some(first) = problems.first() {
            let line = format!("st-hasura explain {}", first.code);
            page.line(format!("more: {}", page.styled(Style::Command, &line)));
        }
    }
}

fn source_words(source: &KeySource) -> String {
    match source {
        KeySource::Url(url) => format!(", key set at {url}"),
        KeySource::File(path) => format!(", key set in {}", path.display()),
        KeySource::Pem(path) => format!(", key in {}", path.display()),
        KeySource::Secret(name) => format!(", key in {name}"),
    }
}

fn source_json(source: &KeySource) -> Value {
    match source {
        KeySource::Url(url) => json!({ "kind": "jwks_url", "from": url.as_str() }),
        KeySource::File(path) => json!({ "kind": "jwks_file", "from": path }),
        KeySource::Pem(path) => json!({ "kind": "pem", "from": path }),
        KeySource::Secret(name) => json!({ "kind": "jwt_secret", "from": name }),
    }
}

fn problem_json(problem: &Problem) -> Value {
    json!({
        "code": problem.code,
        "hasura_code": problem.hasura_code,
        "hasura_text": problem.hasura_text,
        "explanation": problem.explanation,
    })
}

/// Members of an object in their order, texts bare and the rest as JSON, with remarks.
fn members(page: &mut Page, members: &Map<String, Value>, remarks: &[(&str, String)]) {
    let fields: Vec<(String, String)> = members
        .iter()
        .map(|(name, value)| {
            let mut text = match value {
                Value::String(text) => bare(text),
                Value::Object(inner) if !inner.is_empty() => pretty(value),
                other => visible(&other.to_string()),
            };
            if let Some((_, remark)) = remarks.iter().find(|(claim, _)| claim == name) {
                text = format!("{text}  {remark}");
            }
            (visible(name), text)
        })
        .collect();
    aligned(page, &fields);
}

/// Names and values that others wrote, each on a line of its own.
fn lines(page: &mut Page, fields: &[(String, String)]) {
    let fields: Vec<(String, String)> = fields
        .iter()
        .map(|(name, value)| (visible(name), visible(value)))
        .collect();
    aligned(page, &fields);
}

/// Names and values without line ends but ours.
fn aligned(page: &mut Page, fields: &[(String, String)]) {
    let fields: Vec<(&str, String)> = fields
        .iter()
        .map(|(name, text)| (name.as_str(), text.clone()))
        .collect();
    page.block_fields(&fields);
}

/// An object over several lines, indented below its name.
fn pretty(value: &Value) -> String {
    let text = serde_json::to_string_pretty(value).unwrap_or_default();
    let lines: Vec<String> = text.lines().map(visible).collect();
    lines.join("\n  ")
}

/// A text as it is, or in quotes where it would pass for a number or the like.
fn bare(text: &str) -> String {
    let passes_for_more = serde_json::from_str::<Value>(text).is_ok();
    let text = if passes_for_more {
        format!("\"{text}\"")
    } else {
        text.to_owned()
    };
    visible(&text)
}
