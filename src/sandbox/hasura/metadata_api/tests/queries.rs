//! Commands that only look.

use super::*;

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

fn sql(engine: &Engine, sql: &str) -> Result<Value, ApiError> {
    let args = json!({"source": "default", "read_only": true, "sql": sql});
    run_query(engine, &json!({"type": "run_sql", "args": args}))
}

#[test]
fn the_catalogue_lists_tables() {
    let engine = engine();
    let answer = sql(
        &engine,
        "select n.nspname, c.relname, c.relkind from pg_class c join pg_namespace n on \
         n.oid=c.relnamespace where c.relkind in ('r','v','m','f','p') and not c.relispartition \
         and n.nspname='public'",
    )
    .unwrap();
    assert_eq!(answer["result_type"], "TuplesOk");
    let rows = answer["result"].as_array().unwrap();
    assert_eq!(rows[0], json!(["nspname", "relname", "relkind"]));
    assert_eq!(rows.len(), 7);
    assert!(rows.contains(&json!(["public", "emailpassword_users", "r"])));

    let answer = sql(
        &engine,
        "SELECT table_name FROM information_schema.tables WHERE table_schema NOT IN \
         ('pg_catalog', 'information_schema') AND table_type = 'BASE TABLE' ORDER BY table_name;",
    )
    .unwrap();
    let rows = answer["result"].as_array().unwrap();
    assert_eq!(rows[1], json!(["all_auth_recipe_users"]));
    assert_eq!(rows.len(), 7);
    let views = "select relname from pg_class c join pg_namespace n on c.relnamespace = n.oid \
                 where relkind = 'v'";
    assert_eq!(sql(&engine, views).unwrap()["result"], json!([["relname"]]));
}

#[test]
fn other_sql_is_refused() {
    let engine = engine();
    for text in [
        "drop table notes",
        "select * from notes",
        "select relname from pg_class c join pg_namespace n on n.oid = c.reltype",
        "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where \
         relname = 'notes'",
        "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace where \
         nspname = 'a' or 1 = 1",
    ] {
        let error = sql(&engine, text).unwrap_err();
        assert_eq!(
            (error.status.as_u16(), error.code, error.message.as_str()),
            (400, "postgres-error", "query execution failed"),
            "{text}"
        );
    }
    let bulk = json!({"type": "bulk", "args": [
        {"type": "run_sql", "args": {"sql": "select 1"}},
    ]});
    assert_eq!(
        run_query(&engine, &bulk).unwrap_err().path,
        "$.args[0].args"
    );
}
