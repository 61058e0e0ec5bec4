//! The two streams.

use std::io::Write as _;

use super::format::OutputFormat;
use super::paint::{ColorPlan, Style};
use super::progress::Progress;
use crate::context::Context;
use crate::secret::Redactor;
use crate::text::{commandless, commands, visible_lines};

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
    /// Stdout is a terminal.
    pub terminal: bool,
}

impl Ui {
    /// Shows how far a long run is, where that is wanted and a person or a log waits for its text and
    /// is told of nothing else.
    pub(crate) fn show_progress(&mut self, wanted: bool, context: &Context) {
        let alone = wanted && !self.quiet && self.verbose == 0 && self.format == OutputFormat::Text;
        self.progress = Progress::decide(alone, context);
    }

    /// A request has been sent.
    pub(crate) fn sent(&self) {
        self.progress.sent();
    }

    /// A fact worth knowing, in one line: what changed, and where. Silent with `--quiet`.
    pub(crate) fn note(&self, text: impl AsRef<str>) {
        if !self.quiet {
            self.stderr(&one_line(text.as_ref()));
        }
    }

    /// [`Ui::note`] of several lines, each of which is ours.
    pub(crate) fn notes(&self, lines: &str) {
        if !self.quiet {
            self.stderr(lines);
        }
    }

    /// Something that may bite, in one line. Shown even with `--quiet`.
    pub(crate) fn warn(&self, text: impl AsRef<str>) {
        let label = self.colors.stderr.apply(Style::Warn, "warning:");
        self.stderr(&format!("{label} {}", one_line(text.as_ref())));
    }

    /// A line of the trace, shown from this many `-v` on.
    pub(crate) fn trace(&self, level: u8, text: impl AsRef<str>) {
        if self.verbose >= level {
            let text = one_line(text.as_ref());
            self.stderr(&self.colors.stderr.apply(Style::Dim, &text));
        }
    }

    /// [`Ui::trace`] of a text of several lines, each behind a sign that says whose it is.
    pub(crate) fn trace_text(&self, level: u8, sign: char, text: impl AsRef<str>) {
        if self.verbose >= level {
            let text = visible_lines(text.as_ref());
            let lines: Vec<String> = text.lines().map(|line| format!("{sign} {line}")).collect();
            self.stderr(&self.colors.stderr.apply(Style::Dim, &lines.join("\n")));
        }
    }

    /// Part of the result that cannot wait for the end (the environment of a running sandbox).
    pub(crate) fn publish(&self, text: &str) -> std::io::Result<()> {
        stdout(&self.colors.stdout.release(text, commandless))
    }

    /// [`Ui::publish`] of lines that are commands for GitHub Actions.
    #[expect(
        clippy::unused_self,
        reason = "only the owner of the streams writes to them"
    )]
    pub(crate) fn publish_commands(&self, text: &str) -> std::io::Result<()> {
        stdout(&commands(text))
    }

    /// [`Ui::publish`] of a secret that was asked for: to the letter, unless somebody looks at it.
    pub(crate) fn publish_exactly(&self, text: &str) -> std::io::Result<()> {
        if self.terminal {
            return self.publish(text);
        }
        stdout(text)
    }

    /// Something that went wrong: `error[code]: …`, notes, and the way out. Shown even with
    /// `--quiet`.
    pub(crate) fn problem(&self, code: &str, message: &str, notes: &[String], help: Option<&str>) {
        let label = self.styled(Style::Bad, &format!("error[{code}]:"));
        self.stderr(&format!("{label} {}", indented(message)));
        for note in notes {
            let note = indented(note);
            self.stderr(&format!("{} {note}", self.styled(Style::Label, "note:")));
        }
        if let Some(help) = help {
            let help = indented(help);
            self.stderr(&format!("{} {help}", self.styled(Style::Good, "help:")));
        }
    }

    /// `text` in `style`, when stderr has colour.
    pub(crate) fn styled(&self, style: Style, text: &str) -> String {
        self.colors.stderr.apply(style, text)
    }

    /// A line for the person, whatever was asked for.
    pub(crate) fn stderr(&self, text: &str) {
        // Others' words may hold a token that nobody knows of.
        let text = self.redactor.blank(text);
        let text = self.colors.stderr.release(&text, commandless);
        // A closed stderr is no reason to fail.
        self.progress.aside(|| {
            let _ = writeln!(std::io::stderr().lock(), "{text}");
        });
    }
}

fn stdout(text: &str) -> std::io::Result<()> {
    let mut stdout = std::io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.flush()
}

/// A line end in another's words begins no line of ours.
fn one_line(text: &str) -> String {
    text.replace('\n', "\\n")
}

/// A text of several lines, of which only the first begins at the margin.
pub(crate) fn indented(text: &str) -> String {
    text.trim_end().replace('\n', "\n  ")
}

/// How wide stdout is; `None` where it is no terminal.
pub(crate) fn columns(context: &Context) -> Option<usize> {
    let (_, columns) = console::Term::stdout().size_checked()?;
    context.stdout_tty.then_some(usize::from(columns))
}
