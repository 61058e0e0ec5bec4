//! A client of the doubles that knows nothing but HTTP: it sends what the test says and shows
//! what came. It shares no code with the crate's own client.

use std::collections::BTreeMap;

use reqwest::redirect::Policy;
use serde_json::{Value, json};

/// An answer, taken apart no further than needed.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    /// The first header of that name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.all(name).first().copied()
    }

    /// All headers of that name.
    pub fn all(&self, name: &str) -> Vec<&str> {
        self.headers
            .iter()
            .filter(|(known, _)| known == name)
            .map(|(_, value)| value.as_str())
            .collect()
    }

    /// The body as JSON.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }

    /// Requires this status and JSON body.
    #[track_caller]
    #[allow(clippy::needless_pass_by_value)] // so that calls can be written with json!
    pub fn is(&self, status: u16, body: Value) -> &Self {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.json(), body, "{self:?}");
        self
    }

    /// Requires this status and JSON `{"message": …}`.
    #[track_caller]
    pub fn says(&self, status: u16, message: &str) -> &Self {
        self.is(status, json!({ "message": message }))
    }

    /// What stands first in the `<pre>` of Express's pages.
    #[track_caller]
    pub fn pre(&self) -> &str {
        let type_ = self.header("content-type");
        assert_eq!(type_, Some("text/html; charset=utf-8"), "{self:?}");
        let (_, text) = self.body.split_once("<pre>").unwrap();
        let (text, _) = text.split_once("</pre>").unwrap();
        text.split("<br>").next().unwrap()
    }

    /// The `Set-Cookie` of that name: value and the attributes.
    pub fn cookie(&self, name: &str) -> Option<(&str, &str)> {
        self.all("set-cookie").into_iter().find_map(|text| {
            let (known, rest) = text.split_once('=')?;
            let (value, attributes) = rest.split_once("; ").unwrap_or((rest, ""));
            (known == name).then_some((value, attributes))
        })
    }
}

/// Keeps cookies and header tokens, and sends them as told.
pub struct Visitor {
    origin: String,
    runtime: tokio::runtime::Runtime,
    client: reqwest::Client,
    /// Cookies by name. The refresh token's goes to the refresh route only.
    pub jar: BTreeMap<String, String>,
    /// The access token of the header mode.
    pub access: Option<String>,
    /// The refresh token of the header mode.
    pub refresh: Option<String>,
    /// The last anti-CSRF token.
    pub anti_csrf: Option<String>,
}

impl Visitor {
    pub fn new(origin: &str) -> Self {
        Self {
            origin: origin.to_owned(),
            runtime: tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .unwrap(),
            client: reqwest::Client::builder()
                .redirect(Policy::none())
                .no_proxy()
                .build()
                .unwrap(),
            jar: BTreeMap::new(),
            access: None,
            refresh: None,
            anti_csrf: None,
        }
    }

    /// Sends exactly this, with nothing added and nothing kept.
    #[track_caller]
    pub fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Answer {
        self.try_raw(method, path, headers, body).unwrap()
    }

    /// [`Visitor::raw`] where the transport may fail.
    pub fn try_raw(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> reqwest::Result<Answer> {
        let url = format!("{}{path}", self.origin);
        let mut request = self.client.request(method.parse().unwrap(), url);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        if !body.is_empty() {
            let is_named = headers.iter().any(|(name, _)| *name == "content-type");
            if !is_named {
                request = request.header("content-type", "application/json");
            }
            request = request.body(body.to_owned());
        }
        self.runtime.block_on(async {
            let response = request.send().await?;
            let headers = response
                .headers()
                .iter()
                .map(|(name, value)| {
                    let value = String::from_utf8_lossy(value.as_bytes());
                    (name.as_str().to_owned(), value.into_owned())
                })
                .collect();
            Ok(Answer {
                status: response.status().as_u16(),
                headers,
                body: response.text().await?,
            })
        })
    }

    /// Sends with cookies, bearer and the further headers; keeps what comes.
    #[track_caller]
    pub fn send(
        &mut self,
        method: &str,
        path: &str,
        further: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        let refreshes = path.ends_with("/session/refresh");
        let cookies: Vec<String> = self
            .jar
            .iter()
            .filter(|(name, _)| refreshes || *name != "sRefreshToken")
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let cookies = cookies.join("; ");
        let token = if refreshes {
            &self.refresh
        } else {
            &self.access
        };
        let bearer = token.as_ref().map(|token| format!("Bearer {token}"));
        let mut headers = further.to_vec();
        if !cookies.is_empty() {
            headers.push(("cookie", &cookies));
        }
        if let Some(bearer) = &bearer {
            headers.push(("authorization", bearer));
        }
        let answer = self.raw(method, path, &headers, body);
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Answer) {
        for text in answer.all("set-cookie") {
            let (name, rest) = text.split_once('=').unwrap();
            let value = rest.split(';').next().unwrap();
            if value.is_empty() {
                self.jar.remove(name);
            } else {
                self.jar.insert(name.to_owned(), value.to_owned());
            }
        }
        let kept = |header: &str, slot: &mut Option<String>| {
            if let Some(value) = answer.header(header) {
                *slot = Some(value.to_owned()).filter(|value| !value.is_empty());
            }
        };
        kept("st-access-token", &mut self.access);
        kept("st-refresh-token", &mut self.refresh);
        kept("anti-csrf", &mut self.anti_csrf);
    }

    #[track_caller]
    pub fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &[], "")
    }

    #[track_caller]
    pub fn post(&mut self, path: &str, headers: &[(&str, &str)]) -> Answer {
        self.send("POST", path, headers, "")
    }

    /// Signs up and requires success; `mode` is `st-auth-mode`.
    #[track_caller]
    pub fn sign_up(&mut self, email: &str, mode: &str) -> Answer {
        let body = form(email, PASSWORD);
        let answer = self.send("POST", "/auth/signup", &[("st-auth-mode", mode)], &body);
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(answer.json()["status"], "OK", "{answer:?}");
        answer
    }
}

/// Satisfies the default validators.
pub const PASSWORD: &str = "testPass123";

/// The body of a sign-up or sign-in.
pub fn form(email: &str, password: &str) -> String {
    json!({ "formFields": [
        { "id": "email", "value": email },
        { "id": "password", "value": password },
    ]})
    .to_string()
}
