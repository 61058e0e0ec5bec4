//! The kinds of error.

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the ids below say it in words")]
pub(crate) enum Kind {
    AdminSecretWrong,
    AdminSecretRequired,
    NoToken,
    MalformedAuthorization,
    SeveralJwts,
    CookieMissing,
    JwtExpired,
    JwtNotYetValid,
    JwtIssuedInFuture,
    JwtNotInIssuer,
    JwtNotInAudience,
    JwtBadSignature,
    JwtNoSignature,
    JwtNoUsableKeys,
    JwtNotCompact,
    JwtNotJson,
    JwtClaimUndecodable,
    JwtOther,
    ClaimsMissing,
    ClaimsNotObject,
    ClaimsNotString,
    NoAllowedRoles,
    NoDefaultRole,
    AllowedRolesNotList,
    DefaultRoleNotString,
    ClaimsMapMiss,
    ClaimNotString,
    RoleNotAllowed,
    AdminOnly,
    SessionVariableMissing,
    BadValue,
    RootFieldNotFound,
    FieldNotFound,
    NoMutations,
    VariableType,
    VariableMissing,
    Syntax,
    Validation,
    SubscriptionOverHttp,
    CheckFailed,
    Constraint,
    Internal,
    Unknown,
}

impl Kind {
    /// Stable id, the same that `explain` takes.
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Self::AdminSecretWrong => "hasura.admin_secret_wrong",
            Self::AdminSecretRequired => "hasura.admin_secret_required",
            Self::NoToken => "hasura.no_token",
            Self::MalformedAuthorization => "hasura.malformed_authorization",
            Self::SeveralJwts => "hasura.several_jwts",
            Self::CookieMissing => "hasura.cookie_missing",
            Self::JwtExpired => "hasura.jwt_expired",
            Self::JwtNotYetValid => "hasura.jwt_not_yet_valid",
            Self::JwtIssuedInFuture => "hasura.jwt_issued_in_future",
            Self::JwtNotInIssuer => "hasura.jwt_wrong_issuer",
            Self::JwtNotInAudience => "hasura.jwt_wrong_audience",
            Self::JwtBadSignature => "hasura.jwt_bad_signature",
            Self::JwtNoSignature => "hasura.jwt_no_signature",
            Self::JwtNoUsableKeys => "hasura.jwt_no_usable_keys",
            Self::JwtNotCompact => "hasura.jwt_not_three_parts",
            Self::JwtNotJson => "hasura.jwt_not_json",
            Self::JwtClaimUndecodable => "hasura.jwt_claim_undecodable",
            Self::JwtOther => "hasura.jwt_refused",
            Self::ClaimsMissing => "hasura.claims_missing",
            Self::ClaimsNotObject => "hasura.claims_not_object",
            Self::ClaimsNotString => "hasura.claims_not_string",
            Self::NoAllowedRoles => "hasura.no_allowed_roles",
            Self::NoDefaultRole => "hasura.no_default_role",
            Self::AllowedRolesNotList => "hasura.allowed_roles_not_list",
            Self::DefaultRoleNotString => "hasura.default_role_not_string",
            Self::ClaimsMapMiss => "hasura.claims_map_miss",
            Self::ClaimNotString => "hasura.claim_not_string",
            Self::RoleNotAllowed => "hasura.role_not_allowed",
            Self::AdminOnly => "hasura.admin_only",
            Self::SessionVariableMissing => "hasura.session_variable_missing",
            Self::BadValue => "hasura.bad_value",
            Self::RootFieldNotFound => "hasura.root_field_not_found",
            Self::FieldNotFound => "hasura.field_not_found",
            Self::NoMutations => "hasura.no_mutations",
            Self::VariableType => "hasura.variable_type",
            Self::VariableMissing => "hasura.variable_missing",
            Self::Syntax => "hasura.syntax",
            Self::Validation => "hasura.validation_failed",
            Self::SubscriptionOverHttp => "hasura.subscription_over_http",
            Self::CheckFailed => "hasura.check_failed",
            Self::Constraint => "hasura.constraint",
            Self::Internal => "hasura.internal",
            Self::Unknown => "hasura.other",
        }
    }

    /// True when the credentials were turned away, whatever had been asked with them.
    pub(crate) const fn is_refusal(self) -> bool {
        match self {
            Self::AdminSecretWrong
            | Self::AdminSecretRequired
            | Self::NoToken
            | Self::MalformedAuthorization
            | Self::SeveralJwts
            | Self::CookieMissing
            | Self::JwtExpired
            | Self::JwtNotYetValid
            | Self::JwtIssuedInFuture
            | Self::JwtNotInIssuer
            | Self::JwtNotInAudience
            | Self::JwtBadSignature
            | Self::JwtNoSignature
            | Self::JwtNoUsableKeys
            | Self::JwtNotCompact
            | Self::JwtNotJson
            | Self::JwtClaimUndecodable
            | Self::JwtOther
            | Self::ClaimsMissing
            | Self::ClaimsNotObject
            | Self::ClaimsNotString
            | Self::NoAllowedRoles
            | Self::NoDefaultRole
            | Self::AllowedRolesNotList
            | Self::DefaultRoleNotString
            | Self::ClaimsMapMiss
            | Self::ClaimNotString
            | Self::RoleNotAllowed
            | Self::AdminOnly => true,
            Self::SessionVariableMissing
            | Self::BadValue
            | Self::RootFieldNotFound
            | Self::FieldNotFound
            | Self::NoMutations
            | Self::VariableType
            | Self::VariableMissing
            | Self::Syntax
            | Self::Validation
            | Self::SubscriptionOverHttp
            | Self::CheckFailed
            | Self::Constraint
            | Self::Internal
            | Self::Unknown => false,
        }
    }
}
