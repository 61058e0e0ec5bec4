//! Roles made of other roles.

use serde_json::{Value, json};

use super::fixture::World;
use crate::hasura::model::session::{Session, Via};

fn world(extra: &Value) -> World {
    let data = json!({"tables": [{
        "name": "staff",
        "columns": [
            {"name": "id", "type": "int"},
            {"name": "name", "type": "text"},
            {"name": "salary", "type": "int"}
        ],
        "primary_key": ["id"],
        "rows": [
            {"id": 1, "name": "a", "salary": 10},
            {"id": 2, "name": "b", "salary": 20},
            {"id": 3, "name": "c", "salary": 30}
        ]
    }]});
    let mut permissions = vec![
        json!({"role": "public", "permission":
            {"columns": ["id", "name"], "filter": {"id": {"_lte": 2}}}}),
        json!({"role": "self", "permission":
            {"columns": ["id", "name", "salary"], "filter": {"id": {"_eq": "X-Hasura-Staff-Id"}},
             "allow_aggregations": true}}),
        json!({"role": "nobody", "permission": {"columns": [], "filter": {"_or": []}}}),
    ];
    permissions.extend(extra.as_array().unwrap().iter().cloned());
    let metadata = json!({"version": 3,
        "inherited_roles": [
            {"role_name": "employee", "role_set": ["public", "self"]},
            {"role_name": "boss", "role_set": ["employee", "nobody"]}],
        "sources": [{"name": "default", "kind": "postgres", "tables": [
            {"table": {"schema": "public", "name": "staff"}, "select_permissions": permissions}]}]});
    let session = Session::new("employee", Via::Jwt).with("x-hasura-staff-id", "2");
    World::new(&metadata, &data, &[], session)
}

#[test]
fn rows_unite_and_columns_depend_on_the_row() {
    let rows = json!({"staff": [
        {"id": 1, "name": "a", "salary": null}, {"id": 2, "name": "b", "salary": 20}]});
    let mut world = world(&json!([]));
    assert_eq!(world.data("{ staff { id name salary } }"), rows);
    world.session.role = "boss".into();
    assert_eq!(
        world.data("{ staff { id name salary } }"),
        rows,
        "through two generations"
    );
}

#[test]
fn a_hidden_value_cannot_be_inferred() {
    let world = world(&json!([]));
    assert_eq!(
        world.data("{ staff(where: {salary: {_lt: 15}}) { id } }"),
        json!({"staff": []})
    );
    assert_eq!(
        world.data("{ staff_aggregate { aggregate { count sum { salary } min { salary } } } }"),
        json!({"staff_aggregate": {"aggregate":
            {"count": 2, "sum": {"salary": 20}, "min": {"salary": 20}}}})
    );
}

#[test]
fn a_column_of_some_rows_is_nullable() {
    let world = world(&json!([]));
    let answer = world.data("{ __type(name: \"staff\") { fields { name type { kind } } } }");
    assert_eq!(
        answer["__type"]["fields"][2],
        json!({"name": "salary", "type": {"kind": "SCALAR"}})
    );
}

#[test]
fn a_permission_of_its_own_overrides_its_kind_alone() {
    let own = json!([{"role": "employee", "permission": {"columns": ["id"], "filter": {}}}]);
    let world = world(&own);
    let delete =
        json!([{"role": "self", "permission": {"filter": {"id": {"_eq": "X-Hasura-Staff-Id"}}}}]);
    let mut metadata = world.engine.metadata().metadata.clone();
    metadata.sources[0].tables[0].delete_permissions = serde_json::from_value(delete).unwrap();
    let version = world.engine.try_metadata(metadata);
    world.engine.keep_metadata(version).unwrap();
    assert_eq!(
        world.data("mutation { delete_staff(where: {}) { affected_rows returning { id } } }"),
        json!({"delete_staff": {"affected_rows": 1, "returning": [{"id": 2}]}})
    );
}

#[test]
fn a_permission_of_its_own_overrides() {
    let own = json!([{"role": "employee", "permission": {"columns": ["id"], "filter": {}}}]);
    let world = world(&own);
    assert_eq!(
        world.data("{ staff { id } }"),
        json!({"staff": [{"id": 1}, {"id": 2}, {"id": 3}]})
    );
    assert_eq!(world.error("{ staff { name } }").1, "validation-failed");
}
