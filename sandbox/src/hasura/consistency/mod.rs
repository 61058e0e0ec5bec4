//! What of the metadata the database bears out: tables that exist, relationships that find their
//! other side, permissions whose columns and filters make sense. The rest is reported and left
//! out, as `get_inconsistent_metadata` shows it (contracts: hasura §4.4); and what this double does
//! not serve of it ([`unserved`]).

mod check;
mod expression;
mod inconsistency;
mod inherited;
mod permissions;
mod unserved;

pub(crate) use check::check;
pub(crate) use inconsistency::Inconsistency;
pub(crate) use unserved::unserved;
