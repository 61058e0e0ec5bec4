//! What can go wrong between here and a service, by cause.

use std::path::PathBuf;

/// An HTTP error. URLs in it are without user-info and secret parameters.
#[derive(Debug, thiserror::Error)]
pub(crate) enum HttpError {
    /// `--curl` printed the request; nothing was sent.
    #[error("request printed, not sent")]
    Printed(String),
    /// Neither http nor https, or without host.
    #[error("cannot send a request to {url}: not an http or https URL")]
    BadUrl { url: String },
    /// `--cacert`, `--cert` or `--key` cannot be read.
    #[error("cannot read {what} {}: {source}", path.display())]
    PemUnreadable {
        what: &'static str,
        path: PathBuf,
        /// The operating system's answer.
        source: std::io::Error,
    },
    /// `--cacert`, `--cert` or `--key` does not hold what it should.
    #[error("{what} {} has no {expected} in PEM form", path.display())]
    PemInvalid {
        what: &'static str,
        path: PathBuf,
        /// `certificate` or `private key`.
        expected: &'static str,
    },
    /// `--key` without `--cert`.
    #[error("--key needs --cert beside it")]
    KeyWithoutCert,
    /// A proxy that is no URL, or of a kind that is not spoken.
    #[error("{origin} is not the URL of an HTTP proxy: {proxy}")]
    BadProxy {
        /// The option or variable.
        origin: &'static str,
        /// What is there, without user-info.
        proxy: String,
    },
    /// A proxy on the way is not reached, or does not lead on.
    #[error("the proxy on the way is out of order: {failure}")]
    Proxy {
        /// The option or variable that names it.
        origin: &'static str,
        /// What was asked for.
        url: String,
        /// What became of the connection to the proxy.
        failure: Box<HttpError>,
    },
    /// The TLS part could not be made.
    #[error("cannot set up TLS: {detail}")]
    TlsSetup { detail: String },
    /// The name does not resolve.
    #[error("cannot find the host {host}")]
    Dns { host: String, detail: String },
    #[error("{host} refused the connection")]
    Refused {
        /// Host and port.
        host: String,
        /// It is this machine.
        loopback: bool,
    },
    /// No way there, or the connection broke while it was made.
    #[error("cannot connect to {host}: {detail}")]
    Connect {
        /// Host and port.
        host: String,
        /// The operating system's words.
        detail: String,
    },
    /// Connecting took too long.
    #[error("{host} did not accept a connection within {seconds} s")]
    ConnectTimeout {
        /// Host and port.
        host: String,
        seconds: f64,
    },
    /// The TLS handshake failed.
    #[error("no trustworthy TLS connection to {host}: {fault}")]
    Tls {
        /// Host and port.
        host: String,
        /// Which way it failed.
        fault: TlsFault,
    },
    /// The whole request took too long.
    #[error("{url} did not answer completely within {seconds} s")]
    Timeout {
        url: String,
        seconds: f64,
        /// Bytes of the body that had come; `None` when not even the head had.
        received: Option<usize>,
    },
    /// The connection ended before the answer did.
    #[error("{url} closed the connection before its answer was complete")]
    ClosedEarly { url: String, detail: String },
    /// What came is not HTTP.
    #[error("{url} did not answer in HTTP")]
    NotHttp { url: String, detail: String },
    /// A body that does not decompress.
    #[error("the body from {url} cannot be decompressed")]
    Decode { url: String, detail: String },
    /// A body that is larger than any sensible answer.
    #[error("the body from {url} is larger than {limit} bytes")]
    BodyTooLarge {
        url: String,
        /// The limit, after decompression.
        limit: usize,
    },
    /// Redirects that come back or do not end.
    #[error("{url} redirects {}", if *hops == 0 { "to itself".to_owned() } else { format!("in a loop, or more than {hops} times") })]
    RedirectLoop {
        /// Where it started.
        url: String,
        /// How many were followed.
        hops: usize,
    },
    /// A redirect away from an origin that credentials or a body were meant for.
    #[error("{from} redirects to another origin, {to}")]
    CrossOrigin { from: String, to: String },
    /// A redirect from https to http.
    #[error("{from} redirects from https to plain {to}")]
    Downgrade { from: String, to: String },
    /// A redirect that would turn the request into a GET without body.
    #[error("{from} redirects a {method} with status {status}, which would lose its body")]
    LosesBody {
        from: String,
        method: String,
        /// 301, 302 or 303.
        status: u16,
        to: String,
    },
    /// A redirect to nowhere.
    #[error("{from} redirects to something that is not a URL")]
    BadRedirect { from: String },
    /// Anything the library reports that none of the others is.
    #[error("the request to {url} failed: {detail}")]
    Other { url: String, detail: String },
}

/// Ways for a TLS handshake to fail.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TlsFault {
    /// Nobody this machine trusts has signed the certificate.
    #[error("its certificate is not signed by an authority that is trusted here")]
    UnknownIssuer,
    /// Signed by itself, and marked as an authority: what `openssl req -x509` makes.
    #[error("its certificate is self-signed, and an authority's rather than a server's")]
    SelfSigned,
    /// Past `notAfter`.
    #[error("its certificate has expired{}", when(.0.as_ref()))]
    Expired(Option<String>),
    /// Before `notBefore`.
    #[error("its certificate is not valid yet{}", when(.0.as_ref()))]
    NotYetValid(Option<String>),
    /// For another host.
    #[error("its certificate is for {}", others(.0))]
    WrongName(Vec<String>),
    /// Another certificate fault.
    #[error("its certificate is not acceptable: {0}")]
    Certificate(String),
    /// The other side does not speak TLS.
    #[error("the server does not speak TLS on that port")]
    NotTls,
    /// The other side gave up: a missing client certificate, no common version.
    #[error("the server ended the handshake: {0}")]
    Alert(String),
    #[error("{0}")]
    Other(String),
}

fn when(time: Option<&String>) -> String {
    time.map(|time| format!(" ({time})")).unwrap_or_default()
}

fn others(names: &[String]) -> String {
    if names.is_empty() {
        "another host".into()
    } else {
        names.join(", ")
    }
}
