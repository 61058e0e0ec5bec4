//! What the double sends and refuses, in both protocols.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::protocol::Message;

use super::raw::*;
use crate::stacks::KINDS;
use crate::support::hasura::{graphql_as, post};

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
    let pair = Pair::new(&["--postgres-version", "18"]);
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

/// The engine asks for the greatest value of a batch, and `PostgreSQL` knows that of a uuid since
/// version 18 only.
#[test]
fn nothing_streams_by_a_column_without_a_greatest_value() {
    let complaint = json!([{
        "message": "database query error",
        "extensions": { "path": "$", "code": "unexpected" },
    }]);
    for (args, refuses) in [
        (&[][..], true),
        (&["--postgres-version", "17"], true),
        (&["--postgres-version", "18"], false),
    ] {
        let pair = Pair::new(args);
        let token = pair.token("alice");
        for protocol in [TRANSPORT, LEGACY] {
            let mut raw = Raw::signed_in(&pair.sandbox, protocol, &token);
            let stream = |column: &str, start: &str| {
                format!(
                    "subscription {{ notes_stream(batch_size: 1, cursor: {{initial_value: {{{column}: \"{start}\"}}}}) {{ id }} }}"
                )
            };
            raw.start("id", &stream("id", NIL));
            if refuses {
                // At each look, and the operation goes on.
                for _ in 0..2 {
                    assert_eq!(raw.complaint("id"), complaint, "{args:?} {protocol}");
                }
            } else {
                assert!(raw.data("id")["notes_stream"][0]["id"].is_string());
            }
            let mut raw = Raw::signed_in(&pair.sandbox, protocol, &token);
            raw.start("title", &stream("title", ""));
            assert!(raw.data("title")["notes_stream"][0]["id"].is_string());
        }
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
                let mut raw = Raw::signed_in(sandbox, protocol, token);
                raw.start("1", "subscription { emailpassword_users { user_id } }");
                raw.data("1");
                assert_eq!(raw.hear(), Came::Cut);
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
