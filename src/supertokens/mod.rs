//! What the auth API and the core speak: FDI and CDI clients, tokens, refresh.
//!
//! [`AuthApi`] sends ([`call`]), takes in every token that comes back ([`collect_tokens`]) and
//! sorts the answer ([`answer`], [`error_page`]). [`tokens`] reads what a session holds without
//! network, [`jwt_source`] finds the JWT for Hasura, [`stored`] refreshes stored sessions once for
//! all processes. [`core`] is the admin side of the core, for test users; [`tables`] is what is
//! known of its tables.

mod answer;
mod api;
mod call;
mod collect_tokens;
pub(crate) mod core;
mod discovery_document;
mod error;
mod error_page;
mod form;
mod front;
mod jwt_source;
mod key_set;
mod probe;
mod stored;
pub(crate) mod tables;
mod tokens;

pub(crate) use api::AuthApi;
pub(crate) use discovery_document::{Published, published};
pub(crate) use error::SuperTokensError;
pub(crate) use form::Form;
pub(crate) use jwt_source::{
    FreshToken, TokenRequest, fresh_token, fresh_token_at, held_token, jwt_of,
};
pub(crate) use stored::{refresh_stored, renew_refused, sign_out_stored};
pub(crate) use tokens::{
    access_expiry, anti_csrf, can_refresh, cookie_expiry, generation, refresh_expiry,
};

#[cfg(all(test, feature = "sandbox"))]
#[allow(
    clippy::unwrap_used,
    reason = "helpers of tests are no tests to clippy"
)]
mod tests;
