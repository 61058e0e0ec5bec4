//! Rows and their keys.

use std::cmp::Ordering;

use bigdecimal::BigDecimal;
use serde_json::{Map, Number, Value, json};
use uuid::Uuid;

use crate::hasura::columns::is_masked;
use crate::hasura::metadata::condition;
use crate::secret::MASK;
use crate::verify::masking;
use crate::verify::model::RoleTable;

/// A row as it came.
pub(crate) type Row = Map<String, Value>;

/// Which columns tell one row of a table from another.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct KeySpec {
    pub columns: Vec<String>,
    /// True for the primary key; false when all visible columns stand in for it.
    pub primary: bool,
    /// Those of them with secrets under a name that does not say so.
    pub renamed: Vec<String>,
}

impl KeySpec {
    /// The primary key when every column of it can be seen, else all columns with plain values, and
    /// documents only where there is nothing else.
    ///
    /// `view` is what the users see, `admin` what the administrator sees.
    pub(crate) fn of(view: &RoleTable, admin: Option<&RoleTable>) -> Self {
        let key = view
            .primary_key
            .as_ref()
            .or_else(|| admin.and_then(|table| table.primary_key.as_ref()));
        if let Some(key) = key {
            let columns: Vec<String> = key.columns.iter().map(|c| c.name.clone()).collect();
            if columns.iter().all(|name| view.column(name).is_some()) {
                return Self {
                    columns,
                    primary: true,
                    ..Self::default()
                };
            }
        }
        let names = |document: bool| -> Vec<String> {
            let columns = view.columns.iter();
            columns
                .filter(|column| document == matches!(column.scalar.as_str(), "json" | "jsonb"))
                .map(|column| column.name.clone())
                .collect()
        };
        let plain = names(false);
        Self {
            columns: if plain.is_empty() { names(true) } else { plain },
            ..Self::default()
        }
    }

    /// The key of a row.
    pub(crate) fn key(&self, row: &Row) -> Key {
        Key::new(
            self.columns
                .iter()
                .map(|name| row.get(name).cloned().unwrap_or(Value::Null))
                .collect(),
        )
    }

    /// True when the table can be filtered by every column of the key.
    pub(crate) fn filterable(&self, table: &RoleTable) -> bool {
        !self.columns.is_empty()
            && self
                .columns
                .iter()
                .all(|name| table.column(name).is_some_and(|column| column.filterable))
    }

    /// A filter for these rows.
    pub(crate) fn filter(&self, keys: &[&Key]) -> Value {
        if let [column] = self.columns.as_slice()
            && keys.iter().all(|key| !key.values[0].is_null())
        {
            let values: Vec<&Value> = keys.iter().map(|key| &key.values[0]).collect();
            return json!({ column.as_str(): { "_in": values } });
        }
        let rows: Vec<Value> = keys.iter().map(|key| self.one(key)).collect();
        condition::one_of(rows)
    }

    fn one(&self, key: &Key) -> Value {
        let columns: Vec<Value> = self
            .columns
            .iter()
            .zip(&key.values)
            .map(|(name, value)| match value {
                Value::Null => json!({ name.as_str(): { "_is_null": true } }),
                value => json!({ name.as_str(): { "_eq": value } }),
            })
            .collect();
        condition::all_of(columns)
    }

    /// A key as a report shows it.
    pub(crate) fn show(&self, key: &Key) -> Value {
        self.columns
            .iter()
            .zip(&key.values)
            .map(|(name, value)| {
                let hidden = is_masked(name) || self.renamed.contains(name);
                let value = match value {
                    Value::Null => Value::Null,
                    _ if hidden => MASK.into(),
                    _ if self.primary => masking::key(value),
                    _ => masking::other(value),
                };
                (name.clone(), value)
            })
            .collect::<Map<_, _>>()
            .into()
    }
}

/// What identifies a row, comparable and in a stable order.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    /// The values, in the order of [`KeySpec::columns`].
    pub values: Vec<Value>,
    text: String,
}

