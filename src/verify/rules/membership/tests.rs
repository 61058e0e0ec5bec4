//! Passes that callers write themselves, and those that others do.

use std::sync::Arc;

use super::*;
use crate::hasura::metadata::Export;
use crate::hasura::metadata::condition::EXISTS;
use crate::verify::model::{ListArgs, Model, Relationship};
use crate::verify::rules::writes::of_role;
use serde_json::{Value, json};

/// Rooms whose members see them; returns what an insert or update of members opens by.
fn opened(filter: &Value, permissions: &Value) -> Option<Vec<String>> {
    let mut members = json!({"table": "members", "object_relationships": [
        {"name": "room", "using": {"foreign_key_constraint_on": "room_id"}}]});
    let rules = permissions.as_object().unwrap().clone();
    members.as_object_mut().unwrap().extend(rules);
    let export = Export::read(
        json!({"version": 3, "sources": [{"name": "default", "tables": [
        {"table": "rooms",
            "array_relationships": [{"name": "members", "using": {"foreign_key_constraint_on":
                {"table": "members", "column": "room_id"}}}],
            "select_permissions": [{"role": "user", "permission": {"columns": ["id"],
                "filter": filter}}]},
        members]}]}),
    )
    .unwrap();
    let mut rooms = RoleTable::new("rooms");
    rooms.db_name = Some("rooms".into());
    rooms.relationships.push(Relationship {
        name: "members".into(),
        target: "members".into(),
        array: true,
        computed: false,
        args: ListArgs::default(),
        aggregate: None,
    });
    let mut passes = RoleTable::new("members");
    passes.db_name = Some("members".into());
    let model = Model {
        tables: vec![rooms, passes],
        ..Model::default()
    };
    let schema = Schema::new(Arc::new(model), export, None);
    let role = ["user".to_owned()];
    let gates = of(&schema.model.tables[0], &schema, &role);
    let rules = of_role(&schema.export.metadata, gates.first()?.pass, "user");
    gates.iter().find_map(|gate| gate.opened_by(rules.first()?))
}

fn me() -> Value {
    json!({"_eq": "X-Hasura-User-Id"})
}

fn insert(check: &Value, columns: &[&str]) -> Value {
    json!({"insert_permissions": [{"role": "user",
        "permission": {"check": check, "columns": columns}}]})
}

#[test]
fn who_may_join_any_room_sees_any_room() {
    let filter = json!({"members": {"user_id": me()}});
    let both = ["room_id", "user_id"];
    let check = json!({"user_id": me()});
    assert_eq!(
        opened(&filter, &insert(&check, &both)).unwrap(),
        ["room_id"]
    );
    let invited = json!({"user_id": me(), "room": {"invited": {"user_id": me()}}});
    assert!(opened(&filter, &insert(&invited, &both)).is_none());
    // Somebody else says which room, or who is in it.
    assert!(opened(&filter, &insert(&check, &["user_id"])).is_none());
    assert!(opened(&filter, &insert(&json!({}), &["room_id"])).is_none());
    // Another part of the filter already limits the caller to their own rooms.
    let own = json!({"owner_id": me(), "members": {"user_id": me()}});
    assert!(opened(&own, &insert(&check, &both)).is_none());
}

#[test]
fn who_may_raise_a_membership_has_what_it_asks_for() {
    let filter = json!({"members": {"user_id": me(), "grade": {"_eq": "head"}}});
    let update = |columns: &[&str], filter: &Value| {
        json!({"update_permissions": [{"role": "user", "permission": {
            "columns": columns, "filter": filter, "check": {"user_id": me()}}}]})
    };
    let mine = json!({"user_id": me()});
    assert_eq!(
        opened(&filter, &update(&["grade"], &mine)).unwrap(),
        ["grade"]
    );
    assert!(opened(&filter, &update(&["muted"], &mine)).is_none());
    let heads = json!({"user_id": me(), "grade": {"_eq": "head"}});
    assert!(opened(&filter, &update(&["grade"], &heads)).is_none());
}

#[test]
fn a_look_into_another_table_is_a_pass_too() {
    let filter = json!({ EXISTS: {"_table": {"schema": "public", "name": "members"},
        "_where": {"room_id": {"_ceq": ["$", "id"]}, "user_id": me()}}});
    let check = json!({"user_id": me()});
    let rule = insert(&check, &["room_id", "user_id"]);
    assert_eq!(opened(&filter, &rule).unwrap(), ["room_id"]);
    let switch = json!({ EXISTS: {"_table": {"schema": "public", "name": "members"},
        "_where": {"user_id": me()}}});
    assert!(opened(&switch, &rule).unwrap().is_empty());
}
