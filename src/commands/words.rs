//! Words that several commands share in their JSON.

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use crate::session::{Generation, Transport, User};

pub(in crate::commands) fn user(user: Option<&User>) -> Value {
    match user {
        Some(user) => json!({ "id": user.id, "email": user.email }),
        None => Value::Null,
    }
}

pub(in crate::commands) const fn transport(transport: Option<Transport>) -> Option<&'static str> {
    match transport {
        Some(Transport::Cookie) => Some("cookie"),
        Some(Transport::Header) => Some("header"),
        None => None,
    }
}

pub(in crate::commands) const fn generation(
    generation: Option<Generation>,
) -> Option<&'static str> {
    match generation {
        Some(Generation::Modern) => Some("modern"),
        Some(Generation::Legacy) => Some("legacy"),
        None => None,
    }
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
