//! What users see of that database under permissions, sound and not.

use serde_json::{Value, json};

use super::{ALICE, BOB, ERAS, Over};
use crate::stacks::VERIFY_PAIR;
use crate::support::postgres::Postgres;

fn tracked(name: &str, columns: &[&str], filter: Value) -> Value {
    json!({
        "table": { "schema": "public", "name": name },
        "select_permissions": [{
            "role": "user",
            "permission": { "columns": columns, "filter": filter },
        }],
    })
}

fn metadata(era: &str, notes: Value) -> Value {
    let me = |column: &str| json!({ column: { "_eq": "X-Hasura-User-Id" } });
    let here = |mut filter: Value| {
        if era == ERAS[1] {
            filter["app_id"] = json!({ "_eq": "public" });
        }
        filter
    };
    let mut comments = tracked(
        "comments",
        &["id", "note_id", "author_id", "content"],
        me("author_id"),
    );
    comments["object_relationships"] =
        json!([{ "name": "note", "using": { "foreign_key_constraint_on": "note_id" } }]);
    let mut notes = tracked("notes", &["id", "owner_id", "title"], notes);
    notes["array_relationships"] = json!([{ "name": "comments", "using": {
        "foreign_key_constraint_on": {
            "column": "note_id", "table": { "schema": "public", "name": "comments" } } } }]);
    json!({ "version": 3, "sources": [{
        "name": "default",
        "kind": "postgres",
        "tables": [
            notes,
            comments,
            tracked("emailpassword_users", &["user_id", "email", "time_joined"], here(me("user_id"))),
            tracked("session_info", &["user_id", "expires_at"], here(me("user_id"))),
            tracked("user_roles", &["user_id", "role"], here(me("user_id"))),
        ],
    }] })
}

#[test]
fn users_see_their_own_rows() {
    for era in ERAS {
        let Some(postgres) = Postgres::start(&[era, "application.sql"]) else {
            return;
        };
        let own = json!({ "owner_id": { "_eq": "X-Hasura-User-Id" } });
        let over = Over::new(&postgres, Some(&metadata(era, own)));
        let query = "{ notes { title comments { content } } emailpassword_users { user_id email }
                       session_info { user_id } user_roles(order_by: {role: asc}) { role } }";
        for (session, expected) in [
            (
                "alice",
                json!({
                    "notes": [{ "title": "Milk", "comments": [{ "content": "Rather three" }] }],
                    "emailpassword_users": [{ "user_id": ALICE, "email": "alice@example.test" }],
                    "session_info": [{ "user_id": ALICE }],
                    "user_roles": [{ "role": "editor" }, { "role": "user" }],
                }),
            ),
            (
                "bob",
                json!({
                    "notes": [{ "title": "Bread", "comments": [{ "content": "Rye" }] }],
                    "emailpassword_users": [{ "user_id": BOB, "email": "bob@example.test" }],
                    "session_info": [{ "user_id": BOB }],
                    "user_roles": [{ "role": "user" }],
                }),
            ),
        ] {
            let output = over.world.cmd(["query", query, "--session", session]).ok();
            assert_eq!(output.json(), expected, "{output}");
        }
    }
}

#[test]
fn the_verdict_follows_the_permissions() {
    let own = json!({ "owner_id": { "_eq": "X-Hasura-User-Id" } });
    for (era, notes, code, verdict) in [
        (ERAS[0], own.clone(), 0, "sound"),
        (ERAS[1], own, 0, "sound"),
        (ERAS[1], json!({}), 8, "leak"),
    ] {
        let Some(postgres) = Postgres::start(&[era, "application.sql"]) else {
            return;
        };
        let before = postgres.dump();
        let over = Over::new(&postgres, Some(&metadata(era, notes)));
        let output = over.world.cmd(VERIFY_PAIR).code(code);
        assert_eq!(output.json()["result"]["verdict"], verdict, "{output}");
        assert_eq!(postgres.dump(), before);
    }
}

#[test]
fn the_database_says_what_a_pass_holds_by_default() {
    let Some(postgres) = Postgres::start(&[ERAS[1]]) else {
        return;
    };
    postgres.psql(&format!(
        "create type grade as enum ('guest', 'member');
         create table teams (id int primary key, name text);
         create table members (team_id int references teams, user_id text, grade grade default 'member',
             status varchar(20) default 'it''s open', rank smallint default -1, banned bool,
             joined_at timestamptz default now(), primary key (team_id, user_id));
         insert into teams values (1, 'red'), (2, 'blue');
         insert into members values (1, '{ALICE}'), (2, '{BOB}')"
    ));
    let me = json!({ "_eq": "X-Hasura-User-Id" });
    for (asked, code) in [
        (json!({ "grade": { "_eq": "member" } }), 8),
        (json!({ "status": { "_eq": "it's open" } }), 8),
        (json!({ "rank": { "_eq": -1 } }), 8),
        (json!({ "joined_at": { "_is_null": false } }), 8),
        (json!({ "grade": { "_eq": "guest" } }), 0),
        (json!({ "status": { "_neq": "it's open" } }), 0),
        (json!({ "rank": { "_gte": 0 } }), 0),
        (json!({ "banned": { "_eq": false } }), 0),
    ] {
        let mut pass = asked.clone();
        pass["user_id"] = me.clone();
        let filter = json!({ "members": pass });
        let mut teams = tracked("teams", &["id", "name"], filter);
        teams["array_relationships"] = json!([{ "name": "members", "using": {
            "foreign_key_constraint_on": {
                "column": "team_id", "table": { "schema": "public", "name": "members" } } } }]);
        let mut members = tracked("members", &["team_id"], json!({ "user_id": me }));
        members["insert_permissions"] = json!([{ "role": "user", "permission": {
            "columns": ["team_id"], "set": { "user_id": "X-Hasura-User-Id" },
            "check": { "user_id": me } } }]);
        let over = Over::new(
            &postgres,
            Some(&json!({ "version": 3, "sources": [{
                "name": "default", "kind": "postgres", "tables": [teams, members] }] })),
        );
        let output = over
            .world
            .cmd(VERIFY_PAIR.iter().chain(&["--probe", "P14"]));
        let output = output.code(code);
        if code == 8 {
            output.stdout_has("P14:members:pass:user");
        }
    }
}
