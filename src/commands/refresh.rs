//! `refresh`.

mod text;

use super::saved;
use crate::app::App;
use crate::config::Transport;
use crate::error::Result;
use crate::session::SessionSource;
use crate::supertokens;

/// A session with new tokens.
#[derive(Debug)]
pub(crate) struct Refreshed {
    pub described: String,
    /// Name of the session or jar.
    pub session: String,
    /// False when another process had done it a moment before.
    pub by_us: bool,
    /// How its tokens travel.
    pub transport: Option<Transport>,
    /// End of the access token, in seconds since 1970.
    pub expires_at: Option<i64>,
}

pub(crate) async fn run(app: &App) -> Result<Refreshed> {
    let place = SessionSource::choose(&app.config, &app.store)?;
    let refreshed = supertokens::refresh_stored(app, place).await?;
    if refreshed.by_us {
        saved::tell(app, &refreshed.place, &refreshed.session);
    } else {
        app.ui
            .note("another process refreshed this session a moment ago; its tokens are in use");
    }
    Ok(Refreshed {
        described: refreshed.place.describe(),
        expires_at: supertokens::access_expiry(&refreshed.session),
        transport: refreshed.session.transport,
        session: refreshed.session.name,
        by_us: refreshed.by_us,
    })
}
