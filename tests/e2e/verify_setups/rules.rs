//! Suspicions that the metadata gives, tried where they can be and told as static where not.

use serde_json::{Value, json};

use super::build::*;
use super::setup::{leak, setup, sound};

#[test]
fn an_empty_filter_is_a_suspicion_until_a_row_of_another_shows_it() {
    let always = json!({ "_or": [{ "deleted_at": { "_is_null": true } }, { "deleted_at": { "_is_null": false } }] });
    for filter in [json!({}), always] {
        leak("somebody else has rows", &[notes()], &[note_rules(filter)])
            .exactly("P05", &[("notes:list:user", "high", "live")])
            .admin_only()
            .check();
    }
    // What is thrown away is everybody's to see, and nothing has been yet.
    let rows = json!([{ "id": 1, "owner_id": ANN, "gone": false }, { "id": 2, "owner_id": BEN, "gone": false }]);
    let papers = table(
        "papers",
        &["id:int4", "owner_id:text", "gone:bool"],
        &["id"],
        rows,
    );
    sound(
        "nothing to show it",
        &[notes(), papers],
        &[
            note_rules(owner_is_me()),
            tracked(
                "papers",
                &["id", "owner_id"],
                json!({ "gone": { "_eq": true } }),
            ),
        ],
    )
    .exactly("P05", &[("papers:filter:user", "medium", "static")])
    .admin_only()
    .check();
}

#[test]
fn a_variable_that_no_token_carries_is_told_where_no_list_shows_it() {
    let needs = json!({ "owner_id": { "_eq": "X-Hasura-Team-Id" } });
    let mut hidden = tracked("secrets", &["id", "owner_id"], needs.clone());
    hidden["select_permissions"][0]["permission"]["query_root_fields"] = json!([]);
    let other = table("secrets", &["id:int4", "owner_id:text"], &["id"], json!([]));
    sound(
        "behind no root field",
        &[notes(), other.clone()],
        &[note_rules(owner_is_me()), hidden],
    )
    .exactly("P05", &[("secrets:error:user", "medium", "static")])
    .admin_only()
    .check();
    sound(
        "in a list",
        &[notes(), other],
        &[
            note_rules(owner_is_me()),
            tracked("secrets", &["id", "owner_id"], needs),
        ],
    )
    .exactly("P05", &[("secrets:error:user", "medium", "live")])
    .check();
}

#[test]
fn filters_that_read_headers_are_told_where_no_row_shows_it() {
    let anonymous = |mut rules: Value, filter: Value| {
        let all = rules["select_permissions"].as_array_mut().unwrap();
        all.push(json!({ "role": "anon", "permission": { "columns": ["id"], "filter": filter } }));
        rules
    };
    let boxes = table(
        "boxes",
        &["id:int4", "key:text"],
        &["id"],
        json!([{ "id": 1, "key": "k" }]),
    );
    let by_header = json!({ "key": { "_eq": "X-Hasura-Box-Key" } });
    for (filter, found) in [
        (by_header, &[("boxes:filter:anon", "medium", "static")][..]),
        (json!({}), &[]),
    ] {
        let rules = anonymous(tracked("boxes", &["id"], json!({})), filter);
        setup(
            "boxes",
            "sound",
            &[notes(), boxes.clone()],
            &[note_rules(owner_is_me()), rules],
        )
        .args(&["--unauthorized-role", "anon"])
        .exactly("P02", found)
        .admin_only()
        .check();
    }
}

/// Metadata for the core's table of users.
fn users(columns: Value, configuration: Value) -> Value {
    json!({ "table": { "schema": "public", "name": "emailpassword_users" },
        "configuration": configuration,
        "select_permissions": [{ "role": "user", "permission":
            { "columns": columns, "filter": { "user_id": me() } } }] })
}

#[test]
fn a_secret_column_under_another_name_is_a_secret_column() {
    let renamed = json!({ "column_config": { "password_hash": { "custom_name": "memo" } } });
    let with_hash = json!(["user_id", "email", "password_hash"]);
    for (columns, verdict) in [(with_hash, "leak"), (json!(["user_id", "email"]), "sound")] {
        let found = [("emailpassword_users:memo:user", "high", "live")];
        let found = if verdict == "leak" { &found[..] } else { &[] };
        setup(
            "a renamed hash",
            verdict,
            &[notes()],
            &[note_rules(owner_is_me()), users(columns, renamed.clone())],
        )
        .exactly("P13", found)
        .admin_only()
        .check();
    }
}

#[test]
fn a_secret_column_that_can_only_be_written_is_offered_too() {
    let mut rules = users(json!(["user_id", "email"]), json!({}));
    rules["update_permissions"] = json!([{ "role": "user", "permission":
        { "columns": ["password_hash"], "filter": { "user_id": me() } } }]);
    leak(
        "the hash is settable",
        &[notes()],
        &[note_rules(owner_is_me()), rules],
    )
    .exactly(
        "P13",
        &[("emailpassword_users:password_hash:user", "high", "live")],
    )
    .check();
}

#[test]
fn tables_of_the_core_are_not_for_users() {
    let keys = table(
        "jwt_signing_keys",
        &[
            "key_id:text",
            "key_string:text",
            "algorithm:text",
            "created_at:int8",
        ],
        &["key_id"],
        json!([]),
    );
    let tracked_only = json!({ "table": { "schema": "public", "name": "jwt_signing_keys" } });
    sound(
        "tracked only",
        &[notes(), keys.clone()],
        &[note_rules(owner_is_me()), tracked_only],
    )
    .exactly("P13", &[])
    .admin_only()
    .check();
    sound(
        "harmless columns of it",
        &[notes(), keys],
        &[
            note_rules(owner_is_me()),
            tracked("jwt_signing_keys", &["key_id", "created_at"], json!({})),
        ],
    )
    .exactly(
        "P13",
        &[("jwt_signing_keys:tracked:user", "medium", "static")],
    )
    .admin_only()
    .check();
}
