//! Programs of the system that only some machines have.

use std::path::PathBuf;
use std::process::Command;

use super::skipped;

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
