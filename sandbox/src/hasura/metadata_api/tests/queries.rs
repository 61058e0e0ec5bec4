//! Commands that only look.

use super::*;
use crate::hasura::model::data;

#[test]
fn foreign_keys_suggest_relationships() {
    let engine = engine();
    let all = command(
        &engine,
        "pg_suggest_relationships",
        json!({"tables": [public("tags")]}),
    )
    .unwrap();
    assert_eq!(
        all["relationships"][0],
        json!({
            "type": "object",
            "from": {
                "table": {"name": "note_tags", "schema": "public"},
                "columns": ["tag_id"],
                "constraint_name": "note_tags_tag_id_fkey",
            },
            "to": {"table": {"name": "tags", "schema": "public"}, "columns": ["id"]},
        })
    );
    assert_eq!(all["relationships"][1]["type"], "array");
    assert_eq!(
        all["relationships"][1]["to"]["constraint_name"],
        "note_tags_tag_id_fkey"
    );
    assert_eq!(all["relationships"].as_array().unwrap().len(), 4);

    let omit = json!({"omit_tracked": true});
    let none = command(&engine, "pg_suggest_relationships", omit.clone()).unwrap();
    assert_eq!(none, json!({"relationships": []}));
    let drop = json!({"table": "tags", "relationship": "note_tags"});
    succeeds(&engine, "pg_drop_relationship", drop);
    let one = command(&engine, "pg_suggest_relationships", omit).unwrap();
    assert_eq!(one["relationships"].as_array().unwrap().len(), 1);
    assert_eq!(engine.metadata().resource_version, 2);
}

/// An engine over the database that this document describes, connected and with nothing tracked.
fn of(data: &Value) -> Engine {
    let mut metadata = dataset::metadata().unwrap();
    metadata.sources[0].tables.clear();
    Engine::new(
        metadata,
        data::load(data).unwrap(),
        Arc::new(Vec::new),
        Faults::default(),
        Naming::default(),
    )
}

fn sql(engine: &Engine, sql: &str) -> Result<Value, ApiError> {
    let args = json!({"source": "default", "read_only": true, "sql": sql});
    run_query(engine, &json!({"type": "run_sql", "args": args}))
}

#[track_caller]
fn rows(engine: &Engine, tag: &str) -> Vec<Value> {
    // What follows the tag is not looked at.
    let answer = sql(engine, &format!("/* st-hasura: {tag} */\nSELECT 1")).unwrap();
    assert_eq!(answer["result_type"], "TuplesOk");
    answer["result"].as_array().unwrap().clone()
}

#[test]
fn the_catalogue_lists_tables() {
    let engine = engine();
    assert_eq!(
        rows(&engine, "tables"),
        [
            json!(["table_schema", "table_name", "kind"]),
            json!(["public", "all_auth_recipe_users", "r"]),
            json!(["public", "comments", "r"]),
            json!(["public", "emailpassword_users", "r"]),
            json!(["public", "note_tags", "r"]),
            json!(["public", "notes", "r"]),
            json!(["public", "tags", "r"]),
        ]
    );
}

#[test]
fn a_view_has_no_columns_and_no_keys_here() {
    let engine = of(&json!({"tables": [
        {"schema": "zoo", "name": "animals", "columns": [{"name": "id", "type": "int"}],
         "primary_key": ["id"]},
        {"schema": "zoo", "name": "seen", "view_of": {"schema": "zoo", "name": "animals"}},
        {"schema": "hdb_catalog", "name": "own", "columns": [{"name": "id", "type": "int"}]},
    ]}));
    // Beside them stand the tables of the core, which are always there.
    let ours = |tag: &str| -> Vec<Value> {
        let all = rows(&engine, tag).into_iter().skip(1);
        all.filter(|row| row[0] != "public").collect()
    };
    assert_eq!(
        ours("tables"),
        [json!(["zoo", "animals", "r"]), json!(["zoo", "seen", "v"])]
    );
    assert_eq!(ours("columns"), [json!(["zoo", "animals", "id", "int4"])]);
    assert_eq!(
        ours("keys"),
        [json!(["zoo", "animals", "animals_pkey", "p", "id"])]
    );
    assert!(ours("foreign keys").is_empty());
}

