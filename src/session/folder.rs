//! Which folders are the store's own, so that their modes are its to change.
//!
//! A variable may point anywhere: at `/`, a home, a mounted volume, a folder of another program.
//! Closing one of those to others would break whatever lives there.

use std::ffi::OsStr;
use std::path::Path;

use super::error::SessionError;
use super::names::{CHOICE, check_name};
use super::private;

/// A folder that the store makes.
#[derive(Clone, Copy, Debug)]
pub(super) enum Level {
    /// Holds profiles.
    Root,
    /// Holds sessions.
    Profile,
}

/// Why a folder that is open to others is not this program's to close; `None` when it is.
pub(super) fn not_ours(
    path: &Path,
    level: Level,
    home: Option<&Path>,
) -> Result<Option<String>, SessionError> {
    if private::is_mount_point(path).map_err(private::io("read", path))? {
        return Ok(Some("it is the root of a file system".into()));
    }
    if home.is_some_and(|home| is_at_or_above(path, home)) {
        return Ok(Some("it is or holds your home folder".into()));
    }
    let stranger = match level {
        Level::Root => first(path, &is_profile)?,
        Level::Profile => first(path, &|path| Ok(is_file_name(path)))?,
    };
    Ok(stranger.map(|name| format!("it holds {name}, which is none of st-hasura's names")))
}

fn is_at_or_above(path: &Path, home: &Path) -> bool {
    match (path.canonicalize(), home.canonicalize()) {
        (Ok(path), Ok(home)) => home.starts_with(path),
        _ => false,
    }
}

/// The first name, in order, of what is no entry of ours.
fn first(
    folder: &Path,
    is_ours: &dyn Fn(&Path) -> Result<bool, SessionError>,
) -> Result<Option<String>, SessionError> {
    let mut strangers = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(private::io("read", folder))? {
        let entry = entry.map_err(private::io("read", folder))?;
        if !is_ours(&entry.path())? {
            strangers.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(strangers.into_iter().min())
}

/// A folder with the name of a profile and nothing but sessions in it.
fn is_profile(path: &Path) -> Result<bool, SessionError> {
    let is_folder = std::fs::symlink_metadata(path).is_ok_and(|found| found.is_dir());
    let is_named = name(path).is_some_and(|name| check_name("profile", name).is_ok());
    Ok(is_folder && is_named && first(path, &|path| Ok(is_file_name(path)))?.is_none())
}

/// The name of a session's file, of the chosen default, of the lock of either or of a sibling
/// being written, or the one that the hint on a damaged file proposes.
fn is_file_name(path: &Path) -> bool {
    let is_session = |name: &str| {
        let name = name.strip_suffix(".json");
        name.is_some_and(|name| check_name("session", name).is_ok())
    };
    let is_plain = |name: &str| name == CHOICE || is_session(name);
    name(path).is_some_and(|name| {
        is_plain(name)
            || name.strip_suffix(".damaged").is_some_and(is_session)
            || private::locked_or_written(name).is_some_and(is_plain)
    })
}

fn name(path: &Path) -> Option<&str> {
    path.file_name().and_then(OsStr::to_str)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    struct Tree(tempfile::TempDir);

    impl Tree {
        fn new(names: &[&str]) -> Self {
            let tree = Self(tempfile::tempdir().unwrap());
            std::fs::create_dir(tree.path("")).unwrap();
            for name in names {
                let path = tree.path(name);
                if name.ends_with('/') {
                    std::fs::create_dir_all(path).unwrap();
                } else {
                    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
                    std::fs::write(path, "").unwrap();
                }
            }
            tree
        }

        fn path(&self, name: &str) -> PathBuf {
            self.0.path().join("store").join(name)
        }

        fn says(&self, level: Level, home: &str) -> String {
            let home = self.path(home);
            let why = not_ours(&self.path(""), level, Some(&home)).unwrap();
            why.unwrap_or_default()
        }
    }

    #[test]
    fn what_bears_our_names_is_ours() {
        let files = [
            "alice.json",
            "ada+test@example.com.json",
            ".default",
            "alice.json.damaged",
            ".alice.json.lock",
            "..default.lock",
            ".alice.json.Xy12Zz.st-hasura-tmp",
            "..default.Xy12Zz.st-hasura-tmp",
        ];
        assert_eq!(Tree::new(&files).says(Level::Profile, "../home"), "");
        assert_eq!(Tree::new(&[]).says(Level::Profile, "../home"), "");
        assert_eq!(Tree::new(&[]).says(Level::Root, "../home"), "");
        let profiles = ["prod-eu_1/alice.json", "default/.default", "empty/"];
        assert_eq!(Tree::new(&profiles).says(Level::Root, "../home"), "");
    }

    #[test]
    fn what_bears_other_names_is_not() {
        for name in [
            "alice.txt",
            "alice",
            ".json",
            ".alice.json",
            ".profile",
            ".default.bak",
            "-f.json",
            "a b.json",
            ".alice.lock",
            ".st-hasura-tmp",
            "alice.json.Xy12Zz.st-hasura-tmp",
            ".default.damaged",
            "folder/",
        ] {
            let bare = name.trim_end_matches('/');
            let expected = format!("it holds {bare}, which is none of st-hasura's names");
            let tree = Tree::new(&["alice.json", name]);
            assert_eq!(tree.says(Level::Profile, "../home"), expected);
        }
        for (names, stranger) in [
            (["default/alice.json", "alice.json"], "alice.json"),
            (["default/alice.json", "other/notes.txt"], "other"),
            (["default/alice.json", "default/inner/"], "default"),
            (["default/alice.json", ".cache/"], ".cache"),
        ] {
            let expected = format!("it holds {stranger}, which is none of st-hasura's names");
            assert_eq!(
                Tree::new(&names).says(Level::Root, "../home"),
                expected,
                "{names:?}"
            );
        }
    }

    #[test]
    fn a_home_is_not() {
        let tree = Tree::new(&["ann/"]);
        let expected = "it is or holds your home folder";
        assert_eq!(tree.says(Level::Root, "."), expected);
        assert_eq!(tree.says(Level::Root, "ann"), expected);
        assert_eq!(tree.says(Level::Root, ".."), "");
        assert_eq!(tree.says(Level::Root, "nowhere"), "");
    }

    /// Only looks: nothing here may be changed by a test.
    #[cfg(unix)]
    #[test]
    fn the_root_and_other_mount_points_are_not() {
        let mounted = cfg!(target_os = "linux").then_some("/proc");
        for path in ["/"].into_iter().chain(mounted) {
            for level in [Level::Root, Level::Profile] {
                let why = not_ours(Path::new(path), level, None).unwrap();
                assert_eq!(why.as_deref(), Some("it is the root of a file system"));
            }
        }
    }
}
