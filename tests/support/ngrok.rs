//! ngrok's agent API as far as it lists tunnels, after its documentation
//! (<https://ngrok.com/docs/agent/api>), and the pages that its edge shows.

use serde_json::{Value, json};

use super::pages::{Page, Pages};

/// One element of `tunnels`.
pub fn tunnel(public_url: &str, addr: &str) -> Value {
    let proto = public_url.split("://").next().unwrap();
    let gauge = json!({"count": 0, "gauge": 0, "rate1": 0, "rate5": 0, "rate15": 0, "p50": 0, "p90": 0, "p95": 0, "p99": 0});
    json!({
        "name": "command_line",
        "ID": "3f7a0d1c5b9e4a6d8c2f1e0b7a9d6c5e",
        "uri": "/api/tunnels/command_line",
        "public_url": public_url,
        "proto": proto,
        "config": {"addr": addr, "inspect": true},
        "metrics": {"conns": gauge, "http": gauge},
    })
}

/// An agent with these tunnels.
pub fn agent(tunnels: &[Value]) -> Pages {
    let body = json!({"tunnels": tunnels, "uri": "/api/tunnels"});
    Pages::serve(vec![Page::json("/api/tunnels", body)])
}

/// What the edge shows for a tunnel that nobody holds open any more.
pub fn offline(path: &'static str) -> Page {
    let body = "<!DOCTYPE html><html lang=\"en\"><head><title>ngrok</title></head><body>\
                <p>The endpoint x.ngrok-free.app is offline. (ERR_NGROK_3200)</p></body></html>";
    Page::html(path, 404, body).header("Ngrok-Error-Code", "ERR_NGROK_3200")
}

/// What the edge shows first to whoever looks like a browser, on free plans.
pub fn interstitial(path: &'static str) -> Page {
    let body = "<!DOCTYPE html><html><head><title>ngrok</title></head><body>\
                <h1>You are about to visit x.ngrok-free.app</h1>(ERR_NGROK_6024)</body></html>";
    Page::html(path, 200, body).header("Ngrok-Error-Code", "ERR_NGROK_6024")
}
