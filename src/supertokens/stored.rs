//! Stored sessions: load, refresh single-flight across processes, save before use.

use std::time::Duration;

use time::OffsetDateTime;

use super::api::{AuthApi, SignedOut};
use super::tokens;
use crate::app::App;
use crate::error::Result;
use crate::secret::Secret;
use crate::session::{Session, SessionLock, SessionSource};

/// A stored session with its lock held.
#[derive(Debug)]
pub(super) struct Held {
    pub place: SessionSource,
    pub lock: SessionLock,
    pub session: Session,
}

impl Held {
    /// Takes the lock, then loads: what is read is what no other process is about to change.
    pub(super) async fn take(app: &App, place: SessionSource) -> Result<Self> {
        let lock = place.lock().await?;
        let session = place.require()?;
        session.teach(&app.redactor);
        Ok(Self {
            place,
            lock,
            session,
        })
    }

    /// Rotates the tokens and saves them. The end of the session is saved too: as one without
    /// tokens, so that no later command tries the dead ones.
    pub(super) async fn refresh(&mut self, api: &AuthApi<'_>) -> Result<()> {
        let before = self.session.clone();
        let result = api.refresh(&mut self.session).await;
        if result.is_ok() {
            self.session.renewed_at = Some(OffsetDateTime::now_utc());
        }
        if result.is_ok() || has_ended(&before, &self.session) {
            self.save()?;
        }
        result
    }

    pub(super) fn save(&self) -> Result<()> {
        Ok(self.place.save(&self.lock, &self.session)?)
    }
}

/// True when an answer took all tokens away.
pub(super) fn has_ended(before: &Session, after: &Session) -> bool {
    tokens::is_empty(after) && !tokens::is_empty(before)
}

/// What a refresh did.
#[derive(Debug)]
pub(crate) struct Refreshed {
    /// The session after it.
    pub session: Session,
    /// Where it is kept.
    pub place: SessionSource,
    /// False when another process had refreshed while this one waited for the lock.
    pub by_us: bool,
}

/// Rotates the tokens of a stored session. When several processes ask at once, one of them
/// does it and the others take its result (a refresh token shown twice counts as theft;
/// contracts: supertokens §3.3).
pub(crate) async fn refresh_stored(app: &App, place: SessionSource) -> Result<Refreshed> {
    let seen = tokens::access(&place.require()?).map(|(token, _)| token);
    let mut held = Held::take(app, place).await?;
    let current = tokens::access(&held.session).map(|(token, _)| token);
    let is_new = tokens::in_hand(&held.session).is_some_and(|jwt| jwt.is_new(&held.session));
    let by_us = seen == current || tokens::access_is_stale(&held.session, 1) && !is_new;
    if by_us {
        let api = AuthApi::of(app, &held.session)?;
        held.refresh(&api).await?;
    }
    Ok(Refreshed {
        session: held.session,
        place: held.place,
        by_us,
    })
}

/// Rotates the tokens of a stored session whose JWT somebody refuses, unless another process has
/// done so since it was taken.
pub(crate) async fn renew_refused(app: &App, place: SessionSource, jwt: &Secret) -> Result<()> {
    let mut held = Held::take(app, place).await?;
    if tokens::in_hand(&held.session).is_some_and(|held| held.jwt == *jwt) {
        let api = AuthApi::of(app, &held.session)?;
        held.refresh(&api).await?;
    }
    Ok(())
}

/// Seconds of a margin, as the tokens count them.
pub(super) fn seconds(duration: Duration) -> i64 {
    i64::try_from(duration.as_secs()).unwrap_or(i64::MAX)
}

/// Signs a stored session out and removes it here. Returns its name.
pub(crate) async fn sign_out_stored(
    app: &App,
    place: SessionSource,
) -> Result<(String, SignedOut)> {
    let mut held = Held::take(app, place).await?;
    let api = AuthApi::of(app, &held.session)?;
    let Held {
        place,
        lock,
        session,
    } = &mut held;
    let mut keep = |session: &Session| Ok(place.save(lock, session)?);
    let out = api.sign_out_keeping(session, &mut keep).await?;
    place.remove(lock)?;
    Ok((session.name.clone(), out))
}
