//! Layers, origins, profiles and the errors of configuration files.

use crate::support::World;

/// The value and origin of one key in `config show --output json`.
fn entry(output: &crate::support::Output, key: &str) -> (String, String) {
    let entry = &output.json()["result"][key];
    let text = |name: &str| entry[name].as_str().unwrap_or("").to_owned();
    (text("value"), text("origin"))
}

#[test]
fn first_layer_wins_and_says_so() {
    let mut world = World::new();
    let project = world.file(
        "st-hasura.toml",
        "api_url = \"http://project\"\ntimeout = 7\n",
    );
    let user = world.dir.path().join("home/.config/st-hasura/config.toml");
    std::fs::create_dir_all(user.parent().unwrap()).unwrap();
    std::fs::write(
        &user,
        "timeout = 5\nretries = 9\nhasura_endpoint = \"http://user\"\n",
    )
    .unwrap();

    let show = |world: &World, args: &[&str]| {
        let args = [&["config", "show", "-o", "json"], args].concat();
        world.cmd(args).ok()
    };
    let output = show(&world, &[]);
    assert_eq!(
        entry(&output, "api_url"),
        ("http://project".into(), format!("{}:1", project.display()))
    );
    assert_eq!(entry(&output, "timeout").0, "7");
    assert_eq!(
        entry(&output, "retries"),
        ("9".into(), format!("{}:2", user.display()))
    );
    assert_eq!(
        entry(&output, "connect_timeout"),
        ("10".into(), "default".into())
    );

    world.set("ST_HASURA_API_URL", "http://environment");
    let output = show(&world, &[]);
    assert_eq!(
        entry(&output, "api_url"),
        (
            "http://environment".into(),
            "environment ST_HASURA_API_URL".into()
        )
    );
    let output = show(&world, &["--api-url", "http://flag"]);
    assert_eq!(
        entry(&output, "api_url"),
        ("http://flag".into(), "flag --api-url".into())
    );
}

#[test]
fn a_profile_overrides_the_top_of_its_file() {
    let world = World::new();
    world.file(
        "st-hasura.toml",
        "api_url = \"http://a\"\nretries = 1\n[profiles.staging]\napi_url = \"http://b\"\n",
    );
    let output = world
        .cmd(["config", "show", "-o", "json", "--profile", "staging"])
        .ok();
    assert_eq!(entry(&output, "api_url").0, "http://b");
    assert_eq!(entry(&output, "retries").0, "1");
    let output = world.cmd(["config", "show", "--profile", "prod"]).code(2);
    output
        .stderr_has("error[config.unknown_profile]")
        .stderr_has("known profiles: staging");
}

#[test]
fn the_project_file_is_found_from_a_folder_below() {
    let world = World::new();
    world.file("st-hasura.toml", "api_url = \"http://above\"\n");
    world.file("deep/er/x", "");
    let mut command = world.command(["config", "show", "-o", "json"]);
    let output = command
        .current_dir(world.work().join("deep/er"))
        .output()
        .unwrap();
    assert!(String::from_utf8_lossy(&output.stdout).contains("http://above"));
}

#[test]
fn hasura_cli_files_and_variables_are_read_as_they_are() {
    let mut world = World::new();
    world.file(
        "config.yaml",
        "version: 3\nendpoint: http://from-yaml:8080\nadmin_secret: yaml-secret-value\n\
         metadata_directory: metadata\n",
    );
    let output = world.cmd(["config", "show", "-o", "json"]).ok();
    assert_eq!(entry(&output, "hasura_endpoint").0, "http://from-yaml:8080");
    assert_eq!(entry(&output, "hasura_admin_secret").0, "[redacted]");
    output.nowhere("yaml-secret-value");
    world.set("HASURA_GRAPHQL_ENDPOINT", "http://from-env:8080/v1/graphql");
    let output = world.cmd(["config", "show", "-o", "json"]).ok();
    assert_eq!(
        entry(&output, "hasura_endpoint").1,
        "environment HASURA_GRAPHQL_ENDPOINT"
    );
}

