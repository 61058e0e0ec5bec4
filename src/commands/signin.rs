//! `signin`, and what it shares with `signup`.

mod text;

use super::credentials::{self, Ask};
use super::saved;
use crate::app::App;
use crate::cli::SignInArgs;
use crate::config::Transport;
use crate::error::Result;
use crate::session::{Generation, Session, SessionError, SessionLock, SessionSource, User};
use crate::supertokens::{self, AuthApi, Form};
use crate::text::ShownPath;

/// How a session came to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum How {
    /// The user was made.
    SignedUp,
    /// The user was there.
    SignedIn,
}

/// A session that was made and kept.
#[derive(Debug)]
pub(crate) struct NewSession {
    pub how: How,
    pub user: User,
    /// Name of the session; `None` for a jar.
    pub session: Option<String>,
    /// Where it is kept.
    pub file: Option<ShownPath>,
    /// How its tokens travel.
    pub transport: Option<Transport>,
    pub generation: Option<Generation>,
    /// End of the access token, in seconds since 1970.
    pub expires_at: Option<i64>,
}

pub(crate) async fn run(app: &App, args: &SignInArgs) -> Result<NewSession> {
    let api = AuthApi::new(app)?;
    let place = SessionSource::choose(&app.config, &app.store)?;
    let (email, password) = credentials::resolve(app, &args.credentials, Ask::Once).await?;
    let mut slot = Slot::take(app, &api, place).await?;
    let user = api
        .sign_in(&mut slot.session, &Form::new(email, password))
        .await?;
    slot.keep(app, How::SignedIn, user)
}

/// The place of a session about to be made, locked before anything is sent: what came must not
/// be lost because somebody else is writing.
#[derive(Debug)]
pub(super) struct Slot {
    place: SessionSource,
    lock: SessionLock,
    pub session: Session,
}

impl Slot {
    /// Locks the place. A file there that is not a session of ours is left alone, with an error.
    pub(super) async fn take(app: &App, api: &AuthApi<'_>, place: SessionSource) -> Result<Self> {
        if matches!(place, SessionSource::Jar(_)) && app.config.transport == Transport::Header {
            return Err(SessionError::HeaderTokens.into());
        }
        let lock = place.lock().await?;
        let old = place.load()?;
        let session = match (&place, old) {
            // The jar's other cookies stay.
            (SessionSource::Jar(_), Some(jar)) => jar,
            _ => place.new_session(api.base().as_str()),
        };
        Ok(Self {
            place,
            lock,
            session,
        })
    }

    /// Saves the session; after that success may be reported.
    pub(super) fn keep(self, app: &App, how: How, user: User) -> Result<NewSession> {
        self.place.save(&self.lock, &self.session)?;
        saved::tell(app, &self.place, &self.session);
        let named = matches!(self.place, SessionSource::Named { .. });
        Ok(NewSession {
            how,
            user,
            session: named.then(|| self.session.name.clone()),
            file: self.place.file().map(Into::into),
            transport: self.session.transport,
            generation: self.session.generation,
            expires_at: supertokens::access_expiry(&self.session),
        })
    }
}
