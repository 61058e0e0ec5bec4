//! Which token of a request goes with which configuration (contracts: hasura §1.9).

use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, COOKIE};

use super::super::error::ApiError;
use super::config::{JwtConfig, Location};
use super::verify::unverified_issuer;

/// The one configuration and token that belong together; `None` when the request brings no token
/// that anybody asks for. The number is the configuration's place in `configs`.
pub(super) fn locate<'c>(
    configs: impl Iterator<Item = &'c JwtConfig>,
    headers: &HeaderMap,
) -> Result<Option<(usize, String)>, ApiError> {
    let mut matching = Vec::new();
    let mut foreign = false;
    for (index, config) in configs.enumerate() {
        for text in tokens(&config.location, headers) {
            let token = match config.location {
                Location::Authorization => bearer(&text)?,
                Location::Cookie(_) | Location::Header(_) => text,
            };
            match (&config.issuer, unverified_issuer(&token)) {
                (Some(expected), Some(issuer)) if *expected != issuer => foreign = true,
                _ => matching.push((index, token)),
            }
        }
    }
    match matching.len() {
        0 if foreign => Err(ApiError::new(
            "invalid-jwt",
            "Could not verify JWT: JWTNotInIssuer",
        )),
        0 | 1 => Ok(matching.pop()),
        _ => Err(ApiError::new(
            "invalid-headers",
            "Could not verify JWT: Multiple JWTs found",
        )),
    }
}

/// Exactly two words, the first of them `Bearer`.
fn bearer(value: &str) -> Result<String, ApiError> {
    let words: Vec<&str> = value.split_ascii_whitespace().collect();
    match words[..] {
        ["Bearer", token] => Ok(token.to_owned()),
        _ => Err(ApiError::new(
            "invalid-headers",
            "Malformed Authorization header",
        )),
    }
}

fn tokens(location: &Location, headers: &HeaderMap) -> Vec<String> {
    match location {
        Location::Authorization => texts(headers, AUTHORIZATION.as_str()),
        Location::Header(name) => texts(headers, name),
        Location::Cookie(name) => texts(headers, COOKIE.as_str())
            .iter()
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .filter(|(key, _)| *key == name)
            .map(|(_, value)| unquoted(value).to_owned())
            .collect(),
    }
}

/// The value of a cookie without the quotes that may stand around it (RFC 6265, section 4.1.1).
fn unquoted(value: &str) -> &str {
    value
        .strip_prefix('"')
        .and_then(|value| value.strip_suffix('"'))
        .unwrap_or(value)
}

fn texts(headers: &HeaderMap, name: &str) -> Vec<String> {
    headers
        .get_all(name)
        .iter()
        .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
        .collect()
}
