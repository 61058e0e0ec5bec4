//! `verify-hasura --offline`: metadata in files, and no server.

use serde_json::{Value, json};

use crate::support::{Output, World};

mod disguises;

const ME: &str = "{owner_id: {_eq: X-Hasura-User-Id}}";

/// A hasura-cli project in `hasura`, with these tables, each in a file of its own.
fn project(tables: &[(&str, &str)]) -> World {
    let world = World::new();
    world.file(
        "hasura/config.yaml",
        "version: 3\nendpoint: http://localhost:8080\nmetadata_directory: metadata\n",
    );
    world.file("hasura/metadata/version.yaml", "version: 3\n");
    world.file(
        "hasura/metadata/databases/databases.yaml",
        "- name: default\n  kind: postgres\n  tables: \"!include default/tables/tables.yaml\"\n",
    );
    let mut list = String::new();
    for (name, text) in tables {
        list += &format!("- \"!include public_{name}.yaml\"\n");
        world.file(
            &format!("hasura/metadata/databases/default/tables/public_{name}.yaml"),
            format!("table:\n  name: {name}\n  schema: public\n{text}"),
        );
    }
    world.file("hasura/metadata/databases/default/tables/tables.yaml", list);
    world
}

fn select(role: &str, columns: &str, filter: &str) -> String {
    format!(
        "select_permissions:\n  - role: {role}\n    permission:\n      columns: {columns}\n      \
         filter: {filter}\n"
    )
}

/// The findings as `id severity file:line`.
fn findings(output: &Output) -> Vec<String> {
    let said = output.json();
    let probes = said["result"]["probes"].as_array().unwrap();
    probes
        .iter()
        .flat_map(|probe| probe["findings"].as_array().unwrap())
        .map(|one| {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let file = text(&one["place"]["file"]);
            let file = file.rsplit('/').next().unwrap_or_default();
            format!(
                "{} {} {file}:{}",
                text(&one["id"]),
                text(&one["severity"]),
                one["place"]["line"]
            )
        })
        .collect()
}

#[test]
fn a_leak_is_told_with_file_and_line_in_every_format() {
    let open = select("user", "[id, owner_id, title]", "{}");
    let world = project(&[("notes", &open)]);
    let place = "hasura/metadata/databases/default/tables/public_notes.yaml";
    let text = world.cmd(["verify-hasura", "--offline"]).code(8);
    text.stdout_has("verdict: leak")
        .stdout_has("metadata hasura/metadata, roles user, tables 1")
        .stdout_has(
            "P05 high  the row belongs to another user, and a plain query shows it\n  - notes: \
             every user with role user may read rows whoever they belong to: the filter is empty \
             (static: read in the metadata, not tried)\n    at ",
        )
        .stdout_has(&format!("    at {place}:8:15\n"));
    let json = world
        .cmd(["verify-hasura", "--offline", "hasura", "-o", "json"])
        .code(8);
    assert_eq!(
        findings(&json),
        ["P05:notes:filter:user high public_notes.yaml:8"]
    );
    let said = json.json();
    assert_eq!(said["ok"], false);
    assert_eq!(
        said["result"]["metadata"],
        json!({ "root": "hasura/metadata", "roles": ["user"] })
    );
    let github = world
        .cmd(["verify-hasura", "--offline", "-o", "github"])
        .code(8);
    github.stdout_has(&format!(
        "::error file={place},line=8,col=15,title=P05 high::notes: "
    ));
    let sarif = world
        .cmd(["verify-hasura", "--offline", "-o", "sarif"])
        .code(8);
    let sarif = sarif.json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert_eq!(results.len(), 1, "{results:?}");
    assert_eq!(
        results[0]["locations"][0]["physicalLocation"],
        json!({ "artifactLocation": { "uri": place, "uriBaseId": "%SRCROOT%" },
            "region": { "startLine": 8, "startColumn": 15 } })
    );
}

