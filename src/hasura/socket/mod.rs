//! Subscriptions: GraphQL over a WebSocket, in either protocol ([`Protocol`]).
//!
//! The connection is opened by [`crate::http`], so that everything said there about proxies,
//! certificates and traces holds here. Hasura chooses the protocol by the whole of the header that
//! asks for it, so one is asked for at a time.

mod error;
mod protocol;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use futures_util::{SinkExt as _, StreamExt as _};
use reqwest::header::HeaderMap;
use serde_json::{Map, Value};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::error::{CapacityError, ProtocolError};
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Message, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{self};
use url::Url;

pub(crate) use error::SocketError;
pub(crate) use protocol::Protocol;

use super::client::{Client, GraphQlRequest};
use super::credentials::Access;
use super::jwt_secret::TokenLocation;
use super::{GraphQlAnswer, GraphQlError};
use crate::error::Result;
use crate::http::{Http, Opened, Request, Upgraded};
use protocol::Heard;

/// As for an answer over HTTP.
const LARGEST_MESSAGE: usize = 64 * 1024 * 1024;
/// How long a goodbye may take.
const FAREWELL: Duration = Duration::from_millis(500);

/// A connection that Hasura has accepted the credentials of.
pub(crate) struct Socket {
    stream: WebSocketStream<Upgraded>,
    protocol: Protocol,
    http: Http,
    /// The ids of operations, also of those that are over: what was on its way may still come.
    started: BTreeSet<String>,
}

/// What came for an operation.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    Data(GraphQlAnswer),
    /// It was refused.
    Failed(Vec<GraphQlError>),
    /// It is over.
    Complete,
}

impl std::fmt::Debug for Socket {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Socket")
            .field("protocol", &self.protocol)
            .finish_non_exhaustive()
    }
}

impl Socket {
    /// Opens a connection in the newer protocol, or else in the older one.
    pub(crate) async fn open_either(client: &Client, access: &Access) -> Result<Self> {
        match Self::open(client, access, Protocol::Transport).await {
            // The newer protocol has no room for the reason of a refusal; the older one says it.
            Err(error) => match error.downcast_ref() {
                Some(
                    SocketError::NotAccepted { .. }
                    | SocketError::Protocol { .. }
                    | SocketError::Refused { .. },
                ) => Self::open(client, access, Protocol::Legacy).await,
                _ => Err(error),
            },
            opened => opened,
        }
    }

    /// Opens a connection and hands over the credentials.
    pub(crate) async fn open(client: &Client, access: &Access, protocol: Protocol) -> Result<Self> {
        let url = client.url("/v1/graphql");
        let stream = handshake(&client.http, url, protocol).await?;
        let mut socket = Self {
            stream,
            protocol,
            http: client.http.clone(),
            started: BTreeSet::new(),
        };
        socket
            .send(&protocol::init(&socket.credentials(access, &client.token)))
            .await?;
        let deadline = Instant::now() + socket.http.timeout();
        loop {
            match socket.hear(deadline).await {
                Ok(Some(Heard::Ack)) => return Ok(socket),
                Ok(Some(Heard::ConnectionError(words))) => {
                    return Err(SocketError::Refused { words }.into());
                }
                Ok(Some(_)) if Instant::now() < deadline => {}
                Ok(_) => {
                    let seconds = socket.http.timeout().as_secs_f64();
                    return Err(SocketError::Silent { seconds }.into());
                }
                Err(SocketError::Closed {
                    code: Some(code @ (1000 | 1008 | 4400..=4499)),
                    reason,
                }) => {
                    let words = if reason.is_empty() {
                        format!("code {code}")
                    } else {
                        reason
                    };
                    return Err(SocketError::Refused { words }.into());
                }
                Err(error) => return Err(error.into()),
            }
        }
    }

    /// Starts an operation under an id of the caller's.
    pub(crate) async fn start(&mut self, id: &str, request: &GraphQlRequest) -> Result<()> {
        self.started.insert(id.to_owned());
        let message = self.protocol.start(id, request);
        Ok(self.send(&message).await?)
    }

    /// Ends an operation.
    pub(crate) async fn stop(&mut self, id: &str) -> Result<()> {
        let message = self.protocol.stop(id);
        Ok(self.send(&message).await?)
    }

    /// The next that comes for any operation; `None` when nothing did before `deadline`. What is said
    /// of one that was never started is no answer to anything that was asked here.
    pub(crate) async fn next(&mut self, deadline: Instant) -> Result<Option<(String, Event)>> {
        let next = self.next_of_any(deadline).await?;
        if let Some((id, _)) = &next
            && !self.started.contains(id)
        {
            return Err(SocketError::Unreadable {
                what: format!("a message for the operation \"{id}\", which was not started"),
            }
            .into());
        }
        Ok(next)
    }

    async fn next_of_any(&mut self, deadline: Instant) -> Result<Option<(String, Event)>> {
        loop {
            return Ok(match self.hear(deadline).await? {
                None => None,
                Some(Heard::Data(id, payload)) => {
                    let answer = GraphQlAnswer::read(payload);
                    let answer = answer.map_err(|_| SocketError::Unreadable {
                        what: "a result without data and errors".into(),
                    })?;
                    Some((id, Event::Data(answer)))
                }
                Some(Heard::Error(id, entries)) => {
                    let errors = entries.iter().map(GraphQlError::read).collect();
                    Some((id, Event::Failed(errors)))
                }
                Some(Heard::Complete(id)) => Some((id, Event::Complete)),
                Some(Heard::ConnectionError(words)) => {
                    return Err(SocketError::Refused { words }.into());
                }
                Some(Heard::Ack | Heard::Ping | Heard::Idle) if Instant::now() >= deadline => None,
                Some(Heard::Ack | Heard::Ping | Heard::Idle) => continue,
            });
        }
    }

