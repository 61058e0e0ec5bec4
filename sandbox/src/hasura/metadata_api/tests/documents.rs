//! The metadata as a whole, versions and bulks.

use super::*;

#[test]
fn an_export_gives_back_what_was_loaded() {
    let engine = engine();
    let loaded: Value = serde_json::from_str(include_str!("../../dataset/metadata.json")).unwrap();
    assert_eq!(
        command(&engine, "export_metadata", json!({})).unwrap(),
        loaded
    );
    let body = json!({"type": "export_metadata", "version": 2, "args": {}});
    assert_eq!(
        run(&engine, &body).unwrap(),
        json!({"resource_version": 1, "metadata": loaded})
    );
}

#[test]
fn members_nobody_knows_survive() {
    let engine = engine();
    let document = json!({"version": 3, "sources": [{
        "name": "default",
        "kind": "postgres",
        "tables": [{
            "table": public("notes"),
            "event_triggers": [{"name": "t"}],
            "select_permissions": [{
                "role": "user",
                "permission": {"columns": ["id"], "filter": {}, "future": [1]},
                "comment": "why",
            }],
        }],
        "logical_models": [{"name": "l"}],
    }], "rest_endpoints": [{"url": "x"}]});
    let answer = command(&engine, "replace_metadata", document.clone()).unwrap();
    assert_eq!(answer, json!({"message": "success"}));
    assert_eq!(
        command(&engine, "export_metadata", json!({})).unwrap(),
        document
    );
}

#[test]
fn inconsistent_metadata_is_refused_unless_allowed() {
    let engine = engine();
    let mut metadata = command(&engine, "export_metadata", json!({})).unwrap();
    metadata["sources"][0]["tables"]
        .as_array_mut()
        .unwrap()
        .push(json!({"table": public("nope")}));
    fails(
        &engine,
        "replace_metadata",
        metadata.clone(),
        "unexpected",
        "cannot continue due to inconsistent metadata",
        "$.args",
    );
    let lenient = json!({"allow_inconsistent_metadata": true, "metadata": metadata});
    let body = json!({"type": "replace_metadata", "version": 2, "args": lenient});
    let answer = run(&engine, &body).unwrap();
    assert_eq!(answer["is_consistent"], json!(false));
    let expected = json!({"is_consistent": false, "inconsistent_objects": [{
        "definition": public("nope"),
        "name": "table nope in source default",
        "reason": "Inconsistent object: no such table/view exists in source: \"nope\"",
        "type": "table",
    }]});
    assert_eq!(
        command(&engine, "get_inconsistent_metadata", json!({})).unwrap(),
        expected
    );
    // What is consistent stays in force, and what was wrong before does not block other changes.
    assert_eq!(engine.metadata().consistent.sources[0].tables.len(), 5);
    succeeds(
        &engine,
        "pg_track_table",
        json!({"table": "all_auth_recipe_users"}),
    );
    let reload = command(&engine, "reload_metadata", json!({"reload_sources": true})).unwrap();
    assert_eq!(reload["is_consistent"], json!(false));
    succeeds(&engine, "drop_inconsistent_metadata", json!({}));
    let reload = command(&engine, "reload_metadata", json!({})).unwrap();
    assert_eq!(reload, json!({"message": "success", "is_consistent": true}));
}

#[test]
fn other_versions_and_shapes_are_refused() {
    let engine = engine();
    fails(
        &engine,
        "replace_metadata",
        json!({"version": 4, "sources": []}),
        "parse-failed",
        "metadata version 4 is not supported, expected 3",
        "$.args",
    );
    fails(
        &engine,
        "replace_metadata",
        json!({"metadata": {}}),
        "parse-failed",
        "key \"tables\" not found",
        "$.args.metadata",
    );
    let bad = json!({"metadata": {"version": 3, "sources": 7}});
    let error = command(&engine, "replace_metadata", bad).unwrap_err();
    assert_eq!(error.code, "parse-failed");
}

#[test]
fn the_old_layout_is_read() {
    let engine = engine();
    let old = json!({"version": 2, "tables": [{"table": "notes"}]});
    succeeds(&engine, "replace_metadata", old);
    let metadata = &engine.metadata().metadata;
    assert_eq!(metadata.version, 3);
    assert_eq!(metadata.sources[0].tables[0].table.name, "notes");
}

