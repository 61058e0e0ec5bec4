//! Columns that hold secrets, by their names (contracts: hasura §6.3).
//!
//! Names alone decide, so elsewhere than in `SuperTokens`' own tables only those names count that
//! mean nothing else.

/// Names that mean a secret wherever they are.
const ANYWHERE: [&str; 10] = [
    "password_hash",
    "refresh_token",
    "key_string",
    "session_data",
    "jwt_user_payload",
    "secret_key",
    "link_code_",
    "device_id_hash",
    "client_secret",
    "idp_signing_certificate",
];

/// Parts of names that mean a secret in tables of `SuperTokens`.
const PARTS: [&str; 5] = [
    "core_config",
    "additional_config",
    "raw_data",
    "challenge",
    "relay_state",
];

/// Names that mean a secret in tables of `SuperTokens`.
const NAMES: [&str; 7] = [
    "token",
    "value",
    "code",
    "session_id",
    "claims",
    "payload",
    "state",
];

/// Tables of `SuperTokens` that have such columns; an installation may put a prefix before them.
const TABLES: [&str; 24] = [
    "emailpassword_users",
    "emailpassword_pswd_reset_tokens",
    "emailverification_tokens",
    "session_info",
    "session_access_token_signing_keys",
    "jwt_signing_keys",
    "key_value",
    "passwordless_devices",
    "passwordless_codes",
    "webauthn_generated_options",
    "webauthn_account_recovery_tokens",
    "totp_user_devices",
    "totp_used_codes",
    "tenant_configs",
    "tenant_thirdparty_providers",
    "tenant_thirdparty_provider_clients",
    "oauth_clients",
    "oauth_sessions",
    "oauth_m2m_tokens",
    "oauth_logout_challenges",
    "saml_clients",
    "saml_relay_state",
    "saml_claims",
    "dashboard_user_sessions",
];

/// How sure it is that a column holds a secret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Secrecy {
    /// A column of `SuperTokens`' own that is known to.
    Certain,
    /// A column of anybody's whose name means nothing else.
    ByName,
}

/// Whether a column holds a secret; `None` for one that looks harmless. The table may come with
/// its schema, names may be camel-cased.
pub(crate) fn secrecy(table: &str, column: &str) -> Option<Secrecy> {
    let table = table.rsplit('.').next().unwrap_or(table);
    let column = snake(column);
    let supertokens = has_some(table);
    let anywhere = ANYWHERE.iter().any(|part| column.contains(part));
    let there = column.ends_with("_token")
        || NAMES.contains(&column.as_str())
        || PARTS.iter().any(|part| column.contains(part));
    match (supertokens, anywhere) {
        (true, true) => Some(Secrecy::Certain),
        (true, false) => there.then_some(Secrecy::Certain),
        (false, true) => Some(Secrecy::ByName),
        (false, false) => None,
    }
}

/// True for a table of `SuperTokens` that has such columns, given its name without the schema.
pub(crate) fn has_some(table: &str) -> bool {
    TABLES
        .iter()
        .any(|name| table == *name || table.ends_with(&format!("_{name}")))
}

/// `passwordHash` as `password_hash`.
fn snake(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        if c.is_ascii_uppercase() && !out.is_empty() && !out.ends_with('_') {
            out.push('_');
        }
        out.push(c.to_ascii_lowercase());
    }
    out
}
