//! Rows that say of themselves that they are public.
//!
//! An application that lets its users publish marks the row: a flag, a time of publication, a
//! status or a visibility. Such a mark is told by its name or its value, in the languages whose
//! word has the same root, and the report says that it was. It is the one exception from the rule
//! that an owned row is for its owner; flags of any other name are none.

use serde_json::Value;

use crate::verify::facts::rows::Row;

/// Roots of words for *public* and *published*: English and Romance, Italian, German and
/// Scandinavian, Dutch, Finnish, Czech and Slovak.
const ROOTS: [&str; 6] = ["publi", "pubblic", "ffentli", "openbaar", "julki", "verejn"];

/// Words that begin so and mean something else.
const OTHERWISE: [&str; 4] = ["publickey", "publisher", "publication", "unpubli"];

/// True when a comparison in a filter asks whether the row is public.
#[must_use]
pub fn asks(column: &str, operator: &str, operand: &Value) -> bool {
    match operator {
        "_eq" => marks(column, operand),
        "_in" => operand
            .as_array()
            .is_some_and(|items| !items.is_empty() && items.iter().all(|item| marks(column, item))),
        // A time of publication.
        "_is_null" => *operand == Value::Bool(false) && says(column),
        "_lt" | "_lte" => operand.is_string() && says(column),
        _ => false,
    }
}

/// The first column of a row that says that the row is public.
#[must_use]
pub fn declared(row: &Row) -> Option<&str> {
    row.iter()
        .find(|(column, value)| marks(column, value))
        .map(|(column, _)| column.as_str())
}

/// A flag with such a name that is set, or such a word as the value.
fn marks(column: &str, value: &Value) -> bool {
    match value {
        Value::Bool(set) => *set && says(column),
        // "public" is also the id that SuperTokens gives the first app and tenant.
        Value::String(word) => {
            word.chars().count() <= 24 && !column.to_lowercase().ends_with("id") && says(word)
        }
        _ => false,
    }
}

fn says(word: &str) -> bool {
    let plain: String = word
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect::<String>()
        .to_lowercase();
    let private = ["non", "not", "un", "nicht", "semi"]
        .iter()
        .any(|no| plain.starts_with(no));
    ROOTS.iter().any(|root| plain.contains(root))
        && !private
        && !OTHERWISE.iter().any(|other| plain.contains(other))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn marks_of_publication_are_told_from_other_flags() {
        for (column, operator, operand) in [
            ("is_public", "_eq", json!(true)),
            ("oeffentlich", "_eq", json!(true)),
            ("publicado", "_eq", json!(true)),
            ("status", "_eq", json!("published")),
            ("visibility", "_in", json!(["public"])),
            ("published_at", "_is_null", json!(false)),
            ("published_at", "_lte", json!("now()")),
        ] {
            assert!(asks(column, operator, &operand), "{column} {operator}");
        }
        for (column, operator, operand) in [
            ("is_public", "_eq", json!(false)),
            ("archived", "_eq", json!(true)),
            ("status", "_eq", json!("draft")),
            ("publisher", "_is_null", json!(false)),
            ("status", "_in", json!(["published", "draft"])),
            ("status", "_neq", json!("published")),
            ("unpublished", "_eq", json!(true)),
            ("app_id", "_eq", json!("public")),
        ] {
            assert!(!asks(column, operator, &operand), "{column} {operator}");
        }
    }
}
