//! P14 on permissions to write: what is open is caught without being tried, what is bound is not.

use serde_json::{Value, json};

use super::build::*;
use super::setup::{Setup, leak, sound};

/// Notes that are read soundly, with permissions to write.
pub fn notes_with(name: &'static str, verdict: &str, permissions: &[(&str, Value)]) -> Setup {
    let mut rules = note_rules(owner_is_me());
    for (kind, permission) in permissions {
        rules[*kind] = json!([{ "role": "user", "permission": permission }]);
    }
    let (data, rules) = ([notes()], [rules]);
    if verdict == "leak" {
        leak(name, &data, &rules)
    } else {
        sound(name, &data, &rules)
    }
    .admin_only()
}

pub const INSERT: &str = "insert_permissions";
pub const UPDATE: &str = "update_permissions";
pub const DELETE: &str = "delete_permissions";

#[test]
fn writes_bound_to_the_caller_are_no_finding() {
    let preset = json!({ "owner_id": "X-Hasura-User-Id" });
    let soft = json!({ "_and": [owner_is_me(), { "deleted_at": { "_is_null": true } }] });
    for setup in [
        notes_with(
            "own notes",
            "sound",
            &[
                (
                    INSERT,
                    json!({ "columns": ["id", "owner_id", "title"], "check": owner_is_me() }),
                ),
                (
                    UPDATE,
                    json!({ "columns": ["title", "owner_id"], "filter": owner_is_me(), "check": owner_is_me() }),
                ),
                (DELETE, json!({ "filter": soft })),
            ],
        ),
        notes_with(
            "the owner is preset",
            "sound",
            &[
                (
                    INSERT,
                    json!({ "columns": ["id", "title"], "check": {}, "set": preset }),
                ),
                (
                    UPDATE,
                    json!({ "columns": ["title"], "filter": owner_is_me(), "check": null, "set": preset }),
                ),
            ],
        ),
        notes_with(
            "an update that cannot touch the owner",
            "sound",
            &[(
                UPDATE,
                json!({ "columns": ["title"], "filter": owner_is_me(), "check": {} }),
            )],
        ),
        notes_with(
            "an update that leaves no row of another's so that it passes the check",
            "sound",
            &[(
                UPDATE,
                json!({ "columns": ["title"], "filter": {}, "check": owner_is_me() }),
            )],
        ),
        notes_with(
            "for servers only",
            "sound",
            &[
                (
                    INSERT,
                    json!({ "columns": "*", "check": {}, "backend_only": true }),
                ),
                (DELETE, json!({ "filter": {}, "backend_only": true })),
            ],
        ),
    ] {
        setup.exactly("P14", &[]).check();
    }
}

#[test]
fn writes_that_reach_others_are_leaks() {
    let or = |other: Value| json!({ "_or": [owner_is_me(), other] });
    for (setup, findings) in [
        (
            notes_with(
                "everything is open",
                "leak",
                &[
                    (INSERT, json!({ "columns": "*", "check": {} })),
                    (
                        UPDATE,
                        json!({ "columns": ["title"], "filter": {}, "check": {} }),
                    ),
                    (DELETE, json!({ "filter": {} })),
                ],
            ),
            vec![
                "notes:delete:user",
                "notes:insert:user",
                "notes:update:user",
            ],
        ),
        (
            notes_with(
                "an update takes rows over",
                "leak",
                &[(
                    UPDATE,
                    json!({ "columns": ["title"], "filter": {}, "check": {}, "set": { "owner_id": "X-Hasura-User-Id" } }),
                )],
            ),
            vec!["notes:update:user"],
        ),
        (
            notes_with(
                "an update takes rows over that its check then finds to be the caller's",
                "leak",
                &[(
                    UPDATE,
                    json!({ "columns": ["title", "owner_id"], "filter": {}, "check": owner_is_me() }),
                )],
            ),
            vec!["notes:update:user"],
        ),
        (
            notes_with(
                "an update gives rows away",
                "leak",
                &[(
                    UPDATE,
                    json!({ "columns": ["title", "owner_id"], "filter": owner_is_me(), "check": {} }),
                )],
            ),
            vec!["notes:give_away:user"],
        ),
        (
            notes_with(
                "an update without a check gives rows away",
                "leak",
                &[(UPDATE, json!({ "columns": "*", "filter": owner_is_me() }))],
            ),
            vec!["notes:give_away:user"],
        ),
        (
            notes_with(
                "one branch lets others' rows be deleted",
                "leak",
                &[(
                    DELETE,
                    json!({ "filter": or(json!({ "title": { "_eq": "t3" } })) }),
                )],
            ),
            vec!["notes:delete:user"],
        ),
    ] {
        let findings: Vec<_> = findings
            .into_iter()
            .map(|id| (id, "high", "static"))
            .collect();
        setup.exactly("P14", &findings).check();
    }
    notes_with(
        "one branch that no row of another meets",
        "sound",
        &[(
            DELETE,
            json!({ "filter": or(json!({ "title": { "_eq": "nothing" } })) }),
        )],
    )
    .exactly("P14", &[("notes:delete:user", "medium", "static")])
    .check();
}

