//! Names: `graphql-default`, customization, several sources (contracts: hasura §3.1, §3.3).

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::fixture::World;
use super::introspection::assert_valid;
use crate::hasura::model::session::{Session, Via};

fn table(schema: &str, name: &str) -> Value {
    json!({
        "schema": schema,
        "name": name,
        "columns": [
            {"name": "id", "type": "int"},
            {"name": "time_joined", "type": "bigint", "nullable": true},
            // No field can be called so: a table that has it needs another name for it.
            {"name": if name == "2fast" { "odd-one" } else { "even" }, "type": "text",
             "nullable": true}
        ],
        "primary_key": ["id"],
        "rows": [{"id": 1, "time_joined": 5}, {"id": 2}]
    })
}

fn world(source: &Value) -> World {
    let data = json!({"sources": [{"name": "other", "tables": [
        table("public", "app_users"), table("app", "users"), table("public", "2fast")]}]});
    let mut source = source.clone();
    source["name"] = "other".into();
    source["kind"] = "postgres".into();
    let metadata = json!({"version": 3, "sources": [source]});
    assert_valid(&metadata, &data, "admin");
    World::new(
        &metadata,
        &data,
        &[],
        Session::new("admin", Via::AdminSecret),
    )
}

fn roots(world: &World, root: &str) -> BTreeSet<String> {
    let answer = world.data(&format!(
        "{{ __type(name: \"{root}\") {{ fields {{ name }} }} }}"
    ));
    let fields = answer["__type"]["fields"].as_array().unwrap();
    fields
        .iter()
        .map(|field| field["name"].as_str().unwrap().to_owned())
        .collect()
}

fn set<const N: usize>(names: [&str; N]) -> BTreeSet<String> {
    names.map(str::to_owned).into()
}

#[test]
fn schemas_prefix_and_impossible_names_disappear() {
    let world = world(&json!({"tables": [{"table": {"schema": "app", "name": "users"}}]}));
    assert_eq!(
        roots(&world, "query_root"),
        set(["app_users", "app_users_by_pk", "app_users_aggregate"])
    );
    assert_eq!(
        world.data("{ app_users(limit: 1) { id time_joined } }"),
        json!({"app_users": [{"id": 1, "time_joined": 5}]})
    );
}

#[test]
fn custom_names_win() {
    let world = world(&json!({"tables": [{
        "table": {"schema": "public", "name": "2fast"},
        "configuration": {
            "custom_name": "Fast",
            "custom_root_fields": {"select": "allFast", "select_by_pk": {"name": "oneFast",
                "comment": "just one"}},
            "column_config": {"time_joined": {"custom_name": "since", "comment": "when"},
                "odd-one": {"custom_name": "odd"}}
        }
    }]}));
    assert_eq!(
        roots(&world, "query_root"),
        set(["allFast", "oneFast", "Fast_aggregate"])
    );
    assert_eq!(
        world.data(
            "{ allFast(where: {since: {_is_null: false}}) { since odd __typename }
            oneFast(id: 2) { id } }"
        ),
        json!({"allFast": [{"since": 5, "odd": null, "__typename": "Fast"}], "oneFast": {"id": 2}})
    );
    let about = world.data("{ __type(name: \"query_root\") { fields { name description } } }");
    assert!(
        about["__type"]["fields"]
            .as_array()
            .unwrap()
            .contains(&json!({"name": "oneFast", "description": "just one"}))
    );
}

#[test]
fn camel_case_throughout() {
    let world = world(&json!({
        "customization": {"naming_convention": "graphql-default"},
        "tables": [{"table": {"schema": "public", "name": "app_users"}}]
    }));
    assert_eq!(
        roots(&world, "query_root"),
        set(["appUsers", "appUsersByPk", "appUsersAggregate"])
    );
    assert_eq!(
        roots(&world, "mutation_root"),
        set([
            "insertAppUsers",
            "insertAppUsersOne",
            "updateAppUsers",
            "updateAppUsersByPk",
            "updateAppUsersMany",
            "deleteAppUsers",
            "deleteAppUsersByPk",
        ])
    );
    assert_eq!(
        world.data(
            "{ appUsers(orderBy: {timeJoined: DESC_NULLS_LAST}, distinctOn: timeJoined,
            where: {timeJoined: {_is_null: false}}) { timeJoined __typename }
            appUsersAggregate { aggregate { count stddevPop { id } } } }"
        ),
        json!({"appUsers": [{"timeJoined": 5, "__typename": "AppUsers"}],
            "appUsersAggregate": {"aggregate": {"count": 2, "stddevPop": {"id": 0.5}}}})
    );
    assert_eq!(
        world
            .error("{ appUsers(where: {timeJoined: {_bogus: 1}}) { id } }")
            .2,
        "field '_bogus' not found in type: 'bigintComparisonExp'"
    );
}

#[test]
fn a_source_can_have_a_room_of_its_own() {
    let world = world(&json!({
        "customization": {
            "root_fields": {"namespace": "shop", "prefix": "my_", "suffix": "_x"},
            "type_names": {"prefix": "Shop", "suffix": "T"}
        },
        "tables": [{"table": {"schema": "public", "name": "app_users"}}]
    }));
    assert_eq!(roots(&world, "query_root"), set(["shop"]));
    assert_eq!(
        world.data("{ shop { my_app_users_x(limit: 1) { id __typename } __typename } }"),
        json!({"shop": {"my_app_users_x": [{"id": 1, "__typename": "Shopapp_usersT"}],
            "__typename": "shop_query"}})
    );
    assert_eq!(
        world.data("mutation { shop { delete_it: my_delete_app_users_by_pk_x(id: 1) { id } } }"),
        json!({"shop": {"delete_it": {"id": 1}}})
    );
}

#[test]
fn sources_stand_side_by_side() {
    let data = json!({
        "tables": [table("public", "users")],
        "sources": [{"name": "other", "tables": [table("app", "users"), table("public", "users")]}]
    });
    let tracked = |schema: &str, name: &str| json!({"table": {"schema": schema, "name": name}});
    let metadata = json!({"version": 3, "sources": [
        {"name": "default", "kind": "postgres", "tables": [tracked("public", "users")]},
        {"name": "other", "kind": "postgres",
            "customization": {"naming_convention": "graphql-default"},
            "tables": [tracked("app", "users")]}
    ]});
    assert_valid(&metadata, &data, "admin");
    let world = World::new(
        &metadata,
        &data,
        &[],
        Session::new("admin", Via::AdminSecret),
    );
    assert_eq!(
        world.data(
            "{ users(order_by: {id: desc}, limit: 1) { time_joined }
            appUsers(orderBy: {id: ASC}, limit: 1) { timeJoined } }"
        ),
        json!({"users": [{"time_joined": null}], "appUsers": [{"timeJoined": 5}]})
    );
}
