//! Every fault of the sandbox, and pairs of them: the first link that does not hold is named.

use std::collections::BTreeSet;

use crate::support::sandbox::Sandbox;
use crate::support::{Output, World};

/// Where the chain breaks for each fault that concerns one service; "" where it holds, since the
/// fault is a permission's, which verify-hasura finds, or one that this program gets on with.
const FAULTS: [(&str, &str); 42] = [
    ("accept-any-signature", ""),
    ("accept-alg-none", ""),
    ("ignore-exp", ""),
    ("hs256-with-public-key", ""),
    ("honour-user-id-header", ""),
    ("honour-role-header", ""),
    ("drop-row-filter", ""),
    ("by-pk-unfiltered", ""),
    ("aggregate-unfiltered", ""),
    ("relationship-unfiltered", ""),
    ("where-unfiltered", ""),
    ("stream-unfiltered", ""),
    ("shared-answers", ""),
    ("subscription-unfiltered", ""),
    ("no-admin-secret", "mode"),
    ("metadata-open", ""),
    ("metadata-fails", "health"),
    ("internals-leaked", ""),
    ("enum-lists-all", ""),
    ("relationship-aggregate-unfiltered", ""),
    ("order-by-unfiltered", ""),
    ("console-open", ""),
    ("cors-any-origin", ""),
    ("core-down", "core"),
    ("core-wrong-key", "core"),
    ("core-429", "core"),
    ("core-cdi-mismatch", "core"),
    ("skew", "clocks"),
    ("theft", "refresh"),
    ("stale-jwks", "signature"),
    ("empty-jwks", "key-set"),
    ("getjwt-empty", ""),
    ("claims-absent", "claims"),
    ("email-unverified", ""),
    ("general-error", "session"),
    ("signup-not-allowed", "session"),
    ("signin-not-allowed", ""),
    ("unknown-status", "session"),
    ("quoted-cookies", ""),
    ("fastapi-pages", ""),
    ("renamed-tokens", ""),
    ("schema-hidden", ""),
];

/// The same for those that any service may have, by the service that has it.
const ANY: [(&str, [&str; 3]); 17] = [
    ("expose-access-token", ["", "", ""]),
    ("ngrok-page", ["core", "auth-api", "hasura"]),
    ("ngrok-offline", ["core", "auth-api", "hasura"]),
    ("slow", ["", "", ""]),
    ("stall", ["core", "auth-api", "hasura"]),
    ("drop-connection", ["core", "auth-api", "hasura"]),
    ("drop-mid-body", ["core", "auth-api", "hasura"]),
    ("drip", ["core", "auth-api", "hasura"]),
    ("huge-body", ["core", "auth-api", "hasura"]),
    ("gzip-bomb", ["core", "auth-api", "hasura"]),
    ("wrong-content-type", ["", "", ""]),
    ("invalid-utf8", ["core", "session", "hasura"]),
    ("redirect-loop", ["core", "auth-api", "hasura"]),
    ("redirect-other-origin", ["core", "auth-api", "hasura"]),
    ("bad-gateway", ["core", "auth-api", "hasura"]),
    ("html-500", ["core", "auth-api", "hasura"]),
    ("too-many-requests", ["core", "auth-api", "hasura"]),
];

fn examined(args: &[&str], more: &[&str]) -> Output {
    let sandbox = Sandbox::start(args);
    let mut line = vec!["doctor", "-o", "json"];
    line.extend(more);
    sandbox.world().cmd(line).run()
}

/// Says where the chain is to break, and holds the answer to it.
fn breaks(faults: &[&str], expected: &str, more: &[&str], wrong: &mut Vec<String>) {
    let args: Vec<&str> = faults.iter().flat_map(|fault| ["--fault", fault]).collect();
    let output = examined(&args, more);
    let said = output.json();
    let broken = said["result"]["broken"].as_str().unwrap_or_default();
    eprintln!(
        "{:40} {}",
        faults.join(" + "),
        if broken.is_empty() { "holds" } else { broken }
    );
    let code = if expected.is_empty() { 0 } else { 9 };
    if broken != expected || output.code != Some(code) {
        wrong.push(format!("{faults:?}: expected {expected:?}, {output}"));
    }
}

#[test]
fn each_fault_is_found_at_its_link() {
    let mut wrong = Vec::new();
    for (fault, expected) in FAULTS {
        breaks(&[fault], expected, &[], &mut wrong);
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn faults_of_any_service_are_found_at_that_service() {
    let mut wrong = Vec::new();
    for (fault, expected) in ANY {
        // Whoever is slow is waited for; whoever never ends is not.
        let more: &[&str] = match fault {
            "stall" | "drip" => &["--timeout", "3", "--retries", "0"],
            "slow" => &["--only", "core,auth-api,hasura"],
            _ => &["--retries", "0"],
        };
        for (service, expected) in ["core", "api", "hasura"].into_iter().zip(expected) {
            if fault == "expose-access-token" && service != "api" {
                continue;
            }
            breaks(&[&format!("{fault}@{service}")], expected, more, &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Of two that do not hold, the one nearer to the beginning is what to mend first.
#[test]
fn of_two_broken_links_the_first_is_named() {
    let mut wrong = Vec::new();
    for (first, at) in [
        ("core-wrong-key", "core"),
        ("general-error", "session"),
        ("skew", "clocks"),
        ("claims-absent", "claims"),
    ] {
        for second in [
            "empty-jwks",
            "stale-jwks",
            "no-admin-secret",
            "bad-gateway@hasura",
        ] {
            breaks(&[first, second], at, &["--retries", "0"], &mut wrong);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_fault_is_left_out() {
    let listed = World::new()
        .cmd(["sandbox", "--list-faults", "-o", "json"])
        .ok()
        .json();
    let faults = listed["result"]["faults"].as_array().unwrap();
    let listed: BTreeSet<&str> = faults
        .iter()
        .filter_map(|one| one["name"].as_str())
        .collect();
    let own = FAULTS.iter().map(|(name, _)| *name);
    let known: BTreeSet<&str> = own.chain(ANY.iter().map(|(name, _)| *name)).collect();
    assert_eq!(listed, known);
}
