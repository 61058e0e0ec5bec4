//! What is in the way: nothing is written then.

use crate::stacks::KINDS;
use crate::support::World;
use crate::support::fault_server::FaultServer;

use super::{bare, flags, init, path};

#[test]
fn nothing_said_and_nothing_found() {
    let world = World::new();
    let output = world.cmd(["init", "--no-input", "--ports", "1"]).code(2);
    output
        .stderr_has("error[init.missing]: the auth API is missing")
        .stderr_has("note: looked at: ports 1 of this machine")
        .stderr_has("help: give --api-url URL or ST_HASURA_API_URL");
    assert!(!path(&world).exists());
}

#[test]
fn bad_values() {
    let world = World::new();
    for (args, code) in [
        (&["--api-url", "ftp://a.test"][..], "config.bad_value"),
        (&["--core-uri", "nonsense"], "usage.invalid"),
        (&["--jwks-url", "file:///etc/passwd"], "usage.invalid"),
        (&["--ports", "80x"], "usage.invalid"),
        (&["--ports", "0"], "usage.invalid"),
        (&["--ports", "none,80"], "usage.invalid"),
        (&["--curl"], "usage.invalid"),
    ] {
        let line = ["init", "--no-input"].iter().chain(args);
        let output = world.cmd(line).code(2);
        output.stderr_has(&format!("error[{code}]"));
    }
    world.file(".env", "API_DOMAIN=ada:hunter22@localhost:3001\n");
    world
        .cmd(["init", "--no-input", "--ports", "none"])
        .code(2)
        .stderr_has("error[init.bad_find]: API_DOMAIN in .env is no http or https URL")
        .nowhere("hunter22");
    world
        .cmd(["init", "--no-input", "--admin-secret", "hunter22"])
        .code(2)
        .stderr_has("hasura_admin_secret_file");
    assert!(!path(&world).exists());
}

#[test]
fn whoever_answers_must_be_who_they_are_said_to_be() {
    let sandbox = KINDS[0].start(&[]);
    let world = bare(&sandbox);
    let [_, api, _, hasura, ..] = flags(&sandbox);
    let faults = FaultServer::start();
    let try_ = |api: &str, hasura: &str, code: i32| {
        let line = ["init", "--no-input", "--ports", "none", "--retries", "0"];
        let more = ["--api-url", api, "--hasura-endpoint", hasura];
        let output = world.cmd(line.iter().chain(&more)).code(code);
        output.stderr_has("nothing was written");
        assert!(!path(&world).exists());
        output
    };
    try_(&api, &api, 5).stderr_has("error[hasura.not_hasura]");
    try_(&hasura, &hasura, 5)
        .stderr_has("error[init.no_auth_api]: no SuperTokens SDK answers at")
        .stderr_has("base paths tried: /auth, /api, /api/auth and /");
    try_(&api, &format!("{}/html502", faults.origin()), 5)
        .stderr_has("an HTML page titled \"502 Bad Gateway\"");
    try_(&api, &format!("{}/ngrok", faults.origin()), 5).stderr_has("a page of ngrok's");
    try_(&api, "http://127.0.0.1:1", 3).stderr_has("error[http.refused]");
    try_("http://127.0.0.1:1", &hasura, 3).stderr_has("error[http.refused]");
}

#[test]
fn an_admin_secret_that_is_refused() {
    let sandbox = KINDS[0].start(&[]);
    let mut world = World::new();
    world.set("HASURA_GRAPHQL_ADMIN_SECRET", "not-the-right-one");
    world
        .cmd(init(&sandbox, &[]))
        .code(4)
        .stderr_has("error[hasura.refused]")
        .stderr_has("the admin secret sent is not the one Hasura was started with")
        .stderr_has("--offline writes it untried")
        .nowhere("not-the-right-one");
    assert!(!path(&world).exists());
    let wrong_key = ["--core-uri", sandbox.var("ST_HASURA_CORE_URI")];
    bare(&sandbox)
        .cmd(init(&sandbox, &wrong_key))
        .env("ST_HASURA_CORE_API_KEY", "not-the-right-key-either")
        .code(4)
        .stderr_has("error[core.key_refused]");
}

