//! `jwks`: the keys, their caching, and whether Hasura takes them.

use serde_json::{Value, json};

use crate::support::World;
use crate::support::pages::{Page, Pages};
use crate::support::tokens::SIGNERS;

const STATIC: &str = "s-da95bc2c-7081-4756-8471-4b49084f4501";
const LEGACY: &str = "263975e9-2b9d-4005-b590-8d13a16cf403";

fn named(kid: &str) -> Value {
    let mut jwk = SIGNERS[1].jwk();
    jwk["kid"] = json!(kid);
    jwk
}

fn set(keys: &[Value]) -> String {
    json!({ "keys": keys }).to_string()
}

/// RFC 7638 §3.1 and RFC 8037 appendix A: keys whose thumbprints are published.
#[test]
fn thumbprints_are_those_of_the_standards() {
    let world = World::new();
    let n = "0vx7agoebGcQSuuPiLJXZptN9nndrQmbXEps2aiAFbWhM78LhWx4cbbfAAtVT86zwu1RK7aPFFxuhDR1L6tSoc_BJECPebWKRXjBZCiFV4n3oknjhMstn64tZ_2W-5JsGY4Hc5n9yBXArwl93lqt7_RN5w6Cf0h4QyQ5v-65YGjQR0_FDW2QvzqY368QQMicAtaSqzs8KJZgnYb9c7d0zgdAZHzu6qMQvRL5hajrn1n91CbOpbISD08qNLyrdkt-bFTWhAI4vMQFh6WeZu0fM4lFd2NcRwr3XPksINHaQ-G_xBniIqbw0Ls1jF44-csFCur-kEgU8awapJzKnqDKgw";
    world.file(
        "jwks.json",
        set(&[
            json!({"kty": "RSA", "n": n, "e": "AQAB", "alg": "RS256", "kid": "2011-04-29", "use": "sig"}),
            json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "use": "sig"}),
        ]),
    );
    let output = world
        .cmd(["jwks", "--jwks-file", "jwks.json", "-o", "json"])
        .ok();
    let json = output.json();
    let keys = &json["result"]["keys"];
    assert_eq!(
        keys[0]["thumbprint"],
        "NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs"
    );
    assert_eq!(keys[0]["bits"], 2048);
    assert_eq!(
        keys[1]["thumbprint"],
        "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"
    );
    assert_eq!(keys[1]["kind"], "Ed25519");
}

#[test]
fn a_modern_set_in_text() {
    let body = set(&[named("d-1795491220694"), named(STATIC)]);
    let server = Pages::serve(vec![
        Page::json("/auth/jwt/jwks.json", body)
            .header("Cache-Control", "max-age=604740, must-revalidate"),
    ]);
    let world = World::new();
    let output = world.cmd(["jwks", "--api-url", &server.origin()]).ok();
    output
        .stdout_has("2 keys at http://127.0.0.1:")
        .stdout_has("d-1795491220694")
        .stdout_has("dynamic, made ")
        .stdout_has("RSA  RS256  sig  2048")
        .stdout_has("reads the keys again after 6 days")
        .stdout_has("Hasura accepts this key set");
    assert_eq!(output.stderr, "");
}

#[test]
fn caching_as_hasura_understands_it() {
    let dynamic = set(&[named("d-1795491220694")]);
    let fixed = set(&[named(LEGACY)]);
    let server = Pages::serve(vec![
        Page::json("/none", &dynamic),
        Page::json("/legacy", &fixed),
        Page::json("/store", &dynamic).header("Cache-Control", "no-store"),
        Page::json("/long", &dynamic).header("Cache-Control", "max-age=31536000"),
        Page::json("/cdn", &dynamic)
            .header("Cache-Control", "max-age=60, must-revalidate")
            .header("Age", "3600"),
    ]);
    let world = World::new();
    let jwks = |path: &str| {
        let url = server.url(path);
        let json = world
            .cmd(["jwks", "--jwks-url", &url, "-o", "json"])
            .ok()
            .json();
        let result = &json["result"];
        (
            result["caching"]["hasura"].clone(),
            result["warnings"].to_string(),
        )
    };
    let (refresh, warnings) = jwks("/none");
    assert_eq!(refresh, json!({"refresh": "never", "seconds": null}));
    assert!(warnings.contains("never reads them again"), "{warnings}");
    let (refresh, warnings) = jwks("/legacy");
    assert_eq!(refresh["refresh"], "never");
    assert_eq!(warnings, "[]", "a key that never changes may be kept");
    let (refresh, warnings) = jwks("/store");
    assert_eq!(refresh["refresh"], "at_once");
    assert!(warnings.contains("every second"), "{warnings}");
    let (refresh, warnings) = jwks("/long");
    assert_eq!(refresh, json!({"refresh": "after", "seconds": 31_536_000}));
    assert!(
        warnings.contains("longer than a dynamic key lives"),
        "{warnings}"
    );
    let (refresh, warnings) = jwks("/cdn");
    assert_eq!(refresh["seconds"], 60);
    assert!(warnings.contains("Age: 3600"), "{warnings}");
}

