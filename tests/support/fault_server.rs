//! A server that misbehaves on purpose, over bare TCP. The first segment of the path says how,
//! so that `--api-base-path /stall` is enough to meet it.

use std::io::{Read as _, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Longer than any test waits; a stalled connection ends when its client goes.
const FOREVER: Duration = Duration::from_secs(30);

/// A running server; stops when dropped.
pub struct FaultServer {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    stop: AtomicBool,
    connections: AtomicUsize,
    requests: Mutex<Vec<String>>,
}

impl FaultServer {
    /// Listens on a free port of the loopback interface.
    pub fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let shared = Arc::new(Shared::default());
        let server = Arc::clone(&shared);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if server.stop.load(Ordering::Relaxed) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                server.connections.fetch_add(1, Ordering::Relaxed);
                let server = Arc::clone(&server);
                // A client that goes away in the middle is what is being tested.
                std::thread::spawn(move || drop(serve(stream, &server)));
            }
        });
        Self { address, shared }
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn url(&self, path: &str) -> url::Url {
        url::Url::parse(&format!("http://{}{path}", self.address)).unwrap()
    }

    /// How many connections were accepted.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Relaxed)
    }

    /// The heads and bodies of all requests so far.
    pub fn requests(&self) -> Vec<String> {
        self.shared.requests.lock().unwrap().clone()
    }
}

impl Drop for FaultServer {
    fn drop(&mut self) {
        self.shared.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

fn serve(mut stream: TcpStream, shared: &Shared) -> std::io::Result<()> {
    stream.set_read_timeout(Some(FOREVER))?;
    stream.set_nodelay(true)?;
    while let Some(request) = read_request(&mut stream)? {
        let line = request.lines().next().unwrap_or_default().to_owned();
        let earlier = {
            let mut requests = shared.requests.lock().unwrap();
            let earlier = requests.iter().filter(|old| old.starts_with(&line)).count();
            requests.push(request.clone());
            earlier
        };
        let target = line.split(' ').nth(1).unwrap_or_default();
        let url = url::Url::parse(target)
            .or_else(|_| url::Url::parse(&format!("http://x{target}")))
            .unwrap();
        if !answer(&mut stream, &url, &request, earlier)? {
            break;
        }
    }
    Ok(())
}

/// Head and body; `None` when the client has gone.
fn read_request(stream: &mut TcpStream) -> std::io::Result<Option<String>> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n\r\n") {
        if stream.read(&mut byte)? == 0 {
            return Ok(None);
        }
        bytes.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&bytes).into_owned();
    let length: usize = head
        .lines()
        .find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse().ok())?
        })
        .unwrap_or(0);
    let mut body = vec![0; length];
    stream.read_exact(&mut body)?;
    Ok(Some(head + &String::from_utf8_lossy(&body)))
}

