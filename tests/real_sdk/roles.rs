//! Roles of the user-roles recipe reach Hasura: at sign-in, at a refresh, and never as `admin`.

use serde_json::{Value, json};

use crate::rig::{COOKIE, HEADER, Rig, Sdk, Setup};
use crate::support::World;

#[test]
fn node24() {
    roles(HEADER);
}

#[test]
fn node24_cookie() {
    roles(COOKIE);
}

#[test]
fn python() {
    roles(Setup {
        sdk: Sdk::Python,
        ..HEADER
    });
}

#[test]
fn go() {
    roles(Setup {
        sdk: Sdk::Go,
        ..HEADER
    });
}

fn roles(setup: Setup) {
    let Some(rig) = Rig::start(setup) else { return };
    let world = rig.world();
    world.cmd(["signup", "--email", "ada@example.test"]).ok();
    let claims = claims_of(&world);
    assert_eq!(claims["x-hasura-allowed-roles"], json!(["user"]));
    let user = claims["x-hasura-user-id"].as_str().unwrap();

    for role in ["writer", "editor", "admin"] {
        rig.core("/recipe/role", &json!({ "role": role, "permissions": [] }));
        let given = rig.core(
            "/public/recipe/user/role",
            &json!({ "userId": user, "role": role }),
        );
        assert_eq!(given["didUserAlreadyHaveRole"], false, "{given}");
    }
    assert_eq!(claims_of(&world), claims, "a token keeps what it says");

    // Hasura's own admin may do everything, so the application's admin does not become it.
    let everything = json!({
        "x-hasura-user-id": user,
        "x-hasura-default-role": "user",
        "x-hasura-allowed-roles": ["user", "editor", "writer"],
    });
    world.cmd(["refresh"]).ok();
    assert_eq!(claims_of(&world), everything, "after a refresh");
    // The session goes on as it did: another refresh, and no thief in sight.
    world.cmd(["refresh"]).ok();
    assert_eq!(claims_of(&world), everything, "after another refresh");
    world.cmd(["signin", "--email", "ada@example.test"]).ok();
    assert_eq!(claims_of(&world), everything, "after a new sign-in");
}

fn claims_of(world: &World) -> Value {
    let token = world.cmd(["token"]).ok().stdout;
    let decoded = world.cmd(["decode", "-o", "json"]).stdin(&token).ok();
    decoded.json()["result"]["claims"]["https://hasura.io/jwt/claims"].clone()
}
