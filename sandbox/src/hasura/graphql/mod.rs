//! GraphQL over the double's rows: a schema per role ([`schema`]), Hasura's validation
//! ([`validate`]) and execution with row filters ([`exec`]).

mod cache;
mod document;
mod error;
mod exec;
mod introspect;
mod request;
mod schema;
mod serve;
mod subscription;
#[cfg(test)]
mod tests;
mod validate;

pub(crate) use cache::Schemas;
pub(crate) use request::{GraphQlRequest, parse};
pub(crate) use schema::Clash;
pub(crate) use serve::execute;
pub(crate) use subscription::{Started, Subscription, start};
