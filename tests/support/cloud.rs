//! A small Hasura Cloud: its API for one project, and that project's engine, which goes down for
//! a moment when its environment changes. Written from the documentation that
//! contracts: hasura §7.1 sums up.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;

use apollo_compiler::ast::{Definition, Document, Field, Selection, Value as Literal};
use serde_json::{Value, json};

use super::patience::PATIENCE;

pub const PROJECT: &str = "7d1d2a5e-0d8c-4c6f-9d0f-0f4b2f6c1a11";
pub const TENANT: &str = "c0ffee00-1111-4222-8333-944455556666";

/// The double's state and its moods.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// The only personal access token.
    pub token: String,
    /// The environment.
    pub env: Vec<(String, String)>,
    /// Counts its changes.
    pub version: u32,
    /// How many changes somebody else makes between a reading and the change that follows it.
    pub intruders: u32,
    /// How often the engine's health is bad after a change.
    pub restart: u32,
    /// How often the engine knows no keys after that.
    pub keyless: u32,
    /// Every change is refused.
    pub read_only: bool,
    /// What stands in the place of the API.
    pub instead: Option<(u16, String)>,
    /// Names of the fields asked for, in order.
    pub asked: Vec<String>,
    pub down: u32,
    pub blind: u32,
    pub stopped: bool,
}

/// A running double on loopback.
pub struct Cloud {
    address: SocketAddr,
    state: Arc<Mutex<State>>,
    thread: Option<JoinHandle<()>>,
}

impl Cloud {
    pub fn serve(state: State) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(Mutex::new(state));
        let shared = Arc::clone(&state);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming().map_while(Result::ok) {
                let mut state = shared.lock().unwrap();
                if state.stopped {
                    break;
                }
                let _ = answer(stream, address, &mut state);
            }
        });
        Self {
            address,
            state,
            thread: Some(thread),
        }
    }

    /// Where its API is.
    pub fn url(&self) -> String {
        format!("http://{}/cloud/v1/graphql", self.address)
    }

    pub fn state(&self) -> State {
        self.state.lock().unwrap().clone()
    }

    /// A variable of the environment.
    pub fn env(&self, name: &str) -> Option<String> {
        let state = self.state();
        let mut vars = state.env.into_iter();
        vars.find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }
}

impl Drop for Cloud {
    fn drop(&mut self) {
        self.state.lock().unwrap().stopped = true;
        // Wakes the thread up.
        let _ = TcpStream::connect_timeout(&self.address, PATIENCE);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn answer(stream: TcpStream, address: SocketAddr, state: &mut State) -> std::io::Result<()> {
    stream.set_read_timeout(Some(PATIENCE))?;
    let mut reader = BufReader::new(stream);
    let mut head = Vec::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line)? == 0 || line.trim().is_empty() {
            break;
        }
        head.push(line.trim().to_owned());
    }
    let header = |name: &str| {
        head.iter().find_map(|line| {
            let (known, value) = line.split_once(':')?;
            known
                .eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        })
    };
    let length = header("content-length").and_then(|length| length.parse().ok());
    let mut body = vec![0; length.unwrap_or(0)];
    reader.read_exact(&mut body)?;
    let path = head.first().and_then(|line| line.split(' ').nth(1));
    let (status, text) = match path.unwrap_or_default() {
        "/healthz" => health(state),
        "/v1/graphql" => (200, engine(state).to_string()),
        "/cloud/v1/graphql" => state.instead.clone().unwrap_or_else(|| {
            let token = header("authorization").unwrap_or_default();
            (200, api(state, &token, &body, address).to_string())
        }),
        _ => (404, "not here".to_owned()),
    };
    write!(
        reader.into_inner(),
        "HTTP/1.1 {status} x\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\
         Connection: close\r\n\r\n{text}",
        text.len()
    )
}

fn health(state: &mut State) -> (u16, String) {
    if state.down > 0 {
        state.down -= 1;
        return (503, "starting".to_owned());
    }
    (200, "OK".to_owned())
}

