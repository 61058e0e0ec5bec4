//! `jwt-secret`.

use serde_json::{Value, json};

use super::Secret;
use crate::hasura::jwt_secret::VARIABLE;
use crate::output::{Outcome, Page};

impl Outcome for Secret {
    fn json(&self) -> Value {
        json!({
            "name": VARIABLE,
            "value": self.line,
            "secret": self.object,
            "format": self.format,
            "text": self.text,
            "warnings": self.warnings,
        })
    }

    fn text(&self, page: &mut Page) {
        page.block(self.text.trim_end_matches('\n'));
    }
}
