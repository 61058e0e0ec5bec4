//! Commands that change one thing (contracts: hasura §4.4).

use super::*;

#[test]
fn tables_are_tracked_and_untracked_once() {
    let engine = engine();
    fails(
        &engine,
        "pg_track_table",
        json!({"table": public("notes")}),
        "already-tracked",
        "view/table already tracked: \"notes\"",
        "$.args",
    );
    fails(
        &engine,
        "pg_track_table",
        json!({"source": "default", "table": {"schema": "app", "name": "nope"}}),
        "invalid-configuration",
        "Inconsistent object: no such table/view exists in source: \"app.nope\"",
        "$.args",
    );
    succeeds(
        &engine,
        "pg_track_table",
        json!({"table": "all_auth_recipe_users"}),
    );
    succeeds(
        &engine,
        "pg_untrack_table",
        json!({"table": "all_auth_recipe_users"}),
    );
    fails(
        &engine,
        "pg_untrack_table",
        json!({"table": "all_auth_recipe_users"}),
        "already-untracked",
        "view/table already untracked: \"all_auth_recipe_users\"",
        "$.args",
    );
    assert_eq!(engine.metadata().resource_version, 3);
}

#[test]
fn a_table_with_dependents_goes_only_with_them() {
    let engine = engine();
    fails(
        &engine,
        "pg_untrack_table",
        json!({"table": "tags"}),
        "dependency-error",
        "cannot drop due to the following dependent objects: relationship \
         emailpassword_users.tags in source \"default\", relationship note_tags.tag in source \
         \"default\"",
        "$.args",
    );
    // Through relationships into notes go filters of two other tables.
    succeeds(
        &engine,
        "pg_untrack_table",
        json!({"table": "notes", "cascade": true}),
    );
    let version = engine.metadata();
    assert!(version.inconsistencies.is_empty());
    let source = &version.metadata.sources[0];
    let comments = source
        .tables
        .iter()
        .find(|table| table.table.name == "comments")
        .unwrap();
    assert!(comments.select("user").is_none());
    assert_eq!(comments.object_relationships.len(), 1);
}

#[test]
fn many_tables_are_tracked_with_warnings() {
    let engine = engine();
    let one = |name: &str| json!({"source": "default", "table": public(name), "configuration": {}});
    let mixed = json!({"tables": [one("all_auth_recipe_users"), one("notes")]});
    let strict = json!({"allow_warnings": false, "tables": mixed["tables"]});
    fails(
        &engine,
        "pg_track_tables",
        strict,
        "metadata-warnings",
        "failed due to metadata warnings",
        "$.args",
    );
    assert_eq!(
        command(&engine, "pg_track_tables", mixed).unwrap(),
        json!({"message": "success", "warnings": [{
            "code": "track-table-failed",
            "message": "view/table already tracked: \"notes\"",
            "name": "table notes in source default",
            "type": "table",
        }]})
    );
    fails(
        &engine,
        "pg_track_tables",
        json!({"tables": [one("notes"), one("nope")]}),
        "invalid-configuration",
        "all tables failed to track",
        "$.args",
    );
}

#[test]
fn relationships_need_a_key_and_a_free_name() {
    let engine = engine();
    let create = |name: &str, using: Value| json!({"table": "notes", "name": name, "using": using});
    fails(
        &engine,
        "pg_create_object_relationship",
        create("owner", json!({"foreign_key_constraint_on": "owner_id"})),
        "already-exists",
        "field with name \"owner\" already exists in table \"notes\"",
        "$.args",
    );
    fails(
        &engine,
        "pg_create_array_relationship",
        create(
            "title",
            json!({"foreign_key_constraint_on": {"table": "comments", "column": "note_id"}}),
        ),
        "already-exists",
        "field with name \"title\" already exists in table \"notes\"",
        "$.args",
    );
    fails(
        &engine,
        "pg_create_object_relationship",
        create("body_of", json!({"foreign_key_constraint_on": ["body"]})),
        "invalid-configuration",
        "Inconsistent object: in table \"notes\": in relationship \"body_of\": no foreign \
         constraint exists on the given column(s)",
        "$.args",
    );
    succeeds(
        &engine,
        "pg_create_array_relationship",
        create(
            "remarks",
            json!({"foreign_key_constraint_on": {"table": public("comments"), "columns": ["note_id"]}}),
        ),
    );
    succeeds(
        &engine,
        "pg_create_object_relationship",
        create(
            "writer",
            json!({"manual_configuration": {
                "remote_table": "emailpassword_users",
                "column_mapping": {"owner_id": "user_id"},
                "insertion_order": null,
            }}),
        ),
    );
    succeeds(
        &engine,
        "pg_drop_relationship",
        json!({"table": "notes", "relationship": "remarks"}),
    );
    fails(
        &engine,
        "pg_drop_relationship",
        json!({"table": "notes", "relationship": "remarks"}),
        "not-exists",
        "relationship \"remarks\" does not exist in table \"notes\"",
        "$.args",
    );
    fails(
        &engine,
        "pg_drop_relationship",
        json!({"table": "comments", "relationship": "note"}),
        "dependency-error",
        "cannot drop due to the following dependent objects: permission comments.user.select in \
         source \"default\"",
        "$.args",
    );
}

