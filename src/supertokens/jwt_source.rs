//! Finding the JWT for Hasura (contracts: supertokens §8.5).

use std::time::Duration;

use serde_json::Value;
use time::OffsetDateTime;

use super::answer::{Guarded, shape};
use super::api::{AuthApi, Keep, done, keep_nothing};
use super::call::Call;
use super::error::SuperTokensError;
use super::stored::{Held, has_ended, seconds};
use super::tokens::{self, Candidate, TokenSource};
use crate::app::App;
use crate::error::{Error, Result};
use crate::secret::Secret;
use crate::session::{Session, SessionSource, User};

/// A JWT that Hasura can be shown.
#[derive(Clone, Debug)]
pub(crate) struct FreshToken {
    pub jwt: Secret,
    /// Where it was found.
    pub source: TokenSource,
    pub user: Option<User>,
    /// `exp`, in seconds since 1970; `None` when it never expires.
    pub expires_at: Option<i64>,
    /// Name of the session.
    pub session: String,
}

/// What is asked of a token.
#[derive(Clone, Debug)]
pub(crate) struct TokenRequest {
    /// At least this much must be left.
    pub min_ttl: Duration,
    /// A route to ask before looking anywhere else.
    pub route: Option<String>,
    /// JSON pointer into the route's answer, in place of the configured one.
    pub pointer: Option<String>,
}

impl TokenRequest {
    /// No route of its own.
    pub(crate) const fn lasting(min_ttl: Duration) -> Self {
        Self {
            min_ttl,
            route: None,
            pointer: None,
        }
    }
}

/// A JWT of a stored session: the named one, or the one that flags, environment and files
/// chose. Without network as long as the stored one lasts.
pub(crate) async fn fresh_token(
    app: &App,
    name: Option<&str>,
    min_ttl: Duration,
) -> Result<FreshToken> {
    let place = match name {
        Some(name) => SessionSource::named(&app.store, &app.config.profile, name)?,
        None => SessionSource::choose(&app.config, &app.store)?,
    };
    fresh_token_at(app, place, &TokenRequest::lasting(min_ttl)).await
}

/// [`fresh_token`] with every request.
pub(crate) async fn fresh_token_at(
    app: &App,
    place: SessionSource,
    request: &TokenRequest,
) -> Result<FreshToken> {
    let session = place.require()?;
    session.teach(&app.redactor);
    if let Some(candidate) = at_hand(&session, request) {
        return Ok(finish(&session, candidate));
    }
    let mut held = Held::take(app, place).await?;
    // Another process may have got one while this one waited for the lock. A jar has no place for
    // when that was, so it is told from the token being another.
    if held.session.written_at.is_some()
        && tokens::access(&held.session) != tokens::access(&session)
    {
        held.session.renewed_at = Some(OffsetDateTime::now_utc());
    }
    if let Some(candidate) = at_hand(&held.session, request) {
        return Ok(finish(&held.session, candidate));
    }
    let api = AuthApi::of(app, &held.session)?;
    let before = held.session.clone();
    let Held {
        place,
        lock,
        session,
    } = &mut held;
    let mut keep = |session: &Session| Ok(place.save(lock, session)?);
    let found = find(&api, session, request, &mut keep).await;
    // Rotated tokens and the JWT itself must outlive this process, whatever happened after
    // they came; and so must the end of a session, lest the next command tries dead tokens.
    if found.is_ok() || has_ended(&before, session) || rotated(&before, session) {
        keep(session)?;
    }
    Ok(finish(session, found?))
}

/// A JWT of a session in memory.
pub(crate) async fn jwt_of(
    app: &App,
    session: &mut Session,
    min_ttl: Duration,
) -> Result<FreshToken> {
    let request = TokenRequest::lasting(min_ttl);
    if let Some(candidate) = at_hand(session, &request) {
        return Ok(finish(session, candidate));
    }
    let api = AuthApi::of(app, session)?;
    let candidate = find(&api, session, &request, &mut keep_nothing).await?;
    Ok(finish(session, candidate))
}

