//! Secrets in JSON: by the names of members, and without harm to its structure.

use serde_json::Value;

use super::names::names_secret;
use super::shape::blank_tokens;
use super::{MASK, Redactor};

/// True for a name as all of ours are. It stays whatever the secrets of a run are: a program that
/// reads our JSON finds its way by it.
fn is_plain(name: &str) -> bool {
    name.bytes().all(|c| c.is_ascii_lowercase() || c == b'_')
}

impl Redactor {
    /// [`Redactor::redact`] for every text and number in there; what was JSON stays JSON.
    pub(crate) fn redact_json(&self, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.redact(text),
            Value::Number(number) => {
                let text = number.to_string();
                let shown = self.redact(&text);
                if shown != text {
                    *value = Value::String(shown);
                }
            }
            Value::Array(items) => items.iter_mut().for_each(|item| self.redact_json(item)),
            Value::Object(members) => {
                for (name, member) in members.iter_mut() {
                    let known = |text: &str| names_secret(name) && self.knows(text);
                    if member.as_str().is_some_and(known) {
                        *member = Value::String(MASK.into());
                    } else {
                        self.redact_json(member);
                    }
                }
                if members.keys().any(|name| !is_plain(name)) {
                    *members = std::mem::take(members)
                        .into_iter()
                        .map(|(name, member)| {
                            let shown = if is_plain(&name) {
                                name
                            } else {
                                self.redact(&name)
                            };
                            (shown, member)
                        })
                        .collect();
                }
            }
            Value::Null | Value::Bool(_) => {}
        }
    }
}

/// JSON without what looks like a token or a password in it, whatever its members are called: for
/// what servers say of themselves and nobody asked for.
pub(crate) fn without_tokens(value: Value) -> Value {
    match value {
        Value::String(text) => Value::String(blank_tokens(&text)),
        Value::Array(items) => items.into_iter().map(without_tokens).collect(),
        Value::Object(members) => {
            let members = members.into_iter();
            members
                .map(|(name, member)| (blank_tokens(&name), without_tokens(member)))
                .collect()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn redacted(secrets: &[&str], mut value: Value) -> Value {
        let redactor = Redactor::default();
        for secret in secrets {
            redactor.learn(secret);
        }
        redactor.redact_json(&mut value);
        value
    }

    #[test]
    fn names_stay_and_values_go() {
        assert_eq!(
            redacted(
                &["description", "s3cr3t-name", "12345678"],
                json!({"description": "a description", "s3cr3t-name": [12_345_678, 1234], "b": null})
            ),
            json!({"description": "a [redacted]", "[redacted]": ["[redacted]", 1234], "b": null})
        );
    }

    #[test]
    fn a_short_secret_goes_where_a_secret_belongs() {
        assert_eq!(
            redacted(
                &["admin"],
                json!({"role": "admin", "data": {"password": "admin", "api-key": "administrator"}})
            ),
            json!({"role": "admin", "data": {"password": "[redacted]", "api-key": "administrator"}})
        );
    }
}
