//! Instants as Postgres reads and writes them.

use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::hasura::model::data::ColumnType;

/// Nanoseconds since the epoch of the spellings that Postgres and clients use: date and time
/// parted by a blank or `T`, offset in hours or hours and minutes, or none.
pub(super) fn instant(text: &str) -> Option<i128> {
    let mut text = text.trim().replacen(' ', "T", 1);
    if text.len() == "2024-01-01".len() {
        text.push_str("T00:00:00");
    }
    let clock = text.find('T')?;
    match text[clock..].rfind(['+', '-']) {
        Some(sign) if text.len() - clock - sign == "+00".len() => text.push_str(":00"),
        Some(_) => {}
        None if text.ends_with(['Z', 'z']) => {}
        None => text.push('Z'),
    }
    OffsetDateTime::parse(&text, &Rfc3339)
        .ok()
        .map(OffsetDateTime::unix_timestamp_nanos)
}

/// An instant as Hasura shows it in a column of this type.
pub(super) fn written(instant: i128, kind: &ColumnType) -> Value {
    let shown = OffsetDateTime::from_unix_timestamp_nanos(instant)
        .ok()
        .and_then(|time| time.replace_microsecond(time.microsecond()).ok())
        .and_then(|time| time.format(&Rfc3339).ok())
        .unwrap_or_default();
    match kind {
        ColumnType::Timestamptz => shown.replace('Z', "+00:00"),
        ColumnType::Date => shown.chars().take_while(|c| *c != 'T').collect(),
        _ => shown.replace('Z', ""),
    }
    .into()
}

/// Nanoseconds since the epoch of the words that Postgres takes for an instant. Brackets are
/// punctuation that it skips, so that permissions may say `now()`.
pub(super) fn spoken(text: &str, kind: &ColumnType) -> Option<i128> {
    if let Some(end) = endless(text) {
        return Some(end);
    }
    let now = OffsetDateTime::now_utc();
    let midnight = now.replace_time(time::Time::MIDNIGHT);
    let word = text.trim().to_ascii_lowercase();
    let found = match word.strip_suffix("()").unwrap_or(&word) {
        "now" if *kind == ColumnType::Date => midnight,
        "now" => now,
        "today" => midnight,
        "tomorrow" => midnight + time::Duration::DAY,
        "yesterday" => midnight - time::Duration::DAY,
        _ => return None,
    };
    Some(found.unix_timestamp_nanos())
}

/// Before and after every other instant.
pub(super) fn endless(text: &str) -> Option<i128> {
    match text.trim().to_ascii_lowercase().as_str() {
        "infinity" => Some(i128::MAX),
        "-infinity" => Some(i128::MIN),
        _ => None,
    }
}
