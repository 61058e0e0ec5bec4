//! Values that no definition can list, for completions.

use clap::builder::ArgExt;

/// What an argument wants the name of. `commands/complete` finds the names that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// Sessions of the profile in force.
    Sessions,
    /// Profiles of the configuration files.
    Profiles,
    /// Probes of `verify-hasura`.
    Probes,
    /// Checks of `doctor`.
    Checks,
    /// Misbehaviours of the sandbox.
    #[cfg(feature = "sandbox")]
    Faults,
    /// What `explain` has pages on.
    Pages,
    /// Commands that have a manual page.
    Commands,
    /// Formats of reports, each with the sign that a file's name follows.
    Formats,
}

impl ArgExt for Known {}
