//! Refusals and failures as the engine words them, in either of its two envelopes
//! (contracts: hasura §2.1).

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

/// An error answer before it is put into an envelope.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct ApiError {
    /// Status on every endpoint but `/v1/graphql`, which always says 200.
    pub status: StatusCode,
    /// One of the engine's code words.
    pub code: &'static str,
    /// JSON path into the request.
    pub path: String,
    /// Text for people.
    pub message: String,
    /// Details, as far as the caller may see them.
    pub internal: Option<Box<Value>>,
}

impl ApiError {
    /// Status 400, path `$`.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self {
            status: StatusCode::BAD_REQUEST,
            code,
            path: "$".into(),
            message: message.into(),
            internal: None,
        }
    }

    /// The same with another path.
    pub(crate) fn at(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }

    /// The same with another status.
    pub(crate) fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// The same, in a request that stands at this place of a larger one.
    pub(crate) fn within(mut self, place: &str) -> Self {
        self.path = format!("${place}{}", self.path.trim_start_matches('$'));
        self
    }

    /// The same, of one command of a bulk.
    pub(crate) fn inside_bulk(self, index: usize) -> Self {
        self.within(&format!(".args[{index}]"))
    }

    /// The same with details.
    pub(crate) fn internal(mut self, internal: Value) -> Self {
        self.internal = Some(Box::new(internal));
        self
    }

    /// `{"error","path","code"[,"internal"]}`.
    pub(crate) fn metadata_style(&self) -> Value {
        let mut body = Map::new();
        body.insert("error".into(), json!(self.message));
        body.insert("path".into(), json!(self.path));
        body.insert("code".into(), json!(self.code));
        if let Some(internal) = &self.internal {
            body.insert("internal".into(), Value::clone(internal));
        }
        Value::Object(body)
    }

    /// `{"errors":[{"message","extensions":{"path","code"[,"internal"]}}]}`.
    pub(crate) fn graphql_style(&self) -> Value {
        let mut extensions = Map::new();
        extensions.insert("path".into(), json!(self.path));
        extensions.insert("code".into(), json!(self.code));
        if let Some(internal) = &self.internal {
            extensions.insert("internal".into(), Value::clone(internal));
        }
        json!({"errors": [{"message": self.message, "extensions": extensions}]})
    }
}
