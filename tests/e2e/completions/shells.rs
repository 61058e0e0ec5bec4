//! Real shells, at their prompts where they have one of their own.

use std::path::{Path, PathBuf};
use std::process::Command;

use rexpect::session::PtySession;

use super::{PROFILES, sessions};
use crate::support::terminal::patience;
use crate::support::tools::tool;
use crate::support::{World, bin};

/// A folder with the program under its name.
fn path(world: &World) -> PathBuf {
    let folder = world.dir.path().join("bin");
    std::fs::create_dir_all(&folder).unwrap();
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
fn interactive(program: &Path, args: &[&str]) -> Terminal {
    let (world, path) = lived_in();
    let mut command = Command::new(program);
    command.args(args).env_clear().env("PATH", path);
    command
        .env("HOME", world.dir.path().join("home"))
        .env("TERM", "xterm")
        .current_dir(world.work());
    let pty = rexpect::session::spawn_command(command, patience()).unwrap();
    Terminal { pty, _world: world }
}

/// A shell in a terminal, and the world that it lives in.
struct Terminal {
    pty: PtySession,
    _world: World,
}

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
    completes(
        pty,
        &[
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
        ],
    );
}

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
    completes(
        pty,
        &[
            ("echo 1 | st-hasura verif", "st-hasura verify-hasura"),
            ("st-hasura token --session al", "--session alice"),
            ("st-hasura --profile st", "--profile staging"),
            ("st-hasura explain session.m", "explain session.missing"),
        ],
    );
}

/// What each line becomes at a tabulator; then the shell ends.
fn completes(pty: &mut PtySession, lines: &[(&str, &str)]) {
    for (typed, whole) in lines {
        pty.send(&format!("{typed}\t")).unwrap();
        pty.flush().unwrap();
        pty.exp_string(whole).unwrap();
        pty.send_control('u').unwrap();
    }
    pty.send_line("exit").unwrap();
    pty.exp_eof().unwrap();
}
