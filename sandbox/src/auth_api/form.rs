//! Form fields and the default validators (contracts: supertokens §1.3).

use serde_json::{Map, Value, json};

use super::api::AuthApi;
use super::incoming::Incoming;
use super::reply::Reply;
use super::stop::Stop;

/// A field of a form that the SDK is configured with.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub id: &'static str,
    pub validate: fn(&str) -> Option<&'static str>,
}

pub(super) const EMAIL: Field = Field {
    id: "email",
    validate: email_error,
};

/// A password that is being chosen.
pub(super) const NEW_PASSWORD: Field = Field {
    id: "password",
    validate: password_error,
};

/// A password that is being compared: any will do.
pub(super) const PASSWORD: Field = Field {
    id: "password",
    validate: |_| None,
};

/// The values, in the order of the fields asked for.
pub(super) type Values<const N: usize> = [String; N];

/// How reading a form ended without being malformed.
pub(super) enum Form<const N: usize> {
    Ok(Values<N>),
    /// 200 with `FIELD_ERROR`.
    Refused(Reply),
}

/// Reads and validates the form of a request. `fields` are in the order in which the SDK
/// validates them, which is the order of the errors.
pub(super) fn read<const N: usize>(
    api: &AuthApi,
    incoming: &Incoming,
    fields: [Field; N],
) -> Result<Form<N>, Stop> {
    // The body parser of 2022 leaves what is not called JSON alone, and the SDK finds nothing.
    let body = if api.is_legacy() && !incoming.is_called_json() {
        Map::new()
    } else {
        incoming.json().map_err(Stop::not_json(api))?
    };
    let bad = |message: &str| Err(Stop::BadInput(message.into()));
    let elements = match body.get("formFields") {
        None | Some(Value::Null) => return bad("Missing input param: formFields"),
        Some(Value::Array(elements)) => elements,
        Some(_) => return bad("formFields must be an array"),
    };
    let mut given: Vec<(&str, Value)> = Vec::new();
    for element in elements {
        let Value::Object(element) = element else {
            return bad("All elements of formFields must be an object");
        };
        let (Some(id), Some(value)) = (element.get("id"), element.get("value")) else {
            return bad("All elements of formFields must contain an 'id' and 'value' field");
        };
        if api.is_legacy() && id == "email" && !value.is_string() {
            return Err(Stop::Upstream("field.value.trim is not a function".into()));
        }
        given.push((id.as_str().unwrap_or_default(), prepared(id, value)));
    }
    if api.is_legacy() && given.len() != N {
        return bad("Are you sending too many / too few formFields?");
    }
    if given.len() > N {
        return bad("Are you sending too many formFields?");
    }
    let mut errors: Vec<Value> = Vec::new();
    let mut values = [const { String::new() }; N];
    for (field, slot) in fields.iter().zip(&mut values) {
        let value = given.iter().find(|(id, _)| *id == field.id);
        let error = match value.map(|(_, value)| value) {
            None | Some(Value::Null) => Some("Field is not optional".to_owned()),
            Some(Value::String(text)) if text.is_empty() => {
                Some("Field is not optional".to_owned())
            }
            Some(Value::String(text)) => {
                slot.clone_from(text);
                (field.validate)(text).map(str::to_owned)
            }
            Some(_) if api.is_legacy() => Some(format!(
                "Development bug: Please make sure the {} field yields a string",
                field.id
            )),
            Some(_) => {
                return Err(Stop::BadInput(format!(
                    "{} value must be a string",
                    field.id
                )));
            }
        };
        if let Some(error) = error {
            errors.push(json!({ "error": error, "id": field.id }));
        }
    }
    Ok(if errors.is_empty() {
        Form::Ok(values)
    } else {
        Form::Refused(Reply::json(
            &json!({ "status": "FIELD_ERROR", "formFields": errors }),
        ))
    })
}

/// The SDK trims the e-mail address and nothing else.
fn prepared(id: &Value, value: &Value) -> Value {
    match value {
        Value::String(text) if id == "email" => Value::String(text.trim().to_owned()),
        other => other.clone(),
    }
}

/// A member of the body that the form is not about.
pub(super) fn extra(incoming: &Incoming, api: &AuthApi) -> Result<Map<String, Value>, Stop> {
    incoming.json().map_err(Stop::not_json(api))
}

/// The shape that the SDK's regular expression demands: dotted words, an `@`, a domain of at
/// least two labels of which the last has at least two characters.
fn email_error(text: &str) -> Option<&'static str> {
    const FORBIDDEN: &[char] = &[
        '<', '>', '(', ')', '[', ']', '.', ',', ';', ':', '@', '"', ' ', '\t', '\n', '\r',
    ];
    let is_word = |part: &str| !part.is_empty() && !part.contains(FORBIDDEN);
    let is_valid = text.rsplit_once('@').is_some_and(|(local, domain)| {
        let quoted = local.len() > 2 && local.starts_with('"') && local.ends_with('"');
        let labels: Vec<&str> = domain.split('.').collect();
        (quoted || local.split('.').all(is_word))
            && labels.len() >= 2
            && labels.iter().all(|label| is_word(label))
            && labels.last().is_some_and(|last| last.chars().count() >= 2)
    });
    (!is_valid).then_some("Email is invalid")
}

fn password_error(text: &str) -> Option<&'static str> {
    let length = text.encode_utf16().count();
    if length < 8 {
        Some("Password must contain at least 8 characters, including a number")
    } else if length >= 100 {
        Some("Password's length must be lesser than 100 characters")
    } else if !text.contains(|c: char| c.is_ascii_alphabetic()) {
        Some("Password must contain at least one alphabet")
    } else if !text.contains(|c: char| c.is_ascii_digit()) {
        Some("Password must contain at least one number")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses() {
        for good in ["a@b.co", "a.b+c@x-y.example.com", "\"a b\"@b.co"] {
            assert_eq!(email_error(good), None, "{good}");
        }
        for bad in [
            "nobody",
            "a@b",
            "a@b.c",
            "@b.co",
            "a b@c.de",
            "a@.co",
            "a..b@c.de",
            "",
        ] {
            assert_eq!(email_error(bad), Some("Email is invalid"), "{bad}");
        }
    }

    #[test]
    fn passwords() {
        assert_eq!(password_error("testPass123"), None);
        assert!(password_error("abc").unwrap().contains("8 characters"));
        assert!(password_error("abcdefgh").unwrap().contains("one number"));
        assert!(password_error("12345678").unwrap().contains("one alphabet"));
        assert!(
            password_error(&"a1".repeat(50))
                .unwrap()
                .contains("lesser than 100")
        );
    }
}
