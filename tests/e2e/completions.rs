//! What Tab offers, in the protocol of the scripts and in the shells themselves.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::support::tools::tool;
use crate::support::{World, bin};

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
    world.file("other.toml", "[profiles.elsewhere]\n[profiles.\"a b\"]\n");
    assert_eq!(
        names(&world, &["--config", "other.toml", "--profile", ""]),
        ["default", "elsewhere"]
    );
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
    let status = Command::new("mkfifo").arg(&pipe).status().unwrap();
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

/// A folder with the program under its name.
fn path(world: &World) -> PathBuf {
    let folder = world.dir.path().join("bin");
    std::fs::create_dir_all(&folder).unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(bin(), folder.join("st-hasura")).unwrap();
    folder
}

/// A world in which a shell finds the program, a session and a profile.
fn lived_in() -> (World, String) {
    let world = World::new();
    world.file("st-hasura.toml", PROFILES);
    sessions(&world, "default", &["alice", "bob"]);
    sessions(&world, "staging", &["carol"]);
    let script = |shell: &str| world.cmd(["completions", shell]).ok().stdout;
    for (shell, file) in [("bash", "c.bash"), ("fish", "c.fish"), ("elvish", "c.elv")] {
        world.file(file, script(shell));
    }
    world.file("functions/_st-hasura", script("zsh"));
    let folder = path(&world);
    let path = format!(
        "{}:{}",
        folder.display(),
        std::env::var("PATH").unwrap_or_default()
    );
    (world, path)
}

/// Runs a script in a shell, in a world of its own.
#[track_caller]
fn shell(program: &Path, args: &[&str], script: &str) -> String {
    let (world, path) = lived_in();
    let mut command = Command::new(program);
    let home = world.dir.path().join("home");
    command.args(args).arg(script).env_clear().env("PATH", path);
    command.env("HOME", home).current_dir(world.work());
    let output = command.output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && told.is_empty(), "{told}");
    String::from_utf8(output.stdout).unwrap()
}

/// Starts it.
#[cfg(unix)]
fn interactive(program: &Path, args: &[&str]) -> Terminal {
    let (world, path) = lived_in();
    let mut command = Command::new(program);
    command.args(args).env_clear().env("PATH", path);
    command
        .env("HOME", world.dir.path().join("home"))
        .env("TERM", "xterm")
        .current_dir(world.work());
    let pty = rexpect::session::spawn_command(command, Some(20_000)).unwrap();
    Terminal { pty, _world: world }
}

/// A shell in a terminal, and the world that it lives in.
#[cfg(unix)]
struct Terminal {
    pty: rexpect::session::PtySession,
    _world: World,
}

#[cfg(unix)]
#[test]
fn bash_completes() {
    let Some(bash) = tool(&["bash"], &["--version"], "completions in bash") else {
        return;
    };
    let script = r#"
        source c.bash
        tab() {
            COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_TYPE=9
            registered=($(complete -p st-hasura))
            "${registered[@]: -2:1}" st-hasura "${@: -1}" "${@: -2:1}" 2>&1
            echo "${COMPREPLY[*]}"
        }
        tab st-hasura verif
        tab st-hasura token --session ''
        tab st-hasura --profile st
        tab st-hasura explain session.m
        tab st-hasura verify-hasura --probe P05
    "#;
    let told = shell(&bash, &["-c"], script);
    let expected = "verify-hasura\nalice bob\nstaging\nsession.missing\nP05\n";
    assert_eq!(told, expected);
}

