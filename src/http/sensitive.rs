//! What of a request or an answer is a secret: headers, cookies, members of JSON bodies, URLs.

use reqwest::header::{AUTHORIZATION, COOKIE, HeaderMap, HeaderName, HeaderValue, SET_COOKIE};
use serde_json::Value;
use url::Url;

use crate::secret::{
    MASK, Redactor, SHORTEST, blank_named, blank_tokens, holds_token, named_values, names_secret,
    tokens,
};

/// True for headers that carry credentials or tokens: by name, by a mark on the value, or because
/// a token stands in it. An auth API can be told to name its token headers otherwise
/// (contracts: supertokens §2.1).
pub(super) fn is_secret(name: &HeaderName, value: &HeaderValue) -> bool {
    is_secret_by_name(name, value) || holds_token(&String::from_utf8_lossy(value.as_bytes()))
}

/// The same without a look at the value.
pub(super) fn is_secret_by_name(name: &HeaderName, value: &HeaderValue) -> bool {
    let name = name.as_str();
    value.is_sensitive()
        || name.starts_with("st-") && name != "st-auth-mode"
        || names_secret(name)
        || matches!(name, "set-cookie" | "set-cookie2" | "anti-csrf")
}

/// True when a request must not leave its origin: it carries a credential, or claims a Hasura
/// role or user.
pub(super) fn has_credentials(headers: &HeaderMap) -> bool {
    headers
        .iter()
        .any(|(name, value)| is_secret(name, value) || name.as_str().starts_with("x-hasura-"))
}

/// Tells the redactor every secret among these headers.
pub(super) fn learn(redactor: &Redactor, headers: &HeaderMap) {
    for (name, value) in headers {
        let text = String::from_utf8_lossy(value.as_bytes());
        learn_tokens(redactor, &text);
        if !is_secret_by_name(name, value) {
            continue;
        }
        if *name == COOKIE {
            text.split(';').for_each(|pair| learn_pair(redactor, pair));
        } else if *name == SET_COOKIE {
            learn_pair(redactor, text.split(';').next().unwrap_or_default());
        } else if *name == AUTHORIZATION {
            learn_long(
                redactor,
                text.split_once(' ').map_or(&text, |(_, rest)| rest),
            );
        } else {
            // `id-refresh-token` is a token and a time; the others have no such parts.
            learn_long(redactor, text.split(';').next().unwrap_or_default());
        }
    }
}

/// Tells the redactor of the tokens in a page: one that quotes a request has them, and an error
/// may quote the page.
pub(super) fn learn_page(redactor: &Redactor, page: &[u8]) {
    learn_tokens(redactor, &String::from_utf8_lossy(page));
}

fn learn_tokens(redactor: &Redactor, text: &str) {
    for place in tokens(text) {
        learn_decoded(redactor, &text[place]);
    }
}

fn learn_pair(redactor: &Redactor, pair: &str) {
    let value = pair.split_once('=').map_or("", |(_, value)| value);
    let bare = value.trim().trim_matches('"');
    learn_long(redactor, value);
    learn_decoded(redactor, bare);
}

/// Node and Go percent-encode cookie values; the token inside is the same secret.
fn learn_decoded(redactor: &Redactor, value: &str) {
    learn_long(redactor, value);
    if let Ok(decoded) = percent_encoding::percent_decode_str(value).decode_utf8() {
        learn_long(redactor, &decoded);
    }
}

fn learn_long(redactor: &Redactor, value: &str) {
    if value.trim().len() >= SHORTEST {
        redactor.learn(value.trim());
    }
}

/// What happens to a secret member.
pub(super) type Replace<'a> = &'a dyn Fn(&str) -> Value;

