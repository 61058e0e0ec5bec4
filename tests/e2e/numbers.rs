//! Numbers that a double does not hold: money, big keys. What the database says comes out as it
//! was said, and what the user gives arrives as it was given.

use crate::support::World;
use crate::support::sandbox::Sandbox;

const DATA: &str = r#"{"tables": [{
    "name": "accounts",
    "columns": [
        {"name": "id", "type": "bigint"},
        {"name": "balance", "type": "numeric"},
        {"name": "fee", "type": "numeric(10,2)"},
        {"name": "extra", "type": "jsonb"}
    ],
    "primary_key": ["id"],
    "rows": [
        {"id": 9007199254740993, "balance": 12345678901234567890123, "fee": 0.30, "extra": {"rate": 1.10}},
        {"id": 9007199254740992, "balance": -0.00000000000000000000001, "fee": 10.00, "extra": [0.1, 1]}
    ]
}]}"#;

const METADATA: &str = r#"{"version": 3, "sources": [{"name": "default", "kind": "postgres",
    "tables": [{"table": {"schema": "public", "name": "accounts"}}]}]}"#;

fn accounts() -> (Sandbox, World) {
    let files = World::new();
    let data = files.file("data.json", DATA);
    let metadata = files.file("metadata.json", METADATA);
    let [data, metadata] = [data, metadata].map(|path| path.to_str().unwrap().to_owned());
    let sandbox = Sandbox::start(&["--data", &data, "--metadata", &metadata]);
    let world = sandbox.world();
    (sandbox, world)
}

#[test]
fn what_the_database_says_is_printed_digit_by_digit() {
    let (_sandbox, world) = accounts();
    let document = "{ accounts(order_by: {id: desc}) { id balance fee extra } }";
    world
        .cmd(["query", "--as", "admin", document])
        .ok()
        .stdout_is(
            r#"{
  "accounts": [
    {
      "id": 9007199254740993,
      "balance": 12345678901234567890123,
      "fee": 0.30,
      "extra": {
        "rate": 1.10
      }
    },
    {
      "id": 9007199254740992,
      "balance": -0.00000000000000000000001,
      "fee": 10.00,
      "extra": [
        0.1,
        1
      ]
    }
  ]
}
"#,
        );
    let line = ["query", "--as", "admin", "-o", "json"];
    world
        .cmd(line.iter().chain(&["{ accounts { balance fee } }"]))
        .ok()
        .stdout_has(r#"{"balance":12345678901234567890123,"fee":0.30}"#)
        .stdout_has(r#"{"balance":-0.00000000000000000000001,"fee":10.00}"#);
    world
        .cmd(line.iter().chain(&["{ accounts_aggregate { aggregate { sum { balance fee } max { fee } } } }"]))
        .ok()
        .stdout_has(
            r#"{"sum":{"balance":12345678901234567890122.99999999999999999999999,"fee":10.30},"max":{"fee":10.00}}"#,
        );
}

#[test]
fn variables_go_out_digit_by_digit() {
    let (_sandbox, world) = accounts();
    let file = world.file("v.json", r#"{"d": 1e400}"#);
    let document = "query($a: numeric, $b: bigint, $c: numeric, $d: jsonb) { __typename }";
    world
        .cmd([
            "--curl",
            "query",
            "--as",
            "admin",
            document,
            "--var",
            "a=0.30",
            "--var",
            "b=9007199254740993",
            "--variables",
            r#"{"c": 12345678901234567890123}"#,
            "--variables-file",
            file.to_str().unwrap(),
        ])
        .ok()
        .stdout_has(
            r#""variables":{"d":1e+400,"c":12345678901234567890123,"a":0.30,"b":9007199254740993}"#,
        );
    let found = |condition: &str, pair: &str| {
        let document = format!(
            "query($v: {condition}) {{ accounts(where: {{{}}}) {{ id }} }}",
            match condition {
                "bigint" => "id: {_eq: $v}",
                _ => "balance: {_eq: $v}",
            }
        );
        let output = world
            .cmd(["query", "--as", "admin", &document, "--var", pair])
            .ok();
        output.json()["accounts"].as_array().unwrap().len()
    };
    assert_eq!(found("bigint", "v=9007199254740993"), 1);
    assert_eq!(found("bigint", "v=9007199254740994"), 0);
    assert_eq!(found("numeric", "v=12345678901234567890123"), 1);
    // Equal however it is written; another number in its last digit.
    assert_eq!(found("numeric", "v=12345678901234567890123.00"), 1);
    assert_eq!(found("numeric", "v=12345678901234567890124"), 0);
}

#[test]
fn a_scale_pads_rounds_and_bounds() {
    let (_sandbox, world) = accounts();
    let insert = "mutation($fee: numeric!) { insert_accounts_one(object: \
                  {id: 1, balance: 0, fee: $fee, extra: {}}) { fee } }";
    let inserted = |fee: &str| {
        let fee = format!("fee={fee}");
        world
            .cmd(["query", "--as", "admin", insert, "--var", &fee])
            .run()
    };
    let refused = inserted("99999999.995");
    assert_eq!(refused.code, Some(7), "{refused}");
    refused.stderr_has("numeric field overflow");
    let stored = inserted("7.005");
    assert_eq!(stored.code, Some(0), "{stored}");
    stored.stdout_has("\"fee\": 7.01\n");
}
