//! Every configuration key, once: its name, environment variables, kind and default.
//!
//! The table drives the check for unknown keys, the typed reading, `config show` and the
//! documentation of environment variables.

/// What a value looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    /// An absolute http or https URL.
    Url,
    /// As curl reads one: a URL, or a host alone; may have a password in it.
    Proxy,
    /// A file, relative to the configuration file that names it.
    Path,
    /// `true` or `false`.
    Bool,
    /// Seconds, a fraction allowed.
    Seconds,
    Count,
    /// One of these words.
    Choice(&'static [&'static str]),
    List,
    /// A secret: environment only, never a file or a flag.
    Secret,
}

impl Kind {
    /// For messages: what was expected.
    pub(crate) fn expected(self) -> String {
        match self {
            Self::Text | Self::Secret | Self::Proxy => "a string".into(),
            Self::Url => "an http or https URL".into(),
            Self::Path => "a path, as a string".into(),
            Self::Bool => "true or false".into(),
            Self::Seconds => "a number of seconds above 0".into(),
            Self::Count => "a whole number".into(),
            Self::Choice(words) => format!("one of {}", words.join(", ")),
            Self::List => "a list of strings".into(),
        }
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    /// Name in st-hasura.toml.
    pub name: &'static str,
    /// Environment variables, first wins. Hasura's own names are read as they are.
    pub env: &'static [&'static str],
    /// What it looks like.
    pub kind: Kind,
    /// Value when nothing says otherwise.
    pub default: Option<&'static str>,
    /// One line for people.
    pub about: &'static str,
}

const fn key(
    name: &'static str,
    env: &'static [&'static str],
    kind: Kind,
    default: Option<&'static str>,
    about: &'static str,
) -> Key {
    Key {
        name,
        env,
        kind,
        default,
        about,
    }
}

/// All keys, in the order in which `config show` prints them.
pub(crate) const KEYS: &[Key] = &[
    key(
        "api_url",
        &["ST_HASURA_API_URL"],
        Kind::Url,
        None,
        "origin of the auth API",
    ),
    key(
        "api_base_path",
        &["ST_HASURA_API_BASE_PATH"],
        Kind::Text,
        Some("/auth"),
        "base path of the auth API",
    ),
    key(
        "tenant",
        &["ST_HASURA_TENANT"],
        Kind::Text,
        None,
        "SuperTokens tenant",
    ),
    key(
        "transport",
        &["ST_HASURA_TRANSPORT"],
        Kind::Choice(&["cookie", "header"]),
        Some("cookie"),
        "how session tokens travel",
    ),
    key(
        "jwt_path",
        &["ST_HASURA_JWT_PATH"],
        Kind::Text,
        Some("/getJWT"),
        "route of the auth API that hands out the JWT",
    ),
    key(
        "jwt_pointer",
        &["ST_HASURA_JWT_POINTER"],
        Kind::Text,
        Some("/token"),
        "JSON pointer to the JWT in that route's answer",
    ),
    key(
        "jwks_url",
        &["ST_HASURA_JWKS_URL"],
        Kind::Url,
        None,
        "key set [default: the auth API's jwt/jwks.json]",
    ),
    key(
        "email",
        &["ST_HASURA_EMAIL"],
        Kind::Text,
        None,
        "e-mail address to sign up or in with",
    ),
    key(
        "password",
        &["ST_HASURA_PASSWORD"],
        Kind::Secret,
        None,
        "password; for CI only",
    ),
    key(
        "password_file",
        &["ST_HASURA_PASSWORD_FILE"],
        Kind::Path,
        None,
        "file with the password",
    ),
    key(
        "session",
        &["ST_HASURA_SESSION"],
        Kind::Text,
        None,
        "named session",
    ),
    key(
        "cookie_jar",
        &["ST_HASURA_COOKIE_JAR"],
        Kind::Path,
        None,
        "Netscape cookie jar instead of a named session",
    ),
    key(
        "hasura_endpoint",
        &["ST_HASURA_HASURA_ENDPOINT", "HASURA_GRAPHQL_ENDPOINT"],
        Kind::Url,
        None,
        "base URL of Hasura",
    ),
    key(
        "hasura_admin_secret",
        &[
            "ST_HASURA_ADMIN_SECRET",
            "HASURA_GRAPHQL_ADMIN_SECRET",
            "HASURA_GRAPHQL_ACCESS_KEY",
        ],
        Kind::Secret,
        None,
        "Hasura's admin secret",
    ),
    key(
        "hasura_admin_secret_file",
        &["ST_HASURA_ADMIN_SECRET_FILE"],
        Kind::Path,
        None,
        "file with Hasura's admin secret",
    ),
    key(
        "hasura_naming_convention",
        &[
            "ST_HASURA_NAMING_CONVENTION",
            "HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION",
        ],
        Kind::Choice(&["hasura-default", "graphql-default"]),
        None,
        "how Hasura names the fields of a source that does not say it",
    ),
    key(
        "hasura_jwt_secret",
        &[
            "ST_HASURA_JWT_SECRET",
            "HASURA_GRAPHQL_JWT_SECRET",
            "HASURA_GRAPHQL_JWT_SECRETS",
        ],
        Kind::Secret,
        None,
        "Hasura's JWT secret, which says where it looks for claims",
    ),
    key(
        "hasura_jwt_secret_file",
        &["ST_HASURA_JWT_SECRET_FILE"],
        Kind::Path,
        None,
        "file with Hasura's JWT secret: the value, a .env or a compose file",
    ),
    key(
        "core_uri",
        &["ST_HASURA_CORE_URI"],
        Kind::Url,
        None,
        "SuperTokens core",
    ),
    key(
        "core_api_key",
        &["ST_HASURA_CORE_API_KEY"],
        Kind::Secret,
        None,
        "the core's API key",
    ),
    key(
        "core_api_key_file",
        &["ST_HASURA_CORE_API_KEY_FILE"],
        Kind::Path,
        None,
        "file with the core's API key",
    ),
    key(
        "output",
        &["ST_HASURA_OUTPUT"],
        Kind::Choice(&["text", "json", "junit", "tap", "sarif", "github", "html"]),
        Some("text"),
        "how to print the result",
    ),
    key(
        "color",
        &["ST_HASURA_COLOR"],
        Kind::Choice(&["auto", "always", "never"]),
        Some("auto"),
        "when to colour",
    ),
    key(
        "no_input",
        &["ST_HASURA_NO_INPUT"],
        Kind::Bool,
        Some("false"),
        "never prompt",
    ),
    key(
        "timeout",
        &["ST_HASURA_TIMEOUT"],
        Kind::Seconds,
        Some("30"),
        "limit of one request",
    ),
    key(
        "connect_timeout",
        &["ST_HASURA_CONNECT_TIMEOUT"],
        Kind::Seconds,
        Some("10"),
        "limit of connecting",
    ),
    key(
        "retries",
        &["ST_HASURA_RETRIES"],
        Kind::Count,
        Some("2"),
        "further tries of idempotent requests",
    ),
    key(
        "cacert",
        &["ST_HASURA_CACERT", "HASURA_GRAPHQL_CERTIFICATE_AUTHORITY"],
        Kind::Path,
        None,
        "extra certificate authorities, PEM",
    ),
    key(
        "cert",
        &["ST_HASURA_CERT"],
        Kind::Path,
        None,
        "client certificate, PEM",
    ),
    key(
        "key",
        &["ST_HASURA_KEY"],
        Kind::Path,
        None,
        "its private key, PEM",
    ),
    key(
        "insecure",
        &[
            "ST_HASURA_INSECURE",
            "HASURA_GRAPHQL_INSECURE_SKIP_TLS_VERIFY",
        ],
        Kind::Bool,
        Some("false"),
        "do not verify TLS certificates",
    ),
    key(
        "proxy",
        &["ST_HASURA_PROXY"],
        Kind::Proxy,
        None,
        "proxy for all requests",
    ),
    key(
        "resolve",
        &["ST_HASURA_RESOLVE"],
        Kind::List,
        None,
        "HOST:PORT:ADDRESS overrides",
    ),
];

