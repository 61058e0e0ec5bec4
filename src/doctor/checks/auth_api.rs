//! The auth API: where it is, and which generation it is.

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
