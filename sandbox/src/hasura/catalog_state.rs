//! What hasura-cli and the console keep at an engine: an id, and a state of each that the engine
//! does not look into (contracts: hasura §4.4).

use std::sync::{Mutex, MutexGuard, PoisonError};

use serde::Deserialize;
use serde_json::{Value, json};

/// Whose state it is.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Keeper {
    Cli,
    Console,
}

/// Kept beside the metadata: no version of it, and no failing bulk, takes it back.
#[derive(Debug)]
pub(crate) struct CatalogState {
    id: String,
    states: Mutex<States>,
}

#[derive(Debug)]
struct States {
    cli: Value,
    console: Value,
}

impl Default for CatalogState {
    fn default() -> Self {
        Self {
            id: uuid::Uuid::new_v4().to_string(),
            states: Mutex::new(States {
                cli: json!({}),
                console: json!({}),
            }),
        }
    }
}

impl CatalogState {
    /// As `get_catalog_state` answers it.
    pub(crate) fn json(&self) -> Value {
        let states = self.states();
        json!({"id": self.id, "cli_state": states.cli, "console_state": states.console})
    }

    /// Puts a state in the place of the one before.
    pub(crate) fn set(&self, keeper: Keeper, state: Value) {
        let mut states = self.states();
        match keeper {
            Keeper::Cli => states.cli = state,
            Keeper::Console => states.console = state,
        }
    }

    fn states(&self) -> MutexGuard<'_, States> {
        // A panic elsewhere cannot leave a state half-changed.
        self.states.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
