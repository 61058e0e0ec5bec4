//! `status`.

use serde_json::{Value, json};
use time::format_description::well_known::Rfc3339;

use super::{CookieStatus, JwtStatus, SessionStatus, Status};
use crate::commands::words;
use crate::output::{Outcome, Page};
use crate::session::FileState;
use crate::text::relative;
use crate::ui::Style;

impl Outcome for Status {
    fn json(&self) -> Value {
        json!({
            "profile": { "name": self.profile, "origin": self.profile_origin },
            "project_file": self.project_file,
            "api": self.api,
            "jwks": self.jwks,
            "hasura": self.hasura,
            "core": self.core,
            "file": self.file.as_ref().map(file_json),
            "session": self.session.as_ref().map(session_json),
        })
    }

    fn text(&self, page: &mut Page) {
        let or_dash = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".into());
        page.fields(&[
            (
                "profile",
                format!("{} ({})", self.profile, self.profile_origin),
            ),
            ("auth API", or_dash(&self.api)),
            ("JWKS", or_dash(&self.jwks)),
            ("Hasura", or_dash(&self.hasura)),
            ("core", or_dash(&self.core)),
        ]);
        page.heading(&self.described);
        if let Some(file) = &self.file {
            file_text(file, page);
        }
        match &self.session {
            None => page.line("not signed in; sign in with st-hasura signin"),
            Some(session) => session_text(session, page),
        }
    }
}

pub(in crate::commands) fn file_json(file: &FileState) -> Value {
    json!({
        "path": file.path,
        "exists": file.exists,
        "mode": file.mode.map(|mode| format!("{mode:04o}")),
    })
}

pub(in crate::commands) fn file_text(file: &FileState, page: &mut Page) {
    let state = match (file.exists, file.mode) {
        (false, _) => "not there".to_owned(),
        (true, Some(mode)) => format!("mode {mode:04o}"),
        (true, None) => "there".to_owned(),
    };
    page.fields(&[("file", format!("{} ({state})", file.path.display()))]);
}

pub(in crate::commands) fn session_json(session: &SessionStatus) -> Value {
    json!({
        "name": session.name,
        "api": session.api,
        "user": session.user,
        "generation": session.generation,
        "transport": session.transport,
        "cookies": session.cookies.iter().map(cookie_json).collect::<Vec<_>>(),
        "header_tokens": session.header_tokens,
        "anti_csrf": session.anti_csrf,
        "refreshable": session.refreshable,
        "access_token_expires_at": words::time(session.access_expires_at),
        "refresh_token_expires_at": words::time(session.refresh_expires_at),
        "jwt": session.jwt.as_ref().map(|jwt| json!({
            "source": jwt.source,
            "kid": jwt.kid,
            "alg": jwt.alg,
            "expires_at": words::time(jwt.expires_at),
            "hasura_claims": jwt.has_claims,
        })),
        "updated_at": session.updated_at.and_then(|time| time.format(&Rfc3339).ok()),
    })
}

fn cookie_json(cookie: &CookieStatus) -> Value {
    json!({
        "name": cookie.name,
        "domain": cookie.domain,
        "path": cookie.path,
        "expires_at": words::time(cookie.expires_at),
        "expired": cookie.expired,
        "secure": cookie.secure,
        "http_only": cookie.http_only,
    })
}

pub(in crate::commands) fn session_text(session: &SessionStatus, page: &mut Page) {
    let mut fields = Vec::new();
    if let Some(user) = &session.user {
        let user = match &user.email {
            Some(email) => format!("{email} ({})", user.id),
            None => user.id.clone(),
        };
        fields.push(("user", user));
    }
    if !session.api.is_empty() {
        fields.push(("auth API", session.api.clone()));
    }
    let kind = [
        words::word(session.generation),
        words::word(session.transport),
    ];
    let kind: Vec<String> = kind.into_iter().flatten().collect();
    if !kind.is_empty() {
        fields.push(("kind", format!("{} mode", kind.join(", "))));
    }
    let expiry = |page: &Page, at: i64| {
        let left = words::left(at);
        if left > 0 {
            format!("expires {}", relative(left))
        } else {
            page.styled(Style::Bad, &format!("expired {}", relative(left)))
        }
    };
    if let Some(at) = session.access_expires_at {
        fields.push(("access token", expiry(page, at)));
    }
    fields.push((
        "refresh token",
        match (session.refreshable, session.refresh_expires_at) {
            (false, _) => page.styled(Style::Bad, "none"),
            (true, Some(at)) => expiry(page, at),
            (true, None) => "there".into(),
        },
    ));
    if session.anti_csrf {
        fields.push(("anti-CSRF", "VIA_TOKEN value known".into()));
    }
    if let Some(jwt) = &session.jwt {
        fields.push(("JWT", jwt_text(jwt, page)));
    }
    page.fields(&fields);
    if session.cookies.is_empty() {
        return;
    }
    page.blank();
    let rows: Vec<Vec<String>> = session
        .cookies
        .iter()
        .map(|cookie| {
            let until = match cookie.expires_at {
                Some(at) => expiry(page, at),
                None => "session".into(),
            };
            vec![cookie.name.clone(), cookie.path.clone(), until]
        })
        .collect();
    page.table(&["cookie", "path", "until"], &rows);
}

fn jwt_text(jwt: &JwtStatus, page: &Page) -> String {
    let mut parts = vec![format!("from {}", jwt.source)];
    parts.extend(jwt.kid.as_ref().map(|kid| format!("kid {kid}")));
    parts.extend(jwt.alg.clone());
    if let Some(at) = jwt.expires_at {
        let left = words::left(at);
        parts.push(if left > 0 {
            format!("expires {}", relative(left))
        } else {
            page.styled(Style::Bad, &format!("expired {}", relative(left)))
        });
    }
    if !jwt.has_claims {
        let words = if jwt.by_default {
            "no Hasura claims in the default place"
        } else {
            "no Hasura claims where the JWT secret says"
        };
        parts.push(page.styled(Style::Warn, words));
    }
    parts.join(", ")
}
