//! Subscriptions: the double's sockets as a plain client sees them, `query`, and probe P15.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::protocol::Message;
use tokio_tungstenite::tungstenite::{Error, WebSocket, client::IntoClientRequest as _};

use crate::stacks::{self, KINDS};
use crate::support::hasura::{graphql_as, post};
use crate::support::sandbox::Sandbox;
use crate::support::{Output, World};

const TRANSPORT: &str = "graphql-transport-ws";
const LEGACY: &str = "graphql-ws";
const NIL: &str = "00000000-0000-0000-0000-000000000000";

/// A connection that knows nothing of our own client.
struct Raw {
    socket: WebSocket<TcpStream>,
    protocol: &'static str,
}

/// What came over it.
#[derive(Debug, PartialEq)]
enum Came {
    Message(Value),
    Closed(u16, String),
    /// Without a closing frame.
    Cut,
}

impl Raw {
    #[track_caller]
    fn open(sandbox: &Sandbox, protocol: &'static str) -> Self {
        let address = sandbox
            .var("HASURA_GRAPHQL_ENDPOINT")
            .trim_start_matches("http://")
            .to_owned();
        let mut request = format!("ws://{address}/v1/graphql")
            .into_client_request()
            .unwrap();
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocol.parse().unwrap());
        let stream = TcpStream::connect(address).unwrap();
        stream
            .set_read_timeout(Some(Duration::from_secs(15)))
            .unwrap();
        let (socket, response) = tokio_tungstenite::tungstenite::client(request, stream).unwrap();
        assert_eq!(response.headers()["sec-websocket-protocol"], protocol);
        Self { socket, protocol }
    }

    /// With a token, acknowledged.
    #[track_caller]
    fn signed_in(sandbox: &Sandbox, protocol: &'static str, token: &str) -> Self {
        let mut raw = Self::open(sandbox, protocol);
        let bearer = format!("Bearer {token}");
        raw.say(&json!({ "type": "connection_init", "payload": { "headers": { "Authorization": bearer } } }));
        assert_eq!(
            raw.hear(),
            Came::Message(json!({ "type": "connection_ack" }))
        );
        raw
    }

    fn say(&mut self, message: &Value) {
        self.socket
            .send(Message::text(message.to_string()))
            .unwrap();
    }

    fn start(&mut self, id: &str, query: &str) {
        let kind = if self.protocol == TRANSPORT {
            "subscribe"
        } else {
            "start"
        };
        self.say(&json!({ "id": id, "type": kind, "payload": { "query": query } }));
    }

    /// The next message that is not a sign of life.
    #[track_caller]
    fn hear(&mut self) -> Came {
        loop {
            return match self.socket.read() {
                Ok(Message::Text(text)) => {
                    let message: Value = serde_json::from_str(&text).unwrap();
                    if matches!(message["type"].as_str(), Some("ka" | "ping")) {
                        continue;
                    }
                    Came::Message(message)
                }
                Ok(Message::Close(Some(frame))) => {
                    Came::Closed(frame.code.into(), frame.reason.to_string())
                }
                Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    panic!("nothing came")
                }
                Err(_) => Came::Cut,
                Ok(other) => panic!("{other:?}"),
            };
        }
    }

    /// The data of the next result.
    #[track_caller]
    fn data(&mut self, id: &str) -> Value {
        let kind = if self.protocol == TRANSPORT {
            "next"
        } else {
            "data"
        };
        match self.hear() {
            Came::Message(message) if message["type"] == kind && message["id"] == id => {
                message["payload"]["data"].clone()
            }
            other => panic!("{other:?}"),
        }
    }

    /// The entry of `errors` of a refused operation, which ends with it.
    #[track_caller]
    fn refused(&mut self, id: &str) -> Value {
        let Came::Message(message) = self.hear() else {
            panic!("not refused");
        };
        assert_eq!(
            (&message["type"], &message["id"]),
            (&json!("error"), &json!(id)),
            "{message}"
        );
        assert_eq!(
            self.hear(),
            Came::Message(json!({ "type": "complete", "id": id }))
        );
        match self.protocol {
            TRANSPORT => message["payload"][0].clone(),
            _ => message["payload"]["errors"][0].clone(),
        }
    }
}

