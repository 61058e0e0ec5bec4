//! The time by which the doubles issue and judge tokens.

use std::time::{SystemTime, UNIX_EPOCH};

use time::OffsetDateTime;
use time::format_description::StaticFormatDescription;
use time::macros::format_description;

use super::{Fault, Faults};

/// How far [`Fault::Skew`] is ahead, in milliseconds.
const SKEW_MS: u64 = 600_000;

/// RFC 9110 §5.6.7, IMF-fixdate.
const HTTP_DATE: StaticFormatDescription = format_description!(
    "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
);

/// The machine's clock, wrong by choice.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    faults: Faults,
}

impl Clock {
    /// A clock that is right until [`Fault::Skew`] is on.
    pub(crate) const fn new(faults: Faults) -> Self {
        Self { faults }
    }

    /// Milliseconds since 1970.
    pub(crate) fn now_ms(&self) -> u64 {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let ms = u64::try_from(now.as_millis()).unwrap_or(u64::MAX);
        if self.is_skewed() { ms + SKEW_MS } else { ms }
    }

    /// Whether the clock is wrong.
    pub(crate) fn is_skewed(&self) -> bool {
        self.faults.has(Fault::Skew)
    }
}

/// Milliseconds since 1970 as an HTTP date, such as `Tue, 24 Nov 2026 03:39:11 GMT`.
pub(super) fn http_date(ms: u64) -> String {
    i64::try_from(ms / 1000)
        .ok()
        .and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok())
        .and_then(|time| time.format(HTTP_DATE).ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_imf_fixdates() {
        assert_eq!(http_date(0), "Thu, 01 Jan 1970 00:00:00 GMT");
        assert_eq!(
            http_date(1_795_491_551_000),
            "Tue, 24 Nov 2026 03:39:11 GMT"
        );
    }

    #[test]
    fn skew_is_ten_minutes_and_can_be_switched() {
        let faults = Faults::default();
        let clock = Clock::new(faults.clone());
        let right = clock.now_ms();
        faults.switch_on("skew").unwrap();
        assert!(clock.now_ms() >= right + SKEW_MS);
    }
}
