//! What a browser would make of the auth API's answers to a page (Fetch standard, CORS protocol).

use reqwest::Method;
use serde_json::json;
use url::Url;

use crate::app::App;
use crate::doctor::patient::Patient;
use crate::doctor::seen::Seen;
use crate::error::Result;
use crate::http::{Request, Response};
use crate::session::Transport;
use crate::supertokens::AuthApi;

/// The headers that SuperTokens' front ends send (contracts: supertokens §6, trouble 10).
const SENT: [&str; 6] = [
    "content-type",
    "rid",
    "fdi-version",
    "anti-csrf",
    "st-auth-mode",
    "authorization",
];

/// The headers of answers that they read, in which a session arrives
/// (contracts: supertokens §2.1).
const READ: [&str; 4] = [
    "front-token",
    "st-access-token",
    "st-refresh-token",
    "anti-csrf",
];

/// The route that is asked.
const SIGN_IN: &str = "/signin";

const REMEDY: &str = "allow the origin with credentials, and the headers of getAllCORSHeaders(), in \
                      a CORS middleware that stands before SuperTokens' own";

/// Asks as a page of the origin does: first whether it may, then for a session.
pub(in crate::doctor) async fn check(patient: &mut Patient<'_>) -> Seen {
    let Some(origin) = patient.options.origin.clone() else {
        return Seen::skip("--origin https://your.page has it tried");
    };
    let (preflight, answer) = match both(patient, &origin).await {
        Ok(answers) => answers,
        Err(error) => return Seen::of(&error),
    };
    let mut wrong = of_preflight(&preflight, &origin);
    let hidden = hidden(&answer);
    if wrong.is_empty() {
        let why = of_any(&answer, &origin).into_iter();
        wrong.extend(
            why.map(|why| format!("asked first it allows, and in the answer itself {why}")),
        );
    }
    if !hidden.is_empty() {
        wrong.push(format!(
            "these headers of the answer are not shown to the page, so that it sees no session: {}",
            hidden.join(", ")
        ));
    }
    let mut wrong = wrong.into_iter();
    let Some(first) = wrong.next() else {
        let seen = Seen::pass(format!(
            "{origin} may send cookies and SuperTokens' headers"
        ));
        return if patient.form.is_some() {
            seen
        } else {
            seen.also(
                "which headers of an answer with a session the page may read was not tried: nobody \
                 was signed up",
            )
        };
    };
    wrong
        .fold(Seen::fail(first, REMEDY), Seen::also)
        .code("auth.cors")
}

/// The answers to OPTIONS and to a sign-in.
async fn both(patient: &Patient<'_>, origin: &str) -> Result<(Response, Response)> {
    let app = patient.app;
    let mut url = AuthApi::new(app)?.base().clone();
    url.set_path(&format!("{}{SIGN_IN}", url.path().trim_end_matches('/')));
    let ask = Request::new(Method::OPTIONS, url.clone())
        .staying()
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", &SENT.join(","));
    let preflight = app.http.send(ask).await?;
    Ok((preflight, sign_in(patient, app, url, origin).await?))
}

/// A sign-in of the user who was signed up for this; else one without a form, which is refused.
async fn sign_in(patient: &Patient<'_>, app: &App, url: Url, origin: &str) -> Result<Response> {
    let body = patient.form.as_ref().map(|form| form.body(false));
    let session = patient.session.as_ref();
    let mode = match session.and_then(|session| session.transport) {
        Some(Transport::Header) => "header",
        _ => "cookie",
    };
    let request = Request::post_json(url, &body.unwrap_or_else(|| json!({})))
        .header("origin", origin)
        .header("rid", "emailpassword")
        .header("st-auth-mode", mode);
    Ok(app.http.send(request).await?)
}

/// The values of a header that is a list, in lower case, from all its lines.
fn list(answer: &Response, name: &str) -> Vec<String> {
    let lines = answer.headers.get_all(name).iter();
    let lines = lines.filter_map(|value| value.to_str().ok());
    lines
        .flat_map(|line| line.split(','))
        .map(|one| one.trim().to_lowercase())
        .collect()
}

/// What is wrong with the answer to OPTIONS.
fn of_preflight(answer: &Response, origin: &str) -> Vec<String> {
    let mut wrong = of_any(answer, origin);
    let status = answer.status;
    if !answer.url.path().ends_with(SIGN_IN) {
        wrong.push("OPTIONS is redirected, and a browser follows no redirect there".into());
    } else if !status.is_success() {
        wrong.push(format!(
            "OPTIONS is answered with {}, and a browser goes on after 200 to 299 only",
            status.as_u16()
        ));
    }
    let allowed = list(answer, "access-control-allow-headers");
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
    wrong
}

/// What is wrong with any answer: the origin and credentials are asked for in each.
fn of_any(answer: &Response, origin: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let lines = answer.headers.get_all("access-control-allow-origin").iter();
    let allowed: Vec<&str> = lines.filter_map(|value| value.to_str().ok()).collect();
    match allowed.as_slice() {
        [one] if *one == origin => {}
        ["*"] => wrong.push("any origin is allowed, which does not count with cookies".into()),
        [other] => wrong.push(format!("{other} is allowed, and {origin} is not")),
        [] => wrong.push(format!("{origin} is not allowed")),
        several => wrong.push(format!(
            "Access-Control-Allow-Origin is there {} times, and a browser wants it once: two of \
             proxy, middleware and auth API set it",
            several.len()
        )),
    }
    if answer.header("access-control-allow-credentials") != Some("true") {
        wrong.push("credentials are not allowed, so no cookie travels".into());
    }
    wrong
}

/// The headers of an answer that a page would have to read, and may not. `*` is a name like any
/// other where credentials are sent.
fn hidden(answer: &Response) -> Vec<&'static str> {
    let exposed = list(answer, "access-control-expose-headers");
    let hidden =
        |name: &&str| answer.headers.contains_key(*name) && !exposed.iter().any(|one| one == name);
    READ.into_iter().filter(hidden).collect()
}
