//! placeholder
use super::Engine;
use super::error::ApiError;
use serde_json::Value;
pub(super) fn run(_e: &Engine, _b: &Value) -> Result<Value, ApiError> {
    Err(ApiError::new("unexpected", "x"))
}
pub(super) fn run_query(_e: &Engine, _b: &Value) -> Result<Value, ApiError> {
    Err(ApiError::new("unexpected", "x"))
}
