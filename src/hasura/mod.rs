//! Hasura: the GraphQL and metadata client, what its answers mean, and a role's schema.
//!
//! * [`Client`] sends; [`Credentials`] say as whom; [`GraphQlAnswer`] is what came back.
//! * [`explain`] turns an error of Hasura's into cause and fix.
//! * [`introspection`] and [`sdl`] read and print a role's schema.
//! * [`claims`] reads tokens as the engine in use does.
//! * [`jwt_secret`] is the value that tells Hasura how to verify tokens.
//! * [`cloud`] speaks to Hasura Cloud about a project's environment.
//! * [`socket`] runs subscriptions.
//! * [`sql`] puts questions to the database behind it.
//! * [`compose_file`] reads Compose files, and [`compose`] changes them.
//! * [`columns`] knows which names of columns mean a secret, and which an owner.
//! * [`metadata`] reads what `export_metadata` returns, [`metadata_files`] what hasura-cli writes.

mod answer;
pub(crate) mod claims;
mod client;
pub(crate) mod cloud;
pub(crate) mod columns;
pub(crate) mod compose;
pub(crate) mod compose_file;
mod credentials;
mod error;
pub(crate) mod explain;
pub(crate) mod introspection;
pub(crate) mod jwt_secret;
pub(crate) mod metadata;
pub(crate) mod metadata_files;
pub(crate) mod naming;
pub(crate) mod sdl;
pub(crate) mod socket;
pub(crate) mod sql;

pub(crate) use answer::{GraphQlAnswer, GraphQlError};
pub(crate) use client::{Client, GraphQlRequest};
pub(crate) use credentials::{Access, Credentials};
pub(crate) use error::HasuraError;
