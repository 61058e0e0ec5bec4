//! What every command has in common: help, version, exit codes, unknown words.

use crate::support::World;

#[test]
fn no_arguments_print_help_with_examples_first_and_exit_2() {
    let output = World::new().cmd([] as [&str; 0]).code(2);
    assert!(output.stderr.starts_with("Examples:\n"), "{output}");
}

#[test]
fn long_help_carries_the_exit_code_table() {
    let output = World::new().cmd(["--help"]).ok();
    output.stdout_has(&format!(
        "Exit codes:\n{}",
        st_hasura::testing::exit_table()
    ));
}

#[test]
fn version_is_one_line_on_stdout() {
    let output = World::new().cmd(["--version"]).ok();
    output.stdout_is(&format!("st-hasura {}\n", env!("CARGO_PKG_VERSION")));
}

#[test]
fn an_unknown_command_exits_2_and_leaves_stdout_empty() {
    let output = World::new().cmd(["singup"]).code(2);
    output.stdout_is("").stderr_has("signup");
}

#[test]
fn a_password_is_not_taken_as_a_flag() {
    let output = World::new()
        .cmd(["signin", "--password", "correct horse"])
        .code(2);
    output
        .stderr_has("--password-stdin")
        .nowhere("correct horse");
}

#[test]
fn usage_errors_are_json_when_json_is_asked_for() {
    let world = World::new();
    for line in [
        &["signin", "-o", "json", "--nonsense"][..],
        &["signin", "--nonsense", "-o", "json"],
        &["frobnicate", "--json"],
        &["scaffold", "auth-api", "--lang", "ruby", "--output=json"],
        &["completions", "tcsh", "-ojson"],
    ] {
        let output = world.cmd(line).code(2);
        assert_eq!(output.json()["error"]["code"], "usage.invalid");
        assert_eq!(output.json()["ok"], false);
        assert_eq!(output.stderr, "");
    }
    let output = world.cmd(["signin", "--nonsense"]);
    let output = output.env("ST_HASURA_OUTPUT", "json").code(2);
    assert_eq!(output.json()["error"]["code"], "usage.invalid");
    // What follows two hyphens is another command's, and the last wish counts.
    for line in [
        &["sandbox", "--nonsense", "--", "x", "--json"][..],
        &["signin", "--nonsense", "-o", "json", "-o", "text"],
    ] {
        let output = world.cmd(line).code(2);
        assert_eq!(output.stdout, "");
    }
}

#[test]
fn a_usage_error_in_json_says_all_that_its_text_says() {
    let world = World::new();
    let error = |line: &[&str]| world.cmd(line).code(2).json()["error"].clone();
    let watch = error(&["verify-hasura", "--watch", "--json"]);
    let message = watch["message"].as_str().unwrap();
    assert!(
        message.ends_with("were not provided: --offline [<DIR>]"),
        "{message}"
    );
    let lang = error(&["scaffold", "auth-api", "--lang", "nod", "--json"]);
    let message = lang["message"].as_str().unwrap();
    assert!(message.contains("[possible values: node, "), "{message}");
    let flag = error(&["signin", "--emial", "a@b.co", "--json"]);
    let hint = flag["hint"].as_str().unwrap();
    assert!(hint.contains("'--email'"), "{hint}");
}

#[test]
fn json_is_short_for_output_json() {
    let world = World::new();
    for line in [
        &["config", "show", "--json"][..],
        &["--json", "config", "show"],
        &["config", "--json", "show"],
        &["config", "show", "--json", "-o", "json"],
        &["-o", "json", "config", "show", "--json"],
    ] {
        let output = world.cmd(line).env("ST_HASURA_OUTPUT", "text").ok();
        assert_eq!(output.json()["result"]["output"]["value"], "json");
    }
    // A command that has no configuration, and an error.
    let explained = world.cmd(["explain", "P05", "--json"]).ok();
    assert_eq!(explained.json()["ok"], true);
    let refused = world.cmd(["signin", "--json", "--nonsense"]).code(2);
    assert_eq!(refused.json()["error"]["code"], "usage.invalid");
    assert_eq!(refused.stderr, "");
}

#[test]
fn json_contradicts_any_other_output() {
    let world = World::new();
    for other in ["text", "junit"] {
        for line in [
            ["status", "--json", "-o", other],
            ["-o", other, "status", "--json"],
        ] {
            let output = world.cmd(line).code(2);
            let told = format!("the argument '--json' cannot be used with '--output {other}'");
            output.stderr_has(&told).stdout_is("");
        }
    }
}

#[test]
fn colour_is_asked_for_and_refused_by_the_variables_that_everybody_knows() {
    let world = World::new();
    for (variables, args, coloured) in [
        (&[][..], &[][..], false),
        (&[("CLICOLOR_FORCE", "1")], &[], true),
        (&[("CLICOLOR_FORCE", "0")], &[], false),
        (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &[], false),
        (&[("NO_COLOR", "1")], &["--color", "always"], true),
        (&[("CLICOLOR_FORCE", "1")], &["--color", "never"], false),
    ] {
        let mut run = world.cmd(["explain", "P05"].iter().chain(args));
        for (name, value) in variables {
            run = run.env(name, value);
        }
        let output = run.ok();
        assert_eq!(output.stdout.contains('\u{1b}'), coloured, "{output}");
    }
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_asked() {
    let world = World::new();
    world
        .cmd(["verify-hasura", "--sample", "0"])
        .code(2)
        .stderr_has("invalid value '0' for '--sample <N>': 0 is not in 1..");
    world
        .cmd(["query", "--role", "", "{ a }"])
        .code(2)
        .stderr_has("'--role <ROLE>'");
}

#[test]
fn a_file_that_cannot_be_read_is_told_once_and_with_a_way_out() {
    let world = World::new();
    let output = world.cmd(["decode", "nope"]).code(2);
    assert_eq!(
        output.stderr,
        "error[io.failed]: cannot read nope: No such file or directory (os error 2)\n\
         help: is the name right? A relative one begins in the folder that the command runs in\n"
    );
    let output = world.cmd(["decode", "nope", "--json"]).code(2);
    assert_eq!(output.json()["error"]["cause"], serde_json::json!([]));
}

#[test]
fn what_is_not_configured_or_no_url_comes_with_what_to_write() {
    let world = World::new();
    world
        .cmd(["users", "list"])
        .code(2)
        .stderr_has("help: set ST_HASURA_CORE_URI, or write core_uri into st-hasura.toml\n");
    let refused = |url: &str| world.cmd(["signin", "--api-url", url]).code(2).stderr;
    assert_eq!(
        refused("localhost:3000"),
        "error[config.bad_value]: api_url (flag --api-url) must be an http or https URL, not \
         \"localhost:3000\"\nhelp: write http://localhost:3000\n"
    );
    for url in ["ftp://localhost", "http://", "a b", ""] {
        let stderr = refused(url);
        assert!(!stderr.contains("help: write"), "{url:?} {stderr}");
    }
}
