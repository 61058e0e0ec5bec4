//! `init`: what it finds, what it tries, what it writes, and what it leaves alone.

mod look;
#[cfg(unix)]
mod prompts;
mod refusals;

use std::path::PathBuf;

use crate::stacks::KINDS;
use crate::support::World;
use crate::support::sandbox::Sandbox;

/// The file.
fn written(world: &World) -> String {
    std::fs::read_to_string(path(world)).unwrap()
}

fn path(world: &World) -> PathBuf {
    world.work().join("st-hasura.toml")
}

/// A world in which nobody says where anything is, but for the admin secret.
fn bare(sandbox: &Sandbox) -> World {
    let mut world = World::new();
    world.set(
        "HASURA_GRAPHQL_ADMIN_SECRET",
        sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET"),
    );
    world
}

/// The flags that say where everything is.
fn flags(sandbox: &Sandbox) -> [String; 6] {
    let own = |name| sandbox.var(name).to_owned();
    [
        "--api-url".into(),
        own("ST_HASURA_API_URL"),
        "--hasura-endpoint".into(),
        own("HASURA_GRAPHQL_ENDPOINT"),
        "--ports".into(),
        "none".into(),
    ]
}

fn init(sandbox: &Sandbox, more: &[&str]) -> Vec<String> {
    let own = ["init", "--no-input"].map(ToOwned::to_owned);
    let more = more.iter().map(|arg| (*arg).to_owned());
    own.into_iter().chain(flags(sandbox)).chain(more).collect()
}

