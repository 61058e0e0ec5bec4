//! Each fault leaks on its own path and on no other.

use serde_json::{Value, json};

use super::fixture::World;

/// What is asked, what a sound set-up answers, and what leaks under which fault.
fn probes() -> Vec<(&'static str, Value, &'static str, Value)> {
    vec![
        (
            "{ notes(where: {id: {_gt: 2}}) { id } }",
            json!({"notes": [{"id": 4}]}),
            "drop-row-filter",
            json!({"notes": [{"id": 3}, {"id": 4}]}),
        ),
        (
            "{ notes_by_pk(id: 3) { id } }",
            json!({"notes_by_pk": null}),
            "by-pk-unfiltered",
            json!({"notes_by_pk": {"id": 3}}),
        ),
        (
            "{ notes_aggregate { aggregate { count } } }",
            json!({"notes_aggregate": {"aggregate": {"count": 3}}}),
            "aggregate-unfiltered",
            json!({"notes_aggregate": {"aggregate": {"count": 4}}}),
        ),
        (
            "{ notes_by_pk(id: 1) { comments { id } } }",
            json!({"notes_by_pk": {"comments": [{"id": 10}]}}),
            "relationship-unfiltered",
            json!({"notes_by_pk": {"comments": [{"id": 10}, {"id": 11}]}}),
        ),
        (
            "{ people(where: {notes: {comments: {text: {_eq: \"ben on ann\"}}}}) { name } }",
            json!({"people": []}),
            "where-unfiltered",
            json!({"people": [{"name": "Ann"}]}),
        ),
    ]
}

#[test]
fn a_sound_set_up_does_not_leak() {
    let world = World::ann();
    for (query, sound, _, _) in probes() {
        assert_eq!(world.data(query), sound, "{query}");
    }
}

#[test]
fn each_fault_leaks_on_its_own_path_only() {
    for (_, _, fault, _) in probes() {
        let world = World::with_faults(&[fault]);
        for (query, sound, leaky, leaked) in probes() {
            let expected = if leaky == fault { leaked } else { sound };
            assert_eq!(world.data(query), expected, "{fault}: {query}");
        }
    }
}

#[test]
fn internals_are_for_the_admin_alone_unless_they_leak() {
    let query = "{ notes(where: {owner_id: {_eq: \"x\"}}) { id } }";
    let internal = |world: &World| world.run(query)["errors"][0]["extensions"]["internal"].clone();
    assert_eq!(internal(&World::ann()), Value::Null);
    for world in [World::admin(), World::with_faults(&["internals-leaked"])] {
        let internal = internal(&world);
        assert_eq!(internal["error"]["status_code"], "22P02");
        assert!(
            internal["statement"]
                .as_str()
                .unwrap()
                .contains("\"public\".\"notes\"")
        );
    }
}

#[test]
fn a_missing_session_variable_is_noticed_even_then() {
    let mut world = World::with_faults(&["drop-row-filter"]);
    world.session.vars.remove("x-hasura-user-id");
    assert_eq!(world.error("{ notes { id } }").1, "not-found");
}
