//! Users' ids inside longer values: `user:0a6f…`, `uploads/0a6f…/photo.png`, or written in capitals.
//!
//! Only UUIDs are looked for, because nothing else can be told from the text around it. That a
//! text speaks of a user does not make it theirs, so a column counts only when all its values are
//! built the same way: one UUID each, after the same beginning.

use std::collections::BTreeSet;

use serde_json::Value;
use uuid::Uuid;

use crate::verify::rows::plain;

/// Characters of a UUID as it is written with hyphens, the only form of this length.
const LENGTH: usize = 36;

/// The same without hyphens. Inside a longer text this may be anything.
const BARE: usize = 32;

/// What a value may hold of ids: itself, the items of a list, and in a JSON object whatever looks
/// like an id.
pub(super) fn ids_in(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(ids_in).collect(),
        Value::Object(members) => members
            .values()
            .flat_map(ids_in)
            .filter(|id| {
                id.len() >= 16
                    && id
                        .chars()
                        .all(|c| c.is_ascii_alphanumeric() || "-_|:.@".contains(c))
            })
            .collect(),
        plain_value => plain(plain_value).into_iter().collect(),
    }
}

/// What a value names: itself, what is in it, and the UUIDs inside texts.
pub(super) fn named_in(value: &Value) -> Vec<String> {
    let mut ids = ids_in(value);
    let inside: Vec<String> = ids
        .iter()
        .flat_map(|text| uuids(text).map(|(_, id)| id).collect::<Vec<_>>())
        .filter(|id| !ids.contains(id))
        .collect();
    ids.extend(inside);
    // Letters of an address mean the same in either case.
    let addresses = ids.iter().filter(|text| text.contains('@'));
    let lower = addresses.map(|text| text.to_lowercase());
    let lower: Vec<String> = lower.filter(|text| !ids.contains(text)).collect();
    ids.extend(lower);
    ids
}

/// True when the values of a column are built around the ids of users, one of whom is known.
pub(super) fn names_users(values: &[&Value], known: &BTreeSet<String>) -> bool {
    let known: BTreeSet<String> = known.iter().map(|id| id.to_lowercase()).collect();
    let mut beginning = None;
    let mut found = false;
    for value in values.iter().filter(|value| !value.is_null()) {
        let Some(text) = value.as_str() else {
            return false;
        };
        let mut inside = uuids(text);
        let (Some((at, id)), None) = (inside.next(), inside.next()) else {
            return false;
        };
        let before = text.get(..at);
        if *beginning.get_or_insert(before) != before {
            return false;
        }
        found |= known.contains(&id);
    }
    found
}

/// The UUIDs of a text with their places, in lower case and with hyphens.
fn uuids(text: &str) -> impl Iterator<Item = (usize, String)> + '_ {
    let bare = Uuid::try_parse(text).ok().filter(|_| text.len() == BARE);
    let mut from = 0;
    let inside = std::iter::from_fn(move || {
        while from + LENGTH <= text.len() {
            let at = from;
            from += 1;
            let Some(piece) = text
                .get(at..at + LENGTH)
                .filter(|piece| Uuid::try_parse(piece).is_ok())
            else {
                continue;
            };
            let bytes = text.as_bytes();
            let touches = |byte: Option<&u8>| byte.is_some_and(u8::is_ascii_hexdigit);
            let before = at.checked_sub(1).and_then(|before| bytes.get(before));
            if touches(before) || touches(bytes.get(at + LENGTH)) {
                continue;
            }
            from = at + LENGTH;
            return Some((at, piece.to_ascii_lowercase()));
        }
        None
    });
    bare.map(|id| (0, id.to_string())).into_iter().chain(inside)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const ANN: &str = "a0000000-0000-4000-8000-00000000000a";
    const BEN: &str = "b0000000-0000-4000-8000-00000000000b";

    fn names(values: &[Value]) -> bool {
        let values: Vec<&Value> = values.iter().collect();
        names_users(&values, &BTreeSet::from([ANN.to_owned()]))
    }

    #[test]
    fn values_built_alike_around_an_id_name_users() {
        for pattern in ["user:{}", "uploads/{}/photo.png", "{}.pdf"] {
            let with = |id: &str| json!(pattern.replace("{}", id));
            assert!(names(&[with(ANN), with(BEN), Value::Null]), "{pattern}");
            assert!(!names(&[with(BEN)]), "{pattern}");
        }
        assert!(names(&[json!(ANN.to_uppercase())]));
        assert!(names(&[
            json!(ANN.replace('-', "")),
            json!(BEN.replace('-', ""))
        ]));
    }

    #[test]
    fn prose_that_mentions_somebody_does_not() {
        assert!(!names(&[
            json!(format!("thanks to {ANN}")),
            json!("no thanks")
        ]));
        assert!(!names(&[
            json!(format!("for {ANN}")),
            json!(format!("from {BEN}"))
        ]));
        assert!(!names(&[json!(format!("{ANN} and {BEN}"))]));
        assert!(!names(&[json!(format!("{ANN}0"))]));
    }

    #[test]
    fn ids_are_read_out_of_such_values() {
        let path = json!(format!("a/{}", ANN.to_uppercase()));
        assert!(named_in(&path).contains(&ANN.to_owned()));
        assert_eq!(named_in(&json!(ANN)), [ANN]);
    }
}
