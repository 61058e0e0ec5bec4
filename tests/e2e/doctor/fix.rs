//! `doctor --fix`: what a line of the configuration would mend is shown, and written where that was
//! agreed to.

use crate::support::World;
use crate::support::sandbox::Sandbox;
#[cfg(unix)]
use crate::support::terminal::{afterwards, asked, terminal};

/// A project with its file, and no variable that beats it.
fn project(sandbox: &Sandbox, more: &str) -> World {
    let mut world = World::new();
    for (name, value) in sandbox.env() {
        if name.starts_with("HASURA_") || name.starts_with("ST_HASURA_CORE") {
            world.set(&name, value);
        }
    }
    let api = sandbox.var("ST_HASURA_API_URL");
    world.file(
        "st-hasura.toml",
        format!("# ours\napi_url = \"{api}\"\n{more}"),
    );
    world
}

fn text(world: &World) -> String {
    std::fs::read_to_string(world.work().join("st-hasura.toml")).unwrap()
}

#[test]
fn a_base_path_is_corrected_after_it_was_agreed_to() {
    let sandbox = Sandbox::start(&[]);
    let world = project(&sandbox, "api_base_path = \"/api\" # as in the tutorial\n");
    let before = text(&world);
    let shown = world.cmd(["doctor", "--fix"]).code(9);
    shown
        .stdout_has("broken at auth-api: nothing answers at ")
        .stdout_has("-api_base_path = \"/api\" # as in the tutorial\n")
        .stdout_has("+api_base_path = \"/auth\" # as in the tutorial\n")
        .stdout_has("fix: not written, since nobody can be asked: add --yes\n");
    assert_eq!(text(&world), before);
    let output = world
        .cmd(["doctor", "--fix", "--yes", "-o", "json"])
        .code(9);
    let fix = &output.json()["result"]["fix"];
    assert_eq!(fix["state"], "written", "{output}");
    assert_eq!(text(&world), before.replace("/api\"", "/auth\""));
    world
        .cmd(["doctor", "--fix", "--yes"])
        .ok()
        .stdout_has("the chain holds")
        .stdout_has("fix: nothing that st-hasura.toml says would mend it\n");
}

#[test]
fn what_a_variable_says_is_not_ours_to_change() {
    let sandbox = Sandbox::start(&[]);
    let world = project(&sandbox, "");
    let before = text(&world);
    let output = world
        .cmd(["doctor", "--fix", "--yes"])
        .env("ST_HASURA_API_BASE_PATH", "/api")
        .code(9);
    output.stdout_has(
        "fix: api_base_path comes from environment ST_HASURA_API_BASE_PATH: set it to /auth there\n",
    );
    assert_eq!(text(&world), before);
}

#[test]
fn the_key_set_of_another_app_is_exchanged_for_the_own_one() {
    let sandbox = Sandbox::start(&[]);
    let other = Sandbox::apart(&[]);
    let keys = format!("{}/auth/jwt/jwks.json", other.var("ST_HASURA_API_URL"));
    let world = project(&sandbox, &format!("jwks_url = \"{keys}\"\n"));
    let output = world.cmd(["doctor", "--fix", "--yes"]).code(9);
    output
        .stdout_has("broken at signature: ")
        .stdout_has("the auth API's own key set, ")
        .stdout_has("fix: wrote ");
    let own = format!("{}/auth/jwt/jwks.json", sandbox.var("ST_HASURA_API_URL"));
    assert!(text(&world).contains(&format!("jwks_url = \"{own}\"")));
    world.cmd(["doctor"]).ok();
    world.cmd(["doctor", "--yes"]).code(2).stderr_has("--fix");
}

#[cfg(unix)]
#[test]
fn the_difference_has_lines_of_its_own_at_a_terminal() {
    let sandbox = Sandbox::start(&[]);
    let mut world = project(&sandbox, "api_base_path = \"/api\"\n");
    let before = text(&world);
    let mut pty = terminal(&mut world);
    pty.send_line("st doctor --fix --color never").unwrap();
    let lines = "-api_base_path = \"/api\"\r\n+api_base_path = \"/auth\"\r\n";
    pty.exp_string(lines).unwrap();
    asked(&mut pty, "Write ");
    pty.send_line("n").unwrap();
    assert_eq!(afterwards(pty), (true, 9));
    assert_eq!(text(&world), before);
}
