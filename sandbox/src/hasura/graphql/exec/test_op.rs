//! One operator on one column.

use std::cmp::Ordering;

use serde_json::Value;

use super::array::array_literal;
use super::pattern::Pattern;
use super::value::{Scalar, cast};
use crate::hasura::graphql::error::GqlError;
use crate::hasura::model::data::{ColumnType, decimal};

/// An operator with its operand, both ready to be applied to a column's value.
#[derive(Debug, Clone)]
pub(super) enum Test {
    IsNull(bool),
    Compare(Comparison, Scalar<'static>),
    /// `null_among`: the list holds a null, so "not found" is unknown rather than false.
    In {
        list: Vec<Scalar<'static>>,
        null_among: bool,
        negated: bool,
    },
    Matches {
        pattern: Pattern,
        negated: bool,
    },
    Contains(Scalar<'static>),
    ContainedIn(Scalar<'static>),
    HasKeys {
        keys: Vec<String>,
        all: bool,
    },
    /// Tests on the value as text.
    AsText(Vec<Test>),
    /// Neither true nor false: the operand is null, or nobody knows the operator.
    Unknown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Eq,
    Neq,
    Gt,
    Gte,
    Lt,
    Lte,
}

impl Comparison {
    pub(super) fn parse(bare: &str) -> Option<Self> {
        Some(match bare {
            "eq" => Self::Eq,
            "neq" | "ne" => Self::Neq,
            "gt" => Self::Gt,
            "gte" => Self::Gte,
            "lt" => Self::Lt,
            "lte" => Self::Lte,
            _ => return None,
        })
    }

    pub(super) fn holds(self, order: Ordering) -> bool {
        match self {
            Self::Eq => order.is_eq(),
            Self::Neq => order.is_ne(),
            Self::Gt => order.is_gt(),
            Self::Gte => order.is_ge(),
            Self::Lt => order.is_lt(),
            Self::Lte => order.is_le(),
        }
    }
}

impl Test {
    /// Reads an operator, written with `_` or `$`, for a column of type `kind`.
    pub(super) fn parse(
        operator: &str,
        operand: &Value,
        kind: &ColumnType,
    ) -> Result<Self, GqlError> {
        let bare = operator.trim_start_matches(['_', '$']);
        if bare == "is_null" {
            return Ok(operand.as_bool().map_or(Self::Unknown, Self::IsNull));
        }
        if operand.is_null() {
            return Ok(Self::Unknown);
        }
        if let Some(comparison) = Comparison::parse(bare) {
            return Ok(Self::Compare(comparison, cast(operand, kind)?));
        }
        match bare {
            "in" | "nin" => Self::list(operand, kind, bare == "nin"),
            "contains" => Ok(Self::Contains(cast(operand, kind)?)),
            "contained_in" => Ok(Self::ContainedIn(cast(operand, kind)?)),
            "has_key" | "has_keys_any" | "has_keys_all" => Ok(Self::HasKeys {
                keys: texts(operand),
                all: bare != "has_keys_any",
            }),
            "cast" => {
                let tests = operand
                    .get("String")
                    .and_then(Value::as_object)
                    .map(|operators| {
                        let text = &ColumnType::Text;
                        operators
                            .iter()
                            .map(|(name, value)| Self::parse(name, value, text))
                            .collect()
                    });
                tests
                    .unwrap_or_else(|| Ok(vec![Self::Unknown]))
                    .map(Self::AsText)
            }
            _ => Self::pattern(bare, operand),
        }
    }

    fn list(operand: &Value, kind: &ColumnType, negated: bool) -> Result<Self, GqlError> {
        let items: Vec<Value> = match operand {
            Value::Array(items) => items.clone(),
            // A session variable holds the literal of a Postgres array.
            Value::String(literal) => array_literal(literal)
                .ok_or_else(|| malformed_array(literal))?
                .into_iter()
                .map(|item| item.map_or(Value::Null, Value::from))
                .collect(),
            single => vec![single.clone()],
        };
        let null_among = items.iter().any(Value::is_null);
        let list: Result<Vec<_>, _> = items
            .iter()
            .filter(|item| !item.is_null())
            .map(|item| cast(item, kind))
            .collect();
        Ok(Self::In {
            list: list?,
            null_among,
            negated,
        })
    }

    fn pattern(bare: &str, operand: &Value) -> Result<Self, GqlError> {
        let Some(text) = operand.as_str() else {
            return Ok(Self::Unknown);
        };
        let (pattern, negated) = match bare {
            "like" => (Pattern::like(text, false), false),
            "nlike" => (Pattern::like(text, false), true),
            "ilike" => (Pattern::like(text, true), false),
            "nilike" => (Pattern::like(text, true), true),
            "similar" => (Pattern::similar(text)?, false),
            "nsimilar" => (Pattern::similar(text)?, true),
            "regex" => (Pattern::regex(text, false)?, false),
            "nregex" => (Pattern::regex(text, false)?, true),
            "iregex" => (Pattern::regex(text, true)?, false),
            "niregex" => (Pattern::regex(text, true)?, true),
            _ => return Ok(Self::Unknown),
        };
        Ok(Self::Matches { pattern, negated })
    }

    /// Applies the test; `None` is SQL's "unknown".
    pub(super) fn apply(&self, value: &Scalar<'_>) -> Option<bool> {
        if let Self::IsNull(wanted) = self {
            return Some(value.is_null() == *wanted);
        }
        if let Self::In {
            list,
            null_among: false,
            negated,
        } = self
            && list.is_empty()
        {
            return Some(*negated);
        }
        if value.is_null() {
            return None;
        }
        match self {
            Self::IsNull(_) | Self::Unknown => None,
            Self::Compare(comparison, operand) => {
                value.compare(operand).map(|order| comparison.holds(order))
            }
            Self::In {
                list,
                null_among,
                negated,
            } => {
                let found = list
                    .iter()
                    .any(|item| value.compare(item) == Some(Ordering::Equal));
                match (found, null_among) {
                    (true, _) => Some(!negated),
                    (false, true) => None,
                    (false, false) => Some(*negated),
                }
            }
            Self::Matches { pattern, negated } => match value {
                Scalar::Text(text) | Scalar::Padded(text) => {
                    Some(pattern.matches(text) != *negated)
                }
                _ => None,
            },
            Self::Contains(operand) => Some(contains(value, operand)),
            Self::ContainedIn(operand) => Some(contains(operand, value)),
            Self::HasKeys { keys, all } => {
                let Scalar::Json(json) = value else {
                    return None;
                };
                let has = |key: &String| match json.as_ref() {
                    Value::Object(members) => members.contains_key(key),
                    Value::Array(items) => items.iter().any(|item| item.as_str() == Some(key)),
                    Value::String(text) => text == key,
                    _ => false,
                };
                Some(if *all {
                    keys.iter().all(has)
                } else {
                    keys.iter().any(has)
                })
            }
            Self::AsText(tests) => {
                let text = match value {
                    Scalar::Json(json) => json.to_string(),
                    other => other.key()?,
                };
                let text = Scalar::Text(text.into());
                let results: Vec<_> = tests.iter().map(|test| test.apply(&text)).collect();
                all(results)
            }
        }
    }
}

pub(super) fn malformed_array(literal: &str) -> GqlError {
    GqlError::data_exception(format!("malformed array literal: \"{literal}\""))
}

/// SQL's conjunction: false beats unknown.
pub(super) fn all(results: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut outcome = Some(true);
    for result in results {
        match result {
            Some(false) => return Some(false),
            None => outcome = None,
            Some(true) => {}
        }
    }
    outcome
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}

fn contains(outer: &Scalar<'_>, inner: &Scalar<'_>) -> bool {
    match (outer, inner) {
        (Scalar::Json(outer), Scalar::Json(inner)) => json_contains(outer, inner, true),
        (Scalar::List(outer), Scalar::List(inner)) => inner.iter().all(|item| {
            outer
                .iter()
                .any(|other| other.compare(item) == Some(Ordering::Equal))
        }),
        _ => false,
    }
}

/// Containment of `jsonb`. Only at the top may an array contain a bare value.
fn json_contains(outer: &Value, inner: &Value, top: bool) -> bool {
    match (outer, inner) {
        (Value::Object(outer), Value::Object(inner)) => inner.iter().all(|(key, value)| {
            outer
                .get(key)
                .is_some_and(|other| json_contains(other, value, false))
        }),
        (Value::Array(outer), Value::Array(inner)) => inner
            .iter()
            .all(|item| outer.iter().any(|other| json_contains(other, item, false))),
        (Value::Array(outer), bare) if top && !bare.is_object() => {
            outer.iter().any(|one| decimal::equal(one, bare))
        }
        (outer, inner) => decimal::equal(outer, inner),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hasura::graphql::exec::value::read;
    use serde_json::json;

    fn outcome(operator: &str, operand: &Value, value: &Value, kind: &ColumnType) -> Option<bool> {
        Test::parse(operator, operand, kind)
            .unwrap()
            .apply(&read(value, kind))
    }

    #[test]
    fn operators_follow_sql() {
        let int = &ColumnType::Int4;
        for (operator, operand, value, expected) in [
            ("_eq", json!(1), json!(1), Some(true)),
            ("$ne", json!(1), json!(1), Some(false)),
            ("_neq", json!(1), json!(null), None),
            ("_gt", json!(1), json!(2), Some(true)),
            ("_lte", json!(1), json!(2), Some(false)),
            ("_in", json!([1, 2]), json!(2), Some(true)),
            ("_in", json!("{1,2}"), json!(2), Some(true)),
            ("_in", json!([]), json!(2), Some(false)),
            ("_nin", json!([1]), json!(2), Some(true)),
            ("_nin", json!([]), json!(null), Some(true)),
            ("_in", json!([]), json!(null), Some(false)),
            ("_nin", json!("{1,NULL}"), json!(2), None),
            ("_is_null", json!(true), json!(null), Some(true)),
            ("_is_null", json!(false), json!(null), Some(false)),
            ("_eq", json!(null), json!(1), None),
        ] {
            assert_eq!(
                outcome(operator, &operand, &value, int),
                expected,
                "{operator} {operand}"
            );
        }
    }

    #[test]
    fn json_operators_follow_postgres() {
        let jsonb = &ColumnType::Jsonb;
        let value = json!({"a": {"b": 1, "c": [1, 2]}, "d": null});
        for (operator, operand, expected) in [
            ("_contains", json!({"a": {"b": 1}}), true),
            ("_contains", json!({"a": {"c": [2]}}), true),
            ("_contains", json!({"a": {"b": 2}}), false),
            ("_contained_in", json!({"a": 1}), false),
            ("_has_key", json!("d"), true),
            ("_has_keys_any", json!(["x", "a"]), true),
            ("_has_keys_all", json!(["x", "a"]), false),
            ("_cast", json!({"String": {"_like": "%\"b\":1%"}}), true),
        ] {
            assert_eq!(
                outcome(operator, &operand, &value, jsonb),
                Some(expected),
                "{operator}"
            );
        }
        assert_eq!(
            outcome("_contains", &json!(2), &json!([1, 2]), jsonb),
            Some(true)
        );
    }
}