#[test]
fn nothing_found_is_unproven_and_passes_only_where_that_is_asked_for() {
    let world = project(&[("notes", &select("user", "[id, owner_id]", ME))]);
    let said = world.cmd(["verify-hasura", "--offline"]).code(3);
    said.stdout_has("verdict: unproven, nothing was proved")
        .stdout_has("the metadata was read and nothing was asked");
    let line = ["verify-hasura", "--offline", "--fail-on", "leak"];
    world.cmd(line).ok().stdout_has("verdict: unproven");
    let github = world.cmd(line.iter().chain(&["-o", "github"])).ok();
    github.stdout_has("::notice title=verify-hasura::the metadata was read");
    assert!(!github.to_string().contains("::error"), "{github}");
    // What could not be accepted away stays unproven, whatever a policy accepts.
    let gaps: String = ["P01", "P02", "P05", "P08", "P13", "P14", "P22"]
        .map(|id| {
            format!("[[accept]]\nfinding = \"{id}:untried\"\nreason = \"r\"\nuntil = 2999-01-01\n")
        })
        .concat();
    world.file("policy.toml", gaps);
    world
        .cmd(["verify-hasura", "--offline", "--policy", "policy.toml"])
        .code(3);
    // A run at a server must not pass like this.
    world
        .cmd(["verify-hasura", "--fail-on", "leak"])
        .code(2)
        .stderr_has("goes with --offline only");
}

#[test]
fn warnings_fail_where_that_is_asked_for() {
    let partly = "{_or: [{owner_id: {_eq: X-Hasura-User-Id}}, {archived: {_eq: true}}]}";
    let world = project(&[("notes", &select("user", "[id]", partly))]);
    let output = world
        .cmd(["verify-hasura", "--offline", "-o", "json"])
        .code(3);
    assert_eq!(
        findings(&output),
        ["P05:notes:filter:user medium public_notes.yaml:8"]
    );
    let line = ["verify-hasura", "--offline", "--fail-on", "warn"];
    world
        .cmd(line)
        .code(8)
        .stdout_has("failed on warnings, as --fail-on warn asks: P05");
}

#[test]
fn every_role_is_looked_through() {
    let notes = format!(
        "select_permissions:\n  - role: anonymous\n    permission: {{columns: [id], filter: {{}}}}\n  \
         - role: user\n    permission: {{columns: [id], filter: {ME}}}\n  - role: moderator\n    \
         permission: {{columns: [id, password_hash], filter: {{}}}}\ninsert_permissions:\n  - role: \
         writer\n    permission: {{columns: [owner_id, title], check: {{}}}}\nupdate_permissions:\n  \
         - role: user\n    permission: {{columns: [owner_id, title], filter: {ME}, check: null}}\n\
         delete_permissions:\n  - role: server\n    permission: {{backend_only: true, filter: {{}}}}\n"
    );
    let world = project(&[("notes", &notes)]);
    let output = world
        .cmd(["verify-hasura", "--offline", "-o", "json"])
        .code(8);
    assert_eq!(
        findings(&output),
        [
            "P01:notes:filter:anonymous critical public_notes.yaml:6",
            "P05:notes:filter:moderator medium public_notes.yaml:10",
            "P13:notes:password_hash:moderator high public_notes.yaml:10",
            "P14:notes:give_away:user high public_notes.yaml:16",
            "P14:notes:insert:writer high public_notes.yaml:13",
        ]
    );
}

#[test]
fn the_role_without_a_token_is_the_environments_word() {
    let tables = [("notes", &*select("nobody", "[id, owner_id]", ME))];
    let mut world = project(&tables);
    let line = ["verify-hasura", "--offline", "-o", "json"];
    assert!(findings(&world.cmd(line).code(3)).is_empty());
    world.set("HASURA_GRAPHQL_UNAUTHORIZED_ROLE", "nobody");
    assert_eq!(
        findings(&world.cmd(line).code(8)),
        ["P02:notes:filter:nobody high public_notes.yaml:8"]
    );
}

#[test]
fn the_policy_says_what_is_meant() {
    let world = project(&[
        ("posts", &select("user", "[id, author_id]", "{}")),
        ("memos", &select("user", "[id, user_id]", "{}")),
        ("logs", &select("user", "[id, visto_por]", "{}")),
    ]);
    world.file(
        "policy.toml",
        "shared = [\"posts\"]\n[owners]\nlogs = [\"visto_por\"]\n[[accept]]\nfinding = \
         \"P05:memos:filter:user\"\nreason = \"until the move\"\nuntil = 2999-01-01\n",
    );
    let line = [
        "verify-hasura",
        "--offline",
        "--policy",
        "policy.toml",
        "-o",
    ];
    let output = world.cmd(line.iter().chain(&["json"])).code(8);
    assert_eq!(
        findings(&output),
        [
            "P05:logs:filter:user high public_logs.yaml:8",
            "P05:memos:filter:user high public_memos.yaml:8"
        ]
    );
    let failed = &output.json()["result"]["probes"][2]["findings"];
    assert!(failed[0].get("accepted").is_none());
    assert_eq!(failed[1]["accepted"]["reason"], "until the move");
}

