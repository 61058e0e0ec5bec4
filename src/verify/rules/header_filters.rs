//! Permissions of the role for requests without a token that read session variables: such a request
//! brings its own, in headers (contracts: hasura §2.0).

use std::collections::{BTreeMap, BTreeSet};

use super::writes;
use crate::hasura::metadata::{Columns, Filter, Metadata, TrackedTable, WritePermission};
use crate::operation::Operation;
use crate::verify::model::Model;
use crate::verify::run::Admin;

/// The roles of which one is given to requests without a token, by what these are offered.
pub(crate) fn roles_of_strangers(admin: &Admin, offered: &Model) -> Vec<String> {
    let Some(export) = admin.export() else {
        return Vec::new();
    };
    let tables = offered
        .tables
        .iter()
        .map(|table| (table.name().to_owned(), table.columns.len()))
        .collect();
    let reading = roles_reading(&export.metadata, &tables, |name| {
        let mut wide = admin.model.tables.iter();
        wide.find(|table| table.name() == name)
            .map(|table| table.columns.len())
    });
    let inserting = |role: &String| {
        admin.model.tables.iter().all(|table| {
            let offered = offered.writes_to(table);
            let offered = offered.filter(|write| write.kind.operation() == Operation::Insert);
            let Some(tracked) = admin.tracked(&table.type_name) else {
                return true;
            };
            let rules = writes::of_role(&export.metadata, tracked, role).into_iter();
            let mut rules = rules.filter(|rule| rule.way == Operation::Insert);
            (offered.count() > 0) == rules.any(|rule| !rule.backend_only())
        })
    };
    reading.into_iter().filter(inserting).collect()
}

/// Roles that may read exactly these tables, named as descriptions name them, and so many columns
/// of each. No configuration that can be read tells which role is given to requests without a
/// token; what it reaches does. `all_columns` is how many a table has.
fn roles_reading(
    metadata: &Metadata,
    tables: &BTreeMap<String, usize>,
    all_columns: impl Fn(&str) -> Option<usize>,
) -> Vec<String> {
    metadata
        .roles()
        .into_iter()
        .filter(|role| {
            let reads: BTreeMap<String, Option<usize>> = metadata
                .tables()
                .filter(|(_, table)| !metadata.selects(table, role).is_empty())
                .map(|(_, table)| {
                    let name = table.table.qualified();
                    let columns = columns(metadata, table, role).or_else(|| all_columns(&name));
                    (name, columns)
                })
                .collect();
            reads.keys().eq(tables.keys())
                && reads
                    .values()
                    .zip(tables.values())
                    .all(|(reads, shown)| reads.is_none_or(|reads| reads == *shown))
        })
        .collect()
}

/// How many columns a role may read; `None` for all there are.
fn columns(metadata: &Metadata, table: &TrackedTable, role: &str) -> Option<usize> {
    let mut names = BTreeSet::new();
    for select in metadata.selects(table, role) {
        names.extend(&select.permission.computed_fields);
        match &select.permission.columns {
            Columns::List(list) => names.extend(list),
            Columns::Star(_) => return None,
        }
    }
    Some(names.len())
}

/// The tables in which a role's filter compares with a session variable.
pub(crate) fn of_role<'a>(metadata: &'a Metadata, role: &str) -> Vec<(&'a TrackedTable, Filter)> {
    metadata
        .tables()
        .filter_map(|(_, table)| {
            let filter = metadata.select_filter(table, role)?;
            let named = filter.condition.mentions_caller();
            named.then_some((table, filter))
        })
        .collect()
}

/// The permissions of a role to insert rows that write or check a session variable.
pub(crate) fn inserts_of_role<'a>(
    metadata: &'a Metadata,
    role: &str,
) -> Vec<(&'a TrackedTable, &'a WritePermission)> {
    let tables = metadata.tables();
    let all = tables.flat_map(|(_, table)| {
        let rules = writes::of_role(metadata, table, role).into_iter();
        rules
            .filter(|rule| rule.way == Operation::Insert && !rule.backend_only())
            .map(move |rule| (table, rule.rule))
    });
    all.filter(|(_, rule)| reads_headers(rule)).collect()
}

/// True for a permission to write whose filter, check or presets read a session variable.
pub(crate) fn reads_headers(rule: &WritePermission) -> bool {
    let conditions = [&rule.filter.condition, &rule.check.condition];
    rule.presets().next().is_some() || conditions.iter().any(|one| one.mentions_caller())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hasura::metadata::Export;
    use serde_json::{Value, json};

    #[test]
    fn the_role_is_known_by_what_it_reads() {
        let select = |role: &str, filter: Value| json!({"role": role, "permission": {"columns": ["id"], "filter": filter}});
        let metadata = Export::read(json!({"version": 3, "sources": [{"name": "default", "tables": [
            {"table": "a", "select_permissions": [select("anon", json!({"id": {"_eq": "X-Hasura-User-Id"}})), select("user", json!({}))]},
            {"table": {"schema": "s", "name": "b"}, "select_permissions": [select("user", json!({}))]}]}]}))
        .unwrap()
        .metadata;
        let tables = |names: &[(&str, usize)]| {
            let names = names.iter();
            names
                .map(|(name, columns)| ((*name).to_owned(), *columns))
                .collect()
        };
        assert_eq!(
            roles_reading(&metadata, &tables(&[("a", 1)]), |_| None),
            ["anon"]
        );
        assert_eq!(
            roles_reading(&metadata, &tables(&[("a", 1), ("s.b", 1)]), |_| None),
            ["user"]
        );
        assert!(roles_reading(&metadata, &tables(&[("a", 2)]), |_| None).is_empty());
        assert_eq!(of_role(&metadata, "anon").len(), 1);
        assert!(of_role(&metadata, "user").is_empty());
    }
}
