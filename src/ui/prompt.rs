//! Questions to a person, on stderr, so that stdout stays the result's.
//!
//! A question blocks its thread; it gets one of its own, so that Ctrl-C ends the run at once.
//! The terminal is put back as it was, whichever way the question ends.

use dialoguer::theme::{ColorfulTheme, SimpleTheme, Theme};
use dialoguer::{Confirm, Input, Password};
use tokio::sync::oneshot;

use super::streams::Ui;
use super::terminal::Settings;
use crate::error::{Error, Result};
use crate::secret::Secret;
use crate::text::visible;

impl Ui {
    /// Asks for a line of text.
    pub(crate) async fn ask(&self, question: &str) -> Result<String> {
        let question = visible(question);
        self.on_thread(&question.clone(), move |theme| {
            Input::<String>::with_theme(theme)
                .with_prompt(question)
                .interact_text()
        })
        .await
    }

    /// Asks for a line of text that may be empty.
    pub(crate) async fn ask_or_nothing(&self, question: &str) -> Result<String> {
        let question = visible(question);
        self.on_thread(&question.clone(), move |theme| {
            Input::<String>::with_theme(theme)
                .with_prompt(question)
                .allow_empty(true)
                .interact_text()
        })
        .await
    }

    /// Asks for a secret, without echo; twice when `again` has a second question.
    pub(crate) async fn ask_secret(&self, question: &str, again: Option<&str>) -> Result<Secret> {
        loop {
            let secret = self.ask_hidden(question).await?;
            self.redactor.learn_secret(&secret);
            match again {
                Some(again) if self.ask_hidden(again).await? != secret => {
                    self.stderr("the two differ; once more");
                }
                _ => return Ok(secret),
            }
        }
    }

    /// Ctrl-D, or Enter alone, is no answer, and the end of the questions: a terminal that is gone
    /// has nothing else to say.
    async fn ask_hidden(&self, question: &str) -> Result<Secret> {
        let shown = visible(question);
        let answer = self.on_thread(question, move |theme| {
            Password::with_theme(theme)
                .with_prompt(shown)
                .allow_empty_password(true)
                .interact()
        });
        let answer = Secret::new(answer.await?);
        if answer.is_empty() {
            return Err(Error::usage(
                format!("\"{question}\" was left without an answer"),
                "run it again and type one, or see --help for other ways to give it",
            ));
        }
        Ok(answer)
    }

    /// Asks for yes or no; Enter alone is no.
    pub(crate) async fn confirm(&self, question: &str) -> Result<bool> {
        self.yes_or_no(question, false).await
    }

    /// Asks whether to go on; Enter alone is yes. For what harms nothing.
    pub(crate) async fn agree(&self, question: &str) -> Result<bool> {
        self.yes_or_no(question, true).await
    }

    async fn yes_or_no(&self, question: &str, default: bool) -> Result<bool> {
        let question = visible(question);
        self.on_thread(&question.clone(), move |theme| {
            Confirm::with_theme(theme)
                .with_prompt(question)
                .default(default)
                .interact()
        })
        .await
    }

    async fn on_thread<T: Send + 'static>(
        &self,
        question: &str,
        ask: impl FnOnce(&dyn Theme) -> dialoguer::Result<T> + Send + 'static,
    ) -> Result<T> {
        let colors = self.colors.stderr.on;
        let mut terminal = Terminal::remember(question);
        let (sender, receiver) = oneshot::channel();
        std::thread::Builder::new()
            .name("prompt".into())
            .spawn(move || {
                let answer = if colors {
                    ask(&ColorfulTheme::default())
                } else {
                    ask(&SimpleTheme)
                };
                // Nobody listens any more after Ctrl-C.
                let _ = sender.send(answer);
            })
            .map_err(|source| Error::io("read", "the terminal", source))?;
        let answer = receiver.await;
        terminal.answered = matches!(answer, Ok(Ok(_)));
        match answer {
            Ok(Ok(answer)) => Ok(answer),
            Ok(Err(dialoguer::Error::IO(error)))
                if error.kind() == std::io::ErrorKind::Interrupted =>
            {
                Err(Error::Interrupted)
            }
            Ok(Err(dialoguer::Error::IO(source))) => Err(Error::io("read", "the terminal", source)),
            Err(_) => Err(Error::Internal("the prompt ended without an answer".into())),
        }
    }
}

/// The terminal's settings, put back when dropped: a question that Ctrl-C cuts short leaves its
/// thread asleep in the read, with echo off.
struct Terminal {
    /// The cursor is at the start of a line again.
    answered: bool,
    settings: Settings,
}

impl Terminal {
    fn remember(question: &str) -> Self {
        Self {
            answered: false,
            settings: Settings::remember(&visible(question)),
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        self.settings.put_back();
        let term = console::Term::stderr();
        let _ = term.show_cursor();
        if !self.answered {
            let _ = term.write_line("");
        }
    }
}