/// The same permissions in each form that projects have.
#[test]
fn every_layout_is_read() {
    let table = "- table: {schema: public, name: notes}\n  select_permissions:\n    - role: user\n      \
                 permission: {columns: [owner_id], filter: {}}\n";
    let line = ["verify-hasura", "--offline", "-o", "json"];
    let world = World::new();
    world.file("metadata/version.yaml", "version: 2\n");
    world.file("metadata/tables.yaml", table);
    world.file("metadata/functions.yaml", "[]\n");
    assert_eq!(
        findings(&world.cmd(line).code(8)),
        ["P05:notes:filter:user high tables.yaml:4"]
    );
    let world = World::new();
    world.file(
        "metadata/databases/databases.yaml",
        "- name: default\n  kind: postgres\n  tables: !include all.yaml\n",
    );
    world.file("metadata/databases/all.yaml", table);
    assert_eq!(
        findings(&world.cmd(line).code(8)),
        ["P05:notes:filter:user high all.yaml:4"]
    );
    let world = World::new();
    world.file(
        "migrations/metadata.yaml",
        format!("version: 2\ntables:\n{table}"),
    );
    assert_eq!(
        findings(&world.cmd(line).code(8)),
        ["P05:notes:filter:user high metadata.yaml:6"]
    );
    // As the metadata API answers.
    let export = json!({ "resource_version": 7, "metadata": { "version": 3, "sources": [
        { "name": "default", "kind": "postgres", "tables": [
            { "table": { "schema": "public", "name": "notes" }, "select_permissions": [
                { "role": "user", "permission": { "columns": ["owner_id"], "filter": {} } }] }] }] } });
    let world = World::new();
    let text = serde_json::to_string_pretty(&export).unwrap();
    world.file("export.json", &text);
    let line = text.lines().position(|line| line.contains("\"filter\""));
    let output = world
        .cmd(["verify-hasura", "-o", "json", "--metadata", "export.json"])
        .code(8);
    assert_eq!(
        findings(&output),
        [format!(
            "P05:notes:filter:user high export.json:{}",
            line.unwrap() + 1
        )]
    );
}

#[test]
fn what_is_no_metadata_is_said_with_its_place() {
    let line = ["verify-hasura", "--offline"];
    let world = World::new();
    world
        .cmd(line)
        .code(2)
        .stderr_has("has no metadata: expected a directory with databases/databases.yaml");
    world
        .cmd(line.iter().chain(&["gone"]))
        .code(2)
        .stderr_has("cannot read ");
    let world = project(&[("notes", "select_permissions: [\n")]);
    world
        .cmd(line)
        .code(2)
        .stderr_has("hasura/metadata/databases/default/tables/public_notes.yaml:");
    let world = project(&[]);
    world.file(
        "hasura/metadata/databases/default/tables/tables.yaml",
        "- table: {schema: public, name: notes}\n- \"!include gone.yaml\"\n",
    );
    world
        .cmd(line)
        .code(2)
        .stderr_has("tables.yaml:2:3: there is no file gone.yaml to be included");
    // Nothing beside the metadata is read for somebody else's project.
    world.file("secret.yaml", "password: hunter22\n");
    world.file(
        "hasura/metadata/databases/default/tables/tables.yaml",
        "- \"!include ../../../../../secret.yaml\"\n",
    );
    let refused = world.cmd(line).code(2);
    refused
        .stderr_has("lies outside the metadata directory, and is not read")
        .nowhere("hunter22");
    world.file(
        "hasura/metadata/databases/default/tables/tables.yaml",
        "- \"!include tables.yaml\"\n",
    );
    world
        .cmd(line)
        .code(2)
        .stderr_has("include one another, more than 16 deep");
    // Half of a table is none.
    let world = project(&[]);
    world.file(
        "hasura/metadata/databases/default/tables/tables.yaml",
        "- table: {schema: public}\n",
    );
    world.cmd(line).code(2).stderr_has(
        "tables.yaml:1:10: not as hasura-cli writes it: a table's name, or its schema and name",
    );
}

