//! Reading a key set over HTTP.

use reqwest::header::HeaderMap;
use url::Url;

use super::discovery_document::{Published, published};
use crate::app::App;
use crate::error::Result;
use crate::jwt::{JwtError, KeySet};

/// A key set and how its server wants it cached.
#[derive(Clone, Debug)]
pub(crate) struct Fetched {
    pub set: KeySet,
    /// Where they came from, after redirects.
    pub url: Url,
    pub headers: HeaderMap,
}

impl KeySet {
    /// Reads the key set at `url`. Where the URL is the auth API's and nothing is there, the
    /// error says which base path answers.
    pub(crate) async fn fetch(app: &App, url: &Url) -> Result<Fetched> {
        match published(app, url, "a key set").await? {
            Published::Document(response) => Ok(Fetched {
                set: Self::parse(&response.body)?,
                url: response.url,
                headers: response.headers,
            }),
            Published::Absent { url } => Err(JwtError::KeySetAbsent { url }.into()),
        }
    }
}
