//! What all answers have in common, and the reading of a body.

use std::io::Write as _;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode, header};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;

use super::super::error::ApiError;

/// The engine's largest request body.
pub(super) const LARGEST_BODY: usize = 32 * 1024 * 1024;

/// Smaller answers are never compressed.
const SMALLEST_PACKED: usize = 700;

/// An error in the envelope of the metadata API.
pub(super) fn metadata_error(error: &ApiError) -> Response<Body> {
    json(error.status, &error.metadata_style(), None)
}

/// A JSON answer; a success names the request it belongs to.
pub(super) fn json(
    status: StatusCode,
    body: &Value,
    request: Option<&HeaderMap>,
) -> Response<Body> {
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
pub(super) fn parse_body(body: &[u8]) -> Result<Value, ApiError> {
    serde_json::from_slice(body)
        .map_err(|_| ApiError::new("invalid-json", super::super::haskell::not_json(body)))
}

/// No route has this path.
pub(super) async fn not_found() -> Response<Body> {
    let error = ApiError::new("not-found", "resource does not exist").status(StatusCode::NOT_FOUND);
    metadata_error(&error)
}
