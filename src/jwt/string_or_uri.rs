//! `StringOrURI` (RFC 7519 §2).

use iri_string::types::UriStr;

/// True when Hasura accepts the text as issuer, subject or audience: a text with a colon must be
/// an absolute URI (RFC 3986). Others fail while the configuration or the token is decoded
/// (contracts: hasura §1.2).
pub(crate) fn is_string_or_uri(text: &str) -> bool {
    !text.contains(':') || UriStr::new(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::is_string_or_uri;

    #[test]
    fn a_colon_calls_for_a_uri() {
        for good in [
            "",
            "my-api",
            "urn:x:y",
            "https://a/b",
            "https://a:1/b?c#d",
            "a b",
        ] {
            assert!(is_string_or_uri(good), "{good}");
        }
        for bad in ["foo: bar", ":x", "1a:b", "https://a/ü", "https://a b"] {
            assert!(!is_string_or_uri(bad), "{bad}");
        }
    }
}
