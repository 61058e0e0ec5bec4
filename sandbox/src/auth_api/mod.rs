//! A double of an auth API: the Frontend Driver Interface (FDI) as the SDKs for Node answer it,
//! in the generation of today and in that of 2022, and the two or three routes that an
//! application puts beside it.
//!
//! It works on the [`Core`]'s state directly. What a real SDK would have failed to do over the
//! network is asked of [`upstream`] first.

mod account;
mod app_routes;
mod cookies;
mod credentials;
mod discovery;
mod form;
mod incoming;
mod legacy;
mod modern;
mod reply;
mod session;
mod stop;
mod upstream;

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, Response};
use serde_json::{Map, Value, json};

use self::cookies::Names;
use self::incoming::Incoming;
use self::reply::Reply;
use self::stop::Stop;
use super::core::Core;
use super::{AntiCsrf, Fault, Generation, Service, StackOptions, Transfer};

/// What a handler returns.
type Handled = Result<Reply, Stop>;

/// An auth API. Clones share it.
#[derive(Clone, Debug)]
pub(crate) struct AuthApi {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    core: Core,
    generation: Generation,
    transfer: Transfer,
    anti_csrf: AntiCsrf,
    base_path: String,
    /// `apiDomain`: what the application believes its own origin to be.
    api_domain: String,
    static_key: bool,
    newcomers: Newcomers,
    /// Mail that a real application would have sent.
    outbox: Mutex<Vec<Value>>,
}

/// What whoever signs up gets into their tokens.
#[derive(Debug)]
struct Newcomers {
    /// Claims beside or in place of the usual ones.
    claims: Map<String, Value>,
    /// Ids of the users who were there from the start, and are no newcomers.
    seeded: BTreeSet<String>,
}

impl AuthApi {
    /// Configures the application, once the core has its first users; `origin` is where it will
    /// listen, `newcomers` are claims of whoever signs up.
    pub(crate) fn new(
        core: Core,
        options: &StackOptions,
        origin: &str,
        newcomers: Map<String, Value>,
    ) -> Self {
        let legacy = options.generation == Generation::Legacy;
        Self {
            inner: Arc::new(Inner {
                newcomers: Newcomers {
                    claims: newcomers,
                    seeded: core.users().into_iter().map(|user| user.id).collect(),
                },
                core,
                generation: options.generation,
                // The generation of 2022 knows no other transport.
                transfer: if legacy {
                    Transfer::Cookie
                } else {
                    options.transfer
                },
                anti_csrf: options.anti_csrf,
                base_path: options.base_path.clone(),
                api_domain: options
                    .api_domain
                    .clone()
                    .unwrap_or_else(|| origin.to_owned()),
                static_key: options.static_key,
                outbox: Mutex::default(),
            }),
        }
    }

    fn core(&self) -> &Core {
        &self.inner.core
    }

    fn is_legacy(&self) -> bool {
        self.inner.generation == Generation::Legacy
    }

    fn has(&self, fault: Fault) -> bool {
        self.core().faults().has(fault)
    }

    /// Whether the fault strikes this time, by its count.
    fn strikes(&self, fault: Fault) -> bool {
        self.core().faults().strikes(fault, Service::Api)
    }

    /// The issuer: `apiDomain` and base path, whatever URL the client has used.
    fn issuer(&self) -> String {
        format!("{}{}", self.inner.api_domain, self.inner.base_path)
    }

    fn names(&self) -> Names {
        if self.has(Fault::RenamedTokens) {
            Names::RENAMED
        } else {
            Names::USUAL
        }
    }

    /// The claims that the application adds to a new session.
    fn hasura_claims(&self, user_id: &str) -> Map<String, Value> {
        let mut claims = Map::new();
        if !self.has(Fault::ClaimsAbsent) {
            let mut hasura = Map::from_iter([
                ("x-hasura-user-id".to_owned(), json!(user_id)),
                ("x-hasura-default-role".to_owned(), json!("user")),
                ("x-hasura-allowed-roles".to_owned(), json!(["user"])),
            ]);
            if !self.inner.newcomers.seeded.contains(user_id) {
                hasura.extend(self.inner.newcomers.claims.clone());
            }
            hasura.extend(
                self.core()
                    .user_by_id(user_id)
                    .map(|user| user.claims)
                    .unwrap_or_default(),
            );
            claims.insert("https://hasura.io/jwt/claims".into(), hasura.into());
        }
        claims
    }

    fn post_mail(&self, kind: &str, to: &str, link: &str) {
        let mail = json!({ "kind": kind, "to": to, "link": link });
        let mut outbox = self
            .inner
            .outbox
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        outbox.push(mail);
    }

