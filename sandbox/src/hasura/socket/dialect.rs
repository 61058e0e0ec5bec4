//! What the two protocols call things.

use serde_json::{Value, json};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Dialect {
    /// `graphql-transport-ws`.
    Transport,
    /// `graphql-ws`, of subscriptions-transport-ws.
    Legacy,
}

/// What a client says.
#[derive(Debug)]
pub(super) enum Said {
    /// Credentials: names and values of headers.
    Init(Vec<(String, String)>),
    /// An operation under an id.
    Start(String, Value),
    /// The end of one.
    Stop(String),
    Ping(Option<Value>),
    Pong,
    Terminate,
}

impl Dialect {
    /// As a subprotocol.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Transport => "graphql-transport-ws",
            Self::Legacy => "graphql-ws",
        }
    }

    /// A result of an operation.
    pub(super) fn data(self, id: &str, payload: &Value) -> Value {
        let kind = match self {
            Self::Transport => "next",
            Self::Legacy => "data",
        };
        json!({ "type": kind, "id": id, "payload": payload })
    }

    /// The answer to a query or mutation.
    pub(super) fn answer(self, id: &str, payload: &Value) -> Value {
        match self {
            Self::Transport if payload.get("errors").is_some() => failure(id, payload),
            _ => self.data(id, payload),
        }
    }

    /// The refusal of an operation: one entry of `errors`.
    pub(super) fn refusal(self, id: &str, error: &Value) -> Value {
        match self {
            Self::Transport => failure(id, &json!([error])),
            Self::Legacy => failure(id, &json!({ "errors": [error] })),
        }
    }

    /// A sign of life.
    pub(super) fn keep_alive(self) -> Value {
        match self {
            Self::Transport => json!({ "type": "ping", "payload": { "message": "keepalive" } }),
            Self::Legacy => json!({ "type": "ka" }),
        }
    }
}

/// `error` with any payload.
pub(super) fn failure(id: &str, payload: &Value) -> Value {
    json!({ "type": "error", "id": id, "payload": payload })
}

/// The end of an operation.
pub(super) fn complete(id: &str) -> Value {
    json!({ "type": "complete", "id": id })
}

/// Reads a message; both protocols' words are understood in both.
pub(super) fn read(text: &[u8]) -> Result<Said, String> {
    let message: Value = serde_json::from_slice(text)
        .map_err(|_| "Error in $: not a valid json value".to_owned())?;
    let kind = message
        .get("type")
        .ok_or("Error in $: key \"type\" not found")?
        .as_str()
        .ok_or("Error in $.type: expected String")?;
    let payload = message.get("payload").filter(|payload| !payload.is_null());
    let id = || {
        message
            .get("id")
            .and_then(Value::as_str)
            .map(str::to_owned)
            .ok_or_else(|| "Error in $: key \"id\" not found".to_owned())
    };
    Ok(match kind {
        "connection_init" => Said::Init(credentials(payload)?),
        "start" | "subscribe" => Said::Start(
            id()?,
            payload
                .cloned()
                .ok_or("Error in $: key \"payload\" not found")?,
        ),
        "stop" | "complete" => Said::Stop(id()?),
        "ping" => Said::Ping(payload.cloned()),
        "pong" => Said::Pong,
        "connection_terminate" => Said::Terminate,
        other => {
            return Err(format!(
                "Error in $: unexpected type for ClientMessage: {other}"
            ));
        }
    })
}

fn credentials(payload: Option<&Value>) -> Result<Vec<(String, String)>, String> {
    let headers = match payload {
        None => None,
        Some(Value::Object(members)) => members.get("headers").filter(|value| !value.is_null()),
        Some(_) => return Err("Error in $.payload: expected Object".to_owned()),
    };
    let Some(headers) = headers else {
        return Ok(Vec::new());
    };
    headers
        .as_object()
        .ok_or("Error in $.payload.headers: expected Object")?
        .iter()
        .map(|(name, value)| match value {
            Value::String(text) => Ok((name.clone(), text.clone())),
            _ => Err(format!(
                "Error in $.payload.headers.{name}: expected String"
            )),
        })
        .collect()
}
