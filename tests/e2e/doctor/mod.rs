//! `doctor`: the first link of the chain that does not hold is named, whatever hangs on it.

mod between;
mod compose;
mod compose_files;
mod cookies;
mod cors;
mod faults;
mod fix;
mod proxies;

use serde_json::{Value, json};

use crate::stacks::{ALL, KINDS, Stack, carries_tokens};
use crate::support::between::{Between, Deed, without};
use crate::support::sandbox::Sandbox;
use crate::support::{Output, World, control};

#[test]
fn a_sound_chain_holds_in_every_kind_of_stack() {
    for stack in ALL {
        let sandbox = stack.start(&[]);
        let output = stack.world(&sandbox).cmd(["doctor"]).ok();
        output
            .stdout_has("the chain holds: 18 checks, 1 check with a warning, 1 not made\n")
            .stdout_has("ok    accepted   it answers the user\n")
            .stdout_has("note: removed the throw-away user st-hasura-smoke+");
        assert!(output.stdout.lines().count() < 45, "{output}");
    }
}

/// One request after the other, as few as tell it all, and nothing is left behind.
#[test]
fn it_asks_little_and_leaves_nothing() {
    let sandbox = Sandbox::start(&[]);
    let world = sandbox.world();
    world.cmd(["doctor"]).ok();
    let origins = [
        "ST_HASURA_CORE_URI",
        "ST_HASURA_API_URL",
        "HASURA_GRAPHQL_ENDPOINT",
    ];
    // The core is also asked by the auth API.
    let asked: usize = origins[1..]
        .iter()
        .map(|name| control::received(sandbox.var(name)).len())
        .sum();
    assert!((10..=30).contains(&asked), "{asked}");
    let users = world
        .cmd(["users", "list", "--throw-away", "-o", "json"])
        .ok();
    assert_eq!(users.json()["result"]["users"], json!([]), "{users}");
}

#[test]
fn a_session_that_was_named_is_looked_at_and_nobody_is_signed_up() {
    let (sandbox, world) = crate::stacks::seeded(&[]);
    let before = control::count(sandbox.var("ST_HASURA_API_URL"), "/signup");
    let output = world.cmd(["doctor", "--session", "alice"]).ok();
    output.stdout_has("ok    session    session \"alice\" of user ");
    output.stdout_has("-     refresh    a session of yours is only refreshed where it has to be");
    let after = control::count(sandbox.var("ST_HASURA_API_URL"), "/signup");
    assert_eq!(before, after);
    world
        .cmd(["doctor", "--session", "nobody", "-o", "json"])
        .code(9)
        .stdout_has("\"broken\":\"session\"");
}

#[test]
fn checks_are_chosen_with_what_they_need() {
    let sandbox = Sandbox::start(&[]);
    let world = sandbox.world();
    let ids = |output: &Output| -> Vec<String> {
        let said = output.json();
        let checks = said["result"]["checks"].as_array().unwrap();
        checks
            .iter()
            .map(|one| one["id"].as_str().unwrap().to_owned())
            .collect()
    };
    let only = world
        .cmd(["doctor", "--only", "signature,hasura", "-o", "json"])
        .ok();
    assert_eq!(ids(&only), ["signature", "hasura"]);
    let skipped = world
        .cmd(["doctor", "--skip", "session", "-o", "json"])
        .ok()
        .json();
    let token = &skipped["result"]["checks"][4];
    assert_eq!(token["id"], "cookies");
    assert_eq!(
        token["seen"],
        json!(["--skip leaves out session, which it needs"])
    );
    world
        .cmd(["doctor", "--only", "sesion"])
        .code(2)
        .stderr_has("doctor has no check sesion")
        .stderr_has("the checks are config, core, auth-api, session, cors, cookies, token");
}

#[test]
fn offline_it_asks_nobody() {
    let mut world = World::new();
    world
        .set("ST_HASURA_API_URL", "http://192.0.2.1:1")
        .set("HASURA_GRAPHQL_ENDPOINT", "http://192.0.2.1:2")
        .set("HASURA_GRAPHQL_JWT_SECRET", "{\"type\":\"RS256\"}");
    let output = world.cmd(["doctor", "--offline"]).code(9);
    output
        .stdout_has("broken at jwt-secret: ")
        .stdout_has("-     auth-api   --offline asks no server")
        .stdout_has("look  reach      http://192.0.2.1:1/auth/jwt/jwks.json");
}

