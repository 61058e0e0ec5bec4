//! From sign-up to the verdict, on every SDK, transport and anti-CSRF mode.

use serde_json::json;

use crate::rig::{COOKIE, HEADER, Rig, Sdk, Setup};
use crate::support::{World, readme};

#[test]
fn node24_cookie() {
    journey(COOKIE);
}

#[test]
fn node24_header() {
    journey(HEADER);
}

#[test]
fn node24_cookie_anti_csrf_via_token() {
    journey(Setup {
        anti_csrf: "VIA_TOKEN",
        ..COOKIE
    });
}

#[test]
fn node24_cookie_anti_csrf_via_custom_header() {
    journey(Setup {
        anti_csrf: "VIA_CUSTOM_HEADER",
        ..COOKIE
    });
}

#[test]
fn python_cookie() {
    journey(Setup {
        sdk: Sdk::Python,
        ..COOKIE
    });
}

#[test]
fn python_header() {
    journey(Setup {
        sdk: Sdk::Python,
        ..HEADER
    });
}

#[test]
fn go_cookie() {
    journey(Setup {
        sdk: Sdk::Go,
        ..COOKIE
    });
}

#[test]
fn go_header() {
    journey(Setup {
        sdk: Sdk::Go,
        ..HEADER
    });
}

#[test]
fn go_cookie_anti_csrf_via_token() {
    journey(Setup {
        sdk: Sdk::Go,
        anti_csrf: "VIA_TOKEN",
        ..COOKIE
    });
}

#[test]
fn node9_cookie() {
    journey(Setup {
        sdk: Sdk::Node9,
        ..COOKIE
    });
}

/// The README's tutorial, as written there, against today's configuration.
#[test]
fn readme_tutorial_today() {
    tutorial(COOKIE);
}

/// The README's tutorial, as written there, against the 2022 configuration.
#[test]
fn readme_tutorial_of_2022() {
    tutorial(Setup {
        sdk: Sdk::Node9,
        ..COOKIE
    });
}

fn tutorial(setup: Setup) {
    let Some(rig) = Rig::start(setup) else { return };
    let stdout = readme::run(&rig.world(), "tutorial");
    let token = stdout
        .lines()
        .find(|line| line.split('.').count() == 3 && line.len() > 300);
    assert!(token.is_some(), "{stdout}");
    assert!(
        stdout.contains("\"email\": \"ada@example.com\""),
        "{stdout}"
    );
}

const EMAIL: &str = "ada+1@example.test";

fn journey(setup: Setup) {
    let Some(rig) = Rig::start(setup) else { return };
    let world = rig.world();
    sign_up_and_in(&world);
    let user = tokens(&world, &rig, setup);
    hasura(&world, &user);
    refresh_and_theft(&world);
    sign_out(&world);
    // Whom it signs up it removes, and the session of before is nothing to it.
    let well = rig.world().cmd(["doctor"]).ok();
    well.stdout_has("the chain holds: ")
        .stdout_has("ok    refresh    a new pair of tokens came")
        .stdout_has("ok    accepted   it answers the user");
}

fn sign_up_and_in(world: &World) {
    let weak = world
        .cmd([
            "signup",
            "--email",
            EMAIL,
            "--output",
            "json",
            "--password-stdin",
        ])
        .stdin("short")
        .run();
    assert_eq!(weak.json()["ok"], false, "{weak}");
    weak.stdout_has("at least 8 characters");

    world.cmd(["signup", "--email", EMAIL]).ok();
    let taken = world.cmd(["signup", "--email", EMAIL]).code(4);
    taken.stderr_has("already exists").stderr_has("--if-exists");
    world
        .cmd(["signup", "--email", EMAIL, "--if-exists", "signin"])
        .ok();

    let wrong = world
        .cmd(["signin", "--email", EMAIL, "--password-stdin"])
        .stdin("wrongPass1");
    wrong.code(4).nowhere("wrongPass1");
    // A refused sign-in loses nothing: the session of before still hands out a token.
    world.cmd(["token"]).ok();
    world
        .cmd(["signin", "--email", EMAIL])
        .ok()
        .nowhere("testPass123");
}

