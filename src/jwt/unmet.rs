//! Claims of SuperTokens' own recipes that the auth API asks for and Hasura does not
//! (contracts: supertokens §1.5).

use serde_json::Value;

use super::decoded::Decoded;

/// A claim with `v: false`, and what that means.
const RECIPES: [(&str, &str); 2] = [
    ("st-ev", "the e-mail address is not verified"),
    ("st-mfa", "a second factor is still missing"),
];

/// What the auth API may refuse this token for while Hasura takes it.
pub(crate) fn unmet(token: &Decoded) -> Vec<String> {
    let is_false = |claim: &str| {
        let value = token.claims.get(claim).and_then(|claim| claim.get("v"));
        value == Some(&Value::Bool(false))
    };
    RECIPES
        .into_iter()
        .filter(|(claim, _)| is_false(claim))
        .map(|(claim, meaning)| {
            format!(
                "{meaning} ({claim} is false): the auth API may refuse this session, but Hasura \
                 does not ask for it; keep such users out by the role that the session gets"
            )
        })
        .collect()
}
