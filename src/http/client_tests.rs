//! The HTTP client against servers that misbehave: every fault a named error, nothing leaked.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use super::{Http, HttpError, HttpOptions, Request, Response};
use crate::diagnostic::Diagnostic as _;
use crate::exit::Exit;
use crate::fault_server::FaultServer;
use crate::secret::Redactor;
use crate::ui::Ui;

fn options() -> HttpOptions {
    HttpOptions {
        timeout: Duration::from_secs(5),
        retries: 0,
        ..HttpOptions::default()
    }
}

fn client(options: HttpOptions) -> Http {
    Http::new(options, Ui::default(), Redactor::default()).unwrap()
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
        .block_on(future)
}

fn send(options: HttpOptions, request: Request) -> Result<Response, HttpError> {
    run(client(options).send(request))
}

#[track_caller]
fn fails(options: HttpOptions, request: Request, code: &str, exit: Exit) -> HttpError {
    let error = send(options, request).unwrap_err();
    assert_eq!(error.code(), code, "{error}");
    assert_eq!(error.exit(), exit, "{error}");
    assert!(error.hint().is_some(), "no hint for {error}");
    error
}

fn post(server: &FaultServer, path: &str) -> Request {
    Request::post_json(server.url(path), &serde_json::json!({ "a": 1 }))
}

#[test]
fn a_connection_that_ends_early_is_told_from_one_that_stalls() {
    let server = FaultServer::start();
    let unreachable = Exit::Unreachable;
    for path in ["/close", "/close-body"] {
        fails(
            options(),
            Request::get(server.url(path)),
            "http.closed_early",
            unreachable,
        );
    }
    let hurry = || HttpOptions {
        timeout: Duration::from_millis(400),
        ..options()
    };
    let stalls = [
        ("/stall", "no answer had begun"),
        ("/stall-body", "6 bytes"),
        ("/drip", "bytes"),
    ];
    for (path, note) in stalls {
        let start = Instant::now();
        let error = fails(
            hurry(),
            Request::get(server.url(path)),
            "http.timeout",
            unreachable,
        );
        assert!(start.elapsed() < Duration::from_secs(3));
        assert!(error.to_string().contains("0.4 s"), "{error}");
        assert!(error.notes()[0].contains(note), "{:?}", error.notes());
    }
}

#[test]
fn bodies_are_bounded_after_decompression() {
    let server = FaultServer::start();
    for path in ["/huge", "/huge-chunked", "/bomb"] {
        let error = fails(
            options(),
            Request::get(server.url(path)),
            "http.body_too_large",
            Exit::Contract,
        );
        assert!(error.to_string().contains("4194304 bytes"), "{error}");
    }
    fails(
        options(),
        Request::get(server.url("/bad-gzip")),
        "http.decode",
        Exit::Contract,
    );
    let small = Request::get(server.url("/echo")).max_body(10);
    fails(options(), small, "http.body_too_large", Exit::Contract);
}

#[test]
fn what_is_not_http_is_called_that() {
    let server = FaultServer::start();
    fails(
        options(),
        Request::get(server.url("/not-http")),
        "http.not_http",
        Exit::Contract,
    );
}

#[test]
fn nobody_listening_on_loopback_asks_whether_the_server_runs() {
    // Taken, so that nobody else can have it, and not listened at.
    let socket = tokio::net::TcpSocket::new_v4().unwrap();
    socket.bind(SocketAddr::from(([127, 0, 0, 1], 0))).unwrap();
    let address = socket.local_addr().unwrap();
    let url = url::Url::parse(&format!("http://{address}/")).unwrap();
    let error = fails(
        options(),
        Request::get(url),
        "http.refused",
        Exit::Unreachable,
    );
    assert!(error.hint().unwrap().contains("is the server running"));
}

#[test]
fn a_name_that_does_not_resolve() {
    let url = url::Url::parse("http://no-such-host.invalid/").unwrap();
    let error = fails(options(), Request::get(url), "http.dns", Exit::Unreachable);
    assert!(error.to_string().contains("no-such-host.invalid"));
}

