//! Faults of the network and of what stands between a client and a service.

use std::io::{self, Write as _};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, header};
use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::body::{Frame, Incoming};
use tokio::time::Sleep;

use super::Fault;
use super::wire::Wire;

/// Delay of [`Fault::Slow`].
const SLOW: Duration = Duration::from_secs(3);
/// Pause between two bytes of [`Fault::Drip`].
const DRIP: Duration = Duration::from_millis(200);
/// Pause before a connection is cut.
const FLUSH: Duration = Duration::from_millis(50);
/// Size of the bodies that are too large.
const HUGE: usize = 100 * 1024 * 1024;
const PIECE: usize = BLANKS.len();
const BLANKS: &[u8] = &[b' '; 16 * 1024];

/// What happens instead of the service's answer. An `Err` closes the connection.
pub(super) async fn before(
    wire: &Wire,
    request: &Request<Incoming>,
) -> io::Result<Option<Response<Body>>> {
    let strikes = |fault| wire.faults.strikes(fault, wire.service);
    if strikes(Fault::DropConnection) {
        return Err(io::ErrorKind::ConnectionAborted.into());
    }
    if strikes(Fault::Stall) {
        std::future::pending::<()>().await;
    }
    if strikes(Fault::Slow) {
        tokio::time::sleep(SLOW).await;
    }
    let answer = if strikes(Fault::NgrokOffline) {
        ngrok_offline(request.headers())
    } else if strikes(Fault::NgrokPage)
        && !request.headers().contains_key("ngrok-skip-browser-warning")
    {
        page(StatusCode::OK, NGROK_WARNING)
    } else if strikes(Fault::BadGateway) {
        page(StatusCode::BAD_GATEWAY, BAD_GATEWAY)
    } else if strikes(Fault::Html500) {
        page(StatusCode::INTERNAL_SERVER_ERROR, INTERNAL_ERROR)
    } else if strikes(Fault::TooManyRequests) {
        let mut answer = page(StatusCode::TOO_MANY_REQUESTS, TOO_MANY);
        set(&mut answer, header::RETRY_AFTER, "1");
        answer
    } else if strikes(Fault::RedirectLoop) {
        redirect(&request.uri().to_string())
    } else if strikes(Fault::RedirectOtherOrigin) {
        redirect(&format!("{}{}", wire.elsewhere, request.uri()))
    } else if strikes(Fault::HugeBody) {
        json(Body::new(Paced::endless(HUGE)))
    } else if strikes(Fault::GzipBomb) {
        let mut answer = json(Body::from(gzip_bomb()?));
        set(&mut answer, header::CONTENT_ENCODING, "gzip");
        answer
    } else if strikes(Fault::InvalidUtf8) {
        json(Body::from(
            &b"{\"status\":\"OK\",\"message\":\"\xff\xfe\"}"[..],
        ))
    } else {
        return Ok(None);
    };
    Ok(Some(answer))
}

/// What happens to the service's own answer.
pub(super) async fn after(wire: &Wire, mut answer: Response<Body>) -> Response<Body> {
    let strikes = |fault| wire.faults.strikes(fault, wire.service);
    if strikes(Fault::WrongContentType) {
        set(
            &mut answer,
            header::CONTENT_TYPE,
            "text/html; charset=utf-8",
        );
    }
    let drip = strikes(Fault::Drip);
    if drip || strikes(Fault::DropMidBody) {
        let (mut parts, body) = answer.into_parts();
        let bytes = axum::body::to_bytes(body, HUGE).await.unwrap_or_default();
        // The length stays announced, so that a cut is a broken promise and no short body.
        parts
            .headers
            .insert(header::CONTENT_LENGTH, bytes.len().into());
        let body = if drip {
            Paced::dripping(bytes)
        } else {
            Paced::cut(&bytes)
        };
        return Response::from_parts(parts, Body::new(body));
    }
    answer
}

fn page(status: StatusCode, html: &'static str) -> Response<Body> {
    let mut answer = Response::new(Body::from(html));
    *answer.status_mut() = status;
    set(
        &mut answer,
        header::CONTENT_TYPE,
        "text/html; charset=utf-8",
    );
    answer
}

