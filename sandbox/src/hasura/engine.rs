//! The state that all endpoints share.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::catalog_state::CatalogState;
use super::consistency::{self, Inconsistency};
use super::graphql::{Clash, Schemas};
use super::model::data::{self, Database, SignUpRow, Unserved, UserRow, UserSource};
use super::model::metadata::Metadata;
use super::postgres::Postgres;
use crate::{Faults, Naming};

/// Metadata and rows, changed only as a whole.
pub(crate) struct Engine {
    state: Mutex<State>,
    users: UserSource,
    on_sign_up: Vec<SignUpRow>,
    faults: Faults,
    naming: Naming,
    postgres: Option<Postgres>,
    catalog: Arc<CatalogState>,
}

struct State {
    version: Arc<Version>,
    stored: Database,
    /// Users that have had their sign-up rows, or were there from the start: ids and addresses.
    greeted: BTreeSet<String>,
    /// Ids of users who came since, and whose rows go with them.
    newcomers: BTreeSet<String>,
}

/// One version of the metadata.
#[derive(Debug)]
pub(crate) struct Version {
    /// Goes up by one with each change.
    pub resource_version: u64,
    /// As it was loaded or changed.
    pub metadata: Metadata,
    /// The metadata without what the database contradicts.
    pub consistent: Metadata,
    /// What was left out of it.
    pub inconsistencies: Vec<Inconsistency>,
    /// What is in it, or behind it, and cannot be had from this double.
    pub unserved: Vec<Unserved>,
    /// Root fields that several tables would have, of which one has it.
    pub clashes: Vec<Clash>,
    /// GraphQL schemas of the consistent part, a role's being built when it first asks.
    pub schemas: Schemas,
}

/// The metadata was changed by somebody else in between.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Conflict;

impl Engine {
    /// An engine over loaded metadata and data. `naming` is for what does not say it itself.
    pub(crate) fn new(
        metadata: Metadata,
        loaded: data::Loaded,
        users: UserSource,
        faults: Faults,
        naming: Naming,
    ) -> Self {
        let greeted = loaded
            .users
            .iter()
            .flat_map(|user| user.id.clone().into_iter().chain([user.email.clone()]))
            .collect();
        let version = Arc::new(Version::new(1, metadata, &loaded.database, naming));
        Self {
            state: Mutex::new(State {
                version,
                stored: loaded.database,
                greeted,
                newcomers: BTreeSet::new(),
            }),
            users,
            on_sign_up: loaded.on_sign_up,
            faults,
            naming,
            postgres: None,
            catalog: Arc::default(),
        }
    }

    /// `HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION`.
    pub(crate) const fn naming(&self) -> Naming {
        self.naming
    }

    /// The same over a real database, whose rows were loaded.
    pub(crate) fn with_postgres(mut self, postgres: Option<Postgres>) -> Self {
        self.postgres = postgres;
        self
    }

    /// The real database, if there is one.
    pub(crate) fn postgres(&self) -> Option<&Postgres> {
        self.postgres.as_ref()
    }

    /// What clients keep here beside the metadata.
    pub(crate) fn catalog(&self) -> Arc<CatalogState> {
        Arc::clone(&self.catalog)
    }

    /// Names of the sources that have rows.
    pub(crate) fn source_names(&self) -> Vec<String> {
        let state = self.state();
        let sources = state.stored.sources.iter();
        sources.map(|source| source.name.clone()).collect()
    }

    /// The metadata now. GraphQL goes by its consistent part.
    pub(crate) fn metadata(&self) -> Arc<Version> {
        Arc::clone(&self.state().version)
    }

    /// What would become of the metadata, without keeping it.
    pub(crate) fn try_metadata(&self, metadata: Metadata) -> Version {
        let state = self.state();
        Version::new(
            state.version.resource_version + 1,
            metadata,
            &state.stored,
            self.naming,
        )
    }

    /// Replaces the metadata if nobody else has since `version` was tried.
    pub(crate) fn keep_metadata(&self, version: Version) -> Result<Arc<Version>, Conflict> {
        let mut state = self.state();
        let current = state.version.resource_version;
        if version.resource_version != current + 1 {
            return Err(Conflict);
        }
        state.version = Arc::new(version);
        Ok(Arc::clone(&state.version))
    }

