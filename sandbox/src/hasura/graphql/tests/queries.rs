//! What a query returns.

use serde_json::json;

use super::fixture::{BEN, World};

#[test]
fn a_list_has_the_callers_rows_in_the_order_of_the_query() {
    let answer = World::ann().run("{ notes { title id } }");
    assert_eq!(
        answer.to_string(),
        r#"{"data":{"notes":[{"title":"apples","id":1},{"title":"Bread","id":2},{"title":"dates","id":4}]}}"#
    );
}

#[test]
fn arguments_select_order_and_cut() {
    let world = World::ann();
    for (args, expected) in [
        ("where: {id: {_gt: 1}}", json!([2, 4])),
        ("where: {title: {_ilike: \"%A%\"}}", json!([1, 2, 4])),
        ("where: {stars: {_is_null: true}}", json!([2])),
        ("where: {_not: {stars: {_eq: 3}}}", json!([4])),
        (
            "where: {_or: [{id: {_eq: 1}}, {title: {_in: [\"Bread\"]}}]}",
            json!([1, 2]),
        ),
        ("where: {_or: []}", json!([])),
        ("where: {_and: {id: {_eq: 1}}}", json!([1])),
        ("where: {at: {_lt: \"2024-01-02 01:00:00+01\"}}", json!([2])),
        ("where: {extra: {_contains: {a: [1]}}}", json!([1])),
        ("where: {comments: {text: {_like: \"mine%\"}}}", json!([1])),
        ("where: {owner: {name: {_eq: \"Ann\"}}}", json!([1, 2, 4])),
        ("where: {}", json!([1, 2, 4])),
        ("order_by: {stars: asc}", json!([4, 1, 2])),
        ("order_by: {stars: desc}", json!([2, 1, 4])),
        ("order_by: {stars: desc_nulls_last}", json!([1, 4, 2])),
        (
            "order_by: [{owner: {name: asc}}, {at: desc}]",
            json!([4, 1, 2]),
        ),
        (
            "order_by: {comments_aggregate: {count: desc}}",
            json!([1, 2, 4]),
        ),
        (
            "order_by: {comments_aggregate: {max: {id: asc_nulls_first}}}",
            json!([2, 4, 1]),
        ),
        ("limit: 1, offset: 1", json!([2])),
        ("offset: \"2\"", json!([4])),
        ("distinct_on: owner_id", json!([1])),
        (
            "distinct_on: owner_id, order_by: [{owner_id: asc}, {id: desc}]",
            json!([4]),
        ),
    ] {
        let answer = world.data(&format!("{{ notes({args}) {{ id }} }}"));
        let ids: Vec<_> = answer["notes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].clone())
            .collect();
        assert_eq!(json!(ids), expected, "{args}");
    }
}

#[test]
fn a_key_finds_a_row_or_null() {
    let world = World::ann();
    assert_eq!(
        world.data("{ notes_by_pk(id: 1) { title } other: notes_by_pk(id: 3) { title } }"),
        json!({"notes_by_pk": {"title": "apples"}, "other": null})
    );
    assert_eq!(
        world.data("{ audit_log_by_pk(key: \"k1\") { key } }"),
        json!({"audit_log_by_pk": {"key": "k1      "}}),
        "trailing blanks do not count"
    );
}

#[test]
fn aggregates_cover_the_callers_rows() {
    let world = World::ann();
    let query = "{ notes_aggregate {
        aggregate { count n: count(columns: stars) d: count(columns: [owner_id], distinct: true)
            sum { stars } avg { stars } max { title at } min { stars } stddev { stars }
            var_pop { stars } variance { __typename } }
        nodes { id } __typename } }";
    assert_eq!(
        world.data(query),
        json!({"notes_aggregate": {
            "aggregate": {
                "count": 3, "n": 2, "d": 1,
                "sum": {"stars": 4}, "avg": {"stars": 2.0},
                "max": {"title": "dates", "at": "2024-01-04T00:00:00+00:00"},
                "min": {"stars": 1},
                "stddev": {"stars": 2.0_f64.sqrt()}, "var_pop": {"stars": 1.0},
                "variance": {"__typename": "notes_variance_fields"}
            },
            "nodes": [{"id": 1}, {"id": 2}, {"id": 4}],
            "__typename": "notes_aggregate"
        }})
    );
    assert_eq!(
        world.data("{ notes_aggregate(where: {id: {_gt: 9}}) { aggregate { count max { id } sum { id } } } }"),
        json!({"notes_aggregate": {"aggregate":
            {"count": 0, "max": {"id": null}, "sum": {"id": null}}}})
    );
    assert_eq!(
        world.data("{ notes_aggregate(limit: 2) { aggregate { count } nodes { id } } }"),
        json!({"notes_aggregate": {"aggregate": {"count": 2}, "nodes": [{"id": 1}, {"id": 2}]}})
    );
}

