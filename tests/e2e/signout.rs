//! `signout`: revoked there, removed here, honest about the JWT.

use crate::stacks::{ALL, EMAIL, KINDS, api, each};
use crate::support::control::{count, faults};

#[test]
fn the_session_is_revoked_and_removed_and_the_jwt_lives_on() {
    for stack in ALL {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let kept = std::fs::read(world.session_file("default", "default")).unwrap();
        let output = world.cmd(["signout"]).ok();
        output
            .stdout_has("signed out")
            .stdout_has("Hasura accepts the JWT for another ")
            .stdout_has("all the same");
        let file = world.session_file("default", "default");
        assert!(!file.exists());
        // It really was revoked: what was kept of it refreshes no more.
        std::fs::write(&file, kept).unwrap();
        world
            .cmd(["refresh"])
            .code(4)
            .stderr_has("auth.session_gone");
    }
}

#[test]
fn json_says_what_happened() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    world.cmd(["signup", "-e", EMAIL]).ok();
    let output = world.cmd(["signout", "-o", "json"]).ok();
    let result = &output.json()["result"];
    assert_eq!(result["revoked"], true);
    assert_eq!(result["session"], "default");
    assert!(result["jwt_valid_until"].as_str().unwrap().ends_with('Z'));
}

#[test]
fn an_expired_access_token_is_refreshed_first() {
    each(&ALL, |stack| {
        let sandbox = stack.start(&["--access-token-ttl", "4"]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        std::thread::sleep(std::time::Duration::from_millis(4100));
        let output = world.cmd(["signout", "-o", "json"]).ok();
        assert_eq!(output.json()["result"]["revoked"], true, "{output}");
        assert_eq!(count(api(&sandbox), "/session/refresh"), 1);
        assert!(!world.session_file("default", "default").exists());
    });
}

#[test]
fn a_session_that_is_gone_already_is_still_removed_here() {
    each(&KINDS, |stack| {
        let sandbox = stack.start(&["--access-token-ttl", "4"]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let file = world.session_file("default", "default");
        let kept = std::fs::read(&file).unwrap();
        world.cmd(["signout"]).ok();
        std::fs::write(&file, kept).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(4100));
        let output = world.cmd(["signout", "-o", "json"]).ok();
        assert_eq!(output.json()["result"]["revoked"], false, "{output}");
        assert!(!file.exists());
    });
}

#[test]
fn a_server_that_fails_keeps_the_session_here() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    world.cmd(["signup", "-e", EMAIL]).ok();
    faults(api(&sandbox), &["html-500"], &[]);
    world
        .cmd(["signout"])
        .code(5)
        .stderr_has("auth.server_error");
    assert!(world.session_file("default", "default").exists());
    faults(api(&sandbox), &[], &["html-500"]);
    world.cmd(["signout"]).ok();
}

#[test]
fn without_a_session_it_fails_like_every_other_command() {
    let sandbox = KINDS[0].start(&[]);
    sandbox
        .world()
        .cmd(["signout"])
        .code(4)
        .stderr_has("session.missing");
}