    /// The rows now: stored tables, live users of the core, views. Users who signed up since the
    /// last look get their sign-up rows first; the rows of those who were deleted go.
    pub(crate) fn data(&self) -> Database {
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
    pub(crate) fn change_data<T, E>(
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
    pub(crate) fn faults(&self) -> &Faults {
        &self.faults
    }

    fn greet(&self, state: &mut State, users: &[UserRow]) {
        for user in users {
            if state.greeted.contains(&user.email) {
                continue;
            }
            if state.greeted.insert(user.user_id.clone()) {
                data::sign_up(&mut state.stored, &self.on_sign_up, user);
                state.newcomers.insert(user.user_id.clone());
            }
        }
        let gone: Vec<String> = state
            .newcomers
            .iter()
            .filter(|id| !users.iter().any(|user| user.user_id == **id))
            .cloned()
            .collect();
        for id in gone {
            state.newcomers.remove(&id);
            data::departure(&mut state.stored, &id);
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
    fn new(resource_version: u64, metadata: Metadata, database: &Database, naming: Naming) -> Self {
        let (consistent, inconsistencies) = consistency::check(&metadata, database);
        let unserved = consistency::unserved(&metadata, database);
        let schemas = Schemas::new(naming);
        let clashes = schemas.clashes(&consistent, database);
        Self {
            resource_version,
            metadata,
            consistent,
            inconsistencies,
            unserved,
            clashes,
            schemas,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use serde_json::{Value, json};

    use super::super::model::TableName;
    use super::super::{dataset, model::data};
    use super::*;

    fn user(id: &str, email: &str) -> UserRow {
        UserRow {
            user_id: id.into(),
            email: email.into(),
            password_hash: "$argon2id$".into(),
            time_joined: 1_700_000_000_000,
        }
    }

    struct Fixture {
        engine: Engine,
        users: Arc<Mutex<Vec<UserRow>>>,
    }

    fn fixture(document: Option<Value>) -> Fixture {
        let loaded = match document {
            Some(document) => data::load(&document).unwrap(),
            None => dataset::data().unwrap(),
        };
        let users: Arc<Mutex<Vec<UserRow>>> = Arc::default();
        let source = Arc::clone(&users);
        Fixture {
            engine: Engine::new(
                Metadata::default(),
                loaded,
                Arc::new(move || source.lock().unwrap().clone()),
                Faults::default(),
                Naming::default(),
            ),
            users,
        }
    }

    fn rows(engine: &Engine, table: &str) -> Arc<Vec<data::Row>> {
        let data = engine.data();
        let table = data.table("default", &TableName::new("public", table));
        Arc::clone(&table.unwrap().rows)
    }

    #[test]
    fn the_cores_users_are_there_as_soon_as_they_exist() {
        let fixture = fixture(None);
        assert_eq!(rows(&fixture.engine, "emailpassword_users").len(), 0);
        fixture.users.lock().unwrap().push(user("u1", "a@b.test"));
        assert_eq!(
            json!(*rows(&fixture.engine, "emailpassword_users")),
            json!([{
                "user_id": "u1",
                "email": "a@b.test",
                "password_hash": "$argon2id$",
                "time_joined": 1_700_000_000_000_i64,
            }])
        );
        assert_eq!(
            rows(&fixture.engine, "all_auth_recipe_users")[0]["recipe_id"],
            "emailpassword"
        );
    }

    #[test]
    fn whoever_signs_up_gets_rows_once() {
        let fixture = fixture(None);
        let before = rows(&fixture.engine, "notes").len();
        let seeded = dataset::data().unwrap().users[0].clone();
        let mut users = fixture.users.lock().unwrap();
        users.push(user(&seeded.id.unwrap(), &seeded.email));
        users.push(user("u1", "new@b.test"));
        drop(users);
        for _ in 0..2 {
            assert_eq!(rows(&fixture.engine, "notes").len(), before + 1);
        }
        let notes = rows(&fixture.engine, "notes");
        let note = notes.last().unwrap();
        assert_eq!(note["owner_id"], "u1");
        assert_eq!(note["body"], "This note is yours alone, new@b.test.");
        let of_note = |table: &str| {
            let rows = rows(&fixture.engine, table);
            rows.iter()
                .filter(|row| row["note_id"] == note["id"])
                .cloned()
                .collect::<Vec<_>>()
        };
        assert_eq!(of_note("comments").len(), 1);
        assert_eq!(of_note("comments")[0]["author_id"], "u1");
        let tag = &of_note("note_tags")[0]["tag_id"];
        assert!(
            rows(&fixture.engine, "tags")
                .iter()
                .any(|row| row["id"] == *tag && row["owner_id"] == "u1")
        );
    }

    #[test]
    fn views_follow_their_tables() {
        let fixture = fixture(Some(json!({"tables": [
            {
                "name": "n",
                "columns": [{"name": "id", "type": "int"}, {"name": "done", "type": "bool", "default": false}],
                "primary_key": ["id"],
                "rows": [{"id": 1, "done": true}, {"id": 2}],
            },
            {"name": "open", "view_of": "n", "filter": {"done": {"_eq": false}}, "columns": [{"name": "id", "type": "int"}]},
            {"name": "people", "view_of": "emailpassword_users"},
        ]})));
        assert_eq!(json!(*rows(&fixture.engine, "open")), json!([{"id": 2}]));
        fixture.users.lock().unwrap().push(user("u1", "a@b.test"));
        assert_eq!(rows(&fixture.engine, "people").len(), 1);
        let name = TableName::new("public", "n");
        let added: Result<(), data::ConstraintError> = fixture.engine.change_data(|database| {
            let table = database.table_mut("default", &name).unwrap();
            table.insert(json!({"id": 3}).as_object().unwrap().clone())?;
            table.insert(json!({"id": 1}).as_object().unwrap().clone())?;
            Ok(())
        });
        assert!(added.is_err());
        assert_eq!(
            rows(&fixture.engine, "open").len(),
            1,
            "a failed change leaves nothing"
        );
        let added: Result<_, data::ConstraintError> = fixture.engine.change_data(|database| {
            let table = database.table_mut("default", &name).unwrap();
            table.insert(json!({"id": 3}).as_object().unwrap().clone())
        });
        assert_eq!(json!(added.unwrap()), json!({"id": 3, "done": false}));
        assert_eq!(
            json!(*rows(&fixture.engine, "open")),
            json!([{"id": 2}, {"id": 3}])
        );
    }

    #[test]
    fn two_writers_conflict() {
        let fixture = fixture(None);
        let first = fixture.engine.try_metadata(Metadata::default());
        let second = fixture.engine.try_metadata(Metadata::default());
        assert!(fixture.engine.keep_metadata(first).is_ok());
        assert_eq!(fixture.engine.keep_metadata(second).unwrap_err(), Conflict);
    }
}
