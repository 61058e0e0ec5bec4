//! Faults of the network.

use std::io::{Read as _, Write as _};
use std::time::{Duration, Instant};

use crate::support::control::{count, faults};
use crate::support::sandbox::Sandbox;
use crate::support::visitor::{Answer, Visitor};

/// Lets one fault strike the next request.
fn struck(fault: &str) -> reqwest::Result<Answer> {
    let sandbox = Sandbox::start(&[]);
    let api = sandbox.var("ST_HASURA_API_URL");
    let visitor = Visitor::new(api);
    faults(api, &[fault], &[]);
    visitor.try_raw("GET", "/health", &[], "")
}

#[test]
fn connections_break() {
    assert!(struck("drop-connection").unwrap_err().is_request());
    let error = struck("drop-mid-body").unwrap_err();
    assert!(error.is_body() || error.is_decode(), "{error:?}");
}

#[test]
fn answers_are_late() {
    let start = Instant::now();
    assert_eq!(struck("slow").unwrap().body, "ok");
    assert!(start.elapsed() >= Duration::from_secs(3));
    let start = Instant::now();
    assert_eq!(struck("drip").unwrap().body, "ok");
    assert!(start.elapsed() >= Duration::from_millis(200));
}

#[test]
fn a_stalled_request_is_never_answered() {
    let sandbox = Sandbox::start(&["--fault", "stall@core"]);
    let address = sandbox.var("ST_HASURA_CORE_URI").replace("http://", "");
    let mut stream = std::net::TcpStream::connect(address).unwrap();
    stream
        .set_read_timeout(Some(Duration::from_millis(700)))
        .unwrap();
    stream
        .write_all(b"GET /hello HTTP/1.1\r\nHost: x\r\n\r\n")
        .unwrap();
    let error = stream.read(&mut [0; 16]).unwrap_err();
    assert!(
        matches!(
            error.kind(),
            std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut
        ),
        "{error:?}"
    );
}

#[test]
fn bodies_are_not_what_they_should_be() {
    const HUNDRED_MB: usize = 100 * 1024 * 1024;
    assert_eq!(struck("huge-body").unwrap().body.len(), HUNDRED_MB);
    assert_eq!(struck("gzip-bomb").unwrap().body.len(), HUNDRED_MB);
    assert!(struck("invalid-utf8").unwrap().body.contains('\u{fffd}'));
    let answer = struck("wrong-content-type").unwrap();
    assert_eq!(
        answer.header("content-type"),
        Some("text/html; charset=utf-8")
    );
    assert_eq!(answer.body, "ok");
}

#[test]
fn others_answer_in_the_services_place() {
    for (fault, status, part) in [
        ("bad-gateway", 502, "502 Bad Gateway"),
        ("html-500", 500, "Internal Server Error"),
        ("too-many-requests", 429, "429 Too Many Requests"),
        ("ngrok-page", 200, "ERR_NGROK_6024"),
        ("ngrok-offline", 404, "ERR_NGROK_3200"),
    ] {
        let answer = struck(fault).unwrap();
        assert_eq!(answer.status, status, "{fault}");
        assert!(answer.body.contains(part), "{fault}: {}", answer.body);
    }
}

#[test]
fn the_warning_page_can_be_skipped() {
    let sandbox = Sandbox::start(&["--fault", "ngrok-page", "--hasura-jwt-secret", "null"]);
    let visitor = Visitor::new(sandbox.var("ST_HASURA_API_URL"));
    let skip = [("ngrok-skip-browser-warning", "1")];
    assert_eq!(visitor.raw("GET", "/health", &skip, "").body, "ok");
}

#[test]
fn redirects_lead_in_circles_and_away() {
    let sandbox = Sandbox::start(&[]);
    let api = sandbox.var("ST_HASURA_API_URL");
    let hasura = sandbox.var("HASURA_GRAPHQL_ENDPOINT");
    let visitor = Visitor::new(api);
    faults(api, &["redirect-loop:1"], &[]);
    let answer = visitor.raw("GET", "/health?a=b", &[], "");
    assert_eq!(
        (answer.status, answer.header("location")),
        (307, Some("/health?a=b"))
    );
    faults(api, &["redirect-other-origin:1"], &[]);
    let answer = visitor.raw("GET", "/health", &[], "");
    assert_eq!(
        answer.header("location"),
        Some(format!("{hasura}/health").as_str())
    );
    // Whether a client has followed can be read there.
    assert_eq!(count(hasura, "/health"), 0);
}

#[test]
fn a_fault_strikes_the_service_that_is_named() {
    let sandbox = Sandbox::start(&["--fault", "bad-gateway@hasura"]);
    let status = |variable: &str, path: &str| {
        let visitor = Visitor::new(sandbox.var(variable));
        visitor.raw("GET", path, &[], "").status
    };
    assert_eq!(status("HASURA_GRAPHQL_ENDPOINT", "/healthz"), 502);
    assert_eq!(status("ST_HASURA_API_URL", "/health"), 200);
    assert_eq!(status("ST_HASURA_CORE_URI", "/hello"), 200);
}

#[test]
fn connections_and_requests_are_counted_for_each_service() {
    let sandbox = Sandbox::start(&[]);
    let core = Visitor::new(sandbox.var("ST_HASURA_CORE_URI"));
    for _ in 0..3 {
        assert_eq!(core.raw("GET", "/hello", &[], "").body, "Hello\n");
    }
    let stats = core.raw("GET", "/.sandbox/stats", &[], "").json();
    assert_eq!(stats["requests"], 3);
    assert_eq!(stats["connections"], 1);
}

#[test]
fn no_web_page_can_switch_a_fault() {
    let sandbox = Sandbox::start(&[]);
    let visitor = Visitor::new(sandbox.var("ST_HASURA_API_URL"));
    let body = "{\"on\":[\"no-admin-secret\"]}";
    let answer = visitor.raw("POST", "/.sandbox/faults", &[], body);
    assert_eq!(answer.status, 403);
    let on = visitor.raw("GET", "/.sandbox/faults", &[], "").json();
    assert_eq!(on["on"].as_array().unwrap().len(), 0);
}