#[test]
fn the_catalogue_describes_columns_and_keys() {
    let engine = engine();
    let columns = rows(&engine, "columns");
    assert_eq!(
        columns[0],
        json!(["table_schema", "table_name", "column_name", "type_name"])
    );
    assert_eq!(
        columns[1],
        json!(["public", "all_auth_recipe_users", "user_id", "bpchar"])
    );
    let keys = rows(&engine, "keys");
    assert_eq!(
        keys[0],
        json!([
            "table_schema",
            "table_name",
            "constraint_name",
            "kind",
            "column_name"
        ])
    );
    let of = |table: &str| -> Vec<&Value> { keys.iter().filter(|row| row[1] == table).collect() };
    assert_eq!(
        of("note_tags"),
        [
            &json!(["public", "note_tags", "note_tags_pkey", "p", "note_id"]),
            &json!(["public", "note_tags", "note_tags_pkey", "p", "tag_id"]),
        ]
    );
    assert_eq!(
        of("emailpassword_users"),
        [
            &json!([
                "public",
                "emailpassword_users",
                "emailpassword_users_email_key",
                "u",
                "email"
            ]),
            &json!([
                "public",
                "emailpassword_users",
                "emailpassword_users_pkey",
                "p",
                "user_id"
            ]),
        ]
    );
    let foreign = rows(&engine, "foreign keys");
    assert_eq!(
        foreign[0],
        json!([
            "table_schema",
            "table_name",
            "constraint_name",
            "column_name",
            "foreign_schema",
            "foreign_table",
            "foreign_column"
        ])
    );
    assert!(
        foreign.contains(&json!([
            "public",
            "note_tags",
            "note_tags_tag_id_fkey",
            "tag_id",
            "public",
            "tags",
            "id"
        ])),
        "{foreign:?}"
    );
}

#[test]
fn tenants_are_rows() {
    let column = |name: &str| json!({"name": name, "type": "varchar(64)"});
    let engine = of(&json!({"tables": [
        {"name": "st_tenants", "columns": [column("app_id"), column("tenant_id")],
         "primary_key": ["app_id", "tenant_id"],
         "rows": [{"app_id": "public", "tenant_id": "second"},
                  {"app_id": "public", "tenant_id": "public"}]},
    ]}));
    assert_eq!(
        rows(&engine, "tenants"),
        [
            json!(["app_id", "tenant_id"]),
            json!(["public", "public"]),
            json!(["public", "second"]),
        ]
    );
}

#[test]
fn a_database_that_is_not_connected_is_not_asked() {
    let engine = engine();
    succeeds(&engine, "pg_drop_source", json!({"name": "default"}));
    let error = sql(&engine, "/* st-hasura: tables */ select").unwrap_err();
    assert_eq!(error.code, "not-exists");
}

#[test]
fn other_sql_is_refused() {
    let engine = engine();
    for (text, message) in [
        ("drop table notes", "the sandbox runs no SQL"),
        ("select relname from pg_class", "the sandbox runs no SQL"),
        ("/* st-hasura: notes */ select", "the sandbox runs no SQL"),
        ("select /* st-hasura: tables */", "the sandbox runs no SQL"),
        ("/* st-hasura: tables", "the sandbox runs no SQL"),
        (
            "/* st-hasura: tenants */ select",
            "there is no table of tenants",
        ),
    ] {
        let error = sql(&engine, text).unwrap_err();
        assert_eq!(
            (error.status.as_u16(), error.code, error.message.as_str()),
            (400, "postgres-error", "query execution failed"),
            "{text}"
        );
        let internal = error.internal.unwrap();
        assert_eq!(internal["statement"], text);
        assert_eq!(internal["error"]["message"], message, "{text}");
    }
    let bulk = json!({"type": "bulk", "args": [
        {"type": "run_sql", "args": {"sql": "select 1"}},
    ]});
    assert_eq!(run_query(&engine, &bulk).unwrap_err().path, "$[0]");
}