/// A JSON body with its secret members and all JWTs replaced; also `value` beside an `id` that
/// names a secret, as in SuperTokens' form fields.
pub(super) fn blank_json(value: &mut Value, replace: Replace<'_>) {
    match value {
        Value::Object(members) => {
            // Form fields have an `id`, headers in metadata a `name`.
            let said = ["id", "name"].into_iter();
            let said = said.filter_map(|member| members.get(member)?.as_str());
            let field = said.rev().find(|said| names_secret(said));
            let field = field.map(ToOwned::to_owned);
            for (name, member) in members.iter_mut() {
                let named = match &field {
                    Some(field) if name == "value" => Some(field.as_str()),
                    _ => names_secret(name).then_some(name.as_str()),
                };
                match (named, &*member) {
                    (Some(named), Value::String(text)) if !text.is_empty() => {
                        *member = replace(named);
                    }
                    (Some(named), Value::Array(_) | Value::Object(_)) => {
                        blank_all(member, named, replace);
                    }
                    _ => blank_json(member, replace),
                }
            }
        }
        Value::Array(items) => {
            for item in items {
                blank_json(item, replace);
            }
        }
        // Whatever its name: a route may hand out the JWT under any.
        Value::String(text) if looks_like_a_jwt(text) => *value = replace("jwt"),
        Value::String(text) if text.contains("://") => *text = blank_named(text),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// All that stands below a secret name, in however many parts.
fn blank_all(value: &mut Value, named: &str, replace: Replace<'_>) {
    match value {
        Value::Object(members) => members
            .values_mut()
            .for_each(|member| blank_all(member, named, replace)),
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| blank_all(item, named, replace)),
        Value::String(text) if !text.is_empty() => *value = replace(named),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

/// Three parts, the first of which is base64 of `{"…`.
fn looks_like_a_jwt(text: &str) -> bool {
    text.starts_with("eyJ") && text.split('.').count() == 3
}

/// [`MASK`] in place of every secret member.
pub(super) fn mask(_: &str) -> Value {
    Value::String(MASK.into())
}

/// A URL for people: without user-info, secret query parameters and tokens blanked.
pub(crate) fn shown(url: &Url) -> String {
    blank_tokens(&blank_named(without_user_info(url).as_str()))
}

/// A URL in a header (`Location`), for people. One without a secret in it stays as it was written.
pub(super) fn shown_reference(text: &str) -> String {
    if text.starts_with("//") {
        let shown = shown_reference(&format!("http:{text}"));
        return shown.trim_start_matches("http:").to_owned();
    }
    match Url::parse(text) {
        Ok(url) if url.has_authority() => shown(&url),
        _ => blank_tokens(&blank_named(text)),
    }
}

/// The URL without `user:password@`, which is for sending and never for showing or keeping.
pub(crate) fn without_user_info(url: &Url) -> Url {
    let mut url = url.clone();
    // Fails only for URLs that cannot have user-info at all.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    url
}

/// A URL as somebody typed it, without the part before `@`, which may hold a password; also of one
/// whose scheme was forgotten.
fn typed_without_user_info(text: &str) -> String {
    let scheme = text.find("://").map_or(0, |at| at + 3);
    match text.rfind('@') {
        Some(at) if at >= scheme => format!("{}{}", &text[..scheme], &text[at + 1..]),
        _ => text.to_owned(),
    }
}

/// A URL as somebody typed it, or, where a secret is in it, as [`shown`].
pub(crate) fn typed_shown(text: &str) -> String {
    match Url::parse(text) {
        Ok(url) if url.has_authority() => {
            let shown = shown(&url);
            if shown == url.as_str() {
                text.to_owned()
            } else {
                shown
            }
        }
        _ => blank_tokens(&blank_named(&typed_without_user_info(text))),
    }
}

/// Tells the redactor the password of a proxy. Without a scheme, `user:password@host` would pass
/// for a URL of the scheme `user`; it is one of http, as the library reads it.
pub(super) fn learn_proxy(redactor: &Redactor, proxy: &str) {
    let url = if proxy.contains("://") {
        Url::parse(proxy)
    } else {
        Url::parse(&format!("http://{proxy}"))
    };
    if let Ok(url) = url {
        learn_url(redactor, &url);
    }
}

/// Tells the redactor the secrets in a URL, as they are written and as they are meant: its password,
/// and what the query gives under a name of secrets.
pub(crate) fn learn_url(redactor: &Redactor, url: &Url) {
    if let Some(password) = url.password() {
        redactor.learn(password);
        let decoded = percent_encoding::percent_decode_str(password).decode_utf8_lossy();
        redactor.learn(&decoded);
    }
    for (name, meant) in url.query_pairs() {
        if names_secret(&name) {
            redactor.learn(&meant);
        }
    }
    // As written too: what is meant may be written in more ways than the redactor knows.
    for written in named_values(url.as_str()) {
        redactor.learn(written);
    }
}
