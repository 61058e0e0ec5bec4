//! What permissions bind the rows of a table to.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::verify::actor::Who;
use crate::verify::ownership::row_verdict::Bond;
use crate::verify::rows::Key;

/// Whose the rows of a table are by its permissions.
#[derive(Clone, Debug)]
pub(crate) struct BoundRows {
    /// What says so, as a report shows it.
    pub by: String,
    /// The columns of the table by which it is said, as GraphQL calls them.
    pub ties: Vec<String>,
    /// A filter that says so, in the words of the metadata.
    pub filter: Option<Value>,
    /// Each user's rows.
    pub(super) theirs: BTreeMap<Who, BTreeSet<Key>>,
    /// Whose rows could not be asked for in full.
    pub(super) unsure: BTreeSet<Who>,
}

impl BoundRows {
    /// What they say of a row and a user.
    pub(crate) fn bond(&self, who: Who, key: &Key) -> Bond {
        if self.theirs.get(&who).is_some_and(|keys| keys.contains(key)) {
            Bond::Theirs
        } else if self.unsure.contains(&who) {
            Bond::Unknown
        } else {
            Bond::Others
        }
    }
}
