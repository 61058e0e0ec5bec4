//! Which path goes where.

use std::sync::Arc;

use axum::Router;
use axum::routing::{get, post};

use super::super::shared::Service;
use super::answer::{LARGEST_BODY, not_found};
use super::{admin, browser, coalesce, config, graphql, health, path};

pub(crate) fn router(service: Service) -> Router {
    let service = Arc::new(service);
    let coalescer = (Arc::clone(&service), coalesce::Coalescer::default());
    let inner = Router::new()
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
        .with_state(Arc::clone(&service));
    // Outside of everything, so that it has the last word on what a route says of its methods,
    // and paths are made plain before a route is looked for.
    Router::new()
        .fallback_service(inner)
        .layer(axum::middleware::from_fn_with_state(
            service,
            browser::origins,
        ))
        .layer(axum::middleware::map_request(path::without_empty_parts))
}
