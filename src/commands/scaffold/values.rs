//! Values that go into files: checked, so that none needs quotes there.

use url::{Host, Url};

use crate::app::App;
use crate::error::{Error, Result};
use crate::setup::scaffold::compose::Stack;

/// Where an auth API listens that nobody chose a port for.
const PORT: u16 = 3001;

/// Where Hasura listens.
const HASURA_PORT: u16 = 8080;

/// Where a front end is developed.
const WEBSITE: &str = "http://localhost:3000";

/// Where things are to be reached, by flags and by the profile.
pub(super) fn stack(
    app: &App,
    port: Option<u16>,
    hasura_port: Option<u16>,
    website: Option<&str>,
) -> Result<Stack> {
    let api = app.config.api_url.as_ref();
    let port = port.or_else(|| api.and_then(local_port)).unwrap_or(PORT);
    let hasura = app.config.hasura_endpoint.as_ref().and_then(local_port);
    Ok(Stack {
        port,
        hasura_port: hasura_port.or(hasura).unwrap_or(HASURA_PORT),
        api_domain: api.map_or_else(|| format!("http://localhost:{port}"), origin),
        base_path: base_path(&app.config.api_base_path)?,
        website_domain: origin_of(website.unwrap_or(WEBSITE))?,
    })
}

/// The port of an address on this machine. Where others serve, a proxy stands in front.
fn local_port(url: &Url) -> Option<u16> {
    let local = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    local.then(|| url.port()).flatten()
}

fn origin(url: &Url) -> String {
    url.origin().ascii_serialization()
}

/// A path that is its own URL encoding and its own quotation.
fn base_path(path: &str) -> Result<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '~');
    if !path.chars().all(plain) {
        return Err(Error::usage(
            format!("the base path {path:?} is no plain path"),
            "letters, digits, dots, dashes and underscores, for example --api-base-path /auth",
        ));
    }
    Ok(if path.is_empty() { "/" } else { path }.to_owned())
}

/// A name that needs no quotes in any kind of file.
pub(super) fn name(text: &str) -> Result<String> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) || !text.chars().all(plain) {
        return Err(Error::usage(
            format!("--name {text:?} is no plain name"),
            "letters, digits, dots, dashes and underscores, for example --name notes-auth",
        ));
    }
    Ok(text.to_owned())
}

fn parsed(text: &str, flag: &str) -> Result<Url> {
    let url = Url::parse(text).ok();
    url.filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .filter(|url| url.username().is_empty() && url.password().is_none())
        .ok_or_else(|| {
            Error::usage(
                format!("{flag} {text:?} is no http or https address"),
                format!("for example {flag} http://localhost:3000, without user and password"),
            )
        })
}

/// An address without a final slash.
pub(super) fn address(text: &str, flag: &str) -> Result<String> {
    let url = parsed(text, flag)?;
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// CORS compares origins, so a path would never match.
fn origin_of(text: &str) -> Result<String> {
    let url = parsed(text, "--website")?;
    if url.path() != "/" || url.query().is_some() || url.fragment().is_some() {
        return Err(Error::usage(
            format!("--website {text:?} is more than an origin"),
            format!("for example --website {}", origin(&url)),
        ));
    }
    Ok(origin(&url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_paths_are_plain() {
        for good in ["auth-api", "a", "notes_2.0"] {
            assert_eq!(name(good).unwrap(), good);
        }
        for bad in ["", "-x", "a b", "a\"b", "ä", "$(x)", "a/b", ".x"] {
            assert!(name(bad).is_err(), "{bad}");
        }
        assert_eq!(base_path("").unwrap(), "/");
        assert_eq!(base_path("/api/auth").unwrap(), "/api/auth");
        for bad in ["/a b", "/\"", "/${X}", "/#"] {
            assert!(base_path(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn websites_are_origins() {
        let website = |text: &str| origin_of(text);
        assert_eq!(
            website("https://Example.com/").unwrap(),
            "https://example.com"
        );
        assert_eq!(website("http://[::1]:3000").unwrap(), "http://[::1]:3000");
        for bad in [
            "",
            "example.com",
            "ftp://example.com",
            "https://example.com/app",
            "https://example.com/?x",
            "https://a:b@example.com",
        ] {
            assert!(website(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_a_local_address_gives_a_port() {
        let port = |text: &str| local_port(&Url::parse(text).unwrap());
        assert_eq!(port("http://localhost:3333"), Some(3333));
        assert_eq!(port("http://[::1]:3333"), Some(3333));
        assert_eq!(port("http://localhost"), None);
        assert_eq!(port("https://api.example.com:8443"), None);
    }
}
