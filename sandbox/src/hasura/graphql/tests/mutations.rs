//! What a mutation changes, and what stops it.

use serde_json::{Value, json};

use super::fixture::{ANN, BEN, World, user};

fn titles(world: &World) -> Vec<Value> {
    let admin = World::admin().session;
    let request = super::super::GraphQlRequest {
        query: "{ notes(order_by: {id: asc}) { id title stars owner_id } }".into(),
        ..Default::default()
    };
    let answer = super::super::execute(&world.engine, &admin, &request);
    answer["data"]["notes"].as_array().unwrap().clone()
}

#[test]
fn inserted_rows_carry_presets_and_are_kept() {
    let world = World::ann();
    assert_eq!(
        world.data(
            "mutation { insert_notes(objects: [
            {id: 7, title: \"eggs\", stars: 2, at: \"2024-02-01T00:00:00Z\"}]) {
            affected_rows returning { id owner { name } } __typename } }"
        ),
        json!({"insert_notes": {"affected_rows": 1,
            "returning": [{"id": 7, "owner": {"name": "Ann"}}],
            "__typename": "notes_mutation_response"}})
    );
    let rows = titles(&world);
    assert_eq!(
        rows[4],
        json!({"id": 7, "title": "eggs", "stars": 2, "owner_id": ANN})
    );
    assert_eq!(
        world.data(
            "mutation { insert_notes_one(object: {id: 8, title: \"figs\", stars: 1,
            at: \"2024-02-01T00:00:00Z\"}) { id } }"
        ),
        json!({"insert_notes_one": {"id": 8}})
    );
}

#[test]
fn what_is_refused_leaves_nothing_behind() {
    let world = World::ann();
    let before = titles(&world);
    let at = "at: \"2024-02-01T00:00:00Z\"";
    let objects = "$.selectionSet.insert_notes.args.objects";
    for (query, path, code, message) in [
        (
            format!("mutation {{ insert_notes(objects: [{{id: 7, title: \"e\", stars: 9, {at}}}]) {{ affected_rows }} }}"),
            objects,
            "permission-error",
            "check constraint of an insert/update permission has failed",
        ),
        (
            format!("mutation {{ insert_notes(objects: [{{id: 7, title: \"e\", stars: 1, {at}}}, {{id: 1, title: \"f\", stars: 1, {at}}}]) {{ affected_rows }} }}"),
            objects,
            "constraint-violation",
            "Uniqueness violation. duplicate key value violates unique constraint \"notes_pkey\"",
        ),
        (
            "mutation { insert_notes(objects: [{id: 7, title: \"e\", stars: 1}]) { affected_rows } }".into(),
            objects,
            "constraint-violation",
            "Not-NULL violation. null value in column \"at\" of relation \"notes\" violates not-null constraint",
        ),
        (
            format!("mutation {{ insert_notes_one(object: {{id: 7, title: \"e\", owner_id: \"{BEN}\", {at}}}) {{ id }} }}"),
            "$.selectionSet.insert_notes_one.args.object.owner_id",
            "validation-failed",
            "field 'owner_id' not found in type: 'notes_insert_input'",
        ),
        (
            "mutation { insert_notes(objects: [{title: null}]) { affected_rows } }".into(),
            "$.selectionSet.insert_notes.args.objects[0].title",
            "validation-failed",
            "unexpected null value for type 'String'",
        ),
        (
            "mutation { a: update_notes_by_pk(pk_columns: {id: 1}, _set: {title: \"z\"}) { id }
                b: update_notes(where: {}, _set: {stars: 6}) { affected_rows } }".into(),
            "$",
            "permission-error",
            "check constraint of an insert/update permission has failed",
        ),
        (
            "mutation { update_notes(where: {id: {_eq: 1}}, _set: {title: \"Bread\"}) { affected_rows } }".into(),
            "$",
            "constraint-violation",
            "Uniqueness violation. duplicate key value violates unique constraint \"notes_title_key\"",
        ),
        (
            "mutation { update_notes(where: {}, _set: {stars: 1}, _inc: {stars: 1}) { affected_rows } }".into(),
            "$.selectionSet.update_notes.args",
            "validation-failed",
            "Column found in multiple operators: ['stars'].",
        ),
        (
            "mutation { delete_notes(where: {id: {_eq: 1}}) { affected_rows } }".into(),
            "$",
            "constraint-violation",
            "Foreign key violation. update or delete on table \"notes\" violates foreign key constraint \"comments_note_id_fkey\" on table \"comments\"",
        ),
    ] {
        let expected = (path.to_owned(), code.to_owned(), message.to_owned());
        assert_eq!(world.error(&query), expected, "{query}");
        assert_eq!(titles(&world), before, "{query}");
    }
}

