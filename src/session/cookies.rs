//! The cookies of a session: `cookie_store` for the rules, an order of creation on top.
//!
//! `cookie_store` groups cookies by domain and path and forgets which came first; curl's jars
//! keep that order, so it is kept here too.

use std::collections::HashSet;
use std::fmt;

use cookie_store::{Cookie, CookieError, CookieStore, RawCookie, StoreAction};
use url::Url;

use crate::secret::Secret;

/// The names that SuperTokens uses unless the auth API renames them (contracts: supertokens §2.1).
const NAMES: [&str; 3] = ["sAccessToken", "sRefreshToken", "sIdRefreshToken"];

/// True for a cookie that can neither be sent nor stand in a jar, where a line end begins another
/// cookie and a tab another field.
pub(super) fn has_controls(raw: &RawCookie<'_>) -> bool {
    let parts = [Some(raw.name()), Some(raw.value()), raw.path()];
    let mut parts = parts.into_iter().flatten();
    parts.any(|part| part.contains(char::is_control))
}

/// What identifies a cookie (RFC 6265 §5.3 step 11).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Key {
    pub(super) domain: String,
    pub(super) path: String,
    pub(super) name: String,
}

impl Key {
    pub(super) fn of(cookie: &Cookie<'_>) -> Self {
        Self {
            domain: String::from(&cookie.domain),
            path: String::from(&cookie.path),
            name: cookie.name().to_owned(),
        }
    }
}

/// A cookie that was refused, or was kept although it can never be sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct CookieNote {
    pub name: String,
    pub reason: NoteReason,
}

impl CookieNote {
    /// True for a cookie whose `Domain` is not that of who sent it.
    pub(crate) const fn is_foreign(&self) -> bool {
        matches!(self.reason, NoteReason::ForeignDomain { .. })
    }
}

/// Why a cookie deserves a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoteReason {
    /// Not a cookie at all, or not text.
    Malformed,
    /// `Domain` does not cover the host that sent it: refused.
    ForeignDomain {
        /// The host that sent it.
        host: String,
    },
    /// `Secure` over plain http to a host that is not loopback: kept, never sent back.
    SecureOverHttp { host: String },
    /// A refresh cookie whose path does not cover the refresh URL: kept, never sent back.
    RefreshPath {
        path: String,
        /// The path of the refresh call.
        expected: String,
    },
}

impl fmt::Display for CookieNote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = &self.name;
        match &self.reason {
            NoteReason::Malformed => write!(f, "a Set-Cookie header is not a cookie; ignored"),
            NoteReason::ForeignDomain { host } => write!(
                f,
                "cookie {name} refused: its Domain does not cover {host}, so it would never be \
                 sent there (check cookieDomain at the auth API)"
            ),
            NoteReason::SecureOverHttp { host } => write!(
                f,
                "cookie {name} is Secure, and http://{host} is neither https nor loopback: it \
                 will not be sent back (use https or localhost, or set cookieSecure: false)"
            ),
            NoteReason::RefreshPath { path, expected } => write!(
                f,
                "cookie {name} has path {path}, which does not cover {expected}: refreshing will \
                 fail (check api_base_path here, and apiBasePath and any proxy rewriting there)"
            ),
        }
    }
}

/// Cookies with all their attributes, in the order in which they were made.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cookies {
    store: CookieStore,
    order: Vec<Key>,
    /// Taken out since loading; a shared jar must lose them, and only them.
    removed: Vec<Key>,
    /// Other sites and programs keep cookies beside these.
    shared: bool,
}

impl Cookies {
    /// From cookies in order of creation; expired ones are kept.
    pub(super) fn from_ordered(cookies: Vec<Cookie<'static>>) -> Self {
        let mut seen = HashSet::new();
        let order = cookies
            .iter()
            .map(Key::of)
            .filter(|key| seen.insert(key.clone()))
            .collect();
        let never: Result<CookieStore, std::convert::Infallible> =
            CookieStore::from_cookies(cookies.into_iter().map(Ok), true);
        let Ok(store) = never;
        Self {
            store,
            order,
            ..Self::default()
        }
    }

    /// Marks them as part of a jar that others use too.
    pub(super) fn shared(mut self) -> Self {
        self.shared = true;
        self
    }

