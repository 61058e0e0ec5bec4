//! Reading the tokens that a session holds. No network.

use std::time::UNIX_EPOCH;

use cookie_store::{Cookie, CookieExpiration};
use time::{Duration, OffsetDateTime};

use super::front::{FrontToken, V2Payload};
use crate::jwt::{self, Decoded};
use crate::secret::Secret;
use crate::session::{Generation, Session};

/// Where a JWT was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum TokenSource {
    /// The access token of header mode.
    HeaderAccess,
    /// The access token's cookie.
    CookieAccess,
    /// The route that hands out the JWT: its URL.
    Route(String),
    /// Inside the front token.
    FrontToken,
    /// Kept from an earlier call of the route or an earlier front token.
    Kept,
}

impl std::fmt::Display for TokenSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::HeaderAccess => f.write_str("access token (header mode)"),
            Self::CookieAccess => f.write_str("access token (cookie)"),
            Self::Route(url) => write!(f, "route {url}"),
            Self::FrontToken => f.write_str("front token"),
            Self::Kept => f.write_str("kept from an earlier call"),
        }
    }
}

impl TokenSource {
    /// The word in JSON output.
    pub(crate) const fn word(&self) -> &'static str {
        match self {
            Self::HeaderAccess => "header",
            Self::CookieAccess => "cookie",
            Self::Route(_) => "route",
            Self::FrontToken => "front-token",
            Self::Kept => "kept",
        }
    }
}

/// A JWT and what its claims say. Nothing is verified.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    pub jwt: Secret,
    pub source: TokenSource,
    /// Seconds since 1970.
    pub expires_at: Option<i64>,
    times: Times,
    /// Something in it is marked as meant for Hasura.
    pub has_claims: bool,
}

impl Candidate {
    /// Reads a token; `None` when it is no JWT (a V2 access token, say).
    pub(super) fn read(jwt: Secret, source: TokenSource) -> Option<Self> {
        let decoded = jwt::decode(jwt.expose()).ok()?;
        Some(Self {
            jwt,
            source,
            expires_at: expiry(&decoded),
            times: Times::of(&decoded),
            has_claims: jwt::are_marked(&decoded),
        })
    }

    /// True when at least `seconds` are left.
    pub(super) fn lasts(&self, seconds: i64) -> bool {
        self.expires_at
            .is_none_or(|expiry| expiry.saturating_sub(now()) >= seconds.max(1))
    }

    /// True for one that has just come in the place of another that would not have lasted: one
    /// more would last no longer. That is so where tokens live shorter than is asked for, and
    /// where this machine's clock is ahead.
    pub(super) fn is_new(&self, session: &Session) -> bool {
        self.times.are_new(session)
    }
}

/// What a token says of its times, by the issuer's clock.
#[derive(Clone, Copy, Debug)]
struct Times {
    /// In seconds since 1970.
    issued: Option<f64>,
    /// Seconds from then to its end.
    life: Option<f64>,
}

impl Times {
    fn of(token: &Decoded) -> Self {
        let issued = token.iat();
        Self {
            issued,
            life: token.exp().zip(issued).map(|(exp, iat)| exp - iat),
        }
    }

    fn of_v2(payload: &V2Payload) -> Self {
        let seconds = |millis: i64| Duration::milliseconds(millis).as_seconds_f64();
        let made = payload.time_created;
        Self {
            issued: made.map(seconds),
            life: made.map(|made| seconds(payload.expiry_time.saturating_sub(made))),
        }
    }

    /// True for a token that this machine got a moment ago. This machine's clock may be ahead, so
    /// its age is told by that clock alone.
    fn are_new(self, session: &Session) -> bool {
        let renewed = session
            .renewed_at
            .map(|at| (at - OffsetDateTime::UNIX_EPOCH).as_seconds_f64());
        let Some(came) = renewed.or_else(|| self.came_when_written(session)) else {
            return false;
        };
        let age = jwt::now() - came;
        let half = self.life.map_or(f64::MAX, |life| life / 2.0);
        (0.0..half.min(NEW)).contains(&age)
    }

