//! Files and folders that only their owner may read; the one place that knows about Unix modes.
//!
//! Elsewhere the checks of owner and mode are void: the user's profile folder protects there.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;

use zeroize::Zeroizing;

use super::error::SessionError;
use crate::bounded;

/// Ample for a session or a jar; everything larger is the wrong file.
pub(super) const LIMIT_MIB: usize = 4;

const MIB: usize = 1024 * 1024;

/// Ends the names of files being written.
const SUFFIX: &str = ".st-hasura-tmp";

/// Ends the names of locks.
pub(super) const LOCK_SUFFIX: &str = ".lock";

/// What was read, and whether the mode had to be repaired.
pub(super) struct Content {
    pub(super) bytes: Zeroizing<Vec<u8>>,
    pub(super) loose: Option<u32>,
}

/// An [`SessionError::Io`].
pub(super) fn io(
    action: &'static str,
    path: &Path,
) -> impl FnOnce(std::io::Error) -> SessionError + use<> {
    let path = path.to_owned();
    move |source| SessionError::Io {
        action,
        path,
        source,
    }
}

/// Makes a folder for the owner alone, and those parents that are missing. Then [`check_folder`].
pub(super) fn ensure_folder(
    path: &Path,
    not_ours: impl FnOnce() -> Result<Option<String>, SessionError>,
) -> Result<Option<u32>, SessionError> {
    match std::fs::symlink_metadata(path) {
        Ok(_) => {}
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            platform::create_folder(path).map_err(io("create", path))?;
        }
        Err(error) => return Err(io("read", path)(error)),
    }
    check_folder(path, not_ours)
}

/// Checks an existing folder: no link, the user's, closed to others. Returns the mode that was too
/// wide and has been repaired, if any; refuses where `not_ours` says why it is not to be repaired.
pub(super) fn check_folder(
    path: &Path,
    not_ours: impl FnOnce() -> Result<Option<String>, SessionError>,
) -> Result<Option<u32>, SessionError> {
    let metadata = std::fs::symlink_metadata(path).map_err(io("read", path))?;
    if metadata.is_symlink() {
        return Err(SessionError::Symlink {
            path: path.to_owned(),
        });
    }
    if !metadata.is_dir() {
        return Err(SessionError::WrongKind {
            path: path.to_owned(),
            expected: "a folder",
        });
    }
    platform::check_owner(path, &metadata)?;
    let Some(found) = platform::loose(&metadata) else {
        return Ok(None);
    };
    if let Some(why) = not_ours()? {
        return Err(SessionError::LooseFolder {
            path: path.to_owned(),
            mode: found,
            why,
        });
    }
    let folder = platform::open_folder(path).map_err(io("read", path))?;
    platform::close_to_others(path, &folder, 0o700)?;
    Ok(Some(found))
}

/// True for `/` and wherever a file system is mounted.
pub(super) fn is_mount_point(path: &Path) -> std::io::Result<bool> {
    platform::is_mount_point(path)
}

/// Reads a private file; `None` when there is none. A link, somebody else's file or a device is
/// refused, a mode that is too wide repaired.
pub(super) fn read(path: &Path) -> Result<Option<Content>, SessionError> {
    let Some(file) = platform::open_plain(path)? else {
        return Ok(None);
    };
    let metadata = file.metadata().map_err(io("read", path))?;
    if !metadata.is_file() {
        return Err(SessionError::WrongKind {
            path: path.to_owned(),
            expected: "a plain file",
        });
    }
    platform::check_owner(path, &metadata)?;
    let loose = platform::loose(&metadata);
    if loose.is_some() {
        platform::close_to_others(path, &file, 0o600)?;
    }
    let mut bytes = Zeroizing::new(Vec::new());
    bounded::stream(file, LIMIT_MIB * MIB, &mut bytes).map_err(|error| unread(path, error))?;
    Ok(Some(Content { bytes, loose }))
}

/// Reads a file of the user's choice (a jar): links are followed, modes left alone.
pub(super) fn read_any(path: &Path) -> Result<Option<Zeroizing<Vec<u8>>>, SessionError> {
    if path.is_dir() {
        return Err(SessionError::WrongKind {
            path: path.to_owned(),
            expected: "a plain file",
        });
    }
    match bounded::bytes(path, LIMIT_MIB * MIB) {
        Ok(bytes) => Ok(Some(Zeroizing::new(bytes))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(unread(path, error)),
    }
}

/// Too much, or an [`SessionError::Io`].
fn unread(path: &Path, error: std::io::Error) -> SessionError {
    if bounded::is_too_large(&error) {
        SessionError::TooLarge {
            path: path.to_owned(),
            limit: LIMIT_MIB,
        }
    } else {
        io("read", path)(error)
    }
}

/// Replaces a file in one step: whoever looks sees the old content or the new, never a part; a
/// full disk or a kill leaves the old one. Mode 0600 from the moment the sibling is opened.
///
/// The caller holds the lock of `path`, so a sibling left by a killed process is not in use.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), SessionError> {
    put(path, bytes, true)
}

