//! What `signup` prints.

use serde_json::{Value, json};

use super::SignUp;
use crate::output::{Outcome, Page};

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
