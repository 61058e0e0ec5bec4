//! Databases, a file a table and a function.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::{File, file};
use crate::setup::hasura::{SetupError, has_password};

/// `databases.yaml` and what it includes.
pub(super) fn files(sources: &Value, env: Option<&str>) -> Result<Vec<File>, SetupError> {
    let mut files = Vec::new();
    let mut databases = Vec::new();
    let mut folders = Names::default();
    for source in sources.as_array().into_iter().flatten() {
        let mut source = source.as_object().cloned().unwrap_or_default();
        let name = text(&source, "name").to_owned();
        if let Some(configuration) = source.get_mut("configuration") {
            without_password(&name, configuration, env)?;
        }
        let folder = folders.take(&name);
        for (member, of) in [("tables", "table"), ("functions", "function")] {
            let Some(items) = source.get(member).and_then(Value::as_array).cloned() else {
                continue;
            };
            if items.is_empty() && member == "functions" {
                continue;
            }
            let place = format!("{folder}/{member}");
            let mut names = Names::default();
            let mut includes = Vec::new();
            for item in &items {
                let name = names.take(&qualified(item.get(of)));
                includes.push(json!(format!("!include {name}.yaml")));
                files.push(file(
                    &format!("metadata/databases/{place}/{name}.yaml"),
                    item,
                )?);
            }
            files.push(file(
                &format!("metadata/databases/{place}/{member}.yaml"),
                &Value::Array(includes),
            )?);
            let include = format!("!include {place}/{member}.yaml");
            source.insert(member.to_owned(), json!(include));
        }
        databases.push(Value::Object(source));
    }
    files.insert(
        0,
        file(
            "metadata/databases/databases.yaml",
            &Value::Array(databases),
        )?,
    );
    Ok(files)
}

fn text<'a>(object: &'a Map<String, Value>, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// `public_notes`, of `"notes"` or `{"schema","name"}`.
fn qualified(name: Option<&Value>) -> String {
    match name {
        Some(Value::String(name)) => format!("public_{name}"),
        Some(Value::Object(parts)) => {
            let schema = match text(parts, "schema") {
                "" => text(parts, "dataset"),
                schema => schema,
            };
            let schema = if schema.is_empty() { "public" } else { schema };
            format!("{schema}_{}", text(parts, "name"))
        }
        _ => "unnamed".into(),
    }
}

/// Names of files, each once also where letters' case does not count.
#[derive(Default)]
struct Names(BTreeSet<String>);

impl Names {
    fn take(&mut self, wanted: &str) -> String {
        let clean: String = wanted
            .chars()
            .map(|letter| {
                if letter.is_alphanumeric() || "_-".contains(letter) {
                    letter
                } else {
                    '_'
                }
            })
            .collect();
        let mut name = clean.clone();
        let mut number = 2_u32;
        // The list of them all lies beside them.
        while ["tables", "functions"].contains(&name.as_str())
            || !self.0.insert(name.to_lowercase())
        {
            name = format!("{clean}_{number}");
            number += 1;
        }
        name
    }
}

/// Puts the variable's name in place of a connection string with a password.
fn without_password(
    source: &str,
    configuration: &mut Value,
    env: Option<&str>,
) -> Result<(), SetupError> {
    let refusal = || SetupError::LiteralUrl {
        source_name: source.to_owned(),
    };
    if let Some(url) = configuration.pointer_mut("/connection_info/database_url")
        && is_literal(url)
    {
        *url = json!({ "from_env": env.ok_or_else(refusal)? });
    }
    let replicas = configuration.get("read_replicas").and_then(Value::as_array);
    let leaks = replicas
        .into_iter()
        .flatten()
        .filter_map(|replica| replica.get("database_url"))
        .any(is_literal);
    // One variable cannot stand for several databases.
    if leaks { Err(refusal()) } else { Ok(()) }
}

fn is_literal(url: &Value) -> bool {
    let password = url.pointer("/connection_parameters/password");
    url.as_str().is_some_and(has_password) || password.is_some_and(Value::is_string)
}
