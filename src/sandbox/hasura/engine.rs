//! The state that all endpoints share.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::model::data::{self, Database, SignUpRow, UserRow, UserSource};
use super::model::metadata::Metadata;

/// Metadata and rows, changed only as a whole.
pub struct Engine {
    state: Mutex<State>,
    users: UserSource,
    on_sign_up: Vec<SignUpRow>,
}

struct State {
    metadata: Arc<Metadata>,
    resource_version: u64,
    stored: Database,
    /// Users that have had their sign-up rows, or were there from the start.
    greeted: BTreeSet<String>,
}

/// The metadata was changed by somebody else in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The version now.
    pub current: u64,
}

impl Engine {
    /// An engine over loaded metadata and data.
    #[must_use]
    pub fn new(metadata: Metadata, loaded: data::Loaded, users: UserSource) -> Self {
        let greeted = loaded.users.iter().map(|user| user.id.clone()).collect();
        Self {
            state: Mutex::new(State {
                metadata: Arc::new(metadata),
                resource_version: 1,
                stored: loaded.database,
                greeted,
            }),
            users,
            on_sign_up: loaded.on_sign_up,
        }
    }

    /// The metadata now.
    #[must_use]
    pub fn metadata(&self) -> Arc<Metadata> {
        Arc::clone(&self.state().metadata)
    }

    /// The metadata now, with its resource version.
    #[must_use]
    pub fn versioned_metadata(&self) -> (u64, Arc<Metadata>) {
        let state = self.state();
        (state.resource_version, Arc::clone(&state.metadata))
    }

    /// Replaces the metadata if it is still at `expected`; returns the new version.
    ///
    /// # Errors
    /// [`Conflict`] when it is not.
    pub fn replace_metadata(&self, expected: u64, metadata: Metadata) -> Result<u64, Conflict> {
        let mut state = self.state();
        if state.resource_version != expected {
            return Err(Conflict {
                current: state.resource_version,
            });
        }
        state.metadata = Arc::new(metadata);
        state.resource_version += 1;
        Ok(state.resource_version)
    }

    /// The rows now: stored tables, live users of the core, views. Users who signed up since the
    /// last look get their sign-up rows first.
    #[must_use]
    pub fn data(&self) -> Database {
        let users = (self.users)();
        let mut state = self.state();
        self.greet(&mut state, &users);
        let mut snapshot = state.stored.clone();
        drop(state);
        data::refresh(&mut snapshot, &users);
        snapshot
    }

    /// Changes rows: `change` sees what [`Engine::data`] would return, and what it leaves in the
    /// stored tables is kept if it succeeds.
    ///
    /// # Errors
    /// Whatever `change` says; nothing is kept then.
    pub fn change_data<T, E>(
        &self,
        change: impl FnOnce(&mut Database) -> Result<T, E>,
    ) -> Result<T, E> {
        let users = (self.users)();
        let mut state = self.state();
        self.greet(&mut state, &users);
        let mut draft = state.stored.clone();
        data::refresh(&mut draft, &users);
        let outcome = change(&mut draft)?;
        state.stored = draft;
        Ok(outcome)
    }

    fn greet(&self, state: &mut State, users: &[UserRow]) {
        for user in users {
            if state.greeted.insert(user.user_id.clone()) {
                data::sign_up(&mut state.stored, &self.on_sign_up, user);
            }
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere cannot leave the state half-changed: it is replaced as a whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