#[test]
fn one_bad_key_makes_hasura_refuse_the_set() {
    let good = SIGNERS[0].jwk();
    let with = |name: &str, value: Value| {
        let mut jwk = good.clone();
        jwk["kid"] = json!("bad");
        jwk[name] = value;
        jwk
    };
    let spoilt = format!("{}*", good["n"].as_str().unwrap());
    let point = json!({"kty": "EC", "crv": "P-256", "x": "AAAA", "y": "AAAA"});
    let off = "A".repeat(43);
    for (bad, words) in [
        (with("alg", json!("RS999")), "alg \"RS999\" is unknown"),
        (
            with("use", json!(7)),
            "use is a number where a string belongs",
        ),
        (
            with("kid", json!(7)),
            "kid is a number where a string belongs",
        ),
        (with("kty", json!("rsa")), "kty \"rsa\" is unknown"),
        (with("kty", json!(null)), "kty is null"),
        (with("n", json!("AAEC")), "n and e are no RSA key"),
        (with("n", json!(spoilt)), "n is not base64url: "),
        (
            with("e", json!(65537)),
            "e is a number where a string belongs",
        ),
        (
            with("key_ops", json!(["verify", "sing"])),
            "key_ops holds \"sing\"",
        ),
        (with("x5t", json!("AAAA")), "x5t is not 20 bytes"),
        (with("x5c", json!(["AAAA"])), "x5c is no certificate chain"),
        (point, "x and y must have 32 bytes"),
        (
            json!({"kty": "EC", "crv": "P-256", "x": off, "y": off}),
            "no point on P-256",
        ),
        (
            json!({"kty": "EC", "crv": "P-999", "x": off, "y": off}),
            "crv \"P-999\" is unknown",
        ),
        (json!("text"), "it is a string where an object belongs"),
    ] {
        let world = World::new();
        world.file("jwks.json", set(&[good.clone(), bad]));
        let args = ["jwks", "--jwks-file", "jwks.json"];
        let output = world.cmd(args).code(6);
        output
            .stdout_has(words)
            .stdout_has("Hasura refuses this key set");
        let json = world
            .cmd([&args[..], &["-o", "json"]].concat())
            .code(6)
            .json();
        assert_eq!(json["ok"], false);
        assert_eq!(json["result"]["hasura"]["accepted"], false);
    }
}

#[test]
fn a_certificate_must_belong_to_its_key() {
    let cert = std::fs::read_to_string(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/tests/fixtures/jwt/cert.pem"
    ))
    .unwrap();
    let der: String = cert.lines().filter(|line| !line.starts_with('-')).collect();
    let mut jwk = SIGNERS[0].jwk();
    jwk["x5c"] = json!([der]);
    let world = World::new();
    world.file("jwks.json", set(&[jwk]));
    let output = world.cmd(["jwks", "--jwks-file", "jwks.json"]).code(6);
    output.stdout_has("the certificate in x5c belongs to another key");
}

#[test]
fn what_may_bite_is_said_without_refusing() {
    let mut without_use = named("twin");
    without_use.as_object_mut().unwrap().remove("use");
    let mut private = named("twin");
    private["d"] = json!("AAAA");
    let shared =
        json!({"kty": "oct", "k": "c2hhcmVkLXNlY3JldC1vZi10aGUtc2V0LXRoaXJ0eS10d28", "use": "sig"});
    let world = World::new();
    world.file("jwks.json", set(&[without_use, private, shared]));
    let output = world.cmd(["jwks", "--jwks-file", "jwks.json"]).ok();
    output
        .stdout_has("2.48.4 drops such keys")
        .stdout_has("private part (d)")
        .stdout_has("shared secret")
        .stdout_has("two keys are named twin")
        .nowhere("c2hhcmVk");
}

#[test]
fn sets_that_are_none() {
    let world = World::new();
    let server = Pages::serve(vec![
        Page::html(
            "/ngrok",
            200,
            "<!DOCTYPE html><html><body>You are about to visit x. ERR_NGROK_6024</body></html>",
        ),
        Page::json("/empty", r#"{"keys":[]}"#),
        Page::json("/bare", SIGNERS[0].jwk()),
        Page::json("/auth/jwt/jwks.json", r#"{"keys":{}}"#),
    ]);
    let jwks = |path: &str| world.cmd(["jwks", "--jwks-url", &server.url(path)]);
    jwks("/ngrok").code(5).stderr_has("ngrok");
    jwks("/empty").code(6).stdout_has("NoUsableKeys");
    jwks("/bare").code(6).stderr_has("it is a bare key");
    world
        .cmd(["jwks", "--api-url", &server.origin()])
        .code(6)
        .stderr_has("\"keys\" is an object");
    jwks("/nothing")
        .code(5)
        .stderr_has("there is no key set at");
    world.cmd(["jwks"]).code(2).stderr_has("--api-url");
    world
        .cmd([
            "jwks",
            "--jwks-url",
            "http://127.0.0.1:1/",
            "--retries",
            "0",
        ])
        .code(3);
    let output = world
        .cmd(["jwks", "--jwks-file", "-"])
        .stdin("<html>")
        .code(6);
    output.stderr_has("error[jwt.key_set_not_json]");
}
