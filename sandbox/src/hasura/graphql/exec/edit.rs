//! What one operator of an update does to one column.

use serde_json::Value;

use super::value::{Scalar, read, stored};
use crate::hasura::graphql::error::GqlError;
use crate::hasura::model::data::{ColumnType, Row, decimal};

/// The operators, as arguments name them.
pub(super) const CHANGES: [(&str, Change); 7] = [
    ("_set", Change::Set),
    ("_inc", Change::Increment),
    ("_prepend", Change::Prepend),
    ("_append", Change::Append),
    ("_delete_key", Change::DeleteKey),
    ("_delete_elem", Change::DeleteElement),
    ("_delete_at_path", Change::DeleteAtPath),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Change {
    Set,
    Increment,
    Prepend,
    Append,
    DeleteKey,
    DeleteElement,
    DeleteAtPath,
}

/// An operator with its operand.
#[derive(Debug)]
pub(super) struct Edit {
    pub(super) column: String,
    pub(super) kind: ColumnType,
    pub(super) change: Change,
    pub(super) operand: Value,
}

impl Edit {
    pub(super) fn apply(&self, row: &mut Row) -> Result<(), GqlError> {
        let old = row.get(&self.column).cloned().unwrap_or_default();
        let new = match self.change {
            Change::Set => self.operand.clone(),
            // As with everything else, nothing comes of null.
            _ if old.is_null() || self.operand.is_null() => Value::Null,
            Change::Increment => stored(&sum(&old, &self.operand, &self.kind), &self.kind)?,
            Change::Append => joined(old, self.operand.clone()),
            Change::Prepend => joined(self.operand.clone(), old),
            Change::DeleteKey => without_key(old, self.operand.as_str().unwrap_or_default())?,
            Change::DeleteElement => {
                without_element(old, self.operand.as_i64().unwrap_or_default())?
            }
            Change::DeleteAtPath => {
                let path = self.operand.as_array().into_iter().flatten();
                let path: Vec<&str> = path.filter_map(Value::as_str).collect();
                without_path(old, &path)?
            }
        };
        row.insert(self.column.clone(), new);
        Ok(())
    }
}

fn sum(a: &Value, b: &Value, kind: &ColumnType) -> Value {
    match (read(a, kind), read(b, kind)) {
        (Scalar::Int(a), Scalar::Int(b)) => a.checked_add(b).map_or(Value::Null, Value::from),
        (Scalar::Decimal(a), Scalar::Decimal(b)) => decimal::json(&(a + b)),
        (a, b) => match (float(&a), float(&b)) {
            (Some(a), Some(b)) => (a + b).into(),
            _ => Value::Null,
        },
    }
}

/// `||` of jsonb: objects are merged, everything else becomes one list.
fn joined(left: Value, right: Value) -> Value {
    match (left, right) {
        (Value::Object(mut left), Value::Object(right)) => {
            left.extend(right);
            Value::Object(left)
        }
        (left, right) => {
            let items = |value| match value {
                Value::Array(items) => items,
                single => vec![single],
            };
            let mut all = items(left);
            all.extend(items(right));
            all.into()
        }
    }
}

fn without_key(value: Value, key: &str) -> Result<Value, GqlError> {
    match value {
        Value::Object(mut members) => {
            members.shift_remove(key);
            Ok(Value::Object(members))
        }
        Value::Array(mut items) => {
            items.retain(|item| item.as_str() != Some(key));
            Ok(items.into())
        }
        _ => Err(cannot_delete("from scalar")),
    }
}

fn without_element(value: Value, index: i64) -> Result<Value, GqlError> {
    match value {
        Value::Array(mut items) => {
            if let Some(position) = position(index, items.len()) {
                items.remove(position);
            }
            Ok(items.into())
        }
        Value::Object(_) => Err(cannot_delete("from object using integer index")),
        _ => Err(cannot_delete("from scalar")),
    }
}

fn without_path(mut value: Value, path: &[&str]) -> Result<Value, GqlError> {
    let (Some(last), true) = (path.last(), value.is_array() || value.is_object()) else {
        return if path.is_empty() {
            Ok(value)
        } else {
            Err(cannot_delete("path in scalar"))
        };
    };
    let mut place = &mut value;
    for step in &path[..path.len() - 1] {
        let next = match place {
            Value::Object(members) => members.get_mut(*step),
            Value::Array(items) => {
                let index = step
                    .parse()
                    .ok()
                    .and_then(|index| position(index, items.len()));
                index.and_then(|index| items.get_mut(index))
            }
            _ => None,
        };
        let Some(next) = next else {
            return Ok(value);
        };
        place = next;
    }
    match place {
        Value::Object(members) => {
            members.shift_remove(*last);
        }
        Value::Array(items) => {
            let index = last
                .parse()
                .ok()
                .and_then(|index| position(index, items.len()));
            if let Some(index) = index {
                items.remove(index);
            }
        }
        _ => {}
    }
    Ok(value)
}

/// A place in a list, counted from the end if it is negative.
fn position(index: i64, length: usize) -> Option<usize> {
    let length = i64::try_from(length).ok()?;
    let index = if index < 0 { index + length } else { index };
    usize::try_from(index).ok().filter(|_| index < length)
}

fn cannot_delete(what: &str) -> GqlError {
    GqlError::database("data-exception", "22023", format!("cannot delete {what}"))
}

fn float(value: &Scalar<'_>) -> Option<f64> {
    match value {
        // Beyond 53 bits a float column could not hold the sum either.
        #[allow(clippy::cast_precision_loss)]
        Scalar::Int(int) => Some(*int as f64),
        Scalar::Float(float) => Some(*float),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn operators_on_json_follow_postgres() {
        for (change, old, operand, new) in [
            (
                Change::Append,
                json!({"a": 1}),
                json!({"b": 2}),
                json!({"a": 1, "b": 2}),
            ),
            (Change::Append, json!(["x"]), json!("y"), json!(["x", "y"])),
            (
                Change::Prepend,
                json!(["x"]),
                json!(["w"]),
                json!(["w", "x"]),
            ),
            (
                Change::DeleteKey,
                json!({"a": 1, "b": 2}),
                json!("a"),
                json!({"b": 2}),
            ),
            (
                Change::DeleteKey,
                json!(["a", "b"]),
                json!("a"),
                json!(["b"]),
            ),
            (
                Change::DeleteElement,
                json!([1, 2, 3]),
                json!(-1),
                json!([1, 2]),
            ),
            (Change::DeleteElement, json!([1]), json!(7), json!([1])),
            (
                Change::DeleteAtPath,
                json!({"b": [1, 2]}),
                json!(["b", "0"]),
                json!({"b": [2]}),
            ),
            (
                Change::DeleteAtPath,
                json!({"b": 1}),
                json!(["c", "d"]),
                json!({"b": 1}),
            ),
        ] {
            let edit = Edit {
                column: "c".into(),
                kind: ColumnType::Jsonb,
                change,
                operand,
            };
            let mut row = Row::from_iter([("c".to_owned(), old.clone())]);
            edit.apply(&mut row).unwrap();
            assert_eq!(row["c"], new, "{change:?} {old}");
        }
    }

    #[test]
    fn what_has_no_parts_loses_none() {
        let message = |change| {
            let edit = Edit {
                column: "c".into(),
                kind: ColumnType::Jsonb,
                change,
                operand: json!(["x"]),
            };
            let mut row = Row::from_iter([("c".to_owned(), json!("text"))]);
            edit.apply(&mut row).unwrap_err().message
        };
        assert_eq!(message(Change::DeleteKey), "cannot delete from scalar");
        assert_eq!(message(Change::DeleteElement), "cannot delete from scalar");
        assert_eq!(
            message(Change::DeleteAtPath),
            "cannot delete path in scalar"
        );
    }
}
