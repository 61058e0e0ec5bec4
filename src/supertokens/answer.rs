//! One answer of the auth API, told apart: JSON with a status word, JSON with a message, a page.
//!
//! All business answers are HTTP 200, and the codes of session errors can be changed by the
//! application, so words decide before numbers (contracts: supertokens §1.3, §1.7).

use reqwest::Method;
use serde_json::Value;

use super::error::{FormKind, NotFound, SuperTokensError};
use super::error_page::{Cause, Page};
use crate::http::Response;

/// What came back.
#[derive(Clone, Debug)]
pub(super) struct Answer {
    pub status: u16,
    /// Method and URL without query, for messages.
    pub route: String,
    /// Whether its cookies were for others than who sent them, and were refused for it.
    pub foreign_cookies: bool,
    /// `Retry-After`.
    retry_after: Option<String>,
    body: Body,
}

#[derive(Clone, Debug)]
enum Body {
    Json(Value),
    Page(Page),
}

/// The answer of a route that needs a session.
#[derive(Debug)]
pub(super) enum Guarded {
    /// It did what was asked.
    Done(Value),
    /// `try refresh token`.
    TryRefresh,
    /// `unauthorised`: nothing usable was sent.
    Unauthorised,
    /// `token theft detected`.
    Theft,
}

impl Answer {
    /// Reads an answer to `method`.
    pub(super) fn read(method: &Method, response: &Response) -> Self {
        let mut url = response.url.clone();
        url.set_query(None);
        let text = response.text();
        let kind = response.header("content-type").unwrap_or_default();
        let looks_json = kind.contains("json") || text.trim_start().starts_with(['{', '[']);
        let body = match serde_json::from_str(&text) {
            Ok(value) if looks_json => Body::Json(value),
            _ => Body::Page(Page::read(&response.headers, &response.shown())),
        };
        Self {
            status: response.status.as_u16(),
            route: format!("{method} {url}"),
            foreign_cookies: false,
            retry_after: response.header("retry-after").map(ToOwned::to_owned),
            body,
        }
    }

    /// The JSON, if it is that.
    pub(super) const fn json(&self) -> Option<&Value> {
        match &self.body {
            Body::Json(value) => Some(value),
            Body::Page(_) => None,
        }
    }

    fn member(&self, name: &str) -> Option<&str> {
        self.json()?.get(name)?.as_str()
    }

    /// Sorts the answer to sign-up or sign-in with `email`.
    pub(super) fn of_form(&self, form: FormKind, email: &str) -> Result<&Value, SuperTokensError> {
        match (self.json(), self.member("status")) {
            (Some(body), Some("OK")) if self.status < 300 => Ok(body),
            (Some(body), Some(word)) => Err(self.business(body, word, form, email)),
            _ if self.member("message") == Some("unauthorised") => {
                Err(SuperTokensError::NeedsSession { form })
            }
            _ => Err(self.unexpected("a status word")),
        }
    }

    fn business(&self, body: &Value, word: &str, form: FormKind, email: &str) -> SuperTokensError {
        let text = |name: &str| self.member(name).unwrap_or_default().to_owned();
        match word {
            "WRONG_CREDENTIALS_ERROR" => SuperTokensError::WrongCredentials {
                email: email.to_owned(),
            },
            "FIELD_ERROR" => field_error(body, form, email),
            "SIGN_UP_NOT_ALLOWED" | "SIGN_IN_NOT_ALLOWED" => SuperTokensError::NotAllowed {
                form,
                reason: text("reason"),
            },
            "GENERAL_ERROR" => SuperTokensError::Refused {
                message: text("message"),
            },
            other => SuperTokensError::UnknownStatus {
                word: other.to_owned(),
                route: self.route.clone(),
            },
        }
    }

    /// Sorts the answer of a route that needs a session.
    pub(super) fn of_guarded(&self) -> Result<Guarded, SuperTokensError> {
        if let Some(body) = self.json().filter(|_| self.status < 300) {
            if self.member("status") == Some("GENERAL_ERROR") {
                let message = self.member("message").unwrap_or_default().to_owned();
                return Err(SuperTokensError::Refused { message });
            }
            return Ok(Guarded::Done(body.clone()));
        }
        match self.member("message") {
            Some("try refresh token") => return Ok(Guarded::TryRefresh),
            Some("unauthorised") => return Ok(Guarded::Unauthorised),
            Some("token theft detected") => return Ok(Guarded::Theft),
            _ => {}
        }
        if let Some(claims) = self
            .json()
            .and_then(|body| body.get("claimValidationErrors"))
        {
            return Err(SuperTokensError::InvalidClaim {
                claims: claim_errors(claims),
            });
        }
        Err(self.unexpected("JSON"))
    }

