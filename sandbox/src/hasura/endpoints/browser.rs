//! What only browsers ask for: the console, and leave to read answers from pages of other origins.
//!
//! A real engine lets pages of any origin ask with credentials unless it is told otherwise
//! (contracts: hasura §4.1). The double is stricter: only under its fault does it say what the
//! Fetch standard takes for *any origin, with credentials*; without it the double knows no
//! preflights, and a browser lets no page read anything.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use axum::middleware::Next;

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

/// Answers preflights, and marks answers as readable, where every origin is let in.
pub(super) async fn origins(
    State(service): State<Shared>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let (Some(origin), true) = (origin, service.engine.faults().has(Fault::CorsAnyOrigin)) else {
        return next.run(request).await;
    };
    let asked = request
        .headers()
        .get(header::ACCESS_CONTROL_REQUEST_HEADERS)
        .cloned();
    let preflight = request.method() == Method::OPTIONS;
    let mut answer = if preflight {
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = StatusCode::NO_CONTENT;
        answer
    } else {
        next.run(request).await
    };
    let headers: &mut HeaderMap = answer.headers_mut();
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    let yes = HeaderValue::from_static("true");
    headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, yes);
    if preflight {
        let methods = HeaderValue::from_static("GET,POST,PUT,PATCH,DELETE,OPTIONS");
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, methods);
        if let Some(asked) = asked {
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, asked);
        }
    }
    answer
}
