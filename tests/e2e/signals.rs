//! Requests to stop: whatever asks, a run tidies up, its reports say that it broke off, and it ends
//! by what asked.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};
use rustix::termios::tcgetpgrp;

use crate::stacks::seeded;
use crate::support::World;
use crate::support::between::{Asked, Between, Deed};
use crate::support::terminal::{afterwards, asked, terminal};

/// A server that does not answer the requests that are meant, and says that one has come.
fn held(
    origin: &str,
    meant: impl Fn(&Asked) -> bool + Send + Sync + 'static,
) -> (Between, Receiver<()>) {
    let (reached, event) = channel();
    let reached = Mutex::new(reached);
    let between = Between::start(origin, move |asked| {
        if meant(asked) {
            // Nobody waits for the second.
            let _ = reached.lock().unwrap().send(());
            return Deed::Hold;
        }
        Deed::Pass
    });
    (between, event)
}

/// Asked for a user's sake.
fn as_user(asked: &Asked) -> bool {
    asked.head.to_lowercase().contains("authorization: bearer")
}

/// True for a signal that this process was started to ignore, and so are its children.
pub fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.unwrap_or_default() & (1 << (signal - 1)) != 0
}

/// Waits for what is sure to come.
#[track_caller]
fn until(child: &mut Child, event: &Receiver<()>) {
    let came = event.recv_timeout(Duration::from_secs(60));
    assert!(came.is_ok(), "it never asked: {:?}", child.try_wait());
}

