//! `session …`.

use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use super::{
    ExportedTo, SessionExported, SessionImported, SessionList, SessionRemoved, SessionShow,
    SessionUse,
};
use crate::cli::JarFormat;
use crate::commands::status::text as status;
use crate::commands::words;
use crate::diagnostic::Diagnostic as _;
use crate::output::{Outcome, Page};
use crate::session::Listed;
use crate::text::relative;
use crate::ui::Style;

impl Outcome for SessionList {
    fn json(&self) -> Value {
        json!({
            "profile": self.profile,
            "sessions": self.sessions.iter().map(listed_json).collect::<Vec<_>>(),
        })
    }

    fn text(&self, page: &mut Page) {
        if self.sessions.is_empty() {
            page.line(format!("no sessions in profile \"{}\"", self.profile));
            return;
        }
        let rows: Vec<Vec<String>> = self
            .sessions
            .iter()
            .map(|listed| listed_row(listed, page))
            .collect();
        page.table(&["", "session", "user", "auth API", "saved"], &rows);
    }
}

fn listed_json(listed: &Listed) -> Value {
    let mut value = json!({ "name": listed.name, "default": listed.default });
    match &listed.session {
        Ok(session) => {
            value["user"] = json!(session.user);
            value["api"] = session.api.clone().into();
            value["updated_at"] = session.updated_at.format(&Rfc3339).ok().into();
        }
        Err(error) => {
            value["error"] = json!({ "code": error.code(), "message": error.to_string() });
        }
    }
    value
}

fn listed_row(listed: &Listed, page: &Page) -> Vec<String> {
    let mark = if listed.default { "*" } else { "" };
    let mut row = vec![mark.to_owned(), listed.name.clone()];
    match &listed.session {
        Ok(session) => {
            let user = session.user.as_ref();
            let user = user.map(|user| user.email.as_ref().unwrap_or(&user.id).clone());
            row.push(user.unwrap_or_else(|| "-".into()));
            row.push(session.api.clone());
            row.push(relative(words::left(session.updated_at.unix_timestamp())));
        }
        Err(error) => row.push(page.styled(Style::Bad, &error.to_string())),
    }
    row
}

impl Outcome for SessionShow {
    fn json(&self) -> Value {
        json!({
            "file": self.file.as_ref().map(status::file_json),
            "session": status::session_json(&self.session),
        })
    }

    fn text(&self, page: &mut Page) {
        page.heading(&self.described);
        if let Some(file) = &self.file {
            status::file_text(file, page);
        }
        status::session_text(&self.session, page);
    }
}

impl Outcome for SessionUse {
    fn json(&self) -> Value {
        json!(self)
    }

    fn text(&self, page: &mut Page) {
        page.line(format!(
            "profile \"{}\" uses session \"{}\" from now on",
            self.profile, self.name
        ));
    }
}

impl Outcome for SessionRemoved {
    fn json(&self) -> Value {
        json!(self)
    }

    fn text(&self, page: &mut Page) {
        page.line(format!("removed session \"{}\"", self.name));
        if self.was_default {
            page.line("the profile's default is \"default\" again");
        }
    }
}

impl Outcome for SessionImported {
    fn json(&self) -> Value {
        json!({
            "name": self.name,
            "path": self.path,
            "from": self.form,
            "cookies": self.cookies,
            "refreshable": self.refreshable,
        })
    }

    fn text(&self, page: &mut Page) {
        let what = if self.cookies == 0 {
            "a token that travels in headers".to_owned()
        } else {
            cookies(self.cookies)
        };
        page.line(format!("imported {what} into session \"{}\"", self.name));
    }
}

impl Outcome for SessionExported {
    fn json(&self) -> Value {
        let (path, content) = match &self.to {
            ExportedTo::File(path) => (Some(path), None),
            ExportedTo::Stdout(text) => (None, Some(text.as_str())),
        };
        let format = match self.format {
            JarFormat::Netscape => "netscape",
            JarFormat::Json => "json",
        };
        json!({
            "name": self.name,
            "format": format,
            "cookies": self.cookies,
            "path": path,
            "content": content,
        })
    }

    fn text(&self, page: &mut Page) {
        match &self.to {
            ExportedTo::File(path) => page.line(format!(
                "wrote {} of session \"{}\" to {} (mode 0600)",
                cookies(self.cookies),
                self.name,
                path.display()
            )),
            ExportedTo::Stdout(text) => page.block(text.trim_end_matches('\n')),
        }
    }

    /// On stdout the export is the secret that was asked for.
    fn discloses(&self) -> bool {
        matches!(self.to, ExportedTo::Stdout(_))
    }
}

fn cookies(count: usize) -> String {
    match count {
        1 => "1 cookie".to_owned(),
        count => format!("{count} cookies"),
    }
}