    /// When the jar was written, if that was for this token: curl writes it for others as well.
    fn came_when_written(self, session: &Session) -> Option<f64> {
        let written = session.written_at?.duration_since(UNIX_EPOCH).ok()?;
        let written = written.as_secs_f64();
        ((written - self.issued?).abs() < NEW).then_some(written)
    }
}

/// Commands that were started at once have all read the session within so many seconds.
const NEW: f64 = 5.0;

/// Now, in seconds since 1970.
pub(super) fn now() -> i64 {
    OffsetDateTime::now_utc().unix_timestamp()
}

/// `exp` in whole seconds.
#[allow(clippy::cast_possible_truncation)] // `as` saturates; a year beyond i64 is "later".
fn expiry(decoded: &Decoded) -> Option<i64> {
    decoded.exp().map(|exp| exp.floor() as i64)
}

/// The access token, from wherever it travels.
pub(super) fn access(session: &Session) -> Option<(Secret, TokenSource)> {
    if let Some(token) = &session.access_token {
        return Some((token.clone(), TokenSource::HeaderAccess));
    }
    // The SDK can be told another name; its value is then a JWT that names its session.
    let is_renamed = |cookie: &Cookie<'_>| {
        jwt::decode(cookie.value()).is_ok_and(|token| token.claims.contains_key("sessionHandle"))
    };
    let cookie = own_cookies(session)
        .find(|cookie| cookie.name() == "sAccessToken")
        .or_else(|| own_cookies(session).find(|cookie| is_renamed(cookie)))?;
    let token = Secret::new(cookie.value());
    Some((token, TokenSource::CookieAccess))
}

/// Unexpired cookies of the session's own host: a jar may hold other sites' of the same names.
fn own_cookies(session: &Session) -> impl Iterator<Item = &Cookie<'static>> {
    let url = session.refresh_url();
    session.cookies.iter().filter(move |cookie| {
        !cookie.is_expired() && url.as_ref().is_none_or(|url| cookie.domain.matches(url))
    })
}

/// Cookies that carry a refresh token, wherever they may travel.
pub(super) fn refresh_cookies(session: &Session) -> impl Iterator<Item = &Cookie<'static>> {
    own_cookies(session).filter(|cookie| cookie.path.ends_with("/session/refresh"))
}

/// True when there is something to refresh with.
pub(crate) fn can_refresh(session: &Session) -> bool {
    session.refresh_token.is_some() || refresh_cookies(session).next().is_some()
}

/// What a refresh did not bring, in words: it makes both tokens anew, whoever asks and however
/// they travel (contracts: supertokens §3.3).
pub(super) fn not_renewed(before: &Session, after: &Session) -> Option<String> {
    let access = |session: &Session| access(session).map(|(token, _)| token);
    // Whose names were changed, and cookies of other sites, are as they were: one that came is
    // enough.
    let refresh = |session: &Session| -> Vec<Secret> {
        let cookies = refresh_cookies(session).map(|cookie| Secret::new(cookie.value()));
        session
            .refresh_token
            .iter()
            .cloned()
            .chain(cookies)
            .collect()
    };
    let old = refresh(before);
    let missing: Vec<&str> = [
        (
            access(after).is_none() || access(after) == access(before),
            "access token",
        ),
        (
            refresh(after).iter().all(|token| old.contains(token)),
            "refresh token",
        ),
    ]
    .into_iter()
    .filter_map(|(is_missing, what)| is_missing.then_some(what))
    .collect();
    (!missing.is_empty()).then(|| missing.join(" and no new "))
}

/// True when nothing in there could sign a request.
pub(super) fn is_empty(session: &Session) -> bool {
    access(session).is_none() && !can_refresh(session)
}

/// The front token, read.
pub(super) fn front(session: &Session) -> Option<FrontToken> {
    FrontToken::read(session.front_token.as_ref()?)
}

