//! Who is behind a role, as far as metadata tells: it has no users, and says of no role whether
//! people sign up for it.

use std::collections::BTreeSet;

use crate::hasura::columns;
use crate::hasura::metadata::{Condition, Metadata, TrackedTable, condition};
use crate::operation::Operation;

/// Names that are given to the role of requests without a token.
const STRANGERS: [&str; 8] = [
    "anon",
    "anonymous",
    "guest",
    "public",
    "unauthenticated",
    "unauthorized",
    "unauthorised",
    "visitor",
];

/// Words in the names of roles that are given to people, not taken by signing up.
const STAFF: [&str; 22] = [
    "admin",
    "administrator",
    "agent",
    "analyst",
    "auditor",
    "backend",
    "backoffice",
    "editor",
    "employee",
    "internal",
    "manager",
    "mod",
    "moderator",
    "operator",
    "reviewer",
    "root",
    "server",
    "service",
    "staff",
    "superuser",
    "support",
    "worker",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Anybody, without a token.
    Stranger,
    /// Somebody who signed up.
    User,
    /// Perhaps staff or a server, by its name: and none of its permissions speaks of the caller,
    /// while those of other roles do.
    Staff,
}

#[derive(Debug)]
pub(super) struct Role {
    pub name: String,
    pub standing: Standing,
    /// Made of other roles, of which everything is told that it inherits.
    pub inherited: bool,
}

/// Every role that the metadata speaks of, but for the administrator's.
pub(super) fn of(metadata: &Metadata, strangers: Option<&str>) -> Vec<Role> {
    let mut names: BTreeSet<&str> = metadata
        .inherited_roles
        .iter()
        .map(|role| role.role_name.as_str())
        .collect();
    for (_, table) in metadata.tables() {
        names.extend(table.select_permissions.iter().map(|one| one.role.as_str()));
        for way in Operation::ALL {
            let writes = table.write_permissions(way).iter();
            names.extend(writes.map(|one| one.role.as_str()));
        }
    }
    names.remove("admin");
    let bound: BTreeSet<&str> = names
        .iter()
        .copied()
        .filter(|role| {
            metadata
                .tables()
                .any(|(_, table)| binds(metadata, table, role))
        })
        .collect();
    names
        .into_iter()
        .map(|name| {
            let stranger =
                strangers == Some(name) || STRANGERS.contains(&name.to_ascii_lowercase().as_str());
            let standing = if stranger {
                Standing::Stranger
            } else if is_staff(name) && !bound.contains(name) && !bound.is_empty() {
                Standing::Staff
            } else {
                Standing::User
            };
            let mut parents = metadata.inherited_roles.iter();
            Role {
                name: name.to_owned(),
                standing,
                inherited: parents.any(|role| role.role_name == name),
            }
        })
        .collect()
}

fn is_staff(role: &str) -> bool {
    let words = columns::words(role);
    words.iter().any(|word| STAFF.contains(&word.as_str()))
}

/// True for a role of which some permission on a table speaks of the caller.
fn binds(metadata: &Metadata, table: &TrackedTable, name: &str) -> bool {
    let mut selects = metadata.selects(table, name).into_iter();
    let mut writes = Operation::ALL
        .into_iter()
        .flat_map(|way| metadata.writes(table, name, way));
    let asks = Condition::mentions_caller;
    selects.any(|one| asks(&one.permission.filter.condition))
        || writes.any(|one| {
            let rule = &one.permission;
            asks(&rule.filter.condition)
                || asks(&rule.check.condition)
                || condition::names_caller(&condition::preset_variables(&rule.set))
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hasura::metadata::Export;
    use serde_json::{Value, json};

    fn standing(permissions: &Value) -> Vec<(String, Standing)> {
        let permissions: Vec<Value> = permissions
            .as_object()
            .unwrap()
            .iter()
            .map(|(role, filter)| {
                json!({"role": role, "permission": {"columns": ["a"], "filter": filter}})
            })
            .collect();
        let export = Export::read(
            json!({"version": 3, "sources": [{"name": "default", "tables": [
            {"table": "t", "select_permissions": permissions}]}]}),
        )
        .unwrap();
        let roles = of(&export.metadata, Some("nobody"));
        roles
            .into_iter()
            .map(|role| (role.name, role.standing))
            .collect()
    }

    #[test]
    fn who_is_a_user_follows_from_what_the_roles_ask() {
        let me = json!({"a": {"_eq": "X-Hasura-User-Id"}});
        let of = |name: &str, standing| (name.to_owned(), standing);
        assert_eq!(
            standing(
                &json!({"me": me, "chief-editor": {}, "user": {}, "nobody": {},
                "Anonymous": {}, "admin": {}})
            ),
            [
                of("Anonymous", Standing::Stranger),
                of("chief-editor", Standing::Staff),
                of("me", Standing::User),
                of("nobody", Standing::Stranger),
                of("user", Standing::User),
            ]
        );
        // Where nobody is asked who they are, everybody may be a user.
        assert_eq!(
            standing(&json!({"staff": {}})),
            [of("staff", Standing::User)]
        );
    }
}
