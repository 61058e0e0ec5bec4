//! A permission's filter, read twice: as a GraphQL condition for one user, and for the part of it
//! that depends on that user.
//!
//! The second reading tells rows that are shared on purpose from rows that are simply open. In
//! `_or: [{owner: me}, {}]` the second branch lets everybody's rows in, and none of those is the
//! caller's; in `project.members.user_id = me` a row of somebody else's is admitted because of
//! the caller. A third reading finds the branches that ask whether a row was made public
//! ([`super::publication`]).

use serde_json::{Map, Value, json};

use super::publication;

/// A filter for one user.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Reading {
    pub full: Value,
    /// The part that admits a row because of the caller; `None` when no branch does.
    pub bound: Option<Value>,
    /// True when that part is all of it: no row comes in for another reason.
    pub exact: bool,
    /// The part that admits a row because it says of itself that it is public.
    pub public: Option<Value>,
    /// True when each row comes in because of the caller or because it is public.
    pub explained: bool,
}

impl Reading {
    /// A condition that has nothing to do with the caller.
    pub(crate) const fn open(full: Value) -> Self {
        Self {
            full,
            bound: None,
            exact: false,
            public: None,
            explained: false,
        }
    }

    /// A condition that holds because of the caller.
    pub(crate) fn of_caller(full: Value) -> Self {
        Self {
            bound: Some(full.clone()),
            full,
            exact: true,
            public: None,
            explained: true,
        }
    }

    /// A condition that no row meets, so that none comes in for any reason.
    pub(crate) fn nothing() -> Self {
        Self {
            full: json!({ "_or": [] }),
            bound: None,
            exact: true,
            public: None,
            explained: true,
        }
    }

    fn of_public(full: Value) -> Self {
        Self {
            public: Some(full.clone()),
            full,
            bound: None,
            exact: false,
            explained: true,
        }
    }
}

