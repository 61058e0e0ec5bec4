//! Roles beside the default one, inherited roles, and roles that may not introspect.

use serde_json::{Value, json};

use super::build::*;
use super::setup::{leak, setup, sound};

/// Notes as `user`, and with another filter as `role`.
fn also(role: &str, filter: Value) -> Value {
    let mut rules = note_rules(owner_is_me());
    rules["select_permissions"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "role": role, "permission": {
            "columns": ["id", "owner_id", "title"], "filter": filter, "allow_aggregations": true } }));
    rules
}

fn everybody(roles: &[&str]) -> Value {
    json!({ "ann": roles, "ben": roles })
}

#[test]
fn a_second_role_that_everybody_has_is_held_to_the_same() {
    let roles = everybody(&["user", "editor"]);
    sound(
        "a sound second role",
        &[notes()],
        &[also("editor", owner_is_me())],
    )
    .roles(roles.clone())
    .check();
    leak(
        "a second role leaks",
        &[notes()],
        &[also("editor", json!({}))],
    )
    .roles(roles.clone())
    .probe("P23")
    .check();
    sound(
        "a second role without permissions",
        &[notes()],
        &[note_rules(owner_is_me())],
    )
    .roles(roles)
    .check();
}

#[test]
fn a_role_that_one_user_was_given_may_see_what_its_filter_lets_through() {
    let roles = json!({ "ann": ["user", "moderator"] });
    sound("a moderator", &[notes()], &[also("moderator", json!({}))])
        .roles(roles.clone())
        .check();
    // Only one of the two filters is left out by the engine, and that one is not the default's.
    leak(
        "a moderator of some sees all by key",
        &[notes()],
        &[also("moderator", json!({ "title": { "_neq": "t3" } }))],
    )
    .roles(roles)
    .args(&["--fault", "by-pk-unfiltered"])
    .probe("P23")
    .check();
}

#[test]
fn default_roles_may_differ() {
    let roles = json!({ "ann": ["user"], "ben": ["customer"] });
    sound("two roles", &[notes()], &[also("customer", owner_is_me())])
        .roles(roles.clone())
        .check();
    leak(
        "two roles, one open",
        &[notes()],
        &[also("customer", json!({}))],
    )
    .roles(roles)
    .check();
}

#[test]
fn an_inherited_second_role_is_the_union_of_its_parents() {
    for (filter, verdict) in [(owner_is_me(), "sound"), (json!({}), "leak")] {
        let mut rules = also("part", filter);
        rules["select_permissions"][1]["permission"]["columns"] = json!(["id", "title"]);
        let case = setup("an inherited second role", verdict, &[notes()], &[rules])
            .inherited(json!([{ "role_name": "team", "role_set": ["user", "part"] }]))
            .roles(everybody(&["user", "team"]))
            .probe("P23");
        case.check();
    }
}

#[test]
fn a_role_that_may_not_introspect_is_looked_through_with_the_metadata() {
    let off = json!({ "graphql_schema_introspection": { "disabled_for_roles": ["user"] } });
    for (filter, verdict) in [(owner_is_me(), "sound"), (json!({}), "leak")] {
        setup(
            "introspection off",
            verdict,
            &[notes()],
            &[note_rules(filter)],
        )
        .more(off.clone())
        .without_admin("unproven")
        .check();
    }
    let off = json!({ "graphql_schema_introspection": { "disabled_for_roles": ["editor"] } });
    for (filter, verdict) in [(owner_is_me(), "sound"), (json!({}), "leak")] {
        setup(
            "introspection off for the second role",
            verdict,
            &[notes()],
            &[also("editor", filter)],
        )
        .more(off.clone())
        .roles(everybody(&["user", "editor"]))
        .probe("P23")
        .without_admin("unproven")
        .check();
    }
}

#[test]
fn functions_are_one_more_way_to_a_table() {
    let functions = |with: &[&str]| {
        let all: Vec<Value> = with
            .iter()
            .map(|name| json!({ "function": { "schema": "public", "name": name } }))
            .collect();
        json!({ "functions": all })
    };
    let bodies = json!({ "functions": [
        { "name": "recent_notes", "returns": "notes" },
        { "name": "search_notes", "returns": "notes", "arguments": ["query"] }] });
    // The list is not offered, so that the function is the only way.
    let hidden = |filter: Value| {
        let mut rules = note_rules(filter);
        let permission = &mut rules["select_permissions"][0]["permission"];
        permission["query_root_fields"] = json!([]);
        permission["subscription_root_fields"] = json!([]);
        rules
    };
    let log = table(
        "log",
        &["id:int4", "owner_id:text"],
        &["id"],
        json!([{ "id": 1, "owner_id": ANN }, { "id": 2, "owner_id": BEN }]),
    );
    let log_rules = tracked("log", &["id", "owner_id"], owner_is_me());
    let both = functions(&["recent_notes", "search_notes"]);
    sound("functions", &[notes()], &[note_rules(owner_is_me())])
        .source(both.clone())
        .data(bodies.clone())
        .check();
    leak(
        "functions over an open table",
        &[notes()],
        &[note_rules(json!({}))],
    )
    .source(both.clone())
    .data(bodies.clone())
    .check();
    for (filter, verdict) in [(owner_is_me(), "sound"), (json!({}), "leak")] {
        setup(
            "a function as the only way",
            verdict,
            &[notes(), log.clone()],
            &[hidden(filter), log_rules.clone()],
        )
        .source(both.clone())
        .data(bodies.clone())
        .admin_only()
        .check();
    }
}