/// When the access token expires, in seconds since 1970. A legacy access cookie expires with
/// its token, so an absent one counts as expired there (contracts: supertokens §1.7).
pub(crate) fn access_expiry(session: &Session) -> Option<i64> {
    if let Some((token, _)) = access(session) {
        if let Ok(decoded) = jwt::decode(token.expose()) {
            return expiry(&decoded);
        }
        if let Some(payload) = V2Payload::read(token.expose()) {
            return Some(payload.expiry_time / 1000);
        }
    }
    front(session).map(|front| front.ate / 1000)
}

/// True for an access token that has just come: one more would last no longer.
pub(super) fn access_is_new(session: &Session) -> bool {
    let times = access(session).and_then(|(token, _)| {
        let token = token.expose();
        let decoded = jwt::decode(token).ok().map(|token| Times::of(&token));
        decoded.or_else(|| Some(Times::of_v2(&V2Payload::read(token)?)))
    });
    times.is_some_and(|times| times.are_new(session))
}

/// True when the access token is known to have less than `seconds` left, or is gone.
pub(super) fn access_is_stale(session: &Session, seconds: i64) -> bool {
    access(session).is_none()
        || access_expiry(session)
            .is_some_and(|expiry| expiry.saturating_sub(now()) < seconds.max(1))
}

/// The JWT that the session holds, best first: access token with Hasura claims, then one that
/// was kept.
pub(super) fn in_hand(session: &Session) -> Option<Candidate> {
    access_candidate(session)
        .filter(|candidate| candidate.has_claims)
        .or_else(|| Candidate::read(session.jwt.clone()?, TokenSource::Kept))
}

/// The access token, when it is a JWT.
pub(super) fn access_candidate(session: &Session) -> Option<Candidate> {
    let (token, source) = access(session)?;
    Candidate::read(token, source)
}

/// The JWT inside the front token.
pub(super) fn front_candidate(session: &Session) -> Option<Candidate> {
    Candidate::read(front(session)?.jwt()?, TokenSource::FrontToken)
}

/// The `VIA_TOKEN` value: as it was sent, or from the access token, where it also stands
/// (contracts: supertokens §2.6). A jar written by curl has only the latter.
pub(crate) fn anti_csrf(session: &Session) -> Option<Secret> {
    if let Some(value) = &session.anti_csrf {
        return Some(value.clone());
    }
    let (token, _) = access(session)?;
    let value = match jwt::decode(token.expose()) {
        Ok(decoded) => decoded.claims.get("antiCsrfToken")?.as_str()?.to_owned(),
        Err(_) => V2Payload::read(token.expose())?.anti_csrf_token?,
    };
    Some(Secret::new(value))
}

/// Which generation of SDK the session comes from: as remembered, or as its tokens tell
/// (contracts: supertokens §0, §3.1).
pub(crate) fn generation(session: &Session) -> Option<Generation> {
    if session.generation.is_some() {
        return session.generation;
    }
    let (token, _) = access(session)?;
    if jwt::decode(token.expose()).is_ok() {
        Some(Generation::Modern)
    } else {
        V2Payload::read(token.expose()).map(|_| Generation::Legacy)
    }
}

/// The user id, when only tokens are known (an imported jar).
pub(super) fn user_id(session: &Session) -> Option<String> {
    if let Some(front) = front(session) {
        return Some(front.uid);
    }
    let (token, _) = access(session)?;
    match jwt::decode(token.expose()) {
        Ok(decoded) => decoded.sub().map(ToOwned::to_owned),
        Err(_) => V2Payload::read(token.expose()).map(|payload| payload.user_id),
    }
}

/// When a cookie expires, in seconds since 1970; `None` for one that ends with its browser.
pub(crate) fn cookie_expiry(cookie: &Cookie<'_>) -> Option<i64> {
    match cookie.expires {
        CookieExpiration::AtUtc(time) => Some(time.unix_timestamp()),
        CookieExpiration::SessionEnd => None,
    }
}

/// When the refresh token expires, in seconds since 1970, where cookie or header told it.
pub(crate) fn refresh_expiry(session: &Session) -> Option<i64> {
    refresh_cookies(session)
        .filter_map(cookie_expiry)
        .max()
        .or_else(|| session.id_refresh_expiry.map(|millis| millis / 1000))
}
