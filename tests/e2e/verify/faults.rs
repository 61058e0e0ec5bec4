//! Each fault of the double is caught by its probe, in either generation and without the administrator.

use std::process::Command;

use serde_json::{Value, json};

use super::{Pair, caught, findings, probes};
use crate::stacks::KINDS;
use crate::support::control;

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

/// What a finding gives to paste shows the fault, and shows another thing once it is mended.
#[test]
fn requests_to_paste_tell_a_fault_from_its_absence() {
    for (fault, probe) in [
        ("ignore-exp", "P16"),
        ("accept-any-signature", "P16"),
        ("accept-alg-none", "P16"),
        ("hs256-with-public-key", "P16"),
        ("honour-user-id-header", "P04"),
        ("honour-role-header", "P03"),
        ("drop-row-filter", "P05"),
        ("by-pk-unfiltered", "P06"),
        ("aggregate-unfiltered", "P07"),
        ("metadata-open", "P17"),
    ] {
        let pair = Pair::modern(&["--fault", fault]);
        let output = pair.verify(&["--probe", probe]);
        let requests: Vec<String> = findings(&output)
            .iter()
            .map(|finding| finding["request"].as_str().unwrap().to_owned())
            .collect();
        assert!(!requests.is_empty(), "{fault} {output}");
        let with: Vec<String> = requests.iter().map(|one| pasted(&pair, one)).collect();
        control::faults(pair.sandbox.var("HASURA_GRAPHQL_ENDPOINT"), &[], &[fault]);
        for (request, with) in requests.iter().zip(with) {
            let without = pasted(&pair, request);
            assert_ne!(with, without, "{fault}: {request}");
        }
    }
}

/// What a request prints in a shell.
fn pasted(pair: &Pair, request: &str) -> String {
    let token = |session| pair.world.cmd(["token", "--session", session]).ok();
    let shell = Command::new("sh")
        .args(["-c", request])
        .env("TOKEN", token("alice").stdout.trim())
        .env("OTHER_TOKEN", token("bob").stdout.trim())
        .envs(pair.sandbox.env())
        .output()
        .unwrap();
    String::from_utf8_lossy(&shell.stdout).into_owned()
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
