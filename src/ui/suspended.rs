//! Ctrl-Z at a question whose answer is not echoed: the shell that comes back gets its terminal as
//! it was, and the question gets it as it needs it when it goes on.

use std::sync::{Mutex, Once, PoisonError};

use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};
use signal_hook::consts::SIGTSTP;
use signal_hook::iterator::Signals;
use signal_hook::low_level::emulate_default_handler;

use crate::signals;

/// The question that is being asked, if any.
static ASKED: Mutex<Option<Asked>> = Mutex::new(None);

/// Signals that are caught once are caught for good, so whoever catches stays.
static WATCHED: Once = Once::new();

struct Asked {
    /// What the terminal was like before the question.
    before: Termios,
    /// Shown again when it goes on: what is typed comes after it.
    question: String,
}

/// Minds Ctrl-Z until [`answered`].
pub(super) fn asking(before: &Termios, question: &str) {
    set(Some(Asked {
        before: before.clone(),
        question: question.to_owned(),
    }));
    WATCHED.call_once(|| {
        // Where it was ignored from the start, there is no shell that could come back.
        if signals::is_ignored(SIGTSTP) {
            return;
        }
        if let Ok(mut signals) = Signals::new([SIGTSTP]) {
            let watch = move || signals.forever().for_each(|_| stop());
            // Without the thread, Ctrl-Z does nothing, which harms nobody.
            drop(
                std::thread::Builder::new()
                    .name("suspend".into())
                    .spawn(watch),
            );
        }
    });
}

pub(super) fn answered() {
    set(None);
}

fn set(asked: Option<Asked>) {
    *ASKED.lock().unwrap_or_else(PoisonError::into_inner) = asked;
}

/// Stops the process as Ctrl-Z would have; comes back when it is told to go on.
fn stop() {
    let stdin = std::io::stdin();
    let asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(asked) = asked.as_ref() else {
        let _ = emulate_default_handler(SIGTSTP);
        return;
    };
    let during = tcgetattr(&stdin);
    let _ = tcsetattr(&stdin, OptionalActions::Now, &asked.before);
    let _ = emulate_default_handler(SIGTSTP);
    if let Ok(during) = during {
        let _ = tcsetattr(&stdin, OptionalActions::Now, &during);
    }
    let _ = console::Term::stderr().write_str(&format!("{}: ", asked.question));
}
