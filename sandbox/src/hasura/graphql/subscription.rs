//! Operations that come over a WebSocket: queries and mutations are answered once, subscriptions
//! go on.
//!
//! From the engine's source: what is wrong with a request is an error of the operation, which
//! ends with it; what the database complains about is an answer with `errors`, told at each look
//! and without its internals. A live query tells its result at first and whenever it has changed;
//! a stream tells of rows and is silent while there are none.

use apollo_compiler::ast::OperationType;
use serde_json::{Value, json};

use super::error::GqlError;
use super::exec::{self, Progress, Update};
use super::request::GraphQlRequest;
use super::serve::answer;
use super::{document, validate};
use crate::Fault;
use crate::hasura::engine::Engine;
use crate::hasura::model::data::Database;
use crate::hasura::model::session::Session;

/// What became of an operation.
#[derive(Debug)]
pub(crate) enum Started {
    /// It was a query or a mutation: the whole answer.
    Answered(Value),
    /// The request is wrong: the one entry of `errors`.
    Refused(Value),
    /// It goes on, with the first answer unless there is nothing to tell.
    Live(Box<Subscription>, Option<Value>),
}

/// A subscription that goes on.
#[derive(Debug)]
pub(crate) struct Subscription {
    request: GraphQlRequest,
    /// The last answer of a live query.
    last: Option<Value>,
    /// Where a stream is.
    cursor: Option<Value>,
}

/// Starts an operation.
pub(crate) fn start(engine: &Engine, session: &Session, request: GraphQlRequest) -> Started {
    let leaked = engine.faults().has(Fault::InternalsLeaked);
    let show_internal = session.is_admin || leaked;
    let refused = |error: GqlError| {
        let mut body = error.into_response(show_internal);
        Started::Refused(body["errors"][0].take())
    };
    let document = document::read(&request.query, request.operation_name.as_deref());
    match document.map(|document| document.operation.operation_type) {
        Err(error) => refused(error),
        Ok(OperationType::Subscription) => {
            let mut subscription = Subscription {
                request,
                last: None,
                cursor: None,
            };
            match subscription.look(engine, session, &engine.data()) {
                Ok(first) => Started::Live(Box::new(subscription), first),
                Err(error) => refused(error),
            }
        }
        Ok(OperationType::Query | OperationType::Mutation) => {
            match answer(engine, session, &request) {
                Ok(data) => Started::Answered(json!({ "data": data })),
                // Only the database's own complaints have internals.
                Err(error) if error.internal.is_some() => {
                    Started::Answered(error.into_response(show_internal))
                }
                Err(error) => refused(error),
            }
        }
    }
}

impl Subscription {
    /// Looks again; the answer, if there is one to tell.
    pub(crate) fn poll(
        &mut self,
        engine: &Engine,
        session: &Session,
        data: &Database,
    ) -> Option<Value> {
        self.look(engine, session, data).unwrap_or_else(|error| {
            let leaked = engine.faults().has(Fault::InternalsLeaked);
            let answer = error.into_response(session.is_admin || leaked);
            (self.last.replace(answer.clone()) != Some(answer.clone())).then_some(answer)
        })
    }

    fn look(
        &mut self,
        engine: &Engine,
        session: &Session,
        data: &Database,
    ) -> Result<Option<Value>, GqlError> {
        let request = &self.request;
        let document = document::read(&request.query, request.operation_name.as_deref())?;
        let version = engine.metadata();
        let schema = version
            .schemas
            .of(&version.consistent, session, || engine.data());
        let fields =
            validate::validate(&schema.schema, &schema.nulls, &document, &request.variables)?;
        let run = exec::Run::new(&schema, session, engine.faults()).subscribing(engine.faults());
        let Update { data, stream } = run.subscription(data, &fields, self.cursor.as_ref())?;
        let answer = match data {
            Ok(data) => json!({ "data": data }),
            Err(complaint) => {
                let leaked = engine.faults().has(Fault::InternalsLeaked);
                self.last = None;
                return Ok(Some(complaint.into_response(leaked)));
            }
        };
        Ok(match stream {
            Some(Progress { rows: 0, .. }) => None,
            Some(Progress { cursor, .. }) => {
                self.cursor = cursor;
                Some(answer)
            }
            None if self.last.as_ref() == Some(&answer) => None,
            None => {
                self.last = Some(answer.clone());
                Some(answer)
            }
        })
    }
}
