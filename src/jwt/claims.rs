//! The claims as Hasura reads them (contracts: hasura §2.4).

use std::fmt::Write as _;

use serde_json::{Map, Value};

use super::decoded::{Decoded, kind};
use super::problem::Problem;

/// Claims that `claims_namespace` never finds, because Hasura looks among the others only.
const REGISTERED: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

const ALLOWED_ROLES: &str = "x-hasura-allowed-roles";
const DEFAULT_ROLE: &str = "x-hasura-default-role";

/// What Hasura takes from a token, with `claims_format` json and no `claims_map`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct HasuraClaims {
    /// The claim that was read.
    pub namespace: String,
    /// The role of a request that asks for none.
    pub default_role: Option<String>,
    /// The roles that a request may ask for.
    pub allowed_roles: Vec<String>,
    /// Session variables, names in lower case, in the order of the token. The role and the two
    /// role claims are not among them.
    pub session: Vec<(String, String)>,
    /// Members that Hasura drops because their name does not start with `x-hasura-`.
    pub dropped: Vec<String>,
    /// Why Hasura would refuse the claims, in the order in which it looks.
    pub problems: Vec<Problem>,
    /// What it accepts though it is probably not meant.
    pub warnings: Vec<String>,
}

impl HasuraClaims {
    /// Reads the claims of a token under `namespace`.
    pub(crate) fn read(token: &Decoded, namespace: &str) -> Self {
        let mut read = Self {
            namespace: namespace.to_owned(),
            ..Self::default()
        };
        let registered = REGISTERED.contains(&namespace);
        match token.claims.get(namespace).filter(|_| !registered) {
            Some(Value::Object(members)) => read.members(members),
            Some(other) => read.problems.push(not_an_object(other)),
            None => read.problems.push(missing(token, namespace)),
        }
        read
    }

