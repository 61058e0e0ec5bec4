//! What a role's permissions to write leave open.

use std::collections::BTreeSet;

use serde_json::Value;

use super::variables;
use crate::hasura::metadata::{Columns, Metadata, Permission, Table, WritePermission};
use crate::verify::ownership::filter::mentions_caller;

/// A way to write.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// New rows, also through `on_conflict`.
    Insert,
    /// Changes of rows.
    Update,
    /// Deletion of rows.
    Delete,
}

impl Way {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Insert, Self::Update, Self::Delete];

    /// The word in reports.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Delete => "delete",
        }
    }

    /// The member of the permission that says which rows.
    #[must_use]
    pub const fn member(self) -> &'static str {
        match self {
            Self::Insert => "check",
            Self::Update | Self::Delete => "filter",
        }
    }

    fn permissions(self, table: &Table) -> &[Permission<WritePermission>] {
        match self {
            Self::Insert => &table.insert_permissions,
            Self::Update => &table.update_permissions,
            Self::Delete => &table.delete_permissions,
        }
    }

    /// The condition that says which rows.
    #[must_use]
    pub const fn condition(self, rule: &WritePermission) -> &Value {
        match self {
            Self::Insert => &rule.check,
            Self::Update | Self::Delete => &rule.filter,
        }
    }
}

/// A permission to write, and the role that it is written for: the role itself, or a parent of
/// an inherited role.
#[derive(Clone, Copy, Debug)]
pub struct Rule<'a> {
    /// The way.
    pub way: Way,
    /// What it says.
    pub rule: &'a WritePermission,
    /// Whose it is.
    pub role: &'a str,
}

/// A role's permissions to write to a table. An inherited role without one of its own has those
/// of its parents (contracts: hasura §3.7); whether Hasura makes mutations of them where they
/// differ, its schema tells.
#[must_use]
pub fn of_role<'a>(metadata: &'a Metadata, table: &'a Table, role: &str) -> Vec<Rule<'a>> {
    let mut found = Vec::new();
    for way in Way::ALL {
        let mut seen = BTreeSet::new();
        expand(metadata, table, role, way, &mut seen, &mut found);
    }
    found
}

fn expand<'a>(
    metadata: &'a Metadata,
    table: &'a Table,
    role: &str,
    way: Way,
    seen: &mut BTreeSet<String>,
    found: &mut Vec<Rule<'a>>,
) {
    if !seen.insert(role.to_owned()) {
        return;
    }
    let own = way
        .permissions(table)
        .iter()
        .find(|permission| permission.role == role);
    if let Some(permission) = own {
        found.push(Rule {
            way,
            rule: &permission.permission,
            role: &permission.role,
        });
        return;
    }
    let parents = metadata
        .inherited_roles
        .iter()
        .find(|inherited| inherited.role_name == role);
    for parent in parents.into_iter().flat_map(|role| &role.role_set) {
        expand(metadata, table, parent, way, seen, found);
    }
}

impl Rule<'_> {
    /// True for a permission that only servers with the admin secret have.
    #[must_use]
    pub fn backend_only(&self) -> bool {
        self.rule.backend_only == Some(true)
    }

    /// True when the caller may choose the value of a column, named as in the database.
    #[must_use]
    pub fn writable(&self, column: &str) -> bool {
        let listed = match &self.rule.columns {
            Some(columns) => columns.contains(column),
            // Inserts without a list take every column; updates without one take none.
            None => self.way == Way::Insert,
        };
        listed && self.rule.set.get(column).is_none()
    }

    /// Columns that are set to something of the caller's, whatever was sent for them.
    pub fn presets(&self) -> impl Iterator<Item = &str> {
        self.rule
            .set
            .as_object()
            .into_iter()
            .flatten()
            .filter(|(_, value)| mentions_caller(value))
            .map(|(column, _)| column.as_str())
    }

    /// Session variables that the permission needs and a token does not carry: nothing can be
    /// written then.
    #[must_use]
    pub fn missing(&self, carries: impl Fn(&str) -> bool) -> Vec<String> {
        let mut all = Vec::new();
        for part in [&self.rule.check, &self.rule.filter, &self.rule.set] {
            all.extend(variables::missing(part, &carries));
        }
        all.sort();
        all.dedup();
        all
    }

    /// Columns that the caller may set, and by which the permission tells whose a row is: to write
    /// one of them is to give the row away. Nothing is said of rows after the change here; that is
    /// what `check` is for.
    #[must_use]
    pub fn gives_away(&self, table: &Table) -> Vec<String> {
        if self.way != Way::Update {
            return Vec::new();
        }
        bound_columns(&self.rule.filter, table)
            .into_iter()
            .filter(|column| self.writable(column))
            .collect()
    }

    /// True when the caller may choose the value of a column, and the check says nothing about
    /// it, neither itself nor through the relationship that it makes.
    #[must_use]
    pub fn free(&self, column: &str, table: &Table) -> bool {
        self.writable(column) && !speaks_of(&self.rule.check, column, table)
    }

    /// True for an update whose check only rows of the caller's meet, and that can set none of the
    /// columns by which it tells: a row of another's does not meet it after the update either, so
    /// none is updated, whatever the filter admits. That the check is met by none but the caller's
    /// rows is for the caller of this to know.
    #[must_use]
    pub fn changes_no_owner(&self, table: &Table) -> bool {
        let mut columns = BTreeSet::new();
        self.way == Way::Update
            && told_by(&self.rule.check, table, &mut columns)
            && !columns.is_empty()
            && columns
                .iter()
                .all(|column| !self.writable(column) && self.rule.set.get(column).is_none())
    }

    /// True when every column may be written.
    #[must_use]
    pub const fn every_column(&self) -> bool {
        matches!(self.rule.columns, Some(Columns::Star(_)))
    }
}

