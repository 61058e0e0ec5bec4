//! P05: in the list of each table, a user sees own rows and no others.
//!
//! ## What is tried
//!
//! Both users list every table that their role offers. Whose a row is follows from the policy, from
//! the filters of the permissions and from users' ids in the rows. With an admin secret the
//! administrator's list shows what else is there, and the filter itself says which rows it admits
//! and why. Functions that return rows of a table are called in the same way, with arguments that
//! the policy names or that are made up.
//! Filters that do not depend on the caller are told even where no row of another user was there to
//! be seen, and so are tables that cannot be listed for want of a session variable.
//!
//! ## Why it matters
//!
//! A plain query shows another user's row. This is the most common fault, and the worst, for
//! nothing needs to be guessed or forged.
//!
//! ## Example
//!
//! The select permission of role `user` on `notes` has the filter `{}`, which means all rows. Every
//! user who asks for `{ notes { id user_id body } }` reads everybody's notes.
//!
//! ## How to close it
//!
//! Compare the owner's column with the session variable in the filter of the role's select
//! permission: `{"user_id": {"_eq": "X-Hasura-User-Id"}}`. Where the owner stands in another table,
//! go there through the relationship. Let no branch of an `_or` hold without the caller. Where rows
//! are shared on purpose, say so in the policy.

mod arguments;
mod claims;
mod functions;
mod lists;
mod remedy;
mod untold;

use super::probe::Probe;
use crate::verify::finding::Meta;

pub(in crate::verify) const META: Meta = Meta {
    id: "P05",
    title: "in each table a user lists own rows and no others",
    why: "the row belongs to another user, and a plain query shows it",
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(lists::check(ctx)));
