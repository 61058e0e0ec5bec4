//! `--cookie-jar FILE`: the session kept in a Netscape jar that curl shares.
//!
//! The jar is the user's file: links are followed, other sites' cookies and comments stay byte
//! for byte, and what a jar has no place for is said aloud.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::cookies::Cookies;
use super::error::SessionError;
use super::lock::{self, SessionLock};
use super::model::{Session, Transport};
use super::{netscape, private};
use crate::ui::Ui;

/// A jar in place of a named session.
#[derive(Clone, Debug)]
pub(crate) struct JarFile {
    path: PathBuf,
    api: String,
    ui: Ui,
    warned: Arc<AtomicBool>,
}

impl JarFile {
    /// The jar at `path`, for the auth API at `api`. Does not touch the disk.
    pub(crate) fn new(path: PathBuf, api: String, ui: Ui) -> Self {
        Self {
            path,
            api,
            ui,
            warned: Arc::default(),
        }
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(super) fn new_session(&self, api: &str) -> Session {
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let mut session = Session::new("", name, api);
        session.transport = Some(Transport::Cookie);
        session.cookies = Cookies::default().shared();
        session
    }

    pub(super) async fn lock(&self) -> Result<SessionLock, SessionError> {
        SessionLock::file(&self.target(), lock::WAIT).await
    }

    pub(super) fn load(&self) -> Result<Option<Session>, SessionError> {
        let Some(bytes) = private::read_any(&self.path)? else {
            return Ok(None);
        };
        let cookies = netscape::cookies(&netscape::parse(&self.path, &bytes)?);
        if cookies.is_empty() {
            return Ok(None);
        }
        let mut session = self.new_session(&self.api);
        session.cookies = Cookies::from_ordered(cookies).shared();
        let metadata = std::fs::metadata(&self.path);
        session.written_at = metadata.and_then(|file| file.modified()).ok();
        Ok(Some(session))
    }

    pub(super) fn save(&self, _lock: &SessionLock, session: &Session) -> Result<(), SessionError> {
        if session.has_header_tokens() && session.cookies.refresh().next().is_none() {
            return Err(SessionError::HeaderTokens);
        }
        if session.anti_csrf.is_some() && !self.warned.swap(true, Ordering::Relaxed) {
            self.ui.warn(
                "a cookie jar has no place for the anti-CSRF token, and the auth API wants it \
                 back: use a named session (--session) instead of --cookie-jar",
            );
        }
        self.rewrite(&session.cookies)
    }

    /// Removes the cookies of this auth API; true when there were some.
    pub(super) fn forget(&self, _lock: &SessionLock) -> Result<bool, SessionError> {
        let Some(mut session) = self.load()? else {
            return Ok(false);
        };
        let before = session.cookies.len();
        session.clear_tokens();
        self.rewrite(&session.cookies)?;
        Ok(session.cookies.len() < before)
    }

    fn rewrite(&self, cookies: &Cookies) -> Result<(), SessionError> {
        let bytes = private::read_any(&self.path)?.unwrap_or_default();
        let lines = netscape::parse(&self.path, &bytes)?;
        let jar = netscape::merge(&lines, cookies, cookies.removed());
        private::replace(&self.target(), &jar)
    }

    /// Behind links, so that a rename replaces the file and not the link.
    fn target(&self) -> PathBuf {
        std::fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone())
    }
}

#[cfg(test)]
#[path = "jar_tests.rs"]
mod tests;
