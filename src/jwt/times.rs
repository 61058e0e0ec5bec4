//! Points in time as tokens have them (`NumericDate`, RFC 7519 §2), written for people.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

use crate::text::span;

/// Seconds since the epoch, now.
pub(crate) fn now() -> f64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0.0, |elapsed| elapsed.as_secs_f64())
}

/// Whole seconds; times beyond all calendars become the largest number.
pub(crate) fn whole(seconds: f64) -> i64 {
    #[allow(clippy::cast_possible_truncation, reason = "the cast saturates")]
    let whole = seconds.floor() as i64;
    whole
}

/// A length of time in words.
pub(crate) fn duration(seconds: f64) -> String {
    span(whole(seconds.abs()))
}

/// `in 59 min` or `59 min ago`.
pub(crate) fn relative(at: f64, now: f64) -> String {
    crate::text::relative(whole(at - now))
}

/// The point in time by the local clock, `2027-01-15 09:00:00 +01:00`; `None` beyond the years
/// that can be written. UTC when the zone cannot be found out, which is so once a second thread
/// runs: ask early.
pub(crate) fn local(at: f64) -> Option<String> {
    let format = format_description!(
        "[year]-[month]-[day] [hour]:[minute]:[second] [offset_hour sign:mandatory]:[offset_minute]"
    );
    let utc = moment(at)?;
    let local = match time::UtcOffset::local_offset_at(utc) {
        Ok(offset) => utc.checked_to_offset(offset)?,
        Err(_) => utc,
    };
    local.format(&format).ok()
}

/// The point in time as RFC 3339 in UTC, for machines.
pub(crate) fn rfc3339(at: f64) -> Option<String> {
    moment(at)?.format(&Rfc3339).ok()
}

fn moment(at: f64) -> Option<OffsetDateTime> {
    OffsetDateTime::from_unix_timestamp(whole(at)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn absurd_times_are_none() {
        assert_eq!(
            rfc3339(1_800_000_000.9).as_deref(),
            Some("2027-01-15T08:00:00Z")
        );
        for absurd in [1e300, -1e300, f64::NAN, 1e15] {
            let written = rfc3339(absurd);
            assert!(
                written.is_none() || absurd.is_nan(),
                "{absurd}: {written:?}"
            );
        }
        assert!(local(1_800_000_000.0).is_some());
    }
}
