//! Reads set-ups: one JSON file each, or a folder with `setup.json` and what it refers to.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::expand;

/// The two who sign in, and one who only has rows.
pub const PEOPLE: [(&str, &str, &str); 3] = [
    ("$A", "ann", "a0000000-0000-4000-8000-00000000000a"),
    ("$B", "ben", "b0000000-0000-4000-8000-00000000000b"),
    ("$C", "cat", "c0000000-0000-4000-8000-00000000000c"),
];

/// A set-up as its file has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    why: String,
    #[serde(default)]
    probe: Option<String>,
    #[serde(default)]
    also: Vec<String>,
    #[serde(default)]
    verdict: Option<String>,
    #[serde(default)]
    without_admin: Option<Second>,
    #[serde(default)]
    with_jwt_secret: Option<String>,
    #[serde(default)]
    absent: BTreeMap<String, String>,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    findings: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    causes: Option<Vec<String>>,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    unchanged: Option<String>,
    #[serde(default)]
    users: Map<String, Value>,
    #[serde(default)]
    tables: Map<String, Value>,
    #[serde(default)]
    mended: Option<Map<String, Value>>,
    #[serde(default)]
    data: Value,
    #[serde(default)]
    metadata: Value,
    #[serde(default)]
    args: Vec<String>,
    #[serde(default)]
    verify: Vec<String>,
    #[serde(default)]
    policy: Option<Value>,
}

/// What a file says of the run without the admin secret.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Second {
    Verdict(String),
    Whole {
        verdict: String,
        findings: BTreeMap<String, Vec<String>>,
    },
}

/// What a run without the admin secret comes to.
#[derive(Debug)]
pub struct WithoutAdmin {
    pub verdict: String,
    /// As in [`Setup::findings`], where they are others.
    pub findings: Option<BTreeMap<String, Vec<String>>>,
}

impl From<Second> for WithoutAdmin {
    fn from(second: Second) -> Self {
        match second {
            Second::Verdict(verdict) => Self {
                verdict,
                findings: None,
            },
            Second::Whole { verdict, findings } => Self {
                verdict,
                findings: Some(findings),
            },
        }
    }
}

/// A set-up, ready to run.
#[derive(Debug)]
pub struct Setup {
    /// The file's name without its ending.
    pub name: String,
    /// What is wrong, or why nothing is.
    pub why: String,
    /// The probe that must fail; `None` for a sound set-up.
    pub probe: Option<String>,
    /// Probes that may fail as well.
    pub also: Vec<String>,
    /// The verdict with the admin secret.
    pub verdict: String,
    /// The same without, where that is asked too.
    pub without_admin: Option<WithoutAdmin>,
    /// The same with `--jwt-secret`.
    pub with_jwt_secret: Option<String>,
    /// Variations in which the leak is absent, and why.
    pub absent: BTreeMap<String, String>,
    /// Probes without which it says nothing.
    pub needs: Vec<String>,
    /// All findings of these probes, as `id severity proof`.
    pub findings: BTreeMap<String, Vec<String>>,
    /// The ids of all findings, what is told with them left out.
    pub causes: Option<Vec<String>>,
    /// Words that the answer contains.
    pub says: Vec<String>,
    /// The administrator's query whose answer the run must not change.
    pub unchanged: Option<String>,
    /// The metadata of the same without the fault.
    pub mended: Option<Value>,
    /// `--data`.
    pub data: Value,
    /// `--metadata`.
    pub metadata: Value,
    /// More arguments of `sandbox`.
    pub args: Vec<String>,
    /// More arguments of `verify-hasura`, the policy among them.
    pub verify: Vec<String>,
    /// What the policy says, as TOML.
    pub policy: Option<String>,
}

/// Where the policy of a set-up stands.
pub const POLICY: &str = "policy.toml";