/// Returns the user's id.
fn tokens(world: &World, rig: &Rig, setup: Setup) -> String {
    let token = world.cmd(["token"]).ok();
    assert_eq!(token.stdout.lines().count(), 1, "{token}");
    assert_eq!(token.stdout.trim_end().split('.').count(), 3, "{token}");

    let decoded = world
        .cmd(["decode", "-o", "json"])
        .stdin(&token.stdout)
        .ok()
        .json();
    assert_eq!(decoded["result"]["verified"], true, "{decoded}");
    let claims = &decoded["result"]["claims"];
    let user = claims["sub"].as_str().unwrap().to_owned();
    assert_eq!(claims["iss"], format!("{}/api", rig.api_url));
    assert_eq!(
        claims["https://hasura.io/jwt/claims"],
        json!({
            "x-hasura-user-id": user,
            "x-hasura-default-role": "user",
            "x-hasura-allowed-roles": ["user"],
        })
    );
    let mut broken = token.stdout.trim_end().to_owned();
    let middle = broken.len() - 40;
    let other = if broken.as_bytes()[middle] == b'A' {
        "B"
    } else {
        "A"
    };
    broken.replace_range(middle..=middle, other);
    world.cmd(["decode"]).stdin(&broken).code(6);

    world.cmd(["jwks"]).ok();
    let secret = world.cmd(["jwt-secret", "--issuer"]).ok();
    let value: serde_json::Value = serde_json::from_str(&secret.stdout).unwrap();
    assert_eq!(
        value["jwk_url"],
        format!("{}/api/jwt/jwks.json", rig.api_url)
    );
    assert_eq!(value["issuer"], format!("{}/api", rig.api_url), "{setup:?}");
    user
}

fn hasura(world: &World, user: &str) {
    let answer = world
        .cmd(["query", "{ emailpassword_users { user_id email } }"])
        .ok();
    let answer: serde_json::Value = serde_json::from_str(&answer.stdout).unwrap();
    let rows = answer
        .pointer("/emailpassword_users")
        .or(answer.pointer("/data/emailpassword_users"));
    assert_eq!(
        rows,
        Some(&json!([{ "user_id": user, "email": EMAIL }])),
        "{answer}"
    );
    world
        .cmd(["query", "{ emailpassword_users { password_hash } }"])
        .code(7);

    let verdict = world.cmd(["verify-hasura", "-o", "json"]).ok().json();
    assert_eq!(verdict["result"]["verdict"], "sound", "{verdict}");
}

fn refresh_and_theft(world: &World) {
    let session = world.session_file("default", "default");
    let stolen = world.session_file("default", "stolen");
    let before = world.cmd(["token"]).ok().stdout;
    std::fs::copy(&session, &stolen).unwrap();
    world.cmd(["refresh"]).ok();
    let after = world.cmd(["token"]).ok().stdout;
    assert_ne!(before, after, "a refresh brings another token");
    // The new refresh token is used once more, so that the core knows that it arrived.
    world.cmd(["refresh"]).ok();

    let theft = world.cmd(["--session", "stolen", "refresh"]).code(4);
    theft.stderr_has("theft");
    // The core has revoked the whole session: the rightful copy is dead as well.
    world
        .cmd(["refresh"])
        .code(4)
        .stderr_has("st-hasura signin");
}

fn sign_out(world: &World) {
    world.cmd(["signin", "--email", EMAIL]).ok();
    let token = world.cmd(["token"]).ok().stdout;
    let output = world.cmd(["signout"]).ok();
    output
        .stdout_has("a JWT cannot be revoked")
        .nowhere(token.trim_end());
    assert!(!world.session_file("default", "default").exists());
    world.cmd(["token"]).code(4);
    // The token outlives the session, as `signout` has said.
    world.cmd(["decode"]).stdin(&token).ok();
}
