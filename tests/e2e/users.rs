//! `users list` and `users rm`: the core's users, and never more of them than were named.

use serde_json::{Value, json};

use crate::stacks::{EMAIL, KINDS};
use crate::support::World;
use crate::support::control::received;
use crate::support::pages::{Page, Pages};
use crate::support::sandbox::Sandbox;

const UUID: &str = "0b1c9b9e-6a36-4d2c-9a73-7d3a58b6c7f1";

/// A stack with its two own users, one more and three throw-away ones, of which one only looks so.
fn populated() -> (Sandbox, World) {
    let sandbox = KINDS[0].start(&[]);
    let world = KINDS[0].world(&sandbox);
    for email in [
        EMAIL,
        &format!("st-hasura-smoke+{UUID}@st-hasura.invalid"),
        "st-hasura-smoke+somebody@example.com",
    ] {
        world
            .cmd(["signup", "-e", email, "--session", "scratch"])
            .ok();
    }
    (sandbox, world)
}

fn emails(world: &World, args: &[&str]) -> Vec<String> {
    let args = [&["users", "list", "-o", "json"], args].concat();
    let output = world.cmd(args).ok();
    let json = output.json();
    let users = json["result"]["users"].as_array().unwrap();
    users
        .iter()
        .map(|user| user["emails"][0].as_str().unwrap().to_owned())
        .collect()
}

fn id_of(world: &World, email: &str) -> String {
    let output = world
        .cmd(["users", "list", "-o", "json", "--email", email])
        .ok();
    let users = &output.json()["result"]["users"];
    assert_eq!(users.as_array().unwrap().len(), 1, "{output}");
    users[0]["id"].as_str().unwrap().to_owned()
}

/// Calls of `/user/remove` that the core received.
fn removals(sandbox: &Sandbox) -> usize {
    let calls = received(sandbox.var("ST_HASURA_CORE_URI"));
    calls
        .iter()
        .filter(|call| call.path.contains("/user/remove"))
        .count()
}

#[test]
fn the_list_is_filtered_by_beginnings_and_by_being_thrown_away() {
    let (_sandbox, world) = populated();
    let all = emails(&world, &[]);
    assert!(all.contains(&EMAIL.to_owned()) && all.len() >= 3, "{all:?}");
    assert_eq!(emails(&world, &["--email", "ADA@"]), [EMAIL]);
    let domain = emails(&world, &["--email", "@example.com"]);
    assert!(domain.contains(&EMAIL.to_owned()), "{domain:?}");
    assert!(domain.contains(&"st-hasura-smoke+somebody@example.com".to_owned()));
    assert_eq!(
        emails(&world, &["--throw-away"]),
        [format!("st-hasura-smoke+{UUID}@st-hasura.invalid")]
    );
    assert_eq!(emails(&world, &["--email", "nobody@"]), [] as [&str; 0]);

    let one = world
        .cmd(["users", "list", "--limit", "1", "-o", "json"])
        .ok();
    assert_eq!(one.json()["result"]["more"], true, "{one}");
    assert_eq!(one.json()["result"]["users"].as_array().unwrap().len(), 1);

    let text = world.cmd(["users", "list"]).ok();
    text.stdout_has("address").stdout_has(EMAIL);
    text.stdout_has("emailpassword");
    for bad in ["*", "", "%", "@"] {
        world
            .cmd(["users", "list", "--email", bad])
            .code(2)
            .stderr_has("--email");
    }
    world.cmd(["users", "list", "--limit", "0"]).code(2);
}

