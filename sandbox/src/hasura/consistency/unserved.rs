//! What the metadata and the database hold and this double does not serve, so that nothing is
//! dropped in silence.

use serde_json::{Map, Value};

use super::super::model::TableName;
use super::super::model::data::{DataSource, Database, Unserved};
use super::super::model::metadata::{Metadata, Source, Table};

/// Members of the document that list things, what one of them is called, and what its absence
/// means. Those that can lead to rows come first.
const LISTS: [(&str, &str, &str, bool); 8] = [
    (
        "actions",
        "action",
        "its field is missing, and so is every row that it would answer with",
        true,
    ),
    (
        "remote_schemas",
        "remote schema",
        "its fields are missing, and so is everything that they answer with",
        true,
    ),
    (
        "rest_endpoints",
        "REST endpoint",
        "its path is missing; the query behind it is not tried there",
        true,
    ),
    ("cron_triggers", "cron trigger", "it is never due", false),
    (
        "query_collections",
        "query collection",
        "nothing is looked up in it",
        false,
    ),
    (
        "allowlist",
        "allow list entry",
        "every query is let through, as without an allow list",
        false,
    ),
    (
        "backend_configs",
        "backend configuration",
        "it configures nothing here",
        false,
    ),
    ("domain", "network setting", "it sets nothing here", false),
];

/// Everything of the kind, in the order of the document.
pub(crate) fn unserved(metadata: &Metadata, database: &Database) -> Vec<Unserved> {
    let mut all = Vec::new();
    for source in &metadata.sources {
        if let Some(data) = database.source(&source.name) {
            of_source(source, data, &mut all);
        }
    }
    of_document(&metadata.rest, &mut all);
    for role in &metadata.inherited_roles {
        unknown("inherited role", &role.role_name, &role.rest, &[], &mut all);
    }
    all
}

fn of_document(rest: &Map<String, Value>, all: &mut Vec<Unserved>) {
    for (member, value) in rest {
        let known = LISTS.iter().find(|(name, ..)| name == member);
        match known {
            Some((_, kind, meaning, hides_rows)) => {
                all.extend(names(value).into_iter().map(|name| Unserved {
                    kind,
                    name,
                    meaning,
                    hides_rows: *hides_rows,
                }));
            }
            // Types without actions are nothing that can be asked for.
            None if member == "custom_types" => {}
            None if is_empty(value) => {}
            None => all.push(Unserved::within(
                "metadata",
                member,
                "it has no effect here",
            )),
        }
    }
}

fn of_source(source: &Source, data: &DataSource, all: &mut Vec<Unserved>) {
    for entry in &source.functions {
        let name = function(entry);
        let returns = data
            .function(name.as_ref())
            .and_then(|one| one.returns.as_ref());
        let exposed = entry.pointer("/configuration/exposed_as");
        if returns.is_none() || exposed.is_some_and(|how| how != "query") {
            all.push(Unserved::way(
                "function",
                name.map_or_else(|| entry.to_string(), |name| name.to_string()),
                "its root field is missing, and so are the rows that it returns",
            ));
        }
    }
    for (member, value) in &source.rest {
        match member.as_str() {
            "native_queries" => all.extend(names(value).into_iter().map(|name| {
                Unserved::way(
                    "native query",
                    name,
                    "its root field is missing, and so are the rows that it returns",
                )
            })),
            "stored_procedures" => all.extend(names(value).into_iter().map(|name| {
                Unserved::way(
                    "stored procedure",
                    name,
                    "its root field is missing, and so are the rows that it returns",
                )
            })),
            "logical_models" => all.extend(names(value).into_iter().map(|name| {
                Unserved::way(
                    "logical model",
                    name,
                    "its type is missing, and so are its permissions",
                )
            })),
            // How the database is reached; it has been.
            "configuration" => {}
            _ if is_empty(value) => {}
            _ => all.push(Unserved::within(
                "metadata",
                format!("{} of source {}", member, source.name),
                "it has no effect here",
            )),
        }
    }
    for table in &source.tables {
        of_table(table, data, all);
    }
}

