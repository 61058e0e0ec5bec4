//! What `signin` prints.

use serde_json::{Value, json};

use super::{How, NewSession};
use crate::commands::words;
use crate::output::{Outcome, Page};
use crate::ui::Style;

impl Outcome for NewSession {
    fn json(&self) -> Value {
        json!({
            "created": self.how == How::SignedUp,
            "user": self.user,
            "session": self.session,
            "file": self.file,
            "transport": self.transport,
            "generation": self.generation,
            "access_token_expires_at": words::time(self.expires_at),
        })
    }

    fn text(&self, page: &mut Page) {
        let what = match self.how {
            How::SignedUp => "signed up",
            How::SignedIn => "signed in",
        };
        let who = self.user.email.as_deref().unwrap_or(&self.user.id);
        let what = page.styled(Style::Good, what);
        page.line(format!("{what} {who}"));
        page.fields(&[("user id", self.user.id.clone())]);
    }
}