/// What asks nobody proves nothing, in any form of output; nor does a part of the chain.
#[test]
fn a_chain_that_was_not_tried_is_not_called_sound() {
    let sandbox = Sandbox::start(&[]);
    let world = sandbox.world();
    let said = "nothing that was looked at speaks against the chain";
    for args in [&["--offline"][..], &["--only", "signature"]] {
        let doctor = |more: &[&'static str]| world.cmd([&["doctor"], args, more].concat()).ok();
        doctor(&[])
            .stdout_has(&format!("{said}: "))
            .stdout_has("; the chain itself was not tried\n");
        let line = format!("doctor: untried, {said}, which itself was not tried (exit 0)\n");
        doctor(&["-o", "github"]).stdout_has(&line);
        let json = doctor(&["-o", "json"]).json();
        assert_eq!(json["result"]["tried"], false, "{json}");
    }
    let output = world.cmd(["doctor", "--only", "query", "-o", "json"]).ok();
    assert_eq!(output.json()["result"]["tried"], true, "{output}");
}

#[test]
fn nothing_configured_is_said_with_the_first_thing_to_do() {
    let output = World::new().cmd(["doctor"]).code(9);
    output
        .stdout_has("broken at config: nothing is configured that could be looked at\n")
        .stdout_has("help: run st-hasura init in your project");
}

#[test]
fn a_page_may_talk_to_the_auth_api_or_not() {
    let sandbox = Sandbox::start(&[]);
    let output = sandbox
        .world()
        .cmd([
            "doctor",
            "--only",
            "cors",
            "--origin",
            "https://shop.test",
            "-o",
            "json",
        ])
        .run();
    let said = output.json();
    let cors = &said["result"]["checks"][0];
    assert_eq!(cors["id"], "cors", "{output}");
    assert_ne!(cors["status"], "skip", "{output}");
}

/// Where Hasura's JWT secret demands another issuer, the cause is named, not its consequence.
#[test]
fn another_issuer_is_told_beside_the_token() {
    let sandbox = Sandbox::start(&[]);
    let mut world = sandbox.world();
    let jwks = format!("{}/auth/jwt/jwks.json", sandbox.var("ST_HASURA_API_URL"));
    world.set(
        "HASURA_GRAPHQL_JWT_SECRET",
        json!({ "jwk_url": jwks, "issuer": "https://elsewhere.test/auth" }).to_string(),
    );
    let output = world.cmd(["doctor"]).code(9);
    output
        .stdout_has("broken at jwt-secret: J011: the token's iss is http://")
        .stdout_has("issuer is https://elsewhere.test/auth: compared byte for byte");
}

#[test]
fn reports_are_made_as_elsewhere() {
    let sandbox = Sandbox::start(&["--fault", "claims-absent"]);
    let world = sandbox.world();
    let github = world
        .cmd([
            "doctor",
            "-o",
            "github",
            "--report",
            "junit=doctor.xml",
            "--report",
            "html=doctor.html",
            "--report",
            "sarif=doctor.sarif",
        ])
        .code(9);
    github.stdout_has("doctor: broken, the first link that does not hold is claims (exit 9)\n");
    github.stdout_has("::error title=claims the JWT has the claims that Hasura needs::");
    let junit = std::fs::read_to_string(world.work().join("doctor.xml")).unwrap();
    assert!(junit.contains("failures=\"2\""), "{junit}");
    let sarif = std::fs::read_to_string(world.work().join("doctor.sarif")).unwrap();
    let sarif: Value = serde_json::from_str(&sarif).unwrap();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    assert!(results.iter().any(|one| one["ruleId"] == "claims"));
    assert!(world.work().join("doctor.html").exists());
}

/// In cookies over http to a host that is not this machine, Secure ones never come back.
#[test]
fn the_words_for_a_stack_are_those_of_its_kind() {
    let legacy = Stack {
        generation: "legacy",
        transport: "cookie",
        anti_csrf: "none",
    };
    let sandbox = legacy.start(&[]);
    let output = legacy.world(&sandbox).cmd(["doctor"]).ok();
    output.stdout_has("the generation of 2022, whose JWT is inside the session");
}

/// Whoever answers strangers may not have seen the token: that it answers proves nothing.
#[test]
fn a_token_that_never_arrives_is_not_called_accepted() {
    let sandbox = Sandbox::start(&["--unauthorized-role", "anonymous"]);
    sandbox.world().cmd(["doctor", "--only", "accepted"]).ok();
    let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
    let port: std::net::SocketAddr = origin.trim_start_matches("http://").parse().unwrap();
    let between = Between::start(&origin, move |asked| {
        let mut head: Vec<&str> = asked.head.lines().collect();
        head.retain(|line| !line.to_lowercase().starts_with("authorization:"));
        if head.len() == asked.head.lines().count() {
            return Deed::Pass;
        }
        let answer = anonymously(port, &asked.body);
        Deed::Answer(200, answer)
    });
    let output = sandbox
        .world()
        .cmd(["doctor"])
        .env("HASURA_GRAPHQL_ENDPOINT", between.origin())
        .code(9);
    output.stdout_has(
        "broken at accepted: a token was sent, and Hasura did not see it: it looks for it elsewhere",
    );
}

/// What a query gets without a token.
fn anonymously(hasura: std::net::SocketAddr, body: &Value) -> Value {
    use std::io::{Read as _, Write as _};
    let mut stream = std::net::TcpStream::connect(hasura).unwrap();
    let body = body.to_string();
    write!(
        stream,
        "POST /v1/graphql HTTP/1.1\r\nHost: {hasura}\r\nConnection: close\r\nContent-Type: \
         application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}

#[test]
fn a_hook_is_named_where_it_refuses() {
    let sandbox = Sandbox::start(&[]);
    let between = Between::start(sandbox.var("HASURA_GRAPHQL_ENDPOINT"), |asked| {
        if !asked.path.ends_with("/graphql") {
            return Deed::Pass;
        }
        let message = "Authentication hook unauthorized this request";
        let extensions = json!({ "path": "$", "code": "access-denied" });
        Deed::Answer(
            200,
            json!({ "errors": [{ "extensions": extensions, "message": message }] }),
        )
    });
    let output = sandbox
        .world()
        .cmd(["doctor"])
        .env("HASURA_GRAPHQL_ENDPOINT", between.origin())
        .code(9);
    output
        .stdout_has(
            "broken at accepted: Hasura says: Authentication hook unauthorized this request",
        )
        .stdout_has("more: st-hasura explain hasura.webhook_refused");
}

/// A proxy that takes the cookies of the sign-up away: the user is there all the same.
#[test]
fn a_user_of_whom_no_session_came_is_removed() {
    let sandbox = Sandbox::start(&[]);
    let api = sandbox.var("ST_HASURA_API_URL").to_owned();
    let between = Between::start(&api, |asked| {
        if asked.path.ends_with("/signup") {
            return Deed::KeepAnswer;
        }
        Deed::Pass
    });
    let output = sandbox
        .world()
        .cmd(["doctor", "--timeout", "5", "--retries", "0"])
        .env("ST_HASURA_API_URL", between.origin())
        .code(9);
    output
        .stdout_has("broken at session: ")
        .stdout_has("note: removed the throw-away user st-hasura-smoke+");
}

#[test]
fn nothing_looked_at_is_not_well() {
    let sandbox = Sandbox::start(&[]);
    let world = sandbox.world();
    for line in [
        &["doctor", "--only", "cors"][..],
        &["doctor", "--only", "config", "--skip", "config"],
    ] {
        world.cmd(line).code(2).stderr_has("nothing was looked at");
    }
    world
        .cmd(["doctor", "--origin", "shop.test"])
        .code(2)
        .stderr_has("--origin wants what a browser sends");
}

/// A secret that is not this auth API's is no detail: with it, Hasura refuses every token.
#[test]
fn keys_that_do_not_fit_the_token_are_told() {
    let sandbox = Sandbox::start(&[]);
    let api = sandbox.var("ST_HASURA_API_URL").to_owned();
    let doctor = |secret: &Value| {
        let mut world = sandbox.world();
        world.set("HASURA_GRAPHQL_JWT_SECRET", secret.to_string());
        world.cmd(["doctor"]).run()
    };
    let right = doctor(&json!({ "jwk_url": format!("{api}/auth/jwt/jwks.json") }));
    assert_eq!(right.code, Some(0), "{right}");
    let shared = doctor(&json!({ "type": "HS256", "key": "k".repeat(32) }));
    assert_eq!(shared.code, Some(9), "{shared}");
    shared.stdout_has("broken at jwt-secret: J002: the keys of ");
    let nowhere = doctor(&json!({ "jwk_url": format!("{api}/nowhere/jwks.json") }));
    assert_eq!(nowhere.code, Some(9), "{nowhere}");
    nowhere.stdout_has("broken at jwt-secret: J021: its key set cannot be read: ");
    // Hasura may reach what this machine does not.
    let elsewhere = doctor(&json!({ "jwk_url": "http://127.0.0.1:9/jwks.json" }));
    assert_eq!(elsewhere.code, Some(0), "{elsewhere}");
    elsewhere.stdout_has("its jwk_url is not reached from here");
}

/// Whoever does not see the admin secret says what he says to anybody: to sign in is no cure.
#[test]
fn an_admin_secret_that_never_arrives_is_told() {
    for args in [&[][..], &["--unauthorized-role", "anonymous"]] {
        let sandbox = Sandbox::start(args);
        let origin = sandbox.var("HASURA_GRAPHQL_ENDPOINT").to_owned();
        let between = Between::start(&origin, |_| Deed::Strip("x-hasura-admin-secret"));
        let output = sandbox
            .world()
            .cmd(["doctor"])
            .env("HASURA_GRAPHQL_ENDPOINT", between.origin())
            .code(9);
        output
            .stdout_has(
                "broken at jwt-secret: the admin secret was sent, and Hasura did not see it",
            )
            .stdout_has("see whether a proxy before Hasura drops x-hasura-admin-secret");
    }
}

/// The answer to a refresh is 200, and somebody on the way took from it what it is for.
#[test]
fn a_refresh_that_brings_no_tokens_is_broken() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let origin = sandbox.var("ST_HASURA_API_URL").to_owned();
        let between = Between::start(&origin, |asked| {
            if !asked.path.ends_with("/session/refresh") {
                return Deed::Pass;
            }
            Deed::Alter(Box::new(|answer| without(&answer, carries_tokens)))
        });
        let output = stack
            .world(&sandbox)
            .cmd(["doctor"])
            .env("ST_HASURA_API_URL", between.origin())
            .code(9);
        output.stdout_has(
            "broken at refresh: the auth API says OK to the refresh, and no new access token and \
             no new refresh token came",
        );
    }
}
