//! What is not listed and can be inferred all the same: aggregates behind relationships, orders,
//! limits, error texts.

use serde_json::json;

use super::build::*;
use super::setup::{Setup, leak, sound};

/// Attachments of notes, both bound to the owner of the note. Some of the attachments of Ann's and
/// Ben's notes are hidden from them: those that are drafts.
fn drafts(name: &'static str, verdict: &str) -> Setup {
    let rows: Vec<_> = (1..=8)
        .map(|id| {
            // Of each owner's two notes the first has more to see, the second more in all.
            let note = [1, 1, 2, 3, 3, 4, 2, 2][id - 1];
            json!({ "id": id, "note_id": note, "owner_id": ([ANN, ANN, BEN, BEN][note - 1]),
                "draft": id > 6 })
        })
        .chain((9..=10).map(|id| json!({ "id": id, "note_id": 4, "owner_id": BEN, "draft": true })))
        .collect();
    let data = refers(
        table(
            "files",
            &["id:int4", "note_id:int4", "owner_id:text", "draft:bool"],
            &["id"],
            json!(rows),
        ),
        "note_id",
        "notes",
        "id",
    );
    let filter = json!({ "owner_id": me(), "draft": { "_eq": false } });
    let rules = [
        array(note_rules(owner_is_me()), "files", "files", "note_id"),
        tracked("files", &["id", "note_id"], filter),
    ];
    if verdict == "leak" {
        leak(name, &[notes(), data], &rules)
    } else {
        sound(name, &[notes(), data], &rules)
    }
}

#[test]
fn aggregates_behind_a_relationship_count_what_it_shows() {
    drafts("drafts", "sound").exactly("P07", &[]).check();
    drafts("drafts are counted", "leak")
        .args(&["--fault", "relationship-aggregate-unfiltered"])
        .exactly(
            "P07",
            &[("notes.files_aggregate:nodes:user", "high", "live")],
        )
        .check();
}

#[test]
fn counts_behind_a_relationship_are_held_against_its_rows() {
    // A limit cuts the rows short and leaves the count alone; asked for the rest, they agree.
    let mut setup = drafts("a limit", "sound");
    setup.edit(|metadata| {
        metadata[1]["select_permissions"][0]["permission"]["limit"] = json!(1);
    });
    setup.exactly("P07", &[]).check();
}

#[test]
fn orders_are_made_of_rows_that_are_seen() {
    drafts("drafts", "sound").exactly("P11", &[]).check();
    drafts("drafts are ordered by", "leak")
        .args(&["--fault", "order-by-unfiltered"])
        .exactly("P11", &[("notes.files_aggregate:user", "high", "live")])
        .check();
    // What the table behind it shows of others is P05's to fail; the order is told as well.
    let (data, rules) = attachments(json!({}));
    sound("an open table behind it", &data, &rules)
        .exactly(
            "P11",
            &[("notes.attachments_aggregate:user", "medium", "live")],
        )
        .admin_only()
        .check();
}

#[test]
fn a_limit_that_aggregates_pass_by_is_told() {
    let mut limited = note_rules(owner_is_me());
    limited["select_permissions"][0]["permission"]["limit"] = json!(1);
    sound("a limit", &[notes()], &[limited.clone()])
        .exactly("P08", &[("notes:limit:user", "medium", "live")])
        .check();
    limited["select_permissions"][0]["permission"]["limit"] = json!(10);
    sound("a limit that nothing meets", &[notes()], &[limited])
        .exactly("P08", &[])
        .check();
    sound("no limit", &[notes()], &[note_rules(owner_is_me())])
        .exactly("P08", &[])
        .check();
}

#[test]
fn errors_name_what_the_role_is_offered() {
    // owner_id is there, and not for the role.
    let rules = [tracked("notes", &["id", "title"], owner_is_me())];
    sound("columns kept back", &[notes()], &rules)
        .exactly("P12", &[])
        .check();
    sound("errors tell them", &[notes()], &rules)
        .args(&["--fault", "enum-lists-all"])
        .exactly(
            "P12",
            &[
                ("notes:count:user", "medium", "live"),
                ("notes:distinct_on:user", "medium", "live"),
            ],
        )
        .check();
}
