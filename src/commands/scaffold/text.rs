//! `scaffold …`.

use serde_json::{Value, json};

use super::Scaffolded;
use crate::output::{Outcome, Page};
use crate::project::Kind;
use crate::text::visible;
use crate::ui::Style;

impl Outcome for Scaffolded {
    fn json(&self) -> Value {
        let files: Vec<Value> = self
            .files
            .iter()
            .map(|(path, kind)| json!({ "path": path, "change": word(*kind) }))
            .collect();
        let mut value = json!({
            "folder": self.folder,
            "written": self.diff.is_none(),
            "files": files,
            "next": self.next,
            "secrets": self.secrets,
        });
        if let Some(diff) = &self.diff {
            value["diff"] = json!(diff);
        }
        value
    }

    fn text(&self, page: &mut Page) {
        if let Some(diff) = &self.diff {
            for line in diff.lines() {
                page.line(visible(line));
            }
            if diff.is_empty() {
                page.line("nothing to do: all files are there as they would be written");
            }
            return;
        }
        for (path, kind) in &self.files {
            let sign = match kind {
                Kind::Create => '+',
                Kind::Replace => '~',
                Kind::Keep => '=',
            };
            page.line(format!("{sign} {}", visible(&path.to_string_lossy())));
        }
        if !self.secrets.is_empty() {
            page.blank();
            let names = self.secrets.join(", ");
            page.line(format!("the CI's own store must hold: {names}"));
        }
        if !self.next.is_empty() {
            page.blank();
            page.line(page.styled(Style::Dim, "next:"));
            for line in &self.next {
                page.line(format!("  {line}"));
            }
        }
    }
}

const fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Create => "create",
        Kind::Replace => "replace",
        Kind::Keep => "keep",
    }
}
