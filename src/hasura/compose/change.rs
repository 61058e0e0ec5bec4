//! Replacing a value, and putting one where there is none. Each result is read again: it has to
//! say the new value, and all else that it said before.

use std::ops::Range;

use granit_parser::{ScalarStyle, StructureStyle};

use super::edit::{File, PREFIX, Spot};
use super::tree::{Id, Kind};
use crate::hasura::jwt_secret::VARIABLE;
use crate::hasura::jwt_secret::edit::{Edit, EditError, Edited, is_same, line_of};

impl File<'_> {
    pub(super) fn replace(
        &self,
        node: Id,
        prefix: &str,
        line: &str,
        doubled: &str,
    ) -> Result<Edited, EditError> {
        let (before, style) = match &self.tree.at(node).kind {
            Kind::Scalar(text, style) => (&text[prefix.len()..], *style),
            _ => return Err(self.bad_environment()),
        };
        let range = self.bytes_of(node, style);
        let number = line_of(self.text, range.start);
        let place = self.place();
        let before = before.trim_end_matches('\n').replace("$$", "$");
        if is_same(&before, line) {
            return Ok(Edited::Same {
                place,
                line: number,
            });
        }
        let value = format!("{prefix}{doubled}");
        let text = [style, ScalarStyle::SingleQuoted]
            .into_iter()
            .map(|style| {
                let mut text = self.text.to_owned();
                text.replace_range(range.clone(), &quoted(&value, style));
                text
            })
            .find(|text| self.is_sound(text, 1, 1, &value))
            .ok_or(EditError::Entangled { line: number })?;
        Ok(Edited::Changed(Edit {
            text,
            place,
            line: number,
            before: Some(before),
            remarks: self.remarks(node),
        }))
    }

    /// The bytes that make up a scalar; of a block scalar, from its `|` or `>` on.
    fn bytes_of(&self, node: Id, style: ScalarStyle) -> Range<usize> {
        let span = self.tree.at(node).span.clone();
        if !matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            return span;
        }
        let head = self.text[..span.start].trim_end_matches([' ', '\t', '\n', '\r']);
        let line = head.rfind('\n').map_or(0, |end| end + 1);
        let start = head[line..]
            .rfind(['|', '>'])
            .map_or(span.start, |at| line + at);
        let content = self.text[span.clone()].trim_end();
        start..span.start + content.len()
    }

    /// Puts the variable before the first one that there is: what stands behind the last one may
    /// be a comment about something else.
    pub(super) fn insert(
        &self,
        environment: Option<Id>,
        doubled: &str,
    ) -> Result<Edited, EditError> {
        let tree = &self.tree;
        let single = |text: &str| quoted(text, ScalarStyle::SingleQuoted);
        let entry = format!("{VARIABLE}: {}", single(doubled));
        let item = single(&format!("{PREFIX}{doubled}"));
        let resolved = environment.map(|id| tree.resolve(id));
        let (offset, added, events) = match resolved.map(|id| (id, &tree.at(id).kind)) {
            Some((id, Kind::Mapping(entries, style))) => (
                self.start_in(id, *style),
                self.before(id, *style, entries.is_empty(), &entry),
                2,
            ),
            Some((id, Kind::Sequence(items, style))) => {
                let item = match style {
                    StructureStyle::Block => format!("- {item}"),
                    StructureStyle::Flow => item,
                };
                (
                    self.start_in(id, *style),
                    self.before(id, *style, items.is_empty(), &item),
                    1,
                )
            }
            None => {
                let service = tree.resolve(self.service);
                let Kind::Mapping(entries, style) = &tree.at(service).kind else {
                    return Err(self.bad_environment());
                };
                let start = self.start_in(service, *style);
                let indent = self.indent(start);
                let added = match style {
                    StructureStyle::Block => format!("environment:\n{indent}  {entry}"),
                    StructureStyle::Flow => format!("environment: {{{entry}}}"),
                };
                (
                    start,
                    self.before(service, *style, entries.is_empty(), &added),
                    5,
                )
            }
            // `environment:` with nothing behind it.
            Some((_, Kind::Scalar(..) | Kind::Alias(_))) => return self.fill(&entry, doubled),
        };
        let mut text = self.text.to_owned();
        text.insert_str(offset, &added);
        let value = if events == 1 {
            format!("{PREFIX}{doubled}")
        } else {
            doubled.to_owned()
        };
        self.inserted(
            text,
            offset,
            (0, events),
            &value,
            resolved.unwrap_or(self.service),
        )
    }

    fn fill(&self, entry: &str, doubled: &str) -> Result<Edited, EditError> {
        let (key, value) = self
            .tree
            .get(self.service, "environment")
            .ok_or_else(|| self.bad_environment())?;
        let end = self.tree.at(key).span.end;
        let colon = self.text[end..].find(':').map(|at| end + at + 1);
        let offset = colon.ok_or_else(|| self.bad_environment())?;
        let indent = self.indent(self.tree.at(key).span.start);
        let mut text = self.text.to_owned();
        // A null that is written out goes.
        let old = self.tree.at(value).span.clone();
        text.replace_range(old, "");
        text.insert_str(offset, &format!("\n{indent}  {entry}"));
        self.inserted(text, offset + 1, (1, 4), doubled, value)
    }

    fn inserted(
        &self,
        text: String,
        offset: usize,
        (gone, come): (usize, usize),
        value: &str,
        around: Id,
    ) -> Result<Edited, EditError> {
        let line = line_of(&text, offset);
        if !self.is_sound(&text, gone, come, value) {
            return Err(EditError::Entangled { line });
        }
        Ok(Edited::Changed(Edit {
            line: text[..].get(offset..).map_or(line, |rest| {
                line + rest
                    .find(VARIABLE)
                    .map_or(0, |at| rest[..at].matches('\n').count())
            }),
            text,
            place: self.place(),
            before: None,
            remarks: self.remarks(around),
        }))
    }

    /// Where a first entry would stand.
    fn start_in(&self, id: Id, style: StructureStyle) -> usize {
        let node = self.tree.at(id);
        let start = node.span.start;
        if style == StructureStyle::Flow {
            return start + 1;
        }
        // Of a list that is no deeper than its name the parser tells the first item, not the
        // dash before it.
        let is_dash = self.text[start..].starts_with("- ");
        match &node.kind {
            Kind::Sequence(..) if !is_dash => self.text[..start]
                .trim_end()
                .strip_suffix('-')
                .map_or(start, str::len),
            _ => start,
        }
    }

    fn before(&self, id: Id, style: StructureStyle, is_empty: bool, entry: &str) -> String {
        match style {
            StructureStyle::Block => format!("{entry}\n{}", self.indent(self.start_in(id, style))),
            StructureStyle::Flow if is_empty => entry.to_owned(),
            StructureStyle::Flow => format!("{entry}, "),
        }
    }

    /// The blanks that put a line below this place.
    fn indent(&self, start: usize) -> String {
        let line = self.text[..start].rfind('\n').map_or(0, |end| end + 1);
        " ".repeat(self.text[line..start].chars().count())
    }

    /// The edited text says this value, and all else that it said before.
    fn is_sound(&self, text: &str, gone: usize, come: usize, value: &str) -> bool {
        let Ok(file) = File::read(text, Some(&self.name)) else {
            return false;
        };
        let Ok(Spot::Value { node, .. }) = file.value() else {
            return false;
        };
        file.tree.text(node) == Some(value)
            && self.tree.text(self.key) == file.tree.text(file.key)
            && self.tree.differs_in_one_place(&file.tree, gone, come)
    }
}

/// A scalar in this style. Block scalars become quoted ones.
fn quoted(value: &str, style: ScalarStyle) -> String {
    match style {
        ScalarStyle::Plain => value.to_owned(),
        // Every JSON string is a double-quoted scalar (YAML 1.2 §1.2).
        ScalarStyle::DoubleQuoted => serde_json::Value::from(value).to_string(),
        _ => format!("'{}'", value.replace('\'', "''")),
    }
}