/// What the reader asks about names and values.
pub(crate) trait Names {
    /// A column of the table at hand: its GraphQL name and scalar.
    fn column(&self, name: &str) -> Option<(String, String)>;
    /// A relationship of the table at hand: its GraphQL name and the table behind it.
    fn relationship(&self, name: &str) -> Option<(String, Box<dyn Names + '_>)>;
    /// A session variable of the user.
    fn variable(&self, name: &str) -> Option<String>;
    /// What is known of a part without a GraphQL form: an `_exists`, or the comparison of a
    /// column with another one.
    fn resolved(&self, _name: &str, _part: &Value) -> Option<Reading> {
        None
    }
}

/// Comparisons that can admit a row for the caller's sake.
const POSITIVE: [&str; 7] = [
    "_eq",
    "_in",
    "_contains",
    "_has_key",
    "_has_keys_any",
    "_has_keys_all",
    "_contained_in",
];

/// Reads a filter.
pub(crate) fn read(filter: &Value, names: &dyn Names) -> Result<Reading, String> {
    let Value::Object(members) = filter else {
        return match filter {
            Value::Null => Ok(Reading::open(json!({}))),
            other => Err(format!("a filter that is no object: {other}")),
        };
    };
    let parts = members
        .iter()
        .map(|(name, value)| part(name, value, names))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(all(parts))
}

fn part(name: &str, value: &Value, names: &dyn Names) -> Result<Reading, String> {
    match name {
        "_and" | "$and" => Ok(all(list(value, names)?)),
        "_or" | "$or" => Ok(any(list(value, names)?)),
        "_not" | "$not" => Ok(Reading::open(json!({ "_not": read(value, names)?.full }))),
        "_exists" | "$exists" => names
            .resolved("_exists", value)
            .ok_or_else(|| "_exists has no GraphQL form".into()),
        _ => named(name, value, names),
    }
}

fn named(name: &str, value: &Value, names: &dyn Names) -> Result<Reading, String> {
    if let Some((column, scalar)) = names.column(name) {
        return compare(&column, &scalar, value, names);
    }
    if let Some((relationship, remote)) = names.relationship(name) {
        let inner = read(value, remote.as_ref())?;
        let behind = |condition: Value| json!({ relationship.as_str(): condition });
        return Ok(Reading {
            full: behind(inner.full),
            bound: inner.bound.map(behind),
            public: inner.public.map(behind),
            ..inner
        });
    }
    Err(format!(
        "\"{name}\" is neither a column nor a relationship that the administrator sees"
    ))
}

fn list(value: &Value, names: &dyn Names) -> Result<Vec<Reading>, String> {
    match value {
        Value::Array(items) => items.iter().map(|item| read(item, names)).collect(),
        one => Ok(vec![read(one, names)?]),
    }
}

fn all(mut parts: Vec<Reading>) -> Reading {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    if parts.is_empty() {
        return Reading::open(json!({}));
    }
    let exact = parts.iter().any(|part| part.exact);
    let explained = exact || parts.iter().any(|part| part.explained);
    let full = json!({ "_and": parts.iter().map(|part| &part.full).collect::<Vec<_>>() });
    // Rows that come in for this reason are those that pass everything and have one part for it.
    let within = |reasons: Vec<&Value>, whole: bool| {
        if whole {
            Some(full.clone())
        } else {
            (!reasons.is_empty()).then(|| json!({ "_and": [full, { "_or": reasons }] }))
        }
    };
    let bounds = parts.iter().filter_map(|part| part.bound.as_ref());
    let publics = parts.iter().filter_map(|part| part.public.as_ref());
    Reading {
        bound: within(bounds.collect(), exact),
        public: within(publics.collect(), false),
        exact,
        explained,
        full,
    }
}

fn any(mut parts: Vec<Reading>) -> Reading {
    if parts.len() == 1 {
        return parts.remove(0);
    }
    let full = json!({ "_or": parts.iter().map(|part| &part.full).collect::<Vec<_>>() });
    let one_of = |reasons: Vec<&Value>| (!reasons.is_empty()).then(|| json!({ "_or": reasons }));
    let bounds = parts.iter().filter_map(|part| part.bound.as_ref());
    let publics = parts.iter().filter_map(|part| part.public.as_ref());
    Reading {
        // An empty `_or` admits nothing: nothing comes in for another reason either.
        exact: parts.iter().all(|part| part.exact),
        explained: parts.iter().all(|part| part.explained),
        bound: one_of(bounds.collect()),
        public: one_of(publics.collect()),
        full,
    }
}

fn compare(
    column: &str,
    scalar: &str,
    value: &Value,
    names: &dyn Names,
) -> Result<Reading, String> {
    let operators = match value {
        Value::Object(operators) => operators.clone(),
        // The short form: `{column: value}`.
        plain => Map::from_iter([("_eq".to_owned(), plain.clone())]),
    };
    let mut parts = Vec::new();
    for (operator, operand) in &operators {
        let operator = operator.replace('$', "_");
        if compares_columns(&operator) {
            let part = json!({ column: { operator.as_str(): operand } });
            let known = names.resolved("columns", &part);
            parts.push(
                known.ok_or_else(|| {
                    format!("{operator} compares columns and has no GraphQL form")
                })?,
            );
            continue;
        }
        let (value, from_session) = operand_of(&operator, operand, scalar, names)?;
        let full = json!({ column: { operator.as_str(): value } });
        let positive = POSITIVE.contains(&operator.as_str());
        parts.push(match (from_session, positive) {
            (FromSession::All, true) => Reading::of_caller(full),
            // The caller's id and somebody's beside it: only the first is the caller's.
            (FromSession::Some(own), true) => Reading {
                bound: Some(json!({ column: { operator.as_str(): own } })),
                ..Reading::open(full)
            },
            _ if publication::asks(column, scalar, &operator, operand) => Reading::of_public(full),
            _ => Reading::open(full),
        });
    }
    Ok(all(parts))
}

/// True for operators whose operand is the name of another column.
pub(crate) fn compares_columns(operator: &str) -> bool {
    matches!(
        operator,
        "_ceq" | "_cne" | "_cneq" | "_cgt" | "_clt" | "_cgte" | "_clte"
    )
}

/// How much of an operand the session says.
enum FromSession {
    None,
    /// Some items of a list; they alone.
    Some(Value),
    All,
}

/// The operand with session variables put in, and whether there were any.
fn operand_of(
    operator: &str,
    operand: &Value,
    scalar: &str,
    names: &dyn Names,
) -> Result<(Value, FromSession), String> {
    match operand {
        Value::String(text) if is_variable(text) => {
            let value = names
                .variable(text)
                .ok_or_else(|| format!("the token carries no {}", text.to_lowercase()))?;
            // Keys in JSON are text, also those that look like numbers.
            let scalar = if operator.starts_with("_has_key") {
                "String"
            } else {
                scalar
            };
            let wants_list = matches!(operator, "_in" | "_nin" | "_has_keys_any" | "_has_keys_all");
            let value = if wants_list {
                Value::Array(
                    array_literal(&value)
                        .iter()
                        .map(|v| typed(v, scalar))
                        .collect(),
                )
            } else {
                typed(&value, scalar)
            };
            // The role is the same for everybody who has it.
            let source = if text.eq_ignore_ascii_case("x-hasura-role") {
                FromSession::None
            } else {
                FromSession::All
            };
            Ok((value, source))
        }
        Value::Array(items) => {
            let mut own = Vec::new();
            let mut values = Vec::new();
            for item in items {
                let (value, from_session) = operand_of("_eq", item, scalar, names)?;
                if matches!(from_session, FromSession::All) {
                    own.push(value.clone());
                }
                values.push(value);
            }
            let source = if own.is_empty() {
                FromSession::None
            } else if own.len() == values.len() || operator != "_in" {
                FromSession::All
            } else {
                FromSession::Some(Value::Array(own))
            };
            Ok((Value::Array(values), source))
        }
        other => Ok((other.clone(), FromSession::None)),
    }
}

fn is_variable(text: &str) -> bool {
    text.get(..9)
        .is_some_and(|start| start.eq_ignore_ascii_case("x-hasura-"))
}

/// A session variable is a string; the condition needs the column's type.
fn typed(text: &str, scalar: &str) -> Value {
    let number = || {
        serde_json::from_str::<serde_json::Number>(text)
            .ok()
            .map(Value::Number)
    };
    let value = match scalar {
        "Int" | "Float" | "smallint" | "bigint" | "numeric" | "float8" | "int8" | "int2" => {
            number()
        }
        "Boolean" => text.parse().ok().map(Value::Bool),
        "json" | "jsonb" => serde_json::from_str(text).ok(),
        _ => None,
    };
    value.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// The items of a Postgres array literal, `{a,"b c"}` (contracts: hasura §2.4).
pub(crate) fn array_literal(text: &str) -> Vec<String> {
    let inner = text.trim().trim_start_matches('{').trim_end_matches('}');
    let mut items = Vec::new();
    let mut item = String::new();
    let mut quoted = false;
    let mut characters = inner.chars();
    while let Some(c) = characters.next() {
        match c {
            '\\' => item.extend(characters.next()),
            '"' => quoted = !quoted,
            ',' if !quoted => items.push(std::mem::take(&mut item)),
            c => item.push(c),
        }
    }
    if !inner.is_empty() {
        items.push(item);
    }
    items
}

/// True when a filter, as metadata has it, compares anything with a session variable of the
/// caller; a first look that needs neither names nor values.
pub(crate) fn mentions_caller(filter: &Value) -> bool {
    match filter {
        Value::String(text) => is_variable(text) && !text.eq_ignore_ascii_case("x-hasura-role"),
        Value::Array(items) => items.iter().any(mentions_caller),
        Value::Object(members) => members.values().any(mentions_caller),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Any;

    impl Names for Any {
        fn column(&self, name: &str) -> Option<(String, String)> {
            let scalar = match name {
                "n" => "Int",
                "members" | "project" => return None,
                _ => "String",
            };
            Some((name.to_owned(), scalar.to_owned()))
        }

        fn relationship(&self, name: &str) -> Option<(String, Box<dyn Names + '_>)> {
            Some((name.to_owned(), Box::new(Self)))
        }

        fn variable(&self, name: &str) -> Option<String> {
            match name.to_lowercase().as_str() {
                "x-hasura-user-id" => Some("u1".into()),
                "x-hasura-org" => Some("7".into()),
                "x-hasura-teams" => Some("{a,\"b c\"}".into()),
                _ => None,
            }
        }
    }

    fn reading(filter: &Value) -> Reading {
        read(filter, &Any).unwrap()
    }

    #[test]
    fn the_usual_filter_is_bound_as_a_whole() {
        let read = reading(&json!({"user_id": {"_eq": "X-Hasura-User-Id"}}));
        assert_eq!(read.full, json!({"user_id": {"_eq": "u1"}}));
        assert!(read.exact);
    }

    #[test]
    fn an_open_branch_is_not_the_callers() {
        let read = reading(
            &json!({"_or": [{"user_id": {"_eq": "X-Hasura-User-Id"}}, {"public": {"_eq": true}}]}),
        );
        assert!(!read.exact && read.explained);
        assert_eq!(
            read.public,
            Some(json!({"_or": [{"public": {"_eq": true}}]}))
        );
        assert_eq!(
            read.bound,
            Some(json!({"_or": [{"user_id": {"_eq": "u1"}}]}))
        );
        let read = reading(&json!({"_or": [{"user_id": {"_eq": "X-Hasura-User-Id"}}, {}]}));
        assert!(!read.exact);
    }

    #[test]
    fn a_narrowing_condition_keeps_it_bound() {
        let soft =
            json!({"user_id": {"_eq": "X-Hasura-User-Id"}, "deleted_at": {"_is_null": true}});
        assert!(reading(&soft).exact);
    }

    #[test]
    fn membership_is_bound_through_relationships() {
        let read =
            reading(&json!({"project": {"members": {"user_id": {"_eq": "x-hasura-user-id"}}}}));
        assert!(read.exact);
        assert_eq!(
            read.bound,
            Some(json!({"project": {"members": {"user_id": {"_eq": "u1"}}}}))
        );
    }

    #[test]
    fn nothing_is_bound_by_negation_roles_or_constants() {
        for filter in [
            json!({}),
            json!({"n": {"_eq": 1}}),
            json!({"user_id": {"_neq": "X-Hasura-User-Id"}}),
            json!({"_not": {"user_id": {"_eq": "X-Hasura-User-Id"}}}),
        ] {
            assert_eq!(reading(&filter).bound, None, "{filter}");
        }
    }

    #[test]
    fn values_take_the_columns_type() {
        assert_eq!(
            reading(&json!({"n": {"_eq": "X-Hasura-Org"}})).full,
            json!({"n": {"_eq": 7}})
        );
        let named = reading(&json!({"owner": {"_in": ["X-Hasura-User-Id", "u9"]}}));
        assert_eq!(named.full, json!({"owner": {"_in": ["u1", "u9"]}}));
        assert_eq!(named.bound, Some(json!({"owner": {"_in": ["u1"]}})));
        assert!(!named.exact);
        assert_eq!(
            reading(&json!({"team": {"_in": "X-Hasura-Teams"}})).full,
            json!({"team": {"_in": ["a", "b c"]}})
        );
    }

    #[test]
    fn what_cannot_be_written_is_said() {
        assert!(read(&json!({"a": {"_ceq": "b"}}), &Any).is_err());
        assert!(read(&json!({"_exists": {}}), &Any).is_err());
        assert!(read(&json!({"a": {"_eq": "X-Hasura-Nope"}}), &Any).is_err());
    }
}
