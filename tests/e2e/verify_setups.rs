//! `verify-hasura` on set-ups of other people's: what is sound stays silent, what leaks is caught.
//!
//! Every set-up is judged twice, with and without the administrator's view. Three users: Ann and
//! Ben are signed in, Cat only has rows.

use serde_json::{Value, json};

use crate::stacks::KINDS;
use crate::support::World;

const ANN: &str = "a0000000-0000-4000-8000-00000000000a";
const BEN: &str = "b0000000-0000-4000-8000-00000000000b";
const CAT: &str = "c0000000-0000-4000-8000-00000000000c";
const PROBES: &str = "P01,P02,P03,P04,P05,P06,P24";

/// A set-up and what is expected of it.
struct Setup {
    name: &'static str,
    tables: Vec<Value>,
    metadata: Vec<Value>,
    /// More members of the source.
    source: Value,
    /// More members of the metadata.
    more: Value,
    args: Vec<&'static str>,
    /// With and without the administrator.
    verdicts: [&'static str; 2],
    /// A probe that must be among those that fail.
    probe: Option<&'static str>,
}

fn setup(name: &'static str, verdict: &'static str, tables: &[Value], metadata: &[Value]) -> Setup {
    Setup {
        name,
        tables: tables.to_vec(),
        metadata: metadata.to_vec(),
        source: json!({}),
        more: json!({}),
        args: Vec::new(),
        verdicts: [verdict; 2],
        probe: (verdict == "leak").then_some("P05"),
    }
}

fn sound(name: &'static str, tables: &[Value], metadata: &[Value]) -> Setup {
    setup(name, "sound", tables, metadata)
}

fn leak(name: &'static str, tables: &[Value], metadata: &[Value]) -> Setup {
    setup(name, "leak", tables, metadata)
}

impl Setup {
    fn source(mut self, source: Value) -> Self {
        self.source = source;
        self
    }

    fn inherited(mut self, roles: Value) -> Self {
        self.more = json!({ "inherited_roles": roles });
        self
    }

