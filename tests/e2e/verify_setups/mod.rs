//! `verify-hasura` on set-ups of other people's: what is sound stays silent, what leaks is caught.
//!
//! Every set-up is judged twice, with and without the administrator's view. Three users: Ann and
//! Ben are signed in, Cat only has rows. [`setup`] runs one, [`build`] has what they are made of.

mod active;
mod blindness;
mod build;
mod exposure;
mod identities;
mod inference;
mod roles;
mod rules;
mod setup;
mod writes;

use serde_json::{Value, json};

use build::*;
use setup::{leak, setup, sound};

#[test]
fn ownership_is_read_from_columns_relationships_and_memberships() {
    let (country, country_rules) = countries();
    let (orgs, org_rules) = organisations(in_my_organisation());
    let (data, rules) = attachments(json!({ "note": owner_is_me() }));
    let soft = json!({ "owner_id": me(), "deleted_at": { "_is_null": true } });
    let admins = table(
        "admins",
        &["user_id:text"],
        &["user_id"],
        json!([{ "user_id": ANN }]),
    );
    let exists = json!({ "_or": [owner_is_me(), { "_exists": {
        "_table": { "schema": "public", "name": "admins" }, "_where": { "user_id": me() } } }] });
    for setup in [
        sound("own rows", &[notes()], &[note_rules(owner_is_me())]),
        sound(
            "a public table",
            &[notes(), country],
            &[note_rules(owner_is_me()), country_rules],
        ),
        sound("soft delete", &[notes()], &[note_rules(soft)]),
        sound("attachments", &data, &rules),
        // Without the permission's word, a colleague's row and a leaked one look alike.
        sound("an organisation", &orgs, &org_rules).without_admin("unproven"),
        // So does a row that an administrator of the application may see, and that the other user is
        // not shown.
        sound(
            "administrators of the application",
            &[notes(), admins],
            &[
                note_rules(exists),
                tracked("admins", &["user_id"], json!({ "user_id": me() })),
            ],
        )
        .without_admin("unproven"),
    ] {
        setup.check();
    }
}

#[test]
fn hidden_columns_empty_tables_and_limits_fool_nobody() {
    let empty = table("empty", &["id:int4", "owner_id:text"], &["id"], json!([]));
    let log = table(
        "log",
        &["at:int4", "owner_id:text"],
        &[],
        json!([{ "at": 1, "owner_id": ANN }, { "at": 2, "owner_id": BEN }]),
    );
    let padded = table(
        "notes",
        &["id:int4", "owner_id:char(36)", "title:text"],
        &["id"],
        json!([{ "id": 1, "owner_id": ANN, "title": "a" }, { "id": 2, "owner_id": BEN, "title": "b" }]),
    );
    let mut without_ben = notes();
    without_ben["rows"]
        .as_array_mut()
        .unwrap()
        .retain(|row| row["owner_id"] != BEN);
    let mut without_rows = notes();
    without_rows["rows"] = json!([]);
    let mut limited = note_rules(owner_is_me());
    limited["select_permissions"][0]["permission"]["limit"] = json!(1);
    for setup in [
        sound(
            "a table without rows",
            &[notes(), empty],
            &[
                note_rules(owner_is_me()),
                tracked("empty", &["id", "owner_id"], owner_is_me()),
            ],
        ),
        sound(
            "no primary key",
            std::slice::from_ref(&log),
            &[tracked("log", &["at", "owner_id"], owner_is_me())],
        ),
        sound(
            "a hidden key",
            &[notes()],
            &[tracked("notes", &["title", "owner_id"], owner_is_me())],
        ),
        sound(
            "a hidden owner",
            &[notes()],
            &[tracked("notes", &["id", "title"], owner_is_me())],
        ),
        sound("a limit", &[notes()], &[limited]),
        sound("CHAR(36)", &[padded], &[note_rules(owner_is_me())]),
        sound(
            "a user without rows",
            &[without_ben],
            &[note_rules(owner_is_me())],
        ),
        // Nobody has anything to see.
        setup(
            "no rows at all",
            "unproven",
            &[without_rows],
            &[note_rules(owner_is_me())],
        )
        .without_admin("blind"),
        leak(
            "no primary key, open",
            &[log],
            &[tracked("log", &["at", "owner_id"], json!({}))],
        ),
        leak(
            "a hidden key, open",
            &[notes()],
            &[tracked("notes", &["title", "owner_id"], json!({}))],
        ),
        leak(
            "a hidden owner, open",
            &[notes()],
            &[tracked("notes", &["id", "title"], json!({}))],
        )
        .without_admin("blind"),
    ] {
        setup.check();
    }
}