    /// The error for an answer that fits nothing; `missing` is what should have been there.
    pub(super) fn unexpected(&self, missing: &'static str) -> SuperTokensError {
        let route = self.route.clone();
        let said = self.said();
        if let Body::Page(page) = &self.body
            && let Some(error) = known_page(page, &route)
        {
            return error;
        }
        match self.status {
            404 => SuperTokensError::NotFound(Box::new(NotFound {
                route,
                said,
                ..NotFound::default()
            })),
            429 => SuperTokensError::RateLimited {
                route,
                retry_after: self.retry_after.clone(),
            },
            400 | 405 | 413 | 415 | 422 => SuperTokensError::BadRequest {
                message: if said.is_empty() {
                    self.status.to_string()
                } else {
                    said
                },
            },
            status @ (401 | 403) => SuperTokensError::Forbidden {
                status,
                route,
                said,
            },
            status if status >= 500 => SuperTokensError::ServerError {
                status,
                route,
                said,
            },
            status => match &self.body {
                Body::Json(body) => SuperTokensError::BadAnswer {
                    route,
                    missing,
                    got: shape(body),
                },
                Body::Page(page) => SuperTokensError::NotJson {
                    route,
                    kind: page.kind(),
                    status,
                    said,
                },
            },
        }
    }

    /// What the answer says, in its own words.
    pub(super) fn said(&self) -> String {
        match &self.body {
            Body::Page(page) => page.words.clone(),
            Body::Json(body) => ["message", "detail", "error"]
                .iter()
                .find_map(|name| body.get(name)?.as_str())
                .unwrap_or_default()
                .to_owned(),
        }
    }
}

/// The error for a page whose cause is known.
fn known_page(page: &Page, route: &str) -> Option<SuperTokensError> {
    let said = page.words.clone();
    Some(match &page.cause {
        Cause::Unknown => return None,
        Cause::CoreDown => SuperTokensError::CoreDown { said },
        Cause::CoreMismatch => SuperTokensError::CoreMismatch { said },
        Cause::CoreStatus { status } if status == "401" => SuperTokensError::CoreKeyOfApi { said },
        Cause::CoreStatus { status } => SuperTokensError::CoreTrouble {
            status: status.clone(),
            said,
        },
        // The tenant's name is known to whoever built the URL, not here.
        Cause::UnknownTenant => SuperTokensError::UnknownTenant {
            tenant: String::new(),
            route: route.to_owned(),
            said,
        },
        Cause::Tunnel { name, code } => SuperTokensError::Tunnel {
            tunnel: name,
            code: code.clone(),
            said,
        },
    })
}

/// An address in use has a sentence and no code of its own (contracts: supertokens §1.3).
fn field_error(body: &Value, form: FormKind, email: &str) -> SuperTokensError {
    let fields: Vec<(String, String)> = body
        .get("formFields")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|field| {
            let text = |name: &str| {
                field
                    .get(name)
                    .and_then(Value::as_str)
                    .unwrap_or_default()
                    .to_owned()
            };
            (text("id"), text("error"))
        })
        .collect();
    if let (FormKind::SignUp, [(id, said)]) = (form, fields.as_slice())
        && id == "email"
        && said.contains("already exists")
    {
        return SuperTokensError::EmailTaken {
            email: email.to_owned(),
            said: said.clone(),
        };
    }
    SuperTokensError::Fields { fields }
}

fn claim_errors(claims: &Value) -> Vec<String> {
    claims
        .as_array()
        .into_iter()
        .flatten()
        .map(|claim| {
            let id = claim.get("id").and_then(Value::as_str).unwrap_or("?");
            let reason = claim.get("reason");
            let part = |name: &str| reason.and_then(|reason| reason.get(name));
            match (part("expectedValue"), part("actualValue")) {
                (Some(expected), actual) => {
                    let actual = actual.map_or_else(|| "nothing".into(), ToString::to_string);
                    format!("{id} must be {expected} and is {actual}")
                }
                _ => match part("message").and_then(Value::as_str) {
                    Some(message) => format!("{id}: {message}"),
                    None => id.to_owned(),
                },
            }
        })
        .collect()
}

/// Names of an object's members, or the kind of anything else; never a value.
pub(super) fn shape(value: &Value) -> String {
    match value {
        Value::Object(members) if members.is_empty() => "an empty object".into(),
        Value::Object(members) => {
            let names: Vec<&str> = members.keys().map(String::as_str).take(8).collect();
            format!("the members {}", names.join(", "))
        }
        Value::Array(_) => "an array".into(),
        Value::String(_) => "a string".into(),
        Value::Number(_) => "a number".into(),
        Value::Bool(_) => "true or false".into(),
        Value::Null => "null".into(),
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
