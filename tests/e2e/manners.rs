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
    let output = World::new()
        .cmd(["signin", "-o", "json", "--nonsense"])
        .code(2);
    assert_eq!(output.json()["error"]["code"], "usage.invalid");
    assert_eq!(output.json()["ok"], false);
    assert_eq!(output.stderr, "");
}
