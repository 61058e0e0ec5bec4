//! Requests to stop, where a system has them beside Ctrl-C (which ends every command of this
//! program in one place).

#[cfg(unix)]
pub use unix::{Signals, forward, of_status};

#[cfg(unix)]
mod unix {
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::ExitStatus;

    use rustix::process::{Pid, Signal, kill_process};
    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    /// SIGTERM and SIGHUP, caught from now on.
    #[derive(Debug)]
    pub struct Signals {
        term: Stream,
        hup: Stream,
    }

    impl Signals {
        /// Starts to catch.
        ///
        /// # Errors
        /// When the system refuses.
        pub fn catch() -> std::io::Result<Self> {
            Ok(Self {
                term: signal(SignalKind::terminate())?,
                hup: signal(SignalKind::hangup())?,
            })
        }

        /// The number of the next one.
        pub async fn next(&mut self) -> i32 {
            tokio::select! {
                _ = self.term.recv() => SignalKind::terminate().as_raw_value(),
                _ = self.hup.recv() => SignalKind::hangup().as_raw_value(),
            }
        }
    }

    /// Hands a signal on to a child that has not been waited for.
    pub fn forward(pid: Option<u32>, signal: i32) {
        let pid = pid.and_then(|pid| Pid::from_raw(i32::try_from(pid).ok()?));
        let signal = Signal::from_named_raw(signal);
        if let (Some(pid), Some(signal)) = (pid, signal) {
            // A child that has just ended needs no signal any more.
            let _ = kill_process(pid, signal);
        }
    }

    /// The signal that ended a process.
    #[must_use]
    pub fn of_status(status: ExitStatus) -> Option<i32> {
        status.signal()
    }
}

#[cfg(not(unix))]
pub use other::{Signals, forward, of_status};

#[cfg(not(unix))]
mod other {
    use std::process::ExitStatus;

    /// There is nothing but Ctrl-C.
    #[derive(Debug)]
    pub struct Signals;

    impl Signals {
        /// Starts to catch nothing.
        ///
        /// # Errors
        /// Never.
        pub fn catch() -> std::io::Result<Self> {
            Ok(Self)
        }

        /// Never comes.
        pub async fn next(&mut self) -> i32 {
            std::future::pending().await
        }
    }

    /// Nothing to hand on.
    pub fn forward(_: Option<u32>, _: i32) {}

    /// No such thing.
    #[must_use]
    pub fn of_status(_: ExitStatus) -> Option<i32> {
        None
    }
}
