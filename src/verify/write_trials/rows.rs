//! Values for rows that a database may want anything of.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::verify::mark;

/// A value of a type as inputs declare it, unlike any that is there; `None` for types that
/// nothing is known of.
pub(super) fn value(type_sdl: &str) -> Option<Value> {
    let name = type_sdl.trim_end_matches('!');
    if name.starts_with('[') {
        return Some(json!([]));
    }
    Some(match name {
        text if mark::stands_in(text) => json!(mark::new()),
        "bpchar" | "uuid" | "name" => json!(Uuid::new_v4().to_string()),
        "Int" | "bigint" | "numeric" | "Float" | "float8" => json!(number()),
        "smallint" => json!(number() % 30_000),
        "Boolean" => json!(false),
        "timestamptz" | "timestamp" => json!("2000-01-01T00:00:00"),
        "date" => json!("2000-01-01"),
        "time" | "timetz" => json!("00:00:00"),
        "json" | "jsonb" => json!({}),
        _ => return None,
    })
}

/// A number that no sequence has come to, and that fits in four bytes.
fn number() -> u32 {
    1_000_000_000 + Uuid::new_v4().as_fields().0 % 1_000_000_000
}

/// A user's id in the type of a column.
pub(super) fn id(id: &str, type_sdl: &str) -> Value {
    match type_sdl.trim_end_matches('!') {
        "Int" | "bigint" | "numeric" | "smallint" => id
            .parse::<i64>()
            .map_or_else(|_| json!(id), |number| json!(number)),
        _ => json!(id),
    }
}

/// The column that a database or a schema says it misses.
pub(super) fn missed(message: &str) -> Option<&str> {
    let (_, rest) = message
        .split_once("null value in column ")
        .or_else(|| message.split_once("missing required field "))?;
    let rest = rest.strip_prefix(['"', '\''])?;
    Some(&rest[..rest.find(['"', '\''])?])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_missing_column_is_read_in_either_quotes() {
        for message in [
            "Not-NULL violation. null value in column \"title\" of relation \"notes\" violates \
             not-null constraint",
            "missing required field 'title'",
        ] {
            assert_eq!(missed(message), Some("title"));
        }
        assert_eq!(missed("Foreign key violation"), None);
    }

    #[test]
    fn values_fit_their_types() {
        assert!(value("Int!").is_some_and(|value| value.as_i64() < Some(i64::from(i32::MAX))));
        assert!(value("geometry").is_none());
        for kind in ["String!", "citext"] {
            let text = value(kind).unwrap();
            assert!(mark::made(text.as_str().unwrap()).is_some(), "{text}");
        }
        assert_eq!(id("7", "bigint"), json!(7));
        assert_eq!(id("u7", "bpchar!"), json!("u7"));
    }
}
