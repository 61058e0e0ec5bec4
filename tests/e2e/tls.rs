//! TLS: who is trusted, and what is said when nobody is.

use std::path::PathBuf;
use std::sync::Arc;

use crate::support::fault_server::FaultServer;
use crate::support::tls_server::{Authority, Identity, TlsServer};
use crate::support::{Output, World};

/// A world with the authority's certificate in `ca.pem`.
fn world(authority: &Authority) -> World {
    let world = World::new();
    world.file("ca.pem", authority.pem());
    world
}

/// A command that makes exactly one request and does not care what comes back.
fn ask(world: &World, host: &str, port: u16, more: &[&str]) -> Output {
    let url = format!("https://{host}:{port}");
    let mut args = vec![
        "signin",
        "-v",
        "--email",
        "ada@example.com",
        "--api-url",
        &url,
    ];
    args.extend(["--password-stdin", "--timeout", "180", "--retries", "0"]);
    args.extend(more);
    world.cmd(args).stdin("a-good-password-1").run()
}

/// The request went through: the server's echo came back.
#[track_caller]
fn goes_through(output: &Output) {
    assert!(output.stderr.contains("< 200"), "{output}");
}

fn fails_with(output: &Output, words: &[&str]) {
    assert_eq!(output.code, Some(3), "{output}");
    output.stderr_has("http.tls").nowhere("a-good-password-1");
    for word in words {
        output.stderr_has(word);
    }
}

fn files(world: &World, identity: &Identity) -> (PathBuf, PathBuf) {
    let cert = world.file("client.pem", &identity.pem);
    (cert, world.file("client.key", identity.key_pem()))
}

#[test]
fn a_private_authority_is_trusted_only_with_cacert() {
    let authority = Authority::new();
    let server = TlsServer::start(&authority.issue(&["localhost", "127.0.0.1"], 2099), None);
    let world = world(&authority);
    for host in ["localhost", "127.0.0.1"] {
        let output = ask(&world, host, server.port(), &[]);
        fails_with(&output, &["not signed by an authority", "--cacert"]);
        goes_through(&ask(&world, host, server.port(), &["--cacert", "ca.pem"]));
    }
    let other = Authority::new();
    world.file("other.pem", other.pem());
    fails_with(
        &ask(
            &world,
            "localhost",
            server.port(),
            &["--cacert", "other.pem"],
        ),
        &[],
    );
    let output = ask(&world, "localhost", server.port(), &["--insecure"]);
    goes_through(&output);
    assert_eq!(
        output
            .stderr
            .matches("certificates are not verified")
            .count(),
        1,
        "{output}"
    );
}

#[test]
fn expired_certificates_and_wrong_names_are_explained() {
    let authority = Authority::new();
    let world = world(&authority);
    let trust = ["--cacert", "ca.pem"];
    let expired = TlsServer::start(&authority.issue(&["localhost"], 2001), None);
    let output = ask(&world, "localhost", expired.port(), &trust);
    fails_with(&output, &["has expired (2001-12-31)", "clock"]);
    let other = TlsServer::start(&authority.issue(&["api.example.com"], 2099), None);
    let output = ask(&world, "localhost", other.port(), &trust);
    fails_with(&output, &["api.example.com"]);
    // Under the name it is for, it is good: --resolve leads there.
    let resolve = format!("api.example.com:{}:127.0.0.1", other.port());
    let more = ["--cacert", "ca.pem", "--resolve", &resolve];
    goes_through(&ask(&world, "api.example.com", other.port(), &more));
}

#[test]
fn a_self_signed_certificate_is_called_one() {
    let world = World::new();
    let identity = Identity::self_signed("localhost");
    let server = TlsServer::start(&identity, None);
    world.file("ca.pem", &identity.pem);
    for trust in [&[] as &[&str], &["--cacert", "ca.pem"]] {
        fails_with(
            &ask(&world, "localhost", server.port(), trust),
            &["self-signed", "mkcert"],
        );
    }
    goes_through(&ask(&world, "localhost", server.port(), &["--insecure"]));
}