#[test]
fn an_aggregate_of_nothing_but_its_typename_fails_unless_one_row_matches() {
    let world = World::ann();
    assert_eq!(
        world.error("{ notes_aggregate { aggregate { __typename } } }"),
        (
            "$".into(),
            "unexpected".into(),
            "database query error".into()
        )
    );
    let one = "{ notes_aggregate(where: {id: {_eq: 1}}) { aggregate { __typename } } }";
    assert_eq!(
        world.data(one),
        json!({"notes_aggregate": {"aggregate": {"__typename": "notes_aggregate_fields"}}})
    );
}

#[test]
fn relationships_lead_to_what_the_role_may_see_there() {
    let world = World::ann();
    assert_eq!(
        world.data(
            "{ notes(where: {id: {_eq: 1}}) { owner { name notes { id } } comments { text } } }"
        ),
        json!({"notes": [{
            "owner": {"name": "Ann", "notes": [{"id": 1}, {"id": 2}, {"id": 4}]},
            "comments": [{"text": "mine on mine"}]
        }]})
    );
    assert_eq!(
        world.data("{ comments { id note { id } } }"),
        json!({"comments": [{"id": 10, "note": {"id": 1}}, {"id": 12, "note": null}]})
    );
    assert_eq!(
        world.data("{ people { notes(limit: 1, order_by: {id: desc}) { id } notes_aggregate { aggregate { count } } } }"),
        json!({"people": [{"notes": [{"id": 4}], "notes_aggregate": {"aggregate": {"count": 3}}}]})
    );
}

#[test]
fn conditions_on_the_number_of_related_rows() {
    let world = World::ann();
    let query = "{ people(where: {notes_aggregate: {count: {predicate: {_eq: 3}}}}) { name } }";
    assert_eq!(world.data(query), json!({"people": [{"name": "Ann"}]}));
    let query = "{ people(where: {notes_aggregate: {count:
        {predicate: {_gt: 1}, filter: {stars: {_gt: 2}}}}}) { name } }";
    assert_eq!(world.data(query), json!({"people": []}));
}

#[test]
fn the_language_in_full() {
    let world = World::ann();
    let query = "query Q($id: Int = 1, $yes: Boolean!, $rows: notes_bool_exp) {
        __typename
        a: notes(where: $rows) { ...N ... on notes @include(if: $yes) { stars } }
        notes(where: {id: {_eq: $id}}) { id ... on comments { text } title @skip(if: $yes) ...N }
    }
    fragment N on notes { key: id __typename }";
    let variables = json!({"yes": true, "rows": {"id": {"_in": [4]}}});
    assert_eq!(
        world.run_with(query, &variables)["data"],
        json!({
            "__typename": "query_root",
            "a": [{"key": 4, "__typename": "notes", "stars": 1}],
            "notes": [{"id": 1, "key": 1, "__typename": "notes"}]
        })
    );
    let two = "query A { notes { id } } query B { people { name } }";
    let answer = world.request(two, &json!({}), Some("B"));
    assert_eq!(answer, json!({"data": {"people": [{"name": "Ann"}]}}));
    let merged = "{ notes(limit: 1) { id } notes(limit: 1) { owner { id } owner { name } } }";
    let owner = json!({"id": super::fixture::ANN, "name": "Ann"});
    assert_eq!(
        world.data(merged),
        json!({"notes": [{"id": 1, "owner": owner}]})
    );
}

#[test]
fn an_absent_variable_is_null() {
    let world = World::ann();
    let query = "query ($limit: Int) { notes(limit: $limit) { id } }";
    assert_eq!(world.data(query)["notes"].as_array().unwrap().len(), 3);
    let query = "query ($id: Int) { notes(where: {id: {_eq: $id}}) { id } }";
    assert_eq!(world.error(query).2, "unexpected null value for type 'Int'");
}

#[test]
fn json_columns_can_be_entered() {
    let world = World::ann();
    assert_eq!(
        world.data("{ notes_by_pk(id: 1) { extra(path: \"$.a[1].b\") gone: extra(path: \"x\") } }"),
        json!({"notes_by_pk": {"extra": 2, "gone": null}})
    );
}

#[test]
fn views_and_the_admin() {
    assert_eq!(
        World::ann().data("{ starred { id } }"),
        json!({"starred": [{"id": 1}]})
    );
    let admin = World::admin();
    assert_eq!(
        admin.data("{ starred { id } }"),
        json!({"starred": [{"id": 1}, {"id": 3}]})
    );
    assert_eq!(
        admin.data(&format!(
            "{{ people_by_pk(id: \"{}\") {{ secret }} }}",
            BEN.to_uppercase()
        )),
        json!({"people_by_pk": {"secret": "b"}})
    );
    assert_eq!(
        admin.data("{ comments_aggregate { aggregate { count } } }"),
        json!({"comments_aggregate": {"aggregate": {"count": 4}}})
    );
}

