//! Rows that one user sees and the other does not, of which nothing else is known.

use super::table::TableFacts;
use crate::verify::actor::Actor;
use crate::verify::rows::Key;

impl TableFacts {
    /// True for a row that the other user does not see, and of which nothing tells that it is this
    /// one's: no column names an owner, and no row behind it names the user, as one of a member does.
    /// A claim or a membership may as well show them a stranger's.
    pub(crate) fn stands_alone(&self, actor: &Actor, key: &Key) -> bool {
        let named = || {
            let ids = self.ids.get(key);
            ids.is_some_and(|ids| !ids.sharers.is_disjoint(&self.me(actor)))
        };
        !self.owned()
            && !self.shared
            && !self.declared_public(key)
            && self.is_own(actor.who, key)
            && !named()
    }
}
