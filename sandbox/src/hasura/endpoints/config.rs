//! `/v1alpha1/config`: what an administrator may know about the configuration
//! (contracts: hasura §4.2). Never keys, URLs, issuers or audiences.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Response, StatusCode};
use serde_json::{Map, Value, json};

use crate::Naming;

use super::super::auth::config::{ClaimSource, ClaimsFormat, ClaimsMap, JwtConfig, Namespace};
use super::super::shared::{Shared, VERSION};
use super::admin;
use super::answer::{json, metadata_error};

pub(super) async fn config(State(service): State<Shared>, headers: HeaderMap) -> Response<Body> {
    if let Err(error) = admin::require(&service, &headers).await {
        return metadata_error(&error);
    }
    let jwt: Vec<Value> = service.auth.jwt_configs().map(claims).collect();
    let naming = service.engine.naming();
    let body = json!({
        "version": VERSION,
        "is_function_permissions_inferred": true,
        "is_remote_schema_permissions_enabled": false,
        "is_admin_secret_set": service.auth.has_admin_secret(),
        "is_auth_hook_set": false,
        "is_jwt_set": !jwt.is_empty(),
        "jwt": jwt,
        "is_allow_list_enabled": false,
        "live_queries": {"batch_size": 100, "refetch_delay": 1},
        "streaming_queries": {"batch_size": 100, "refetch_delay": 1},
        "console_assets_dir": null,
        // Without that feature the convention would not count.
        "experimental_features": match naming {
            Naming::Hasura => json!([]),
            Naming::GraphQl => json!(["naming_convention"]),
        },
        "is_prometheus_metrics_enabled": false,
        "default_naming_convention": naming.name(),
        "feature_flags": [
            {
                "name": "naming-convention-sep-2023",
                "description": "The changes to the naming-convention feature that were added in \
                                September 2023",
                "enabled": false,
            },
            {
                "name": "test-flag",
                "description": "Testing feature flag integration",
                "enabled": false,
            },
        ],
        "is_apollo_federation_enabled": false,
    });
    json(StatusCode::OK, &body, Some(&headers))
}

/// A map stands beside the namespace and format that are then not used.
fn claims(config: &JwtConfig) -> Value {
    let claims = &config.claims;
    json!({
        "claims_namespace": match &claims.namespace {
            Namespace::Name(name) => name.clone(),
            Namespace::Path(path) => path.to_string(),
        },
        "claims_format": match claims.format {
            ClaimsFormat::Json => "json",
            ClaimsFormat::StringifiedJson => "stringified_json",
        },
        "claims_map": claims.map.as_ref().map(claims_map),
    })
}

fn claims_map(map: &ClaimsMap) -> Value {
    let mut members = Map::new();
    members.insert("x-hasura-allowed-roles".into(), source(&map.allowed_roles));
    members.insert("x-hasura-default-role".into(), source(&map.default_role));
    for (name, value) in &map.others {
        members.insert(name.clone(), source(value));
    }
    Value::Object(members)
}

fn source<T: serde::Serialize>(source: &ClaimSource<T>) -> Value {
    match source {
        ClaimSource::Literal(value) => json!(value),
        ClaimSource::Path {
            path,
            default: None,
        } => json!({"path": path.to_string()}),
        ClaimSource::Path { path, default } => {
            json!({"default": default, "path": path.to_string()})
        }
    }
}
