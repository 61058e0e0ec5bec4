//! `signout`.

mod text;

use crate::app::App;
use crate::error::Result;
use crate::session::SessionSource;
use crate::supertokens;

/// A session that was ended.
#[derive(Debug)]
pub(crate) struct SignedOut {
    pub described: String,
    /// Name of the session or jar.
    pub session: String,
    /// The auth API revoked it.
    pub revoked: bool,
    /// Why not, where it did not.
    pub reason: Option<String>,
    /// Until when the JWT still opens Hasura, in seconds since 1970.
    pub jwt_expires_at: Option<i64>,
}

pub(crate) async fn run(app: &App) -> Result<SignedOut> {
    let place = SessionSource::choose(&app.config, &app.store)?;
    let described = place.describe_contents();
    let (session, out) = supertokens::sign_out_stored(app, place).await?;
    app.ui.note(format!("removed {described}"));
    Ok(SignedOut {
        described,
        session,
        revoked: out.revoked,
        reason: out.reason,
        jwt_expires_at: out.jwt_expires_at,
    })
}