    fn args(mut self, args: &[&'static str]) -> Self {
        self.args = args.to_vec();
        self
    }

    fn probe(mut self, id: &'static str) -> Self {
        self.probe = Some(id);
        self
    }

    /// What is expected when nobody can ask the permission itself.
    fn without_admin(mut self, verdict: &'static str) -> Self {
        self.verdicts[1] = verdict;
        self
    }

    #[track_caller]
    fn check(&self) {
        let scratch = World::new();
        let people = [("ann", ANN), ("ben", BEN), ("cat", CAT)];
        let users: Vec<Value> = people
            .iter()
            .map(|(name, id)| {
                json!({ "id": id, "email": format!("{name}@s.test"), "password": format!("{name}-Passw0rd") })
            })
            .collect();
        let mut source = json!({ "name": "default", "kind": "postgres", "tables": self.metadata });
        merge(&mut source, &self.source);
        let mut metadata = json!({ "version": 3, "sources": [source] });
        merge(&mut metadata, &self.more);
        let data = scratch.file(
            "data.json",
            json!({ "users": users, "tables": self.tables }).to_string(),
        );
        let metadata = scratch.file("metadata.json", metadata.to_string());
        let mut args = vec![
            "--data",
            data.to_str().unwrap(),
            "--metadata",
            metadata.to_str().unwrap(),
        ];
        args.extend(&self.args);
        let sandbox = KINDS[0].start(&args);
        let mut world = KINDS[0].world(&sandbox);
        for (name, _) in &people[..2] {
            world.set("ST_HASURA_PASSWORD", format!("{name}-Passw0rd"));
            let email = format!("{name}@s.test");
            world.cmd(["signin", "-e", &email, "--session", name]).ok();
        }
        let line = [
            "verify-hasura",
            "--session",
            "ann",
            "--other",
            "ben",
            "-o",
            "json",
            "--probe",
            PROBES,
        ];
        for (verdict, more) in self.verdicts.iter().zip([&[][..], &["--no-admin"][..]]) {
            let output = world.cmd(line.iter().chain(more)).run();
            let result = &output.json()["result"];
            assert_eq!(
                result["verdict"], *verdict,
                "{} {more:?} {output}",
                self.name
            );
            if *verdict == "leak"
                && let Some(probe) = self.probe
            {
                let failed = result["probes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .any(|found| found["id"] == probe && found["status"] == "fail");
                assert!(failed, "{} {more:?} {probe} {output}", self.name);
            }
            if *verdict == "sound" {
                let warned = result["probes"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .filter(|probe| probe["status"] == "fail")
                    .count();
                assert_eq!(warned, 0, "{} {output}", self.name);
            }
        }
    }
}

fn merge(into: &mut Value, more: &Value) {
    for (name, value) in more.as_object().unwrap() {
        into[name] = value.clone();
    }
}

fn me() -> Value {
    json!({ "_eq": "X-Hasura-User-Id" })
}

fn owner_is_me() -> Value {
    json!({ "owner_id": me() })
}

/// Columns as `name:type`, a question mark for those that may be null.
fn table(name: &str, columns: &[&str], key: &[&str], rows: Value) -> Value {
    let columns: Vec<Value> = columns
        .iter()
        .map(|text| {
            let (name, kind) = text.split_once(':').unwrap();
            json!({ "name": name, "type": kind.trim_end_matches('?'), "nullable": kind.ends_with('?') })
        })
        .collect();
    json!({ "schema": "public", "name": name, "columns": columns, "primary_key": key, "rows": rows })
}

/// With a foreign key.
fn refers(mut table: Value, column: &str, to: &str, key: &str) -> Value {
    table["foreign_keys"] = json!([{ "columns": [column], "table": to, "references": [key] }]);
    table
}

fn notes() -> Value {
    let row = |id: u32, owner: &str| json!({ "id": id, "owner_id": owner, "title": format!("t{id}"), "deleted_at": null });
    let rows = json!([
        row(1, ANN),
        row(2, ANN),
        row(3, BEN),
        row(4, BEN),
        row(5, CAT)
    ]);
    table(
        "notes",
        &[
            "id:int4",
            "owner_id:text?",
            "title:text",
            "deleted_at:timestamptz?",
        ],
        &["id"],
        rows,
    )
}

fn tracked(name: &str, columns: &[&str], filter: Value) -> Value {
    json!({
        "table": { "schema": "public", "name": name },
        "select_permissions": [{ "role": "user", "permission": { "columns": columns, "filter": filter } }],
    })
}

fn note_rules(filter: Value) -> Value {
    tracked("notes", &["id", "owner_id", "title"], filter)
}

fn object(mut tracked: Value, name: &str, column: &str) -> Value {
    tracked["object_relationships"] =
        json!([{ "name": name, "using": { "foreign_key_constraint_on": column } }]);
    tracked
}

fn array(mut tracked: Value, name: &str, table: &str, column: &str) -> Value {
    tracked["array_relationships"] = json!([{ "name": name, "using": { "foreign_key_constraint_on": {
        "table": { "schema": "public", "name": table }, "column": column } } }]);
    tracked
}

fn countries() -> (Value, Value) {
    let rows = json!([{ "code": "a", "name": "A" }, { "code": "b", "name": "B" }]);
    (
        table("countries", &["code:text", "name:text"], &["code"], rows),
        tracked("countries", &["code", "name"], json!({})),
    )
}

/// Ann and Ben in one organisation, Cat in another, each the author of a document.
fn organisations(filter_of_docs: Value) -> ([Value; 3], [Value; 3]) {
    let member = json!({ "members": { "user_id": me() } });
    let data = [
        table(
            "orgs",
            &["id:int4"],
            &["id"],
            json!([{ "id": 1 }, { "id": 2 }]),
        ),
        refers(
            table(
                "members",
                &["org_id:int4", "user_id:text"],
                &["org_id", "user_id"],
                json!([{ "org_id": 1, "user_id": ANN }, { "org_id": 1, "user_id": BEN }, { "org_id": 2, "user_id": CAT }]),
            ),
            "org_id",
            "orgs",
            "id",
        ),
        refers(
            table(
                "docs",
                &["id:int4", "org_id:int4", "author_id:text"],
                &["id"],
                json!([{ "id": 1, "org_id": 1, "author_id": ANN }, { "id": 2, "org_id": 1, "author_id": BEN }, { "id": 3, "org_id": 2, "author_id": CAT }]),
            ),
            "org_id",
            "orgs",
            "id",
        ),
    ];
    let rules = [
        array(
            tracked("orgs", &["id"], member.clone()),
            "members",
            "members",
            "org_id",
        ),
        object(
            tracked("members", &["org_id", "user_id"], json!({ "org": member })),
            "org",
            "org_id",
        ),
        object(
            tracked("docs", &["id", "org_id", "author_id"], filter_of_docs),
            "org",
            "org_id",
        ),
    ];
    (data, rules)
}

fn in_my_organisation() -> Value {
    json!({ "org": { "members": { "user_id": me() } } })
}

fn attachments(filter: Value) -> (Vec<Value>, Vec<Value>) {
    let rows: Vec<Value> = (1..=5)
        .map(|id| json!({ "id": id, "note_id": id, "url": format!("u{id}") }))
        .collect();
    let data = refers(
        table(
            "attachments",
            &["id:int4", "note_id:int4", "url:text"],
            &["id"],
            json!(rows),
        ),
        "note_id",
        "notes",
        "id",
    );
    let rules = object(
        tracked("attachments", &["id", "note_id", "url"], filter),
        "note",
        "note_id",
    );
    (
        vec![notes(), data],
        vec![
            array(
                note_rules(owner_is_me()),
                "attachments",
                "attachments",
                "note_id",
            ),
            rules,
        ],
    )
}

#[test]
fn ownership_is_read_from_columns_relationships_and_memberships() {
    let (country, country_rules) = countries();
    let (orgs, org_rules) = organisations(in_my_organisation());
    let (data, rules) = attachments(json!({ "note": owner_is_me() }));
    let soft = json!({ "owner_id": me(), "deleted_at": { "_is_null": true } });
    let admins = table(
        "admins",
        &["user_id:text"],
        &["user_id"],
        json!([{ "user_id": ANN }]),
    );
    let exists = json!({ "_or": [owner_is_me(), { "_exists": {
        "_table": { "schema": "public", "name": "admins" }, "_where": { "user_id": me() } } }] });
    for setup in [
        sound("own rows", &[notes()], &[note_rules(owner_is_me())]),
        sound(
            "a public table",
            &[notes(), country],
            &[note_rules(owner_is_me()), country_rules],
        ),
        sound("soft delete", &[notes()], &[note_rules(soft)]),
        sound("attachments", &data, &rules),
        // Without the permission's word, a colleague's row and a leaked one look alike.
        sound("an organisation", &orgs, &org_rules).without_admin("unproven"),
        // So does the row that an administrator of the application may see.
        sound(
            "administrators of the application",
            &[notes(), admins],
            &[
                note_rules(exists),
                tracked("admins", &["user_id"], json!({ "user_id": me() })),
            ],
        )
        .without_admin("leak"),
    ] {
        setup.check();
    }
}

#[test]
fn hidden_columns_empty_tables_and_limits_fool_nobody() {
    let empty = table("empty", &["id:int4", "owner_id:text"], &["id"], json!([]));
    let log = table(
        "log",
        &["at:int4", "owner_id:text"],
        &[],
        json!([{ "at": 1, "owner_id": ANN }, { "at": 2, "owner_id": BEN }]),
    );
    let padded = table(
        "notes",
        &["id:int4", "owner_id:char(36)", "title:text"],
        &["id"],
        json!([{ "id": 1, "owner_id": ANN, "title": "a" }, { "id": 2, "owner_id": BEN, "title": "b" }]),
    );
    let mut without_ben = notes();
    without_ben["rows"]
        .as_array_mut()
        .unwrap()
        .retain(|row| row["owner_id"] != BEN);
    let mut without_rows = notes();
    without_rows["rows"] = json!([]);
    let mut limited = note_rules(owner_is_me());
    limited["select_permissions"][0]["permission"]["limit"] = json!(1);
    for setup in [
        sound(
            "a table without rows",
            &[notes(), empty],
            &[
                note_rules(owner_is_me()),
                tracked("empty", &["id", "owner_id"], owner_is_me()),
            ],
        ),
        sound(
            "no primary key",
            std::slice::from_ref(&log),
            &[tracked("log", &["at", "owner_id"], owner_is_me())],
        ),
        sound(
            "a hidden key",
            &[notes()],
            &[tracked("notes", &["title", "owner_id"], owner_is_me())],
        ),
        sound(
            "a hidden owner",
            &[notes()],
            &[tracked("notes", &["id", "title"], owner_is_me())],
        ),
        sound("a limit", &[notes()], &[limited]),
        sound("CHAR(36)", &[padded], &[note_rules(owner_is_me())]),
        sound(
            "a user without rows",
            &[without_ben],
            &[note_rules(owner_is_me())],
        ),
        // Nobody has anything to see.
        setup(
            "no rows at all",
            "unproven",
            &[without_rows],
            &[note_rules(owner_is_me())],
        )
        .without_admin("blind"),
        leak(
            "no primary key, open",
            &[log],
            &[tracked("log", &["at", "owner_id"], json!({}))],
        ),
        leak(
            "a hidden key, open",
            &[notes()],
            &[tracked("notes", &["title", "owner_id"], json!({}))],
        ),
        leak(
            "a hidden owner, open",
            &[notes()],
            &[tracked("notes", &["id", "title"], json!({}))],
        )
        .without_admin("blind"),
    ] {
        setup.check();
    }
}

#[test]
fn filters_that_let_others_in_are_leaks() {
    let mut orphan = notes();
    orphan["rows"]
        .as_array_mut()
        .unwrap()
        .push(json!({ "id": 9, "owner_id": null, "title": "t", "deleted_at": null }));
    let or = |other: Value| json!({ "_or": [owner_is_me(), other] });
    let (orgs, open_orgs) = organisations(json!({}));
    let (_, crooked_orgs) =
        organisations(json!({ "_or": [in_my_organisation(), { "org_id": { "_eq": 2 } }] }));
    let (data, rules) = attachments(json!({}));
    for setup in [
        leak("an open filter", &[notes()], &[note_rules(json!({}))]),
        leak(
            "a branch that is open",
            &[notes()],
            &[note_rules(or(json!({ "title": { "_eq": "t3" } })))],
        ),
        leak(
            "a branch that is always true",
            &[notes()],
            &[note_rules(or(json!({})))],
        ),
        leak(
            "rows of a third user only",
            &[notes()],
            &[note_rules(or(json!({ "owner_id": { "_eq": CAT } })))],
        ),
        leak(
            "everybody but the caller",
            &[notes()],
            &[note_rules(
                json!({ "owner_id": { "_neq": "X-Hasura-User-Id" } }),
            )],
        ),
        leak(
            "whatever is not deleted",
            &[notes()],
            &[note_rules(json!({ "deleted_at": { "_is_null": true } }))],
        ),
        leak(
            "rows without an owner",
            &[orphan],
            &[note_rules(or(json!({ "owner_id": { "_is_null": true } })))],
        )
        .without_admin("unproven"),
        leak("attachments of everybody", &data, &rules),
        leak("documents of every organisation", &orgs, &open_orgs),
        leak("one organisation too many", &orgs, &crooked_orgs),
        leak(
            "the list of users",
            &[notes()],
            &[
                note_rules(owner_is_me()),
                tracked("emailpassword_users", &["user_id", "email"], json!({})),
            ],
        ),
    ] {
        setup.check();
    }
}

#[test]
fn names_are_discovered_whatever_they_are() {
    let camel = json!({ "customization": { "naming_convention": "graphql-default" } });
    let prefixed = json!({ "customization": {
        "root_fields": { "namespace": "blog", "prefix": "p_" }, "type_names": { "prefix": "T_" } } });
    let renamed = |filter: Value| {
        let mut rules = note_rules(filter);
        rules["configuration"] = json!({ "custom_name": "Memo",
            "custom_root_fields": { "select": "allMemos", "select_by_pk": "memo" },
            "column_config": { "owner_id": { "custom_name": "ownedBy" } } });
        rules
    };
    for (filter, verdict) in [(owner_is_me(), "sound"), (json!({}), "leak")] {
        let rules = [note_rules(filter.clone())];
        setup("camel case", verdict, &[notes()], &rules)
            .source(camel.clone())
            .check();
        setup("prefixes", verdict, &[notes()], &rules)
            .source(prefixed.clone())
            .check();
        setup("custom names", verdict, &[notes()], &[renamed(filter)]).check();
    }
}

#[test]
fn views_and_inherited_roles_are_judged_like_tables_and_roles() {
    let view = json!({ "schema": "public", "name": "notes_view", "view_of": "notes", "columns": [
        { "name": "id", "type": "int4", "nullable": false },
        { "name": "owner_id", "type": "text", "nullable": true }] });
    for (filter, verdict) in [(owner_is_me(), "sound"), (json!({}), "leak")] {
        let over = tracked("notes_view", &["id", "owner_id"], filter.clone());
        setup(
            "a view",
            verdict,
            &[notes(), view.clone()],
            &[note_rules(owner_is_me()), over],
        )
        .check();
        let mut rules = note_rules(owner_is_me());
        rules["select_permissions"] = json!([
            { "role": "one", "permission": { "columns": ["id", "owner_id"], "filter": owner_is_me() } },
            { "role": "two", "permission": { "columns": ["id", "owner_id"], "filter": filter } }]);
        setup("an inherited role", verdict, &[notes()], &[rules])
            .inherited(json!([{ "role_name": "user", "role_set": ["one", "two"] }]))
            .check();
    }
}

#[test]
fn what_needs_no_token_is_told_from_what_should() {
    let with_anonymous = |mut rules: Value, columns: &[&str], filter: Value| {
        let all = rules["select_permissions"].as_array_mut().unwrap();
        all.push(json!({ "role": "anon", "permission": { "columns": columns, "filter": filter } }));
        rules
    };
    let (country, country_rules) = countries();
    let columns = ["id", "owner_id", "title"];
    let open = ["--unauthorized-role", "anon"];
    for setup in [
        sound(
            "nothing for anybody",
            &[notes()],
            &[note_rules(owner_is_me())],
        ),
        sound(
            "countries for everybody",
            &[notes(), country],
            &[
                note_rules(owner_is_me()),
                with_anonymous(country_rules, &["code"], json!({})),
            ],
        ),
        leak(
            "notes for everybody",
            &[notes()],
            &[with_anonymous(
                note_rules(owner_is_me()),
                &columns,
                json!({}),
            )],
        )
        .probe("P01"),
        leak(
            "notes for whoever names the owner",
            &[notes()],
            &[with_anonymous(
                note_rules(owner_is_me()),
                &columns,
                owner_is_me(),
            )],
        )
        .probe("P02"),
    ] {
        setup.args(&open).check();
    }
}
