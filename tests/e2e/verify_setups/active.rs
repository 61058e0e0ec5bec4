//! `verify-hasura --active`: what can be written is written, on rows of throw-away users only, and
//! nothing of it is left.

use serde_json::{Value, json};

use super::build::*;
use super::setup::{Setup, sound};
use super::writes::{DELETE, INSERT, UPDATE, notes_with};

const EVERYTHING: &str = "{ notes(order_by: {id: asc}) { id owner_id title } \
emailpassword_users(order_by: {user_id: asc}) { user_id email } }";

fn active(setup: Setup, words: &[&'static str]) -> Setup {
    setup
        .audit(&["--active"], words)
        .edited(|metadata| {
            // The administrator looks whether the throw-away users are gone.
            metadata
                .push(json!({ "table": { "schema": "public", "name": "emailpassword_users" } }));
        })
        .unchanged(EVERYTHING)
}

const COLUMNS: [&str; 3] = ["id", "owner_id", "title"];

#[test]
fn bound_writes_are_tried_and_hold() {
    let setup = notes_with(
        "own notes",
        "sound",
        &[
            (
                INSERT,
                json!({ "columns": COLUMNS, "check": owner_is_me() }),
            ),
            (
                UPDATE,
                json!({ "columns": COLUMNS, "filter": owner_is_me(), "check": owner_is_me() }),
            ),
            (DELETE, json!({ "filter": owner_is_me() })),
        ],
    );
    active(
        setup,
        &["notes was tried actively, on rows of throw-away users"],
    )
    .exactly("P14", &[])
    .check();
}

#[test]
fn a_preset_owner_holds() {
    let preset = json!({ "owner_id": "X-Hasura-User-Id" });
    let setup = notes_with(
        "the owner is preset",
        "sound",
        &[
            (
                INSERT,
                json!({ "columns": ["id", "title"], "check": {}, "set": preset }),
            ),
            (
                UPDATE,
                json!({ "columns": ["title"], "filter": owner_is_me(), "check": {} }),
            ),
            (DELETE, json!({ "filter": owner_is_me() })),
        ],
    );
    active(setup, &["notes was tried actively"])
        .exactly("P14", &[])
        .check();
}

#[test]
fn open_writes_are_shown() {
    let open = json!({});
    for (name, permissions, found) in [
        (
            "everything",
            vec![
                (INSERT, json!({ "columns": "*", "check": open })),
                (
                    UPDATE,
                    json!({ "columns": "*", "filter": open, "check": open }),
                ),
                (DELETE, json!({ "filter": open })),
            ],
            vec![
                "notes:delete:user",
                "notes:give_away:user",
                "notes:insert:user",
                "notes:update:user",
            ],
        ),
        (
            "rows are given away",
            vec![
                (
                    INSERT,
                    json!({ "columns": COLUMNS, "check": owner_is_me() }),
                ),
                (
                    UPDATE,
                    json!({ "columns": ["owner_id"], "filter": owner_is_me(), "check": open }),
                ),
                (DELETE, json!({ "filter": owner_is_me() })),
            ],
            vec!["notes:give_away:user"],
        ),
        (
            "rows are made in another's name",
            vec![(INSERT, json!({ "columns": COLUMNS, "check": open }))],
            vec!["notes:insert:user"],
        ),
        (
            "rows of others are deleted, and none is inserted",
            vec![(DELETE, json!({ "filter": open }))],
            vec!["notes:delete:user"],
        ),
    ] {
        let found: Vec<_> = found.into_iter().map(|id| (id, "high", "live")).collect();
        active(notes_with(name, "leak", &permissions), &["throw-away user"])
            .exactly("P14", &found)
            .check();
    }
}

#[test]
fn what_cannot_be_made_or_removed_is_not_tried() {
    // A place that nobody could think of.
    let mut odd = notes();
    odd["columns"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "name": "place", "type": "geometry", "nullable": false }));
    for row in odd["rows"].as_array_mut().unwrap() {
        row["place"] = json!("x");
    }
    let mut rules = note_rules(owner_is_me());
    rules[INSERT] =
        json!([{ "role": "user", "permission": { "columns": "*", "check": owner_is_me() } }]);
    rules[DELETE] = json!([{ "role": "user", "permission": { "filter": owner_is_me() } }]);
    active(
        sound("a type that nothing is known of", &[odd], &[rules]),
        &["was not tried actively for changes and deletions"],
    )
    .admin_only()
    .exactly("P14", &[])
    .check();
}

#[test]
fn without_the_administrator_a_row_that_could_not_be_removed_is_not_made() {
    for (delete, words) in [
        (None, "could not be removed"),
        (
            Some(json!({ "filter": owner_is_me() })),
            "tried actively, on rows",
        ),
    ] {
        let mut permissions: Vec<(&str, Value)> = vec![(
            INSERT,
            json!({ "columns": COLUMNS, "check": owner_is_me() }),
        )];
        permissions.extend(delete.map(|rule| (DELETE, rule)));
        active(notes_with("own notes", "sound", &permissions), &[words])
            .without_the_administrator()
            .exactly("P14", &[])
            .check();
    }
    let open = vec![
        (INSERT, json!({ "columns": COLUMNS, "check": {} })),
        (DELETE, json!({ "filter": owner_is_me() })),
    ];
    let setup = notes_with("in another's name", "leak", &open);
    active(setup, &["is another's"])
        .without_the_administrator()
        .exactly("P14", &[("notes:insert:user", "high", "live")])
        .check();
}
