//! `signin`: sessions by name, jars, refusals, nothing lost.

use crate::stacks::{ALL, EMAIL, KINDS, PASSWORD, api};
use crate::support::control::{faults, posts, received};

#[test]
fn the_session_of_a_sign_in_works() {
    for stack in ALL {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "--email", EMAIL]).ok();
        let output = world.cmd(["signin", "--email", EMAIL, "-o", "json"]).ok();
        assert_eq!(output.json()["result"]["created"], false);
        world.cmd(["token"]).ok();
        world.cmd(["refresh"]).ok();
        world.cmd(["token"]).ok();
    }
}

#[test]
fn wrong_password_and_unknown_address_are_one_refusal() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "--email", EMAIL]).ok();
        let before = std::fs::read(world.session_file("default", "default")).unwrap();
        world
            .cmd(["signin", "--email", EMAIL])
            .env("ST_HASURA_PASSWORD", "wr0ng-password")
            .code(4)
            .stderr_has("error[auth.wrong_credentials]")
            .nowhere("wr0ng-password");
        world
            .cmd(["signin", "--email", "nobody@example.com"])
            .code(4)
            .stderr_has("auth.wrong_credentials");
        let after = std::fs::read(world.session_file("default", "default")).unwrap();
        assert_eq!(before, after, "a refusal must leave the session alone");
    }
}

#[test]
fn sessions_have_names_and_do_not_disturb_each_other() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    for name in ["ada", "bob"] {
        let email = format!("{name}@example.com");
        world.cmd(["signup", "-e", &email, "--session", name]).ok();
        assert!(world.session_file("default", name).is_file());
    }
    assert!(!world.session_file("default", "default").exists());
    let user = |name: &str| {
        let output = world.cmd(["token", "--session", name, "-o", "json"]).ok();
        output.json()["result"]["user"]["email"].clone()
    };
    assert_eq!(user("ada"), "ada@example.com");
    assert_eq!(user("bob"), "bob@example.com");
}

#[test]
fn what_was_forced_on_us_is_remembered() {
    // The server decides: asked for the one, it sends the other.
    for (asked, forced) in [("cookie", "header"), ("header", "cookie")] {
        let stack = KINDS[0];
        let sandbox = stack.start(&["--auth-transport", forced]);
        let mut world = stack.world(&sandbox);
        world.set("ST_HASURA_TRANSPORT", asked);
        let output = world.cmd(["signup", "-e", EMAIL, "-o", "json"]).ok();
        assert_eq!(output.json()["result"]["transport"], forced, "{output}");
        world.cmd(["refresh"]).ok();
        let requests = received(api(&sandbox));
        let refresh = requests.last().unwrap();
        assert_eq!(refresh.header("st-auth-mode"), Some(forced));
        let bearer = refresh.header("authorization").is_some();
        assert_eq!(bearer, forced == "header");
        world.cmd(["token"]).ok();
    }
}

#[test]
fn cookies_may_be_quoted_renamed_or_shown_twice() {
    for fault in ["quoted-cookies", "renamed-tokens", "expose-access-token"] {
        for stack in [KINDS[0], KINDS[1]] {
            eprintln!("{fault}");
            let sandbox = stack.start(&["--fault", fault]);
            let world = stack.world(&sandbox);
            world.cmd(["signup", "-e", EMAIL]).ok();
            let before = world.cmd(["token"]).ok().stdout;
            world.cmd(["refresh"]).ok();
            let after = world.cmd(["token"]).ok().stdout;
            assert_ne!(before, after);
            world.cmd(["signout"]).ok().stdout_has("signed out");
        }
    }
}

#[test]
fn a_jar_takes_the_place_of_a_session() {
    for stack in [KINDS[0], KINDS[2]] {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world
            .cmd(["signup", "-e", EMAIL, "--cookie-jar", "jar.txt"])
            .ok()
            .stderr_has("jar.txt");
        assert!(!world.session_file("default", "default").exists());
        let jar = std::fs::read_to_string(world.work().join("jar.txt")).unwrap();
        assert!(jar.contains("#HttpOnly_127.0.0.1"), "{jar}");
        assert!(jar.contains("sRefreshToken"), "{jar}");
        world.cmd(["token", "--cookie-jar", "jar.txt"]).ok();
        world.cmd(["refresh", "--cookie-jar", "jar.txt"]).ok();
        world.cmd(["token", "--cookie-jar", "jar.txt"]).ok();
        world.cmd(["signout", "--cookie-jar", "jar.txt"]).ok();
        let jar = std::fs::read_to_string(world.work().join("jar.txt")).unwrap();
        assert!(!jar.contains("sRefreshToken"), "{jar}");
    }
}

