//! What hasura-cli says to an engine, command by command.
//!
//! Each test sends the requests of one command in the order and with the members that the CLI's
//! source gives them (`cli/` of hasura/graphql-engine, v2), and holds every answer. The CLI reads
//! answers as JSON and ignores members that it does not know.

use serde_json::{Value, json};

use crate::support::World;
use crate::support::hasura::exchange;
use crate::support::sandbox::Sandbox;

const EXPORT: &str = r#"{"type":"export_metadata","args":{}}"#;
const SUCCESS: &str = r#"{"message":"success"}"#;

/// A project's engine, and how the CLI asks it.
struct Cli {
    sandbox: Sandbox,
    /// Where `config.yaml` says that it is.
    prefix: &'static str,
}

impl Cli {
    fn start(args: &[&str]) -> Self {
        let files = World::new();
        let data = json!({"tables": [{
            "name": "books",
            "columns": [{"name": "id", "type": "int"}, {"name": "owner", "type": "text"}],
            "primary_key": ["id"],
        }]});
        let data = files.file("data.json", data.to_string());
        let metadata = files.file("metadata.json", server_side().to_string());
        let mut all = vec!["--data", data.to_str().unwrap()];
        all.extend(["--metadata", metadata.to_str().unwrap()]);
        all.extend(args);
        Self {
            sandbox: Sandbox::start(&all),
            prefix: "",
        }
    }

    /// A request as `httpc.Client` sends it (`internal/httpc/httpc.go`): Go's encoder ends the body
    /// with a line break, and the secret comes once the server's version is known.
    #[track_caller]
    fn send(&self, method: &str, path: &str, body: &str) -> (u16, String) {
        let secret = self.sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET");
        let headers: &[_] = match path {
            "/v1/version" => &[],
            _ => &[("X-Hasura-Admin-Secret", secret)],
        };
        let origin = self.sandbox.var("HASURA_GRAPHQL_ENDPOINT");
        let body = match body {
            "" => String::new(),
            body => format!("{body}\n"),
        };
        exchange(
            origin,
            method,
            &format!("{}{path}", self.prefix),
            headers,
            &body,
        )
    }

    /// The answer to a request that succeeds.
    #[track_caller]
    fn post(&self, path: &str, body: &str) -> String {
        let (status, answer) = self.send("POST", path, body);
        assert_eq!(status, 200, "{body}: {answer}");
        answer
    }

    /// Status and error of one that does not, as the CLI shows them.
    #[track_caller]
    fn refused(&self, path: &str, body: &str) -> (u16, Value) {
        let (status, answer) = self.send("POST", path, body);
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        if let Some(inner) = answer.pointer("/internal/error") {
            answer["internal"] = json!({"message": inner["message"], "hint": inner["hint"]});
        }
        (status, answer)
    }

