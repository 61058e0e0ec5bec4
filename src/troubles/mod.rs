//! The catalogue of what goes wrong between SuperTokens, Hasura and this program, and what to do
//! about it.
//!
//! One entry a trouble ([`Trouble`], in the files of [`catalogue`]), looked up by its code or by
//! what servers say when it happens ([`Text`]). `explain` prints entries, `docs/troubles.md` is
//! made of them, SARIF quotes them, and the help below Hasura's errors is theirs. Entries are
//! constants: nothing is read or parsed before the first lookup. Imports nobody.

mod catalogue;
mod entry;
mod others;
mod page;
mod text;

pub(crate) use catalogue::{all, find, near, search};
pub(crate) use entry::Trouble;
pub(crate) use others::speaker;
pub(crate) use page::{Cause, Page};
pub(crate) use text::{LONGEST, Text};

#[cfg(test)]
mod tests;
