//! Stored sessions: load, refresh single-flight across processes, save before use.

use std::time::Duration;

use super::api::{AuthApi, SignedOut};
use super::error::SuperTokensError;
use super::tokens;
use crate::app::App;
use crate::error::{Error, Result};
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

    /// Rotates the tokens and saves them. A theft answer is saved too: as a session without
    /// tokens, so that no later command tries the dead ones.
    pub(super) async fn refresh(&mut self, api: &AuthApi<'_>) -> Result<()> {
        let result = api.refresh(&mut self.session).await;
        if result.as_ref().map_or_else(is_theft, |()| true) {
            self.save()?;
        }
        result
    }

    pub(super) fn save(&self) -> Result<()> {
        Ok(self.place.save(&self.lock, &self.session)?)
    }
}

/// True for the answer that ends every copy of a session.
pub(super) fn is_theft(error: &Error) -> bool {
    matches!(error.downcast_ref(), Some(SuperTokensError::TokenTheft))
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
    let by_us = seen == current || tokens::access_is_stale(&held.session, 1);
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
