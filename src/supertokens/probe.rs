//! A look around an auth API: which base path answers, which generation it is. Made only when
//! something is wrong or somebody asks.

use reqwest::Method;
use serde_json::Value;
use url::Url;

use super::answer::Answer;
use super::api::{AuthApi, base_text, below};
use super::error::{NotFound, Stranger, SuperTokensError};
use crate::error::{Error, Result};
use crate::http::Request;
use crate::session::Generation;

/// Where auth APIs usually live (contracts: supertokens §6, trouble 6).
const USUAL: [&str; 4] = ["/auth", "/api", "/api/auth", ""];

/// Completes [`SuperTokensError::NotFound`].
async fn not_found(api: &AuthApi<'_>, route: String, said: String) -> SuperTokensError {
    let own = api.base.path().trim_end_matches('/').to_owned();
    let base_answers = answers(api, &api.base).await;
    let mut answering = Vec::new();
    if !base_answers {
        for path in USUAL {
            if path == own {
                continue;
            }
            let mut base = api.base.clone();
            base.set_path(path);
            if answers(api, &base).await {
                answering.push(if path.is_empty() { "/" } else { path }.to_owned());
                break;
            }
        }
    }
    let nobody = !base_answers && answering.is_empty();
    SuperTokensError::NotFound(Box::new(NotFound {
        origin: origin_in_the_way(api),
        route,
        base: base_text(&api.app.config, &api.base),
        base_answers,
        stranger: if nobody { stranger(api).await } else { None },
        answering,
        tenant: api.tenant().map(ToOwned::to_owned),
        said,
    }))
}

/// An unknown tenant where none was asked for: the SDK lives one segment higher, and took the
/// last segment of the base path for a tenant (contracts: supertokens §1.1).
fn base_taken_for_tenant(api: &AuthApi<'_>, route: String, said: String) -> SuperTokensError {
    let path = api.base.path().trim_end_matches('/');
    let parent = path.rsplit_once('/').map_or("", |(parent, _)| parent);
    let parent = if parent.is_empty() { "/" } else { parent };
    SuperTokensError::NotFound(Box::new(NotFound {
        route,
        base: base_text(&api.app.config, &api.base),
        origin: origin_in_the_way(api),
        answering: vec![parent.to_owned()],
        said,
        ..NotFound::default()
    }))
}

/// The bare origin, when `--api-url` has a path that base paths would be appended to.
fn origin_in_the_way(api: &AuthApi<'_>) -> Option<String> {
    let url = api.app.config.api_url.as_ref()?;
    (url.path() != "/").then(|| url.origin().ascii_serialization())
}

/// True when a SuperTokens SDK claims paths below `base`. Three questions, because each of them
/// can be switched off at the server; none changes anything there.
async fn answers(api: &AuthApi<'_>, base: &Url) -> bool {
    let is_jwks = |body: &Value| body.get("keys").is_some_and(Value::is_array);
    let is_ok = |body: &Value| body.get("status").is_some_and(|word| word == "OK");
    let wants_email = |body: &Value| {
        body.get("message")
            .and_then(Value::as_str)
            .is_some_and(|message| message.contains("email as a GET param"))
    };
    for path in ["jwt/jwks.json", "loginmethods", "signup/email/exists"] {
        let Some(body) = get(api, below(base, path))
            .await
            .and_then(|a| a.json().cloned())
        else {
            continue;
        };
        if is_jwks(&body) || is_ok(&body) || wants_email(&body) {
            return true;
        }
    }
    false
}

/// The server of the stack that lives at this origin in the auth API's place.
async fn stranger(api: &AuthApi<'_>) -> Option<Stranger> {
    let at = |path: &str| {
        let mut url = api.base.clone();
        url.set_path(path);
        url
    };
    let version = get(api, at("/v1/version")).await;
    if version.is_some_and(|answer| answer.json().is_some_and(|it| it["version"].is_string())) {
        return Some(Stranger::Hasura);
    }
    let hello = api.app.http.send(Request::get(at("/hello"))).await.ok()?;
    (hello.text().trim() == "Hello").then_some(Stranger::Core)
}

async fn get(api: &AuthApi<'_>, url: Url) -> Option<Answer> {
    let request = Request::get(url).header("accept", "application/json");
    let response = api.app.http.send(request).await.ok()?;
    Some(Answer::read(&Method::GET, &response))
}

impl AuthApi<'_> {
    /// Adds what only the caller knows, and for a 404 what a look around can tell.
    pub(super) async fn explain(&self, error: SuperTokensError) -> Error {
        match error {
            SuperTokensError::NotFound(found) => {
                not_found(self, found.route, found.said).await.into()
            }
            SuperTokensError::UnknownTenant { route, said, .. } => match self.tenant() {
                Some(tenant) => SuperTokensError::UnknownTenant {
                    tenant: tenant.to_owned(),
                    route,
                    said,
                },
                None => base_taken_for_tenant(self, route, said),
            }
            .into(),
            other => other.into(),
        }
    }

    /// The base path below which an SDK answers at this origin, of the usual ones; empty for the
    /// root, `None` when none does.
    pub(crate) async fn discover_base(&self) -> Option<String> {
        for path in USUAL {
            let mut base = self.base.clone();
            base.set_path(path);
            if answers(self, &base).await {
                return Some(path.to_owned());
            }
        }
        None
    }

    /// Asks which generation answers (contracts: supertokens §0): only modern SDKs know
    /// `loginmethods`.
    pub(crate) async fn probe_generation(&self) -> Result<Generation> {
        let request = Request::get(self.route("loginmethods")).header("accept", "application/json");
        let response = self.app.http.send(request).await?;
        let answer = Answer::read(&Method::GET, &response);
        match answer.status {
            200 if answer.json().is_some() => Ok(Generation::Modern),
            404 if answers(self, &self.base).await => Ok(Generation::Legacy),
            _ => Err(self.explain(answer.unexpected("login methods")).await),
        }
    }
}
