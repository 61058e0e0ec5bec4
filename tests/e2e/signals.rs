//! Requests to stop: whatever asks, a run tidies up, its reports say that it broke off, and it ends
//! by what asked.

use std::os::unix::process::ExitStatusExt as _;
use std::process::{Child, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

use crate::stacks::seeded;
use crate::support::World;
use crate::support::between::{Between, Deed};
use crate::support::sandbox::Sandbox;

/// A Hasura that never answers once somebody has asked it for a user's sake.
fn held(sandbox: &Sandbox) -> (Between, Arc<AtomicBool>) {
    let reached = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&reached);
    let between = Between::start(sandbox.var("HASURA_GRAPHQL_ENDPOINT"), move |asked| {
        if asked.head.to_lowercase().contains("authorization: bearer") {
            seen.store(true, Ordering::SeqCst);
            return Deed::Hold;
        }
        Deed::Pass
    });
    (between, reached)
}

/// True for a signal that this process was started to ignore, and so are its children.
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.unwrap_or_default() & (1 << (signal - 1)) != 0
}

/// Waits for what is sure to come.
#[track_caller]
fn until(child: &mut Child, what: &str, test: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(60);
    while !test() {
        assert!(
            child.try_wait().unwrap().is_none(),
            "it ended before {what}"
        );
        assert!(Instant::now() < deadline, "{what} never came");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn started(world: &World, line: &[&str], endpoint: &str) -> Child {
    world
        .command(line)
        .env("HASURA_GRAPHQL_ENDPOINT", endpoint)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

#[test]
fn every_signal_tidies_reports_and_kills() {
    let (sandbox, world) = seeded(&[]);
    for line in [
        &["verify-hasura", "--session", "alice"][..],
        &["smoke"],
        &["doctor"],
    ] {
        for (signal, number) in [
            (Signal::INT, None),
            (Signal::TERM, Some(15)),
            (Signal::HUP, Some(1)),
            (Signal::QUIT, Some(3)),
        ] {
            if number.is_some_and(is_ignored) {
                eprintln!("{signal:?} is ignored by whoever started this, as nohup does: left out");
                continue;
            }
            let (hasura, reached) = held(&sandbox);
            let line = [line, &["--report", "json=report.json"]].concat();
            world.file("report.json", "of an earlier run");
            let mut child = started(&world, &line, &hasura.origin());
            until(&mut child, "a question", || reached.load(Ordering::SeqCst));
            kill_process(Pid::from_child(&child), signal).unwrap();
            let output = child.wait_with_output().unwrap();
            let told = String::from_utf8_lossy(&output.stderr);
            let report = std::fs::read_to_string(world.work().join("report.json")).unwrap();
            eprintln!("{line:?} {signal:?}: {:?} {report}", output.status);
            let (code, expected) = match number {
                None => (Some(130), "run.interrupted"),
                Some(_) => (None, "run.stopped"),
            };
            assert_eq!(output.status.code(), code, "{told}");
            assert_eq!(output.status.signal(), number, "{told}");
            assert!(told.contains("removed the throw-away user"), "{told}");
            assert!(report.contains(expected), "{report}");
        }
    }
    let left = world
        .cmd(["users", "list", "--throw-away", "-o", "json"])
        .ok();
    left.stdout_has("\"users\":[]");
}

#[test]
fn a_report_says_that_its_run_has_not_ended() {
    let (sandbox, world) = seeded(&[]);
    let (hasura, reached) = held(&sandbox);
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
    let mut child = started(&world, &line, &hasura.origin());
    until(&mut child, "a question", || reached.load(Ordering::SeqCst));
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
#[cfg(target_os = "linux")]
#[test]
fn what_was_ignored_from_the_start_stays_so() {
    let (sandbox, world) = seeded(&[]);
    let (hasura, reached) = held(&sandbox);
    let program = crate::support::bin();
    let script = format!("trap '' HUP; exec '{program}' verify-hasura --session alice --other bob");
    let mut command = world.shell(&script, std::path::Path::new("/"));
    let mut child = command
        .env("HASURA_GRAPHQL_ENDPOINT", hasura.origin())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    until(&mut child, "a question", || reached.load(Ordering::SeqCst));
    kill_process(Pid::from_child(&child), Signal::HUP).unwrap();
    kill_process(Pid::from_child(&child), Signal::TERM).unwrap();
    // Had it heard the first, it would have ended by that.
    assert_eq!(child.wait().unwrap().signal(), Some(15));
}
