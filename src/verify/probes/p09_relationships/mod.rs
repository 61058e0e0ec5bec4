//! P09: from rows that are for a user, relationships lead to nothing else.
//!
//! ## What is tried
//!
//! From rows that the user may see, relationships are followed up to three deep, and every row at
//! the end must be for the user as well. Many ways travel in one request; one that leads to rows of
//! others is walked again by itself, so that the finding shows it and nothing else. What lies
//! behind another's row is not told again.
//!
//! ## Why it matters
//!
//! A table that lists soundly can still be read through its neighbours: the author of a note, the
//! other members of a room, the orders of a customer.
//!
//! ## Example
//!
//! Ana may see her own note, and through it the e-mail address of everybody who commented:
//!
//! ```text
//! { notes { id comments { author { email } } } }
//! ```
//!
//! ## How to close it
//!
//! Hasura applies the filter of the table behind a relationship. Where the list of that table leaks
//! too, close the list (P05). Where it does not, compare the relationship's mapping with the
//! foreign key, and look for an engine or a proxy that joins by itself.

mod check;
mod walk;
mod ways;

use super::probe::Probe;
use crate::verify::finding::Meta;

pub(in crate::verify) const META: Meta = Meta {
    id: "P09",
    title: "relationships lead only to rows that the user may see",
    why: "a table that lists soundly is still read through its neighbours",
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check::check(ctx)));
