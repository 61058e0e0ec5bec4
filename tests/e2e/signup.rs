//! `signup`: the user, the refusals, what is kept.

use crate::stacks::{ALL, EMAIL, KINDS, PASSWORD, api};
use crate::support::bin;
use crate::support::control::{faults, posts, received};

#[test]
fn a_new_user_has_a_session_in_every_kind_of_auth_api() {
    for stack in ALL {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        let output = world.cmd(["signup", "--email", EMAIL, "-o", "json"]).ok();
        let result = &output.json()["result"];
        assert_eq!(result["created"], true, "{output}");
        assert_eq!(result["user"]["email"], EMAIL);
        assert_eq!(result["transport"], stack.transport);
        assert_eq!(result["generation"], stack.generation);
        let file = world.session_file("default", "default");
        assert_eq!(result["file"], file.to_string_lossy().as_ref());
        assert!(file.is_file(), "{}", file.display());
        output
            .stderr_has("saved session \"default\"")
            .nowhere(PASSWORD);
    }
}

#[test]
fn requests_carry_what_each_sdk_needs_and_nothing_stale() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "--email", EMAIL]).ok();
        world.cmd(["signin", "--email", EMAIL]).ok();
        let requests = received(api(&sandbox));
        let forms: Vec<_> = requests
            .iter()
            .filter(|request| request.method == "POST")
            .collect();
        assert_eq!(forms.len(), 2, "{requests:?}");
        for form in forms {
            assert_eq!(form.header("rid"), Some("emailpassword"));
            assert_eq!(form.header("st-auth-mode"), Some(stack.transport));
            assert_eq!(form.header("content-type"), Some("application/json"));
            assert_eq!(form.header("authorization"), None);
            assert_eq!(form.header("cookie"), None);
            assert_eq!(form.header("fdi-version"), None);
        }
    }
}

#[test]
fn a_taken_address_is_refused_accepted_or_signed_in() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "--email", EMAIL]).ok();
        std::fs::remove_file(world.session_file("default", "default")).unwrap();

        let refused = world.cmd(["signup", "--email", EMAIL]).code(4);
        refused
            .stdout_is("")
            .stderr_has("error[auth.email_taken]")
            .stderr_has("This email already exists. Please sign in instead.")
            .stderr_has("--if-exists signin");

        let fine = world
            .cmd(["signup", "--email", EMAIL, "--if-exists", "ok"])
            .ok();
        fine.stdout_is(&format!("{EMAIL} is signed up already\n"));
        assert!(!world.session_file("default", "default").exists());

        let line = [
            "signup",
            "--email",
            EMAIL,
            "--if-exists",
            "signin",
            "-o",
            "json",
        ];
        let result = world.cmd(line).ok().json();
        assert_eq!(result["result"]["created"], false);
        assert!(world.session_file("default", "default").exists());
    }
}

#[test]
fn sign_in_for_a_taken_address_still_wants_the_right_password() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    world.cmd(["signup", "--email", EMAIL]).ok();
    world
        .cmd(["signup", "--email", EMAIL, "--if-exists", "signin"])
        .env("ST_HASURA_PASSWORD", "wr0ng-password")
        .code(4)
        .stderr_has("auth.wrong_credentials");
}

#[test]
fn what_the_validators_say_is_told_field_by_field() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        let output = world
            .cmd(["signup", "--email", "not-an-address"])
            .env("ST_HASURA_PASSWORD", "short")
            .code(2);
        output
            .stderr_has("error[auth.field_error]")
            .stderr_has("email: Email is invalid")
            .stderr_has(
                "password: Password must contain at least 8 characters, including a number",
            );
        assert!(!world.session_file("default", "default").exists());
    }
}

#[test]
fn a_field_that_the_auth_api_does_not_know_is_explained() {
    for stack in [KINDS[0], KINDS[2]] {
        let sandbox = stack.start(&[]);
        let output = stack
            .world(&sandbox)
            .cmd(["signup", "--email", EMAIL, "--field", "name=Ada"])
            .code(2);
        output.stderr_has("auth.bad_request").stderr_has("--field");
    }
}

#[test]
fn refusals_by_rules_of_the_auth_api_are_told_apart() {
    let cases = [
        ("general-error", 4, "auth.refused"),
        ("signup-not-allowed", 4, "auth.sign_up_not_allowed"),
        ("unknown-status", 5, "auth.unknown_status"),
        ("core-down", 5, "auth.core_down"),
        ("core-wrong-key", 5, "auth.core_key_refused"),
        ("core-429", 5, "auth.core_trouble"),
        ("core-cdi-mismatch", 5, "auth.core_mismatch"),
        ("html-500", 5, "auth.server_error"),
        ("bad-gateway", 5, "auth.server_error"),
        ("too-many-requests", 5, "auth.rate_limited"),
        ("ngrok-offline", 5, "auth.tunnel_page"),
        ("ngrok-page", 5, "auth.tunnel_page"),
    ];
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let world = stack.world(&sandbox);
    for (fault, exit, code) in cases {
        eprintln!("{fault}");
        faults(api(&sandbox), &[fault], &[]);
        let output = world
            .cmd(["signup", "--email", EMAIL, "-o", "json"])
            .code(exit);
        faults(api(&sandbox), &[], &[fault]);
        let error = &output.json()["error"];
        assert_eq!(error["code"], code, "{output}");
        assert!(error["hint"].is_string(), "{output}");
        output.nowhere(PASSWORD).nowhere("<html");
    }
}

