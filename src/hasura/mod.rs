//! Hasura: the GraphQL and metadata client, what its answers mean, and a role's schema.
//!
//! * [`Client`] sends; [`Credentials`] say as whom; [`GraphQlAnswer`] is what came back.
//! * [`explain`] turns an error of Hasura's into cause and fix.
//! * [`introspection`] and [`sdl`] read and print a role's schema.
//! * [`jwt_secret`] is the value that tells Hasura how to verify tokens.
//! * [`cloud`] speaks to Hasura Cloud about a project's environment.
//! * [`socket`] runs subscriptions.
//! * [`metadata`] reads what `export_metadata` returns.

mod answer;
mod client;
pub mod cloud;
mod credentials;
mod error;
pub mod explain;
pub mod introspection;
pub mod jwt_secret;
pub mod metadata;
pub mod naming;
pub mod sdl;
pub mod socket;

pub use answer::{GraphQlAnswer, GraphQlError};
pub use client::{Client, GraphQlRequest, base_of};
pub use credentials::{Access, Credentials};
pub use error::HasuraError;
