//! J015: names that Hasura does not know are ignored without a word (contracts: hasura §1.1).

use super::{Finding, Members};
use crate::jwt::pointer_step;
use crate::text::visible;

/// Every name that Hasura reads.
const KNOWN: [&str; 11] = [
    "type",
    "key",
    "jwk_url",
    "claims_namespace",
    "claims_namespace_path",
    "claims_format",
    "claims_map",
    "audience",
    "issuer",
    "allowed_skew",
    "header",
];

/// What people write for them: the names of the claims, and of other programs' settings.
const MEANT: [(&str, &str); 8] = [
    ("aud", "audience"),
    ("iss", "issuer"),
    ("alg", "type"),
    ("algorithm", "type"),
    ("jwks", "jwk_url"),
    ("jwksuri", "jwk_url"),
    ("secret", "key"),
    ("leeway", "allowed_skew"),
];

/// Below this likeness a name is taken for a name of the user's own, not for a misspelling.
const ALIKE: f64 = 0.8;

/// J015: only names that Hasura reads.
pub(super) fn known(secret: &Members<'_>) -> Vec<Finding> {
    let unknown = secret
        .0
        .keys()
        .filter(|name| !KNOWN.contains(&name.as_str()));
    unknown
        .map(|name| {
            let remedy = match nearest(name) {
                Some(nearest) => format!("did you mean {nearest}?"),
                None => format!("leave it out; Hasura reads {}", KNOWN.join(", ")),
            };
            Finding::warning(
                "J015",
                &pointer_step(name),
                format!("Hasura ignores {} without a word", visible(name)),
                remedy,
            )
        })
        .collect()
}

fn nearest(name: &str) -> Option<&'static str> {
    let bare = |text: &str| text.to_lowercase().replace(['_', '-', ' '], "");
    let name = bare(name);
    if let Some((_, meant)) = MEANT.iter().find(|(written, _)| *written == name) {
        return Some(meant);
    }
    let rated = KNOWN.map(|known| (strsim::jaro_winkler(&bare(known), &name), known));
    let best = rated.into_iter().max_by(|a, b| a.0.total_cmp(&b.0));
    best.filter(|(likeness, _)| *likeness > ALIKE)
        .map(|(_, known)| known)
}
