//! The Hasura double: metadata, rows, authentication, the metadata API and GraphQL, as
//! contracts/hasura describes the real engine. Written from that description alone and sharing
//! no logic with this crate's client.

pub mod engine;
pub mod model;

pub use engine::Engine;
