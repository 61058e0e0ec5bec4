//! From code and normalised message to a kind. First rule that fits wins.

use super::Kind;

/// `(code, substring of the normalised message, kind)`; an empty code or substring fits all.
const RULES: &[(&str, &str, Kind)] = &[
    (
        "access-denied",
        "required, but not found",
        Kind::AdminSecretRequired,
    ),
    (
        "access-denied",
        "invalid x-hasura-admin-secret",
        Kind::AdminSecretWrong,
    ),
    (
        "access-denied",
        "role is not in allowed roles",
        Kind::RoleNotAllowed,
    ),
    ("access-denied", "admin only", Kind::AdminOnly),
    ("access-denied", "have to be an admin", Kind::AdminOnly),
    (
        "invalid-headers",
        "malformed authorization",
        Kind::MalformedAuthorization,
    ),
    ("invalid-headers", "multiple jwts", Kind::SeveralJwts),
    ("invalid-headers", "could not find", Kind::CookieMissing),
    ("invalid-headers", "missing", Kind::NoToken),
    ("", "jwtexpired", Kind::JwtExpired),
    ("", "jwtnotyetvalid", Kind::JwtNotYetValid),
    ("", "jwtissuedatfuture", Kind::JwtIssuedInFuture),
    ("", "jwtnotinissuer", Kind::JwtNotInIssuer),
    ("", "jwtnotinaudience", Kind::JwtNotInAudience),
    ("", "jwsinvalidsignature", Kind::JwtBadSignature),
    ("", "jwsnosignatures", Kind::JwtNoSignature),
    ("", "nousablekeys", Kind::JwtNoUsableKeys),
    ("invalid-jwt", "compactdecodeerror", Kind::JwtNotCompact),
    ("invalid-jwt", "jsondecodeerror", Kind::JwtNotJson),
    (
        "invalid-jwt",
        "jwtclaimssetdecodeerror",
        Kind::JwtClaimUndecodable,
    ),
    ("invalid-jwt", "", Kind::JwtOther),
    (
        "jwt-missing-role-claims",
        "x-hasura-allowed-roles",
        Kind::NoAllowedRoles,
    ),
    ("jwt-missing-role-claims", "", Kind::NoDefaultRole),
    (
        "jwt-invalid-claims",
        "invalid x-hasura-allowed-roles",
        Kind::AllowedRolesNotList,
    ),
    (
        "jwt-invalid-claims",
        "invalid x-hasura-default-role",
        Kind::DefaultRoleNotString,
    ),
    ("jwt-invalid-claims", "claims_map", Kind::ClaimsMapMiss),
    (
        "jwt-invalid-claims",
        "expecting a json object",
        Kind::ClaimsNotObject,
    ),
    (
        "jwt-invalid-claims",
        "expecting a string",
        Kind::ClaimsNotString,
    ),
    (
        "jwt-invalid-claims",
        "expecting stringified json",
        Kind::ClaimsNotString,
    ),
    ("jwt-invalid-claims", "not found", Kind::ClaimsMissing),
    ("jwt-invalid-claims", "", Kind::ClaimNotString),
    (
        "not-found",
        "missing session variable",
        Kind::SessionVariableMissing,
    ),
    ("data-exception", "", Kind::BadValue),
    (
        "unexpected-payload",
        "subscriptions are not supported",
        Kind::SubscriptionOverHttp,
    ),
    (
        "validation-failed",
        "not found in type: query_root",
        Kind::RootFieldNotFound,
    ),
    (
        "validation-failed",
        "not found in type: mutation_root",
        Kind::NoMutations,
    ),
    (
        "validation-failed",
        "not found in type",
        Kind::FieldNotFound,
    ),
    (
        "validation-failed",
        "query is not allowed",
        Kind::NotInAllowList,
    ),
    ("validation-failed", "no mutations exist", Kind::NoMutations),
    ("validation-failed", "is declared as", Kind::VariableType),
    ("validation-failed", "non-nullable", Kind::VariableMissing),
    (
        "validation-failed",
        "not a valid graphql query",
        Kind::Syntax,
    ),
    ("validation-failed", "", Kind::Validation),
    ("permission-error", "", Kind::CheckFailed),
    ("permission-denied", "", Kind::CheckFailed),
    ("constraint-violation", "", Kind::Constraint),
    ("constraint-error", "", Kind::Constraint),
    ("parse-failed", "", Kind::Validation),
    ("access-denied", "", Kind::AdminOnly),
    ("unexpected", "", Kind::Internal),
    ("postgres-error", "", Kind::Internal),
    ("timeout", "", Kind::Internal),
];

/// The kind of an error. `message` is normalised.
pub(super) fn classify(code: &str, message: &str) -> Kind {
    RULES
        .iter()
        .find(|(rule_code, part, _)| {
            (rule_code.is_empty() || *rule_code == code) && message.contains(part)
        })
        .map_or(Kind::Unknown, |(_, _, kind)| *kind)
}
