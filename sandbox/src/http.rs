//! One listener, its connections and what is counted about them.
//!
//! axum's own `serve` hides the connections; here they are counted, cut and refused, since that
//! is what a client has to be tested against.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::Ordering;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Method, Request, Response, StatusCode, header};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::{Service as _, service_fn};
use hyper_util::rt::TokioIo;
use hyper_util::service::TowerToHyperService;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::{JoinHandle, JoinSet};

use super::clock::http_date;
use super::wire::Wire;
use super::{Faults, SandboxError, Service, trouble};

/// Must accompany every change through `/.sandbox`, so that no web page can make one: a browser
/// asks before it sends a header like this across origins, and nobody here answers.
const CONTROL_HEADER: &str = "x-st-hasura-sandbox";

/// How many connections wait to be taken, as tokio's own listeners have it.
const BACKLOG: u32 = 1024;

/// A bound port that nobody serves yet.
#[derive(Debug)]
pub(super) struct Bound {
    listener: TcpListener,
    address: SocketAddr,
}

impl Bound {
    /// Binds `port` on the loopback interface; 0 picks a free one.
    pub(super) async fn new(service: Service, port: u16) -> Result<Self, SandboxError> {
        let failed = |source| SandboxError::Bind {
            service: service.name(),
            port,
            source,
        };
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))
            .await
            .map_err(failed)?;
        let address = listener.local_addr().map_err(failed)?;
        Ok(Self { listener, address })
    }

    /// `http://127.0.0.1:<port>`.
    pub(super) fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Starts to answer.
    pub(super) fn serve(self, wire: Wire, router: Router) -> Server {
        Server(tokio::spawn(run(
            self.listener,
            self.address,
            Arc::new(wire),
            router,
        )))
    }
}

/// A double that answers. Stops when dropped, with all its connections.
#[derive(Debug)]
pub(super) struct Server(JoinHandle<()>);

impl Server {
    /// Keeps answering for as long as this future lives.
    pub(super) async fn run_forever(mut self) {
        let _ = (&mut self.0).await;
    }

