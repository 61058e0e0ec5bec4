//! What kind of stack to start.

use secrecy::SecretString;
use serde_json::Value;

use crate::Faults;
use crate::core::SigningKeys;
use crate::hasura::Postgres;

/// SuperTokens generation of the auth API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Generation {
    /// Node SDK 24: the access token is the JWT.
    #[default]
    Modern,
    /// Node SDK 9, the 2022 tutorial: the JWT sits inside the session.
    Legacy,
}

/// `HASURA_GRAPHQL_DEFAULT_NAMING_CONVENTION`: how the fields of a source are called that does not
/// say so itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Naming {
    /// As in the database: `hasura-default`.
    #[default]
    Hasura,
    /// `userNotesByPk`: `graphql-default`.
    GraphQl,
}

impl Naming {
    /// As the engine's configuration has it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Hasura => "hasura-default",
            Self::GraphQl => "graphql-default",
        }
    }
}

/// `getTokenTransferMethod` of the auth API. The legacy generation knows cookies only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Transfer {
    /// As the client asks by `st-auth-mode`; headers when it does not ask.
    #[default]
    Any,
    /// Cookies, whatever is asked for.
    Cookie,
    /// Headers, whatever is asked for.
    Header,
}

/// `antiCsrf` of the auth API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AntiCsrf {
    /// No check.
    #[default]
    None,
    /// The `anti-csrf` header must carry the session's token.
    ViaToken,
    /// Any `rid` header must be there.
    ViaCustomHeader,
}

/// Where the auth API's application puts its Hasura claims.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ClaimsAt {
    /// Into an object under this claim.
    Claim(String),
    /// Into an object under these claims, one within the other; none is the token itself.
    Path(Vec<String>),
    /// Each by itself, for a `claims_map`: the allowed roles under `st-role.v`, where SuperTokens'
    /// recipe `UserRoles` has them, and the others at the top without their prefix.
    Spread,
}

impl Default for ClaimsAt {
    fn default() -> Self {
        Self::Claim("https://hasura.io/jwt/claims".into())
    }
}

impl ClaimsAt {
    /// Reads `spread`, a path of names such as `$.app.hasura`, or the name of a claim.
    pub fn read(text: &str) -> Option<Self> {
        match text.strip_prefix('$') {
            Some("") => Some(Self::Path(Vec::new())),
            Some(path) => {
                let names: Vec<String> =
                    path.strip_prefix('.')?.split('.').map(Into::into).collect();
                let are_names = names.iter().all(|name| !name.is_empty());
                are_names.then_some(Self::Path(names))
            }
            None if text == "spread" => Some(Self::Spread),
            None if text.is_empty() => None,
            None => Some(Self::Claim(text.to_owned())),
        }
    }
}

/// What kind of stack to start.
#[derive(Clone, Debug)]
pub struct StackOptions {
    /// Which generation the auth API is of.
    pub generation: Generation,
    /// How it hands out tokens.
    pub transfer: Transfer,
    /// Its anti-CSRF mode.
    pub anti_csrf: AntiCsrf,
    /// Its base path, such as `/auth`. Its own routes lie outside.
    pub base_path: String,
    /// What it believes its own origin to be; where it listens when `None`.
    pub api_domain: Option<String>,
    /// Access token validity, in seconds.
    pub access_token_ttl: u64,
    /// `useDynamicAccessTokenSigningKey: false`.
    pub static_key: bool,
    /// What the core signs with; fresh keys when `None`.
    pub signing_keys: Option<SigningKeys>,
    /// Hasura's metadata; the built-in notes application when `None`.
    pub metadata: Option<Value>,
    /// Users, tables and rows; the built-in notes application when `None`.
    pub data: Option<Value>,
    /// A real database that is read in the place of the tables of `data`.
    pub postgres: Option<Postgres>,
    /// Major version of the `PostgreSQL` that the double is to be like; what a real database says
    /// of itself, or else 15, when `None`.
    pub postgres_version: Option<u16>,
    /// How fields are called.
    pub naming: Naming,
    /// Where the application puts its Hasura claims.
    pub claims_at: ClaimsAt,
    /// As the text of a JSON object, not as one.
    pub claims_as_text: bool,
    /// `HASURA_GRAPHQL_JWT_SECRET`; `{"jwk_url":…}` of the auth API when `None`, which is also put
    /// into one that names no key.
    pub hasura_jwt_secret: Option<Value>,
    /// `HASURA_GRAPHQL_UNAUTHORIZED_ROLE`.
    pub unauthorized_role: Option<String>,
    /// The core's API key; a random one when `None`.
    pub core_api_key: Option<SecretString>,
    /// Hasura's admin secret; a random one when `None`.
    pub admin_secret: Option<SecretString>,
    /// Those that are on from the start.
    pub faults: Faults,
    /// Port of the core; 0 for a free one.
    pub core_port: u16,
    /// Port of the auth API; 0 for a free one.
    pub api_port: u16,
    /// Port of Hasura; 0 for a free one.
    pub hasura_port: u16,
}

impl Default for StackOptions {
    fn default() -> Self {
        Self {
            generation: Generation::default(),
            transfer: Transfer::default(),
            anti_csrf: AntiCsrf::default(),
            base_path: "/auth".into(),
            api_domain: None,
            access_token_ttl: 3600,
            static_key: false,
            signing_keys: None,
            metadata: None,
            data: None,
            postgres: None,
            postgres_version: None,
            naming: Naming::default(),
            claims_at: ClaimsAt::default(),
            claims_as_text: false,
            hasura_jwt_secret: None,
            unauthorized_role: None,
            core_api_key: None,
            admin_secret: None,
            faults: Faults::default(),
            core_port: 0,
            api_port: 0,
            hasura_port: 0,
        }
    }
}
