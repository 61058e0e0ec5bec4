//! What a run has made and not removed yet, for whoever cleans up after a command that did not get
//! to it. It imports none of the makers: each keeps its own list here, and knows how to remove what
//! is on it.

use std::any::Any;
use std::fmt::Debug;
use std::pin::Pin;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The order of cleaning up: rows go before the accounts that they may hold on to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Turn {
    Connections,
    Rows,
    Accounts,
}

/// Sentences about what became of it all, in the end.
pub(crate) type Sentences<'a> = Pin<Box<dyn Future<Output = Vec<String>> + 'a>>;

/// One maker's list of what may be there by now.
pub(crate) trait CleanUp<With>: Any + Debug + Send {
    fn turn(&self) -> Turn;

    /// Names everything on it, for when it cannot be removed in time.
    fn names(&self) -> Vec<String>;

    /// Removes everything on it.
    fn run(self: Box<Self>, with: &With) -> Sentences<'_>;
}

/// The lists of all makers; `With` is what they need to remove things.
#[derive(Debug)]
pub(crate) struct Register<With>(Mutex<Vec<Box<dyn CleanUp<With>>>>);

impl<With> Default for Register<With> {
    fn default() -> Self {
        Self(Mutex::new(Vec::new()))
    }
}

impl<With: 'static> Register<With> {
    fn lists(&self) -> MutexGuard<'_, Vec<Box<dyn CleanUp<With>>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes the one list of this type.
    pub(crate) fn change<List: CleanUp<With> + Default>(&self, change: impl FnOnce(&mut List)) {
        let mut lists = self.lists();
        let known = lists.iter_mut().find_map(|list| {
            let list: &mut dyn Any = list.as_mut();
            list.downcast_mut::<List>()
        });
        if let Some(list) = known {
            change(list);
        } else {
            let mut list = List::default();
            change(&mut list);
            lists.push(Box::new(list));
        }
    }

    /// Names everything, in the order of cleaning up; nothing when there is nothing to do.
    pub(crate) fn names(&self) -> Vec<String> {
        let mut lists = self.lists();
        lists.sort_by_key(|list| list.turn());
        lists.iter().flat_map(|list| list.names()).collect()
    }

    /// Removes everything; answers in sentences.
    pub(crate) async fn run(&self, with: &With) -> Vec<String> {
        let mut lists = std::mem::take(&mut *self.lists());
        lists.sort_by_key(|list| list.turn());
        let mut sentences = Vec::new();
        for list in lists {
            if !list.names().is_empty() {
                sentences.extend(list.run(with).await);
            }
        }
        sentences
    }
}
