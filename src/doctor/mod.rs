//! `doctor`: walks the chain from the core to a first query once, and says which link is the first
//! that does not hold.
//!
//! [`chain`] has the links in their order and runs them: what hangs on a link that does not hold is
//! skipped, with that reason. What one check learns, a [`patient::Patient`] keeps for those behind
//! it. [`checks`] are facts, not guesses: each says what was seen, what to do, and what to type.
//! Nothing is changed but for a user who is signed up, and removed again where the core is known.
//! What a value of the configuration would mend, a check says as a [`Fix`]: to write it is for the
//! command.

mod chain;
mod checks;
mod compose;
mod options;
mod patient;
mod seen;

pub(crate) use chain::{Examination, Examined, checks, examine};
pub(crate) use options::Options;
pub(crate) use seen::{Fix, Status};
