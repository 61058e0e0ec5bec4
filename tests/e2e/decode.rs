//! `decode`: what is shown, what is verified, what Hasura would say.

use std::path::{Path, PathBuf};

use base64::Engine as _;
use serde_json::{Value, json};

use crate::support::World;
use crate::support::pages::{Page, Pages};
use crate::support::tokens::{SIGNERS, Signer, claims, part};

const NAMESPACE: &str = "https://hasura.io/jwt/claims";

fn now() -> i64 {
    time::OffsetDateTime::now_utc().unix_timestamp()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/jwt")
        .join(name)
}

fn key_set() -> String {
    let keys: Vec<Value> = SIGNERS.iter().map(Signer::jwk).collect();
    json!({ "keys": keys }).to_string()
}

/// A world with the key set in a file.
fn world() -> World {
    let world = World::new();
    world.file("jwks.json", key_set());
    world
}

const VERIFY: [&str; 3] = ["decode", "--jwks-file", "jwks.json"];

fn good() -> String {
    SIGNERS[0].sign(&claims(now() - 90))
}

#[test]
fn text_shows_header_claims_times_and_verdict() {
    // Far enough from any full day for a machine that takes long.
    let span = 86_400 * 5 / 2;
    let mut claims = claims(now() - span);
    claims["exp"] = json!(now() + span);
    let output = world().cmd(VERIFY).stdin(SIGNERS[0].sign(&claims)).ok();
    output
        .stdout_has("kid      d-1700000000000")
        .stdout_has("2 days ago)")
        .stdout_has("in 2 days)")
        .stdout_has("default role      user")
        .stdout_has("x-hasura-user-id  user-1")
        .stdout_has("signature: verified with d-1700000000000 (RS256), key set in jwks.json")
        .stdout_has("Hasura would accept this token");
    assert_eq!(output.stderr, "");
    let positions: Vec<usize> = ["\niat ", "\nexp ", "\nsub ", "\ntId ", "\niss ", "\nhttps:"]
        .iter()
        .map(|name| output.stdout.find(name).unwrap())
        .collect();
    assert!(positions.is_sorted(), "claims keep their order{output}");
}

#[test]
fn an_object_has_lines_of_its_own() {
    let token = SIGNERS[0].sign(&json!({
        "sub": "ada",
        NAMESPACE: { "x-hasura-user-id": "می\u{200c}خواهم 👩\u{200d}💻", "x-hasura-a\u{202e}": "b\nc" },
    }));
    let text = world().cmd(["decode"]).stdin(token).run().stdout;
    let (_, claims) = text.split_once("Claims\n").unwrap();
    let (claims, _) = claims.split_once("\n\n").unwrap();
    let expected = [
        "sub                           ada",
        "https://hasura.io/jwt/claims  {",
        "    \"x-hasura-user-id\": \"می\u{200c}خواهم 👩\u{200d}💻\",",
        "    \"x-hasura-a\\u202e\": \"b\\nc\"",
        "  }",
    ];
    assert_eq!(claims, expected.join("\n"));
}

#[test]
fn json_is_stable() {
    let iat = now() - 60;
    let token = SIGNERS[1].sign(&claims(iat));
    let args = [VERIFY.as_slice(), &["-o", "json"]].concat();
    let output = world().cmd(args).stdin(token).ok();
    let mut json = output.json();
    let from_now = &mut json["result"]["times"]["exp"]["seconds_from_now"];
    assert!(
        (3535..=3541).contains(&from_now.as_i64().unwrap()),
        "{output}"
    );
    *from_now = Value::Null;
    json["result"]["times"]["iat"]["seconds_from_now"] = Value::Null;
    let time = |at: i64| {
        let at = time::OffsetDateTime::from_unix_timestamp(at).unwrap();
        at.format(&time::format_description::well_known::Rfc3339)
            .unwrap()
    };
    assert_eq!(
        json,
        json!({
            "schema": 1, "command": "decode", "ok": true,
            "result": {
                "header": {"kid": "s-other", "typ": "JWT", "version": "5", "alg": "RS256"},
                "claims": claims(iat),
                "verified": true,
                "signature": {"status": "verified", "key": "s-other", "algorithm": "RS256"},
                "key_source": {"kind": "jwks_file", "from": "jwks.json"},
                "times": {
                    "iat": {"time": time(iat), "seconds_from_now": null},
                    "exp": {"time": time(iat + 3600), "seconds_from_now": null},
                },
                "hasura": {
                    "accepted": true, "namespace": NAMESPACE,
                    "default_role": "user", "allowed_roles": ["user"],
                    "session": {"x-hasura-user-id": "user-1"}, "dropped": [], "problems": [],
                },
                "warnings": [],
            },
        })
    );
}

