//! Rows that say of themselves that they are public.
//!
//! An application that lets its users publish marks the row: a flag, a time of publication, a
//! status or a visibility. Such a mark is told by its name or its value, in the languages whose
//! word has the same root, and the report says that it was; flags of other names count where the
//! policy states them. It is the one exception from the rule that an owned row is for its owner.
//!
//! Here `marks` are those that the policy states for the table; the others hold for all tables.

mod stated;
mod words;

use serde_json::Value;
pub(crate) use stated::word as stated;
use words::{
    is_due, is_everybody, is_now, is_seen, is_word, is_yes, says, tells_a_state, tells_who_sees,
};

use crate::config::policy::Mark;
use crate::hasura::metadata::{Comparison, Condition, Operand, Operator};
use crate::verify::rows::Row;

/// True when a part of a filter asks whether the row is public: no other row meets it. `scalar` is
/// the type of the column that is compared, where it is one; `never_null` tells columns that hold
/// no null.
pub(crate) fn asks(
    marks: &[Mark],
    part: &Condition,
    scalar: &str,
    never_null: &dyn Fn(&str) -> bool,
) -> bool {
    let by_word = match part {
        Condition::Compare(Comparison {
            column,
            operator,
            operand: Operand::Literal(operand),
        }) => asks_by_word(column, scalar, operator, operand),
        _ => false,
    };
    by_word || stated::are_asked(marks, part, never_null)
}

/// The same of a comparison, by the column's name and the value: only a point in time says by being
/// there that something was published; a flag is there when it is false too, and a text may be the
/// id of whoever published.
fn asks_by_word(column: &str, scalar: &str, operator: &Operator, operand: &Value) -> bool {
    match operator {
        Operator::Eq => is_mark(column, operand),
        Operator::In => operand
            .as_array()
            .is_some_and(|items| all_mark(column, items)),
        // Null is neither: what is not false is true.
        Operator::Neq | Operator::Gt => is_off(operator, operand) && says(column),
        Operator::Gte => operand.as_f64() == Some(1.0) && says(column),
        Operator::IsNull => *operand == Value::Bool(false) && is_time(scalar) && says(column),
        Operator::Lt | Operator::Lte if is_time(scalar) => operand
            .as_str()
            .is_some_and(|time| says(column) || is_now(time) && is_due(column)),
        operator if operator.takes_a_pattern() => operand
            .as_str()
            .and_then(|text| only_match(operator, text))
            .is_some_and(|word| is_mark(column, &Value::from(word))),
        Operator::Contains => contains_mark(column, operand),
        _ => false,
    }
}

/// Points in time; SuperTokens writes them as numbers.
fn is_time(scalar: &str) -> bool {
    let plain = scalar.to_lowercase();
    plain.contains("time") || matches!(plain.as_str(), "date" | "bigint" | "numeric")
}

/// What a flag must differ from, or a number exceed, to be set.
fn is_off(operator: &Operator, operand: &Value) -> bool {
    match operand {
        Value::Bool(set) => !set && *operator == Operator::Neq,
        number => number.as_f64() == Some(0.0),
    }
}

/// True when each of these values is a mark, or says beside one who may see the row.
fn all_mark(column: &str, items: &[Value]) -> bool {
    let seen = |item: &Value| tells_a_state(column) && item.as_str().is_some_and(is_seen);
    items.iter().any(|item| is_mark(column, item))
        && items.iter().all(|item| is_mark(column, item) || seen(item))
}

/// The only text that a pattern matches, whatever the case of its letters.
fn only_match<'t>(operator: &Operator, pattern: &'t str) -> Option<&'t str> {
    let anchored = |text: &'t str| text.strip_prefix('^')?.strip_suffix('$');
    let text = match operator {
        Operator::Regex | Operator::Iregex => anchored(pattern)?,
        _ => pattern,
    };
    text.chars()
        .all(|c| c.is_alphanumeric() || c == '-' || c == ' ')
        .then_some(text)
}

/// A mark among the members of a document, all of which a row's document has to have; or in a
/// list of those who see the row.
fn contains_mark(column: &str, operand: &Value) -> bool {
    match operand {
        Value::Object(members) => members
            .iter()
            .any(|(name, value)| is_mark(name, value) || contains_mark(name, value)),
        Value::Array(items) => {
            tells_who_sees(column) && items.iter().any(|item| is_mark(column, item))
        }
        _ => false,
    }
}

/// What a row says of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Word<'r> {
    /// It is public.
    Public,
    /// This column may say so, and does not tell by itself: a time, which may be still to come, a
    /// mark inside a document, or one that the policy states and that is not seen.
    Perhaps(&'r str),
    No,
}

/// What a row says by names and words.
pub(crate) fn word(row: &Row) -> Word<'_> {
    if row.iter().any(|(column, value)| is_mark(column, value)) {
        return Word::Public;
    }
    hinted(row).map_or(Word::No, Word::Perhaps)
}

/// The first column of a row that a filter may take for a mark, though the row alone does not say
/// so.
fn hinted(row: &Row) -> Option<&str> {
    let hints = |column: &str, value: &Value| match value {
        Value::String(time) => {
            (says(column) || is_due(column)) && time.starts_with(|c: char| c.is_ascii_digit())
        }
        Value::Object(_) => contains_mark(column, value),
        _ => false,
    };
    row.iter()
        .find(|(column, value)| hints(column, value))
        .map(|(column, _)| column.as_str())
}

