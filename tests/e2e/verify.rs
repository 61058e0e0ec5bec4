//! `verify-hasura` against the sandbox: sound is sound, and each fault is caught by its probe.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::{Value, json};

use crate::stacks::{self, KINDS, PASSWORD, Stack, VERIFY_PAIR};
use crate::support::sandbox::Sandbox;
use crate::support::{Output, World};

const ALICE: &str = "ann@verify.test";
const BOB: &str = "ben@verify.test";

/// A sandbox with two signed-in users.
struct Pair {
    sandbox: Sandbox,
    world: World,
}

impl Pair {
    fn new(stack: Stack, args: &[&str]) -> Self {
        let sandbox = stack.start(args);
        let world = stack.world(&sandbox);
        world
            .cmd(["signup", "-e", ALICE, "--session", "alice"])
            .ok();
        world.cmd(["signup", "-e", BOB, "--session", "bob"]).ok();
        Self { sandbox, world }
    }

    fn modern(args: &[&str]) -> Self {
        Self::new(KINDS[0], args)
    }

    /// The users that the sandbox has from the start: several rows each, and each comments on
    /// notes of the others.
    fn seeded(args: &[&str]) -> Self {
        let (sandbox, world) = stacks::seeded(args);
        Self { sandbox, world }
    }

    fn verify(&self, args: &[&str]) -> Output {
        self.world.cmd(VERIFY_PAIR.iter().chain(args)).run()
    }
}

