//! Tables, rows and rules that set-ups are made of.

use serde_json::{Value, json};

pub const ANN: &str = "a0000000-0000-4000-8000-00000000000a";
pub const BEN: &str = "b0000000-0000-4000-8000-00000000000b";
pub const CAT: &str = "c0000000-0000-4000-8000-00000000000c";

pub fn me() -> Value {
    json!({ "_eq": "X-Hasura-User-Id" })
}

pub fn owner_is_me() -> Value {
    json!({ "owner_id": me() })
}

/// Columns as `name:type`, a question mark for those that may be null.
pub fn table(name: &str, columns: &[&str], key: &[&str], rows: Value) -> Value {
    let columns: Vec<Value> = columns
        .iter()
        .map(|text| {
            let (name, kind) = text.split_once(':').unwrap();
            json!({ "name": name, "type": kind.trim_end_matches('?'), "nullable": kind.ends_with('?') })
        })
        .collect();
    json!({ "schema": "public", "name": name, "columns": columns, "primary_key": key, "rows": rows })
}

/// With a foreign key.
pub fn refers(mut table: Value, column: &str, to: &str, key: &str) -> Value {
    table["foreign_keys"] = json!([{ "columns": [column], "table": to, "references": [key] }]);
    table
}

pub fn notes() -> Value {
    let row = |id: u32, owner: &str| json!({ "id": id, "owner_id": owner, "title": format!("t{id}"), "deleted_at": null });
    let rows = json!([
        row(1, ANN),
        row(2, ANN),
        row(3, BEN),
        row(4, BEN),
        row(5, CAT)
    ]);
    table(
        "notes",
        &[
            "id:int4",
            "owner_id:text?",
            "title:text",
            "deleted_at:timestamptz?",
        ],
        &["id"],
        rows,
    )
}

pub fn tracked(name: &str, columns: &[&str], filter: Value) -> Value {
    json!({
        "table": { "schema": "public", "name": name },
        "select_permissions": [{ "role": "user", "permission": {
            "columns": columns, "filter": filter, "allow_aggregations": true } }],
    })
}

pub fn note_rules(filter: Value) -> Value {
    tracked("notes", &["id", "owner_id", "title"], filter)
}

pub fn object(mut tracked: Value, name: &str, column: &str) -> Value {
    tracked["object_relationships"] =
        json!([{ "name": name, "using": { "foreign_key_constraint_on": column } }]);
    tracked
}

pub fn array(mut tracked: Value, name: &str, table: &str, column: &str) -> Value {
    tracked["array_relationships"] = json!([{ "name": name, "using": { "foreign_key_constraint_on": {
        "table": { "schema": "public", "name": table }, "column": column } } }]);
    tracked
}

pub fn countries() -> (Value, Value) {
    let rows = json!([{ "code": "a", "name": "A" }, { "code": "b", "name": "B" }]);
    (
        table("countries", &["code:text", "name:text"], &["code"], rows),
        tracked("countries", &["code", "name"], json!({})),
    )
}

/// Ann and Ben in one organisation, Cat in another, each the author of a document.
pub fn organisations(filter_of_docs: Value) -> ([Value; 3], [Value; 3]) {
    let member = json!({ "members": { "user_id": me() } });
    let data = [
        table(
            "orgs",
            &["id:int4"],
            &["id"],
            json!([{ "id": 1 }, { "id": 2 }]),
        ),
        refers(
            table(
                "members",
                &["org_id:int4", "user_id:text"],
                &["org_id", "user_id"],
                json!([{ "org_id": 1, "user_id": ANN }, { "org_id": 1, "user_id": BEN }, { "org_id": 2, "user_id": CAT }]),
            ),
            "org_id",
            "orgs",
            "id",
        ),
        refers(
            table(
                "docs",
                &["id:int4", "org_id:int4", "author_id:text"],
                &["id"],
                json!([{ "id": 1, "org_id": 1, "author_id": ANN }, { "id": 2, "org_id": 1, "author_id": BEN }, { "id": 3, "org_id": 2, "author_id": CAT }]),
            ),
            "org_id",
            "orgs",
            "id",
        ),
    ];
    let rules = [
        array(
            tracked("orgs", &["id"], member.clone()),
            "members",
            "members",
            "org_id",
        ),
        object(
            tracked("members", &["org_id", "user_id"], json!({ "org": member })),
            "org",
            "org_id",
        ),
        object(
            tracked("docs", &["id", "org_id", "author_id"], filter_of_docs),
            "org",
            "org_id",
        ),
    ];
    (data, rules)
}

pub fn in_my_organisation() -> Value {
    json!({ "org": { "members": { "user_id": me() } } })
}

pub fn attachments(filter: Value) -> (Vec<Value>, Vec<Value>) {
    let rows: Vec<Value> = (1..=5)
        .map(|id| json!({ "id": id, "note_id": id, "url": format!("u{id}") }))
        .collect();
    let data = refers(
        table(
            "attachments",
            &["id:int4", "note_id:int4", "url:text"],
            &["id"],
            json!(rows),
        ),
        "note_id",
        "notes",
        "id",
    );
    let rules = object(
        tracked("attachments", &["id", "note_id", "url"], filter),
        "note",
        "note_id",
    );
    (
        vec![notes(), data],
        vec![
            array(
                note_rules(owner_is_me()),
                "attachments",
                "attachments",
                "note_id",
            ),
            rules,
        ],
    )
}
