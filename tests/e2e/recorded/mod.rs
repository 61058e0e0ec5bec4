//! The double over a real `PostgreSQL` against recorded answers of a real engine: see
//! tests/recorded/README.md.

mod ask;
mod compare;
mod tokens;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use self::tokens::Keys;
use crate::support::World;
use crate::support::postgres::Postgres;
use crate::support::sandbox::Sandbox;

const ADMIN: &str = "corpus-admin-secret";

/// Reasons for differences, by set-up and request.
type Known = BTreeMap<String, BTreeMap<String, String>>;

/// A database, metadata, and requests with the answers that they got.
struct SetUp {
    name: String,
    schema: String,
    metadata: Value,
    document: Value,
    recorded: Map<String, Value>,
}

#[test]
fn the_double_answers_as_a_real_engine_did() {
    let Some(postgres) = Postgres::start(&[]) else {
        return;
    };
    let known: Known = serde_json::from_value(read(&folder().join("known.json"))).unwrap();
    let (mut differing, mut mended, mut same) = (Vec::new(), Vec::new(), 0);
    for set_up in SetUp::all() {
        let of_set_up = known.get(&set_up.name);
        for (id, difference) in set_up.differences(&postgres) {
            let excused = of_set_up.is_some_and(|known| known.contains_key(&id));
            match (difference, excused) {
                (None, false) => same += 1,
                (Some(_), true) => {}
                (None, true) => mended.push(format!("{}/{id}", set_up.name)),
                (Some(what), false) => differing.push(format!("{}/{id}: {what}", set_up.name)),
            }
        }
    }
    assert!(
        differing.is_empty() && mended.is_empty(),
        "{same} requests are answered as a real engine answered them; otherwise:\n{}\n\
         in known.json and no longer different:\n{}",
        differing.join("\n"),
        mended.join("\n")
    );
    assert!(same > 500, "only {same} requests were compared");
}

impl SetUp {
    fn all() -> impl Iterator<Item = Self> {
        let mut folders: Vec<PathBuf> = std::fs::read_dir(folder())
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.join("requests.json").exists())
            .collect();
        folders.sort();
        folders.into_iter().map(|folder| Self::read(&folder))
    }

    fn read(place: &Path) -> Self {
        let document = read(&place.join("requests.json"));
        let base = match document["like"].as_str() {
            Some(other) => folder().join(other),
            None => place.to_owned(),
        };
        let own = place.join("metadata.json");
        let metadata = if own.exists() {
            own
        } else {
            base.join("metadata.json")
        };
        let recorded = read(&place.join("responses.json"));
        Self {
            name: place.file_name().unwrap().to_str().unwrap().to_owned(),
            schema: std::fs::read_to_string(base.join("schema.sql")).unwrap(),
            metadata: read(&metadata),
            recorded: recorded["answers"].as_object().unwrap().clone(),
            document,
        }
    }

    /// What is different about the answer to each request that can be asked here.
    fn differences(&self, postgres: &Postgres) -> Vec<(String, Option<String>)> {
        let database = format!("recorded_{}", self.name.replace('-', "_"));
        postgres.create(&database, &self.schema);
        let files = World::new();
        let metadata = files.file("metadata.json", self.metadata.to_string());
        let url = postgres.url_in("postgres", &database);
        let mut args = vec![
            "--database-url",
            &url,
            "--metadata",
            metadata.to_str().unwrap(),
        ];
        let (keys, engine) = (Keys::read(), &self.document["engine"]);
        let key_set = keys.served(&engine["jwks"]);
        let secret = engine.get("jwt_secret");
        let secret = secret.map(|secret| {
            ask::filled(secret, &|word| keys.word(word, key_set.as_ref())).to_string()
        });
        if let Some(secret) = &secret {
            args.extend(["--hasura-jwt-secret", secret]);
        }
        if let Some(role) = engine["unauthorized_role"].as_str() {
            args.extend(["--unauthorized-role", role]);
        }
        let env = [("HASURA_GRAPHQL_ADMIN_SECRET", ADMIN)];
        let sandbox = Sandbox::spawn_with(&args, &env).ready();
        let mut sender = ask::Sender::new(&sandbox, &self.document, &keys, &database);
        let mut outcome = Vec::new();
        for request in self.document["requests"].as_array().unwrap() {
            let id = request["id"].as_str().unwrap();
            let Some(answer) = sender.send(request) else {
                continue;
            };
            if request.get("unsteady").is_none() && request.get("uses").is_none() {
                let difference = compare::difference(&self.recorded[id], &answer);
                outcome.push((id.to_owned(), difference));
            }
        }
        outcome
    }
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/recorded")
}

