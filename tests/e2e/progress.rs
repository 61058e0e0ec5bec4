//! Progress is for a person at a terminal, and leaves nothing behind.
#![cfg(all(feature = "sandbox", unix))]

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Sender, channel};
use std::sync::{Arc, Mutex};

use crate::stacks::{KINDS, seeded};
use crate::support::between::{Between, Deed};
use crate::support::patience::PATIENCE;
use crate::support::terminal::{afterwards, terminal};
use crate::support::{Output, World};

const LINE: [&str; 7] = [
    "verify-hasura",
    "--session",
    "alice",
    "--other",
    "bob",
    "--probe",
    "P05",
];

#[test]
fn a_person_at_a_terminal_sees_how_far_it_is() {
    let (_sandbox, mut world) = seeded(&[]);
    let mut pty = terminal(&mut world);
    pty.send_line(&format!("st {} >report", LINE.join(" ")))
        .unwrap();
    pty.exp_string(" probe 1 of 2, ").unwrap();
    pty.exp_string(" probe 2 of 2, ").unwrap();
    // Cleared at the end.
    pty.exp_string("\u{1b}[2K").unwrap();
    assert_eq!(afterwards(pty).1, 0);
    let report = std::fs::read_to_string(world.work().join("report")).unwrap();
    assert!(report.contains("sound"), "{report}");
    assert!(!report.contains("probe 1 of 2"), "{report}");
}

#[test]
fn nobody_else_does() {
    let (_sandbox, mut world) = seeded(&[]);
    let output = world.cmd(LINE).ok();
    assert!(!output.stderr.contains("probe 1 of"), "{output}");
    for hush in ["-q", "-v", "--no-progress", "--json"] {
        let mut pty = terminal(&mut world);
        pty.send_line(&format!(
            "st {} {hush} >report; echo en''ded",
            LINE.join(" ")
        ))
        .unwrap();
        let told = pty.exp_string("ended").unwrap();
        assert!(!told.contains("probe 1 of"), "{hush} {told}");
        assert_eq!(afterwards(pty).1, 0);
    }
}

/// What a log says of how far it is.
fn logged(output: &Output) -> Vec<&str> {
    let place = |line: &&str| {
        let words: Vec<&str> = line.split(' ').collect();
        matches!(words[..], [_, _, "of", ..])
    };
    output.stderr.lines().filter(place).collect()
}

#[test]
fn a_log_has_a_line_for_each_step() {
    let (_sandbox, mut world) = seeded(&[]);
    world.set("CI", "true");
    let output = world.cmd(LINE).ok();
    assert_eq!(
        output.stderr,
        "looking at schemas, metadata and keys\n\
         probe 1 of 2: P24 each user sees rows of their own\n\
         probe 2 of 2: P05 in each table a user lists own rows and no others\n",
        "{output}"
    );
    for hush in ["-q", "--no-progress", "--json"] {
        let output = world.cmd(LINE.iter().chain(&[hush])).ok();
        assert_eq!(output.stderr, "", "{output}");
    }
    world.set("CI", "false");
    assert_eq!(world.cmd(LINE).ok().stderr, "");
}

#[test]
fn every_step_of_a_smoke_test_is_counted() {
    let sandbox = KINDS[0].start(&[]);
    let mut world = KINDS[0].world(&sandbox);
    world.set("CI", "true");
    let whole = world.cmd(["smoke"]).ok();
    let of_the_chain = |line: &&str| line.starts_with("step ");
    let steps: Vec<&str> = logged(&whole).into_iter().filter(of_the_chain).collect();
    assert_eq!(
        steps,
        [
            "step 1 of 8: sign up",
            "step 2 of 8: sign up a second user",
            "step 3 of 8: sign in",
            "step 4 of 8: get the JWT",
            "step 5 of 8: check the signature and the claims",
            "step 6 of 8: query as the first user",
            "step 7 of 8: prove that each sees only their own",
            "step 8 of 8: clean up",
        ]
    );
    whole.stderr_has("\nprobe 1 of ");
    let quick = world.cmd(["smoke", "--quick"]).ok();
    assert_eq!(
        logged(&quick),
        [
            "step 1 of 5: sign up",
            "step 2 of 5: sign in",
            "step 3 of 5: get the JWT",
            "step 4 of 5: query",
            "step 5 of 5: clean up",
        ]
    );
}

#[test]
fn checks_and_removals_are_counted_by_those_that_are_made() {
    let (_sandbox, mut world) = seeded(&[]);
    world.set("CI", "true");
    let output = world.cmd(["doctor", "--only", "config,mode"]).ok();
    assert_eq!(
        logged(&output),
        [
            "check 1 of 3: servers are configured",
            "check 2 of 3: Hasura answers",
            "check 3 of 3: Hasura goes by JWTs",
        ]
    );
    let gone = ["alice@example.test", "bob@example.test"];
    let output = world
        .cmd([&["users", "rm", "--yes"][..], &gone].concat())
        .ok();
    assert_eq!(
        logged(&output),
        [
            "user 1 of 2: alice@example.test",
            "user 2 of 2: bob@example.test",
        ]
    );
}