fn json(body: Body) -> Response<Body> {
    let mut answer = Response::new(body);
    set(
        &mut answer,
        header::CONTENT_TYPE,
        "application/json; charset=utf-8",
    );
    answer
}

/// 307 keeps method and body, so a careless client sends everything again.
fn redirect(location: &str) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    set(&mut answer, header::LOCATION, location);
    answer
}

fn ngrok_offline(headers: &HeaderMap) -> Response<Body> {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok())
        .unwrap_or("this");
    let text = format!("The endpoint {host} is offline.\n\nERR_NGROK_3200\n");
    let mut answer = Response::new(Body::from(text));
    *answer.status_mut() = StatusCode::NOT_FOUND;
    set(&mut answer, header::CONTENT_TYPE, "text/plain");
    set(
        &mut answer,
        HeaderName::from_static("ngrok-error-code"),
        "ERR_NGROK_3200",
    );
    answer
}

fn set(answer: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        answer.headers_mut().insert(name, value);
    }
}

/// 100 MB of blanks in about 100 KB.
fn gzip_bomb() -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    for _ in 0..HUGE / PIECE {
        encoder.write_all(BLANKS)?;
    }
    encoder.finish()
}

/// A body that comes in pieces, with pauses, and may end in a broken connection.
struct Paced {
    bytes: Bytes,
    piece: usize,
    repeat: usize,
    pause: Option<Duration>,
    sleep: Option<Pin<Box<Sleep>>>,
    breaks: bool,
}

impl Paced {
    fn endless(total: usize) -> Self {
        Self {
            bytes: Bytes::new(),
            piece: PIECE,
            repeat: total / PIECE,
            pause: None,
            sleep: None,
            breaks: false,
        }
    }

    const fn dripping(bytes: Bytes) -> Self {
        Self {
            bytes,
            piece: 1,
            repeat: 0,
            pause: Some(DRIP),
            sleep: None,
            breaks: false,
        }
    }

    fn cut(bytes: &Bytes) -> Self {
        let half = bytes.slice(..bytes.len() / 2);
        Self {
            piece: half.len().max(1),
            bytes: half,
            repeat: 0,
            // The half must be on its way before the connection goes.
            pause: Some(FLUSH),
            sleep: None,
            breaks: true,
        }
    }
}

impl HttpBody for Paced {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if let Some(sleep) = &mut self.sleep {
            if sleep.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            self.sleep = None;
        }
        if self.bytes.is_empty() {
            if self.repeat == 0 {
                let end = self.breaks.then(|| {
                    // Once only: hyper gives up on the connection.
                    Err(io::ErrorKind::ConnectionAborted.into())
                });
                return Poll::Ready(end);
            }
            self.repeat -= 1;
            self.bytes = Bytes::from_static(BLANKS);
        }
        let piece = self.piece.min(self.bytes.len());
        let data = self.bytes.split_to(piece);
        self.sleep = self.pause.map(|pause| Box::pin(tokio::time::sleep(pause)));
        Poll::Ready(Some(Ok(Frame::data(data))))
    }
}

const NGROK_WARNING: &str = "<!DOCTYPE html>\n<html lang=\"en\"><head><title>ngrok</title></head>\
<body><main><h1>You are about to visit:</h1><p>This website is served for free through ngrok. \
You should only visit it if you trust whoever sent you the link.</p><p>ERR_NGROK_6024</p></main>\
</body></html>\n";

const BAD_GATEWAY: &str = "<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n\
<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n";

const TOO_MANY: &str = "<html>\r\n<head><title>429 Too Many Requests</title></head>\r\n<body>\r\n\
<center><h1>429 Too Many Requests</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n\
</html>\r\n";

const INTERNAL_ERROR: &str = "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n\
<meta charset=\"utf-8\">\n<title>Error</title>\n</head>\n<body>\n\
<pre>Internal Server Error</pre>\n</body>\n</html>\n";
