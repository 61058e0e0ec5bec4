//! Roles that are made of others.

use serde_json::json;

use super::super::model::data::Database;
use super::super::model::inheritance::{Agrees, Written, written};
use super::super::model::metadata::{Metadata, Permission, Table};
use super::inconsistency::{Inconsistency, Object};

pub(super) fn check(metadata: &mut Metadata, database: &Database, found: &mut Vec<Inconsistency>) {
    orphans(metadata, found);
    conflicts(metadata, database, found);
}

/// A role has to have all of its parents, of which one may be inherited too.
fn orphans(metadata: &mut Metadata, found: &mut Vec<Inconsistency>) {
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
            object: Object::Written(json!({
                "role_name": role.role_name,
                "role_set": role.role_set,
            })),
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

/// What the parents of a role do not agree on it has not.
fn conflicts(metadata: &Metadata, database: &Database, found: &mut Vec<Inconsistency>) {
    for role in metadata.inherited_roles.iter().rev() {
        for source in &metadata.sources {
            for table in &source.tables {
                let data = database.table(&source.name, &table.table);
                let columns = data.map_or(&[][..], |data| &data.columns);
                let names: Vec<&str> = columns.iter().map(|one| one.name.as_str()).collect();
                for kind in disputed(metadata, table, &role.role_name, &names) {
                    let (role, name) = (&role.role_name, &table.table);
                    found.push(Inconsistency {
                        kind: "inherited role permission inconsistency",
                        name: role.clone(),
                        object: Object::Derived(json!({
                            "permission_type": kind,
                            "source": source.name,
                            "table": name.to_string(),
                        })),
                        place: None,
                        subject: role.clone(),
                        reason: format!(
                            "Could not inherit permission for the role '{role}' for the entity: \
                             '{kind} permission, table: {name}, source: '{}''",
                            source.name
                        ),
                    });
                }
            }
        }
    }
}

fn disputed(
    metadata: &Metadata,
    table: &Table,
    role: &str,
    columns: &[&str],
) -> impl Iterator<Item = &'static str> {
    fn is<T: Agrees>(
        metadata: &Metadata,
        list: &[Permission<T>],
        role: &str,
        columns: &[&str],
    ) -> bool {
        matches!(written(metadata, list, role, columns), Written::Disputed)
    }
    [
        (
            "insert",
            is(metadata, &table.insert_permissions, role, columns),
        ),
        (
            "update",
            is(metadata, &table.update_permissions, role, columns),
        ),
        (
            "delete",
            is(metadata, &table.delete_permissions, role, columns),
        ),
    ]
    .into_iter()
    .filter_map(|(kind, disputed)| disputed.then_some(kind))
}
