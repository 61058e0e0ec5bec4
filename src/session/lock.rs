//! The advisory lock around read-modify-write of a session, across processes and within one.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::{Mutex, OwnedMutexGuard};

use super::error::SessionError;
use super::private;

/// Longer than one request may take by default, since a refresh happens under the lock.
pub(super) const WAIT: Duration = Duration::from_secs(90);

/// How long to sleep between two tries.
const PAUSE: Duration = Duration::from_millis(15);

/// Proof that this task alone may change the session. Released when dropped.
#[derive(Debug)]
pub(crate) struct SessionLock {
    _held: Held,
}

#[derive(Debug)]
enum Held {
    File { _lock: FileLock },
    Memory { _guard: OwnedMutexGuard<()> },
}

impl SessionLock {
    /// Locks the sibling `.<file>.lock` of `path`, whose folder exists.
    ///
    /// Tries and sleeps rather than blocks: another task of this very thread may hold it.
    pub(super) async fn file(path: &Path, wait: Duration) -> Result<Self, SessionError> {
        let lock_path = sibling(path);
        let start = Instant::now();
        loop {
            let file = private::open_lock(&lock_path).map_err(private::io("lock", &lock_path))?;
            match file.try_lock() {
                // Whoever held it may have unlinked it: then the lock is on a nameless file.
                Ok(()) if private::is_still_at(&file, &lock_path) => {
                    let lock = FileLock {
                        file,
                        path: lock_path,
                    };
                    return Ok(Self {
                        _held: Held::File { _lock: lock },
                    });
                }
                Ok(()) => continue,
                Err(TryLockError::WouldBlock) => {}
                Err(TryLockError::Error(error)) => {
                    return Err(private::io("lock", &lock_path)(error));
                }
            }
            if start.elapsed() >= wait {
                return Err(SessionError::Busy {
                    path: path.to_owned(),
                    seconds: wait.as_secs(),
                });
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    pub(super) async fn memory(mutex: &Arc<Mutex<()>>) -> Self {
        Self {
            _held: Held::Memory {
                _guard: Arc::clone(mutex).lock_owned().await,
            },
        }
    }
}

#[derive(Debug)]
struct FileLock {
    file: File,
    path: PathBuf,
}

impl Drop for FileLock {
    fn drop(&mut self) {
        // Unlink before unlock: the next one notices that the name has gone, and makes it anew.
        if private::CAN_UNLINK_LOCKS {
            let _ = std::fs::remove_file(&self.path);
        }
        let _ = self.file.unlock();
    }
}

fn sibling(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}{}", private::LOCK_SUFFIX))
}
