//! What is read, what `run_sql` answers, and that nothing is written.

use serde_json::{Value, json};

use super::{ALICE, ERAS, Over};
use crate::support::postgres::Postgres;

#[track_caller]
fn graphql(over: &Over, query: &str) -> Value {
    let (status, answer) = over.admin("/v1/graphql", &json!({ "query": query }));
    assert_eq!(status, 200);
    assert_eq!(answer["errors"], Value::Null, "{answer}");
    answer["data"].clone()
}

fn track(schema: &str, name: &str, configuration: Value) -> Value {
    let table = json!({ "schema": schema, "name": name });
    json!({ "type": "pg_track_table", "args": { "table": table, "configuration": configuration } })
}

/// A number with its digits as they are.
fn number(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

#[test]
fn rows_look_as_postgresql_writes_them() {
    let Some(postgres) = Postgres::start(&[ERAS[0], "application.sql"]) else {
        return;
    };
    let over = Over::new(&postgres, None);
    let exported = over.admin(
        "/v1/metadata",
        &json!({ "type": "export_metadata", "args": {} }),
    );
    assert_eq!(exported.1["sources"][0]["name"], "default");
    assert_eq!(exported.1["sources"][0]["tables"], json!([]));
    let tables = [
        track("public", "notes", json!({})),
        track("public", "public_notes", json!({})),
        track("public", "note_counts", json!({})),
        track("public", "events", json!({})),
        track("billing", "invoices", json!({})),
        track(
            "billing",
            "Order Lines",
            // Neither name is one that GraphQL could have.
            json!({ "custom_name": "order_lines",
                    "column_config": { "invoice id": { "custom_name": "invoice_id" } } }),
        ),
    ];
    let (status, answer) = over.admin("/v1/metadata", &json!({ "type": "bulk", "args": tables }));
    assert_eq!(status, 200, "{answer}");
    let all = "{
      notes(order_by: {title: desc}) { id owner_id is_public stars price attributes labels created_at body }
      public_notes { title }
      note_counts(order_by: {owner_id: asc}) { owner_id notes }
      events { at }
      billing_invoices(where: {plan: {_eq: team}}) { plan amount }
      order_lines { id }
    }";
    assert_eq!(
        graphql(&over, all),
        json!({
            "notes": [
                { "id": "00000000-0000-4000-8000-0000000000a1", "owner_id": ALICE, "is_public": false,
                  "stars": 3, "price": number("1.50"), "attributes": { "done": false },
                  "labels": ["shop", "to do"], "created_at": "2022-06-12T10:00:00+00:00",
                  "body": "Two bottles" },
                { "id": "00000000-0000-4000-8000-0000000000b1",
                  "owner_id": "b0b00000-0000-4000-8000-000000000002", "is_public": true,
                  "stars": 0, "price": null, "attributes": {}, "labels": null,
                  "created_at": "2022-06-13T11:30:00.25+00:00", "body": null },
            ],
            "public_notes": [{ "title": "Bread" }],
            "note_counts": [
                { "owner_id": ALICE, "notes": 1 },
                { "owner_id": "b0b00000-0000-4000-8000-000000000002", "notes": 1 },
            ],
            "events": [{ "at": "2022-06-12" }],
            "billing_invoices": [{ "plan": "team", "amount": 9_000_000_000_000_i64 }],
            "order_lines": [{ "id": 1 }],
        })
    );
}

#[test]
fn foreign_keys_of_both_eras_are_suggested() {
    // Relationships between all tables (contracts: hasura §6): two for each foreign key, but for
    // those whose other side is not tracked.
    for (era, keys) in ERAS.into_iter().zip([4, 56]) {
        let Some(postgres) = Postgres::start(&[era]) else {
            return;
        };
        let over = Over::new(&postgres, None);
        let listing = "select relname from pg_class join pg_namespace on pg_namespace.oid = \
                       relnamespace where relkind in ('r', 'p') and nspname = 'public' and not \
                       relispartition order by relname";
        let (_, answer) = over.sql(listing);
        let names: Vec<&str> = answer["result"].as_array().unwrap()[1..]
            .iter()
            .map(|row| row[0].as_str().unwrap())
            .collect();
        assert_eq!(names.len(), if keys == 4 { 17 } else { 52 }, "{names:?}");
        let tables: Vec<Value> = names
            .iter()
            .map(|name| json!({ "table": { "schema": "public", "name": name } }))
            .collect();
        let body = json!({ "type": "pg_track_tables", "args": { "tables": tables } });
        let (status, answer) = over.admin("/v1/metadata", &body);
        assert_eq!((status, answer), (200, json!({ "message": "success" })));
        let body = json!({ "type": "pg_suggest_relationships", "args": { "omit_tracked": true } });
        let (_, answer) = over.admin("/v1/metadata", &body);
        let suggested = answer["relationships"].as_array().unwrap();
        assert_eq!(suggested.len(), 2 * keys, "{era}");
    }
}