/// Looks a key up by its name in st-hasura.toml.
pub(crate) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// The known name that `name` may be meant for: that of the variable that it spells, the shortest
/// with all of its words, or the one most like it.
pub(crate) fn nearest(name: &str) -> Option<&'static str> {
    let spelt = |key: &&Key| key.env.iter().any(|env| env.eq_ignore_ascii_case(name));
    let has_all = |key: &&Key| {
        let mut words = name.split('_');
        words.all(|word| key.name.split('_').any(|known| known == word))
    };
    let spelt = KEYS.iter().find(spelt).map(|key| key.name);
    let longer = || {
        let longer = KEYS.iter().filter(has_all).map(|key| key.name);
        longer.min_by_key(|name| name.len())
    };
    spelt
        .or_else(longer)
        .or_else(|| nearest_of(name, KEYS.iter().map(|key| key.name)))
}

/// The one of these names that is most like `name`, when one is near enough to be meant.
pub(crate) fn nearest_of<'k>(name: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    known
        .map(|key| (strsim::jaro_winkler(name, key), key))
        .filter(|(likeness, _)| *likeness > 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, name)| name)
}

/// The table of `docs/configuration.md`, as Markdown: `key | environment | default | meaning`. A secret has no
/// key, since no file may hold one.
pub fn table() -> String {
    let mut table = String::from("| key | environment | default | meaning |\n|---|---|---|---|\n");
    for key in KEYS {
        let env: Vec<String> = key.env.iter().map(|name| format!("`{name}`")).collect();
        let name = match key.kind {
            Kind::Secret => "–".to_owned(),
            _ => format!("`{}`", key.name),
        };
        let default = key
            .default
            .map_or_else(String::new, |value| format!("`{value}`"));
        let env = env.join(", ");
        let row = format!("| {name} | {env} | {default} | {} |\n", key.about);
        table.push_str(&row);
    }
    table
}