#[test]
fn what_stands_there_twice_is_refused() {
    let engine = engine();
    let permission = json!({"role": "user", "permission": {"columns": ["id"], "filter": {}}});
    let with = |member: &str, value: Value| {
        let table = json!({"table": "notes", member: value});
        json!({"version": 3, "sources": [{"name": "default", "tables": [table]}]})
    };
    for (document, message, path) in [
        (
            with("select_permissions", json!([permission, permission])),
            "multiple declarations exist for the following select permissions: user",
            "$.args.sources[0].tables[0]",
        ),
        (
            with("colour", json!(1)),
            "unexpected keys when parsing TableMetadata: [\"colour\"]",
            "$.args.sources[0].tables[0]",
        ),
    ] {
        fails(
            &engine,
            "replace_metadata",
            document,
            "parse-failed",
            message,
            path,
        );
    }
}

#[test]
fn a_stale_resource_version_conflicts() {
    let engine = engine();
    let track = |version: u64| {
        json!({
            "type": "pg_track_table",
            "resource_version": version,
            "args": {"table": "all_auth_recipe_users"},
        })
    };
    let error = run(&engine, &track(7)).unwrap_err();
    assert_eq!(
        (error.status.as_u16(), error.code, error.message.as_str()),
        (
            409,
            "conflict",
            "metadata resource version referenced (7) did not match current version"
        )
    );
    assert!(run(&engine, &track(1)).is_ok());
    // A command is judged before its version is compared.
    assert_eq!(run(&engine, &track(1)).unwrap_err().code, "already-tracked");
    let untrack = json!({
        "type": "pg_untrack_table",
        "resource_version": 1,
        "args": {"table": "all_auth_recipe_users"},
    });
    assert_eq!(run(&engine, &untrack).unwrap_err().code, "conflict");
}

#[test]
fn a_bulk_is_all_or_nothing() {
    let engine = engine();
    let drop =
        json!({"type": "pg_drop_select_permission", "args": {"table": "notes", "role": "user"}});
    let create = json!({"type": "pg_create_select_permission", "args": {
        "table": "notes", "role": "user", "permission": {"columns": ["id"], "filter": {}},
    }});
    let answer = command(&engine, "bulk", json!([drop, create])).unwrap();
    assert_eq!(
        answer,
        json!([{"message": "success"}, {"message": "success"}])
    );
    assert_eq!(engine.metadata().resource_version, 2);
    fails(
        &engine,
        "bulk",
        json!([drop, drop]),
        "permission-denied",
        "select permission on \"notes\" for role \"user\" does not exist",
        "$.args[1].args",
    );
    let nested = json!([{"type": "bulk", "args": [drop, drop]}]);
    let error = command(&engine, "bulk", nested).unwrap_err();
    assert_eq!(error.path, "$.args[0].args[1].args");
}

#[test]
fn a_bulk_that_keeps_going_keeps_what_went_well() {
    let engine = engine();
    let drop =
        json!({"type": "pg_drop_select_permission", "args": {"table": "notes", "role": "user"}});
    let answer = command(&engine, "bulk_keep_going", json!([drop, drop])).unwrap();
    assert_eq!(
        answer,
        json!([{"message": "success"}, {
            "error": "select permission on \"notes\" for role \"user\" does not exist",
            "path": "$.args[1].args",
            "code": "permission-denied",
        }])
    );
    let error = command(&engine, "bulk_atomic", json!([drop])).unwrap_err();
    assert_eq!(
        (error.status.as_u16(), error.message.as_str()),
        (500, "Bulk atomic does not support this command")
    );
}

#[test]
fn clearing_leaves_bare_sources() {
    let engine = engine();
    succeeds(&engine, "clear_metadata", json!({}));
    let left = command(&engine, "export_metadata", json!({})).unwrap();
    let source = left["sources"][0].as_object().unwrap();
    assert_eq!(
        source.keys().collect::<Vec<_>>(),
        ["name", "kind", "tables", "configuration"]
    );
    assert_eq!(source["tables"], json!([]));
}

#[test]
fn roles_are_inherited_and_kept_from_introspection() {
    let engine = engine();
    let writer = json!({"role_name": "writer", "role_set": ["user"]});
    succeeds(&engine, "add_inherited_role", writer);
    let role = json!({"role_name": "both", "role_set": ["user", "writer"]});
    succeeds(&engine, "add_inherited_role", role);
    let options = json!({"disabled_for_roles": ["user"]});
    succeeds(&engine, "set_graphql_schema_introspection_options", options);
    let metadata = &engine.metadata().metadata;
    assert_eq!(metadata.inherited("both").unwrap(), ["user", "writer"]);
    assert!(!metadata.may_introspect("user") && metadata.may_introspect("both"));
    succeeds(&engine, "drop_inherited_role", json!({"role_name": "both"}));
    assert!(command(&engine, "drop_inherited_role", json!({"role_name": "both"})).is_err());
}
