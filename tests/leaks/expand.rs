//! The short way to write tables, written out as `--data` and `--metadata` (see `README.md`).

use serde_json::{Map, Value, json};

use crate::setup::PEOPLE;

/// Adds each table to its source, in both documents.
pub fn tables(tables: &Map<String, Value>, data: &mut Value, metadata: &mut Value) {
    for (name, short) in tables {
        let source = short["source"].as_str().unwrap_or("default");
        let stored = stored(name, short);
        let stored_in = match source {
            "default" => &mut data["tables"],
            other => named(&mut data["sources"], other),
        };
        push(stored_in, stored);
        if short["tracked"] != false {
            push(
                named(&mut metadata["sources"], source),
                tracked(name, short),
            );
        }
    }
}

/// The tables of a source of this name, made when it is new.
fn named<'v>(sources: &'v mut Value, name: &str) -> &'v mut Value {
    if sources.is_null() {
        *sources = json!([]);
    }
    let list = sources.as_array_mut().unwrap();
    let at = list.iter().position(|source| source["name"] == name);
    let at = at.unwrap_or_else(|| {
        list.push(json!({ "name": name, "tables": [] }));
        list.len() - 1
    });
    &mut list[at]["tables"]
}

fn push(list: &mut Value, item: Value) {
    list.as_array_mut().unwrap().push(item);
}

/// `app.notes` is a table of the schema `app`.
fn table_name(name: &str) -> Value {
    let (schema, name) = name.split_once('.').unwrap_or(("public", name));
    json!({ "schema": schema, "name": name })
}

fn stored(name: &str, short: &Value) -> Value {
    let mut table = table_name(name);
    let columns: Vec<&str> = texts(&short["columns"]);
    let mut key = Vec::new();
    let mut written = Vec::new();
    let mut foreign_keys = Vec::new();
    let mut unique = Vec::new();
    for column in &columns {
        let mut words = column.split_whitespace();
        let name = words.next().unwrap();
        let kind = words.next().unwrap_or_else(|| panic!("{column}: no type"));
        let mut nullable = false;
        let mut default = Value::Null;
        for word in words {
            match word {
                "key" => key.push(name),
                "null" => nullable = true,
                "unique" => unique.push(vec![name]),
                other if other.starts_with('=') => {
                    let text = &other[1..];
                    default = serde_json::from_str(text).unwrap_or_else(|_| json!(text));
                }
                other => {
                    let (to, column) = other
                        .strip_prefix("->")
                        .and_then(|to| to.rsplit_once('.'))
                        .unwrap_or_else(|| panic!("{column}: what is {other}?"));
                    foreign_keys.push(json!({ "columns": [name], "table": table_name(to),
                        "references": [column] }));
                }
            }
        }
        let mut column = json!({ "name": name, "type": kind, "nullable": nullable });
        if !default.is_null() {
            column["default"] = default;
        }
        written.push(column);
    }
    if !written.is_empty() {
        table["columns"] = json!(written);
    }
    if short["view_of"].is_null() {
        table["primary_key"] = json!(key);
        table["foreign_keys"] = json!(foreign_keys);
        table["unique"] = json!(unique);
        let names: Vec<&str> = columns
            .iter()
            .filter_map(|column| column.split_whitespace().next())
            .collect();
        let rows = short["rows"].as_array().into_iter().flatten();
        table["rows"] = rows.map(|row| full_row(&names, row)).collect();
    } else {
        table["view_of"] = short["view_of"].clone();
    }
    merge(&mut table, short["data"].clone());
    table
}

/// A row as a list has its values in the order of the columns.
fn full_row(names: &[&str], row: &Value) -> Value {
    let Value::Array(values) = row else {
        return row.clone();
    };
    assert_eq!(names.len(), values.len(), "{row} does not fit {names:?}");
    names
        .iter()
        .zip(values)
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect::<Map<_, _>>()
        .into()
}

fn tracked(name: &str, short: &Value) -> Value {
    let mut table = json!({ "table": table_name(name) });
    let all: Vec<String> = texts(&short["columns"])
        .iter()
        .filter_map(|column| Some(column.split_whitespace().next()?.to_owned()))
        .collect();
    for (short_name, full) in [
        ("select", "select_permissions"),
        ("insert", "insert_permissions"),
        ("update", "update_permissions"),
        ("delete", "delete_permissions"),
    ] {
        let rules = short[short_name].as_object().into_iter().flatten();
        let permissions: Vec<Value> = rules
            .map(|(role, rule)| {
                let mut rule = rule.clone();
                if short_name != "delete" && rule["columns"].is_null() {
                    rule["columns"] = json!(all);
                }
                json!({ "role": role, "permission": rule })
            })
            .collect();
        if !permissions.is_empty() {
            table[full] = json!(permissions);
        }
    }
    for (short_name, full) in [
        ("object", "object_relationships"),
        ("array", "array_relationships"),
    ] {
        let relationships = short[short_name].as_object().into_iter().flatten();
        let written: Vec<Value> = relationships
            .map(|(name, to)| json!({ "name": name, "using": using(to) }))
            .collect();
        if !written.is_empty() {
            table[full] = json!(written);
        }
    }
    merge(&mut table, short["metadata"].clone());
    table
}

/// `note_id`: the own column with the foreign key. `notes.note_id`: the other table's column.
/// An object is a manual configuration.
fn using(to: &Value) -> Value {
    match to.as_str().map(|to| (to, to.rsplit_once('.'))) {
        Some((_, Some((table, column)))) => json!({ "foreign_key_constraint_on": {
            "table": table_name(table), "column": column } }),
        Some((column, None)) => json!({ "foreign_key_constraint_on": column }),
        None => json!({ "manual_configuration": to }),
    }
}

fn texts(list: &Value) -> Vec<&str> {
    list.as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect()
}

/// Puts permissions in place of those that tables have, and takes away those that are null.
pub fn mend(tables: &mut Map<String, Value>, mended: &Map<String, Value>) {
    for (table, operations) in mended {
        for (operation, roles) in operations.as_object().unwrap() {
            let known = &mut tables[table][operation];
            for (role, permission) in roles.as_object().unwrap() {
                match permission {
                    Value::Null => drop(known.as_object_mut().unwrap().remove(role)),
                    other => known[role] = other.clone(),
                }
            }
        }
    }
}

/// Puts `more` over `into`: members one by one, items of lists with a `name` too, and everything
/// else in place of what is there.
pub fn merge(into: &mut Value, more: Value) {
    match (into, more) {
        (_, Value::Null) => {}
        (Value::Object(into), Value::Object(more)) => {
            for (name, value) in more {
                merge(into.entry(name).or_insert(Value::Null), value);
            }
        }
        (Value::Array(into), Value::Array(more)) => {
            for item in more {
                let same =
                    |known: &&mut Value| known["name"].is_string() && known["name"] == item["name"];
                match into.iter_mut().find(same) {
                    Some(known) => merge(known, item),
                    None => into.push(item),
                }
            }
        }
        (into, more) => *into = more,
    }
}

/// Puts the ids of the three people in place of `$A`, `$B` and `$C`, also inside longer texts.
pub fn put_ids(value: &mut Value) {
    match value {
        Value::String(text) => {
            for (placeholder, _, id) in PEOPLE {
                *text = text.replace(placeholder, id);
            }
        }
        Value::Array(items) => items.iter_mut().for_each(put_ids),
        Value::Object(members) => members.values_mut().for_each(put_ids),
        _ => {}
    }
}