/// A part that is something else is told with its line, in words of metadata.
#[test]
fn what_is_not_what_metadata_has_there_is_said_with_its_place() {
    let line = ["verify-hasura", "--offline"];
    for (text, expected) in [
        (
            "",
            "public_b.yaml:1:1: not as hasura-cli writes it: invalid type: null, expected a table \
             with its permissions",
        ),
        (
            "table: 5\n",
            "public_b.yaml:1:8: not as hasura-cli writes it: a table's name, or its schema and name",
        ),
        (
            "table: {name: b}\nselect_permissions: 3\n",
            "public_b.yaml:2:21: not as hasura-cli writes it: invalid type: number, expected a sequence",
        ),
        (
            "table: {name: b}\nselect_permissions:\n  - role: x\n    permission: {columns: 7, \
             filter: {}}\n",
            "public_b.yaml:4:27: not as hasura-cli writes it: \"*\" or a list of columns",
        ),
        (
            "table: {name: b}\nselect_permissions:\n  - permission: {columns: [id], filter: {}}\n",
            "public_b.yaml:3:5: not as hasura-cli writes it: missing field `role`",
        ),
        (
            "table: b: c\n",
            "public_b.yaml:1:9: not as hasura-cli writes it: mapping values are not allowed in this \
             context\n",
        ),
    ] {
        let world = project(&[("a", "")]);
        let tables = "hasura/metadata/databases/default/tables";
        world.file(&format!("{tables}/public_b.yaml"), text);
        world.file(
            &format!("{tables}/tables.yaml"),
            "- \"!include public_a.yaml\"\n- \"!include public_b.yaml\"\n",
        );
        world.cmd(line).code(2).stderr_has(expected);
    }
}

/// Whoever reads no column learns no more than how many rows there are.
#[test]
fn rows_that_are_only_counted_are_told_as_counts() {
    let mine = select("member", "[id, owner_id]", ME);
    for (columns, more, expected) in [
        (
            "[]",
            "allow_aggregations: true",
            "P07:notes:filter:user medium public_notes.yaml:12",
        ),
        (
            "[]",
            "limit: 5",
            "P07:notes:filter:user medium public_notes.yaml:12",
        ),
        (
            "[id]",
            "limit: 5",
            "P05:notes:filter:user high public_notes.yaml:12",
        ),
        (
            "[]",
            "computed_fields: [title]",
            "P05:notes:filter:user high public_notes.yaml:12",
        ),
    ] {
        let open = format!(
            "  - role: user\n    permission:\n      columns: {columns}\n      filter: {{}}\n      {more}\n"
        );
        let world = project(&[("notes", &format!("{mine}{open}"))]);
        let told = world
            .cmd(["verify-hasura", "--offline", "-o", "json"])
            .run();
        let found = findings(&told);
        assert!(found.contains(&expected.to_owned()), "{found:?}");
        assert_eq!(
            found
                .iter()
                .filter(|one| one.contains(":filter:user"))
                .count(),
            1
        );
    }
}

#[test]
fn it_goes_with_nothing_that_needs_a_server() {
    let world = project(&[]);
    for more in [
        "--other=bob",
        "--active",
        "--write-policy",
        "--users=3",
        "--no-admin",
    ] {
        world
            .cmd(["verify-hasura", "--offline", "hasura", more])
            .code(2)
            .stderr_has("cannot be used with");
    }
}

#[test]
fn an_earlier_report_is_compared_with() {
    let world = project(&[("notes", &select("user", "[id, owner_id]", ME))]);
    let line = ["verify-hasura", "--offline"];
    let before = world.cmd(line.iter().chain(&["-o", "json"])).code(3);
    world.file("before.json", &before.stdout);
    world.file(
        "hasura/metadata/databases/default/tables/public_notes.yaml",
        format!(
            "table: {{name: notes, schema: public}}\n{}",
            select("user", "[id, owner_id]", "{}")
        ),
    );
    let now = world
        .cmd(line.iter().chain(&["--baseline", "before.json"]))
        .code(8);
    now.stdout_has("new   P05:notes:filter:user high: ");
}

