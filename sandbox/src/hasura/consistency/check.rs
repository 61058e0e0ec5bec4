//! Every object of the metadata against the database.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::super::model::TableName;
use super::super::model::data::{DataFunction, DataSource, DataTable, Database};
use super::super::model::metadata::{Columns, Metadata, Permission, Relationship, Source};
use super::super::model::relationship;
use super::expression::Scope;
use super::inconsistency::Inconsistency;

/// Splits metadata into its consistent part and the list of everything else.
pub(crate) fn check(metadata: &Metadata, database: &Database) -> (Metadata, Vec<Inconsistency>) {
    let mut consistent = metadata.clone();
    let mut found = Vec::new();
    consistent.sources.retain(|source| {
        let reason = if source.kind != "postgres" {
            format!("the sandbox knows no backend of kind \"{}\"", source.kind)
        } else if database.source(&source.name).is_none() {
            format!("connection to source \"{}\" failed", source.name)
        } else {
            return true;
        };
        found.push(Inconsistency {
            kind: "source",
            name: format!("source {}", source.name),
            definition: json!(source.name),
            place: None,
            subject: source.name.clone(),
            reason,
        });
        false
    });
    for source in &mut consistent.sources {
        if let Some(data) = database.source(&source.name) {
            tables(source, data, &mut found);
            relationships(source, data, &mut found);
            permissions(source, data, &mut found);
            functions(source, data, &mut found);
        }
    }
    inherited_roles(&mut consistent, &mut found);
    (consistent, found)
}

/// A role has to have all of its parents, of which one may be inherited too.
fn inherited_roles(metadata: &mut Metadata, found: &mut Vec<Inconsistency>) {
    loop {
        let known = metadata.roles();
        let lost = metadata.inherited_roles.iter().position(|role| {
            let mut parents = role.role_set.iter();
            !parents.all(|parent| known.contains(parent.as_str()))
        });
        let Some(lost) = lost else { return };
        let role = metadata.inherited_roles[lost].clone();
        let missing: Vec<&str> = role
            .role_set
            .iter()
            .map(String::as_str)
            .filter(|parent| !known.contains(*parent))
            .collect();
        found.push(Inconsistency {
            kind: "inherited_role",
            name: format!("inherited_role inherited role {}", role.role_name),
            definition: json!({"role_name": role.role_name, "role_set": role.role_set}),
            place: None,
            subject: role.role_name.clone(),
            reason: format!(
                "in inherited role {0}: the following parent role(s) are not found: {1} which are \
                 required to construct the inherited role: \"{0}\"",
                role.role_name,
                missing.join(", ")
            ),
        });
        metadata.inherited_roles.remove(lost);
    }
}

/// A function has to have the argument that takes the session. Of functions that the data does
/// not describe nothing is known.
fn functions(source: &mut Source, data: &DataSource, found: &mut Vec<Inconsistency>) {
    let place = source.name.clone();
    source.functions.retain(|entry| {
        let name = serde_json::from_value::<TableName>(entry["function"].clone());
        let session = entry
            .pointer("/configuration/session_argument")
            .and_then(Value::as_str);
        let (Ok(name), Some(session)) = (name, session) else {
            return true;
        };
        let function = data
            .functions
            .iter()
            .find(|one| one.name == name.name && one.schema == name.schema);
        let takes = |one: &DataFunction| {
            let mut arguments = one.arguments.iter();
            arguments.any(|argument| argument.split_whitespace().next() == Some(session))
        };
        if function.is_none_or(takes) {
            return true;
        }
        found.push(Inconsistency {
            kind: "function",
            name: format!("function {name} in source {place}"),
            definition: json!(name),
            place: None,
            subject: name.to_string(),
            reason: format!(
                "in function \"{name}\": the function \"{name}\" cannot be tracked because given \
                 session argument \"{session}\" not the input argument of the function"
            ),
        });
        false
    });
}

fn tables(source: &mut Source, data: &DataSource, found: &mut Vec<Inconsistency>) {
    let name = &source.name;
    source.tables.retain(|table| {
        let exists = data.table(&table.table).is_some();
        if !exists {
            found.push(Inconsistency {
                kind: "table",
                name: format!("table {} in source {name}", table.table),
                definition: json!(table.table),
                place: Some((name.clone(), table.table.clone())),
                subject: String::new(),
                reason: format!("no such table/view exists in source: \"{}\"", table.table),
            });
        }
        exists
    });
}

