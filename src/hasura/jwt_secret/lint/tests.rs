//! Every offline rule: values that it objects to, and near misses that it leaves alone.

use serde_json::{Value, json};

use super::{Severity, Variable, lint};

const SPKI: &str = include_str!("../../../../tests/fixtures/jwt/spki.pem");
const PKCS1: &str = include_str!("../../../../tests/fixtures/jwt/pkcs1.pem");
const EC_CERT: &str = include_str!("../../../../tests/fixtures/jwt/ec_cert.pem");
const URL: &str = "https://api.example.com/auth/jwt/jwks.json";

/// What the rule `id` says about a text: severity and place.
fn said(id: &str, text: &str) -> Vec<(Severity, String)> {
    let linted = lint(text, Variable::Unknown);
    linted
        .findings
        .into_iter()
        .filter(|finding| finding.id == id)
        .map(|finding| {
            assert!(!finding.problem.is_empty() && !finding.remedy.is_empty());
            (finding.severity, finding.at)
        })
        .collect()
}

/// The rule says this much, at this place, of each of the first, and nothing of the second.
#[track_caller]
fn rule(id: &str, severity: Severity, hits: &[(Value, &str)], misses: &[Value]) {
    for (value, at) in hits {
        let said = said(id, &value.to_string());
        assert_eq!(said, [(severity, (*at).to_owned())], "{id} {value}");
    }
    for value in misses {
        assert_eq!(said(id, &value.to_string()), [], "{id} {value}");
    }
}

fn with(name: &str, value: Value) -> Value {
    let mut secret = json!({ "jwk_url": URL });
    secret[name] = value;
    secret
}

fn key(kind: &str, key: &str) -> Value {
    json!({ "type": kind, "key": key })
}

#[test]
fn j001_json() {
    let good = format!("{{\"jwk_url\":\"{URL}\"}}");
    for (text, words) in [
        (String::new(), "empty"),
        ("{".into(), "not JSON"),
        (format!("'{good}'"), "quotes for the shell"),
        (format!("\"{good}\""), "quotes for the shell"),
        (json!(good).to_string(), "once too often"),
        (good.replace('"', "”"), "typographic"),
        ("{\"type\":\"RS256\",\"key\":\"a\nb\"}".into(), "line break"),
        (
            format!("HASURA_GRAPHQL_JWT_SECRET={good}"),
            "name of the variable",
        ),
        (format!("\u{feff}{good}"), "byte order mark"),
        ("7".into(), "neither an object"),
        ("[]".into(), "array is empty"),
        ("[7]".into(), "no object"),
    ] {
        let linted = lint(&text, Variable::Unknown);
        let first = &linted.findings[0];
        assert_eq!(
            (first.id, first.severity),
            ("J001", Severity::Error),
            "{text}"
        );
        assert!(first.problem.contains(words), "{text}: {}", first.problem);
    }
    for good in [
        format!(" {good}\n"),
        format!("[{good}]"),
        "{\"key\":\"a\\nb “c”\"}".into(),
    ] {
        assert_eq!(said("J001", &good), [], "{good}");
    }
    let kinds = |text: &str, variable| -> Vec<&str> {
        let linted = lint(text, variable);
        let all = linted.findings.iter().map(|finding| finding.id);
        all.filter(|id| *id == "J001").collect()
    };
    assert_eq!(kinds(&good, Variable::Secrets), ["J001"]);
    assert_eq!(kinds(&format!("[{good}]"), Variable::Secret), ["J001"]);
    assert_eq!(kinds(&good, Variable::Secret), [] as [&str; 0]);
    assert_eq!(
        kinds(&format!("[{good}]"), Variable::Secrets),
        [] as [&str; 0]
    );
}

#[test]
fn what_is_quoted_too_often_is_linted_all_the_same() {
    let linted = lint("'{\"jwk_url\":\"ftp://x\"}'", Variable::Unknown);
    let ids: Vec<&str> = linted.findings.iter().map(|finding| finding.id).collect();
    assert_eq!(ids, ["J001", "J012", "J016"]);
}

#[test]
fn j002_one_source() {
    rule(
        "J002",
        Severity::Error,
        &[
            (json!({}), ""),
            (json!({ "jwk_url": null }), ""),
            (json!({ "jwks_url": URL }), ""),
            (json!({ "jwk_url": URL, "key": "k", "type": "HS256" }), ""),
        ],
        &[json!({ "jwk_url": URL, "key": null }), key("HS256", "k")],
    );
}

