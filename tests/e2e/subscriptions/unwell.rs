//! `WebSockets` of servers that are not well, or none of Hasura's.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread::JoinHandle;

use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Message};
use tokio_tungstenite::tungstenite::{WebSocket, accept_hdr};

use super::raw::TRANSPORT;
use crate::support::{Output, World};

/// A server of one connection.
struct Once {
    address: SocketAddr,
    thread: JoinHandle<()>,
}

impl Once {
    fn serve(deed: impl FnOnce(TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let thread = std::thread::spawn(move || deed(listener.accept().unwrap().0));
        Self { address, thread }
    }

    /// Opens a WebSocket with this subprotocol, and does something once it was greeted.
    fn greeted(
        protocol: &'static str,
        deed: impl FnOnce(&mut WebSocket<TcpStream>) + Send + 'static,
    ) -> Self {
        Self::serve(move |stream| {
            #[expect(
                clippy::result_large_err,
                reason = "the library's own callback has this error"
            )]
            let choose = |_: &Request, mut response: Response| {
                let headers = response.headers_mut();
                headers.insert("sec-websocket-protocol", protocol.parse().unwrap());
                Ok(response)
            };
            let mut socket = accept_hdr(stream, choose).unwrap();
            // Who dislikes the subprotocol says nothing.
            if socket.read().is_ok() {
                deed(&mut socket);
                // Until the other side has gone.
                while socket.read().is_ok() {}
            }
        })
    }

    /// What a query over it comes to.
    fn asked(self) -> Output {
        self.asked_over(TRANSPORT, &[])
    }

    fn asked_over(self, protocol: &str, more: &[&str]) -> Output {
        let mut world = World::new();
        world.set(
            "HASURA_GRAPHQL_ENDPOINT",
            format!("http://{}", self.address),
        );
        let args = [
            "query",
            "--as",
            "anonymous",
            "--over",
            protocol,
            "{__typename}",
        ];
        let output = world.cmd(args.iter().chain(more)).run();
        self.thread.join().unwrap();
        output
    }
}

#[test]
fn what_is_wrong_with_a_websocket_is_named() {
    let text = |text: &'static str| {
        move |socket: &mut WebSocket<TcpStream>| {
            socket.send(Message::text(text)).unwrap();
        }
    };
    let bytes = |bytes: &'static [u8]| {
        move |socket: &mut WebSocket<TcpStream>| {
            socket.get_mut().write_all(bytes).unwrap();
        }
    };
    let unasked = Once::serve(|mut stream| {
        let mut head = Vec::new();
        let mut byte = [0];
        while !head.ends_with(b"\r\n\r\n") {
            stream.read_exact(&mut byte).unwrap();
            head.push(byte[0]);
        }
        let answer = "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: \
                      Upgrade\r\nsec-websocket-accept: bm9ib2R5\r\n\r\n";
        stream.write_all(answer.as_bytes()).unwrap();
    });
    let refused = Once::greeted(TRANSPORT, |socket| {
        let (code, reason) = (CloseCode::from(4400), "Bad request".into());
        socket.close(Some(CloseFrame { code, reason })).unwrap();
    });
    let closed = Once::greeted(TRANSPORT, |socket| {
        let ack = Message::text("{\"type\":\"connection_ack\"}");
        socket.send(ack).unwrap();
        let (code, reason) = (CloseCode::from(4400), "Bad request".into());
        socket.close(Some(CloseFrame { code, reason })).unwrap();
    });
    let anothers = Once::greeted(TRANSPORT, |socket| {
        for text in [
            r#"{"type":"connection_ack"}"#,
            r#"{"type":"next","id":"other","payload":{"data":{"__typename":"x"}}}"#,
            r#"{"type":"complete","id":"other"}"#,
        ] {
            socket.send(Message::text(text)).unwrap();
        }
    });
    for (code, server) in [
        ("socket.unreadable", anothers),
        ("socket.not_accepted", unasked),
        ("socket.protocol", Once::greeted("mqtt", |_| {})),
        ("socket.refused", refused),
        ("socket.closed", closed),
        ("socket.unreadable", Once::greeted(TRANSPORT, text("hello"))),
        // A text of 2^40 bytes begins.
        (
            "socket.too_large",
            Once::greeted(TRANSPORT, bytes(&[0x81, 127, 0, 0, 1, 0, 0, 0, 0, 0])),
        ),
        // A kind of frame that nobody has defined (RFC 6455 §5.2).
        ("socket.broken", Once::greeted(TRANSPORT, bytes(&[0x8b, 0]))),
    ] {
        let output = server.asked();
        let first = format!("error[{code}]: ");
        assert!(output.stderr.starts_with(&first), "{code}: {output}");
    }
}

/// Some servers hang up behind it.
#[test]
fn an_error_is_the_end_however_many_results_were_asked_for() {
    for protocol in [TRANSPORT, "graphql-ws"] {
        let server = Once::greeted(protocol, |socket| {
            socket
                .send(Message::text(r#"{"type":"connection_ack"}"#))
                .unwrap();
            // Where it is asked for.
            socket.read().unwrap();
            let error = r#"{"type":"error","id":"1","payload":[{"message":"no such field"}]}"#;
            socket.send(Message::text(error)).unwrap();
            socket.close(None).unwrap();
        });
        let output = server.asked_over(protocol, &["--count", "2"]);
        assert_eq!(output.code, Some(7), "{output}");
        output.stdout_has("no such field");
        assert_eq!(output.stdout.lines().count(), 1, "{output}");
    }
}
