//! A plan in words, one line an object: for people on stdout, and for questions before.

use serde_json::Value;

use super::{Action, Change, Object, Plan};

impl Plan {
    /// Lines such as `+ track notes`; `all` with what is kept and left.
    pub(crate) fn lines(&self, all: bool) -> Vec<String> {
        self.changes
            .iter()
            .filter(|change| all || change.action.changes())
            .map(|change| format!("{} {}", change.action.sign(), self.words(change)))
            .collect()
    }

    /// What a change is about: `track notes`.
    pub(crate) fn words(&self, change: &Change) -> String {
        match &change.object {
            Object::Source { database_url_env } => {
                format!("source {} from {database_url_env}", self.source)
            }
            Object::Table { table, custom_name } => {
                let name = table.qualified();
                match custom_name {
                    Some(custom) if custom != &name => format!("track {name} as {custom}"),
                    _ => format!("track {name}"),
                }
            }
            Object::Relationship {
                table,
                name,
                kind,
                to,
                ..
            } => format!(
                "{} relationship {}.{name} -> {}",
                kind.word(),
                table.qualified(),
                to.qualified()
            ),
            Object::Select { table, permission } => {
                let what = format!("select on {} for {}", table.qualified(), self.role);
                if change.action == Action::Remove || permission.is_null() {
                    return what;
                }
                format!("{what}: {}", permission_words(permission))
            }
        }
    }

    /// What the changes are together, as something that can be refused.
    pub(crate) fn in_short(&self) -> String {
        if self.connects() {
            format!("connect source {}", self.source)
        } else {
            "make the changes".into()
        }
    }

    /// The last line: how many of each.
    pub(crate) fn summary(&self) -> String {
        format!(
            "{} to add, {} to change, {} to remove, {} as planned, {} left alone",
            self.count(Action::Create),
            self.count(Action::Update),
            self.count(Action::Remove),
            self.count(Action::Keep),
            self.count(Action::Leave),
        )
    }
}

fn permission_words(permission: &Value) -> String {
    let columns: Vec<&str> = permission["columns"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .collect();
    let filter = &permission["filter"];
    let rows = if filter.as_object().is_some_and(serde_json::Map::is_empty) {
        "of every row".to_owned()
    } else {
        format!("where {filter}")
    };
    let aggregates = if permission["allow_aggregations"] == true {
        ", with aggregates"
    } else {
        ""
    };
    format!("{} {rows}{aggregates}", columns.join(", "))
}