/// What the sandbox serves of a project is what an export of it would be.
#[cfg(feature = "sandbox")]
#[test]
fn the_sandbox_serves_a_project() {
    use crate::support::sandbox::Sandbox;

    let world = World::new();
    let exported = Sandbox::start(&[]);
    let mut admin = exported.world();
    admin.set(
        "HASURA_GRAPHQL_ADMIN_SECRET",
        exported.var("HASURA_GRAPHQL_ADMIN_SECRET"),
    );
    let project = world.work().join("project");
    admin
        .cmd(["setup-hasura", "export", project.to_str().unwrap()])
        .ok();
    let export = |sandbox: &Sandbox| {
        let mut document = crate::support::hasura::metadata(sandbox, "export_metadata", json!({}));
        // Where the database is, a project names by a variable.
        for source in document["metadata"]["sources"]
            .as_array_mut()
            .into_iter()
            .flatten()
        {
            source["configuration"].take();
        }
        for source in document["sources"].as_array_mut().into_iter().flatten() {
            source["configuration"].take();
        }
        document
    };
    for path in [project.clone(), project.join("metadata")] {
        let again = Sandbox::start(&["--metadata", path.to_str().unwrap()]);
        assert_eq!(export(&again)["sources"], export(&exported)["sources"]);
    }
}

/// What is told of somebody else's project never moves a cursor, nor begins a line of a log.
#[test]
fn names_of_others_are_harmless_in_every_format() {
    let world = World::new();
    let name = "no\u{1b}[31mtes\n::error::x\u{202e}";
    let export = json!({ "version": 3, "sources": [{ "name": "default", "kind": "postgres", "tables": [
        { "table": { "schema": "public", "name": name }, "select_permissions": [
            { "role": "us\u{1b}]0;x\u{7}er\n]]>", "permission":
                { "columns": ["owner_id"], "filter": {} } }] }] }] });
    world.file("export.json", export.to_string());
    for format in ["text", "github", "junit", "sarif", "html", "tap"] {
        let line = ["verify-hasura", "-o", format, "--offline", "export.json"];
        let output = world.cmd(line).code(8);
        output
            .nowhere("\u{1b}")
            .nowhere("\u{7}")
            .nowhere("\u{202e}");
        let begins = output
            .stdout
            .lines()
            .any(|line| line.starts_with("::error::x"));
        assert!(!begins, "{output}");
    }
}

/// A column by which one table is bound to the caller says the same in the table beside it.
#[test]
fn a_tenants_column_is_known_from_other_tables() {
    let org = "{org_id: {_eq: X-Hasura-Org-Id}}";
    let open = format!(
        "{}delete_permissions:\n  - role: user\n    permission: {{filter: {{}}}}\n",
        select("user", "[id, org_id]", "{}")
    );
    let world = project(&[
        ("projects", &select("user", "[id, org_id]", org)),
        ("invoices", &open),
        ("plans", &select("user", "[id, price]", "{}")),
    ]);
    let line = ["verify-hasura", "--offline", "-o", "json"];
    assert_eq!(
        findings(&world.cmd(line).code(8)),
        [
            "P05:invoices:filter:user high public_invoices.yaml:8",
            "P05:plans:filter:user info public_plans.yaml:8",
            "P14:invoices:delete:user high public_invoices.yaml:11",
        ]
    );
}

#[cfg(unix)]
#[test]
fn only_plain_files_of_text_are_read() {
    let world = project(&[]);
    let list = "hasura/metadata/databases/default/tables/tables.yaml";
    world.file(list, "- \"!include pipe.yaml\"\n");
    let pipe = world
        .work()
        .join("hasura/metadata/databases/default/tables/pipe.yaml");
    rustix::fs::mknodat(
        rustix::fs::CWD,
        &pipe,
        rustix::fs::FileType::Fifo,
        rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR,
        0,
    )
    .unwrap();
    let line = ["verify-hasura", "--offline"];
    world.cmd(line).code(2).stderr_has("it is no plain file");
    std::fs::remove_file(&pipe).unwrap();
    std::fs::write(&pipe, b"table: {name: a}\n# caf\xe9\n").unwrap();
    world.cmd(line).code(2).stderr_has("line 2 is not UTF-8");
}

#[test]
fn what_no_rule_looks_at_is_named() {
    let world = project(&[(
        "notes",
        "computed_fields:\n  - name: short\n    definition: {function: {name: shorten, schema: public}}\n",
    )]);
    world.file(
        "hasura/metadata/actions.yaml",
        "actions: [{name: a1}, {name: a2}, {name: a3}, {name: a4}, {name: a5}, {name: a6}]\n",
    );
    world.file(
        "hasura/metadata/databases/databases.yaml",
        "- name: default\n  kind: postgres\n  tables: \"!include default/tables/tables.yaml\"\n  \
         functions: [{function: search}, {function: {name: find, schema: public}}]\n",
    );
    world.cmd(["verify-hasura", "--offline"]).run().stdout_has(
        "not looked at: 2 functions (search, find), 1 computed field (short), 6 actions (a1, \
             a2, a3, a4, a5, …); what they give, only a running engine shows",
    );
}

