//! Tokens: decoding, verification by Hasura's rules, key sets, claims.
//!
//! Everything here follows what Hasura does with a token (contracts: hasura §2), not the defaults
//! of a JWT library: those demand `exp`, grant a minute of leeway and choose keys by `kid`.
//! [`decode`] takes a token apart, [`KeySet`] holds the keys, [`verify`] joins the two, and
//! [`HasuraClaims`] reads the claims as Hasura would, wherever [`ClaimsPlace`] says that it looks.

mod algorithm;
#[cfg(test)]
mod algorithm_tests;
mod cache;
mod claims;
mod decoded;
mod error;
mod family;
mod jwk;
mod key;
mod keyset;
mod nested;
mod pem;
mod problem;
mod set_key;
mod shape;
mod spki;
mod strict_json;
mod string_or_uri;
#[cfg(test)]
pub(crate) mod testing;
pub(crate) mod times;
mod unmet;
mod verify;

pub(crate) use algorithm::Algorithm;
pub(crate) use cache::{Caching, Refresh};
pub(crate) use claims::{
    ClaimsPlace, HASURA_NAMESPACE, HasuraClaims, JsonPath, are_marked, is_registered,
};
pub(crate) use decoded::{Decoded, bare, decode};
pub(crate) use error::JwtError;
pub(crate) use family::Family;
pub(crate) use key::Key;
pub(crate) use keyset::KeySet;
pub(crate) use nested::outlived;
pub(crate) use problem::Problem;
pub(crate) use set_key::{Fault, Lifetime, SetKey, Severity};
pub(crate) use shape::MAX_TOKEN;
pub(crate) use strict_json::{Repeated, parse_first, pointer_step};
pub(crate) use string_or_uri::is_string_or_uri;
pub(crate) use times::now;
pub(crate) use unmet::unmet;
pub(crate) use verify::{Rules, SignedBy, check, verify};
