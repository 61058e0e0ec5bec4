//! Who sees what (contracts: hasura §3.6, §3.7).

use serde_json::{Value, json};

use super::fixture::{ANN, BEN, World, data, metadata, user};
use crate::hasura::model::session::{Session, Via};

/// The fixture with one change to the select permission on a table.
fn altered(table: usize, change: &Value) -> World {
    let mut metadata = metadata();
    let permission =
        &mut metadata["sources"][0]["tables"][table]["select_permissions"][0]["permission"];
    for (key, value) in change.as_object().unwrap() {
        permission[key] = value.clone();
    }
    World::new(&metadata, &data(), &[], user(ANN))
}

const NOTES: usize = 1;
const COMMENTS: usize = 2;

#[test]
fn a_role_without_permissions_gets_a_hint() {
    let nobody = World {
        session: Session::new("nobody", Via::Jwt),
        ..World::ann()
    };
    assert_eq!(
        nobody.data("{ no_queries_available }"),
        json!({"no_queries_available":
            "There are no queries available to the current role. Either there are no sources or \
             remote schemas configured, or the current role doesn't have the required permissions."})
    );
    let (_, _, message) = nobody.error("{ notes { id } }");
    assert_eq!(message, "field 'notes' not found in type: 'query_root'");
}

#[test]
fn filters_hold_whatever_the_path() {
    let world = World::ann();
    for query in [
        "{ notes(where: {id: {_eq: 3}}) { id } }",
        "{ notes(where: {_or: [{id: {_eq: 3}}, {stars: {_eq: 5}}]}) { id } }",
        "{ comments(where: {note: {title: {_eq: \"cider\"}}}) { id } }",
        "{ comments(where: {note: {owner: {name: {_like: \"B%\"}}}}) { id } }",
        "{ people(where: {notes: {comments: {text: {_eq: \"ben on ann\"}}}}) { id } }",
    ] {
        let answer = world.data(query);
        assert!(
            answer
                .as_object()
                .unwrap()
                .values()
                .all(|rows| *rows == json!([])),
            "{answer}"
        );
    }
    // Ordering by what is hidden does not tell it apart from nothing.
    assert_eq!(
        world.data("{ comments(order_by: {note: {stars: desc_nulls_last}}) { id } }"),
        json!({"comments": [{"id": 10}, {"id": 12}]})
    );
}

