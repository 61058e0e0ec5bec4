//! J018: secrets that get into each other's way (contracts: hasura §1.9).

use serde_json::{Map, Value};

use super::{Finding, Members};

const ID: &str = "J018";

/// Where a secret looks for tokens, as Hasura compares it: names of headers in any case, names of
/// cookies as they are.
fn location(secret: &Members<'_>) -> String {
    let header = secret.get("header");
    let text = |name: &str| {
        let text = header.and_then(|header| header.get(name)?.as_str());
        text.unwrap_or_default()
    };
    match text("type").to_ascii_lowercase().as_str() {
        "cookie" => format!("the cookie {}", text("name")),
        "customheader" => format!("the header {}", text("name").to_ascii_lowercase()),
        _ => "the header Authorization".to_owned(),
    }
}

/// J018: of two secrets for one place, each has an issuer of its own. Equal secrets are one.
pub(super) fn ambiguous(secrets: &[Map<String, Value>]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, later) in secrets.iter().enumerate() {
        for (before, earlier) in secrets[..index].iter().enumerate() {
            let (first, second) = (Members(earlier), Members(later));
            if earlier == later || location(&first) != location(&second) {
                continue;
            }
            let place = location(&second);
            let issuers = (first.text("issuer"), second.text("issuer"));
            let (problem, remedy) = match issuers {
                (Some(one), Some(other)) if one != other => continue,
                (Some(_), Some(_)) => (
                    format!(
                        "the secrets {before} and {index} both read {place} and have the same \
                         issuer: tokens of that issuer are refused (Multiple JWTs found)"
                    ),
                    "keep one of them; to change keys, use a jwk_url with both keys in its set",
                ),
                _ => (
                    format!(
                        "the secrets {before} and {index} both read {place}, and not both have an \
                         issuer: tokens that match both are refused (Multiple JWTs found)"
                    ),
                    "give each an issuer of its own, or a header of its own",
                ),
            };
            findings.push(Finding::error(ID, &index.to_string(), problem, remedy));
        }
    }
    findings
}

impl Finding {
    /// One and several secrets are set side by side (contracts: hasura §1.1).
    pub(crate) fn both_variables() -> Self {
        Self::warning(
            ID,
            "",
            "HASURA_GRAPHQL_JWT_SECRET and HASURA_GRAPHQL_JWT_SECRETS are both set: the second \
             wins, and some versions refuse to start",
            "keep one of them",
        )
    }
}
