//! Plain requests to the Hasura double, with the headers that a test chooses.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use super::patience::PATIENCE;
use super::sandbox::Sandbox;

/// Posts JSON to the double; returns status and answer.
#[track_caller]
pub fn post(sandbox: &Sandbox, path: &str, headers: &[(&str, &str)], body: &Value) -> (u16, Value) {
    post_to(sandbox.var("HASURA_GRAPHQL_ENDPOINT"), path, headers, body)
}

/// [`post`] for whoever knows the address.
#[track_caller]
pub fn post_to(origin: &str, path: &str, headers: &[(&str, &str)], body: &Value) -> (u16, Value) {
    let (status, answer) = exchange(origin, "POST", path, headers, &body.to_string());
    (status, serde_json::from_str(&answer).unwrap())
}

/// Any request; returns status and the text of the answer.
#[track_caller]
pub fn exchange(
    origin: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> (u16, String) {
    let address = origin.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    let headers = headers.iter().fold(String::new(), |lines, (name, value)| {
        lines + name + ": " + value + "\r\n"
    });
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{headers}\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, body.to_owned())
}

/// A GraphQL query with a bearer token.
#[track_caller]
pub fn graphql_as(sandbox: &Sandbox, token: &str, query: &str) -> Value {
    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    let (status, answer) = post(sandbox, "/v1/graphql", &headers, &json!({ "query": query }));
    assert_eq!(status, 200, "{answer}");
    answer
}

/// A command of the metadata API, as administrator.
#[track_caller]
#[allow(clippy::needless_pass_by_value)] // so that calls can be written with json!
pub fn metadata(sandbox: &Sandbox, kind: &str, args: Value) -> Value {
    let secret = sandbox.var("HASURA_GRAPHQL_ADMIN_SECRET");
    let headers = [("x-hasura-admin-secret", secret)];
    let body = json!({ "type": kind, "args": args });
    let (status, answer) = post(sandbox, "/v1/metadata", &headers, &body);
    assert_eq!(status, 200, "{answer}");
    answer
}
