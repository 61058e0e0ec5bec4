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
fn the_catalogue_describes_columns_and_keys() {
    let engine = engine();
    let names = "join pg_class c on c.oid = k.conrelid join pg_namespace n on n.oid = \
                 c.relnamespace";
    let columns = sql(
        &engine,
        "SELECT c.relname AS t, a.attname, t.typname FROM pg_catalog.pg_attribute a JOIN \
         pg_catalog.pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = \
         c.relnamespace JOIN pg_type t ON t.oid = a.atttypid WHERE a.attnum > 0 AND NOT \
         a.attisdropped ORDER BY n.nspname, c.relname, a.attnum",
    )
    .unwrap();
    let rows = columns["result"].as_array().unwrap();
    assert_eq!(rows[0], json!(["t", "attname", "typname"]));
    assert_eq!(
        rows[1],
        json!(["all_auth_recipe_users", "user_id", "bpchar"])
    );
    let keys = sql(
        &engine,
        &format!(
            "select k.conname, k.contype, a.attname from pg_constraint k {names} cross join \
             lateral unnest(k.conkey) with ordinality as u (attnum, place) join pg_attribute a on \
             a.attrelid = k.conrelid and a.attnum = u.attnum where k.contype in ('p', 'u') and \
             n.nspname not in ('hdb_catalog') order by n.nspname, c.relname, k.conname, u.place"
        ),
    )
    .unwrap();
    let keys = keys["result"].as_array().unwrap();
    assert!(
        keys.contains(&json!(["note_tags_pkey", "p", "tag_id"])),
        "{keys:?}"
    );
    assert!(keys.contains(&json!(["emailpassword_users_email_key", "u", "email"])));
    // What is not understood is not answered as if it were.
    for (from, to) in [
        (
            "k.contype in ('p', 'u')",
            "k.contype in ('p', 'u') and k.convalidated",
        ),
        ("u.place", "u.attnum"),
        ("k.contype,", "k.condeferred,"),
    ] {
        let statement = format!(
            "select k.conname, k.contype, a.attname from pg_constraint k {names} cross join \
             lateral unnest(k.conkey) with ordinality as u (attnum, place) join pg_attribute a on \
             a.attrelid = k.conrelid and a.attnum = u.attnum where k.contype in ('p', 'u') order \
             by n.nspname, c.relname, k.conname, u.place"
        );
        assert!(sql(&engine, &statement).is_ok());
        assert!(sql(&engine, &statement.replace(from, to)).is_err(), "{to}");
    }
}

#[test]
fn a_database_that_is_not_connected_is_not_asked() {
    let engine = engine();
    succeeds(&engine, "clear_metadata", json!({}));
    let error = sql(
        &engine,
        "select relname from pg_class c join pg_namespace n on n.oid = c.relnamespace",
    )
    .unwrap_err();
    assert_eq!(error.code, "not-exists");
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
