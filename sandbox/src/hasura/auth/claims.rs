//! From verified claims to a session (contracts: hasura §2.4).

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::error::ApiError;
use super::super::haskell;
use super::super::model::session::{Session, Via};
use super::config::{ClaimSource, ClaimsConfig, ClaimsFormat, ClaimsMap, Namespace};
use super::verify::Claims;

const ALLOWED: &str = "x-hasura-allowed-roles";
const DEFAULT: &str = "x-hasura-default-role";
const INVALID: &str = "jwt-invalid-claims";
const MISSING: &str = "jwt-missing-role-claims";

/// The session of a token. `requested` is the role of the request's header; `any_role` lets it
/// pass even where the token does not list it.
pub(super) fn session(
    claims: &Claims,
    config: &ClaimsConfig,
    requested: Option<&str>,
    any_role: bool,
) -> Result<Session, ApiError> {
    let mut found = match &config.map {
        None => in_namespace(claims, &config.namespace, config.format)?,
        Some(map) => by_map(claims, map)?,
    };
    let allowed = roles(
        found.remove(ALLOWED).ok_or_else(|| absent(ALLOWED))?,
        "should be a list of roles",
    )?;
    let default = role(
        &found.remove(DEFAULT).ok_or_else(|| absent(DEFAULT))?,
        "should be a single role name",
    )?;
    let role = requested.unwrap_or(&default);
    if !any_role && !allowed.iter().any(|name| name == role) {
        return Err(ApiError::new(
            "access-denied",
            "Your requested role is not in allowed roles",
        ));
    }
    let mut session = Session::new(role, Via::Jwt);
    for (name, value) in found {
        let Value::String(text) = value else {
            let reason = haskell::mismatch("Text", "String", &value);
            return Err(ApiError::new(
                INVALID,
                format!("x-hasura-* claims: {reason}"),
            ));
        };
        // A role among the claims gives way to the one just resolved.
        if name != "x-hasura-role" {
            session.vars.insert(name, text);
        }
    }
    Ok(session)
}

/// By lower-case name.
type Found = BTreeMap<String, Value>;

fn in_namespace(
    claims: &Claims,
    namespace: &Namespace,
    format: ClaimsFormat,
) -> Result<Found, ApiError> {
    let unregistered: Map<String, Value> = claims
        .iter()
        .filter(|(name, _)| {
            !["iss", "sub", "aud", "exp", "nbf", "iat", "jti"].contains(&name.as_str())
        })
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    let value = match namespace {
        Namespace::Name(name) => unregistered
            .get(name)
            .cloned()
            .ok_or_else(|| ApiError::new(INVALID, format!("claims key: '{name}' not found")))?,
        Namespace::Path(path) => path
            .find(&Value::Object(unregistered))
            .cloned()
            .ok_or_else(|| {
                ApiError::new(
                    INVALID,
                    format!("claims not found at claims_namespace_path: '{path}'"),
                )
            })?,
    };
    let mut members = object(value, namespace, format)?;
    // Of two spellings of one name the later in this order counts: that in lower case.
    members.sort_keys();
    Ok(members
        .into_iter()
        .map(|(name, value)| (name.to_lowercase(), value))
        .filter(|(name, _)| name.starts_with("x-hasura-"))
        .collect())
}

fn object(
    value: Value,
    namespace: &Namespace,
    format: ClaimsFormat,
) -> Result<Map<String, Value>, ApiError> {
    match (format, value) {
        (ClaimsFormat::Json, Value::Object(members)) => Ok(members),
        (ClaimsFormat::Json, _) => Err(ApiError::new(
            INVALID,
            "expecting a json object when claims_format is json",
        )),
        (ClaimsFormat::StringifiedJson, Value::String(text)) => serde_json::from_str(&text)
            .map_err(|_| {
                let place = match namespace {
                    Namespace::Name(name) => format!("claims_namespace {name}"),
                    Namespace::Path(path) => format!("claims_namespace_path {path}"),
                };
                ApiError::new(
                    INVALID,
                    format!("expecting stringified json at: '{place}', but found: {text}"),
                )
            }),
        (ClaimsFormat::StringifiedJson, _) => Err(ApiError::new(
            INVALID,
            "expecting a string when claims_format is stringified_json",
        )),
    }
}

fn by_map(claims: &Claims, map: &ClaimsMap) -> Result<Found, ApiError> {
    let all = Value::Object(claims.clone());
    let mut found = Found::new();
    let allowed = match &map.allowed_roles {
        ClaimSource::Literal(names) => names.clone(),
        ClaimSource::Path { path, default } => match (path.find(&all), default) {
            (Some(value), _) => roles(value.clone(), "should be a list of roles")?,
            (None, Some(names)) => names.clone(),
            (None, None) => return Err(absent(ALLOWED)),
        },
    };
    found.insert(ALLOWED.into(), allowed.into());
    let default_role = match &map.default_role {
        ClaimSource::Literal(name) => name.clone(),
        ClaimSource::Path { path, default } => match (path.find(&all), default) {
            (Some(value), _) => role(value, "should be a role")?,
            (None, Some(name)) => name.clone(),
            (None, None) => return Err(absent(DEFAULT)),
        },
    };
    found.insert(DEFAULT.into(), default_role.into());
    for (name, source) in &map.others {
        let value = match source {
            ClaimSource::Literal(text) => Value::from(text.as_str()),
            ClaimSource::Path { path, default } => match (path.find(&all), default) {
                (Some(value), _) => value.clone(),
                (None, Some(text)) => Value::from(text.as_str()),
                (None, None) => {
                    return Err(ApiError::new(
                        INVALID,
                        format!("JWT claim from claims_map, \"{name}\" not found"),
                    ));
                }
            },
        };
        found.insert(name.clone(), value);
    }
    Ok(found)
}

fn absent(name: &str) -> ApiError {
    ApiError::new(MISSING, format!("JWT claim does not contain \"{name}\""))
}

fn roles(value: Value, hint: &str) -> Result<Vec<String>, ApiError> {
    let fail =
        |reason: String| ApiError::new(INVALID, format!("invalid \"{ALLOWED}\"; {hint}: {reason}"));
    let Value::Array(items) = value else {
        return Err(fail(haskell::mismatch("[]", "Array", &value)));
    };
    items
        .iter()
        .map(|item| role_name(item).map_err(fail))
        .collect()
}

fn role(value: &Value, hint: &str) -> Result<String, ApiError> {
    role_name(value).map_err(|reason| {
        ApiError::new(INVALID, format!("invalid \"{DEFAULT}\"; {hint}: {reason}"))
    })
}

fn role_name(value: &Value) -> Result<String, String> {
    match value {
        Value::String(name) if name.is_empty() => Err("empty string not allowed".into()),
        Value::String(name) => Ok(name.clone()),
        other => Err(haskell::mismatch("String", "String", other)),
    }
}