/// The JWT that the session holds, without network: what `status` shows.
pub(crate) fn held_token(session: &Session) -> Option<FreshToken> {
    let candidate = tokens::in_hand(session)
        .or_else(|| tokens::front_candidate(session))
        .or_else(|| tokens::access_candidate(session))?;
    Some(finish(session, candidate))
}

fn at_hand(session: &Session, request: &TokenRequest) -> Option<Candidate> {
    if request.route.is_some() {
        return None;
    }
    tokens::in_hand(session)
        .filter(|candidate| candidate.lasts(seconds(request.min_ttl)) || candidate.is_new(session))
}

/// True when tokens came that the session did not have.
fn rotated(before: &Session, after: &Session) -> bool {
    let pair = |session: &Session| {
        let refresh: Vec<String> = tokens::refresh_cookies(session)
            .map(|cookie| cookie.value().to_owned())
            .collect();
        (
            tokens::access(session),
            session.refresh_token.clone(),
            refresh,
        )
    };
    tokens::can_refresh(after) && pair(before) != pair(after)
}

fn finish(session: &Session, candidate: Candidate) -> FreshToken {
    let user = session.user.clone().or_else(|| {
        Some(User {
            id: tokens::user_id(session)?,
            email: None,
        })
    });
    FreshToken {
        jwt: candidate.jwt,
        source: candidate.source,
        user,
        expires_at: candidate.expires_at,
        session: session.name.clone(),
    }
}

/// Looks in every place, best first; refreshes at most once.
async fn find(
    api: &AuthApi<'_>,
    session: &mut Session,
    request: &TokenRequest,
    keep: &mut Keep<'_>,
) -> Result<Candidate> {
    let margin = seconds(request.min_ttl);
    let mut refreshed = false;
    if tokens::is_empty(session) {
        return Err(SuperTokensError::EmptySession.into());
    }
    // A JWT is never older than the access token it came with: when that is stale, a refresh
    // comes first. Only a forced route is asked before.
    let renew = tokens::access_is_stale(session, margin) && !tokens::access_is_new(session);
    if renew && tokens::can_refresh(session) {
        rotate(api, session, keep).await?;
        refreshed = true;
        if let Some(candidate) = at_hand(session, request) {
            return Ok(candidate);
        }
    }
    loop {
        let mut tried = Vec::new();
        let found = look(api, session, request, &mut tried, keep).await?;
        let stale = found
            .as_ref()
            .is_none_or(|candidate| !candidate.lasts(margin) && !candidate.is_new(session));
        if stale && !refreshed && found.is_some() && tokens::can_refresh(session) {
            rotate(api, session, keep).await?;
            refreshed = true;
            continue;
        }
        let candidate = found.ok_or(SuperTokensError::NoJwt { tried })?;
        if !candidate.lasts(1) {
            if !refreshed && !candidate.is_new(session) {
                return Err(expired_for_good().into());
            }
            api.app.ui.warn(
                "the JWT came from the auth API just now and has expired already by this \
                 machine's clock: compare the clocks",
            );
        }
        let access = [TokenSource::HeaderAccess, TokenSource::CookieAccess];
        if !access.contains(&candidate.source) {
            session.jwt = Some(candidate.jwt.clone());
        }
        return Ok(candidate);
    }
}

fn expired_for_good() -> SuperTokensError {
    SuperTokensError::NoRefreshToken {
        reason: Some("the JWT has expired and there is nothing to get a new one with".into()),
    }
}

async fn rotate(api: &AuthApi<'_>, session: &mut Session, keep: &mut Keep<'_>) -> Result<()> {
    api.refresh(session).await?;
    session.renewed_at = Some(OffsetDateTime::now_utc());
    keep(session)
}

