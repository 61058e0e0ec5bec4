//! `setup-hasura` on that database: what it opens is what users may see, and no more.

use serde_json::{Value, json};

use super::{ALICE, BOB, ERAS, Over};
use crate::stacks::VERIFY_PAIR;
use crate::support::postgres::Postgres;

/// The application's tables whose owner has to be named.
const WANTED: [&str; 4] = [
    "--owner-column",
    "note_tags=note_tags_note.owner_id",
    "--owner-column",
    "comments=comments_note.owner_id",
];

#[track_caller]
fn made(over: &Over, more: &[&str]) {
    let line = [&["setup-hasura", "apply", "--yes"], more].concat();
    over.world.cmd(&line).ok();
    over.world.cmd(&line).ok().stdout_has("Nothing to do");
}

#[track_caller]
fn seen(over: &Over, session: &str, query: &str) -> Value {
    over.world
        .cmd(["query", query, "--session", session])
        .ok()
        .json()
}

#[test]
fn what_is_set_up_on_both_eras_is_sound() {
    for era in ERAS {
        let Some(postgres) = Postgres::start(&[era, "application.sql"]) else {
            return;
        };
        let before = postgres.dump();
        let over = Over::new(&postgres, None);
        made(&over, &WANTED);
        let query = "{ emailpassword_users { user_id email } session_info { user_id } \
                     user_roles(order_by: {role: asc}) { role } \
                     notes { title notes_comments { content } notes_note_tags { note_id } } }";
        assert_eq!(
            seen(&over, "alice", query),
            json!({
                "emailpassword_users": [{ "user_id": ALICE, "email": "alice@example.test" }],
                "session_info": [{ "user_id": ALICE }],
                "user_roles": [{ "role": "editor" }, { "role": "user" }],
                "notes": [{
                    "title": "Milk",
                    "notes_comments": [{ "content": "Rather three" }],
                    "notes_note_tags": [{ "note_id": "00000000-0000-4000-8000-0000000000a1" }],
                }],
            }),
            "{era}"
        );
        assert_eq!(
            seen(
                &over,
                "bob",
                "{ emailpassword_users { user_id } notes { title } }"
            ),
            json!({ "emailpassword_users": [{ "user_id": BOB }], "notes": [{ "title": "Bread" }] }),
        );
        let output = over.world.cmd(VERIFY_PAIR).ok();
        assert_eq!(output.json()["result"]["verdict"], "sound", "{output}");
        assert_eq!(postgres.dump(), before, "{era}");
    }
}

#[test]
fn users_with_ids_of_their_own_and_linked_accounts_find_their_rows() {
    let Some(postgres) = Postgres::start(&[ERAS[1]]) else {
        return;
    };
    // Bob has signed up a second time, and the two accounts are linked; in the claims both users
    // go by the application's own ids.
    let second = "b0b22222-0000-4000-8000-000000000022";
    postgres.psql(&format!(
        "insert into app_id_to_user_id (user_id, recipe_id, primary_or_recipe_user_id, \
           is_linked_or_is_a_primary_user) values ('{second}', 'emailpassword', '{BOB}', true);
         insert into all_auth_recipe_users values ('public', 'public', '{second}', '{BOB}', true, \
           'emailpassword', 1780000200000, 1780000100000);
         insert into emailpassword_users values \
           ('public', '{second}', 'bobby@example.test', 'hash', 1780000200000);
         insert into userid_mapping values ('public', '{ALICE}', 'customer-1'), \
           ('public', '{BOB}', 'customer-2');"
    ));
    let query = "{ emailpassword_users(order_by: {email: asc}) { email } }";
    let emails = |answer: &Value| -> Vec<String> {
        let rows = answer["emailpassword_users"].as_array().unwrap().iter();
        rows.map(|row| row["email"].as_str().unwrap().to_owned())
            .collect()
    };

    let over = Over::new(&postgres, None);
    made(&over, &["--account-linking"]);
    assert_eq!(emails(&seen(&over, "alice", query)), ["alice@example.test"]);
    let both = ["bob@example.test", "bobby@example.test"];
    assert_eq!(emails(&seen(&over, "bob", query)), both);

    let over = Over::with_ids(&postgres, None, &["customer-1", "customer-2"]);
    made(&over, &[]);
    // The claim holds an id that no row has.
    assert_eq!(emails(&seen(&over, "alice", query)), [""; 0]);
    let over = Over::with_ids(&postgres, None, &["customer-1", "customer-2"]);
    made(&over, &["--external-user-ids"]);
    assert_eq!(emails(&seen(&over, "alice", query)), ["alice@example.test"]);
    assert_eq!(emails(&seen(&over, "bob", query)), ["bob@example.test"]);
}
