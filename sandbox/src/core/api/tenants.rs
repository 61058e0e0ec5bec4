//! Tenants: there is `public` and no other.

use serde_json::{Value, json};

use super::call::{Call, Refusal};
use crate::core::Core;

/// CDI 4 and later.
#[allow(clippy::unnecessary_wraps)] // The shape of every handler.
pub(super) fn get_v2(_: &Core, call: &Call) -> Result<Value, Refusal> {
    if call.tenant != "public" {
        return Ok(json!({ "status": "TENANT_NOT_FOUND_ERROR" }));
    }
    Ok(json!({
        "tenantId": "public",
        "thirdParty": { "providers": [] },
        "coreConfig": {},
        "status": "OK",
    }))
}

/// CDI 3, as the Go SDK reads it.
#[allow(clippy::unnecessary_wraps)] // The shape of every handler.
pub(super) fn get(_: &Core, call: &Call) -> Result<Value, Refusal> {
    if call.tenant != "public" {
        return Ok(json!({ "status": "TENANT_NOT_FOUND_ERROR" }));
    }
    Ok(json!({
        "status": "OK",
        "tenantId": "public",
        "emailPassword": { "enabled": true },
        "passwordless": { "enabled": false },
        "thirdParty": { "enabled": false, "providers": [] },
        "coreConfig": {},
    }))
}
