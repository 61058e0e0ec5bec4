//! What somebody had when they were stuck: servers, files, variables, a token.

use std::any::Any;

use serde_json::{Value, json};

use crate::stacks;
use crate::support::between::{Asked, Between, Deed};
use crate::support::pages::{Page, Pages};
use crate::support::sandbox::Sandbox;
use crate::support::tokens::{SIGNERS, claims};
use crate::support::{Output, World};

pub const EMAIL: &str = "ada@example.com";

/// A world with all that lives beside it.
pub struct Stage {
    pub world: World,
    /// Servers end when they are dropped.
    servers: Vec<Box<dyn Any>>,
}

/// Nothing is there.
pub fn nothing() -> Stage {
    Stage {
        world: World::new(),
        servers: Vec::new(),
    }
}

/// The whole stack, in which nobody is signed in.
pub fn stack(args: &[&str]) -> Stage {
    let sandbox = Sandbox::start(args);
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", "testPass123");
    Stage {
        world,
        ..nothing().keeping(sandbox)
    }
}

/// The whole stack, and a user who is signed in.
pub fn signed_in(args: &[&str]) -> Stage {
    stack(args).after(&["signup", "--email", EMAIL])
}

/// An auth API that gives these answers.
pub fn api(pages: Vec<Page>) -> Stage {
    let server = Pages::serve(pages);
    nothing()
        .with("ST_HASURA_API_URL", &server.origin())
        .with("ST_HASURA_PASSWORD", "testPass123")
        .keeping(server)
}

/// An auth API that answers a sign-up so.
pub fn answering(status: u16, body: Value) -> Stage {
    let mut page = Page::json("/auth/signup", body);
    page.status = status;
    api(vec![page])
}

/// A token, as a modern SDK makes it but for this change, and the key set that verifies it.
pub fn token(change: impl FnOnce(&mut Value)) -> Stage {
    let mut claims = claims(time::OffsetDateTime::now_utc().unix_timestamp() - 90);
    change(&mut claims);
    nothing()
        .file("token.txt", SIGNERS[0].sign(&claims))
        .file("jwks.json", key_set())
}

/// A key set with the key of [`token`].
pub fn key_set() -> String {
    json!({ "keys": [SIGNERS[0].jwk()] }).to_string()
}

/// A value of `HASURA_GRAPHQL_JWT_SECRET` in a file.
pub fn secret(text: &str) -> Stage {
    nothing().file("secret.json", text)
}

impl Stage {
    pub fn of(world: World) -> Self {
        Self { world, ..nothing() }
    }

    pub fn file(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        self.world.file(name, text);
        self
    }

    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.world.set(name, value);
        self
    }

    /// One variable has the value of another.
    pub fn taking(self, name: &str, other: &str) -> Self {
        let value = self.var(other);
        self.with(name, &value)
    }

    /// After a command that did what it was asked.
    #[track_caller]
    pub fn after(self, args: &[&str]) -> Self {
        self.world.cmd(args).ok();
        self
    }

    pub fn keeping(mut self, server: impl Any) -> Self {
        self.servers.push(Box::new(server));
        self
    }

    /// Somebody stands before the server that this variable names.
    pub fn between(
        self,
        name: &str,
        deed: impl Fn(&Asked) -> Deed + Send + Sync + 'static,
    ) -> Self {
        let between = Between::start(&self.var(name), deed);
        self.with(name, &between.origin()).keeping(between)
    }

    /// Of the stack.
    pub fn var(&self, name: &str) -> String {
        let sandboxes = self.servers.iter();
        let mut sandboxes = sandboxes.filter_map(|one| one.downcast_ref::<Sandbox>());
        sandboxes.next_back().unwrap().var(name).to_owned()
    }

    /// The session that is the default becomes what this makes of it.
    pub fn session(self, change: impl FnOnce(&mut Value)) -> Self {
        let path = self.world.session_file("default", "default");
        let mut session: Value =
            serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
        change(&mut session);
        std::fs::write(&path, session.to_string()).unwrap();
        self
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.world.cmd(args).run()
    }
}

/// The metadata of the built-in application, changed.
pub fn metadata(change: impl FnOnce(&mut Value)) -> (World, String) {
    let world = World::new();
    let path = stacks::metadata(&world, change);
    let path = path.to_string_lossy().into_owned();
    (world, path)
}