#[test]
fn a_client_certificate_opens_what_asks_for_one() {
    let authority = Authority::new();
    let world = world(&authority);
    let server = TlsServer::start(&authority.issue(&["localhost"], 2099), Some(&authority));
    let client = authority.issue(&["client"], 2099);
    let (cert, key) = files(&world, &client);
    let output = ask(&world, "localhost", server.port(), &["--cacert", "ca.pem"]);
    fails_with(&output, &["--cert and --key"]);
    let (cert, key) = (cert.to_str().unwrap(), key.to_str().unwrap());
    let more = ["--cacert", "ca.pem", "--cert", cert, "--key", key];
    goes_through(&ask(&world, "localhost", server.port(), &more));
    // One file with both, as curl takes it.
    let both = client.pem.clone() + &client.key_pem();
    world.file("both.pem", both);
    let more = ["--cacert", "ca.pem", "--cert", "both.pem"];
    goes_through(&ask(&world, "localhost", server.port(), &more));
    let more = ["--cacert", "ca.pem", "--cert", cert];
    let output = ask(&world, "localhost", server.port(), &more);
    assert_eq!(output.code, Some(2), "{output}");
    output.stderr_has("has no private key");
}

#[test]
fn https_on_a_plain_port_says_so() {
    let server = FaultServer::start();
    let output = ask(&World::new(), "127.0.0.1", server.port(), &[]);
    assert_eq!(output.code, Some(3), "{output}");
}

#[cfg(unix)]
#[test]
fn plain_http_never_reads_the_trusted_roots() {
    use std::os::unix::fs::OpenOptionsExt as _;
    use std::process::Stdio;

    use crate::support::patience::until;

    let world = World::new();
    let fifo = world.work().join("roots");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status();
    assert!(made.unwrap().success());
    let nonblock = rustix::fs::OFlags::NONBLOCK.bits().cast_signed();
    // Whoever opens a FIFO that nobody writes to waits for ever.
    let ends = |scheme: &str, port: u16| {
        let url = format!("{scheme}://127.0.0.1:{port}");
        let mut child = world
            .command([
                "signin",
                "--email",
                "ada@example.com",
                "--retries",
                "0",
                "--api-url",
                &url,
            ])
            .env("SSL_CERT_FILE", &fifo)
            .env("ST_HASURA_PASSWORD", "a-good-password-1")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut has_ended = false;
        until("it neither ends nor reads", || {
            has_ended = child.try_wait().unwrap().is_some();
            // Opens at once where somebody reads, and else not at all.
            let mut open = std::fs::OpenOptions::new();
            open.write(true).custom_flags(nonblock);
            has_ended || open.open(&fifo).is_ok()
        });
        let _ = child.kill();
        child.wait().unwrap();
        has_ended
    };
    let server = FaultServer::start();
    assert!(ends("http", server.port()));
    assert!(
        !ends("https", server.port()),
        "the trap does not work: https should be caught in it"
    );
}

/// Slim containers have none.
#[test]
fn without_any_authority_there_is_no_tls() {
    let mut world = World::new();
    world.set("SSL_CERT_FILE", "/nonexistent");
    world.set("SSL_CERT_DIR", "/nonexistent");
    let url = "https://127.0.0.1:1/jwks.json";
    let output = world.cmd(["jwks", "--jwks-url", url]).code(2);
    output
        .stderr_has("error[http.tls_setup]: cannot set up TLS")
        .stderr_has(
            "help: install the system's CA certificates (ca-certificates), or give --cacert",
        );
}

#[test]
fn a_way_out_of_tls_is_not_taken() {
    let authority = Authority::new();
    let away = |_: &[u8]| {
        let head = "HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\n";
        Ok(format!("{head}connection: close\r\ncontent-length: 0\r\n\r\n").into_bytes())
    };
    let identity = authority.issue(&["localhost"], 2099);
    let server = TlsServer::answering(&identity, None, 0, Arc::new(away));
    let url = format!("https://localhost:{}/jwks.json", server.port());
    let output = world(&authority)
        .cmd(["jwks", "--jwks-url", &url, "--cacert", "ca.pem"])
        .code(5);
    output.stderr_has("error[http.downgrade_redirect]: ");
}
