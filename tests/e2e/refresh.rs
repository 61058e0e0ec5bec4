//! `refresh`: once for all, saved before use, theft understood.

use std::process::Stdio;
use std::time::{Duration, SystemTime};

use serde_json::json;

use crate::stacks::{ALL, EMAIL, KINDS, api, carries_tokens, each};
use crate::support::World;
use crate::support::between::{Between, Deed, without};
use crate::support::control::{count, faults, received};
use crate::support::pages::{Page, Pages};

fn session(world: &World) -> String {
    std::fs::read_to_string(world.session_file("default", "default")).unwrap()
}

#[test]
fn tokens_change_and_the_session_goes_on() {
    for stack in ALL {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let before = session(&world);
        let output = world.cmd(["refresh", "-o", "json"]).ok();
        assert_eq!(output.json()["result"]["refreshed"], true, "{output}");
        assert_ne!(before, session(&world));
        for _ in 0..2 {
            world.cmd(["refresh"]).ok();
            world.cmd(["token", "--jwt-path", "/getJWT"]).ok();
        }
    }
}

#[test]
fn it_shows_the_refresh_token_the_way_it_came() {
    for stack in ALL {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        world.cmd(["refresh"]).ok();
        let requests = received(api(&sandbox));
        let refresh = requests.last().unwrap();
        assert!(refresh.path.ends_with("/auth/session/refresh"));
        assert_eq!(refresh.header("rid"), Some("session"));
        assert_eq!(refresh.header("st-auth-mode"), Some(stack.transport));
        let cookies = refresh.header("cookie").unwrap_or_default();
        if stack.transport == "cookie" {
            assert!(cookies.contains("sRefreshToken="), "{cookies}");
            assert_eq!(refresh.header("authorization"), None);
        } else {
            let bearer = refresh.header("authorization").unwrap();
            assert!(bearer.starts_with("Bearer "));
            assert!(!cookies.contains("sRefreshToken"));
        }
        let by_token = stack.anti_csrf == "via-token" && stack.transport == "cookie";
        assert_eq!(refresh.header("anti-csrf").is_some(), by_token, "{stack:?}");
        if stack.generation == "legacy" {
            assert!(cookies.contains("sIdRefreshToken="), "{cookies}");
        }
    }
}

/// Starts every command line at once and waits for all; returns (exit, stdout, stderr) of each.
fn at_once(world: &World, lines: &[&[&str]]) -> Vec<(Option<i32>, String, String)> {
    let children: Vec<_> = lines
        .iter()
        .map(|line| {
            world
                .command(*line)
                .stdin(Stdio::null())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()
                .unwrap()
        })
        .collect();
    children
        .into_iter()
        .map(|child| {
            let output = child.wait_with_output().unwrap();
            (
                output.status.code(),
                String::from_utf8(output.stdout).unwrap(),
                String::from_utf8(output.stderr).unwrap(),
            )
        })
        .collect()
}

#[test]
fn two_processes_at_once_make_one_refresh() {
    each(&ALL, |stack| {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        // Both have read the session long before the first answer comes.
        faults(api(&sandbox), &["slow"], &[]);
        let line: &[&str] = &["refresh", "-o", "json"];
        let results = at_once(&world, &[line, line]);
        let done: Vec<bool> = results
            .iter()
            .map(|(code, stdout, stderr)| {
                assert_eq!(*code, Some(0), "{stderr}");
                let output: serde_json::Value = serde_json::from_str(stdout).unwrap();
                output["result"]["refreshed"].as_bool().unwrap()
            })
            .collect();
        assert!(done.contains(&true) && done.contains(&false), "{done:?}");
        assert_eq!(count(api(&sandbox), "/session/refresh"), 1);
        faults(api(&sandbox), &[], &["slow"]);
        world.cmd(["token", "--jwt-path", "/getJWT"]).ok();
    });
}

