//! Hasura's objections to claims, in its words and in ours (contracts: hasura §2.4).

use std::fmt::Write as _;

use serde_json::{Map, Value, json};

use super::place::{HASURA_NAMESPACE, is_registered};
use crate::jwt::decoded::{Decoded, kind};
use crate::jwt::problem::Problem;

/// C1: nothing under the namespace.
pub(super) fn missing(token: &Decoded, namespace: &str) -> Problem {
    let mut explanation = format!("the token has no claim \"{namespace}\"");
    let holder = token.claims.iter().find(|(_, value)| {
        value.as_object().is_some_and(|inner| {
            inner.contains_key(namespace) || inner.keys().any(|name| is_hasura(name))
        })
    });
    if is_registered(namespace) {
        explanation =
            format!("\"{namespace}\" is a registered claim, which Hasura never reads as namespace");
    } else if let Some((name, value)) = holder {
        let nested = value
            .as_object()
            .is_some_and(|inner| inner.contains_key(namespace));
        let _ = if nested {
            write!(
                explanation,
                "; it is nested under \"{name}\": this may be the token around the real JWT"
            )
        } else {
            write!(
                explanation,
                "; there are x-hasura- members under \"{name}\": set claims_namespace to that"
            )
        };
    } else if token.claims.keys().any(|name| is_hasura(name)) {
        explanation.push_str(
            "; there are x-hasura- members at the top: set claims_namespace_path to \"$\"",
        );
    } else if let Some(roles) = supertokens_roles(token) {
        explanation.push_str(&instead(roles));
    } else if namespace == HASURA_NAMESPACE {
        explanation.push_str(
            "; the createNewSession override did not add it, or the session is older than the \
             override: sign in again",
        );
    }
    Problem::claims(
        "jwt.claims_missing",
        "C1",
        "jwt-invalid-claims",
        format!("claims key: '{namespace}' not found"),
        explanation,
    )
}

/// The roles of SuperTokens' own recipe.
fn supertokens_roles(token: &Decoded) -> Option<&[Value]> {
    let roles = token.claims.get("st-role")?.get("v")?.as_array()?;
    Some(roles.as_slice())
}

/// A `claims_map` that reads SuperTokens' roles (contracts: hasura §1.5).
fn instead(roles: &[Value]) -> String {
    let map = json!({ "claims_map": {
        "x-hasura-allowed-roles": { "path": "$.st-role.v" },
        "x-hasura-default-role": { "path": "$.st-role.v[0]" },
        "x-hasura-user-id": { "path": "$.sub" },
    }});
    let first = match roles.first() {
        Some(_) => "the first is the default one",
        None => "there is none in this token, so give the user one",
    };
    format!(
        "; its roles are SuperTokens' own (st-role; {first}), and Hasura reads them with this in \
         the JWT secret: {map}"
    )
}

/// C2: nothing at the path.
pub(super) fn nothing_at(path: &str) -> Problem {
    Problem::claims(
        "jwt.claims_missing",
        "C2",
        "jwt-invalid-claims",
        format!("claims not found at claims_namespace_path: '{path}'"),
        format!("nothing is in the token at {path}, the claims_namespace_path of the JWT secret"),
    )
}

/// C3: an object is wanted.
pub(super) fn not_an_object(found: &Value) -> Problem {
    let explanation = match found {
        Value::String(text) if serde_json::from_str::<Map<String, Value>>(text).is_ok() => {
            "the claims are JSON inside a string: sign an object, or set claims_format to \
             stringified_json in the JWT secret"
                .to_owned()
        }
        other => format!(
            "the Hasura claims are {} where an object belongs",
            kind(other)
        ),
    };
    Problem::claims(
        "jwt.claims_not_object",
        "C3",
        "jwt-invalid-claims",
        "expecting a json object when claims_format is json",
        explanation,
    )
}

/// C4: a text is wanted.
pub(super) fn not_a_text(found: &Value) -> Problem {
    Problem::claims(
        "jwt.claims_not_text",
        "C4",
        "jwt-invalid-claims",
        "expecting a string when claims_format is stringified_json",
        format!(
            "the Hasura claims are {} where the JWT secret wants JSON in a string: take \
             claims_format out of it, or sign a string",
            kind(found)
        ),
    )
}

/// C5: the text is not that of an object. `place` is the member of the JWT secret and its value.
pub(super) fn not_json_text(place: &str, found: &str) -> Problem {
    Problem::claims(
        "jwt.claims_not_text",
        "C5",
        "jwt-invalid-claims",
        format!("expecting stringified json at: '{place}', but found: {found}"),
        "the Hasura claims are a string, as claims_format says, but not the text of a JSON object",
    )
}

