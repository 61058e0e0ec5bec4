//! J007 to J010 and J020: where the claims are (contracts: hasura §1.2, §1.4, §1.5).

use serde_json::{Map, Value};

use super::{Finding, Members};
use crate::jwt::{JsonPath, is_registered, pointer_step};
use crate::text::visible;

const PATH_HELP: &str = "letters, digits, _ and - between dots; everything else in brackets, such \
                         as $['https://hasura.io/jwt/claims']";

/// J007: one namespace, and a path that can be read.
pub(super) fn namespace(secret: &Members<'_>) -> Vec<Finding> {
    const ID: &str = "J007";
    const PATH: &str = "claims_namespace_path";
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
    match secret.text(PATH).map(|path| (path, JsonPath::parse(path))) {
        None => {}
        Some((path, None)) => findings.push(Finding::error(
            ID,
            PATH,
            format!(
                "Hasura cannot read the path {} (invalid JSON path)",
                visible(path)
            ),
            PATH_HELP,
        )),
        Some((path, Some(parsed))) => {
            findings.extend(quoted_path(ID, PATH, path, &parsed));
        }
    }
    findings
}

/// A path that Hasura reads, and that leads to a member with a name that nobody gives one.
fn quoted_path(id: &'static str, at: &str, path: &str, parsed: &JsonPath) -> Option<Finding> {
    let (name, meant) = parsed.quoted_path()?;
    Some(Finding::warning(
        id,
        at,
        format!(
            "the path {} asks for a member whose name is \"{}\", quotes and brackets being for \
             names and not for paths",
            visible(path),
            visible(name)
        ),
        format!("write {}", visible(&meant.to_string())),
    ))
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
        let at = format!("claims_map/{}", pointer_step(name));
        let name = visible(name);
        let Some(kind) = Kind::of(&name) else {
            // contracts: hasura §1.5
            findings.push(Finding::warning(
                ID,
                &at,
                format!("{name} is no session variable: no permission can use it"),
                "begin its name with x-hasura-, or leave it out",
            ));
            continue;
        };
        if let Some((problem, remedy)) = wrong_entry(value, kind) {
            let problem = format!("{name} {problem}");
            findings.push(Finding::error(ID, &at, problem, remedy));
        } else if let Some((path, parsed)) = path_of(value) {
            let at = format!("{at}/path");
            findings.extend(quoted_path(ID, &at, path, &parsed));
        }
    }
    findings.extend(default_outside(map));
    findings
}

const ALLOWED: &str = "x-hasura-allowed-roles";
const DEFAULT: &str = "x-hasura-default-role";

/// What an entry of a `claims_map` has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Roles,
    Role,
    Text,
}

impl Kind {
    /// `None` for a name that is no session variable's.
    fn of(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        match name.as_str() {
            ALLOWED => Some(Self::Roles),
            DEFAULT => Some(Self::Role),
            _ => name.starts_with("x-hasura-").then_some(Self::Text),
        }
    }

    /// Why a literal is none of this kind.
    fn wrong(self, value: &Value) -> Option<&'static str> {
        let is_empty = |value: &Value| value.as_str() == Some("");
        match (self, value) {
            (Self::Roles, Value::Array(items)) if items.iter().all(Value::is_string) => {
                if items.is_empty() {
                    Some("an empty list, with which every request is refused")
                } else {
                    let empty = items.iter().any(is_empty);
                    empty.then_some("a list with an empty role (empty string not allowed)")
                }
            }
            (Self::Roles, _) => Some("not an array of strings"),
            (Self::Role, Value::String(_)) => {
                is_empty(value).then_some("an empty role (empty string not allowed)")
            }
            (Self::Text, Value::String(_)) => None,
            (Self::Role | Self::Text, _) => Some("not a string"),
        }
    }
}

/// The path of an entry, where it has one that can be read.
fn path_of(entry: &Value) -> Option<(&str, JsonPath)> {
    let path = entry.get("path")?.as_str()?;
    Some((path, JsonPath::parse(path)?))
}

fn wrong_entry(value: &Value, kind: Kind) -> Option<(String, &'static str)> {
    let Value::Object(members) = value else {
        let wrong = kind.wrong(value)?;
        return Some((
            format!("is {wrong}, and no object with a path"),
            "write the value itself, or {\"path\":\"$.sub\"}",
        ));
    };
    match (members.get("path"), path_of(value)) {
        (_, Some((_, path))) if path.is_root() => {
            return Some((
                "has the path $, which leads to all claims together and never to a value".into(),
                "name the claim, such as $.sub",
            ));
        }
        (_, Some(_)) => {}
        (Some(Value::String(path)), None) => {
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
    kind.wrong(default).map(|wrong| {
        (
            format!("has a default that is {wrong}"),
            "the default is of the same kind as the value, and holds what a token without it is to \
             have",
        )
    })
}

/// The default role is not among the allowed ones, wherever the map itself says both.
fn default_outside(map: &Map<String, Value>) -> Option<Finding> {
    let fixed = |name: &str| match map.get(name)? {
        Value::Object(entry) => entry.get("default"),
        literal => Some(literal),
    };
    let (roles, role) = (fixed(ALLOWED)?.as_array()?, fixed(DEFAULT)?.as_str()?);
    let is_allowed = roles.iter().any(|allowed| allowed.as_str() == Some(role));
    (!is_allowed && !roles.is_empty() && !role.is_empty()).then(|| {
        Finding::warning(
            "J009",
            &format!("claims_map/{DEFAULT}"),
            format!(
                "the default role {} is not among the allowed ones: requests that name no role \
                 are refused",
                visible(role)
            ),
            "add it to the allowed roles, or take one of them",
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

/// J020: a registered claim is never found by the namespace, neither by its name nor by a path.
pub(super) fn registered_namespace(secret: &Members<'_>) -> Vec<Finding> {
    let path = secret
        .text("claims_namespace_path")
        .and_then(JsonPath::parse);
    let names = [
        ("claims_namespace", secret.text("claims_namespace")),
        (
            "claims_namespace_path",
            path.as_ref().and_then(JsonPath::first),
        ),
    ];
    let registered = names.into_iter().filter_map(|(at, name)| {
        let name = name.filter(|name| is_registered(name))?;
        Some(Finding::warning(
            "J020",
            at,
            format!("Hasura never finds claims under \"{name}\", which is a registered claim"),
            "name a claim of your own; claims_map can read registered ones ($.sub)",
        ))
    });
    registered.collect()
}
