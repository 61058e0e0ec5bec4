//! The two streams.

use std::io::Write as _;

use clap::error::{ContextKind, ContextValue};

use super::files::Files;
use super::outcome::Outcome;
use super::page::Page;
use super::paint::{ColorPlan, Style};
use super::progress::Progress;
use super::report::Report;
use super::visible::visible_lines;
use super::{formats, json};
use crate::cli::OutputFormat;
use crate::error::{Coded as _, Error};
use crate::exit::Exit;
use crate::secret::Redactor;

/// Speaks to the person on stderr, and hands the result to stdout. Clones share the settings.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ui {
    /// Colour per stream.
    pub colors: ColorPlan,
    /// `--quiet`: only results and errors.
    pub quiet: bool,
    /// `-v` count.
    pub verbose: u8,
    /// `--output`.
    pub format: OutputFormat,
    /// Columns of the terminal that stdout is; `None` for a pipe or a file.
    pub columns: Option<usize>,
    /// Blanks secrets out of everything printed.
    pub redactor: Redactor,
    /// What a waiting person sees.
    pub progress: Progress,
}

impl Ui {
    /// A fact worth knowing: what changed, and where. Silent with `--quiet`.
    pub(crate) fn note(&self, text: impl AsRef<str>) {
        if !self.quiet {
            self.stderr(text.as_ref());
        }
    }

    /// Something that may bite. Shown even with `--quiet`.
    pub(crate) fn warn(&self, text: impl AsRef<str>) {
        let label = self.colors.stderr.apply(Style::Warn, "warning:");
        self.stderr(&format!("{label} {}", text.as_ref()));
    }

    /// A line of the trace, shown from this many `-v` on.
    pub(crate) fn trace(&self, level: u8, text: impl AsRef<str>) {
        if self.verbose >= level {
            self.stderr(&self.colors.stderr.apply(Style::Dim, text.as_ref()));
        }
    }

    /// Part of the result that cannot wait for the end (the environment of a running sandbox).
    #[expect(
        clippy::unused_self,
        reason = "only the owner of the streams writes to them"
    )]
    pub(crate) fn publish(&self, text: &str) -> std::io::Result<()> {
        let mut stdout = std::io::stdout().lock();
        stdout.write_all(text.as_bytes())?;
        stdout.flush()
    }

    /// The whole result, of a command that goes on after it.
    pub(crate) fn publish_outcome(
        &self,
        command: &str,
        outcome: &dyn Outcome,
    ) -> std::io::Result<()> {
        self.publish(&render(self, command, outcome))
    }

    /// Something that went wrong: `error[code]: …`, notes, and the way out. Shown even with
    /// `--quiet`.
    pub(crate) fn problem(&self, code: &str, message: &str, notes: &[String], help: Option<&str>) {
        let label = self.styled(Style::Bad, &format!("error[{code}]:"));
        self.stderr(&format!("{label} {}", visible_lines(message)));
        for note in notes {
            let note = visible_lines(note);
            self.stderr(&format!("{} {note}", self.styled(Style::Label, "note:")));
        }
        if let Some(help) = help {
            self.stderr(&format!("{} {help}", self.styled(Style::Good, "help:")));
        }
    }

    /// `text` in `style`, when stderr has colour.
    pub(crate) fn styled(&self, style: Style, text: &str) -> String {
        self.colors.stderr.apply(style, text)
    }

    fn stderr(&self, text: &str) {
        // A closed stderr is no reason to fail.
        let text = self.redactor.redact(text);
        self.progress.aside(|| {
            let _ = writeln!(std::io::stderr().lock(), "{text}");
        });
    }
}