/// Engine and project often share a `.env`.
#[cfg(feature = "sandbox")]
#[test]
fn the_naming_convention_beside_hasura_clis_project_is_the_sandboxs() {
    fn ask<'w>(world: &'w World, question: &str) -> crate::support::Run<'w> {
        world.cmd(["sandbox", "--", BIN, "query", "--as", "admin", question])
    }
    const BIN: &str = env!("CARGO_BIN_EXE_st-hasura");
    let mut world = World::new();
    let plain = ask(&world, "{ notes_aggregate { aggregate { count } } }").ok();
    plain.stdout_has("notes_aggregate");
    let camel = "{ notesAggregate { aggregate { count } } notes(limit: 1) { ownerId } }";
    ask(&world, camel).code(7).stderr_has("notesAggregate");
    world.file(
        "hasura/config.yaml",
        "version: 3\nmetadata_directory: metadata\n",
    );
    world.file(
        "hasura/.env",
        "HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION=graphql-default\n",
    );
    ask(&world, camel).ok().stdout_has("ownerId");
    // What is set up under it is named by it.
    let set_up = ["setup-hasura", "plan", "--shared", "*"];
    world
        .cmd([&["sandbox", "--", BIN][..], &set_up].concat())
        .ok()
        .stdout_has("relationship");
    world.set("HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION", "hasura-default");
    ask(&world, camel).code(7);
    world.set("HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION", "camelCase");
    ask(&world, camel)
        .code(2)
        .stderr_has("one of hasura-default, graphql-default");
}

/// As hasura-cli does: what stands in the `.env` comes before `config.yaml`.
#[test]
fn the_env_file_beside_hasura_clis_is_read_first() {
    let mut world = World::new();
    world.file(".env", "HASURA_GRAPHQL_ENDPOINT=http://not-hasuras:1\n");
    world.file(
        "hasura/config.yaml",
        "version: 3\nendpoint: http://from-yaml:8080\nadmin_secret: yaml-secret-value\n",
    );
    world.file(
        "hasura/.env",
        "# a comment\nHASURA_GRAPHQL_ENDPOINT=\"http://from-dotenv:8080\"\n",
    );
    let output = world.cmd(["config", "show", "-o", "json"]).ok();
    let (endpoint, origin) = entry(&output, "hasura_endpoint");
    assert_eq!(endpoint, "http://from-dotenv:8080");
    assert!(origin.ends_with("hasura/.env:2"), "{origin}");
    assert!(
        entry(&output, "hasura_admin_secret")
            .1
            .ends_with("config.yaml (hasura-cli)")
    );
    world.file(
        "hasura/.env",
        "HASURA_GRAPHQL_ACCESS_KEY=dotenv-older-value\nHASURA_GRAPHQL_ADMIN_SECRET=dotenv-secret-value\n",
    );
    let output = world.cmd(["config", "show", "-o", "json"]).ok();
    assert!(
        entry(&output, "hasura_admin_secret")
            .1
            .ends_with("hasura/.env:2")
    );
    assert_eq!(entry(&output, "hasura_endpoint").0, "http://from-yaml:8080");
    output
        .nowhere("dotenv-secret-value")
        .nowhere("dotenv-older-value");
    // The environment, and a file of our own, come before both.
    world.set("HASURA_GRAPHQL_ENDPOINT", "http://from-env:8080");
    let output = world.cmd(["config", "show", "-o", "json"]).ok();
    assert_eq!(entry(&output, "hasura_endpoint").0, "http://from-env:8080");
}

#[test]
fn an_unknown_key_is_named_with_the_nearest_known_one() {
    let world = World::new();
    world.file("st-hasura.toml", "retries = 1\napi_ulr = \"http://x\"\n");
    let output = world.cmd(["config", "show"]).code(2);
    output
        .stderr_has("st-hasura.toml:2: unknown key \"api_ulr\"")
        .stderr_has("help: did you mean api_url?")
        .stdout_is("");
}

