//! A connection of our own, and the application that it connects to.

use std::net::TcpStream;

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::protocol::Message;
use tokio_tungstenite::tungstenite::{Error, WebSocket, client::IntoClientRequest as _};

use crate::stacks::{self, VERIFY_PAIR};
use crate::support::patience::PATIENCE;
use crate::support::sandbox::Sandbox;
use crate::support::{Output, World};

pub const TRANSPORT: &str = "graphql-transport-ws";
pub const LEGACY: &str = "graphql-ws";
pub const NIL: &str = "00000000-0000-0000-0000-000000000000";

/// A connection that knows nothing of our own client.
pub struct Raw {
    pub socket: WebSocket<TcpStream>,
    pub protocol: &'static str,
}

/// What came over it.
#[derive(Debug, PartialEq)]
pub enum Came {
    Message(Value),
    Closed(u16, String),
    /// Without a closing frame.
    Cut,
}

impl Raw {
    #[track_caller]
    pub fn open(sandbox: &Sandbox, protocol: &'static str) -> Self {
        let address = sandbox
            .var("HASURA_GRAPHQL_ENDPOINT")
            .trim_start_matches("http://")
            .to_owned();
        let mut request = format!("ws://{address}/v1/graphql")
            .into_client_request()
            .unwrap();
        request
            .headers_mut()
            .insert("sec-websocket-protocol", protocol.parse().unwrap());
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        let (socket, response) = tokio_tungstenite::tungstenite::client(request, stream).unwrap();
        assert_eq!(response.headers()["sec-websocket-protocol"], protocol);
        Self { socket, protocol }
    }

    /// With a token, acknowledged.
    #[track_caller]
    pub fn signed_in(sandbox: &Sandbox, protocol: &'static str, token: &str) -> Self {
        let mut raw = Self::open(sandbox, protocol);
        let bearer = format!("Bearer {token}");
        raw.say(&json!({ "type": "connection_init", "payload": { "headers": { "Authorization": bearer } } }));
        assert_eq!(
            raw.hear(),
            Came::Message(json!({ "type": "connection_ack" }))
        );
        raw
    }

    pub fn say(&mut self, message: &Value) {
        self.socket
            .send(Message::text(message.to_string()))
            .unwrap();
    }

    pub fn start(&mut self, id: &str, query: &str) {
        let kind = if self.protocol == TRANSPORT {
            "subscribe"
        } else {
            "start"
        };
        self.say(&json!({ "id": id, "type": kind, "payload": { "query": query } }));
    }

    /// The next message that is not a sign of life.
    #[track_caller]
    pub fn hear(&mut self) -> Came {
        loop {
            return match self.socket.read() {
                Ok(Message::Text(text)) => {
                    let message: Value = serde_json::from_str(&text).unwrap();
                    if matches!(message["type"].as_str(), Some("ka" | "ping")) {
                        continue;
                    }
                    Came::Message(message)
                }
                Ok(Message::Close(Some(frame))) => {
                    Came::Closed(frame.code.into(), frame.reason.to_string())
                }
                Err(Error::Io(error)) if error.kind() == std::io::ErrorKind::WouldBlock => {
                    panic!("nothing came")
                }
                Err(_) => Came::Cut,
                Ok(other) => panic!("{other:?}"),
            };
        }
    }

    /// The data of the next result.
    #[track_caller]
    pub fn data(&mut self, id: &str) -> Value {
        self.result(id)["data"].clone()
    }

    /// The `errors` of the next result.
    #[track_caller]
    pub fn complaint(&mut self, id: &str) -> Value {
        self.result(id)["errors"].clone()
    }

    #[track_caller]
    fn result(&mut self, id: &str) -> Value {
        let kind = if self.protocol == TRANSPORT {
            "next"
        } else {
            "data"
        };
        match self.hear() {
            Came::Message(message) if message["type"] == kind && message["id"] == id => {
                message["payload"].clone()
            }
            other => panic!("{other:?}"),
        }
    }

    /// The entry of `errors` of a refused operation, which ends with it.
    #[track_caller]
    pub fn refused(&mut self, id: &str) -> Value {
        let Came::Message(message) = self.hear() else {
            panic!("not refused");
        };
        assert_eq!(
            (&message["type"], &message["id"]),
            (&json!("error"), &json!(id)),
            "{message}"
        );
        assert_eq!(
            self.hear(),
            Came::Message(json!({ "type": "complete", "id": id }))
        );
        match self.protocol {
            TRANSPORT => message["payload"][0].clone(),
            _ => message["payload"]["errors"][0].clone(),
        }
    }
}

/// The notes application with alice and bob signed in.
pub struct Pair {
    pub sandbox: Sandbox,
    pub world: World,
}

impl Pair {
    pub fn new(args: &[&str]) -> Self {
        let (sandbox, world) = stacks::seeded(args);
        Self { sandbox, world }
    }

    pub fn token(&self, name: &str) -> String {
        let output = self
            .world
            .cmd(["token", "--min-ttl", "0", "--session", name])
            .ok();
        output.stdout.trim().to_owned()
    }

    pub fn verify(&self, args: &[&str]) -> Output {
        self.world.cmd(VERIFY_PAIR.iter().chain(args)).run()
    }
}

pub fn probe(output: &Output, id: &str) -> Value {
    let probes = output.json()["result"]["probes"].clone();
    let all = probes.as_array().unwrap_or_else(|| panic!("{output}"));
    all.iter().find(|probe| probe["id"] == id).unwrap().clone()
}

pub fn owners(rows: &Value) -> Vec<&str> {
    let mut owners: Vec<&str> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["owner_id"].as_str().unwrap())
        .collect();
    owners.dedup();
    owners
}
