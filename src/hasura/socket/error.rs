//! What can go wrong with a WebSocket.

use crate::diagnostic::Diagnostic;
use crate::exit::Exit;
use crate::troubles::{self, Text};

/// The WebSocket to Hasura.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SocketError {
    /// The server, or what stands before it, answered the request for a WebSocket otherwise.
    #[error("{url} did not open a WebSocket: it answered with status {status}")]
    NotOpened {
        url: String,
        status: u16,
        /// The start of the answer.
        start: String,
    },
    /// `Sec-WebSocket-Accept` does not belong to the request (RFC 6455 §4.1).
    #[error("{url} switched protocols without having understood the request for a WebSocket")]
    NotAccepted { url: String },
    /// Another subprotocol than the one asked for.
    #[error("{url} does not speak {wanted} but {got}")]
    Protocol {
        url: String,
        wanted: &'static str,
        /// What the server chose; `none` for none.
        got: String,
    },
    /// The credentials were refused.
    #[error("Hasura refused the connection: {words}")]
    Refused { words: String },
    /// The server ended the connection.
    #[error("the WebSocket was closed by the server{}", shown(.code.as_ref(), .reason))]
    Closed {
        /// Closing code; `None` when the connection just ended.
        code: Option<u16>,
        reason: String,
    },
    #[error("nothing came over the WebSocket within {seconds} s")]
    Silent { seconds: f64 },
    /// A message that is larger than any sensible one.
    #[error("a message over the WebSocket is larger than {limit} bytes")]
    TooLarge { limit: usize },
    /// A message of another kind.
    #[error("the server sent what does not belong to the protocol: {what}")]
    Unreadable {
        /// In a few words.
        what: String,
    },
    #[error("the WebSocket broke: {detail}")]
    Broken { detail: String },
}

fn shown(code: Option<&u16>, reason: &str) -> String {
    let code = code.map_or_else(
        || " without a word".to_owned(),
        |code| format!(" (code {code})"),
    );
    if reason.is_empty() {
        code
    } else {
        format!("{code}: {reason}")
    }
}

/// The connection is refused in words alone, without a code to go by; those that nobody knows are
/// not guessed at.
fn fix(words: &str) -> String {
    let known = troubles::search(&Text::of(words));
    known.first().map_or_else(
        || "check the credentials with a query over HTTP, which says more".into(),
        |(trouble, _)| trouble.cure.into(),
    )
}

impl Diagnostic for SocketError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::NotOpened { .. } => ("socket.not_opened", Exit::Contract),
            Self::NotAccepted { .. } => ("socket.not_accepted", Exit::Contract),
            Self::Protocol { .. } => ("socket.protocol", Exit::Contract),
            // As over HTTP, where a refusal is one of GraphQL's errors.
            Self::Refused { .. } => ("socket.refused", Exit::GraphQl),
            Self::Closed { .. } => ("socket.closed", Exit::Unreachable),
            Self::Silent { .. } => ("socket.silent", Exit::Unreachable),
            Self::TooLarge { .. } => ("socket.too_large", Exit::Contract),
            Self::Unreadable { .. } => ("socket.unreadable", Exit::Contract),
            Self::Broken { .. } => ("socket.broken", Exit::Unreachable),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NotOpened { .. } | Self::NotAccepted { .. } => Some(
                "is this Hasura's base URL? a proxy before it has to pass the Upgrade header on"
                    .into(),
            ),
            Self::Protocol { .. } => Some(
                "Hasura speaks graphql-transport-ws and graphql-ws; something else answers here"
                    .into(),
            ),
            Self::Refused { words } => Some(fix(words)),
            Self::Closed { .. } => {
                Some("a connection ends with its token; run it again for a fresh one".into())
            }
            Self::Silent { .. } => {
                Some("a stream is silent while there are no rows after its cursor".into())
            }
            Self::TooLarge { .. } => Some("ask for fewer rows".into()),
            Self::Unreadable { .. } => Some("run it again with -v to see the messages".into()),
            Self::Broken { .. } => Some("look at the network and at the proxy in between".into()),
        }
    }

    fn notes(&self) -> Vec<String> {
        match self {
            Self::NotOpened { start, .. } if !start.is_empty() => {
                vec![format!("the answer starts with: {start}")]
            }
            _ => Vec::new(),
        }
    }
}
