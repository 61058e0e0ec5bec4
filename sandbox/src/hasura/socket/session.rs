//! One connection, from `connection_init` to its end.

use std::collections::BTreeMap;
use std::time::{Duration, SystemTime};

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use serde_json::{Value, json};
use tokio::time::{Instant, interval, sleep_until};

use super::super::shared::Shared;
use super::dialect::{self, Dialect, Said};
use crate::hasura::graphql::{GraphQlRequest, Started, Subscription, parse, start};
use crate::hasura::model::data::Database;
use crate::hasura::model::session::Session;

/// The engine's default for `HASURA_GRAPHQL_WEBSOCKET_KEEPALIVE`.
const KEEP_ALIVE: Duration = Duration::from_secs(5);
/// And for `HASURA_GRAPHQL_WEBSOCKET_CONNECTION_INIT_TIMEOUT`.
const INIT_TIMEOUT: Duration = Duration::from_secs(3);
/// The engine looks once a second; tests need not wait that long.
const POLL: Duration = Duration::from_millis(200);
/// A year: for what never happens.
const NEVER: Duration = Duration::from_secs(365 * 24 * 3600);
/// A closing frame holds no more (RFC 6455 §5.5), less the code.
const LONGEST_REASON: usize = 123;

/// The other side is gone, or is to be.
struct Ended;

type Step = Result<(), Ended>;

struct Connection {
    socket: WebSocket,
    service: Shared,
    dialect: Dialect,
    /// Headers of the request that opened it; the first `connection_init` uses them up.
    opened_with: HeaderMap,
    session: Option<Session>,
    ends: Instant,
    running: BTreeMap<String, Subscription>,
    seen: Option<Seen>,
}

/// What the last look was at. Nothing is looked at again while all of it stays the same.
#[derive(PartialEq)]
struct Seen {
    data: Database,
    version: u64,
    faults: Vec<String>,
}

/// Serves the connection to its end.
pub(super) async fn run(
    socket: WebSocket,
    service: Shared,
    dialect: Dialect,
    opened_with: HeaderMap,
) {
    let mut connection = Connection {
        socket,
        service,
        dialect,
        opened_with,
        session: None,
        ends: Instant::now() + NEVER,
        running: BTreeMap::new(),
        seen: None,
    };
    // However it ended: the socket is closed by being dropped.
    let _ = connection.serve().await;
}

impl Connection {
    async fn serve(&mut self) -> Step {
        let patience = Instant::now() + INIT_TIMEOUT;
        let mut alive = interval(KEEP_ALIVE);
        let mut poll = interval(POLL);
        loop {
            let uninitialised = self.session.is_none() && self.dialect == Dialect::Transport;
            tokio::select! {
                message = self.socket.recv() => self.hear(message).await?,
                _ = alive.tick() => self.send(&self.dialect.keep_alive()).await?,
                _ = poll.tick(), if !self.running.is_empty() => self.look().await?,
                () = sleep_until(self.ends) => return Err(Ended),
                () = sleep_until(patience), if uninitialised => {
                    return self.close(4408, "Connection initialisation timed out").await;
                }
            }
        }
    }

    async fn hear(&mut self, message: Option<Result<Message, axum::Error>>) -> Step {
        let bytes = match message {
            Some(Ok(Message::Text(text))) => text.as_str().as_bytes().to_vec(),
            Some(Ok(Message::Binary(bytes))) => bytes.to_vec(),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => return Ok(()),
            Some(Ok(Message::Close(_))) | None => return Err(Ended),
            // Too large, or no WebSocket frame at all.
            Some(Err(_)) => return self.close(1009, "the message cannot be taken").await,
        };
        let said = match dialect::read(&bytes) {
            Ok(Said::Start(id, payload)) => match parse(&payload, "$") {
                Ok(request) => return self.start(id, request).await,
                Err(error) => Err(format!("Error in $.payload: {}", error.message)),
            },
            other => other,
        };
        match said {
            Ok(Said::Init(credentials)) => self.init(credentials).await,
            // Taken above.
            Ok(Said::Start(..) | Said::Pong) => Ok(()),
            Ok(Said::Stop(id)) => {
                self.running.remove(&id);
                Ok(())
            }
            Ok(Said::Ping(payload)) => {
                let mut pong = json!({ "type": "pong" });
                if let Some(payload) = payload {
                    pong["payload"] = payload;
                }
                self.send(&pong).await
            }
            Ok(Said::Terminate) => self.close(1000, "GQL_CONNECTION_TERMINATE received").await,
            Err(words) => {
                let words = format!("parsing ClientMessage failed: {words}");
                match self.dialect {
                    Dialect::Legacy => self.send(&connection_error(&words)).await,
                    Dialect::Transport => {
                        let words = format!("4400: Parsing client message failed: {words}");
                        self.close(4400, &server_error(&words)).await
                    }
                }
            }
        }
    }

