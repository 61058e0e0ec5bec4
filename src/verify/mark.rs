//! What rows of throw-away users carry in their texts, so that what an interrupted run left is
//! known for what it is.
//!
//! A mark says when it was made. There is no telling from a row whether its run still goes on, and
//! another machine's run may: only marks older than any run's rows count as left.

use time::OffsetDateTime;
use uuid::Uuid;

/// What every mark begins with; whoever finds a row by hand reads whose it is.
const START: &str = "st-hasura-throw-away-";

/// Digits of the time, in seconds since 1970.
const TIME: usize = 8;

/// Digits that tell marks of one second apart.
const OTHERS: usize = 7;

/// How long rows are left alone, in seconds. A run makes them as users whose tokens are not renewed
/// and removes them table by table; access tokens live for an hour unless configured otherwise
/// (contracts: supertokens §3.4).
pub(super) const UNTOUCHED: i64 = 60 * 60;

/// True for the scalar of a column that has room for one. Hasura says `String` of `text` and
/// `varchar` (contracts: hasura §3.2).
pub(super) fn stands_in(scalar: &str) -> bool {
    matches!(scalar, "String" | "text" | "varchar" | "citext")
}

/// A new one. No longer than a UUID, so that it fits wherever an id does.
pub(super) fn new() -> String {
    let time = now();
    let others = Uuid::new_v4().as_u128() & 0x0fff_ffff;
    format!("{START}{time:08x}{others:07x}")
}

/// Seconds since 1970.
pub(super) fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

/// When a mark was made, in seconds since 1970; `None` for every other text.
pub(super) fn made(text: &str) -> Option<i64> {
    let digits = text.strip_prefix(START)?;
    let is_digit = |c: u8| c.is_ascii_digit() || (b'a'..=b'f').contains(&c);
    if digits.len() != TIME + OTHERS || !digits.bytes().all(is_digit) {
        return None;
    }
    i64::from_str_radix(&digits[..TIME], 16).ok()
}

/// A pattern for `_like` that all marks match; what else matches, [`made`] turns away.
pub(super) fn pattern() -> String {
    format!("{START}{}", "_".repeat(TIME + OTHERS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_tells_when_it_was_made() {
        let mark = new();
        assert_eq!(mark.len(), Uuid::new_v4().to_string().len());
        assert_eq!(pattern().len(), mark.len());
        let age = now() - made(&mark).unwrap();
        assert!((0..60).contains(&age), "{mark}");
        assert_ne!(mark, new());
    }

    #[test]
    fn only_whole_marks_are_marks() {
        assert_eq!(
            made("st-hasura-throw-away-65000000abcdef0"),
            Some(1_694_498_816)
        );
        for other in [
            "",
            "st-hasura-throw-away-",
            "st-hasura-throw-away-65000000abcdef",
            "st-hasura-throw-away-65000000abcdef01",
            "st-hasura-throw-away-65000000ABCDEF0",
            "st-hasura-throw-away-my-own-notes-:-)",
            "st-hasura-throw-away-+5000000abcdef0",
            " st-hasura-throw-away-65000000abcdef0",
            "see st-hasura-throw-away-65000000abcdef0",
            "St-hasura-throw-away-65000000abcdef0",
        ] {
            assert_eq!(made(other), None, "{other}");
        }
    }
}
