//! `__schema` and `__type`, and that every schema is valid GraphQL.

use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::{Value, json};

use super::fixture::{World, data, metadata};
use crate::hasura::graphql::schema::catalog::Catalog;
use crate::hasura::graphql::schema::{RoleSchema, grants};
use crate::hasura::model::data as rows;
use crate::hasura::model::metadata::Metadata;
use crate::hasura::model::session::{Session, Via};

fn names(list: &Value) -> BTreeSet<&str> {
    list.as_array()
        .unwrap()
        .iter()
        .map(|item| item["name"].as_str().unwrap())
        .collect()
}

pub(super) fn assert_valid(metadata: &Value, data: &Value, role: &str) {
    let metadata = Metadata::load(metadata).unwrap();
    let catalog = Arc::new(Catalog::build(
        &metadata,
        &rows::load(data).unwrap().database,
        crate::Naming::default(),
    ));
    let grants = grants::grants(&metadata, &catalog, role, true);
    let schema = RoleSchema::build(catalog, grants).schema.into_inner();
    if let Err(error) = schema.validate() {
        panic!("{role}: {}", error.errors);
    }
}

#[test]
fn schemas_are_valid_graphql() {
    for role in ["admin", "user", "nobody"] {
        assert_valid(&metadata(), &data(), role);
    }
}