/// Prints how the run ended, writes its reports, and says with which status it ends.
pub(crate) fn finish(
    ui: &Ui,
    command: &str,
    result: Result<Box<dyn Outcome>, Error>,
    files: Option<Files>,
) -> Exit {
    let makes_reports = files.is_some();
    let written = match (&result, files) {
        // Nothing was run.
        (Err(Error::Http(crate::http::HttpError::Printed(_))), _) | (_, None) => Ok(()),
        (result, Some(files)) => files.write(ui, command, result),
    };
    let (text, mut exit) = match result {
        Ok(outcome) => (render(ui, command, outcome.as_ref()), outcome.exit()),
        Err(Error::Http(crate::http::HttpError::Printed(curl))) => {
            (ui.redactor.redact(&curl) + "\n", Exit::Ok)
        }
        Err(error) => {
            let text = if ui.format == OutputFormat::Json {
                ui.redactor.redact(&json::error(&error).to_string()) + "\n"
            } else {
                show_error(ui, &error);
                // Who reads reports by machine gets one.
                let report = makes_reports.then(|| Report::of_error(command, &error));
                report
                    .map(|report| report.cleaned(&ui.redactor))
                    .and_then(|report| formats::render(ui.format, &report))
                    .map(|text| ui.redactor.redact(&text))
                    .unwrap_or_default()
            };
            (text, error.exit())
        }
    };
    if let Err(error) = written {
        show_error(ui, &error);
        if exit == Exit::Ok {
            exit = error.exit();
        }
    }
    match ui.publish(&text) {
        Ok(()) => exit,
        // The reader has left (`| head`): it has what it wanted.
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => exit,
        Err(error) => {
            ui.warn(format!("cannot write to standard output: {error}"));
            Exit::Usage
        }
    }
}

/// clap's help and version texts go to stdout, its errors to stderr, or to stdout as JSON.
pub(crate) fn publish_usage(ui: &Ui, error: &clap::Error) -> Exit {
    if !error.use_stderr() {
        let _ = error.print();
        return Exit::Ok;
    }
    let hint = secret_flag_hint(error);
    if ui.format == OutputFormat::Json {
        let text = error.render().to_string();
        let message = text
            .lines()
            .next()
            .unwrap_or("")
            .trim_start_matches("error: ")
            .to_owned();
        let hint = hint.unwrap_or_else(|| "see st-hasura --help".into());
        return finish(ui, "", Err(Error::usage(message, hint)), None);
    }
    let _ = error.print();
    if let Some(hint) = hint {
        ui.stderr(&format!("{} {hint}", ui.styled(Style::Good, "help:")));
    }
    Exit::Usage
}

/// Somebody typed a secret as a flag, which does not exist on purpose: say how to give it.
fn secret_flag_hint(error: &clap::Error) -> Option<String> {
    let Some(ContextValue::String(flag)) = error.get(ContextKind::InvalidArg) else {
        return None;
    };
    let name = flag
        .split('=')
        .next()
        .unwrap_or(flag)
        .trim_start_matches('-');
    let ways = match name {
        "password" | "pass" => {
            "use the prompt, --password-stdin, --password-file or ST_HASURA_PASSWORD"
        }
        "admin-secret" | "hasura-admin-secret" => {
            "set HASURA_GRAPHQL_ADMIN_SECRET, or hasura_admin_secret_file in st-hasura.toml"
        }
        "api-key" | "core-api-key" => {
            "set ST_HASURA_CORE_API_KEY, or core_api_key_file in st-hasura.toml"
        }
        _ => return None,
    };
    Some(format!(
        "a secret on the command line is visible to every user of the machine; {ways}"
    ))
}

fn render(ui: &Ui, command: &str, outcome: &dyn Outcome) -> String {
    if outcome.is_published() {
        return String::new();
    }
    let report = || {
        let report = outcome.report()?.cleaned(&ui.redactor);
        formats::render(ui.format, &report)
    };
    let text = match ui.format {
        OutputFormat::Json => json::outcome(command, outcome).to_string() + "\n",
        format => format
            .is_report()
            .then(report)
            .flatten()
            .unwrap_or_else(|| {
                let mut page = Page::new(ui.colors.stdout, ui.columns);
                outcome.text(&mut page);
                page.into_text()
            }),
    };
    if outcome.discloses() {
        text
    } else {
        ui.redactor.redact(&text)
    }
}

/// `error[code]: …`, notes, causes, `help: …`, the way out nearest to the prompt.
fn show_error(ui: &Ui, error: &Error) {
    let hint = error.hint();
    let notes = notes(error);
    ui.problem(error.code(), &error.to_string(), &notes, hint.as_deref());
}

fn notes(error: &Error) -> Vec<String> {
    let mut notes = error.notes();
    let mut source = std::error::Error::source(error);
    while let Some(inner) = source {
        notes.push(format!("caused by: {inner}"));
        source = inner.source();
    }
    notes
}

/// The same as a plain text.
pub(super) fn error_text(error: &Error) -> String {
    let mut lines = vec![format!("error[{}]: {error}", error.code())];
    lines.extend(notes(error).iter().map(|note| format!("note: {note}")));
    lines.extend(error.hint().map(|hint| format!("help: {hint}")));
    visible_lines(&lines.join("\n")) + "\n"
}
