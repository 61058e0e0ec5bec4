//! `scaffold auth-api`.

use url::{Host, Url};

use super::{Scaffolded, refuse_strangers, write};
use crate::app::App;
use crate::cli::{ScaffoldAuthApiArgs, ScaffoldLang};
use crate::error::{Error, Result};
use crate::setup::scaffold::auth_api::{Answers, Kind, files};

/// Where an auth API listens that nobody chose a port for.
const PORT: u16 = 3001;

/// Where a core listens by default (contracts: supertokens §5.1).
const CORE: &str = "http://localhost:3567";

/// `scaffold auth-api`.
///
/// # Errors
/// Values that are none, a folder full of other things, files that are there already and what
/// the file system says.
pub fn auth_api(app: &App, args: &ScaffoldAuthApiArgs) -> Result<Scaffolded> {
    let kind = kind(args)?;
    let answers = answers(app, args)?;
    let files = files(kind, &answers);
    refuse_strangers(&args.dir, &files, args.write.force)?;
    let folder = shlex::try_quote(&args.dir.to_string_lossy())
        .map_or_else(|_| args.dir.display().to_string(), Into::into);
    let mut next = vec![format!("cd {folder}")];
    next.extend(kind.start().iter().map(|&line| line.to_owned()));
    write(&args.dir, files, args.write, next)
}

fn kind(args: &ScaffoldAuthApiArgs) -> Result<Kind> {
    match (args.lang, args.tutorial) {
        (ScaffoldLang::Node, false) => Ok(Kind::Node),
        (ScaffoldLang::Node, true) => Ok(Kind::NodeOf2022),
        (ScaffoldLang::Python, false) => Ok(Kind::Python),
        (ScaffoldLang::Go, false) => Ok(Kind::Go),
        (ScaffoldLang::Python | ScaffoldLang::Go, true) => Err(Error::usage(
            "--tutorial is there for --lang node only: the tutorial of 2022 was written for it",
            "leave out --tutorial for an auth API on today's SDK, in which the session's access \
             token is the JWT; or take --lang node --tutorial",
        )),
    }
}

fn answers(app: &App, args: &ScaffoldAuthApiArgs) -> Result<Answers> {
    let api = app.config.api_url.as_ref();
    let port = args.port.or_else(|| api.and_then(local_port));
    let port = port.unwrap_or(PORT);
    let core = match (&args.core, &app.config.core_uri) {
        (Some(text), _) => address(text, "--core")?,
        (None, Some(url)) => url.as_str().trim_end_matches('/').to_owned(),
        (None, None) => CORE.to_owned(),
    };
    Ok(Answers {
        name: name(&args.name)?,
        port,
        api_domain: api.map_or_else(|| format!("http://localhost:{port}"), origin),
        base_path: match app.config.api_base_path.as_str() {
            "" => "/".to_owned(),
            path => path.to_owned(),
        },
        website_domain: website(&args.website)?,
        core_uri: core,
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

/// A name that needs no quotes in any kind of file.
fn name(text: &str) -> Result<String> {
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

fn address(text: &str, flag: &str) -> Result<String> {
    let url = parsed(text, flag)?;
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// CORS compares origins, so a path would never match.
fn website(text: &str) -> Result<String> {
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
    fn names_are_plain() {
        for good in ["auth-api", "a", "notes_2.0"] {
            assert_eq!(name(good).unwrap(), good);
        }
        for bad in ["", "-x", "a b", "a\"b", "ä", "$(x)", "a/b", ".x"] {
            assert!(name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn websites_are_origins() {
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
