//! Requests to stop, where a system has them beside Ctrl-C. They end every command of this program
//! in one place, `run`, but for those that stay until they are told to go.

#[cfg(unix)]
pub(crate) use unix::{Signals, die_by, stop};
#[cfg(all(unix, feature = "sandbox"))]
pub(crate) use unix::{forward, of_status};

#[cfg(unix)]
mod unix {
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::ExitStatus;

    use rustix::process::{Pid, Signal, kill_process};
    use tokio::process::Child;
    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    /// SIGTERM, SIGHUP and SIGQUIT, caught from now on; but not what was ignored before, as
    /// `nohup` has it with SIGHUP.
    #[derive(Debug)]
    pub(crate) struct Signals(Vec<(i32, Stream)>);

    impl Signals {
        /// Starts to catch.
        pub(crate) fn catch() -> std::io::Result<Self> {
            let kinds = [
                SignalKind::hangup(),
                SignalKind::quit(),
                SignalKind::terminate(),
            ];
            let ignored = ignored();
            let caught = kinds.into_iter().filter(|kind| {
                let bit = kind.as_raw_value() - 1;
                ignored & (1 << bit) == 0
            });
            let streams = caught.map(|kind| Ok((kind.as_raw_value(), signal(kind)?)));
            streams.collect::<std::io::Result<_>>().map(Self)
        }

        /// The number of the next one.
        pub(crate) async fn next(&mut self) -> i32 {
            let all = self.0.iter_mut().map(|(number, stream)| {
                Box::pin(async {
                    stream.recv().await;
                    *number
                })
            });
            let all: Vec<_> = all.collect();
            if all.is_empty() {
                return std::future::pending().await;
            }
            futures_util::future::select_all(all).await.0
        }
    }

    /// The signals that this process was started to ignore, a bit each. Where the system does not
    /// tell, none.
    fn ignored() -> u64 {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status
            .lines()
            .find_map(|line| line.strip_prefix("SigIgn:"))
            .map(str::trim);
        mask.and_then(|mask| u64::from_str_radix(mask, 16).ok())
            .unwrap_or_default()
    }

    /// Ends the process by a signal that was caught, so that whoever waits for it sees what ended
    /// it.
    pub(crate) fn die_by(signal: i32) {
        // It only comes back where there is no such signal; then the exit status has to do.
        let _ = signal_hook::low_level::emulate_default_handler(signal);
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
pub(crate) use other::{Signals, die_by, stop};
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

    /// Nothing ends by a signal.
    pub(crate) fn die_by(_: i32) {}

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
