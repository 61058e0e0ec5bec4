//! One signed-in user, as the auth API left us with them.

use std::time::SystemTime;

use reqwest::header::{HeaderMap, SET_COOKIE};
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;
use url::Url;

use super::cookies::{CookieNote, Cookies};
use crate::http::without_user_info;
use crate::secret::{Redactor, Secret};

/// The name used when nobody chose one.
pub(crate) const DEFAULT_NAME: &str = "default";

pub(crate) use crate::config::Transport;

/// Who signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct User {
    /// SuperTokens user id.
    pub id: String,
    /// E-mail address, when it is known.
    pub email: Option<String>,
}

/// Which SuperTokens generation answered (contracts: supertokens §0).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Generation {
    /// The access token itself is the JWT.
    Modern,
    /// The JWT sits inside the session and is fetched from a route.
    Legacy,
}

/// Everything kept of a session. Secrets are blind in `Debug`.
#[derive(Clone, Debug)]
pub(crate) struct Session {
    /// Profile it belongs to.
    pub profile: String,
    pub name: String,
    /// Base URL of the auth API it belongs to, without a trailing slash.
    pub api: String,
    pub user: Option<User>,
    pub generation: Option<Generation>,
    /// How the tokens arrived, which is how they must travel back (contracts: supertokens §2.4).
    pub transport: Option<Transport>,
    /// Cookie mode: every cookie with all its attributes.
    pub cookies: Cookies,
    /// Header mode: the access token.
    pub access_token: Option<Secret>,
    /// Header mode: the refresh token.
    pub refresh_token: Option<Secret>,
    /// `VIA_TOKEN` anti-CSRF value, to be sent back as the `anti-csrf` header.
    pub anti_csrf: Option<Secret>,
    /// The last `front-token`, as it came.
    pub front_token: Option<Secret>,
    /// Legacy: the session's end from `id-refresh-token`, in milliseconds since 1970.
    pub id_refresh_expiry: Option<i64>,
    /// The last JWT fit for Hasura.
    pub jwt: Option<Secret>,
    /// When the session was made.
    pub created_at: OffsetDateTime,
    /// When it was last saved.
    pub updated_at: OffsetDateTime,
    /// When this machine last got new tokens for those that would not have lasted.
    pub renewed_at: Option<OffsetDateTime>,
    /// When its file was last written by anybody, where the file has no place for the above: a jar.
    pub written_at: Option<SystemTime>,
}

impl Session {
    /// An empty session of the auth API at `api`.
    pub(crate) fn new(
        profile: impl Into<String>,
        name: impl Into<String>,
        api: impl Into<String>,
    ) -> Self {
        let now = OffsetDateTime::now_utc();
        Self {
            profile: profile.into(),
            name: name.into(),
            api: base_url(&api.into()),
            user: None,
            generation: None,
            transport: None,
            cookies: Cookies::default(),
            access_token: None,
            refresh_token: None,
            anti_csrf: None,
            front_token: None,
            id_refresh_expiry: None,
            jwt: None,
            created_at: now,
            updated_at: now,
            renewed_at: None,
            written_at: None,
        }
    }

    /// The `Cookie` header for a request to `url`, by the rules of RFC 6265; values exactly as
    /// they came.
    pub(crate) fn cookie_header(&self, url: &Url) -> Option<Secret> {
        self.cookies.header(url)
    }

    /// Takes in every `Set-Cookie` of an answer from `url`; an expired one removes the cookie.
    /// What was refused, or can never be sent back, is explained in the notes.
    pub(crate) fn absorb_set_cookie(&mut self, url: &Url, headers: &HeaderMap) -> Vec<CookieNote> {
        let refresh_url = self.refresh_url();
        headers
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|value| {
                self.cookies
                    .absorb(url, refresh_url.as_ref(), value.as_bytes())
            })
            .collect()
    }

    /// Says which auth API it belongs to from now on.
    pub(crate) fn set_api(&mut self, base: &Url) {
        self.api = base_url(base.as_str());
    }

    /// Where the refresh call goes: `<base>/session/refresh`.
    pub(crate) fn refresh_url(&self) -> Option<Url> {
        Url::parse(&format!("{}/session/refresh", self.api)).ok()
    }

    /// Forgets everything that signs requests, keeping user and generation: what remains after
    /// signing out.
    pub(crate) fn clear_tokens(&mut self) {
        let api = self.refresh_url();
        self.cookies.clear(api.as_ref());
        self.access_token = None;
        self.refresh_token = None;
        self.anti_csrf = None;
        self.front_token = None;
        self.id_refresh_expiry = None;
        self.jwt = None;
    }

    /// Header-mode values, for which a Netscape jar has no place.
    pub(crate) fn has_header_tokens(&self) -> bool {
        self.access_token.is_some() || self.refresh_token.is_some()
    }

    /// Every secret in here.
    pub(crate) fn all_secrets(&self) -> Vec<Secret> {
        let own = [
            &self.access_token,
            &self.refresh_token,
            &self.anti_csrf,
            &self.front_token,
            &self.jwt,
        ];
        own.into_iter()
            .flatten()
            .cloned()
            .chain(self.cookies.secrets())
            .collect()
    }

    /// Lets the redactor know [`Session::all_secrets`].
    pub(crate) fn teach(&self, redactor: &Redactor) {
        for secret in self.all_secrets() {
            redactor.learn_secret(&secret);
        }
    }
}

/// As sessions remember it: no trailing slash, no user-info.
fn base_url(text: &str) -> String {
    let url = Url::parse(text).map(|url| without_user_info(&url).to_string());
    url.as_deref()
        .unwrap_or(text)
        .trim_end_matches('/')
        .to_owned()
}
