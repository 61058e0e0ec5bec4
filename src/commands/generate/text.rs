//! `completions` and `man`.

use serde_json::{Value, json};

use super::{Generated, ManPages};
use crate::output::{Outcome, Page};

impl Outcome for Generated {
    fn json(&self) -> Value {
        json!(self)
    }

    fn text(&self, page: &mut Page) {
        page.block(self.text.trim_end_matches('\n'));
    }
}

impl Outcome for ManPages {
    fn json(&self) -> Value {
        json!(self)
    }

    fn text(&self, page: &mut Page) {
        for file in &self.files {
            page.line(file.display().to_string());
        }
    }
}
