//! The error shapes of contracts: hasura §3.4, in its order.

use serde_json::json;

use super::fixture::{World, failure, user};
use crate::hasura::model::session::{Session, Via};

fn check(cases: &[(&str, &str, &str)]) {
    let world = World::ann();
    for (query, path, message) in cases {
        let found = world.error(query);
        let expected = (
            (*path).into(),
            "validation-failed".into(),
            (*message).into(),
        );
        assert_eq!(found, expected, "{query}");
    }
}

#[test]
fn fields_and_arguments() {
    check(&[
        (
            "{ nope { id } }",
            "$.selectionSet.nope",
            "field 'nope' not found in type: 'query_root'",
        ),
        (
            "{ x: nope { id } }",
            "$.selectionSet.nope",
            "field 'nope' not found in type: 'query_root'",
        ),
        (
            "{ people { secret } }",
            "$.selectionSet.people.selectionSet.secret",
            "field 'secret' not found in type: 'people'",
        ),
        (
            "{ people { notes { bogus } } }",
            "$.selectionSet.people.selectionSet.notes.selectionSet.bogus",
            "field 'bogus' not found in type: 'notes'",
        ),
        (
            "{ notes(where: {title: {_bogus: 1}}) { id } }",
            "$.selectionSet.notes.args.where.title._bogus",
            "field '_bogus' not found in type: 'String_comparison_exp'",
        ),
        (
            "{ notes(order_by: {bogus: asc}) { id } }",
            "$.selectionSet.notes.args.order_by[0].bogus",
            "field 'bogus' not found in type: 'notes_order_by'",
        ),
        (
            "{ notes(bogus: 1) { id } }",
            "$.selectionSet.notes",
            "'notes' has no argument named 'bogus'",
        ),
        (
            "{ notes_by_pk { id } }",
            "$.selectionSet.notes_by_pk.args.id",
            "missing required field 'id'",
        ),
        (
            "{ notes }",
            "$.selectionSet.notes.selectionSet",
            "missing selection set for 'notes'",
        ),
        (
            "{ notes { id { x } } }",
            "$.selectionSet.notes.selectionSet.id",
            "unexpected subselection set for non-object field",
        ),
        (
            "{ people(distinct_on: bogus) { id } }",
            "$.selectionSet.people.args.distinct_on[0]",
            "expected one of the values ['id', 'name'] for type 'people_select_column', but found \
             'bogus'",
        ),
        (
            "{ people_aggregate { aggregate { count } } }",
            "$.selectionSet.people_aggregate",
            "field 'people_aggregate' not found in type: 'query_root'",
        ),
    ]);
}

#[test]
fn kinds_of_values() {
    check(&[
        (
            "{ notes(limit: \"x\") { id } }",
            "$.selectionSet.notes.args.limit",
            "expected a non-negative 32-bit integer for type 'Int', but found a string",
        ),
        (
            "{ notes(limit: -1) { id } }",
            "$.selectionSet.notes.args.limit",
            "expected a non-negative 32-bit integer for type 'Int', but found an integer",
        ),
        (
            "{ notes(where: []) { id } }",
            "$.selectionSet.notes.args.where",
            "expected an object for type 'notes_bool_exp', but found a list",
        ),
        (
            "{ notes(where: {title: {_eq: null}}) { id } }",
            "$.selectionSet.notes.args.where.title._eq",
            "unexpected null value for type 'String'",
        ),
        (
            "{ notes(where: {title: {_is_null: null}}) { id } }",
            "$.selectionSet.notes.args.where.title._is_null",
            "expected a boolean for type 'Boolean', but found null",
        ),
        (
            "{ notes(where: {title: null}) { id } }",
            "$.selectionSet.notes.args.where.title",
            "expected an object for type 'String_comparison_exp', but found null",
        ),
        (
            "{ notes(order_by: {id: \"asc\"}) { id } }",
            "$.selectionSet.notes.args.order_by[0].id",
            "expected an enum value for type 'order_by', but found a string",
        ),
        (
            "{ notes(distinct_on: id, order_by: {title: asc}) { id } }",
            "$.selectionSet.notes.args",
            "\"distinct_on\" columns must match initial \"order_by\" columns",
        ),
        (
            "{ people { notes(distinct_on: id, order_by: {title: asc}) { id } } }",
            "$.selectionSet.people.selectionSet.notes.args",
            "\"distinct_on\" columns must match initial \"order_by\" columns",
        ),
    ]);
}

