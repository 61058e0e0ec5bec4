//! Which permissions a role has on a table, by its own or by inheritance.
//!
//! Each kind (select, insert, update, delete) stands for itself: a permission of the role's own
//! takes the place of the inherited one of that kind, and the others stay inherited
//! (contracts: hasura §3.7).

use std::collections::BTreeSet;

use super::{
    Columns, Filter, Metadata, Permission, SelectPermission, TrackedTable, WritePermission,
};
use crate::operation::Operation;

impl Metadata {
    /// The select permissions that make up what a role sees of a table: it sees the union of
    /// their rows.
    pub(crate) fn selects<'a>(
        &'a self,
        table: &'a TrackedTable,
        role: &str,
    ) -> Vec<&'a Permission<SelectPermission>> {
        self.held(&table.select_permissions, role)
    }

    /// The permissions that let a role write to a table in one way. Where parents have different
    /// ones ([`contradict`]), Hasura gives the inherited role none; here they are all told.
    pub(crate) fn writes<'a>(
        &'a self,
        table: &'a TrackedTable,
        role: &str,
        operation: Operation,
    ) -> Vec<&'a Permission<WritePermission>> {
        self.held(table.write_permissions(operation), role)
    }

    /// The rows of a table that a role may see; `None` when it has no permission.
    pub(crate) fn select_filter(&self, table: &TrackedTable, role: &str) -> Option<Filter> {
        let selects = self.selects(table, role);
        let filters: Vec<&Filter> = selects.iter().map(|one| &one.permission.filter).collect();
        (!filters.is_empty()).then(|| Filter::one_of(&filters))
    }

    fn held<'a, P>(
        &'a self,
        permissions: &'a [Permission<P>],
        role: &str,
    ) -> Vec<&'a Permission<P>> {
        let mut found = Vec::new();
        self.expand(permissions, role, &mut BTreeSet::new(), &mut found);
        found
    }

    /// A role that was met before has been told already, or is a parent of itself.
    fn expand<'a, P>(
        &'a self,
        permissions: &'a [Permission<P>],
        role: &str,
        met: &mut BTreeSet<String>,
        found: &mut Vec<&'a Permission<P>>,
    ) {
        if !met.insert(role.to_owned()) {
            return;
        }
        if let Some(own) = permissions.iter().find(|one| one.role == role) {
            found.push(own);
            return;
        }
        let inherited = self.inherited_roles.iter();
        for parent in inherited
            .filter(|inherited| inherited.role_name == role)
            .flat_map(|inherited| &inherited.role_set)
        {
            self.expand(permissions, parent, met, found);
        }
    }
}

/// True for permissions of parents of which Hasura makes none for the role that inherits them.
pub(crate) fn contradict(held: &[&Permission<WritePermission>]) -> bool {
    let same = |one: &WritePermission, other: &WritePermission| {
        let columns = |one: &WritePermission| match &one.columns {
            Some(Columns::List(names)) => Some(names.iter().cloned().collect::<BTreeSet<_>>()),
            Some(Columns::Star(star)) => Some(BTreeSet::from([star.clone()])),
            None => None,
        };
        let presets = |one: &WritePermission| one.set.as_object().cloned().unwrap_or_default();
        columns(one) == columns(other)
            && one.check.condition.sorted() == other.check.condition.sorted()
            && one.filter.condition.sorted() == other.filter.condition.sorted()
            && presets(one) == presets(other)
            && one.backend_only.unwrap_or_default() == other.backend_only.unwrap_or_default()
    };
    held.windows(2)
        .any(|pair| !same(&pair[0].permission, &pair[1].permission))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hasura::metadata::Export;
    use serde_json::{Value, json};

    fn metadata() -> Metadata {
        let select = |role: &str, filter: Value| json!({"role": role, "permission": {"columns": ["x"], "filter": filter}});
        let delete = |role: &str| json!({"role": role, "permission": {"filter": {}}});
        Export::read(json!({"version": 3,
            "inherited_roles": [
                {"role_name": "both", "role_set": ["a", "b"]},
                {"role_name": "more", "role_set": ["both", "a"]},
                {"role_name": "round", "role_set": ["round", "b"]}],
            "sources": [{"name": "default", "tables": [{"table": "t",
                "select_permissions": [select("a", json!({"x": {"_eq": 1}})), select("b", json!({"y": {"_eq": 2}}))],
                "delete_permissions": [delete("a"), delete("b"), delete("more")]}]}]}))
        .unwrap()
        .metadata
    }

    #[test]
    fn an_inherited_role_has_the_union_of_its_parents() {
        let metadata = metadata();
        let (_, table) = metadata.tables().next().unwrap();
        let filter = |role: &str| metadata.select_filter(table, role).map(|one| json!(one));
        let union = json!({"_or": [{"x": {"_eq": 1}}, {"y": {"_eq": 2}}]});
        assert_eq!(filter("both"), Some(union.clone()));
        assert_eq!(filter("more"), Some(union));
        assert_eq!(filter("round"), Some(json!({"y": {"_eq": 2}})));
        assert_eq!(filter("nobody"), None);
    }

    #[test]
    fn a_permission_of_its_own_replaces_only_its_kind() {
        let metadata = metadata();
        let (_, table) = metadata.tables().next().unwrap();
        let deletes = |role: &str| -> Vec<&str> {
            let found = metadata.writes(table, role, Operation::Delete);
            found.iter().map(|one| one.role.as_str()).collect()
        };
        assert_eq!(deletes("both"), ["a", "b"]);
        assert_eq!(deletes("more"), ["more"]);
        assert_eq!(metadata.selects(table, "more").len(), 2);
        assert!(metadata.writes(table, "both", Operation::Insert).is_empty());
    }

    #[test]
    fn parents_agree_whatever_the_spelling() {
        let mine = json!({"filter": {"owner": {"_eq": "X-Hasura-User-Id"}}, "columns": ["a", "b"],
            "check": null});
        let contradicts = |other: Value| {
            let held: Vec<Permission<WritePermission>> = [mine.clone(), other]
                .into_iter()
                .map(|one| serde_json::from_value(json!({"role": "r", "permission": one})).unwrap())
                .collect();
            contradict(&held.iter().collect::<Vec<_>>())
        };
        let with = |member: &str, value: Value| {
            let mut other = mine.clone();
            other[member] = value;
            other
        };
        for same in [
            mine.clone(),
            with("filter", json!({"owner": {"$eq": "x-hasura-user-id"}})),
            with("columns", json!(["b", "a"])),
            with("check", json!({})),
            with("set", json!({})),
            with("backend_only", json!(false)),
        ] {
            assert!(!contradicts(same.clone()), "{same}");
        }
        for other in [
            with("filter", json!({"by": {"_eq": "X-Hasura-User-Id"}})),
            with("columns", json!(["a"])),
            with("columns", json!("*")),
            with("check", json!({"owner": "X-Hasura-User-Id"})),
            with("set", json!({"a": "1"})),
            with("backend_only", json!(true)),
        ] {
            assert!(contradicts(other.clone()), "{other}");
        }
    }
}
