//! The exported directory, read back by somebody else, is the metadata.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::{WANTED, args, connected, start};
use crate::support::hasura::metadata;
use crate::support::tools::tool;

/// Puts the directory together again as hasura-cli does, with `PyYAML`.
const READER: &str = r#"
import json, os, sys, yaml

def read(path):
    with open(path) as file:
        return included(yaml.safe_load(file), os.path.dirname(path))

def included(value, folder):
    if isinstance(value, str) and value.startswith("!include "):
        return read(os.path.join(folder, value[len("!include "):]))
    if isinstance(value, list):
        return [included(item, folder) for item in value]
    if isinstance(value, dict):
        return {name: included(item, folder) for name, item in value.items()}
    return value

root = sys.argv[1]
out = {"version": read(os.path.join(root, "version.yaml"))["version"],
       "sources": read(os.path.join(root, "databases", "databases.yaml"))}
names = {"allow_list": "allowlist"}
for file in sorted(os.listdir(root)):
    name, end = os.path.splitext(file)
    if end != ".yaml" or name in ("version", "actions"):
        continue
    value = read(os.path.join(root, file))
    if value and value != {"disabled_for_roles": []}:
        out[names.get(name, name)] = value
out.update({name: value for name, value in read(os.path.join(root, "actions.yaml")).items()
            if value and any(value.values() if isinstance(value, dict) else value)})
print(json.dumps(out))
"#;

