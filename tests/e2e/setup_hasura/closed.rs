//! Nothing is opened that nobody asked for, and what others opened is seen.

use serde_json::{Value, json};

use super::{args, news, source, start_with};
use crate::support::World;
use crate::support::hasura::metadata;
use crate::support::sandbox::Sandbox;

/// A table with two columns of the type text, the second of which is the owner's.
fn table(name: &str, column: &str) -> Value {
    json!({"name": name, "primary_key": [column], "rows": [], "columns": [
        {"name": column, "type": "text"}, {"name": "user_id", "type": "text"}]})
}

fn started(names: &[&str], tracked: &[&str]) -> (Sandbox, World) {
    let tables: Vec<Value> = names.iter().map(|name| table(name, "title")).collect();
    let tracked = tracked
        .iter()
        .map(|name| json!({"table": {"schema": "public", "name": name}}));
    let world = World::new();
    let data = world.file("data.json", json!({ "tables": tables }).to_string());
    let source = source(Value::Array(tracked.collect()));
    start_with(
        &data,
        &json!({"resource_version": 1, "metadata": {"version": 3, "sources": [source]}}),
    )
}

fn plan(world: &World, wish: &[&str]) -> Vec<(String, String)> {
    let wish = [wish, &["-o", "json"]].concat();
    let plan = world.cmd(args(&["plan"], &wish)).ok().json();
    let mut changes = news(&plan);
    // SuperTokens' own tables are there as well.
    changes.retain(|(_, what)| {
        let own = ["select on", "track"]
            .iter()
            .any(|start| what.starts_with(start));
        own && !what.contains("_users")
    });
    changes
}

fn change(sign: &str, what: &str) -> (String, String) {
    (sign.to_owned(), what.to_owned())
}

#[test]
fn a_tracked_table_that_is_closed_stays_so_until_it_is_asked_for() {
    let (_sandbox, world) = started(&["diary", "letters", "news"], &["diary", "letters"]);
    assert_eq!(
        plan(&world, &[]),
        [
            change("+", "track news"),
            change("+", "select on news for user")
        ]
    );
    assert_eq!(
        plan(&world, &["--table", "diary"]),
        [change("+", "select on diary for user")]
    );
    assert_eq!(
        plan(
            &world,
            &["--owner-column", "letters=user_id", "--table", "!news"]
        ),
        [change("+", "select on letters for user")]
    );
    world.file(
        "st-hasura.toml",
        "[setup]\nshared = [\"diary\"]\ntables = [\"*\", \"!news\"]\n",
    );
    assert_eq!(
        plan(&world, &[]),
        [
            change("+", "select on diary for user"),
            change("+", "select on letters for user")
        ]
    );
}

#[test]
fn lists_are_taken_with_commas_too() {
    let (_sandbox, world) = started(&["diary", "letters", "news"], &[]);
    let selects = |wish: &[&str]| {
        let changes = plan(&world, wish);
        let mut tables: Vec<String> = changes
            .into_iter()
            .filter(|(_, what)| what.starts_with("select"))
            .map(|(_, what)| what)
            .collect();
        tables.sort();
        tables
    };
    let both = ["select on diary for user", "select on news for user"];
    assert_eq!(selects(&["--table", "diary,news"]), both);
    assert_eq!(selects(&["--table", "*,!letters"]), both);
    world
        .cmd(args(&["plan"], &["--shared", "diary, news"]))
        .ok()
        .stdout_has("select on diary for user: title, user_id of every row")
        .stdout_has("select on news for user: title, user_id of every row");
    world
        .cmd(args(
            &["plan"],
            &["--owner-column", "diary=title,news=title"],
        ))
        .ok()
        .stdout_has("select on diary for user: title, user_id where {\"title\"")
        .stdout_has("select on news for user: title, user_id where {\"title\"");
}

#[test]
fn tables_of_log_ins_audits_and_tokens_are_never_opened() {
    let names = ["login_attempts", "audit_log", "refresh_tokens", "notes"];
    let (_sandbox, world) = started(&names, &[]);
    assert_eq!(
        plan(&world, &[]),
        [
            change("+", "track notes"),
            change("+", "select on notes for user")
        ]
    );
    for name in &names[..3] {
        for wish in [["--table", name], ["--shared", name]] {
            world
                .cmd(args(&["plan"], &wish))
                .code(2)
                .stderr_has(&format!(
                    "error[setup.never_opened]: {name} is never opened"
                ));
        }
    }
}

#[test]
fn secrets_are_left_out_by_their_names() {
    let columns = [
        "id",
        "user_id",
        "password_digest",
        "apiKey",
        "pin",
        "token",
        "password_updated_at",
    ];
    let columns = columns.map(|name| json!({"name": name, "type": "text"}));
    let data = json!({"tables": [
        {"name": "accounts", "primary_key": ["id"], "rows": [], "columns": columns}]});
    let world = World::new();
    let data = world.file("data.json", data.to_string());
    let (_sandbox, world) = start_with(&data, &super::connected());
    world
        .cmd(args(&["plan"], &[]))
        .ok()
        .stdout_has("select on accounts for user: id, user_id, password_updated_at where")
        .stdout_has("without password_digest, apiKey, pin, token");
    world.file(
        "st-hasura.toml",
        "[setup.columns]\naccounts = [\"id\", \"pin\"]\n",
    );
    world
        .cmd(args(&["plan"], &[]))
        .code(2)
        .stderr_has("accounts.pin is never opened");
}

/// What stands wider than planned and is left alone is a difference too.
#[test]
fn a_table_that_somebody_opened_is_drift() {
    let (sandbox, world) = started(&["diary", "orders"], &["orders"]);
    world.cmd(args(&["apply"], &[])).ok();
    let detailed = ["plan", "--detailed-exitcode"];
    world.cmd(args(&detailed, &[])).ok();
    let open = |table: &str, filter: Value| {
        let args = json!({"table": {"schema": "public", "name": table}, "role": "user"});
        let mut made = args.clone();
        made["permission"] = json!({"columns": ["title", "user_id"], "filter": filter});
        if table == "diary" {
            metadata(&sandbox, "pg_drop_select_permission", args);
        }
        metadata(&sandbox, "pg_create_select_permission", made);
    };
    open("orders", json!({}));
    world
        .cmd(args(&detailed, &[]))
        .code(9)
        .stdout_has("! select on orders for user")
        .stdout_has("wider: every row (filter {})")
        .stdout_has("The role has more than planned: look at the lines with \"!\".");
    world
        .cmd(args(&detailed, &["--table", "diary"]))
        .ok()
        .stdout_has("Nothing to do.");
    // A permission that gives less is none to worry about.
    open(
        "diary",
        json!({"user_id": {"_eq": "X-Hasura-User-Id"}, "title": {"_eq": "x"}}),
    );
    world
        .cmd(args(&detailed, &["--table", "diary"]))
        .ok()
        .stdout_has("narrower than planned");
    open("diary", json!({"title": {"_eq": "x"}}));
    world.cmd(args(&detailed, &["--table", "diary"])).code(9);
}