/// Answers one request; false ends the connection.
fn answer(
    stream: &mut TcpStream,
    url: &url::Url,
    request: &str,
    earlier: usize,
) -> std::io::Result<bool> {
    let query = |name: &str| {
        let mut pairs = url.query_pairs();
        pairs
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    let count = |name: &str| query(name).and_then(|n| n.parse::<usize>().ok());
    match url
        .path_segments()
        .and_then(|mut parts| parts.next())
        .unwrap_or_default()
    {
        "close" => return Ok(false),
        "close-body" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"status\"")?;
            return Ok(false);
        }
        "stall" => std::thread::sleep(FOREVER),
        "stall-body" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"stat")?;
            std::thread::sleep(FOREVER);
        }
        "drip" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")?;
            for _ in 0..300 {
                stream.write_all(b" ")?;
                std::thread::sleep(Duration::from_millis(50));
            }
        }
        "huge" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 104857600\r\n\r\n")?;
            pour(stream, &[b' '; 65536], 1600)?;
        }
        "huge-chunked" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")?;
            let mut chunk = b"10000\r\n".to_vec();
            chunk.resize(chunk.len() + 65536, b' ');
            chunk.extend(b"\r\n");
            pour(stream, &chunk, 1600)?;
        }
        "bad-chunk" => {
            stream.write_all(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n{}")?;
            return Ok(false);
        }
        "bomb" => {
            let body = gzip(&vec![0; 100 * 1024 * 1024]);
            send(stream, 200, "content-encoding: gzip\r\n", &body)?;
        }
        "bad-gzip" => send(
            stream,
            200,
            "content-encoding: gzip\r\n",
            b"this is not gzip",
        )?,
        "loop" => send(stream, 302, "location: /loop2\r\n", b"")?,
        "loop2" => send(stream, 302, "location: /loop\r\n", b"")?,
        "chain" => match count("n").unwrap_or(0) {
            0 => send(stream, 200, "", request.as_bytes())?,
            n => {
                let head = format!("location: /chain?n={}\r\nset-cookie: hop{n}=1\r\n", n - 1);
                send(stream, 307, &head, b"")?;
            }
        },
        "away" => {
            let status = count("status").unwrap_or(302) as u16;
            let head = format!("location: {}\r\n", query("to").unwrap_or_default());
            send(stream, status, &head, b"")?;
        }
        "flaky" if earlier < count("n").unwrap_or(2) => {
            send(stream, 503, "retry-after: 0\r\n", b"not yet")?;
        }
        "patience" => send(stream, 429, "retry-after: 3600\r\n", b"later")?,
        "not-http" => {
            stream.write_all(b"220 mail.example ESMTP ready\r\n")?;
            return Ok(false);
        }
        "bad-utf8" => send(
            stream,
            200,
            "content-type: application/json\r\n",
            b"{\"status\":\"\xff\xfe\"}",
        )?,
        "bad-type" => send(
            stream,
            200,
            "content-type: text/plain\r\n",
            b"{\"status\":\"OK\"}",
        )?,
        "html502" => {
            let page = b"<html><head><title>502 Bad Gateway</title></head><body><center>\
                         <h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>";
            send(stream, 502, "content-type: text/html\r\n", page)?;
        }
        "ngrok" => {
            let page =
                b"<!DOCTYPE html><html><head><title>ngrok</title></head><body>You are about \
                         to visit: x.ngrok-free.app (ERR_NGROK_6024)</body></html>";
            let head = "content-type: text/html\r\nngrok-error-code: ERR_NGROK_6024\r\n";
            send(stream, 511, head, page)?;
        }
        "escape" => send(stream, 200, "x-plain: 1\r\n", b"\x1b]0;owned\x07")?,
        "cookies" => send(stream, 200, &cookie_headers(), b"{}")?,
        _ => send(
            stream,
            200,
            "content-type: text/plain\r\n",
            request.as_bytes(),
        )?,
    }
    Ok(true)
}

/// Cookies as SuperTokens sets them (Node and Python), and others that jars must survive.
fn cookie_headers() -> String {
    let year = "Expires=Fri, 01 Jan 2038 00:00:00 GMT";
    [
        format!("sAccessToken=acc%2Fess.to%2Bken.sig; Path=/; HttpOnly; SameSite=Lax; {year}"),
        format!("sRefreshToken=\"ref/resh==.nonce.V2\"; {year}; HttpOnly; Path=/cookies/session/refresh; SameSite=lax"),
        "sIdRefreshToken=6f2c; Path=/; HttpOnly; SameSite=None".to_owned(),
        "defaultPath=1".to_owned(),
        "empty=; Path=/".to_owned(),
        "spaces=a b c; Path=/".to_owned(),
        "secure=1; Secure; Path=/".to_owned(),
        "latest=1; Path=/; Expires=Fri, 31 Dec 9999 23:59:59 GMT".to_owned(),
    ]
    .iter()
    .map(|cookie| format!("set-cookie: {cookie}\r\n"))
    .collect()
}

fn send(stream: &mut TcpStream, status: u16, head: &str, body: &[u8]) -> std::io::Result<()> {
    write!(
        stream,
        "HTTP/1.1 {status} Status\r\ncontent-length: {}\r\n{head}\r\n",
        body.len()
    )?;
    stream.write_all(body)
}

fn pour(stream: &mut TcpStream, chunk: &[u8], times: usize) -> std::io::Result<()> {
    for _ in 0..times {
        stream.write_all(chunk)?;
    }
    Ok(())
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}