fn of_table(table: &Table, data: &DataSource, all: &mut Vec<Unserved>) {
    let place = table.table.to_string();
    for field in &table.computed_fields {
        let known = field
            .pointer("/definition/function")
            .and_then(|name| serde_json::from_value::<TableName>(name.clone()).ok());
        let known = data.function(known.as_ref());
        if known.is_none_or(|one| one.holds.is_none()) {
            all.push(Unserved::way(
                "computed field",
                format!("{place}.{}", name_of(field)),
                "it is missing, and a permission that compares it is an error when it is reached",
            ));
        }
    }
    for (member, value) in &table.rest {
        match member.as_str() {
            "remote_relationships" => all.extend(names(value).into_iter().map(|name| {
                Unserved::way(
                    "remote relationship",
                    format!("{place}.{name}"),
                    "it is missing, and so is what lies beyond it",
                )
            })),
            "event_triggers" => all.extend(names(value).into_iter().map(|name| {
                Unserved::within(
                    "event trigger",
                    format!("{place}.{name}"),
                    "nobody is told when rows are written",
                )
            })),
            _ if is_empty(value) => {}
            _ => all.push(Unserved::within(
                "metadata",
                format!("{member} of table {place}"),
                "it has no effect here",
            )),
        }
    }
    of_permissions(table, &place, all);
    let rows = data
        .table(&table.table)
        .filter(|data| data.unread.is_none());
    for one in rows.iter().flat_map(|data| &data.unserved) {
        let name = if one.name.is_empty() {
            place.clone()
        } else {
            format!("{place}.{}", one.name)
        };
        all.push(Unserved {
            name,
            ..one.clone()
        });
    }
}

fn of_permissions(table: &Table, place: &str, all: &mut Vec<Unserved>) {
    let members = |kind: &'static str, role: &str, rest: &Map<String, Value>| {
        let about = format!("{kind} of {role} on {place}");
        let mut found = Vec::new();
        unknown("metadata", &about, rest, &["validate_input"], &mut found);
        if let Some(true) = rest.get("validate_input").map(|value| !is_empty(value)) {
            found.push(Unserved::within(
                "input validation",
                about,
                "nothing is asked, and every input passes",
            ));
        }
        found
    };
    for one in &table.select_permissions {
        all.extend(members(
            "select permission",
            &one.role,
            &one.permission.rest,
        ));
    }
    for one in &table.insert_permissions {
        all.extend(members(
            "insert permission",
            &one.role,
            &one.permission.rest,
        ));
    }
    for one in &table.update_permissions {
        all.extend(members(
            "update permission",
            &one.role,
            &one.permission.rest,
        ));
    }
    for one in &table.delete_permissions {
        all.extend(members(
            "delete permission",
            &one.role,
            &one.permission.rest,
        ));
    }
}

/// Members that no version of the engine whose documents this double reads has.
fn unknown(
    kind: &'static str,
    about: &str,
    rest: &Map<String, Value>,
    known: &[&str],
    all: &mut Vec<Unserved>,
) {
    for (member, value) in rest {
        if !known.contains(&member.as_str()) && !is_empty(value) {
            all.push(Unserved::within(
                kind,
                format!("{member} of {about}"),
                "it has no effect here",
            ));
        }
    }
}

fn function(entry: &Value) -> Option<TableName> {
    serde_json::from_value(entry.get("function")?.clone()).ok()
}

/// What the things of a list are called.
fn names(list: &Value) -> Vec<String> {
    match list {
        Value::Array(items) => items.iter().map(name_of).collect(),
        Value::Object(members) => members.keys().cloned().collect(),
        _ => Vec::new(),
    }
}

fn name_of(entry: &Value) -> String {
    let named = ["name", "root_field_name", "collection"]
        .iter()
        .find_map(|member| entry.get(*member)?.as_str());
    named.map_or_else(|| entry.to_string(), ToOwned::to_owned)
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    }
}
