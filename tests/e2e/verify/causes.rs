//! One cause, one finding: in every format, in a policy and beside a baseline.

use serde_json::{Value, json};

use super::{Pair, findings};
use crate::support::between::{Between, Deed};
use crate::support::{Output, World};

const OWN: &str = r#"{"user_id":{"_eq":"X-Hasura-User-Id"}}"#;

/// The finding that tells it all.
const CAUSE: &str = "P05:hub:list:user";

fn id(name: &str) -> String {
    format!("{name}-0000-4000-8000-000000000000")
}

fn table(name: &str, columns: &[(&str, &str)], rows: Value) -> Value {
    let columns: Vec<Value> = columns
        .iter()
        .map(|(name, kind)| json!({ "name": name, "type": kind }))
        .collect();
    json!({ "schema": "public", "name": name, "columns": columns, "primary_key": ["id"],
        "rows": rows })
}

fn tracked(name: &str, columns: &[&str], filter: &Value) -> Value {
    json!({ "table": { "schema": "public", "name": name }, "select_permissions": [
        { "role": "user", "permission": { "columns": columns, "filter": filter,
            "allow_aggregations": true } }] })
}

/// Tables around one in the middle that has this filter.
fn around(tables_around: usize, filter: &str) -> Pair {
    let own: Value = serde_json::from_str(OWN).unwrap();
    let filter: Value = serde_json::from_str(filter).unwrap();
    let (alice, bob) = (id("a11ce000"), id("b0b00000"));
    let key = [("id", "int4"), ("user_id", "text")];
    let mut hub = tracked("hub", &["id", "user_id"], &filter);
    let mut tables = vec![table(
        "hub",
        &key,
        json!([{ "id": 1, "user_id": alice }, { "id": 2, "user_id": bob }]),
    )];
    let mut metadata = Vec::new();
    let mut back = Vec::new();
    for n in 1..=tables_around {
        let name = format!("t{n:02}");
        let rows = json!([{ "id": 1, "user_id": alice, "hub_id": 2 },
            { "id": 2, "user_id": bob, "hub_id": 1 }]);
        let mut stored = table(&name, &[key[0], key[1], ("hub_id", "int4")], rows);
        stored["foreign_keys"] = json!([{ "columns": ["hub_id"],
            "table": { "schema": "public", "name": "hub" }, "references": ["id"] }]);
        tables.push(stored);
        let mut entry = tracked(&name, &["id", "user_id", "hub_id"], &own);
        entry["object_relationships"] = json!([{ "name": "hub",
            "using": { "foreign_key_constraint_on": "hub_id" } }]);
        metadata.push(entry);
        back.push(
            json!({ "name": name, "using": { "foreign_key_constraint_on": {
            "table": { "schema": "public", "name": name }, "column": "hub_id" } } }),
        );
    }
    hub["array_relationships"] = json!(back);
    metadata.push(hub);
    let users: Vec<Value> = [("alice", alice), ("bob", bob)]
        .into_iter()
        .map(|(name, id)| {
            json!({ "id": id, "email": format!("{name}@example.test"),
                "password": format!("{name}-password-1") })
        })
        .collect();
    let scratch = World::new();
    let data = json!({ "users": users, "tables": tables });
    let data = scratch.file("data.json", data.to_string());
    let sources = json!([{ "name": "default", "kind": "postgres", "tables": metadata,
        "configuration": { "connection_info": { "database_url": "postgres://db" } } }]);
    let metadata = json!({ "version": 3, "sources": sources });
    let metadata = scratch.file("metadata.json", metadata.to_string());
    Pair::seeded(&[
        "--data",
        data.to_str().unwrap(),
        "--metadata",
        metadata.to_str().unwrap(),
    ])
}

fn ids(output: &Output) -> Vec<String> {
    let all = findings(output).into_iter();
    all.map(|finding| finding["id"].as_str().unwrap().to_owned())
        .collect()
}

fn echoes(finding: &Value) -> Vec<&str> {
    let all = finding["echoes"].as_array().into_iter().flatten();
    all.map(|echo| echo["id"].as_str().unwrap()).collect()
}

