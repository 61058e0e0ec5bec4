//! One operation as it arrives.

use serde_json::{Map, Value};

use super::super::error::ApiError;
use super::super::haskell;

const REQUEST: &str = "parsing Hasura.GraphQL.Transport.HTTP.Protocol.GQLReq(GQLReq) failed";

/// One operation to execute.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct GraphQlRequest {
    pub query: String,
    /// Values of its variables.
    pub variables: Map<String, Value>,
    /// Which of its operations.
    pub operation_name: Option<String>,
}

/// One request of a body.
pub(crate) fn parse(body: &Value, path: &str) -> Result<GraphQlRequest, ApiError> {
    let fail = |message: String| ApiError::new("parse-failed", message).at(path);
    let Some(members) = body.as_object() else {
        let kind = haskell::kind(body);
        return Err(fail(format!(
            "{REQUEST}, expected Object, but encountered {kind}"
        )));
    };
    let text = |name: &str, value: &Value| {
        value.as_str().map(str::to_owned).ok_or_else(|| {
            fail(haskell::mismatch("Text", "String", value)).at(format!("{path}.{name}"))
        })
    };
    let query = members
        .get("query")
        .ok_or_else(|| fail(format!("{REQUEST}, key \"query\" not found")))?;
    let query = text("query", query)?;
    let variables = match members.get("variables") {
        None | Some(Value::Null) => Map::new(),
        Some(Value::Object(variables)) => variables.clone(),
        Some(other) => {
            let message = haskell::mismatch("HashMap", "Object", other);
            return Err(fail(message).at(format!("{path}.variables")));
        }
    };
    let operation_name = match members.get("operationName") {
        None | Some(Value::Null) => None,
        Some(name) => Some(text("operationName", name)?),
    };
    Ok(GraphQlRequest {
        query,
        variables,
        operation_name,
    })
}
