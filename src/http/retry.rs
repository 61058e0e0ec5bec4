//! When and how long to wait before a further try: full jitter, `Retry-After` within bounds.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};
use time::format_description::well_known::Rfc2822;
use time::{OffsetDateTime, UtcOffset};

use super::error::HttpError;

const BASE: Duration = Duration::from_millis(150);
const LONGEST: Duration = Duration::from_secs(3);

/// A server that wants more than this is told to the user instead of waited for.
const PATIENCE: Duration = Duration::from_secs(10);

/// True for failures before the request can have had an effect.
pub(super) fn is_transient(error: &HttpError) -> bool {
    match error {
        HttpError::Refused { .. }
        | HttpError::Connect { .. }
        | HttpError::ConnectTimeout { .. } => true,
        HttpError::Proxy { failure, .. } => is_transient(failure),
        _ => false,
    }
}

/// True for answers that a further try may turn.
pub(super) fn is_worth_it(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::BAD_GATEWAY
            | StatusCode::SERVICE_UNAVAILABLE
            | StatusCode::GATEWAY_TIMEOUT
            | StatusCode::TOO_MANY_REQUESTS
    )
}

/// How long to wait before try number `attempt` (1 is the first retry); `None` when the server
/// asks for more patience than there is.
pub(super) fn pause(attempt: u32, headers: Option<&HeaderMap>) -> Option<Duration> {
    match headers.and_then(retry_after) {
        Some(asked) if asked > PATIENCE => None,
        Some(asked) => Some(asked),
        None => Some(jitter(attempt, random())),
    }
}

/// Full jitter: anything from nothing to the exponential bound.
fn jitter(attempt: u32, random: f64) -> Duration {
    let bound = BASE
        .saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1)))
        .min(LONGEST);
    bound.mul_f64(random)
}

/// In 0..1. A version 4 UUID is random enough to spread clients.
fn random() -> f64 {
    let [a, b, ..] = *uuid::Uuid::new_v4().as_bytes();
    f64::from(u16::from_be_bytes([a, b])) / 65536.0
}

/// Seconds, or a date (RFC 9110 §10.2.3).
fn retry_after(headers: &HeaderMap) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = OffsetDateTime::parse(text, &Rfc2822).ok()?;
    let wait = date.to_offset(UtcOffset::UTC) - OffsetDateTime::now_utc();
    Some(wait.try_into().unwrap_or(Duration::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(value: &str) -> HeaderMap {
        let mut headers = HeaderMap::new();
        headers.insert(RETRY_AFTER, value.parse().unwrap());
        headers
    }

    #[test]
    fn jitter_stays_within_its_bound() {
        assert_eq!(jitter(1, 0.0), Duration::ZERO);
        assert_eq!(jitter(1, 1.0), BASE);
        assert_eq!(jitter(2, 1.0), BASE * 2);
        assert_eq!(jitter(40, 1.0), LONGEST);
        let draws: Vec<f64> = (0..64).map(|_| random()).collect();
        assert!(draws.iter().all(|x| (0.0..1.0).contains(x)));
        assert!(draws.iter().any(|x| (x - draws[0]).abs() > 0.01));
    }

    #[test]
    fn retry_after_is_obeyed_within_reason() {
        assert_eq!(pause(1, Some(&headers("2"))), Some(Duration::from_secs(2)));
        assert_eq!(pause(1, Some(&headers("3600"))), None);
        let past = headers("Wed, 21 Oct 2015 07:28:00 GMT");
        assert_eq!(pause(1, Some(&past)), Some(Duration::ZERO));
        let future = headers("Wed, 21 Oct 2099 07:28:00 GMT");
        assert_eq!(pause(1, Some(&future)), None);
        assert!(pause(1, Some(&headers("soon"))).unwrap() <= BASE);
    }
}
