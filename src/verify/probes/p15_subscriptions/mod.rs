//! P15: subscriptions obey the rules that queries do.
//!
//! ## What is tried
//!
//! Over one WebSocket for each user and protocol, everything is asked that P05 to P07 ask over
//! HTTP: the list, rows by their key, the count; and the stream as well. The rows must be those
//! that queries show. Credentials that must not open a connection are tried too: none, a role or an
//! id in a header beside the token, a token that was tampered with. What leaks over HTTP in the
//! same way is a note here and a finding there, which tells it too. Where the role has subscriptions and no connection
//! can be opened, the run has not seen them and proves nothing about them.
//!
//! ## Why it matters
//!
//! A subscription is another road to the same rows, it stays open, and it often takes another way
//! through proxies. A table that is hidden from queries (`query_root_fields`) is not hidden from
//! subscriptions.
//!
//! ## Example
//!
//! `notes` has no query for role `user`, and its subscription has no filter:
//!
//! ```text
//! subscription { notes { id user_id body } }
//! ```
//!
//! ## How to close it
//!
//! Give the role's select permission a filter on the owner. Where it has one, look for an engine or
//! a proxy that answers `WebSocket`s by itself, or that opens its own connection to Hasura. A role
//! that needs no subscriptions is better off with `subscription_root_fields: []`.

mod ask;
mod check;
mod gathered;
mod lay;
mod opening;
mod tables;

pub(super) use ask::{Heard, Operation, again};
pub(super) use lay::{no_start, starts_of};

use super::probe::Probe;
use crate::verify::finding::Meta;

pub(in crate::verify) const META: Meta = Meta {
    id: "P15",
    title: "subscriptions and streams show what queries show, and no more",
    why: "a subscription is another road to the same rows, and it stays open",
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check::check(ctx)));
