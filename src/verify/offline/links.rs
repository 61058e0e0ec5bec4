//! Which table stands behind a relationship, as far as metadata tells.

use std::collections::HashMap;

use serde_json::Value;

use crate::hasura::metadata::{Metadata, Relationship, TableName, TrackedTable};
use crate::verify::rules::writes::{names, own_columns};

/// The tables by name, and by the foreign keys that lead to them.
pub(super) struct Links<'a> {
    tables: HashMap<TableName, &'a TrackedTable>,
    /// By a table and columns of it: the tables whose array relationships come from there.
    back: HashMap<(TableName, Vec<String>), Vec<&'a TableName>>,
}

impl<'a> Links<'a> {
    pub(super) fn of(metadata: &'a Metadata) -> Self {
        let mut links = Self {
            tables: HashMap::new(),
            back: HashMap::new(),
        };
        for (_, table) in metadata.tables() {
            links.tables.entry(table.table.clone()).or_insert(table);
            let arrays = table.array_relationships.iter();
            for key in arrays.filter_map(|one| one.using.get(KEY)) {
                let Some(from) = key.get("table").and_then(name) else {
                    continue;
                };
                let far = key.get("columns").or_else(|| key.get("column"));
                let way = (from, far.map(names).unwrap_or_default());
                let tables = links.back.entry(way).or_default();
                // Two relationships over one key lead to one table.
                if tables.last() != Some(&&table.table) {
                    tables.push(&table.table);
                }
            }
        }
        links
    }

    /// A table that is tracked.
    pub(super) fn table(&self, name: &TableName) -> Option<&'a TrackedTable> {
        self.tables.get(name).copied()
    }

    /// The table behind a relationship, where the metadata tells: it names the table, or the one
    /// behind it names this one and the same columns in a relationship of its own. Else it is one
    /// of that name in the same schema, as Hasura's console proposes names.
    pub(super) fn target(
        &self,
        from: &TrackedTable,
        relationship: &Relationship,
    ) -> Option<TableName> {
        let using = &relationship.using;
        let named = using
            .pointer("/manual_configuration/remote_table")
            .or_else(|| using.pointer("/foreign_key_constraint_on/table"));
        if let Some(named) = named {
            return name(named);
        }
        let columns = own_columns(using);
        if !columns.is_empty()
            && let Some([one]) = self
                .back
                .get(&(from.table.clone(), columns))
                .map(Vec::as_slice)
        {
            return Some((*one).clone());
        }
        self.named_after(from, &relationship.name)
    }

    /// The table that a relationship is named after: `room` for `room` or `rooms`.
    pub(super) fn named_after(&self, from: &TrackedTable, relationship: &str) -> Option<TableName> {
        let many = match relationship.strip_suffix('y') {
            Some(stem) => format!("{stem}ies"),
            None => format!("{relationship}s"),
        };
        [relationship.to_owned(), many]
            .into_iter()
            .map(|name| TableName {
                schema: from.table.schema.clone(),
                name,
            })
            .find(|name| self.tables.contains_key(name))
    }
}

/// What a relationship over a foreign key is made of.
const KEY: &str = "foreign_key_constraint_on";

fn name(value: &Value) -> Option<TableName> {
    serde_json::from_value(value.clone()).ok()
}