#[test]
fn sql_is_answered_in_hasuras_shape() {
    let Some(postgres) = Postgres::start(&["application.sql"]) else {
        return;
    };
    let over = Over::new(&postgres, None);
    let (status, answer) = over.sql("select 1 as one, true as yes, null as nothing, 'x' as text;");
    assert_eq!(status, 200);
    assert_eq!(
        answer,
        json!({ "result_type": "TuplesOk",
                "result": [["one", "yes", "nothing", "text"], ["1", "t", "NULL", "x"]] })
    );
    let (_, answer) = over.sql("set local search_path = billing");
    assert_eq!(
        answer,
        json!({ "result_type": "CommandOk", "result": null })
    );
    let (status, answer) = over.sql("select id from nowhere");
    assert_eq!(status, 400);
    assert_eq!(answer["code"], "postgres-error");
    assert_eq!(answer["error"], "query execution failed");
    assert_eq!(answer["internal"]["error"]["status_code"], "42P01");
    let words = "relation \"nowhere\" does not exist";
    assert_eq!(answer["internal"]["error"]["message"], words);
    let list = json!([
        { "type": "run_sql", "args": { "sql": "select 1 as a", "read_only": true } },
        { "type": "run_sql", "args": { "sql": "select", "read_only": true, "source": "other" } },
    ]);
    let (status, answer) = over.admin("/v2/query", &json!({ "type": "bulk", "args": list }));
    assert_eq!((status, &answer["path"]), (400, &json!("$[1]")));
}

#[test]
fn nothing_is_ever_written() {
    let Some(postgres) = Postgres::start(&[ERAS[1], "application.sql"]) else {
        return;
    };
    postgres.psql("create function wipe() returns void language sql as 'delete from comments'");
    let before = postgres.dump();
    let over = Over::new(&postgres, None);
    for (sql, words) in [
        (
            "delete from comments",
            "cannot execute DELETE in a read-only transaction",
        ),
        (
            "select wipe()",
            "cannot execute DELETE in a read-only transaction",
        ),
        (
            "create table x (y int)",
            "cannot execute CREATE TABLE in a read-only transaction",
        ),
        (
            "select nextval('comments_id_seq')",
            "cannot execute nextval() in a read-only transaction",
        ),
        (
            "set transaction read write",
            "transaction read-write mode must be set before any query",
        ),
        (
            "do $$ begin commit; delete from comments; end $$",
            "invalid transaction termination",
        ),
    ] {
        let (status, answer) = over.sql(sql);
        assert_eq!(status, 400, "{sql}: {answer}");
        assert_eq!(answer["internal"]["error"]["message"], words, "{sql}");
    }
    let (status, answer) = over.sql("commit; begin; delete from comments; commit");
    let words = "the sandbox runs one SQL statement at a time";
    assert_eq!((status, &answer["error"]), (400, &json!(words)));
    let args = json!({ "sql": "delete from comments" });
    let (status, answer) = over.admin("/v2/query", &json!({ "type": "run_sql", "args": args }));
    let words = "the sandbox only reads its database; migrations and seeds need a real engine";
    assert_eq!((status, &answer["error"]), (400, &json!(words)));
    // What only reads need not say so: hasura-cli looks for its table of migrations.
    let args = json!({ "sql": "SELECT COUNT(1) FROM information_schema.tables WHERE table_name = \
        'schema_migrations' AND table_schema = 'hdb_catalog' LIMIT 1" });
    let (_, answer) = over.admin("/v2/query", &json!({ "type": "run_sql", "args": args }));
    assert_eq!(answer["result"], json!([["count"], ["0"]]));
    // A mutation changes the sandbox's memory and no more.
    over.admin("/v1/metadata", &track("public", "comments", json!({})));
    let gone = graphql(
        &over,
        "mutation { delete_comments(where: {}) { affected_rows } }",
    );
    assert_eq!(gone["delete_comments"]["affected_rows"], 2);
    assert_eq!(graphql(&over, "{ comments { id } }")["comments"], json!([]));
    assert_eq!(postgres.dump(), before);
}