/// C6 and C7: a role claim is absent; `path` is where a `claims_map` has Hasura look for it.
pub(super) fn missing_role(name: &str, row: &'static str, path: Option<&str>) -> Problem {
    let (code, explanation) = match path {
        Some(path) => ("jwt.claims_map_miss", nothing_for(name, path)),
        None => (
            "jwt.missing_role_claim",
            format!("the Hasura claims lack {name}"),
        ),
    };
    Problem::claims(
        code,
        row,
        "jwt-missing-role-claims",
        format!("JWT claim does not contain \"{name}\""),
        explanation,
    )
}

/// A path of a `claims_map` that leads nowhere.
fn nothing_for(name: &str, path: &str) -> String {
    format!(
        "nothing is in the token at {path}, where the claims_map of the JWT secret has {name} \
         without a default"
    )
}

/// C8: the allowed roles are no list of names.
pub(super) fn bad_allowed_roles(found: &Value) -> Problem {
    let (reason, explanation) = match found {
        Value::Array(roles) => {
            let odd = roles.iter().find(|role| !is_role(role));
            let odd = odd.unwrap_or(&Value::Null);
            (
                not_a_role(odd),
                format!(
                    "x-hasura-allowed-roles holds {} where role names belong",
                    empty_or_kind(odd)
                ),
            )
        }
        other => (
            mismatch("[]", "Array", other),
            format!(
                "x-hasura-allowed-roles is {} where a list of role names belongs",
                kind(other)
            ),
        ),
    };
    Problem::claims(
        "jwt.bad_allowed_roles",
        "C8",
        "jwt-invalid-claims",
        format!("invalid \"x-hasura-allowed-roles\"; should be a list of roles: {reason}"),
        explanation,
    )
}

/// C9: the default role is no name. `wanted` is what Hasura says belongs there.
pub(super) fn bad_default_role(found: &Value, wanted: &str) -> Problem {
    Problem::claims(
        "jwt.bad_default_role",
        "C9",
        "jwt-invalid-claims",
        format!(
            "invalid \"x-hasura-default-role\"; should be {wanted}: {}",
            not_a_role(found)
        ),
        format!(
            "x-hasura-default-role is {} where the name of a role belongs",
            empty_or_kind(found)
        ),
    )
}

/// C10: a path of a `claims_map` leads nowhere.
pub(super) fn map_miss(name: &str, path: &str) -> Problem {
    Problem::claims(
        "jwt.claims_map_miss",
        "C10",
        "jwt-invalid-claims",
        format!("JWT claim from claims_map, \"{name}\" not found"),
        nothing_for(name, path),
    )
}

/// C11: another claim is no text.
pub(super) fn not_a_string(name: &str, found: &Value) -> Problem {
    let advice = match found {
        Value::Array(_) => "; write a Postgres array in a string, such as \"{1,2}\"",
        Value::Null => "; leave it out instead",
        _ => "; write it in quotes",
    };
    Problem::claims(
        "jwt.claim_not_string",
        "C11",
        "jwt-invalid-claims",
        format!("x-hasura-* claims: {}", mismatch("Text", "String", found)),
        format!("{name} is {} where a string belongs{advice}", kind(found)),
    )
}

/// C12: the default role is not among the allowed ones.
pub(super) fn role_not_allowed(role: &str, allowed: &[String]) -> Problem {
    Problem::claims(
        "jwt.role_not_allowed",
        "C12",
        "access-denied",
        "Your requested role is not in allowed roles",
        format!(
            "the default role \"{role}\" is not among the allowed roles ({}), so every request \
             that names no other role is refused",
            allowed.join(", ")
        ),
    )
}

/// True for what can name a role.
pub(super) fn is_role(value: &Value) -> bool {
    value.as_str().is_some_and(|name| !name.is_empty())
}

/// True for a name that Hasura keeps.
pub(super) fn is_hasura(name: &str) -> bool {
    name.to_lowercase().starts_with("x-hasura-")
}

fn not_a_role(found: &Value) -> String {
    match found {
        Value::String(_) => "empty string not allowed".to_owned(),
        other => mismatch("String", "String", other),
    }
}

fn empty_or_kind(found: &Value) -> &'static str {
    match found {
        Value::String(_) => "an empty string",
        other => kind(other),
    }
}

/// The complaint of Hasura's JSON library.
fn mismatch(parsed: &str, expected: &str, found: &Value) -> String {
    let found = match found {
        Value::Null => "Null",
        Value::Bool(_) => "Boolean",
        Value::Number(_) => "Number",
        Value::String(_) => "String",
        Value::Array(_) => "Array",
        Value::Object(_) => "Object",
    };
    format!("parsing {parsed} failed, expected {expected}, but encountered {found}")
}