#[test]
fn a_jar_cannot_hold_header_tokens_and_says_so_before_signing_in() {
    let stack = KINDS[1];
    let sandbox = stack.start(&[]);
    let output = stack
        .world(&sandbox)
        .cmd(["signin", "-e", EMAIL, "--cookie-jar", "jar.txt"])
        .code(2);
    output.stderr_has("session.header_tokens");
    assert_eq!(posts(api(&sandbox)), 0);
}

#[test]
fn a_damaged_session_file_is_not_written_over() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    world.cmd(["signup", "-e", EMAIL]).ok();
    let file = world.session_file("default", "default");
    std::fs::write(&file, "{\"st").unwrap();
    world
        .cmd(["signin", "-e", EMAIL])
        .code(2)
        .stderr_has("session.corrupt");
    assert_eq!(std::fs::read(&file).unwrap(), b"{\"st");
}

#[test]
fn a_session_is_not_shown_to_another_auth_api() {
    let stack = KINDS[1];
    let (one, other) = (stack.start(&[]), stack.start(&[]));
    let world = stack.world(&one);
    world.cmd(["signup", "-e", EMAIL]).ok();
    let output = world.cmd(["refresh", "--api-url", api(&other)]).code(2);
    output.stderr_has("auth.other_api").stderr_has(api(&one));
    assert_eq!(posts(api(&other)), 0);
}

#[test]
fn refusals_of_sign_in_are_told_apart() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    world.cmd(["signup", "-e", EMAIL]).ok();
    for (fault, exit, code) in [
        ("signin-not-allowed", 4, "auth.sign_in_not_allowed"),
        ("general-error", 4, "auth.refused"),
        ("unknown-status", 5, "auth.unknown_status"),
    ] {
        faults(api(&sandbox), &[fault], &[]);
        world
            .cmd(["signin", "-e", EMAIL])
            .code(exit)
            .stderr_has(code);
        faults(api(&sandbox), &[], &[fault]);
    }
    // A wrong content type or bytes that are no UTF-8 are no reason to fail.
    faults(api(&sandbox), &["wrong-content-type"], &[]);
    world.cmd(["signin", "-e", EMAIL]).ok();
}

#[test]
fn nothing_secret_is_shown_however_loud_the_trace() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        let output = world.cmd(["signup", "-e", EMAIL, "-vvv"]).ok();
        output.nowhere(PASSWORD);
        let token = world.cmd(["token"]).ok().stdout;
        output.nowhere(token.trim());
        let state = std::fs::read_to_string(world.session_file("default", "default")).unwrap();
        let state: serde_json::Value = serde_json::from_str(&state).unwrap();
        for cookie in state["cookies"].as_array().into_iter().flatten() {
            if let Some(value) = cookie["value"].as_str() {
                output.nowhere(value);
            }
        }
    }
}

#[test]
fn secure_cookies_over_plain_http_are_explained() {
    for stack in [KINDS[0], KINDS[2]] {
        // The server believes to be behind https; the client comes by http and another name.
        let sandbox = stack.start(&["--api-domain", "https://api.example.com"]);
        let world = stack.world(&sandbox);
        let port = api(&sandbox).rsplit(':').next().unwrap().to_owned();
        let url = format!("http://api.example.com:{port}");
        let resolve = format!("api.example.com:{port}:127.0.0.1");
        let there = ["--api-url", &url, "--resolve", &resolve];
        let line = [&["signup", "-e", EMAIL][..], &there].concat();
        world
            .cmd(line)
            .ok()
            .stderr_has("is Secure")
            .stderr_has("will not be sent back");
        let line = [&["refresh"][..], &there].concat();
        world
            .cmd(line)
            .code(4)
            .stderr_has("auth.no_refresh_token")
            .stderr_has(&url);
    }
}
