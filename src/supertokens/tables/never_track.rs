//! Tables of `SuperTokens` that hold keys, tokens and configuration: nobody but its core has any
//! business with them (contracts: hasura §6.3).

const NAMES: [&str; 6] = [
    "key_value",
    "passwordless_devices",
    "bulk_import_users",
    "apps",
    "tenants",
    "activity_log",
];

/// Names that `SuperTokens` gives, by how they begin or end.
const PARTS: [&str; 24] = [
    "session_access_token_signing_keys",
    "jwt_signing_keys",
    "emailpassword_pswd_reset_tokens",
    "emailverification_tokens",
    "webauthn_account_recovery_tokens",
    "oauth_m2m_tokens",
    "passwordless_codes",
    "totp_users",
    "totp_user_devices",
    "totp_used_codes",
    "oauth_clients",
    "oauth_sessions",
    "oauth_logout_challenges",
    "saml_clients",
    "saml_relay_state",
    "saml_claims",
    "dashboard_users",
    "dashboard_user_sessions",
    "tenant_configs",
    "tenant_first_factors",
    "tenant_required_secondary_factors",
    "tenant_thirdparty_providers",
    "tenant_thirdparty_provider_clients",
    "webauthn_generated_options",
];

/// True for a table that should not be tracked at all, given its name without the schema.
///
/// An installation may put a prefix before all names. `apps`, `tenants` and `key_value` are words
/// that others use too, so they count only beside a table that is surely SuperTokens'.
pub(crate) fn is_one(table: &str, among_supertokens: bool) -> bool {
    let named = |name: &str| table == name || table.ends_with(&format!("_{name}"));
    PARTS.iter().any(|name| named(name))
        || table.starts_with("activity_log_") && among_supertokens
        || among_supertokens && NAMES.contains(&table)
}

/// True when one of these tables is surely SuperTokens'.
pub(crate) fn among<'a>(mut tables: impl Iterator<Item = &'a str>) -> bool {
    tables.any(|name| {
        [
            "emailpassword_users",
            "session_info",
            "all_auth_recipe_users",
        ]
        .iter()
        .any(|known| name == *known || name.ends_with(&format!("_{known}")))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_everybody_count_only_beside_supertokens_tables() {
        assert!(is_one("jwt_signing_keys", false));
        assert!(is_one("st_emailpassword_pswd_reset_tokens", false));
        assert!(!is_one("tenants", false) && is_one("tenants", true));
        assert!(!is_one("api_tokens", true) && !is_one("emailpassword_users", true));
        assert!(among(["notes", "session_info"].into_iter()));
        assert!(!among(["notes"].into_iter()));
    }
}
