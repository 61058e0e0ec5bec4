//! Routes, versions and keys.

use super::shape::Version;
use std::borrow::Cow;

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, Response, StatusCode, header};
use secrecy::ExposeSecret as _;
use serde_json::{Value, json};

use super::super::Core;
use super::call::{Call, Refusal};
use super::{keys, metadata, roles, sessions, tenants, tickets, users};
use crate::{Fault, SandboxError, Service};

/// The versions that are spoken. `/apiversion` lists them in no particular order, as a core does.
const VERSIONS: [Version; 22] = [
    Version(2, 21),
    Version(2, 16),
    Version(2, 20),
    Version(2, 15),
    Version(2, 18),
    Version(2, 19),
    Version(2, 17),
    Version(2, 14),
    Version(2, 13),
    Version(2, 12),
    Version(3, 1),
    Version(2, 11),
    Version(2, 8),
    Version(4, 0),
    Version(2, 10),
    Version(2, 9),
    Version(5, 0),
    Version(5, 4),
    Version(5, 1),
    Version(5, 2),
    Version(5, 3),
    Version(3, 0),
];

/// Spoken when a request names none.
const NEWEST: Version = Version(5, 4);

/// Where a route may be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Scope {
    /// Only without a tenant, or with `public`.
    App,
    /// With any tenant that exists; only `public` does.
    Tenant,
    /// With any tenant: the route itself says whether it exists.
    AnyTenant,
}

/// What a route does.
type Handler = fn(&Core, &Call) -> Result<Value, Refusal>;

/// A route: path without app and tenant, method, scope, handler.
type Route = (&'static str, &'static str, Scope, Handler);

/// Every route but the few that need no key.
const ROUTES: &[Route] = &[
    ("/apiversion", "GET", Scope::App, api_versions),
    ("/telemetry", "GET", Scope::App, |_, _| {
        Ok(json!({ "exists": false }))
    }),
    ("/recipe/handshake", "POST", Scope::App, keys::handshake),
    ("/recipe/jwt", "POST", Scope::App, keys::create_jwt),
    ("/recipe/jwt/jwks", "GET", Scope::App, keys::jwks),
    ("/recipe/signup", "POST", Scope::Tenant, users::sign_up),
    ("/recipe/signin", "POST", Scope::Tenant, users::sign_in),
    ("/recipe/user", "GET", Scope::Tenant, users::recipe_user),
    ("/recipe/user", "PUT", Scope::App, users::update),
    ("/user/id", "GET", Scope::App, users::by_id),
    ("/user/remove", "POST", Scope::App, users::remove),
    ("/users", "GET", Scope::Tenant, users::list),
    ("/users/count", "GET", Scope::Tenant, users::count),
    (
        "/users/by-accountinfo",
        "GET",
        Scope::Tenant,
        users::by_account_info,
    ),
    ("/recipe/session", "POST", Scope::Tenant, sessions::create),
    ("/recipe/session", "GET", Scope::App, sessions::get),
    (
        "/recipe/session/user",
        "GET",
        Scope::Tenant,
        sessions::of_user,
    ),
    (
        "/recipe/session/verify",
        "POST",
        Scope::App,
        sessions::verify,
    ),
    (
        "/recipe/session/refresh",
        "POST",
        Scope::App,
        sessions::refresh,
    ),
    (
        "/recipe/session/regenerate",
        "POST",
        Scope::App,
        sessions::regenerate,
    ),
    (
        "/recipe/session/remove",
        "POST",
        Scope::App,
        sessions::remove,
    ),
    ("/recipe/session/data", "GET", Scope::App, sessions::data),
    (
        "/recipe/session/data",
        "PUT",
        Scope::App,
        sessions::put_data,
    ),
    ("/recipe/jwt/data", "GET", Scope::App, sessions::claims),
    ("/recipe/jwt/data", "PUT", Scope::App, sessions::put_claims),
    (
        "/recipe/multitenancy/tenant",
        "GET",
        Scope::AnyTenant,
        tenants::get,
    ),
    (
        "/recipe/multitenancy/tenant/v2",
        "GET",
        Scope::AnyTenant,
        tenants::get_v2,
    ),
    (
        "/recipe/user/password/reset/token",
        "POST",
        Scope::Tenant,
        tickets::reset_token,
    ),
    (
        "/recipe/user/password/reset",
        "POST",
        Scope::Tenant,
        tickets::reset,
    ),
    (
        "/recipe/user/password/reset/token/consume",
        "POST",
        Scope::Tenant,
        tickets::consume_reset_token,
    ),
    (
        "/recipe/user/email/verify",
        "GET",
        Scope::App,
        tickets::is_verified,
    ),
    (
        "/recipe/user/email/verify",
        "POST",
        Scope::Tenant,
        tickets::verify_email,
    ),
    (
        "/recipe/user/email/verify/token",
        "POST",
        Scope::Tenant,
        tickets::verification_token,
    ),
    (
        "/recipe/user/email/verify/remove",
        "POST",
        Scope::App,
        tickets::unverify,
    ),
    (
        "/recipe/user/email/verify/token/remove",
        "POST",
        Scope::Tenant,
        tickets::revoke_verification,
    ),
    ("/recipe/user/metadata", "GET", Scope::App, metadata::get),
    ("/recipe/user/metadata", "PUT", Scope::App, metadata::update),
    (
        "/recipe/user/metadata/remove",
        "POST",
        Scope::App,
        metadata::remove,
    ),
    ("/recipe/role", "PUT", Scope::App, roles::define),
    ("/recipe/role/remove", "POST", Scope::App, roles::forget),
    ("/recipe/roles", "GET", Scope::App, roles::list),
    (
        "/recipe/role/permissions",
        "GET",
        Scope::App,
        roles::permissions,
    ),
    (
        "/recipe/role/permissions/remove",
        "POST",
        Scope::App,
        roles::narrow,
    ),
    (
        "/recipe/permission/roles",
        "GET",
        Scope::App,
        roles::permitting,
    ),
    ("/recipe/role/users", "GET", Scope::Tenant, roles::holders),
    ("/recipe/user/role", "PUT", Scope::Tenant, roles::give),
    (
        "/recipe/user/role/remove",
        "POST",
        Scope::Tenant,
        roles::take,
    ),
    ("/recipe/user/roles", "GET", Scope::Tenant, roles::of_user),
];

