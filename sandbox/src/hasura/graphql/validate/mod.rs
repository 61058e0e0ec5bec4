//! Checks a request against a role's schema, in Hasura's order and words
//! (contracts: hasura §3.4), and leaves behind a [`Field`] tree in which fragments, directives,
//! variables and defaults are gone. Nothing here knows what a table is.

mod check;
mod collect;
mod describe;
mod field;
mod fragments;
mod input;
mod scalar;
mod validator;

pub(crate) use check::validate;
pub(crate) use field::{Field, NullRules};
