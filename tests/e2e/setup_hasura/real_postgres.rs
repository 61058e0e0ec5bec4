//! Every statement that set-up asks, on a real `PostgreSQL` with SuperTokens' tables of both eras;
//! and the double answers as the database does.

use serde_json::{Value, json};

use super::{args, connected, exported, start};
use crate::support::World;
use crate::support::postgres::Postgres;
use crate::support::sandbox::Sandbox;

fn over(postgres: &Postgres) -> (Sandbox, World) {
    let world = World::new();
    let file = world.file("metadata.json", connected().to_string());
    let url = postgres.url("postgres");
    let file = file.to_str().unwrap();
    let sandbox = Sandbox::start(&["--database-url", &url, "--metadata", file]);
    let env = sandbox.env();
    (sandbox, world.with_env(&env))
}

/// Only SuperTokens' tables: the rest of the two databases is not the same.
const SUPERTOKENS: [&str; 8] = [
    "--table",
    "!notes",
    "--table",
    "!comments",
    "--table",
    "!countries",
    "--account-linking",
    "--external-user-ids",
];

fn commands(world: &World) -> Value {
    let more = [&SUPERTOKENS[..], &["-o", "json"]].concat();
    let plan = world.cmd(args(&["plan"], &more)).ok().json();
    assert!(
        plan["result"]["summary"]["create"].as_u64() > Some(10),
        "{plan}"
    );
    plan["result"]["commands"].clone()
}

#[test]
fn the_catalogue_of_a_real_database_gives_the_same_plan_and_it_is_made() {
    for era in super::ERAS {
        let file = format!("supertokens-{era}.sql");
        let Some(postgres) = Postgres::start(&[&file]) else {
            return;
        };
        let (sandbox, world) = over(&postgres);
        let real = commands(&world);
        let (_double, beside) = start(era, &connected());
        assert_eq!(real, commands(&beside), "{era}");

        let before = postgres.dump();
        world.cmd(args(&["apply"], &SUPERTOKENS)).ok();
        let made = exported(&sandbox);
        world
            .cmd(args(&["apply"], &SUPERTOKENS))
            .ok()
            .stdout_has("Nothing to do");
        assert_eq!(exported(&sandbox), made);
        assert_eq!(postgres.dump(), before);
    }
}

#[test]
fn names_with_everything_in_them_views_partitions_and_tenants_are_read() {
    let Some(postgres) = Postgres::start(&["supertokens-2026.sql"]) else {
        return;
    };
    postgres.psql(
        "create schema \"My App\";
         create table \"My App\".\"Big-Notes\" (\"Id\" int primary key, user_id text not null,
           \"ein Wort\" text, plan text);
         create table \"My App\".parts (id int, user_id text, at date, primary key (id, at))
           partition by range (at);
         create table \"My App\".parts_2026 partition of \"My App\".parts
           for values from ('2026-01-01') to ('2027-01-01');
         create table \"My App\".of_parts (id int primary key, part int, at date,
           foreign key (part, at) references \"My App\".parts);
         create view \"My App\".seen as select 1 as one;
         insert into tenants (app_id, tenant_id) values ('public', 'second');",
    );
    let (_sandbox, world) = over(&postgres);
    let wish = ["--schema", "My App"];
    let plan = world.cmd(args(&["plan"], &wish)).ok();
    plan.stdout_has("+ track My App.Big-Notes as My_App_Big_Notes")
        .stdout_has("+ select on My App.Big-Notes for user: Id, user_id, plan where")
        .stdout_has("without ein Wort")
        .stdout_has("+ track My App.parts as My_App_parts")
        .stdout_has("relationship My App.of_parts.of_parts_part -> My App.parts")
        .stdout_has("a view: whose its rows are cannot be told")
        .nowhere("parts_2026");
    world
        .cmd(args(&["plan"], &["--table", "session_info"]))
        .ok()
        .stdout_has("app public has the tenants public, second");
    let json: Value = world
        .cmd(args(
            &["plan"],
            &[
                "--table",
                "session_info",
                "--tenant-id",
                "third",
                "-o",
                "json",
            ],
        ))
        .ok()
        .json();
    let notes = json["result"]["notes"].to_string();
    assert!(notes.contains("has no tenant"), "{}", json!(notes));
}