#[test]
fn a_file_with_a_version_is_no_metadata_for_that() {
    let world = World::new();
    let line = ["verify-hasura", "--offline", "X.json", "--fail-on", "leak"];
    for (text, why) in [
        (r#"{"name":"package","version":"1.0.0"}"#, "neither number"),
        (r#"{"version":"3","sources":[]}"#, "neither number"),
        (r#"{"version":4,"sources":[]}"#, "neither number"),
        (r#"{"sources":[]}"#, "neither number"),
        (r#"{"version":3}"#, "metadata with its sources"),
        (r#"{"version":3,"tables":[]}"#, "metadata with its sources"),
        (r#"{"version":2}"#, "metadata with its tables"),
        (r#"{"type":"replace_metadata","args":{}}"#, "neither number"),
        (
            r#"{"type":"track_table","args":{"version":3,"sources":[]}}"#,
            "neither number",
        ),
        ("[3]", "neither number"),
    ] {
        world.file("X.json", text);
        world
            .cmd(line)
            .code(2)
            .stderr_has("metadata_files.no_metadata")
            .stderr_has(why);
    }
    for text in [
        r#"{"version":3,"sources":[]}"#,
        r#"{"version":2,"tables":[]}"#,
        r#"{"resource_version":1,"metadata":{"version":3,"sources":[]}}"#,
    ] {
        world.file("X.json", text);
        world.cmd(line).ok().stdout_has("verdict: unproven");
    }
}

/// A command that was saved is read as the metadata that it brings, with its lines.
#[test]
fn a_saved_replace_metadata_is_its_metadata() {
    let metadata = json!({ "version": 3, "sources": [
        { "name": "default", "kind": "postgres", "tables": [
            { "table": { "schema": "public", "name": "notes" }, "select_permissions": [
                { "role": "user", "permission": { "columns": ["owner_id"], "filter": {} } }] }] }] });
    for args in [
        metadata.clone(),
        json!({ "allow_inconsistent_metadata": true, "metadata": metadata }),
    ] {
        let world = World::new();
        let command = json!({ "type": "replace_metadata", "version": 2, "args": args });
        let text = serde_json::to_string_pretty(&command).unwrap();
        world.file("X.json", &text);
        let line = text.lines().position(|line| line.contains("\"filter\""));
        let output = world
            .cmd(["verify-hasura", "--offline", "X.json", "-o", "json"])
            .code(8);
        assert_eq!(
            findings(&output),
            [format!(
                "P05:notes:filter:user high X.json:{}",
                line.unwrap() + 1
            )]
        );
    }
}

/// What no root field leads to is as open as the relationships that lead there.
#[test]
fn an_open_filter_behind_no_root_field_is_no_leak_by_itself() {
    let behind = |more: &str| {
        let open = select("user", "[id, owner_id]", "{}");
        let world = project(&[("notes", &format!("{open}{more}"))]);
        world
            .cmd(["verify-hasura", "--offline", "-o", "json"])
            .run()
    };
    let hidden = behind("      query_root_fields: []\n      subscription_root_fields: []\n");
    assert_eq!(hidden.code, Some(3), "{hidden}");
    assert_eq!(
        findings(&hidden),
        ["P05:notes:filter:user medium public_notes.yaml:8"]
    );
    hidden.stdout_has("relationships of other tables lead to rows that nothing else keeps back");
    assert!(
        !hidden.to_string().contains("a plain query shows it"),
        "{hidden}"
    );
    // One of the two is a way in.
    for more in [
        "      query_root_fields: []\n",
        "      subscription_root_fields: []\n",
        "      query_root_fields: []\n      subscription_root_fields: [select_stream]\n",
    ] {
        let open = behind(more);
        assert_eq!(open.code, Some(8), "{open}");
    }
}

/// Reading is refused by its size, whatever is in it.
#[test]
fn a_file_without_end_is_not_read() {
    let world = project(&[]);
    let path = world.file(
        "hasura/metadata/databases/default/tables/tables.yaml",
        "[]\n",
    );
    let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
    file.set_len(33 * 1024 * 1024).unwrap();
    let output = world.cmd(["verify-hasura", "--offline"]).code(2);
    output.stderr_has("error[metadata_files.too_large]: ");
}
