//! The Hasura double: metadata, rows, authentication, the metadata API and GraphQL, as
//! `docs/contracts/hasura.md` describes the real engine. Written from that description alone and
//! sharing no logic with the client.

pub(crate) mod auth;
pub(crate) mod catalog_state;
pub(crate) mod consistency;
pub(crate) mod dataset;
mod endpoints;
pub(crate) mod engine;
pub(crate) mod error;
pub(crate) mod graphql;
mod haskell;
mod metadata_api;
pub(crate) mod model;
pub(crate) mod postgres;
mod service;
mod shared;
mod socket;

pub(crate) use engine::Engine;
pub(crate) use model::data::{SeedUser, UserRow, UserSource};
pub use postgres::Postgres;
pub(crate) use service::{
    HasuraOptions, JWKS_PATIENCE, Prepared, newcomer_claims, prepare, seed_users,
};
