//! `jwt-secret lint` and `jwks` against what a real engine makes of the same text
//! (contracts: hasura §1.1 to §1.8): what it refuses, what it takes, and what it takes to nobody's
//! good. Each has its near misses.

use serde_json::{Value, json};

use crate::support::World;

const SPKI: &str = include_str!("../fixtures/jwt/spki.pem");
const CERT: &str = include_str!("../fixtures/jwt/cert.pem");
const PSS: &str = include_str!("../fixtures/jwt/rsa_pss.pem");
const COMPRESSED: &str = include_str!("../fixtures/jwt/ec_compressed.pem");
const SMALL: &str = include_str!("../fixtures/jwt/rsa_512.pem");
const URL: &str = "https://api.example.com/auth/jwt/jwks.json";

/// Id, severity and place of everything that is more than a reminder.
fn said(world: &World, text: &str) -> Vec<String> {
    let output = world
        .cmd(["jwt-secret", "lint", "-o", "json"])
        .stdin(text)
        .run();
    let json = output.json();
    let findings = json["result"]["values"][0]["findings"].as_array().unwrap();
    let field = |finding: &Value, name: &str| finding[name].as_str().unwrap().to_owned();
    let said: Vec<String> = findings
        .iter()
        .filter(|finding| finding["severity"] != "info" && finding["id"] != "J012")
        .map(|finding| {
            let parts = ["id", "severity", "at"].map(|name| field(finding, name));
            parts.join(" ").trim_end().to_owned()
        })
        .collect();
    let refused = said.iter().any(|line| line.contains(" error"));
    assert_eq!(
        output.code,
        Some(if refused { 9 } else { 0 }),
        "{text}: {output}"
    );
    said
}

#[track_caller]
fn check(cases: &[(&str, String, &[&str])]) {
    let world = World::new();
    for (name, text, expected) in cases {
        assert_eq!(said(&world, text), *expected, "{name}: {text}");
    }
}

fn pem(kind: &str, key: &str) -> String {
    json!({ "type": kind, "key": key }).to_string()
}

fn with(name: &str, value: &Value) -> String {
    let mut secret = json!({ "jwk_url": URL });
    secret[name] = value.clone();
    secret.to_string()
}

fn map(entries: &Value) -> String {
    let mut map = json!({
        "x-hasura-allowed-roles": ["user"],
        "x-hasura-default-role": "user",
    });
    for (name, value) in entries.as_object().unwrap() {
        map[name] = value.clone();
    }
    with("claims_map", &map)
}

#[test]
fn pem_is_read_line_by_line() {
    let refused: &[&str] = &["J005 error /key"];
    let one_line = SPKI.replace('\n', "");
    let blanks = SPKI.trim().replace('\n', " ");
    let trailing = SPKI.replace("-----\n", "----- \n");
    let indented: String = SPKI.lines().map(|line| format!("  {line}\n")).collect();
    let headers = SPKI.replacen('\n', "\nComment: mine\n\n", 1);
    check(&[
        ("as it is", pem("RS256", SPKI), &[]),
        ("CRLF", pem("RS256", &SPKI.replace('\n', "\r\n")), &[]),
        ("no last line end", pem("RS256", SPKI.trim()), &[]),
        (
            "words before it",
            pem("RS256", &format!("my key\n{SPKI}")),
            &[],
        ),
        (
            "a second block",
            pem("RS256", &format!("{SPKI}{CERT}")),
            &[],
        ),
        ("a certificate", pem("RS256", CERT), &[]),
        ("one line", pem("RS256", &one_line), refused),
        ("one line with blanks", pem("RS256", &blanks), refused),
        ("trailing blanks", pem("RS256", &trailing), refused),
        ("indented", pem("RS256", &indented), refused),
        ("headers", pem("RS256", &headers), refused),
        ("RSA-PSS", pem("RS256", PSS), refused),
        ("a compressed point", pem("ES256", COMPRESSED), refused),
        ("512 bits", pem("RS256", SMALL), &["J005 warning /key"]),
    ]);
}

