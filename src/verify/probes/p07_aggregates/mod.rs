//! P07: aggregates are made of the rows that the user may see, and of no others.
//!
//! ## What is tried
//!
//! Three looks at every table with aggregates: the rows under `nodes`, the count, and the smallest
//! and largest value of each column. The count is held against the permission's filter, counted by
//! the administrator, or else against the list, which is asked again for what it has not shown.
//! Aggregates behind relationships are looked at in the same way, from rows of the user's own.
//!
//! ## Why it matters
//!
//! Counts and extremes tell of rows that no list shows: how many customers there are, the highest
//! salary, the newest e-mail address.
//!
//! ## Example
//!
//! Ana has three notes, and this says that there are 812:
//!
//! ```text
//! { notes_aggregate { aggregate { count } } }
//! ```
//!
//! ## How to close it
//!
//! Where the list leaks too, close that first (P05): one filter guards both. Where only the
//! aggregate leaks, look for a proxy or an engine that answers this field by itself. Until then set
//! `allow_aggregations` to false in the role's select permission.

// A permission's limit cuts lists short and leaves counts alone: contracts: hasura §3.7.

mod check;
mod counted;
mod extremes;
mod related;
mod unseen;

pub(super) use counted::{Counted, count_request, counted, shown_rightly};

use super::probe::Probe;
use crate::verify::finding::Meta;

pub(in crate::verify) const META: Meta = Meta {
    id: "P07",
    title: "aggregates are made of the rows that the user may see",
    why: "counts and extremes tell of rows that no list shows",
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check::check(ctx)));