#[test]
fn tokens_come_from_stdin_or_files_but_never_from_the_command_line() {
    let world = world();
    let token = good();
    world.file("token.txt", format!("\u{feff}Bearer {token}\r\n"));
    for (args, stdin) in [
        (vec!["-"], format!("\"{token}\"\n")),
        (vec!["token.txt"], String::new()),
        (vec![], format!("bearer {token}")),
    ] {
        let args = [VERIFY.to_vec(), args].concat();
        world
            .cmd(args)
            .stdin(stdin)
            .ok()
            .stdout_has("Hasura would accept");
    }
    for text in [
        token.clone(),
        format!("Bearer {token}"),
        "eyJhbGciOiJub25lIn0.e30.".into(),
    ] {
        let output = world.cmd(["decode", &text]).code(2);
        output
            .stderr_has("every user of this machine")
            .nowhere(&text);
        let json = world.cmd(["decode", "-o", "json", &text]).code(2);
        json.nowhere(&text);
    }
    world
        .cmd(["decode", "missing.txt"])
        .code(2)
        .stderr_has("cannot read missing.txt");
}

#[test]
fn without_a_key_it_says_so() {
    let world = World::new();
    let output = world.cmd(["decode"]).stdin(good()).ok();
    output
        .stdout_has("signature: NOT verified: no key is known")
        .stdout_has("if its signature holds");
    let json = world
        .cmd(["decode", "-o", "json"])
        .stdin(good())
        .ok()
        .json();
    assert_eq!(json["result"]["verified"], false);
    assert_eq!(json["result"]["signature"]["status"], "not_checked");
    assert_eq!(json["result"]["hasura"]["accepted"], Value::Null);
    let output = world.cmd(["decode", "--no-verify"]).stdin(good()).ok();
    output.stdout_has("NOT verified: --no-verify was given");
}

/// Runs `decode` and returns the first problem's code and Hasura's words.
#[track_caller]
fn refusal(world: &World, args: &[&str], token: &str) -> (String, String) {
    let args = [args, &["-o", "json"]].concat();
    let output = world.cmd(args).stdin(token).code(6);
    let json = output.json();
    assert_eq!(json["ok"], false, "{output}");
    let result = &json["result"];
    assert_eq!(result["hasura"]["accepted"], false, "{output}");
    let problem = &result["hasura"]["problems"][0];
    let text = |name: &str| problem[name].as_str().unwrap_or_default().to_owned();
    (text("code"), text("hasura_text"))
}

#[test]
fn refusals_in_hasuras_words() {
    let world = world();
    let verify = |extra: &[&str], token: &str| {
        let (code, text) = refusal(&world, &[&VERIFY, extra].concat(), token);
        let tail = text.strip_prefix("Could not verify JWT: ").unwrap_or(&text);
        (code, tail.to_owned())
    };
    let is = |code: &str, text: &str| (code.to_owned(), text.to_owned());
    let old = SIGNERS[0].sign(&claims(now() - 7200));
    assert_eq!(verify(&[], &old), is("jwt.expired", "JWTExpired"));
    let early = SIGNERS[0].sign(&claims(now() + 600));
    assert_eq!(
        verify(&[], &early),
        is("jwt.issued_in_future", "JWTIssuedAtFuture")
    );
    let mut later = claims(now());
    later["nbf"] = json!(now() + 600);
    let later = SIGNERS[0].sign(&later);
    assert_eq!(
        verify(&[], &later),
        is("jwt.not_yet_valid", "JWTNotYetValid")
    );
    let issuer = ["--issuer", "http://localhost:3333/api/"];
    assert_eq!(
        verify(&issuer, &good()),
        is("jwt.wrong_issuer", "JWTNotInIssuer")
    );
    let mut other = claims(now());
    other["aud"] = json!(["x"]);
    let other = SIGNERS[0].sign(&other);
    let audience = ["--audience", "a", "--audience", "b"];
    assert_eq!(
        verify(&audience, &other),
        is("jwt.wrong_audience", "JWTNotInAudience")
    );
    let token = good();
    let (rest, signature) = token.rsplit_once('.').unwrap();
    let (left, right) = signature.split_at(100);
    let altered = format!("{rest}.{}{right}", left.chars().rev().collect::<String>());
    assert_eq!(verify(&[], &altered).1, "JWSError JWSInvalidSignature");
    let stripped = format!("{rest}.");
    assert_eq!(verify(&[], &stripped).1, "JWSError JWSInvalidSignature");
    let mut bare = claims(now());
    bare.as_object_mut().unwrap().remove(NAMESPACE);
    let bare = SIGNERS[0].sign(&bare);
    assert_eq!(
        verify(&["--claims-namespace", NAMESPACE], &bare),
        is(
            "jwt.claims_missing",
            "claims key: 'https://hasura.io/jwt/claims' not found"
        )
    );
}

