//! Programs of the system that only some machines have.

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::skipped;

/// How long something at a terminal is waited for, in milliseconds: so long only where it never
/// comes.
pub const PATIENCE: Option<u64> = Some(90_000);

/// The first of these programs that starts; without any the test is skipped, or fails where the
/// machine is said to have everything.
#[track_caller]
pub fn tool(candidates: &[&str], probe: &[&str], what: &str) -> Option<PathBuf> {
    let found = candidates.iter().find(|name| {
        Command::new(name)
            .args(probe)
            .output()
            .is_ok_and(|output| output.status.success())
    });
    if found.is_none() {
        assert!(
            !std::env::var("ST_HASURA_REAL_SDK").is_ok_and(|value| value == "1"),
            "{what}: none of {candidates:?} is installed"
        );
        skipped(what, &format!("none of {candidates:?} is installed"));
    }
    found.map(PathBuf::from)
}

/// Writes a program, in a process of its own. What is open for writing anywhere cannot be run ("text
/// file busy"), and whatever this process writes is open for a moment in each child that another
/// thread happens to start.
#[track_caller]
pub fn executable(path: &Path, script: &str) {
    let mut writer = Command::new("sh")
        .args([
            "-c",
            "rm -f \"$1\" && cat >\"$1\" && chmod 755 \"$1\"",
            "sh",
        ])
        .arg(path)
        .stdin(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = writer.stdin.take().unwrap();
    stdin.write_all(script.as_bytes()).unwrap();
    drop(stdin);
    assert!(writer.wait().unwrap().success(), "{}", path.display());
}

/// Copies a program, as [`executable`] writes one.
#[track_caller]
pub fn copied(from: &Path, to: &Path) {
    let copied = Command::new("cp").arg(from).arg(to).status().unwrap();
    assert!(copied.success(), "{}", from.display());
}
