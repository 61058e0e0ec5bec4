//! Our jars beside those that curl writes.

use std::io::Write as _;
use std::process::Command;

use super::{Session, export_netscape};
use crate::fault_server::FaultServer;
use crate::http::{Http, HttpOptions, Request};
use crate::secret::Redactor;
use crate::ui::Ui;

#[test]
fn what_we_write_of_an_answer_is_what_curl_writes() {
    let dir = tempfile::tempdir().unwrap();
    let server = FaultServer::start();
    let url = server.url("/cookies/signin");
    let jar = dir.path().join("jar");
    let args = ["-sS", "-c", jar.to_str().unwrap(), url.as_str()];
    let Ok(output) = Command::new("curl").args(args).output() else {
        // Past the harness's capture: a skip must be seen even when everything passes.
        let _ = writeln!(std::io::stderr(), "skipped: curl is not installed");
        return;
    };
    assert!(output.status.success());
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let http = Http::new(HttpOptions::default(), Ui::default(), Redactor::default()).unwrap();
    let answer = runtime
        .block_on(http.send(Request::get(url.clone())))
        .unwrap();
    let mut session = Session::new("default", "x", server.url("/cookies"));
    assert_eq!(session.absorb_set_cookie(&url, &answer.headers), []);
    let ours = export_netscape(&session).unwrap();
    assert_eq!(
        String::from_utf8_lossy(&ours),
        std::fs::read_to_string(jar).unwrap()
    );
}
