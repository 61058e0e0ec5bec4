//! Documents that an SDK publishes to everybody: key set and discovery.

use reqwest::Method;
use url::Url;

use super::answer::Answer;
use super::api::AuthApi;
use super::error::SuperTokensError;
use crate::app::App;
use crate::error::Result;
use crate::http::{Request, Response};

/// Larger than any such document, certificates included.
const MAX_DOCUMENT: usize = 1024 * 1024;

/// How the question after a public document ended.
#[derive(Debug)]
pub(crate) enum Published {
    /// JSON came, with a good status.
    Document(Response),
    /// 404, and nothing more is known: the URL is not below the configured auth API, or an SDK
    /// answers there and does not serve this one.
    Absent {
        /// Where it was looked for.
        url: Url,
    },
}

/// Reads the JSON document at `url`; `what` names it in errors.
pub(crate) async fn published(app: &App, url: &Url, what: &'static str) -> Result<Published> {
    let request = Request::get(url.clone())
        .header("accept", "application/json")
        // Harmless elsewhere; keeps ngrok's free tunnels from answering with a warning page.
        .header("ngrok-skip-browser-warning", "1")
        .max_body(MAX_DOCUMENT);
    let response = app.http.send(request).await?;
    let answer = Answer::read(&Method::GET, &response);
    if response.status.is_success() && answer.json().is_some() {
        return Ok(Published::Document(response));
    }
    match answer.unexpected(what) {
        SuperTokensError::NotFound(found) => {
            let url = response.url;
            let Ok(api) = AuthApi::new(app) else {
                return Ok(Published::Absent { url });
            };
            if !url.as_str().starts_with(api.base().as_str()) {
                return Ok(Published::Absent { url });
            }
            let error = api.explain(SuperTokensError::NotFound(found)).await;
            match error.downcast_ref() {
                Some(SuperTokensError::NotFound(found)) if found.base_answers => {
                    Ok(Published::Absent { url })
                }
                _ => Err(error),
            }
        }
        error => Err(error.into()),
    }
}
