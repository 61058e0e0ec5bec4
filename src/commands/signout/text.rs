//! `signout`.

use serde_json::{Value, json};

use super::SignedOut;
use crate::commands::words;
use crate::output::{Outcome, Page};
use crate::text::span;
use crate::ui::Style;

impl Outcome for SignedOut {
    fn json(&self) -> Value {
        json!({
            "session": self.session,
            "revoked": self.revoked,
            "reason": self.reason,
            "jwt_valid_until": words::time(self.jwt_expires_at),
        })
    }

    fn text(&self, page: &mut Page) {
        match &self.reason {
            None => {
                let what = page.styled(Style::Good, "signed out");
                page.line(format!(
                    "{what}: the session is revoked, and {} removed",
                    self.described
                ));
            }
            Some(reason) => {
                let what = page.styled(Style::Warn, "removed");
                page.line(format!("{what} {}: {reason}", self.described));
            }
        }
        if let Some(expiry) = self.jwt_expires_at {
            page.line(format!(
                "Hasura accepts the JWT for another {} all the same: a JWT cannot be revoked",
                span(words::left(expiry))
            ));
        }
    }
}
