//! `/v1/version` and `/healthz`: open to everybody.

use axum::body::Body;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, HeaderValue, Response, StatusCode, header};
use serde_json::json;

use super::super::shared::{Shared, VERSION};
use super::answer::json;

pub(super) async fn version(headers: HeaderMap) -> Response<Body> {
    let body = json!({"server_type": "ce", "version": VERSION});
    json(StatusCode::OK, &body, Some(&headers))
}

pub(super) async fn healthz(
    State(service): State<Shared>,
    RawQuery(query): RawQuery,
) -> Response<Body> {
    let strict = query
        .as_deref()
        .unwrap_or_default()
        .split('&')
        .any(|pair| pair == "strict" || pair == "strict=true");
    let consistent = service.engine.metadata().inconsistencies.is_empty();
    let (status, text) = match (consistent, strict) {
        (true, _) => (StatusCode::OK, "OK"),
        (false, false) => (StatusCode::OK, "WARN: inconsistent objects in schema"),
        (false, true) => (
            StatusCode::INTERNAL_SERVER_ERROR,
            "ERROR: inconsistent objects in schema",
        ),
    };
    let mut answer = Response::new(Body::from(text));
    *answer.status_mut() = status;
    answer.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain; charset=utf-8"),
    );
    answer
}
