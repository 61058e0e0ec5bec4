//! P14: what a role may write is bound to whoever writes.
//!
//! ## What is tried
//!
//! The insert, update and delete permissions in the metadata are read: each must hold because of
//! the caller. Where one does not, the administrator is asked which rows of others it lets be
//! written. An update must not be able to give a row away, a new row must not be another user's,
//! and no row that a user may write may open other rows to them, as one in a table of members does.
//! A check that comes out null lets its row pass, so columns that may be null are asked about as
//! well. So does one with a branch that is met by what the caller writes: `status = draft` keeps
//! nobody back who may set `status`. What many callers have in common, such as a tenant, must not
//! let rows of others be changed that the role may not even read. Whom a permission names itself,
//! by an id in its check or its presets, is told, and is a leak where it is the other user; a claim
//! that holds such an id counts as one, unless the rows are read by it too. What is a view of a
//! table of members, or may be one, is asked about as that table is.
//! Only tables whose rows have owners count. Where no metadata can be read, each way to write stays
//! unproven unless it was tried. Nothing is written unless that is asked for: with
//! `--active` two throw-away users try it on rows that they have made.
//!
//! ## Why it matters
//!
//! Who may write another's rows need not read them to do harm. Who may write their own membership
//! of a room needs no one's permission to read it.
//!
//! ## Example
//!
//! Role `user` may update `notes` with the filter `{}`, so this overwrites everybody's notes:
//!
//! ```text
//! mutation { update_notes(where: {}, _set: {body: ""}) { affected_rows } }
//! ```
//!
//! ## How to close it
//!
//! Compare the owner with `X-Hasura-User-Id` in the filter of update and delete permissions, and in
//! the check of insert and update permissions. Better still, preset the owner's column with it and
//! take it from the columns. Mutations that only servers need can be `backend_only`.

mod believed;
mod case;
mod check;
mod judge;
mod names;
mod parents;
mod passes;
mod told;
mod unread;
mod unseen;
mod views;

use super::probe::Probe;
use crate::verify::finding::Meta;

pub(in crate::verify) const META: Meta = Meta {
    id: "P14",
    title: "what a role may write is bound to whoever writes",
    why: "who may write another's rows need not read them to do harm",
    essential: false,
    alone: true,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check::check(ctx)));
