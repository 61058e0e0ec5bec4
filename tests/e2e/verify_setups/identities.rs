//! Users who go by several ids: external ids and linked accounts (contracts: hasura §6.3).

use serde_json::{Value, json};

use super::build::*;
use super::setup::setup;

const ANN_ELSEWHERE: &str = "external-ann-0001";
const BEN_ELSEWHERE: &str = "external-ben-0002";
const CAT_ELSEWHERE: &str = "external-cat-0003";

/// Notes whose owner leads to a row of `table`, which knows the owner by another id.
fn notes_through(table: &str, key: &str, filter: Value) -> Value {
    let mut rules = object(note_rules(filter), "identity", "owner_id");
    rules["object_relationships"][0]["using"] = json!({ "manual_configuration": {
        "remote_table": { "schema": "public", "name": table }, "column_mapping": { "owner_id": key } } });
    rules
}

fn elsewhere() -> Value {
    json!({
        "ann": { "x-hasura-user-id": ANN_ELSEWHERE },
        "ben": { "x-hasura-user-id": BEN_ELSEWHERE },
    })
}

#[test]
fn external_ids_are_followed_through_the_mapping() {
    let mapping = table(
        "userid_mapping",
        &["supertokens_user_id:text", "external_user_id:text"],
        &["supertokens_user_id"],
        json!([
            { "supertokens_user_id": ANN, "external_user_id": ANN_ELSEWHERE },
            { "supertokens_user_id": BEN, "external_user_id": BEN_ELSEWHERE },
            { "supertokens_user_id": CAT, "external_user_id": CAT_ELSEWHERE }]),
    );
    let mine = json!({ "external_user_id": me() });
    for (filter, verdict) in [(json!({ "identity": mine }), "sound"), (json!({}), "leak")] {
        setup(
            "external ids",
            verdict,
            &[notes(), mapping.clone()],
            &[
                notes_through("userid_mapping", "supertokens_user_id", filter),
                tracked(
                    "userid_mapping",
                    &["supertokens_user_id", "external_user_id"],
                    mine.clone(),
                ),
            ],
        )
        .claims(elsewhere())
        .admin_only()
        .check();
    }
    // The claim carries the external id, which no note has: nobody sees anything.
    setup(
        "external ids in the claim alone",
        "blind",
        &[notes()],
        &[note_rules(owner_is_me())],
    )
    .claims(elsewhere())
    .check();
}

#[test]
fn linked_accounts_are_followed_to_the_primary_user() {
    // Ann signed up twice; her notes belong to the second account.
    let second = "a1111111-0000-4000-8000-00000000000a";
    let accounts = table(
        "accounts",
        &["user_id:text", "primary_or_recipe_user_id:text"],
        &["user_id"],
        json!([
            { "user_id": ANN, "primary_or_recipe_user_id": ANN },
            { "user_id": second, "primary_or_recipe_user_id": ANN },
            { "user_id": BEN, "primary_or_recipe_user_id": BEN },
            { "user_id": CAT, "primary_or_recipe_user_id": CAT }]),
    );
    let mut linked = notes();
    for row in linked["rows"].as_array_mut().unwrap() {
        if row["owner_id"] == ANN {
            row["owner_id"] = json!(second);
        }
    }
    let mine = json!({ "primary_or_recipe_user_id": me() });
    let either = json!({ "_or": [owner_is_me(), { "identity": mine }] });
    for (filter, verdict) in [
        (json!({ "identity": mine }), "sound"),
        (either, "sound"),
        (json!({}), "leak"),
    ] {
        setup(
            "linked accounts",
            verdict,
            &[linked.clone(), accounts.clone()],
            &[
                notes_through("accounts", "user_id", filter),
                tracked(
                    "accounts",
                    &["user_id", "primary_or_recipe_user_id"],
                    mine.clone(),
                ),
            ],
        )
        .check();
    }
}