#[test]
fn skew_and_absent_claims_are_hasuras() {
    let world = world();
    let old = SIGNERS[0].sign(&claims(now() - 3605));
    world.cmd(VERIFY).stdin(&old).code(6);
    let args = [VERIFY.as_slice(), &["--skew", "60"]].concat();
    world.cmd(args).stdin(&old).ok();
    let endless = json!({ NAMESPACE: claims(0)[NAMESPACE] });
    let args = [VERIFY.as_slice(), &["--issuer", "x", "--audience", "y"]].concat();
    let output = world.cmd(args).stdin(SIGNERS[0].sign(&endless)).ok();
    output.stdout_has("the token never expires, and Hasura accepts that");
}

#[test]
fn text_that_is_no_token_is_named_for_what_it_is() {
    let world = world();
    let header = part(&json!({"alg": "RS256"}));
    let twice = base64_url(r#"{"sub":"a","sub":"b"}"#);
    let v2 = "eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCIsInZlcnNpb24iOiIyIn0=.e30=.c2ln";
    let refresh = format!("a+b/c.{}.V2", "0123456789abcdef".repeat(4));
    for (text, code, words) in [
        (
            "undefined",
            "jwt.not_three_parts",
            "name of a missing value",
        ),
        ("", "jwt.not_three_parts", "there is nothing"),
        ("aaaa.bbbb", "jwt.not_three_parts", "signature is missing"),
        ("a.b.c.d.e", "jwt.not_three_parts", "encrypted token (JWE)"),
        (
            r#"{"token":"a.b.c"}"#,
            "jwt.not_three_parts",
            "jq -r .token",
        ),
        (&"a".repeat(1024 * 1024 + 1), "jwt.too_large", "are allowed"),
        (
            &format!("{header}.e30.!!!!"),
            "jwt.bad_base64",
            "signature is not base64url",
        ),
        (
            &format!("{header}.{twice}."),
            "jwt.duplicate_key",
            "names \"sub\" twice",
        ),
        (
            &format!("{header}.{}.", base64_url("[1]")),
            "jwt.not_object",
            "is an array",
        ),
        (
            &format!("{header}.{}.", base64_url("{")),
            "jwt.bad_json",
            "payload is not JSON",
        ),
        (v2, "jwt.supertokens_v2", "2022 generation"),
        (&refresh, "jwt.refresh_token", "refresh token"),
    ] {
        let output = world.cmd(VERIFY).stdin(text).code(6);
        output
            .stderr_has(&format!("error[{code}]"))
            .stderr_has(words);
        assert_eq!(output.stdout, "");
        let args = [VERIFY.as_slice(), &["-o", "json"]].concat();
        let json = world.cmd(args).stdin(text).code(6).json();
        assert_eq!(json["error"]["code"], code);
    }
    world
        .cmd(VERIFY)
        .stdin(b"\xff\xfe.\xff.x".as_slice())
        .code(6);
}

fn base64_url(text: &str) -> String {
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text)
}

#[test]
fn hopeless_tokens_fail_even_without_a_key() {
    let world = World::new();
    let body = part(&claims(now()));
    let mut text_exp = claims(now());
    text_exp["exp"] = json!("2027");
    for (token, code) in [
        (
            format!("{}.{body}.", part(&json!({"alg": "none"}))),
            "jwt.alg_none",
        ),
        (
            format!("{}.{body}.", part(&json!({"alg": "NONE"}))),
            "jwt.unknown_alg",
        ),
        (
            format!("{}.{body}.", part(&json!({"typ": "JWT"}))),
            "jwt.unknown_alg",
        ),
        (SIGNERS[0].sign(&text_exp), "jwt.bad_claim"),
    ] {
        assert_eq!(refusal(&world, &["decode"], &token).0, code);
    }
    let old = SIGNERS[0].sign(&claims(now() - 7200));
    let output = world.cmd(["decode"]).stdin(old).ok();
    output.stdout_has("Hasura would refuse this token: Could not verify JWT: JWTExpired");
}