#[test]
fn filters_that_let_others_in_are_leaks() {
    let mut orphan = notes();
    orphan["rows"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "id": 9, "owner_id": null, "title": "t", "deleted_at": null }));
    let or = |other: Value| json!({ "_or": [owner_is_me(), other] });
    let (orgs, open_orgs) = organisations(json!({}));
    let (_, crooked_orgs) =
        organisations(json!({ "_or": [in_my_organisation(), { "org_id": { "_eq": 2 } }] }));
    let (data, rules) = attachments(json!({}));
    for setup in [
        leak("an open filter", &[notes()], &[note_rules(json!({}))]),
        leak(
            "a branch that is open",
            &[notes()],
            &[note_rules(or(json!({ "title": { "_eq": "t3" } })))],
        ),
        leak(
            "a branch that is always true",
            &[notes()],
            &[note_rules(or(json!({})))],
        ),
        leak(
            "rows of a third user only",
            &[notes()],
            &[note_rules(or(json!({ "owner_id": { "_eq": CAT } })))],
        ),
        leak(
            "everybody but the caller",
            &[notes()],
            &[note_rules(
                json!({ "owner_id": { "_neq": "X-Hasura-User-Id" } }),
            )],
        ),
        leak(
            "whatever is not deleted",
            &[notes()],
            &[note_rules(json!({ "deleted_at": { "_is_null": true } }))],
        ),
        leak(
            "rows without an owner",
            &[orphan],
            &[note_rules(or(json!({ "owner_id": { "_is_null": true } })))],
        )
        .without_admin("unproven"),
        leak("attachments of everybody", &data, &rules),
        leak("documents of every organisation", &orgs, &open_orgs),
        leak("one organisation too many", &orgs, &crooked_orgs),
        leak(
            "the list of users",
            &[notes()],
            &[
                note_rules(owner_is_me()),
                tracked("emailpassword_users", &["user_id", "email"], json!({})),
            ],
        ),
    ] {
        setup.check();
    }
}

#[test]
fn names_are_discovered_whatever_they_are() {
    let camel = json!({ "customization": { "naming_convention": "graphql-default" } });
    let prefixed = json!({ "customization": {
        "root_fields": { "namespace": "blog", "prefix": "p_" }, "type_names": { "prefix": "T_" } } });
    let renamed = |filter: Value| {
        let mut rules = note_rules(filter);
        rules["configuration"] = json!({ "custom_name": "Memo",
            "custom_root_fields": { "select": "allMemos", "select_by_pk": "memo" },
            "column_config": { "owner_id": { "custom_name": "ownedBy" } } });
        rules
    };
    for (filter, verdict) in [(owner_is_me(), "sound"), (json!({}), "leak")] {
        let rules = [note_rules(filter.clone())];
        setup("camel case", verdict, &[notes()], &rules)
            .source(camel.clone())
            .check();
        setup("prefixes", verdict, &[notes()], &rules)
            .source(prefixed.clone())
            .check();
        setup("custom names", verdict, &[notes()], &[renamed(filter)]).check();
    }
}

#[test]
fn views_and_inherited_roles_are_judged_like_tables_and_roles() {
    let view = json!({ "schema": "public", "name": "notes_view", "view_of": "notes", "columns": [
        { "name": "id", "type": "int4", "nullable": false },
        { "name": "owner_id", "type": "text", "nullable": true }] });
    for (filter, verdict) in [(owner_is_me(), "sound"), (json!({}), "leak")] {
        let over = tracked("notes_view", &["id", "owner_id"], filter.clone());
        setup(
            "a view",
            verdict,
            &[notes(), view.clone()],
            &[note_rules(owner_is_me()), over],
        )
        .check();
        let mut rules = note_rules(owner_is_me());
        rules["select_permissions"] = json!([
            { "role": "one", "permission": { "columns": ["id", "owner_id"], "filter": owner_is_me() } },
            { "role": "two", "permission": { "columns": ["id", "owner_id"], "filter": filter } }]);
        setup("an inherited role", verdict, &[notes()], &[rules])
            .inherited(json!([{ "role_name": "user", "role_set": ["one", "two"] }]))
            .check();
    }
}

#[test]
fn what_needs_no_token_is_told_from_what_should() {
    let with_anonymous = |mut rules: Value, columns: &[&str], filter: Value| {
        let all = rules["select_permissions"].as_array_mut().unwrap();
        all.push(json!({ "role": "anon", "permission": { "columns": columns, "filter": filter } }));
        rules
    };
    let (country, country_rules) = countries();
    let columns = ["id", "owner_id", "title"];
    let open = ["--unauthorized-role", "anon"];
    for setup in [
        sound(
            "nothing for anybody",
            &[notes()],
            &[note_rules(owner_is_me())],
        ),
        sound(
            "countries for everybody",
            &[notes(), country],
            &[
                note_rules(owner_is_me()),
                with_anonymous(country_rules, &["code"], json!({})),
            ],
        ),
        leak(
            "notes for everybody",
            &[notes()],
            &[with_anonymous(
                note_rules(owner_is_me()),
                &columns,
                json!({}),
            )],
        )
        .probe("P01"),
        leak(
            "notes for whoever names the owner",
            &[notes()],
            &[with_anonymous(
                note_rules(owner_is_me()),
                &columns,
                owner_is_me(),
            )],
        )
        .probe("P02"),
    ] {
        setup.args(&open).check();
    }
}
