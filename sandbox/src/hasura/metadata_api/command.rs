//! A command as it arrives: `{"type","args"[,"version"][,"resource_version"]}`.

use serde::de::DeserializeOwned;
use serde_json::Value;

use super::super::error::ApiError;
use super::super::haskell;
use super::super::model::in_the_engines_words;

/// Words in the names of commands that the engine has and this double has not.
const ELSEWHERE: [&str; 24] = [
    "action",
    "actions",
    "agent",
    "allowlist",
    "apollo",
    "collection",
    "computed",
    "cron",
    "event",
    "function",
    "info",
    "internal",
    "kinds",
    "limits",
    "logical",
    "metrics",
    "native",
    "opentelemetry",
    "remote",
    "rest",
    "tags",
    "trigger",
    "types",
    "webhook",
];

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
        let number = |name: &str, of: &str| match members.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value.as_u64().map(Some).ok_or_else(|| {
                fail(haskell::mismatch(of, "Number", value)).at(format!("$.{name}"))
            }),
        };
        let args = members
            .get("args")
            .ok_or_else(|| fail("key \"args\" not found".into()))?;
        let version = number("version", "Int")?.unwrap_or(1);
        if !(1..=2).contains(&version) {
            let message = format!("expected 1 or 2, encountered {version}");
            return Err(fail(message).at("$.version"));
        }
        Ok(Self {
            kind,
            args,
            version,
            resource_version: number("resource_version", "Int64")?,
        })
    }

    /// The arguments as `T`.
    pub(super) fn args<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        self.bare_args().map_err(|error| ApiError {
            message: self.unparsed(&error.message),
            ..error
        })
    }

    /// The same with an error that does not name the command, as `run_sql` has it.
    pub(super) fn bare_args<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        serde_path_to_error::deserialize(self.args).map_err(|error| {
            let path = error.path().to_string();
            let path = if path == "." || path == "?" {
                "$.args".into()
            } else {
                format!("$.args.{path}")
            };
            let reason = in_the_engines_words(&error.inner().to_string());
            ApiError::new("parse-failed", reason).at(path)
        })
    }

    /// The commands of a bulk.
    pub(super) fn list(&self) -> Result<&'a [Value], ApiError> {
        self.args.as_array().map(Vec::as_slice).ok_or_else(|| {
            let message = haskell::mismatch("[]", "Array", self.args);
            ApiError::new("parse-failed", message).at("$.args")
        })
    }

    /// There is no such command, or not in this double.
    pub(super) fn unknown(&self) -> ApiError {
        let words = self.kind.split('_');
        if words.clone().any(|word| ELSEWHERE.contains(&word)) {
            let reason = format!("the sandbox does not serve {}", self.kind);
            return ApiError::new("not-supported", reason);
        }
        let (backend, name) = self.kind.split_once('_').unwrap_or(("", self.kind));
        let backend = if backend == "pg" { "postgres" } else { backend };
        ApiError::new(
            "parse-failed",
            format!("unknown metadata command \"{name}\" for backend {backend}"),
        )
    }

    fn unparsed(&self, detail: &str) -> String {
        format!(
            "Error when parsing command {}.\nSee our documentation at \
             https://hasura.io/docs/latest/graphql/core/api-reference/metadata-api/\
             index.html#metadata-apis.\nInternal error message: {detail}",
            self.kind.strip_prefix("pg_").unwrap_or(self.kind)
        )
    }
}