    /// A session variable's value, by its name in any case.
    pub(crate) fn variable(&self, name: &str) -> Option<&str> {
        self.session
            .iter()
            .find(|(known, _)| known.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }

    /// `x-hasura-user-id`.
    pub(crate) fn user_id(&self) -> Option<&str> {
        self.variable("x-hasura-user-id")
    }

    fn members(&mut self, members: &Map<String, Value>) {
        let mut known: Map<String, Value> = Map::new();
        for (name, value) in members {
            let lower = name.to_lowercase();
            if !lower.starts_with("x-hasura-") {
                self.dropped.push(name.clone());
            } else if known.contains_key(&lower) {
                self.warnings.push(format!(
                    "{lower} stands there twice in different letter case; which one counts is up \
                     to chance"
                ));
            } else {
                known.insert(lower, value.clone());
            }
        }
        self.roles(&known);
        for (name, value) in known {
            if name == ALLOWED_ROLES || name == DEFAULT_ROLE {
                continue;
            }
            match value {
                Value::String(_) if name == "x-hasura-role" => self.warnings.push(
                    "x-hasura-role in the token has no effect: the role is chosen from the \
                     allowed roles"
                        .into(),
                ),
                Value::String(text) => self.session.push((name, text)),
                other => self.problems.push(not_a_string(&name, &other)),
            }
        }
    }

    fn roles(&mut self, known: &Map<String, Value>) {
        match known.get(ALLOWED_ROLES) {
            Some(Value::Array(roles)) if roles.iter().all(Value::is_string) => {
                let texts = roles.iter().filter_map(Value::as_str);
                self.allowed_roles = texts.map(ToOwned::to_owned).collect();
            }
            Some(other) => self.problems.push(bad_allowed_roles(other)),
            None => self.problems.push(missing_role(ALLOWED_ROLES, "C6")),
        }
        match known.get(DEFAULT_ROLE) {
            Some(Value::String(role)) => self.default_role = Some(role.clone()),
            Some(other) => self.problems.push(Problem::claims(
                "jwt.bad_default_role",
                "C9",
                "jwt-invalid-claims",
                format!(
                    "invalid x-hasura-default-role; should be a single role name: parsing Text \
                     failed, expected String, but encountered {}",
                    aeson_kind(other)
                ),
                format!(
                    "x-hasura-default-role is {} where a string belongs",
                    kind(other)
                ),
            )),
            None => self.problems.push(missing_role(DEFAULT_ROLE, "C7")),
        }
        if !self.problems.is_empty() {
            return;
        }
        if let Some(role) = &self.default_role
            && !self.allowed_roles.contains(role)
        {
            self.problems.push(Problem::claims(
                "jwt.role_not_allowed",
                "C12",
                "access-denied",
                "Your requested role is not in allowed roles",
                format!(
                    "the default role \"{role}\" is not among the allowed roles ({}), so every \
                     request that names no other role is refused",
                    self.allowed_roles.join(", ")
                ),
            ));
        }
        if self.allowed_roles.iter().any(|role| role == "admin") {
            self.warnings.push(
                "the allowed roles include admin: this token can do everything, metadata included"
                    .into(),
            );
        }
    }
}

fn missing_role(name: &str, row: &'static str) -> Problem {
    Problem::claims(
        "jwt.missing_role_claim",
        row,
        "jwt-missing-role-claims",
        format!("JWT claim does not contain {name}"),
        format!("the Hasura claims lack {name}"),
    )
}

fn bad_allowed_roles(found: &Value) -> Problem {
    let (expected, encountered, explanation) = match found {
        Value::Array(roles) => {
            let odd = roles.iter().find(|role| !role.is_string());
            let odd = odd.unwrap_or(&Value::Null);
            (
                "Text failed, expected String",
                aeson_kind(odd),
                format!(
                    "x-hasura-allowed-roles holds {} where role names belong",
                    kind(odd)
                ),
            )
        }
        other => (
            "[] failed, expected Array",
            aeson_kind(other),
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
        format!(
            "invalid x-hasura-allowed-roles; should be a list of roles: parsing {expected}, but \
             encountered {encountered}"
        ),
        explanation,
    )
}

fn not_a_string(name: &str, found: &Value) -> Problem {
    let advice = match found {
        Value::Array(_) => "; write a Postgres array in a string, such as \"{1,2}\"",
        Value::Null => "; leave it out instead",
        _ => "; write it in quotes",
    };
    Problem::claims(
        "jwt.claim_not_string",
        "C11",
        "jwt-invalid-claims",
        format!(
            "x-hasura-* claims: parsing Text failed, expected String, but encountered {}",
            aeson_kind(found)
        ),
        format!("{name} is {} where a string belongs{advice}", kind(found)),
    )
}

fn not_an_object(found: &Value) -> Problem {
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

fn missing(token: &Decoded, namespace: &str) -> Problem {
    let mut explanation = format!("the token has no claim \"{namespace}\"");
    let holder = token.claims.iter().find(|(_, value)| {
        value.as_object().is_some_and(|inner| {
            inner.contains_key(namespace) || inner.keys().any(|name| is_hasura(name))
        })
    });
    if REGISTERED.contains(&namespace) {
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
    } else {
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

fn is_hasura(name: &str) -> bool {
    name.to_lowercase().starts_with("x-hasura-")
}

/// The word of Hasura's JSON library for a value's type.
const fn aeson_kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "Null",
        Value::Bool(_) => "Boolean",
        Value::Number(_) => "Number",
        Value::String(_) => "String",
        Value::Array(_) => "Array",
        Value::Object(_) => "Object",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::jwt::testing::part;
    use crate::jwt::{HASURA_NAMESPACE, decode};

    fn read(claims: &Value) -> HasuraClaims {
        let token = format!("{}.{}.", part(&json!({"alg": "RS256"})), part(claims));
        HasuraClaims::read(&decode(&token).unwrap(), HASURA_NAMESPACE)
    }

    fn within(members: &Value) -> HasuraClaims {
        read(&json!({ HASURA_NAMESPACE: members }))
    }

    fn texts(read: &HasuraClaims) -> Vec<(&str, &str)> {
        read.problems
            .iter()
            .map(|p| (p.row, p.hasura_text.as_str()))
            .collect()
    }

    #[test]
    fn names_are_lowered_and_foreign_ones_dropped() {
        let read = within(&json!({
            "X-Hasura-User-Id": "u1", "x-hasura-allowed-roles": ["user", "editor"],
            "x-hasura-Default-role": "user", "org": "x", "x-hasura-org-id": "7",
        }));
        assert_eq!(texts(&read), []);
        assert_eq!(read.user_id(), Some("u1"));
        assert_eq!(read.variable("X-HASURA-ORG-ID"), Some("7"));
        assert_eq!(read.default_role.as_deref(), Some("user"));
        assert_eq!(read.allowed_roles, ["user", "editor"]);
        assert_eq!(read.dropped, ["org"]);
        assert_eq!(read.session.len(), 2);
    }

    #[test]
    fn each_row_of_the_table_has_its_words() {
        let roles = json!({"x-hasura-allowed-roles": ["user"], "x-hasura-default-role": "user"});
        let with = |name: &str, value: Value| {
            let mut roles = roles.clone();
            roles[name] = value;
            within(&roles)
        };
        assert_eq!(
            texts(&read(&json!({}))),
            [("C1", "claims key: 'https://hasura.io/jwt/claims' not found")]
        );
        assert_eq!(
            texts(&within(&json!("{}"))),
            [("C3", "expecting a json object when claims_format is json")]
        );
        assert_eq!(
            texts(&within(&json!({}))),
            [
                ("C6", "JWT claim does not contain x-hasura-allowed-roles"),
                ("C7", "JWT claim does not contain x-hasura-default-role"),
            ]
        );
        assert_eq!(
            texts(&with("x-hasura-allowed-roles", json!("user"))),
            [(
                "C8",
                "invalid x-hasura-allowed-roles; should be a list of roles: parsing [] failed, \
                 expected Array, but encountered String"
            )]
        );
        assert_eq!(
            texts(&with("x-hasura-default-role", json!(["user"])))[0].0,
            "C9"
        );
        for value in [json!(5), json!(null), json!([1]), json!(true), json!({})] {
            assert_eq!(texts(&with("x-hasura-org", value))[0].0, "C11");
        }
        assert_eq!(
            texts(&with("x-hasura-default-role", json!("admin")))[0].0,
            "C12"
        );
        assert_eq!(
            texts(&with("x-hasura-allowed-roles", json!([])))[0].0,
            "C12"
        );
    }

    #[test]
    fn the_role_is_judged_before_the_variables() {
        let read = within(&json!({
            "x-hasura-n": 1, "x-hasura-allowed-roles": ["a"], "x-hasura-default-role": "b",
        }));
        let rows: Vec<&str> = read.problems.iter().map(|p| p.row).collect();
        assert_eq!(rows, ["C12", "C11"]);
    }

    #[test]
    fn the_right_place_is_proposed() {
        let hint = |claims: &Value| read(claims).problems[0].explanation.clone();
        assert!(hint(&json!({"jwt": {HASURA_NAMESPACE: {}}})).contains("nested under \"jwt\""));
        assert!(hint(&json!({"claims": {"x-hasura-a": "b"}})).contains("claims_namespace to that"));
        assert!(hint(&json!({"X-Hasura-A": "b"})).contains("claims_namespace_path"));
    }

    #[test]
    fn registered_claims_are_no_namespace() {
        let token = format!("{}.{}.", part(&json!({})), part(&json!({"sub": {}})));
        let read = HasuraClaims::read(&decode(&token).unwrap(), "sub");
        assert_eq!(read.problems[0].row, "C1");
    }
}
