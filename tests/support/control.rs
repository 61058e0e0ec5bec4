//! The sandbox's own routes: what it received, and its faults, switched while it runs.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use super::patience::PATIENCE;

/// Sends one request and returns the body, in as little HTTP as will do.
#[track_caller]
fn http(origin: &str, method: &str, path: &str, body: &str) -> String {
    request(origin, method, path, "", body)
}

/// [`http`] with a key for the core.
#[track_caller]
pub fn put(origin: &str, path: &str, key: &str, body: &Value) -> Value {
    let headers = format!("api-key: {key}\r\n");
    let answer = request(origin, "PUT", path, &headers, &body.to_string());
    serde_json::from_str(&answer).unwrap_or_else(|error| panic!("{error}: {answer}"))
}

#[track_caller]
fn request(origin: &str, method: &str, path: &str, headers: &str, body: &str) -> String {
    let address = origin.trim_start_matches("http://");
    let address = address.split('/').next().unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(PATIENCE)).unwrap();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
         {headers}x-st-hasura-sandbox: 1\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (_, body) = answer.split_once("\r\n\r\n").unwrap();
    body.to_owned()
}

/// A request that a double received.
#[derive(Debug)]
pub struct Received {
    pub method: String,
    pub path: String,
    headers: Vec<(String, String)>,
}

impl Received {
    /// The header's value, if it was sent.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
    }
}

/// Every request that the double at `origin` remembers, oldest first.
#[track_caller]
pub fn received(origin: &str) -> Vec<Received> {
    let body: Value = serde_json::from_str(&http(origin, "GET", "/.sandbox/requests", "")).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let requests = body["requests"].as_array().unwrap();
    requests
        .iter()
        .map(|request| Received {
            method: text(&request["method"]),
            path: text(&request["path"]),
            headers: request["headers"]
                .as_array()
                .unwrap()
                .iter()
                .map(|pair| (text(&pair[0]), text(&pair[1])))
                .collect(),
        })
        .collect()
}

/// How many requests whose path ends like this have been received.
#[track_caller]
pub fn count(origin: &str, end: &str) -> usize {
    let requests = received(origin);
    requests
        .iter()
        .filter(|request| request.path.ends_with(end))
        .count()
}

/// How many POST requests have been received. (GETs are the sandbox's Hasura fetching keys.)
#[track_caller]
pub fn posts(origin: &str) -> usize {
    let requests = received(origin);
    requests
        .iter()
        .filter(|request| request.method == "POST")
        .count()
}

/// Switches faults on and off.
#[track_caller]
pub fn faults(origin: &str, on: &[&str], off: &[&str]) {
    let change = json!({ "on": on, "off": off }).to_string();
    let answer = http(origin, "POST", "/.sandbox/faults", &change);
    assert!(answer.contains("\"on\""), "{answer}");
}
