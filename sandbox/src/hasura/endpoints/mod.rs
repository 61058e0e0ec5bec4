//! The routes, and what all answers have in common (contracts: hasura §§2.1, 4.1).

mod admin;
mod browser;
mod coalesce;
mod config;
pub(super) mod graphql;
mod health;
#[cfg(test)]
mod tests;

use std::io::Write as _;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use axum::routing::{get, post};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use super::auth::Authenticator;
use super::engine::Engine;
use super::error::ApiError;

/// What every handler sees.
#[derive(Debug)]
pub(super) struct Service {
    pub(super) engine: Engine,
    pub(super) auth: Authenticator,
}

pub(super) type Shared = Arc<Service>;

/// The engine's largest request body.
const LARGEST_BODY: usize = 32 * 1024 * 1024;

/// Smaller answers are never compressed.
const SMALLEST_PACKED: usize = 700;

pub(super) fn router(service: Service) -> Router {
    let service = Arc::new(service);
    let coalescer = (Arc::clone(&service), coalesce::Coalescer::default());
    Router::new()
        .route("/console", get(browser::console))
        .route("/v1/version", get(health::version))
        .route("/healthz", get(health::healthz))
        .route("/hasura/healthz", get(health::healthz))
        .route("/v1/graphql", post(graphql::v1).get(graphql::get))
        .route("/v1alpha1/graphql", post(graphql::v1alpha1))
        .route("/v1/graphql/explain", post(admin::explain))
        .route("/v1alpha1/config", get(config::config))
        .route("/v1alpha1/pg_dump", post(admin::pg_dump))
        .route("/v1/metadata", post(admin::metadata))
        .route("/v2/query", post(admin::query))
        .route("/v1/query", post(admin::legacy_query))
        .method_not_allowed_fallback(not_found)
        .fallback(not_found)
        .layer(axum::extract::DefaultBodyLimit::max(LARGEST_BODY))
        .layer(axum::middleware::from_fn_with_state(
            coalescer,
            coalesce::layer,
        ))
        .layer(axum::middleware::from_fn_with_state(
            Arc::clone(&service),
            browser::origins,
        ))
        .with_state(service)
}

async fn not_found() -> Response<Body> {
    let error = ApiError::new("not-found", "resource does not exist").status(StatusCode::NOT_FOUND);
    metadata_error(&error)
}

/// An error in the envelope of the metadata API.
fn metadata_error(error: &ApiError) -> Response<Body> {
    json(error.status, &error.metadata_style(), None)
}

/// A JSON answer; a success names the request it belongs to.
fn json(status: StatusCode, body: &Value, request: Option<&HeaderMap>) -> Response<Body> {
    let text = body.to_string();
    let packed = request
        .filter(|request| text.len() >= SMALLEST_PACKED && takes_gzip(request))
        .and_then(|_| gzip(text.as_bytes()).ok());
    let is_packed = packed.is_some();
    let mut answer = Response::new(packed.map_or_else(|| Body::from(text), Body::from));
    *answer.status_mut() = status;
    if is_packed {
        let gzip = HeaderValue::from_static("gzip");
        answer.headers_mut().insert(header::CONTENT_ENCODING, gzip);
    }
    let headers = answer.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    if let Some(request) = request {
        const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
        let id = request
            .get(REQUEST_ID)
            .cloned()
            .or_else(|| HeaderValue::from_str(&uuid::Uuid::new_v4().to_string()).ok());
        if let Some(id) = id {
            headers.insert(REQUEST_ID, id);
        }
    }
    answer
}

fn takes_gzip(request: &HeaderMap) -> bool {
    request
        .get_all(header::ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| {
            let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
            name.trim().eq_ignore_ascii_case("gzip") && weight.replace(' ', "") != "q=0"
        })
}

fn gzip(body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(body)?;
    encoder.finish()
}

/// A body as JSON, or the engine's complaint about it.
fn parse_body(body: &[u8]) -> Result<Value, ApiError> {
    serde_json::from_slice(body)
        .map_err(|_| ApiError::new("invalid-json", super::haskell::not_json(body)))
}
