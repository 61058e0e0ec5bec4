//! Values of columns that hold secrets stay out of every report.

use serde_json::{Value, json};

use super::caught;
use crate::stacks::KINDS;
use crate::support::{Output, World};

const OTHERS: &str = "aaa-what-only-ben-has";

/// What `verify-hasura` writes, in every form, about a table of Ann's and Ben's with this column
/// and aggregates over everybody's rows.
fn reports(column: &str) -> (Output, Vec<(&'static str, String)>) {
    let permission = json!({ "columns": [column, "user_id"], "allow_aggregations": true,
                             "filter": { "user_id": { "_eq": "X-Hasura-User-Id" } } });
    reports_on(column, &json!({}), permission, Some("aggregate-unfiltered"))
}

/// The same about any permission and any members of the table in the data, and with a fault.
fn reports_on(
    column: &str,
    members: &Value,
    permission: Value,
    fault: Option<&str>,
) -> (Output, Vec<(&'static str, String)>) {
    let scratch = World::new();
    let user = |name: &str| {
        json!({ "id": format!("{name}-id"), "email": format!("{name}@m.test"),
                "password": format!("{name}-Passw0rd") })
    };
    let columns = [column, "user_id"];
    let mut data = json!({
        "users": [user("ann"), user("ben")],
        "tables": [{
            "schema": "public",
            "name": "session_info",
            "columns": columns.map(|name| json!({ "name": name, "type": "text", "nullable": false })),
            "rows": [{ column: "bbb", "user_id": "ann-id" }, { column: OTHERS, "user_id": "ben-id" }],
        }],
    });
    let table = data["tables"][0].as_object_mut().unwrap();
    table.extend(members.as_object().unwrap().clone());
    let configuration = members["configuration"].clone();
    table.remove("configuration");
    let mut tracked = json!({ "table": { "schema": "public", "name": "session_info" },
                          "select_permissions": [{ "role": "user", "permission": permission }] });
    if !configuration.is_null() {
        tracked["configuration"] = configuration;
    }
    let source = json!({ "name": "default", "kind": "postgres", "tables": [tracked] });
    let metadata = json!({ "version": 3, "sources": [source] });
    let data = scratch.file("data.json", data.to_string());
    let metadata = scratch.file("metadata.json", metadata.to_string());
    let files = [
        "--data",
        data.to_str().unwrap(),
        "--metadata",
        metadata.to_str().unwrap(),
    ];
    let faults: Vec<&str> = fault.iter().flat_map(|fault| ["--fault", fault]).collect();
    let sandbox = KINDS[0].start(&[&files[..], &faults].concat());
    let mut world = KINDS[0].world(&sandbox);
    for name in ["ann", "ben"] {
        world.set("ST_HASURA_PASSWORD", format!("{name}-Passw0rd"));
        let email = format!("{name}@m.test");
        world.cmd(["signin", "-e", &email, "--session", name]).ok();
    }
    let verify = ["verify-hasura", "--session", "ann", "--other", "ben"];
    let formats = ["sarif", "html", "junit", "tap", "github"];
    let mut line: Vec<String> = verify.map(str::to_owned).to_vec();
    line.extend(["--output".to_owned(), "json".to_owned()]);
    for format in formats {
        line.extend(["--report".to_owned(), format!("{format}=report.{format}")]);
    }
    let json = world.cmd(line).run();
    let text = world.cmd(verify).run();
    let written = |format: &str| {
        std::fs::read_to_string(world.work().join(format!("report.{format}"))).unwrap()
    };
    let mut all: Vec<(&str, String)> = formats.map(|format| (format, written(format))).into();
    all.push(("text", text.stdout + &text.stderr));
    all.push(("json", json.stdout.clone() + &json.stderr));
    (json, all)
}

#[test]
fn another_users_secrets_are_in_no_report() {
    for column in ["session_data", "jwtUserPayload", "session_id"] {
        let (output, reports) = reports(column);
        caught(&output, &["P07", "P13"]);
        // The extremes are ways into the same leak, each with its evidence.
        let leak = format!(
            "\"evidence\":{}",
            json!({ "min": { column: "[redacted]" } })
        );
        assert!(output.json().to_string().contains(&leak), "{output}");
        for (format, text) in &reports {
            assert!(!text.contains(OTHERS), "{column} {format} {text}");
        }
    }
}

/// In the evidence and in the requests to try: a key that is a secret, by its name, by its name in
/// the database, and by what it looks like.
#[test]
fn keys_that_are_secrets_are_in_no_report() {
    let open = |columns: [&str; 2]| json!({ "columns": columns, "filter": {} });
    let key = |column: &str| json!({ "primary_key": [column] });
    let renamed = json!({ "primary_key": ["api_key"],
        "configuration": { "column_config": { "api_key": { "custom_name": "label" } } } });
    for (column, members) in [("access_token", key("access_token")), ("api_key", renamed)] {
        let permission = open([column, "user_id"]);
        let (output, reports) = reports_on(column, &members, permission, None);
        caught(&output, &["P05", "P06", "P13"]);
        for (format, text) in &reports {
            assert!(!text.contains(OTHERS), "{column} {format} {text}");
        }
    }
}

#[test]
fn other_values_are_evidence() {
    let (output, reports) = reports("device_name");
    caught(&output, &["P07"]);
    for (format, text) in &reports {
        // The other forms show the cause, and this is one of the ways in.
        if *format == "json" {
            assert!(text.contains("aaa-what…"), "{format} {text}");
        }
        // No more of it than is needed to recognise it.
        assert!(!text.contains(OTHERS), "{format} {text}");
    }
}
