//! Somebody in the middle: passes requests on to a server, and does to some of them what a test
//! wants done.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use serde_json::Value;

use super::patience::PATIENCE;

/// What is done with a request.
pub enum Deed {
    /// It is passed on, and so is the answer.
    Pass,
    /// It is passed on; the answer never comes back.
    KeepAnswer,
    /// It is passed on; of the answer, this comes back.
    Alter(Box<dyn Fn(Vec<u8>) -> Vec<u8>>),
    /// It is passed on without this header, in lower case; the answer is passed on.
    Strip(&'static str),
    /// It is passed on with this header, in lower case, and not with the client's of that name.
    Put(&'static str, String),
    /// It is not passed on, and never answered.
    Hold,
    /// It is not passed on, and answered so.
    Answer(u16, Value),
}

/// A request as it came: a running number from 0, its path, its body.
pub struct Asked {
    pub number: usize,
    pub path: String,
    /// The lines before the body.
    pub head: String,
    pub body: Value,
}

impl Asked {
    /// The command of the metadata API, or nothing.
    pub fn kind(&self) -> &str {
        self.body["type"].as_str().unwrap_or_default()
    }
}

type Hook = dyn Fn(&Asked) -> Deed + Send + Sync;

/// A running middleman; stops when dropped.
pub struct Between {
    address: SocketAddr,
    stop: Arc<AtomicBool>,
    seen: Arc<Mutex<Vec<Asked>>>,
}

impl Between {
    /// Stands before the server at `origin`.
    pub fn start(origin: &str, hook: impl Fn(&Asked) -> Deed + Send + Sync + 'static) -> Self {
        let target: SocketAddr = origin.trim_start_matches("http://").parse().unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let stop = Arc::new(AtomicBool::new(false));
        let seen = Arc::new(Mutex::new(Vec::new()));
        let hook: Arc<Hook> = Arc::new(hook);
        let number = Arc::new(AtomicUsize::new(0));
        let (stopped, list) = (Arc::clone(&stop), Arc::clone(&seen));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if stopped.load(Ordering::SeqCst) {
                    break;
                }
                let Ok(stream) = stream else { continue };
                let (hook, list) = (Arc::clone(&hook), Arc::clone(&list));
                let number = Arc::clone(&number);
                // A client that goes away in the middle is what is being tested.
                std::thread::spawn(move || drop(serve(stream, target, &*hook, &list, &number)));
            }
        });
        Self {
            address,
            stop,
            seen,
        }
    }

    /// `http://127.0.0.1:<port>`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many requests came.
    pub fn count(&self) -> usize {
        self.seen.lock().unwrap().len()
    }

    /// The kinds of the commands that came; paths for other requests.
    pub fn kinds(&self) -> Vec<String> {
        let seen = self.seen.lock().unwrap();
        seen.iter()
            .map(|asked| match asked.kind() {
                "" => asked.path.clone(),
                kind => kind.to_owned(),
            })
            .collect()
    }
}

impl Drop for Between {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        // Wakes the thread up.
        let _ = TcpStream::connect_timeout(&self.address, PATIENCE);
    }
}

fn serve(
    mut stream: TcpStream,
    target: SocketAddr,
    hook: &Hook,
    seen: &Mutex<Vec<Asked>>,
    number: &AtomicUsize,
) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut bytes = Vec::new();
    let mut buffer = [0_u8; 8192];
    let head = loop {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        bytes.extend_from_slice(&buffer[..read]);
        if let Some(at) = bytes.windows(4).position(|part| part == b"\r\n\r\n") {
            break at + 4;
        }
    };
    let text = String::from_utf8_lossy(&bytes[..head]).into_owned();
    let length = text
        .lines()
        .find_map(|line| {
            let (name, value) = line.split_once(':')?;
            name.eq_ignore_ascii_case("content-length")
                .then(|| value.trim().parse::<usize>().ok())?
        })
        .unwrap_or(0);
    while bytes.len() < head + length {
        let read = stream.read(&mut buffer)?;
        if read == 0 {
            return Ok(());
        }
        bytes.extend_from_slice(&buffer[..read]);
    }
    let asked = || Asked {
        number: 0,
        path: text.split(' ').nth(1).unwrap_or_default().to_owned(),
        head: text.clone(),
        body: serde_json::from_slice(&bytes[head..]).unwrap_or_default(),
    };
    let asked = Asked {
        number: number.fetch_add(1, Ordering::SeqCst),
        ..asked()
    };
    let deed = hook(&asked);
    let answer = match deed {
        Deed::Pass => Some(pass(target, &text, &bytes[head..])?),
        Deed::Alter(change) => Some(change(pass(target, &text, &bytes[head..])?)),
        Deed::Strip(name) => {
            let kept = stripped(&text, name);
            Some(pass(target, &kept.join("\r\n"), &bytes[head..])?)
        }
        Deed::Put(name, value) => {
            let mut kept = stripped(&text, name);
            let line = format!("{name}: {value}");
            kept.insert(1, &line);
            Some(pass(target, &kept.join("\r\n"), &bytes[head..])?)
        }
        Deed::KeepAnswer => {
            pass(target, &text, &bytes[head..])?;
            None
        }
        Deed::Hold => None,
        Deed::Answer(status, body) => {
            let body = body.to_string();
            Some(
                format!(
                    "HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: \
                     {}\r\nConnection: close\r\n\r\n{body}",
                    body.len()
                )
                .into_bytes(),
            )
        }
    };
    seen.lock().unwrap().push(asked);
    if let Some(answer) = answer {
        return stream.write_all(&answer);
    }
    // Until the client has gone.
    let _ = stream.read(&mut buffer);
    Ok(())
}

/// The lines of a head without those of a header.
fn stripped<'a>(head: &'a str, name: &str) -> Vec<&'a str> {
    let dropped = |line: &&str| {
        let header = line.split_once(':').map(|(header, _)| header);
        header.is_some_and(|header| header.eq_ignore_ascii_case(name))
    };
    head.lines().filter(|line| !dropped(line)).collect()
}

/// Sends it on over a connection that ends with the answer.
fn pass(target: SocketAddr, head: &str, body: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut server = TcpStream::connect(target)?;
    server.set_read_timeout(Some(PATIENCE))?;
    let mut lines: Vec<&str> = head.trim_end().lines().collect();
    lines.retain(|line| !line.to_ascii_lowercase().starts_with("connection:"));
    let head = lines.join("\r\n");
    server.write_all(format!("{head}\r\nConnection: close\r\n\r\n").as_bytes())?;
    server.write_all(body)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    Ok(answer)
}

/// An answer without the headers whose names, in lower case, this holds for.
pub fn without(answer: &[u8], dropped: impl Fn(&str) -> bool) -> Vec<u8> {
    let at = answer
        .windows(4)
        .position(|part| part == b"\r\n\r\n")
        .unwrap();
    let head = String::from_utf8_lossy(&answer[..at]);
    let kept: Vec<&str> = head
        .lines()
        .filter(|line| {
            let name = line.split_once(':').map(|(name, _)| name.to_lowercase());
            !name.is_some_and(|name| dropped(&name))
        })
        .collect();
    [kept.join("\r\n").as_bytes(), &answer[at..]].concat()
}