fn started(world: &World, line: &[&str], variable: &str, url: &str) -> Child {
    world
        .command(line)
        .env(variable, url)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

/// What a command has made by the time that it waits.
#[derive(Clone, Copy, PartialEq)]
enum Made {
    Nothing,
    /// A throw-away user, who is to be gone.
    Somebody,
}

/// A command, and how it ends when it is asked to stop.
struct Case {
    line: &'static [&'static str],
    /// The variable that names the server that keeps it waiting, and of which requests.
    waits_for: (&'static str, fn(&Asked) -> bool),
    made: Made,
    reports: bool,
}

const HASURA: &str = "HASURA_GRAPHQL_ENDPOINT";

/// Commands of every kind: that make users, that write reports, that only ask.
const CASES: [Case; 8] = [
    Case {
        line: &["verify-hasura", "--session", "alice"],
        waits_for: (HASURA, as_user),
        made: Made::Somebody,
        reports: true,
    },
    Case {
        line: &[
            "verify-hasura",
            "--session",
            "alice",
            "--other",
            "bob",
            "--active",
        ],
        waits_for: (HASURA, as_user),
        made: Made::Somebody,
        reports: true,
    },
    Case {
        line: &["smoke"],
        waits_for: (HASURA, as_user),
        made: Made::Somebody,
        reports: true,
    },
    Case {
        line: &["doctor"],
        waits_for: (HASURA, as_user),
        made: Made::Somebody,
        reports: true,
    },
    Case {
        line: &["query", "--session", "alice", "{ notes { id } }"],
        waits_for: (HASURA, as_user),
        made: Made::Nothing,
        reports: false,
    },
    Case {
        line: &["setup-hasura", "plan"],
        waits_for: (HASURA, |_| true),
        made: Made::Nothing,
        reports: false,
    },
    Case {
        line: &["users", "list"],
        waits_for: ("ST_HASURA_CORE_URI", |_| true),
        made: Made::Nothing,
        reports: false,
    },
    Case {
        line: &["jwt-secret", "lint", "--engine"],
        waits_for: (HASURA, |_| true),
        made: Made::Nothing,
        reports: true,
    },
];

/// Each signal, and by which the process is then seen to have ended.
const SIGNALS: [(Signal, Option<i32>); 4] = [
    (Signal::INT, None),
    (Signal::TERM, Some(15)),
    (Signal::HUP, Some(1)),
    (Signal::QUIT, Some(3)),
];

/// True, and told, where whoever started the tests ignores a signal, as `nohup` does.
fn left_out(signal: Signal, number: Option<i32>) -> bool {
    let ignored = number.is_some_and(is_ignored);
    if ignored {
        crate::support::skipped("a signal", &format!("{signal:?} is ignored from the start"));
    }
    ignored
}

#[test]
fn every_signal_tidies_reports_and_kills() {
    let (sandbox, world) = seeded(&[]);
    for case in &CASES {
        for (signal, number) in SIGNALS {
            if left_out(signal, number) {
                continue;
            }
            let (variable, meant) = case.waits_for;
            let (server, reached) = held(sandbox.var(variable), meant);
            let mut line = case.line.to_vec();
            if case.reports {
                line.extend(["--report", "json=report.json"]);
                world.file("report.json", "of an earlier run");
            }
            let mut child = started(&world, &line, variable, &server.origin());
            until(&mut child, &reached);
            kill_process(Pid::from_child(&child), signal).unwrap();
            let output = child.wait_with_output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            let (code, expected) = match number {
                None => (Some(130), "run.interrupted"),
                Some(_) => (None, "run.stopped"),
            };
            let what = format!("{line:?} {signal:?} {told}");
            assert_eq!(output.status.code(), code, "{what}");
            assert_eq!(output.status.signal(), number, "{what}");
            assert!(told.contains(&format!("error[{expected}]")), "{what}");
            let removed = told.contains("removed the throw-away user");
            assert_eq!(removed, case.made == Made::Somebody, "{what}");
            if case.reports {
                let report = std::fs::read_to_string(world.work().join("report.json")).unwrap();
                assert!(report.contains(expected), "{what} {report}");
            }
        }
    }
    let left = world
        .cmd(["users", "list", "--throw-away", "-o", "json"])
        .ok();
    left.stdout_has("\"users\":[]");
}

/// The terminal is as it was, whatever ends a question.
#[test]
fn every_signal_at_a_question_leaves_a_sane_terminal() {
    for (signal, number) in SIGNALS {
        if left_out(signal, number) {
            continue;
        }
        let mut world = World::new();
        world.set("ST_HASURA_API_URL", "http://127.0.0.1:9");
        let mut pty = terminal(&mut world);
        pty.send_line("st signin -e ada@example.com").unwrap();
        asked(&mut pty, "Password");
        let asking = tcgetpgrp(pty.process().get_file_handle().unwrap()).unwrap();
        kill_process(asking, signal).unwrap();
        let says = if number.is_none() {
            "run.interrupted"
        } else {
            "run.stopped"
        };
        pty.exp_string(says).unwrap();
        let code = 128 + number.unwrap_or(2);
        assert_eq!(afterwards(pty), (true, code), "{signal:?}");
    }
}

#[test]
fn a_report_says_that_its_run_has_not_ended() {
    let (sandbox, world) = seeded(&[]);
    let (hasura, reached) = held(sandbox.var(HASURA), as_user);
    let names = ["report.json", "report.xml", "report.html", "report.sarif"];
    for name in names {
        world.file(name, "of an earlier run");
    }
    let line = [
        "verify-hasura",
        "--session",
        "alice",
        "--other",
        "bob",
        "--report",
        "json=report.json",
        "--report",
        "junit=report.xml",
        "--report",
        "html=report.html",
        "--report",
        "sarif=report.sarif",
    ];
    let mut child = started(&world, &line, HASURA, &hasura.origin());
    until(&mut child, &reached);
    let text = |name: &str| std::fs::read_to_string(world.work().join(name)).unwrap();
    for name in names {
        assert!(text(name).contains("the run has not ended"), "{name}");
    }
    // What nobody can catch.
    child.kill().unwrap();
    child.wait().unwrap();
    for name in names {
        assert!(text(name).contains("run.unfinished"), "{name}");
    }
}

/// Whoever starts a run with `nohup` wants it to go on.
#[test]
fn what_was_ignored_from_the_start_stays_so() {
    let (sandbox, world) = seeded(&[]);
    let (hasura, reached) = held(sandbox.var(HASURA), as_user);
    let program = crate::support::bin();
    let script = format!("trap '' HUP; exec '{program}' verify-hasura --session alice --other bob");
    let mut command = world.shell(&script, std::path::Path::new("/"));
    let mut child = command
        .env("HASURA_GRAPHQL_ENDPOINT", hasura.origin())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    until(&mut child, &reached);
    kill_process(Pid::from_child(&child), Signal::HUP).unwrap();
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    // Had it heard the first, it would have ended by that.
    assert_eq!(child.wait().unwrap().signal(), Some(15));
}