/// The columns of a table that a condition compares with the caller, itself or through the
/// object relationships that they make.
#[must_use]
pub fn bound_columns(condition: &Value, table: &Table) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    binding(condition, table, &mut found);
    found
}

fn binding(condition: &Value, table: &Table, found: &mut BTreeSet<String>) {
    let Some(members) = condition.as_object() else {
        return;
    };
    for (name, value) in members {
        match name.replacen('$', "_", 1).as_str() {
            "_and" | "_or" => {
                for item in value.as_array().into_iter().flatten() {
                    binding(item, table, found);
                }
            }
            "_not" | "_exists" => {}
            _ if !mentions_caller(value) => {}
            _ => {
                let relationship = table
                    .object_relationships
                    .iter()
                    .find(|relationship| relationship.name == *name);
                let array = table
                    .array_relationships
                    .iter()
                    .any(|relationship| relationship.name == *name);
                match relationship {
                    Some(relationship) => found.extend(own_columns(&relationship.using)),
                    None if array => {}
                    None => {
                        found.insert(name.clone());
                    }
                }
            }
        }
    }
}

/// True when a condition that not every row meets has a part about a column.
fn speaks_of(condition: &Value, column: &str, table: &Table) -> bool {
    match condition {
        Value::Object(members) => members.iter().any(|(name, part)| {
            let same = name == column
                || table.object_relationships.iter().any(|relationship| {
                    relationship.name == *name
                        && own_columns(&relationship.using)
                            .iter()
                            .any(|own| own == column)
                });
            let empty = part.as_object().is_some_and(serde_json::Map::is_empty);
            (same && !empty) || speaks_of(part, column, table)
        }),
        Value::Array(items) => items.iter().any(|item| speaks_of(item, column, table)),
        // Inside `_exists`, by a comparison with the row itself.
        Value::String(text) => text == column,
        _ => false,
    }
}

/// As [`binding`]; false where what tells whose a row is may be more than columns of the table:
/// other rows, a function.
fn told_by(condition: &Value, table: &Table, found: &mut BTreeSet<String>) -> bool {
    let Some(members) = condition.as_object() else {
        return false;
    };
    members
        .iter()
        .all(|(name, value)| match name.replacen('$', "_", 1).as_str() {
            "_and" | "_or" => match value {
                Value::Array(items) => items.iter().all(|item| told_by(item, table, found)),
                one => told_by(one, table, found),
            },
            _ if !mentions_caller(value) => true,
            "_not" | "_exists" => false,
            _ if table.computed_fields.iter().any(|one| one.name == *name)
                || table
                    .array_relationships
                    .iter()
                    .any(|one| one.name == *name) =>
            {
                false
            }
            _ => {
                let mut objects = table.object_relationships.iter();
                let columns = objects.find(|one| one.name == *name).map_or_else(
                    || vec![name.clone()],
                    |relationship| own_columns(&relationship.using),
                );
                let any = !columns.is_empty();
                found.extend(columns);
                any
            }
        })
}

