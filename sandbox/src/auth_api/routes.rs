//! Which request goes where: the routes of the SDK, then those of the app.

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{Method, Response};
use serde_json::json;

use super::api::AuthApi;
use super::incoming::Incoming;
use super::reply::Reply;
use super::stop::{Handled, Stop};
use super::{account, app_routes, credentials, discovery, generation};

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
    let base = api.inner.base_path.as_str();
    let (before, path) = incoming.path.split_at_checked(base.len())?;
    // Paths were compared in lower case until version 22 of the SDK, base path and all.
    if before != base && !(legacy && before.eq_ignore_ascii_case(base)) {
        return None;
    }
    let path = path.trim_end_matches('/');
    let method = &incoming.method;
    let lower = path.to_ascii_lowercase();
    let known = if legacy { lower.as_str() } else { path };
    if let Some(route) = Route::find(method, known, legacy) {
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
        Route::Refresh => generation::refresh(api, incoming).await,
        Route::SignOut => generation::sign_out(api, incoming).await,
        Route::Jwks => discovery::jwks(api).await,
        Route::Discovery => Ok(discovery::configuration(api)),
        Route::UserInfo => Ok(discovery::user_info(incoming)),
    }
}
