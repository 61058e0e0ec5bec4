//! Rows that say of themselves that they are public.
//!
//! An application that lets its users publish marks the row: a flag, a time of publication, a
//! status or a visibility. Such a mark is told by its name or its value, in the languages whose
//! word has the same root, and the report says that it was. It is the one exception from the rule
//! that an owned row is for its owner; flags of other names do not count.

use serde_json::Value;

use crate::hasura::metadata::Operator;
use crate::verify::rows::Row;

/// Roots of words for *public* and *published*: English and Romance, Italian, German and
/// Scandinavian, Dutch, Finnish, Czech and Slovak.
const ROOTS: [&str; 6] = ["publi", "pubblic", "ffentli", "openbaar", "julki", "verejn"];

/// Words that begin so and mean something else.
const OTHERWISE: [&str; 5] = [
    "publickey",
    "publisher",
    "publication",
    "unpubli",
    "republi",
];

/// True when a comparison in a filter asks whether the row is public. `scalar` is the column's
/// type: only a point in time says by being there that something was published; a flag is there
/// when it is false too, and a text may be the id of whoever published.
pub(crate) fn asks(column: &str, scalar: &str, operator: &Operator, operand: &Value) -> bool {
    match operator {
        Operator::Eq => marks(column, operand),
        Operator::In => operand
            .as_array()
            .is_some_and(|items| !items.is_empty() && items.iter().all(|item| marks(column, item))),
        // A time of publication.
        Operator::IsNull => *operand == Value::Bool(false) && is_time(scalar) && says(column),
        Operator::Lt | Operator::Lte => operand.is_string() && is_time(scalar) && says(column),
        _ => false,
    }
}

/// Points in time; SuperTokens writes them as numbers.
fn is_time(scalar: &str) -> bool {
    let plain = scalar.to_lowercase();
    plain.contains("time") || matches!(plain.as_str(), "date" | "bigint" | "numeric")
}

/// The first column of a row that says that the row is public.
pub(crate) fn declared(row: &Row) -> Option<&str> {
    row.iter()
        .find(|(column, value)| marks(column, value) && !is_prose(value))
        .map(|(column, _)| column.as_str())
}

/// True for a text of several words, such as a title: it may speak of what is public without
/// being a mark.
fn is_prose(value: &Value) -> bool {
    value
        .as_str()
        .is_some_and(|text| text.split_whitespace().count() > 1)
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
        for (column, scalar, operator, operand) in [
            ("is_public", "Boolean", Operator::Eq, json!(true)),
            ("oeffentlich", "Boolean", Operator::Eq, json!(true)),
            ("publicado", "Boolean", Operator::Eq, json!(true)),
            ("status", "String", Operator::Eq, json!("published")),
            ("visibility", "String", Operator::In, json!(["public"])),
            (
                "published_at",
                "timestamptz",
                Operator::IsNull,
                json!(false),
            ),
            ("published_at", "bigint", Operator::IsNull, json!(false)),
            ("published_at", "timestamptz", Operator::Lte, json!("now()")),
        ] {
            assert!(
                asks(column, scalar, &operator, &operand),
                "{column} {}",
                operator.word()
            );
        }
        for (column, scalar, operator, operand) in [
            ("is_public", "Boolean", Operator::Eq, json!(false)),
            ("is_public", "Boolean", Operator::IsNull, json!(false)),
            ("published_by", "String", Operator::IsNull, json!(false)),
            ("republican", "Boolean", Operator::Eq, json!(true)),
            ("archived", "Boolean", Operator::Eq, json!(true)),
            ("status", "String", Operator::Eq, json!("draft")),
            ("publisher", "String", Operator::IsNull, json!(false)),
            (
                "status",
                "String",
                Operator::In,
                json!(["published", "draft"]),
            ),
            ("status", "String", Operator::Neq, json!("published")),
            ("unpublished", "Boolean", Operator::Eq, json!(true)),
            ("app_id", "String", Operator::Eq, json!("public")),
        ] {
            assert!(
                !asks(column, scalar, &operator, &operand),
                "{column} {}",
                operator.word()
            );
        }
    }

    #[test]
    fn a_title_is_no_mark() {
        let row = |value: Value| Row::from_iter([("state".to_owned(), value)]);
        assert!(declared(&row(json!("published"))).is_some());
        assert!(declared(&row(json!("Public speaking"))).is_none());
    }
}
