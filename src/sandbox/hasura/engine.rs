//! The state that all endpoints share.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::consistency::{self, Inconsistency};
use super::model::data::{self, Database, SignUpRow, UserRow, UserSource};
use super::model::metadata::Metadata;
use crate::sandbox::Faults;

/// Metadata and rows, changed only as a whole.
pub struct Engine {
    state: Mutex<State>,
    users: UserSource,
    on_sign_up: Vec<SignUpRow>,
    faults: Faults,
}

struct State {
    version: Arc<Version>,
    stored: Database,
    /// Users that have had their sign-up rows, or were there from the start: ids and addresses.
    greeted: BTreeSet<String>,
}

/// One version of the metadata.
#[derive(Debug)]
pub struct Version {
    /// Goes up by one with each change.
    pub resource_version: u64,
    /// As it was loaded or changed.
    pub metadata: Metadata,
    /// Without what the database does not bear out.
    pub consistent: Metadata,
    /// What that is.
    pub inconsistencies: Vec<Inconsistency>,
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
    pub fn new(
        metadata: Metadata,
        loaded: data::Loaded,
        users: UserSource,
        faults: Faults,
    ) -> Self {
        let greeted = loaded
            .users
            .iter()
            .flat_map(|user| user.id.clone().into_iter().chain([user.email.clone()]))
            .collect();
        let version = Arc::new(Version::new(1, metadata, &loaded.database));
        Self {
            state: Mutex::new(State {
                version,
                stored: loaded.database,
                greeted,
            }),
            users,
            on_sign_up: loaded.on_sign_up,
            faults,
        }
    }

    /// The metadata now. GraphQL goes by its consistent part.
    #[must_use]
    pub fn metadata(&self) -> Arc<Version> {
        Arc::clone(&self.state().version)
    }

    /// What would become of the metadata, without keeping it.
    #[must_use]
    pub fn try_metadata(&self, metadata: Metadata) -> Version {
        let state = self.state();
        Version::new(state.version.resource_version + 1, metadata, &state.stored)
    }

    /// Replaces the metadata if nobody else has since `version` was tried.
    ///
    /// # Errors
    /// [`Conflict`] when somebody has.
    pub fn keep_metadata(&self, version: Version) -> Result<Arc<Version>, Conflict> {
        let mut state = self.state();
        let current = state.version.resource_version;
        if version.resource_version != current + 1 {
            return Err(Conflict { current });
        }
        state.version = Arc::new(version);
        Ok(Arc::clone(&state.version))
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

    /// The misbehaviours in force.
    #[must_use]
    pub fn faults(&self) -> &Faults {
        &self.faults
    }

    fn greet(&self, state: &mut State, users: &[UserRow]) {
        for user in users {
            if state.greeted.contains(&user.email) {
                continue;
            }
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

/// Without the rows, which may hold password hashes.
impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("faults", &self.faults.names())
            .finish_non_exhaustive()
    }
}

impl Version {
    fn new(resource_version: u64, metadata: Metadata, database: &Database) -> Self {
        let (consistent, inconsistencies) = consistency::check(&metadata, database);
        Self {
            resource_version,
            metadata,
            consistent,
            inconsistencies,
        }
    }
}
