//! What is sound is said to be, with whatever users and credentials.

use super::{Pair, sound};
use crate::stacks::KINDS;

#[test]
fn a_sound_sandbox_is_sound() {
    for stack in KINDS {
        let pair = Pair::new(stack, &[]);
        sound(&pair.verify(&[]));
    }
}

#[test]
fn sound_where_rows_are_shared_too() {
    let pair = Pair::seeded(&[]);
    sound(&pair.verify(&[]));
    sound(&pair.verify(&["--no-admin"]));
}

#[test]
fn sound_without_the_administrator_too() {
    let pair = Pair::modern(&[]);
    let output = pair.verify(&["--no-admin"]);
    assert_eq!(output.json()["result"]["admin"], false);
    sound(&output);
}

#[test]
fn a_second_user_is_signed_up_and_removed() {
    let pair = Pair::modern(&[]);
    let output = pair
        .world
        .cmd(["verify-hasura", "--session", "alice", "-o", "json"])
        .run();
    sound(&output);
    output.stderr_has("signed up st-hasura-smoke+");
    output.stdout_has("removed the throw-away user st-hasura-smoke+");
    let users = pair
        .world
        .cmd([
            "query",
            "--as",
            "admin",
            "{ emailpassword_users { email } }",
        ])
        .ok();
    assert!(!users.stdout.contains("st-hasura-smoke+"), "{users}");
}

#[test]
fn a_second_user_that_cannot_be_removed_is_named() {
    let pair = Pair::modern(&[]);
    let output = pair
        .world
        .cmd(["verify-hasura", "--session", "alice", "-o", "json"])
        .env("ST_HASURA_CORE_URI", "")
        .run();
    // Without the core there is no expired token either, and no proof.
    assert_eq!(output.code, Some(3), "{output}");
    output.stdout_has("is left: give ST_HASURA_CORE_URI");
    let json = output.json();
    let tokens = json["result"]["probes"]
        .as_array()
        .unwrap()
        .iter()
        .find(|probe| probe["id"] == "P16")
        .unwrap();
    assert!(
        tokens["reason"].as_str().unwrap().contains("expired"),
        "{tokens}"
    );
}