#[test]
fn nulls_that_mean_nothing_and_values_that_do_not_fit() {
    let world = World::ann();
    assert_eq!(
        world.data("{ notes(where: null, limit: null, order_by: null) { id } }")["notes"][0]["id"],
        1
    );
    assert_eq!(
        world.error("{ notes(where: {id: {_eq: 3000000000}}) { id } }"),
        (
            "$.selectionSet.notes.args.where.id._eq".into(),
            "parse-failed".into(),
            "The value 3.0e9 lies outside the bounds or is not an integer. Maybe it is a float, or \
             is there integer overflow?"
                .into()
        )
    );
    assert_eq!(
        world.error("{ notes(where: {owner_id: {_eq: \"x\"}}) { id } }"),
        (
            "$".into(),
            "data-exception".into(),
            "invalid input syntax for type uuid: \"x\"".into()
        )
    );
    assert_eq!(
        world
            .error("{ notes(where: {owner_id: {_eq: 5}}) { id } }")
            .2,
        "parsing UUID failed, expected String, but encountered Number"
    );
    assert_eq!(
        world.error("{ notes(where: {title: {_eq: 1}}) { id } }"),
        (
            "$.selectionSet.notes.args.where.title._eq".into(),
            "parse-failed".into(),
            "parsing Text failed, expected String, but encountered Number".into()
        )
    );
    // A text for a number is the database's to judge.
    assert_eq!(
        world.data("{ notes(where: {id: {_eq: \"1\"}}) { id } }")["notes"][0]["id"],
        1
    );
    assert_eq!(
        world
            .error("{ notes(where: {id: {_eq: \"one\"}}) { id } }")
            .2,
        "invalid input syntax for type integer: \"one\""
    );
}

#[test]
fn merging_fragments_and_directives() {
    check(&[
        (
            "{ notes(limit: 1) { id } notes(limit: 2) { id } }",
            "$.selectionSet",
            "inconsistent arguments between multiple selections of field 'notes'",
        ),
        (
            "{ notes { a: id a: title } }",
            "$.selectionSet.notes.selectionSet",
            "selection of both 'id' and 'title' specify the same response name, 'a'",
        ),
        (
            "{ notes { ...F } }",
            "$.selectionSet.notes.selectionSet",
            "reference to undefined fragment \"F\"",
        ),
        (
            "{ notes { ...F } } fragment F on notes { ...G } fragment G on notes { ...F }",
            "$.selectionSet.notes.selectionSet.F.selectionSet.G.selectionSet",
            "the fragment definition(s) F and G form a cycle",
        ),
        (
            "{ notes { id @nope } }",
            "$.selectionSet.notes.selectionSet",
            "directive 'nope' is not defined in the schema",
        ),
        (
            "{ notes { id @cached } }",
            "$.selectionSet.notes.selectionSet",
            "directive 'cached' is not allowed on a field",
        ),
        (
            "{ notes { id @skip(if: true) @skip(if: true) } }",
            "$.selectionSet.notes.selectionSet",
            "the following directives are used more than once: ['skip']",
        ),
        (
            "{ notes { id @skip } }",
            "$.selectionSet.notes.selectionSet.skip.args.if",
            "missing required field 'if'",
        ),
    ]);
}

