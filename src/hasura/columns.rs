//! What the name of a column tells: that it holds a secret, or its row's owner
//! (contracts: hasura §6.3).
//!
//! One list of secrets, for three questions. `verify` reports a column that is offered and
//! `setup` does not offer it by [`secrecy`]; a report, which is passed around, keeps the values of
//! every column that may hold one to itself by [`is_masked`]. [`names`] and [`lists`] have the words, and
//! [`shapes`] knows secrets by what they look like, whatever their column is called.

mod lists;
mod names;

pub(crate) mod shapes;

pub(crate) use names::words;

/// True for a column of ids, as far as its name tells: `id`, `tenantId`.
pub(crate) fn names_ids(column: &str) -> bool {
    words(column).last().is_some_and(|word| word == "id")
}

/// What `SuperTokens` calls secrets in its own tables; elsewhere these are anybody's words.
const SUPERTOKENS: [&str; 13] = [
    "core_config",
    "additional_config",
    "raw_data",
    "relay_state",
    "challenge",
    "token",
    "value",
    "code",
    "session_id",
    "claims",
    "payload",
    "state",
    "secret",
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Secrecy {
    /// A column of `SuperTokens`' own that is known to.
    Certain,
    /// A column of any table, with a name that means nothing else.
    ByName,
    /// A column of any table, with a name that means something else as often.
    Perhaps,
}

/// Whether a column holds a secret; `None` for one that looks harmless. The table may come with
/// its schema, names may be camel-cased; the type is PostgreSQL's or GraphQL's, where it is known.
pub(crate) fn secrecy(table: &str, column: &str, kind: Option<&str>) -> Option<Secrecy> {
    let table = table.rsplit('.').next().unwrap_or(table);
    let words = words(column);
    if has_some(table) {
        let name = words.join("_");
        let own = SUPERTOKENS.contains(&name.as_str())
            || ["_token", "_challenge", "_state"]
                .iter()
                .any(|end| name.ends_with(end))
            || names::is_secret(&words);
        if own {
            return Some(Secrecy::Certain);
        }
    }
    if kind.is_some_and(|kind| !names::fits_type(&words, kind)) {
        return None;
    }
    let pin = names::is_pin(&words) && names::is_unlocked(&self::words(table));
    if pin || names::is_secret(&words) {
        return Some(Secrecy::ByName);
    }
    names::may_be_secret(&words).then_some(Secrecy::Perhaps)
}

/// True for a column whose values a report does not show, whatever its table and the spelling of
/// its name.
pub(crate) fn is_masked(column: &str) -> bool {
    let words = words(column);
    SUPERTOKENS.contains(&words.join("_").as_str()) || names::sounds_secret(&words)
}

/// Why a table of an application's own is for nobody but its servers, given its name without the
/// schema and its columns with their types: it records log-ins or what was done, or it is a table
/// of tokens, keys or passwords.
pub(crate) fn kept_to_itself<'c>(
    table: &str,
    mut columns: impl Iterator<Item = (&'c str, &'c str)>,
) -> Option<&'static str> {
    let words = words(table);
    if names::records_logins(&words) {
        return Some("by its name it records log-ins or what was done");
    }
    let secret = names::is_secret(&words)
        || names::may_be_secret(&words)
            && columns.any(|(column, kind)| secrecy(table, column, Some(kind)).is_some());
    secret.then_some("by its name it holds tokens, keys or passwords")
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

/// True for names that differ in nothing but a number or a side: `user_a` and `user_b`,
/// `participant1_id` and `participant2_id`. Columns of such names mean the same.
pub(crate) fn are_peers<'n>(names: impl IntoIterator<Item = &'n String>) -> bool {
    let bare = |name: &String| {
        let words = words(name).into_iter();
        let words = words.filter(|word| !SIDES.contains(&word.as_str()));
        words.collect::<Vec<_>>()
    };
    let mut names = names.into_iter().map(bare);
    names
        .next()
        .is_some_and(|first| names.all(|other| other == first))
}

/// Words that tell one of two from the other and say nothing of what they are.
const SIDES: [&str; 18] = [
    "a", "b", "x", "y", "one", "two", "first", "second", "left", "right", "low", "high", "lower",
    "higher", "min", "max", "smaller", "larger",
];

