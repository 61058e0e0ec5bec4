//! What applications do with the SDK beyond signing in, with the sandbox's core behind it:
//! payloads, data, metadata, verified addresses, roles, and the end of all sessions of a user.
//!
//! The servers are those of `recipes/`; `POST /call` there makes one call of the SDK.

use std::path::PathBuf;
use std::process::Command;

use serde_json::{Value, json};

use crate::rig::{COOKIE, Rig, Sdk, Setup};
use crate::support::World;
use crate::support::tools::tool;

const EMAIL: &str = "ada@example.test";

/// An application, and a user of it whose jar curl and `st-hasura` share.
struct App {
    rig: Rig,
    world: World,
    jar: PathBuf,
}

impl App {
    fn start(sdk: Sdk) -> Option<Self> {
        tool(&["curl"], &["--version"], "recipes of the SDK")?;
        let setup = Setup {
            sdk,
            recipes: true,
            ..COOKIE
        };
        let rig = Rig::start(setup)?;
        let world = rig.world();
        let jar = world.work().join("cookies.txt");
        let app = Self { rig, world, jar };
        app.cli(&["signup", "--email", EMAIL]);
        Some(app)
    }

    /// `st-hasura` over the jar.
    #[track_caller]
    fn cli(&self, args: &[&str]) -> String {
        let jar = ["--cookie-jar", self.jar.to_str().unwrap()];
        self.world.cmd([&jar, args].concat()).ok().stdout
    }

    /// The claims of the token for Hasura, and all beside them.
    fn claims(&self) -> Value {
        let token = self.cli(&["token", "--min-ttl", "0"]);
        let decoded = self.world.cmd(["decode", "-o", "json"]).stdin(&token).ok();
        let decoded = decoded.json();
        assert_eq!(decoded["result"]["verified"], true, "{decoded}");
        decoded["result"]["claims"].clone()
    }

    /// What the server answers to a POST of the session.
    #[track_caller]
    fn post(&self, path: &str, body: &Value) -> Value {
        let (jar, url) = (self.jar.to_str().unwrap(), &self.rig.api_url);
        let output = Command::new("curl")
            .args(["-sS", "--max-time", "20", "-b", jar, "-c", jar])
            .args(["-H", "content-type: application/json"])
            .args(["-d", &body.to_string(), &format!("{url}{path}")])
            .output()
            .unwrap();
        serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
    }

    /// One call of the SDK.
    #[track_caller]
    fn call(&self, name: &str, given: &Value) -> Value {
        let mut answer = self.post("/call", &json!({ "name": name, "given": given }));
        assert!(answer.get("answer").is_some(), "{name}: {answer}");
        answer["answer"].take()
    }

    #[track_caller]
    fn ask(&self, name: &str) -> Value {
        self.call(name, &Value::Null)
    }
}

#[test]
fn node24_payload() {
    payload(Sdk::Node24);
}

#[test]
fn node9_payload() {
    payload(Sdk::Node9);
}

/// In both generations what is put into a session's payload reaches the token for Hasura: at once
/// in the request that does it, with the next refresh where only the session's handle is known.
fn payload(sdk: Sdk) {
    let Some(app) = App::start(sdk) else { return };
    let before = app.claims();
    assert_eq!(before.get("tier"), None);
    let payload = app.call("payload", &json!({ "tier": 3 }));
    assert_eq!(payload["tier"], 3, "{payload}");
    let after = app.claims();
    assert_eq!((&after["tier"], &after["sub"]), (&json!(3), &before["sub"]));
    // The token that is signed anew lives no longer than the one before.
    let end = |claims: &Value| claims["exp"].as_u64().unwrap();
    assert!(end(&after) <= end(&before) + 1, "{before} {after}");
    app.cli(&["refresh"]);
    assert_eq!(app.claims()["tier"], 3, "a refresh keeps it");

    let kept = app.call("payload of", &json!({ "tier": 4 }));
    assert!(kept.to_string().contains("\"tier\":4"), "{kept}");
    assert_eq!(app.claims()["tier"], 3, "a token keeps what it says");
    app.cli(&["refresh"]);
    // In 2022 the JWT inside is made anew from what the session holds.
    assert_eq!(app.claims()["tier"], 4, "after a refresh");

    let data = app.call("session data", &json!({ "seen": ["a", "b"] }));
    assert_eq!(data, json!({ "seen": ["a", "b"] }));
}

#[test]
fn node24_metadata() {
    metadata(Sdk::Node24);
}

#[test]
fn node9_metadata() {
    metadata(Sdk::Node9);
}

fn metadata(sdk: Sdk) {
    let Some(app) = App::start(sdk) else { return };
    let is = |metadata: Value| json!({ "status": "OK", "metadata": metadata });
    assert_eq!(app.ask("metadata"), is(json!({})));
    let first = json!({ "theme": "dark", "address": { "city": "Paris", "zip": "75001" } });
    assert_eq!(app.call("put metadata", &first), is(first.clone()));
    // One member is taken away by null, the whole of another replaced.
    let update = json!({ "theme": null, "address": { "city": "Lyon" } });
    let merged = is(json!({ "address": { "city": "Lyon" } }));
    assert_eq!(app.call("put metadata", &update), merged);
    assert_eq!(app.ask("metadata"), merged);
    assert_eq!(app.ask("clear metadata"), json!({ "status": "OK" }));
    assert_eq!(app.ask("metadata"), is(json!({})));
}

#[test]
fn node24_verification() {
    verification(Sdk::Node24);
}

#[test]
fn node9_verification() {
    verification(Sdk::Node9);
}