#[test]
fn keys_and_certificates_of_openssl() {
    let world = World::new();
    let token = std::fs::read_to_string(fixture("token.txt")).unwrap();
    for pem in ["spki.pem", "pkcs1.pem", "cert.pem"] {
        let path = fixture(pem);
        let args = ["decode", "-o", "json", "--pem", path.to_str().unwrap()];
        let json = world.cmd(args).stdin(&token).code(6).json();
        assert_eq!(json["result"]["verified"], true, "{pem}");
        assert_eq!(
            json["result"]["hasura"]["problems"][0]["code"],
            "jwt.claims_missing"
        );
    }
    let path = fixture("ec_cert.pem");
    let args = ["decode", "--pem", path.to_str().unwrap()];
    world
        .cmd(args)
        .stdin(&token)
        .code(6)
        .stdout_has("needs a key of kind RSA");
    world.file(
        "private.pem",
        "-----BEGIN PRIVATE KEY-----\nc2VjcmV0IHN0dWZm\n-----END PRIVATE KEY-----\n",
    );
    let output = world
        .cmd(["decode", "--pem", "private.pem"])
        .stdin(&token)
        .code(2);
    output.stderr_has("must stay secret").nowhere("c2VjcmV0");
    world.file("junk.pem", "junk");
    let output = world
        .cmd(["decode", "--pem", "junk.pem"])
        .stdin(&token)
        .code(2);
    output.stderr_has("error[jwt.bad_pem]");
}

#[test]
fn what_could_be_used_against_the_user_is_blanked() {
    let mut inner = claims(now());
    inner["antiCsrfToken"] = json!("d3adb33f-0000-4000-8000-00000000cafe");
    let nested = SIGNERS[1].sign(&claims(now()));
    inner["jwt"] = json!(nested);
    let token = SIGNERS[0].sign(&inner);
    let world = world();
    for format in ["text", "json"] {
        let args = [VERIFY.as_slice(), &["-o", format]].concat();
        let output = world.cmd(args).stdin(&token).ok();
        output
            .stdout_has("[redacted]")
            .nowhere("d3adb33f")
            .nowhere(&nested)
            .nowhere(&token);
    }
}

#[test]
fn claims_cannot_steer_the_terminal() {
    let mut claims = claims(now());
    claims["na\u{1b}[2Jme"] = json!("\u{1b}]0;owned\u{7}\u{9b}31m");
    claims[NAMESPACE]["x-hasura-\u{1b}"] = json!("\u{1b}[31m");
    let output = world().cmd(VERIFY).stdin(SIGNERS[0].sign(&claims)).ok();
    let control = output.stdout.chars().find(|c| c.is_control() && *c != '\n');
    assert_eq!(control, None, "{output}");
}

#[test]
fn key_sets_that_hasura_refuses_verify_nothing() {
    let world = World::new();
    let bad =
        json!({"keys": [SIGNERS[0].jwk(), {"kty": "RSA", "kid": "x", "n": "AAEC", "e": "AQAB"}]});
    for (set, code) in [
        (json!({"keys": []}).to_string(), "jwt.no_usable_key"),
        (bad.to_string(), "jwt.no_usable_key"),
    ] {
        world.file("jwks.json", set);
        let (found, text) = refusal(&world, &VERIFY, &good());
        assert_eq!(
            (found.as_str(), text.as_str()),
            (code, "Could not verify JWT: JWSError NoUsableKeys")
        );
    }
    for (set, code) in [
        ("<html>", "jwt.key_set_not_json"),
        ("", "jwt.key_set_not_json"),
        ("[]", "jwt.key_set_shape"),
        (&SIGNERS[0].jwk().to_string(), "jwt.key_set_shape"),
    ] {
        world.file("jwks.json", set);
        world.cmd(VERIFY).stdin(good()).code(6).stderr_has(code);
    }
}

