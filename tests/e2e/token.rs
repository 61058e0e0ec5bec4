//! `token`: where the JWT is found, when it is renewed, what is printed.

use serde_json::json;

use crate::stacks::{ALL, EMAIL, KINDS, PASSWORD, api, each};
use crate::support::control::{count, faults, received};
use crate::support::{World, claims, tokens};

#[test]
fn stdout_is_the_token_and_a_newline() {
    for stack in ALL {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let output = world.cmd(["token"]).ok();
        let token = output.stdout.strip_suffix('\n').unwrap();
        assert!(!token.contains(char::is_whitespace), "{output}");
        assert_eq!(output.stderr, "");
        let claims = claims(token);
        let hasura = &claims["https://hasura.io/jwt/claims"];
        assert_eq!(hasura["x-hasura-user-id"], claims["sub"]);
        assert_eq!(hasura["x-hasura-default-role"], "user");
    }
}

#[test]
fn verbose_and_json_say_where_it_was_found() {
    for (stack, source) in [
        (KINDS[0], "cookie"),
        (KINDS[1], "header"),
        (KINDS[2], "route"),
    ] {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let output = world.cmd(["token", "-o", "json"]).ok();
        let result = &output.json()["result"];
        assert_eq!(result["source"], source, "{output}");
        assert_eq!(result["user"]["email"], EMAIL);
        assert_eq!(result["session"], "default");
        assert!(result["expires_at"].as_str().unwrap().ends_with('Z'));
        let token = result["token"].as_str().unwrap();
        let again = world.cmd(["token", "-v"]).ok();
        again
            .stdout_is(&format!("{token}\n"))
            .stderr_has("source: ");
    }
}

#[test]
fn a_token_that_lasts_needs_no_network() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let first = world.cmd(["token"]).ok().stdout;
        drop(sandbox);
        assert_eq!(world.cmd(["token"]).ok().stdout, first);
    }
}

#[test]
fn a_token_that_does_not_last_is_renewed_and_kept() {
    each(&ALL, |stack| {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let first = world.cmd(["token"]).ok().stdout;
        // Within one second the legacy JWT is signed anew and comes out the same.
        std::thread::sleep(std::time::Duration::from_millis(1100));
        let output = world.cmd(["token", "--min-ttl", "7200"]).ok();
        assert_ne!(output.stdout, first);
        output.stderr_has("less than --min-ttl 7200");
        assert_eq!(count(api(&sandbox), "/session/refresh"), 1);
        // The renewed one is what is kept.
        assert_eq!(world.cmd(["token"]).ok().stdout, output.stdout);
        assert_eq!(
            claims(first.trim())["sub"],
            claims(output.stdout.trim())["sub"]
        );
    });
}

#[test]
fn an_expired_session_is_refreshed_on_the_way() {
    each(&ALL, |stack| {
        let sandbox = stack.start(&["--access-token-ttl", "4"]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let first = world.cmd(["token", "--min-ttl", "0"]).ok().stdout;
        std::thread::sleep(std::time::Duration::from_millis(4100));
        // The legacy JWT outlives its session by 30 s; a minute is more than that.
        let margin = if stack.generation == "legacy" {
            "60"
        } else {
            "0"
        };
        let second = world.cmd(["token", "--min-ttl", margin]).ok().stdout;
        assert_ne!(first, second);
        assert_eq!(count(api(&sandbox), "/session/refresh"), 1);
    });
}

#[test]
fn tokens_rotated_by_any_answer_are_kept() {
    // The first call of a protected route after a refresh hands out another access token.
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        world.cmd(["refresh"]).ok();
        let before = std::fs::read(world.session_file("default", "default")).unwrap();
        let first = world.cmd(["token", "--jwt-path", "/getJWT"]).ok().stdout;
        let after = std::fs::read(world.session_file("default", "default")).unwrap();
        assert_ne!(before, after);
        // And that one is current: nothing is rotated again, and refreshing goes on working.
        let second = world.cmd(["token", "--jwt-path", "/getJWT"]).ok().stdout;
        assert_eq!(first, second);
        world.cmd(["refresh"]).ok();
    }
}

#[test]
fn an_out_dated_route_does_not_matter_to_a_modern_session() {
    let stack = KINDS[0];
    let sandbox = stack.start(&["--fault", "getjwt-empty"]);
    let world = stack.world(&sandbox);
    world.cmd(["signup", "-e", EMAIL]).ok();
    world.cmd(["token"]).ok();
    // Asked for by name, it is explained.
    let output = world.cmd(["token", "--jwt-path", "/getJWT"]).code(5);
    output
        .stdout_is("")
        .stderr_has("auth.no_jwt")
        .stderr_has("written for an SDK before 14")
        .stderr_has("session.getAccessToken()");
}

#[test]
fn a_legacy_session_without_the_route_falls_back_to_the_front_token() {
    let stack = KINDS[2];
    let sandbox = stack.start(&["--fault", "getjwt-empty"]);
    let world = stack.world(&sandbox);
    world.cmd(["signup", "-e", EMAIL]).ok();
    let output = world.cmd(["token", "-o", "json"]).ok();
    assert_eq!(output.json()["result"]["source"], "front-token", "{output}");
}

