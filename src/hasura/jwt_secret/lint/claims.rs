//! J007 to J010 and J020: where the claims are (contracts: hasura §1.2, §1.4, §1.5).

use serde_json::Value;

use super::{Finding, Members};
use crate::jwt::{JsonPath, is_registered};
use crate::text::visible;

const PATH_HELP: &str = "letters, digits, _ and - between dots; everything else in brackets, such \
                         as $['https://hasura.io/jwt/claims']";

/// J007: one namespace, and a path that can be read.
pub(super) fn namespace(secret: &Members<'_>) -> Vec<Finding> {
    const ID: &str = "J007";
    let mut findings = Vec::new();
    if secret.has("claims_namespace") && secret.has("claims_namespace_path") {
        findings.push(Finding::error(
            ID,
            "claims_namespace_path",
            "claims_namespace and claims_namespace_path both cannot be set",
            "keep one of them",
        ));
    }
    for name in ["claims_namespace", "claims_namespace_path"] {
        if secret.get(name).is_some_and(|value| !value.is_string()) {
            let problem = format!("{name} is no string");
            findings.push(Finding::error(ID, name, problem, "write it as a string"));
        }
    }
    if let Some(path) = secret.text("claims_namespace_path")
        && JsonPath::parse(path).is_none()
    {
        findings.push(Finding::error(
            ID,
            "claims_namespace_path",
            format!(
                "Hasura cannot read the path {} (invalid JSON path)",
                visible(path)
            ),
            PATH_HELP,
        ));
    }
    findings
}

/// J008: one of two formats.
pub(super) fn format(secret: &Members<'_>) -> Vec<Finding> {
    match secret.get("claims_format") {
        None => Vec::new(),
        Some(Value::String(format)) if format == "json" || format == "stringified_json" => {
            Vec::new()
        }
        Some(_) => vec![Finding::error(
            "J008",
            "claims_format",
            "claims_format is neither \"json\" nor \"stringified_json\"",
            "leave it out: SuperTokens' claims are json, the default",
        )],
    }
}

/// J009: a `claims_map` has the two roles, and values that can be read.
pub(super) fn map(secret: &Members<'_>) -> Vec<Finding> {
    const ID: &str = "J009";
    let map = match secret.get("claims_map") {
        None => return Vec::new(),
        Some(Value::Object(map)) => map,
        Some(_) => {
            let remedy = "write {\"x-hasura-allowed-roles\":…,\"x-hasura-default-role\":…}";
            return vec![Finding::error(
                ID,
                "claims_map",
                "claims_map is no object",
                remedy,
            )];
        }
    };
    let mut findings = Vec::new();
    for role in [ALLOWED, DEFAULT] {
        if map.contains_key(role) {
            continue;
        }
        let other = map.keys().find(|key| key.eq_ignore_ascii_case(role));
        let remedy = match other {
            Some(other) => format!("write \"{other}\" in lower case"),
            None => format!("add \"{role}\" with a value or a path"),
        };
        let problem = format!("{role} is expected but not found in claims_map");
        findings.push(Finding::error(ID, "claims_map", problem, remedy));
    }
    for (name, value) in map {
        let wants_list = name.eq_ignore_ascii_case(ALLOWED);
        if let Some((problem, remedy)) = wrong_entry(value, wants_list) {
            let name = visible(name);
            findings.push(Finding::error(
                ID,
                &format!("claims_map/{}", pointer(&name)),
                format!("{name} {problem}"),
                remedy,
            ));
        }
    }
    findings
}

const ALLOWED: &str = "x-hasura-allowed-roles";
const DEFAULT: &str = "x-hasura-default-role";

/// A name within a JSON pointer (RFC 6901 §3).
fn pointer(name: &str) -> String {
    name.replace('~', "~0").replace('/', "~1")
}

fn is_literal(value: &Value, wants_list: bool) -> bool {
    match value {
        Value::String(_) => !wants_list,
        Value::Array(items) => wants_list && items.iter().all(Value::is_string),
        _ => false,
    }
}

fn wrong_entry(value: &Value, wants_list: bool) -> Option<(String, &'static str)> {
    let literal = if wants_list {
        "an array of strings"
    } else {
        "a string"
    };
    let Value::Object(members) = value else {
        return (!is_literal(value, wants_list)).then(|| {
            (
                format!("is neither {literal} nor an object with a path"),
                "write the value itself, or {\"path\":\"$.sub\"}",
            )
        });
    };
    match members.get("path") {
        Some(Value::String(path)) if JsonPath::parse(path).is_some() => {}
        Some(Value::String(path)) => {
            let problem = format!("has the path {}, which Hasura cannot read", visible(path));
            return Some((problem, PATH_HELP));
        }
        _ => {
            return Some((
                "is an object without a path".into(),
                "add \"path\", such as \"$.sub\"",
            ));
        }
    }
    let default = members.get("default").filter(|value| !value.is_null())?;
    (!is_literal(default, wants_list)).then(|| {
        (
            format!("has a default that is not {literal}"),
            "the default is of the same kind as the value",
        )
    })
}

/// J010: a `claims_map` replaces namespace and format.
pub(super) fn map_alone(secret: &Members<'_>) -> Vec<Finding> {
    if !secret.has("claims_map") {
        return Vec::new();
    }
    ["claims_namespace", "claims_namespace_path", "claims_format"]
        .into_iter()
        .filter(|name| secret.has(name))
        .map(|name| {
            Finding::warning(
                "J010",
                name,
                format!("{name} is ignored beside claims_map"),
                "leave it out, or leave claims_map out",
            )
        })
        .collect()
}

/// J020: a registered claim is never found by the namespace.
pub(super) fn registered_namespace(secret: &Members<'_>) -> Vec<Finding> {
    let Some(namespace) = secret.text("claims_namespace") else {
        return Vec::new();
    };
    if !is_registered(namespace) {
        return Vec::new();
    }
    vec![Finding::warning(
        "J020",
        "claims_namespace",
        format!("Hasura never finds claims under \"{namespace}\", which is a registered claim"),
        "name a claim of your own; claims_map can read registered ones ($.sub)",
    )]
}
