//! The metadata as a plan makes it: the document that was read, with the plan's changes in it and
//! everything else as it was.

use serde_json::{Map, Value, json};

use super::{Action, Object, Plan};
use crate::hasura::metadata::TableName;

impl Plan {
    /// The whole document after the changes; `None` where it has no such source.
    pub(crate) fn applied_to(&self, document: &Value) -> Option<Value> {
        let mut document = document.clone();
        let sources = document.get_mut("sources")?.as_array_mut()?;
        let source = sources
            .iter_mut()
            .find(|source| source.get("name").and_then(Value::as_str) == Some(&self.source))?;
        let tables = list(source.as_object_mut()?, "tables")?;
        for change in self.changes.iter().filter(|one| one.action.changes()) {
            match &change.object {
                // Connected by a command of its own, before anything in it can be planned.
                Object::Source { .. } => {}
                Object::Table { table, custom_name } => {
                    let mut entry = json!({ "table": table });
                    if let Some(name) = custom_name {
                        entry["configuration"] = json!({ "custom_name": name });
                    }
                    tables.push(entry);
                }
                Object::Relationship {
                    table,
                    name,
                    kind,
                    using,
                    ..
                } => {
                    let member = format!("{}_relationships", kind.word());
                    let relationships = list(entry(tables, table)?, &member)?;
                    relationships.push(json!({ "name": name, "using": using }));
                }
                Object::Select { table, permission } => {
                    let permissions = list(entry(tables, table)?, "select_permissions")?;
                    self.grant(change.action, permissions, permission);
                }
            }
        }
        Some(document)
    }

    /// Whatever else is written at the role's permission, such as a comment, stays.
    fn grant(&self, action: Action, permissions: &mut Vec<Value>, permission: &Value) {
        let of_role = |one: &Value| one.get("role").and_then(Value::as_str) == Some(&self.role);
        match (action, permissions.iter_mut().find(|one| of_role(one))) {
            (Action::Remove, _) => permissions.retain(|one| !of_role(one)),
            (_, Some(there)) => there["permission"] = permission.clone(),
            (_, None) => permissions.push(json!({ "role": self.role, "permission": permission })),
        }
    }
}

/// The list under a name, which may not be there yet.
fn list<'a>(object: &'a mut Map<String, Value>, name: &str) -> Option<&'a mut Vec<Value>> {
    let list = object.entry(name).or_insert_with(|| json!([]));
    list.as_array_mut()
}

fn entry<'a>(tables: &'a mut [Value], name: &TableName) -> Option<&'a mut Map<String, Value>> {
    let is_it = |entry: &Value| {
        let table = entry.get("table").cloned().unwrap_or_default();
        serde_json::from_value::<TableName>(table).is_ok_and(|table| table == *name)
    };
    tables
        .iter_mut()
        .find(|entry| is_it(entry))?
        .as_object_mut()
}
