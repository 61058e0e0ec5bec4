//! A run whose progress is shown.

use std::time::Duration;

use tokio::task::JoinHandle;

use super::progress::{Audience, Scale};
use super::streams::Ui;

/// How often a line is drawn anew while nothing happens, so that nobody thinks that it hangs.
const TICK: Duration = Duration::from_millis(500);

/// Shown while it lives.
#[derive(Debug)]
pub(crate) struct Watched {
    ui: Ui,
    /// What [`Ui`]'s progress calls it.
    run: usize,
    ticking: Option<JoinHandle<()>>,
}

impl Ui {
    /// Shows progress over this many steps, each called `step`, until what it returns is dropped.
    pub(crate) fn watch(&self, step: &'static str, steps: usize) -> Watched {
        self.watch_scale(Scale {
            step,
            steps: Some(steps),
            alike: false,
        })
    }

    /// [`Ui::watch`] of steps of which one takes about as long as another.
    pub(crate) fn watch_alike(&self, step: &'static str, steps: usize) -> Watched {
        self.watch_scale(Scale {
            step,
            steps: Some(steps),
            alike: true,
        })
    }

    /// Says what is done, one thing after another, until what it returns is dropped. Not to live
    /// while a question is asked.
    pub(crate) fn doing(&self, what: &str) -> Watched {
        let watched = self.watch_scale(Scale {
            step: "",
            steps: None,
            alike: false,
        });
        watched.doing(what);
        watched
    }

    fn watch_scale(&self, scale: Scale) -> Watched {
        let progress = self.progress.clone();
        let run = progress.begin(scale);
        let ticking = (progress.audience() == Audience::Person)
            .then(|| tokio::runtime::Handle::try_current().ok())
            .flatten()
            .map(|runtime| {
                runtime.spawn(async move {
                    loop {
                        tokio::time::sleep(TICK).await;
                        progress.draw();
                    }
                })
            });
        Watched {
            ui: self.clone(),
            run,
            ticking,
        }
    }
}

impl Watched {
    /// The next step begins.
    pub(crate) fn step(&self, number: usize, name: &str) {
        if let Some(logged) = self.ui.progress.step(self.run, number, name) {
            self.ui.note(logged);
        }
    }

    /// Something else is done now.
    pub(crate) fn doing(&self, what: &str) {
        self.step(0, what);
    }
}

impl Drop for Watched {
    fn drop(&mut self) {
        if let Some(ticking) = &self.ticking {
            ticking.abort();
        }
        self.ui.progress.end(self.run);
    }
}
