//! What stands beside the value in an engine's environment, and whether the engine starts with both
//! (contracts: hasura §1.7).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::hasura::compose_file::may_be_given;
use crate::hasura::jwt_secret::lint::Finding;

/// The variable that names the role of those who are not signed in.
pub(super) const UNAUTHORIZED_ROLE: &str = "HASURA_GRAPHQL_UNAUTHORIZED_ROLE";

/// Either of them makes somebody admin.
const ADMIN: [&str; 2] = ["HASURA_GRAPHQL_ADMIN_SECRET", "HASURA_GRAPHQL_ACCESS_KEY"];

/// What an entrypoint or a command says that sets one of them.
const ADMIN_WORDS: [&str; 4] = [ADMIN[0], ADMIN[1], "--admin-secret", "--access-key"];

const HOOK: &str = "HASURA_GRAPHQL_AUTH_HOOK";

/// What people write who take the variable for a switch.
const SWITCHES: [&str; 8] = ["true", "false", "yes", "no", "on", "off", "1", "0"];

/// The whole environment of an engine, names in it that are handed through included, and the
/// settings of its service, which may start it with more.
pub(super) fn whole(
    environment: &BTreeMap<String, Option<String>>,
    settings: &Value,
) -> Vec<Finding> {
    let has = |name: &str| {
        environment
            .get(name)
            .is_some_and(|value| value.as_deref() != Some(""))
    };
    let mut findings = Vec::new();
    if !ADMIN.into_iter().any(has) && !may_be_given(settings, &ADMIN_WORDS) {
        findings.push(Finding::without_admin_secret());
    }
    if has(HOOK) {
        findings.push(Finding::beside_webhook());
    }
    let role = environment.get(UNAUTHORIZED_ROLE);
    findings.extend(role.and_then(|role| self::role(role.as_deref())));
    findings
}

/// The role of those who are not signed in, where it is a word for a switch.
pub(super) fn role(role: Option<&str>) -> Option<Finding> {
    let role = role?.trim();
    let is_switch = SWITCHES.iter().any(|word| word.eq_ignore_ascii_case(role));
    is_switch.then(|| Finding::role_as_switch(role))
}
