//! The published schemas, which every JSON result of every test has to fit.

use std::collections::HashMap;
use std::path::Path;
use std::sync::LazyLock;

use jsonschema::Validator;
use serde_json::{Value, json};

/// Results of `verify-hasura`, `smoke` and `demo`.
pub const REPORTS: &str = "schemas/verify-hasura.schema.json";
/// Those of all other commands, and errors.
pub const RESULTS: &str = "schemas/results.schema.json";

pub fn read(path: &str) -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A published schema lets readers meet members that they do not know; here none may be that it
/// does not tell of.
pub fn strict(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(strict);
            if members.contains_key("properties") && members.contains_key("type") {
                members.insert("additionalProperties".into(), json!(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(strict),
        _ => {}
    }
}

/// What an envelope of an error is called here: it names no command.
const FAILED: &str = "";

/// The alternatives of a schema, by the command that each is of.
fn one_by_one(schema: &Value) -> Vec<(String, Validator)> {
    let alternatives = schema["oneOf"].as_array().unwrap();
    let validators = alternatives.iter().map(|one| {
        let mut alone = schema.clone();
        let members = alone.as_object_mut().unwrap();
        members.remove("oneOf");
        members.insert("$ref".into(), one["$ref"].clone());
        let pointer = one["$ref"].as_str().unwrap().trim_start_matches('#');
        let command = schema.pointer(&format!("{pointer}/properties/command/const"));
        let command = command.and_then(Value::as_str).unwrap_or(FAILED);
        let validator = jsonschema::validator_for(&alone).unwrap();
        (command.to_owned(), validator)
    });
    validators.collect()
}

/// What is wrong with an envelope by its schema; nothing for JSON that is none.
pub fn faults(envelope: &Value) -> Vec<String> {
    static VALIDATORS: LazyLock<HashMap<String, Validator>> = LazyLock::new(|| {
        let all = [REPORTS, RESULTS].map(read);
        let all = all.into_iter().flat_map(|mut schema| {
            strict(&mut schema);
            one_by_one(&schema)
        });
        all.collect()
    });
    if envelope.get("schema") != Some(&json!(1)) {
        return Vec::new();
    }
    let command = envelope["command"].as_str().unwrap_or(FAILED);
    let Some(validator) = VALIDATORS.get(command) else {
        return vec![format!("no schema of {command}")];
    };
    validator
        .iter_errors(envelope)
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect()
}
