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

/// The jar stays, and what others keep in it: that is what is said.
#[test]
fn of_a_jar_the_cookies_of_the_session_go() {
    let sandbox = KINDS[0].start(&[]);
    let world = KINDS[0].world(&sandbox);
    let foreign =
        "other.example\tFALSE\t/\tFALSE\t0\tx\ty\n127.0.0.1\tFALSE\t/\tFALSE\t0\tmine\tz\n";
    world.file("jar", foreign);
    let signup = ["signup", "-e", EMAIL, "--cookie-jar", "jar"];
    world.cmd(signup).ok();
    let jar = || std::fs::read_to_string(world.work().join("jar")).unwrap();
    assert!(jar().contains("sAccessToken"), "{}", jar());
    let output = world.cmd(["signout", "--cookie-jar", "jar"]).ok();
    let place = world.work().join("jar");
    let what = format!("the session's cookies in cookie jar {}", place.display());
    output
        .stdout_has(&format!(
            "signed out: the session is revoked, and {what} removed"
        ))
        .stderr_has(&format!("removed {what}"));
    let lines: Vec<String> = jar().lines().map(ToOwned::to_owned).collect();
    for line in foreign.lines() {
        assert!(lines.contains(&line.to_owned()), "{lines:?}");
    }
    assert!(
        !jar().contains("sAccessToken") && !jar().contains("sRefreshToken"),
        "{}",
        jar()
    );
}
