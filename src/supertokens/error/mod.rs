//! What the auth API and the core can answer that is not what was asked for.
//!
//! One variant for each thing a person would do something different about.

mod hint;

use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// Which form was sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FormKind {
    /// `POST <base>/signup`.
    SignUp,
    /// `POST <base>/signin`.
    SignIn,
}

impl FormKind {
    /// As a verb in a message.
    pub(crate) const fn verb(self) -> &'static str {
        match self {
            Self::SignUp => "sign up",
            Self::SignIn => "sign in",
        }
    }

    /// True for sign-up, which may have fields of its own.
    pub(crate) const fn creates(self) -> bool {
        matches!(self, Self::SignUp)
    }

    /// The command that sends it.
    pub(crate) const fn command(self) -> &'static str {
        match self {
            Self::SignUp => "signup",
            Self::SignIn => "signin",
        }
    }
}

/// A server of the stack that is not the auth API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Stranger {
    /// It answers as Hasura does (contracts: hasura §4.1).
    Hasura,
    /// It answers as SuperTokens' core does (contracts: supertokens §5.1).
    Core,
}

/// A path that nothing claims, and what a look around found.
#[derive(Debug, Default)]
pub(crate) struct NotFound {
    /// Method and URL.
    pub route: String,
    /// The base path that was used; `/` for none.
    pub base: String,
    /// An SDK answers other paths below that base path.
    pub base_answers: bool,
    /// Where the base path starts, when `--api-url` has a path of its own that is in the way.
    pub origin: Option<String>,
    /// Base paths of this server that do answer.
    pub answering: Vec<String>,
    /// Who answers in the place of an SDK, where that is known.
    pub stranger: Option<Stranger>,
    /// The tenant in the path.
    pub tenant: Option<String>,
    /// What it said.
    pub said: String,
}

