//! The folder of named sessions: `<root>/<profile>/<name>.json`.

use std::path::{Path, PathBuf};
use std::time::Duration;

use time::OffsetDateTime;

use super::error::SessionError;
use super::folder::{self, Level};
use super::lock::{self, SessionLock};
use super::model::{Session, User};
use super::names::{CHOICE, check_name};
use super::{file, private};
use crate::text::ShownPath;
use crate::ui::Ui;

/// The folder of sessions.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    /// Root folder, made with mode 0700 when first needed; `None` without a home for it.
    pub root: Option<PathBuf>,
    /// The user's home, which is not the store's to close.
    home: Option<PathBuf>,
    ui: Ui,
    wait: Duration,
}

/// One line of `session list`.
#[derive(Debug)]
pub(crate) struct Listed {
    pub name: String,
    /// True for the profile's default.
    pub default: bool,
    /// The session, or why it cannot be read.
    pub session: Result<ListedSession, SessionError>,
}

/// What a list shows of a readable session.
#[derive(Clone, Debug)]
pub(crate) struct ListedSession {
    pub api: String,
    pub user: Option<User>,
    pub updated_at: OffsetDateTime,
}

/// A session's file as the file system sees it, for `status`.
#[derive(Clone, Debug)]
pub(crate) struct FileState {
    pub path: ShownPath,
    pub exists: bool,
    /// Unix permission bits; `None` elsewhere or when it does not exist.
    pub mode: Option<u32>,
}

impl FileState {
    pub(super) fn of(path: PathBuf) -> Self {
        let metadata = std::fs::symlink_metadata(&path).ok();
        Self {
            exists: metadata.is_some(),
            mode: metadata.as_ref().and_then(private::mode),
            path: path.into(),
        }
    }
}

impl Store {
    /// Does not touch the disk. Repairs of modes are told through `ui`.
    pub(crate) const fn new(root: Option<PathBuf>, home: Option<PathBuf>, ui: Ui) -> Self {
        Self {
            root,
            home,
            ui,
            wait: lock::WAIT,
        }
    }

    pub(super) const fn ui(&self) -> &Ui {
        &self.ui
    }

    pub(crate) fn file(&self, profile: &str, name: &str) -> Result<PathBuf, SessionError> {
        check_name("session", name)?;
        Ok(self.folder(profile)?.join(format!("{name}.json")))
    }

    fn root(&self) -> Result<&Path, SessionError> {
        self.root.as_deref().ok_or(SessionError::NoHome)
    }

    fn folder(&self, profile: &str) -> Result<PathBuf, SessionError> {
        check_name("profile", profile)?;
        Ok(self.root()?.join(profile))
    }

    /// Those that hold a profile's sessions and that this program closes to others.
    fn folders(&self, profile: &str) -> Result<[(Level, PathBuf); 2], SessionError> {
        Ok([
            (Level::Root, self.root()?.to_owned()),
            (Level::Profile, self.folder(profile)?),
        ])
    }

    fn not_ours(&self, folder: &Path, level: Level) -> Result<Option<String>, SessionError> {
        folder::not_ours(folder, level, self.home.as_deref())
    }

    /// Reads a session; `None` when there is none.
    pub(crate) fn load(&self, profile: &str, name: &str) -> Result<Option<Session>, SessionError> {
        let path = self.file(profile, name)?;
        if !self.check_folders(profile)? {
            return Ok(None);
        }
        let Some(content) = private::read(&path)? else {
            return Ok(None);
        };
        self.tell_repair(&path, content.loose, 0o600);
        let mut session = file::read(&path, &content.bytes)?;
        // The place decides, so that a copied file is not mistaken for its original.
        profile.clone_into(&mut session.profile);
        name.clone_into(&mut session.name);
        Ok(Some(session))
    }

    /// Takes the session's lock; waits while another process has it.
    pub(crate) async fn lock(
        &self,
        profile: &str,
        name: &str,
    ) -> Result<SessionLock, SessionError> {
        let path = self.file(profile, name)?;
        for (level, folder) in self.folders(profile)? {
            let loose = private::ensure_folder(&folder, || self.not_ours(&folder, level))?;
            self.tell_repair(&folder, loose, 0o700);
        }
        SessionLock::file(&path, self.wait).await
    }