/// The columns on this side of an object relationship (contracts: hasura §4.4).
pub(super) fn own_columns(using: &Value) -> Vec<String> {
    if let Some(mapping) = using
        .pointer("/manual_configuration/column_mapping")
        .and_then(Value::as_object)
    {
        return mapping.keys().cloned().collect();
    }
    match using.get("foreign_key_constraint_on") {
        Some(Value::String(column)) => vec![column.clone()],
        Some(Value::Array(columns)) => columns
            .iter()
            .filter_map(Value::as_str)
            .map(ToOwned::to_owned)
            .collect(),
        // A table: the key is on the other side.
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hasura::metadata::Export;
    use serde_json::json;

    fn metadata(table: &Value) -> Metadata {
        Export::read(json!({"version": 3, "inherited_roles": [
            {"role_name": "both", "role_set": ["one", "two"]}],
            "sources": [{"name": "default", "tables": [table]}]}))
        .unwrap()
        .metadata
    }

    fn update(permission: &Value) -> Metadata {
        metadata(&json!({"table": "files",
            "object_relationships": [{"name": "note", "using": {"foreign_key_constraint_on": "note_id"}}],
            "update_permissions": [{"role": "one", "permission": permission}]}))
    }

    fn gives_away(permission: &Value) -> Vec<String> {
        let metadata = update(permission);
        let (_, table) = metadata.tables().next().unwrap();
        of_role(&metadata, table, "one")[0].gives_away(table)
    }

    #[test]
    fn a_row_is_given_away_by_the_column_that_binds_it() {
        let me = json!({"_eq": "X-Hasura-User-Id"});
        let direct = json!({"owner_id": me});
        assert_eq!(
            gives_away(&json!({"columns": ["title", "owner_id"], "filter": direct})),
            ["owner_id"]
        );
        assert_eq!(
            gives_away(&json!({"columns": "*", "filter": {"_and": [direct, {"a": {"_eq": 1}}]}})),
            ["owner_id"]
        );
        // Whom a task is assigned to does not say whose it is.
        assert!(gives_away(&json!({"columns": ["assignee_id"], "filter": direct})).is_empty());
        let preset =
            json!({"columns": "*", "filter": direct, "set": {"owner_id": "X-Hasura-User-Id"}});
        assert!(gives_away(&preset).is_empty());
        let through = json!({"note": {"owner_id": me}});
        assert_eq!(
            gives_away(&json!({"columns": ["url", "note_id"], "filter": through})),
            ["note_id"]
        );
        assert!(gives_away(&json!({"columns": ["url"], "filter": through})).is_empty());
    }

    #[test]
    fn a_check_keeps_others_rows_from_being_updated_where_owners_stay() {
        let keeps = |permission: &Value| {
            let metadata = update(permission);
            let (_, table) = metadata.tables().next().unwrap();
            of_role(&metadata, table, "one")[0].changes_no_owner(table)
        };
        let me = json!({"_eq": "X-Hasura-User-Id"});
        let check = json!({"owner_id": me});
        let rule = |columns: &Value, check: &Value| json!({"columns": columns, "filter": {}, "check": check});
        assert!(keeps(&rule(&json!(["title"]), &check)));
        assert!(!keeps(&rule(&json!(["title", "owner_id"]), &check)));
        assert!(!keeps(&rule(&json!("*"), &check)));
        assert!(!keeps(
            &json!({"columns": ["title"], "filter": {}, "check": check,
            "set": {"owner_id": "X-Hasura-User-Id"}})
        ));
        let through = json!({"note": {"owner_id": me}});
        assert!(keeps(&rule(&json!(["url"]), &through)));
        assert!(!keeps(&rule(&json!(["note_id"]), &through)));
        for unclear in [
            json!({}),
            json!(null),
            json!({"_exists": {"_table": "members", "_where": {"user_id": me}}}),
            json!({"_not": {"owner_id": {"_neq": "X-Hasura-User-Id"}}}),
        ] {
            assert!(!keeps(&rule(&json!(["title"]), &unclear)), "{unclear}");
        }
    }

    #[test]
    fn an_inherited_role_writes_by_its_parents_permissions() {
        let rule = |role: &str| json!({"role": role, "permission": {"filter": {}}});
        let metadata =
            metadata(&json!({"table": "t", "delete_permissions": [rule("one"), rule("two")]}));
        let (_, table) = metadata.tables().next().unwrap();
        let roles = |role: &str| -> Vec<String> {
            of_role(&metadata, table, role)
                .iter()
                .map(|rule| rule.role.to_owned())
                .collect()
        };
        assert_eq!(roles("both"), ["one", "two"]);
        assert_eq!(roles("two"), ["two"]);
        assert!(roles("three").is_empty());
    }
}
