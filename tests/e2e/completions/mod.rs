//! What Tab offers: here in the protocol of the scripts, in [`shells`] in the shells themselves.

#[cfg(unix)]
mod shells;

use crate::support::World;

/// What a shell is offered for these words, the last of which is the one under the cursor.
#[track_caller]
fn offered(world: &World, words: &[&str]) -> Vec<String> {
    let line: Vec<&str> = ["--", "st-hasura"].iter().chain(words).copied().collect();
    let output = world.cmd(&line).env("ST_HASURA_COMPLETE", "fish").ok();
    assert_eq!(output.stderr, "", "{output}");
    output.stdout.lines().map(ToOwned::to_owned).collect()
}

/// The same without what is said of each.
#[track_caller]
fn names(world: &World, words: &[&str]) -> Vec<String> {
    let lines = offered(world, words);
    let name = |line: String| line.split('\t').next().unwrap().to_owned();
    lines.into_iter().map(name).collect()
}

/// Sessions that are names of files and nothing else: whoever completes opens none.
fn sessions(world: &World, profile: &str, names: &[&str]) {
    for name in names {
        let file = world.session_file(profile, name);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(file, "hunter22").unwrap();
    }
}

const PROFILES: &str = "api_url = \"http://127.0.0.1:1\"\n[profiles.staging]\n[profiles.prod]\n";

#[test]
fn sessions_are_those_of_the_profile_in_force() {
    let world = World::new();
    world.file("st-hasura.toml", PROFILES);
    sessions(&world, "default", &["alice", "bob", ".hidden", "a b"]);
    sessions(&world, "staging", &["carol"]);
    for words in [
        &["token", "--session", ""][..],
        &["--session", ""],
        &["verify-hasura", "--other", ""],
        &["--json", "verify-hasura", "--other", ""],
    ] {
        assert_eq!(names(&world, words), ["alice", "bob"], "{words:?}");
    }
    assert_eq!(names(&world, &["token", "--session", "al"]), ["alice"]);
    assert_eq!(
        names(&world, &["token", "--session=al"]),
        ["--session=alice"]
    );
    assert_eq!(names(&world, &["session", "rm", "b"]), ["bob"]);
    let staged = ["--profile", "staging", "token", "--session", ""];
    assert_eq!(names(&world, &staged), ["carol"]);
    let unknown = ["--profile", "nonsense", "token", "--session", ""];
    assert_eq!(names(&world, &unknown), [""; 0]);
}

#[test]
fn profiles_are_those_of_the_file_in_force() {
    let world = World::new();
    assert_eq!(names(&world, &["--profile", ""]), ["default"]);
    world.file("st-hasura.toml", PROFILES);
    assert_eq!(
        names(&world, &["status", "--profile", ""]),
        ["default", "prod", "staging"]
    );
    world.file(
        "other.toml",
        "[profiles.elsewhere]\n[profiles.\"a b\"]\n[profiles.\"c;touch${IFS}made\"]\n\
         [profiles.\"d$(id)\"]\n[profiles.\"--e\"]\n[profiles.\"~f\"]\n\
         [profiles.\"a:b\"]\n",
    );
    assert_eq!(
        names(&world, &["--config", "other.toml", "--profile", ""]),
        ["default", "elsewhere"]
    );
}

#[test]
fn a_command_is_offered_by_its_first_name() {
    let world = World::new();
    assert_eq!(names(&world, &["sig"]), ["signup", "signin", "signout"]);
    sessions(&world, "default", &["alice"]);
    assert_eq!(names(&world, &["sign-in", "--session", ""]), ["alice"]);
}