#[test]
fn a_wrong_type_shows_the_line_and_not_the_value() {
    let world = World::new();
    world.file("st-hasura.toml", "\n\ntenant = [\"hunter2-hunter2\"]\n");
    let output = world.cmd(["config", "show"]).code(2);
    output
        .stderr_has("st-hasura.toml:3: tenant must be a string, but a array is there")
        .nowhere("hunter2-hunter2");
}

#[test]
fn two_profiles_of_one_name_are_an_error() {
    let world = World::new();
    world.file(
        "st-hasura.toml",
        "[profiles.a]\nretries = 1\n[profiles.a]\nretries = 2\n",
    );
    world
        .cmd(["config", "show"])
        .code(2)
        .stderr_has("st-hasura.toml:3:")
        .stderr_has("duplicate");
}

#[test]
fn broken_toml_never_quotes_the_line() {
    let world = World::new();
    world.file(
        "st-hasura.toml",
        "retries = 1\npassword = hunter2-hunter2\n",
    );
    world
        .cmd(["config", "show"])
        .code(2)
        .stderr_has(":2:")
        .nowhere("hunter2-hunter2");
}

#[test]
fn a_secret_in_a_file_is_refused_with_the_ways_to_give_it() {
    let world = World::new();
    world.file(
        "st-hasura.toml",
        "hasura_admin_secret = \"hunter2-hunter2\"\n",
    );
    let output = world.cmd(["config", "show"]).code(2);
    output
        .stderr_has("error[config.secret_in_file]")
        .stderr_has("ST_HASURA_ADMIN_SECRET")
        .nowhere("hunter2-hunter2");
}

#[test]
fn a_bad_value_names_its_place_and_strips_user_info() {
    let world = World::new();
    let output = world
        .cmd(["config", "show", "--api-url", "ftp://me:hunter2@host/"])
        .code(2);
    output
        .stderr_has("api_url (flag --api-url) must be an http or https URL")
        .nowhere("hunter2");
    let output = world
        .cmd(["config", "show", "--timeout", "soon", "-o", "json"])
        .code(2);
    assert_eq!(output.json()["error"]["code"], "config.bad_value");
    assert_eq!(output.json()["ok"], false);
    world
        .cmd(["config", "show", "--resolve", "nonsense"])
        .code(2)
        .stderr_has("HOST:PORT:ADDRESS");
}

/// A gateway's key in a URL is a secret wherever the URL is shown, however short; other parameters
/// are none.
#[test]
fn secrets_in_a_url_are_shown_nowhere() {
    for (query, shown) in [
        ("api_key=s3cret-of-the-gate&x=1", "?api_key=[redacted]&x=1"),
        ("apikey=abc&x=1", "?apikey=[redacted]&x=1"),
        (
            "x=1&access_token=s3cret%2Dof%2Dthe%2Dgate",
            "?x=1&access_token=[redacted]",
        ),
        ("x=1&page=abcdefghijkl", "?x=1&page=abcdefghijkl"),
    ] {
        let mut world = World::new();
        let url = format!("http://127.0.0.1:9/v1/graphql?{query}");
        world.set("HASURA_GRAPHQL_ENDPOINT", &url);
        let output = world.cmd(["config", "show"]).ok();
        output.stdout_has(&format!("http://127.0.0.1:9/v1/graphql{shown}"));
        for hidden in ["s3cret", "=abc&"] {
            output.nowhere(hidden);
        }
        for line in [
            &["config", "show", "-o", "json"][..],
            &[
                "query",
                "--role",
                "anonymous",
                "{ a }",
                "-vv",
                "--retries",
                "0",
            ],
            &["doctor", "--only", "hasura", "-vv", "--retries", "0"],
        ] {
            let output = world.cmd(line).run();
            for hidden in ["s3cret", "=abc&"] {
                output.nowhere(hidden);
            }
        }
    }
}
