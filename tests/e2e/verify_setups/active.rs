//! `verify-hasura --active`: what can be written is written, on rows of throw-away users only, and
//! nothing of it is left.

use serde_json::{Value, json};

use super::build::*;
use super::setup::{Setup, leak, sound};
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

/// Notes that role user reads and writes soundly, and editors by these permissions; both are
/// everybody's roles.
fn with_editors(name: &'static str, verdict: &str, permissions: &[(&str, Value)]) -> Setup {
    let own = || json!({ "columns": COLUMNS, "filter": owner_is_me(), "check": owner_is_me() });
    let mut rules = note_rules(owner_is_me());
    let mut select = rules["select_permissions"][0].clone();
    select["role"] = json!("editor");
    rules["select_permissions"]
        .as_array_mut()
        .unwrap()
        .push(select);
    for (kind, permission) in permissions {
        rules[*kind] = json!([
            { "role": "user", "permission": own() },
            { "role": "editor", "permission": permission }]);
    }
    let (data, rules) = ([notes()], [rules]);
    let both = json!(["user", "editor"]);
    if verdict == "leak" {
        leak(name, &data, &rules)
    } else {
        sound(name, &data, &rules)
    }
    .admin_only()
    .roles(json!({ "ann": both, "ben": both }))
    .data(json!({ "newcomers": { "roles": both } }))
}

#[test]
fn every_role_that_the_throw_away_users_may_choose_is_tried() {
    let own = json!({ "columns": COLUMNS, "filter": owner_is_me(), "check": owner_is_me() });
    let as_editor =
        "as editor: notes was tried actively as role editor, on rows of throw-away users";
    let setup = with_editors(
        "editors write their own notes",
        "sound",
        &[
            (INSERT, own.clone()),
            (UPDATE, own.clone()),
            (DELETE, own.clone()),
        ],
    );
    active(setup, &[as_editor]).exactly("P23", &[]).check();
    let setup = with_editors(
        "editors change everybody's notes",
        "leak",
        &[
            (INSERT, own.clone()),
            (
                UPDATE,
                json!({ "columns": ["title"], "filter": {}, "check": null }),
            ),
            (DELETE, own),
        ],
    );
    active(
        setup,
        &[
            as_editor,
            "a throw-away user with role editor changed a row that is another's",
            "-H \\\"x-hasura-role: editor\\\"",
        ],
    )
    .exactly("P23", &[("P14:notes:update:editor", "high", "live")])
    .check();
}

#[test]
fn a_role_of_the_throw_away_users_alone_is_tried_too() {
    let rules = json!({ "columns": COLUMNS, "filter": {}, "check": {} });
    let setup = with_editors("guests", "leak", &[(UPDATE, rules)])
        .roles(json!({}))
        .data(json!({ "newcomers": { "roles": ["user", "editor"] } }));
    active(setup, &["notes was tried actively as role editor"])
        .exactly(
            "P14",
            &[
                ("notes:give_away:editor", "high", "live"),
                ("notes:update:editor", "high", "live"),
            ],
        )
        .check();
}

#[test]
fn an_inherited_role_is_tried() {
    let own = json!({ "columns": COLUMNS, "filter": owner_is_me(), "check": owner_is_me() });
    for (filter, found) in [
        (owner_is_me(), None),
        (json!({}), Some("P14:notes:delete:chief")),
    ] {
        let permissions = [(INSERT, own.clone()), (DELETE, json!({ "filter": filter }))];
        let verdict = if found.is_some() { "leak" } else { "sound" };
        let roles = json!(["user", "chief"]);
        let found: Vec<_> = found.into_iter().map(|id| (id, "high", "live")).collect();
        let setup = with_editors("a chief is an editor", verdict, &permissions)
            .inherited(json!([{ "role_name": "chief", "role_set": ["editor"] }]))
            .roles(json!({ "ann": roles, "ben": roles }))
            .data(json!({ "newcomers": { "roles": roles } }));
        active(setup, &["notes was tried actively as role chief"])
            .exactly("P23", &found)
            .check();
    }
}

