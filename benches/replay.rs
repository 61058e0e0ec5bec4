//! A bare client to measure `verify-hasura` against: records the requests of a command and sends
//! the same ones again, as many at a time over one pool, reading every answer and judging none.
//!
//! ```text
//! replay record UPSTREAM FILE CMD…   runs CMD with HASURA_GRAPHQL_ENDPOINT at a recording proxy
//! replay send UPSTREAM FILE          sends what was recorded
//! replay far UPSTREAM MS CMD…        runs CMD with a HASURA_GRAPHQL_ENDPOINT whose answers take MS longer
//! ```
//!
//! The recording has the tokens of a throw-away sandbox in it and stays in a temporary folder.
#![allow(
    clippy::print_stdout,
    clippy::expect_used,
    clippy::panic,
    reason = "a measuring tool that is run by hand: it stops at the first thing that is wrong"
)]

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, Response, Uri};
use futures_util::StreamExt as _;
use serde::{Deserialize, Serialize};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};

/// As many requests at a time as `verify-hasura` has in flight.
const WIDTH: usize = 64;

/// One request.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Recorded {
    method: String,
    path: String,
    headers: Vec<(String, String)>,
    body: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["record", upstream, file, command @ ..] if !command.is_empty() => {
            record(upstream, file, command).await;
        }
        ["send", upstream, file] => send(upstream, file).await,
        ["far", upstream, delay, command @ ..] if !command.is_empty() => {
            let delay = Duration::from_millis(delay.parse().expect("milliseconds"));
            far(upstream, delay, command).await;
        }
        // `cargo bench` calls it with its own flags: there is nothing to measure then.
        _ => println!(
            "usage: replay record UPSTREAM FILE CMD… | replay send UPSTREAM FILE | replay far \
             UPSTREAM MS CMD…"
        ),
    }
}

/// Runs a command as far away from its Hasura as a round trip of `delay`: what the client sends is
/// held back for so long, whatever it is, so that sockets are as far away as requests.
async fn far(upstream: &str, delay: Duration, command: &[&str]) {
    let upstream: url::Url = upstream.parse().expect("a URL");
    let host = upstream.host_str().expect("a host").to_owned();
    let port = upstream.port_or_known_default().expect("a port");
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let origin = format!("http://{}", listener.local_addr().expect("its address"));
    tokio::spawn(async move {
        loop {
            let (near, _) = listener.accept().await.expect("a connection");
            let there = (host.clone(), port);
            tokio::spawn(async move {
                let far = TcpStream::connect(there).await.expect("the upstream");
                for socket in [&near, &far] {
                    socket.set_nodelay(true).expect("a live socket");
                }
                let (near_in, mut near_out) = near.into_split();
                let (mut far_in, far_out) = far.into_split();
                tokio::spawn(held_back(near_in, far_out, delay));
                let _ = tokio::io::copy(&mut far_in, &mut near_out).await;
            });
        }
    });
    run_at(&origin, command).await;
}

/// Runs a command whose Hasura is at `origin`.
async fn run_at(origin: &str, command: &[&str]) {
    let status = tokio::process::Command::new(command[0])
        .args(&command[1..])
        .env("HASURA_GRAPHQL_ENDPOINT", origin)
        .stdout(std::process::Stdio::null())
        .status()
        .await
        .expect("the command runs");
    assert!(status.success(), "the command ended with {status}");
}

async fn held_back(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, delay: Duration) {
    let mut buffer = vec![0; 64 * 1024];
    while let Ok(read @ 1..) = from.read(&mut buffer).await {
        tokio::time::sleep(delay).await;
        if to.write_all(&buffer[..read]).await.is_err() {
            return;
        }
    }
}

/// What the proxy needs.
#[derive(Clone)]
struct Proxy {
    upstream: String,
    client: reqwest::Client,
    seen: Arc<Mutex<Vec<Recorded>>>,
}

async fn record(upstream: &str, file: &str, command: &[&str]) {
    let proxy = Proxy {
        upstream: upstream.trim_end_matches('/').to_owned(),
        client: reqwest::Client::new(),
        seen: Arc::default(),
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let origin = format!("http://{}", listener.local_addr().expect("its address"));
    let routes = Router::new().fallback(pass).with_state(proxy.clone());
    tokio::spawn(async move { axum::serve(listener, routes).await });
    run_at(&origin, command).await;
    let seen = proxy.seen.lock().expect("nobody panicked").clone();
    println!("{} requests", seen.len());
    let text = serde_json::to_string(&seen).expect("it is plain text");
    std::fs::write(file, text).expect("the file can be written");
}

async fn pass(State(proxy): State<Proxy>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let body = to_bytes(body, usize::MAX).await.expect("a whole request");
    let recorded = Recorded {
        method: parts.method.to_string(),
        path: path(&parts.uri),
        headers: kept(&parts.headers),
        body: String::from_utf8(body.to_vec()).expect("JSON"),
    };
    let answer = ask(&proxy.client, &proxy.upstream, &recorded).await;
    proxy.seen.lock().expect("nobody panicked").push(recorded);
    answer.map(Body::from)
}

fn path(uri: &Uri) -> String {
    uri.path_and_query()
        .map_or_else(String::new, |path| path.as_str().to_owned())
}

/// Headers that are the request's and not the connection's.
fn kept(headers: &HeaderMap) -> Vec<(String, String)> {
    headers
        .iter()
        .filter(|(name, _)| !matches!(name.as_str(), "host" | "content-length" | "connection"))
        .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())))
        .collect()
}

async fn ask(client: &reqwest::Client, upstream: &str, recorded: &Recorded) -> Response<Bytes> {
    let method = Method::from_bytes(recorded.method.as_bytes()).expect("a method");
    let url = format!("{upstream}{}", recorded.path);
    let mut request = client.request(method, url).body(recorded.body.clone());
    for (name, value) in &recorded.headers {
        request = request.header(name, value);
    }
    let answer = request.send().await.expect("an answer");
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = answer.status();
    for (name, value) in answer.headers() {
        if !matches!(name.as_str(), "content-length" | "transfer-encoding") {
            response.headers_mut().append(name, value.clone());
        }
    }
    *response.body_mut() = answer.bytes().await.expect("a whole answer");
    response
}

async fn send(upstream: &str, file: &str) {
    let text = std::fs::read_to_string(file).expect("the recording");
    let recorded: Vec<Recorded> = serde_json::from_str(&text).expect("the recording");
    let client = reqwest::Client::new();
    let upstream = upstream.trim_end_matches('/');
    let sizes: Vec<usize> = futures_util::stream::iter(&recorded)
        .map(|recorded| async { ask(&client, upstream, recorded).await.body().len() })
        .buffered(WIDTH)
        .collect()
        .await;
    println!(
        "{} answers, {} bytes",
        sizes.len(),
        sizes.iter().sum::<usize>()
    );
}