#[test]
fn a_person_sees_what_is_inside_of_what() {
    let sandbox = KINDS[0].start(&[]);
    let mut world = KINDS[0].world(&sandbox);
    let mut pty = terminal(&mut world);
    pty.send_line("st smoke >report").unwrap();
    pty.exp_string(" step 1 of 8, sign up").unwrap();
    pty.exp_string(" step 7 of 8, ").unwrap();
    pty.exp_string("looking at schemas, metadata and keys")
        .unwrap();
    pty.exp_string(" probe 1 of ").unwrap();
    pty.exp_string(" step 8 of 8, ").unwrap();
    pty.exp_string("\u{1b}[2K").unwrap();
    assert_eq!(afterwards(pty).1, 0);
    let mut pty = terminal(&mut world);
    pty.send_line("st doctor --only mode >report").unwrap();
    pty.exp_string(" check 2 of 2, ").unwrap();
    assert_eq!(afterwards(pty).1, 0);
}

/// A server that, once it is armed, lets a request wait until it is told to go on.
struct Slow {
    server: Between,
    armed: Arc<AtomicBool>,
    go_on: Sender<()>,
}

impl Slow {
    fn before(origin: &str) -> Self {
        let armed = Arc::new(AtomicBool::new(false));
        let (go_on, told) = channel();
        let (waits, told) = (Arc::clone(&armed), Mutex::new(told));
        let server = Between::start(origin, move |_| {
            if waits.swap(false, Ordering::SeqCst) {
                // Whoever never tells has failed already.
                let _ = told.lock().unwrap().recv_timeout(PATIENCE);
            }
            Deed::Pass
        });
        Self {
            server,
            armed,
            go_on,
        }
    }

    /// What a log has of a command whose first request waits until its first line was read.
    fn logged(&self, world: &World, line: &[&str]) -> String {
        self.armed.store(true, Ordering::SeqCst);
        let mut child = world
            .command(line)
            .env("CI", "true")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut stderr = BufReader::new(child.stderr.take().unwrap());
        let mut text = String::new();
        stderr.read_line(&mut text).unwrap();
        self.go_on.send(()).unwrap();
        stderr.read_to_string(&mut text).unwrap();
        assert_eq!(child.wait().unwrap().code(), Some(0), "{line:?} {text}");
        text
    }
}

/// Each server of a sandbox, slow, and a world that knows them.
fn slow(names: [&str; 3]) -> (crate::support::sandbox::Sandbox, World, [Slow; 3]) {
    let (sandbox, mut world) = seeded(&[]);
    let env = sandbox.env();
    let servers = names.map(|name| {
        let (_, origin) = env.iter().find(|(known, _)| known == name).unwrap();
        Slow::before(origin)
    });
    for (name, slow) in names.iter().zip(&servers) {
        world.set(name, slow.server.origin());
    }
    (sandbox, world, servers)
}

const SERVERS: [&str; 3] = [
    "ST_HASURA_API_URL",
    "ST_HASURA_CORE_URI",
    "HASURA_GRAPHQL_ENDPOINT",
];

#[test]
fn whoever_waits_long_for_an_answer_is_told_for_which() {
    let (_sandbox, mut world, [api, core, hasura]) = slow(SERVERS);
    world.set("ST_HASURA_JWKS_URL", "");
    for (slow, line) in [
        (&api, &["signup", "-e", "ada@example.test"][..]),
        (&api, &["signin", "-e", "ada@example.test"]),
        (&api, &["refresh"]),
        (&api, &["token", "--decode", "--verify"]),
        (&api, &["jwks"]),
        (&api, &["jwt-secret", "--inline-key"]),
        (&api, &["jwt-secret", "--issuer", "auto"]),
        (&hasura, &["query", "{ notes { id } }"]),
        (&hasura, &["query", "--introspect"]),
        (&hasura, &["jwt-secret", "lint", "--engine"]),
        (&hasura, &["setup-hasura", "export", "exported"]),
        (&core, &["users", "list"]),
        (&api, &["signout"]),
    ] {
        let text = slow.logged(&world, line);
        let told = format!("waiting for {}/", slow.server.origin());
        assert!(text.starts_with(&told), "{line:?} {text}");
    }
}

#[test]
fn whoever_waits_at_a_terminal_sees_it_until_the_answer_comes() {
    let (_sandbox, mut world, [_, core, _]) = slow(SERVERS);
    core.armed.store(true, Ordering::SeqCst);
    let mut pty = terminal(&mut world);
    pty.send_line("st users list >list").unwrap();
    pty.exp_string(&format!("waiting for {}/", core.server.origin()))
        .unwrap();
    core.go_on.send(()).unwrap();
    pty.exp_string("\u{1b}[2K").unwrap();
    assert_eq!(afterwards(pty).1, 0);
    let list = std::fs::read_to_string(world.work().join("list")).unwrap();
    assert!(list.contains("alice@example.test"), "{list}");
}