fn engine(state: &mut State) -> Value {
    if state.blind > 0 {
        state.blind -= 1;
        let message = "Could not verify JWT: JWSError NoUsableKeys";
        let extensions = json!({ "path": "$", "code": "invalid-jwt" });
        return json!({ "errors": [{ "message": message, "extensions": extensions }] });
    }
    json!({ "data": { "__typename": "query_root" } })
}

fn failure(code: &str, message: &str) -> Value {
    json!({ "errors": [{ "message": message, "extensions": { "path": "$", "code": code } }] })
}

fn api(state: &mut State, authorization: &str, body: &[u8], address: SocketAddr) -> Value {
    // The scheme is the word pat, not Bearer.
    if authorization != format!("pat {}", state.token) {
        return failure("access-denied", "invalid personal access token");
    }
    let body: Value = serde_json::from_slice(body).unwrap();
    let text = body["query"].as_str().unwrap();
    let Ok(document) = Document::parse(text, "cloud.graphql") else {
        return failure("validation-failed", "not a valid graphql query");
    };
    let Definition::OperationDefinition(operation) = &document.definitions[0] else {
        return failure("validation-failed", "no operation");
    };
    let Selection::Field(field) = &operation.selection_set[0] else {
        return failure("validation-failed", "no field");
    };
    state.asked.push(field.name.to_string());
    match field.name.as_str() {
        "projects_by_pk" => {
            let found = (text_of(field, "id") == PROJECT)
                .then(|| json!({ "id": PROJECT, "tenant": { "id": TENANT } }));
            json!({ "data": { "projects_by_pk": found } })
        }
        "tenant_by_pk" => {
            let endpoint = format!("http://{address}/v1/graphql");
            let found = (text_of(field, "id") == TENANT).then(
                || json!({ "slug": "notes", "project": { "id": PROJECT, "endpoint": endpoint } }),
            );
            json!({ "data": { "tenant_by_pk": found } })
        }
        "getTenantEnv" | "updateTenantEnv" if text_of(field, "tenantId") != TENANT => {
            failure("not-exists", "tenant not found")
        }
        "getTenantEnv" => {
            let env = environment(state);
            if state.intruders > 0 {
                state.intruders -= 1;
                state.version += 1;
            }
            json!({ "data": { "getTenantEnv": env } })
        }
        "updateTenantEnv" => update(state, field),
        _ => failure("validation-failed", "field not found in type: 'query_root'"),
    }
}

fn environment(state: &State) -> Value {
    let vars: serde_json::Map<String, Value> = state
        .env
        .iter()
        .map(|(name, value)| (name.clone(), value.clone().into()))
        .collect();
    json!({ "hash": format!("hash-{}", state.version), "envVars": { "environment": vars } })
}

fn update(state: &mut State, field: &Field) -> Value {
    if state.read_only {
        return failure("permission-error", "this plan has no environment variables");
    }
    if text_of(field, "currentHash") != format!("hash-{}", state.version) {
        return failure(
            "unexpected",
            "environment has been updated by another process",
        );
    }
    let envs = argument(field, "envs");
    for env in envs.as_list().unwrap() {
        let member = |name: &str| {
            let members = env.as_object().unwrap().iter();
            let (_, value) = members.clone().find(|(known, _)| known == name).unwrap();
            value.as_str().unwrap().to_owned()
        };
        let (key, value) = (member("key"), member("value"));
        state.env.retain(|(known, _)| *known != key);
        state.env.push((key, value));
    }
    state.version += 1;
    (state.down, state.blind) = (state.restart, state.keyless);
    json!({ "data": { "updateTenantEnv": environment(state) } })
}

fn argument<'a>(field: &'a Field, name: &str) -> &'a Literal {
    let found = field.arguments.iter().find(|one| one.name == name);
    &found.unwrap().value
}

fn text_of(field: &Field, name: &str) -> String {
    argument(field, name)
        .as_str()
        .unwrap_or_default()
        .to_owned()
}
