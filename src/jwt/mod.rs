//! Tokens: decoding, verification by Hasura's rules, key sets, claims.
//!
//! Everything here follows what Hasura does with a token (contracts: hasura §2), not the defaults
//! of a JWT library: those demand `exp`, grant a minute of leeway and choose keys by `kid`.
//! [`decode`] takes a token apart, [`KeySet`] holds the keys, [`verify`] joins the two, and
//! [`HasuraClaims`] reads the claims as Hasura would.

mod algorithm;
mod claims;
mod decoded;
mod error;
mod fetch;
mod jwk;
mod key;
mod keyset;
mod pem;
mod problem;
mod shape;
mod strict_json;
mod string_or_uri;
#[cfg(test)]
pub(crate) mod testing;
mod verify;

pub use algorithm::Algorithm;
pub use claims::HasuraClaims;
pub use decoded::{Decoded, MAX_TOKEN, decode};
pub use error::{JwtError, Part};
pub use fetch::Fetched;
pub use key::{Family, Key};
pub use keyset::{Fault, KeySet, SetKey, Severity};
pub use problem::Problem;
pub use shape::Shape;
pub use string_or_uri::is_string_or_uri;
pub use verify::{Rules, SignedBy, Verification, check, duration, verify};

/// The claim under which Hasura looks for its claims by default (contracts: hasura §1.2).
pub const HASURA_NAMESPACE: &str = "https://hasura.io/jwt/claims";

/// Seconds since the epoch, now.
#[must_use]
pub fn now() -> f64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0.0, |elapsed| elapsed.as_secs_f64())
}
