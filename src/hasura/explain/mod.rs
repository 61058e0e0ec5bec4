//! What an error of Hasura's means: classification, cause and fix.
//!
//! Messages changed their quoting between releases, so `extensions.code` is looked at first and
//! the message only in normalised form (contracts: hasura §0, §2.2–§2.5, §9).

mod kind;
mod rules;

pub(crate) use kind::Kind;

use crate::troubles;

/// What an error means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Explanation {
    pub kind: Kind,
    /// Why it happens, in one sentence.
    pub cause: &'static str,
    /// What to do, in one sentence.
    pub fix: &'static str,
}

/// Explains an error by its code and its message.
pub(crate) fn explain(code: Option<&str>, message: &str) -> Explanation {
    let kind = rules::classify(code.unwrap_or_default(), &normalise(message));
    let known = troubles::find(kind.id());
    Explanation {
        kind,
        cause: known.map_or("", |trouble| trouble.means),
        fix: known.map_or("", |trouble| trouble.cure),
    }
}

/// Quotes gone, lower case, single blanks.
fn normalise(message: &str) -> String {
    let plain: String = message
        .chars()
        .filter(|c| !matches!(c, '"' | '\'' | '`' | '‘' | '’' | '“' | '”'))
        .collect::<String>()
        .to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_is_in_the_catalogue() {
        for kind in Kind::ALL {
            assert!(troubles::find(kind.id()).is_some(), "{}", kind.id());
        }
    }

    #[test]
    fn quoting_does_not_matter() {
        for message in [
            "invalid x-hasura-admin-secret/x-hasura-access-key",
            "invalid \"x-hasura-admin-secret\"/\"x-hasura-access-key\"",
        ] {
            assert_eq!(
                explain(Some("access-denied"), message).kind,
                Kind::AdminSecretWrong
            );
        }
    }

    #[test]
    fn every_recorded_text_has_its_kind() {
        let jwt = |tail: &str| format!("Could not verify JWT: {tail}");
        let cases: Vec<(&str, String, Kind)> = vec![
            ("access-denied", "\"x-hasura-admin-secret\"/\"x-hasura-access-key\" required, but not found".into(), Kind::AdminSecretRequired),
            ("invalid-headers", "Missing 'Authorization' or 'Cookie' header in JWT authentication mode".into(), Kind::NoToken),
            ("invalid-headers", "Missing Authorization header in JWT authentication mode".into(), Kind::NoToken),
            ("invalid-headers", "Malformed Authorization header".into(), Kind::MalformedAuthorization),
            ("invalid-headers", jwt("Multiple JWTs found"), Kind::SeveralJwts),
            ("invalid-headers", "Could not find sAccessToken in Cookie header".into(), Kind::CookieMissing),
            ("invalid-jwt", jwt("JWTExpired"), Kind::JwtExpired),
            ("invalid-jwt", jwt("JWTNotYetValid"), Kind::JwtNotYetValid),
            ("invalid-jwt", jwt("JWTIssuedAtFuture"), Kind::JwtIssuedInFuture),
            ("invalid-jwt", jwt("JWTNotInIssuer"), Kind::JwtNotInIssuer),
            ("invalid-jwt", jwt("JWTNotInAudience"), Kind::JwtNotInAudience),
            ("invalid-jwt", jwt("JWSError JWSInvalidSignature"), Kind::JwtBadSignature),
            ("invalid-jwt", jwt("JWSError JWSNoSignatures"), Kind::JwtNoSignature),
            ("invalid-jwt", jwt("JWSError NoUsableKeys"), Kind::JwtNoUsableKeys),
            ("invalid-jwt", jwt("JWSError (CompactDecodeError Invalid number of parts: Expected 3 parts; got 1)"), Kind::JwtNotCompact),
            ("invalid-jwt", jwt("JWSError (JSONDecodeError \"Error in $: x\")"), Kind::JwtNotJson),
            ("invalid-jwt", jwt("JWTClaimsSetDecodeError \"Error in $.aud: x\""), Kind::JwtClaimUndecodable),
            ("invalid-jwt", jwt("something new"), Kind::JwtOther),
            ("jwt-invalid-claims", "claims key: 'https://hasura.io/jwt/claims' not found".into(), Kind::ClaimsMissing),
            ("jwt-invalid-claims", "claims not found at claims_namespace_path: '$.a.b'".into(), Kind::ClaimsMissing),
            ("jwt-invalid-claims", "expecting a json object when claims_format is json".into(), Kind::ClaimsNotObject),
            ("jwt-invalid-claims", "expecting a string when claims_format is stringified_json".into(), Kind::ClaimsNotString),
            ("jwt-invalid-claims", "expecting stringified json at: 'claims_namespace x', but found: y".into(), Kind::ClaimsNotString),
            ("jwt-missing-role-claims", "JWT claim does not contain x-hasura-allowed-roles".into(), Kind::NoAllowedRoles),
            ("jwt-missing-role-claims", "JWT claim does not contain x-hasura-default-role".into(), Kind::NoDefaultRole),
            ("jwt-invalid-claims", "invalid x-hasura-allowed-roles; should be a list of roles: parsing [] failed, expected Array, but encountered String".into(), Kind::AllowedRolesNotList),
            ("jwt-invalid-claims", "invalid x-hasura-default-role; should be a single role name: parsing Text failed".into(), Kind::DefaultRoleNotString),
            ("jwt-invalid-claims", "JWT claim from claims_map, x-hasura-user-id not found".into(), Kind::ClaimsMapMiss),
            ("jwt-invalid-claims", "x-hasura-* claims: parsing Text failed, expected String, but encountered Number".into(), Kind::ClaimNotString),
            ("access-denied", "Your requested role is not in allowed roles".into(), Kind::RoleNotAllowed),
            ("access-denied", "Your current role is not in allowed roles".into(), Kind::RoleNotAllowed),
            ("access-denied", "restricted access : admin only".into(), Kind::AdminOnly),
            ("access-denied", "You have to be an admin to access this endpoint".into(), Kind::AdminOnly),
            ("not-found", "missing session variable: \"x-hasura-user-id\"".into(), Kind::SessionVariableMissing),
            ("data-exception", "invalid input syntax for type uuid: \"u\"".into(), Kind::BadValue),
            ("validation-failed", "field 'x' not found in type: 'query_root'".into(), Kind::RootFieldNotFound),
            ("validation-failed", "field 'x' not found in type: 'users'".into(), Kind::FieldNotFound),
            ("validation-failed", "no mutations exist".into(), Kind::NoMutations),
            ("validation-failed", "variable 'id' is declared as 'ID!', but used where 'String!' is expected".into(), Kind::VariableType),
            ("validation-failed", "expecting a value for non-nullable variable: \"id\"".into(), Kind::VariableMissing),
            ("validation-failed", "not a valid graphql query".into(), Kind::Syntax),
            ("validation-failed", "query is not allowed".into(), Kind::NotInAllowList),
            ("validation-failed", "something else".into(), Kind::Validation),
            ("unexpected-payload", "subscriptions are not supported over HTTP, use websockets instead".into(), Kind::SubscriptionOverHttp),
            ("permission-error", "check constraint of an insert/update permission has failed".into(), Kind::CheckFailed),
            ("constraint-violation", "Uniqueness violation. duplicate key".into(), Kind::Constraint),
            ("unexpected", "database query error".into(), Kind::Internal),
            ("shiny-new-code", "who knows".into(), Kind::Unknown),
        ];
        for (code, message, kind) in cases {
            assert_eq!(explain(Some(code), &message).kind, kind, "{message}");
        }
    }

    #[test]
    fn refusals_are_told_from_answers_to_the_question() {
        assert!(Kind::JwtBadSignature.is_refusal());
        assert!(Kind::RoleNotAllowed.is_refusal());
        assert!(!Kind::FieldNotFound.is_refusal());
        assert!(!Kind::SessionVariableMissing.is_refusal());
    }
}
