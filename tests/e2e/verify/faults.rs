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
    let output = world
        .cmd([&line[..], &["--probe", "p25,P17"]].concat())
        .ok();
    output.stdout_has(
        "verdict: sound, each user sees their own rows and only those, as far as was looked (only \
         P25, P17 was asked for)\n",
    );
    world
        .cmd([&line[..], &["--curl"]].concat())
        .code(2)
        .stderr_has("--curl cannot print calls");
}