/// Letters that the role may write and not read: no mutation changes them, but an insertion may.
fn letters(name: &'static str, filter: Value) -> Setup {
    let row = |id: u32, owner: &str| json!({ "id": id, "owner_id": owner, "text": "x" });
    let letters = table(
        "letters",
        &["id:int4", "owner_id:text", "text:text"],
        &["id"],
        json!([row(1, ANN), row(2, BEN), row(3, CAT)]),
    );
    let columns = json!(["id", "owner_id", "text"]);
    let tracked = json!({ "table": { "schema": "public", "name": "letters" },
        "insert_permissions": [{ "role": "user", "permission":
            { "columns": columns, "check": owner_is_me() } }],
        "update_permissions": [{ "role": "user", "permission":
            { "columns": columns, "filter": filter, "check": owner_is_me() } }] });
    let (data, rules) = ([notes(), letters], [note_rules(owner_is_me()), tracked]);
    let setup = if filter == json!({}) {
        leak(name, &data, &rules)
    } else {
        sound(name, &data, &rules)
    };
    active(setup, &["letters was tried actively"])
        .admin_only()
        .unchanged(
            "{ letters(order_by: {id: asc}) { id owner_id text } \
             emailpassword_users(order_by: {user_id: asc}) { user_id email } }",
        )
}

#[test]
fn upserts_over_anothers_row_are_shown() {
    let mut setup = letters("upserts are open", json!({}));
    setup
        .exactly("P14", &[("letters:update:user", "high", "live")])
        .check();
    setup = letters("upserts are bound", owner_is_me());
    setup.exactly("P14", &[]).check();
}

#[test]
fn a_row_that_was_taken_over_is_no_longer_anothers() {
    let preset = json!({ "owner_id": "X-Hasura-User-Id" });
    let setup = notes_with(
        "an update takes rows over",
        "leak",
        &[
            (
                UPDATE,
                json!({ "columns": ["title"], "filter": {}, "check": {}, "set": preset }),
            ),
            (DELETE, json!({ "filter": owner_is_me() })),
        ],
    );
    active(setup, &["throw-away user"])
        .exactly("P14", &[("notes:update:user", "high", "live")])
        .check();
    // Only as a whole: what stays another's is refused.
    let setup = notes_with(
        "rows may only be taken over",
        "leak",
        &[(
            UPDATE,
            json!({ "columns": COLUMNS, "filter": {}, "check": owner_is_me() }),
        )],
    );
    active(setup, &["made a row its own that is another's"])
        .exactly("P14", &[("notes:update:user", "high", "live")])
        .check();
}

#[test]
fn a_check_alone_holds_where_owners_cannot_be_set() {
    let permissions = [
        (
            INSERT,
            json!({ "columns": COLUMNS, "check": owner_is_me() }),
        ),
        (
            UPDATE,
            json!({ "columns": ["title"], "filter": {}, "check": owner_is_me() }),
        ),
    ];
    active(
        notes_with("the check holds", "sound", &permissions),
        &["notes was tried actively"],
    )
    .exactly("P14", &[])
    .check();
}

#[test]
fn upserts_that_cannot_be_tried_are_told() {
    let own = |columns: &[&str]| json!({ "columns": columns, "filter": owner_is_me(), "check": owner_is_me() });
    let mut data = notes();
    data["columns"][0] = json!({ "name": "id", "type": "uuid", "nullable": false,
        "default": "gen_random_uuid()" });
    for (row, owner) in data["rows"].as_array_mut().unwrap().iter_mut().zip(1..) {
        row["id"] = json!(format!("00000000-0000-4000-8000-00000000000{owner}"));
    }
    let mut rules = note_rules(owner_is_me());
    for kind in [INSERT, UPDATE] {
        rules[kind] = json!([{ "role": "user", "permission": own(&["owner_id", "title"]) }]);
    }
    active(
        sound("keys are the database's", &[data], &[rules]),
        &["on_conflict of notes was not tried actively: notes_pkey: the role may not give id"],
    )
    .admin_only()
    .exactly("P14", &[])
    .check();
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