/// The report as it was before causes: each finding with its own probe.
fn flat(report: &Value) -> Value {
    let mut old = report.clone();
    let probes = old["result"]["probes"].as_array_mut().unwrap();
    let mut moved = Vec::new();
    for finding in probes
        .iter_mut()
        .flat_map(|probe| probe["findings"].as_array_mut().unwrap())
    {
        if let Some(Value::Array(echoes)) = finding.as_object_mut().unwrap().remove("echoes") {
            moved.extend(echoes);
        }
    }
    for probe in probes {
        let own = moved.iter().filter(|echo| {
            let id = echo["id"].as_str().unwrap();
            Some(id.split(':').next().unwrap()) == probe["id"].as_str()
        });
        let own: Vec<Value> = own.cloned().collect();
        probe["findings"].as_array_mut().unwrap().extend(own);
        probe.as_object_mut().unwrap().remove("echoes");
    }
    old
}

#[test]
fn thirty_tables_around_an_open_one_are_one_finding() {
    let pair = around(29, "{}");
    let formats = ["text", "sarif", "github", "html", "junit"];
    let reports = formats.map(|format| ["--report".to_owned(), format!("{format}=told.{format}")]);
    let line: Vec<&str> = reports.iter().flatten().map(String::as_str).collect();
    let output = pair.verify(&line);
    assert_eq!(output.code, Some(8), "{output}");
    assert_eq!(ids(&output), [CAUSE]);
    let report = output.json();
    let all = findings(&output);
    let finding = &all[0];
    let told = echoes(finding);
    for way in [
        "P06:hub:by_pk:user",
        "P07:hub:nodes:user",
        "P15:hub:live:user",
    ] {
        assert!(told.contains(&way), "{way} {told:?}");
    }
    let through = told.iter().filter(|id| id.starts_with("P09:t")).count();
    assert_eq!(through, 29, "{told:?}");
    assert_eq!(
        finding["remedy"],
        format!("the role's filter is empty, which means all rows; set it to {OWN}")
    );
    assert_eq!(
        report["result"]["reasons"],
        json!(["P05 failed: in each table a user lists own rows and no others"])
    );
    let schema: Value =
        serde_json::from_str(include_str!("../../../schemas/verify-hasura.schema.json")).unwrap();
    assert!(jsonschema::is_valid(&schema, &report), "{output}");

    let report = |format: &str| {
        let path = pair.world.work().join(format!("told.{format}"));
        std::fs::read_to_string(path).unwrap()
    };
    // A screen has a place for it.
    let text = report("text");
    let told = text.split("\nprobes\n").next().unwrap();
    assert!(told.lines().count() <= 24, "{told}");
    let also = "    also by key (P06: hub_by_pk), by aggregate (P07: hub_aggregate), through \
                relationships (P09: t01.hub, t02.hub, t03.hub and 26 more), by subscription (P15: \
                hub, hub_by_pk, hub_stream)\n";
    assert!(told.contains(also), "{told}");
    let sarif: Value = serde_json::from_str(&report("sarif")).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 1, "{results:#?}");
    let related = results[0]["relatedLocations"].as_array().unwrap();
    assert_eq!(related.len(), finding["echoes"].as_array().unwrap().len());
    for format in ["html", "github"] {
        let page = report(format);
        assert_eq!(page.matches("<article").count(), 1, "{page}");
        assert!(page.contains("1 finding, "), "{page}");
    }
    let junit = report("junit");
    assert!(
        junit.contains(&format!("message=\"told with {CAUSE}\"")),
        "{junit}"
    );
}

#[test]
fn a_policy_and_a_baseline_go_by_the_cause() {
    let pair = around(2, "{}");
    let first = pair.verify(&[]);
    let accept = |finding: &str| {
        format!("[[accept]]\nfinding = \"{finding}\"\nreason = \"known\"\nuntil = 2999-01-01\n")
    };
    let policy = |text: String| {
        pair.world.file("p.toml", text);
        pair.verify(&["--policy", "p.toml", "--fail-on", "warn"])
    };
    let output = policy(accept(CAUSE));
    assert_eq!(output.code, Some(0), "{output}");
    assert_eq!(ids(&output), [CAUSE]);
    // A policy of before, which accepts each by itself, says nothing needless.
    let old = [CAUSE, "P06:hub:by_pk:user", "P07:*", "P09:*"].map(accept);
    let output = policy(old.concat());
    assert_eq!(output.code, Some(0), "{output}");
    // An echo is not its cause.
    let output = policy(accept("P09:*"));
    assert_eq!(output.code, Some(8), "{output}");
    assert_eq!(ids(&output), [CAUSE]);

    for earlier in [first.json(), flat(&first.json())] {
        pair.world.file("earlier.json", earlier.to_string());
        let output = pair.verify(&["--baseline", "earlier.json"]);
        let baseline = &output.json()["result"]["baseline"];
        for what in ["new", "gone", "changed"] {
            assert_eq!(baseline[what], json!([]), "{baseline}");
        }
    }
    let closed = around(2, OWN);
    closed.world.file("open.json", &first.stdout);
    let output = closed.verify(&["--baseline", "open.json"]);
    assert_eq!(output.code, Some(0), "{output}");
    let gone = &output.json()["result"]["baseline"]["gone"];
    assert_eq!(gone.as_array().unwrap().len(), 1, "{gone}");
    assert_eq!(gone[0]["id"], CAUSE);
}

