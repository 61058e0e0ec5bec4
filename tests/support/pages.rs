//! A web server that answers with fixed pages: for answers that no sandbox gives.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

use super::patience::PATIENCE;

/// One answer.
#[derive(Clone, Debug)]
pub struct Page {
    pub path: &'static str,
    pub status: u16,
    pub headers: Vec<(&'static str, &'static str)>,
    pub body: String,
}

impl Page {
    /// 200 with JSON.
    pub fn json(path: &'static str, body: impl ToString) -> Self {
        Self {
            path,
            status: 200,
            headers: vec![("Content-Type", "application/json; charset=utf-8")],
            body: body.to_string(),
        }
    }

    /// An HTML page.
    pub fn html(path: &'static str, status: u16, body: &str) -> Self {
        Self {
            path,
            status,
            headers: vec![("Content-Type", "text/html; charset=utf-8")],
            body: body.to_owned(),
        }
    }

    /// With a further header.
    pub fn header(mut self, name: &'static str, value: &'static str) -> Self {
        self.headers.push((name, value));
        self
    }
}

/// A running server on loopback; everything it does not know is 404 in Express' words.
pub struct Pages {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl Pages {
    pub fn serve(pages: Vec<Page>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let stopped = stop.clone();
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                if let Ok(stream) = stream {
                    answer(stream, &pages);
                }
            }
        });
        Self {
            address,
            stop,
            thread: Some(thread),
        }
    }

    /// `http://127.0.0.1:<port>`.
    pub fn port(&self) -> u16 {
        self.address.port()
    }

    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread up.
        let _ = TcpStream::connect_timeout(&self.address, PATIENCE);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(mut stream: TcpStream, pages: &[Page]) {
    let _ = stream.set_read_timeout(Some(PATIENCE));
    let Ok(reading) = stream.try_clone() else {
        return;
    };
    let mut lines = BufReader::new(reading).lines().map_while(Result::ok);
    let request = lines.next().unwrap_or_default();
    while lines.next().is_some_and(|line| !line.is_empty()) {}
    let path = request.split(' ').nth(1).unwrap_or_default();
    let not_found = Page::html(
        "",
        404,
        &format!("<!DOCTYPE html><html><body><pre>Cannot GET {path}</pre></body></html>"),
    );
    let page = pages
        .iter()
        .find(|page| page.path == path)
        .unwrap_or(&not_found);
    let headers: String = page
        .headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\r\n"))
        .collect();
    let _ = write!(
        stream,
        "HTTP/1.1 {} x\r\n{headers}Content-Length: {}\r\nConnection: close\r\n\r\n{}",
        page.status,
        page.body.len(),
        page.body
    );
}
