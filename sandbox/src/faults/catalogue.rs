//! The list of faults: name, home and one line about each.

use super::Service;

/// A known misbehaviour of one of the doubles.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// Hasura takes JWTs whose signature does not hold.
    AcceptAnySignature,
    /// Hasura takes JWTs with alg none.
    AcceptAlgNone,
    /// Hasura takes expired JWTs.
    IgnoreExp,
    /// Hasura takes HS256 JWTs signed with the public key as the secret.
    Hs256WithPublicKey,
    /// Hasura takes x-hasura-user-id from the request beside a JWT.
    HonourUserIdHeader,
    /// Hasura takes any x-hasura-role, also one that the JWT does not allow.
    HonourRoleHeader,
    /// No row filter is applied to lists of rows.
    DropRowFilter,
    /// _`_by_pk` finds rows that the filter hides.
    ByPkUnfiltered,
    /// Aggregates count rows that the filter hides.
    AggregateUnfiltered,
    /// Rows reached through a relationship are not filtered.
    RelationshipUnfiltered,
    /// Where conditions look into hidden rows of related tables.
    WhereUnfiltered,
    /// _`_stream` subscriptions are not filtered.
    StreamUnfiltered,
    /// Equal requests in flight share one answer, whoever asks.
    SharedAnswers,
    /// Live-query subscriptions are not filtered.
    SubscriptionUnfiltered,
    /// Hasura runs without an admin secret: everybody is admin.
    NoAdminSecret,
    /// The metadata API answers without the admin secret.
    MetadataOpen,
    /// Errors carry internal details such as the SQL.
    InternalsLeaked,
    /// Errors about enum values list every column, permitted or not.
    EnumListsAll,
    /// Aggregates through a relationship count rows that the filter hides.
    RelationshipAggregateUnfiltered,
    /// An order by aggregates of related rows counts rows that the filter hides.
    OrderByUnfiltered,
    /// The console is served to everybody.
    ConsoleOpen,
    /// Hasura lets pages of any origin read its answers, with credentials.
    CorsAnyOrigin,
    /// The core's port is closed.
    CoreDown,
    /// The core refuses the auth API's key.
    CoreWrongKey,
    /// The core answers 429 to everything but /hello.
    Core429,
    /// The core speaks no version that the auth API knows.
    CoreCdiMismatch,
    /// The clock that tokens are issued by runs ten minutes ahead.
    Skew,
    /// Every refresh is taken for token theft.
    Theft,
    /// The auth API's key set lacks the key that now signs.
    StaleJwks,
    /// The auth API's key set is empty.
    EmptyJwks,
    /// /getJWT answers 200 {}, as the 2022 route does on a newer SDK.
    GetjwtEmpty,
    /// New sessions carry no Hasura claims.
    ClaimsAbsent,
    /// Routes of the app demand a verified e-mail address: 403 invalid claim.
    EmailUnverified,
    /// Sign-up and sign-in answer `GENERAL_ERROR`.
    GeneralError,
    /// Sign-up answers `SIGN_UP_NOT_ALLOWED`.
    SignupNotAllowed,
    /// Sign-in answers `SIGN_IN_NOT_ALLOWED`.
    SigninNotAllowed,
    /// Sign-up and sign-in answer a status word that nobody knows.
    UnknownStatus,
    /// Cookies are written as the Python SDK does: refresh token in quotes.
    QuotedCookies,
    /// Pages for errors are FastAPI's: JSON for 404, plain text for 500.
    FastapiPages,
    /// Session cookies and headers have names of the app's own choosing.
    RenamedTokens,
    /// In cookie mode the access token is also in st-access-token.
    ExposeAccessToken,
    /// An ngrok warning page instead of the answer, unless ngrok-skip-browser-warning is sent.
    NgrokPage,
    /// Ngrok's page for a tunnel that is offline.
    NgrokOffline,
    /// Every answer comes three seconds late.
    Slow,
    /// The request is read and never answered.
    Stall,
    /// The connection is closed without an answer.
    DropConnection,
    /// The connection is closed in the middle of the body.
    DropMidBody,
    /// The body comes one byte at a time, five a second.
    Drip,
    /// A body of 100 MB.
    HugeBody,
    /// A small gzip body that unpacks to 100 MB.
    GzipBomb,
    /// JSON bodies are labelled text/html.
    WrongContentType,
    /// The body is JSON with bytes that are no UTF-8.
    InvalidUtf8,
    /// Every answer is a redirect to itself.
    RedirectLoop,
    /// Every answer is a redirect to the same path on another of the stack's services.
    RedirectOtherOrigin,
    /// A proxy's 502 page.
    BadGateway,
    /// A framework's 500 page.
    Html500,
    /// A proxy's 429 with Retry-After: 1.
    TooManyRequests,
}

