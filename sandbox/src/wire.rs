//! What is counted and remembered about the requests to one double.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use axum::http::Request;
use hyper::body::Incoming;
use serde_json::{Value, json};

use super::clock::Clock;
use super::{Fault, Faults, Service};

/// Requests remembered for `/.sandbox/requests`.
const REMEMBERED: usize = 64;
/// What all requests to one double share.
#[derive(Debug)]
pub(super) struct Wire {
    pub service: Service,
    pub faults: Faults,
    pub clock: Clock,
    /// The origin that [`Fault::RedirectOtherOrigin`] leads to.
    pub elsewhere: String,
    pub(super) connections: AtomicU64,
    pub(super) requests: AtomicU64,
    pub(super) journal: Mutex<VecDeque<Value>>,
}

impl Wire {
    /// Nothing counted yet.
    pub(super) fn new(service: Service, faults: Faults, elsewhere: String) -> Self {
        Self {
            service,
            clock: Clock::new(faults.clone()),
            faults,
            elsewhere,
            connections: AtomicU64::new(0),
            requests: AtomicU64::new(0),
            journal: Mutex::default(),
        }
    }

    /// A closed port is a property of the listener, not of an answer.
    pub(super) fn is_down(&self) -> bool {
        self.service == Service::Core && self.faults.has(Fault::CoreDown)
    }

    pub(super) fn remember(&self, request: &Request<Incoming>) {
        self.requests.fetch_add(1, Ordering::Relaxed);
        let headers: Vec<Value> = request
            .headers()
            .iter()
            .map(|(name, value)| json!([name.as_str(), String::from_utf8_lossy(value.as_bytes())]))
            .collect();
        let entry = json!({
            "method": request.method().as_str(),
            "path": request.uri().to_string(),
            "headers": headers,
        });
        let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
        if journal.len() == REMEMBERED {
            journal.pop_front();
        }
        journal.push_back(entry);
    }
}
