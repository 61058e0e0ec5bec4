//! Requests to stop, where a system has them beside Ctrl-C. They end every command of this program
//! in one place, `run`, but for those that stay until they are told to go.

#[cfg(unix)]
pub(crate) use unix::{Signals, die_by, is_ignored, let_go, stop, unless_stopped};
#[cfg(all(unix, feature = "sandbox"))]
pub(crate) use unix::{forward, of_status};

#[cfg(unix)]
mod unix {
    use std::io;
    use std::os::unix::process::ExitStatusExt as _;
    use std::process::ExitStatus;
    use std::sync::atomic::AtomicBool;
    use std::sync::{Arc, mpsc};

    use rustix::process::{Pid, Signal, kill_process};
    use signal_hook::consts::{SIGHUP, SIGINT, SIGQUIT, SIGTERM};
    use tokio::process::Child;
    use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

    /// SIGTERM, SIGHUP and SIGQUIT, caught from now on; but not what was ignored before, as
    /// `nohup` has it with SIGHUP.
    #[derive(Debug)]
    pub(crate) struct Signals(Vec<(i32, Stream)>);

    impl Signals {
        /// Starts to catch.
        pub(crate) fn catch() -> io::Result<Self> {
            let kinds = [
                SignalKind::hangup(),
                SignalKind::quit(),
                SignalKind::terminate(),
            ];
            let caught = kinds
                .into_iter()
                .filter(|kind| !is_ignored(kind.as_raw_value()));
            let streams = caught.map(|kind| Ok((kind.as_raw_value(), signal(kind)?)));
            streams.collect::<io::Result<_>>().map(Self)
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

    /// True for a signal that this process was started to ignore. Where the system does not tell,
    /// it is none.
    pub(crate) fn is_ignored(signal: i32) -> bool {
        let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
        let mask = status
            .lines()
            .find_map(|line| line.strip_prefix("SigIgn:"))
            .map(str::trim);
        let mask = mask.and_then(|mask| u64::from_str_radix(mask, 16).ok());
        mask.unwrap_or_default() & (1 << (signal - 1)) != 0
    }

    /// Does what may wait for ever, such as reading what somebody has yet to write, but no longer
    /// than until a signal asks to stop: then it ends in a [`Stopped`](super::Stopped).
    ///
    /// For whoever cannot await anything. The work itself is left to its thread.
    pub(crate) fn unless_stopped<T: Send + 'static>(
        work: impl FnOnce() -> io::Result<T> + Send + 'static,
    ) -> io::Result<T> {
        let asking = [SIGINT, SIGHUP, SIGQUIT, SIGTERM];
        let asking = asking.into_iter().filter(|signal| !is_ignored(*signal));
        let mut signals = signal_hook::iterator::Signals::new(asking)?;
        let (handle, (done, first)) = (signals.handle(), mpsc::channel());
        let stopped = done.clone();
        let thread = |name: &str| std::thread::Builder::new().name(name.into());
        thread("signals").spawn(move || {
            for signal in signals.forever() {
                // Nobody listens any more where the work was done.
                drop(stopped.send(Err(super::Stopped { signal }.into())));
            }
        })?;
        thread("read").spawn(move || drop(done.send(work())))?;
        let result = first.recv();
        handle.close();
        result.unwrap_or_else(|_| Err(io::Error::other("it ended without a result")))
    }

    /// From now on, requests to stop end the process at once, though they were caught before: the
    /// command has ended, and what is left to do, such as writing to a pipe that nobody reads, may
    /// take for ever.
    pub(crate) fn let_go() {
        let asking = [SIGINT, SIGHUP, SIGQUIT, SIGTERM];
        for signal in asking.into_iter().filter(|signal| !is_ignored(*signal)) {
            // Best effort: without it, the result is written all the same.
            let always = Arc::new(AtomicBool::new(true));
            drop(signal_hook::flag::register_conditional_default(
                signal, always,
            ));
        }
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

/// What cut a wait short. Travels inside an error of reading, past whoever says what was read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Stopped {
    /// The number of the signal.
    pub signal: i32,
}

impl Stopped {
    /// Looks for it among the causes of an error.
    pub(crate) fn within(error: &(dyn std::error::Error + 'static)) -> Option<Self> {
        let mut cause = Some(error);
        while let Some(error) = cause {
            let read: Option<&std::io::Error> = error.downcast_ref();
            let inner = read.and_then(std::io::Error::get_ref);
            if let Some(stopped) = inner.and_then(|inner| inner.downcast_ref::<Self>()) {
                return Some(*stopped);
            }
            cause = error.source();
        }
        None
    }

    /// True for Ctrl-C.
    pub(crate) const fn is_interrupt(self) -> bool {
        self.signal == 2
    }
}

impl std::fmt::Display for Stopped {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "stopped by signal {}", self.signal)
    }
}

impl std::error::Error for Stopped {}

impl From<Stopped> for std::io::Error {
    fn from(stopped: Stopped) -> Self {
        Self::other(stopped)
    }
}

#[cfg(not(unix))]
pub(crate) use other::{Signals, die_by, let_go, stop, unless_stopped};
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

    /// Ctrl-C ends the program by itself where nothing waits for it.
    pub(crate) fn unless_stopped<T>(
        work: impl FnOnce() -> std::io::Result<T>,
    ) -> std::io::Result<T> {
        work()
    }

    /// Nothing was caught.
    pub(crate) fn let_go() {}

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