#[test]
fn j003_type() {
    rule(
        "J003",
        Severity::Error,
        &[
            (json!({ "key": SPKI }), ""),
            (key("rs256", SPKI), "/type"),
            (key("PS256", SPKI), "/type"),
            (key("EdDSA", SPKI), "/type"),
            (json!({ "key": SPKI, "type": 256 }), "/type"),
        ],
        &[
            key("RS256", SPKI),
            key("Ed25519", SPKI),
            json!({ "jwk_url": URL }),
        ],
    );
    let linted = lint(&key("eddsa", SPKI).to_string(), Variable::Unknown);
    assert!(linted.findings[0].remedy.contains("Ed25519"));
    // Key and type exchanged: what is too long for a type is not repeated.
    let linted = lint(
        &key("correct horse battery staple", "HS256").to_string(),
        Variable::Unknown,
    );
    assert!(
        !linted
            .findings
            .iter()
            .any(|finding| finding.problem.contains("horse"))
    );
    assert_eq!(
        linted.sensitive().collect::<Vec<_>>(),
        ["HS256", "correct horse battery staple"]
    );
}

#[test]
fn j004_length() {
    let of = |length| "k".repeat(length);
    rule(
        "J004",
        Severity::Error,
        &[
            (key("HS256", &of(31)), "/key"),
            (key("HS384", &of(47)), "/key"),
            (key("HS512", &of(63)), "/key"),
        ],
        // Bytes count, not characters.
        &[
            key("HS256", &of(32)),
            key("HS384", &of(48)),
            key("HS512", &of(64)),
            key("HS256", &"ü".repeat(16)),
            key("RS256", "short"),
        ],
    );
}

#[test]
fn j005_pem() {
    let private = pem::encode(&pem::Pem::new("PRIVATE KEY", vec![1, 2, 3]));
    rule(
        "J005",
        Severity::Error,
        &[
            (key("RS256", "not a key"), "/key"),
            (key("RS256", &private), "/key"),
            (key("RS256", &SPKI.replace('\n', "\\n")), "/key"),
            (key("RS256", &SPKI[..200]), "/key"),
            (json!({ "type": "RS256", "key": 7 }), "/key"),
        ],
        &[
            key("RS256", SPKI),
            key("RS512", PKCS1),
            key("ES256", EC_CERT),
            key("HS256", "not a key"),
        ],
    );
    rule(
        "J005",
        Severity::Warning,
        &[
            (key("RS256", EC_CERT), "/type"),
            (key("ES256", SPKI), "/type"),
        ],
        &[],
    );
}

#[test]
fn j006_public_key_as_secret() {
    rule(
        "J006",
        Severity::Error,
        &[(key("HS256", SPKI), "/key")],
        &[key("RS256", SPKI), key("HS256", &"-----BEGUN".repeat(8))],
    );
}

#[test]
fn j007_namespace() {
    rule(
        "J007",
        Severity::Error,
        &[
            (
                json!({ "jwk_url": URL, "claims_namespace": "a", "claims_namespace_path": "$.a" }),
                "/claims_namespace_path",
            ),
            (
                with("claims_namespace_path", json!("$.https://hasura.io")),
                "/claims_namespace_path",
            ),
            (with("claims_namespace", json!(7)), "/claims_namespace"),
        ],
        &[
            json!({ "jwk_url": URL, "claims_namespace": null, "claims_namespace_path": "$.a" }),
            with("claims_namespace_path", json!("$['https://hasura.io']")),
            with("claims_namespace", json!("https://hasura.io/jwt/claims")),
        ],
    );
}

#[test]
fn j008_format() {
    rule(
        "J008",
        Severity::Error,
        &[
            (with("claims_format", json!("JSON")), "/claims_format"),
            (with("claims_format", json!(1)), "/claims_format"),
        ],
        &[
            with("claims_format", json!("json")),
            with("claims_format", json!("stringified_json")),
            with("claims_format", Value::Null),
        ],
    );
}

fn map(entries: &Value) -> Value {
    let mut map = json!({
        "x-hasura-allowed-roles": ["user"],
        "x-hasura-default-role": "user",
    });
    for (name, value) in entries.as_object().unwrap() {
        map[name] = value.clone();
    }
    with("claims_map", map)
}