fn read_back(folder: &Path) -> Option<Value> {
    let python = tool(
        &["python3"],
        &["-c", "import yaml"],
        "reading the exported directory with PyYAML",
    )?;
    let output = Command::new(python)
        .args(["-c", READER])
        .arg(folder)
        .output()
        .unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn the_directory_read_back_is_the_metadata() {
    let (sandbox, world) = start("2026", &connected());
    world.cmd(args(&["apply"], &WANTED)).ok();
    for role in ["on", "12:30"] {
        let select = json!({"source": "default", "table": "notes", "role": role,
            "permission": {"columns": "*", "filter": {}}});
        metadata(&sandbox, "pg_create_select_permission", select);
    }
    let role = json!({"role_name": "both", "role_set": ["on", "user", "12:30"]});
    metadata(&sandbox, "add_inherited_role", role);
    let output = world.cmd(args(&["export"], &[])).ok();
    output
        .stdout_has("create hasura/metadata/databases/default/tables/public_notes.yaml")
        .stdout_has("hasura metadata apply --project hasura");
    let folder = world.work().join("hasura");
    let config = std::fs::read_to_string(folder.join("config.yaml")).unwrap();
    assert!(
        config.contains(sandbox.var("HASURA_GRAPHQL_ENDPOINT")),
        "{config}"
    );
    assert!(!config.contains(sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET")));
    if let Some(read) = read_back(&folder.join("metadata")) {
        assert_eq!(read, metadata(&sandbox, "export_metadata", json!({})));
    }
    world
        .cmd(args(&["export"], &[]))
        .ok()
        .stdout_has("nothing to write: hasura is as exported");
}

/// What set-up knows nothing of, as a project has it.
fn unmanaged() -> Value {
    json!({
        "actions": [{
            "name": "pay",
            "definition": {
                "handler": "{{PAYMENTS}}/pay", "output_type": "Receipt!", "kind": "synchronous",
                "arguments": [{"name": "order", "type": "OrderInput!"}], "type": "mutation",
                "headers": [{"name": "x-key", "value_from_env": "PAYMENTS_KEY"}], "timeout": 10,
            },
            "permissions": [{"role": "user"}],
            "comment": "takes money",
        }],
        "custom_types": {
            "input_objects": [{"name": "OrderInput", "fields": [{"name": "id", "type": "Int!"}]}],
            "objects": [{
                "name": "Receipt", "fields": [{"name": "note_id", "type": "Int!"}],
                "relationships": [{"name": "note", "type": "object", "source": "default",
                    "remote_table": {"schema": "public", "name": "notes"},
                    "field_mapping": {"note_id": "id"}}],
            }],
        },
        "remote_schemas": [{"name": "shop", "definition": {"url_from_env": "SHOP"},
            "permissions": [{"role": "user", "definition": {"schema": "type Query { a: Int }"}}]}],
        "cron_triggers": [{"name": "nightly", "webhook": "{{CRON}}", "schedule": "0 3 * * *",
            "include_in_metadata": true, "payload": {"a": 1.5}}],
        "query_collections": [{"name": "allowed", "definition": {"queries": [
            {"name": "one", "query": "query one { __typename }"}]}}],
        "allowlist": [{"collection": "allowed", "scope": {"global": true}}],
        "rest_endpoints": [{"name": "one", "url": "one", "methods": ["GET"],
            "definition": {"query": {"collection_name": "allowed", "query_name": "one"}},
            "comment": null}],
        "inherited_roles": [{"role_name": "both", "role_set": ["user", "guest"]}],
        "network": {"tls_allowlist": [{"host": "x.test"}]},
        "api_limits": {"disabled": false, "depth_limit": {"global": 9, "per_role": {}}},
    })
}

#[test]
fn what_is_not_managed_is_carried_through_unchanged() {
    let mut given = connected();
    let document = given["metadata"].as_object_mut().unwrap();
    document.extend(unmanaged().as_object().unwrap().clone());
    document["sources"][0]["tables"] = json!([{
        "table": {"schema": "public", "name": "notes"},
        "event_triggers": [{"name": "written", "definition": {"enable_manual": false,
            "insert": {"columns": "*"}}, "retry_conf": {"num_retries": 0}, "webhook": "{{HOOK}}"}],
        "select_permissions": [{"role": "guest", "comment": "on purpose",
            "permission": {"columns": ["id"], "filter": {"id": {"_lt": 0}}}}],
    }]);
    let before = given["metadata"].clone();
    let (sandbox, world) = start("2022", &given);
    let wish = [&WANTED[..], &["--table", "*"]].concat();
    world.cmd(args(&["apply"], &wish)).ok();
    let after = metadata(&sandbox, "export_metadata", json!({}));
    for name in unmanaged().as_object().unwrap().keys() {
        assert_eq!(after[name].to_string(), before[name].to_string(), "{name}");
    }
    let (old, new) = (&before["sources"][0], &after["sources"][0]);
    assert_eq!(new["configuration"], old["configuration"]);
    let tables = new["tables"].as_array().unwrap();
    let notes = tables.iter().find(|one| one["table"]["name"] == "notes");
    let (old, new) = (&old["tables"][0], notes.unwrap());
    assert_eq!(new["event_triggers"], old["event_triggers"]);
    assert_eq!(new["select_permissions"][0], old["select_permissions"][0]);
    assert_eq!(new["select_permissions"][1]["role"], "user");

    world.cmd(args(&["export"], &[])).ok();
    let folder = world.work().join("hasura/metadata");
    assert_eq!(
        std::fs::read_to_string(folder.join("actions.graphql")).unwrap(),
        "type Mutation {\n  pay(\n    order: OrderInput!\n  ): Receipt!\n}\n\n\
         input OrderInput {\n  id: Int!\n}\n\ntype Receipt {\n  note_id: Int!\n}\n"
    );
    let Some(read) = read_back(&folder) else {
        return;
    };
    // What the signatures say stands there and nowhere else.
    let mut expected = after.clone();
    let definition = expected["actions"][0]["definition"]
        .as_object_mut()
        .unwrap();
    definition.retain(|name, _| !["arguments", "output_type", "type"].contains(&name.as_str()));
    for kind in ["input_objects", "objects"] {
        let one = expected["custom_types"][kind][0].as_object_mut().unwrap();
        one.remove("fields");
    }
    for kind in ["enums", "scalars"] {
        expected["custom_types"][kind] = json!([]);
    }
    assert_eq!(read, expected);
}

#[test]
fn files_of_others_are_not_overwritten_unasked() {
    let (_sandbox, world) = start("2022", &connected());
    let other = world.file("hasura/metadata/version.yaml", "version: 2\n");
    world
        .cmd(args(&["export"], &[]))
        .code(2)
        .stderr_has("version.yaml");
    assert!(!world.work().join("hasura/metadata/databases").exists());
    world
        .cmd(args(&["export", "--dry-run"], &[]))
        .ok()
        .stdout_has("-version: 2")
        .stdout_has("+version: 3");
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "version: 2\n");
    world.cmd(args(&["export", "--force"], &[])).ok();
    assert_eq!(std::fs::read_to_string(&other).unwrap(), "version: 3\n");
    // What people set there is theirs.
    let config = world.file(
        "hasura/config.yaml",
        "version: 3\nendpoint: https://x.test\n",
    );
    world.cmd(args(&["export"], &[])).ok();
    assert!(std::fs::read_to_string(config).unwrap().contains("x.test"));
}

#[test]
fn passwords_in_the_metadata_stay_there() {
    let mut with_password = connected();
    let url = "postgres://app:pa55-w0rd@db.example/app";
    with_password["metadata"]["sources"][0]["configuration"]["connection_info"]["database_url"] =
        json!(url);
    let (_sandbox, world) = start("2022", &with_password);
    world
        .cmd(args(&["plan"], &[]))
        .ok()
        .stdout_has("has its database URL in the metadata, password and all")
        .nowhere("pa55-w0rd");
    world
        .cmd(args(&["export"], &[]))
        .code(2)
        .stderr_has("error[setup.literal_url]")
        .nowhere("pa55-w0rd");
    assert!(!world.work().join("hasura").exists());
    world
        .cmd(args(&["export", "--database-url-env", "PG_URL"], &[]))
        .ok();
    let file = world
        .work()
        .join("hasura/metadata/databases/databases.yaml");
    let text = std::fs::read_to_string(file).unwrap();
    assert!(
        text.contains("from_env: PG_URL") && !text.contains("pa55-w0rd"),
        "{text}"
    );
}
