//! `/v1/graphql`: status 200 whatever happens; `/v1alpha1/graphql`: the same with real statuses
//! (contracts: hasura §2.1, §3.4).

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::http::{HeaderMap, Response, StatusCode};
use serde_json::Value;

use super::super::error::ApiError;
use super::super::graphql::{self, GraphQlRequest};
use super::super::shared::Shared;
use super::super::socket;
use super::answer::{json, parse_body};

pub(super) async fn v1(
    State(service): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    match answer(&service, &headers, &body).await {
        Ok(value) => success(&value, StatusCode::OK, &headers),
        Err(error) => json(StatusCode::OK, &error.graphql_style(), None),
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
        Err(error) => json(error.status, &error.graphql_style(), None),
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
    json(StatusCode::OK, &error.graphql_style(), None)
}

/// Only successes name their request.
fn success(value: &Value, status: StatusCode, headers: &HeaderMap) -> Response<Body> {
    let failed = value.get("errors").is_some();
    json(status, value, (!failed).then_some(headers))
}

/// Who is asking comes before what is asked.
async fn answer(service: &Shared, headers: &HeaderMap, body: &[u8]) -> Result<Value, ApiError> {
    let session = service.auth.authenticate(headers).await?;
    let body = parse_body(body)?;
    match &body {
        Value::Array(items) => {
            let requests: Vec<GraphQlRequest> = items
                .iter()
                .enumerate()
                .map(|(index, item)| graphql::parse(item, &format!("$[{index}]")))
                .collect::<Result<_, _>>()?;
            Ok(requests
                .iter()
                .map(|request| graphql::execute(&service.engine, &session, request))
                .collect())
        }
        single => {
            let request = graphql::parse(single, "$")?;
            Ok(graphql::execute(&service.engine, &session, &request))
        }
    }
}