/// The core as an HTTP service.
pub(crate) fn router(core: Core) -> Router {
    Router::new().fallback(handle).with_state(core)
}

async fn handle(State(core): State<Core>, request: Request) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let (path, method) = (parts.uri.path(), &parts.method);
    match (method, path) {
        (_, "/hello") | (&Method::GET, "/") => return text(StatusCode::OK, "Hello"),
        (&Method::POST, "/.sandbox/keys/rotate") => return rotate(&core).await,
        (&Method::POST, "/.sandbox/keys/drop-older") => {
            core.drop_older_keys();
            return reply(&json!({ "status": "OK" }));
        }
        _ => {}
    }
    if core.faults().strikes(Fault::Core429, Service::Core) {
        return text(StatusCode::TOO_MANY_REQUESTS, "Too many requests");
    }
    if (method, path) == (&Method::GET, "/.well-known/jwks.json") {
        let (keys, max_age) = keys::published(&core);
        let mut answer = reply(&keys);
        let cache = format!("max-age={max_age}, must-revalidate");
        if let Ok(cache) = HeaderValue::from_str(&cache) {
            answer.headers_mut().insert(header::CACHE_CONTROL, cache);
        }
        return answer;
    }
    let Ok(body) = axum::body::to_bytes(body, 1024 * 1024).await else {
        return text(StatusCode::BAD_REQUEST, "Invalid Json Input");
    };
    let query = parts.uri.query().unwrap_or_default();
    match dispatch(&core, method, path, query, &parts.headers, &body) {
        Ok(value) => reply(&value),
        Err(Refusal(status, message)) => text(status, &message),
    }
}

