//! Releases, as they are fetched: files behind HTTPS.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use crate::packaging::{program, root};
use crate::support::tls_server::{Authority, TlsServer};
use crate::support::{World, bin};

/// The version that is released: that of the sources.
pub(super) const VERSION: &str = env!("CARGO_PKG_VERSION");

/// An archive and its checksums, not yet served.
pub(super) struct Release {
    pub(super) name: String,
    pub(super) archive: Vec<u8>,
    pub(super) sums: String,
}

impl Release {
    /// The archive for `target`, made by the script that makes them. Its program is the one under
    /// test, which would take a while to pack.
    #[track_caller]
    pub(super) fn of(world: &World, target: &str) -> Self {
        Self::with(world, target, &format!("exec '{}' \"$@\"", bin()))
    }

    /// The same with a script as its program.
    #[track_caller]
    pub(super) fn with(world: &World, target: &str, script: &str) -> Self {
        let name = format!("st-hasura-{VERSION}-{target}");
        let folder = world.dir.path().join(&name);
        program(&folder, "st-hasura", script);
        std::fs::copy(root().join("LICENSE"), folder.join("LICENSE")).unwrap();
        let archive = pack(&folder, world.dir.path());
        let sums = Command::new("sha256sum")
            .arg(archive.file_name().unwrap())
            .current_dir(world.dir.path())
            .output()
            .unwrap();
        Self {
            name: format!("{name}.tar.gz"),
            archive: std::fs::read(&archive).unwrap(),
            sums: String::from_utf8(sums.stdout).unwrap(),
        }
    }

    /// Serves it, and sets where it is and whose certificate to trust.
    pub(super) fn serve(self, world: &mut World) -> TlsServer {
        let folder = format!("/v{VERSION}");
        serve(
            world,
            [
                (format!("{folder}/{}", self.name), self.archive),
                (format!("{folder}/SHA256SUMS"), self.sums.into_bytes()),
            ]
            .into(),
        )
    }
}

/// Packs a folder; where the archive is.
#[track_caller]
pub(super) fn pack(folder: &Path, out: &Path) -> PathBuf {
    let output = Command::new("python3")
        .arg(root().join("packaging/release/archive.py"))
        .args([folder, out])
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap().trim().into()
}

/// Serves these files, and nothing else.
pub(super) fn serve(world: &mut World, files: BTreeMap<String, Vec<u8>>) -> TlsServer {
    let authority = Authority::new();
    let identity = authority.issue(&["127.0.0.1"], 2099);
    let answer = move |head: &[u8]| {
        let head = String::from_utf8_lossy(head);
        let path = head.split(' ').nth(1).unwrap_or_default();
        let (status, body) = match files.get(path) {
            Some(body) => ("200 OK", body.as_slice()),
            None => ("404 Not Found", &b"Not Found"[..]),
        };
        let length = body.len();
        let start =
            format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n");
        Ok([start.as_bytes(), body].concat())
    };
    let server = TlsServer::answering(&identity, None, 0, Arc::new(answer));
    let trusted = world.file("authority.pem", authority.pem());
    world.set("CURL_CA_BUNDLE", trusted);
    let at = format!("https://127.0.0.1:{}", server.port());
    world.set("ST_HASURA_RELEASES", at);
    server
}
