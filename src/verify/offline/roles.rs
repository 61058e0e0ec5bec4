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
const STAFF: [&str; 42] = [
    "accountant",
    "admin",
    "administrator",
    "agent",
    "analyst",
    "api",
    "auditor",
    "backend",
    "backoffice",
    "batch",
    "bot",
    "cron",
    "dispatcher",
    "editor",
    "employee",
    "etl",
    "helpdesk",
    "importer",
    "integration",
    "internal",
    "job",
    "maintenance",
    "manager",
    "mod",
    "moderator",
    "monitoring",
    "operator",
    "readonly",
    "reporting",
    "reviewer",
    "root",
    "server",
    "service",
    "staff",
    "superadmin",
    "supervisor",
    "superuser",
    "support",
    "sysadmin",
    "system",
    "webhook",
    "worker",
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    /// Anybody, without a token.
    Stranger,
    /// Somebody who signed up.
    User,
    /// Perhaps staff or a server, by its name: and it sees no rows because of the caller, while
    /// permissions of other roles speak of them. What staff write may well bear their name.
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
    let mut names = metadata.roles();
    names.retain(|name| name != "admin");
    let some = |reads: fn(&Metadata, &TrackedTable, &str) -> bool| -> BTreeSet<&str> {
        let names = names.iter().map(String::as_str);
        names
            .filter(|role| {
                metadata
                    .tables()
                    .any(|(_, table)| reads(metadata, table, role))
            })
            .collect()
    };
    let (asked, sees_own) = (some(binds), some(reads_own));
    names
        .iter()
        .map(String::as_str)
        .map(|name| {
            let stranger =
                strangers == Some(name) || STRANGERS.contains(&name.to_ascii_lowercase().as_str());
            let standing = if stranger {
                Standing::Stranger
            } else if is_staff(name) && !sees_own.contains(name) && !asked.is_empty() {
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

/// True for a role that sees rows of a table because of the caller.
fn reads_own(metadata: &Metadata, table: &TrackedTable, name: &str) -> bool {
    let mut selects = metadata.selects(table, name).into_iter();
    selects.any(|one| one.permission.filter.condition.mentions_caller())
}

/// True for a role of which some permission on a table speaks of the caller.
fn binds(metadata: &Metadata, table: &TrackedTable, name: &str) -> bool {
    let mut writes = Operation::ALL
        .into_iter()
        .flat_map(|way| metadata.writes(table, name, way));
    let asks = Condition::mentions_caller;
    reads_own(metadata, table, name)
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
