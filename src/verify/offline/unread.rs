//! What metadata holds and no rule here looks at.

use serde_json::Value;

use crate::hasura::metadata::Export;
use crate::text::count;

/// So many of a kind are named.
const NAMED: usize = 5;

/// Sentences about it.
pub(super) fn notes(export: &Export) -> Vec<String> {
    let mut notes = Vec::new();
    let document = export.document();
    let sources = || list(&document["sources"]);
    let inside = |kind: &'static str| sources().flat_map(move |source| list(&source[kind]));
    let tables = || inside("tables");
    let of_tables = |kind: &'static str| tables().flat_map(move |table| list(&table[kind]));
    let top = |kind: &str| list(&document[kind]).collect();
    let kinds: [(&str, Vec<&Value>); 9] = [
        ("function", inside("functions").collect()),
        ("native query", inside("native_queries").collect()),
        ("stored procedure", inside("stored_procedures").collect()),
        ("logical model", inside("logical_models").collect()),
        ("computed field", of_tables("computed_fields").collect()),
        (
            "remote relationship",
            of_tables("remote_relationships").collect(),
        ),
        ("action", top("actions")),
        ("remote schema", top("remote_schemas")),
        ("REST endpoint", top("rest_endpoints")),
    ];
    let unread: Vec<String> = kinds
        .into_iter()
        .filter(|(_, all)| !all.is_empty())
        .map(|(kind, all)| {
            let mut names: Vec<&str> = all.iter().filter_map(|one| name(one)).take(NAMED).collect();
            if all.len() > names.len() {
                names.push("…");
            }
            format!("{} ({})", count(all.len(), kind), names.join(", "))
        })
        .collect();
    if !unread.is_empty() {
        notes.push(format!(
            "not looked at: {}; what they give, only a running engine shows",
            unread.join(", ")
        ));
    }
    let others: Vec<&str> = sources()
        .filter(|source| {
            source["kind"]
                .as_str()
                .is_some_and(|kind| kind != "postgres")
        })
        .filter_map(|source| source["name"].as_str())
        .collect();
    if !others.is_empty() {
        notes.push(format!(
            "sources that are not PostgreSQL were read as if they were: {}",
            others.join(", ")
        ));
    }
    notes
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

/// What people call a part of the metadata.
fn name(part: &Value) -> Option<&str> {
    let function = &part["function"];
    [
        &part["name"],
        &part["root_field_name"],
        function,
        &function["name"],
        &part["stored_procedure"]["name"],
    ]
    .into_iter()
    .find_map(Value::as_str)
}
