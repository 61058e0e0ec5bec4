//! Requests to stop, where a system has them beside Ctrl-C (which ends every command of this
//! program in one place).

#[cfg(unix)]
pub(crate) use unix::{Signals, stop};
#[cfg(all(unix, feature = "sandbox"))]
pub(crate) use unix::{forward, of_status};

#[cfg(unix)]
mod unix {
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::ExitStatus;

    use rustix::process::{Pid, Signal, kill_process};
    use tokio::process::Child;
    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    /// SIGTERM and SIGHUP, caught from now on.
    #[derive(Debug)]
    pub(crate) struct Signals {
        term: Stream,
        hup: Stream,
    }

    impl Signals {
        /// Starts to catch.
        pub(crate) fn catch() -> std::io::Result<Self> {
            Ok(Self {
                term: signal(SignalKind::terminate())?,
                hup: signal(SignalKind::hangup())?,
            })
        }

        /// The number of the next one.
        pub(crate) async fn next(&mut self) -> i32 {
            tokio::select! {
                _ = self.term.recv() => SignalKind::terminate().as_raw_value(),
                _ = self.hup.recv() => SignalKind::hangup().as_raw_value(),
            }
        }
    }

    /// Hands a signal on to a child that has not been waited for.
    pub(crate) fn forward(child: &Child, signal: i32) {
        let pid = child.id().and_then(|pid| i32::try_from(pid).ok());
        let pid = pid.and_then(Pid::from_raw);
        let signal = Signal::from_named_raw(signal);
        if let (Some(pid), Some(signal)) = (pid, signal) {
            // A child that has just ended needs no signal any more.
            let _ = kill_process(pid, signal);
        }
    }

    /// Asks a child to end, if it has not.
    pub(crate) fn stop(child: &mut Child) {
        forward(child, SignalKind::terminate().as_raw_value());
    }

    /// The signal that ended a process.
    #[cfg_attr(
        not(feature = "sandbox"),
        allow(dead_code, reason = "only sandbox hands a status on")
    )]
    pub(crate) fn of_status(status: ExitStatus) -> Option<i32> {
        status.signal()
    }
}

#[cfg(not(unix))]
pub(crate) use other::{Signals, stop};
#[cfg(all(not(unix), feature = "sandbox"))]
pub(crate) use other::{forward, of_status};

#[cfg(not(unix))]
mod other {
    use std::process::ExitStatus;

    use tokio::process::Child;

    /// There is nothing but Ctrl-C.
    #[derive(Debug)]
    pub(crate) struct Signals;

    impl Signals {
        /// Starts to catch nothing.
        pub(crate) fn catch() -> std::io::Result<Self> {
            Ok(Self)
        }

        pub(crate) async fn next(&mut self) -> i32 {
            std::future::pending().await
        }
    }

    /// Nothing to hand on.
    pub(crate) fn forward(_: &Child, _: i32) {}

    /// There is no asking.
    pub(crate) fn stop(child: &mut Child) {
        // One that has just ended needs no end any more.
        let _ = child.start_kill();
    }

    /// No such thing.
    #[cfg_attr(
        not(feature = "sandbox"),
        allow(dead_code, reason = "only sandbox hands a status on")
    )]
    pub(crate) fn of_status(_: ExitStatus) -> Option<i32> {
        None
    }
}