/// One look through the places.
async fn look(
    api: &AuthApi<'_>,
    session: &mut Session,
    request: &TokenRequest,
    tried: &mut Vec<String>,
    keep: &mut Keep<'_>,
) -> Result<Option<Candidate>> {
    if request.route.is_none() {
        match tokens::access_candidate(session) {
            Some(candidate) if candidate.has_claims => return Ok(Some(candidate)),
            Some(_) => tried.push("access token: a JWT without Hasura claims".into()),
            None if tokens::access(session).is_some() => {
                tried.push("access token: not a JWT (SDK before 14)".into());
            }
            None => tried.push("access token: none".into()),
        }
    }
    if let Some(candidate) = ask_route(api, session, request, tried, keep).await? {
        return Ok(Some(candidate));
    }
    if request.route.is_some() {
        return Ok(None);
    }
    if let Some(candidate) = tokens::front_candidate(session) {
        return Ok(Some(candidate));
    }
    tried.push(match session.front_token {
        Some(_) => "front token: no JWT inside".into(),
        None => "front token: none".into(),
    });
    // A JWT without a mark still serves a Hasura with a claims_map.
    Ok(tokens::access_candidate(session))
}

/// Asks the route. An answer without a JWT is noted, not fatal: other places are left.
async fn ask_route(
    api: &AuthApi<'_>,
    session: &mut Session,
    request: &TokenRequest,
    tried: &mut Vec<String>,
    keep: &mut Keep<'_>,
) -> Result<Option<Candidate>> {
    let config = &api.app.config;
    let path = request.route.as_deref().unwrap_or(&config.jwt_path);
    let pointer = request.pointer.as_deref().unwrap_or(&config.jwt_pointer);
    check_route(path, pointer)?;
    let url = api.app_route(path);
    let shown = format!("GET {url}");
    let body = match api.guarded(session, Call::get(url.clone()), keep).await {
        Ok(Guarded::Unauthorised) if tokens::access(session).is_some() => {
            tried.push(format!("{shown}: unauthorised, although a token was sent"));
            return Ok(None);
        }
        Ok(guarded) => done(guarded, "fetch the JWT")?,
        Err(error) => {
            let why = match error.downcast_ref() {
                Some(SuperTokensError::NotFound(_)) => "404, there is no such route".to_owned(),
                Some(
                    error @ (SuperTokensError::NotJson { .. }
                    | SuperTokensError::BadAnswer { .. }
                    | SuperTokensError::Forbidden { .. }
                    | SuperTokensError::BadRequest { .. }),
                ) => error.to_string(),
                _ => return Err(error),
            };
            tried.push(format!("{shown}: {why}"));
            return Ok(None);
        }
    };
    let Some(text) = body.pointer(pointer).and_then(Value::as_str) else {
        tried.push(format!(
            "{shown}: 200, but no text at {pointer}; it has {}{}",
            shape(&body),
            out_dated(&body)
        ));
        return Ok(None);
    };
    let jwt = Secret::new(text);
    api.app.redactor.learn_secret(&jwt);
    let candidate = Candidate::read(jwt, TokenSource::Route(url.to_string()));
    if candidate.is_none() {
        tried.push(format!("{shown}: the text at {pointer} is no JWT"));
    }
    Ok(candidate)
}

/// Both are easily written in a way that never fits.
fn check_route(path: &str, pointer: &str) -> Result<()> {
    if path.contains("://") {
        return Err(Error::usage(
            "the JWT's route must be a path: tokens are not sent to other servers",
            "write --jwt-path /getJWT; its server is the one of --api-url",
        ));
    }
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return Err(Error::usage(
            format!("\"{pointer}\" is not a JSON pointer"),
            format!("write --jwt-pointer /{}", pointer.replace('.', "/")),
        ));
    }
    Ok(())
}

/// The tutorial's route reads a property that SDKs from 14 on no longer set
/// (contracts: supertokens §4.1).
fn out_dated(body: &Value) -> &'static str {
    let empty = body.as_object().is_some_and(serde_json::Map::is_empty);
    if empty {
        " (a route written for an SDK before 14: it should return session.getAccessToken())"
    } else {
        ""
    }
}
