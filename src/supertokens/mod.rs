//! What the auth API and the core speak: FDI and CDI clients, tokens, refresh.
//!
//! [`AuthApi`] sends ([`call`]), takes in every token that comes back ([`sink`]) and sorts the
//! answer ([`answer`], [`page`]). [`tokens`] reads what a session holds without network,
//! [`jwt_source`] finds the JWT for Hasura, [`stored`] refreshes stored sessions once for all
//! processes. [`core`] is the admin side of the core, for test users; [`tables`] is what is known
//! of its tables.

mod answer;
mod api;
mod call;
pub mod core;
mod error;
mod form;
mod front;
mod jwt_source;
mod page;
mod probe;
mod published;
mod sink;
mod stored;
pub mod tables;
mod tokens;

pub use api::{AuthApi, SignedOut};
pub use error::{FormKind, NotFound, SuperTokensError};
pub use form::Form;
pub use jwt_source::{FreshToken, TokenWish, fresh_token, fresh_token_at, held_token, jwt_of};
pub use published::{Published, published};
pub use stored::{Refreshed, refresh_stored, sign_out_stored};
pub use tokens::{
    TokenSource, access_expiry, anti_csrf, can_refresh, cookie_expiry, generation, refresh_expiry,
};
