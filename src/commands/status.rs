//! `status`: what is known without asking anybody.

pub(super) mod text;

use time::OffsetDateTime;

use crate::app::App;
use crate::error::Result;
use crate::hasura::claims::ClaimsReader;
use crate::http::shown_url;
use crate::jwt;
use crate::session::{FileState, Generation, Session, SessionSource, Transport, User};
use crate::supertokens;
use crate::text::ShownPath;

/// The state of affairs.
#[derive(Debug)]
pub(crate) struct Status {
    pub profile: String,
    /// Where that choice came from.
    pub profile_origin: String,
    /// The project file in force.
    pub project_file: Option<ShownPath>,
    /// Auth API, origin and base path.
    pub api: Option<String>,
    pub jwks: Option<String>,
    pub hasura: Option<String>,
    pub core: Option<String>,
    /// For people: which session or jar.
    pub described: String,
    pub file: Option<FileState>,
    /// What it holds; `None` when nothing is there.
    pub session: Option<SessionStatus>,
}

/// A session, secrets left out.
#[derive(Debug)]
pub(crate) struct SessionStatus {
    /// Name of the session or jar.
    pub name: String,
    /// Auth API that it belongs to.
    pub api: String,
    pub user: Option<User>,
    pub generation: Option<Generation>,
    /// How its tokens travel.
    pub transport: Option<Transport>,
    pub cookies: Vec<CookieStatus>,
    /// Header-mode tokens are there.
    pub header_tokens: bool,
    /// A `VIA_TOKEN` value is known.
    pub anti_csrf: bool,
    /// It can be refreshed.
    pub refreshable: bool,
    /// End of the access token, in seconds since 1970.
    pub access_expires_at: Option<i64>,
    /// End of the refresh token, where a cookie or the legacy header tells it.
    pub refresh_expires_at: Option<i64>,
    /// The JWT for Hasura.
    pub jwt: Option<JwtStatus>,
    /// Last saved; `None` for a jar.
    pub updated_at: Option<OffsetDateTime>,
}

/// A cookie without its value.
#[derive(Debug)]
pub(crate) struct CookieStatus {
    pub name: String,
    pub path: String,
    /// Domain; host-only ones have their host.
    pub domain: String,
    /// In seconds since 1970; `None` for a session cookie.
    pub expires_at: Option<i64>,
    pub expired: bool,
    /// `Secure`.
    pub secure: bool,
    /// `HttpOnly`.
    pub http_only: bool,
}

/// A JWT, unverified.
#[derive(Debug)]
pub(crate) struct JwtStatus {
    /// Where it was found.
    pub source: &'static str,
    pub kid: Option<String>,
    pub alg: Option<String>,
    /// `exp`, in seconds since 1970.
    pub expires_at: Option<i64>,
    /// It carries claims where Hasura looks for them: where the configured JWT secret says, or by
    /// default.
    pub has_claims: bool,
    /// Nobody said where that is.
    pub by_default: bool,
}

pub(crate) fn run(app: &App) -> Result<Status> {
    let config = &app.config;
    let place = SessionSource::choose(config, &app.store)?;
    let session = place.load()?;
    if let Some(session) = &session {
        session.teach(&app.redactor);
    }
    let reader = ClaimsReader::offline(app)?;
    let is_jar = matches!(place, SessionSource::Jar(_));
    let text = |url: Option<url::Url>| url.map(|url| shown_url(&url));
    Ok(Status {
        profile: config.profile.clone(),
        profile_origin: config.profile_origin.to_string(),
        project_file: config.project_file.clone().map(Into::into),
        api: text(config.api_base().ok()),
        jwks: text(config.require_jwks_url().ok()),
        hasura: text(config.hasura_endpoint.clone()),
        core: text(config.core_uri.clone()),
        described: place.describe(),
        file: place.inspect(),
        session: session.map(|session| describe(&session, is_jar, &reader)),
    })
}

pub(super) fn describe(session: &Session, is_jar: bool, reader: &ClaimsReader) -> SessionStatus {
    let held = supertokens::held_token(session);
    let user = held
        .as_ref()
        .and_then(|token| token.user.clone())
        .or_else(|| session.user.clone());
    SessionStatus {
        name: session.name.clone(),
        api: session.api.clone(),
        user,
        generation: supertokens::generation(session),
        transport: session.transport,
        cookies: session.cookies.iter().map(cookie).collect(),
        header_tokens: session.has_header_tokens(),
        anti_csrf: supertokens::anti_csrf(session).is_some(),
        refreshable: supertokens::can_refresh(session),
        access_expires_at: supertokens::access_expiry(session),
        refresh_expires_at: supertokens::refresh_expiry(session),
        jwt: held.map(|token| {
            let decoded = jwt::decode(token.jwt.expose()).ok();
            let decoded = decoded.as_ref();
            JwtStatus {
                source: token.source.word(),
                kid: decoded.and_then(|d| d.kid()).map(ToOwned::to_owned),
                alg: decoded.and_then(|d| d.alg()).map(ToOwned::to_owned),
                expires_at: token.expires_at,
                has_claims: decoded.is_some_and(|token| !reader.read(token).claims.are_elsewhere()),
                by_default: reader.is_default(),
            }
        }),
        updated_at: (!is_jar).then_some(session.updated_at),
    }
}

fn cookie(cookie: &cookie_store::Cookie<'static>) -> CookieStatus {
    CookieStatus {
        name: cookie.name().to_owned(),
        path: cookie.path.to_string(),
        domain: String::from(&cookie.domain),
        expires_at: supertokens::cookie_expiry(cookie),
        expired: cookie.is_expired(),
        secure: cookie.secure().unwrap_or(false),
        http_only: cookie.http_only().unwrap_or(false),
    }
}
