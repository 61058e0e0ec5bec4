//! Made once it is proved, made again there is nothing to do.

use serde_json::{Value, json};

use super::{ERAS, WANTED, args, connected, exported, start, tables};
use crate::support::World;

fn sign_in(world: &World) {
    for name in ["alice", "bob"] {
        let email = format!("{name}@example.test");
        world
            .cmd([
                "signin",
                "-e",
                &email,
                "--password-stdin",
                "--session",
                name,
            ])
            .stdin(format!("{name}-password-1\n"))
            .ok();
    }
}

#[test]
fn what_is_applied_is_sound_and_stays_as_it_is() {
    for era in ERAS {
        let (sandbox, world) = start(era, &connected());
        let first = world.cmd(args(&["apply"], &WANTED)).ok();
        first
            .stdout_has(&format!("its tables of {era} in schema public"))
            .stdout_has("+ select on emailpassword_users for user: user_id, email, time_joined")
            .stdout_has("nothing is inconsistent, and nothing is left to do");
        let before = exported(&sandbox);

        let second = world.cmd(args(&["apply"], &WANTED)).ok();
        second.stdout_has("Nothing to do: the metadata is as planned, and was not touched.");
        assert_eq!(exported(&sandbox), before);
        let plan = world
            .cmd(args(&["plan", "--detailed-exitcode"], &WANTED))
            .ok();
        plan.stdout_has("0 to add, 0 to change, 0 to remove")
            .stdout_has("Nothing to do.");

        sign_in(&world);
        let verified = world
            .cmd(["verify-hasura", "--session", "alice", "--other", "bob"])
            .ok();
        verified.stdout_has("verdict: sound");
    }
}

/// What is in the project's directory is planned for, whatever the server has.
#[test]
fn a_project_is_planned_for_before_it_is_applied() {
    let (sandbox, world) = start("2026", &connected());
    let plan = |more: &[&str]| {
        let line = args(&["plan", "--metadata", "hasura"], &WANTED);
        let line: Vec<String> = line.iter().map(ToString::to_string).collect();
        world
            .cmd(line.iter().map(String::as_str).chain(more.iter().copied()))
            .run()
    };
    let missing = plan(&[]);
    assert_eq!(missing.code, Some(2), "{missing}");
    world.cmd(["setup-hasura", "export", "hasura"]).ok();
    plan(&["--detailed-exitcode"])
        .stdout_has("+ select on emailpassword_users for user: user_id, email, time_joined");
    let before = exported(&sandbox);
    world.cmd(args(&["apply"], &WANTED)).ok();
    // The directory still says what was exported then.
    assert_eq!(plan(&["--detailed-exitcode"]).code, Some(9));
    world
        .cmd(["setup-hasura", "export", "hasura", "--force"])
        .ok();
    let done = plan(&["--detailed-exitcode"]);
    assert_eq!(done.code, Some(0), "{done}");
    assert_ne!(exported(&sandbox), before);
}

/// A way to write the same filter.
type Spelling = fn(&Value) -> Value;

/// Each column with what `write` makes of the operators on it.
fn columns(filter: &Value, write: &impl Fn(&Value) -> Value) -> Value {
    let members = filter.as_object().unwrap().iter();
    members
        .map(|(name, value)| {
            let compared = value.get("_eq").is_some();
            let inside = || columns(value, write);
            let value = if compared { write(value) } else { inside() };
            (name.clone(), value)
        })
        .collect::<serde_json::Map<_, _>>()
        .into()
}

/// The exported metadata with every filter written in another way.
fn respelled(exported: &Value, spelling: Spelling) -> Value {
    let mut metadata = exported.clone();
    let tables = metadata["metadata"]["sources"][0]["tables"].as_array_mut();
    for table in tables.unwrap() {
        for one in table["select_permissions"]
            .as_array_mut()
            .into_iter()
            .flatten()
        {
            let filter = &mut one["permission"]["filter"];
            *filter = spelling(filter);
        }
    }
    metadata
}

/// The plan without the lines above it, which name the endpoint and the metadata's version.
fn planned(text: &str) -> &str {
    text.split_once("\n\n").unwrap().1
}

