//! What metadata holds and no rule here looks at.

use crate::hasura::metadata::Export;
use crate::text::count;

/// Sentences about it.
pub(super) fn notes(export: &Export) -> Vec<String> {
    let mut notes = Vec::new();
    let document = export.document();
    let sources = || document["sources"].as_array().into_iter().flatten();
    let inside = |name: &str| -> usize {
        sources()
            .filter_map(|source| source[name].as_array())
            .map(Vec::len)
            .sum()
    };
    let tables = || sources().flat_map(|source| source["tables"].as_array().into_iter().flatten());
    let of_tables = |name: &str| -> usize {
        tables()
            .filter_map(|table| table[name].as_array())
            .map(Vec::len)
            .sum()
    };
    let top = |name: &str| document[name].as_array().map_or(0, Vec::len);
    let unread: Vec<String> = [
        (inside("functions"), "function"),
        (inside("native_queries"), "native query"),
        (inside("stored_procedures"), "stored procedure"),
        (inside("logical_models"), "logical model"),
        (of_tables("computed_fields"), "computed field"),
        (of_tables("remote_relationships"), "remote relationship"),
        (top("actions"), "action"),
        (top("remote_schemas"), "remote schema"),
        (top("rest_endpoints"), "REST endpoint"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, what)| count(number, what))
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
