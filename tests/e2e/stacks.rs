//! Every kind of auth API that the client must get on with.

use std::path::PathBuf;

use serde_json::Value;

use crate::support::World;
use crate::support::sandbox::Sandbox;

/// Generation, transport that the client asks for, anti-CSRF mode of the server.
#[derive(Clone, Copy, Debug)]
pub struct Stack {
    pub generation: &'static str,
    pub transport: &'static str,
    pub anti_csrf: &'static str,
}

/// All that exist: the legacy generation has no header mode.
pub const ALL: [Stack; 9] = [
    stack("modern", "cookie", "none"),
    stack("modern", "cookie", "via-token"),
    stack("modern", "cookie", "via-custom-header"),
    stack("modern", "header", "none"),
    stack("modern", "header", "via-token"),
    stack("modern", "header", "via-custom-header"),
    stack("legacy", "cookie", "none"),
    stack("legacy", "cookie", "via-token"),
    stack("legacy", "cookie", "via-custom-header"),
];

/// One of each where the anti-CSRF mode does not matter.
pub const KINDS: [Stack; 3] = [ALL[0], ALL[3], ALL[6]];

const fn stack(
    generation: &'static str,
    transport: &'static str,
    anti_csrf: &'static str,
) -> Stack {
    Stack {
        generation,
        transport,
        anti_csrf,
    }
}

impl Stack {
    /// Starts a sandbox of this kind with further arguments.
    #[track_caller]
    pub fn start(self, args: &[&str]) -> Sandbox {
        eprintln!("{self:?}");
        let own = [
            "--generation",
            self.generation,
            "--anti-csrf",
            self.anti_csrf,
        ];
        Sandbox::start(&[&own, args].concat())
    }

    /// A world whose commands talk to it in this transport.
    pub fn world(self, sandbox: &Sandbox) -> World {
        let mut world = sandbox.world();
        world
            .set("ST_HASURA_TRANSPORT", self.transport)
            .set("ST_HASURA_PASSWORD", PASSWORD);
        world
    }
}

/// A modern sandbox, and alice and bob, whom it has from the start, signed in: several rows each,
/// and each comments on notes of the others.
#[track_caller]
pub fn seeded(args: &[&str]) -> (Sandbox, World) {
    let sandbox = KINDS[0].start(args);
    let world = KINDS[0].world(&sandbox);
    for name in ["alice", "bob"] {
        let email = format!("{name}@example.test");
        world
            .cmd(["signin", "-e", &email, "--session", name])
            .env("ST_HASURA_PASSWORD", format!("{name}-password-1"))
            .ok();
    }
    (sandbox, world)
}

/// A file with the built-in metadata, changed.
#[track_caller]
pub fn metadata(world: &World, change: impl FnOnce(&mut Value)) -> PathBuf {
    let text = include_str!("../../sandbox/src/hasura/dataset/metadata.json");
    let mut metadata: Value = serde_json::from_str(text).unwrap();
    change(&mut metadata);
    world.file("metadata.json", metadata.to_string())
}

/// A table of it by its name.
#[track_caller]
pub fn table<'m>(metadata: &'m mut Value, name: &str) -> &'m mut Value {
    metadata["sources"][0]["tables"]
        .as_array_mut()
        .unwrap()
        .iter_mut()
        .find(|entry| entry["table"]["name"] == name)
        .unwrap()
}

/// `verify-hasura` of the two, for programs.
pub const VERIFY_PAIR: [&str; 7] = [
    "verify-hasura",
    "--session",
    "alice",
    "--other",
    "bob",
    "-o",
    "json",
];

/// Good enough for the default validators.
pub const PASSWORD: &str = "corr3ct-horse";

/// An address that nobody has.
pub const EMAIL: &str = "ada@example.com";

/// The headers, in lower case, in which an auth API hands out tokens.
pub fn carries_tokens(header: &str) -> bool {
    let legacy = ["set-cookie", "front-token", "id-refresh-token", "anti-csrf"];
    legacy.contains(&header) || header.starts_with("st-")
}

/// The auth API's origin.
pub fn api(sandbox: &Sandbox) -> &str {
    sandbox.var("ST_HASURA_API_URL")
}

/// Runs the test for all of these at once: for tests that mostly wait.
#[track_caller]
pub fn each(stacks: &[Stack], test: impl Fn(Stack) + Sync) {
    std::thread::scope(|scope| {
        let running: Vec<_> = stacks
            .iter()
            .map(|stack| (stack, scope.spawn(|| test(*stack))))
            .collect();
        for (stack, thread) in running {
            assert!(thread.join().is_ok(), "{stack:?}");
        }
    });
}