/// What can go wrong here. `auth.…` codes come from the auth API, `core.…` from the core.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SuperTokensError {
    /// Status `WRONG_CREDENTIALS_ERROR`.
    #[error("the auth API refused the e-mail address or password of {email}")]
    WrongCredentials {
        /// The address that was tried.
        email: String,
    },
    /// `FIELD_ERROR` saying that the address is in use.
    #[error("{email} is signed up already")]
    EmailTaken { email: String, said: String },
    /// `FIELD_ERROR`: what the validators of the auth API did not like.
    #[error("the auth API did not accept {}", list_fields(fields))]
    Fields {
        /// Field and objection, in the order they came.
        fields: Vec<(String, String)>,
    },
    /// `SIGN_UP_NOT_ALLOWED`, `SIGN_IN_NOT_ALLOWED`: account-linking rules.
    #[error("the auth API does not let this user {}", form.verb())]
    NotAllowed {
        form: FormKind,
        /// The server's words, ending in `(ERR_CODE_…)`.
        reason: String,
    },
    /// `GENERAL_ERROR`: the application's own refusal.
    #[error("the auth API refused: {message}")]
    Refused { message: String },
    /// 400 with a message.
    #[error("the auth API calls the request malformed: {message}")]
    BadRequest { message: String },
    /// 401 on a form: account linking or a second factor wants a session first.
    #[error("the auth API wants a session before this user may {}", form.verb())]
    NeedsSession { form: FormKind },
    /// A status word that no SDK is known to send.
    #[error("the auth API answered with the unknown status word {word:?}")]
    UnknownStatus {
        word: String,
        /// Method and URL.
        route: String,
    },
    /// 401 `unauthorised`.
    #[error("the session is not valid any more")]
    SessionGone {
        /// What was being done.
        doing: &'static str,
        /// No anti-CSRF value was known; under `VIA_TOKEN` its absence gives the same answer.
        without_anti_csrf: bool,
    },
    /// 401 `token theft detected`.
    #[error("SuperTokens saw a used refresh token a second time and revoked the session")]
    TokenTheft,
    /// `try refresh token`, again, after a refresh.
    #[error("the auth API asks for a refresh although the session was refreshed just now")]
    RefreshLoop {
        /// Method and URL.
        route: String,
    },
    /// There is nothing to refresh with.
    #[error("the session has no refresh token{}", .reason.as_deref().map(|r| format!(": {r}")).unwrap_or_default())]
    NoRefreshToken {
        /// Why, where something is known.
        reason: Option<String>,
    },
    /// The session was made with another auth API than the configured one.
    #[error("the session belongs to the auth API {session}, and {configured} is configured")]
    OtherApi {
        /// Base URL of the session's.
        session: String,
        /// Base URL of the configured one.
        configured: String,
    },
    /// The session knows of no token at all.
    #[error("the session holds no tokens")]
    EmptySession,
    /// 403 with `claimValidationErrors`.
    #[error("the auth API wants a claim that this session does not have: {}", claims.join(", "))]
    InvalidClaim {
        /// `id` and reason of each.
        claims: Vec<String>,
    },
    /// 401 or 403 in words of the application's own.
    #[error("the auth API refused with {status}")]
    Forbidden {
        status: u16,
        /// Method and URL.
        route: String,
        said: String,
    },
    /// 404: nothing claims the path.
    #[error("nothing answers at {}", .0.route)]
    NotFound(Box<NotFound>),
    /// The tenant is unknown.
    #[error("the auth API knows no tenant {tenant:?}")]
    UnknownTenant {
        /// As configured; empty when none was.
        tenant: String,
        /// Method and URL.
        route: String,
        said: String,
    },
    #[error("the auth API is limiting requests (429)")]
    RateLimited {
        /// Method and URL.
        route: String,
        /// `Retry-After`, as it came.
        retry_after: Option<String>,
    },
    /// The SDK cannot reach its core.
    #[error("the auth API is up, but its SuperTokens core is not")]
    CoreDown { said: String },
    /// The SDK's API key is refused by its core.
    #[error("the auth API is up, but its core refuses the API key that the auth API sends")]
    CoreKeyOfApi { said: String },
    /// SDK and core have no CDI version in common.
    #[error("the auth API's SDK and its core speak no common version")]
    CoreMismatch { said: String },
    /// Another failure between SDK and core.
    #[error("the auth API is up, but its core answered with {status}")]
    CoreTrouble { status: String, said: String },
    /// 5xx without a known cause.
    #[error("the auth API failed with {status}")]
    ServerError {
        status: u16,
        /// Method and URL.
        route: String,
        said: String,
    },
    /// A tunnel's own page instead of the auth API.
    #[error("{tunnel} answered with a page of its own instead of the auth API")]
    Tunnel {
        /// Name of the tunnel.
        tunnel: &'static str,
        /// Its code, such as `ERR_NGROK_3200`.
        code: Option<String>,
        said: String,
    },
    /// Something answered, but not an auth API.
    #[error("{route} answered with {kind} instead of JSON")]
    NotJson {
        /// Method and URL.
        route: String,
        kind: String,
        status: u16,
        said: String,
    },
    /// JSON of another shape.
    #[error("{route} answered without {missing}")]
    BadAnswer {
        /// Method and URL.
        route: String,
        /// What should have been there.
        missing: &'static str,
        /// Names of the members that were.
        got: String,
    },
    /// `OK` without tokens.
    #[error("the auth API says OK but sent no session tokens")]
    NoTokens {
        /// Method and URL.
        route: String,
    },
    /// `OK` with cookies that their sender may not set.
    #[error(
        "the auth API says OK, and its cookies are not for {host}: their Domain does not cover it"
    )]
    ForeignCookies {
        /// Method and URL.
        route: String,
        /// Who sent them.
        host: String,
    },
    /// `OK` to a refresh, and the session is what it was.
    #[error("the auth API says OK to the refresh, and no new {missing} came")]
    NotRenewed {
        /// Method and URL.
        route: String,
        /// What did not come.
        missing: String,
    },
    /// No place held a JWT.
    #[error("found no JWT for Hasura in this session")]
    NoJwt {
        /// Place and what was there, in the order of looking.
        tried: Vec<String>,
    },
    /// The core refuses our API key.
    #[error("the core refuses the API key")]
    CoreKey {
        said: String,
        /// Whether a key was sent at all.
        sent: bool,
    },
    /// The core knows none of the CDI versions that we do.
    #[error("the core speaks CDI {}, none of which this program knows", offered.join(", "))]
    CoreVersion {
        /// What `/apiversion` offered.
        offered: Vec<String>,
    },
    /// The core answered outside its contract.
    #[error("the core answered {route} with {status}")]
    CoreAnswer {
        /// Method and URL.
        route: String,
        status: u16,
        said: String,
    },
    /// A core that SuperTokens runs for everybody.
    #[error("{host} is shared with everybody: its users are not yours alone")]
    SharedCore { host: String },
    /// Nobody has these ids or addresses.
    #[error("the core knows no user {}", who.join(", "))]
    UnknownUser {
        /// As they were named.
        who: Vec<String>,
    },
    /// A name that stands for more than was named.
    #[error("{who} does not name one user")]
    AmbiguousUser {
        /// As it was named.
        who: String,
        /// Whom it may mean.
        what: Vec<String>,
    },
    /// The user's record changed between listing and removal.
    #[error("user {id} is no longer the one that was looked up")]
    UserChanged { id: String, what: String },
}