fn verification(sdk: Sdk) {
    let Some(app) = App::start(sdk) else { return };
    let mail = || app.post("/api/user/email/verify/token", &json!({}))["status"].clone();
    let token_of_the_last_mail = || {
        let mails = app.ask("mails");
        let link = mails.as_array().unwrap().last().unwrap().as_str().unwrap();
        let (_, token) = link.split_once("token=").unwrap();
        token.split('&').next().unwrap().to_owned()
    };
    let verify = |token: &str| {
        let body = json!({ "method": "token", "token": token });
        app.post("/api/user/email/verify", &body)["status"].clone()
    };
    let invalid = "EMAIL_VERIFICATION_INVALID_TOKEN_ERROR";
    assert_eq!(app.ask("is verified"), false);
    assert_eq!(mail(), "OK");
    let token = token_of_the_last_mail();
    assert_eq!(token.len(), 128);
    assert_eq!(verify("another"), invalid);
    assert_eq!(verify(&token), "OK");
    assert_eq!(app.ask("is verified"), true);
    assert_eq!(verify(&token), invalid, "it works once");
    assert_eq!(mail(), "EMAIL_ALREADY_VERIFIED_ERROR");
    if sdk == Sdk::Node24 {
        app.cli(&["refresh"]);
        assert_eq!(app.claims()["st-ev"]["v"], true);
    }

    assert_eq!(app.ask("unverify"), json!({ "status": "OK" }));
    assert_eq!(app.ask("is verified"), false);
    assert_eq!(mail(), "OK");
    let token = token_of_the_last_mail();
    assert_eq!(app.ask("forget mails"), json!({ "status": "OK" }));
    assert_eq!(verify(&token), invalid, "it was taken back");
}

/// The generation of 2022 has no recipe for roles.
#[test]
fn node24_roles() {
    let Some(app) = App::start(Sdk::Node24) else {
        return;
    };
    let ok = json!({ "status": "OK" });
    let unknown = json!({ "status": "UNKNOWN_ROLE_ERROR" });
    let editor = |permissions: &[&str]| json!({ "role": "editor", "permissions": permissions });
    let made = |new: bool| json!({ "status": "OK", "createdNewRole": new });
    assert_eq!(app.call("give role", &json!("editor")), unknown);
    assert_eq!(app.call("make role", &editor(&["read"])), made(true));
    let more = editor(&["read", "write"]);
    assert_eq!(app.call("make role", &more), made(false));
    let given = |had: bool| json!({ "status": "OK", "didUserAlreadyHaveRole": had });
    assert_eq!(app.call("give role", &json!("editor")), given(false));
    assert_eq!(app.call("give role", &json!("editor")), given(true));
    let roles = |all: &[&str], mine: &[&str]| json!({ "all": all, "mine": mine });
    assert_eq!(app.ask("roles"), roles(&["editor"], &["editor"]));
    let holders = app.call("holders", &json!("editor"));
    assert_eq!(holders["users"], json!([app.claims()["sub"]]));
    let permissions = app.call("permissions", &json!("editor"));
    let mut names: Vec<&str> = permissions["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|name| name.as_str().unwrap())
        .collect();
    names.sort_unstable();
    assert_eq!(names, ["read", "write"]);
    assert_eq!(app.call("narrow", &editor(&["write"])), ok);
    let permitting = |name: &str| app.call("permitting", &json!(name))["roles"].clone();
    assert_eq!(permitting("write"), json!([]));
    assert_eq!(permitting("read"), json!(["editor"]));
    // The SDK's own claims are those of the moment of signing in.
    app.cli(&["signin", "--email", EMAIL]);
    let claims = app.claims();
    assert_eq!(claims["st-role"]["v"], json!(["editor"]), "{claims}");
    assert_eq!(claims["st-perm"]["v"], json!(["read"]), "{claims}");

    let taken = |had: bool| json!({ "status": "OK", "didUserHaveRole": had });
    assert_eq!(app.call("take role", &json!("editor")), taken(true));
    assert_eq!(app.call("take role", &json!("editor")), taken(false));
    assert_eq!(app.call("give role", &json!("editor")), given(false));
    let dropped = |there: bool| json!({ "status": "OK", "didRoleExist": there });
    assert_eq!(app.call("drop role", &json!("editor")), dropped(true));
    assert_eq!(app.call("drop role", &json!("editor")), dropped(false));
    assert_eq!(app.ask("roles"), roles(&[], &[]));
    assert_eq!(app.call("permissions", &json!("editor")), unknown);
    assert_eq!(app.call("holders", &json!("editor")), unknown);
}

#[test]
fn node24_revoke_all() {
    revoke_all(Sdk::Node24);
}

#[test]
fn node9_revoke_all() {
    revoke_all(Sdk::Node9);
}

/// All sessions of a user end at once; a token that is out already lives on, as tokens do.
fn revoke_all(sdk: Sdk) {
    let Some(app) = App::start(sdk) else { return };
    app.world.cmd(["signin", "--email", EMAIL]).ok();
    assert_eq!(app.ask("sessions"), 2);
    assert_eq!(app.ask("revoke all"), 2);
    assert_eq!(app.ask("sessions"), 0);
    assert_eq!(app.ask("revoke all"), 0);
    let ended = app.world.cmd(["refresh"]).code(4);
    ended.stderr_has("st-hasura signin");
    let jar = app.jar.to_str().unwrap();
    app.world.cmd(["--cookie-jar", jar, "refresh"]).code(4);
    // Whoever signs in again starts anew.
    app.cli(&["signin", "--email", EMAIL]);
    assert_eq!(app.ask("sessions"), 1);
}
