//! `signup` and `signin`.

use serde_json::{Value, json};

use super::words;
use crate::commands::signin::{How, NewSession};
use crate::commands::signup::SignUp;
use crate::output::{Outcome, Page};
use crate::ui::Style;

impl Outcome for NewSession {
    fn json(&self) -> Value {
        json!({
            "created": self.how == How::SignedUp,
            "user": words::user(Some(&self.user)),
            "session": self.session,
            "file": self.file,
            "transport": words::transport(self.transport),
            "generation": words::generation(self.generation),
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

impl Outcome for SignUp {
    fn json(&self) -> Value {
        match self {
            Self::Session(session) => session.json(),
            Self::Exists { email } => json!({
                "created": false,
                "user": { "id": null, "email": email },
                "session": null,
            }),
        }
    }

    fn text(&self, page: &mut Page) {
        match self {
            Self::Session(session) => session.text(page),
            Self::Exists { email } => page.line(format!("{email} is signed up already")),
        }
    }
}