fn dispatch(
    core: &Core,
    method: &Method,
    path: &str,
    query: &str,
    headers: &HeaderMap,
    body: &Bytes,
) -> Result<Value, Refusal> {
    // What answers GET answers HEAD; the body is left out on the way.
    let method = if *method == Method::HEAD {
        &Method::GET
    } else {
        method
    };
    let (app, tenant, path) = split_tenant(path);
    let mut routes = ROUTES.iter().filter(|route| route.0 == path).peekable();
    if routes.peek().is_none() {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "Not found"));
    }
    let (_, _, scope, handler) = routes
        .find(|route| route.1 == method.as_str())
        .ok_or_else(|| Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "Method not supported"))?;
    check_key(core, headers)?;
    let version = version(headers)?;
    if app != "public" {
        return Err(not_found(app, tenant));
    }
    if tenant != "public" {
        match scope {
            Scope::AnyTenant => {}
            Scope::App => {
                return Err(Refusal::new(
                    StatusCode::FORBIDDEN,
                    "Only public tenantId can call this app specific API",
                ));
            }
            Scope::Tenant => return Err(not_found(app, tenant)),
        }
    }
    handler(core, &Call::new(method, version, tenant, query, body)?)
}

fn not_found(app: &str, tenant: &str) -> Refusal {
    Refusal::bad(format!(
        "AppId or tenantId not found => Tenant with the following connectionURIDomain, appId and \
         tenantId combination not found: (, {app}, {tenant})"
    ))
}

/// `[/appid-<id>][/<tenant>]/<path>`: the tenant is what stands before a known path. Gives app,
/// tenant and path.
fn split_tenant(path: &str) -> (&str, &str, &str) {
    let is_route = |path: &str| ROUTES.iter().any(|route| route.0 == path);
    let after_first = |path| -> Option<(&str, &str)> {
        let rest = str::strip_prefix(path, "/")?;
        let slash = rest.find('/')?;
        Some((&rest[..slash], &rest[slash..]))
    };
    let (app, path) = match after_first(path) {
        Some((first, rest)) => match first.strip_prefix("appid-") {
            Some(app) => (app, rest),
            None => ("public", path),
        },
        None => ("public", path),
    };
    match after_first(path) {
        Some((tenant, rest)) if !is_route(path) && is_route(rest) => (app, tenant, rest),
        _ => (app, "public", path),
    }
}

/// The key may also come as `Authorization`, with or without `Bearer`.
fn check_key(core: &Core, headers: &HeaderMap) -> Result<(), Refusal> {
    let header = |name: &str| {
        let value = headers.get(name)?.to_str().ok()?;
        Some(value.strip_prefix("Bearer ").unwrap_or(value))
    };
    let given = header("api-key").or_else(|| header("authorization"));
    let wanted = core.inner.options.api_key.expose_secret();
    if given == Some(wanted) && !core.faults().has(Fault::CoreWrongKey) {
        Ok(())
    } else {
        Err(Refusal::new(StatusCode::UNAUTHORIZED, "Invalid API key"))
    }
}

fn version(headers: &HeaderMap) -> Result<Version, Refusal> {
    let Some(text) = headers.get("cdi-version") else {
        return Ok(NEWEST);
    };
    let text: Cow<'_, str> = String::from_utf8_lossy(text.as_bytes());
    Version::parse(&text)
        .filter(|version| VERSIONS.contains(version))
        .ok_or_else(|| Refusal::bad(format!("cdi-version {text} not supported")))
}

#[allow(clippy::unnecessary_wraps)] // The shape of every handler.
fn api_versions(core: &Core, _: &Call) -> Result<Value, Refusal> {
    let versions: Vec<String> = if core.faults().has(Fault::CoreCdiMismatch) {
        vec!["1.0".into()]
    } else {
        VERSIONS.iter().map(ToString::to_string).collect()
    };
    Ok(json!({ "versions": versions }))
}

async fn rotate(core: &Core) -> Response<Body> {
    match core.rotate_key().await {
        Ok(()) => reply(&json!({ "status": "OK" })),
        Err(error) => text(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
    }
}

/// An SDK tells JSON from text by the content type.
fn reply(value: &Value) -> Response<Body> {
    answer(
        StatusCode::OK,
        "application/json;charset=UTF-8",
        format!("{value}\n"),
    )
}

fn text(status: StatusCode, message: &str) -> Response<Body> {
    answer(status, "text/html;charset=UTF-8", format!("{message}\n"))
}

fn answer(status: StatusCode, content_type: &'static str, body: String) -> Response<Body> {
    let mut answer = Response::new(Body::from(body));
    *answer.status_mut() = status;
    answer
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    answer
}

impl From<SandboxError> for Refusal {
    fn from(_: SandboxError) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "Internal Error")
    }
}