#[test]
fn a_core_that_is_down_is_not_mistaken_for_the_auth_api() {
    for stack in [KINDS[0], KINDS[2]] {
        let sandbox = stack.start(&[]);
        faults(api(&sandbox), &["core-down"], &[]);
        let output = stack
            .world(&sandbox)
            .cmd(["signup", "--email", EMAIL])
            .code(5);
        output
            .stderr_has("the auth API is up, but its SuperTokens core is not")
            .stderr_has("No SuperTokens core available to query");
    }
}

#[test]
fn a_wrong_base_path_is_corrected() {
    for stack in [KINDS[0], KINDS[2]] {
        let sandbox = stack.start(&["--base-path", "/api"]);
        let output = stack
            .world(&sandbox)
            .cmd(["signup", "--email", EMAIL, "--api-base-path", "/auth"])
            .code(2);
        output
            .stderr_has("error[auth.not_found]")
            .stderr_has("use --api-base-path /api");
    }
}

#[test]
fn a_base_path_inside_the_url_is_corrected_too() {
    let stack = KINDS[0];
    let sandbox = stack.start(&["--base-path", "/api"]);
    let mut world = stack.world(&sandbox);
    world.set("ST_HASURA_API_BASE_PATH", "");
    let url = format!("{}/api", api(&sandbox));
    let output = world
        .cmd(["signup", "--email", EMAIL, "--api-url", &url])
        .code(2);
    let right = format!("use --api-url {} --api-base-path /api", api(&sandbox));
    output.stderr_has(&right);
}

#[test]
fn a_session_remembers_the_base_path_that_it_was_made_with() {
    for stack in KINDS {
        let sandbox = stack.start(&["--base-path", "/api"]);
        let mut world = stack.world(&sandbox);
        world.set("ST_HASURA_API_BASE_PATH", "");
        let line = ["signup", "--email", EMAIL, "--api-base-path", "/api"];
        world.cmd(line).ok();
        world.cmd(["refresh"]).ok();
        world.cmd(["token"]).ok();
        world
            .cmd(["refresh", "--api-base-path", "/other"])
            .code(2)
            .stderr_has("auth.other_api");
        // And the whole address.
        world.set("ST_HASURA_API_URL", "");
        world.cmd(["refresh"]).ok();
    }
}

#[test]
fn a_tenant_that_does_not_exist_is_named() {
    let sandbox = KINDS[0].start(&[]);
    let line = ["signup", "--email", EMAIL, "--tenant", "nosuch"];
    KINDS[0]
        .world(&sandbox)
        .cmd(line)
        .code(2)
        .stderr_has("auth.unknown_tenant")
        .stderr_has("nosuch");
    // The legacy SDK has no tenants at all.
    let sandbox = KINDS[2].start(&[]);
    KINDS[2]
        .world(&sandbox)
        .cmd(line)
        .code(5)
        .stderr_has("auth.not_found")
        .stderr_has("leave out --tenant");
}

#[test]
fn a_missing_value_names_the_ways_to_give_it() {
    let stack = KINDS[0];
    let sandbox = stack.start(&[]);
    let world = sandbox.world();
    world
        .cmd(["signup"])
        .code(2)
        .stderr_has("the e-mail address is missing")
        .stderr_has("--email ADDRESS");
    world
        .cmd(["signup", "--email", EMAIL])
        .code(2)
        .stderr_has("the password is missing")
        .stderr_has("--password-stdin")
        .stderr_has("--password-file")
        .stderr_has("ST_HASURA_PASSWORD");
    assert_eq!(posts(api(&sandbox)), 0);
}

#[test]
fn passwords_come_by_stdin_file_and_environment() {
    let sandbox = KINDS[0].start(&[]);
    let world = sandbox.world();
    let file = world.file("password.txt", format!("{PASSWORD}\n"));
    let file = file.to_str().unwrap();
    world
        .cmd(["signup", "-e", "a@example.com", "--password-stdin"])
        .stdin(format!("{PASSWORD}\n"))
        .ok();
    world
        .cmd(["signin", "-e", "a@example.com", "--password-file", file])
        .ok();
    world
        .cmd(["signin", "-e", "a@example.com"])
        .env("ST_HASURA_PASSWORD", PASSWORD)
        .ok();
    world
        .cmd(["signin", "-e", "a@example.com"])
        .env("ST_HASURA_PASSWORD_FILE", file)
        .ok();
    world
        .cmd(["signin", "-e", "a@example.com", "--password-stdin"])
        .stdin("")
        .code(2)
        .stderr_has("the password is empty");
    world
        .cmd(["signin", "-e", "a@example.com", "--password-file", "nosuch"])
        .code(2)
        .stderr_has("nosuch");
}

#[test]
fn only_one_line_end_is_taken_off_a_piped_password() {
    let sandbox = KINDS[0].start(&[]);
    let world = sandbox.world();
    let line = ["signup", "-e", "a@example.com", "--password-stdin"];
    world.cmd(line).stdin(format!("{PASSWORD} \n")).ok();
    let line = ["signin", "-e", "a@example.com", "--password-stdin"];
    world.cmd(line).stdin(PASSWORD).code(4);
    world.cmd(line).stdin(format!("{PASSWORD} ")).ok();
}

/// Whoever tries again would be told that the address is taken.
#[cfg(unix)]
#[test]
fn a_session_that_cannot_be_kept_leaves_no_doubt_about_the_user() {
    let sandbox = KINDS[0].start(&[]);
    let mut world = sandbox.world();
    world.set("ST_HASURA_PASSWORD", PASSWORD);
    // A limit on file sizes stands in for the full disk.
    let script = format!(
        "trap '' XFSZ; ulimit -f 0; exec {} signup -e {EMAIL} 2>&1 | cat",
        bin()
    );
    let output = world.shell(&script, &world.work()).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("error[session.io]"), "{told}");
    assert!(told.contains("the user was made"), "{told}");
    world.cmd(["signin", "-e", EMAIL]).ok();
}
