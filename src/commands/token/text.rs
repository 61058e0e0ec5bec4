//! `token`.

use serde_json::{Value, json};

use super::Token;
use crate::commands::words;
use crate::output::{Outcome, Page};

impl Outcome for Token {
    fn json(&self) -> Value {
        let token = &self.token;
        json!({
            "token": token.jwt.expose(),
            "source": token.source.word(),
            "session": token.session,
            "user": token.user,
            "expires_at": words::time(token.expires_at),
            "hasura_claims": self.has_claims,
        })
    }

    fn text(&self, page: &mut Page) {
        page.line(self.token.jwt.expose());
    }

    fn discloses(&self) -> bool {
        true
    }
}
