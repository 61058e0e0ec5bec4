//! J016: a `jwk_url` that Hasura can ask (contracts: hasura §1.2, §1.8).

use ::url::Url;
use iri_string::types::UriStr;
use serde_json::Value;

use super::{Finding, Members};
use crate::hasura::jwt_secret::reachable_from_hasura::Obstacle;

const ID: &str = "J016";
const AT: &str = "jwk_url";

/// J016: an absolute http or https URL, reachable from elsewhere.
pub(super) fn reachable(secret: &Members<'_>) -> Vec<Finding> {
    let found = match secret.get(AT) {
        None => return Vec::new(),
        Some(Value::String(text)) => match parse(text) {
            Some(url) => return obstacles(&url),
            // Not shown: it may hold credentials that cannot be told apart.
            None => Finding::error(
                ID,
                AT,
                "jwk_url is no absolute http or https URL",
                "write it with scheme and host, such as https://api.example.com/auth/jwt/jwks.json",
            ),
        },
        Some(_) => Finding::error(ID, AT, "jwk_url is no string", "write it as a string"),
    };
    vec![found]
}

/// The URL, when Hasura's parser takes it too: it wants RFC 3986, in which all is ASCII. Browsers
/// read `http:host/path`, `http:///host` and `http://host:/path` as well.
pub(super) fn parse(text: &str) -> Option<Url> {
    let authority = UriStr::new(text).ok()?.authority_components()?;
    if authority.host().is_empty() || authority.port() == Some("") {
        return None;
    }
    let url = Url::parse(text).ok()?;
    (matches!(url.scheme(), "http" | "https") && url.has_host()).then_some(url)
}

fn obstacles(url: &Url) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(obstacle) = Obstacle::of(url) {
        findings.push(Finding::warning(
            ID,
            AT,
            format!(
                "{} {}",
                url.host_str().unwrap_or_default(),
                obstacle.meaning()
            ),
            obstacle.remedy(),
        ));
    }
    if url.path().contains("//") {
        findings.push(Finding::warning(
            ID,
            AT,
            "the path has a doubled slash, and most servers have nothing there",
            "put the parts of the URL together with one slash",
        ));
    }
    findings
}
