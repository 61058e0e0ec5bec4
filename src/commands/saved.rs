//! What is said once a session is on disk.

use time::OffsetDateTime;

use crate::app::App;
use crate::session::{Session, SessionSource};
use crate::supertokens;
use crate::text::span;

/// Says what was saved, and where.
pub(super) fn tell(app: &App, place: &SessionSource, session: &Session) {
    let mut facts = Vec::new();
    match session.cookies.len() {
        0 => {}
        1 => facts.push("1 cookie".to_owned()),
        count => facts.push(format!("{count} cookies")),
    }
    if session.has_header_tokens() {
        facts.push("header tokens".to_owned());
    }
    if let Some(expiry) = supertokens::access_expiry(session) {
        let left = expiry - OffsetDateTime::now_utc().unix_timestamp();
        facts.push(format!("access token for {}", span(left)));
    }
    // A jar's description is its path already.
    let path = match (place, place.file()) {
        (SessionSource::Named { .. }, Some(path)) => format!(" to {}", path.display()),
        _ => String::new(),
    };
    app.ui.note(format!(
        "saved {} ({}){path}",
        place.describe(),
        facts.join(", ")
    ));
}
