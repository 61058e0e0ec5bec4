//! A page of text for stdout, written by the renderers of outcomes.

use super::paint::{Paint, Style};
use crate::context::Context;

/// How wide stdout is; `None` where it is no terminal.
#[must_use]
pub fn columns(context: &Context) -> Option<usize> {
    let (_, columns) = console::Term::stdout().size_checked()?;
    context.stdout_tty.then_some(usize::from(columns))
}

/// Lines that become stdout when the command has ended.
#[derive(Debug, Default)]
pub struct Page {
    paint: Paint,
    /// Columns of the terminal; `None` where nobody looks, and lines stay whole for grep.
    width: Option<usize>,
    text: String,
}

impl Page {
    /// An empty page for a terminal of this many columns, or for a pipe.
    #[must_use]
    pub const fn new(paint: Paint, width: Option<usize>) -> Self {
        Self {
            paint,
            width,
            text: String::new(),
        }
    }

    /// `text` in `style`, for use inside a line.
    #[must_use]
    pub fn styled(&self, style: Style, text: &str) -> String {
        self.paint.apply(style, text)
    }

    /// A line as it is.
    pub fn line(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref());
        self.text.push('\n');
    }

    /// A sentence after `lead`, broken between words where the terminal ends; further lines are
    /// indented.
    pub fn prose(&mut self, lead: &str, text: &str, indent: usize) {
        let Some(width) = self.width.filter(|width| *width >= indent + 20) else {
            return self.line(format!("{lead}{text}"));
        };
        let mut line = lead.to_owned();
        let mut empty = true;
        for word in text.split(' ') {
            let room = width.saturating_sub(console::measure_text_width(&line) + 1);
            if !empty && console::measure_text_width(word) > room {
                self.line(&line);
                line = " ".repeat(indent);
                empty = true;
            }
            if !empty {
                line.push(' ');
            }
            line.push_str(word);
            empty = false;
        }
        self.line(line);
    }

    /// An empty line.
    pub fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A heading, with an empty line before it unless it opens the page.
    pub fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.blank();
        }
        let heading = self.styled(Style::Heading, text);
        self.line(heading);
    }

    /// `label  value` lines, values aligned.
    pub fn fields(&mut self, fields: &[(&str, String)]) {
        let width = fields
            .iter()
            .map(|(label, _)| console::measure_text_width(label))
            .max();
        for (label, value) in fields {
            let padding = width.unwrap_or(0) - console::measure_text_width(label);
            let label = self.styled(Style::Label, label);
            self.line(format!("{label}{}  {value}", " ".repeat(padding)).trim_end());
        }
    }

    /// A table without borders, columns aligned, fit for grep and awk.
    pub fn table(&mut self, head: &[&str], rows: &[Vec<String>]) {
        let mut widths: Vec<usize> = head
            .iter()
            .map(|cell| console::measure_text_width(cell))
            .collect();
        for row in rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(console::measure_text_width(cell));
            }
        }
        let align = |cells: &[String]| {
            let padded: Vec<String> = cells
                .iter()
                .zip(&widths)
                .map(|(cell, width)| {
                    let padding = width - console::measure_text_width(cell);
                    format!("{cell}{}", " ".repeat(padding))
                })
                .collect();
            padded.join("  ").trim_end().to_owned()
        };
        let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
        if head.iter().any(|cell| !cell.is_empty()) {
            let head = self.styled(Style::Dim, &align(&head));
            self.line(head);
        }
        for row in rows {
            self.line(align(row));
        }
    }

    /// What was written.
    #[must_use]
    pub fn into_text(self) -> String {
        self.text
    }
}