#[test]
fn filters_of_all_kinds_are_understood() {
    for (filter, expected) in [
        (json!({}), json!([1, 2, 3, 4])),
        (json!({"owner_id": "x-hasura-USER-id"}), json!([1, 2, 4])),
        (
            json!({"owner_id": {"$eq": "X-Hasura-User-Id"}}),
            json!([1, 2, 4]),
        ),
        (
            json!({"$or": [{"id": {"_in": [3]}}, {"id": {"$gt": 3}}]}),
            json!([3, 4]),
        ),
        (
            json!({"_not": {"owner_id": {"_eq": "X-Hasura-User-Id"}}}),
            json!([3]),
        ),
        (json!({"owner": {"name": {"_eq": "Ben"}}}), json!([3])),
        (
            json!({"comments": {"author_id": {"_eq": "X-Hasura-User-Id"}}}),
            json!([1, 3]),
        ),
        (json!({"id": {"_ceq": "stars"}}), json!([])),
        (json!({"id": {"_clt": ["stars"]}}), json!([1, 3])),
        (
            json!({"_exists": {"_table": {"schema": "audit", "name": "log"},
                "_where": {"who": {"_eq": "X-Hasura-User-Id"}}}}),
            json!([1, 2, 3, 4]),
        ),
        (
            json!({"_exists": {"_table": {"schema": "audit", "name": "log"},
                "_where": {"key": {"_eq": "zz"}}}}),
            json!([]),
        ),
        (
            json!({"comments": {"text": {"_like": "ann%"}, "note_id": {"_ceq": ["$", "id"]}}}),
            json!([3]),
        ),
        (json!({"_or": []}), json!([])),
    ] {
        let answer = altered(NOTES, &json!({"filter": filter})).data("{ notes { id } }");
        let ids: Vec<_> = answer["notes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].clone())
            .collect();
        assert_eq!(json!(ids), expected, "{filter}");
    }
}

#[test]
fn a_list_of_values_comes_as_an_array_literal() {
    let filter = json!({"filter": {"id": {"_in": "X-Hasura-Allowed-Ids"}}});
    let mut world = altered(NOTES, &filter);
    world.session = world.session.with("x-hasura-allowed-ids", "{2,3}");
    assert_eq!(
        world.data("{ notes { id } }"),
        json!({"notes": [{"id": 2}, {"id": 3}]})
    );
    world.session = world.session.with("x-hasura-allowed-ids", "2,3");
    assert_eq!(
        world.error("{ notes { id } }").2,
        "malformed array literal: \"2,3\""
    );
}

#[test]
fn a_permissions_limit_binds_nodes_and_nothing_else() {
    let world = altered(NOTES, &json!({"limit": 2}));
    assert_eq!(
        world.data("{ notes(limit: 9) { id } }"),
        json!({"notes": [{"id": 1}, {"id": 2}]})
    );
    assert_eq!(
        world.data("{ people { notes { id } } }"),
        json!({"people": [{"notes": [{"id": 1}, {"id": 2}]}]})
    );
    assert_eq!(
        world.data("{ notes_aggregate { aggregate { count } nodes { id } } }"),
        json!({"notes_aggregate": {"aggregate": {"count": 3}, "nodes": [{"id": 1}, {"id": 2}]}})
    );
    assert_eq!(
        world.data("{ notes_by_pk(id: 4) { id } }"),
        json!({"notes_by_pk": {"id": 4}})
    );
    let one = altered(NOTES, &json!({"limit": 1}));
    assert_eq!(one.data("{ notes(limit: 0) { id } }"), json!({"notes": []}));
}

#[test]
fn hidden_columns_are_nowhere() {
    let world = altered(NOTES, &json!({"columns": ["title"]}));
    for query in [
        "{ notes { id } }",
        "{ notes_by_pk(id: 1) { title } }",
        "{ notes(where: {id: {_eq: 1}}) { title } }",
        "{ notes(order_by: {id: asc}) { title } }",
        "{ notes(distinct_on: id) { title } }",
        "{ notes_aggregate { aggregate { max { id } } } }",
        "{ people(order_by: {notes_aggregate: {max: {id: asc}}}) { id } }",
        "mutation { update_notes_by_pk(pk_columns: {id: 1}, _set: {title: \"x\"}) { title } }",
    ] {
        let (_, code, _) = world.error(query);
        assert_eq!(code, "validation-failed", "{query}");
    }
    assert_eq!(
        world.data("{ notes(limit: 1) { title } }"),
        json!({"notes": [{"title": "apples"}]})
    );
}

#[test]
fn root_fields_can_be_withheld() {
    let world = altered(NOTES, &json!({"query_root_fields": ["select_by_pk"]}));
    assert_eq!(
        world.data("{ notes_by_pk(id: 1) { id } }"),
        json!({"notes_by_pk": {"id": 1}})
    );
    for query in [
        "{ notes { id } }",
        "{ notes_aggregate { aggregate { count } } }",
    ] {
        assert!(
            world
                .error(query)
                .2
                .contains("not found in type: 'query_root'"),
            "{query}"
        );
    }
    let none = altered(NOTES, &json!({"query_root_fields": []}));
    assert_eq!(
        none.data("{ people { notes { id } } }"),
        json!({"people": [{"notes": [{"id": 1}, {"id": 2}, {"id": 4}]}]}),
        "still reachable through relationships"
    );
}

#[test]
fn without_aggregations_only_ordering_by_them_remains() {
    let world = altered(COMMENTS, &json!({}));
    assert_eq!(
        world.data("{ notes(order_by: {comments_aggregate: {count: desc}}, limit: 1) { id } }"),
        json!({"notes": [{"id": 1}]})
    );
    for query in [
        "{ notes { comments_aggregate { aggregate { count } } } }",
        "{ notes(where: {comments_aggregate: {count: {predicate: {_eq: 1}}}}) { id } }",
        "{ comments_aggregate { aggregate { count } } }",
    ] {
        assert_eq!(world.error(query).1, "validation-failed", "{query}");
    }
}

/// What Ann sees of words under a filter: their ids, or the code of the error.
fn words(filter: &Value) -> Result<Vec<i64>, String> {
    let data = json!({"functions": [{"name": "is_mine", "holds": {"owner": "X-Hasura-User-Id"}}],
        "tables": [{"name": "words",
        "columns": [{"name": "id", "type": "int"}, {"name": "owner", "type": "text", "nullable": true},
            {"name": "doc", "type": "jsonb"}, {"name": "tags", "type": "text[]"}],
        "primary_key": ["id"],
        "rows": [{"id": 1, "owner": ANN, "doc": {"who": ANN}, "tags": [ANN]},
            {"id": 2, "owner": BEN, "doc": [ANN], "tags": []},
            {"id": 3, "owner": null, "doc": ANN, "tags": ["x"]}]}]});
    let computed = |name: &str, function: &str| json!({"name": name, "definition": {"function": {"schema": "public", "name": function}}});
    let metadata = json!({"version": 3, "sources": [{"name": "default", "kind": "postgres",
        "tables": [{"table": {"schema": "public", "name": "words"},
            "computed_fields": [computed("mine", "is_mine"), computed("odd", "unknown")],
            "select_permissions": [{"role": "user",
                "permission": {"columns": ["id"], "filter": filter}}]}]}]});
    let session = user(ANN)
        .with("x-hasura-json", &format!("\"{ANN}\""))
        .with("x-hasura-list", &format!("{{{ANN}}}"));
    let world = World::new(&metadata, &data, &[], session);
    let answer = world.run("{ words(order_by: {id: asc}) { id } }");
    match answer["data"]["words"].as_array() {
        Some(rows) => Ok(rows.iter().filter_map(|row| row["id"].as_i64()).collect()),
        None => Err(answer["errors"][0]["extensions"]["code"]
            .as_str()
            .unwrap_or_default()
            .to_owned()),
    }
}

#[test]
fn null_and_empty_mean_what_the_engine_makes_of_them() {
    for (filter, seen) in [
        (json!({"owner": null}), vec![3]),
        (json!({"owner": {"_eq": null}}), vec![3]),
        (json!({"owner": {"_neq": null}}), vec![1, 2]),
        (json!({"owner": {"_nin": []}}), vec![1, 2, 3]),
        (json!({"owner": {"_in": []}}), vec![]),
        (json!({"id": {"_eq": null}}), vec![]),
    ] {
        assert_eq!(words(&filter), Ok(seen), "{filter}");
    }
}

#[test]
fn a_variable_is_the_whole_operand_or_literal_text() {
    let refused = || Err("data-exception".to_owned());
    for (filter, seen) in [
        (json!({"owner": {"_in": ["X-Hasura-User-Id"]}}), Ok(vec![])),
        (
            json!({"owner": {"_in": ["X-Hasura-Missing", BEN]}}),
            Ok(vec![2]),
        ),
        (json!({"owner": {"_in": "X-Hasura-List"}}), Ok(vec![1])),
        (json!({"owner": {"_in": "X-Hasura-User-Id"}}), refused()),
        (
            json!({"doc": {"_contains": "X-Hasura-Json"}}),
            Ok(vec![2, 3]),
        ),
        (json!({"doc": {"_contains": "X-Hasura-User-Id"}}), refused()),
        (
            json!({"doc": {"_contains": {"who": "X-Hasura-User-Id"}}}),
            Ok(vec![]),
        ),
        (
            json!({"doc": {"_has_keys_any": "X-Hasura-List"}}),
            Ok(vec![2, 3]),
        ),
        (
            json!({"doc": {"_cast": {"text": {"_eq": "X-Hasura-Json"}}}}),
            Ok(vec![3]),
        ),
        (json!({"tags": {"_contains": "X-Hasura-List"}}), Ok(vec![1])),
        (
            json!({"tags": {"_contains": ["X-Hasura-User-Id"]}}),
            Ok(vec![]),
        ),
    ] {
        assert_eq!(words(&filter), seen, "{filter}");
    }
}

#[test]
fn a_computed_field_is_asked_and_never_guessed() {
    for (filter, seen) in [
        (json!({"mine": {"_eq": true}}), Ok(vec![1])),
        (json!({"_not": {"mine": true}}), Ok(vec![2])),
        (
            json!({"odd": {"_eq": true}}),
            Err("not-supported".to_owned()),
        ),
    ] {
        assert_eq!(words(&filter), seen, "{filter}");
    }
}
