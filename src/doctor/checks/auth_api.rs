//! The auth API: where it is, which generation it is, and whether pages may ask it.

use reqwest::Method;

use super::clocks;
use super::shown;
use crate::doctor::patient::Patient;
use crate::doctor::seen::Seen;
use crate::error::Error;
use crate::http::{Request, Response};
use crate::session::Generation;
use crate::supertokens::{AuthApi, SuperTokensError};

pub(in crate::doctor) async fn check(patient: &mut Patient<'_>) -> Seen {
    let app = patient.app;
    let Ok(origin) = app.config.require_api_url() else {
        return Seen::skip("no auth API is configured (api_url)");
    };
    let api = match AuthApi::new(app) {
        Ok(api) => api,
        Err(error) => return Seen::of(&error),
    };
    let generation = match api.probe_generation().await {
        Ok(generation) => generation,
        Err(error) => return misplaced(Seen::of(&error), &error),
    };
    let word = match generation {
        Generation::Modern => "today's generation, whose access token is the JWT",
        Generation::Legacy => "the generation of 2022, whose JWT is inside the session",
    };
    let mut seen = Seen::pass(format!("{}, {word}", shown(api.base())));
    // Whatever is on the way shows in the headers of any answer.
    if let Ok(answer) = app.http.send(Request::get(origin.clone())).await {
        patient
            .clocks
            .extend(clocks::of("the auth API", &answer.headers));
        if let Some(way) = in_between(&answer) {
            seen = seen.also(format!("behind {way}"));
        }
    }
    seen
}

/// With the base path that does answer, where one does.
fn misplaced(seen: Seen, error: &Error) -> Seen {
    let Some(SuperTokensError::NotFound(found)) = error.downcast_ref() else {
        return seen;
    };
    let Some(right) = found.answering.first() else {
        return seen;
    };
    let seen = match &found.origin {
        Some(origin) => seen.fix("api_url", origin),
        None => seen,
    };
    seen.fix("api_base_path", right)
}

/// What stands between here and a server, by the headers of an answer.
fn in_between(answer: &Response) -> Option<String> {
    let header = |name| answer.header(name);
    let known = [
        ("cf-ray", "Cloudflare"),
        ("x-vercel-id", "Vercel"),
        ("ngrok-error-code", "ngrok"),
        ("x-amz-apigw-id", "Amazon's API gateway"),
        ("x-azure-ref", "Azure Front Door"),
        ("fly-request-id", "Fly"),
    ];
    let found = known.iter().find(|(name, _)| header(name).is_some());
    let found = found.map(|(_, who)| (*who).to_owned());
    found.or_else(|| header("via").map(|via| format!("a proxy ({via})")))
}

/// The headers that SuperTokens' front ends send (contracts: supertokens §6, trouble 10).
const SENT: [&str; 6] = [
    "content-type",
    "rid",
    "fdi-version",
    "anti-csrf",
    "st-auth-mode",
    "authorization",
];

/// What a browser would be told of a page's origin (Fetch standard, CORS protocol).
pub(in crate::doctor) async fn cors(patient: &mut Patient<'_>) -> Seen {
    let Some(origin) = patient.options.origin.clone() else {
        return Seen::skip("--origin https://your.page has it tried");
    };
    let app = patient.app;
    let api = match AuthApi::new(app) {
        Ok(api) => api,
        Err(error) => return Seen::of(&error),
    };
    let mut url = api.base().clone();
    url.set_path(&format!("{}/signin", url.path().trim_end_matches('/')));
    let request = Request::new(Method::OPTIONS, url)
        .header("origin", &origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", &SENT.join(","));
    let answer = match app.http.send(request).await {
        Ok(answer) => answer,
        Err(error) => return Seen::of(&error.into()),
    };
    let remedy = "allow the origin with credentials, and the headers of getAllCORSHeaders(), in a \
                  CORS middleware that stands before SuperTokens' own";
    let list = |name: &str| -> Vec<String> {
        let values = answer.header(name).unwrap_or_default();
        values
            .split(',')
            .map(|one| one.trim().to_lowercase())
            .collect()
    };
    let mut wrong = Vec::new();
    match answer.header("access-control-allow-origin") {
        Some(allowed) if allowed == origin => {}
        Some("*") => wrong.push("any origin is allowed, which does not count with cookies".into()),
        Some(other) => wrong.push(format!("{other} is allowed, and {origin} is not")),
        None => wrong.push(format!("{origin} is not allowed")),
    }
    if answer.header("access-control-allow-credentials") != Some("true") {
        wrong.push("credentials are not allowed, so no cookie travels".into());
    }
    let allowed = list("access-control-allow-headers");
    let missing: Vec<&str> = SENT
        .into_iter()
        .filter(|name| !allowed.iter().any(|one| one == name))
        .collect();
    if !missing.is_empty() {
        wrong.push(format!(
            "these headers are not allowed: {}",
            missing.join(", ")
        ));
    }
    let mut wrong = wrong.into_iter();
    match wrong.next() {
        None => Seen::pass(format!(
            "{origin} may send cookies and SuperTokens' headers"
        )),
        Some(first) => wrong.fold(Seen::fail(first, remedy), Seen::also),
    }
}