    /// `ExecutionContext.Validate` (`cli.go`), with which every command begins.
    #[track_caller]
    fn validate(&self, metadata: &Value) {
        // util.GetServerStatus and version.FetchServerVersion.
        for _ in 0..2 {
            let version = r#"{"server_type":"ce","version":"v2.48.10"}"#;
            assert_eq!(self.send("GET", "/v1/version", ""), (200, version.into()));
        }
        // ServerConfig.GetHasuraInternalServerConfig wants one member.
        let (status, config) = self.send("GET", "/v1alpha1/config", "");
        assert_eq!(status, 200);
        let config: Value = serde_json::from_str(&config).unwrap();
        assert_eq!(config["console_assets_dir"], Value::Null);
        // commonmetadata.New(httpClient, requestUri).ExportMetadata: version 3 is looked for.
        assert_eq!(self.post("/v1/query", EXPORT), metadata.to_string());
        // util.GetServerState: the id.
        let state = self.post("/v1/metadata", r#"{"args":{},"type":"get_catalog_state"}"#);
        let state: Value = serde_json::from_str(&state).unwrap();
        assert_eq!(state["id"].as_str().unwrap().len(), 36, "{state}");
    }

    /// `CLICatalogState.Get` (`internal/statestore/statestore.go`).
    #[track_caller]
    fn cli_state(&self) -> Value {
        let answer = self.post("/v1/metadata", r#"{"type":"get_catalog_state","args":{}}"#);
        let mut answer: Value = serde_json::from_str(&answer).unwrap();
        answer["cli_state"].take()
    }

    /// `CLICatalogState.Set`.
    #[track_caller]
    fn set_cli_state(&self, state: &Value) {
        let body =
            format!(r#"{{"type":"set_catalog_state","args":{{"state":{state},"type":"cli"}}}}"#);
        assert_eq!(self.post("/v1/metadata", &body), SUCCESS);
    }
}

fn document(tables: Value) -> Value {
    let database = json!({"database_url": {"from_env": "PG_DATABASE_URL"}});
    json!({"version": 3, "sources": [{
        "name": "default",
        "kind": "postgres",
        "tables": tables,
        "configuration": {"connection_info": database},
    }]})
}

/// What the engine has.
fn server_side() -> Value {
    document(json!([{"table": {"name": "books", "schema": "public"}}]))
}

/// What the project has: a permission more, and a table that the database does not have.
fn of_the_project() -> Value {
    document(json!([
        {
            "table": {"name": "books", "schema": "public"},
            "select_permissions": [{
                "role": "user",
                "permission": {
                    "columns": ["id", "owner"],
                    "filter": {"owner": {"_eq": "X-Hasura-User-Id"}},
                },
            }],
        },
        {"table": {"name": "gone", "schema": "public"}},
    ]))
}

/// What is wrong with the project's.
const GONE: &str = r#"[{"definition":{"name":"gone","schema":"public"},"name":"table gone in source default","reason":"Inconsistent object: no such table/view exists in source: \"gone\"","type":"table"}]"#;

/// `Handler.V2ApplyMetadata` and `V2ReplaceMetadata` (`internal/projectmetadata/handler.go`,
/// `internal/hasura/commonmetadata/v2commonmetadataops.go`). The metadata has gone through a Go map,
/// so its members are in the order of their names.
fn replace(allow_inconsistent: bool) -> String {
    let mut metadata = of_the_project();
    metadata.sort_all_objects();
    format!(
        r#"{{"type":"replace_metadata","version":2,"args":{{"allow_inconsistent_metadata":{allow_inconsistent},"metadata":{metadata}}}}}"#
    )
}

/// `metadata export` and `metadata diff` (`commands/metadata_export.go`, `metadata_diff.go`): the
/// handlers of both export once, at the metadata API where the metadata is of version 3.
#[test]
fn export_and_diff() {
    let cli = Cli::start(&[]);
    cli.validate(&server_side());
    assert_eq!(cli.post("/v1/metadata", EXPORT), server_side().to_string());
}

/// `metadata apply` (`commands/metadata_apply.go`, `metadata_handlers.go`): inconsistencies are
/// allowed, and with `--output` the outcome is fetched.
#[test]
fn apply() {
    let cli = Cli::start(&[]);
    cli.validate(&server_side());
    let outcome = format!(r#"{{"inconsistent_objects":{GONE},"is_consistent":false}}"#);
    assert_eq!(cli.post("/v1/metadata", &replace(true)), outcome);
    let applied = cli.post("/v1/metadata", EXPORT);
    let applied: Value = serde_json::from_str(&applied).unwrap();
    assert_eq!(applied, of_the_project());
}

/// The same with `--disallow-inconsistent-metadata`: the CLI shows the error, and nothing changes.
#[test]
fn apply_without_inconsistencies() {
    let cli = Cli::start(&[]);
    cli.validate(&server_side());
    let (status, refused) = cli.refused("/v1/metadata", &replace(false));
    assert_eq!(
        (status, refused.to_string()),
        (
            400,
            format!(
                r#"{{"error":"cannot continue due to inconsistent metadata","path":"$.args","code":"unexpected","internal":{GONE}}}"#
            )
        )
    );
    cli.validate(&server_side());
}

/// The same in a project with `version: 2` in its config.yaml (`Handler.V1ApplyMetadata`): the
/// document itself, and it must be consistent.
#[test]
fn apply_in_an_older_project() {
    let cli = Cli::start(&[]);
    cli.validate(&server_side());
    let mut metadata = document(json!([]));
    metadata.sort_all_objects();
    let body = format!(r#"{{"type":"replace_metadata","args":{metadata}}}"#);
    assert_eq!(cli.post("/v1/metadata", &body), SUCCESS);
    cli.validate(&document(json!([])));
}

/// `metadata reload` (`commands/metadata_reload.go`), which looks for inconsistencies afterwards.
#[test]
fn reload() {
    let cli = Cli::start(&[]);
    cli.validate(&server_side());
    let reload = r#"{"type":"reload_metadata","args":{}}"#;
    let inconsistent = r#"{"type":"get_inconsistent_metadata","args":{}}"#;
    assert_eq!(
        cli.post("/v1/metadata", reload),
        r#"{"is_consistent":true,"message":"success"}"#
    );
    assert_eq!(
        cli.post("/v1/metadata", inconsistent),
        r#"{"inconsistent_objects":[],"is_consistent":true}"#
    );
}

/// `metadata clear` (`commands/metadata_clear.go`).
#[test]
fn clear() {
    let cli = Cli::start(&[]);
    cli.validate(&server_side());
    let clear = r#"{"type":"clear_metadata","args":{}}"#;
    assert_eq!(cli.post("/v1/metadata", clear), SUCCESS);
    cli.validate(&document(json!([])));
}

/// `metadata inconsistency status`, `list` and `drop` (`commands/metadata_inconsistency_*.go`), one
/// after the other.
#[test]
fn inconsistency() {
    let cli = Cli::start(&[]);
    cli.post("/v1/metadata", &replace(true));
    let applied = cli.post("/v1/metadata", EXPORT);
    let applied: Value = serde_json::from_str(&applied).unwrap();
    let inconsistent = r#"{"type":"get_inconsistent_metadata","args":{}}"#;
    let found = format!(r#"{{"inconsistent_objects":{GONE},"is_consistent":false}}"#);
    for _ in ["status", "list"] {
        cli.validate(&applied);
        assert_eq!(cli.post("/v1/metadata", inconsistent), found);
    }
    cli.validate(&applied);
    let drop = r#"{"type":"drop_inconsistent_metadata","args":{}}"#;
    assert_eq!(cli.post("/v1/metadata", drop), SUCCESS);
    assert_eq!(
        cli.post("/v1/metadata", inconsistent),
        r#"{"inconsistent_objects":[],"is_consistent":true}"#
    );
}

/// An endpoint that ends in a slash: versions before 2.0 join it to the paths with another
/// (`version/server.go`, `ServerConfig.GetVersionEndpoint`).
#[test]
fn two_slashes_are_one() {
    let cli = Cli {
        prefix: "/",
        ..Cli::start(&[])
    };
    cli.validate(&server_side());
    assert_eq!(cli.post("/v1/metadata", EXPORT), server_side().to_string());
    let (status, health) = cli.send("GET", "/healthz/?strict=true", "");
    assert_eq!((status, health.as_str()), (200, "OK"));
    assert_eq!(cli.send("GET", "/v1//nothing", "").0, 404);
}

/// What the sandbox says about SQL that it would have to run.
fn no_sql(path: &str) -> Value {
    json!({
        "error": "query execution failed",
        "path": path,
        "code": "postgres-error",
        "internal": {
            "message": "the sandbox runs no SQL",
            "hint": "a database behind it (--database-url) answers everything that only reads; \
                     without one it knows st-hasura's questions about the catalogue, by the tag at \
                     their head. Migrations and seeds need a real engine",
        },
    })
}

/// `migrate apply` and `migrate status` in a project with `version: 3` (`commands/migrate_apply.go`,
/// `migrate/util.go`, internal/statestore): the settings and the state of migrations are kept; that
/// of an older project, in a table, cannot be looked for; and the first migration is refused, so
/// that the CLI marks none as applied.
#[test]
fn migrate_is_refused() {
    let cli = Cli::start(&[]);
    cli.validate(&server_side());
    // validateSourceInfo.
    assert_eq!(cli.post("/v1/metadata", EXPORT), server_side().to_string());
    // StateStoreCatalog.PrepareSettingsDriver.
    assert_eq!(cli.cli_state(), json!({}));
    let mut state = json!({"settings": {"migration_mode": "true"}, "isStateCopyCompleted": false});
    cli.set_cli_state(&state);
    // CatalogStateStore.GetVersions.
    assert_eq!(cli.cli_state(), state);
    // copyStateToCatalogStateAPIIfRequired, which goes on without an answer.
    assert_eq!(cli.cli_state(), state);
    let body = r#"{"type":"run_sql","args":{"sql":"SELECT COUNT(1) FROM information_schema.tables WHERE table_name = 'schema_migrations' AND table_schema = 'hdb_catalog' LIMIT 1","source":"default"}}"#;
    assert_eq!(cli.refused("/v2/query", body), (400, no_sql("$")));
    state["isStateCopyCompleted"] = true.into();
    cli.set_cli_state(&state);
    // HasuraDB.Run.
    let body = r#"{"type":"run_sql","args":{"sql":"CREATE TABLE shelves (id int);","source":"default","check_metadata_consistency":false}}"#;
    assert_eq!(cli.refused("/v2/query", body), (400, no_sql("$")));
    assert_eq!(cli.cli_state(), state);
}

/// The same in a project with `version: 2` and in versions before 2.0
/// (`migrate/database/hasuradb/hasuradb.go`): the state is kept in a table, which is asked for first.
#[test]
fn migrate_in_an_older_project_is_refused() {
    let cli = Cli::start(&[]);
    cli.validate(&server_side());
    let look = r#"{"type":"run_sql","args":{"sql":"SELECT COUNT(1) FROM information_schema.tables WHERE table_name = 'schema_migrations' AND table_schema = 'hdb_catalog' LIMIT 1"}}"#;
    assert_eq!(cli.refused("/v2/query", look), (400, no_sql("$")));
    assert_eq!(cli.refused("/v1/query", look), (400, no_sql("$.args")));
    let bulk = format!(r#"{{"type":"bulk","args":[{look}]}}"#);
    assert_eq!(
        cli.refused("/v1/query", &bulk),
        (400, no_sql("$.args[0].args"))
    );
    // HasuraDB.Reset: nothing of it is done.
    let reset = r#"{"type":"bulk","args":[{"type":"clear_metadata","args":{}},{"type":"run_sql","args":{"sql":"DROP SCHEMA public CASCADE"}}]}"#;
    let mixed = json!({
        "error": "the sandbox does not run SQL and metadata commands in one bulk",
        "path": "$.args",
        "code": "not-supported",
    });
    assert_eq!(cli.refused("/v1/query", reset), (400, mixed));
    cli.validate(&server_side());
}

/// `seed apply` (`seed/apply.go`) and what asks for a dump: `seed create --from-table`
/// (`seed/create.go`) and `migrate create --from-server` (`migrate/database/hasuradb/schema_dump.go`).
#[test]
fn seeds_and_dumps_are_refused() {
    let cli = Cli::start(&[]);
    cli.validate(&server_side());
    let seeds = r#"{"type":"bulk","args":[{"type":"run_sql","args":{"sql":"INSERT INTO books VALUES (1, 'ada');","source":"default"}}]}"#;
    assert_eq!(cli.refused("/v2/query", seeds), (400, no_sql("$[0]")));
    let no_dump = json!({
        "error": "the sandbox dumps no database: migrations and seeds need a real engine",
        "path": "$",
        "code": "not-supported",
    });
    for dump in [
        r#"{"opts":["--no-owner","--no-acl","--data-only","--column-inserts","--table","\"books\""],"clean_output":true,"source":"default"}"#,
        r#"{"opts":["-O","-x","--schema-only","--schema","public"],"clean_output":true,"source":"default"}"#,
    ] {
        assert_eq!(
            cli.refused("/v1alpha1/pg_dump", dump),
            (400, no_dump.clone())
        );
    }
}

/// What `console` keeps at an engine (the console's telemetry state), beside what the CLI keeps,
/// and the first thing that its pages want and the sandbox has not.
#[test]
fn the_consoles_state_is_kept_and_its_pages_are_refused() {
    let cli = Cli::start(&[]);
    cli.validate(&server_side());
    cli.set_cli_state(&json!({"settings": {}}));
    let set = r#"{"type":"set_catalog_state","args":{"type":"console","state":{"onboardingShown":true}}}"#;
    // What fails beside it does not take it back.
    let bulk = format!(
        r#"{{"type":"bulk","args":[{set},{{"type":"pg_track_table","args":{{"table":"books"}}}}]}}"#
    );
    let (status, refused) = cli.refused("/v1/metadata", &bulk);
    assert_eq!((status, &refused["code"]), (400, &json!("already-tracked")));
    let state = cli.post("/v1/metadata", r#"{"type":"get_catalog_state","args":{}}"#);
    let state: Value = serde_json::from_str(&state).unwrap();
    assert_eq!(state["cli_state"], json!({"settings": {}}));
    assert_eq!(state["console_state"], json!({"onboardingShown": true}));
    let third = r#"{"type":"set_catalog_state","args":{"type":"other","state":{}}}"#;
    let (status, refused) = cli.refused("/v1/metadata", third);
    assert_eq!(
        (status, &refused["code"], &refused["path"]),
        (400, &json!("parse-failed"), &json!("$.args.type"))
    );
    let internals = r#"{"type":"dump_internal_state","args":{}}"#;
    for path in ["/v1/metadata", "/v1/query"] {
        let (status, refused) = cli.refused(path, internals);
        let reason = "the sandbox does not serve dump_internal_state";
        assert_eq!((status, &refused["error"]), (400, &json!(reason)), "{path}");
    }
}

/// The rest of `/v1/query`, which scripts of old still use: metadata commands without a prefix.
#[test]
fn the_api_of_version_1_has_the_older_names() {
    let cli = Cli::start(&[]);
    let untrack = r#"{"type":"untrack_table","args":{"table":"books"}}"#;
    let track = r#"{"type":"track_table","args":{"schema":"public","name":"books"}}"#;
    let permit = r#"{"type":"create_select_permission","args":{"table":"books","role":"user","permission":{"columns":["id"],"filter":{}}}}"#;
    let bulk = format!(r#"{{"type":"bulk","args":[{untrack},{track},{permit}]}}"#);
    assert_eq!(
        cli.post("/v1/query", &bulk),
        format!("[{SUCCESS},{SUCCESS},{SUCCESS}]")
    );
    let (status, again) = cli.refused(
        "/v1/query",
        &format!(r#"{{"type":"bulk","args":[{track}]}}"#),
    );
    assert_eq!(
        (status, again),
        (
            400,
            json!({
                "error": "view/table already tracked: \"books\"",
                "path": "$.args[0].args",
                "code": "already-tracked",
            })
        )
    );
    let rows = r#"{"type":"select","args":{"table":"books","columns":["id"]}}"#;
    let (status, rows) = cli.refused("/v1/query", rows);
    assert_eq!(
        (status, &rows["error"]),
        (400, &json!("the sandbox does not serve select"))
    );
    let (status, unknown) = cli.refused("/v1/query", r#"{"type":"nope","args":{}}"#);
    assert_eq!((status, &unknown["path"]), (400, &json!("$.type")));
    let words = unknown["error"].as_str().unwrap();
    assert!(words.starts_with("parsing Hasura.Server.API.Query.RQLQueryV1 failed, expected tag field to be one of [\"add_existing_table_or_view\",\"track_table\","), "{words}");
    assert!(
        words.ends_with("\"dump_internal_state\",\"set_custom_types\"], but found tag \"nope\""),
        "{words}"
    );
    let nobody = exchange(
        cli.sandbox.var("HASURA_GRAPHQL_ENDPOINT"),
        "POST",
        "/v1/query",
        &[],
        EXPORT,
    );
    assert_eq!(nobody.0, 400, "{}", nobody.1);
    assert!(!nobody.1.contains("sources"), "{}", nobody.1);
}