    fn mails(&self) -> Vec<Value> {
        let outbox = self.inner.outbox.lock();
        outbox.unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// The auth API as an HTTP service.
pub(crate) fn router(api: AuthApi) -> Router {
    Router::new().fallback(handle).with_state(api)
}

async fn handle(State(api): State<AuthApi>, request: Request) -> Response<Body> {
    let incoming = Incoming::read(request, &api.names()).await;
    let reply = match route(&api, &incoming).await {
        Ok(reply) => reply,
        Err(stop) => stop.into_reply(&api, &incoming),
    };
    reply.into_response(&api)
}

/// Routes of the SDK, with the recipe that owns them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Route {
    SignUp,
    SignIn,
    EmailExists,
    ResetToken,
    Reset,
    EmailVerifyToken,
    EmailVerify,
    IsEmailVerified,
    LoginMethods,
    Refresh,
    SignOut,
    Jwks,
    Discovery,
    UserInfo,
}

impl Route {
    fn find(method: &Method, path: &str, legacy: bool) -> Option<Self> {
        let get = *method == Method::GET;
        let post = *method == Method::POST;
        Some(match path {
            "/signup" if post => Self::SignUp,
            "/signin" if post => Self::SignIn,
            "/signup/email/exists" if get => Self::EmailExists,
            "/emailpassword/email/exists" if get && !legacy => Self::EmailExists,
            "/user/password/reset/token" if post => Self::ResetToken,
            "/user/password/reset" if post => Self::Reset,
            // Built into the recipe of 2022; a recipe of its own today, which is not switched on.
            "/user/email/verify/token" if post && legacy => Self::EmailVerifyToken,
            "/user/email/verify" if post && legacy => Self::EmailVerify,
            "/user/email/verify" if get && legacy => Self::IsEmailVerified,
            "/loginmethods" if get && !legacy => Self::LoginMethods,
            "/session/refresh" if post => Self::Refresh,
            "/signout" if post => Self::SignOut,
            "/jwt/jwks.json" if get => Self::Jwks,
            "/.well-known/openid-configuration" if get => Self::Discovery,
            "/oauth/userinfo" if get && !legacy => Self::UserInfo,
            _ => return None,
        })
    }

    /// The recipe of 2022 that answers to this `rid`.
    const fn legacy_recipe(self) -> &'static str {
        match self {
            Self::SignUp
            | Self::SignIn
            | Self::EmailExists
            | Self::ResetToken
            | Self::Reset
            | Self::EmailVerifyToken
            | Self::EmailVerify
            | Self::IsEmailVerified => "emailpassword",
            Self::LoginMethods
            | Self::Refresh
            | Self::SignOut
            | Self::Jwks
            | Self::Discovery
            | Self::UserInfo => "session",
        }
    }

    /// Whether the route looks at the tenant first.
    const fn needs_tenant(self) -> bool {
        match self {
            Self::SignUp
            | Self::SignIn
            | Self::EmailExists
            | Self::ResetToken
            | Self::Reset
            | Self::LoginMethods => true,
            Self::EmailVerifyToken
            | Self::EmailVerify
            | Self::IsEmailVerified
            | Self::Refresh
            | Self::SignOut
            | Self::Jwks
            | Self::Discovery
            | Self::UserInfo => false,
        }
    }
}

/// Finds the SDK's route: the exact path first, then the reading with a tenant before it.
fn find<'a>(api: &AuthApi, incoming: &'a Incoming) -> Option<(Route, &'a str)> {
    let legacy = api.is_legacy();
    let path = incoming.path.strip_prefix(api.inner.base_path.as_str())?;
    let path = path.trim_end_matches('/');
    let method = &incoming.method;
    if let Some(route) = Route::find(method, path, legacy) {
        if !legacy {
            return Some((route, "public"));
        }
        // A `rid` that names another recipe leads past this one.
        let mine = match incoming.header("rid") {
            None | Some("anti-csrf" | "") => true,
            Some(rid) => rid == route.legacy_recipe(),
        };
        return mine.then_some((route, "public"));
    }
    let rest = path.strip_prefix('/').filter(|_| !legacy)?;
    let slash = rest.find('/')?;
    let (tenant, path) = rest.split_at(slash);
    let is_id = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let route = Route::find(method, path, legacy)?;
    tenant.chars().all(is_id).then_some((route, tenant))
}

async fn route(api: &AuthApi, incoming: &Incoming) -> Handled {
    if incoming.path == "/.sandbox/mails" && incoming.method == Method::GET {
        return Ok(Reply::json(&json!({ "mails": api.mails() })));
    }
    let Some((route, tenant)) = find(api, incoming) else {
        return app_routes::route(api, incoming).await;
    };
    if tenant != "public" && route.needs_tenant() {
        return Err(Stop::Upstream("Tenant not found error.".into()));
    }
    match route {
        Route::SignUp => credentials::sign_up(api, incoming).await,
        Route::SignIn => credentials::sign_in(api, incoming).await,
        Route::EmailExists => account::email_exists(api, incoming).await,
        Route::ResetToken => account::reset_token(api, incoming).await,
        Route::Reset => account::reset(api, incoming).await,
        Route::EmailVerifyToken => account::verification_token(api, incoming).await,
        Route::EmailVerify => account::verify_email(api, incoming).await,
        Route::IsEmailVerified => account::is_verified(api, incoming).await,
        Route::LoginMethods => account::login_methods(api).await,
        Route::Refresh => session::refresh(api, incoming).await,
        Route::SignOut => session::sign_out(api, incoming).await,
        Route::Jwks => discovery::jwks(api).await,
        Route::Discovery => Ok(discovery::configuration(api)),
        Route::UserInfo => Ok(discovery::user_info(incoming)),
    }
}