#[test]
fn rows_behind_a_relationship_are_given_away_by_its_key() {
    let through = json!({ "note": owner_is_me() });
    for (columns, verdict) in [
        (json!(["url"]), "sound"),
        (json!(["url", "note_id"]), "leak"),
    ] {
        let (data, mut rules) = attachments(through.clone());
        rules[1][UPDATE] = json!([{ "role": "user", "permission":
            { "columns": columns, "filter": through, "check": null } }]);
        let setup = if verdict == "leak" {
            leak("attachments", &data, &rules)
        } else {
            sound("attachments", &data, &rules)
        };
        let found = [("attachments:give_away:user", "high", "static")];
        let found = if verdict == "leak" { &found[..] } else { &[] };
        setup.admin_only().exactly("P14", found).check();
    }
}

#[test]
fn an_inherited_role_writes_what_its_parents_may() {
    let inherited = json!([{ "role_name": "user", "role_set": ["reader", "writer"] }]);
    let mut rules = note_rules(owner_is_me());
    rules["select_permissions"][0]["role"] = json!("reader");
    rules[DELETE] = json!([{ "role": "writer", "permission": { "filter": {} } }]);
    leak("a parent deletes", &[notes()], std::slice::from_ref(&rules))
        .inherited(inherited.clone())
        .admin_only()
        .exactly("P14", &[("notes:delete:user", "high", "static")])
        .check();
    // Hasura makes no mutation of parents that contradict each other.
    rules[DELETE] = json!([
        { "role": "writer", "permission": { "filter": {} } },
        { "role": "reader", "permission": { "filter": owner_is_me() } }]);
    sound("parents disagree", &[notes()], &[rules])
        .inherited(inherited)
        .admin_only()
        .exactly("P14", &[])
        .check();
}

#[test]
fn tables_that_nobody_reads_are_written_too() {
    let row = json!([{ "id": 1, "owner_id": ANN, "text": "x" }]);
    let columns = ["id:int4", "owner_id:text?", "text:text"];
    let tracked = |check: Value| {
        json!({ "table": { "schema": "public", "name": "letters" },
            "insert_permissions": [{ "role": "user", "permission":
                { "columns": ["owner_id", "text"], "check": check } }] })
    };
    for (rows, check, found) in [
        (row.clone(), json!({}), Some("high")),
        (json!([]), json!({}), Some("medium")),
        (row, owner_is_me(), None),
    ] {
        let data = [notes(), table("letters", &columns, &["id"], rows)];
        let rules = [note_rules(owner_is_me()), tracked(check)];
        let setup = if found == Some("high") {
            leak("letters", &data, &rules)
        } else {
            sound("letters", &data, &rules)
        };
        let found: Vec<_> = found
            .into_iter()
            .map(|severity| ("letters:insert:user", severity, "static"))
            .collect();
        setup.admin_only().exactly("P14", &found).check();
    }
    let (country, mut open) = countries();
    open[DELETE] = json!([{ "role": "user", "permission": { "filter": {} } }]);
    sound(
        "rows that nobody owns",
        &[notes(), country],
        &[note_rules(owner_is_me()), open],
    )
    .admin_only()
    .exactly("P14", &[])
    .check();
}

#[test]
fn functions_that_write_are_named() {
    let function = |more: Value| {
        json!([{ "function": { "schema": "public", "name": "archive" },
            "configuration": more, "permissions": [{ "role": "user" }] }])
    };
    for (configuration, found) in [
        (json!({ "exposed_as": "mutation" }), Some("medium")),
        (
            json!({ "exposed_as": "mutation", "session_argument": "who" }),
            Some("info"),
        ),
        (json!({ "exposed_as": "query" }), None),
    ] {
        let found: Vec<_> = found
            .into_iter()
            .map(|severity| ("archive:function:user", severity, "static"))
            .collect();
        sound("a function", &[notes()], &[note_rules(owner_is_me())])
            .source(json!({ "functions": function(configuration) }))
            .admin_only()
            .exactly("P14", &found)
            .check();
    }
}
