//! Each fault of the double is caught by its probe, in either generation and without the administrator.

use serde_json::{Value, json};

use super::{Pair, caught, findings, probes};
use crate::stacks::{KINDS, seeded};

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

#[test]
fn a_verdict_of_a_few_probes_says_so() {
    let (_sandbox, world) = seeded(&["--fault", "drop-row-filter"]);
    let line = ["verify-hasura", "--session", "alice", "--other", "bob"];
    // Rows of everybody are there to be seen, and neither probe looks at one.
    let said = "only P25, P17 were asked for, and this holds: a user's token opens no interface \
                of the administrator's; tokens expire within a day";
    let about_rows = "own rows";
    for (format, begins) in [
        ("text", "verdict: sound, "),
        ("github", "verify-hasura: sound, "),
        ("tap", "# sound: "),
        ("html", "<p class=\"meaning\">"),
        ("sarif", "\"meaning\":\""),
        ("junit", ""),
    ] {
        let more = ["--probe", "p25,P17", "-o", format];
        let output = world.cmd([&line[..], &more].concat()).ok();
        let text = output.stdout.replace("&#39;", "'").replace("&#x27;", "'");
        let begins = if begins.is_empty() {
            "P25 tokens expire within a day".to_owned()
        } else {
            format!("{begins}{said}")
        };
        assert!(text.contains(&begins), "{format}: {text}");
        assert!(!text.contains(about_rows), "{format}: {text}");
    }
    let page = [&line[..], &["--probe", "P16", "-o", "html"]].concat();
    world
        .cmd(page)
        .ok()
        .stdout_has("<title>verify-hasura: sound (P16 only)")
        .stdout_has("<h1>sound (P16 only)</h1>");
    let json = [&line[..], &["--probe", "P16", "-o", "json"]].concat();
    world
        .cmd(json)
        .ok()
        .stdout_has("\"verdict\":\"sound\"")
        .stdout_has("only P16 was asked for");
    // The one that does fails, and so does the run.
    let looking = [&line[..], &["--probe", "P05"]].concat();
    world.cmd(looking).code(8).stdout_has("verdict: leak");
    world
        .cmd([&line[..], &["--curl"]].concat())
        .code(2)
        .stderr_has("--curl cannot print calls");
}
