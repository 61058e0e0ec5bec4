//! The schemas of the roles, kept as long as the metadata stays what it is.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::schema::catalog::Catalog;
use super::schema::grants::grants;
use super::schema::{Clash, RoleSchema, clashes};
use crate::Naming;
use crate::hasura::model::data::Database;
use crate::hasura::model::metadata::Metadata;
use crate::hasura::model::session::Session;

/// The schemas of one version of the metadata, built when a role first asks.
#[derive(Default)]
pub(crate) struct Schemas {
    naming: Naming,
    pub(super) catalog: OnceLock<Arc<Catalog>>,
    pub(super) roles: Mutex<HashMap<(String, bool), Arc<RoleSchema>>>,
}

impl Schemas {
    /// None yet.
    pub(crate) fn new(naming: Naming) -> Self {
        Self {
            naming,
            ..Self::default()
        }
    }

    /// Root fields that several tables would have.
    pub(crate) fn clashes(&self, metadata: &Metadata, database: &Database) -> Vec<Clash> {
        clashes(
            self.catalog
                .get_or_init(|| Arc::new(Catalog::build(metadata, database, self.naming))),
        )
    }

    pub(super) fn of(
        &self,
        metadata: &Metadata,
        session: &Session,
        database: impl FnOnce() -> Database,
    ) -> Arc<RoleSchema> {
        let key = (session.role.clone(), session.backend_only);
        // A panic while a schema was built has inserted nothing.
        let mut roles = self.roles.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = roles.get(&key) {
            return Arc::clone(known);
        }
        let catalog = self
            .catalog
            .get_or_init(|| Arc::new(Catalog::build(metadata, &database(), self.naming)));
        let grants = grants(metadata, catalog, &session.role, session.backend_only);
        let built = Arc::new(RoleSchema::build(Arc::clone(catalog), grants));
        roles.insert(key, Arc::clone(&built));
        built
    }
}

impl std::fmt::Debug for Schemas {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Schemas").finish_non_exhaustive()
    }
}
