//! How to connect, from the values in force and the environment.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use super::error::ConfigError;
use super::values::{Config, Layer};
use crate::context::Context;
use crate::http::HttpOptions;

impl Config {
    /// How to connect.
    pub(crate) fn http_options(&self, context: &Context) -> Result<HttpOptions, ConfigError> {
        let path = |name: &str| {
            self.sources
                .get(name)
                .map(|value| PathBuf::from(value.text()))
        };
        let var = |upper: &str, lower: &str| {
            context
                .var(lower)
                .or_else(|| context.var(upper))
                .map(ToOwned::to_owned)
        };
        Ok(HttpOptions {
            timeout: self.timeout,
            connect_timeout: self.connect_timeout,
            retries: self.retries,
            cacert: path("cacert"),
            cert: path("cert"),
            key: path("key"),
            insecure: self
                .sources
                .get("insecure")
                .is_some_and(|value| value.text() == "true"),
            proxy: self
                .sources
                .get("proxy")
                .map(|value| value.text().to_owned()),
            // Upper-case HTTP_PROXY is set by requests in CGI programs; this is not one.
            http_proxy: var("HTTP_PROXY", "http_proxy"),
            https_proxy: var("HTTPS_PROXY", "https_proxy"),
            no_proxy: var("NO_PROXY", "no_proxy"),
            resolve: resolve_overrides(&self.sources)?,
            curl: self.curl,
        })
    }
}

/// `--resolve` values, parsed. An IPv6 address may stand in brackets.
fn resolve_overrides(sources: &Layer) -> Result<Vec<(String, SocketAddr)>, ConfigError> {
    let Some(value) = sources.get("resolve") else {
        return Ok(Vec::new());
    };
    value
        .texts
        .iter()
        .map(|text| {
            let mut parts = text.splitn(3, ':');
            let parsed = (|| {
                let host = parts.next().filter(|host| !host.is_empty())?;
                let port: u16 = parts.next()?.parse().ok()?;
                let address = parts.next()?.trim_matches(['[', ']']);
                let address: IpAddr = address.parse().ok()?;
                Some((host.to_owned(), SocketAddr::new(address, port)))
            })();
            parsed.ok_or_else(|| ConfigError::BadValue {
                name: "resolve",
                origin: value.origin.to_string(),
                expected: "HOST:PORT:ADDRESS".into(),
                value: text.clone(),
            })
        })
        .collect()
}