#[test]
fn user_info_of_urls_stays_out_of_the_file() {
    let sandbox = KINDS[0].start(&[]);
    let world = bare(&sandbox);
    let [_, api, _, hasura, ..] = flags(&sandbox);
    let with = |url: &str| url.replace("http://", "http://ada:hunter22@");
    let (api_with, hasura_with) = (with(&api), with(&hasura));
    let line = ["init", "--no-input", "--ports", "none"];
    let more = ["--api-url", &api_with, "--hasura-endpoint", &hasura_with];
    let output = world.cmd(line.iter().chain(&more)).ok();
    output
        .stderr_has("user and password in api_url are left out of the file")
        .stderr_has("give the whole URL with ST_HASURA_HASURA_ENDPOINT")
        .nowhere("hunter22");
    let text = super::written(&world);
    assert!(!text.contains('@') && text.contains(&api), "{text}");
}

#[test]
fn files_that_may_not_be_read_or_written() {
    let sandbox = KINDS[0].start(&[]);
    let world = bare(&sandbox);
    // A folder where the file belongs; TOML that is none; a key that is none.
    world.file("folder/x", "");
    let folder = init(&sandbox, &["--config", "folder"]);
    world.cmd(folder).code(2);
    for bad in ["api_url = [", "no_such_key = 1\n"] {
        world.file("st-hasura.toml", bad);
        let output = world.cmd(init(&sandbox, &["--force"])).code(2);
        output.stderr_has("st-hasura.toml:1");
        assert_eq!(super::written(&world), bad);
    }
    std::fs::remove_file(path(&world)).unwrap();
    let missing = ["--hasura-admin-secret-file", "no/such/file"];
    World::new()
        .cmd(init(&sandbox, &missing))
        .code(2)
        .stderr_has("no/such/file");
}

#[cfg(unix)]
#[test]
fn a_folder_that_is_read_only() {
    use std::os::unix::fs::PermissionsExt as _;

    let sandbox = KINDS[0].start(&[]);
    let world = bare(&sandbox);
    let mode = |mode| {
        let permissions = std::fs::Permissions::from_mode(mode);
        std::fs::set_permissions(world.work(), permissions).unwrap();
    };
    if rustix::process::geteuid().is_root() {
        // Root may write everywhere, but where the system itself lets nobody.
        let nowhere = init(&sandbox, &["--config", "/proc/st-hasura.toml"]);
        let output = world.cmd(nowhere).code(2);
        output.stderr_has("error[project.io]: cannot write /proc/st-hasura.toml");
        return;
    }
    mode(0o555);
    let output = world.cmd(init(&sandbox, &[])).run();
    mode(0o755);
    assert_eq!(output.code, Some(2), "{output}");
    output
        .stderr_has("error[project.io]: cannot write")
        .stderr_has("nothing was written");
    let left: Vec<_> = std::fs::read_dir(world.work()).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
}

/// A file that a flag names is what goes into the file, and so what is tried.
#[test]
fn a_secret_that_a_flag_names_is_tried_before_the_environments() {
    let sandbox = KINDS[0].start(&[]);
    let mut world = bare(&sandbox);
    world.set(
        "ST_HASURA_CORE_API_KEY",
        sandbox.var("ST_HASURA_CORE_API_KEY"),
    );
    std::fs::write(world.work().join("wrong"), "not-the-secret-of-this-one").unwrap();
    world
        .cmd(init(&sandbox, &["--hasura-admin-secret-file", "wrong"]))
        .code(4)
        .stderr_has("the admin secret sent is not the one Hasura was started with");
    let core = sandbox.var("ST_HASURA_CORE_URI");
    let args = ["--core-uri", core, "--core-api-key-file", "wrong"];
    world
        .cmd(init(&sandbox, &args))
        .code(4)
        .stderr_has("the core refuses the API key");
    world.cmd(init(&sandbox, &[])).ok();
}