fn probes(output: &Output, status: &str) -> BTreeSet<String> {
    let json = output.json();
    let probes = json["result"]["probes"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    probes
        .iter()
        .filter(|probe| probe["status"] == status)
        .map(|probe| probe["id"].as_str().unwrap().to_owned())
        .collect()
}

fn findings(output: &Output) -> Vec<Value> {
    output.json()["result"]["probes"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|probe| probe["findings"].as_array().unwrap().clone())
        .collect()
}

#[track_caller]
fn sound(output: &Output) {
    assert_eq!(output.code, Some(0), "{output}");
    assert_eq!(output.json()["result"]["verdict"], "sound", "{output}");
    assert_eq!(findings(output), Vec::<Value>::new(), "{output}");
    let all = [
        "P01", "P02", "P03", "P04", "P05", "P06", "P07", "P08", "P09", "P10", "P11", "P12", "P13",
        "P14", "P15", "P16", "P17", "P20", "P21", "P22", "P24", "P25",
    ];
    assert_eq!(
        probes(output, "pass"),
        all.map(str::to_owned).into(),
        "{output}"
    );
}

/// Exit 8, and exactly these probes fail.
#[track_caller]
fn caught(output: &Output, by: &[&str]) {
    assert_eq!(output.code, Some(8), "{output}");
    assert_eq!(output.json()["result"]["verdict"], "leak", "{output}");
    let by: BTreeSet<String> = by.iter().map(|id| (*id).to_owned()).collect();
    assert_eq!(probes(output, "fail"), by, "{output}");
    for finding in findings(output) {
        for member in ["id", "severity", "summary", "request", "why", "remedy"] {
            assert!(
                !finding[member].as_str().unwrap().is_empty(),
                "{member} {finding}"
            );
        }
        assert!(finding.get("evidence").is_some(), "{finding}");
    }
}

#[test]
fn a_sound_sandbox_is_sound() {
    for stack in KINDS {
        let pair = Pair::new(stack, &[]);
        sound(&pair.verify(&[]));
    }
}

#[test]
fn sound_where_rows_are_shared_too() {
    let pair = Pair::seeded(&[]);
    sound(&pair.verify(&[]));
    sound(&pair.verify(&["--no-admin"]));
}

#[test]
fn sound_without_the_administrator_too() {
    let pair = Pair::modern(&[]);
    let output = pair.verify(&["--no-admin"]);
    assert_eq!(output.json()["result"]["admin"], false);
    sound(&output);
}

#[test]
fn a_second_user_is_signed_up_and_removed() {
    let pair = Pair::modern(&[]);
    let output = pair
        .world
        .cmd(["verify-hasura", "--session", "alice", "-o", "json"])
        .run();
    sound(&output);
    output.stderr_has("signed up st-hasura-smoke+");
    output.stdout_has("removed the throw-away user st-hasura-smoke+");
    let users = pair
        .world
        .cmd([
            "query",
            "--as",
            "admin",
            "{ emailpassword_users { email } }",
        ])
        .ok();
    assert!(!users.stdout.contains("st-hasura-smoke+"), "{users}");
}

#[test]
fn a_second_user_that_cannot_be_removed_is_named() {
    let pair = Pair::modern(&[]);
    let output = pair
        .world
        .cmd(["verify-hasura", "--session", "alice", "-o", "json"])
        .env("ST_HASURA_CORE_URI", "")
        .run();
    // Without the core there is no expired token either, and no proof.
    assert_eq!(output.code, Some(3), "{output}");
    output.stdout_has("is left: give ST_HASURA_CORE_URI");
    let json = output.json();
    let tokens = json["result"]["probes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|probe| probe["id"] == "P16")
        .unwrap();
    assert!(
        tokens["reason"].as_str().unwrap().contains("expired"),
        "{tokens}"
    );
}

#[test]
fn each_fault_is_caught_by_its_probe() {
    for (fault, by) in [
        ("accept-any-signature", vec!["P16"]),
        ("accept-alg-none", vec!["P16"]),
        ("hs256-with-public-key", vec!["P16"]),
        ("honour-user-id-header", vec!["P04"]),
        ("honour-role-header", vec!["P03"]),
        ("drop-row-filter", vec!["P05"]),
        ("by-pk-unfiltered", vec!["P06"]),
        ("aggregate-unfiltered", vec!["P07"]),
        ("metadata-open", vec!["P17"]),
    ] {
        let pair = Pair::modern(&["--fault", fault]);
        let output = pair.verify(&[]);
        caught(&output, &by);
    }
}

#[test]
fn an_ignored_exp_is_caught() {
    let pair = Pair::modern(&["--fault", "ignore-exp"]);
    let output = pair.verify(&["--probe", "P16"]);
    caught(&output, &["P16"]);
    let ids: Vec<Value> = findings(&output).iter().map(|f| f["id"].clone()).collect();
    assert_eq!(ids, [json!("P16:expired")], "{output}");
}

#[test]
fn no_admin_secret_is_caught() {
    let pair = Pair::modern(&["--fault", "no-admin-secret"]);
    let output = pair.verify(&[]);
    assert_eq!(output.code, Some(8), "{output}");
    assert!(probes(&output, "fail").contains("P01"), "{output}");
}

#[test]
fn faults_are_caught_in_the_legacy_generation_and_in_header_mode() {
    for stack in [KINDS[1], KINDS[2]] {
        for (fault, by) in [
            ("accept-any-signature", vec!["P16"]),
            ("drop-row-filter", vec!["P05"]),
            ("by-pk-unfiltered", vec!["P06"]),
            ("aggregate-unfiltered", vec!["P07"]),
            ("honour-user-id-header", vec!["P04"]),
        ] {
            let pair = Pair::new(stack, &["--fault", fault]);
            caught(&pair.verify(&[]), &by);
        }
    }
}

#[test]
fn faults_are_caught_without_the_administrator() {
    for (fault, by) in [
        ("accept-any-signature", vec!["P16"]),
        ("drop-row-filter", vec!["P05"]),
        ("by-pk-unfiltered", vec!["P06"]),
        ("aggregate-unfiltered", vec!["P07"]),
        ("honour-user-id-header", vec!["P04"]),
    ] {
        let pair = Pair::modern(&["--fault", fault]);
        caught(&pair.verify(&["--no-admin"]), &by);
    }
}

/// The built-in metadata with the filter of one table's permission replaced.
fn with_filter(world: &World, table: &str, filter: &Value) -> String {
    let text = include_str!("../../src/sandbox/hasura/dataset/metadata.json");
    let mut metadata: Value = serde_json::from_str(text).unwrap();
    let tables = metadata["sources"][0]["tables"].as_array_mut().unwrap();
    let found = tables
        .iter_mut()
        .find(|entry| entry["table"]["name"] == table)
        .unwrap();
    found["select_permissions"][0]["permission"]["filter"] = filter.clone();
    let path = world.file("metadata.json", metadata.to_string());
    path.to_str().unwrap().to_owned()
}

#[test]
fn permissions_that_let_others_in_are_caught() {
    let scratch = World::new();
    for filter in [
        json!({}),
        json!({"_or": [{"owner_id": {"_eq": "X-Hasura-User-Id"}}, {"id": {"_is_null": false}}]}),
        json!({"owner_id": {"_neq": "X-Hasura-User-Id"}}),
    ] {
        let metadata = with_filter(&scratch, "notes", &filter);
        let pair = Pair::modern(&["--metadata", &metadata]);
        let output = pair.verify(&[]);
        assert_eq!(output.code, Some(8), "{filter} {output}");
        assert!(probes(&output, "fail").contains("P05"), "{filter} {output}");
        let leak = findings(&output)
            .into_iter()
            .find(|finding| finding["id"] == "P05:notes:list:user")
            .unwrap_or_else(|| panic!("{filter} {output}"));
        assert_eq!(leak["evidence"]["permission"], filter);
        let output = pair.verify(&["--no-admin"]);
        assert_eq!(output.code, Some(8), "{filter} {output}");
        assert!(probes(&output, "fail").contains("P05"), "{filter} {output}");
    }
}

#[test]
fn insides_of_the_database_are_a_warning() {
    let pair = Pair::modern(&["--fault", "internals-leaked"]);
    let output = pair.verify(&[]);
    assert_eq!(output.code, Some(0), "{output}");
    assert_eq!(probes(&output, "warn"), ["P20".to_owned()].into());
    shell_answers(&pair, &output, "errors", "internals-leaked");
}

#[test]
fn secret_columns_are_caught() {
    let scratch = World::new();
    let text = include_str!("../../src/sandbox/hasura/dataset/metadata.json");
    let mut metadata: Value = serde_json::from_str(text).unwrap();
    let tables = metadata["sources"][0]["tables"].as_array_mut().unwrap();
    let users = tables
        .iter_mut()
        .find(|entry| entry["table"]["name"] == "emailpassword_users")
        .unwrap();
    users["select_permissions"][0]["permission"]["columns"] = json!("*");
    let path = scratch.file("metadata.json", metadata.to_string());
    let pair = Pair::modern(&["--metadata", path.to_str().unwrap()]);
    let output = pair.verify(&[]);
    caught(&output, &["P13"]);
    let ids: Vec<Value> = findings(&output).iter().map(|f| f["id"].clone()).collect();
    let secret = "P13:emailpassword_users:password_hash:user";
    assert_eq!(ids, [json!(secret)], "{output}");
    shell_shows(&pair, &output, "password_hash");
    let output = pair.verify(&["--no-admin", "--probe", "P13"]);
    caught(&output, &["P13"]);
}

#[test]
fn open_mutations_are_caught_without_being_tried() {
    let scratch = World::new();
    let mine = json!({"owner_id": {"_eq": "X-Hasura-User-Id"}});
    for (filter, check, set, by) in [
        (&mine, &mine, json!({}), &[][..]),
        (
            &mine,
            &json!({}),
            json!({"owner_id": "x-hasura-user-id"}),
            &[],
        ),
        (&json!({}), &mine, json!({}), &["P14"]),
        (&mine, &json!({}), json!({}), &["P14"]),
    ] {
        let text = include_str!("../../src/sandbox/hasura/dataset/metadata.json");
        let mut metadata: Value = serde_json::from_str(text).unwrap();
        let tables = metadata["sources"][0]["tables"].as_array_mut().unwrap();
        let notes = tables
            .iter_mut()
            .find(|entry| entry["table"]["name"] == "notes")
            .unwrap();
        let columns = ["owner_id", "title", "body"];
        notes["insert_permissions"] = json!([{"role": "user", "permission":
            {"columns": columns, "check": check, "set": set}}]);
        notes["delete_permissions"] = json!([{"role": "user", "permission": {"filter": filter}}]);
        let path = scratch.file("metadata.json", metadata.to_string());
        let pair = Pair::modern(&["--metadata", path.to_str().unwrap()]);
        let output = pair.verify(&[]);
        let failed: BTreeSet<String> = by.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(probes(&output, "fail"), failed, "{output}");
        let code = if by.is_empty() { 0 } else { 8 };
        assert_eq!(output.code, Some(code), "{output}");
        let skipped = probes(&pair.verify(&["--no-admin"]), "skip");
        // P19 has no policy to compare with, P23 no second role to look through.
        let idle = ["P14", "P19", "P23"].map(str::to_owned);
        assert_eq!(skipped, idle.into(), "{output}");
    }
}

#[test]
fn what_lies_behind_shared_rows_is_looked_at() {
    for (fault, by) in [
        ("relationship-unfiltered", "P09"),
        ("where-unfiltered", "P10"),
    ] {
        let pair = Pair::seeded(&["--fault", fault]);
        for args in [&[][..], &["--no-admin"]] {
            let output = pair.verify(args);
            caught(&output, &[by]);
            shell_shows(&pair, &output, fault);
        }
    }
}

#[test]
fn a_count_beyond_a_permissions_limit_is_explained_and_no_leak() {
    let scratch = World::new();
    let text = include_str!("../../src/sandbox/hasura/dataset/metadata.json");
    let mut metadata: Value = serde_json::from_str(text).unwrap();
    let tables = metadata["sources"][0]["tables"].as_array_mut().unwrap();
    let notes = tables
        .iter_mut()
        .find(|entry| entry["table"]["name"] == "notes")
        .unwrap();
    notes["select_permissions"][0]["permission"]["limit"] = json!(1);
    let path = scratch.file("metadata.json", metadata.to_string());
    for (fault, code, id) in [
        (None, 0, "P08:notes:limit:user"),
        (Some("aggregate-unfiltered"), 8, "P07:notes:count:user"),
    ] {
        let mut args = vec!["--metadata", path.to_str().unwrap()];
        args.extend(fault.iter().flat_map(|fault| ["--fault", *fault]));
        let pair = Pair::seeded(&args);
        for args in [&[][..], &["--no-admin"]] {
            let output = pair.verify(args);
            assert_eq!(output.code, Some(code), "{output}");
            let ids: Vec<Value> = findings(&output).iter().map(|f| f["id"].clone()).collect();
            assert!(ids.contains(&json!(id)), "{output}");
        }
    }
}

#[test]
fn a_user_who_sees_nothing_is_blind() {
    let scratch = World::new();
    let text = include_str!("../../src/sandbox/hasura/dataset/metadata.json");
    let mut metadata: Value = serde_json::from_str(text).unwrap();
    for table in metadata["sources"][0]["tables"].as_array_mut().unwrap() {
        for permission in table["select_permissions"]
            .as_array_mut()
            .into_iter()
            .flatten()
        {
            permission["permission"]["filter"] = json!({"_or": []});
        }
    }
    let path = scratch.file("metadata.json", metadata.to_string());
    let pair = Pair::modern(&["--metadata", path.to_str().unwrap()]);
    let output = pair.verify(&[]);
    assert_eq!(output.code, Some(8), "{output}");
    assert_eq!(output.json()["result"]["verdict"], "blind", "{output}");
}

#[test]
fn a_role_without_tables_proves_nothing() {
    let scratch = World::new();
    let text = include_str!("../../src/sandbox/hasura/dataset/metadata.json");
    let mut metadata: Value = serde_json::from_str(text).unwrap();
    for table in metadata["sources"][0]["tables"].as_array_mut().unwrap() {
        table.as_object_mut().unwrap().remove("select_permissions");
    }
    let path = scratch.file("metadata.json", metadata.to_string());
    let pair = Pair::modern(&["--metadata", path.to_str().unwrap()]);
    let output = pair.verify(&[]);
    assert_eq!(output.code, Some(3), "{output}");
    assert_eq!(output.json()["result"]["verdict"], "unproven", "{output}");
}

#[test]
fn requests_of_findings_run_in_a_shell() {
    for tool in ["curl", "openssl"] {
        if Command::new(tool).arg("version").output().is_err() {
            eprintln!("skipped: {tool} is not installed");
            return;
        }
    }
    for fault in [
        "drop-row-filter",
        "by-pk-unfiltered",
        "aggregate-unfiltered",
        "accept-any-signature",
        "accept-alg-none",
        "hs256-with-public-key",
        "honour-user-id-header",
    ] {
        let pair = Pair::modern(&["--fault", fault]);
        let output = pair.verify(&[]);
        shell_shows(&pair, &output, fault);
    }
}

/// Runs the requests of all findings in a shell, where each must be answered with data.
#[track_caller]
fn shell_shows(pair: &Pair, output: &Output, fault: &str) {
    shell_answers(pair, output, "data", fault);
}

/// Runs the requests of all findings in a shell, where each must be answered with this member.
#[track_caller]
fn shell_answers(pair: &Pair, output: &Output, member: &str, fault: &str) {
    let token = |session| pair.world.cmd(["token", "--session", session]).ok();
    let (token, other) = (token("alice"), token("bob"));
    for finding in findings(output) {
        let request = finding["request"].as_str().unwrap();
        let shell = Command::new("sh")
            .args(["-c", request])
            .env("TOKEN", token.stdout.trim())
            .env("OTHER_TOKEN", other.stdout.trim())
            .output()
            .unwrap();
        let answer = String::from_utf8_lossy(&shell.stdout);
        let answer: Value = serde_json::from_str(&answer)
            .unwrap_or_else(|error| panic!("{error} {answer} {request}"));
        assert!(!answer[member].is_null(), "{fault} {answer} {request}");
        for token in [&token, &other] {
            assert!(!request.contains(token.stdout.trim()), "{fault} {request}");
        }
    }
}

#[test]
fn an_own_query_is_checked_in_the_same_way() {
    let query = "{ notes { id owner_id title } }";
    let pair = Pair::modern(&[]);
    let file = pair.world.file("q.graphql", query);
    let output = pair.verify(&["--query", file.to_str().unwrap()]);
    assert_eq!(output.code, Some(0), "{output}");
    let pair = Pair::modern(&["--fault", "drop-row-filter"]);
    let file = pair.world.file("q.graphql", query);
    let output = pair.verify(&["--query", file.to_str().unwrap()]);
    caught(&output, &["P05"]);
    let file = pair.world.file(
        "m.graphql",
        "mutation { delete_notes(where: {}) { affected_rows } }",
    );
    let output = pair.verify(&["--query", file.to_str().unwrap()]);
    assert_eq!(output.code, Some(2), "{output}");
}

#[test]
fn reports_for_people_and_for_ci() {
    let pair = Pair::modern(&["--fault", "by-pk-unfiltered"]);
    let text = pair
        .world
        .cmd(["verify-hasura", "--session", "alice", "--other", "bob"])
        .code(8);
    text.stdout_has("verdict: leak")
        .stdout_has("LEAK")
        .stdout_has("curl -sS")
        .stdout_has("$TOKEN");
    let junit = pair
        .world
        .cmd([
            "verify-hasura",
            "--session",
            "alice",
            "--other",
            "bob",
            "-o",
            "junit",
        ])
        .code(8);
    junit
        .stdout_has("<testsuite name=\"verify-hasura\"")
        .stdout_has("<failure");
}

#[test]
fn a_token_that_ends_during_the_run_proves_nothing() {
    // The wait for an expired token is longer than these live.
    let pair = Pair::modern(&["--access-token-ttl", "2", "--fault", "ignore-exp"]);
    let output = pair.verify(&["--probe", "P16"]);
    assert!(matches!(output.code, Some(3 | 8)), "{output}");
    let pair = Pair::modern(&["--access-token-ttl", "1"]);
    let output = pair.verify(&[]);
    assert_eq!(output.code, Some(3), "{output}");
    assert_eq!(output.json()["result"]["verdict"], "unproven", "{output}");
}

#[test]
fn what_cannot_be_done_is_said() {
    let pair = Pair::modern(&[]);
    pair.world
        .cmd(["verify-hasura", "--session", "alice", "--other", "alice"])
        .code(2)
        .stderr_has("the same user");
    pair.world
        .cmd([
            "verify-hasura",
            "--session",
            "alice",
            "--other",
            "bob",
            "--probe",
            "P99",
        ])
        .code(2)
        .stderr_has("there is no probe P99");
    pair.world
        .cmd(["verify-hasura", "--session", "alice", "--other", "nobody"])
        .code(4)
        .stderr_has("nobody");
    pair.world
        .cmd([
            "verify-hasura",
            "--session",
            "alice",
            "--other",
            "bob",
            "--hasura-endpoint",
            "http://127.0.0.1:1",
        ])
        .code(3);
    drop(pair.sandbox);
}

#[test]
fn the_second_users_password_appears_nowhere() {
    let pair = Pair::modern(&[]);
    let output = pair
        .world
        .cmd(["verify-hasura", "--session", "alice", "-vvv"])
        .run();
    for text in [&output.stdout, &output.stderr] {
        assert!(
            !text.contains(PASSWORD) && !text.contains("Aa1!"),
            "{output}"
        );
    }
}