#[test]
fn a_host_that_does_not_accept_is_given_up_after_the_connect_timeout() {
    run(async {
        // A queue of one that is full: the kernel leaves further connections unanswered.
        let socket = tokio::net::TcpSocket::new_v4().unwrap();
        socket
            .bind("127.0.0.1:0".parse::<SocketAddr>().unwrap())
            .unwrap();
        let listener = socket.listen(1).unwrap();
        let address = listener.local_addr().unwrap();
        let mut queue = Vec::new();
        for _ in 0..4 {
            let connect = tokio::net::TcpStream::connect(address);
            if let Ok(stream) = tokio::time::timeout(Duration::from_millis(100), connect).await {
                queue.push(stream);
            }
        }
        let slow = HttpOptions {
            connect_timeout: Duration::from_millis(300),
            ..options()
        };
        let url = url::Url::parse(&format!("http://{address}/")).unwrap();
        let error = client(slow).send(Request::get(url)).await.unwrap_err();
        assert_eq!(error.code(), "http.connect_timeout", "{error}");
        assert!(error.to_string().contains("0.3 s"), "{error}");
    });
}

#[test]
fn redirects_within_the_origin_are_followed_with_everything() {
    let server = FaultServer::start();
    let request = post(&server, "/chain?n=3").secret_header("authorization", "Bearer tok-en-1234");
    let response = send(options(), request).unwrap();
    let echo = response.text();
    assert!(echo.starts_with("POST /chain?n=0"), "{echo}");
    assert!(echo.contains("authorization: Bearer tok-en-1234") && echo.ends_with("{\"a\":1}"));
    assert_eq!(response.url, server.url("/chain?n=0"));
    assert_eq!(response.headers.get_all("set-cookie").iter().count(), 3);
    assert_eq!(server.connections(), 1);
}

#[test]
fn redirects_that_do_not_end_do() {
    let server = FaultServer::start();
    for path in ["/loop", "/chain?n=9"] {
        let error = fails(
            options(),
            Request::get(server.url(path)),
            "http.redirect_loop",
            Exit::Contract,
        );
        assert!(error.to_string().contains(path), "{error}");
    }
    assert!(server.requests().len() <= 10);
}

#[test]
fn credentials_and_bodies_never_leave_their_origin() {
    let server = FaultServer::start();
    let other = FaultServer::start();
    let away = |status: u16| format!("/away?status={status}&to={}", other.url("/echo"));
    let get = |status| Request::get(server.url(&away(status)));
    let betrayals = [
        get(302).secret_header("authorization", "Bearer x"),
        get(302).secret_header("cookie", "sAccessToken=x"),
        get(307).header("x-hasura-admin-secret", "x"),
        get(308).header("x-hasura-role", "admin"),
        get(302).secret_header("x-custom", "x"),
        post(&server, &away(307)),
        post(&server, &away(302)),
        Request::get(
            url::Url::parse(&server.url(&away(302)).as_str().replace("://", "://ada:pw@")).unwrap(),
        ),
    ];
    for request in betrayals {
        let error = fails(
            options(),
            request,
            "http.cross_origin_redirect",
            Exit::Contract,
        );
        assert!(error.to_string().contains(&other.origin()), "{error}");
    }
    assert_eq!(other.requests(), [] as [&str; 0]);
    // Nothing to betray: an open document that moved is read where it is.
    let response = send(options(), get(302)).unwrap();
    assert_eq!(response.url, other.url("/echo"));
}

#[test]
fn a_redirect_does_not_turn_a_post_into_a_get() {
    let server = FaultServer::start();
    let request = post(&server, "/away?status=302&to=/echo");
    let error = fails(
        options(),
        request,
        "http.redirect_loses_body",
        Exit::Contract,
    );
    assert!(error.notes()[0].contains("/echo"), "{:?}", error.notes());
    let error = fails(
        options(),
        Request::get(server.url("/away?to=mailto:x@y.z")),
        "http.bad_redirect",
        Exit::Contract,
    );
    assert!(error.to_string().contains("/away"));
}

#[test]
fn only_idempotent_requests_are_tried_again() {
    let server = FaultServer::start();
    let patient = || HttpOptions {
        retries: 2,
        ..options()
    };
    let response = send(patient(), Request::get(server.url("/flaky?n=2"))).unwrap();
    assert_eq!(response.status, 200);
    assert_eq!(server.requests().len(), 3);
    let response = send(patient(), post(&server, "/flaky?n=2&post")).unwrap();
    assert_eq!(response.status, 503);
    assert_eq!(server.requests().len(), 4);
    let response = send(patient(), post(&server, "/flaky?n=2&query").idempotent()).unwrap();
    assert_eq!(response.status, 200);
    // A server that asks for an hour is believed at once.
    let start = Instant::now();
    let response = send(patient(), Request::get(server.url("/patience"))).unwrap();
    assert_eq!(response.status, 429);
    assert!(start.elapsed() < Duration::from_secs(2));
}

