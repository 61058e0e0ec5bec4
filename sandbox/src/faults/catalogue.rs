//! The list of faults. A new one is one entry of the table below, and the questions
//! ([`super::Faults::has`]) where a double shall misbehave.

use super::service::Service;

/// What the table says of a fault.
struct Entry {
    name: &'static str,
    home: Service,
    travels: bool,
    about: &'static str,
}

/// Makes the enumeration and its table of entries: variant, name on the command line, the service
/// that it strikes, whether `@SERVICE` may send it to another, and one line about it.
macro_rules! faults {
    ($($variant:ident $name:literal $home:ident $reach:ident $about:literal;)*) => {
        /// A known misbehaviour of one of the doubles.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(clippy::doc_markdown, reason = "the words are printed as they stand")]
        pub enum Fault {
            $(#[doc = $about] $variant,)*
        }

        impl Fault {
            /// Every fault, in the order in which they are listed.
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            const fn entry(self) -> Entry {
                match self {
                    $(Self::$variant => Entry {
                        name: $name,
                        home: Service::$home,
                        travels: travels!($reach),
                        about: $about,
                    },)*
                }
            }
        }
    };
}

macro_rules! travels {
    (stays) => {
        false
    };
    (travels) => {
        true
    };
}

faults! {
    AcceptAnySignature "accept-any-signature" Hasura stays
        "Hasura takes JWTs whose signature does not hold";
    AcceptAlgNone "accept-alg-none" Hasura stays
        "Hasura takes JWTs with alg none";
    IgnoreExp "ignore-exp" Hasura stays
        "Hasura takes expired JWTs";
    Hs256WithPublicKey "hs256-with-public-key" Hasura stays
        "Hasura takes HS256 JWTs signed with the public key as the secret";
    HonourUserIdHeader "honour-user-id-header" Hasura stays
        "Hasura takes x-hasura-user-id from the request beside a JWT";
    HonourRoleHeader "honour-role-header" Hasura stays
        "Hasura takes any x-hasura-role, also one that the JWT does not allow";
    DropRowFilter "drop-row-filter" Hasura stays
        "no row filter is applied to lists of rows";
    ByPkUnfiltered "by-pk-unfiltered" Hasura stays
        "…_by_pk finds rows that the filter hides";
    AggregateUnfiltered "aggregate-unfiltered" Hasura stays
        "aggregates count rows that the filter hides";
    RelationshipUnfiltered "relationship-unfiltered" Hasura stays
        "rows reached through a relationship are not filtered";
    WhereUnfiltered "where-unfiltered" Hasura stays
        "where conditions look into hidden rows of related tables";
    StreamUnfiltered "stream-unfiltered" Hasura stays
        "…_stream subscriptions are not filtered";
    SharedAnswers "shared-answers" Hasura stays
        "equal requests in flight share one answer, whoever asks";
    SubscriptionUnfiltered "subscription-unfiltered" Hasura stays
        "live-query subscriptions are not filtered, while queries and …_stream are";
    NoAdminSecret "no-admin-secret" Hasura stays
        "Hasura runs without an admin secret: everybody is admin";
    MetadataOpen "metadata-open" Hasura stays
        "the metadata API answers without the admin secret";
    MetadataFails "metadata-fails" Hasura stays
        "the metadata API answers 500 to everybody";
    InternalsLeaked "internals-leaked" Hasura stays
        "errors carry internal details such as the SQL";
    EnumListsAll "enum-lists-all" Hasura stays
        "errors about enum values list every column, permitted or not";
    RelationshipAggregateUnfiltered "relationship-aggregate-unfiltered" Hasura stays
        "aggregates through a relationship count rows that the filter hides";
    OrderByUnfiltered "order-by-unfiltered" Hasura stays
        "an order by aggregates of related rows counts rows that the filter hides";
    ConsoleOpen "console-open" Hasura stays
        "the console is served to everybody";
    SchemaHidden "schema-hidden" Hasura stays
        "Hasura heeds disabled_for_roles, which the community edition takes and ignores";
    CorsAnyOrigin "cors-any-origin" Hasura stays
        "Hasura lets pages of any origin read its answers, with credentials";
    CoreDown "core-down" Core stays
        "the core's port is closed";
    CoreWrongKey "core-wrong-key" Core stays
        "the core refuses the auth API's key";
    Core429 "core-429" Core stays
        "the core answers 429 to everything but /hello";
    CoreCdiMismatch "core-cdi-mismatch" Core stays
        "the core speaks no version that the auth API knows";
    Skew "skew" Core stays
        "the clock that tokens are issued by runs ten minutes ahead";
    Theft "theft" Core stays
        "every refresh is taken for token theft";
    StaleJwks "stale-jwks" Api stays
        "the auth API's key set lacks the key that now signs";
    EmptyJwks "empty-jwks" Api stays
        "the auth API's key set is empty";
    GetjwtEmpty "getjwt-empty" Api stays
        "/getJWT answers 200 {}, as the 2022 route does on a newer SDK";
    ClaimsAbsent "claims-absent" Api stays
        "new sessions carry no Hasura claims";
    EmailUnverified "email-unverified" Api stays
        "routes of the app demand a verified e-mail address: 403 invalid claim";
    GeneralError "general-error" Api stays
        "sign-up and sign-in answer GENERAL_ERROR";
    SignupNotAllowed "signup-not-allowed" Api stays
        "sign-up answers SIGN_UP_NOT_ALLOWED";
    SigninNotAllowed "signin-not-allowed" Api stays
        "sign-in answers SIGN_IN_NOT_ALLOWED";
    UnknownStatus "unknown-status" Api stays
        "sign-up and sign-in answer a status word that nobody knows";
    QuotedCookies "quoted-cookies" Api stays
        "cookies are written as the Python SDK does: refresh token in quotes";
    FastapiPages "fastapi-pages" Api stays
        "error pages are FastAPI's: JSON for 404, plain text for 500";
    RenamedTokens "renamed-tokens" Api stays
        "session cookies and headers have names of the app's own choosing";
    ExposeAccessToken "expose-access-token" Api stays
        "in cookie mode the access token is also in st-access-token";
    NgrokPage "ngrok-page" Api travels
        "an ngrok warning page instead of the answer, unless ngrok-skip-browser-warning is sent";
    NgrokOffline "ngrok-offline" Api travels
        "ngrok's page for a tunnel that is offline";
    Slow "slow" Api travels
        "every answer comes three seconds late";
    Stall "stall" Api travels
        "the request is read and never answered";
    DropConnection "drop-connection" Api travels
        "the connection is closed without an answer";
    DropMidBody "drop-mid-body" Api travels
        "the connection is closed in the middle of the body";
    Drip "drip" Api travels
        "the body comes one byte at a time, five a second";
    HugeBody "huge-body" Api travels
        "a body of 100 MB";
    GzipBomb "gzip-bomb" Api travels
        "a small gzip body that unpacks to 100 MB";
    WrongContentType "wrong-content-type" Api travels
        "JSON bodies are labelled text/html";
    InvalidUtf8 "invalid-utf8" Api travels
        "the body is JSON with bytes that are no UTF-8";
    RedirectLoop "redirect-loop" Api travels
        "every answer is a redirect to itself";
    RedirectOtherOrigin "redirect-other-origin" Api travels
        "every answer is a redirect to the same path on another of the stack's services";
    BadGateway "bad-gateway" Api travels
        "a proxy's 502 page";
    Html500 "html-500" Api travels
        "a framework's 500 page";
    TooManyRequests "too-many-requests" Api travels
        "a proxy's 429 with Retry-After: 1";
}

impl Fault {
    /// The name on the command line.
    pub const fn name(self) -> &'static str {
        self.entry().name
    }

    /// What it does, in one line.
    pub const fn about(self) -> &'static str {
        self.entry().about
    }

    /// The service that it strikes unless another is named.
    pub const fn home(self) -> Service {
        self.entry().home
    }

    /// Whether `@SERVICE` may send it elsewhere: faults of the network strike any service.
    pub const fn travels(self) -> bool {
        self.entry().travels
    }
}