#[test]
fn only_the_callers_rows_change() {
    let world = World::ann();
    assert_eq!(
        world.data("mutation {
            update_notes(where: {stars: {_gte: 1}}, _inc: {stars: 1}) { affected_rows returning { id stars } }
            ben: update_notes_by_pk(pk_columns: {id: 3}, _set: {title: \"x\"}) { id }
            own: update_notes_by_pk(pk_columns: {id: 2}, _set: {title: \"x\", stars: 5}) { title }
            many: update_notes_many(updates: [
                {where: {id: {_eq: 4}}, _set: {title: \"y\"}},
                {where: {id: {_eq: 3}}, _set: {title: \"z\"}}]) { affected_rows }
            delete_notes(where: {id: {_in: [2, 3]}}) { affected_rows returning { title } }
            gone: delete_notes_by_pk(id: 3) { id }
        }"),
        json!({
            "update_notes": {"affected_rows": 2,
                "returning": [{"id": 1, "stars": 4}, {"id": 4, "stars": 2}]},
            "ben": null,
            "own": {"title": "x"},
            "many": [{"affected_rows": 1}, {"affected_rows": 0}],
            "delete_notes": {"affected_rows": 1, "returning": [{"title": "x"}]},
            "gone": null
        })
    );
    assert_eq!(
        json!(titles(&world)),
        json!([
            {"id": 1, "title": "apples", "stars": 4, "owner_id": ANN},
            {"id": 3, "title": "cider", "stars": 5, "owner_id": BEN},
            {"id": 4, "title": "y", "stars": 2, "owner_id": ANN}
        ])
    );
}

#[test]
fn a_check_that_comes_out_null_passes() {
    let world = World::ann();
    let at = "at: \"2024-02-01T00:00:00Z\"";
    assert_eq!(
        world.data(&format!(
            "mutation {{
                insert_notes(objects: [{{id: 7, title: \"e\", {at}}}, {{id: 8, title: \"f\", stars: 5, {at}}}])
                    {{ affected_rows }}
                update_notes(where: {{id: {{_eq: 4}}}}, _set: {{stars: null}}) {{ affected_rows }}
            }}"
        )),
        json!({"insert_notes": {"affected_rows": 2}, "update_notes": {"affected_rows": 1}})
    );
    // One row for which it is false is enough.
    let query = format!(
        "mutation {{ insert_notes(objects: [{{id: 9, title: \"g\", {at}}}, {{id: 10, title: \"h\", stars: 6, {at}}}])
            {{ affected_rows }} }}"
    );
    assert_eq!(world.error(&query).1, "permission-error");
}

#[test]
fn conflicts_can_be_answered() {
    let world = World::ann();
    let insert = |id: u32, columns: &str| {
        format!(
            "mutation {{ insert_notes(objects: [{{id: {id}, title: \"new\", stars: 1,
                at: \"2024-02-01T00:00:00Z\"}}], on_conflict: {{constraint: notes_pkey,
                update_columns: [{columns}]}}) {{ affected_rows }} }}"
        )
    };
    let affected = |query: &str| world.data(query)["insert_notes"]["affected_rows"].clone();
    assert_eq!(affected(&insert(1, "")), 0);
    assert_eq!(affected(&insert(1, "title")), 1);
    assert_eq!(affected(&insert(3, "title")), 0, "of somebody else");
    assert_eq!(titles(&world)[0]["title"], "new");
    assert_eq!(titles(&world)[2]["title"], "cider");
}

#[test]
fn backend_only_mutations_are_hidden_from_others() {
    let mut world = World::ann();
    let query =
        "mutation { insert_comments_one(object: {id: 20, note_id: 1, text: \"hi\"}) { id } }";
    assert_eq!(world.error(query).1, "validation-failed");
    world.session.backend_only = true;
    assert_eq!(
        world.data(query),
        json!({"insert_comments_one": {"id": 20}})
    );
    let other = query
        .replace("20", "21")
        .replace("note_id: 1", "note_id: 3");
    assert_eq!(
        world.error(&other).1,
        "permission-error",
        "the check looks at the note's owner"
    );
}

#[test]
fn the_rows_of_the_core_cannot_be_changed_here() {
    let metadata = json!({"version": 3, "sources": [{"name": "default", "kind": "postgres",
        "tables": [{"table": {"schema": "public", "name": "emailpassword_users"}}]}]});
    let world = World::new(&metadata, &json!({}), &[], World::admin().session);
    assert_eq!(
        world
            .error("mutation { delete_emailpassword_users(where: {}) { affected_rows } }")
            .1,
        "not-supported"
    );
}

/// Tickets that a role may write to in one way each, and read or not.
fn tickets(permissions: &Value) -> World {
    let data = json!({"tables": [{"name": "tickets",
        "columns": [{"name": "id", "type": "int"}, {"name": "owner", "type": "text"},
            {"name": "n", "type": "int", "nullable": true}],
        "primary_key": ["id"],
        "rows": [{"id": 1, "owner": ANN, "n": 1}, {"id": 2, "owner": BEN, "n": 2}]}]});
    let mut table = json!({"table": {"schema": "public", "name": "tickets"}});
    for (kind, permission) in permissions.as_object().unwrap() {
        table[kind] = json!([{"role": "user", "permission": permission}]);
    }
    let metadata = json!({"version": 3,
        "sources": [{"name": "default", "kind": "postgres", "tables": [table]}]});
    World::new(&metadata, &data, &[], user(ANN))
}

#[test]
fn who_may_write_need_not_read() {
    let own = json!({"owner": {"_eq": "X-Hasura-User-Id"}});
    let world = tickets(&json!({
        "insert_permissions": {"check": own, "columns": ["id", "owner"]},
        "update_permissions": {"filter": own, "columns": ["n"], "check": null},
        "delete_permissions": {"filter": own},
    }));
    let shown = world.data(
        "{ m: __type(name: \"mutation_root\") { fields { name } }
           c: __type(name: \"tickets_bool_exp\") { inputFields { name } }
           r: __type(name: \"tickets_mutation_response\") { fields { name } }
           u: __type(name: \"tickets_update_column\") { enumValues { name } } }",
    );
    let names = |at: &str| -> Vec<&str> {
        let list = shown.pointer(at).and_then(Value::as_array).unwrap();
        list.iter().filter_map(|one| one["name"].as_str()).collect()
    };
    assert_eq!(
        names("/m/fields"),
        [
            "delete_tickets",
            "insert_tickets",
            "update_tickets",
            "update_tickets_many"
        ]
    );
    assert_eq!(names("/c/inputFields"), ["_and", "_not", "_or"]);
    assert_eq!(names("/r/fields"), ["affected_rows"]);
    assert_eq!(names("/u/enumValues"), ["n"]);
    assert_eq!(
        world.data(
            "mutation { update_tickets(where: {}, _set: {n: 5}) { affected_rows }
                delete_tickets(where: {}) { affected_rows } }"
        ),
        json!({"update_tickets": {"affected_rows": 1}, "delete_tickets": {"affected_rows": 1}})
    );
}

#[test]
fn every_changed_row_comes_back() {
    let world = tickets(&json!({
        "select_permissions": {"columns": ["id"], "filter": {"n": {"_gt": 1}}},
        "update_permissions": {"filter": {}, "columns": ["n"], "check": null},
        "insert_permissions": {"check": {}, "columns": ["id", "owner"]},
    }));
    assert_eq!(
        world.data(
            "mutation { update_tickets(where: {}, _set: {n: 0}) { affected_rows returning { id } }
                one: update_tickets_by_pk(pk_columns: {id: 1}, _set: {n: 0}) { id }
                insert_tickets_one(object: {id: 3, owner: \"x\"}) { id } }"
        ),
        json!({"update_tickets": {"affected_rows": 2, "returning": [{"id": 1}, {"id": 2}]},
            "one": {"id": 1}, "insert_tickets_one": {"id": 3}})
    );
}

#[test]
fn without_an_update_permission_a_conflict_changes_nothing() {
    let world = tickets(&json!({
        "select_permissions": {"columns": ["id"], "filter": {}},
        "insert_permissions": {"check": {}, "columns": ["id", "owner"]},
    }));
    let insert = |columns: &str| {
        format!(
            "mutation {{ insert_tickets_one(object: {{id: 2, owner: \"x\"}},
                on_conflict: {{constraint: tickets_pkey, update_columns: [{columns}]}}) {{ id }} }}"
        )
    };
    assert_eq!(world.data(&insert("")), json!({"insert_tickets_one": null}));
    assert_eq!(
        world.data(&insert("_PLACEHOLDER")),
        json!({"insert_tickets_one": null})
    );
    assert_eq!(
        world.error(&insert("owner")).2,
        "expected one of the values ['_PLACEHOLDER'] for type 'tickets_update_column', but found 'owner'"
    );
}
