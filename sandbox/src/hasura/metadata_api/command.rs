//! A command as it arrives: `{"type","args"[,"version"][,"resource_version"]}`.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::error::ApiError;
use super::super::haskell;

/// A command, its arguments not yet understood.
pub(super) struct Command<'a> {
    pub(super) kind: &'a str,
    pub(super) args: &'a Value,
    pub(super) version: u64,
    pub(super) resource_version: Option<u64>,
}

impl<'a> Command<'a> {
    pub(super) fn parse(body: &'a Value) -> Result<Self, ApiError> {
        let fail = |message: String| ApiError::new("parse-failed", message);
        let members = body
            .as_object()
            .ok_or_else(|| fail(haskell::mismatch("RQLMetadata", "Object", body)))?;
        let kind = members
            .get("type")
            .ok_or_else(|| fail("key \"type\" not found".into()))?;
        let kind = kind
            .as_str()
            .ok_or_else(|| fail(haskell::mismatch("Text", "String", kind)).at("$.type"))?;
        let number = |name: &str| match members.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_u64().map(Some).ok_or_else(|| {
                fail(haskell::mismatch("Int", "Number", value)).at(format!("$.{name}"))
            }),
        };
        Ok(Self {
            kind,
            args: members.get("args").unwrap_or(&Value::Null),
            version: number("version")?.unwrap_or(1),
            resource_version: number("resource_version")?,
        })
    }

    /// The arguments as `T`.
    pub(super) fn args<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        serde_path_to_error::deserialize(self.args).map_err(|error| {
            let path = error.path().to_string();
            let path = if path == "." || path == "?" {
                "$.args".into()
            } else {
                format!("$.args.{path}")
            };
            self.unparsed(&error.inner().to_string()).at(path)
        })
    }

    /// The commands of a bulk.
    pub(super) fn list(&self) -> Result<&'a [Value], ApiError> {
        self.args.as_array().map(Vec::as_slice).ok_or_else(|| {
            self.unparsed(&haskell::mismatch("[]", "Array", self.args))
                .at("$.args")
        })
    }

    /// There is no such command, or not in this double.
    pub(super) fn unknown(&self) -> ApiError {
        self.unparsed("the sandbox does not know this command")
    }

    fn unparsed(&self, detail: &str) -> ApiError {
        ApiError::new(
            "parse-failed",
            format!(
                "Error when parsing command {}.\nSee our documentation at \
                 https://hasura.io/docs/latest/graphql/core/api-reference/metadata-api/\
                 index.html#metadata-apis.\nInternal error message: {detail}",
                self.kind
            ),
        )
    }
}