#[test]
fn j009_claims_map() {
    let place = "/claims_map/x-hasura-user-id";
    rule(
        "J009",
        Severity::Error,
        &[
            (with("claims_map", json!([])), "/claims_map"),
            (
                with(
                    "claims_map",
                    json!({ "x-hasura-allowed-roles": ["user"], "X-Hasura-Default-Role": "user" }),
                ),
                "/claims_map",
            ),
            (map(&json!({ "x-hasura-user-id": 7 })), place),
            (
                map(&json!({ "x-hasura-user-id": { "default": "x" } })),
                place,
            ),
            (
                map(&json!({ "x-hasura-user-id": { "path": "$..a" } })),
                place,
            ),
            (
                map(&json!({ "x-hasura-user-id": { "path": "$.a", "default": 7 } })),
                place,
            ),
            (
                map(&json!({ "x-hasura-allowed-roles": "user" })),
                "/claims_map/x-hasura-allowed-roles",
            ),
            (
                map(&json!({ "x-hasura-default-role": ["user"] })),
                "/claims_map/x-hasura-default-role",
            ),
        ],
        &[
            map(&json!({ "x-hasura-user-id": { "path": "$.sub" } })),
            map(&json!({ "X-Hasura-User-Id": { "path": "$.sub", "default": "nobody" } })),
            map(&json!({ "x-hasura-allowed-roles": { "path": "$.r.v", "default": ["user"] } })),
            map(&json!({ "x-hasura-org": "acme" })),
        ],
    );
}

#[test]
fn j010_map_alone() {
    let both = |name: &str, value: &str| {
        let mut secret = map(&json!({}));
        secret[name] = json!(value);
        secret
    };
    rule(
        "J010",
        Severity::Warning,
        &[
            (both("claims_namespace", "a"), "/claims_namespace"),
            (
                both("claims_namespace_path", "$.a"),
                "/claims_namespace_path",
            ),
            (both("claims_format", "json"), "/claims_format"),
        ],
        &[map(&json!({})), with("claims_format", json!("json"))],
    );
}

#[test]
fn j011_string_or_uri() {
    rule(
        "J011",
        Severity::Error,
        &[
            (with("issuer", json!("foo: bar")), "/issuer"),
            (with("issuer", json!(7)), "/issuer"),
            (with("audience", json!(":x")), "/audience"),
            (with("audience", json!(["a", "b: c"])), "/audience/1"),
            (with("audience", json!({})), "/audience"),
        ],
        &[
            with("issuer", json!("https://a/b")),
            with("issuer", json!("foo bar")),
            with("audience", json!(["a", "urn:x:y"])),
            with("audience", Value::Null),
        ],
    );
}

#[test]
fn j012_whose_token() {
    let google = "https://www.googleapis.com/service_accounts/v1/jwk/x";
    rule(
        "J012",
        Severity::Warning,
        &[
            (json!({ "jwk_url": URL }), ""),
            (json!({ "jwk_url": google, "issuer": "https://i" }), ""),
        ],
        &[
            with("issuer", json!("https://i")),
            json!({ "jwk_url": google, "issuer": "https://i", "audience": "mine" }),
        ],
    );
}

#[test]
fn j013_skew() {
    rule(
        "J013",
        Severity::Error,
        &[(with("allowed_skew", json!("60")), "/allowed_skew")],
        &[
            with("allowed_skew", json!(60.5)),
            with("allowed_skew", Value::Null),
        ],
    );
    rule(
        "J013",
        Severity::Warning,
        &[
            (with("allowed_skew", json!(301)), "/allowed_skew"),
            (with("allowed_skew", json!(-1)), "/allowed_skew"),
        ],
        &[
            with("allowed_skew", json!(300)),
            with("allowed_skew", json!(0)),
        ],
    );
}

#[test]
fn j014_header() {
    rule(
        "J014",
        Severity::Error,
        &[
            (with("header", json!("Authorization")), "/header"),
            (with("header", json!({ "type": "Bearer" })), "/header"),
            (with("header", json!({ "type": "Cookie" })), "/header"),
            (
                with("header", json!({ "type": "CustomHeader", "name": " " })),
                "/header",
            ),
        ],
        &[
            with("header", json!({ "type": "authorization" })),
            with(
                "header",
                json!({ "type": "COOKIE", "name": "sAccessToken" }),
            ),
            with("header", json!({ "type": "CustomHeader", "name": "x-jwt" })),
            with("header", Value::Null),
        ],
    );
}