#[test]
fn variables() {
    let world = World::ann();
    for (query, given, path, message) in [
        (
            "query ($id: Int!) { notes_by_pk(id: $id) { id } }",
            json!({}),
            "$",
            "expecting a value for non-nullable variable: \"id\"",
        ),
        (
            "query ($id: Int!) { notes_by_pk(id: $id) { id } }",
            json!({"id": null}),
            "$",
            "null value found for non-nullable type: \"Int!\"",
        ),
        (
            "{ notes(limit: $lim) { id } }",
            json!({}),
            "$",
            "unbound variable \"lim\"",
        ),
        (
            "query ($unused: Int) { notes { id } }",
            json!({"unused": 1}),
            "$",
            "unexpected variables in variableValues: unused",
        ),
        (
            "query ($id: ID!) { notes_by_pk(id: $id) { id } }",
            json!({"id": "1"}),
            "$.selectionSet.notes_by_pk.args.id",
            "variable 'id' is declared as 'ID!', but used where 'Int!' is expected",
        ),
        (
            "query ($id: Int) { notes_by_pk(id: $id) { id } }",
            json!({"id": 1}),
            "$.selectionSet.notes_by_pk.args.id",
            "variable 'id' is declared as 'Int', but used where 'Int!' is expected",
        ),
        (
            "query ($key: String!) { audit_log_by_pk(key: $key) { key } }",
            json!({"key": "k"}),
            "$.selectionSet.audit_log_by_pk.args.key",
            "variable 'key' is declared as 'String!', but used where 'bpchar!' is expected",
        ),
        (
            "query ($o: order_by!) { notes(order_by: {id: $o}) { id } }",
            json!({"o": "up"}),
            "$.selectionSet.notes.args.order_by[0].id",
            "expected one of the values ['asc', 'asc_nulls_first', 'asc_nulls_last', 'desc', \
             'desc_nulls_first', 'desc_nulls_last'] for type 'order_by', but found 'up'",
        ),
        (
            "query ($w: notes_bool_exp) { notes(where: $w) { id } }",
            json!({"w": {"bogus": 1}}),
            "$.selectionSet.notes.args.where.bogus",
            "field 'bogus' not found in type: 'notes_bool_exp'",
        ),
        (
            "query ($t: String) { notes(where: {title: {_eq: $t}}) { id } }",
            json!({"t": null}),
            "$.selectionSet.notes.args.where.title._eq",
            "unexpected null value for type 'String'",
        ),
    ] {
        let expected = (path.into(), "validation-failed".into(), message.into());
        assert_eq!(world.error_with(query, &given), expected, "{query} {given}");
    }
    let query = "query ($id: Int = 4) { notes_by_pk(id: $id) { id } }";
    assert_eq!(world.data(query), json!({"notes_by_pk": {"id": 4}}));
}

#[test]
fn documents_and_operations() {
    check(&[
        ("", "$.query", "not a valid graphql query"),
        ("{", "$.query", "not a valid graphql query"),
        ("type A { b: Int }", "$.query", "not a valid graphql query"),
        (
            "query A { notes { id } } query B { notes { id } }",
            "$",
            "exactly one operation has to be present in the document when operationName is not \
             specified",
        ),
    ]);
    let world = World::ann();
    let query = "query A { notes { id } }";
    assert_eq!(
        failure(query, &world.request(query, &json!({}), Some("B"))),
        (
            "$".into(),
            "validation-failed".into(),
            "no such operation found in the document: \"B\"".into()
        )
    );
}

#[test]
fn kinds_of_operations() {
    let world = World::ann();
    assert_eq!(
        world.error("subscription { notes { id } }"),
        (
            "$".into(),
            "unexpected-payload".into(),
            "subscriptions are not supported over HTTP, use websockets instead".into()
        )
    );
    assert_eq!(
        world.error("mutation { insert_people_one(object: {}) { id } }"),
        (
            "$.selectionSet.insert_people_one".into(),
            "validation-failed".into(),
            "field 'insert_people_one' not found in type: 'mutation_root'".into()
        )
    );
    let nobody = World {
        session: Session::new("nobody", Via::Jwt),
        ..World::ann()
    };
    let failed = |message: &str| ("$".into(), "validation-failed".into(), message.to_owned());
    assert_eq!(nobody.error("mutation { x }"), failed("no mutations exist"));
    assert_eq!(
        nobody.error("subscription { x }"),
        failed("no subscriptions exist")
    );
}

#[test]
fn an_error_answer_is_spelled_exactly() {
    assert_eq!(
        World::ann().run("{ nope }").to_string(),
        r#"{"errors":[{"message":"field 'nope' not found in type: 'query_root'","extensions":{"path":"$.selectionSet.nope","code":"validation-failed"}}]}"#
    );
}

#[test]
fn session_variables_must_be_there_and_fit() {
    let without = World {
        session: Session::new("user", Via::Jwt),
        ..World::ann()
    };
    for query in [
        "{ notes { id } }",
        "{ notes_by_pk(id: 1) { id } }",
        "{ starred { id } }",
    ] {
        assert_eq!(
            without.error(query),
            (
                "$".into(),
                "not-found".into(),
                "missing session variable: \"x-hasura-user-id\"".into()
            )
        );
    }
    assert_eq!(
        without.data("{ audit_log { key } }")["audit_log"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    let odd = World {
        session: user("ann"),
        ..World::ann()
    };
    assert_eq!(
        odd.error("{ notes { id } }"),
        (
            "$".into(),
            "data-exception".into(),
            "invalid input syntax for type uuid: \"ann\"".into()
        )
    );
}
