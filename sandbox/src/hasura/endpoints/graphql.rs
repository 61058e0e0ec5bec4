//! `/v1/graphql`: status 200 whatever happens; `/v1alpha1/graphql`: the same with real statuses
//! (contracts: hasura §§2.1, 3.4).

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{HeaderMap, Response, StatusCode};
use serde_json::{Map, Value};

use super::super::error::ApiError;
use super::super::graphql::{self, GraphQlRequest};
use super::super::haskell;
use super::super::socket;
use super::Shared;

const REQUEST: &str = "parsing Hasura.GraphQL.Transport.HTTP.Protocol.GQLReq(GQLReq) failed";

pub(super) async fn v1(
    State(service): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    match answer(&service, &headers, &body).await {
        Ok(value) => success(&value, StatusCode::OK, &headers),
        Err(error) => super::json(StatusCode::OK, &error.graphql_style(), None),
    }
}

pub(super) async fn v1alpha1(
    State(service): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    match answer(&service, &headers, &body).await {
        Ok(value) => {
            let failed = value.get("errors").is_some();
            let status = if failed {
                StatusCode::BAD_REQUEST
            } else {
                StatusCode::OK
            };
            success(&value, status, &headers)
        }
        Err(error) => super::json(error.status, &error.graphql_style(), None),
    }
}

/// GET opens a WebSocket; without the headers for that it is for persisted queries, which this
/// edition has not.
pub(super) async fn get(
    State(service): State<Shared>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response<Body> {
    match upgrade {
        Ok(upgrade) => socket::open(service, headers, upgrade),
        Err(_) => persisted(&service, &headers).await,
    }
}

async fn persisted(service: &Shared, headers: &HeaderMap) -> Response<Body> {
    let error = match service.auth.authenticate(headers).await {
        Ok(_) => ApiError::new("not-supported", "PersistedQueryNotSupported"),
        Err(error) => error,
    };
    super::json(StatusCode::OK, &error.graphql_style(), None)
}

/// Only successes name their request.
fn success(value: &Value, status: StatusCode, headers: &HeaderMap) -> Response<Body> {
    let failed = value.get("errors").is_some();
    super::json(status, value, (!failed).then_some(headers))
}

/// Who is asking comes before what is asked.
async fn answer(service: &Shared, headers: &HeaderMap, body: &[u8]) -> Result<Value, ApiError> {
    let session = service.auth.authenticate(headers).await?;
    let body = super::parse_body(body)?;
    match &body {
        Value::Array(items) => {
            let requests: Vec<GraphQlRequest> = items
                .iter()
                .enumerate()
                .map(|(index, item)| parse(item, &format!("$[{index}]")))
                .collect::<Result<_, _>>()?;
            Ok(requests
                .iter()
                .map(|request| graphql::execute(&service.engine, &session, request))
                .collect())
        }
        single => {
            let request = parse(single, "$")?;
            Ok(graphql::execute(&service.engine, &session, &request))
        }
    }
}

/// One request of a body.
pub(in crate::hasura) fn parse(body: &Value, path: &str) -> Result<GraphQlRequest, ApiError> {
    let fail = |message: String| ApiError::new("parse-failed", message).at(path);
    let Some(members) = body.as_object() else {
        let kind = haskell::kind(body);
        return Err(fail(format!(
            "{REQUEST}, expected Object, but encountered {kind}"
        )));
    };
    let text = |name: &str, value: &Value| {
        value.as_str().map(str::to_owned).ok_or_else(|| {
            fail(haskell::mismatch("Text", "String", value)).at(format!("{path}.{name}"))
        })
    };
    let query = members
        .get("query")
        .ok_or_else(|| fail(format!("{REQUEST}, key \"query\" not found")))?;
    let query = text("query", query)?;
    let variables = match members.get("variables") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(variables)) => variables.clone(),
        Some(other) => {
            let message = haskell::mismatch("HashMap ~Text", "Object", other);
            return Err(fail(message).at(format!("{path}.variables")));
        }
    };
    let operation_name = match members.get("operationName") {
        None | Some(Value::Null) => None,
        Some(name) => Some(text("operationName", name)?),
    };
    Ok(GraphQlRequest {
        query,
        variables,
        operation_name,
    })
}
