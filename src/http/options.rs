//! How to connect.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

/// How to connect. Built by [`crate::config::Config::http_options`].
#[derive(Clone, Debug)]
pub(crate) struct HttpOptions {
    /// Whole request, from connect to the last byte of the body, further tries included.
    pub timeout: Duration,
    /// TCP and TLS.
    pub connect_timeout: Duration,
    /// Further tries of an idempotent request after a transport failure or 502, 503, 504, 429.
    pub retries: u32,
    /// Extra certificate authorities, PEM.
    pub cacert: Option<PathBuf>,
    /// Client certificate, PEM.
    pub cert: Option<PathBuf>,
    /// Its private key, PEM.
    pub key: Option<PathBuf>,
    /// Do not verify TLS certificates.
    pub insecure: bool,
    /// Proxy for all schemes (`--proxy`).
    pub proxy: Option<String>,
    /// `HTTP_PROXY` / `http_proxy`.
    pub http_proxy: Option<String>,
    /// `HTTPS_PROXY` / `https_proxy`.
    pub https_proxy: Option<String>,
    /// `NO_PROXY` / `no_proxy`.
    pub no_proxy: Option<String>,
    /// `--resolve host:port:address`, parsed; the port is the one asked for.
    pub resolve: Vec<(String, SocketAddr)>,
    /// `--curl`: print instead of send.
    pub curl: bool,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            retries: 2,
            cacert: None,
            cert: None,
            key: None,
            insecure: false,
            proxy: None,
            http_proxy: None,
            https_proxy: None,
            no_proxy: None,
            resolve: Vec::new(),
            curl: false,
        }
    }
}