#[track_caller]
fn read(path: &Path) -> Value {
    let shown = path.display();
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{shown}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{shown}: {error}"))
}

#[test]
fn a_project_with_much_that_is_not_served_starts_and_says_so() {
    let Some(postgres) = Postgres::start(&[]) else {
        return;
    };
    postgres.create("project", include_str!("project.sql"));
    let files = World::new();
    let document: Value = serde_json::from_str(include_str!("project.json")).unwrap();
    let url = postgres.url_in("postgres", "project");
    let export = files.file("metadata.json", document.to_string());
    says_what_it_does_not_serve(&url, &export, true);
    says_what_it_does_not_serve(&url, &as_directory(&files, document), false);
}

/// The same as hasura-cli keeps it. What it has no file for is not in it.
fn as_directory(files: &World, mut document: Value) -> PathBuf {
    let write = |name: &str, value: &Value| {
        // JSON is YAML.
        files.file(&format!("project/metadata/{name}.yaml"), value.to_string());
    };
    let mut sources = document["sources"].take();
    for source in sources.as_array_mut().unwrap() {
        let tables = source["tables"].take();
        let mut list = Vec::new();
        for (at, table) in tables.as_array().unwrap().iter().enumerate() {
            write(&format!("databases/default/tables/{at}"), table);
            list.push(format!("!include {at}.yaml"));
        }
        write("databases/default/tables/tables", &json!(list));
        source["tables"] = json!("!include default/tables/tables.yaml");
    }
    write("databases/databases", &sources);
    let actions = json!({ "actions": document["actions"].take(),
        "custom_types": document["custom_types"].take() });
    write("actions", &actions);
    for name in [
        "cron_triggers",
        "inherited_roles",
        "query_collections",
        "remote_schemas",
        "rest_endpoints",
    ] {
        if document.get(name).is_some() {
            write(name, &document[name]);
        }
    }
    files.file(
        "project/config.yaml",
        "version: 3\nmetadata_directory: metadata\n",
    );
    files.work().join("project")
}

fn says_what_it_does_not_serve(url: &str, metadata: &Path, whole: bool) {
    let args = [
        "--database-url",
        url,
        "--metadata",
        metadata.to_str().unwrap(),
    ];
    let env = [("HASURA_GRAPHQL_ADMIN_SECRET", ADMIN)];
    let sandbox = Sandbox::spawn_with(&args, &env).ready();
    let nobody = json!({});
    let keys = Keys::read();
    let mut sender = ask::Sender::new(&sandbox, &nobody, &keys, "project");
    let mut admin = |request: Value| {
        let mut request = request;
        request["headers"] = json!({"x-hasura-admin-secret": "{{admin}}"});
        sender.send(&request).unwrap()["body"].clone()
    };
    let command = json!({"type": "get_inconsistent_metadata", "args": {}});
    let answer = admin(json!({"path": "/v1/metadata", "body": command}));
    let named: Vec<String> = answer["not_served"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| {
            format!(
                "{} {}",
                one["type"].as_str().unwrap(),
                one["name"].as_str().unwrap()
            )
        })
        .collect();
    for expected in [
        "action sign",
        "remote schema weather",
        "REST endpoint all_items",
        "cron trigger nightly",
        "function search_items",
        "native query totals",
        "logical model total",
        "computed field item.upper_title",
        "remote relationship item.forecast",
        "event trigger item.told",
        "check constraint item.item_size_check",
        "trigger item.item_touch",
        "generated column item.twice",
        "view item_view",
        "input validation insert permission of user on item",
        "metadata invented",
    ] {
        assert!(
            named.contains(&expected.to_owned()) || (expected == "metadata invented" && !whole),
            "{expected}: {named:#?}"
        );
    }
    let broken = answer["inconsistent_objects"].to_string();
    for unread in ["item_snapshot", "item_setting"] {
        assert!(
            broken.contains(&format!("the sandbox could not read \\\"{unread}\\\"")),
            "{broken}"
        );
    }
    let rows = admin(json!({"query": "{item(order_by: {id: asc}) {id kind}}"}));
    assert_eq!(
        rows["data"]["item"],
        json!([{"id": 1, "kind": "small"}, {"id": 2, "kind": "large"}])
    );
    // A filter that needs something unknown is an error where it is reached, never false.
    let headers = json!({"x-hasura-admin-secret": "{{admin}}", "x-hasura-role": "asker"});
    let refused = sender
        .send(&json!({"query": "{item {id}}", "headers": headers}))
        .unwrap();
    assert_eq!(
        refused["body"]["errors"][0]["extensions"]["code"],
        "not-supported"
    );
}
