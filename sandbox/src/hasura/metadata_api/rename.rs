//! A relationship's new name in the filters that go through it.

use serde_json::{Map, Value};

use super::super::model::data::DataSource;
use super::super::model::metadata::{Source, Table};
use super::super::model::{TableName, relationship};

struct Rename<'a> {
    source: &'a Source,
    data: &'a DataSource,
    table: &'a TableName,
    old: &'a str,
    new: &'a str,
}

/// Rewrites all filters and checks of a source.
pub(super) fn rename(
    source: &mut Source,
    data: &DataSource,
    table: &TableName,
    old: &str,
    new: &str,
) {
    let whole = source.clone();
    let rename = Rename {
        source: &whole,
        data,
        table,
        old,
        new,
    };
    for entry in &mut source.tables {
        let name = entry.table.clone();
        let rules = entry
            .select_permissions
            .iter_mut()
            .map(|rule| &mut rule.permission.filter)
            .chain(
                entry
                    .insert_permissions
                    .iter_mut()
                    .map(|rule| &mut rule.permission.check),
            )
            .chain(
                entry
                    .update_permissions
                    .iter_mut()
                    .flat_map(|rule| [&mut rule.permission.filter, &mut rule.permission.check]),
            )
            .chain(
                entry
                    .delete_permissions
                    .iter_mut()
                    .map(|rule| &mut rule.permission.filter),
            );
        for rule in rules {
            rename.rewrite(&name, rule);
        }
    }
}

impl Rename<'_> {
    /// Rewrites a rule on rows of `on`, key by key, so that the order stays.
    fn rewrite(&self, on: &TableName, rule: &mut Value) {
        let Value::Object(members) = rule else { return };
        let old = std::mem::take(members);
        *members = old
            .into_iter()
            .map(|(name, operand)| self.member(on, name, operand))
            .collect::<Map<_, _>>();
    }

    fn member(&self, on: &TableName, name: String, mut operand: Value) -> (String, Value) {
        match name.as_str() {
            "_and" | "_or" | "$and" | "$or" => {
                for rule in operand.as_array_mut().into_iter().flatten() {
                    self.rewrite(on, rule);
                }
            }
            "_not" | "$not" => self.rewrite(on, &mut operand),
            "_exists" | "$exists" => {
                let table = operand
                    .get("_table")
                    .and_then(|table| serde_json::from_value::<TableName>(table.clone()).ok());
                if let (Some(table), Some(rule)) = (table, operand.get_mut("_where")) {
                    self.rewrite(&table, rule);
                }
            }
            _ => {
                if let Some(target) = self.target(on, &name) {
                    self.rewrite(&target, &mut operand);
                    if on == self.table && name == self.old {
                        return (self.new.to_owned(), operand);
                    }
                }
            }
        }
        (name, operand)
    }

    /// The other side of a relationship, by its old name.
    fn target(&self, on: &TableName, name: &str) -> Option<TableName> {
        let table: &Table = self.source.table(on)?;
        let one = table
            .object_relationships
            .iter()
            .chain(&table.array_relationships)
            .find(|one| one.name == name)?;
        let target = relationship::resolve(self.data, on, &one.using).ok()?;
        Some(target.table)
    }
}
