//! A page of text for stdout, written by the renderers of outcomes.

use crate::ui::{Paint, Style};

/// Lines that become stdout when the command has ended.
#[derive(Debug, Default)]
pub(crate) struct Page {
    paint: Paint,
    /// Columns of the terminal; `None` where nobody looks, and lines stay whole for grep.
    width: Option<usize>,
    text: String,
}

impl Page {
    /// An empty page for a terminal of this many columns, or for a pipe.
    pub(crate) const fn new(paint: Paint, width: Option<usize>) -> Self {
        Self {
            paint,
            width,
            text: String::new(),
        }
    }

    /// `text` in `style`, for use inside a line.
    pub(crate) fn styled(&self, style: Style, text: &str) -> String {
        self.paint.apply(style, text)
    }

    /// One line: a line end inside is somebody else's, and shown as one.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) {
        self.block(text.as_ref().replace('\n', "\\n"));
    }

    /// Lines as they are, each of which is ours.
    pub(crate) fn block(&mut self, text: impl AsRef<str>) {
        self.text.push_str(text.as_ref());
        self.text.push('\n');
    }

    /// A sentence after `lead`, broken between words where the terminal ends; further lines are
    /// indented.
    pub(crate) fn prose(&mut self, lead: &str, text: &str, indent: usize) {
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

    pub(crate) fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A heading, with an empty line before it unless it opens the page.
    pub(crate) fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.blank();
        }
        let heading = self.styled(Style::Heading, text);
        self.line(heading);
    }

    /// `label  value` lines, values aligned.
    pub(crate) fn fields(&mut self, fields: &[(&str, String)]) {
        self.aligned(fields, |page, field| page.line(field));
    }

    /// [`Page::fields`] whose values may go over several lines, each of which is ours.
    pub(crate) fn block_fields(&mut self, fields: &[(&str, String)]) {
        self.aligned(fields, |page, field| page.block(field));
    }

    fn aligned(&mut self, fields: &[(&str, String)], put: fn(&mut Self, &str)) {
        let width = fields
            .iter()
            .map(|(label, _)| console::measure_text_width(label))
            .max();
        for (label, value) in fields {
            let padding = width.unwrap_or(0) - console::measure_text_width(label);
            let label = self.styled(Style::Label, label);
            let field = format!("{label}{}  {value}", " ".repeat(padding));
            put(self, field.trim_end());
        }
    }

    /// A table without borders, columns aligned, fit for grep and awk.
    pub(crate) fn table(&mut self, head: &[&str], rows: &[Vec<String>]) {
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

    /// [`Page::table`] whose last column is a remark: where the terminal is too narrow for it,
    /// each remark gets lines of its own.
    #[cfg_attr(
        not(feature = "sandbox"),
        allow(dead_code, reason = "only demo narrates")
    )]
    pub(crate) fn remarks(&mut self, head: &[&str], rows: &[Vec<String>]) {
        let widest = |column: usize| {
            let cells = rows.iter().filter_map(|row| row.get(column));
            let widths = cells.map(|cell| console::measure_text_width(cell));
            widths.max().unwrap_or(0) + 2
        };
        let total: usize = (0..head.len()).map(widest).sum();
        let indent = widest(0);
        if self.width.is_none_or(|width| total <= width) {
            return self.table(head, rows);
        }
        for row in rows {
            let Some((remark, cells)) = row.split_last() else {
                continue;
            };
            let first = cells.first().map_or("", String::as_str);
            let gap = " ".repeat(indent.saturating_sub(console::measure_text_width(first)));
            let rest = cells.get(1..).unwrap_or_default().join("  ");
            self.prose(&format!("{first}{gap}"), &rest, indent);
            if !remark.is_empty() {
                let remark = self.styled(Style::Dim, remark);
                self.prose(&" ".repeat(indent), &remark, indent);
            }
        }
    }

    /// What was written.
    pub(crate) fn into_text(self) -> String {
        self.text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_breaks_sentences_between_words_and_a_pipe_does_not() {
        let text = |width| {
            let mut page = Page::new(Paint::default(), width);
            page.prose("- ", "one two three four five six seven", 2);
            page.into_text()
        };
        assert_eq!(text(None), "- one two three four five six seven\n");
        assert_eq!(text(Some(24)), "- one two three four\n  five six seven\n");
    }

    #[test]
    fn remarks_move_below_where_there_is_no_room_beside() {
        let rows = [vec![
            "ok".into(),
            "sign up".into(),
            "as somebody@example.test".into(),
        ]];
        let text = |width| {
            let mut page = Page::new(Paint::default(), width);
            page.remarks(&["", "what", "proof"], &rows);
            page.into_text()
        };
        assert_eq!(
            text(None),
            "    what     proof\nok  sign up  as somebody@example.test\n"
        );
        assert_eq!(
            text(Some(30)),
            "ok  sign up\n    as somebody@example.test\n"
        );
    }
}