#[test]
fn a_new_file_says_everything_and_no_secret() {
    let sandbox = KINDS[0].start(&[]);
    let world = bare(&sandbox);
    let [_, api, _, hasura, ..] = flags(&sandbox);
    let output = world.cmd(init(&sandbox, &[])).ok();
    assert_eq!(output.stderr, "", "{output}");
    let file = path(&world);
    output.stdout_is(&format!(
        "key              value                   from\n\
         api_url          {api}  flag --api-url\n\
         api_base_path    /auth                   it answers there\n\
         hasura_endpoint  {hasura}  flag --hasura-endpoint\n\
         \n\
         auth API      {api}/auth, modern generation\n\
         JWKS          {api}/auth/jwt/jwks.json, 2 keys\n\
         Hasura        {hasura}, v2.48.10\n\
         admin secret  accepted\n\
         \n\
         wrote {}\n\
         next: st-hasura jwt-secret for Hasura, st-hasura signup, st-hasura smoke\n",
        file.display()
    ));
    assert_eq!(
        written(&world),
        format!(
            "# Where the parts are; written by st-hasura init. No secret belongs into this file: each\n\
             # comes from a variable or a file of its own. st-hasura config show --origin says which\n\
             # value is in force, and why.\n\
             \n\
             # The auth API: its origin, and the path below which SuperTokens answers.\n\
             api_url = \"{api}\"\n\
             api_base_path = \"/auth\"\n\
             \n\
             # Hasura, without /v1/graphql.\n\
             hasura_endpoint = \"{hasura}\"\n\
             # Its admin secret comes from the variable HASURA_GRAPHQL_ADMIN_SECRET.\n"
        )
    );
    output.nowhere(sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET"));
    let shown = world.cmd(["config", "show", "--origin"]).ok();
    for (key, line) in [
        ("api_url", 6),
        ("api_base_path", 7),
        ("hasura_endpoint", 10),
    ] {
        let row = shown.stdout.lines().find(|row| row.starts_with(key));
        let origin = format!("{}:{line}", file.display());
        assert!(row.unwrap().ends_with(&origin), "{shown}");
    }
    world.cmd(["smoke", "--quick"]).ok();
}

#[test]
fn once_more_there_is_nothing_to_change() {
    let sandbox = KINDS[2].start(&[]);
    let world = bare(&sandbox);
    world
        .cmd(init(&sandbox, &[]))
        .ok()
        .stdout_has("legacy generation");
    let before = written(&world);
    let modified = std::fs::metadata(path(&world)).unwrap().modified().unwrap();
    let again = ["init", "--no-input", "--ports", "none", "-o", "json"];
    let again = world.cmd(again).ok().json();
    assert_eq!(again["result"]["done"], "unchanged");
    assert_eq!(again["result"]["diff"], "");
    assert_eq!(written(&world), before);
    let now = std::fs::metadata(path(&world)).unwrap().modified().unwrap();
    assert_eq!(now, modified);
    world
        .cmd(init(&sandbox, &[]))
        .ok()
        .stdout_has("says all this already: nothing to change");
}

#[test]
fn a_file_that_is_there_changes_by_force_alone_and_keeps_the_rest() {
    let sandbox = KINDS[0].start(&[]);
    let world = bare(&sandbox);
    let [_, api, _, hasura, ..] = flags(&sandbox);
    let old = "# ours\napi_url = \"http://127.0.0.1:1\" # the old one\ntimeout = 7\n\n\
               [profiles.staging]\n# theirs\napi_url = \"https://staging.example.test\"\n\n\
               [verify.roles.user.tables.notes]\ncolumns = [\"id\"]\n";
    world.file("st-hasura.toml", old);
    let refused = world.cmd(init(&sandbox, &[])).code(2);
    refused
        .stderr_has("error[project.exists]")
        .stderr_has("-api_url = \"http://127.0.0.1:1\" # the old one")
        .stderr_has(&format!("+api_url = \"{api}\" # the old one"))
        .stderr_has("--dry-run shows the difference, --force overwrites; nothing was written");
    assert_eq!(written(&world), old);
    let shown = world.cmd(init(&sandbox, &["--dry-run"])).ok();
    shown
        .stdout_has(&format!("+hasura_endpoint = \"{hasura}\""))
        .stdout_has("nothing was written");
    assert_eq!(written(&world), old);
    world
        .cmd(init(&sandbox, &["--force"]))
        .ok()
        .stdout_has("changed ");
    assert_eq!(
        written(&world),
        format!(
            "# ours\napi_url = \"{api}\" # the old one\ntimeout = 7\napi_base_path = \"/auth\"\n\
             hasura_endpoint = \"{hasura}\"\n\n[profiles.staging]\n# theirs\n\
             api_url = \"https://staging.example.test\"\n\n\
             [verify.roles.user.tables.notes]\ncolumns = [\"id\"]\n"
        )
    );
    world
        .cmd(init(&sandbox, &[]))
        .ok()
        .stdout_has("nothing to change");
}

#[test]
fn another_profile_gets_a_table_of_its_own() {
    let sandbox = KINDS[0].start(&[]);
    let world = bare(&sandbox);
    let [_, api, _, hasura, ..] = flags(&sandbox);
    world.file(
        "st-hasura.toml",
        "hasura_endpoint = \"http://127.0.0.1:1\"\n[profiles.ci]\nretries = 0\n",
    );
    let ci = init(&sandbox, &["--profile", "ci", "--force"]);
    world.cmd(ci).ok();
    let new = init(&sandbox, &["--profile", "laptop", "--force"]);
    world.cmd(new).ok();
    let keys =
        format!("api_url = \"{api}\"\napi_base_path = \"/auth\"\nhasura_endpoint = \"{hasura}\"\n");
    assert_eq!(
        written(&world),
        format!(
            "hasura_endpoint = \"http://127.0.0.1:1\"\n[profiles.ci]\nretries = 0\n{keys}\n\
             [profiles.laptop]\n{keys}"
        )
    );
    world
        .cmd(["config", "show", "--profile", "laptop"])
        .ok()
        .stdout_has(&api);
    // A file of another name, with nothing but the profile.
    let apart = init(&sandbox, &["--profile", "x", "--config", "conf/other.toml"]);
    world.cmd(apart).ok();
    let other = std::fs::read_to_string(world.work().join("conf/other.toml")).unwrap();
    assert!(other.contains("[profiles.x]\n\n# The auth API"), "{other}");
}

#[test]
fn options_of_the_command_are_answers_too() {
    let sandbox = KINDS[0].start(&[]);
    let world = World::new();
    let secret = sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET");
    world.file("secrets/admin", format!("{secret}\n"));
    world.file("secrets/core", sandbox.var("ST_HASURA_CORE_API_KEY"));
    let jwks = format!("{}/auth/jwt/jwks.json", sandbox.var("ST_HASURA_API_URL"));
    let output = world
        .cmd(init(
            &sandbox,
            &[
                "--hasura-admin-secret-file",
                "secrets/admin",
                "--core-uri",
                sandbox.var("ST_HASURA_CORE_URI"),
                "--core-api-key-file",
                "secrets/core",
                "--jwt-path",
                "/token",
                "--jwks-url",
                &jwks,
                "--transport",
                "header",
            ],
        ))
        .ok();
    output
        .stdout_has("admin secret  accepted")
        .stdout_has("CDI 5.4")
        .nowhere(secret);
    let text = written(&world);
    for line in [
        "transport = \"header\"",
        "jwt_path = \"/token\"",
        "hasura_admin_secret_file = \"secrets/admin\"",
        "core_api_key_file = \"secrets/core\"",
        "# Its admin secret comes from the file named below.",
    ] {
        assert!(text.lines().any(|other| other == line), "{line}: {text}");
    }
    assert!(text.contains(&jwks) && !text.contains(secret), "{text}");
    world
        .cmd(["init", "--no-input", "--ports", "none"])
        .ok()
        .stdout_has("nothing to change");
    world.cmd(["users", "list"]).ok();
}

#[test]
fn untried_it_says_so() {
    let world = World::new();
    let line = [
        "init",
        "--no-input",
        "--offline",
        "--api-url",
        "https://api.example.test",
        "--hasura-endpoint",
        "https://hasura.example.test/v1/graphql",
    ];
    world
        .cmd(line)
        .ok()
        .stdout_has("no server was asked (--offline): nothing of this is tried");
    let text = written(&world);
    assert!(text.contains("hasura_endpoint = \"https://hasura.example.test\"\n"));
    assert!(!text.contains("api_base_path"), "{text}");
    let json = world.cmd(line.iter().chain(&["-o", "json"])).ok().json();
    assert_eq!(json["result"]["tried"], false);
    assert_eq!(json["result"]["checks"], serde_json::json!([]));
}

#[test]
fn a_hasura_that_is_not_there_yet_comes_later() {
    let sandbox = KINDS[0].start(&[]);
    let world = bare(&sandbox);
    let api = sandbox.var("ST_HASURA_API_URL");
    let first = ["init", "--no-input", "--ports", "none", "--api-url", api];
    let output = world.cmd(first).ok();
    output
        .stdout_has("no Hasura yet: query, smoke and verify-hasura want one")
        .stdout_has("wrote ");
    let text = written(&world);
    assert!(text.contains(&format!("api_url = \"{api}\"")), "{text}");
    assert!(!text.to_lowercase().contains("hasura_endpoint"), "{text}");
    assert!(!text.contains("admin secret"), "{text}");
    // The file is one that every command can read.
    world
        .cmd(["jwt-secret"])
        .ok()
        .stdout_has("/auth/jwt/jwks.json");
    world.cmd(["query", "{ a }"]).run().stderr_has("hasura");
    // And when it is there, it is added.
    let hasura = sandbox.var("HASURA_GRAPHQL_ENDPOINT");
    let again = ["init", "--no-input", "--force", "--ports", "none"];
    let output = world
        .cmd([&again[..], &["--hasura-endpoint", hasura]].concat())
        .ok();
    assert!(!output.stdout.contains("no Hasura yet"), "{output}");
    assert!(written(&world).contains(hasura), "{}", written(&world));
}
