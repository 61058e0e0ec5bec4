//! What takes its time and can be begun before the first probe.

use tokio::sync::OnceCell;

use super::own_key::OwnKey;
use crate::secret::Secret;

/// What was begun.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ahead {
    own_key: OwnKey,
    pub(super) short_lived: OnceCell<Option<Result<Secret, String>>>,
}

impl Ahead {
    /// Begins to make the key of our own.
    pub(crate) fn begin_own_key(&self) {
        self.own_key.begin();
    }

    pub(super) const fn own_key(&self) -> &OwnKey {
        &self.own_key
    }

    /// That token, or why there is none; `None` when nobody asked for it.
    pub(super) fn short_lived(&self) -> Option<&Result<Secret, String>> {
        self.short_lived.get()?.as_ref()
    }
}
