//! How long tests wait for what has to happen: far longer than it takes on any machine, so that
//! only what never happens fails.

use std::time::{Duration, Instant};

/// For one thing to happen.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(5);

/// Waits until something is so; true when that came in time.
pub fn comes(mut is_so: impl FnMut() -> bool) -> bool {
    let started = Instant::now();
    while !is_so() {
        if started.elapsed() > PATIENCE {
            return false;
        }
        std::thread::sleep(PAUSE);
    }
    true
}

/// Waits until something is so, and fails with these words where it never is.
#[track_caller]
pub fn until(otherwise: &str, is_so: impl FnMut() -> bool) {
    assert!(comes(is_so), "{otherwise}");
}
