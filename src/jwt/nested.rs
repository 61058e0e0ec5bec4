//! A JWT inside the token: what is left of a session from before an upgrade of the SDK
//! (supertokens/supertokens-node#601).

use serde_json::Value;

use super::decoded::{Decoded, decode};

/// What a JWT inside the token means that ended before the token does: whoever takes it out, as
/// front ends of 2022 do, sends an expired one.
pub(crate) fn outlived(token: &Decoded, now: f64) -> Option<&'static str> {
    let inner = token.claims.get("jwt").and_then(Value::as_str)?;
    let left = decode(inner).ok()?.seconds_left(now)?;
    (left <= 0.0).then_some(
        "a JWT inside the token has expired: the session is older than the upgrade of the SDK, and \
         a front end that still takes the inner one sends that; sign in anew",
    )
}