/// A flag with such a name that is set, or such a word as the value.
fn is_mark(column: &str, value: &Value) -> bool {
    match value {
        Value::Bool(set) => *set && says(column),
        Value::Number(number) => number.as_f64() == Some(1.0) && says(column),
        Value::String(word) => {
            tells_a_state(column) && is_word(word)
                || says(column) && is_yes(word)
                || tells_who_sees(column) && is_everybody(word)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn marks_of_publication_are_known() {
        for (column, scalar, operator, operand) in [
            ("is_public", "Boolean", Operator::Eq, json!(true)),
            ("oeffentlich", "Boolean", Operator::Eq, json!(true)),
            ("publicado", "Boolean", Operator::Eq, json!(true)),
            ("status", "String", Operator::Eq, json!("published")),
            ("post_is_public", "Boolean", Operator::Eq, json!(true)),
            ("isPublic", "Boolean", Operator::Eq, json!(true)),
            (
                "veroeffentlicht_am",
                "timestamptz",
                Operator::IsNull,
                json!(false),
            ),
            (
                "visibility",
                "String",
                Operator::Eq,
                json!("publicly visible"),
            ),
            ("visibility", "String", Operator::In, json!(["public"])),
            (
                "published_at",
                "timestamptz",
                Operator::IsNull,
                json!(false),
            ),
            ("published_at", "bigint", Operator::IsNull, json!(false)),
            ("published_at", "timestamptz", Operator::Lte, json!("now()")),
            ("publish_at", "timestamptz", Operator::Lte, json!("now()")),
            ("is_public", "smallint", Operator::Eq, json!(1)),
            ("is_public", "Int", Operator::Gt, json!(0)),
            ("is_public", "Int", Operator::Gte, json!(1)),
            ("is_public", "Int", Operator::Neq, json!(0)),
            ("is_public", "Boolean", Operator::Neq, json!(false)),
            ("is_public", "bpchar", Operator::Eq, json!("Y")),
            ("visibility", "String", Operator::Ilike, json!("public")),
            ("status", "String", Operator::Regex, json!("^published$")),
            (
                "visibility",
                "String",
                Operator::In,
                json!(["public", "listed"]),
            ),
            ("sichtbarkeit", "String", Operator::Eq, json!("alle")),
            ("audience", "_text", Operator::Contains, json!(["everyone"])),
            (
                "settings",
                "jsonb",
                Operator::Contains,
                json!({"a": 1, "public": true}),
            ),
            (
                "settings",
                "jsonb",
                Operator::Contains,
                json!({"privacy": {"visibility": "public"}}),
            ),
        ] {
            assert!(
                asks_by_word(column, scalar, &operator, &operand),
                "{column} {}",
                operator.word()
            );
        }
    }

    #[test]
    fn other_flags_are_no_marks() {
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
            ("tenant", "String", Operator::Eq, json!("public")),
            ("hidden_from_public", "Boolean", Operator::Eq, json!(true)),
            ("is_not_public", "Boolean", Operator::Eq, json!(true)),
            ("is_public_holiday", "Boolean", Operator::Eq, json!(true)),
            (
                "allow_public_comments",
                "Boolean",
                Operator::Eq,
                json!(true),
            ),
            ("status", "String", Operator::Eq, json!("ready_to_publish")),
            ("status", "String", Operator::Eq, json!("publish_failed")),
            ("status", "String", Operator::Eq, json!("depublished")),
            ("department", "String", Operator::Eq, json!("Public Health")),
            ("public_id", "bigint", Operator::IsNull, json!(false)),
            ("published_by", "bigint", Operator::IsNull, json!(false)),
            ("publish_at", "timestamptz", Operator::IsNull, json!(false)),
            ("publish_at", "timestamptz", Operator::Gt, json!("now()")),
            (
                "publish_at",
                "timestamptz",
                Operator::Lt,
                json!("2999-01-01"),
            ),
            ("is_public", "Int", Operator::Eq, json!(0)),
            ("is_public", "Int", Operator::Gte, json!(0)),
            ("is_public", "Boolean", Operator::Neq, json!(true)),
            ("status", "String", Operator::Neq, json!("deleted")),
            ("visibility", "String", Operator::Ilike, json!("publi%")),
            ("status", "String", Operator::Regex, json!("published")),
            ("visibility", "String", Operator::In, json!(["listed"])),
            ("audience", "String", Operator::Eq, json!("me")),
            ("title", "String", Operator::Eq, json!("everyone")),
            ("tags", "_text", Operator::Contains, json!(["public"])),
            ("settings", "jsonb", Operator::Contains, json!({})),
            (
                "settings",
                "jsonb",
                Operator::Contains,
                json!({"public": false}),
            ),
            ("settings", "jsonb", Operator::HasKey, json!("public")),
        ] {
            assert!(
                !asks_by_word(column, scalar, &operator, &operand),
                "{column} {}",
                operator.word()
            );
        }
    }

    #[test]
    fn a_title_is_no_mark() {
        let row = |value: Value| Row::from_iter([("state".to_owned(), value)]);
        let word = |value: Value| word(&row(value)) == Word::Public;
        assert!(word(json!("published")));
        assert!(!word(json!("Public speaking")));
    }

    #[test]
    fn a_time_of_publication_is_a_hint_and_no_more() {
        let row = |name: &str, value: Value| Row::from_iter([(name.to_owned(), value)]);
        for (name, value) in [
            ("published_at", json!("2020-01-01T00:00:00Z")),
            ("publish_at", json!("2999-01-01")),
            ("settings", json!({"public": true})),
        ] {
            assert_eq!(word(&row(name, value)), Word::Perhaps(name));
        }
        for (name, value) in [
            ("published_at", json!(null)),
            ("created_at", json!("2020-01-01T00:00:00Z")),
            ("settings", json!({"public": false})),
        ] {
            assert_eq!(word(&row(name, value)), Word::No, "{name}");
        }
    }
}
