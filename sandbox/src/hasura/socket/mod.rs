//! GraphQL over a WebSocket, in the two protocols that the engine speaks: `graphql-transport-ws`
//! and the older `graphql-ws` of subscriptions-transport-ws ([`dialect`]); one connection is a
//! [`session`].
//!
//! What a real engine does is in contracts: hasura §2.3; the rest follows the engine's public
//! source of v2.3x and later, and its issues 7696 and 9689:
//!
//! * The protocol is `graphql-transport-ws` only when the request asks for exactly that; a list
//!   of protocols, or none, gets `graphql-ws`.
//! * Messages of either protocol are understood in both; what differs is what is sent.
//! * A message that cannot be read: `connection_error` in the older protocol, close code 4400 in
//!   the newer. A refused `connection_init`: `connection_error` and 4400, or 4403.
//! * An operation before `connection_init`, or under an id in use: `error` and `complete` in the
//!   older protocol; in the newer the engine says 4400 in the reason, and closes with 1000. It has
//!   the codes 4401, 4409 and 4429 of the protocol's own specification and never sends them.
//! * At the token's `exp` the connection is cut, without a closing frame.
//!
//! Unknown or left out: `/v1alpha1/graphql` and relay over sockets; CORS; the closing of all
//! connections when the metadata changes; the largest message that the engine takes. The engine
//! means to close with 4408 when no `connection_init` comes, but looks at its timer only once, in
//! the beginning; the double does what is meant, in the newer protocol.

mod dialect;
mod open;
mod session;

pub(super) use open::open;
