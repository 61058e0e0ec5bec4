//! One call as a handler sees it.

use std::collections::HashMap;

use axum::body::Bytes;
use axum::http::{Method, StatusCode};
use serde_json::{Map, Value};

use super::shape::Version;

/// A plain-text answer that is no success.
#[derive(Debug)]
pub(super) struct Refusal(pub StatusCode, pub String);

impl Refusal {
    pub(super) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self(status, message.into())
    }

    pub(super) fn bad(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }
}

/// Version, tenant, query and body.
#[derive(Debug)]
pub(super) struct Call {
    /// The CDI version spoken.
    pub version: Version,
    /// The tenant in the path; `public` when there is none.
    pub tenant: String,
    query: HashMap<String, String>,
    body: Map<String, Value>,
}

impl Call {
    pub(super) fn new(
        method: &Method,
        version: Version,
        tenant: &str,
        query: &str,
        body: &Bytes,
    ) -> Result<Self, Refusal> {
        let body = if matches!(*method, Method::POST | Method::PUT) {
            serde_json::from_slice(body).map_err(|_| Refusal::bad("Invalid Json Input"))?
        } else {
            Map::new()
        };
        Ok(Self {
            version,
            tenant: tenant.to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
            body,
        })
    }

    /// A parameter of the query.
    pub(super) fn param(&self, name: &str) -> Option<&str> {
        self.query.get(name).map(String::as_str)
    }

    /// A parameter that must be there.
    pub(super) fn need_param(&self, name: &str) -> Result<&str, Refusal> {
        self.param(name)
            .ok_or_else(|| Refusal::bad(format!("Field name '{name}' is missing in GET request")))
    }

    /// A string that may be left out.
    pub(super) fn text(&self, name: &str) -> Result<Option<&str>, Refusal> {
        match self.body.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text)),
            Some(_) => Err(invalid(name)),
        }
    }

    /// A string that must be there.
    pub(super) fn need_text(&self, name: &str) -> Result<&str, Refusal> {
        self.text(name)?.ok_or_else(|| invalid(name))
    }

    /// A truth value that may be left out.
    pub(super) fn flag(&self, name: &str) -> Result<Option<bool>, Refusal> {
        match self.body.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Bool(flag)) => Ok(Some(*flag)),
            Some(_) => Err(invalid(name)),
        }
    }

    /// A truth value that must be there.
    pub(super) fn need_flag(&self, name: &str) -> Result<bool, Refusal> {
        self.flag(name)?.ok_or_else(|| invalid(name))
    }

    /// Seconds that must be there: a number above 0, also as text; of a fraction the whole part,
    /// as the core's own reader takes it (contracts: supertokens §5.2).
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "the whole part is meant, and it is above 0"
    )]
    pub(super) fn need_seconds(&self, name: &str) -> Result<u64, Refusal> {
        let number = match self.body.get(name) {
            Some(Value::Number(number)) => number.as_f64(),
            Some(Value::String(text)) => text.parse().ok().filter(|it: &f64| it.is_finite()),
            _ => None,
        };
        let number = number.ok_or_else(|| invalid(name))?.trunc();
        if number <= 0.0 {
            return Err(Refusal::bad(format!(
                "{name} must be greater than or equal to 0"
            )));
        }
        Ok(number as u64)
    }

    /// A text that must hold something.
    pub(super) fn need_filled(&self, name: &str, label: &str) -> Result<&str, Refusal> {
        let text = self.need_text(name)?;
        if text.is_empty() {
            return Err(Refusal::bad(format!("{label} cannot be an empty string")));
        }
        Ok(text)
    }

    /// An object that may be left out.
    pub(super) fn object(&self, name: &str) -> Result<Option<Map<String, Value>>, Refusal> {
        match self.body.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(object)) => Ok(Some(object.clone())),
            Some(_) => Err(invalid(name)),
        }
    }

    /// An object that must be there.
    pub(super) fn need_object(&self, name: &str) -> Result<Map<String, Value>, Refusal> {
        self.object(name)?.ok_or_else(|| invalid(name))
    }

    /// A list of strings that may be left out.
    pub(super) fn texts(&self, name: &str) -> Result<Option<Vec<String>>, Refusal> {
        match self.body.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Array(list)) => list
                .iter()
                .map(|item| item.as_str().map(str::to_owned))
                .collect::<Option<Vec<String>>>()
                .map(Some)
                .ok_or_else(|| invalid(name)),
            Some(_) => Err(invalid(name)),
        }
    }
}

fn invalid(name: &str) -> Refusal {
    Refusal::bad(format!("Field name '{name}' is invalid in JSON input"))
}
