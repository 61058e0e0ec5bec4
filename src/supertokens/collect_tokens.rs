//! The token sink: any answer of the auth API may hand out, rotate or withdraw tokens
//! (contracts: supertokens §2.3, §2.7, §8.4).

use reqwest::header::HeaderMap;

use super::front::FrontToken;
use crate::app::App;
use crate::config::Transport;
use crate::http::Response;
use crate::secret::Secret;
use crate::session::{CookieNote, Generation, Session, User};

/// Takes in everything that an answer says about the session; true where cookies were refused,
/// since they are for others than who sent them.
pub(super) fn absorb(app: &App, session: &mut Session, response: &Response) -> bool {
    let before = super::tokens::access(session).map(|(token, _)| token);
    let headers = &response.headers;
    let notes = session.absorb_set_cookie(&response.url, headers);
    for note in &notes {
        app.ui.warn(note.to_string());
    }
    header_tokens(session, headers);
    front_token(session, headers);
    id_refresh_token(session, headers);
    if let Some(value) = value(headers, "anti-csrf") {
        session.anti_csrf = Some(value);
    }
    session.teach(&app.redactor);
    teach_decoded(app, session);
    let after = super::tokens::access(session).map(|(token, _)| token);
    if before != after {
        // The JWT that was kept belongs to the token that has just been replaced.
        session.jwt = None;
    }
    session.generation = super::tokens::generation(session);
    notes.iter().any(CookieNote::is_foreign)
}

/// A non-empty header value.
fn value(headers: &HeaderMap, name: &str) -> Option<Secret> {
    let text = headers.get(name)?.to_str().ok()?.trim();
    (!text.is_empty()).then(|| Secret::new(text))
}

/// Header mode. An empty value means that the token is gone.
fn header_tokens(session: &mut Session, headers: &HeaderMap) {
    let names = HeaderNames::find(headers);
    if let Some(name) = &names.refresh {
        session.refresh_token = value(headers, name);
        if session.refresh_token.is_some() {
            session.transport = Some(Transport::Header);
        }
    }
    let Some(name) = &names.access else { return };
    let access = value(headers, name);
    // In cookie mode the same header shows a copy to scripts
    // (exposeAccessTokenToFrontendInCookieBasedAuth); sent back as Bearer it would outrank the
    // cookies.
    let is_copy = access.is_some()
        && session.refresh_token.is_none()
        && super::tokens::refresh_cookies(session).next().is_some();
    if !is_copy {
        if access.is_some() {
            session.transport = Some(Transport::Header);
        }
        session.access_token = access;
    }
}

/// Names of the token headers. An SDK can be told other names; those are recognised by their
/// values among the headers exposed to scripts.
struct HeaderNames {
    access: Option<String>,
    refresh: Option<String>,
}

impl HeaderNames {
    fn find(headers: &HeaderMap) -> Self {
        let plain = |name: &str| headers.contains_key(name).then(|| name.to_owned());
        let mut names = Self {
            access: plain("st-access-token"),
            refresh: plain("st-refresh-token"),
        };
        if names.access.is_some() || names.refresh.is_some() {
            return names;
        }
        let exposed = headers
            .get_all("access-control-expose-headers")
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|value| value.split(','))
            .map(|name| name.trim().to_ascii_lowercase());
        for name in exposed {
            let Some(text) = headers.get(&name).and_then(|value| value.to_str().ok()) else {
                continue;
            };
            match text.split('.').collect::<Vec<_>>().as_slice() {
                [_, _, "V2"] => names.refresh = Some(name),
                [_, _, _] if crate::jwt::decode(text).is_ok() => names.access = Some(name),
                _ => {}
            }
        }
        names
    }
}

fn front_token(session: &mut Session, headers: &HeaderMap) {
    let Some(token) = value(headers, "front-token") else {
        return;
    };
    if token.expose() == "remove" {
        session.front_token = None;
        session.anti_csrf = None;
        session.jwt = None;
        return;
    }
    if let Some(front) = FrontToken::read(&token)
        && session
            .user
            .as_ref()
            .is_none_or(|user| user.id != front.uid)
    {
        session.user = Some(User {
            id: front.uid,
            email: None,
        });
    }
    session.front_token = Some(token);
}

/// Legacy only: `<uuid>;<ms>`, or `remove`.
fn id_refresh_token(session: &mut Session, headers: &HeaderMap) {
    let Some(token) = value(headers, "id-refresh-token") else {
        return;
    };
    session.generation = Some(Generation::Legacy);
    session.id_refresh_expiry = token
        .expose()
        .split_once(';')
        .and_then(|(_, expiry)| expiry.trim().parse().ok());
}

/// Node and Go percent-encode cookie values; the token inside is the same secret.
fn teach_decoded(app: &App, session: &Session) {
    for cookie in session.cookies.iter() {
        if cookie.value().contains('%')
            && let Ok(decoded) = percent_encoding::percent_decode_str(cookie.value()).decode_utf8()
        {
            app.redactor.learn(&decoded);
        }
    }
    if let Some(jwt) = super::tokens::front(session).and_then(|front| front.jwt()) {
        app.redactor.learn_secret(&jwt);
    }
}
