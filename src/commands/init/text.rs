//! `init`.

use serde_json::{Value, json};

use super::{Done, Init};
use crate::output::{Outcome, Page};
use crate::text::{visible, visible_lines};
use crate::ui::Style;

impl Done {
    const fn word(self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
            Self::Shown => "shown",
            Self::Declined => "declined",
        }
    }
}

impl Outcome for Init {
    fn json(&self) -> Value {
        let answers: serde_json::Map<String, Value> = self
            .answers
            .iter()
            .map(|answer| {
                let value = json!({ "value": answer.value, "origin": answer.source.text() });
                (answer.key.to_owned(), value)
            })
            .collect();
        let checks: Vec<Value> = self
            .checks
            .iter()
            .map(
                |check| json!({ "what": check.what, "said": check.said, "warning": check.warning }),
            )
            .collect();
        let secrets: Vec<Value> = self
            .secrets
            .iter()
            .map(|(key, from)| json!({ "key": key, "from": from }))
            .collect();
        json!({
            "file": self.path,
            "profile": self.profile,
            "done": self.done.word(),
            "diff": self.diff,
            "values": answers,
            "secrets": secrets,
            "tried": self.tried,
            "checks": checks,
        })
    }

    fn text(&self, page: &mut Page) {
        let path = self.path.display();
        if self.done == Done::Shown {
            for line in visible_lines(&self.diff).lines() {
                page.line(line);
            }
            page.blank();
        }
        let rows: Vec<Vec<String>> = self
            .answers
            .iter()
            .map(|answer| {
                let origin = page.styled(Style::Dim, &visible(answer.source.text()));
                vec![answer.key.to_owned(), visible(&answer.value), origin]
            })
            .collect();
        page.table(&["key", "value", "from"], &rows);
        page.blank();
        let checks: Vec<(&str, String)> = self
            .checks
            .iter()
            .map(|check| {
                let said = visible(&check.said);
                let style = if check.warning {
                    Style::Warn
                } else {
                    Style::Good
                };
                (check.what, page.styled(style, &said))
            })
            .collect();
        if self.tried {
            page.fields(&checks);
        } else {
            let line = "no server was asked (--offline): nothing of this is tried";
            let line = page.styled(Style::Warn, line);
            page.line(line);
        }
        page.blank();
        page.line(match self.done {
            Done::Written => format!("wrote {path}"),
            Done::Changed => format!("changed {path}"),
            Done::Unchanged => format!("{path} says all this already: nothing to change"),
            Done::Shown => format!("nothing was written; without --dry-run this goes into {path}"),
            Done::Declined => format!("{path} was left as it was"),
        });
        if self.answers.get("hasura_endpoint").is_none() {
            let later = "no Hasura yet: query, smoke and verify-hasura want one. st-hasura init \
                         again, with --force, when it runs";
            let later = page.styled(Style::Warn, later);
            page.line(later);
        }
        if self.done == Done::Written {
            let next = "next: st-hasura jwt-secret for Hasura, st-hasura signup, st-hasura smoke";
            let next = page.styled(Style::Dim, next);
            page.line(next);
        }
    }
}