#[test]
fn urls_that_only_browsers_understand() {
    let refused: &[&str] = &["J016 error /jwk_url"];
    let url = |text: &str| json!({ "jwk_url": text }).to_string();
    check(&[
        ("as it is", url(URL), &[]),
        ("capitals", url("HTTPS://API.example.com/k"), &[]),
        ("a port", url("https://api.example.com:8443/k"), &[]),
        ("no slashes", url("https:api.example.com/k"), refused),
        ("one slash", url("https:/api.example.com/k"), refused),
        ("three slashes", url("https:///api.example.com/k"), refused),
        (
            "a port left out",
            url("https://api.example.com:/k"),
            refused,
        ),
        ("no host", url("https://:8443/k"), refused),
        (
            "a doubled slash",
            url("https://api.example.com//auth/jwt/jwks.json"),
            &["J016 warning /jwk_url"],
        ),
        (
            "one in the query",
            url("https://api.example.com/k?a=b//c"),
            &[],
        ),
    ]);
}

#[test]
fn of_two_members_the_first_counts() {
    let twice = |first: &str, second: &str| {
        format!(r#"{{"jwk_url":"{URL}","issuer":{first},"issuer":{second}}}"#)
    };
    check(&[
        (
            "both good",
            twice("\"a\"", "\"b\""),
            &["J015 error /issuer"],
        ),
        (
            "the same",
            twice("\"a\"", "\"a\""),
            &["J015 warning /issuer"],
        ),
        (
            "the first is bad",
            twice("7", "\"b\""),
            &["J015 error /issuer", "J011 error /issuer"],
        ),
        (
            "the second is bad",
            twice("\"b\"", "7"),
            &["J015 error /issuer"],
        ),
        (
            "further down",
            format!(r#"{{"jwk_url":"{URL}","header":{{"type":"Authorization","type":"x"}}}}"#),
            &["J015 error /header/type"],
        ),
        (
            "in two objects",
            format!(
                r#"{{"jwk_url":"{URL}","claims_map":{{"x-hasura-allowed-roles":{{"path":"a"}},"x-hasura-default-role":{{"path":"b"}}}}}}"#
            ),
            &[],
        ),
    ]);
}

#[test]
fn values_that_keep_everybody_out() {
    let roles = "J009 error /claims_map/x-hasura-allowed-roles";
    let role = "J009 error /claims_map/x-hasura-default-role";
    check(&[
        (
            "audience",
            with("audience", &json!([])),
            &["J011 warning /audience"],
        ),
        ("one audience", with("audience", &json!(["a"])), &[]),
        (
            "issuer",
            with("issuer", &json!("")),
            &["J011 warning /issuer"],
        ),
        (
            "no role",
            map(&json!({ "x-hasura-allowed-roles": [] })),
            &[roles],
        ),
        (
            "no role by default",
            map(&json!({ "x-hasura-allowed-roles": { "path": "$.r", "default": [] } })),
            &[roles],
        ),
        (
            "an empty role",
            map(&json!({ "x-hasura-allowed-roles": ["user", ""] })),
            &[roles],
        ),
        (
            "an empty default role",
            map(&json!({ "x-hasura-default-role": "" })),
            &[role],
        ),
        (
            "a default role of its own",
            map(&json!({ "x-hasura-default-role": "editor" })),
            &["J009 warning /claims_map/x-hasura-default-role"],
        ),
        (
            "both by default",
            map(&json!({
                "x-hasura-allowed-roles": { "path": "$.r", "default": ["user"] },
                "x-hasura-default-role": { "path": "$.d", "default": "editor" },
            })),
            &["J009 warning /claims_map/x-hasura-default-role"],
        ),
        (
            "the token says both",
            map(&json!({
                "x-hasura-allowed-roles": { "path": "$.r" },
                "x-hasura-default-role": { "path": "$.d", "default": "editor" },
            })),
            &[],
        ),
        (
            "an empty variable",
            map(&json!({ "x-hasura-org": "" })),
            &[],
        ),
        // The engine passes over other names, whatever they hold.
        (
            "another name",
            map(&json!({ "comment": 7 })),
            &["J009 warning /claims_map/comment"],
        ),
        (
            "ours in capitals",
            map(&json!({ "X-Hasura-Org": 7 })),
            &["J009 error /claims_map/X-Hasura-Org"],
        ),
    ]);
}

#[test]
fn paths_that_are_read_and_lead_nowhere() {
    let place = "J009 warning /claims_map/x-hasura-team/path";
    let path = |text: &str| map(&json!({ "x-hasura-team": { "path": text } }));
    check(&[
        ("a path", path("$.team"), &[]),
        ("a name with dots", path("$['app.example/team']"), &[]),
        (
            "the namespace",
            path("$['https://hasura.io/jwt/claims']['x-hasura-team']"),
            &[],
        ),
        ("a quoted path", path("['$.team']"), &[place]),
        ("in double quotes", path("$[\"$.team\"]"), &[place]),
        ("with an index", path("$['teams[0]']"), &[place]),
        (
            "all of it",
            path("$"),
            &["J009 error /claims_map/x-hasura-team"],
        ),
        (
            "a quoted namespace",
            with("claims_namespace_path", &json!("['$.app']")),
            &["J007 warning /claims_namespace_path"],
        ),
        (
            "a namespace",
            with("claims_namespace_path", &json!("$.app.hasura")),
            &[],
        ),
        (
            "all claims",
            with("claims_namespace_path", &json!("$")),
            &[],
        ),
        (
            "below a registered claim",
            with("claims_namespace_path", &json!("$.sub.hasura")),
            &["J020 warning /claims_namespace_path"],
        ),
    ]);
}

/// An RSA key of a set, with a member changed.
fn key(name: &str, value: Value) -> Value {
    let text = include_str!("../fixtures/jwt/rsa.jwk.json");
    let mut key: Value = serde_json::from_str(text).unwrap();
    key[name] = value;
    key
}

/// What `jwks` says of a set with this text, and whether Hasura takes it.
fn judged(world: &World, text: &str) -> (bool, Value) {
    world.file("keys.json", text);
    let output = world
        .cmd(["jwks", "--jwks-file", "keys.json", "-o", "json"])
        .run();
    let json = output.json();
    (output.code == Some(0), json["result"].clone())
}

#[test]
fn key_sets_that_the_engine_takes_and_refuses() {
    let world = World::new();
    let n = key("kid", json!("a"))["n"].as_str().unwrap().to_owned();
    let zero = format!("AAAA{n}");
    let token = include_str!("../fixtures/jwt/token.txt").trim();
    for (name, value, taken, verifies) in [
        ("kid", json!("a"), true, true),
        ("kid", Value::Null, true, true),
        ("kid", json!(7), false, false),
        ("kid", json!(["a"]), false, false),
        ("n", json!(zero), true, true),
        ("n", json!(format!("{n}==")), true, true),
        ("n", json!(format!("{n}*")), false, false),
        ("use", json!("sig"), true, true),
        ("use", json!("tls"), true, true),
        ("use", json!(7), false, false),
        ("alg", json!("RS999"), false, false),
    ] {
        let set = json!({ "keys": [key(name, value.clone())] }).to_string();
        let (accepted, said) = judged(&world, &set);
        assert_eq!(accepted, taken, "{name} {value}: {said}");
        let decoded = world
            .cmd(["decode", "--jwks-file", "keys.json", "-o", "json", "-"])
            .stdin(token)
            .run();
        let signed = decoded.json()["result"]["verified"] == true;
        assert_eq!(signed, verifies, "{name} {value}: {decoded}");
    }
    // The first of two members counts.
    let good = key("kid", json!("a")).to_string();
    let twice = |first: &str| format!(r#"{{"keys":[{{{first}{}]}}"#, &good[1..]);
    assert!(!judged(&world, &twice(r#""alg":"RS999","#)).0);
    let (accepted, said) = judged(&world, &twice(r#""alg":"RS512","#));
    assert!(
        accepted && said.to_string().contains("alg stands in it twice"),
        "{said}"
    );
}
