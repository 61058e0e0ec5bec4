//! One operation over HTTP.

use apollo_compiler::ast::OperationType;
use serde_json::{Value, json};

use super::super::engine::{Engine, Version};
use super::super::model::session::{ADMIN, Session, Via};
use super::error::GqlError;
use super::request::GraphQlRequest;
use super::schema::RoleSchema;
use super::{document, exec, introspect, validate};
use crate::Fault;

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

pub(super) fn answer(
    engine: &Engine,
    session: &Session,
    request: &GraphQlRequest,
) -> Result<Value, GqlError> {
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
            // The community edition takes the list of roles and does nothing with it.
            let may_introspect = !engine.faults().has(Fault::SchemaHidden)
                || version.consistent.may_introspect(&session.role);
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
