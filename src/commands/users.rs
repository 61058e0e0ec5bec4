//! `users list` and `users rm`: the core's users, with the rules of contracts: supertokens §7.
//!
//! [`listing`] looks, [`removal`] removes: by id, one at a time, after every name was found to
//! stand for exactly one user, and after a person or `--yes` agreed. [`rows`] knows
//! what throw-away users left in Hasura's tables.

mod listing;
mod removal;
mod rows;
mod text;

pub(crate) use listing::{Listing, list};
pub(crate) use removal::{Removal, remove};
pub(crate) use rows::RowRemoval;

use crate::app::App;
use crate::error::Result;
use crate::supertokens::core::CoreClient;

/// The core, when it is one's own.
fn own_core(app: &App) -> Result<CoreClient<'_>> {
    let core = CoreClient::new(app)?;
    core.require_own()?;
    app.refuse_curl("")?;
    Ok(core)
}
