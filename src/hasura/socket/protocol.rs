//! The two protocols of GraphQL over a WebSocket, in the words of each.
//!
//! `graphql-transport-ws`: the GraphQL over WebSocket protocol of the library graphql-ws;
//! `graphql-ws`: its predecessor, of subscriptions-transport-ws. They have little more in common
//! than `connection_init` and `connection_ack`.

use serde_json::{Value, json};

use crate::hasura::GraphQlRequest;
use crate::http::{CROWDED, is_crowded};

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Protocol {
    /// `graphql-transport-ws`.
    Transport,
    /// `graphql-ws`.
    Legacy,
}

/// What a server says.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Heard {
    /// The connection is ready.
    Ack,
    /// The credentials are no good.
    ConnectionError(String),
    /// A result: id and `{"data"?, "errors"?}`.
    Data(String, Value),
    /// The operation was refused: id and entries of `errors`.
    Error(String, Vec<Value>),
    /// The operation is over.
    Complete(String),
    /// To be answered with a pong.
    Ping,
    /// Signs of life.
    Idle,
}

impl Protocol {
    /// Both, the newer one first.
    pub(crate) const BOTH: [Self; 2] = [Self::Transport, Self::Legacy];

    /// As a subprotocol.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Transport => "graphql-transport-ws",
            Self::Legacy => "graphql-ws",
        }
    }

    /// Starts an operation.
    pub(super) fn start(self, id: &str, request: &GraphQlRequest) -> Value {
        let kind = match self {
            Self::Transport => "subscribe",
            Self::Legacy => "start",
        };
        json!({ "id": id, "type": kind, "payload": request.body() })
    }

    pub(super) fn stop(self, id: &str) -> Value {
        let kind = match self {
            Self::Transport => "complete",
            Self::Legacy => "stop",
        };
        json!({ "id": id, "type": kind })
    }
}

/// `connection_init` with credentials as Hasura reads them (contracts: hasura §2.3).
pub(super) fn init(headers: &Value) -> Value {
    json!({ "type": "connection_init", "payload": { "headers": headers } })
}

/// Reads a message of either protocol: Hasura has sent words of the older one in the newer
/// (its issue 9689).
pub(super) fn read(text: &str) -> Result<Heard, String> {
    if is_crowded(text.as_bytes()) {
        return Err(CROWDED.to_owned());
    }
    let message: Value = serde_json::from_str(text).map_err(|_| "no JSON".to_owned())?;
    let kind = message
        .get("type")
        .and_then(Value::as_str)
        .ok_or("a message without type")?;
    let payload = message.get("payload").cloned().unwrap_or_default();
    let id = || {
        message
            .get("id")
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| format!("{kind} without id"))
    };
    Ok(match kind {
        "connection_ack" => Heard::Ack,
        "connection_error" => Heard::ConnectionError(words(&payload)),
        "next" | "data" => Heard::Data(id()?, payload),
        "error" => Heard::Error(id()?, entries(payload)),
        "complete" => Heard::Complete(id()?),
        "ping" => Heard::Ping,
        "pong" | "ka" => Heard::Idle,
        other => {
            let shown: String = other.chars().take(40).collect();
            return Err(format!("a message of type {shown}"));
        }
    })
}

/// The text of an error in any of the forms that are about.
fn words(payload: &Value) -> String {
    payload
        .as_str()
        .or_else(|| payload.get("message").and_then(Value::as_str))
        .map_or_else(|| payload.to_string(), str::to_owned)
}

/// Entries of `errors`: a list, `{"errors": […]}`, one entry, or just words.
fn entries(payload: Value) -> Vec<Value> {
    match payload {
        Value::Array(entries) => entries,
        Value::Object(mut members) => match members.remove("errors") {
            Some(Value::Array(entries)) => entries,
            _ => vec![Value::Object(members)],
        },
        other => vec![json!({ "message": words(&other) })],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_come_in_many_forms() {
        let entry = json!({"message": "m"});
        for payload in [
            json!([{"message": "m"}]),
            json!({"errors": [{"message": "m"}]}),
            json!({"message": "m"}),
            json!("m"),
        ] {
            let text = json!({"type": "error", "id": "1", "payload": payload}).to_string();
            let heard = read(&text).unwrap();
            assert_eq!(
                heard,
                Heard::Error("1".into(), vec![entry.clone()]),
                "{text}"
            );
        }
        for payload in [json!("no"), json!({"message": "no"})] {
            let text = json!({"type": "connection_error", "payload": payload}).to_string();
            assert_eq!(read(&text).unwrap(), Heard::ConnectionError("no".into()));
        }
    }

    #[test]
    fn what_is_odd_is_named() {
        for (text, what) in [
            ("x", "no JSON"),
            ("{}", "a message without type"),
            (r#"{"type":"next"}"#, "next without id"),
            (r#"{"type":"else"}"#, "a message of type else"),
        ] {
            assert_eq!(read(text).unwrap_err(), what);
        }
    }
}