    pub(super) fn get(&self, key: &Key) -> Option<&Cookie<'static>> {
        self.store.get_any(&key.domain, &key.path, &key.name)
    }

    pub(super) fn removed(&self) -> &[Key] {
        &self.removed
    }

    fn remove(&mut self, key: Key) {
        self.store.remove(&key.domain, &key.path, &key.name);
        self.order.retain(|known| *known != key);
        self.removed.push(key);
    }

    /// Removes the session's cookies: all, or in a shared jar SuperTokens' ones for `api`.
    pub(super) fn clear(&mut self, api: Option<&Url>) {
        let ours = |cookie: &Cookie<'static>| {
            !self.shared
                || (api.is_some_and(|api| cookie.domain.matches(api))
                    && (NAMES.contains(&cookie.name())
                        || cookie.path.ends_with("/session/refresh")))
        };
        let keys: Vec<Key> = self
            .iter()
            .filter(|cookie| ours(cookie))
            .map(Key::of)
            .collect();
        for key in keys {
            self.remove(key);
        }
    }

    /// All cookies, expired ones too, oldest first.
    pub(crate) fn iter(&self) -> impl DoubleEndedIterator<Item = &Cookie<'static>> {
        self.order.iter().filter_map(|key| self.get(key))
    }

    /// True when one of them signs requests or is thought to: by its name, by where it is sent, or,
    /// where the auth API renames them, as a JWT.
    pub(super) fn has_session(&self) -> bool {
        self.iter().any(|cookie| {
            NAMES.contains(&cookie.name())
                || cookie.path.ends_with("/session/refresh")
                || (cookie.value().starts_with("eyJ") && cookie.value().split('.').count() == 3)
        })
    }

    /// How many there are, expired ones too.
    pub(crate) fn len(&self) -> usize {
        self.order.len()
    }

    /// True when there is none.
    pub(crate) fn is_empty(&self) -> bool {
        self.order.is_empty()
    }

    /// Unexpired refresh cookies: those whose path ends in `/session/refresh`.
    pub(crate) fn refresh(&self) -> impl Iterator<Item = &Cookie<'static>> {
        self.iter()
            .filter(|cookie| cookie.path.ends_with("/session/refresh") && !cookie.is_expired())
    }

    /// The `Cookie` header for `url`: longer paths first, then older cookies (RFC 6265 §5.4).
    pub(crate) fn header(&self, url: &Url) -> Option<Secret> {
        let mut matching: Vec<&Cookie<'static>> = self
            .iter()
            .filter(|cookie| !cookie.is_expired() && cookie.matches(url))
            .collect();
        if matching.is_empty() {
            return None;
        }
        matching.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let pairs: Vec<String> = matching
            .iter()
            .map(|cookie| format!("{}={}", cookie.name(), cookie.value()))
            .collect();
        Some(Secret::new(pairs.join("; ")))
    }

    /// Takes in one `Set-Cookie` value from `url`.
    pub(super) fn absorb(
        &mut self,
        url: &Url,
        refresh_url: Option<&Url>,
        header: &[u8],
    ) -> Option<CookieNote> {
        let note = |name: &str, reason| {
            Some(CookieNote {
                name: name.to_owned(),
                reason,
            })
        };
        let Some(raw) = std::str::from_utf8(header)
            .ok()
            .and_then(|text| RawCookie::parse(text.to_owned()).ok())
            .filter(|raw| !has_controls(raw))
        else {
            return note("", NoteReason::Malformed);
        };
        let name = raw.name().to_owned();
        let host = url.host_str().unwrap_or_default().to_owned();
        let cookie = match Cookie::try_from_raw_cookie(&raw, url) {
            Ok(cookie) => cookie.into_owned(),
            Err(CookieError::DomainMismatch) => {
                return note(&name, NoteReason::ForeignDomain { host });
            }
            Err(_) => return note(&name, NoteReason::Malformed),
        };
        let key = Key::of(&cookie);
        let reason = Self::never_sent(&cookie, url, refresh_url);
        match self.store.insert(cookie, url) {
            Ok(StoreAction::Inserted) => {
                self.removed.retain(|gone| *gone != key);
                self.order.push(key);
            }
            Ok(StoreAction::UpdatedExisting) => {}
            // An expired cookie is the server's way of deleting; the old value must not stay
            // behind on disk.
            Ok(StoreAction::ExpiredExisting) | Err(CookieError::Expired) => {
                self.remove(key);
                return None;
            }
            Err(_) => return note(&name, NoteReason::Malformed),
        }
        reason.and_then(|reason| note(&name, reason))
    }

    /// Why a cookie would be kept for nothing.
    fn never_sent(cookie: &Cookie<'_>, url: &Url, refresh_url: Option<&Url>) -> Option<NoteReason> {
        if !cookie.value().is_empty() && cookie.secure() == Some(true) {
            let mut probe = url.clone();
            probe.set_path(&cookie.path);
            if !cookie.matches(&probe) {
                return Some(NoteReason::SecureOverHttp {
                    host: url.host_str().unwrap_or_default().to_owned(),
                });
            }
        }
        let expected = refresh_url?;
        let is_refresh = cookie.path.ends_with("/session/refresh");
        if is_refresh && !cookie.value().is_empty() && !cookie.path.matches(expected) {
            return Some(NoteReason::RefreshPath {
                path: cookie.path.to_string(),
                expected: expected.path().to_owned(),
            });
        }
        None
    }

    /// Values worth hiding. Short ones that scripts may read are ordinary words (`theme=dark`);
    /// blanking those would shred the output.
    pub(super) fn secrets(&self) -> impl Iterator<Item = Secret> {
        self.iter()
            .filter(|cookie| cookie.http_only() == Some(true) || cookie.value().len() >= 16)
            .map(|cookie| Secret::new(cookie.value()))
    }
}

#[cfg(test)]
#[path = "cookies_tests.rs"]
mod tests;
