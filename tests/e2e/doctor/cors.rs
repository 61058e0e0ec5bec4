//! What a browser would be told of a page's origin.

use crate::support::Output;
use crate::support::between::{Between, Deed, without};
use crate::support::sandbox::Sandbox;

const ORIGIN: &str = "http://localhost:3000";
const ALLOWED: &str = "access-control-allow-origin: http://localhost:3000\r\n\
                       access-control-allow-credentials: true\r\n";
const HEADERS: &str = "access-control-allow-headers: content-type, rid, fdi-version, anti-csrf, \
                       st-auth-mode, authorization\r\n";
const EXPOSED: &str = "access-control-expose-headers: front-token, anti-csrf\r\n";

/// What `doctor` says of a server that answers OPTIONS, and other requests, with these headers.
fn told(sandbox: &Sandbox, status: u16, preflight: String, answer: String) -> Output {
    let between = Between::start(sandbox.var("ST_HASURA_API_URL"), move |asked| {
        let answer = answer.clone();
        if asked.head.starts_with("OPTIONS ") {
            let whole = format!(
                "HTTP/1.1 {status} x\r\n{preflight}content-length: 0\r\nconnection: close\r\n\r\n"
            );
            return Deed::Alter(Box::new(move |_| whole.clone().into_bytes()));
        }
        Deed::Alter(Box::new(move |whole| {
            let whole = without(&whole, |name| name.starts_with("access-control-"));
            let line = whole.windows(2).position(|part| part == b"\r\n").unwrap() + 2;
            [&whole[..line], answer.as_bytes(), &whole[line..]].concat()
        }))
    });
    sandbox
        .world()
        .cmd(["doctor", "--origin", ORIGIN])
        .env("ST_HASURA_API_URL", between.origin())
        .run()
}

#[test]
fn what_a_browser_accepts_is_accepted_and_nothing_else() {
    let sandbox = Sandbox::start(&[]);
    let preflight = || format!("{ALLOWED}{HEADERS}");
    let answer = || format!("{ALLOWED}{EXPOSED}");
    let well = told(&sandbox, 204, preflight(), answer());
    assert_eq!(well.code, Some(0), "{well}");
    well.stdout_has(
        "ok    cors       http://localhost:3000 may send cookies and SuperTokens' headers\n",
    );
    let twice = format!("access-control-allow-origin: {ORIGIN}\r\n");
    for (status, preflight, answer, said) in [
        (
            204,
            preflight() + &twice,
            answer(),
            "Access-Control-Allow-Origin is there 2 times",
        ),
        (
            204,
            preflight(),
            answer() + &twice,
            "asked first it allows, and in the answer itself Access-Control-Allow-Origin is there 2",
        ),
        (401, preflight(), answer(), "OPTIONS is answered with 401"),
        (
            204,
            preflight(),
            EXPOSED.to_owned(),
            "asked first it allows, and in the answer itself http://localhost:3000 is not allowed",
        ),
        (
            204,
            preflight(),
            ALLOWED.to_owned(),
            "these headers of the answer are not shown to the page, so that it sees no session: \
             front-token",
        ),
        (
            204,
            preflight(),
            format!("{ALLOWED}access-control-expose-headers: *\r\n"),
            "these headers of the answer are not shown to the page",
        ),
    ] {
        let output = told(&sandbox, status, preflight, answer);
        assert_eq!(output.code, Some(9), "{said}: {output}");
        output
            .stdout_has(&format!("broken at cors: {said}"))
            .stdout_has("more: st-hasura explain auth.cors");
    }
}
