//! The claims as Hasura reads them (contracts: hasura §2.4).
//!
//! [`ClaimsPlace`] is where it looks, [`JsonPath`] the dialect of paths that it says so in, and
//! [`HasuraClaims`] what it finds there. [`problems`] are its objections.

mod path;
mod place;
mod problems;
mod read;
#[cfg(test)]
mod tests;

pub(crate) use path::JsonPath;
pub(crate) use place::{ClaimsPlace, HASURA_NAMESPACE, is_registered};
pub(crate) use read::{HasuraClaims, are_marked};
