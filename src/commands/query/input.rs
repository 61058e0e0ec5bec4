//! The document and its variables, from wherever the command line says.

use std::path::Path;

use reqwest::header::{HeaderName, HeaderValue};
use serde_json::{Map, Value};

use crate::app::App;
use crate::bounded;
use crate::cli::QueryArgs;
use crate::error::{Error, Result};
use crate::hasura::GraphQlRequest;

/// The request that the arguments describe.
pub(super) fn request(app: &App, args: &QueryArgs) -> Result<GraphQlRequest> {
    let takes_stdin = args.variables_file.as_deref() == Some(Path::new("-"));
    let query = document(app, args, takes_stdin)?;
    if query.trim().is_empty() {
        return Err(Error::usage(
            "the GraphQL document is empty",
            "st-hasura query '{ notes { id } }'",
        ));
    }
    let variables = variables(app, args)?;
    Ok(GraphQlRequest {
        query,
        variables: if variables.is_empty() {
            Value::Null
        } else {
            Value::Object(variables)
        },
        operation_name: args.operation_name.clone(),
    })
}

fn document(app: &App, args: &QueryArgs, stdin_taken: bool) -> Result<String> {
    match (&args.query, &args.file) {
        (Some(text), _) if text != "-" => Ok(text.clone()),
        (None, Some(path)) if path.as_path() != Path::new("-") => read_file(app, path),
        _ if stdin_taken => Err(Error::usage(
            "standard input cannot be both the document and the variables",
            "give one of them as a file or inline",
        )),
        (None, None) if app.context.stdin_tty => Err(Error::usage(
            "there is no GraphQL document",
            "give it as an argument, with --file, or on standard input",
        )),
        _ => read_stdin(),
    }
}

/// File, then `--variables`, then each `--var`: the more particular wins.
fn variables(app: &App, args: &QueryArgs) -> Result<Map<String, Value>> {
    let mut merged = Map::new();
    if let Some(path) = &args.variables_file {
        let text = if path.as_path() == Path::new("-") {
            read_stdin()?
        } else {
            read_file(app, path)?
        };
        merged.extend(object(&text, &path.display().to_string())?);
    }
    if let Some(text) = &args.variables {
        merged.extend(object(text, "--variables")?);
    }
    for pair in &args.vars {
        let (name, value) = variable(pair)?;
        merged.insert(name, value);
    }
    Ok(merged)
}

/// All of `--header`.
pub(super) fn headers(texts: &[String]) -> Result<Vec<(String, String)>> {
    texts.iter().map(|text| header(text)).collect()
}

/// `Name: value`. Credentials would stand in the process list. What is not understood is not
/// repeated: it may be one.
fn header(text: &str) -> Result<(String, String)> {
    let usage = |what: &str, hint: &str| Error::usage(format!("--header {what}"), hint);
    let Some((name, value)) = text.split_once(':') else {
        return Err(usage("has no colon", "write --header \"name: value\""));
    };
    let (name, value) = (name.trim().to_ascii_lowercase(), value.trim().to_owned());
    if HeaderName::from_bytes(name.as_bytes()).is_err() || HeaderValue::from_str(&value).is_err() {
        return Err(usage(
            "is no header of HTTP",
            "write --header \"name: value\", without control characters",
        ));
    }
    let secret = matches!(
        name.as_str(),
        "authorization" | "cookie" | "x-hasura-admin-secret" | "x-hasura-access-key"
    );
    if secret {
        return Err(usage(
            &format!("{name} would show a secret to every user of the machine"),
            "use --as user, --as admin, or --as token with ST_HASURA_TOKEN",
        ));
    }
    Ok((name, value))
}

/// `k=v`, split at the first `=`; JSON when it parses, else a string.
fn variable(pair: &str) -> Result<(String, Value)> {
    let Some((name, text)) = pair.split_once('=') else {
        return Err(Error::usage(
            format!("--var {pair} has no ="),
            "write --var name=value",
        ));
    };
    let name = name.trim().trim_start_matches('$');
    if name.is_empty() {
        return Err(Error::usage(
            format!("--var {pair} has no name before the ="),
            "write --var name=value",
        ));
    }
    let value = serde_json::from_str(text).unwrap_or_else(|_| Value::String(text.to_owned()));
    Ok((name.to_owned(), value))
}

fn object(text: &str, what: &str) -> Result<Map<String, Value>> {
    match serde_json::from_str(text) {
        Ok(Value::Object(members)) => Ok(members),
        Ok(_) => Err(Error::usage(
            format!("the variables in {what} are not a JSON object"),
            "write {\"name\": value}",
        )),
        Err(error) => Err(Error::usage(
            format!("the variables in {what} are not JSON: {error}"),
            "write {\"name\": value}, in single quotes in a shell",
        )),
    }
}

fn read_file(app: &App, path: &Path) -> Result<String> {
    let full = app.context.cwd.join(path);
    bounded::text(&full, bounded::MADE)
        .map_err(|error| Error::io("read", path.display().to_string(), error))
}

fn read_stdin() -> Result<String> {
    bounded::stdin_text(bounded::MADE).map_err(|error| Error::io("read", "standard input", error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn variables_are_json_when_they_can_be() {
        for (pair, name, value) in [
            ("id=7", "id", json!(7)),
            ("id=\"7\"", "id", json!("7")),
            (
                "where={\"a\":{\"_eq\":1}}",
                "where",
                json!({"a": {"_eq": 1}}),
            ),
            ("q=a=b", "q", json!("a=b")),
            ("$q=x", "q", json!("x")),
            ("q=", "q", json!("")),
        ] {
            assert_eq!(variable(pair).unwrap(), (name.to_owned(), value), "{pair}");
        }
        assert!(variable("novalue").is_err());
        assert!(variable("=x").is_err());
    }
}