#[test]
fn one_connection_serves_an_origin() {
    let server = FaultServer::start();
    run(async {
        let http = client(options());
        for _ in 0..5 {
            http.clone().send(post(&server, "/echo")).await.unwrap();
        }
    });
    assert_eq!(server.connections(), 1);
    assert_eq!(server.requests().len(), 5);
}

#[test]
fn every_request_says_who_it_is_and_asks_ngrok_for_the_page_behind() {
    let server = FaultServer::start();
    let echo = send(options(), Request::get(server.url("/echo")))
        .unwrap()
        .text();
    assert!(echo.contains(concat!("user-agent: st-hasura/", env!("CARGO_PKG_VERSION"))));
    assert!(!echo.contains("ngrok"), "{echo}");
    let resolved = HttpOptions {
        resolve: vec![(
            "x.ngrok-free.app".into(),
            SocketAddr::from(([127, 0, 0, 1], server.port())),
        )],
        ..options()
    };
    let url = format!("http://x.ngrok-free.app:{}/echo", server.port());
    let echo = send(resolved, Request::get(url::Url::parse(&url).unwrap()))
        .unwrap()
        .text();
    assert!(echo.contains("ngrok-skip-browser-warning: 1"), "{echo}");
    assert!(echo.contains("host: x.ngrok-free.app"), "{echo}");
}

#[test]
fn user_info_becomes_basic_authorization_and_is_never_shown() {
    let server = FaultServer::start();
    let with = |path: &str| {
        let url = server
            .url(path)
            .as_str()
            .replace("://", "://ada:s%40cret-word@");
        Request::get(url::Url::parse(&url).unwrap())
    };
    let response = send(options(), with("/echo")).unwrap();
    // ada:s@cret-word
    assert!(
        response
            .text()
            .contains("authorization: Basic YWRhOnNAY3JldC13b3Jk")
    );
    assert!(!response.url.as_str().contains("ada"));
    let error = send(options(), with("/close")).unwrap_err();
    assert!(
        !format!("{error} {error:?}").contains("cret-word"),
        "{error:?}"
    );
}

#[test]
fn proxies_are_used_and_exceptions_kept() {
    let server = FaultServer::start();
    let proxy = FaultServer::start();
    let through = |no_proxy: Option<&str>| HttpOptions {
        http_proxy: Some(proxy.origin()),
        no_proxy: no_proxy.map(ToOwned::to_owned),
        ..options()
    };
    let echo = send(through(None), Request::get(server.url("/echo")))
        .unwrap()
        .text();
    assert!(
        echo.starts_with(&format!("GET {}", server.url("/echo"))),
        "{echo}"
    );
    assert_eq!((server.connections(), proxy.connections()), (0, 1));
    send(
        through(Some("127.0.0.1")),
        Request::get(server.url("/echo")),
    )
    .unwrap();
    assert_eq!((server.connections(), proxy.connections()), (1, 1));
    let flag = HttpOptions {
        proxy: Some("ftp://ada:word-of-pass@example.com".into()),
        ..options()
    };
    let error = Http::new(flag, Ui::default(), Redactor::default()).unwrap_err();
    assert_eq!(error.code(), "http.bad_proxy");
    assert!(!error.to_string().contains("word-of-pass"), "{error}");
}

#[test]
fn certificate_files_are_checked_before_anything_is_sent() {
    let dir = tempfile::tempdir().unwrap();
    let junk = dir.path().join("junk.pem");
    std::fs::write(&junk, b"\x30\x82 not text").unwrap();
    let gone = dir.path().join("gone.pem");
    let cases = [
        (
            options_with(|o| o.cacert = Some(junk.clone())),
            "http.pem_invalid",
        ),
        (
            options_with(|o| o.cacert = Some(gone.clone())),
            "http.pem_unreadable",
        ),
        (
            options_with(|o| o.cert = Some(junk.clone())),
            "http.pem_invalid",
        ),
        (
            options_with(|o| o.key = Some(junk.clone())),
            "http.key_without_cert",
        ),
    ];
    for (options, code) in cases {
        let error = Http::new(options, Ui::default(), Redactor::default()).unwrap_err();
        assert_eq!((error.code(), error.exit()), (code, Exit::Usage), "{error}");
    }
}

fn options_with(change: impl FnOnce(&mut HttpOptions)) -> HttpOptions {
    let mut options = options();
    change(&mut options);
    options
}

#[test]
fn only_http_and_https_are_spoken() {
    let url = url::Url::parse("ftp://ada:word-of-pass@example.com/x").unwrap();
    let error = fails(options(), Request::get(url), "http.bad_url", Exit::Usage);
    assert!(!error.to_string().contains("word-of-pass"));
}