/// True for names of columns that hold a user's name or address, and mean a user by it.
pub(crate) fn names_a_user(column: &str) -> bool {
    const WHOSE: [&str; 6] = ["user", "owner", "account", "creator", "login", "uploader"];
    const NAMES: [&str; 6] = ["name", "mail", "email", "login", "handle", "nickname"];
    let words = words(column);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["username" | "login"] | ["created", "by"] => true,
        [.., whose, name] => WHOSE.contains(whose) && NAMES.contains(name),
        _ => false,
    }
}

/// `password_hash` and `passwordHash` as `passwordhash`.
fn letters(name: &str) -> String {
    name.chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|c| c.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, kind: &str) -> Option<Secrecy> {
        secrecy("accounts", name, Some(kind))
    }

    #[test]
    fn peers_differ_in_a_side() {
        let peers = |one: &str, two: &str| are_peers(&[one.to_owned(), two.to_owned()]);
        assert!(peers("user_a", "user_b"));
        assert!(peers("participant1_id", "participant2_id"));
        assert!(peers("firstUserId", "secondUserId"));
        assert!(peers("user_id_1", "user_id_2"));
        assert!(!peers("sender_id", "recipient_id"));
        assert!(!peers("owner_id", "user_id"));
    }

    #[test]
    fn secrets_are_known_in_any_spelling() {
        for name in [
            "password",
            "password_digest",
            "encrypted_password",
            "passwordHash",
            "passwordhash",
            "hashed_password",
            "user_pass",
            "db_pwd",
            "api_key",
            "apiKey",
            "APIKey",
            "apikey",
            "apiKeys",
            "access_token",
            "accesstoken",
            "reset_token",
            "refreshTokenHash2",
            "session_token",
            "private_key",
            "privateKeyPem",
            "totp_secret",
            "stripe_secret",
            "stripeSecretKey",
            "otp",
            "otp_code",
            "token_hash",
            "pw",
            "email_otp",
            "pin",
            "pin_hash",
            "card_pin",
            "recovery_codes",
            "backupCode",
            "two_factor_recovery_codes",
            "webhook_secret",
            "secret",
            "client_secret",
            "secret_answer",
            "verification_code",
            "seed_phrase",
            "aws_secret_access_key",
            "jwt",
            "passwort",
            "magic_link",
            "signing_key",
            "smtp_password_2",
            "reset_password_token",
            "github_token",
            "encrypted_otp_secret",
            "password_salt",
            "link_code_salt",
            "device_id_hash",
            "session_data",
            "mfa_seed",
            "mfaSeed",
            "two_factor_seed",
            "wallet_seed",
            "reset_digest",
            "rememberDigest",
            "activation_digest",
            "wallet_mnemonic",
        ] {
            assert_eq!(of(name, "text"), Some(Secrecy::ByName), "{name}");
            assert!(is_masked(name), "{name}");
        }
        assert_eq!(of("otp", "int4"), Some(Secrecy::ByName));
    }

    #[test]
    fn a_pin_is_a_secret_where_something_is_unlocked_with_it() {
        for table in [
            "cards",
            "debit_cards",
            "public.bank_accounts",
            "users",
            "DoorLocks",
        ] {
            assert_eq!(
                secrecy(table, "pin", Some("text")),
                Some(Secrecy::ByName),
                "{table}"
            );
            assert_eq!(secrecy(table, "pin", Some("bool")), None, "{table}");
        }
        for table in ["posts", "places", "boards", "map_markers", "messages"] {
            assert_eq!(secrecy(table, "pin", Some("int4")), None, "{table}");
            assert_eq!(
                secrecy(table, "card_pin", Some("text")),
                Some(Secrecy::ByName),
                "{table}"
            );
        }
    }

    #[test]
    fn what_only_speaks_of_secrets_is_none() {
        for (name, kind) in [
            ("password_updated_at", "text"),
            ("passwordUpdatedAt", "timestamptz"),
            ("password_required", "bool"),
            ("has_password", "text"),
            ("is_secret", "text"),
            ("token_count", "text"),
            ("tokens", "int4"),
            ("token", "int8"),
            ("token_id", "text"),
            ("reset_token_expires_at", "text"),
            ("accessTokenExpiry", "text"),
            ("otp_enabled", "text"),
            ("prompt_tokens", "text"),
            ("base_token", "text"),
            ("next_page_token", "text"),
            ("secretary", "text"),
            ("secret_santa_group", "text"),
            ("secretariat_id", "text"),
            ("public_key", "text"),
            ("apiPublicKey", "text"),
            ("publishable_key", "text"),
            ("pinned", "text"),
            ("pin", "bool"),
            ("map_pin", "text"),
            ("pin_code", "text"),
            ("pincode", "text"),
            ("key", "text"),
            ("sort_key", "text"),
            ("api_key_id", "text"),
            ("apiKeyName", "text"),
            ("secret", "bool"),
            ("passwordless", "text"),
            ("passport", "text"),
            ("country_code", "text"),
            ("code", "text"),
            ("state", "text"),
            ("raw_data", "text"),
            ("content_hash", "text"),
            ("compass", "text"),
            ("bypass", "text"),
            ("keyboard", "text"),
            ("tokenized_text", "text"),
            ("pinterest_url", "text"),
            ("opinion", "text"),
            ("seed", "text"),
            ("seed_count", "text"),
            ("mfa_seed_created_at", "text"),
            ("random_seed", "text"),
            ("grass_seed", "text"),
            ("digest", "text"),
            ("digest_frequency", "text"),
            ("weekly_digest", "text"),
            ("email_digest", "text"),
            ("content_digest", "text"),
            ("mnemonic", "text"),
        ] {
            assert_eq!(of(name, kind), None, "{name} {kind}");
        }
        for name in [
            "token",
            "tokens",
            "license_key",
            "access_code",
            "credentials",
            "salt",
        ] {
            assert_eq!(of(name, "text"), Some(Secrecy::Perhaps), "{name}");
        }
    }

    #[test]
    fn more_is_masked_than_reported() {
        for name in [
            "password_hint",
            "token_count",
            "content_hash",
            "SessionID",
            "ssn",
            "code",
        ] {
            assert!(is_masked(name), "{name}");
        }
        for name in [
            "title",
            "country_code",
            "user_id",
            "session",
            "keys",
            "secretary",
            "pinned",
        ] {
            assert!(!is_masked(name), "{name}");
        }
    }

    #[test]
    fn words_of_everybody_are_secrets_in_tables_of_supertokens() {
        let certain = Some(Secrecy::Certain);
        for (table, column) in [
            ("session_info", "session_data"),
            ("public.st_session_info", "sessionData"),
            ("oauth_sessions", "session_id"),
            ("st_emailpassword_users", "passwordHash"),
            ("auth.session_info", "refresh_token_hash_2"),
            ("key_value", "value"),
        ] {
            assert_eq!(secrecy(table, column, None), certain, "{table} {column}");
        }
        for (table, column) in [
            ("session_info", "user_id"),
            ("session_info", "session_handle"),
            ("emailpassword_users", "email"),
            ("notes", "value"),
        ] {
            assert_eq!(secrecy(table, column, None), None, "{table} {column}");
        }
    }

    #[test]
    fn tables_of_log_ins_audits_and_tokens_are_known_by_name() {
        let kept = |table: &str, column: &str| {
            kept_to_itself(table, [("id", "int4"), (column, "text")].into_iter()).is_some()
        };
        for table in [
            "audit_log",
            "AuditEvents",
            "login_attempts",
            "user_logins",
            "sign_in_history",
            "refresh_tokens",
            "passwordResets",
            "api_keys",
            "recovery_codes",
            "user_secrets",
        ] {
            assert!(kept(table, "name"), "{table}");
        }
        assert!(kept("tokens", "token") && !kept("tokens", "symbol"));
        for table in [
            "notes",
            "auditions",
            "sessions",
            "catalogin",
            "pins",
            "keys",
            "blog",
        ] {
            assert!(!kept(table, "token"), "{table}");
        }
    }

    #[test]
    fn owners_are_named_in_any_spelling() {
        assert!(named_like_an_owner("user_id") && named_like_an_owner("createdBy"));
        assert!(!named_like_an_owner("note_id") && !named_like_an_owner("ownership"));
        for name in [
            "owner_name",
            "userName",
            "username",
            "user_email",
            "created_by",
        ] {
            assert!(names_a_user(name), "{name}");
        }
        for name in [
            "name",
            "author",
            "author_name",
            "company_name",
            "email",
            "user_id",
        ] {
            assert!(!names_a_user(name), "{name}");
        }
    }
}