#[test]
fn twenty_commands_that_need_a_token_make_one_refresh() {
    each(&KINDS, |stack| {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let line: &[&str] = &["token", "--min-ttl", "3595"];
        std::thread::sleep(Duration::from_secs(6));
        let results = at_once(&world, &[line; 20]);
        let mut tokens: Vec<String> = results
            .into_iter()
            .map(|(code, stdout, stderr)| {
                assert_eq!(code, Some(0), "{stderr}");
                stdout
            })
            .collect();
        tokens.sort();
        tokens.dedup();
        assert_eq!(tokens.len(), 1, "one token for all");
        assert_eq!(count(api(&sandbox), "/session/refresh"), 1);
    });
}

/// No token lasts as long as is asked for: whether they live too short or this machine's clock is
/// ahead, a new one is as good as it gets, and one is enough for all who ask at once.
#[test]
fn thirty_commands_that_no_token_is_good_enough_for_make_about_one_refresh() {
    each(&KINDS, |stack| {
        let sandbox = stack.start(&["--access-token-ttl", "20"]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let line: &[&str] = &["token", "--min-ttl", "36000"];
        for (code, _, stderr) in at_once(&world, &[line; 30]) {
            assert_eq!(code, Some(0), "{stderr}");
        }
        // One for each stretch of time in which a new token counts as such.
        let refreshes = count(api(&sandbox), "/session/refresh");
        assert!((1..=4).contains(&refreshes), "{refreshes} refreshes");
    });
}

/// The same with a jar, which has no place for when its tokens came. curl may have written it, and
/// may write it again for another site, which makes no old token new.
#[test]
fn thirty_commands_with_one_jar_make_about_one_refresh() {
    each(&[KINDS[0], KINDS[2]], |stack| {
        let sandbox = stack.start(&["--access-token-ttl", "20"]);
        let world = stack.world(&sandbox);
        world
            .cmd(["signup", "-e", EMAIL, "--cookie-jar", "jar"])
            .ok();
        let jar = world.work().join("jar");
        let touch = |ago: u64| {
            let file = std::fs::File::options().append(true).open(&jar).unwrap();
            let then = SystemTime::now() - Duration::from_secs(ago);
            file.set_modified(then).unwrap();
        };
        // As if it had been there for long.
        touch(60);
        let line: &[&str] = &["token", "--min-ttl", "36000", "--cookie-jar", "jar"];
        for (code, _, stderr) in at_once(&world, &[line; 30]) {
            assert_eq!(code, Some(0), "{stderr}");
        }
        let refreshes = count(api(&sandbox), "/session/refresh");
        assert!((1..=4).contains(&refreshes), "{refreshes} refreshes");
    });
}

#[test]
fn a_stolen_refresh_token_kills_the_session_and_is_explained() {
    for stack in ALL {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let stolen = session(&world);
        // Refreshed and used: from now on the old token counts as stolen.
        world.cmd(["refresh"]).ok();
        world.cmd(["token", "--jwt-path", "/getJWT"]).ok();
        std::fs::write(world.session_file("default", "default"), stolen).unwrap();
        let output = world.cmd(["refresh"]).code(4);
        output
            .stdout_is("")
            .stderr_has("error[auth.token_theft]")
            .stderr_has("sign in again");
        // The dead tokens are gone from the disk, and nothing tries them again.
        let sent = received(api(&sandbox)).len();
        world
            .cmd(["token"])
            .code(4)
            .stderr_has("auth.empty_session");
        world
            .cmd(["refresh"])
            .code(4)
            .stderr_has("auth.empty_session");
        assert_eq!(received(api(&sandbox)).len(), sent);
        world.cmd(["signin", "-e", EMAIL]).ok();
        world.cmd(["token"]).ok();
    }
}

#[test]
fn a_session_that_the_server_forgot_is_told_and_emptied() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let kept = session(&world);
        world.cmd(["signout"]).ok();
        let file = world.session_file("default", "default");
        std::fs::write(&file, &kept).unwrap();
        let output = world.cmd(["refresh"]).code(4);
        output
            .stderr_has("auth.session_gone")
            .stderr_has("st-hasura signin");
        // Nothing tries the dead tokens again.
        let sent = received(api(&sandbox)).len();
        for command in ["refresh", "token"] {
            let output = world.cmd([command]).code(4);
            output.stderr_has("auth.empty_session");
        }
        assert_eq!(received(api(&sandbox)).len(), sent);
    }
}

