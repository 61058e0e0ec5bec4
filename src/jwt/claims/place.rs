//! Where Hasura looks for its claims in a token (contracts: hasura §1.2, §1.4, §1.5).

use std::fmt;

use serde_json::{Map, Value};

use super::path::JsonPath;

/// The claim under which Hasura looks for its claims by default (contracts: hasura §1.2).
pub(crate) const HASURA_NAMESPACE: &str = "https://hasura.io/jwt/claims";

/// Claims that a JWT library takes out of the token before Hasura looks (RFC 7519 §4.1).
const REGISTERED: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/// The claims that a `claims_map` must have, spelt in lower case.
const ROLES: [&str; 2] = [ALLOWED_ROLES, DEFAULT_ROLE];

pub(super) const ALLOWED_ROLES: &str = "x-hasura-allowed-roles";
pub(super) const DEFAULT_ROLE: &str = "x-hasura-default-role";

/// True for a claim that no namespace finds.
pub(crate) fn is_registered(name: &str) -> bool {
    REGISTERED.contains(&name)
}

/// Where Hasura looks for its claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum ClaimsPlace {
    /// All together in one object.
    Under(Namespace, Format),
    /// Each by itself (`claims_map`): its name in lower case, and what it is.
    Map(Vec<(String, Picked)>),
}

/// Where the object is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Namespace {
    /// `claims_namespace`: the value of this claim.
    Claim(String),
    /// `claims_namespace_path`.
    Path(JsonPath),
}

/// `claims_format`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Format {
    /// An object.
    Json,
    /// The text of one.
    StringifiedJson,
}

/// A value of a `claims_map`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Picked {
    /// The same in every token.
    Literal(Value),
    /// What stands in the token, and what counts where nothing does.
    At(JsonPath, Option<Value>),
}

impl Default for ClaimsPlace {
    fn default() -> Self {
        Self::claim(HASURA_NAMESPACE)
    }
}

impl ClaimsPlace {
    /// An object under a claim.
    pub(crate) fn claim(name: &str) -> Self {
        Self::Under(Namespace::Claim(name.to_owned()), Format::Json)
    }

    /// The place that a JWT secret names; `None` for one that Hasura would not start with.
    pub(crate) fn of_secret(secret: &Map<String, Value>) -> Option<Self> {
        Self::read(secret, |secret| {
            match (
                text(secret, "claims_namespace")?,
                text(secret, "claims_namespace_path")?,
            ) {
                (Some(_), Some(_)) => None,
                (None, Some(path)) => Some(Namespace::Path(JsonPath::parse(path)?)),
                (name, None) => Some(Namespace::Claim(
                    name.unwrap_or(HASURA_NAMESPACE).to_owned(),
                )),
            }
        })
    }

    /// The place that a running engine shows of a secret of its own (contracts: hasura §4.2): a
    /// path stands there in the namespace's place.
    pub(crate) fn shown(secret: &Map<String, Value>) -> Option<Self> {
        Self::read(secret, |secret| {
            let name = text(secret, "claims_namespace")?.unwrap_or(HASURA_NAMESPACE);
            let path = name.starts_with('$').then(|| JsonPath::parse(name));
            Some(match path.flatten() {
                Some(path) => Namespace::Path(path),
                None => Namespace::Claim(name.to_owned()),
            })
        })
    }

    fn read(
        secret: &Map<String, Value>,
        namespace: impl Fn(&Map<String, Value>) -> Option<Namespace>,
    ) -> Option<Self> {
        let map = secret.get("claims_map").filter(|map| !map.is_null());
        if let Some(map) = map {
            let map = map.as_object()?;
            if !ROLES.iter().all(|name| map.contains_key(*name)) {
                return None;
            }
            // Other names are passed over, whatever they hold (contracts: hasura §1.5).
            let variables = map
                .iter()
                .map(|(name, value)| (name.to_lowercase(), value))
                .filter(|(name, _)| name.starts_with("x-hasura-"));
            let picked = variables.map(|(name, value)| Some((name, Picked::read(value)?)));
            return Some(Self::Map(picked.collect::<Option<_>>()?));
        }
        let format = match text(secret, "claims_format")? {
            None | Some("json") => Format::Json,
            Some("stringified_json") => Format::StringifiedJson,
            Some(_) => return None,
        };
        Some(Self::Under(namespace(secret)?, format))
    }
}

impl Picked {
    fn read(value: &Value) -> Option<Self> {
        match value {
            Value::Object(members) => {
                let path = JsonPath::parse(members.get("path")?.as_str()?)?;
                let default = members.get("default").filter(|value| !value.is_null());
                Some(Self::At(path, default.cloned()))
            }
            Value::String(_) | Value::Array(_) => Some(Self::Literal(value.clone())),
            Value::Null | Value::Bool(_) | Value::Number(_) => None,
        }
    }
}

/// A member that is a text, when it is one at all. Hasura takes null for absent.
#[allow(
    clippy::option_option,
    reason = "absent is right, and another type is not"
)]
fn text<'s>(secret: &'s Map<String, Value>, name: &str) -> Option<Option<&'s str>> {
    match secret.get(name) {
        None | Some(Value::Null) => Some(None),
        Some(Value::String(text)) => Some(Some(text)),
        Some(_) => None,
    }
}

/// The name of the claim, the path, or `claims_map`.
impl fmt::Display for ClaimsPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Under(Namespace::Claim(name), _) => f.write_str(name),
            Self::Under(Namespace::Path(path), _) => write!(f, "{path}"),
            Self::Map(_) => f.write_str("claims_map"),
        }
    }
}
