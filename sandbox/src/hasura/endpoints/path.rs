//! Paths as the engine reads them: parts without a name count for nothing, so that `//v1/query`,
//! which some hasura-cli ask for, is `/v1/query`, and so is `/v1/query/` (contracts: hasura §4.1).

use axum::extract::Request;
use axum::http::Uri;
use axum::http::uri::PathAndQuery;

pub(super) async fn without_empty_parts(mut request: Request) -> Request {
    if let Some(plain) = plain(request.uri()) {
        *request.uri_mut() = plain;
    }
    request
}

/// `None` where nothing is to be changed.
fn plain(uri: &Uri) -> Option<Uri> {
    let path = uri.path();
    let ends_in_one = path.len() > 1 && path.ends_with('/');
    if !ends_in_one && !path.contains("//") {
        return None;
    }
    let mut plain: String = path
        .split('/')
        .filter(|part| !part.is_empty())
        .flat_map(|part| ["/", part])
        .collect();
    if plain.is_empty() {
        plain.push('/');
    }
    if let Some(query) = uri.query() {
        plain.extend(["?", query]);
    }
    let mut parts = uri.clone().into_parts();
    parts.path_and_query = Some(PathAndQuery::try_from(plain).ok()?);
    Uri::from_parts(parts).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_without_a_name_are_left_out() {
        let read = |path: &str| plain(&path.parse().unwrap()).map(|uri| uri.to_string());
        assert_eq!(read("/v1/query"), None);
        assert_eq!(read("/"), None);
        assert_eq!(read("//v1//query").unwrap(), "/v1/query");
        assert_eq!(
            read("/healthz/?strict=true").unwrap(),
            "/healthz?strict=true"
        );
        assert_eq!(read("///").unwrap(), "/");
        assert_eq!(
            read("http://host//v1/version").unwrap(),
            "http://host/v1/version"
        );
    }
}
