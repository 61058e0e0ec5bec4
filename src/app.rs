//! What a command gets to work with.

use crate::cleanup::Register;
use crate::config::Config;
use crate::context::Context;
use crate::error::{Error, Result};
use crate::http::Http;
use crate::secret::Redactor;
use crate::session::Store;
use crate::ui::Ui;

/// The resolved inputs and the services of one run.
#[derive(Debug)]
pub(crate) struct App {
    /// The outside world as `main` found it.
    pub context: Context,
    /// The configuration in force.
    pub config: Config,
    /// The HTTP client; builds its TLS part only when an https URL is used.
    pub http: Http,
    /// Sessions on disk.
    pub store: Store,
    /// Speaks to the person, on stderr.
    pub ui: Ui,
    /// Knows this run's secrets.
    pub redactor: Redactor,
    /// What was made for the run and not removed yet.
    pub cleanup: Register<App>,
}

impl App {
    /// Builds the services from a resolved configuration.
    pub(crate) fn new(
        context: Context,
        config: Config,
        ui: Ui,
        redactor: Redactor,
    ) -> Result<Self> {
        let http = Http::new(config.http_options(&context)?, ui.clone(), redactor.clone())?;
        let paths = &config.paths;
        let store = Store::new(
            paths.state.as_ref().map(|state| state.join("sessions")),
            paths.home.clone(),
            ui.clone(),
        );
        Ok(Self {
            context,
            config,
            http,
            store,
            ui,
            redactor,
            cleanup: Register::default(),
        })
    }

    /// True when a person can be asked.
    pub(crate) fn may_prompt(&self) -> bool {
        !self.config.no_input && self.context.stdin_tty && self.context.stderr_tty
    }

    /// For commands whose requests cannot be shown beforehand; `more` ends the hint.
    pub(crate) fn refuse_curl(&self, more: &str) -> Result<()> {
        if !self.config.curl {
            return Ok(());
        }
        Err(Error::usage(
            "--curl cannot print calls of which each needs the answer of the one before",
            format!("leave out --curl; -v shows the requests as they are sent{more}"),
        ))
    }

    /// The error for a missing value where nobody can be asked.
    pub(crate) fn missing(what: &str, ways: &str) -> Error {
        Error::usage(format!("{what} is missing"), format!("give it with {ways}"))
    }
}
