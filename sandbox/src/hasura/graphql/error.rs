//! The one error of an answer, and the JSON path that goes with it.

use std::fmt;

use serde_json::{Value, json};

/// A failed GraphQL request. Hasura stops at the first problem, so there is never more than one.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct GqlError {
    /// Where in the request, as a JSON path (`$.selectionSet.notes.args.where`).
    pub(crate) path: String,
    /// One of Hasura's code words (contracts: hasura §2.5).
    pub(crate) code: &'static str,
    /// The text a client sees.
    pub(crate) message: String,
    /// What only an administrator may see: statement, database error.
    pub(crate) internal: Option<Box<Value>>,
}

impl GqlError {
    /// A problem with the request itself, found at `path`.
    pub(crate) fn validation(path: &Path<'_>, message: impl Into<String>) -> Self {
        Self::new("validation-failed", path.to_string(), message)
    }

    /// A problem of the given code, found at `path`.
    pub(crate) fn at(code: &'static str, path: &Path<'_>, message: impl Into<String>) -> Self {
        Self::new(code, path.to_string(), message)
    }

    /// A problem of the given code that belongs to the request as a whole.
    pub(crate) fn root(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(code, "$".to_owned(), message)
    }

    fn new(code: &'static str, path: String, message: impl Into<String>) -> Self {
        Self {
            path,
            code,
            message: message.into(),
            internal: None,
        }
    }

    /// A problem with the arguments at an already printed path.
    pub(crate) fn in_args(path: &str, message: impl Into<String>) -> Self {
        Self::new("validation-failed", path.to_owned(), message)
    }

    /// A problem of the given code at an already printed path.
    pub(crate) fn coded(code: &'static str, path: String, message: impl Into<String>) -> Self {
        Self::new(code, path, message)
    }

    /// A value that the database could not read as the type it needs (contracts: hasura §2.5).
    pub(crate) fn data_exception(message: impl Into<String>) -> Self {
        Self::database("data-exception", "22P02", message)
    }

    /// An error that the database raised, with the detail that only some may see.
    pub(crate) fn database(
        code: &'static str,
        status_code: &str,
        message: impl Into<String>,
    ) -> Self {
        let message = message.into();
        let internal = json!({
            "error": {
                "exec_status": "FatalError",
                "hint": null,
                "message": message,
                "status_code": status_code,
                "description": null,
            },
        });
        Self {
            internal: Some(Box::new(internal)),
            ..Self::root(code, message)
        }
    }

    /// Adds the statement that failed, if it was the database that complained.
    pub(crate) fn in_statement(mut self, statement: impl FnOnce() -> String) -> Self {
        if let Some(internal) = self
            .internal
            .as_mut()
            .and_then(|internal| internal.as_object_mut())
        {
            internal.insert("statement".into(), statement().into());
            internal.insert("prepared".into(), true.into());
            internal.insert("arguments".into(), Value::Array(Vec::new()));
        }
        self
    }

    /// The whole response body. `show_internal` is true for an administrator, and for everybody
    /// when the internals leak.
    pub(crate) fn into_response(self, show_internal: bool) -> Value {
        let mut extensions = serde_json::Map::new();
        extensions.insert("path".into(), self.path.into());
        extensions.insert("code".into(), self.code.into());
        if let Some(internal) = self.internal.filter(|_| show_internal) {
            extensions.insert("internal".into(), *internal);
        }
        json!({ "errors": [{ "message": self.message, "extensions": extensions }] })
    }
}

/// A JSON path that grows down the stack while a request is walked.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Path<'a> {
    /// `$`
    Root,
    /// `.name`
    Key(&'a Path<'a>, &'a str),
    /// `[3]`
    Index(&'a Path<'a>, usize),
}

impl<'a> Path<'a> {
    /// The path one name deeper.
    pub(crate) fn key(&'a self, name: &'a str) -> Path<'a> {
        Path::Key(self, name)
    }

    /// The path one list position deeper.
    pub(crate) fn index(&'a self, position: usize) -> Path<'a> {
        Path::Index(self, position)
    }
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root => f.write_str("$"),
            Self::Key(parent, name) if is_plain(name) => write!(f, "{parent}.{name}"),
            Self::Key(parent, name) => {
                write!(f, "{parent}[{}]", Value::from(*name))
            }
            Self::Index(parent, position) => write!(f, "{parent}[{position}]"),
        }
    }
}

/// True if a name needs no brackets in a JSON path.
fn is_plain(name: &str) -> bool {
    !name.is_empty()
        && !name.starts_with(|c: char| c.is_ascii_digit())
        && name
            .chars()
            .all(|c| c.is_alphanumeric() || c == '_' || c == '-')
}

/// A name as Hasura quotes it in messages.
pub(crate) fn quoted(name: impl fmt::Display) -> String {
    format!("'{name}'")
}

/// A list of names as Hasura prints it in messages.
pub(crate) fn quoted_list<T: fmt::Display>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<String> = names.into_iter().map(quoted).collect();
    format!("[{}]", names.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_printed_as_a_json_path() {
        let root = Path::Root;
        let (set, odd) = (root.key("selectionSet"), root.key("a b"));
        assert_eq!(set.index(2).key("x").to_string(), "$.selectionSet[2].x");
        assert_eq!(odd.to_string(), "$[\"a b\"]");
    }

    #[test]
    fn internals_are_shown_only_on_demand() {
        let error = GqlError::data_exception("bad");
        let shown = error.clone().into_response(true);
        assert_eq!(
            shown["errors"][0]["extensions"]["internal"]["error"]["status_code"],
            "22P02"
        );
        let hidden = error.into_response(false).to_string();
        assert_eq!(
            hidden,
            r#"{"errors":[{"message":"bad","extensions":{"path":"$","code":"data-exception"}}]}"#
        );
    }
}