#[test]
fn names_that_the_program_knows_come_with_what_they_are() {
    let world = World::new();
    let line = "P05\tin each table a user lists own rows and no others";
    assert_eq!(
        offered(&world, &["verify-hasura", "--probe", "P05"]),
        [line]
    );
    assert_eq!(
        names(&world, &["verify-hasura", "--probe", "P01,P05"]),
        ["P01,P05"]
    );
    assert_eq!(
        offered(&world, &["doctor", "--skip", "co"]),
        [
            "config\tservers are configured",
            "core\tthe core answers",
            "cors\tpages of the origin may talk to the auth API",
            "cookies\tthe session's cookies come back to the auth API"
        ]
    );
    assert_eq!(
        names(&world, &["explain", "session.m"]),
        ["session.missing"]
    );
    assert_eq!(names(&world, &["explain", "P1"]).len(), 9);
    assert_eq!(names(&world, &["man", "session-i"]), ["session-import"]);
    assert_eq!(
        names(&world, &["smoke", "--report", "j"]),
        ["json=", "junit="]
    );
    assert_eq!(names(&world, &["query", "--as", "an"]), ["anonymous"]);
    assert_eq!(names(&world, &["verif"]), ["verify-hasura"]);
    assert_eq!(names(&world, &["token", "--cooki"]), ["--cookie-jar"]);
}

#[cfg(feature = "sandbox")]
#[test]
fn faults_are_offered_where_there_is_a_sandbox() {
    let world = World::new();
    let listed = world.cmd(["sandbox", "--list-faults"]).ok().stdout;
    for command in ["demo", "sandbox"] {
        let found = names(&world, &[command, "--fault", ""]);
        assert!(found.len() > 20, "{found:?}");
        for fault in &found {
            assert!(listed.contains(fault), "{fault} {listed}");
        }
        let one = offered(&world, &[command, "--fault", "drop-row"]);
        assert!(one[0].starts_with("drop-row-filter\t"), "{one:?}");
    }
}

#[test]
fn what_cannot_be_read_offers_nothing_and_says_nothing() {
    let world = World::new();
    world.file("st-hasura.toml", "nonsense");
    sessions(&world, "default", &["alice"]);
    assert_eq!(names(&world, &["token", "--session", ""]), [""; 0]);
    assert_eq!(names(&world, &["--profile", ""]), [""; 0]);
    for shell in ["bash", "nonsense", "nushell"] {
        let output = world.cmd(["--"]).env("ST_HASURA_COMPLETE", shell).ok();
        output.stdout_is("");
        assert_eq!(output.stderr, "", "{output}");
    }
}

#[cfg(unix)]
#[test]
fn nothing_is_opened_mended_or_shown() {
    use std::os::unix::fs::PermissionsExt as _;

    let mut world = World::new();
    // Nobody writes into this pipe: whoever opened it would wait.
    let pipe = world.work().join("pipe");
    let status = std::process::Command::new("mkfifo")
        .arg(&pipe)
        .status()
        .unwrap();
    assert!(status.success());
    world
        .set("ST_HASURA_PASSWORD_FILE", &pipe)
        .set("ST_HASURA_ADMIN_SECRET_FILE", &pipe)
        .set("HASURA_GRAPHQL_ADMIN_SECRET", "hunter22")
        .set("ST_HASURA_API_URL", "http://127.0.0.1:1");
    sessions(&world, "default", &["alice"]);
    let file = world.session_file("default", "alice");
    let mode = std::fs::Permissions::from_mode(0o644);
    std::fs::set_permissions(&file, mode).unwrap();
    for words in [&["token", "--session", ""][..], &["--profile", ""], &[""]] {
        let found = offered(&world, words).join("\n");
        assert!(!found.contains("hunter22"), "{found}");
    }
    let mode = std::fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o644);
}

/// Whoever has the variable set by mistake is not told that all is well.
#[test]
fn a_command_is_not_taken_for_a_question() {
    for line in [&["verify-hasura"][..], &["status", "--", "x"], &[]] {
        let world = World::new();
        let output = world.cmd(line).env("ST_HASURA_COMPLETE", "bash").code(2);
        assert_ne!(output.stderr, "", "{output}");
    }
}
