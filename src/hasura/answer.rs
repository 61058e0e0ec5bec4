//! What came back from `/v1/graphql`.

use serde_json::{Value, json};

use super::explain::{self, Explanation};
use crate::secret::without_tokens;

/// One entry of `errors`.
#[derive(Clone, Debug)]
pub(crate) struct GraphQlError {
    pub message: String,
    /// `extensions.code`.
    pub code: Option<String>,
    /// `extensions.path`.
    pub path: Option<String>,
    /// The entry as it came, but for tokens and passwords in it.
    pub raw: Value,
}

impl GraphQlError {
    pub(super) fn read(raw: &Value) -> Self {
        // A database that cannot be reached is quoted with its connection string.
        let raw = without_tokens(raw.clone());
        let text = |pointer: &str| raw.pointer(pointer)?.as_str().map(ToOwned::to_owned);
        Self {
            message: text("/message").unwrap_or_else(|| raw.to_string()),
            code: text("/extensions/code"),
            path: text("/extensions/path"),
            raw,
        }
    }

    /// Cause and fix.
    pub(crate) fn explanation(&self) -> Explanation {
        explain::explain(self.code.as_deref(), &self.message)
    }

    /// For JSON output: as it came, with the explanation beside it.
    pub(crate) fn json(&self) -> Value {
        let explanation = self.explanation();
        let mut out = self.raw.clone();
        if let Value::Object(members) = &mut out {
            members.insert(
                "explanation".into(),
                json!({
                    "id": explanation.kind.id(),
                    "cause": explanation.cause,
                    "fix": explanation.fix,
                }),
            );
        }
        out
    }
}

#[derive(Clone, Debug)]
pub(crate) struct GraphQlAnswer {
    /// `data`; `None` when absent or null.
    pub data: Option<Value>,
    /// `errors`.
    pub errors: Vec<GraphQlError>,
}

impl GraphQlAnswer {
    /// Reads a body that is a GraphQL envelope; anything else is handed back.
    pub(super) fn read(body: Value) -> Result<Self, Value> {
        let mut members = match body {
            Value::Object(members)
                if members.contains_key("data") || members.contains_key("errors") =>
            {
                members
            }
            other => return Err(other),
        };
        // Moved, not copied: a schema can be long.
        let data = members.remove("data").filter(|data| !data.is_null());
        let errors = match members.get("errors") {
            Some(Value::Array(errors)) => errors.iter().map(GraphQlError::read).collect(),
            Some(Value::Null) | None => Vec::new(),
            Some(other) => vec![GraphQlError::read(other)],
        };
        Ok(Self { data, errors })
    }

    /// The first error, in one line: `code: message`.
    pub(crate) fn first_error(&self) -> Option<String> {
        self.errors.first().map(|error| match &error.code {
            Some(code) => format!("{code}: {}", error.message),
            None => error.message.clone(),
        })
    }

    /// True when the token is past its `exp`.
    pub(crate) fn expired(&self) -> bool {
        self.errors
            .iter()
            .any(|error| error.explanation().kind == explain::Kind::JwtExpired)
    }
}
