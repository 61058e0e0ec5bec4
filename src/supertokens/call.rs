//! One request to the auth API: what every one of them must carry, and what every answer may
//! bring.

use reqwest::Method;
use serde_json::Value;
use url::Url;

use super::answer::Answer;
use super::{collect_tokens, tokens};
use crate::app::App;
use crate::config::Transport;
use crate::error::Result;
use crate::http::Request;
use crate::session::Session;

/// Which token signs a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// None: sign-up and sign-in, where an old one does harm (contracts: supertokens §1.2).
    Nothing,
    Access,
    Refresh,
}

#[derive(Clone, Debug)]
pub(super) struct Call {
    pub method: Method,
    /// Absolute URL.
    pub url: Url,
    /// Recipe id. Legacy SDKs route by it, and one anti-CSRF mode asks for its presence.
    pub rid: &'static str,
    pub body: Option<Value>,
    /// Which token to show.
    pub sign: Sign,
    /// May be sent again after a failure.
    pub idempotent: bool,
}

impl Call {
    /// A GET of one of the application's own routes.
    pub(super) const fn get(url: Url) -> Self {
        Self {
            method: Method::GET,
            url,
            rid: "anti-csrf",
            body: None,
            sign: Sign::Access,
            idempotent: true,
        }
    }

    /// A POST to a session route.
    pub(super) const fn session(url: Url, sign: Sign) -> Self {
        Self {
            method: Method::POST,
            url,
            rid: "session",
            body: None,
            sign,
            idempotent: true,
        }
    }

    /// A POST of a form.
    pub(super) const fn form(url: Url, body: Value) -> Self {
        Self {
            method: Method::POST,
            url,
            rid: "emailpassword",
            body: Some(body),
            sign: Sign::Nothing,
            idempotent: false,
        }
    }

    /// Sends it on behalf of `session` and takes in whatever tokens the answer brings.
    pub(super) async fn send(self, app: &App, session: &mut Session) -> Result<Answer> {
        let method = self.method.clone();
        let response = app.http.send(self.request(app, session)).await?;
        let foreign_cookies = collect_tokens::absorb(app, session, &response);
        let mut answer = Answer::read(&method, &response);
        answer.foreign_cookies = foreign_cookies;
        Ok(answer)
    }

    fn request(self, app: &App, session: &Session) -> Request {
        let mut request = match &self.body {
            Some(body) => Request::post_json(self.url.clone(), body),
            None => Request::new(self.method, self.url.clone()),
        };
        request.idempotent = self.idempotent;
        let mode = match session.transport.unwrap_or(app.config.transport) {
            Transport::Cookie => "cookie",
            Transport::Header => "header",
        };
        request = request
            .header("accept", "application/json")
            .header("rid", self.rid)
            .header("st-auth-mode", mode);
        if self.sign == Sign::Nothing {
            return request;
        }
        if let Some(cookies) = session.cookie_header(&self.url) {
            request = request.secret_header("cookie", cookies.expose());
        }
        let bearer = match self.sign {
            Sign::Access => session.access_token.as_ref(),
            Sign::Refresh => session.refresh_token.as_ref(),
            Sign::Nothing => None,
        };
        if let Some(token) = bearer {
            request = request.secret_header("authorization", &format!("Bearer {}", token.expose()));
        }
        if let Some(value) = tokens::anti_csrf(session) {
            request = request.secret_header("anti-csrf", value.expose());
        }
        request
    }
}
