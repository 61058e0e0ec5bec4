//! Single tables in which a user sees nothing of their own, beside others in which they do.

use serde_json::{Value, json};

use super::build::*;
use super::setup::{Setup, setup};

/// Papers of both users beside their notes, with this filter.
fn papers(name: &'static str, verdict: &'static str, filter: Value) -> Setup {
    let row = |id: u32, owner: &str, approver: &str, gone: bool| json!({ "id": format!("p{id}"), "owner_id": owner, "approver_id": approver, "gone": gone });
    let rows = json!([
        row(1, ANN, CAT, true),
        row(2, BEN, CAT, true),
        row(3, CAT, CAT, false)
    ]);
    let columns = ["id:text", "owner_id:text", "approver_id:text", "gone:bool"];
    let data = table("papers", &columns, &["id"], rows);
    let rules = tracked("papers", &["id", "owner_id", "approver_id"], filter);
    setup(
        name,
        verdict,
        &[notes(), data],
        &[note_rules(owner_is_me()), rules],
    )
    .admin_only()
}

#[test]
fn a_filter_on_the_wrong_column_blinds() {
    papers("the key is compared", "blind", json!({ "id": me() }))
        .audit(
            &[],
            &["compares id with the caller; compare owner_id with X-Hasura-User-Id"],
        )
        .exactly("P24", &[("papers:user", "high", "live")])
        .check();
}

#[test]
fn what_may_be_meant_is_a_note() {
    for (name, filter) in [
        ("for approvers only", json!({ "approver_id": me() })),
        (
            "thrown away",
            json!({ "owner_id": me(), "gone": { "_eq": false } }),
        ),
    ] {
        papers(name, "sound", filter)
            .audit(
                &[],
                &["ann sees none of 1 row in papers that name them in owner_id, which may be meant"],
            )
            .exactly("P24", &[])
            .check();
    }
}

#[test]
fn a_table_in_which_a_user_has_nothing_is_none() {
    let rows = json!([{ "id": 1, "owner_id": CAT }]);
    let data = table("papers", &["id:int4", "owner_id:text"], &["id"], rows);
    let rules = tracked("papers", &["id", "owner_id"], owner_is_me());
    setup(
        "somebody else's",
        "sound",
        &[notes(), data],
        &[note_rules(owner_is_me()), rules],
    )
    .exactly("P24", &[])
    .check();
}