/// At its own prompt, which takes words apart at more signs than blanks.
#[cfg(unix)]
#[test]
fn bash_completes_what_stands_behind_a_sign() {
    if tool(&["bash"], &["--version"], "completions in bash").is_none() {
        return;
    }
    // It shows what is typed where the terminal would, and rexpect switches that off.
    let start = "stty echo; exec bash --norc -i";
    let mut terminal = interactive(Path::new("sh"), &["-c", start]);
    let pty = &mut terminal.pty;
    pty.send_line("PS1=; bind 'set enable-bracketed-paste off'; source c.bash; echo rea''dy")
        .unwrap();
    pty.exp_string("ready\r\n").unwrap();
    for (typed, whole) in [
        ("st-hasura token --session=al", "--session=alice "),
        (
            "st-hasura --profile=staging token --session=c",
            "--session=carol ",
        ),
        ("st-hasura --profile=d", "--profile=default "),
        ("st-hasura smoke --report=ju", "--report=junit="),
        ("st-hasura doctor --only=hea", "--only=health "),
        ("st-hasura verify-hasura --probe=P01,P2", "P01,P2"),
        ("st-hasura token --session=b", "--session=bob "),
    ] {
        pty.send(&format!("{typed}\t")).unwrap();
        pty.flush().unwrap();
        pty.exp_string(whole).unwrap();
        pty.send_control('u').unwrap();
    }
    pty.send_line("exit").unwrap();
    pty.exp_eof().unwrap();
}

#[cfg(unix)]
#[test]
fn fish_completes() {
    let Some(fish) = tool(&["fish"], &["--version"], "completions in fish") else {
        return;
    };
    let script = "source c.fish; for line in 'st-hasura verif' 'st-hasura token --session ' \
        'st-hasura --profile st' 'st-hasura doctor --only hea'; complete -C $line; end";
    let told = shell(&fish, &["-c"], script);
    let about = "Prove row-level permissions with two users; the verdict is the exit code";
    let expected = format!("verify-hasura\t{about}\nalice\nbob\nstaging\nhealth\tHasura is well\n");
    assert_eq!(told, expected);
}

/// In a terminal: what an editor is told is known to an interactive shell alone.
#[cfg(unix)]
#[test]
fn elvish_completes() {
    let Some(elvish) = tool(&["elvish"], &["-version"], "completions in elvish") else {
        return;
    };
    let mut terminal = interactive(&elvish, &["-norc"]);
    let pty = &mut terminal.pty;
    pty.send("eval (slurp < c.elv)\r").unwrap();
    for (words, whole) in [
        ("verif", "\rverify-hasura\r\n"),
        ("token --session ''", "\ralice\r\nbob\r\n"),
    ] {
        let asked = format!("$edit:completion:arg-completer[st-hasura] st-hasura {words}\r");
        pty.send(&asked).unwrap();
        pty.flush().unwrap();
        pty.exp_string(whole).unwrap();
    }
    pty.send("exit\r").unwrap();
    pty.flush().unwrap();
    pty.exp_eof().unwrap();
}

/// As a file of `$fpath`, which is where packages put it, and from the very first Tab on.
#[cfg(unix)]
#[test]
fn zsh_completes() {
    let Some(zsh) = tool(&["zsh"], &["--version"], "completions in zsh") else {
        return;
    };
    let mut terminal = interactive(&zsh, &["-f", "-i"]);
    let pty = &mut terminal.pty;
    pty.send_line(
        "PS1=; fpath=($PWD/functions $fpath); autoload -Uz compinit; compinit -u -d $HOME/dump; \
         unsetopt zle_bracketed_paste; echo rea''dy",
    )
    .unwrap();
    pty.exp_string("ready\r\n").unwrap();
    for (typed, whole) in [
        ("echo 1 | st-hasura verif", "st-hasura verify-hasura"),
        ("st-hasura token --session al", "--session alice"),
        ("st-hasura --profile st", "--profile staging"),
        ("st-hasura explain session.m", "explain session.missing"),
    ] {
        pty.send(&format!("{typed}\t")).unwrap();
        pty.flush().unwrap();
        pty.exp_string(whole).unwrap();
        pty.send_control('u').unwrap();
    }
    pty.send_line("exit").unwrap();
    pty.exp_eof().unwrap();
}
