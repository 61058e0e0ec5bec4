//! The clocks of everybody who looks at a token's times.

use reqwest::header::{DATE, HeaderMap};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;

use crate::doctor::patient::{Clock, Patient};
use crate::doctor::seen::Seen;
use crate::jwt;
use crate::text::count;

/// Headers tell whole seconds, and answers take a while: less than this is nothing.
const TOLERANCE: f64 = 5.0;

/// A skew that an engine may well be told to forgive.
const FORGIVEN: f64 = 60.0;

/// The clock of whoever sent these headers, by its `Date` (RFC 9110 §6.6.1).
pub(super) fn of(who: &'static str, headers: &HeaderMap) -> Option<Clock> {
    let date = headers.get(DATE)?.to_str().ok()?;
    let date = OffsetDateTime::parse(date, &Rfc2822).ok()?;
    #[allow(clippy::cast_precision_loss, reason = "seconds since 1970 fit")]
    let there = date.unix_timestamp() as f64;
    Some(Clock {
        of: who,
        ahead: there - jwt::now(),
    })
}

pub(in crate::doctor) fn check(patient: &mut Patient<'_>) -> Seen {
    if let Some((_, token)) = &patient.token
        && let Some(iat) = token.iat()
    {
        let ahead = iat - jwt::now();
        // A token that was just made says what time its maker has; an old one only that it is no
        // later.
        if ahead > 0.0 || !patient.made.is_empty() {
            patient.clocks.push(Clock {
                of: "whoever made the token (iat)",
                ahead,
            });
        }
    }
    if patient.clocks.is_empty() {
        return Seen::skip("nobody said what time it is");
    }
    let off: Vec<String> = patient
        .clocks
        .iter()
        .filter(|clock| clock.ahead.abs() > TOLERANCE)
        .map(|clock| {
            #[allow(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "small"
            )]
            let seconds = clock.ahead.abs().round() as usize;
            let side = if clock.ahead > 0.0 { "ahead" } else { "behind" };
            format!(
                "{} is {} {side} of this machine",
                clock.of,
                count(seconds, "second")
            )
        })
        .collect();
    if off.is_empty() {
        let clocks = count(patient.clocks.len(), "clock");
        return Seen::pass(format!("as on this machine, by {clocks}"));
    }
    let worst = patient.clocks.iter().map(|clock| clock.ahead.abs());
    let seen = |remedy| Seen::fail(off.join("; "), remedy).code("jwt.issued_in_future");
    if worst.fold(0.0, f64::max) <= FORGIVEN {
        seen(
            "set the clocks by NTP; \"allowed_skew\": 60 in HASURA_GRAPHQL_JWT_SECRET forgives a \
             minute",
        )
        .command("st-hasura jwt-secret --skew 60")
    } else {
        seen("set the clocks by NTP")
    }
}