#[test]
fn a_core_that_is_down_loses_nothing() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let kept = session(&world);
        faults(api(&sandbox), &["core-down"], &[]);
        world.cmd(["refresh"]).code(5).stderr_has("auth.core_down");
        assert_eq!(session(&world), kept);
        faults(api(&sandbox), &[], &["core-down"]);
        world.cmd(["refresh"]).ok();
    }
}

#[test]
fn a_connection_cut_in_the_middle_loses_nothing() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        faults(api(&sandbox), &["drop-mid-body"], &[]);
        world.cmd(["refresh"]).code(3);
        faults(api(&sandbox), &[], &["drop-mid-body"]);
        // The old token is good as long as none of its children was used.
        world.cmd(["refresh"]).ok();
    }
}

#[test]
fn a_jar_from_curl_has_no_anti_csrf_value_but_the_access_token_has() {
    let stack = ALL[1];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    world
        .cmd(["signup", "-e", EMAIL, "--cookie-jar", "jar"])
        .ok();
    world.cmd(["refresh", "--cookie-jar", "jar"]).ok();
    let requests = received(api(&sandbox));
    assert!(requests.last().unwrap().header("anti-csrf").is_some());
    world.cmd(["token", "--cookie-jar", "jar"]).ok();
}

#[test]
fn without_a_refresh_token_it_says_why() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    world
        .cmd(["signup", "-e", EMAIL, "--cookie-jar", "jar"])
        .ok();
    let jar = world.work().join("jar");
    let text = std::fs::read_to_string(&jar).unwrap();
    let moved = text.replace("/auth/session/refresh", "/api/session/refresh");
    std::fs::write(&jar, moved).unwrap();
    let output = world.cmd(["refresh", "--cookie-jar", "jar"]).code(4);
    output
        .stderr_has("auth.no_refresh_token")
        .stderr_has("/api/session/refresh")
        .stderr_has("/auth/session/refresh");
}

/// An answer of the SDK takes the tokens away; a proxy's in the same words does not.
#[test]
fn a_401_that_takes_no_token_away_ends_no_session() {
    const CLEARED: &str = "sRefreshToken=; path=/auth/session/refresh; \
                           expires=Thu, 01 Jan 1970 00:00:00 GMT";
    let refused = || {
        let body = json!({ "message": "unauthorised" });
        let mut page = Page::json("/auth/session/refresh", body);
        page.status = 401;
        page
    };
    for (page, is_kept) in [
        (refused(), true),
        (refused().header("Set-Cookie", CLEARED), false),
    ] {
        let pages = Pages::serve(vec![page]);
        let world = World::new();
        let jar = "127.0.0.1\tFALSE\t/auth/session/refresh\tFALSE\t0\tsRefreshToken\tabc\n";
        world.file("jar", jar);
        let args = ["refresh", "--cookie-jar", "jar", "--api-url"];
        let origin = pages.origin();
        let output = world.cmd([&args[..], &[&origin]].concat()).code(4);
        output.stderr_has("auth.session_gone");
        let left = std::fs::read_to_string(world.work().join("jar")).unwrap();
        assert_eq!(left.contains("sRefreshToken"), is_kept, "{left}");
    }
}

/// The tokens of the session are as they were; it is not said that others came.
#[test]
fn an_ok_that_brings_no_tokens_is_no_refresh() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let mut world = stack.world(&sandbox);
        let between = Between::start(api(&sandbox), |asked| {
            if !asked.path.ends_with("/session/refresh") {
                return Deed::Pass;
            }
            Deed::Alter(Box::new(|answer| without(&answer, carries_tokens)))
        });
        world.set("ST_HASURA_API_URL", between.origin());
        world.cmd(["signup", "-e", EMAIL]).ok();
        let before = session(&world);
        world
            .cmd(["refresh"])
            .code(5)
            .stderr_has("auth.not_renewed")
            .stderr_has(
                "the auth API says OK to the refresh, and no new access token and no new refresh \
                 token came",
            );
        assert_eq!(before, session(&world));
    }
}
