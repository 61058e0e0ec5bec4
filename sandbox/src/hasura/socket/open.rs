//! The request that opens a connection.

use axum::body::Body;
use axum::extract::ws::WebSocketUpgrade;
use axum::http::{HeaderMap, HeaderValue, Response, header};

use super::super::shared::Shared;
use super::dialect::Dialect;
use super::session;

/// Larger messages end the connection.
const LARGEST_MESSAGE: usize = 4 * 1024 * 1024;

/// Answers a request for a WebSocket.
pub(crate) fn open(
    service: Shared,
    headers: HeaderMap,
    mut upgrade: WebSocketUpgrade,
) -> Response<Body> {
    let asked: Vec<&HeaderValue> = headers
        .get_all(header::SEC_WEBSOCKET_PROTOCOL)
        .iter()
        .collect();
    let dialect = match asked.as_slice() {
        [one] if one.as_bytes() == Dialect::Transport.name().as_bytes() => Dialect::Transport,
        _ => Dialect::Legacy,
    };
    upgrade.set_selected_protocol(HeaderValue::from_static(dialect.name()));
    upgrade
        .max_message_size(LARGEST_MESSAGE)
        .max_frame_size(LARGEST_MESSAGE)
        .on_upgrade(move |socket| session::run(socket, service, dialect, headers))
}