#[test]
fn only_who_was_named_is_removed() {
    let (sandbox, world) = populated();
    let before = emails(&world, &[]);
    let output = world
        .cmd(["users", "rm", "Ada@Example.com", "--yes", "-o", "json"])
        .ok();
    let json = output.json();
    assert_eq!(json["result"]["removed"][0]["emails"][0], EMAIL, "{output}");
    assert_eq!(json["result"]["left"], json!([]));
    let after = emails(&world, &[]);
    let mut expected = before;
    expected.retain(|email| email != EMAIL);
    assert_eq!(after, expected);

    let name = "st-hasura-smoke+somebody@example.com";
    let id = id_of(&world, "st-hasura-smoke+somebody@");
    // Named twice, in both ways, it is still one user.
    let output = world.cmd(["users", "rm", &id, name, "-y"]).ok();
    output.stdout_has(&format!("removed {name} ({id})"));
    assert_eq!(removals(&sandbox), 2);
}

#[test]
fn a_name_too_many_and_nothing_happens() {
    let (sandbox, world) = populated();
    let output = world
        .cmd(["users", "rm", EMAIL, "nobody@example.com", "nope", "--yes"])
        .code(2);
    output.stderr_has("error[core.unknown_user]: the core knows no user nobody@example.com, nope");
    for pattern in ["*", "ada*", "%", ""] {
        world.cmd(["users", "rm", EMAIL, pattern, "--yes"]).code(2);
    }
    // The beginning of an address is not an address.
    world.cmd(["users", "rm", "ada@", "--yes"]).code(2);
    world.cmd(["users", "rm"]).code(2);
    assert_eq!(removals(&sandbox), 0);
}

#[test]
fn without_a_terminal_it_takes_a_yes() {
    let (sandbox, world) = populated();
    let output = world.cmd(["users", "rm", EMAIL]).code(2);
    output.stderr_has("--yes").stderr_has("to be removed: ");
    assert_eq!(removals(&sandbox), 0);
}

#[test]
fn throw_aways_are_removed_and_nobody_else() {
    let (sandbox, world) = populated();
    let before = emails(&world, &[]);
    let ours = format!("st-hasura-smoke+{UUID}@st-hasura.invalid");
    let refused = world
        .cmd(["users", "rm", "--throw-away", "--yes", &ours, EMAIL])
        .code(2);
    refused.stderr_has("no throw-away user").stderr_has(EMAIL);
    assert_eq!(removals(&sandbox), 0);

    world.cmd(["smoke", "--quick", "--keep-users"]).ok();
    let output = world
        .cmd(["users", "rm", "--throw-away", "--yes", "-o", "json"])
        .ok();
    let removed = output.json()["result"]["removed"].clone();
    assert_eq!(removed.as_array().unwrap().len(), 2, "{output}");
    let mut expected = before;
    expected.retain(|email| *email != ours);
    assert_eq!(emails(&world, &[]), expected);
    let again = world.cmd(["users", "rm", "--throw-away", "--yes"]).ok();
    again.stdout_has("no such users");
}

#[test]
fn the_core_must_be_known_and_one_s_own() {
    let world = World::new();
    for args in [&["users", "list"][..], &["users", "rm", EMAIL, "--yes"]] {
        world.cmd(args).code(2).stderr_has("ST_HASURA_CORE_URI");
        for shared in [
            "https://try.supertokens.com",
            "https://TRY.supertokens.io:443/appid-x",
            "https://try.supertokens.com./",
        ] {
            let output = world.cmd(args).env("ST_HASURA_CORE_URI", shared).code(2);
            output.stderr_has("error[core.shared]");
        }
    }
}

#[test]
fn a_wrong_key_or_tenant_is_said_and_the_key_is_not() {
    let (_sandbox, world) = populated();
    let key = "a-wrong-key-0123456789";
    let output = world
        .cmd(["-vvv", "users", "list"])
        .env("ST_HASURA_CORE_API_KEY", key)
        .code(4);
    output.stderr_has("error[core.key_refused]").nowhere(key);
    world
        .cmd(["users", "list", "--tenant", "elsewhere"])
        .code(5)
        .stderr_has("AppId or tenantId not found");
    world
        .cmd(["users", "list", "--curl"])
        .code(2)
        .stderr_has("--curl");
}

