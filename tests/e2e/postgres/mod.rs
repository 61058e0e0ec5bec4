//! The Hasura double over a real `PostgreSQL` that has SuperTokens' tables of both eras.

mod database;
mod naming;
mod permissions;
mod setup;

use serde_json::{Value, json};

use crate::support::World;
use crate::support::hasura::post;
use crate::support::postgres::Postgres;
use crate::support::sandbox::Sandbox;

pub const ALICE: &str = "a11ce000-0000-4000-8000-000000000001";
pub const BOB: &str = "b0b00000-0000-4000-8000-000000000002";
const PASSWORD: &str = "password-of-the-tests-1";

/// Files of SuperTokens' tables, by era.
pub const ERAS: [&str; 2] = ["supertokens-2022.sql", "supertokens-2026.sql"];

/// A sandbox over a database, with that database's two users signed in.
pub struct Over {
    pub sandbox: Sandbox,
    pub world: World,
}

impl Over {
    #[track_caller]
    pub fn new(postgres: &Postgres, metadata: Option<&Value>) -> Self {
        Self::with_ids(postgres, metadata, &[ALICE, BOB])
    }

    /// [`Over::new`] with other ids in the users' claims than those that they have.
    #[track_caller]
    pub fn with_ids(postgres: &Postgres, metadata: Option<&Value>, claims: &[&str; 2]) -> Self {
        let files = World::new();
        let users = json!({ "users": [
            { "id": ALICE, "email": "alice@example.test", "password": PASSWORD,
              "claims": { "x-hasura-user-id": claims[0] } },
            { "id": BOB, "email": "bob@example.test", "password": PASSWORD,
              "claims": { "x-hasura-user-id": claims[1] } },
        ] });
        let data = files.file("data.json", users.to_string());
        let url = postgres.url("postgres");
        let mut args = vec!["--database-url", &url, "--data", data.to_str().unwrap()];
        let file = metadata.map(|document| files.file("metadata.json", document.to_string()));
        if let Some(file) = &file {
            args.extend(["--metadata", file.to_str().unwrap()]);
        }
        let sandbox = Sandbox::start(&args);
        let mut world = sandbox.world();
        world.set("ST_HASURA_PASSWORD", PASSWORD);
        for name in ["alice", "bob"] {
            let address = format!("{name}@example.test");
            world
                .cmd(["signin", "-e", &address, "--session", name])
                .ok();
        }
        Self { sandbox, world }
    }

    /// A command of the metadata API or of `/v2/query`, as administrator.
    #[track_caller]
    pub fn admin(&self, path: &str, body: &Value) -> (u16, Value) {
        let secret = self.sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET");
        post(
            &self.sandbox,
            path,
            &[("x-hasura-admin-secret", secret)],
            body,
        )
    }

    /// `run_sql` that only reads.
    #[track_caller]
    pub fn sql(&self, sql: &str) -> (u16, Value) {
        let args = json!({ "sql": sql, "read_only": true });
        self.admin("/v2/query", &json!({ "type": "run_sql", "args": args }))
    }
}