#[test]
fn permissions_are_created_once_and_checked() {
    let engine = engine();
    let create = |role: &str, permission: Value| json!({"source": "default", "table": public("notes"), "role": role, "permission": permission});
    for role in ["user", "admin"] {
        fails(
            &engine,
            "pg_create_select_permission",
            create(role, json!({"columns": "*", "filter": {}})),
            "already-exists",
            &format!("select permission already defined on table \"notes\" with role \"{role}\""),
            "$.args",
        );
    }
    let place = "Inconsistent object: in table \"notes\": in permission for role \"guest\": ";
    for (permission, reason) in [
        (
            json!({"columns": ["id", "colour"], "filter": {}}),
            "column \"colour\" does not exist",
        ),
        (
            json!({"columns": ["id"], "filter": {"colour": {"_eq": 1}}}),
            "\"colour\" does not exist",
        ),
        (
            json!({"columns": ["id"], "filter": {"owner": {"mail": {"_eq": 1}}}}),
            "\"mail\" does not exist",
        ),
        (
            json!({"columns": ["id"], "filter": {"_not": {"id": {"_resembles": 1}}}}),
            "Unknown operator: _resembles",
        ),
        (
            json!({"columns": ["id"], "filter": {"_exists": {"_table": "all_auth_recipe_users", "_where": {}}}}),
            "table \"all_auth_recipe_users\" is not tracked",
        ),
    ] {
        fails(
            &engine,
            "pg_create_select_permission",
            create("guest", permission),
            "invalid-configuration",
            &format!("{place}{reason}"),
            "$.args",
        );
    }
}

#[test]
fn permissions_of_all_kinds_come_and_go() {
    let engine = engine();
    let create = |role: &str, permission: Value| json!({"table": "notes", "role": role, "permission": permission});
    succeeds(
        &engine,
        "pg_create_select_permission",
        create(
            "guest",
            json!({"columns": "*", "filter": {}, "query_root_fields": ["select"]}),
        ),
    );
    succeeds(
        &engine,
        "pg_create_insert_permission",
        create(
            "guest",
            json!({"check": {}, "set": {"owner_id": "X-Hasura-User-Id"}}),
        ),
    );
    succeeds(
        &engine,
        "pg_create_update_permission",
        create(
            "guest",
            json!({"columns": ["body"], "filter": {}, "check": null}),
        ),
    );
    succeeds(
        &engine,
        "pg_create_delete_permission",
        create("guest", json!({"filter": {}})),
    );
    for kind in ["select", "insert", "update", "delete"] {
        let args = json!({"table": "notes", "role": "guest"});
        let name = format!("pg_drop_{kind}_permission");
        succeeds(&engine, &name, args.clone());
        fails(
            &engine,
            &name,
            args,
            "permission-denied",
            &format!("{kind} permission on \"notes\" for role \"guest\" does not exist"),
            "$.args",
        );
    }
}

#[test]
fn root_fields_are_those_that_exist() {
    let engine = engine();
    let error = command(
        &engine,
        "pg_create_select_permission",
        json!({"table": "notes", "role": "guest", "permission": {
            "columns": [], "filter": {}, "query_root_fields": ["select", "select_stream"],
        }}),
    )
    .unwrap_err();
    assert_eq!(
        (error.code, error.path.as_str()),
        ("parse-failed", "$.args.permission.query_root_fields[1]")
    );
}

#[test]
fn sources_are_those_of_the_data() {
    let engine = engine();
    let configuration =
        json!({"connection_info": {"database_url": {"from_env": "PG_DATABASE_URL"}}});
    let add = |name: &str| json!({"name": name, "configuration": configuration});
    fails(
        &engine,
        "pg_add_source",
        add("default"),
        "already-exists",
        "source with name \"default\" already exists",
        "$.args",
    );
    fails(
        &engine,
        "pg_add_source",
        add("elsewhere"),
        "invalid-configuration",
        "Inconsistent object: connection to source \"elsewhere\" failed",
        "$.args",
    );
    succeeds(&engine, "pg_drop_source", json!({"name": "default"}));
    fails(
        &engine,
        "pg_drop_source",
        json!({"name": "default"}),
        "not-exists",
        "source with name \"default\" does not exist",
        "$.args",
    );
    fails(
        &engine,
        "pg_track_table",
        json!({"table": "notes"}),
        "not-exists",
        "source with name \"default\" does not exist",
        "$.args",
    );
    succeeds(&engine, "pg_add_source", add("default"));
    succeeds(&engine, "pg_track_table", json!({"table": "notes"}));
}

#[test]
fn arguments_that_cannot_be_read_are_placed() {
    let engine = engine();
    for (body, code, start, path) in [
        (
            json!({"args": {}}),
            "parse-failed",
            "key \"type\" not found",
            "$",
        ),
        (
            json!([]),
            "parse-failed",
            "parsing RQLMetadata failed, expected Object",
            "$",
        ),
        (
            json!({"type": "make_tea", "args": {}}),
            "parse-failed",
            "unknown metadata command \"tea\" for backend make",
            "$",
        ),
        (
            json!({"type": "pg_track_table", "args": {}}),
            "parse-failed",
            "Error when parsing command track_table.\n",
            "$.args",
        ),
        (
            json!({"type": "pg_drop_select_permission", "args": {"table": "notes", "role": 7}}),
            "parse-failed",
            "Error when parsing command drop_select_permission.\n",
            "$.args.role",
        ),
    ] {
        let error = run(&engine, &body).unwrap_err();
        assert_eq!((error.code, error.path.as_str()), (code, path), "{body}");
        assert!(error.message.starts_with(start), "{}", error.message);
    }
}
