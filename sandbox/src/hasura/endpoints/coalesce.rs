//! [`Fault::SharedAnswers`]: what a proxy does that collapses equal requests in flight into one
//! and forgets that the caller is a part of the request.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Response, StatusCode};
use axum::middleware::Next;
use tokio::sync::OnceCell;

use super::super::shared::Shared;
use super::answer::LARGEST_BODY;
use crate::Fault;

/// How long the first of several equal requests waits for others: about a slow query's time.
const COMPANY: Duration = Duration::from_millis(20);

/// An answer that several requests get.
#[derive(Clone)]
struct Answer {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

type InFlight = HashMap<Bytes, Arc<OnceCell<Answer>>>;

/// The requests in flight, by their bodies.
#[derive(Clone, Default)]
pub(super) struct Coalescer {
    in_flight: Arc<Mutex<InFlight>>,
}

/// Sits before the routes; passes everything on while the fault is off.
pub(super) async fn layer(
    State((service, coalescer)): State<(Shared, Coalescer)>,
    request: Request,
    next: Next,
) -> Response<Body> {
    let graphql = request.uri().path() == "/v1/graphql" && request.method() == "POST";
    if !graphql || !service.engine.faults().has(Fault::SharedAnswers) {
        return next.run(request).await;
    }
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, LARGEST_BODY).await else {
        let mut answer = Response::new(Body::empty());
        *answer.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return answer;
    };
    let cell = coalescer.join(&body);
    let answer = cell
        .get_or_init(|| async {
            tokio::time::sleep(COMPANY).await;
            let answer = run(parts, body.clone(), next).await;
            coalescer.forget(&body);
            answer
        })
        .await;
    let mut response = Response::new(Body::from(answer.body.clone()));
    *response.status_mut() = answer.status;
    response.headers_mut().clone_from(&answer.headers);
    response
}

async fn run(parts: Parts, body: Bytes, next: Next) -> Answer {
    let answer = next.run(Request::from_parts(parts, Body::from(body))).await;
    let (parts, body) = answer.into_parts();
    Answer {
        status: parts.status,
        headers: parts.headers,
        body: to_bytes(body, usize::MAX).await.unwrap_or_default(),
    }
}

impl Coalescer {
    fn join(&self, body: &Bytes) -> Arc<OnceCell<Answer>> {
        let mut in_flight = self.lock();
        Arc::clone(in_flight.entry(body.clone()).or_default())
    }

    fn forget(&self, body: &Bytes) {
        self.lock().remove(body);
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, InFlight> {
        self.in_flight
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}