    /// Says goodbye; what goes wrong with that is of no interest any more.
    pub(crate) async fn close(mut self) {
        let _ = tokio::time::timeout(FAREWELL, self.stream.close(None)).await;
    }

    /// The credentials as members of `connection_init`; their secrets become known to the
    /// redactor.
    fn credentials(&self, access: &Access, token: &TokenLocation) -> Value {
        let mut headers = HeaderMap::new();
        access.apply(&mut headers, token);
        self.http.learn(&headers);
        let members: Map<String, Value> = headers
            .iter()
            .map(|(name, value)| {
                let text = String::from_utf8_lossy(value.as_bytes()).into_owned();
                (name.as_str().to_owned(), text.into())
            })
            .collect();
        Value::Object(members)
    }

    async fn send(&mut self, message: &Value) -> Result<(), SocketError> {
        let text = message.to_string();
        self.http.trace_message('>', &text);
        let seconds = self.http.timeout();
        // Who never reads what it is sent must not be waited for, either.
        match tokio::time::timeout(seconds, self.stream.send(Message::text(text))).await {
            Ok(sent) => sent.map_err(broken),
            Err(_) => Err(SocketError::Silent {
                seconds: seconds.as_secs_f64(),
            }),
        }
    }

    /// The next message; pings are answered on the way. `None` when none came in time.
    async fn hear(&mut self, deadline: Instant) -> Result<Option<Heard>, SocketError> {
        loop {
            let next = tokio::time::timeout_at(deadline.into(), self.stream.next());
            let Ok(next) = next.await else {
                return Ok(None);
            };
            // What has come already is there at once, however late it is; pings may come for ever.
            if Instant::now() >= deadline && !matches!(next, Some(Ok(Message::Text(_)))) {
                return Ok(None);
            }
            let text = match next {
                Some(Ok(Message::Text(text))) => text,
                Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => continue,
                Some(Ok(Message::Binary(_))) => {
                    return Err(SocketError::Unreadable {
                        what: "a binary message".into(),
                    });
                }
                Some(Ok(Message::Close(frame))) => {
                    let error = SocketError::Closed {
                        code: frame.as_ref().map(|frame| frame.code.into()),
                        reason: frame.map_or_else(String::new, |frame| reason(&frame.reason)),
                    };
                    self.http.trace_message('<', &error.to_string());
                    return Err(error);
                }
                Some(Err(error)) => return Err(broken(error)),
                None => return Err(gone()),
            };
            self.http.trace_message('<', &text);
            let heard = protocol::read(&text).map_err(|what| SocketError::Unreadable { what })?;
            if heard == Heard::Ping {
                self.send(&serde_json::json!({ "type": "pong" })).await?;
            }
            return Ok(Some(heard));
        }
    }
}

/// The opening handshake (RFC 6455 §4.1), over our own HTTP client.
async fn handshake(http: &Http, url: Url, protocol: Protocol) -> Result<WebSocketStream<Upgraded>> {
    let key = generate_key();
    let shown = crate::http::shown_url(&url);
    let request = Request::get(url)
        .header("connection", "Upgrade")
        .header("upgrade", "websocket")
        .header("sec-websocket-version", "13")
        .header("sec-websocket-key", &key)
        .header("sec-websocket-protocol", protocol.name());
    let (headers, connection) = match http.upgrade(request).await? {
        Opened::Switched(headers, connection) => (headers, connection),
        Opened::Answered(response) => {
            return Err(SocketError::NotOpened {
                url: shown,
                status: response.status.as_u16(),
                start: super::client::start(&response),
            }
            .into());
        }
    };
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if text("sec-websocket-accept") != Some(derive_accept_key(key.as_bytes()).as_str()) {
        return Err(SocketError::NotAccepted { url: shown }.into());
    }
    let chosen = text("sec-websocket-protocol");
    if chosen != Some(protocol.name()) {
        return Err(SocketError::Protocol {
            url: shown,
            wanted: protocol.name(),
            got: chosen.unwrap_or("none").to_owned(),
        }
        .into());
    }
    let config = WebSocketConfig::default()
        .read_buffer_size(16 * 1024)
        .write_buffer_size(0)
        .max_message_size(Some(LARGEST_MESSAGE))
        .max_frame_size(Some(LARGEST_MESSAGE));
    Ok(WebSocketStream::from_raw_socket(connection, Role::Client, Some(config)).await)
}

/// Hasura puts its words into JSON.
fn reason(text: &str) -> String {
    serde_json::from_str::<Value>(text)
        .ok()
        .and_then(|value| value.get("server_error_msg")?.as_str().map(str::to_owned))
        .unwrap_or_else(|| text.to_owned())
}

fn gone() -> SocketError {
    SocketError::Closed {
        code: None,
        reason: String::new(),
    }
}

fn broken(error: tungstenite::Error) -> SocketError {
    match error {
        tungstenite::Error::Capacity(CapacityError::MessageTooLong { .. }) => {
            SocketError::TooLarge {
                limit: LARGEST_MESSAGE,
            }
        }
        tungstenite::Error::ConnectionClosed
        | tungstenite::Error::AlreadyClosed
        | tungstenite::Error::Protocol(ProtocolError::ResetWithoutClosingHandshake) => gone(),
        tungstenite::Error::Io(error)
            if matches!(
                error.kind(),
                std::io::ErrorKind::ConnectionReset
                    | std::io::ErrorKind::BrokenPipe
                    | std::io::ErrorKind::UnexpectedEof
            ) =>
        {
            gone()
        }
        other => SocketError::Broken {
            detail: other.to_string(),
        },
    }
}
