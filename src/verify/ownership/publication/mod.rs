//! Rows that say of themselves that they are public.
//!
//! An application that lets its users publish marks the row: a flag, a time of publication, a
//! status or a visibility. Such a mark is told by its name or its value, in the languages whose
//! word has the same root, and the report says that it was. It is the one exception from the rule
//! that an owned row is for its owner; flags of other names do not count.

use serde_json::Value;

use crate::hasura::columns::words;
use crate::hasura::metadata::Operator;
use crate::verify::rows::Row;

/// Roots of words for *public* and *published*: English and Romance, Italian, German and
/// Scandinavian, Dutch, Finnish, Czech and Slovak.
const ROOTS: [&str; 6] = ["publi", "pubblic", "ffentli", "openbaar", "julki", "verejn"];

/// What a root may have before it in a word: German *öffentlich*, *veröffentlicht*.
const BEFORE: [&str; 5] = ["", "ö", "oe", "verö", "veroe"];

/// Words that begin so and mean something else.
const OTHERWISE: [&str; 3] = ["publickey", "publisher", "publication"];

/// Words for what is yet to be done.
const TO_COME: [&str; 3] = ["publish", "publishing", "publishable"];

/// Words before the root that take it back, or that speak of a wish or a right.
const TAKES_BACK: [&str; 24] = [
    "not",
    "no",
    "non",
    "un",
    "de",
    "semi",
    "nicht",
    "never",
    "hidden",
    "hide",
    "from",
    "allow",
    "allows",
    "allowed",
    "can",
    "may",
    "request",
    "requested",
    "pending",
    "ready",
    "to",
    "failed",
    "awaiting",
    "wants",
];

/// Words that may follow the root in the name of a flag or a time.
const GOES_ON: [&str; 14] = [
    "at",
    "on",
    "am",
    "date",
    "time",
    "since",
    "now",
    "flag",
    "visible",
    "visibility",
    "viewable",
    "readable",
    "access",
    "read",
];

/// Words beside the root in a value: who sees it, and that they do.
const SEEN_BY: [&str; 12] = [
    "publicly", "visible", "viewable", "readable", "access", "read", "to", "all", "everyone",
    "world", "open", "listed",
];

/// Words of columns whose value is a name and no state.
const NAMES: [&str; 16] = [
    "tenant",
    "schema",
    "app",
    "realm",
    "namespace",
    "database",
    "organization",
    "organisation",
    "department",
    "group",
    "team",
    "ip",
    "network",
    "title",
    "name",
    "key",
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
        .find(|(column, value)| marks(column, value))
        .map(|(column, _)| column.as_str())
}

/// A flag with such a name that is set, or such a word as the value.
fn marks(column: &str, value: &Value) -> bool {
    match value {
        Value::Bool(set) => *set && says(column),
        Value::String(word) => tells_a_state(column) && is_word(word),
        _ => false,
    }
}

/// True for a column whose value may be a state of its row. "public" is also the name of a schema,
/// and the id that SuperTokens gives the first app and tenant.
fn tells_a_state(column: &str) -> bool {
    let words = words(column);
    let names = |word: &String| NAMES.contains(&word.as_str());
    !words.iter().any(names) && !column.to_lowercase().ends_with("id")
}

/// True for a value that is a word for *public*, alone or with who may see it. A text of other
/// words may speak of what is public without being a mark.
fn is_word(value: &str) -> bool {
    let words = words(value);
    let (roots, others): (Vec<&String>, Vec<&String>) =
        words.iter().partition(|word| is_root(word));
    roots.len() == 1 && others.iter().all(|word| SEEN_BY.contains(&word.as_str()))
}

/// True for the name of a flag or a time that says that its row is public: what comes before the
/// word must not take it back, and what comes after must not be what is public in the row's place.
fn says(name: &str) -> bool {
    let words = words(name);
    let Some(at) = words.iter().position(|word| is_root(word)) else {
        return false;
    };
    let (before, after) = (&words[..at], &words[at + 1..]);
    !before
        .iter()
        .any(|word| TAKES_BACK.contains(&word.as_str()))
        && after.iter().all(|word| GOES_ON.contains(&word.as_str()))
}

/// True for a word for *public* or *published*, in whatever form.
fn is_root(word: &str) -> bool {
    let begins = |root: &&str| {
        word.find(*root)
            .is_some_and(|at| BEFORE.contains(&&word[..at]))
    };
    ROOTS.iter().any(begins)
        && !OTHERWISE.iter().any(|other| word.starts_with(other))
        && !TO_COME.contains(&word)
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
