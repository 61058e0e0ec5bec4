//! Reading a key set over HTTP, and saying what came instead of one.

use reqwest::header::HeaderMap;
use url::Url;

use super::error::JwtError;
use super::keyset::KeySet;
use crate::app::App;
use crate::error::Result;
use crate::http::{Request, Response};

/// Larger than any key set; certificates in `x5c` included.
const MAX_KEY_SET: usize = 1024 * 1024;

/// A key set and how its server wants it cached.
#[derive(Clone, Debug)]
pub struct Fetched {
    /// The keys.
    pub set: KeySet,
    /// Where they came from, after redirects.
    pub url: Url,
    /// The answer's headers.
    pub headers: HeaderMap,
}

impl KeySet {
    /// Reads the key set at `url`.
    ///
    /// # Errors
    /// Transport failures, `KeySetStatus`, `KeySetNotJson`, `KeySetShape`.
    pub async fn fetch(app: &App, url: &Url) -> Result<Fetched> {
        let request = Request::get(url.clone())
            .header("accept", "application/json")
            // Harmless elsewhere; keeps ngrok's free tunnels from answering with a warning page.
            .header("ngrok-skip-browser-warning", "1")
            .max_body(MAX_KEY_SET);
        let response = app.http.send(request).await?;
        Ok(read(response)?)
    }
}

fn read(response: Response) -> Result<Fetched, JwtError> {
    let page = page(&response);
    if !response.status.is_success() {
        return Err(JwtError::KeySetStatus {
            url: response.url,
            status: response.status.as_u16(),
            page: page.map(|(what, _)| what),
        });
    }
    match KeySet::parse(&response.body) {
        Ok(set) => Ok(Fetched {
            set,
            url: response.url,
            headers: response.headers,
        }),
        Err(JwtError::KeySetNotJson { reason, .. }) => {
            let (reason, hint) = page.unwrap_or((reason, None));
            Err(JwtError::KeySetNotJson {
                source_name: format!("at {}", response.url),
                reason,
                hint,
            })
        }
        Err(other) => Err(other),
    }
}

/// What an HTML page is, and what to do about it.
fn page(response: &Response) -> Option<(String, Option<String>)> {
    let body = response.text();
    let html = response
        .header("content-type")
        .is_some_and(|kind| kind.starts_with("text/html"))
        || body.trim_start().starts_with('<');
    if !html {
        return None;
    }
    if body.contains("ERR_NGROK_3200") {
        let hint = "start the tunnel again, or correct the URL";
        return Some((
            "ngrok's page for a tunnel that is offline".into(),
            Some(hint.into()),
        ));
    }
    if body.contains("ERR_NGROK_") || body.to_lowercase().contains("ngrok") {
        let hint = "free tunnels show it to browsers; look whether something between here and the \
                    tunnel changes the User-Agent";
        return Some(("ngrok's warning page".into(), Some(hint.into())));
    }
    let words = body
        .split_once("<pre>")
        .and_then(|(_, rest)| rest.split(['<', '\n']).next())
        .map(|text| {
            text.replace("&#39;", "'")
                .replace("&quot;", "\"")
                .trim()
                .to_owned()
        });
    let what = match words.filter(|text| !text.is_empty()) {
        Some(words) => format!("an HTML page that says \"{words}\""),
        None => "an HTML page".into(),
    };
    let hint = "the URL reaches a web server but not the key set; check the base path";
    Some((what, Some(hint.into())))
}