    /// Writes a session: old content or new, never a part. On disk when this returns.
    pub(crate) fn save(&self, _lock: &SessionLock, session: &Session) -> Result<(), SessionError> {
        let path = self.file(&session.profile, &session.name)?;
        // Refuse to replace what would have been refused to be read.
        private::read(&path)?;
        private::replace(&path, &file::write(session)?)
    }

    /// Removes a session's file; false when there was none.
    pub(crate) fn remove(
        &self,
        _lock: &SessionLock,
        profile: &str,
        name: &str,
    ) -> Result<bool, SessionError> {
        let path = self.file(profile, name)?;
        match std::fs::remove_file(&path) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
            Err(error) => Err(private::io("remove", &path)(error)),
        }
    }

    /// The names of a profile's sessions, in order. Opens no session and mends nothing.
    pub(crate) fn names(&self, profile: &str) -> Result<Vec<String>, SessionError> {
        let folder = self.folder(profile)?;
        let entries = std::fs::read_dir(&folder).map_err(private::io("read", &folder))?;
        let mut names: Vec<String> = entries
            .flatten()
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let name = name.strip_suffix(".json")?;
                check_name("session", name).ok()?;
                Some(name.to_owned())
            })
            .collect();
        names.sort();
        Ok(names)
    }

    /// All sessions of a profile, by name. One that cannot be read is listed with its error.
    pub(crate) fn list(&self, profile: &str) -> Result<Vec<Listed>, SessionError> {
        if !self.check_folders(profile)? {
            return Ok(Vec::new());
        }
        let default = self.default_name(profile)?;
        let names = self.names(profile)?;
        let listed = |name: String| {
            let session = match self.load(profile, &name) {
                Ok(Some(session)) => Ok(ListedSession {
                    api: session.api,
                    user: session.user,
                    updated_at: session.updated_at,
                }),
                // Removed since the folder was read.
                Ok(None) => return None,
                Err(error) => Err(error),
            };
            Some(Listed {
                default: name == default,
                name,
                session,
            })
        };
        Ok(names.into_iter().filter_map(listed).collect())
    }

    /// The session used when none is named: what `session use` chose, else `default`.
    pub(crate) fn default_name(&self, profile: &str) -> Result<String, SessionError> {
        let path = self.folder(profile)?.join(CHOICE);
        let Some(content) = private::read(&path)? else {
            return Ok(super::model::DEFAULT_NAME.to_owned());
        };
        let text = String::from_utf8_lossy(&content.bytes);
        let name = text.trim();
        if check_name("session", name).is_err() {
            return Err(SessionError::Corrupt {
                path,
                what: "it does not hold the name of a session".into(),
            });
        }
        Ok(name.to_owned())
    }

    /// Makes `name` the profile's default.
    pub(crate) async fn choose(&self, profile: &str, name: &str) -> Result<(), SessionError> {
        if self.load(profile, name)?.is_none() {
            return Err(SessionError::Missing {
                profile: profile.to_owned(),
                name: name.to_owned(),
            });
        }
        let path = self.folder(profile)?.join(CHOICE);
        let _lock = SessionLock::file(&path, self.wait).await?;
        private::read(&path)?;
        private::replace(&path, format!("{name}\n").as_bytes())
    }

    /// Undoes [`Store::choose`] when `name` is what it chose; true when it was.
    pub(crate) fn unchoose(&self, profile: &str, name: &str) -> Result<bool, SessionError> {
        let path = self.folder(profile)?.join(CHOICE);
        if !path.exists() || self.default_name(profile)? != name {
            return Ok(false);
        }
        std::fs::remove_file(&path).map_err(private::io("remove", &path))?;
        Ok(true)
    }

    /// Checks existing folders; false when there are none.
    fn check_folders(&self, profile: &str) -> Result<bool, SessionError> {
        for (level, folder) in self.folders(profile)? {
            if std::fs::symlink_metadata(&folder).is_err() {
                return Ok(false);
            }
            let loose = private::check_folder(&folder, || self.not_ours(&folder, level))?;
            self.tell_repair(&folder, loose, 0o700);
        }
        Ok(true)
    }

    fn tell_repair(&self, path: &Path, loose: Option<u32>, now: u32) {
        if let Some(was) = loose {
            self.ui.note(format!(
                "{} was open to others (mode {was:04o}); repaired to {now:04o}",
                path.display()
            ));
        }
    }
}

#[cfg(test)]
#[path = "store_tests.rs"]
mod tests;
