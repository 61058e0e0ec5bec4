//! What the process itself is told to do, where the system allows it.

/// No core dumps, and no reading of this process's memory by others of the same user.
///
/// Passwords and tokens are in memory while a command runs; a crash must not write them to disk.
/// Best effort: a system that refuses is no reason not to run.
pub fn keep_memory_private() {
    // Unlike a limit on core files, this is not inherited by the command of `sandbox -- CMD`.
    #[cfg(target_os = "linux")]
    {
        use rustix::process::{DumpableBehavior, set_dumpable_behavior};
        let _ = set_dumpable_behavior(DumpableBehavior::NotDumpable);
    }
    #[cfg(all(unix, not(target_os = "linux")))]
    {
        use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
        let maximum = getrlimit(Resource::Core).maximum;
        let none = Rlimit {
            current: Some(0),
            maximum,
        };
        let _ = setrlimit(Resource::Core, none);
    }
}
