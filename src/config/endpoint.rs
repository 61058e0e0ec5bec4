//! How people spell the address of an engine.

use url::Url;

/// The base URL of an engine; people and APIs give that of its GraphQL endpoint instead.
pub(crate) fn base_of(mut url: Url) -> Url {
    let path = url.path().trim_end_matches('/');
    let path = path.strip_suffix("/v1/graphql").unwrap_or(path).to_owned();
    url.set_path(&path);
    url
}
