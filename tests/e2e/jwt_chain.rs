//! Tokens, key set and JWT secret against the running stack, in both generations.

use serde_json::Value;

use crate::stacks::{EMAIL, KINDS};
use crate::support::sandbox::Sandbox;

#[test]
fn the_sessions_token_is_verified_with_the_profiles_key_set() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        let token = world.cmd(["token"]).ok().stdout;
        let json = world
            .cmd(["decode", "-o", "json"])
            .stdin(&token)
            .ok()
            .json();
        let result = &json["result"];
        assert_eq!(result["verified"], true, "{json}");
        assert_eq!(result["hasura"]["accepted"], true, "{json}");
        assert_eq!(
            result["hasura"]["session"]["x-hasura-user-id"],
            result["claims"]["sub"]
        );
        let keys = world.cmd(["jwks", "-o", "json"]).ok().json();
        let listed = keys["result"]["keys"].as_array().unwrap();
        let signer = &result["signature"]["key"];
        assert!(listed.iter().any(|key| key["kid"] == *signer), "{keys}");
        // The anti-CSRF token is a claim of cookie sessions; it must not be shown.
        if let Some(value) = result["claims"]
            .get("antiCsrfToken")
            .and_then(Value::as_str)
        {
            assert_eq!(value, "[redacted]");
        }
    }
}

#[test]
fn another_stacks_keys_do_not_verify_it() {
    let (one, other) = (KINDS[0].start(&[]), Sandbox::apart(&[]));
    let world = KINDS[0].world(&one);
    world.cmd(["signup", "-e", EMAIL]).ok();
    let token = world.cmd(["token"]).ok().stdout;
    let output = KINDS[0].world(&other).cmd(["decode"]).stdin(token).code(6);
    output
        .stdout_has("JWSError JWSInvalidSignature")
        .stdout_has("not in the set");
}

/// Each secret that this program prints makes a Hasura that has nothing else accept the token.
#[test]
fn hasura_accepts_what_jwt_secret_prints() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let world = stack.world(&sandbox);
        world.cmd(["signup", "-e", EMAIL]).ok();
        for args in [
            &["jwt-secret", "-q"][..],
            &[
                "jwt-secret",
                "-q",
                "--inline-key",
                "--issuer",
                "--skew",
                "5",
            ],
        ] {
            let secret = world.cmd(args).ok().stdout;
            let hasura = Sandbox::apart(&["--hasura-jwt-secret", secret.trim_end()]);
            let endpoint = hasura.var("HASURA_GRAPHQL_ENDPOINT");
            let query = ["query", "--hasura-endpoint", endpoint, "{ __typename }"];
            let output = world.cmd(query).ok();
            output.stdout_has("query_root");
            // Its own users' tokens are strangers to it now.
            let own = stack.world(&hasura);
            own.cmd(["signup", "-e", EMAIL]).ok();
            let output = own.cmd(["query", "{ __typename }"]).code(7);
            output.stderr_has("Could not verify JWT");
        }
    }
}