/// A core that knows these pages only; `/apiversion` offers one version.
fn core(version: &str, pages: Vec<(&'static str, Value)>) -> (Pages, World) {
    let mut all = vec![Page::json("/apiversion", json!({ "versions": [version] }))];
    all.extend(pages.into_iter().map(|(path, body)| Page::json(path, body)));
    let core = Pages::serve(all);
    let mut world = World::new();
    world.set("ST_HASURA_CORE_URI", core.origin());
    (core, world)
}

fn old(id: &str, recipe: &str, email: &str) -> Value {
    json!({ "recipeId": recipe, "user": { "id": id, "email": email, "timeJoined": 1 } })
}

#[test]
fn an_old_core_that_knows_no_search_is_searched_here() {
    let (_core, world) = core(
        "2.9",
        vec![
            (
                "/users?limit=500&timeJoinedOrder=ASC&email=ada%40",
                json!({ "status": "OK", "nextPaginationToken": "Mg==", "users": [
                    old("1", "emailpassword", "bob@example.com"),
                    old("2", "thirdparty", "ada@example.com"),
                ]}),
            ),
            (
                "/users?limit=500&timeJoinedOrder=ASC&email=ada%40&paginationToken=Mg%3D%3D",
                json!({ "status": "OK", "users": [old("3", "emailpassword", "ada@other.com")] }),
            ),
        ],
    );
    assert_eq!(
        emails(&world, &["--email", "ada@"]),
        ["ada@example.com", "ada@other.com"]
    );
}

#[test]
fn pages_that_go_round_in_a_circle_end() {
    let page = json!({ "status": "OK", "nextPaginationToken": "x", "users": [] });
    let (_core, world) = core(
        "5.2",
        vec![
            ("/users?limit=100&timeJoinedOrder=ASC", page.clone()),
            (
                "/users?limit=100&timeJoinedOrder=ASC&paginationToken=x",
                page,
            ),
        ],
    );
    let output = world.cmd(["users", "list"]).code(5);
    output.stderr_has("same nextPaginationToken twice");
}

#[test]
fn linked_and_double_accounts_are_not_guessed_at() {
    let by_address = "/users/by-accountinfo?email=ada%40example.com&doUnionOfAccountInfo=true";
    let user = |id: &str, emails: &[&str]| json!({ "id": id, "emails": emails, "timeJoined": 1 });
    let linked = user("p", &["ada@example.com", "ada@other.com"]);
    let (_core, world) = core(
        "5.2",
        vec![
            (by_address, json!({ "status": "OK", "users": [linked] })),
            (
                "/user/id?userId=r",
                json!({ "status": "OK", "user": linked }),
            ),
        ],
    );
    for name in ["ada@example.com", "r"] {
        let output = world.cmd(["users", "rm", name, "--yes"]).code(2);
        output
            .stderr_has("error[core.ambiguous_user]")
            .stderr_has("ada@other.com");
    }
    let twice = [
        user("1", &["ada@example.com"]),
        user("2", &["ada@example.com"]),
    ];
    let (_core, world) = core(
        "5.2",
        vec![(by_address, json!({ "status": "OK", "users": twice }))],
    );
    let output = world
        .cmd(["users", "rm", "ada@example.com", "--yes"])
        .code(2);
    output
        .stderr_has("1 (ada@example.com)")
        .stderr_has("2 (ada@example.com)");
}

#[test]
fn a_core_that_cannot_remove_is_an_error() {
    let by_id =
        |id: &str, email: &str| json!({ "status": "OK", "user": { "id": id, "emails": [email] } });
    let (_core, world) = core(
        "5.2",
        vec![
            ("/user/id?userId=1", by_id("1", "ada@example.com")),
            ("/user/id?userId=2", by_id("2", "bob@example.com")),
        ],
    );
    // `/user/remove` is 404 there.
    let output = world.cmd(["users", "rm", "1", "2", "--yes"]).code(5);
    output.stderr_has("error[core.bad_answer]");
}
