//! An answer that only says that something failed is neither rows nor their refusal.

use serde_json::json;

use crate::stacks::{VERIFY_PAIR, seeded};
use crate::support::between::{Between, Deed};

/// Runs one probe while the users' requests with this in them are answered with an error.
#[track_caller]
fn verify(probe: &str, has: &'static str, code: &'static str, exit: i32) -> String {
    let (sandbox, mut world) = seeded(&[]);
    let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT");
    let between = Between::start(origin.trim_end_matches('/'), move |asked| {
        let query = asked.body["query"].as_str().unwrap_or_default();
        let is_admins = asked.head.to_lowercase().contains("x-hasura-admin-secret");
        if is_admins || !query.contains(has) || query.contains("__schema") {
            return Deed::Pass;
        }
        let error = json!({ "message": "database query error",
            "extensions": { "code": code, "path": "$" } });
        Deed::Answer(200, json!({ "errors": [error] }))
    });
    world.set("HASURA_GRAPHQL_ENDPOINT", between.origin());
    let output = world
        .cmd([&VERIFY_PAIR[..], &["--probe", probe]].concat())
        .code(exit);
    let reasons = &output.json()["result"]["reasons"];
    reasons.to_string()
}

#[test]
fn a_probe_whose_requests_failed_has_proved_nothing() {
    for (probe, has) in [("P07", "_aggregate"), ("P10", "where")] {
        let reasons = verify(probe, has, "unexpected", 3);
        assert!(
            reasons.contains(probe) && reasons.contains("unexpected: database query error"),
            "{reasons}"
        );
    }
    // What the schema or a permission refuses gives nothing away.
    verify("P07", "_aggregate", "validation-failed", 0);
}

#[test]
fn a_table_whose_list_failed_is_unproven() {
    let reasons = verify("P05", " notes", "unexpected", 3);
    assert!(reasons.contains("cannot list it"), "{reasons}");
}
