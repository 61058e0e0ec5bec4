//! What the name of a column tells: that it holds a secret, or its row's owner
//! (contracts: hasura §6.3).
//!
//! One list of secrets, for three questions. `verify` reports a column that is offered and
//! `setup` does not offer it by [`secrecy`]: names alone decide, so elsewhere than in
//! `SuperTokens`' own tables only those names count that mean nothing else. A report, which is
//! passed around, keeps the values of every name of the list to itself: [`is_masked`].

/// Where a name means a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Wherever it is.
    Anywhere,
    /// In tables of `SuperTokens`.
    SuperTokens,
    /// Perhaps: no reason to report the column, reason enough not to print its values.
    Perhaps,
}

/// How much of a name must be so.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Part,
    End,
    Whole,
}

/// Names in snake case.
const SECRETS: [(Reach, Fit, &[&str]); 6] = [
    (
        Reach::Anywhere,
        Fit::Part,
        &[
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
        ],
    ),
    (
        Reach::SuperTokens,
        Fit::Part,
        &[
            "core_config",
            "additional_config",
            "raw_data",
            "challenge",
            "relay_state",
        ],
    ),
    (Reach::SuperTokens, Fit::End, &["_token"]),
    (
        Reach::SuperTokens,
        Fit::Whole,
        &[
            "token",
            "value",
            "code",
            "session_id",
            "claims",
            "payload",
            "state",
        ],
    ),
    (
        Reach::Perhaps,
        Fit::Part,
        &["password", "token", "secret", "hash", "salt", "private_key"],
    ),
    (Reach::Perhaps, Fit::Whole, &["otp", "pin", "ssn"]),
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
    /// A column of any table, with a name that can mean nothing else.
    ByName,
}

/// Whether a column holds a secret; `None` for one that looks harmless. The table may come with
/// its schema, names may be camel-cased.
pub(crate) fn secrecy(table: &str, column: &str) -> Option<Secrecy> {
    let table = table.rsplit('.').next().unwrap_or(table);
    let column = snake(column);
    let means = |reach| {
        SECRETS
            .iter()
            .filter(|(of, _, _)| *of == reach)
            .any(|(_, fit, words)| words.iter().any(|word| fits(*fit, &column, word)))
    };
    let anywhere = means(Reach::Anywhere);
    if has_some(table) {
        (anywhere || means(Reach::SuperTokens)).then_some(Secrecy::Certain)
    } else {
        anywhere.then_some(Secrecy::ByName)
    }
}

/// True for a column whose values a report does not show, whatever its table and the spelling of
/// its name.
pub(crate) fn is_masked(column: &str) -> bool {
    let column = letters(column);
    SECRETS
        .iter()
        .any(|(_, fit, words)| words.iter().any(|word| fits(*fit, &column, &letters(word))))
}

fn fits(fit: Fit, name: &str, word: &str) -> bool {
    match fit {
        Fit::Part => name.contains(word),
        Fit::End => name.ends_with(word),
        Fit::Whole => name == word,
    }
}

/// True for a table of `SuperTokens` that has such columns, given its name without the schema.
pub(crate) fn has_some(table: &str) -> bool {
    TABLES
        .iter()
        .any(|name| table == *name || table.ends_with(&format!("_{name}")))
}

/// True for names that most often are those of an owner's id.
pub(crate) fn named_like_an_owner(column: &str) -> bool {
    const NAMES: [&str; 9] = [
        "userid",
        "ownerid",
        "authorid",
        "createdby",
        "accountid",
        "customerid",
        "memberid",
        "owner",
        "author",
    ];
    NAMES.contains(&letters(column).as_str())
}

/// `password_hash` and `passwordHash` as `passwordhash`.
fn letters(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_called_a_secret_is_masked() {
        for (_, _, words) in SECRETS {
            for word in words {
                assert!(is_masked(word), "{word}");
            }
        }
        for name in ["refreshTokenHash2", "sessionData", "SessionID", "apiToken"] {
            assert!(is_masked(name), "{name}");
        }
        for name in ["title", "country_code", "user_id", "session", "keys"] {
            assert!(!is_masked(name), "{name}");
        }
    }

    #[test]
    fn only_names_that_mean_nothing_else_are_secrets_everywhere() {
        let certain = Some(Secrecy::Certain);
        assert_eq!(secrecy("session_info", "session_data"), certain);
        assert_eq!(secrecy("public.st_session_info", "sessionData"), certain);
        assert_eq!(secrecy("oauth_sessions", "session_id"), certain);
        assert_eq!(secrecy("accounts", "passwordHash"), Some(Secrecy::ByName));
        for name in ["token", "state", "raw_data", "password", "content_hash"] {
            assert_eq!(secrecy("accounts", name), None, "{name}");
        }
        assert_eq!(secrecy("session_info", "user_id"), None);
    }

    #[test]
    fn owners_are_named_in_any_spelling() {
        assert!(named_like_an_owner("user_id") && named_like_an_owner("createdBy"));
        assert!(!named_like_an_owner("note_id") && !named_like_an_owner("ownership"));
    }
}