#[test]
fn keys_from_the_net() {
    let server = Pages::serve(vec![
        Page::json("/auth/jwt/jwks.json", key_set()),
        Page::html("/html", 200, "<html><title>Welcome</title></html>"),
        Page::html(
            "/broken",
            500,
            "<pre>Error: No SuperTokens core available to query<br> at x</pre>",
        ),
    ]);
    let world = World::new();
    let decode = |args: &[&str]| world.cmd([&["decode"], args].concat()).stdin(good());
    let set = server.url("/auth/jwt/jwks.json");
    decode(&["--jwks-url", &set])
        .ok()
        .stdout_has(&format!("key set at {set}"));
    decode(&["--api-url", &server.origin()])
        .ok()
        .stdout_has("verified with");
    let wrong = ["--api-url", &server.origin(), "--api-base-path", "/api"];
    decode(&wrong)
        .code(2)
        .stderr_has("use --api-base-path /auth");
    decode(&["--jwks-url", &server.url("/html")])
        .code(5)
        .stderr_has("Welcome");
    decode(&["--jwks-url", &server.url("/broken")])
        .code(5)
        .stderr_has("core");
    decode(&["--jwks-url", &server.url("/nothing")])
        .code(5)
        .stderr_has("jwt.key_set_absent");
    let gone = [
        "--jwks-url",
        "http://127.0.0.1:1/jwks.json",
        "--retries",
        "0",
    ];
    decode(&gone).code(3);
    decode(&["--api-url", "http://127.0.0.1:1", "--no-verify"]).ok();
    decode(&["--jwks-url", "ftp://x/"]).code(2);
}

#[test]
fn what_the_auth_api_asks_for_and_hasura_does_not() {
    let world = world();
    let warnings = |more: &Value| {
        let mut claims = claims(now());
        for (name, value) in more.as_object().unwrap() {
            claims[name] = value.clone();
        }
        let token = SIGNERS[0].sign(&claims);
        let args = [&VERIFY[..], &["-o", "json"]].concat();
        let json = world.cmd(args).stdin(token).ok().json();
        json["result"]["warnings"].as_array().unwrap().len()
    };
    for (more, expected) in [
        (json!({}), 0),
        (json!({"st-ev": {"v": true, "t": 1}}), 0),
        (json!({"st-ev": {"v": false, "t": 1}}), 1),
        (json!({"st-mfa": {"c": {}, "v": false}}), 1),
        (
            json!({"st-mfa": {"c": {}, "v": true}, "st-ev": {"t": 1}}),
            0,
        ),
        (json!({"st-ev": {"v": false}, "st-mfa": {"v": false}}), 2),
    ] {
        assert_eq!(warnings(&more), expected, "{more}");
    }
    let mut unverified = claims(now());
    unverified["st-ev"] = json!({"v": false, "t": 1});
    let output = world.cmd(VERIFY).stdin(SIGNERS[0].sign(&unverified)).ok();
    output
        .stdout_has("warning: the e-mail address is not verified (st-ev is false)")
        .stdout_has("Hasura would accept this token");
}

/// The proposal works: what is printed is put into a secret, which then reads the token.
#[test]
fn roles_of_supertokens_alone_are_mapped() {
    let world = world();
    let token = |roles: Value| {
        let claims =
            json!({"sub": "u-1", "iat": now(), "exp": now() + 60, "st-role": {"v": roles, "t": 1}});
        SIGNERS[0].sign(&claims)
    };
    let output = world
        .cmd(VERIFY)
        .stdin(token(json!(["clerk", "user"])))
        .code(6);
    let start = output.stdout.find("{\"claims_map\"").unwrap();
    let map = serde_json::Deserializer::from_str(&output.stdout[start..]);
    let mut secret: Value = map.into_iter().next().unwrap().unwrap();
    secret["jwk_url"] = json!("http://127.0.0.1:9/jwks.json");
    world.file("secret.json", secret.to_string());
    let args = [&VERIFY[..], &["--jwt-secret", "secret.json", "-o", "json"]].concat();
    let json = world
        .cmd(&args)
        .stdin(token(json!(["clerk", "user"])))
        .ok()
        .json();
    assert_eq!(json["result"]["hasura"]["default_role"], "clerk");
    assert_eq!(
        json["result"]["hasura"]["session"]["x-hasura-user-id"],
        "u-1"
    );
    world
        .cmd(VERIFY)
        .stdin(token(json!([])))
        .code(6)
        .stdout_has("there is none in this token");
}