/// The notes application with alice and bob signed in.
struct Pair {
    sandbox: Sandbox,
    world: World,
}

impl Pair {
    fn new(args: &[&str]) -> Self {
        let (sandbox, world) = stacks::seeded(args);
        Self { sandbox, world }
    }

    fn token(&self, name: &str) -> String {
        let output = self
            .world
            .cmd(["token", "--min-ttl", "0", "--session", name])
            .ok();
        output.stdout.trim().to_owned()
    }

    fn verify(&self, args: &[&str]) -> Output {
        let line = [
            "verify-hasura",
            "--session",
            "alice",
            "--other",
            "bob",
            "-o",
            "json",
        ];
        self.world.cmd(line.iter().chain(args)).run()
    }
}

fn probe(output: &Output, id: &str) -> Value {
    let probes = output.json()["result"]["probes"].clone();
    let all = probes.as_array().unwrap_or_else(|| panic!("{output}"));
    all.iter().find(|probe| probe["id"] == id).unwrap().clone()
}

fn owners(rows: &Value) -> Vec<&str> {
    let mut owners: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["owner_id"].as_str().unwrap())
        .collect();
    owners.dedup();
    owners
}

#[test]
fn live_queries_tell_at_once_and_whenever_something_has_changed() {
    let pair = Pair::new(&[]);
    let token = pair.token("alice");
    for protocol in [TRANSPORT, LEGACY] {
        let mut raw = Raw::signed_in(&pair.sandbox, protocol, &token);
        raw.start(
            "a",
            "subscription { notes(order_by: {title: asc}) { id owner_id title } }",
        );
        let before = raw.data("a");
        assert_eq!(owners(&before["notes"]).len(), 1, "{before}");
        // Other operations of the connection come in between without harm.
        raw.start("b", "{ notes_aggregate { aggregate { count } } }");
        let count = raw.data("b")["notes_aggregate"]["aggregate"]["count"].clone();
        assert_eq!(count, before["notes"].as_array().unwrap().len());
        assert_eq!(
            raw.hear(),
            Came::Message(json!({ "type": "complete", "id": "b" }))
        );
        let title = format!("live over {protocol}");
        let id = &before["notes"][0]["id"];
        let change = format!(
            "mutation {{ update_notes_by_pk(pk_columns: {{id: {id}}}, _set: {{title: \"{title}\"}}) {{ id }} }}"
        );
        let secret = pair.sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET");
        let headers = [("x-hasura-admin-secret", secret)];
        let body = json!({ "query": change });
        let (_, changed) = post(&pair.sandbox, "/v1/graphql", &headers, &body);
        assert!(changed.get("errors").is_none(), "{changed}");
        let after = raw.data("a");
        let titles: Vec<&Value> = after["notes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| &row["title"])
            .collect();
        assert!(titles.contains(&&json!(title)), "{after}");
        // What was stopped stays silent, and its id is free again.
        let stop = if protocol == TRANSPORT {
            "complete"
        } else {
            "stop"
        };
        raw.say(&json!({ "id": "a", "type": stop }));
        raw.start(
            "a",
            "subscription { notes_aggregate { aggregate { count } } }",
        );
        let count = raw.data("a")["notes_aggregate"]["aggregate"]["count"].clone();
        assert_eq!(count, after["notes"].as_array().unwrap().len());
    }
}

#[test]
fn streams_go_on_from_their_cursor() {
    let pair = Pair::new(&[]);
    let token = pair.token("alice");
    let all = graphql_as(
        &pair.sandbox,
        &token,
        "{ notes(order_by: {id: asc}) { id } }",
    );
    let ids: Vec<Value> = all["data"]["notes"].as_array().unwrap().clone();
    assert!(ids.len() > 2);
    for protocol in [TRANSPORT, LEGACY] {
        let mut raw = Raw::signed_in(&pair.sandbox, protocol, &token);
        let stream = |order: &str, start: &str| {
            format!(
                "subscription {{ s: notes_stream(batch_size: 2, cursor: [{{initial_value: {{id: \"{start}\"}}{order}}}]) {{ id }} }}"
            )
        };
        raw.start("up", &stream("", NIL));
        let mut streamed = Vec::new();
        while streamed.len() < ids.len() {
            let batch = raw.data("up")["s"].as_array().unwrap().clone();
            assert!((1..=2).contains(&batch.len()), "{batch:?}");
            streamed.extend(batch);
        }
        assert_eq!(streamed, ids);
        let first = ids[0]["id"].as_str().unwrap();
        raw.start("down", &stream(", ordering: DESC", first));
        raw.start(
            "none",
            "subscription { notes_stream(batch_size: 1, cursor: []) { id } }",
        );
        // The stream below the first row has nothing to tell, so this comes first.
        assert_eq!(
            raw.refused("none")["message"],
            "one streaming column field is expected"
        );
        let two = format!(
            "subscription {{ notes_stream(batch_size: 1, cursor: {{initial_value: {{id: \"{NIL}\", title: \"\"}}}}) {{ id }} }}"
        );
        raw.start("two", &two);
        assert_eq!(
            raw.refused("two")["message"],
            "multiple column cursors are not supported yet"
        );
    }
}

#[test]
fn a_connection_without_good_credentials_is_refused_in_the_words_of_its_protocol() {
    let pair = Pair::new(&[]);
    let good = pair.token("alice");
    let mut tampered = good.clone();
    let last = tampered.len() - 5;
    let other = if &tampered[last..=last] == "A" {
        "B"
    } else {
        "A"
    };
    tampered.replace_range(last..=last, other);
    for (headers, words) in [
        (json!({}), "Missing 'Authorization' or 'Cookie' header"),
        (
            json!({ "authorization": format!("Bearer {tampered}") }),
            "JWSInvalidSignature",
        ),
        (
            json!({ "authorization": format!("Bearer {good}"), "x-hasura-role": "admin" }),
            "not in allowed roles",
        ),
        (
            json!({ "x-hasura-admin-secret": "wrong" }),
            "x-hasura-admin-secret",
        ),
    ] {
        let init = json!({ "type": "connection_init", "payload": { "headers": headers } });
        let mut raw = Raw::open(&pair.sandbox, TRANSPORT);
        raw.say(&init);
        assert_eq!(
            raw.hear(),
            Came::Closed(
                4403,
                json!({ "server_error_msg": "4403: Forbidden" }).to_string()
            )
        );
        let mut raw = Raw::open(&pair.sandbox, LEGACY);
        raw.say(&init);
        let Came::Message(error) = raw.hear() else {
            panic!("{words}");
        };
        assert_eq!(error["type"], "connection_error");
        assert!(
            error["payload"].as_str().unwrap().contains(words),
            "{error}"
        );
        let Came::Closed(4400, reason) = raw.hear() else {
            panic!("{words}");
        };
        assert!(
            reason.contains("4400: Connection initialization failed: "),
            "{reason}"
        );
    }
}

#[test]
fn what_does_not_belong_to_the_protocol_is_refused() {
    let pair = Pair::new(&[]);
    let token = pair.token("alice");
    for nonsense in [
        "no json",
        "{}",
        "[1]",
        "{\"type\":\"nonsense\"}",
        "{\"type\":\"start\",\"id\":\"1\"}",
    ] {
        let mut raw = Raw::open(&pair.sandbox, TRANSPORT);
        raw.socket.send(Message::text(nonsense)).unwrap();
        let Came::Closed(4400, reason) = raw.hear() else {
            panic!("{nonsense}");
        };
        assert!(
            reason.contains("4400: Parsing client message failed"),
            "{reason}"
        );
        // The older protocol says so and goes on.
        let mut raw = Raw::signed_in(&pair.sandbox, LEGACY, &token);
        raw.socket.send(Message::text(nonsense)).unwrap();
        let Came::Message(error) = raw.hear() else {
            panic!("{nonsense}");
        };
        assert_eq!(error["type"], "connection_error", "{error}");
        raw.start("1", "{ __typename }");
        assert_eq!(raw.data("1"), json!({ "__typename": "query_root" }));
    }
    // An operation under an id in use, and one before connection_init.
    let query = "subscription { notes { id } }";
    for (signed_in, words) in [
        (true, "an operation already exists with this id: 1"),
        (false, "start received before the connection is initialised"),
    ] {
        for protocol in [TRANSPORT, LEGACY] {
            let mut raw = if signed_in {
                let mut raw = Raw::signed_in(&pair.sandbox, protocol, &token);
                raw.start("1", query);
                raw.data("1");
                raw
            } else {
                Raw::open(&pair.sandbox, protocol)
            };
            raw.start("1", query);
            let Came::Message(error) = raw.hear() else {
                panic!("{words}");
            };
            assert_eq!(error["payload"]["message"], words);
            assert_eq!(error["payload"]["extensions"]["code"], "start-failed");
            if protocol == LEGACY {
                assert_eq!(
                    raw.hear(),
                    Came::Message(json!({ "type": "complete", "id": "1" }))
                );
            } else {
                let Came::Message(again) = raw.hear() else {
                    panic!("{words}");
                };
                assert_eq!(again["payload"], words);
                let reason = json!({ "server_error_msg": format!("4400: {words}") }).to_string();
                assert_eq!(raw.hear(), Came::Closed(1000, reason));
            }
        }
    }
    // Larger than any sensible message.
    let mut raw = Raw::signed_in(&pair.sandbox, TRANSPORT, &token);
    let _ = raw.socket.send(Message::text(" ".repeat(5 * 1024 * 1024)));
    assert!(matches!(raw.hear(), Came::Closed(1009, _) | Came::Cut));
}

#[test]
fn a_connection_ends_with_its_token_and_without_a_beginning() {
    let sandbox = KINDS[0].start(&["--access-token-ttl", "4"]);
    let world = KINDS[0].world(&sandbox);
    world.cmd(["signup", "-e", "a@b.test"]).ok();
    let token = world
        .cmd(["token", "--min-ttl", "0"])
        .ok()
        .stdout
        .trim()
        .to_owned();
    std::thread::scope(|scope| {
        for protocol in [TRANSPORT, LEGACY] {
            let (sandbox, token) = (&sandbox, &token);
            scope.spawn(move || {
                let start = Instant::now();
                let mut raw = Raw::signed_in(sandbox, protocol, token);
                raw.start("1", "subscription { emailpassword_users { user_id } }");
                raw.data("1");
                assert_eq!(raw.hear(), Came::Cut);
                let lasted = start.elapsed();
                assert!(lasted < Duration::from_secs(6), "{lasted:?}");
            });
        }
        scope.spawn(|| {
            let mut raw = Raw::open(&sandbox, TRANSPORT);
            let reason = "Connection initialisation timed out".to_owned();
            assert_eq!(raw.hear(), Came::Closed(4408, reason));
        });
    });
}

#[test]
fn errors_of_an_operation_end_it_alone() {
    let pair = Pair::new(&[]);
    let token = pair.token("alice");
    for protocol in [TRANSPORT, LEGACY] {
        let mut raw = Raw::signed_in(&pair.sandbox, protocol, &token);
        raw.start("1", "subscription { notes { nope } }");
        assert_eq!(raw.refused("1")["extensions"]["code"], "validation-failed");
        raw.start("1", "subscription { a: notes { id } b: notes { id } }");
        assert_eq!(
            raw.refused("1")["message"],
            "subscriptions must select one top level field"
        );
        raw.start("1", "subscription { notes_stream(batch_size: 1) { id } }");
        assert_eq!(
            raw.refused("1")["message"],
            "missing required field 'cursor'"
        );
        raw.start("1", "{ notes(where: {id: {_eq: \"x\"}}) { id } }");
        let Came::Message(message) = raw.hear() else {
            panic!("{protocol}");
        };
        assert!(
            message.to_string().contains("uuid") || message.to_string().contains("UUID"),
            "{message}"
        );
    }
}

#[test]
fn query_runs_a_subscription() {
    let pair = Pair::new(&[]);
    let world = &pair.world;
    let first = world
        .cmd([
            "query",
            "--session",
            "alice",
            "subscription { notes(limit: 1) { id owner_id } }",
        ])
        .ok();
    assert_eq!(
        first.json()["notes"].as_array().unwrap().len(),
        1,
        "{first}"
    );
    let stream = format!(
        "subscription {{ notes_stream(batch_size: 1, cursor: {{initial_value: {{id: \"{NIL}\"}}}}) {{ id }} }}"
    );
    let lines = world
        .cmd(["query", "--session", "alice", "--count", "2", &stream])
        .ok();
    let rows: Vec<Value> = lines
        .stdout
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(rows.len(), 2, "{lines}");
    assert_ne!(rows[0], rows[1]);
    for way in [TRANSPORT, LEGACY] {
        let token = pair.token("alice");
        let traced = world
            .cmd([
                "query",
                "-v",
                "--as",
                "token",
                "--over",
                way,
                "--count",
                "1",
                "subscription { notes_aggregate { aggregate { count } } }",
            ])
            .env("ST_HASURA_TOKEN", &token)
            .ok();
        traced
            .stderr_has("connection_init")
            .stderr_has("connection_ack")
            .nowhere(&token);
        assert!(traced.stdout.contains("\"count\":"), "{traced}");
        world
            .cmd([
                "query",
                "--as",
                "anonymous",
                "--over",
                way,
                "--count",
                "1",
                "subscription { notes { id } }",
            ])
            .code(7)
            .stderr_has("error[socket.refused]");
    }
    // Without a way given, the protocol that has room for the reason says it.
    world
        .cmd([
            "query",
            "--as",
            "anonymous",
            "--follow",
            "subscription { notes { id } }",
        ])
        .code(7)
        .stderr_has("Missing 'Authorization' or 'Cookie' header")
        .stderr_has("help: sign in");
    world
        .cmd([
            "query",
            "--session",
            "alice",
            "--count",
            "1",
            "subscription { notes { nope } }",
        ])
        .code(7)
        .stdout_has("validation-failed");
    let api = pair.sandbox.var("ST_HASURA_API_URL").to_owned();
    world
        .cmd([
            "query",
            "--as",
            "anonymous",
            "--count",
            "1",
            "--hasura-endpoint",
            &api,
            "subscription { x }",
        ])
        .code(5)
        .stderr_has("error[socket.not_opened]");
    world
        .cmd([
            "query",
            "--as",
            "anonymous",
            "--header",
            "Authorization: Bearer x",
            "{ x }",
        ])
        .code(2)
        .stderr_has("ST_HASURA_TOKEN");
    world
        .cmd(["query", "--as", "token", "{ x }"])
        .code(2)
        .stderr_has("ST_HASURA_TOKEN");
    world
        .cmd(["query", "--session", "alice", "--timeout", "1", "--count", "1", "subscription { notes_stream(batch_size: 1, cursor: {initial_value: {id: \"ffffffff-ffff-4fff-bfff-ffffffffffff\"}}) { id } }"])
        .code(3)
        .stderr_has("error[socket.silent]");
}

/// Runs a finding's request in a shell, the token in a variable.
#[track_caller]
fn run_shown(pair: &Pair, finding: &Value) -> Value {
    let script = finding["request"].as_str().unwrap();
    let token = pair.token("alice");
    assert!(!script.contains(&token));
    let bin = std::path::Path::new(crate::support::bin())
        .parent()
        .unwrap();
    let output = pair
        .world
        .shell(script, bin)
        .env("TOKEN", token)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    serde_json::from_str(text.trim()).unwrap_or_else(|error| {
        panic!(
            "{error} {script}\n{}",
            String::from_utf8_lossy(&output.stderr)
        )
    })
}

#[test]
fn what_only_subscriptions_leak_is_found_by_p15_alone() {
    for (fault, ways) in [
        ("stream-unfiltered", &["stream"][..]),
        (
            "subscription-unfiltered",
            &["live", "live_by_pk", "live_aggregate"],
        ),
    ] {
        let pair = Pair::new(&["--fault", fault]);
        for more in [&[][..], &["--no-admin"]] {
            let output = pair.verify(more);
            assert_eq!(output.code, Some(8), "{fault} {output}");
            let failed: Vec<Value> = output.json()["result"]["probes"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|probe| probe["status"] == "fail")
                .map(|probe| probe["id"].clone())
                .collect();
            assert_eq!(failed, ["P15"], "{fault} {output}");
            let findings = probe(&output, "P15")["findings"]
                .as_array()
                .unwrap()
                .clone();
            for way in ways {
                let id = format!("P15:notes:{way}:user");
                let found = findings.iter().find(|finding| finding["id"] == id.as_str());
                let finding = found.unwrap_or_else(|| panic!("{id} {output}"));
                let answer = run_shown(&pair, finding);
                let shown = answer["data"].to_string();
                if *way == "live_aggregate" {
                    let count = &answer["data"]["notes_aggregate"]["aggregate"]["count"];
                    assert_eq!(*count, finding["evidence"]["count"], "{answer}");
                } else {
                    let key = finding["evidence"]["such as"][0]["id"].as_str().unwrap();
                    assert!(shown.contains(key), "{answer} {finding}");
                }
            }
            let unexpected = findings.iter().find(|finding| {
                let id = finding["id"].as_str().unwrap();
                !ways.iter().any(|way| id.ends_with(&format!(":{way}:user")))
            });
            assert_eq!(unexpected, None, "{output}");
        }
    }
}

#[test]
fn what_leaks_over_http_too_is_named_by_the_probe_that_looks_there() {
    for (fault, by) in [
        ("drop-row-filter", "P05"),
        ("by-pk-unfiltered", "P06"),
        ("aggregate-unfiltered", "P07"),
        ("honour-user-id-header", "P04"),
        ("honour-role-header", "P03"),
        ("accept-any-signature", "P16"),
    ] {
        let pair = Pair::new(&["--fault", fault]);
        let output = pair.verify(&["--probe", &format!("P15,{by}")]);
        assert_eq!(probe(&output, by)["status"], "fail", "{fault} {output}");
        let subscriptions = probe(&output, "P15");
        assert_eq!(subscriptions["status"], "pass", "{fault} {output}");
        if by != "P07" {
            assert!(
                subscriptions["notes"].to_string().contains(by),
                "{fault} {output}"
            );
        }
    }
}

/// Notes that no query lists; `filter` is the permission's.
fn hidden(filter: &Value, subscriptions: Value) -> (Value, Value) {
    let ids = [
        "a0000000-0000-4000-8000-00000000000a",
        "b0000000-0000-4000-8000-00000000000b",
    ];
    let users: Vec<Value> = ["alice", "bob"]
        .iter()
        .zip(ids)
        .map(|(name, id)| json!({ "id": id, "email": format!("{name}@example.test"), "password": format!("{name}-password-1") }))
        .collect();
    let table = |name: &str| {
        let rows: Vec<Value> = (1..=4)
            .map(|id| json!({ "id": id, "owner_id": ids[id % 2] }))
            .collect();
        json!({ "name": name, "primary_key": ["id"], "rows": rows, "columns": [
            { "name": "id", "type": "int4" }, { "name": "owner_id", "type": "text" }] })
    };
    let mine = json!({ "owner_id": { "_eq": "X-Hasura-User-Id" } });
    let tracked = |name: &str, permission: Value| {
        json!({ "table": { "schema": "public", "name": name },
            "select_permissions": [{ "role": "user", "permission": permission }] })
    };
    let columns = ["id", "owner_id"];
    let metadata = json!({ "version": 3, "sources": [{ "name": "default", "kind": "postgres", "tables": [
        tracked("notes", json!({ "columns": columns, "filter": mine, "allow_aggregations": true })),
        tracked("drafts", json!({ "columns": columns, "filter": filter, "allow_aggregations": true,
            "query_root_fields": [], "subscription_root_fields": subscriptions })),
    ] }] });
    (
        json!({ "users": users, "tables": [table("notes"), table("drafts")] }),
        metadata,
    )
}

fn hidden_pair(filter: &Value, subscriptions: Value) -> Pair {
    let scratch = World::new();
    let (data, metadata) = hidden(filter, subscriptions);
    let data = scratch.file("data.json", data.to_string());
    let metadata = scratch.file("metadata.json", metadata.to_string());
    Pair::new(&[
        "--data",
        data.to_str().unwrap(),
        "--metadata",
        metadata.to_str().unwrap(),
    ])
}

#[test]
fn tables_that_only_subscriptions_lead_to_are_judged_too() {
    let mine = json!({ "owner_id": { "_eq": "X-Hasura-User-Id" } });
    for subscriptions in [json!(["select"]), json!(["select_stream"]), Value::Null] {
        let pair = hidden_pair(&mine, subscriptions.clone());
        for more in [&[][..], &["--no-admin"]] {
            let output = pair.verify(&[&["--probe", "P05,P15"], more].concat());
            assert_eq!(output.code, Some(0), "{subscriptions} {more:?} {output}");
        }
        let pair = hidden_pair(&json!({}), subscriptions.clone());
        for more in [&[][..], &["--no-admin"]] {
            let output = pair.verify(&[&["--probe", "P05,P15"], more].concat());
            assert_eq!(probe(&output, "P05")["status"], "pass", "{output}");
            let found = probe(&output, "P15");
            assert_eq!(found["status"], "fail", "{subscriptions} {more:?} {output}");
            assert_eq!(found["findings"][0]["table"], "drafts");
            run_shown(&pair, &found["findings"][0]);
        }
    }
}

/// Passes everything on but the wish for a WebSocket.
fn gateway(to: &str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let origin = format!("http://{}", listener.local_addr().unwrap());
    let to = to.trim_start_matches("http://").to_owned();
    std::thread::spawn(move || {
        for client in listener.incoming().take(500) {
            let (Ok(mut client), Ok(mut server)) = (client, TcpStream::connect(&to)) else {
                return;
            };
            let (mut back, mut answer) = (client.try_clone().unwrap(), server.try_clone().unwrap());
            std::thread::spawn(move || std::io::copy(&mut answer, &mut back));
            std::thread::spawn(move || {
                let mut buffer = [0; 65536];
                while let Ok(n @ 1..) = client.read(&mut buffer) {
                    let text = String::from_utf8_lossy(&buffer[..n]).into_owned();
                    let cut = text.replace("upgrade: websocket", "x-cut-it: websocket");
                    if server.write_all(cut.as_bytes()).is_err() {
                        break;
                    }
                }
                let _ = server.shutdown(std::net::Shutdown::Both);
            });
        }
    });
    origin
}

#[test]
fn a_gateway_without_websockets_leaves_subscriptions_unproven() {
    let pair = Pair::new(&[]);
    let origin = gateway(pair.sandbox.var("HASURA_GRAPHQL_ENDPOINT"));
    let output = pair.verify(&["--probe", "P05,P15", "--hasura-endpoint", &origin]);
    assert_eq!(output.code, Some(3), "{output}");
    assert_eq!(output.json()["result"]["verdict"], "unproven");
    let found = probe(&output, "P15");
    assert_eq!(found["status"], "skip");
    assert!(
        found["reason"]
            .as_str()
            .unwrap()
            .contains("no WebSocket could be opened"),
        "{output}"
    );
    // Where the role has no subscriptions there is nothing to prove.
    let mine = json!({ "owner_id": { "_eq": "X-Hasura-User-Id" } });
    let (data, mut metadata) = hidden(&mine, json!([]));
    let tables = metadata["sources"][0]["tables"].as_array_mut().unwrap();
    tables.truncate(1);
    tables[0]["select_permissions"][0]["permission"]["subscription_root_fields"] = json!([]);
    let scratch = World::new();
    let data = scratch.file("data.json", data.to_string());
    let metadata = scratch.file("metadata.json", metadata.to_string());
    let pair = Pair::new(&[
        "--data",
        data.to_str().unwrap(),
        "--metadata",
        metadata.to_str().unwrap(),
    ]);
    let origin = gateway(pair.sandbox.var("HASURA_GRAPHQL_ENDPOINT"));
    let output = pair.verify(&["--probe", "P05,P15", "--hasura-endpoint", &origin]);
    assert_eq!(output.code, Some(0), "{output}");
    assert_eq!(probe(&output, "P15")["status"], "skip");
}
