//! `jwt-secret lint` and who reads the file: Compose, docker, readers of `.env`, Terraform.

use crate::jwt_secret_files::{GOOD, NAME, compose, ids, lint};
use crate::support::World;

const SHARED: &str = r#"{"type":"HS256","key":"0123456789abcdef0123456789abcdef","issuer":"i"}"#;

/// What Compose takes for a variable's name may be the end of a key.
#[test]
fn the_end_of_a_key_is_not_shown_as_a_variable() {
    let world = World::new();
    let key = |dollar: &str| SHARED.replace("cdef0123", dollar);
    let lint = |name: &str| {
        let more = ["-o", "text"];
        world
            .cmd([&["jwt-secret", "lint", name], &more[..]].concat())
            .run()
    };
    let whole = |key: &str| compose(&format!("      {NAME}: '{key}'\n"));
    for (dollar, code, words) in [
        ("$TopSecretTail", 9, "write $$ for every $"),
        ("$TOPSECRETTAIL.", 2, "write $$ for a $ that is meant"),
        ("${topsecrettail}", 2, "write $$ for a $ that is meant"),
    ] {
        world.file("compose.yaml", whole(&key(dollar)));
        let name = dollar.trim_matches(['$', '{', '}', '.']);
        let output = lint("compose.yaml");
        output.nowhere(name);
        assert_eq!(output.code, Some(code), "{output}");
        assert!(format!("{output}").contains(words), "{output}");
        let args = ["doctor", "--offline", "-o", "json"];
        world.cmd(args).run().nowhere(name);
    }
    world.file("compose.yaml", whole(&key("${KEY_TAIL}")));
    lint("compose.yaml").stderr_has("a part of it from KEY_TAIL");
    world.file("compose.yaml", whole(&key("$$TopSecretTail")));
    assert_eq!(lint("compose.yaml").code, Some(0));
}

#[test]
fn files_of_variables_are_read_as_compose_reads_them() {
    let world = World::new();
    let place = |more: &str| compose(&format!("      {NAME}: ${{JWT}}\n{more}"));
    for (file, expected) in [
        (format!("JWT={SHARED}\n"), vec![]),
        (format!("\u{feff}export JWT = {SHARED} # why\r\n"), vec![]),
        (format!("JWT='{SHARED}'\n"), vec![]),
        (
            format!("JWT={}\n", SHARED.replace("cd", " #")),
            vec!["J001"],
        ),
        (
            format!("JWT={}\n", SHARED.replace("cd", "$cd")),
            vec!["J001"],
        ),
        (format!("JWT='{}'\n", SHARED.replace("cd", " #$cd")), vec![]),
    ] {
        world.file("compose.yaml", place(""));
        world.file(".env", &file);
        let output = lint(&world, "compose.yaml", &[]);
        assert_eq!(
            ids(&output),
            std::slice::from_ref(&expected),
            "{file}{output}"
        );
        // The same in a file that the service names.
        world.file("compose.yaml", compose("    env_file: h.env\n"));
        world.file("h.env", file.replace("JWT", NAME));
        let output = lint(&world, "compose.yaml", &[]);
        assert_eq!(ids(&output), [expected], "{file}{output}");
    }
    // Alone, where nobody knows who reads it.
    for (text, expected) in [(" #", vec!["J001"]), ("$cd", vec!["J001"]), ("#d", vec![])] {
        let line = format!("{NAME}={}\n", SHARED.replace("cd", text));
        world.file("x.env", line);
        let output = lint(&world, "x.env", &[]);
        assert_eq!(ids(&output), [expected], "{text}{output}");
        let output = lint(&world, "x.env", &["--from", "docker"]);
        assert_eq!(ids(&output), [[""; 0]], "{text}{output}");
    }
}

#[test]
fn the_name_is_the_one_that_hasura_reads() {
    let world = World::new();
    let lower = NAME.to_lowercase();
    for (file, text, from, expected) in [
        ("x.env", format!("{lower}={GOOD}\n"), "auto", vec!["J015"]),
        ("x.env", format!("{NAME}={GOOD}\n"), "auto", vec![]),
        ("x.env", format!("{NAME} = {GOOD}\n"), "auto", vec![]),
        (
            "x.env",
            format!("{NAME} = {GOOD}\n"),
            "docker",
            vec!["J001"],
        ),
        ("x.env", format!(" {NAME}={GOOD}\n"), "docker", vec![]),
        (
            "a.auto.tfvars",
            format!("{lower} = \"{}\"\n", GOOD.replace('"', "\\\"")),
            "auto",
            vec![],
        ),
        (
            "a.auto.tfvars.json",
            serde_json::json!({ &lower: GOOD }).to_string(),
            "auto",
            vec![],
        ),
        (
            "compose.yaml",
            compose(&format!("      {lower}: '{GOOD}'\n")),
            "auto",
            vec!["J015"],
        ),
    ] {
        world.file(file, &text);
        let output = lint(&world, file, &["--from", from]);
        assert_eq!(ids(&output), [expected], "{text}{output}");
    }
}