    /// Stops and waits until the port is free.
    pub(super) async fn stop(mut self) {
        self.0.abort();
        // Cancelled is what was asked for.
        let _ = (&mut self.0).await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Accepts until aborted; closes the port while the double is down.
async fn run(listener: TcpListener, address: SocketAddr, wire: Arc<Wire>, router: Router) {
    let mut port = Port::Open(listener);
    let mut changes = wire.faults.subscribe();
    // Dropped with this future, and with it every connection.
    let mut connections = JoinSet::new();
    loop {
        let down = wire.is_down();
        if down {
            connections.shutdown().await;
        }
        port = port.turned(address, down);
        tokio::select! {
            accepted = port.accept() => match accepted {
                Ok((stream, _)) => {
                    wire.connections.fetch_add(1, Ordering::Relaxed);
                    connections.spawn(connection(stream, Arc::clone(&wire), router.clone()));
                }
                // Out of descriptors, say, or the port is another's: the next turn may have more
                // luck.
                Err(_) => tokio::time::sleep(Duration::from_millis(20)).await,
            },
            _ = changes.changed() => {}
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

/// A double's port.
enum Port {
    /// Whoever connects is served.
    Open(TcpListener),
    /// Whoever connects is refused: the port is held for when the double is up again, so that
    /// nobody else takes it meanwhile.
    Held(TcpSocket),
    /// Not to be had just now.
    Lost,
}

impl Port {
    /// The port of a double that is down, or up.
    fn turned(self, address: SocketAddr, down: bool) -> Self {
        let socket = match (self, down) {
            (as_it_is @ Self::Open(_), false) | (as_it_is @ Self::Held(_), true) => {
                return as_it_is;
            }
            (Self::Held(socket), false) => Ok(socket),
            (left, _) => {
                drop(left);
                hold(address)
            }
        };
        let turned = socket.and_then(|socket| {
            if down {
                Ok(Self::Held(socket))
            } else {
                socket.listen(BACKLOG).map(Self::Open)
            }
        });
        turned.unwrap_or(Self::Lost)
    }

    async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
        match self {
            Self::Open(listener) => listener.accept().await,
            Self::Held(_) => std::future::pending().await,
            Self::Lost => Err(io::ErrorKind::AddrInUse.into()),
        }
    }
}

fn hold(address: SocketAddr) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // Connections of before may linger there.
    #[cfg(unix)]
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    Ok(socket)
}

async fn connection(stream: TcpStream, wire: Arc<Wire>, router: Router) {
    // Without it, small answers wait for the other side's delayed acknowledgement.
    let _ = stream.set_nodelay(true);
    let router = TowerToHyperService::new(router);
    let service = service_fn(move |request| answer(Arc::clone(&wire), router.clone(), request));
    // An error here is a client that left or a connection that a fault has cut.
    let _ = http1::Builder::new()
        .serve_connection(TokioIo::new(stream), service)
        .with_upgrades()
        .await;
}

/// One request. An `Err` closes the connection without a word.
async fn answer(
    wire: Arc<Wire>,
    router: TowerToHyperService<Router>,
    request: Request<Incoming>,
) -> io::Result<Response<Body>> {
    if request.uri().path().starts_with("/.sandbox/") {
        return match control(&wire, request).await {
            Ok(answer) => Ok(answer),
            // A double may have control routes of its own.
            Err(request) => router.call(request).await.map_err(|never| match never {}),
        };
    }
    wire.remember(&request);
    if let Some(answer) = trouble::before(&wire, &request).await? {
        return Ok(answer);
    }
    let Ok(mut answer) = router.call(request).await;
    if wire.clock.is_skewed()
        && let Ok(date) = HeaderValue::from_str(&http_date(wire.clock.now_ms()))
    {
        answer.headers_mut().insert(header::DATE, date);
    }
    Ok(trouble::after(&wire, answer).await)
}

/// The stack's own routes, on every double: counters, what was received, switching faults.
async fn control(
    wire: &Wire,
    request: Request<Incoming>,
) -> Result<Response<Body>, Request<Incoming>> {
    let path = request.uri().path().to_owned();
    Ok(match (request.method(), path.as_str()) {
        (&Method::GET, "/.sandbox/stats") => json_answer(
            StatusCode::OK,
            &json!({
                "connections": wire.connections.load(Ordering::Relaxed),
                "requests": wire.requests.load(Ordering::Relaxed),
            }),
        ),
        (&Method::GET, "/.sandbox/requests") => {
            let journal = wire.journal.lock().unwrap_or_else(PoisonError::into_inner);
            json_answer(StatusCode::OK, &json!({ "requests": *journal }))
        }
        (&Method::GET, "/.sandbox/faults") => {
            json_answer(StatusCode::OK, &json!({ "on": wire.faults.names() }))
        }
        (&Method::POST, "/.sandbox/faults") if request.headers().contains_key(CONTROL_HEADER) => {
            let body = axum::body::to_bytes(Body::new(request.into_body()), 64 * 1024).await;
            let change = body
                .ok()
                .and_then(|bytes| serde_json::from_slice(&bytes).ok())
                .unwrap_or(Value::Null);
            match switch(&wire.faults, &change) {
                Ok(()) => json_answer(StatusCode::OK, &json!({ "on": wire.faults.names() })),
                Err(error) => json_answer(
                    StatusCode::BAD_REQUEST,
                    &json!({ "message": error.to_string() }),
                ),
            }
        }
        (&Method::POST, _) if !request.headers().contains_key(CONTROL_HEADER) => json_answer(
            StatusCode::FORBIDDEN,
            &json!({ "message": format!("send the header {CONTROL_HEADER}") }),
        ),
        _ => return Err(request),
    })
}

/// `{"on":[…],"off":[…]}`.
fn switch(faults: &Faults, change: &Value) -> Result<(), SandboxError> {
    let texts = |member: &str| -> Vec<String> {
        let list = change.get(member).and_then(Value::as_array);
        list.into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect()
    };
    for text in texts("off") {
        faults.switch_off(&text)?;
    }
    for text in texts("on") {
        faults.switch_on(&text)?;
    }
    Ok(())
}

fn json_answer(status: StatusCode, value: &Value) -> Response<Body> {
    let mut answer = Response::new(Body::from(value.to_string()));
    *answer.status_mut() = status;
    answer.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    answer
}