/// [`replace`] for a file that must not be there yet.
pub(super) fn create(path: &Path, bytes: &[u8]) -> Result<(), SessionError> {
    match put(path, bytes, false) {
        Err(SessionError::Io { source, .. })
            if source.kind() == std::io::ErrorKind::AlreadyExists =>
        {
            Err(SessionError::FileExists {
                path: path.to_owned(),
            })
        }
        result => result,
    }
}

fn put(path: &Path, bytes: &[u8], over: bool) -> Result<(), SessionError> {
    // What could not be read again is not written in place of what can.
    if bytes.len() > LIMIT_MIB * MIB {
        return Err(SessionError::TooLarge {
            path: path.to_owned(),
            limit: LIMIT_MIB,
        });
    }
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let prefix = sibling_prefix(path);
    if over {
        remove_left_overs(folder, &prefix);
    }
    let write = || -> std::io::Result<()> {
        let mut builder = tempfile::Builder::new();
        builder.prefix(&prefix).suffix(SUFFIX);
        platform::owner_only(&mut builder);
        let mut sibling = builder.tempfile_in(folder)?;
        sibling.write_all(bytes)?;
        sibling.as_file().sync_all()?;
        if over {
            sibling.persist(path).map_err(|error| error.error)?;
        } else {
            sibling
                .persist_noclobber(path)
                .map_err(|error| error.error)?;
        }
        platform::sync_folder(folder)
    };
    write().map_err(io("write", path))
}

/// The file whose lock, or whose sibling being written, has this name.
pub(super) fn locked_or_written(name: &str) -> Option<&str> {
    let name = name.strip_prefix('.')?;
    let written = || name.strip_suffix(SUFFIX)?.rsplit_once('.');
    let written = written().map(|(name, _)| name);
    name.strip_suffix(LOCK_SUFFIX).or(written)
}

fn sibling_prefix(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    format!(".{name}.")
}