fn relationships(source: &mut Source, data: &DataSource, found: &mut Vec<Inconsistency>) {
    let tracked: Vec<TableName> = source
        .tables
        .iter()
        .map(|table| table.table.clone())
        .collect();
    for table in &mut source.tables {
        let name = table.table.clone();
        let mut keep = |kind: &'static str, one: &Relationship| {
            let reason = match relationship::resolve(data, &name, &one.using) {
                Ok(target) if tracked.contains(&target.table) => return true,
                Ok(target) => format!("table \"{}\" is not tracked", target.table),
                Err(reason) => reason,
            };
            found.push(Inconsistency {
                kind,
                name: format!(
                    "{kind} {} in table {name} in source {}",
                    one.name, source.name
                ),
                definition: json!({
                    "source": source.name,
                    "table": name,
                    "name": one.name,
                    "using": one.using,
                    "comment": one.comment,
                }),
                place: Some((source.name.clone(), name.clone())),
                subject: one.name.clone(),
                reason: format!(
                    "in table \"{name}\": in relationship \"{}\": {reason}",
                    one.name
                ),
            });
            false
        };
        table
            .object_relationships
            .retain(|one| keep("object_relation", one));
        table
            .array_relationships
            .retain(|one| keep("array_relation", one));
    }
}

fn permissions(source: &mut Source, data: &DataSource, found: &mut Vec<Inconsistency>) {
    // Filters may look through relationships into other tables.
    let whole = source.clone();
    let scope = Scope {
        source: &whole,
        data,
    };
    for table in &mut source.tables {
        let Some(columns) = data.table(&table.table) else {
            continue;
        };
        let place = Place {
            source: &whole.name,
            table: columns,
        };
        let tracked = whole.table(&table.table);
        let holds = |rule: &Value| match tracked {
            Some(tracked) => scope.check(tracked, rule),
            None => Ok(()),
        };
        table.select_permissions.retain(|one| {
            let rule = &one.permission;
            place.keep("select_permission", one, found, &|| {
                place.columns(&rule.columns)?;
                holds(&rule.filter)
            })
        });
        table.insert_permissions.retain(|one| {
            let rule = &one.permission;
            place.keep("insert_permission", one, found, &|| {
                place.columns(&rule.columns)?;
                place.presets(&rule.set)?;
                holds(&rule.check)
            })
        });
        table.update_permissions.retain(|one| {
            let rule = &one.permission;
            place.keep("update_permission", one, found, &|| {
                place.columns(&rule.columns)?;
                place.presets(&rule.set)?;
                holds(&rule.filter)?;
                holds(&rule.check)
            })
        });
        table.delete_permissions.retain(|one| {
            let rule = &one.permission;
            place.keep("delete_permission", one, found, &|| holds(&rule.filter))
        });
    }
}

struct Place<'a> {
    pub(super) source: &'a str,
    pub(super) table: &'a DataTable,
}

impl Place<'_> {
    fn keep<T: Serialize>(
        &self,
        kind: &'static str,
        entry: &Permission<T>,
        found: &mut Vec<Inconsistency>,
        check: &dyn Fn() -> Result<(), String>,
    ) -> bool {
        let Err(reason) = check() else { return true };
        let table = &self.table.table;
        found.push(Inconsistency {
            kind,
            name: format!(
                "{kind} {} in table {table} in source {}",
                entry.role, self.source
            ),
            definition: json!({
                "source": self.source,
                "table": table,
                "role": entry.role,
                "permission": entry.permission,
                "comment": entry.comment,
            }),
            place: Some((self.source.to_owned(), table.clone())),
            subject: entry.role.clone(),
            reason: format!(
                "in table \"{table}\": in permission for role \"{}\": {reason}",
                entry.role
            ),
        });
        false
    }

    fn columns(&self, columns: &Columns) -> Result<(), String> {
        match columns {
            Columns::All => Ok(()),
            Columns::List(names) => names.iter().try_for_each(|name| self.column(name)),
        }
    }

    fn presets(&self, presets: &Map<String, Value>) -> Result<(), String> {
        presets.keys().try_for_each(|name| self.column(name))
    }

    pub(super) fn column(&self, name: &str) -> Result<(), String> {
        match self.table.column(name) {
            Some(_) => Ok(()),
            None => Err(format!("column \"{name}\" does not exist")),
        }
    }
}