#[test]
fn columns_of_all_types() {
    let columns = [
        ("id", "bigint"),
        ("tags", "text[]"),
        ("day", "date"),
        ("price", "numeric"),
        ("half", "real"),
        ("on", "boolean"),
        ("mail", "citext"),
        ("small", "smallint"),
    ];
    let columns: Vec<_> = columns
        .map(|(name, kind)| json!({"name": name, "type": kind}))
        .into_iter()
        .collect();
    let row = |id: i64, tags: serde_json::Value, price: f64, on: bool| {
        json!({"id": id, "tags": tags, "day": "2024-05-01", "price": price, "half": 0.5, "on": on,
            "mail": "A@x.y", "small": id})
    };
    let data = json!({"tables": [{"name": "odds", "columns": columns, "primary_key": ["id"],
        "rows": [row(1, json!(["a", "b"]), 1.5, true), row(2, json!([]), 2.5, false)]}]});
    let metadata = json!({"version": 3, "sources": [{"name": "default", "kind": "postgres",
        "tables": [{"table": {"schema": "public", "name": "odds"}}]}]});
    super::introspection::assert_valid(&metadata, &data, "admin");
    let world = World::new(&metadata, &data, &[], World::admin().session);
    for (condition, expected) in [
        ("id: {_eq: \"2\"}", json!([2])),
        ("id: {_gt: 1}", json!([2])),
        ("tags: {_contains: [\"a\"]}", json!([1])),
        ("tags: {_contained_in: [\"a\", \"b\"]}", json!([1, 2])),
        ("tags: {_eq: [\"a\", \"b\"]}", json!([1])),
        ("tags: {_in: [[\"b\"], []]}", json!([2])),
        ("day: {_eq: \"2024-05-01\"}", json!([1, 2])),
        ("price: {_gte: \"2\"}", json!([2])),
        ("half: {_lt: 0.6}", json!([1, 2])),
        ("on: {_eq: true}", json!([1])),
        ("mail: {_eq: \"a@X.y\"}", json!([1, 2])),
        ("mail: {_like: \"a%\"}", json!([1, 2])),
        ("small: {_neq: 1}", json!([2])),
    ] {
        let answer = world.data(&format!("{{ odds(where: {{{condition}}}) {{ id }} }}"));
        let ids: Vec<_> = answer["odds"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].clone())
            .collect();
        assert_eq!(json!(ids), expected, "{condition}");
    }
    assert_eq!(
        world.data("{ odds_aggregate { aggregate { sum { price id } avg { half } } } }"),
        json!({"odds_aggregate": {"aggregate":
            {"sum": {"price": 4.0, "id": 3}, "avg": {"half": 0.5}}}})
    );
    let insert = |id: &str| {
        format!(
            "mutation {{ insert_odds_one(object: {{id: {id}, tags: [\"x\"], day: \"2024-05-01\",
            price: 1, half: 1, on: true, mail: \"m\", small: 1}}) {{ id tags }} }}"
        )
    };
    assert_eq!(
        world.data(&insert("\"9\"")),
        json!({"insert_odds_one": {"id": 9, "tags": ["x"]}}),
        "stored as the column's type"
    );
    assert_eq!(world.error(&insert("\"nine\"")).1, "data-exception");
}

#[test]
fn a_change_of_the_metadata_changes_the_schema() {
    let world = World::ann();
    assert_eq!(world.error("{ people { secret } }").1, "validation-failed");
    let mut metadata = world.engine.metadata().metadata.clone();
    let people = &mut metadata.sources[0].tables[0];
    people.select_permissions[0].permission.columns = crate::hasura::model::metadata::Columns::All;
    world
        .engine
        .keep_metadata(world.engine.try_metadata(metadata))
        .unwrap();
    assert_eq!(
        world.data("{ people { secret } }"),
        json!({"people": [{"secret": "a"}]})
    );
}

#[test]
fn many_rows_are_no_trouble() {
    let notes: Vec<_> = (0..3000)
        .map(|n| json!({"id": n, "parent": n / 2, "who": format!("u{}", n % 3)}))
        .collect();
    let data = json!({"tables": [{"name": "n", "primary_key": ["id"],
        "columns": [{"name": "id", "type": "int"}, {"name": "parent", "type": "int"},
            {"name": "who", "type": "text"}],
        "foreign_keys": [{"columns": ["parent"], "table": "n", "references": ["id"]}],
        "rows": notes}]});
    let filter = json!({"_and": [
        {"up": {"who": {"_like": "u%"}}},
        {"_exists": {"_table": "n", "_where": {"who": {"_eq": "u2"}, "id": {"_gt": 2990}}}}]});
    let metadata = json!({"version": 3, "sources": [{"name": "default", "kind": "postgres",
        "tables": [{"table": {"schema": "public", "name": "n"},
            "object_relationships": [
                {"name": "up", "using": {"foreign_key_constraint_on": "parent"}}],
            "array_relationships": [{"name": "down", "using": {"foreign_key_constraint_on":
                {"table": {"schema": "public", "name": "n"}, "column": "parent"}}}],
            "select_permissions": [{"role": "user", "permission":
                {"columns": "*", "filter": filter, "allow_aggregations": true}}]}]}]});
    let world = World::new(&metadata, &data, &[], super::fixture::user(BEN));
    let start = std::time::Instant::now();
    let answer = world.data(
        "{ n(order_by: [{up: {who: asc}}, {down_aggregate: {count: desc}}]) { id up { id } down { id }
            down_aggregate { aggregate { count } } } }",
    );
    assert_eq!(answer["n"].as_array().unwrap().len(), 3000);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}
