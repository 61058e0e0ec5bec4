//! Where a command's session lives: a named file, a Netscape jar, or memory only. Commands do
//! not need to care which.

use std::path::PathBuf;
use std::sync::{Arc, Mutex as StdMutex, PoisonError};

use tokio::sync::Mutex;

use super::error::SessionError;
use super::jar::JarFile;
use super::lock::SessionLock;
use super::model::Session;
use super::store::{FileState, Store};
use crate::config::Config;

/// One session's place. Clones mean the same place.
#[derive(Clone, Debug)]
pub(crate) enum SessionSource {
    /// A named session of the store.
    Named {
        store: Store,
        profile: String,
        name: String,
    },
    Jar(JarFile),
    /// Not on disk: the throw-away users of `smoke` and `demo`.
    Memory(Memory),
}

/// A session in memory, shared by clones.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    name: String,
    lock: Arc<Mutex<()>>,
    session: Arc<StdMutex<Option<Session>>>,
}

impl SessionSource {
    /// The place that flags, environment and files chose.
    pub(crate) fn choose(config: &Config, store: &Store) -> Result<Self, SessionError> {
        if let Some(path) = &config.cookie_jar {
            let api = config.api_base().map(|url| url.to_string());
            return Ok(Self::Jar(JarFile::new(
                path.clone(),
                api.unwrap_or_default(),
                store.ui().clone(),
            )));
        }
        let name = match &config.session {
            Some(name) => name.clone(),
            None => store.default_name(&config.profile)?,
        };
        Self::named(store, &config.profile, &name)
    }

    pub(crate) fn named(store: &Store, profile: &str, name: &str) -> Result<Self, SessionError> {
        store.file(profile, name)?;
        Ok(Self::Named {
            store: store.clone(),
            profile: profile.to_owned(),
            name: name.to_owned(),
        })
    }

    /// A session that is never written to disk.
    pub(crate) fn memory(name: &str) -> Self {
        Self::Memory(Memory {
            name: name.to_owned(),
            ..Memory::default()
        })
    }

    /// An empty session for this place, of the auth API at `api`.
    pub(crate) fn new_session(&self, api: &str) -> Session {
        match self {
            Self::Named { profile, name, .. } => Session::new(profile, name, api),
            Self::Jar(jar) => jar.new_session(api),
            Self::Memory(memory) => Session::new("", &memory.name, api),
        }
    }

    /// For people: `session "alice"`, `cookie jar ./jar.txt`.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Named { name, .. } => format!("session \"{name}\""),
            Self::Jar(jar) => format!("cookie jar {}", jar.path().display()),
            Self::Memory(memory) => format!("session \"{}\" (in memory)", memory.name),
        }
    }

    /// What [`SessionSource::remove`] takes away, for people: a jar stays, and so do the cookies
    /// of others in it.
    pub(crate) fn describe_contents(&self) -> String {
        match self {
            Self::Jar(_) => format!("the session's cookies in {}", self.describe()),
            Self::Named { .. } | Self::Memory(_) => self.describe(),
        }
    }

    /// The file behind it.
    pub(crate) fn file(&self) -> Option<PathBuf> {
        match self {
            Self::Named {
                store,
                profile,
                name,
            } => store.file(profile, name).ok(),
            Self::Jar(jar) => Some(jar.path().to_owned()),
            Self::Memory(_) => None,
        }
    }

    /// The file as the file system sees it.
    pub(crate) fn inspect(&self) -> Option<FileState> {
        self.file().map(FileState::of)
    }

    /// Takes the lock: hold it from loading to saving. Waits while somebody else has it.
    pub(crate) async fn lock(&self) -> Result<SessionLock, SessionError> {
        match self {
            Self::Named {
                store,
                profile,
                name,
            } => store.lock(profile, name).await,
            Self::Jar(jar) => jar.lock().await,
            Self::Memory(memory) => Ok(SessionLock::memory(&memory.lock).await),
        }
    }

    /// What is there now; `None` when nothing is.
    pub(crate) fn load(&self) -> Result<Option<Session>, SessionError> {
        match self {
            Self::Named {
                store,
                profile,
                name,
            } => store.load(profile, name),
            Self::Jar(jar) => jar.load(),
            Self::Memory(memory) => {
                let session = memory.session.lock();
                Ok(session.unwrap_or_else(PoisonError::into_inner).clone())
            }
        }
    }

    /// [`SessionSource::load`] for commands that need a session.
    pub(crate) fn require(&self) -> Result<Session, SessionError> {
        self.load()?.ok_or_else(|| match self {
            Self::Named { profile, name, .. } => SessionError::Missing {
                profile: profile.clone(),
                name: name.clone(),
            },
            Self::Jar(jar) => SessionError::NoJar {
                path: jar.path().to_owned(),
            },
            Self::Memory(memory) => SessionError::Missing {
                profile: "memory".into(),
                name: memory.name.clone(),
            },
        })
    }

    /// Puts the session in place; it is on disk when this returns. The lock is [`SessionSource::lock`]'s.
    pub(crate) fn save(&self, lock: &SessionLock, session: &Session) -> Result<(), SessionError> {
        match self {
            Self::Named { store, .. } => store.save(lock, session),
            Self::Jar(jar) => jar.save(lock, session),
            Self::Memory(memory) => {
                let mut place = memory
                    .session
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                *place = Some(session.clone());
                Ok(())
            }
        }
    }

    /// Forgets the session. A jar keeps the cookies of other sites.
    pub(crate) fn remove(&self, lock: &SessionLock) -> Result<bool, SessionError> {
        match self {
            Self::Named {
                store,
                profile,
                name,
            } => store.remove(lock, profile, name),
            Self::Jar(jar) => jar.forget(lock),
            Self::Memory(memory) => {
                let mut place = memory
                    .session
                    .lock()
                    .unwrap_or_else(PoisonError::into_inner);
                Ok(place.take().is_some())
            }
        }
    }
}
