//! What only browsers ask for: the console, and leave to read answers from pages of other origins.
//!
//! Over somebody's own database the double is an engine as it comes: pages of any origin may ask
//! with credentials (contracts: hasura §4.1). Otherwise it stands for one that was set up with
//! `HASURA_GRAPHQL_DISABLE_CORS=true`, which knows no preflights, so that a browser lets no page
//! read anything; the fault makes it an engine as it comes.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::Next;

use super::super::error::ApiError;
use super::super::shared::Shared;
use crate::Fault;

const CONSOLE: &str = "<!DOCTYPE html><html><head><title>Hasura Console</title></head><body>\
<p>The sandbox has no console; this page stands for one.</p></body></html>";

/// `GET /console`: a page where the console is enabled (contracts: hasura §4.1).
pub(super) async fn console(State(service): State<Shared>) -> Response<Body> {
    if !service.engine.faults().has(Fault::ConsoleOpen) {
        return super::answer::not_found().await;
    }
    let mut answer = Response::new(Body::from(CONSOLE));
    answer.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    answer
}

/// Answers preflights, and marks answers as readable, where every origin is let in. What no
/// engine answers, in any other method, ends here.
pub(super) async fn origins(
    State(service): State<Shared>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let engine = &service.engine;
    let open = engine.postgres().is_some() || engine.faults().has(Fault::CorsAnyOrigin);
    let origin = request.headers().get(header::ORIGIN).cloned();
    let origin = origin.filter(|_| open);
    if request.method() == Method::OPTIONS
        && let Some(origin) = origin
    {
        return preflight(request.headers(), origin);
    }
    if ![Method::GET, Method::POST].contains(request.method()) {
        return no_such_method();
    }
    let mut answer = next.run(request).await;
    // The engine does not say which other method there would be.
    answer.headers_mut().remove(header::ALLOW);
    if let Some(origin) = origin {
        mark(answer.headers_mut(), origin);
    }
    answer
}

fn preflight(asked: &HeaderMap, origin: HeaderValue) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::NO_CONTENT;
    let headers = answer.headers_mut();
    mark(headers, origin);
    let wanted = asked.get(header::ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    headers.insert(
        header::ACCESS_CONTROL_ALLOW_HEADERS,
        wanted.unwrap_or_else(|| HeaderValue::from_static("")),
    );
    let twenty_days = HeaderValue::from_static("1728000");
    headers.insert(header::ACCESS_CONTROL_MAX_AGE, twenty_days);
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/plain charset=UTF-8"),
    );
    answer
}

fn mark(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    for (name, value) in [
        (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"),
        (
            header::ACCESS_CONTROL_ALLOW_METHODS,
            "GET,POST,PUT,PATCH,DELETE,OPTIONS",
        ),
        (
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            "X-Hasura-Query-Cache-Key,X-Hasura-Query-Family-Cache-Key,Warning",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

fn no_such_method() -> Response<Body> {
    let error = ApiError::new("unexpected", "Internal Server Error");
    let error = error.status(StatusCode::INTERNAL_SERVER_ERROR);
    let mut answer = super::answer::metadata_error(&error);
    answer.headers_mut().remove(header::CONTENT_TYPE);
    answer
}
