//! Ctrl-C, and requests to stop, while a command waits for what somebody has yet to write.

use std::fs::OpenOptions;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use rustix::process::{Pid, Signal, kill_process};
#[cfg(target_os = "linux")]
use serde_json::json;

use crate::signals::is_ignored;
use crate::support::patience::until;
use crate::support::terminal::{afterwards, asked, back, terminal};
use crate::support::{World, skipped};

/// A pipe with a name.
fn pipe(world: &World, name: &str) -> PathBuf {
    let path = world.work().join(name);
    let made = std::process::Command::new("mkfifo").arg(&path).status();
    assert!(made.unwrap().success());
    path
}

fn started(world: &World, line: &[&str], stdin: Stdio) -> Child {
    world
        .command(line)
        .env("ST_HASURA_API_URL", "http://127.0.0.1:9")
        .env("HASURA_GRAPHQL_ENDPOINT", "http://127.0.0.1:9")
        .stdin(stdin)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// Ends it by each signal, once it waits.
fn ended(line: &[&str], mut child: Child, signal: Signal) {
    kill_process(Pid::from_child(&child), signal).unwrap();
    let goes_on = format!("{line:?} goes on after {signal:?}");
    until(&goes_on, || child.try_wait().unwrap().is_some());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8_lossy(&output.stderr);
    let (code, by, says) = match signal {
        Signal::INT => (Some(130), None, "error[run.interrupted]: interrupted"),
        _ => (None, Some(15), "error[run.stopped]: stopped by signal 15"),
    };
    assert_eq!(
        (output.status.code(), output.status.signal()),
        (code, by),
        "{line:?} {told}"
    );
    assert!(told.contains(says), "{line:?} {told}");
}

#[test]
fn a_pipe_that_nobody_writes_to_keeps_nobody() {
    let world = World::new();
    pipe(&world, "pipe");
    world.file("m.json", "{\"version\": 3, \"sources\": []}");
    for line in [
        &["decode", "pipe"][..],
        &["query", "-F", "pipe"],
        &["query", "--variables-file", "pipe", "{ a }"],
        &["jwt-secret", "lint", "pipe"],
        &["jwks", "--jwks-file", "pipe"],
        &["verify-hasura", "--offline", "m.json", "--policy", "pipe"],
        &["verify-hasura", "--query", "pipe"],
        &["signin", "-e", "ada@example.com", "--password-file", "pipe"],
        &["session", "import", "pipe"],
        &["--cookie-jar", "pipe", "status"],
    ] {
        for signal in [Signal::INT, Signal::TERM] {
            ended_while_it_reads(&world, line, signal);
        }
    }
}

/// The configuration is read before any command begins, and until then a signal that was ignored
/// when the program was started stays ignored, as job control has it with SIGINT.
#[test]
fn a_pipe_in_the_configuration_keeps_nobody() {
    let world = World::new();
    pipe(&world, "pipe");
    for signal in [Signal::INT, Signal::TERM] {
        if is_ignored(signal.as_raw()) {
            skipped("a pipe in the configuration", "signals are ignored here");
            continue;
        }
        ended_while_it_reads(&world, &["decode", "--jwt-secret", "pipe", "pipe"], signal);
    }
}

fn ended_while_it_reads(world: &World, line: &[&str], signal: Signal) {
    let child = started(world, line, Stdio::null());
    // Comes back when the other end is open: then it reads, and minds signals since before.
    let open = OpenOptions::new()
        .write(true)
        .open(world.work().join("pipe"));
    ended(line, child, signal);
    drop(open);
}

#[test]
fn a_job_summary_that_nobody_reads_keeps_nobody() {
    let mut world = World::new();
    let summary = pipe(&world, "summary");
    world.file("m.json", "{\"version\": 3, \"sources\": []}");
    world.set("GITHUB_STEP_SUMMARY", summary);
    let line = ["verify-hasura", "--offline", "m.json", "-o", "github"];
    let line = [&line[..], &["--report", "json=report.json"]].concat();
    for signal in [Signal::INT, Signal::TERM] {
        let report = world.file("report.json", "");
        let mut child = started(&world, &line, Stdio::null());
        // The summary is written after the report, which says until then that the run goes on.
        until("it writes no report", || {
            assert!(child.try_wait().unwrap().is_none(), "it did not wait");
            std::fs::read_to_string(&report)
                .is_ok_and(|text| !text.is_empty() && !text.contains("run.unfinished"))
        });
        kill_process(Pid::from_child(&child), signal).unwrap();
        until("it goes on", || child.try_wait().unwrap().is_some());
        let status = child.wait().unwrap();
        assert_eq!(status.signal(), Some(signal.as_raw()));
    }
}

/// A thread of the child that reads.
fn reads(child: &Child) -> bool {
    let threads = Path::new("/proc").join(child.id().to_string()).join("task");
    let names = std::fs::read_dir(threads).into_iter().flatten().flatten();
    let mut names =
        names.filter_map(|thread| std::fs::read_to_string(thread.path().join("comm")).ok());
    names.any(|name| ["stdin", "read"].contains(&name.trim()))
}

#[test]
fn standard_input_that_does_not_end_keeps_nobody() {
    let world = World::new();
    for line in [
        &["decode"][..],
        &["query"],
        &["query", "-F", "-"],
        &["jwt-secret", "lint"],
        &["jwks", "--jwks-file", "-"],
        &["session", "import", "-"],
        &["signin", "-e", "ada@example.com", "--password-stdin"],
    ] {
        for signal in [Signal::INT, Signal::TERM] {
            let mut child = started(&world, line, Stdio::piped());
            until(&format!("{line:?} does not read"), || {
                assert!(child.try_wait().unwrap().is_none(), "{line:?} did not read");
                reads(&child)
            });
            ended(line, child, signal);
        }
    }
}

#[test]
fn ctrl_c_at_a_terminal_ends_what_is_pasted() {
    let mut world = World::new();
    let mut pty = terminal(&mut world);
    pty.send_line("st decode").unwrap();
    pty.exp_string("paste the token").unwrap();
    pty.send_line("eyJhbGci").unwrap();
    pty.send_control('c').unwrap();
    pty.exp_string("interrupted").unwrap();
    assert_eq!(afterwards(pty), (true, 130));
}

#[test]
fn ctrl_d_at_a_password_ends_the_question() {
    let mut world = World::new();
    world.set("ST_HASURA_API_URL", "http://127.0.0.1:9");
    let mut pty = terminal(&mut world);
    pty.send_line("st signin -e ada@example.com").unwrap();
    asked(&mut pty, "Password");
    pty.send_control('d').unwrap();
    pty.exp_string("\"Password\" was left without an answer")
        .unwrap();
    assert_eq!(afterwards(pty), (true, 2));
}

/// The shell that comes back echoes; the question goes on where it was, and does not.
#[test]
fn ctrl_z_at_a_password_gives_the_terminal_back_for_a_while() {
    let stack = crate::stacks::KINDS[0];
    let sandbox = stack.start(&[]);
    let mut world = stack.world(&sandbox);
    world.cmd(["signup", "-e", crate::stacks::EMAIL]).ok();
    world.set("ST_HASURA_PASSWORD", "");
    let mut pty = terminal(&mut world);
    pty.send_line(&format!("st signin -e {}", crate::stacks::EMAIL))
        .unwrap();
    asked(&mut pty, "Password");
    pty.send_control('z').unwrap();
    pty.exp_string("Stopped").unwrap();
    back(&pty);
    pty.send_line("stty -a; echo sh''own").unwrap();
    let settings = pty.exp_string("shown").unwrap();
    assert!(
        settings.split_whitespace().any(|word| word == "echo"),
        "{settings}"
    );
    pty.send_line("fg").unwrap();
    asked(&mut pty, "Password");
    pty.send_line(crate::stacks::PASSWORD).unwrap();
    let shown = pty.exp_string("signed in").unwrap();
    assert!(!shown.contains(crate::stacks::PASSWORD), "{shown}");
    assert_eq!(afterwards(pty), (true, 0));
}

/// Seconds of the processor that a child has had, in hundredths (Linux counts so).
#[cfg(target_os = "linux")]
fn worked(child: &Child) -> u64 {
    let stat = std::fs::read_to_string(format!("/proc/{}/stat", child.id())).unwrap();
    let after_name = stat.rsplit_once(')').unwrap().1;
    after_name.split(' ').nth(12).unwrap().parse().unwrap()
}

/// While one thread computes, nobody else takes notice.
#[cfg(target_os = "linux")]
#[test]
fn what_computes_ends_when_it_is_asked_to() {
    let branches: Vec<_> = (0..200_000)
        .map(|number| json!({ format!("a{number}"): { "_eq": "X-Hasura-User-Id" } }))
        .collect();
    let metadata = json!({ "version": 3, "sources": [{ "name": "default", "kind": "postgres",
        "tables": [{ "table": { "schema": "public", "name": "t" }, "select_permissions": [{
            "role": "user", "permission": { "columns": "*", "filter": { "_or": branches } } }] }] }] });
    let world = World::new();
    world.file("m.json", metadata.to_string());
    let line = ["verify-hasura", "--offline", "m.json"];
    for signal in [Signal::INT, Signal::TERM] {
        let child = started(&world, &line, Stdio::null());
        until("it does not work", || worked(&child) > 150);
        ended(&line, child, signal);
    }
}