#[test]
fn a_role_sees_the_types_and_fields_it_may_use() {
    let world = World::ann();
    let answer = world.data(
        "{ __schema { queryType { name } mutationType { name } subscriptionType { name }
           types { name } directives { name } }
           q: __type(name: \"query_root\") { fields { name description } }
           s: __type(name: \"subscription_root\") { fields { name } }
           m: __type(name: \"mutation_root\") { fields { name } }
           p: __type(name: \"people\") { description fields { name } }
           hidden: __type(name: \"people_aggregate\") { name } }",
    );
    assert_eq!(
        names(&answer["q"]["fields"]),
        BTreeSet::from([
            "audit_log",
            "audit_log_by_pk",
            "comments",
            "comments_by_pk",
            "notes",
            "notes_aggregate",
            "notes_by_pk",
            "people",
            "people_by_pk",
            "starred",
        ])
    );
    assert!(names(&answer["s"]["fields"]).contains("notes_stream"));
    assert_eq!(
        names(&answer["m"]["fields"]),
        BTreeSet::from([
            "insert_notes",
            "insert_notes_one",
            "update_notes",
            "update_notes_by_pk",
            "update_notes_many",
            "delete_notes",
            "delete_notes_by_pk",
        ])
    );
    assert_eq!(
        answer["p"],
        json!({"description": "columns and relationships of \"people\"", "fields": [
            {"name": "id"}, {"name": "name"}, {"name": "notes"}, {"name": "notes_aggregate"}]})
    );
    assert_eq!(answer["hidden"], Value::Null);
    assert_eq!(
        answer["__schema"]["mutationType"],
        json!({"name": "mutation_root"})
    );
    assert_eq!(
        names(&answer["__schema"]["directives"]),
        BTreeSet::from(["include", "skip", "cached"])
    );
    let types = names(&answer["__schema"]["types"]);
    assert!(!types.contains("people_aggregate_fields") && types.contains("notes_aggregate_fields"));
    let described: Vec<&Value> = answer["q"]["fields"].as_array().unwrap().iter().collect();
    assert_eq!(
        described[1],
        &json!({"name": "audit_log_by_pk", "description":
            "fetch data from the table: \"audit.log\" using primary key columns"})
    );
}

#[test]
fn types_say_what_the_database_says() {
    let world = World::ann();
    let answer = world.data(
        "{ n: __type(name: \"notes\") { fields { name type { kind name ofType { name } } } }
           b: __type(name: \"notes_bool_exp\") { inputFields { name type { name } } }
           k: __type(name: \"query_root\") { fields { name args { name type { ofType { name } } } } } }",
    );
    let field = |name: &str| {
        let fields = answer["n"]["fields"].as_array().unwrap();
        fields.iter().find(|field| field["name"] == name).unwrap()["type"].clone()
    };
    assert_eq!(
        field("id"),
        json!({"kind": "NON_NULL", "name": null, "ofType": {"name": "Int"}})
    );
    assert_eq!(
        field("stars"),
        json!({"kind": "SCALAR", "name": "Int", "ofType": null})
    );
    assert_eq!(
        field("at"),
        json!({"kind": "NON_NULL", "name": null, "ofType": {"name": "timestamptz"}})
    );
    assert_eq!(
        field("owner"),
        json!({"kind": "OBJECT", "name": "people", "ofType": null}),
        "the other side is filtered, so it may be missing"
    );
    let inputs = answer["b"]["inputFields"].as_array().unwrap();
    let owner = inputs
        .iter()
        .find(|input| input["name"] == "owner_id")
        .unwrap();
    assert_eq!(owner["type"]["name"], "uuid_comparison_exp");
    let roots = answer["k"]["fields"].as_array().unwrap();
    let log = roots
        .iter()
        .find(|root| root["name"] == "audit_log_by_pk")
        .unwrap();
    assert_eq!(
        log["args"],
        json!([{"name": "key", "type": {"ofType": {"name": "bpchar"}}}])
    );
    let admin = World::admin();
    let owner = admin.data("{ __type(name: \"notes\") { fields { name type { kind } } } }");
    let fields = owner["__type"]["fields"].as_array().unwrap();
    let owner = fields
        .iter()
        .find(|field| field["name"] == "owner")
        .unwrap();
    assert_eq!(owner["type"]["kind"], "NON_NULL");
}

#[test]
fn introspection_is_validated_like_everything_else() {
    let world = World::ann();
    assert_eq!(
        world.error("{ __schema { nope } }").2,
        "field 'nope' not found in type: '__Schema'"
    );
    assert_eq!(
        world.error("{ __type { name } }").2,
        "missing required field 'name'"
    );
    let query = "query ($n: String!) { t: __type(name: $n) { ...T } notes(limit: 1) { id } }
        fragment T on __Type { name }";
    assert_eq!(
        world.run_with(query, &json!({"n": "notes"}))["data"],
        json!({"t": {"name": "notes"}, "notes": [{"id": 1}]})
    );
}

#[test]
fn introspection_can_be_switched_off_for_a_role() {
    let mut metadata = metadata();
    metadata["graphql_schema_introspection"] = json!({"disabled_for_roles": ["user"]});
    let ann = || super::fixture::user(super::fixture::ANN);
    let community = World::new(&metadata, &data(), &[], ann());
    assert_eq!(
        community.data("{ __type(name: \"notes\") { name } }"),
        json!({"__type": {"name": "notes"}})
    );
    let world = World::new(&metadata, &data(), &["schema-hidden"], ann());
    for query in [
        "{ __schema { types { name } } }",
        "{ __type(name: \"notes\") { name } }",
    ] {
        assert_eq!(
            world.error(query),
            (
                "$".into(),
                "not-supported".into(),
                "introspection is disabled for role: \"user\"".into()
            )
        );
    }
    assert_eq!(
        world.data("{ __typename notes(limit: 1) { __typename } }"),
        json!({"__typename": "query_root", "notes": [{"__typename": "notes"}]})
    );
}

#[test]
fn a_role_without_mutations_has_no_mutation_type() {
    let nobody = World {
        session: Session::new("nobody", Via::Jwt),
        ..World::ann()
    };
    assert_eq!(
        nobody.data(
            "{ __schema { mutationType { name } subscriptionType { name }
            queryType { fields { name } } } }"
        ),
        json!({"__schema": {"mutationType": null, "subscriptionType": null,
            "queryType": {"fields": [{"name": "no_queries_available"}]}}})
    );
}

#[test]
fn five_hundred_tables_are_no_trouble() {
    let tables: Vec<Value> = (0..500)
        .map(|n| {
            let columns: Vec<Value> = (0..8)
                .map(|c| json!({"name": format!("c{c}"), "type": "text", "nullable": c > 0}))
                .collect();
            let rows: Vec<Value> = (0..4).map(|r| json!({"c0": format!("r{r}")})).collect();
            json!({"name": format!("t{n}"), "columns": columns, "primary_key": ["c0"], "rows": rows})
        })
        .collect();
    let tracked: Vec<Value> = (0..500)
        .map(|n| json!({"table": {"schema": "public", "name": format!("t{n}")}}))
        .collect();
    let metadata = json!({"version": 3, "sources": [
        {"name": "default", "kind": "postgres", "tables": tracked}]});
    let admin = Session::new("admin", Via::AdminSecret);
    let world = World::new(&metadata, &json!({"tables": tables}), &[], admin);
    let start = std::time::Instant::now();
    let answer = world.data("{ __schema { types { name fields { name type { name } } } } }");
    assert!(answer["__schema"]["types"].as_array().unwrap().len() > 5000);
    for n in (0..500).step_by(10) {
        world.data(&format!("{{ t{n}(order_by: {{c0: desc}}) {{ c0 }} }}"));
    }
    // Generous: the machine may be busy and the build unoptimised.
    assert!(start.elapsed().as_secs() < 30, "{:?}", start.elapsed());
}
