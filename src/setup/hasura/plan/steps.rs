//! The commands of a plan, in the order in which they depend on each other.

use serde_json::{Value, json};

use super::{Action, Object, Plan};
use crate::hasura::metadata::TableName;
use crate::setup::hasura::desired::Kind;
use crate::setup::hasura::engine::EngineVersion;

/// A command, and what it does in words: "track notes".
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Step {
    pub command: Value,
    pub what: String,
}

impl Plan {
    /// What to send as one bulk: tables, then relationships, then permissions. Tables are tracked
    /// by one command where the engine knows how.
    pub(crate) fn steps(&self, version: &EngineVersion) -> Vec<Step> {
        let mut tables: Vec<(Value, String)> = Vec::new();
        let mut rest: Vec<Step> = Vec::new();
        for change in self.changes.iter().filter(|one| one.action.changes()) {
            match &change.object {
                Object::Table { table, custom_name } => {
                    let mut args = json!({ "source": self.source, "table": table });
                    if let Some(name) = custom_name {
                        args["configuration"] = json!({ "custom_name": name });
                    }
                    tables.push((args, table.qualified()));
                }
                Object::Source { database_url_env } => rest.push(Step {
                    command: add_source(&self.source, database_url_env),
                    what: format!("connect source {}", self.source),
                }),
                Object::Relationship {
                    table,
                    name,
                    kind,
                    using,
                    ..
                } => rest.push(self.relationship(table, name, *kind, using)),
                Object::Select { table, permission } => {
                    rest.extend(self.select(change.action, table, permission));
                }
            }
        }
        let mut steps: Vec<Step> = tracking(tables, version);
        steps.append(&mut rest);
        steps
    }

    fn relationship(&self, table: &TableName, name: &str, kind: Kind, using: &Value) -> Step {
        Step {
            command: json!({
                "type": format!("pg_create_{}_relationship", kind.word()),
                "args": {
                    "source": self.source,
                    "table": table,
                    "name": name,
                    "using": using,
                },
            }),
            what: format!("create relationship {name} of {}", table.qualified()),
        }
    }

    /// There is no command that replaces a permission, so it is dropped and made again; within a
    /// bulk nobody sees the time between.
    fn select(&self, action: Action, table: &TableName, permission: &Value) -> Vec<Step> {
        let (role, name) = (&self.role, table.qualified());
        let mut steps = Vec::new();
        if matches!(action, Action::Update | Action::Remove) {
            steps.push(Step {
                command: json!({ "type": "pg_drop_select_permission", "args": {
                    "source": self.source,
                    "table": table,
                    "role": role,
                } }),
                what: format!("drop role {role}'s select permission on {name}"),
            });
        }
        if matches!(action, Action::Create | Action::Update) {
            steps.push(Step {
                command: json!({ "type": "pg_create_select_permission", "args": {
                    "source": self.source,
                    "table": table,
                    "role": role,
                    "permission": permission,
                } }),
                what: format!("give role {role} a select permission on {name}"),
            });
        }
        steps
    }
}

fn tracking(tables: Vec<(Value, String)>, version: &EngineVersion) -> Vec<Step> {
    if version.tracks_many() && !tables.is_empty() {
        let (args, names): (Vec<Value>, Vec<String>) = tables.into_iter().unzip();
        return vec![Step {
            // A warning would mean that one of them is not tracked: then none shall be.
            command: json!({ "type": "pg_track_tables", "args": {
                "allow_warnings": false,
                "tables": args,
            } }),
            what: format!("track {}", names.join(", ")),
        }];
    }
    tables
        .into_iter()
        .map(|(args, name)| Step {
            command: json!({ "type": "pg_track_table", "args": args }),
            what: format!("track {name}"),
        })
        .collect()
}

/// The console's own settings for the pool (contracts: hasura §4.4).
fn add_source(name: &str, database_url_env: &str) -> Value {
    json!({ "type": "pg_add_source", "args": {
        "name": name,
        "configuration": { "connection_info": {
            "database_url": { "from_env": database_url_env },
            "isolation_level": "read-committed",
            "pool_settings": {
                "connection_lifetime": 600,
                "idle_timeout": 180,
                "max_connections": 50,
                "retries": 1,
            },
            "use_prepared_statements": true,
        } },
        "replace_configuration": false,
    } })
}
