//! Subscriptions: the double's sockets as a plain client sees them, `query`, and probe P15.

mod double;
mod p15;
mod query;
mod raw;
mod unwell;
