use super::*;
use crate::hasura::metadata::Export;
use crate::hasura::metadata::condition::{EXISTS, all_of};
use serde_json::{Value, json};

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
        gives_away(
            &json!({"columns": "*", "filter": all_of([direct.clone(), json!({"a": {"_eq": 1}})])})
        ),
        ["owner_id"]
    );
    // Whom a task is assigned to does not say whose it is.
    assert!(gives_away(&json!({"columns": ["assignee_id"], "filter": direct})).is_empty());
    let preset = json!({"columns": "*", "filter": direct, "set": {"owner_id": "X-Hasura-User-Id"}});
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
    let rule =
        |columns: &Value, check: &Value| json!({"columns": columns, "filter": {}, "check": check});
    assert!(keeps(&rule(&json!(["title"]), &check)));
    assert!(!keeps(&rule(&json!(["title", "owner_id"]), &check)));
    assert!(!keeps(&rule(&json!("*"), &check)));
    assert!(!keeps(
        &json!({"columns": ["title"], "filter": {}, "check": check,
        "set": {"owner_id": "X-Hasura-User-Id"}})
    ));
    let denied = json!({"_not": {"owner_id": {"_neq": "X-Hasura-User-Id"}}});
    assert!(keeps(&rule(&json!(["title"]), &denied)));
    let through = json!({"note": {"owner_id": me}});
    assert!(keeps(&rule(&json!(["url"]), &through)));
    assert!(!keeps(&rule(&json!(["note_id"]), &through)));
    for unclear in [
        json!({}),
        json!(null),
        json!({ EXISTS: {"_table": "members", "_where": {"user_id": me}} }),
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

#[test]
fn what_the_caller_may_write_keeps_nobody_back() {
    let me = json!({"owner_id": {"_eq": "X-Hasura-User-Id"}});
    let draft = json!({"status": {"_eq": "draft"}});
    let left = |columns: &Value, check: &Value| {
        let rule = json!({"columns": columns, "filter": me, "check": check});
        let metadata = update(&rule);
        let (_, table) = metadata.tables().next().unwrap();
        let rule = of_role(&metadata, table, "one")[0];
        let left = rule.chosen(&rule.rule.check.condition, table, &|_| true, &[]);
        asks_nothing(&left)
    };
    let both = json!(["owner_id", "status"]);
    let either = json!({"_or": [me, draft]});
    assert!(left(&both, &either));
    assert!(left(&both, &json!({"_or": [me, {"_not": draft}]})));
    assert!(left(
        &both,
        &json!({"_or": [me, all_of([draft.clone(), json!({"status": {"_neq": "x"}})])]})
    ));
    // Nobody writes the status, the branch asks for the caller too, or for what can never be.
    assert!(!left(&json!(["owner_id"]), &either));
    assert!(!left(&both, &all_of([me.clone(), draft.clone()])));
    assert!(!left(&both, &json!({"_or": [me, {"status": {"_in": []}}]})));
    // To give a row back to nobody is what the check says.
    assert!(!left(
        &both,
        &json!({"_or": [me, {"owner_id": {"_is_null": true}}]})
    ));
}

#[test]
fn a_column_is_free_where_a_branch_that_is_taken_at_will_leaves_it_out() {
    let me = json!({"_eq": "X-Hasura-User-Id"});
    let free = |check: &Value| {
        let rule = json!({"role": "one", "permission": {"columns": "*", "check": check}});
        let metadata = metadata(&json!({"table": "members", "insert_permissions": [rule],
            "object_relationships": [{"name": "room", "using": {"foreign_key_constraint_on": "room_id"}}]}));
        let (_, table) = metadata.tables().next().unwrap();
        of_role(&metadata, table, "one")[0].free("room_id", table)
    };
    assert!(free(&json!({"user_id": me})));
    assert!(free(
        &json!({"_or": [{"room": {"host": me}}, {"user_id": me}]})
    ));
    assert!(!free(&json!({"room": {"host": me}})));
    let invited = all_of([
        json!({"user_id": me}),
        json!({"room": {"invited": {"user_id": me}}}),
    ]);
    assert!(!free(&json!({"_or": [{"room": {"host": me}}, invited]})));
}
