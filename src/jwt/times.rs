//! Points in time as tokens have them (`NumericDate`, RFC 7519 §2), written for people.

use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use time::macros::format_description;

/// Seconds since the epoch, now.
#[must_use]
pub fn now() -> f64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0.0, |elapsed| elapsed.as_secs_f64())
}

/// A length of time in words, two units at most. Takes seconds.
#[must_use]
pub fn duration(seconds: f64) -> String {
    const UNITS: [(&str, f64); 5] = [
        ("y", 31_557_600.0),
        ("d", 86_400.0),
        ("h", 3_600.0),
        ("min", 60.0),
        ("s", 1.0),
    ];
    let mut left = seconds.abs().round();
    let mut words = Vec::new();
    for (unit, size) in UNITS {
        let count = (left / size).floor();
        if count >= 1.0 {
            words.push(format!("{count} {unit}"));
            left -= count * size;
        } else if !words.is_empty() {
            break;
        }
        if words.len() == 2 {
            break;
        }
    }
    if words.is_empty() {
        "0 s".to_owned()
    } else {
        words.join(" ")
    }
}

/// `in 59 min` or `59 min ago`.
#[must_use]
pub fn relative(at: f64, now: f64) -> String {
    if at > now {
        format!("in {}", duration(at - now))
    } else {
        format!("{} ago", duration(now - at))
    }
}

/// The point in time by the local clock, `2027-01-15 09:00:00 +01:00`; `None` beyond the years
/// that can be written. UTC when the zone cannot be found out, which is so once a second thread
/// runs: ask early.
#[must_use]
pub fn local(at: f64) -> Option<String> {
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
#[must_use]
pub fn rfc3339(at: f64) -> Option<String> {
    moment(at)?.format(&Rfc3339).ok()
}

fn moment(at: f64) -> Option<OffsetDateTime> {
    // The cast saturates, and saturated values lie far outside the years that can be written.
    #[allow(clippy::cast_possible_truncation)]
    let seconds = at.floor() as i64;
    OffsetDateTime::from_unix_timestamp(seconds).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_in_words() {
        for (seconds, words) in [
            (0.4, "0 s"),
            (59.0, "59 s"),
            (-3540.0, "59 min"),
            (3599.6, "1 h"),
            (90061.0, "1 d 1 h"),
            (86_460.0, "1 d"),
        ] {
            assert_eq!(duration(seconds), words);
        }
    }

    #[test]
    fn direction_is_said() {
        assert_eq!(relative(3600.0, 0.0), "in 1 h");
        assert_eq!(relative(0.0, 61.0), "1 min 1 s ago");
    }

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