#[test]
fn permissions_of_admin_that_hasura_leaves_out_are_one_finding() {
    let pair = Pair::seeded(&[]);
    let origin = pair.sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
    let between = Between::start(&origin, |asked| {
        if asked.kind() != "get_inconsistent_metadata" {
            return Deed::Pass;
        }
        let kinds = ["select", "insert", "update", "delete"];
        let of = |n: usize| {
            let (kind, table) = (kinds[n % 4], format!("t{}", n / 4));
            json!({ "type": format!("{kind}_permission"),
                "name": format!("{kind}_permission admin in table {table} in source default"),
                "definition": { "role": "admin", "table": { "schema": "public", "name": table } },
                "reason": format!("{kind} permission already defined on table \"{table}\" with \
                                   role \"admin\"") })
        };
        let gone = json!({ "type": "table", "name": "table lost in source default",
            "definition": { "schema": "public", "name": "lost" }, "reason": "no such table" });
        let behind = json!({ "type": "select_permission",
            "name": "select_permission user in table lost in source default",
            "definition": { "role": "user", "table": { "schema": "public", "name": "lost" } },
            "reason": "table \"lost\" is not tracked" });
        let objects = (0..160).map(of).chain([behind, gone]);
        let objects: Vec<Value> = objects.collect();
        Deed::Answer(
            200,
            json!({ "is_consistent": false, "inconsistent_objects": objects }),
        )
    });
    let origin = between.origin();
    let output = pair.verify(&["--probe", "P22", "--hasura-endpoint", &origin]);
    let all = findings(&output);
    let told: Vec<(&str, usize)> = all
        .iter()
        .map(|finding| (finding["id"].as_str().unwrap(), echoes(finding).len()))
        .collect();
    assert_eq!(
        told,
        [
            (
                "P22:select_permission user in table lost in source default",
                1
            ),
            (
                "P22:delete_permission admin in table t0 in source default",
                159
            ),
        ]
    );
    let remedy = all[1]["remedy"].as_str().unwrap();
    assert!(remedy.contains("role admin"), "{remedy}");
}

#[test]
fn an_allow_list_that_keeps_us_out_proves_nothing() {
    let pair = Pair::seeded(&[]);
    let origin = pair.sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
    // With and without introspection in a collection; the administrator is exempt.
    for introspection in [false, true] {
        let between = Between::start(&origin, move |asked| {
            let query = asked.body["query"].as_str().unwrap_or_default();
            let allowed = introspection && query.contains("__schema");
            let admin = asked.head.to_lowercase().contains("x-hasura-admin-secret:");
            if asked.path != "/v1/graphql" || admin || allowed {
                return Deed::Pass;
            }
            let error = json!({ "message": "query is not allowed",
                "extensions": { "path": "$", "code": "validation-failed" } });
            Deed::Answer(200, json!({ "errors": [error] }))
        });
        let origin = between.origin();
        for more in [&[][..], &["--no-admin"]] {
            let own = ["--hasura-endpoint", origin.as_str()];
            let line: Vec<&str> = own.iter().chain(more).copied().collect();
            let output = pair.verify(&line);
            assert_eq!(output.code, Some(3), "{output}");
            let result = &output.json()["result"];
            assert_eq!(result["verdict"], "unproven", "{output}");
            let reason = result["reasons"][0].as_str().unwrap();
            for words in [
                "query is not allowed",
                "HASURA_GRAPHQL_ENABLE_ALLOWLIST",
                "allow_list",
            ] {
                assert!(reason.contains(words), "{reason}");
            }
        }
    }
}
