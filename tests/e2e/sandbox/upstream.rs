//! Trouble between an auth API and its core.

use std::time::{Duration, Instant};

use crate::stacks::KINDS;
use crate::support::control::faults;
use crate::support::patience::until;
use crate::support::sandbox::Sandbox;
use crate::support::visitor::{PASSWORD, Visitor, form};

const EMAIL: &str = "a@email.com";

fn visit(sandbox: &Sandbox) -> Visitor {
    Visitor::new(sandbox.var("ST_HASURA_API_URL"))
}

#[test]
fn a_core_that_is_down_stops_all_but_verification() {
    for stack in KINDS {
        let sandbox = stack.start(&[]);
        let api = sandbox.var("ST_HASURA_API_URL");
        let core = sandbox.var("ST_HASURA_CORE_URI").replace("http://", "");
        let mut visitor = visit(&sandbox);
        visitor.sign_up(EMAIL, stack.transport);
        faults(api, &["core-down"], &[]);
        let open = || std::net::TcpStream::connect(&core).is_ok();
        until("the port is still open", || !open());
        let down = "Error: No SuperTokens core available to query";
        let body = form(EMAIL, PASSWORD);
        for answer in [
            visitor.raw("POST", "/auth/signin", &[], &body),
            visitor.raw("GET", "/auth/jwt/jwks.json", &[], ""),
            visitor.post("/auth/session/refresh", &[]),
        ] {
            assert_eq!(answer.status, 500, "{answer:?}");
            assert_eq!(answer.pre(), down);
        }
        assert_eq!(visitor.get("/getJWT").status, 200);

        faults(api, &[], &["core-down"]);
        let answer = visitor.post("/auth/session/refresh", &[]);
        assert_eq!(answer.status, 200);
        until("the port stays closed", open);
        // A fresh child has to be confirmed by the core.
        faults(api, &["core-down"], &[]);
        assert_eq!(visitor.get("/getJWT").pre(), down);
    }
}

#[test]
fn a_wrong_key_and_a_strange_core_are_named() {
    for (fault, text) in [
        (
            "core-wrong-key",
            "Error: SuperTokens core threw an error for a GET request to path: \
             &#39;/apiversion&#39; with status code: 401 and message: Invalid API key",
        ),
        (
            "core-cdi-mismatch",
            "Error: The running SuperTokens core version is not compatible with this NodeJS SDK. \
             Please visit https://supertokens.io/docs/community/compatibility to find the right \
             versions",
        ),
    ] {
        let sandbox = Sandbox::start(&["--fault", fault, "--hasura-jwt-secret", "null"]);
        let visitor = visit(&sandbox);
        for path in ["/auth/loginmethods", "/auth/jwt/jwks.json"] {
            let answer = visitor.raw("GET", path, &[], "");
            assert_eq!(answer.status, 500);
            assert_eq!(answer.pre(), text);
        }
    }
}

#[test]
fn too_many_requests_are_tried_again_five_times() {
    let sandbox = Sandbox::start(&[]);
    let mut visitor = visit(&sandbox);
    visitor.sign_up(EMAIL, "cookie");
    let api = sandbox.var("ST_HASURA_API_URL");
    let body = form(EMAIL, PASSWORD);

    faults(api, &["core-429:3"], &[]);
    let start = Instant::now();
    let answer = visitor.raw("POST", "/auth/signin", &[], &body);
    assert_eq!(answer.json()["status"], "OK");
    assert!(start.elapsed() >= Duration::from_millis(780));

    faults(api, &["core-429"], &[]);
    let answer = visitor.raw("POST", "/auth/signin", &[], &body);
    assert_eq!(answer.status, 500);
    let pre = answer.pre();
    assert!(
        pre.contains("with status code: 429 and message: Too many requests"),
        "{pre}"
    );
}

#[test]
fn theft_can_be_ordered() {
    for stack in KINDS {
        let sandbox = stack.start(&["--fault", "theft"]);
        let mut visitor = visit(&sandbox);
        visitor.sign_up(EMAIL, stack.transport);
        visitor
            .post("/auth/session/refresh", &[])
            .says(401, "token theft detected");
    }
}

#[test]
fn a_skewed_clock_shows_in_tokens_and_date() {
    let sandbox = Sandbox::start(&["--fault", "skew"]);
    let mut visitor = visit(&sandbox);
    let answer = visitor.sign_up(EMAIL, "header");
    let date = answer.header("date").unwrap();
    let format = time::macros::format_description!(
        "[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT"
    );
    let date = time::PrimitiveDateTime::parse(date, format)
        .unwrap()
        .assume_utc();
    let ahead = (date - time::OffsetDateTime::now_utc()).whole_seconds();
    assert!((590..=610).contains(&ahead), "{ahead}");
}

#[test]
fn keys_rotate_and_old_ones_go() {
    let sandbox = Sandbox::start(&[]);
    let mut visitor = visit(&sandbox);
    visitor.sign_up(EMAIL, "header");
    let control = [("x-st-hasura-sandbox", "1")];
    let core = Visitor::new(sandbox.var("ST_HASURA_CORE_URI"));
    let count = |visitor: &Visitor| {
        let keys = visitor.raw("GET", "/auth/jwt/jwks.json", &[], "").json();
        keys["keys"].as_array().unwrap().len()
    };
    assert_eq!(
        core.raw("POST", "/.sandbox/keys/rotate", &[], "").status,
        403
    );
    assert_eq!(count(&visitor), 2);
    assert_eq!(
        core.raw("POST", "/.sandbox/keys/rotate", &control, "")
            .status,
        200
    );
    assert_eq!(count(&visitor), 3);
    assert_eq!(visitor.get("/getJWT").status, 200, "still listed");
    assert_eq!(
        core.raw("POST", "/.sandbox/keys/drop-older", &control, "")
            .status,
        200
    );
    assert_eq!(count(&visitor), 2);
    visitor.get("/getJWT").says(401, "try refresh token");
    visitor.post("/auth/session/refresh", &[]);
    assert_eq!(visitor.get("/getJWT").status, 200);
}
