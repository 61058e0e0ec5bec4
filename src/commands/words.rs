//! Words that several commands share in what they print.

use serde::Serialize;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

/// The word that JSON has for a value, to be printed as text.
pub(in crate::commands) fn word(value: impl Serialize) -> Option<String> {
    serde_json::to_value(value)
        .ok()?
        .as_str()
        .map(ToOwned::to_owned)
}

/// RFC 3339 in UTC, from seconds since 1970.
pub(in crate::commands) fn time(seconds: Option<i64>) -> Option<String> {
    let time = OffsetDateTime::from_unix_timestamp(seconds?).ok()?;
    time.format(&Rfc3339).ok()
}

/// From now to then, in seconds.
pub(in crate::commands) fn left(seconds: i64) -> i64 {
    seconds.saturating_sub(OffsetDateTime::now_utc().unix_timestamp())
}