impl Key {
    /// From its values.
    pub(crate) fn new(values: Vec<Value>) -> Self {
        let text = Value::Array(values.clone()).to_string();
        Self { values, text }
    }
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

impl Eq for Key {}

impl PartialOrd for Key {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Key {
    fn cmp(&self, other: &Self) -> Ordering {
        for (a, b) in self.values.iter().zip(&other.values) {
            let order = in_order(a, b);
            if order != Ordering::Equal {
                return order;
            }
        }
        self.text.cmp(&other.text)
    }
}

/// Numbers by size, everything else by its text; JSON's texts begin with a quote, which comes
/// before all that others begin with.
fn in_order(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::String(a), Value::String(b)) => a.cmp(b),
        (Value::Number(a), Value::Number(b)) => {
            number_order(a, b).unwrap_or_else(|| a.as_str().cmp(b.as_str()))
        }
        _ => a.to_string().cmp(&b.to_string()),
    }
}

/// How two numbers compare, with all their digits; `None` for an exponent beyond all bounds.
pub(crate) fn number_order(a: &Number, b: &Number) -> Option<Ordering> {
    let read = |number: &Number| number.as_str().parse::<BigDecimal>().ok();
    Some(read(a)?.cmp(&read(b)?))
}

/// A scalar as the text by which ids are compared: `CHAR(n)` pads with blanks.
pub(crate) fn plain(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.trim_end().to_owned()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// True for two texts that a column of this type takes for one value. Numbers have several
/// spellings, and UUIDs are compared without the case of their letters.
pub(crate) fn same_in(scalar: &str, one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    match scalar {
        "uuid" => {
            let read = |text: &str| Uuid::parse_str(text).ok();
            read(one).is_some_and(|id| read(other) == Some(id))
        }
        _ if is_number(scalar) => {
            let read = |text: &str| text.trim().parse::<BigDecimal>().ok();
            read(one).is_some_and(|number| read(other) == Some(number))
        }
        _ => false,
    }
}

fn is_number(scalar: &str) -> bool {
    matches!(
        scalar,
        "Int" | "Float" | "smallint" | "bigint" | "numeric" | "float8" | "int8" | "int2"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_sort_as_people_count() {
        let mut keys = [json!(10), json!(9), json!(100)].map(|v| Key::new(vec![v]));
        keys.sort();
        let sorted: Vec<&Value> = keys.iter().map(|key| &key.values[0]).collect();
        assert_eq!(sorted, [&json!(9), &json!(10), &json!(100)]);
        // One double, two keys.
        let mut keys = ["-9007199254740992", "-9007199254740993", "0.30", "0.3"]
            .map(|text| Key::new(vec![serde_json::from_str(text).unwrap()]));
        keys.sort();
        let sorted: Vec<&str> = keys.iter().map(|key| key.text.as_str()).collect();
        assert_eq!(
            sorted,
            [
                "[-9007199254740993]",
                "[-9007199254740992]",
                "[0.30]",
                "[0.3]"
            ]
        );
    }

    #[test]
    fn a_column_compares_as_its_type_does() {
        assert!(same_in("numeric", "1", "1.0") && same_in("Int", "017", "17"));
        assert!(!same_in("String", "1", "1.0") && !same_in("Int", "1", "2"));
        let id = "a0000000-0000-4000-8000-00000000000a";
        assert!(same_in("uuid", id, &id.to_uppercase()));
        assert!(!same_in("String", id, &id.to_uppercase()));
    }

    #[test]
    fn filters_name_every_column() {
        let one = KeySpec {
            columns: vec!["id".into()],
            primary: true,
            ..KeySpec::default()
        };
        let key = Key::new(vec![json!(1)]);
        assert_eq!(one.filter(&[&key]), json!({"id": {"_in": [1]}}));
        let two = KeySpec {
            columns: vec!["a".into(), "b".into()],
            ..KeySpec::default()
        };
        let key = Key::new(vec![json!(1), Value::Null]);
        assert_eq!(
            two.filter(&[&key]),
            condition::one_of([condition::all_of([
                json!({"a": {"_eq": 1}}),
                json!({"b": {"_is_null": true}}),
            ])])
        );
    }

    #[test]
    fn secrets_stay_out_of_reports() {
        let spec = KeySpec {
            columns: vec!["user_id".into(), "token".into(), "memo".into()],
            primary: true,
            renamed: vec!["memo".into()],
        };
        let key = Key::new(vec![json!("u"), json!("t0p"), json!("s3c")]);
        assert_eq!(
            spec.show(&key),
            json!({"user_id": "u", "token": MASK, "memo": MASK})
        );
    }

    #[test]
    fn padded_ids_are_the_same_ids() {
        assert_eq!(plain(&json!("ab  ")), plain(&json!("ab")));
        assert_eq!(plain(&json!(7)).as_deref(), Some("7"));
        assert_eq!(plain(&json!(true)), None);
    }
}
