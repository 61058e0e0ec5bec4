//! Permissions against the columns, relationships and fields that they speak of.

use serde::Serialize;
use serde_json::{Map, Value, json};

use super::super::model::data::{DataSource, DataTable};
use super::super::model::metadata::{Columns, Permission, SelectPermission, Source};
use super::expression::Scope;
use super::inconsistency::{Inconsistency, Object};

pub(super) fn check(source: &mut Source, data: &DataSource, found: &mut Vec<Inconsistency>) {
    // Filters may look through relationships into other tables.
    let whole = source.clone();
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
            Some(root) => Scope {
                source: &whole,
                data,
                root,
            }
            .check(root, rule),
            None => Ok(()),
        };
        let computed = |name: &str| {
            let mut fields = tracked.into_iter().flat_map(|table| &table.computed_fields);
            fields.any(|field| field.get("name").and_then(Value::as_str) == Some(name))
        };
        table.select_permissions.retain(|one| {
            let rule = &one.permission;
            place.keep("select_permission", one, found, &|| {
                place.columns(&rule.columns)?;
                match rule.computed_fields.iter().find(|name| !computed(name)) {
                    None => {}
                    Some(name) => return Err(format!("computed field \"{name}\" does not exist")),
                }
                place.root_fields(&one.role, rule)?;
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
            object: Object::Written(json!({
                "source": self.source,
                "table": table,
                "role": entry.role,
                "permission": spelled_out(kind, &entry.permission),
                "comment": entry.comment,
            })),
            place: Some((self.source.to_owned(), table.clone())),
            subject: entry.role.clone(),
            reason: format!(
                "in table \"{table}\": in permission for role \"{}\": {reason}",
                entry.role
            ),
        });
        false
    }

    /// A root field can be named only where the rest of the permission offers it.
    fn root_fields(&self, name: &str, rule: &SelectPermission) -> Result<(), String> {
        let lists = [&rule.query_root_fields, &rule.subscription_root_fields];
        let named: Vec<&str> = lists
            .into_iter()
            .flatten()
            .flatten()
            .map(String::as_str)
            .collect();
        if named.contains(&"select_aggregate") && !rule.allow_aggregations {
            return Err(
                "The \"select_aggregate\" root field can only be enabled in the query_root_fields \
                 or  the subscription_root_fields when \"allow_aggregations\" is set to true"
                    .into(),
            );
        }
        let key = &self.table.primary_key;
        let readable = !key.is_empty() && key.iter().all(|column| rule.columns.contains(column));
        if named.contains(&"select_by_pk") && !readable {
            return Err(format!(
                "The \"select_by_pk\" field cannot be included in the query_root_fields or \
                 subscription_root_fields because the role \"{name}\" does not have access to the \
                 primary key of the table \"{}\" in the source \"{}\"",
                self.table.table, self.source
            ));
        }
        Ok(())
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

/// A permission with the members that a document may leave out, as the engine shows it.
fn spelled_out<T: Serialize>(kind: &str, permission: &T) -> Value {
    let mut shown = json!(permission);
    let defaults = match kind {
        "select_permission" => json!({"allow_aggregations": false, "computed_fields": []}),
        "delete_permission" => json!({"backend_only": false}),
        _ => json!({"backend_only": false, "set": {}}),
    };
    if let (Some(members), Value::Object(defaults)) = (shown.as_object_mut(), defaults) {
        for (name, value) in defaults {
            members.entry(name).or_insert(value);
        }
    }
    shown
}
