//! Doors for `tests/fuzz/`: every reader of what somebody else wrote, as a function of bytes.
//!
//! Built with `--cfg fuzzing` only. A target may do whatever it likes but panic, hang or fill the
//! memory; what must hold besides is asserted here.

use std::path::Path;

use serde_json::Value;

use crate::config::{ConfigFile, Policy};
use crate::dotenv;
use crate::hasura::claims::ClaimsReader;
use crate::hasura::compose::edit as compose;
use crate::hasura::introspection;
use crate::hasura::jwt_secret::VARIABLE;
use crate::hasura::jwt_secret::edit::{Edited, assignments};
use crate::hasura::jwt_secret::lint::{self, Variable};
use crate::hasura::jwt_secret::source::{self, Kind};
use crate::hasura::metadata::Condition;
use crate::hasura::metadata_files::{self, Places, Written};
use crate::hasura::sdl;
use crate::jwt::{self, KeySet, Rules};
use crate::session::{self, Session};
use crate::verify::{discovery, offline};

/// A name, and what is done with the bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 13] = [
    ("jar", session::fuzz_jar),
    ("import", import),
    ("token", token),
    ("keys", keys),
    ("secret-value", secret_value),
    ("secret-file", secret_file),
    ("env", env),
    ("compose", compose_file),
    ("config", config),
    ("introspection", schema),
    ("metadata", metadata),
    ("metadata-files", metadata_directory),
    ("condition", condition),
];

/// Where a file would be.
const NOWHERE: &str = "/nowhere/file";

/// What is put in the place of a value.
const VALUE: &str = r#"{"jwk_url":"https://a.example/$x/jwks.json","issuer":"it's"}"#;

fn text(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok()
}

/// HAR files, commands copied as cURL, cookies as JSON, `Cookie` lines, jars, sessions.
fn import(bytes: &[u8]) {
    let into = Session::new("default", "default", "http://localhost:3001/auth");
    if let Ok(found) = session::import(Path::new(NOWHERE), bytes, into) {
        let _ = found.session.all_secrets();
    }
}

fn token(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let Ok(token) = jwt::decode(text) else { return };
    let rules = Rules {
        issuer: Some("https://a.example".into()),
        audience: vec!["one".into()],
        ..Rules::at(1.7e9)
    };
    let _ = jwt::verify(&token, &KeySet::default(), &rules);
    for namespace in [jwt::HASURA_NAMESPACE, "sub", "a"] {
        let _ = ClaimsReader::under(namespace).read(&token);
    }
}

fn keys(bytes: &[u8]) {
    if let Ok(set) = KeySet::parse(bytes) {
        let _ = (set.refusal(), set.usable().count());
        for key in &set.keys {
            let _ = (key.label(), key.lifetime());
        }
    }
    if let Some(text) = text(bytes) {
        let _ = jwt::Key::from_pem(text.as_bytes());
    }
}

fn secret_value(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    for variable in [Variable::Unknown, Variable::Secret, Variable::Secrets] {
        let _ = lint::lint(text, variable).sensitive().count();
    }
}

/// Compose files, manifests, `.env` files. What lies beside one is the file itself.
fn secret_file(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    for (name, kind) in [
        ("compose.yaml", Kind::Yaml),
        (".env", Kind::Assignments),
        ("env", Kind::Docker),
    ] {
        let _ = Kind::guess(name, text);
        let _ = source::read(text, kind, &|_| Ok(text.to_owned()));
    }
    let _ = source::commented(text);
}

fn env(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let before = dotenv::variables(text);
    if let Ok(after) = dotenv::set(text, "A", "https://a.example") {
        let after = dotenv::variables(&after);
        assert!(after.complete && after.values.len() >= before.values.len());
        assert_eq!(after.values["A"], "https://a.example");
    }
    if let Ok(Edited::Changed(edit)) = assignments::edit(text, VARIABLE, VALUE) {
        // What follows on the line is left alone, also where its reader refuses it.
        let last = dotenv::last(&edit.text, VARIABLE);
        assert!(last.is_some_and(|last| last.span().is_some()));
    }
}

fn compose_file(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let _ = compose::find(text, None);
    if let Ok(Edited::Changed(edit)) = compose::edit(text, None, VALUE) {
        let again = compose::edit(&edit.text, None, VALUE);
        assert!(matches!(again, Ok(Edited::Same { .. })), "{again:?}");
    }
}

fn config(bytes: &[u8]) {
    let Some(text) = text(bytes) else { return };
    let path = Path::new(NOWHERE);
    let _ = ConfigFile::parse(path, text);
    if let Ok(policy) = Policy::parse(path, text) {
        let _ = policy.show();
    }
}

fn schema(bytes: &[u8]) {
    let Ok(data) = serde_json::from_slice::<Value>(bytes) else {
        return;
    };
    let _ = introspection::read_answer(bytes);
    if let Ok(schema) = introspection::read(&data) {
        let _ = sdl::print(&schema);
        let _ = discovery::model(&schema);
    }
}

fn metadata(bytes: &[u8]) {
    let Ok(document) = serde_json::from_slice(bytes) else {
        return;
    };
    let written = Written {
        document,
        places: Places::default(),
        root: NOWHERE.into(),
    };
    let _ = offline::check(&written, None, Some("anonymous"), Path::new("/"));
}

/// Files of a metadata directory, with a NUL byte between them.
fn metadata_directory(bytes: &[u8]) {
    let Ok(folder) = tempfile::tempdir() else {
        return;
    };
    let databases = folder.path().join("databases");
    if std::fs::create_dir(&databases).is_err() {
        return;
    }
    let names = ["databases.yaml", "tables.yaml", "a.yaml"];
    for (name, content) in names.iter().zip(bytes.split(|byte| *byte == 0)) {
        let _ = std::fs::write(databases.join(name), content);
    }
    let _ = metadata_files::read(folder.path(), folder.path());
}

fn condition(bytes: &[u8]) {
    let Ok(value) = serde_json::from_slice::<Value>(bytes) else {
        return;
    };
    let condition = Condition::read(&value);
    // Printed, it can be read and printed again. The words may change once more: parts of an
    // `_and` are written as one object where their names allow it, and that is read as one `_and`.
    let printed = Condition::read(&condition.print()).print();
    let _ = Condition::read(&printed).print();
    let _ = (condition.sorted(), condition.names(), condition.variables());
    let _ = Condition::not(condition).print();
}