fn list_fields(fields: &[(String, String)]) -> String {
    let names: Vec<&str> = fields.iter().map(|(id, _)| id.as_str()).collect();
    match names.as_slice() {
        [] => "the form".into(),
        [one] => format!("the field \"{one}\""),
        many => format!("the fields {}", many.join(", ")),
    }
}

impl Diagnostic for SuperTokensError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::WrongCredentials { .. } => ("auth.wrong_credentials", Exit::AuthRefused),
            Self::EmailTaken { .. } => ("auth.email_taken", Exit::AuthRefused),
            Self::Fields { .. } => ("auth.field_error", Exit::Usage),
            Self::NotAllowed {
                form: FormKind::SignUp,
                ..
            } => ("auth.sign_up_not_allowed", Exit::AuthRefused),
            Self::NotAllowed {
                form: FormKind::SignIn,
                ..
            } => ("auth.sign_in_not_allowed", Exit::AuthRefused),
            Self::Refused { .. } => ("auth.refused", Exit::AuthRefused),
            Self::BadRequest { .. } => ("auth.bad_request", Exit::Usage),
            Self::NeedsSession { .. } => ("auth.needs_session", Exit::AuthRefused),
            Self::UnknownStatus { .. } => ("auth.unknown_status", Exit::Contract),
            Self::SessionGone { .. } => ("auth.session_gone", Exit::AuthRefused),
            Self::TokenTheft => ("auth.token_theft", Exit::AuthRefused),
            Self::RefreshLoop { .. } => ("auth.refresh_loop", Exit::AuthRefused),
            Self::NoRefreshToken { .. } => ("auth.no_refresh_token", Exit::AuthRefused),
            Self::OtherApi { .. } => ("auth.other_api", Exit::Usage),
            Self::EmptySession => ("auth.empty_session", Exit::AuthRefused),
            Self::InvalidClaim { .. } => ("auth.invalid_claim", Exit::AuthRefused),
            Self::Forbidden { .. } => ("auth.forbidden", Exit::AuthRefused),
            // Another base path answers, so the configured one is wrong; otherwise it is the
            // server that is not what it should be.
            Self::NotFound(found) if !found.answering.is_empty() => ("auth.not_found", Exit::Usage),
            Self::NotFound(_) => ("auth.not_found", Exit::Contract),
            Self::UnknownTenant { .. } => ("auth.unknown_tenant", Exit::Usage),
            Self::RateLimited { .. } => ("auth.rate_limited", Exit::Contract),
            Self::CoreDown { .. } => ("auth.core_down", Exit::Contract),
            Self::CoreKeyOfApi { .. } => ("auth.core_key_refused", Exit::Contract),
            Self::CoreMismatch { .. } => ("auth.core_mismatch", Exit::Contract),
            Self::CoreTrouble { .. } => ("auth.core_trouble", Exit::Contract),
            Self::ServerError { .. } => ("auth.server_error", Exit::Contract),
            Self::Tunnel { .. } => ("auth.tunnel_page", Exit::Contract),
            Self::NotJson { .. } => ("auth.not_json", Exit::Contract),
            Self::BadAnswer { .. } => ("auth.bad_answer", Exit::Contract),
            Self::NoTokens { .. } => ("auth.no_tokens", Exit::Contract),
            Self::ForeignCookies { .. } => ("auth.cookie_blocked", Exit::Contract),
            Self::NotRenewed { .. } => ("auth.not_renewed", Exit::Contract),
            Self::NoJwt { .. } => ("auth.no_jwt", Exit::Contract),
            Self::CoreKey { .. } => ("core.key_refused", Exit::AuthRefused),
            Self::CoreVersion { .. } => ("core.unknown_version", Exit::Contract),
            Self::CoreAnswer { .. } => ("core.bad_answer", Exit::Contract),
            Self::SharedCore { .. } => ("core.shared", Exit::Usage),
            Self::UnknownUser { .. } => ("core.unknown_user", Exit::Usage),
            Self::AmbiguousUser { .. } => ("core.ambiguous_user", Exit::Usage),
            Self::UserChanged { .. } => ("core.user_changed", Exit::Contract),
        }
    }

    fn hint(&self) -> Option<String> {
        hint::hint(self)
    }

    fn notes(&self) -> Vec<String> {
        hint::notes(self)
    }
}
