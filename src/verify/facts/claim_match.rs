//! Rows that the token itself may explain: they carry a value that it says of the user, such as
//! the tenant that both users belong to.
//!
//! Without the administrator nobody can say what a filter compares with which claim. A column in
//! which every row of others has a value of one of the caller's claims fits such a filter, and an
//! open table with rows of a single tenant as well: the rows are neither shared nor leaked then,
//! and the report says what they have in common.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::verify::actor::Actor;
use crate::verify::ownership::claim_value::array_literal;
use crate::verify::rows::{Row, plain};

/// Claims that say who the user is, or what role they are in, and not what they share.
const OTHERWISE: [&str; 4] = [
    "x-hasura-user-id",
    "x-hasura-role",
    "x-hasura-default-role",
    "x-hasura-allowed-roles",
];

/// What rows of others have in common with the caller's token, as a report says it; `None` when
/// that is nothing.
pub(super) fn explanation(actor: &Actor, rows: &[&Row]) -> Option<String> {
    let first = rows.first()?;
    let ids = actor.ids();
    let claims = actor.claims.session.iter();
    let mut claims = claims.filter(|(name, _)| {
        OTHERWISE
            .iter()
            .all(|other| !name.eq_ignore_ascii_case(other))
    });
    claims.find_map(|(claim, value)| {
        let values = values(value, &ids);
        let column = first.keys().find(|column| {
            rows.iter().all(|row| {
                let held = row.get(*column).and_then(plain);
                held.is_some_and(|held| values.contains(&held))
            })
        })?;
        Some(format!(
            "its {column} is in the token as {}, so it may be shared",
            claim.to_lowercase()
        ))
    })
}

/// The values of a claim: itself, or the items of a Postgres array.
fn values(claim: &str, ids: &[String]) -> BTreeSet<String> {
    let json = serde_json::from_str::<Value>(claim).is_ok();
    let items = array_literal(claim).filter(|_| !json);
    items
        .unwrap_or_else(|| vec![claim.to_owned()])
        .into_iter()
        .filter(|item| !item.is_empty() && !ids.contains(item))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn claims_are_read_as_values_or_lists_and_never_as_the_user() {
        let ids = ["u1".to_owned()];
        let of = |claim| values(claim, &ids).into_iter().collect::<Vec<_>>();
        assert_eq!(of("t1"), ["t1"]);
        assert_eq!(of("{a,b}"), ["a", "b"]);
        assert_eq!(of("{\"read\":[\"x\"]}"), ["{\"read\":[\"x\"]}"]);
        assert!(of("u1").is_empty() && of("").is_empty());
    }
}
