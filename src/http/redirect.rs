//! Redirects: within the origin only, unless there is nothing to betray.

use reqwest::header::{HeaderMap, LOCATION};
use reqwest::{Method, StatusCode};
use url::Url;

use super::error::HttpError;
use super::message::Request;
use super::sensitive;

/// As many as are followed.
pub(super) const MOST: usize = 5;

/// Follows the redirects of one request.
pub(super) struct Trail {
    start: Url,
    seen: Vec<(Method, Url)>,
}

impl Trail {
    pub(super) fn new(request: &Request) -> Self {
        Self {
            start: request.url.clone(),
            seen: vec![(request.method.clone(), request.url.clone())],
        }
    }

    /// The request that the answer asks for, or `None` when it is no redirect.
    pub(super) fn next(
        &mut self,
        request: &Request,
        status: StatusCode,
        headers: &HeaderMap,
    ) -> Result<Option<Request>, HttpError> {
        let Some(location) = headers.get(LOCATION).filter(|_| follows(status)) else {
            return Ok(None);
        };
        let from = &request.url;
        let to = location
            .to_str()
            .ok()
            .and_then(|text| from.join(text).ok())
            .filter(|url| matches!(url.scheme(), "http" | "https"))
            .ok_or_else(|| HttpError::BadRedirect {
                from: sensitive::shown(from),
            })?;
        Self::permit(request, status, &to)?;
        let mut next = request.clone();
        next.url = to;
        // A fragment is for the client; it must not make a loop look like progress.
        next.url.set_fragment(None);
        let step = (next.method.clone(), next.url.clone());
        if self.seen.contains(&step) || self.seen.len() > MOST {
            return Err(HttpError::RedirectLoop {
                url: sensitive::shown(&self.start),
                hops: self.seen.len() - 1,
            });
        }
        self.seen.push(step);
        Ok(Some(next))
    }

    fn permit(request: &Request, status: StatusCode, to: &Url) -> Result<(), HttpError> {
        let from = &request.url;
        let shown = |url: &Url| sensitive::shown(url);
        let safe = matches!(request.method, Method::GET | Method::HEAD);
        if from.origin() != to.origin() {
            if from.scheme() == "https" && to.scheme() == "http" {
                return Err(HttpError::Downgrade {
                    from: shown(from),
                    to: shown(to),
                });
            }
            let leaves = request.stays && from.host() != to.host();
            let betrays = sensitive::has_credentials(&request.headers) || request.body.is_some();
            if betrays || leaves || !safe {
                return Err(HttpError::CrossOrigin {
                    from: shown(from),
                    to: shown(to),
                });
            }
        }
        // 307 and 308 keep method and body; the older ones make a GET of it (RFC 9110 §15.4).
        let keeps = matches!(
            status,
            StatusCode::TEMPORARY_REDIRECT | StatusCode::PERMANENT_REDIRECT
        );
        if !keeps && !safe {
            return Err(HttpError::LosesBody {
                from: shown(from),
                method: request.method.to_string(),
                status: status.as_u16(),
                to: shown(to),
            });
        }
        Ok(())
    }
}

fn follows(status: StatusCode) -> bool {
    matches!(
        status,
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    )
}
