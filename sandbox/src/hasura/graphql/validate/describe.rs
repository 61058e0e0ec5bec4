//! How a value that does not fit is called in a message.

use apollo_compiler::ast::Value as Literal;
use serde_json::Value;

use crate::hasura::graphql::error::{GqlError, Path, quoted};

/// A value on its way in: written in the query, or taken from the variables.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Input<'a> {
    /// A literal of the query.
    Literal(&'a Literal),
    /// JSON of the variables.
    Json(&'a Value),
}

impl Input<'_> {
    /// True for a literal null and a JSON null.
    pub(crate) fn is_null(self) -> bool {
        match self {
            Self::Literal(literal) => literal.is_null(),
            Self::Json(json) => json.is_null(),
        }
    }

    /// The noun with its article that Hasura uses for this kind of value.
    pub(crate) fn kind(self) -> &'static str {
        match self {
            Self::Json(json) => match json {
                Value::Null => "null",
                Value::Bool(_) => "a boolean",
                Value::Number(_) => "a number",
                Value::String(_) => "a string",
                Value::Array(_) => "a list",
                Value::Object(_) => "an object",
            },
            Self::Literal(literal) => match literal {
                Literal::Null => "null",
                Literal::Enum(_) => "an enum value",
                Literal::Variable(_) => "a variable",
                Literal::String(_) => "a string",
                Literal::Float(_) => "a float",
                Literal::Int(_) => "an integer",
                Literal::Boolean(_) => "a boolean",
                Literal::List(_) => "a list",
                Literal::Object(_) => "an object",
            },
        }
    }
}

/// The error for a value of the wrong kind.
pub(crate) fn mismatch(
    path: &Path<'_>,
    type_name: &str,
    expected: &str,
    found: Input<'_>,
) -> GqlError {
    GqlError::validation(
        path,
        format!(
            "expected {expected} for type {}, but found {}",
            quoted(type_name),
            found.kind()
        ),
    )
}
