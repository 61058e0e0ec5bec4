//! Operations over a WebSocket: the first result, or one line for each.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::app::App;
use crate::cli::Way;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::hasura::socket::{Event, Protocol, Socket, SocketError};
use crate::hasura::{Access, Client, GraphQlAnswer, GraphQlError, GraphQlRequest};

/// The one operation of the connection.
const ID: &str = "1";
/// Who follows a subscription waits as long as the connection lasts.
const PATIENCE: Duration = Duration::from_secs(365 * 24 * 3600);

/// The protocol of a way; `None` for plain HTTP.
pub(super) const fn protocol(way: Way) -> Option<Protocol> {
    match way {
        Way::Http => None,
        Way::GraphqlTransportWs => Some(Protocol::Transport),
        Way::GraphqlWs => Some(Protocol::Legacy),
    }
}

async fn open(
    client: &Client,
    access: &Access,
    request: &GraphQlRequest,
    protocol: Option<Protocol>,
) -> Result<Socket> {
    let mut socket = match protocol {
        Some(protocol) => Socket::open(client, access, protocol).await?,
        None => Socket::open_either(client, access).await?,
    };
    socket.start(ID, request).await?;
    Ok(socket)
}

pub(super) async fn first(
    client: &Client,
    access: &Access,
    request: &GraphQlRequest,
    protocol: Option<Protocol>,
) -> Result<GraphQlAnswer> {
    let mut socket = open(client, access, request, protocol).await?;
    let patience = client.timeout();
    let event = socket.next(Instant::now() + patience).await?;
    socket.close().await;
    match event {
        Some((_, Event::Data(answer))) => Ok(answer),
        Some((_, Event::Failed(errors))) => Ok(GraphQlAnswer { data: None, errors }),
        Some((_, Event::Complete)) => Err(SocketError::Unreadable {
            what: "the end of an operation without a result".into(),
        }
        .into()),
        None => Err(SocketError::Silent {
            seconds: patience.as_secs_f64(),
        }
        .into()),
    }
}

/// Prints results as they come, until there are `wanted` of them or the operation is over.
pub(super) async fn follow(
    app: &App,
    client: &Client,
    access: &Access,
    request: &GraphQlRequest,
    protocol: Option<Protocol>,
    wanted: u64,
) -> Result<Exit> {
    let mut socket = open(client, access, request, protocol).await?;
    let patience = if wanted == u64::MAX {
        PATIENCE
    } else {
        client.timeout()
    };
    let mut exit = Exit::Ok;
    let mut printed = 0;
    while printed < wanted {
        let mut is_over = false;
        let (data, errors) = match socket.next(Instant::now() + patience).await? {
            Some((_, Event::Data(answer))) => (answer.data, answer.errors),
            // An error is the end of the operation: nothing follows, whatever was asked for.
            Some((_, Event::Failed(errors))) => {
                is_over = true;
                (None, errors)
            }
            Some((_, Event::Complete)) => break,
            None => {
                let seconds = patience.as_secs_f64();
                return Err(SocketError::Silent { seconds }.into());
            }
        };
        let mut line = json!({ "data": data });
        if !errors.is_empty() {
            line["errors"] = errors.iter().map(GraphQlError::json).collect();
            exit = Exit::GraphQl;
        }
        app.redactor.redact_json(&mut line);
        let line = line.to_string() + "\n";
        match app.ui.publish(&line) {
            Ok(()) => {}
            // The reader has left: it has what it wanted.
            Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => break,
            Err(error) => return Err(Error::io("write", "standard output", error)),
        }
        if is_over {
            break;
        }
        printed += 1;
    }
    socket.close().await;
    Ok(exit)
}
