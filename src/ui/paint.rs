//! Colour, decided once per stream and applied through a switch.
//!
//! `colored` knows one global answer, taken from stdout alone; here each stream has its own, and
//! `colored` only does the escaping.

use clap::ValueEnum;
use colored::{Color, Colorize as _};

use crate::context::Context;

/// `--color`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// When the stream is a terminal
    #[default]
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

/// What a piece of text means; the palette is in one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Style {
    /// A label in front of a value.
    Label,
    Heading,
    Good,
    /// Look at this.
    Warn,
    /// It does not hold.
    Bad,
    Dim,
    /// Something to type.
    Command,
}

/// Applies styles, or leaves the text alone.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Paint {
    /// Whether to write escapes.
    pub on: bool,
}

impl Paint {
    /// `text` in `style`.
    pub(crate) fn apply(self, style: Style, text: &str) -> String {
        if !self.on || text.is_empty() {
            return text.to_owned();
        }
        match style {
            Style::Label => text.color(Color::Cyan).to_string(),
            Style::Heading => text.bold().to_string(),
            Style::Good => text.color(Color::Green).to_string(),
            Style::Warn => text.color(Color::Yellow).to_string(),
            Style::Bad => text.color(Color::Red).bold().to_string(),
            Style::Dim => text.dimmed().to_string(),
            Style::Command => text.color(Color::Blue).to_string(),
        }
    }
}

/// The answer for both streams.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct ColorPlan {
    pub stdout: Paint,
    pub stderr: Paint,
}

impl ColorPlan {
    /// `--color` > `NO_COLOR` > `CLICOLOR_FORCE` > `TERM=dumb` > is it a terminal.
    pub(crate) fn decide(choice: ColorChoice, context: &Context) -> Self {
        let stream = |tty: bool| Paint {
            on: match choice {
                ColorChoice::Always => true,
                ColorChoice::Never => false,
                ColorChoice::Auto if context.var("NO_COLOR").is_some() => false,
                ColorChoice::Auto if context.var("CLICOLOR_FORCE").is_some_and(|v| v != "0") => {
                    true
                }
                ColorChoice::Auto => tty && context.var("TERM") != Some("dumb"),
            },
        };
        let plan = Self {
            stdout: stream(context.stdout_tty),
            stderr: stream(context.stderr_tty),
        };
        // `colored` must escape whenever it is called at all; the switch above decides when.
        colored::control::set_override(true);
        plan
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn context(vars: &[(&str, &str)], stdout_tty: bool, stderr_tty: bool) -> Context {
        Context {
            env: vars
                .iter()
                .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()))
                .collect(),
            stdout_tty,
            stderr_tty,
            ..Context::default()
        }
    }

    #[test]
    fn each_stream_decides_for_itself() {
        let plan = ColorPlan::decide(ColorChoice::Auto, &context(&[], false, true));
        assert!(!plan.stdout.on && plan.stderr.on);
    }

    #[test]
    fn the_flag_beats_no_color_which_beats_force() {
        let both = [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")];
        assert!(
            ColorPlan::decide(ColorChoice::Always, &context(&both, false, false))
                .stdout
                .on
        );
        assert!(
            !ColorPlan::decide(ColorChoice::Auto, &context(&both, true, true))
                .stdout
                .on
        );
        let force = [("CLICOLOR_FORCE", "1")];
        assert!(
            ColorPlan::decide(ColorChoice::Auto, &context(&force, false, false))
                .stdout
                .on
        );
        let dumb = [("TERM", "dumb")];
        assert!(
            !ColorPlan::decide(ColorChoice::Auto, &context(&dumb, true, true))
                .stdout
                .on
        );
    }
}
