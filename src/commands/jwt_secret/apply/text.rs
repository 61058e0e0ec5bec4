//! `jwt-secret apply`.

use serde_json::{Value, json};

use super::{CloudApplied, CloudRequests, FileApplied};
use crate::output::{Outcome, Page};
use crate::text::visible;
use crate::ui::Style;

/// The value before and after, as a difference.
fn difference(page: &mut Page, before: Option<&str>, after: &str) {
    if let Some(before) = before {
        let line = page.styled(Style::Bad, &visible(&format!("- {before}")));
        page.line(line);
    }
    let line = page.styled(Style::Good, &visible(&format!("+ {after}")));
    page.line(line);
}

impl Outcome for FileApplied {
    fn json(&self) -> Value {
        json!({
            "file": self.path,
            "place": self.place,
            "line": self.line,
            "before": self.before,
            "after": self.after,
            "changed": self.changed,
            "written": self.written,
            "backup": self.backup,
            "service": self.service,
        })
    }

    fn text(&self, page: &mut Page) {
        let at = format!("{}:{}", self.path.display(), self.line);
        if !self.changed {
            page.line(visible(&format!("{at} says so already: {}", self.place)));
            return;
        }
        page.line(visible(&format!("{at}: {}", self.place)));
        difference(page, self.before.as_deref(), &self.after);
        if !self.written {
            page.line("nothing was written");
            return;
        }
        match &self.backup {
            Some(backup) => page.line(visible(&format!(
                "written; the former file is {}",
                backup.display()
            ))),
            None => page.line("written"),
        }
        if let Some(service) = &self.service {
            page.line(visible(&format!("next: docker compose up -d {service}")));
        }
    }
}

impl Outcome for CloudApplied {
    fn json(&self) -> Value {
        let ready = self
            .ready
            .as_ref()
            .map(|ready| json!({ "engine": ready.engine, "token": ready.token }));
        json!({
            "project": self.project.to_string(),
            "tenant": self.tenant.to_string(),
            "before": self.before,
            "after": self.after,
            "changed": self.changed,
            "written": self.written,
            "ready": ready,
        })
    }

    fn text(&self, page: &mut Page) {
        if !self.changed {
            page.line(format!("project {} says so already", self.project));
            return;
        }
        page.line(format!("project {}, tenant {}", self.project, self.tenant));
        difference(page, self.before.as_deref(), &self.after);
        if !self.written {
            page.line("nothing was changed");
            return;
        }
        let Some(ready) = &self.ready else {
            page.line("set; the engine starts again with it");
            return;
        };
        let engine = visible(&ready.engine);
        page.line(if ready.token {
            format!("set; {engine} is back and takes the session's token")
        } else {
            format!("set; {engine} is back")
        });
    }
}

impl Outcome for CloudRequests {
    fn json(&self) -> Value {
        json!({ "commands": self.commands })
    }

    fn text(&self, page: &mut Page) {
        page.line("# the first answer has the tenant's id, the second one the hash");
        for command in &self.commands {
            page.line(visible(command));
        }
    }
}
