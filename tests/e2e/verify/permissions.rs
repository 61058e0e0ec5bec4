//! Permissions that let others in, or nobody; columns and mutations that are open.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{Pair, caught, findings, probes, shell_answers, shell_shows};
use crate::stacks;
use crate::support::World;

/// The built-in metadata with the filter of one table's permission replaced.
fn with_filter(world: &World, table: &str, filter: &Value) -> String {
    let path = stacks::metadata(world, |metadata| {
        let found = stacks::table(metadata, table);
        found["select_permissions"][0]["permission"]["filter"] = filter.clone();
    });
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
    let path = stacks::metadata(&scratch, |metadata| {
        let users = stacks::table(metadata, "emailpassword_users");
        users["select_permissions"][0]["permission"]["columns"] = json!("*");
    });
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
        let path = stacks::metadata(&scratch, |metadata| {
            let notes = stacks::table(metadata, "notes");
            let columns = ["owner_id", "title", "body"];
            notes["insert_permissions"] = json!([{"role": "user", "permission":
                {"columns": columns, "check": check, "set": set}}]);
            notes["delete_permissions"] =
                json!([{"role": "user", "permission": {"filter": filter}}]);
        });
        let pair = Pair::modern(&["--metadata", path.to_str().unwrap()]);
        let output = pair.verify(&[]);
        let failed: BTreeSet<String> = by.iter().map(|id| (*id).to_owned()).collect();
        assert_eq!(probes(&output, "fail"), failed, "{output}");
        let code = if by.is_empty() { 0 } else { 8 };
        assert_eq!(output.code, Some(code), "{output}");
        // Without the metadata nothing says what binds them.
        let output = pair.verify(&["--no-admin"]);
        assert_eq!(output.code, Some(3), "{output}");
        let untried: Vec<Value> = findings(&output).iter().map(|f| f["id"].clone()).collect();
        let ids = ["delete", "insert"].map(|way| json!(format!("P14:notes:{way}:user:untried")));
        assert_eq!(untried, ids, "{output}");
        // P19 has no policy to compare with, P23 no second role to look through.
        let idle = ["P19", "P23"].map(str::to_owned);
        assert_eq!(probes(&output, "skip"), idle.into(), "{output}");
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
    let path = stacks::metadata(&scratch, |metadata| {
        let notes = stacks::table(metadata, "notes");
        notes["select_permissions"][0]["permission"]["limit"] = json!(1);
    });
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
    let path = stacks::metadata(&scratch, |metadata| {
        for table in metadata["sources"][0]["tables"].as_array_mut().unwrap() {
            for permission in table["select_permissions"]
                .as_array_mut()
                .into_iter()
                .flatten()
            {
                permission["permission"]["filter"] = json!({"_or": []});
            }
        }
    });
    let pair = Pair::modern(&["--metadata", path.to_str().unwrap()]);
    let output = pair.verify(&[]);
    assert_eq!(output.code, Some(8), "{output}");
    assert_eq!(output.json()["result"]["verdict"], "blind", "{output}");
}

#[test]
fn a_role_without_tables_proves_nothing() {
    let scratch = World::new();
    let path = stacks::metadata(&scratch, |metadata| {
        for table in metadata["sources"][0]["tables"].as_array_mut().unwrap() {
            table.as_object_mut().unwrap().remove("select_permissions");
        }
    });
    let pair = Pair::modern(&["--metadata", path.to_str().unwrap()]);
    let output = pair.verify(&[]);
    assert_eq!(output.code, Some(3), "{output}");
    assert_eq!(output.json()["result"]["verdict"], "unproven", "{output}");
}
