//! `expose`.

use serde_json::{Value, json};

use super::check::Check;
use super::{Ended, Exposure};
use crate::exit::Exit;
use crate::output::{Outcome, Page};
use crate::text::{visible, visible_lines};
use crate::ui::Style;

impl Outcome for Exposure {
    fn json(&self) -> Value {
        let written: Vec<Value> = self
            .written
            .iter()
            .map(|(path, backup)| json!({ "path": path, "backup": backup }))
            .collect();
        json!({
            "public_url": self.public,
            "by": self.by,
            "local": self.local,
            "issuer": self.issuer,
            "announced_issuer": self.announced,
            "jwks_url": self.jwks,
            "jwt_secret": self.secret,
            "format": self.format,
            "text": self.text,
            "diff": self.diff,
            "written": written,
            "warnings": self.warnings,
        })
    }

    fn text(&self, page: &mut Page) {
        let keys = match self.keys {
            1 => "the same key".to_owned(),
            count => format!("the same {count} keys"),
        };
        page.fields(&[
            ("public URL", format!("{} ({})", self.public, self.by)),
            ("leads to", format!("{}, {keys}", self.local)),
            ("issuer", visible(&self.issuer)),
            ("JWKS", visible(&self.jwks)),
        ]);
        page.heading("HASURA_GRAPHQL_JWT_SECRET");
        page.block(self.text.trim_end_matches('\n'));
        if self.shown && !self.diff.is_empty() {
            page.blank();
            for line in visible_lines(&self.diff).lines() {
                page.line(line);
            }
        }
        if !self.written.is_empty() || self.unchanged {
            page.blank();
        }
        for (path, backup) in &self.written {
            let kept = match backup {
                Some(backup) => format!(", the former one is {}", backup.display()),
                None => String::new(),
            };
            page.line(format!("wrote {}{kept}", path.display()));
        }
        if self.unchanged {
            page.line("all files say so already: nothing to change");
        }
    }
}

impl Outcome for Ended {
    fn json(&self) -> Value {
        Value::Null
    }

    fn text(&self, _: &mut Page) {}

    fn is_published(&self) -> bool {
        true
    }
}

impl Outcome for Check {
    fn json(&self) -> Value {
        json!({
            "jwks_url": self.jwks,
            "findings": self.findings,
            "moved_to": self.moved_to,
        })
    }

    fn text(&self, page: &mut Page) {
        if self.findings.is_empty() {
            page.line(format!("{} leads to this auth API", self.jwks));
            return;
        }
        page.line(format!("{} is stale:", self.jwks));
        for finding in &self.findings {
            let finding = page.styled(Style::Bad, finding);
            page.line(format!("  {finding}"));
        }
        let help = "st-hasura expose --write carries the new URL; Hasura's secret changes with it";
        let help = page.styled(Style::Dim, help);
        page.line(help);
    }

    fn exit(&self) -> Exit {
        Self::exit(self)
    }
}
