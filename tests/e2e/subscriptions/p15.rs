//! `verify-hasura` holds subscriptions against queries.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};

use serde_json::{Value, json};

use super::raw::*;
use crate::support::World;

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

/// `note_tags` has no columns but ids.
#[test]
fn a_table_that_nobody_can_stream_is_no_gap() {
    let note = "note_tags: nobody can stream it, as this database knows no greatest value of its \
                columns (PostgreSQL knows that of a uuid since version 18)";
    for (version, told) in [("15", true), ("18", false)] {
        let pair = Pair::new(&["--postgres-version", version]);
        for more in [&[][..], &["--no-admin"]] {
            let output = pair.verify(&[&["--probe", "P05,P15"], more].concat());
            let subscriptions = probe(&output, "P15");
            assert_eq!(subscriptions["status"], "pass", "{output}");
            let notes = subscriptions["notes"].to_string();
            assert_eq!(notes.contains(note), told, "{version} {output}");
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
