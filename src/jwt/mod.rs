//! Tokens: decoding, verification by Hasura's rules, key sets, claims.
//!
//! Everything here follows what Hasura does with a token (contracts: hasura §2), not the defaults
//! of a JWT library: those demand `exp`, grant a minute of leeway and choose keys by `kid`.
//! [`decode`] takes a token apart, [`KeySet`] holds the keys, [`verify`] joins the two, and
//! [`HasuraClaims`] reads the claims as Hasura would.

mod algorithm;
#[cfg(test)]
mod algorithm_tests;
mod cache;
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
mod spki;
mod strict_json;
mod string_or_uri;
#[cfg(test)]
pub(crate) mod testing;
pub mod times;
mod verify;

pub use algorithm::Algorithm;
pub use cache::{Caching, Refresh};
pub use claims::HasuraClaims;
pub use decoded::{Decoded, MAX_TOKEN, decode};
pub use error::{JwtError, Part};
pub use fetch::Fetched;
pub use key::{Family, Key};
pub use keyset::{Fault, KeySet, Lifetime, SetKey, Severity};
pub use problem::Problem;
pub use shape::Shape;
pub use string_or_uri::is_string_or_uri;
pub use times::now;
pub use verify::{Rules, SignedBy, Verification, check, verify};

/// The claim under which Hasura looks for its claims by default (contracts: hasura §1.2).
pub const HASURA_NAMESPACE: &str = "https://hasura.io/jwt/claims";
