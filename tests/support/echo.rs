//! A server that answers every request with the request itself, as careless servers and debug
//! pages do.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// Stops when dropped.
pub struct EchoServer {
    pub url: String,
    stop: Arc<AtomicBool>,
}

/// Starts it on a free port.
pub fn echo_server() -> EchoServer {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    std::thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            if stopped.load(Ordering::Relaxed) {
                return;
            }
            std::thread::spawn(move || echo(stream));
        }
    });
    EchoServer { url, stop }
}

fn echo(mut stream: TcpStream) {
    let _ = stream.set_read_timeout(Some(Duration::from_millis(300)));
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    // The client waits for the answer, so the end of the request is a pause.
    while let Ok(count @ 1..) = stream.read(&mut chunk) {
        request.extend_from_slice(&chunk[..count]);
    }
    let head = format!(
        "HTTP/1.1 500 Internal Server Error\r\ncontent-type: text/html\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n",
        request.len()
    );
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(&request);
}

impl Drop for EchoServer {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.url.trim_start_matches("http://"));
    }
}
