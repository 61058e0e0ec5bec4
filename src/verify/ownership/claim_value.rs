//! What a claim holds, as a condition compares a column with it.

use serde_json::Value;

use crate::hasura::metadata::{Operator, Variable};

/// The value of a session variable as the operand of an operator.
///
/// # Errors
///
/// Why the database would refuse it.
pub(super) fn put_in(
    operator: &Operator,
    variable: &Variable,
    value: String,
    scalar: &str,
) -> Result<Value, String> {
    let name = variable.as_str();
    let json = matches!(scalar, "json" | "jsonb");
    let list = || {
        array_literal(&value)
            .ok_or_else(|| format!("{} holds no array literal", name.to_lowercase()))
    };
    Ok(match operator {
        Operator::In | Operator::Nin => list()?.iter().map(|item| typed(item, scalar)).collect(),
        // Keys in JSON are text, also those that look like numbers.
        Operator::HasKeysAny | Operator::HasKeysAll => list()?.into_iter().collect(),
        Operator::HasKey => Value::String(value),
        // On a column that is an array.
        Operator::Contains | Operator::ContainedIn if !json => {
            list()?.iter().map(|item| typed(item, scalar)).collect()
        }
        _ if json => serde_json::from_str(&value)
            .map_err(|_| format!("{} holds no JSON", name.to_lowercase()))?,
        _ => typed(&value, scalar),
    })
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
        _ => None,
    };
    value.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// The items of a Postgres array literal, `{a,"b c"}` (contracts: hasura §2.4); `None` for a text
/// that is none, which the database refuses.
pub(crate) fn array_literal(text: &str) -> Option<Vec<String>> {
    let inner = text.trim().strip_prefix('{')?.strip_suffix('}')?;
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
    if !inner.trim().is_empty() {
        items.push(item);
    }
    Some(items)
}
