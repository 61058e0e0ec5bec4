//! Building the library's client: certificates and name overrides.
//!
//! Building a TLS client reads every root certificate of the system, hundreds of files. For
//! plain http none is needed, so there are two kinds of client, and the TLS one waits until an
//! https URL or proxy asks for it.

use std::path::Path;
use std::time::Duration;

use reqwest::{Certificate, Client, ClientBuilder, Identity, redirect};

use super::classify;
use super::error::HttpError;
use super::options::HttpOptions;
use super::proxy::Proxies;
use crate::bounded;

/// What every request says about its sender.
const USER_AGENT: &str = concat!("st-hasura/", env!("CARGO_PKG_VERSION"));

/// Options checked and read once, before any request.
#[derive(Debug)]
pub(super) struct Material {
    pub(super) proxies: Proxies,
    cacert: Vec<Certificate>,
    identity: Option<Identity>,
}

impl Material {
    /// Reads certificate files and checks proxies.
    pub(super) fn read(options: &HttpOptions) -> Result<Self, HttpError> {
        Ok(Self {
            proxies: Proxies::read(options)?,
            cacert: match &options.cacert {
                Some(path) => authorities(path)?,
                None => Vec::new(),
            },
            identity: identity(options)?,
        })
    }

    /// A client; `tls` says whether it must be able to speak https. `port` is the port that it
    /// is for, when some name override depends on it.
    pub(super) fn client(
        &self,
        options: &HttpOptions,
        tls: bool,
        port: u16,
    ) -> Result<Client, HttpError> {
        let mut builder = ClientBuilder::new()
            .no_proxy()
            .user_agent(USER_AGENT)
            .redirect(redirect::Policy::none())
            .referer(false)
            .connect_timeout(options.connect_timeout)
            // Node closes idle connections after five seconds; a request sent into that moment is
            // lost, and most of ours must not be sent twice.
            .pool_idle_timeout(Duration::from_secs(4))
            .tcp_nodelay(true);
        for (host, address) in options.resolve.iter().filter(|(_, to)| to.port() == port) {
            builder = builder.resolve(host, *address);
        }
        for proxy in &self.proxies.all {
            builder = builder.proxy(proxy.clone());
        }
        builder = if !tls {
            builder.tls_certs_only([])
        } else if options.insecure {
            builder.tls_danger_accept_invalid_certs(true)
        } else {
            builder.tls_certs_merge(self.cacert.iter().cloned())
        };
        if let Some(identity) = self.identity.clone().filter(|_| tls) {
            builder = builder.identity(identity);
        }
        builder.build().map_err(|error| HttpError::TlsSetup {
            detail: classify::innermost(&error),
        })
    }
}

/// True when some proxy is itself reached by https.
pub(super) fn proxy_needs_tls(options: &HttpOptions) -> bool {
    [&options.proxy, &options.http_proxy, &options.https_proxy]
        .into_iter()
        .flatten()
        .any(|proxy| proxy.starts_with("https:"))
}

fn read_pem(what: &'static str, path: &Path) -> Result<Vec<u8>, HttpError> {
    bounded::bytes(path, bounded::WRITTEN).map_err(|source| HttpError::PemUnreadable {
        what,
        path: path.to_owned(),
        source,
    })
}

fn authorities(path: &Path) -> Result<Vec<Certificate>, HttpError> {
    let pem = read_pem("--cacert", path)?;
    Certificate::from_pem_bundle(&pem)
        .ok()
        .filter(|certificates| !certificates.is_empty())
        .ok_or_else(|| HttpError::PemInvalid {
            what: "--cacert",
            path: path.to_owned(),
            expected: "certificate",
        })
}

/// Certificate and key; the key may stand in the certificate's file, as with curl.
fn identity(options: &HttpOptions) -> Result<Option<Identity>, HttpError> {
    let Some(cert) = &options.cert else {
        return match options.key {
            Some(_) => Err(HttpError::KeyWithoutCert),
            None => Ok(None),
        };
    };
    let mut pem = read_pem("--cert", cert)?;
    if !has_section(&pem, "CERTIFICATE") {
        return Err(HttpError::PemInvalid {
            what: "--cert",
            path: cert.clone(),
            expected: "certificate",
        });
    }
    let (what, path) = match &options.key {
        Some(key) => {
            pem.push(b'\n');
            pem.extend(read_pem("--key", key)?);
            ("--key", key)
        }
        None => ("--cert", cert),
    };
    Identity::from_pem(&pem)
        .map(Some)
        .map_err(|_| HttpError::PemInvalid {
            what,
            path: path.clone(),
            expected: "private key",
        })
}

fn has_section(pem: &[u8], label: &str) -> bool {
    String::from_utf8_lossy(pem).contains(&format!("-----BEGIN {label}-----"))
}
