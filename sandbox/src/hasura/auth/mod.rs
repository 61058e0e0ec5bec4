//! Who is asking: admin secret, token or nobody, in the engine's order (contracts: hasura §2.0).
//!
//! 1. Without an admin secret everybody is admin.
//! 2. An admin secret in the request decides alone, right or wrong.
//! 3. A token.
//! 4. The unauthorized role.
//!
//! Tokens are verified by hand after the engine's rules: no `kid`, no leeway, `exp`, `iss` and
//! `aud` optional.

mod authenticator;
mod claims;
pub(crate) mod config;
mod confusion;
mod json_path;
mod jwk;
mod jwks;
mod key;
mod locate;
mod string_or_uri;
#[cfg(test)]
mod tests;
mod verify;

pub(crate) use authenticator::{AuthOptions, Authenticator};
