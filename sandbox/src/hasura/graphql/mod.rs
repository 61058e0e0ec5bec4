//! GraphQL over the double's rows: a schema per role ([`schema`]), Hasura's validation
//! ([`validate`]) and execution with row filters ([`exec`]).

mod document;
mod error;
mod exec;
mod introspect;
mod schema;
mod subscription;
mod validate;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use apollo_compiler::ast::OperationType;
use serde_json::{Map, Value, json};

use super::engine::{Engine, Version};
use super::model::data::Database;
use super::model::metadata::Metadata;
use super::model::session::{ADMIN, Session, Via};
use crate::Fault;
use error::GqlError;
use schema::RoleSchema;
use schema::catalog::Catalog;
pub(crate) use subscription::{Started, Subscription, start};

/// One operation to execute.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct GraphQlRequest {
    pub query: String,
    /// Values of its variables.
    pub variables: Map<String, Value>,
    /// Which of its operations.
    pub operation_name: Option<String>,
}

/// Executes an operation and returns the whole answer.
pub(crate) fn execute(engine: &Engine, session: &Session, request: &GraphQlRequest) -> Value {
    match answer(engine, session, request) {
        Ok(data) => json!({ "data": data }),
        Err(error) => {
            let leaked = engine.faults().has(Fault::InternalsLeaked);
            error.into_response(session.is_admin || leaked)
        }
    }
}

fn answer(engine: &Engine, session: &Session, request: &GraphQlRequest) -> Result<Value, GqlError> {
    let document = document::read(&request.query, request.operation_name.as_deref())?;
    let version = engine.metadata();
    let schema = version
        .schemas
        .of(&version.consistent, session, || engine.data());
    let check = |schema: &RoleSchema| {
        validate::validate(&schema.schema, &schema.nulls, &document, &request.variables)
    };
    let fields = check(&schema).map_err(|error| {
        if engine.faults().has(Fault::EnumListsAll) {
            everybodys_words(&version, engine, &error, check).unwrap_or(error)
        } else {
            error
        }
    })?;
    match document.operation.operation_type {
        OperationType::Query => {
            let may_introspect = version.consistent.may_introspect(&session.role);
            introspect::check(&fields, session, may_introspect)?;
            let run = exec::Run::new(&schema, session, engine.faults());
            run.query(&engine.data(), &fields)
        }
        OperationType::Mutation => {
            let run = exec::Run::new(&schema, session, engine.faults());
            engine.change_data(|database| run.mutation(database, &fields))
        }
        OperationType::Subscription => Err(GqlError::root(
            "unexpected-payload",
            "subscriptions are not supported over HTTP, use websockets instead",
        )),
    }
}

/// What the request would be told as administrator, where that is about the values of an enum.
fn everybodys_words<T>(
    version: &Version,
    engine: &Engine,
    error: &GqlError,
    check: impl Fn(&RoleSchema) -> Result<T, GqlError>,
) -> Option<GqlError> {
    let enumerates = |error: &GqlError| error.message.starts_with("expected one of the values");
    if !enumerates(error) {
        return None;
    }
    let admin = Session::new(ADMIN, Via::AdminSecret);
    let schema = version
        .schemas
        .of(&version.consistent, &admin, || engine.data());
    check(&schema).err().filter(enumerates)
}

/// The schemas of one version of the metadata, built when a role first asks.
#[derive(Default)]
pub(crate) struct Schemas {
    catalog: OnceLock<Arc<Catalog>>,
    roles: Mutex<HashMap<(String, bool), Arc<RoleSchema>>>,
}

impl Schemas {
    fn of(
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
            .get_or_init(|| Arc::new(Catalog::build(metadata, &database())));
        let grants = schema::grants::grants(metadata, catalog, &session.role, session.backend_only);
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

#[cfg(test)]
mod tests;
