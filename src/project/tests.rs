//! The promises, on a real file system.

use std::path::Path;

use super::{Access, Changes, Kind, ProjectError};
use crate::diagnostic::Diagnostic as _;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn several_files_and_their_folders_come_at_once() {
    let home = tempfile::tempdir().unwrap();
    let mut changes = Changes::new();
    changes
        .want(home.path().join("a.txt"), "a\n", Access::Shared)
        .unwrap();
    changes
        .want(home.path().join("x/y/b.txt"), "b\n", Access::Private)
        .unwrap();
    assert!(!changes.is_empty());
    let written = changes.write().unwrap();
    assert!(written.files.iter().all(|file| file.kind == Kind::Create));
    assert_eq!(
        std::fs::read_to_string(home.path().join("x/y/b.txt")).unwrap(),
        "b\n"
    );
    let mut again = Changes::new();
    again
        .want(home.path().join("a.txt"), "a\n", Access::Shared)
        .unwrap();
    assert!(again.is_empty());
    assert_eq!(again.diff(), "");
}

#[cfg(unix)]
#[test]
fn new_files_have_the_asked_mode_and_old_ones_keep_theirs() {
    use std::os::unix::fs::PermissionsExt as _;
    let home = tempfile::tempdir().unwrap();
    let mode = |name: &str| {
        let metadata = std::fs::metadata(home.path().join(name)).unwrap();
        metadata.permissions().mode() & 0o777
    };
    std::fs::write(home.path().join("old"), "1").unwrap();
    std::fs::set_permissions(
        home.path().join("old"),
        std::fs::Permissions::from_mode(0o640),
    )
    .unwrap();
    let mut changes = Changes::new();
    changes
        .want(home.path().join("private"), "p", Access::Private)
        .unwrap();
    changes
        .want(home.path().join("old"), "2", Access::Shared)
        .unwrap()
        .keep_backup();
    changes.write().unwrap();
    assert_eq!(mode("private"), 0o600);
    assert_eq!(mode("old"), 0o640);
    assert_eq!(mode("old.bak"), 0o640);
}

#[test]
fn what_is_there_is_named_and_shown_and_kept() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("file");
    std::fs::write(&path, "one\ntwo\n").unwrap();
    let mut changes = Changes::new();
    changes.want(&path, "one\nthree\n", Access::Shared).unwrap();
    let error = changes.refuse_overwriting().unwrap_err();
    assert_eq!(error.code(), "project.exists");
    let shown = path.display();
    assert_eq!(
        changes.diff(),
        format!("--- {shown}\n+++ {shown}\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n")
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "one\ntwo\n");
}

#[test]
fn secrets_are_not_in_the_difference() {
    let home = tempfile::tempdir().unwrap();
    let mut changes = Changes::new();
    changes
        .want(home.path().join("secret"), "hunter2\n", Access::Private)
        .unwrap();
    let diff = changes.diff();
    assert!(!diff.contains("hunter2"), "{diff}");
    assert!(diff.contains("not shown"), "{diff}");
}

#[test]
fn backups_never_overwrite_one_another() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("file");
    for (before, after) in [("1", "2"), ("2", "3"), ("3", "4")] {
        std::fs::write(&path, before).unwrap();
        let mut changes = Changes::new();
        changes
            .want(&path, after, Access::Shared)
            .unwrap()
            .keep_backup();
        changes.write().unwrap();
    }
    assert_eq!(
        names(home.path()),
        ["file", "file.bak", "file.bak.1", "file.bak.2"]
    );
    assert_eq!(
        std::fs::read_to_string(home.path().join("file.bak.1")).unwrap(),
        "2"
    );
}

#[test]
fn a_file_changed_meanwhile_undoes_everything() {
    let home = tempfile::tempdir().unwrap();
    let [new, old, taken] = ["new/file", "old", "taken"].map(|name| home.path().join(name));
    std::fs::write(&old, "old").unwrap();
    let mut changes = Changes::new();
    changes.want(&new, "n", Access::Shared).unwrap();
    changes
        .want(&old, "changed", Access::Shared)
        .unwrap()
        .keep_backup();
    changes.want(&taken, "mine", Access::Shared).unwrap();
    std::fs::write(&taken, "theirs").unwrap();
    let error = changes.write().unwrap_err();
    assert!(
        matches!(&error, ProjectError::Changed { path } if *path == taken),
        "{error}"
    );
    assert_eq!(names(home.path()), ["old", "taken"]);
    assert_eq!(std::fs::read_to_string(&old).unwrap(), "old");
    assert_eq!(std::fs::read_to_string(&taken).unwrap(), "theirs");
}

#[test]
fn what_is_no_file_is_in_the_way() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("file"), "").unwrap();
    let mut changes = Changes::new();
    let error = changes.want(home.path(), "", Access::Shared).unwrap_err();
    assert_eq!(
        error.to_string(),
        format!("{} is a folder, not a file", home.path().display())
    );
    let error = changes
        .want(home.path().join("file/below"), "", Access::Shared)
        .unwrap_err();
    let file = home.path().join("file");
    assert_eq!(
        error.to_string(),
        format!("{} is not a folder", file.display())
    );
}

#[cfg(unix)]
#[test]
fn links_stay_links_and_read_only_files_stay_as_they_are() {
    let home = tempfile::tempdir().unwrap();
    let [real, link, lost] = ["real", "link", "lost"].map(|name| home.path().join(name));
    std::fs::write(&real, "1").unwrap();
    std::os::unix::fs::symlink(&real, &link).unwrap();
    std::os::unix::fs::symlink(home.path().join("nowhere"), &lost).unwrap();
    let mut changes = Changes::new();
    changes.want(&link, "2", Access::Shared).unwrap();
    changes.write().unwrap();
    assert!(link.is_symlink());
    assert_eq!(std::fs::read_to_string(&real).unwrap(), "2");
    assert!(changes.want(&lost, "", Access::Shared).is_err());
    let mut permissions = std::fs::metadata(&real).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(&real, permissions).unwrap();
    let mut changes = Changes::new();
    changes.want(&real, "3", Access::Shared).unwrap();
    assert!(matches!(
        changes.write(),
        Err(ProjectError::ReadOnly { .. })
    ));
    assert_eq!(std::fs::read_to_string(&real).unwrap(), "2");
}

#[test]
fn a_text_that_was_made_from_something_else_is_refused() {
    let home = tempfile::tempdir().unwrap();
    let path = home.path().join("file");
    let mut changes = Changes::new();
    let mut want = |before: Option<&str>| {
        let want = changes.want_in_place_of(&path, before, "new", Access::Shared);
        want.map(drop)
    };
    assert!(want(None).is_ok());
    assert!(matches!(want(Some("a")), Err(ProjectError::Changed { .. })));
    std::fs::write(&path, "a").unwrap();
    assert!(want(Some("a")).is_ok());
    assert!(matches!(want(None), Err(ProjectError::Changed { .. })));
}
