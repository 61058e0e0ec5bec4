//! Colour, decided once per stream and applied through a switch.
//!
//! `colored` knows one global answer, taken from stdout alone; here each stream has its own, and
//! `colored` only does the escaping.

use std::sync::LazyLock;

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

/// What our own escapes begin with until they leave the process. Texts of others are in the same
/// strings, and nobody else knows the number.
///
/// In numbers of four digits: with longer ones it is no escape for whoever measures a text.
static SIGNATURE: LazyLock<String> = LazyLock::new(|| {
    let numbers = uuid::Uuid::new_v4().as_u128().to_string().into_bytes();
    let numbers = numbers.chunks_exact(4).map(String::from_utf8_lossy);
    format!("{ESCAPE}{};", numbers.collect::<Vec<_>>().join(";"))
});

/// The start of an escape that sets colour, and what ends it (ECMA-48 §8.3.117).
const ESCAPE: &str = "\u{1b}[";
const END: char = 'm';

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
        let inner = "x";
        let escapes = match style {
            Style::Label => inner.color(Color::Cyan),
            Style::Heading => inner.bold(),
            Style::Good => inner.color(Color::Green),
            Style::Warn => inner.color(Color::Yellow),
            Style::Bad => inner.color(Color::Red).bold(),
            Style::Dim => inner.dimmed(),
            Style::Command => inner.color(Color::Blue),
        };
        let escapes = escapes.to_string().replace(ESCAPE, &SIGNATURE);
        let Some((on, off)) = escapes.split_once(inner) else {
            return text.to_owned();
        };
        // What is styled inside ends the style around it, too.
        let text = text.replace(off, &format!("{off}{on}"));
        format!("{on}{text}{off}")
    }

    /// `text` for the stream: `harmless` of what others may have written, and our own escapes.
    pub(super) fn release(self, text: &str, harmless: impl Fn(&str) -> String) -> String {
        if !self.on {
            return harmless(text);
        }
        // A line that begins with an escape is no command: that the rest of it is looked at as if
        // it were one does no harm.
        let mut parts = text.split(SIGNATURE.as_str());
        let mut out = harmless(parts.next().unwrap_or_default());
        for part in parts {
            let (codes, rest) = part.split_once(END).unwrap_or((part, ""));
            out.push_str(ESCAPE);
            out.push_str(codes);
            out.push(END);
            out.push_str(&harmless(rest));
        }
        out
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
    #[test]
    fn only_our_own_colour_reaches_the_stream() {
        let paint = Paint { on: true };
        let inner = paint.apply(Style::Bad, "b\u{1b}[32m");
        let text = format!("{} e", paint.apply(Style::Dim, &format!("a {inner} c")));
        assert_eq!(console::measure_text_width(&text), "a b[32m c e".len() - 4);
        assert_eq!(
            paint.release(&text, crate::text::visible),
            "\u{1b}[2ma \u{1b}[1;31mb\\u001b[32m\u{1b}[0m\u{1b}[2m c\u{1b}[0m e"
        );
        let plain = Paint::default();
        assert_eq!(plain.apply(Style::Dim, "a"), "a");
        assert_eq!(
            plain.release("\u{1b}[2ma", crate::text::visible),
            "\\u001b[2ma"
        );
    }
}
