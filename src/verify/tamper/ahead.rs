//! What takes its time and can be begun before the first probe.

use tokio::sync::OnceCell;

use super::expired;
use super::own_key::OwnKey;
use crate::secret::Secret;
use crate::verify::context::Context;

/// What was begun.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ahead {
    own_key: OwnKey,
    short_lived: OnceCell<Option<Result<Secret, String>>>,
}

impl Ahead {
    /// Begins to make the key of our own.
    pub(crate) fn begin_own_key(&self) {
        self.own_key.begin();
    }

    /// Has the core, where there is one, sign a token that will soon be past its `exp`.
    pub(crate) async fn begin_to_expire(&self, ctx: &Context<'_>) {
        self.short_lived
            .get_or_init(|| expired::short_lived(ctx))
            .await;
    }

    pub(super) const fn own_key(&self) -> &OwnKey {
        &self.own_key
    }

    /// That token, or why there is none; `None` when nobody asked for it.
    pub(super) fn short_lived(&self) -> Option<&Result<Secret, String>> {
        self.short_lived.get()?.as_ref()
    }
}