    /// The headers of the message come before those of the request that opened the connection.
    async fn init(&mut self, credentials: Vec<(String, String)>) -> Step {
        let mut headers = std::mem::take(&mut self.opened_with);
        for name in [
            header::SEC_WEBSOCKET_KEY,
            header::SEC_WEBSOCKET_VERSION,
            header::UPGRADE,
            header::CONNECTION,
        ] {
            headers.remove(name);
        }
        for (name, value) in credentials {
            if let (Ok(name), Ok(value)) = (
                HeaderName::from_bytes(name.as_bytes()),
                HeaderValue::from_str(&value),
            ) {
                headers.insert(name, value);
            }
        }
        match self.service.auth.authenticate_until(&headers).await {
            Ok((session, end)) => {
                self.session = Some(session);
                if let Some(end) = end {
                    self.ends = Instant::now() + left(end);
                }
                self.send(&json!({ "type": "connection_ack" })).await?;
                self.send(&self.dialect.keep_alive()).await
            }
            Err(error) => match self.dialect {
                Dialect::Legacy => {
                    self.send(&connection_error(&error.message)).await?;
                    let words =
                        format!("4400: Connection initialization failed: {}", error.message);
                    self.close(4400, &server_error(&words)).await
                }
                Dialect::Transport => self.close(4403, &server_error("4403: Forbidden")).await,
            },
        }
    }

    async fn start(&mut self, id: String, request: GraphQlRequest) -> Step {
        if self.running.contains_key(&id) {
            let words = format!("an operation already exists with this id: {id}");
            return self.refuse(&id, &words).await;
        }
        let Some(session) = &self.session else {
            let words = "start received before the connection is initialised";
            return self.refuse(&id, words).await;
        };
        match start(&self.service.engine, session, request) {
            Started::Answered(answer) => {
                self.send(&self.dialect.answer(&id, &answer)).await?;
                self.send(&dialect::complete(&id)).await
            }
            Started::Refused(error) => {
                self.send(&self.dialect.refusal(&id, &error)).await?;
                self.send(&dialect::complete(&id)).await
            }
            Started::Live(subscription, first) => {
                if let Some(first) = first {
                    self.send(&self.dialect.data(&id, &first)).await?;
                }
                self.running.insert(id, *subscription);
                Ok(())
            }
        }
    }

    /// An operation that the state of the connection does not allow.
    async fn refuse(&mut self, id: &str, words: &str) -> Step {
        let error = json!({
            "message": words,
            "extensions": { "path": "$", "code": "start-failed" },
        });
        self.send(&dialect::failure(id, &error)).await?;
        match self.dialect {
            Dialect::Legacy => self.send(&dialect::complete(id)).await,
            Dialect::Transport => {
                self.send(&dialect::failure(id, &words.into())).await?;
                self.close(1000, &server_error(&format!("4400: {words}")))
                    .await
            }
        }
    }

    /// Lets every running operation look at the rows, if there may be something new. Streams go
    /// on from batch to batch.
    async fn look(&mut self) -> Step {
        let Some(session) = &self.session else {
            return Ok(());
        };
        let engine = &self.service.engine;
        let now = Seen {
            data: engine.data(),
            version: engine.metadata().resource_version,
            faults: engine.faults().names(),
        };
        if self.seen.as_ref() == Some(&now) {
            return Ok(());
        }
        let mut news = Vec::new();
        for (id, subscription) in &mut self.running {
            if let Some(answer) = subscription.poll(engine, session, &now.data) {
                news.push(self.dialect.data(id, &answer));
            }
        }
        // What had news may have more, such as the next batch.
        self.seen = news.is_empty().then_some(now);
        for message in news {
            self.send(&message).await?;
        }
        Ok(())
    }

    async fn send(&mut self, message: &Value) -> Step {
        let text = Message::text(message.to_string());
        self.socket.send(text).await.map_err(|_| Ended)
    }

    async fn close(&mut self, code: u16, reason: &str) -> Step {
        let mut end = reason.len().min(LONGEST_REASON);
        while !reason.is_char_boundary(end) {
            end -= 1;
        }
        let frame = CloseFrame {
            code,
            reason: reason[..end].into(),
        };
        let _ = self.socket.send(Message::Close(Some(frame))).await;
        Err(Ended)
    }
}

fn connection_error(words: &str) -> Value {
    json!({ "type": "connection_error", "payload": words })
}

/// A reason for closing as the engine writes it.
fn server_error(words: &str) -> String {
    json!({ "server_error_msg": words }).to_string()
}

/// The time until `end`, in seconds since the epoch.
fn left(end: f64) -> Duration {
    let now = SystemTime::now()
        .duration_since(SystemTime::UNIX_EPOCH)
        .map_or(0.0, |elapsed| elapsed.as_secs_f64());
    Duration::try_from_secs_f64((end - now).max(0.0))
        .unwrap_or(NEVER)
        .min(NEVER)
}
