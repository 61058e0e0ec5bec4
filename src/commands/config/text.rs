//! `config show` and `config paths`.

use serde_json::{Map, Value, json};

use super::{ConfigPaths, ConfigShow};
use crate::output::{Outcome, Page};
use crate::text::{ShownPath, visible};
use crate::ui::Style;

impl Outcome for ConfigShow {
    fn json(&self) -> Value {
        let entries: Map<String, Value> = self
            .entries
            .iter()
            .map(|entry| {
                let value = json!({ "value": entry.value, "origin": entry.origin });
                (entry.key.to_owned(), value)
            })
            .collect();
        Value::Object(entries)
    }

    fn text(&self, page: &mut Page) {
        let rows: Vec<Vec<String>> = self
            .entries
            .iter()
            .map(|entry| {
                let value = match &entry.value {
                    Some(value) => value.clone(),
                    None => page.styled(Style::Dim, "-"),
                };
                let mut row = vec![page.styled(Style::Label, entry.key), value];
                if self.with_origin {
                    let origin = entry.origin.as_deref().unwrap_or("-");
                    row.push(page.styled(Style::Dim, origin));
                }
                row
            })
            .collect();
        let head: &[&str] = if self.with_origin {
            &["key", "value", "origin"]
        } else {
            &["key", "value"]
        };
        page.table(head, &rows);
    }
}

impl Outcome for ConfigPaths {
    fn json(&self) -> Value {
        json!(self)
    }

    fn text(&self, page: &mut Page) {
        let shown = |path: &Option<ShownPath>| match path {
            Some(path) => visible(&path.display().to_string()),
            None => "-".to_owned(),
        };
        page.fields(&[
            ("project file", shown(&self.project)),
            ("user file", shown(&self.user)),
            ("sessions", shown(&self.sessions)),
        ]);
    }
}
