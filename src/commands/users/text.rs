//! `users …`.

use serde_json::{Value, json};

use super::{Listing, Removal, RowRemoval};
use crate::commands::words;
use crate::exit::Exit;
use crate::output::{Outcome, Page};
use crate::supertokens::core::CoreUser;
use crate::text::{span, visible};
use crate::ui::Style;
use crate::verify::left_rows::Rows;
use crate::verify::throw_away;

impl Outcome for Listing {
    fn json(&self) -> Value {
        json!({
            "core": self.core,
            "users": self.list.users.iter().map(user_json).collect::<Vec<_>>(),
            "more": self.list.more,
        })
    }

    fn text(&self, page: &mut Page) {
        if self.list.users.is_empty() {
            page.line(format!("no such users at {}", self.core));
            return;
        }
        let rows: Vec<Vec<String>> = self
            .list
            .users
            .iter()
            .map(|user| {
                let joined = seconds(user).map(|at| format!("{} ago", span(-words::left(at))));
                vec![
                    visible(&user.id),
                    visible(&user.label()),
                    joined.unwrap_or_else(|| "-".into()),
                    visible(&user.recipes.join(", ")),
                ]
            })
            .collect();
        page.table(&["id", "address", "joined", "signs in by"], &rows);
        if self.list.more {
            let note = page.styled(Style::Dim, "there are more: --limit N lists them");
            page.line(note);
        }
    }
}

impl Outcome for Removal {
    fn json(&self) -> Value {
        let left: Vec<Value> = self
            .left
            .iter()
            .map(|(user, why)| {
                let mut user = user_json(user);
                user["why"] = json!(why);
                user
            })
            .collect();
        let mut all = json!({
            "core": self.core,
            "removed": self.removed.iter().map(user_json).collect::<Vec<_>>(),
            "left": left,
        });
        if let Some(rows) = &self.rows {
            all["rows"] = rows.json();
        }
        all
    }

    fn text(&self, page: &mut Page) {
        if self.removed.is_empty() && self.left.is_empty() {
            page.line(format!("no such users at {}", self.core));
        }
        for user in &self.removed {
            page.line(format!("removed {}", named(user)));
        }
        for (user, why) in &self.left {
            let line = format!("left {}: {}", named(user), visible(why));
            let line = page.styled(Style::Warn, &line);
            page.line(line);
        }
        if let Some(rows) = &self.rows {
            rows.text(page);
        }
        if !self.removed.is_empty() {
            let note = "their sessions are gone; access tokens are good until they expire";
            let note = page.styled(Style::Dim, note);
            page.line(note);
        }
    }

    fn exit(&self) -> Exit {
        self.exit
    }
}

impl RowRemoval {
    fn json(&self) -> Value {
        let rows = |rows: &Rows| json!({ "table": rows.table, "count": rows.count });
        let left = self.left.iter().map(|left| {
            let mut left_rows = rows(&left.rows);
            left_rows["why"] = json!(left.why);
            left_rows
        });
        json!({
            "removed": self.removed.iter().map(rows).collect::<Vec<_>>(),
            "left": left.collect::<Vec<_>>(),
            "unseen": self.unseen,
        })
    }

    fn text(&self, page: &mut Page) {
        for rows in &self.removed {
            page.line(format!("removed {}", visible(&rows.name())));
        }
        let left = self.left.iter();
        let left = left.map(|left| format!("left {}: {}", left.rows.name(), left.why));
        for line in left.chain(self.unseen.iter().cloned()) {
            let line = page.styled(Style::Warn, &visible(&line));
            page.line(line);
        }
    }
}

fn named(user: &CoreUser) -> String {
    visible(&format!("{} ({})", user.label(), user.id))
}

fn user_json(user: &CoreUser) -> Value {
    json!({
        "id": user.id,
        "emails": user.emails,
        "phone_numbers": user.phones,
        "recipes": user.recipes,
        "joined_at": words::time(seconds(user)),
        "throw_away": throw_away::is_throw_away(user),
    })
}

/// Since 1970; the core counts milliseconds.
fn seconds(user: &CoreUser) -> Option<i64> {
    Some(user.time_joined? / 1000)
}
