//! `refresh`.

use serde_json::{Value, json};

use super::Refreshed;
use crate::commands::words;
use crate::output::{Outcome, Page};
use crate::text::span;
use crate::ui::Style;

impl Outcome for Refreshed {
    fn json(&self) -> Value {
        json!({
            "session": self.session,
            "refreshed": self.by_us,
            "transport": self.transport,
            "access_token_expires_at": words::time(self.expires_at),
        })
    }

    fn text(&self, page: &mut Page) {
        let what = page.styled(Style::Good, "refreshed");
        let until = match self.expires_at {
            Some(expiry) => format!("; access token for {}", span(words::left(expiry))),
            None => String::new(),
        };
        page.line(format!("{what} {}{until}", self.described));
    }
}