impl Fault {
    /// Every fault, in the order in which they are listed.
    pub const ALL: [Self; 57] = [
        Self::AcceptAnySignature,
        Self::AcceptAlgNone,
        Self::IgnoreExp,
        Self::Hs256WithPublicKey,
        Self::HonourUserIdHeader,
        Self::HonourRoleHeader,
        Self::DropRowFilter,
        Self::ByPkUnfiltered,
        Self::AggregateUnfiltered,
        Self::RelationshipUnfiltered,
        Self::WhereUnfiltered,
        Self::StreamUnfiltered,
        Self::SharedAnswers,
        Self::SubscriptionUnfiltered,
        Self::NoAdminSecret,
        Self::MetadataOpen,
        Self::InternalsLeaked,
        Self::EnumListsAll,
        Self::RelationshipAggregateUnfiltered,
        Self::OrderByUnfiltered,
        Self::ConsoleOpen,
        Self::CorsAnyOrigin,
        Self::CoreDown,
        Self::CoreWrongKey,
        Self::Core429,
        Self::CoreCdiMismatch,
        Self::Skew,
        Self::Theft,
        Self::StaleJwks,
        Self::EmptyJwks,
        Self::GetjwtEmpty,
        Self::ClaimsAbsent,
        Self::EmailUnverified,
        Self::GeneralError,
        Self::SignupNotAllowed,
        Self::SigninNotAllowed,
        Self::UnknownStatus,
        Self::QuotedCookies,
        Self::FastapiPages,
        Self::RenamedTokens,
        Self::ExposeAccessToken,
        Self::NgrokPage,
        Self::NgrokOffline,
        Self::Slow,
        Self::Stall,
        Self::DropConnection,
        Self::DropMidBody,
        Self::Drip,
        Self::HugeBody,
        Self::GzipBomb,
        Self::WrongContentType,
        Self::InvalidUtf8,
        Self::RedirectLoop,
        Self::RedirectOtherOrigin,
        Self::BadGateway,
        Self::Html500,
        Self::TooManyRequests,
    ];

    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::AcceptAnySignature => "accept-any-signature",
            Self::AcceptAlgNone => "accept-alg-none",
            Self::IgnoreExp => "ignore-exp",
            Self::Hs256WithPublicKey => "hs256-with-public-key",
            Self::HonourUserIdHeader => "honour-user-id-header",
            Self::HonourRoleHeader => "honour-role-header",
            Self::DropRowFilter => "drop-row-filter",
            Self::ByPkUnfiltered => "by-pk-unfiltered",
            Self::AggregateUnfiltered => "aggregate-unfiltered",
            Self::RelationshipUnfiltered => "relationship-unfiltered",
            Self::WhereUnfiltered => "where-unfiltered",
            Self::StreamUnfiltered => "stream-unfiltered",
            Self::SharedAnswers => "shared-answers",
            Self::SubscriptionUnfiltered => "subscription-unfiltered",
            Self::NoAdminSecret => "no-admin-secret",
            Self::MetadataOpen => "metadata-open",
            Self::InternalsLeaked => "internals-leaked",
            Self::EnumListsAll => "enum-lists-all",
            Self::RelationshipAggregateUnfiltered => "relationship-aggregate-unfiltered",
            Self::OrderByUnfiltered => "order-by-unfiltered",
            Self::ConsoleOpen => "console-open",
            Self::CorsAnyOrigin => "cors-any-origin",
            Self::CoreDown => "core-down",
            Self::CoreWrongKey => "core-wrong-key",
            Self::Core429 => "core-429",
            Self::CoreCdiMismatch => "core-cdi-mismatch",
            Self::Skew => "skew",
            Self::Theft => "theft",
            Self::StaleJwks => "stale-jwks",
            Self::EmptyJwks => "empty-jwks",
            Self::GetjwtEmpty => "getjwt-empty",
            Self::ClaimsAbsent => "claims-absent",
            Self::EmailUnverified => "email-unverified",
            Self::GeneralError => "general-error",
            Self::SignupNotAllowed => "signup-not-allowed",
            Self::SigninNotAllowed => "signin-not-allowed",
            Self::UnknownStatus => "unknown-status",
            Self::QuotedCookies => "quoted-cookies",
            Self::FastapiPages => "fastapi-pages",
            Self::RenamedTokens => "renamed-tokens",
            Self::ExposeAccessToken => "expose-access-token",
            Self::NgrokPage => "ngrok-page",
            Self::NgrokOffline => "ngrok-offline",
            Self::Slow => "slow",
            Self::Stall => "stall",
            Self::DropConnection => "drop-connection",
            Self::DropMidBody => "drop-mid-body",
            Self::Drip => "drip",
            Self::HugeBody => "huge-body",
            Self::GzipBomb => "gzip-bomb",
            Self::WrongContentType => "wrong-content-type",
            Self::InvalidUtf8 => "invalid-utf8",
            Self::RedirectLoop => "redirect-loop",
            Self::RedirectOtherOrigin => "redirect-other-origin",
            Self::BadGateway => "bad-gateway",
            Self::Html500 => "html-500",
            Self::TooManyRequests => "too-many-requests",
        }
    }

    /// What it does, in one line.
    #[allow(clippy::too_many_lines)] // a table: a line for each fault
    pub const fn about(self) -> &'static str {
        match self {
            Self::AcceptAnySignature => "Hasura takes JWTs whose signature does not hold",
            Self::AcceptAlgNone => "Hasura takes JWTs with alg none",
            Self::IgnoreExp => "Hasura takes expired JWTs",
            Self::Hs256WithPublicKey => {
                "Hasura takes HS256 JWTs signed with the public key as the secret"
            }
            Self::HonourUserIdHeader => {
                "Hasura takes x-hasura-user-id from the request beside a JWT"
            }
            Self::HonourRoleHeader => {
                "Hasura takes any x-hasura-role, also one that the JWT does not allow"
            }
            Self::DropRowFilter => "no row filter is applied to lists of rows",
            Self::ByPkUnfiltered => "…_by_pk finds rows that the filter hides",
            Self::AggregateUnfiltered => "aggregates count rows that the filter hides",
            Self::RelationshipUnfiltered => "rows reached through a relationship are not filtered",
            Self::WhereUnfiltered => "where conditions look into hidden rows of related tables",
            Self::StreamUnfiltered => "…_stream subscriptions are not filtered",
            Self::SharedAnswers => "equal requests in flight share one answer, whoever asks",
            Self::SubscriptionUnfiltered => {
                "live-query subscriptions are not filtered, while queries and …_stream are"
            }
            Self::NoAdminSecret => "Hasura runs without an admin secret: everybody is admin",
            Self::MetadataOpen => "the metadata API answers without the admin secret",
            Self::InternalsLeaked => "errors carry internal details such as the SQL",
            Self::EnumListsAll => "errors about enum values list every column, permitted or not",
            Self::RelationshipAggregateUnfiltered => {
                "aggregates through a relationship count rows that the filter hides"
            }
            Self::OrderByUnfiltered => {
                "an order by aggregates of related rows counts rows that the filter hides"
            }
            Self::ConsoleOpen => "the console is served to everybody",
            Self::CorsAnyOrigin => {
                "Hasura lets pages of any origin read its answers, with credentials"
            }
            Self::CoreDown => "the core's port is closed",
            Self::CoreWrongKey => "the core refuses the auth API's key",
            Self::Core429 => "the core answers 429 to everything but /hello",
            Self::CoreCdiMismatch => "the core speaks no version that the auth API knows",
            Self::Skew => "the clock that tokens are issued by runs ten minutes ahead",
            Self::Theft => "every refresh is taken for token theft",
            Self::StaleJwks => "the auth API's key set lacks the key that now signs",
            Self::EmptyJwks => "the auth API's key set is empty",
            Self::GetjwtEmpty => "/getJWT answers 200 {}, as the 2022 route does on a newer SDK",
            Self::ClaimsAbsent => "new sessions carry no Hasura claims",
            Self::EmailUnverified => {
                "routes of the app demand a verified e-mail address: 403 invalid claim"
            }
            Self::GeneralError => "sign-up and sign-in answer GENERAL_ERROR",
            Self::SignupNotAllowed => "sign-up answers SIGN_UP_NOT_ALLOWED",
            Self::SigninNotAllowed => "sign-in answers SIGN_IN_NOT_ALLOWED",
            Self::UnknownStatus => "sign-up and sign-in answer a status word that nobody knows",
            Self::QuotedCookies => {
                "cookies are written as the Python SDK does: refresh token in quotes"
            }
            Self::FastapiPages => "error pages are FastAPI's: JSON for 404, plain text for 500",
            Self::RenamedTokens => {
                "session cookies and headers have names of the app's own choosing"
            }
            Self::ExposeAccessToken => "in cookie mode the access token is also in st-access-token",
            Self::NgrokPage => {
                "an ngrok warning page instead of the answer, unless ngrok-skip-browser-warning is sent"
            }
            Self::NgrokOffline => "ngrok's page for a tunnel that is offline",
            Self::Slow => "every answer comes three seconds late",
            Self::Stall => "the request is read and never answered",
            Self::DropConnection => "the connection is closed without an answer",
            Self::DropMidBody => "the connection is closed in the middle of the body",
            Self::Drip => "the body comes one byte at a time, five a second",
            Self::HugeBody => "a body of 100 MB",
            Self::GzipBomb => "a small gzip body that unpacks to 100 MB",
            Self::WrongContentType => "JSON bodies are labelled text/html",
            Self::InvalidUtf8 => "the body is JSON with bytes that are no UTF-8",
            Self::RedirectLoop => "every answer is a redirect to itself",
            Self::RedirectOtherOrigin => {
                "every answer is a redirect to the same path on another of the stack's services"
            }
            Self::BadGateway => "a proxy's 502 page",
            Self::Html500 => "a framework's 500 page",
            Self::TooManyRequests => "a proxy's 429 with Retry-After: 1",
        }
    }

    /// The service that it strikes unless another is named.
    pub const fn home(self) -> Service {
        match self {
            Self::AcceptAnySignature
            | Self::AcceptAlgNone
            | Self::IgnoreExp
            | Self::Hs256WithPublicKey
            | Self::HonourUserIdHeader
            | Self::HonourRoleHeader
            | Self::DropRowFilter
            | Self::ByPkUnfiltered
            | Self::AggregateUnfiltered
            | Self::RelationshipUnfiltered
            | Self::WhereUnfiltered
            | Self::StreamUnfiltered
            | Self::SharedAnswers
            | Self::SubscriptionUnfiltered
            | Self::NoAdminSecret
            | Self::MetadataOpen
            | Self::InternalsLeaked
            | Self::EnumListsAll
            | Self::RelationshipAggregateUnfiltered
            | Self::OrderByUnfiltered
            | Self::ConsoleOpen
            | Self::CorsAnyOrigin => Service::Hasura,
            Self::CoreDown
            | Self::CoreWrongKey
            | Self::Core429
            | Self::CoreCdiMismatch
            | Self::Skew
            | Self::Theft => Service::Core,
            Self::StaleJwks
            | Self::EmptyJwks
            | Self::GetjwtEmpty
            | Self::ClaimsAbsent
            | Self::EmailUnverified
            | Self::GeneralError
            | Self::SignupNotAllowed
            | Self::SigninNotAllowed
            | Self::UnknownStatus
            | Self::QuotedCookies
            | Self::FastapiPages
            | Self::RenamedTokens
            | Self::ExposeAccessToken
            | Self::NgrokPage
            | Self::NgrokOffline
            | Self::Slow
            | Self::Stall
            | Self::DropConnection
            | Self::DropMidBody
            | Self::Drip
            | Self::HugeBody
            | Self::GzipBomb
            | Self::WrongContentType
            | Self::InvalidUtf8
            | Self::RedirectLoop
            | Self::RedirectOtherOrigin
            | Self::BadGateway
            | Self::Html500
            | Self::TooManyRequests => Service::Api,
        }
    }

    /// Whether `@SERVICE` may send it elsewhere: faults of the network strike any service.
    pub const fn travels(self) -> bool {
        match self {
            Self::NgrokPage
            | Self::NgrokOffline
            | Self::Slow
            | Self::Stall
            | Self::DropConnection
            | Self::DropMidBody
            | Self::Drip
            | Self::HugeBody
            | Self::GzipBomb
            | Self::WrongContentType
            | Self::InvalidUtf8
            | Self::RedirectLoop
            | Self::RedirectOtherOrigin
            | Self::BadGateway
            | Self::Html500
            | Self::TooManyRequests => true,
            Self::AcceptAnySignature
            | Self::AcceptAlgNone
            | Self::IgnoreExp
            | Self::Hs256WithPublicKey
            | Self::HonourUserIdHeader
            | Self::HonourRoleHeader
            | Self::DropRowFilter
            | Self::ByPkUnfiltered
            | Self::AggregateUnfiltered
            | Self::RelationshipUnfiltered
            | Self::WhereUnfiltered
            | Self::StreamUnfiltered
            | Self::SharedAnswers
            | Self::SubscriptionUnfiltered
            | Self::NoAdminSecret
            | Self::MetadataOpen
            | Self::InternalsLeaked
            | Self::EnumListsAll
            | Self::RelationshipAggregateUnfiltered
            | Self::OrderByUnfiltered
            | Self::ConsoleOpen
            | Self::CorsAnyOrigin
            | Self::CoreDown
            | Self::CoreWrongKey
            | Self::Core429
            | Self::CoreCdiMismatch
            | Self::Skew
            | Self::Theft
            | Self::StaleJwks
            | Self::EmptyJwks
            | Self::GetjwtEmpty
            | Self::ClaimsAbsent
            | Self::EmailUnverified
            | Self::GeneralError
            | Self::SignupNotAllowed
            | Self::SigninNotAllowed
            | Self::UnknownStatus
            | Self::QuotedCookies
            | Self::FastapiPages
            | Self::RenamedTokens
            | Self::ExposeAccessToken => false,
        }
    }
}