#[test]
fn the_outer_token_of_the_legacy_generation_is_never_handed_out() {
    let stack = KINDS[2];
    let sandbox = stack.start(&["--fault", "getjwt-empty"]);
    let world = stack.world(&sandbox);
    world
        .cmd(["signup", "-e", EMAIL, "--cookie-jar", "jar"])
        .ok();
    // A jar has no front token, so nothing is left but the V2 access token.
    let output = world.cmd(["token", "--cookie-jar", "jar"]).code(5);
    output
        .stdout_is("")
        .stderr_has("auth.no_jwt")
        .stderr_has("access token: not a JWT")
        .stderr_has("--jwt-path");
}

#[test]
fn missing_claims_are_warned_of() {
    let stack = KINDS[0];
    let sandbox = stack.start(&["--fault", "claims-absent"]);
    let world = stack.world(&sandbox);
    world.cmd(["signup", "-e", EMAIL]).ok();
    let output = world.cmd(["token"]).ok();
    output.stderr_has("carries no https://hasura.io/jwt/claims");
    assert_eq!(output.stdout.lines().count(), 1);
}

#[test]
fn a_claim_that_the_route_wants_is_explained() {
    let stack = KINDS[0];
    let sandbox = stack.start(&["--fault", "email-unverified"]);
    let world = stack.world(&sandbox);
    world.cmd(["signup", "-e", EMAIL]).ok();
    let output = world.cmd(["token", "--jwt-path", "/getJWT"]).code(4);
    output
        .stderr_has("auth.invalid_claim")
        .stderr_has("st-ev must be true and is false")
        .stderr_has("Hasura accepts this user's JWT all the same");
}

#[test]
fn verification_holds_or_ends_with_6() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let plain = world.cmd(["token"]).ok().stdout;
        world.cmd(["token", "--verify"]).ok().stdout_is(&plain);
        faults(api(&sandbox), &["empty-jwks"], &[]);
        let refused = world.cmd(["token", "--verify"]).code(6);
        refused.stdout_is("").nowhere(plain.trim());
    }
}

#[test]
fn decoding_says_whether_the_signature_was_looked_at() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let token = world.cmd(["token"]).ok().stdout;
        let output = world.cmd(["token", "--decode", "-o", "json"]).ok();
        let signature = output.json()["result"]["signature"]["status"].clone();
        assert_eq!(signature, "not_checked", "{output}");
        output.nowhere(token.trim());
        let line = ["token", "--decode", "--verify", "-o", "json"];
        let output = world.cmd(line).ok();
        let signature = output.json()["result"]["signature"]["status"].clone();
        assert_eq!(signature, "verified", "{output}");
        faults(api(&sandbox), &["empty-jwks"], &[]);
        world.cmd(line).code(6);
    }
}

#[test]
fn other_route_and_pointer_are_obeyed() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    world.cmd(["signup", "-e", EMAIL]).ok();
    let output = world.cmd(["token", "--jwt-path", "/nosuch"]).code(5);
    output.stderr_has("/nosuch: 404, there is no such route");
    let line = [
        "token",
        "--jwt-path",
        "/getJWT",
        "--jwt-pointer",
        "/data/jwt",
    ];
    world
        .cmd(line)
        .code(5)
        .stderr_has("no text at /data/jwt; it has the members token");
    world
        .cmd(["token", "--jwt-path", "http://example.com/getJWT"])
        .code(2)
        .stderr_has("must be a path");
    world
        .cmd([
            "token",
            "--jwt-path",
            "/getJWT",
            "--jwt-pointer",
            "data.jwt",
        ])
        .code(2)
        .stderr_has("--jwt-pointer /data/jwt");
    let requests = received(api(&sandbox));
    let route = requests
        .iter()
        .find(|request| request.path == "/getJWT")
        .unwrap();
    assert_eq!(route.header("rid"), Some("anti-csrf"));
    assert_eq!(route.header("st-auth-mode"), Some("cookie"));
}

#[test]
fn without_a_session_it_says_how_to_get_one() {
    let sandbox = KINDS[0].start(&[]);
    let output = sandbox.world().cmd(["token"]).code(4);
    output
        .stdout_is("")
        .stderr_has("session.missing")
        .stderr_has("st-hasura signin");
}

#[test]
fn the_password_is_not_asked_for_again() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    world.cmd(["signup", "-e", EMAIL]).ok();
    world
        .cmd(["token"])
        .env("ST_HASURA_PASSWORD", "")
        .ok()
        .nowhere(PASSWORD);
}

/// What the auth API asks of a session and Hasura does not is said beside the token.
#[test]
fn an_address_that_is_not_verified_is_told() {
    for (verified, said) in [(false, true), (true, false)] {
        let world = World::new();
        let now = time::OffsetDateTime::now_utc().unix_timestamp();
        let mut claims = tokens::claims(now);
        claims["st-ev"] = json!({ "v": verified, "t": 1 });
        let token = tokens::SIGNERS[0].sign(&claims);
        let jar = format!("127.0.0.1\tFALSE\t/\tFALSE\t0\tsAccessToken\t{token}\n");
        world.file("jar", jar);
        let api = ["--api-url", "http://127.0.0.1:9"];
        let args = [&["token", "--cookie-jar", "jar"][..], &api].concat();
        let output = world.cmd(args).ok();
        output.stdout_is(&format!("{token}\n"));
        let words = "the e-mail address is not verified (st-ev is false)";
        assert_eq!(output.stderr.contains(words), said, "{output}");
    }
}