#[test]
fn j015_names() {
    for (name, meant) in [
        ("jwks_url", "jwk_url"),
        ("jwk_uri", "jwk_url"),
        ("aud", "audience"),
        ("iss", "issuer"),
        ("claims_namespace_Path", "claims_namespace_path"),
        ("allowedSkew", "allowed_skew"),
        ("claimsMap", "claims_map"),
    ] {
        let text = with(name, json!("x")).to_string();
        let linted = lint(&text, Variable::Unknown);
        let found = linted.findings.iter().find(|finding| finding.id == "J015");
        let found = found.unwrap();
        assert_eq!(found.severity, Severity::Warning);
        assert_eq!(found.at, format!("/{name}"));
        assert_eq!(found.remedy, format!("did you mean {meant}?"), "{name}");
    }
    rule(
        "J015",
        Severity::Warning,
        &[(with("zzz/~", json!(1)), "/zzz~1~0")],
        &[json!({
            "type": 1, "key": 1, "jwk_url": 1, "claims_namespace": 1, "claims_namespace_path": 1,
            "claims_format": 1, "claims_map": 1, "audience": 1, "issuer": 1, "allowed_skew": 1,
            "header": 1,
        })],
    );
}

#[test]
fn j016_url() {
    let url = |text: &str| json!({ "jwk_url": text });
    rule(
        "J016",
        Severity::Error,
        &[
            (url("/auth/jwt/jwks.json"), "/jwk_url"),
            (url("api.example.com/jwks.json"), "/jwk_url"),
            (url("ftp://api.example.com/jwks.json"), "/jwk_url"),
            (url("https://"), "/jwk_url"),
            (url(" https://api.example.com/x"), "/jwk_url"),
            (url("https://api.example.com/ü"), "/jwk_url"),
            (json!({ "jwk_url": 7 }), "/jwk_url"),
        ],
        &[url(URL), url("http://host.docker.internal:3333/x")],
    );
    rule(
        "J016",
        Severity::Warning,
        &[
            (url("http://localhost:3333/x"), "/jwk_url"),
            (url("https://10.0.0.1/x"), "/jwk_url"),
            (url("http://api.example.com/x"), "/jwk_url"),
        ],
        &[],
    );
    let text = url("mailto:hunter22@x").to_string();
    let linted = lint(&text, Variable::Unknown);
    assert!(
        !linted
            .findings
            .iter()
            .any(|finding| finding.problem.contains("hunter22"))
    );
}

#[test]
fn j017_type_without_key() {
    rule(
        "J017",
        Severity::Warning,
        &[(with("type", json!("RS256")), "/type")],
        &[json!({ "jwk_url": URL }), key("RS256", SPKI)],
    );
}

#[test]
fn j018_several() {
    let one = |issuer: Option<&str>, url: &str, header: Value| json!({ "jwk_url": url, "issuer": issuer, "header": header });
    let cookie = |name: &str| json!({ "type": "Cookie", "name": name });
    let custom = |name: &str| json!({ "type": "CustomHeader", "name": name });
    let (a, b) = ("https://a", "https://b");
    rule(
        "J018",
        Severity::Error,
        &[
            (
                json!([one(None, a, Value::Null), one(Some(b), b, Value::Null)]),
                "/1",
            ),
            (
                json!([one(Some(a), a, Value::Null), one(Some(a), b, Value::Null)]),
                "/1",
            ),
            (
                json!([
                    one(None, a, Value::Null),
                    one(None, b, json!({ "type": "Authorization" })),
                ]),
                "/1",
            ),
            (
                json!([one(None, a, custom("x-jwt")), one(None, b, custom("X-JWT"))]),
                "/1",
            ),
        ],
        &[
            json!([one(Some(a), a, Value::Null), one(Some(b), b, Value::Null)]),
            json!([one(None, a, Value::Null), one(None, b, cookie("c"))]),
            json!([one(None, a, cookie("c")), one(None, b, cookie("C"))]),
            json!([one(None, a, Value::Null), one(None, a, Value::Null)]),
            one(None, a, Value::Null),
        ],
    );
}

#[test]
fn j019_presence() {
    rule(
        "J019",
        Severity::Info,
        &[
            (with("issuer", json!("https://i")), "/issuer"),
            (with("audience", json!("a")), "/audience"),
        ],
        &[json!({ "jwk_url": URL })],
    );
}

#[test]
fn j020_registered_namespace() {
    rule(
        "J020",
        Severity::Warning,
        &[
            (with("claims_namespace", json!("sub")), "/claims_namespace"),
            (
                with("claims_namespace_path", json!("$.sub")),
                "/claims_namespace_path",
            ),
        ],
        &[
            with("claims_namespace", json!("subject")),
            with("claims_namespace_path", json!("$.app.sub")),
        ],
    );
}

#[test]
fn the_places_of_an_array_have_its_index() {
    let text = json!([{ "jwk_url": URL, "issuer": "i" }, { "jwk_url": "x", "issuer": "j" }]);
    assert_eq!(
        said("J016", &text.to_string()),
        [(Severity::Error, "/1/jwk_url".to_owned())]
    );
}
