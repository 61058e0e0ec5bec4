//! What this program and the auth API say, each in words that lead to a page.

use serde_json::json;

use super::stage::{EMAIL, Stage, answering, nothing, stack};
use super::{Row, row};

const SIGN_UP: &[&str] = &["signup", "--email", EMAIL];

/// Servers that are not there, and files of every kind.
fn machine() -> Stage {
    let origin = "http://127.0.0.1:1";
    let request =
        json!({ "method": "GET", "url": format!("{origin}/auth/x"), "headers": [], "cookies": [] });
    let entry = json!({ "request": request, "response": { "headers": [] } });
    let har = json!({ "log": { "version": "1.2", "entries": [entry] } });
    let command = format!("curl ^\"{origin}/auth^\" ^\n  -H ^\"cookie: a=b^\"\n");
    nothing()
        .with("ST_HASURA_API_URL", origin)
        .with("HASURA_GRAPHQL_ENDPOINT", origin)
        .file("hello.txt", "hello\n")
        .file("cmd.txt", command)
        .file("bare.har", har.to_string())
}

pub(super) const ROWS: &[Row] = &[
    row(
        &[],
        "the configuration file that was named is not there",
        machine,
        &["config", "show", "--config", "none.toml"],
        2,
        &["cannot read"],
    )
    .page("config.unreadable"),
    row(
        &[],
        "a JWT secret is typed in the place of its file",
        machine,
        &[
            "decode",
            "hello.txt",
            "--jwt-secret",
            "{\"type\":\"HS256\",\"key\":\"k\"}",
        ],
        2,
        &["wants the name of a file"],
    )
    .page("config.secret_on_command_line"),
    row(
        &[],
        "the file with the query is not there",
        machine,
        &["query", "--file", "none.graphql"],
        2,
        &["none.graphql"],
    )
    .page("io.failed"),
    row(
        &[],
        "the count behind a fault is no number",
        machine,
        &["sandbox", "--fault", "skew:x", "--", "true"],
        2,
        &["the count in"],
    )
    .page("sandbox.fault_count"),
    row(
        &[],
        "a fault cannot strike that service",
        machine,
        &["sandbox", "--fault", "skew@hasura", "--", "true"],
        2,
        &["cannot strike"],
    )
    .page("sandbox.fault_service"),
    row(
        &[],
        "a command was copied as cURL for another shell",
        machine,
        &["session", "import", "cmd.txt"],
        2,
        &["cannot be read"],
    )
    .page("session.command"),
    row(
        &[],
        "the browser left cookies out of the HAR file",
        machine,
        &["session", "import", "bare.har"],
        2,
        &["without their cookies"],
    )
    .page("session.sanitised"),
    row(
        &[],
        "the application answers GENERAL_ERROR",
        || stack(&["--fault", "general-error"]),
        SIGN_UP,
        4,
        &["auth.refused"],
    )
    .page("auth.refused"),
    row(
        &[],
        "the auth API answers a status word that nobody knows",
        || stack(&["--fault", "unknown-status"]),
        SIGN_UP,
        5,
        &["unknown status word"],
    )
    .page("auth.unknown_status"),
    row(
        &[],
        "a proxy limits requests",
        || stack(&["--fault", "too-many-requests"]),
        SIGN_UP,
        5,
        &["429"],
    )
    .page("auth.rate_limited"),
    row(
        &[],
        "the connection is closed without an answer",
        || stack(&["--fault", "drop-connection"]),
        SIGN_UP,
        3,
        &["closed the connection"],
    )
    .page("http.closed_early"),
    row(
        &[],
        "every answer is a redirect to itself",
        || stack(&["--fault", "redirect-loop"]),
        SIGN_UP,
        5,
        &["loop"],
    )
    .page("http.redirect_loop"),
    row(
        &[],
        "sign-up wants a session",
        || answering(401, json!({ "message": "unauthorised" })),
        SIGN_UP,
        4,
        &["the auth API wants a session before this user may sign up"],
    )
    .page("auth.needs_session"),
    row(
        &[],
        "the answer to a sign-up carries no tokens",
        || {
            let user = json!({ "id": "u", "email": EMAIL, "timeJoined": 1 });
            answering(200, json!({ "status": "OK", "user": user }))
        },
        SIGN_UP,
        5,
        &["auth.no_tokens"],
    )
    .page("auth.no_tokens"),
];
