//! Endpoints for administrators: the metadata API, SQL, and two that this double does not have.

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode};
use serde_json::Value;

use super::super::Engine;
use super::super::error::ApiError;
use super::super::metadata_api;
use super::super::model::session::Session;
use super::super::shared::Shared;
use super::answer::{json, metadata_error, parse_body};
use crate::Fault;

/// An administrator's session, or the refusal of `/v1alpha1/config` and its like.
pub(super) async fn require(service: &Shared, headers: &HeaderMap) -> Result<Session, ApiError> {
    let session = service.auth.authenticate(headers).await?;
    if session.is_admin {
        Ok(session)
    } else {
        Err(ApiError::new(
            "access-denied",
            "You have to be an admin to access this endpoint",
        ))
    }
}

/// The refusal of the metadata API and the SQL endpoints.
async fn require_for_commands(service: &Shared, headers: &HeaderMap) -> Result<(), ApiError> {
    if service.engine.faults().has(Fault::MetadataOpen) {
        return Ok(());
    }
    let session = service.auth.authenticate(headers).await?;
    if session.is_admin {
        Ok(())
    } else {
        Err(ApiError::new("access-denied", "restricted access : admin only").at("$.args"))
    }
}

pub(super) async fn metadata(
    State(service): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let run = async |engine: &Engine, body: &_| match storage(engine) {
        Ok(()) => metadata_api::run(engine, body),
        Err(error) => Err(error),
    };
    commands(&service, &headers, &body, run).await
}

pub(super) async fn query(
    State(service): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    commands(&service, &headers, &body, metadata_api::query).await
}

async fn commands(
    service: &Shared,
    headers: &HeaderMap,
    body: &[u8],
    run: impl AsyncFn(&Engine, &Value) -> Result<Value, ApiError>,
) -> Response<Body> {
    let outcome = match require_for_commands(service, headers).await {
        Ok(()) => match parse_body(body) {
            Ok(body) => run(&service.engine, &body).await,
            Err(error) => Err(error),
        },
        Err(error) => Err(error),
    };
    match outcome {
        Ok(value) => json(StatusCode::OK, &value, Some(headers)),
        Err(error) => metadata_error(&error),
    }
}

pub(super) async fn legacy_query(
    State(service): State<Shared>,
    headers: HeaderMap,
    body: Bytes,
) -> Response<Body> {
    let run = async |engine: &Engine, body: &_| match storage(engine) {
        Ok(()) => metadata_api::legacy_query(engine, body).await,
        Err(error) => Err(error),
    };
    commands(&service, &headers, &body, run).await
}

/// The place of the metadata, which a fault makes unreachable.
fn storage(engine: &Engine) -> Result<(), ApiError> {
    if engine.faults().has(Fault::MetadataFails) {
        let error = ApiError::new("unexpected", "the metadata storage does not answer");
        return Err(error.status(StatusCode::INTERNAL_SERVER_ERROR));
    }
    Ok(())
}

/// There is no SQL behind this double that it could explain.
pub(super) async fn explain(State(service): State<Shared>, headers: HeaderMap) -> Response<Body> {
    absent(&service, &headers, "the sandbox has no SQL to explain").await
}

/// `migrate create --from-server` and `seed create --from-table` of hasura-cli ask for this.
pub(super) async fn pg_dump(State(service): State<Shared>, headers: HeaderMap) -> Response<Body> {
    let reason = "the sandbox dumps no database: migrations and seeds need a real engine";
    absent(&service, &headers, reason).await
}

async fn absent(service: &Shared, headers: &HeaderMap, reason: &str) -> Response<Body> {
    let error = match require(service, headers).await {
        Ok(_) => ApiError::new("not-supported", reason),
        Err(error) => error,
    };
    metadata_error(&error)
}
