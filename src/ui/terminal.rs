//! The settings of a terminal around a question: what they were is put back.

pub(super) use platform::Settings;

#[cfg(unix)]
mod platform {
    use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

    use crate::ui::suspended;

    /// `None` where standard input is no terminal.
    pub(in crate::ui) struct Settings(Option<Termios>);

    impl Settings {
        /// As they are now; Ctrl-Z at the question leaves the shell with these.
        pub(in crate::ui) fn remember(question: &str) -> Self {
            let settings = tcgetattr(std::io::stdin()).ok();
            if let Some(settings) = &settings {
                suspended::asking(settings, question);
            }
            Self(settings)
        }

        pub(in crate::ui) fn put_back(&self) {
            suspended::answered();
            if let Some(settings) = &self.0 {
                let _ = tcsetattr(std::io::stdin(), OptionalActions::Now, settings);
            }
        }
    }
}

/// Keys are read one by one there, and the console keeps its settings.
#[cfg(not(unix))]
mod platform {
    pub(in crate::ui) struct Settings;

    impl Settings {
        pub(in crate::ui) fn remember(_: &str) -> Self {
            Self
        }

        #[allow(clippy::unused_self)]
        pub(in crate::ui) fn put_back(&self) {}
    }
}