impl Setup {
    /// Those of `planted` and `sound` in a folder, or of the folder itself; by name.
    pub fn all(folder: &Path) -> Vec<Self> {
        let parts = ["planted", "sound"].map(|part| folder.join(part));
        let folders = if parts.iter().any(|part| part.is_dir()) {
            parts.to_vec()
        } else {
            vec![folder.to_owned()]
        };
        let mut setups = Vec::new();
        for folder in folders.iter().filter(|folder| folder.is_dir()) {
            let mut paths: Vec<_> = std::fs::read_dir(folder)
                .unwrap()
                .map(|entry| entry.unwrap().path())
                .filter(|path| path.is_dir() || path.extension().is_some_and(|end| end == "json"))
                .collect();
            paths.sort();
            setups.extend(paths.iter().map(|path| Self::read(path)));
        }
        assert!(!setups.is_empty(), "no set-ups in {}", folder.display());
        setups
    }

    fn read(path: &Path) -> Self {
        let (file, folder) = if path.is_dir() {
            (path.join("setup.json"), path)
        } else {
            (path.to_owned(), path.parent().unwrap())
        };
        let read = |path: &Path| -> Value {
            let text = std::fs::read_to_string(path)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
            serde_json::from_str(&text)
                .unwrap_or_else(|error| panic!("{}: {error}", path.display()))
        };
        let parsed: File = serde_json::from_value(read(&file))
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        // A document of its own is named in place of being written out.
        let document = |value: Value| match value {
            Value::String(name) => read(&folder.join(name)),
            other => other,
        };
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let is_sound = parsed.probe.is_none();
        if let Some(kind) = path.parent().and_then(Path::file_name) {
            let wrong = (kind == "sound" && !is_sound) || (kind == "planted" && is_sound);
            assert!(
                !wrong,
                "{}: a planted fault names its probe",
                file.display()
            );
        }
        let verdict = parsed.verdict.unwrap_or_else(|| {
            let word = if is_sound { "sound" } else { "leak" };
            word.to_owned()
        });
        let more = (document(parsed.data), document(parsed.metadata));
        let expanded = |tables: &Map<String, Value>| {
            let mut data = json!({ "users": people(&parsed.users), "tables": [] });
            let mut metadata = json!({ "version": 3, "sources": [] });
            expand::tables(tables, &mut data, &mut metadata);
            expand::merge(&mut data, more.0.clone());
            expand::merge(&mut metadata, more.1.clone());
            expand::put_ids(&mut data);
            expand::put_ids(&mut metadata);
            (data, metadata)
        };
        let (data, metadata) = expanded(&parsed.tables);
        let mended = parsed.mended.as_ref().map(|mended| {
            let mut tables = parsed.tables.clone();
            expand::mend(&mut tables, mended);
            expanded(&tables).1
        });
        let policy = parsed
            .policy
            .map(|policy| toml::to_string(&policy).unwrap());
        let stated = policy.iter().flat_map(|_| ["--policy", POLICY]);
        let verify = parsed.verify.into_iter();
        Self {
            name,
            why: parsed.why,
            probe: parsed.probe,
            also: parsed.also,
            verdict,
            without_admin: parsed.without_admin.map(WithoutAdmin::from),
            with_jwt_secret: parsed.with_jwt_secret,
            absent: parsed.absent,
            needs: parsed.needs,
            findings: parsed.findings,
            causes: parsed.causes,
            says: parsed.says,
            unchanged: parsed.unchanged,
            mended,
            data,
            metadata,
            args: parsed.args,
            verify: verify.chain(stated.map(str::to_owned)).collect(),
            policy,
        }
    }
}

/// The three people as `--data` has them; a set-up may say more of each.
fn people(more: &Map<String, Value>) -> Vec<Value> {
    PEOPLE
        .iter()
        .map(|(placeholder, name, id)| {
            let mut user = json!({ "id": id, "email": format!("{name}@leaks.test"),
                "password": password(name) });
            if let Some(Value::Object(more)) = more.get(*placeholder) {
                user.as_object_mut().unwrap().extend(more.clone());
            }
            user
        })
        .collect()
}

/// What they sign in with.
pub fn password(name: &str) -> String {
    format!("{name}-Passw0rd")
}
