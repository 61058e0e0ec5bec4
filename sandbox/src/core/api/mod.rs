//! The Core Driver Interface: routes, versions, keys, and the core's way to say no
//! (contracts: supertokens §5.1).

mod call;
mod keys;
mod metadata;
mod roles;
mod routes;
mod sessions;
mod shape;
mod tenants;
mod tickets;
mod users;

pub(crate) use routes::router;
