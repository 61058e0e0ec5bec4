//! Names under which secrets are given.

/// True for the name of a JSON member, a form field or a query parameter that holds a secret.
pub(crate) fn names_secret(name: &str) -> bool {
    // Lower-cased, without `-`, `_` and brackets.
    let name: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let name = name.to_ascii_lowercase();
    [
        "password",
        "passwd",
        "passphrase",
        "secret",
        "apikey",
        "accesskey",
        "privatekey",
        "authorization",
    ]
    .iter()
    .any(|part| name.contains(part))
        || ["token", "tokens", "signature"]
            .iter()
            .any(|end| name.ends_with(end))
        || matches!(
            name.as_str(),
            "jwt" | "cookie" | "bearer" | "key" | "pwd" | "sig"
        )
}