fn remove_left_overs(folder: &Path, prefix: &str) {
    // Best effort: what cannot be listed or removed is no reason not to save.
    let Ok(entries) = std::fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with(prefix) && name.ends_with(SUFFIX) {
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Opens or creates the lock's file for its owner alone.
pub(super) fn open_lock(path: &Path) -> std::io::Result<File> {
    platform::open_lock(path)
}

/// True when `file` is what `path` names now, and not a file that was unlinked meanwhile.
pub(super) fn is_still_at(file: &File, path: &Path) -> bool {
    platform::is_still_at(file, path)
}

/// Permission bits, where there are such.
pub(super) fn mode(metadata: &std::fs::Metadata) -> Option<u32> {
    platform::mode(metadata)
}

/// True where an unlinked file can be told from the one that took its name.
pub(super) const CAN_UNLINK_LOCKS: bool = cfg!(unix);

#[cfg(unix)]
mod platform {
    use std::fs::{DirBuilder, File, Metadata, OpenOptions, Permissions};
    use std::os::unix::fs::{
        DirBuilderExt as _, MetadataExt as _, OpenOptionsExt as _, PermissionsExt as _,
    };
    use std::path::Path;

    use rustix::fs::OFlags;

    use super::{SessionError, io};

    fn flags(flags: OFlags) -> i32 {
        // The bits are the C constants, which are ints.
        flags.bits().cast_signed()
    }

    pub(super) fn create_folder(path: &Path) -> std::io::Result<()> {
        DirBuilder::new().recursive(true).mode(0o700).create(path)
    }

    pub(super) fn check_owner(path: &Path, metadata: &Metadata) -> Result<(), SessionError> {
        if metadata.uid() == rustix::process::geteuid().as_raw() {
            return Ok(());
        }
        Err(SessionError::ForeignOwner {
            path: path.to_owned(),
            uid: metadata.uid(),
        })
    }

    /// The mode, when it lets others in.
    pub(super) fn loose(metadata: &Metadata) -> Option<u32> {
        let found = metadata.permissions().mode() & 0o7777;
        (found & 0o077 != 0).then_some(found)
    }

    /// Through the open file or folder, so that nothing else can take its place.
    pub(super) fn close_to_others(
        path: &Path,
        opened: &File,
        mode: u32,
    ) -> Result<(), SessionError> {
        opened
            .set_permissions(Permissions::from_mode(mode))
            .map_err(io("change the mode of", path))
    }

    pub(super) fn open_folder(path: &Path) -> std::io::Result<File> {
        OpenOptions::new()
            .read(true)
            .custom_flags(flags(OFlags::NOFOLLOW | OFlags::DIRECTORY))
            .open(path)
    }

    pub(super) fn is_mount_point(path: &Path) -> std::io::Result<bool> {
        let own = std::fs::symlink_metadata(path)?;
        let parent = std::fs::symlink_metadata(path.join(".."))?;
        let is_top = own.dev() != parent.dev() || own.ino() == parent.ino();
        Ok(is_top || is_bound(path))
    }

    /// A folder of the same file system mounted here; Linux says so from 5.8 on.
    #[cfg(target_os = "linux")]
    fn is_bound(path: &Path) -> bool {
        use rustix::fs::{AtFlags, CWD, StatxAttributes, StatxFlags, statx};
        statx(CWD, path, AtFlags::SYMLINK_NOFOLLOW, StatxFlags::TYPE)
            .is_ok_and(|found| found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
    }

    #[cfg(not(target_os = "linux"))]
    fn is_bound(_: &Path) -> bool {
        false
    }

    pub(super) fn open_plain(path: &Path) -> Result<Option<File>, SessionError> {
        // NONBLOCK: opening a FIFO must not hang. NOFOLLOW: the check cannot be raced.
        let opened = OpenOptions::new()
            .read(true)
            .custom_flags(flags(OFlags::NOFOLLOW | OFlags::NONBLOCK))
            .open(path);
        match opened {
            Ok(file) => Ok(Some(file)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => {
                let link = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_symlink());
                if link {
                    return Err(SessionError::Symlink {
                        path: path.to_owned(),
                    });
                }
                Err(io("read", path)(error))
            }
        }
    }

    pub(super) fn owner_only(builder: &mut tempfile::Builder<'_, '_>) {
        builder.permissions(Permissions::from_mode(0o600));
    }

    pub(super) fn sync_folder(folder: &Path) -> std::io::Result<()> {
        File::open(folder)?.sync_all()
    }

    pub(super) fn open_lock(path: &Path) -> std::io::Result<File> {
        OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .mode(0o600)
            .custom_flags(flags(OFlags::NOFOLLOW | OFlags::NONBLOCK))
            .open(path)
    }

    pub(super) fn is_still_at(file: &File, path: &Path) -> bool {
        match (file.metadata(), std::fs::symlink_metadata(path)) {
            (Ok(held), Ok(named)) => held.dev() == named.dev() && held.ino() == named.ino(),
            _ => false,
        }
    }

    // An Option because other systems have no such bits.
    #[allow(clippy::unnecessary_wraps)]
    pub(super) fn mode(metadata: &Metadata) -> Option<u32> {
        Some(metadata.permissions().mode() & 0o7777)
    }
}

#[cfg(not(unix))]
mod platform {
    use std::fs::{File, Metadata, OpenOptions};
    use std::path::Path;

    use super::{SessionError, io};

    pub(super) fn create_folder(path: &Path) -> std::io::Result<()> {
        std::fs::create_dir_all(path)
    }

    #[allow(clippy::unnecessary_wraps)]
    pub(super) fn check_owner(_: &Path, _: &Metadata) -> Result<(), SessionError> {
        Ok(())
    }

    pub(super) fn loose(_: &Metadata) -> Option<u32> {
        None
    }

    #[allow(clippy::unnecessary_wraps)]
    pub(super) fn close_to_others(_: &Path, _: &File, _: u32) -> Result<(), SessionError> {
        Ok(())
    }

    pub(super) fn open_folder(path: &Path) -> std::io::Result<File> {
        File::open(path)
    }

    #[allow(clippy::unnecessary_wraps)]
    pub(super) fn is_mount_point(path: &Path) -> std::io::Result<bool> {
        Ok(path.parent().is_none())
    }

    pub(super) fn open_plain(path: &Path) -> Result<Option<File>, SessionError> {
        match std::fs::symlink_metadata(path) {
            Ok(found) if found.is_symlink() => {
                return Err(SessionError::Symlink {
                    path: path.to_owned(),
                });
            }
            Ok(_) => {}
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(io("read", path)(error)),
        }
        File::open(path).map(Some).map_err(io("read", path))
    }

    pub(super) fn owner_only(_: &mut tempfile::Builder<'_, '_>) {}

    pub(super) fn sync_folder(_: &Path) -> std::io::Result<()> {
        Ok(())
    }

    pub(super) fn open_lock(path: &Path) -> std::io::Result<File> {
        OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(path)
    }

    pub(super) fn is_still_at(_: &File, _: &Path) -> bool {
        true
    }

    pub(super) fn mode(_: &Metadata) -> Option<u32> {
        None
    }
}