#[test]
fn a_permission_is_as_planned_however_it_is_spelled() {
    let spellings: [Spelling; 4] = [
        |filter| columns(filter, &|operators| json!({"$eq": operators["_eq"]})),
        |filter| columns(filter, &|operators| operators["_eq"].clone()),
        |filter| json!({"$and": [filter]}),
        |filter| {
            let members = filter.as_object().unwrap().iter();
            let parts: Vec<Value> = members.map(|(name, part)| json!({ name: part })).collect();
            json!({"_and": [{"_and": parts}, {}]})
        },
    ];
    for era in ERAS {
        let (sandbox, world) = start(era, &connected());
        world.cmd(args(&["apply"], &WANTED)).ok();
        let made: Value = serde_json::from_str(&exported(&sandbox)).unwrap();
        let plan = args(&["plan", "--detailed-exitcode"], &WANTED);
        let as_planned = world.cmd(&plan).ok().stdout;
        for (index, spelling) in spellings.into_iter().enumerate() {
            let (_sandbox, world) = start(era, &respelled(&made, spelling));
            let there = world.cmd(&plan).ok();
            let there = planned(&there.stdout);
            assert_eq!(there, planned(&as_planned), "{era}, spelling {index}");
        }
        // What only looks like one of them is another permission.
        let others: Spelling =
            |filter| columns(filter, &|operators| json!({"$neq": operators["_eq"]}));
        let (_sandbox, world) = start(era, &respelled(&made, others));
        world
            .cmd([&plan[..], &["--enforce"]].concat())
            .code(9)
            .stdout_has("~ select on notes");
    }
}

#[test]
fn nothing_secret_is_opened_and_each_row_is_its_owners() {
    for era in ERAS {
        let (sandbox, world) = start(era, &connected());
        world.cmd(args(&["apply"], &WANTED)).ok();
        let tables = tables(&sandbox);
        let mine = json!({"_eq": "X-Hasura-User-Id"});
        let mut seen = Vec::new();
        for table in tables.as_array().unwrap() {
            let name = table["table"]["name"].as_str().unwrap();
            seen.push(name);
            let permission = &table["select_permissions"][0]["permission"];
            assert_eq!(permission["allow_aggregations"], json!(null), "{name}");
            let columns = permission["columns"].as_array().unwrap();
            for secret in [
                "password_hash",
                "refresh_token_hash_2",
                "session_data",
                "jwt_user_payload",
                "session_handle",
                "api_token",
                "third_party_user_id",
            ] {
                assert!(!columns.contains(&json!(secret)), "{name}.{secret}");
            }
            let own = match name {
                "notes" => json!({"owner_id": mine}),
                "comments" => json!({"comments_note": {"owner_id": mine}}),
                "countries" => json!({}),
                _ if era == "2022" => json!({"user_id": mine}),
                _ => json!({"app_id": {"_eq": "public"}, "user_id": mine}),
            };
            assert_eq!(permission["filter"], own, "{name}");
        }
        for never in [
            "key_value",
            "jwt_signing_keys",
            "emailpassword_pswd_reset_tokens",
            "roles",
        ] {
            assert!(!seen.contains(&never), "{seen:?}");
        }
        assert!(
            seen.contains(&"session_info") && seen.contains(&"user_roles"),
            "{seen:?}"
        );
    }
}

#[test]
fn linked_accounts_and_mapped_ids_are_followed() {
    let (sandbox, world) = start("2026", &connected());
    let wish = [
        "--table",
        "emailpassword_users",
        "--table",
        "session_info",
        "--account-linking",
        "--external-user-ids",
        "--tenant-id",
        "public",
    ];
    world.cmd(args(&["apply"], &wish)).ok();
    let tables = tables(&sandbox);
    let filter = |name: &str| {
        let table = tables
            .as_array()
            .unwrap()
            .iter()
            .find(|table| table["table"]["name"] == name);
        table.unwrap()["select_permissions"][0]["permission"]["filter"].clone()
    };
    let mine = json!({"_eq": "X-Hasura-User-Id"});
    let ids = "emailpassword_users_app_id_to_user_id";
    assert_eq!(
        filter("emailpassword_users"),
        json!({"app_id": {"_eq": "public"}, "_or": [
            {"user_id": mine},
            {ids: {"primary_or_recipe_user_id": mine}},
            {ids: {"app_id_to_user_id_userid_mapping": {"external_user_id": mine}}},
        ]})
    );
    // Sessions are kept under the id that the claim has.
    assert_eq!(
        filter("session_info"),
        json!({
            "app_id": {"_eq": "public"}, "tenant_id": {"_eq": "public"}, "user_id": mine,
        })
    );
    let supporting = tables.as_array().unwrap().iter().filter(|table| {
        let name = table["table"]["name"].as_str().unwrap();
        ["app_id_to_user_id", "userid_mapping"].contains(&name)
    });
    for table in supporting {
        assert_eq!(table["select_permissions"], json!(null), "{table}");
    }
    sign_in(&world);
    world
        .cmd(["verify-hasura", "--session", "alice", "--other", "bob"])
        .ok();
}
