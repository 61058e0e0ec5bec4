//! The kinds of error, one entry each: id, cause and fix (contracts: hasura §9).

/// Makes [`Kind`] of its table. What is `refused` turned the credentials away, whatever had been
/// asked with them; what is `answered` is about the question.
macro_rules! kinds {
    (
        refused { $($refused:ident $refused_id:literal => $refused_cause:literal, $refused_fix:literal;)* }
        answered { $($answered:ident $answered_id:literal => $answered_cause:literal, $answered_fix:literal;)* }
    ) => {
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Kind {
            $($refused,)*
            $($answered,)*
        }

        impl Kind {
            /// Stable id, the same that `explain` takes.
            pub(crate) const fn id(self) -> &'static str {
                match self {
                    $(Self::$refused => $refused_id,)*
                    $(Self::$answered => $answered_id,)*
                }
            }

            /// True when the credentials were turned away, whatever had been asked with them.
            pub(crate) const fn is_refusal(self) -> bool {
                match self {
                    $(Self::$refused => true,)*
                    $(Self::$answered => false,)*
                }
            }

            /// True when the token was turned away for its claims.
            pub(crate) const fn is_about_claims(self) -> bool {
                matches!(
                    self,
                    Self::ClaimsMissing
                        | Self::ClaimsNotObject
                        | Self::ClaimsNotString
                        | Self::NoAllowedRoles
                        | Self::NoDefaultRole
                        | Self::AllowedRolesNotList
                        | Self::DefaultRoleNotString
                        | Self::ClaimsMapMiss
                        | Self::ClaimNotString
                        | Self::RoleNotAllowed
                )
            }

            /// Cause and fix, one sentence each.
            pub(super) const fn words(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$refused => ($refused_cause, $refused_fix),)*
                    $(Self::$answered => ($answered_cause, $answered_fix),)*
                }
            }
        }
    };
}

kinds! {
    refused {
        AdminSecretWrong "hasura.admin_secret_wrong" =>
            "the admin secret sent is not the one Hasura was started with; a wrong one is never overlooked in favour of a token",
            "correct HASURA_GRAPHQL_ADMIN_SECRET, or leave it out to be judged by the token";
        AdminSecretRequired "hasura.admin_secret_required" =>
            "Hasura runs without JWT mode and got neither an admin secret nor a token it could use",
            "set HASURA_GRAPHQL_JWT_SECRET at Hasura (st-hasura jwt-secret prints it), or send the admin secret";
        NoToken "hasura.no_token" =>
            "Hasura is in JWT mode and found no token where it looks: sent without one, stripped by a proxy, or its `header` setting names another place",
            "sign in (st-hasura signin); where the engine reads a cookie or another header, give its JWT secret with --jwt-secret FILE, and tokens are sent there";
        MalformedAuthorization "hasura.malformed_authorization" =>
            "the Authorization header is not exactly `Bearer <token>`: two words, the first with a capital B",
            "send `Authorization: Bearer <token>`";
        SeveralJwts "hasura.several_jwts" =>
            "several JWT secrets of Hasura fit this request, and it will not choose",
            "give each entry of HASURA_GRAPHQL_JWT_SECRETS its own issuer";
        CookieMissing "hasura.cookie_missing" =>
            "Hasura reads the token from a cookie that the request does not carry",
            "give Hasura's JWT secret with --jwt-secret FILE, and the token is sent in that cookie; or take `header` out of it to use Authorization";
        JwtExpired "hasura.jwt_expired" =>
            "the token is past its exp",
            "refresh the session: st-hasura refresh; if fresh tokens are refused too, compare the clocks";
        JwtNotYetValid "hasura.jwt_not_yet_valid" =>
            "the token's nbf or iat lies in Hasura's future: the clocks of auth API and Hasura differ",
            "synchronise the clocks, or add \"allowed_skew\": 60 to HASURA_GRAPHQL_JWT_SECRET";
        JwtIssuedInFuture "hasura.jwt_issued_in_future" =>
            "the token's nbf or iat lies in Hasura's future: the clocks of auth API and Hasura differ",
            "synchronise the clocks, or add \"allowed_skew\": 60 to HASURA_GRAPHQL_JWT_SECRET";
        JwtNotInIssuer "hasura.jwt_wrong_issuer" =>
            "the token's iss is not byte for byte the `issuer` in HASURA_GRAPHQL_JWT_SECRET",
            "copy the token's iss (st-hasura token --decode) into `issuer`, or drop `issuer`";
        JwtNotInAudience "hasura.jwt_wrong_audience" =>
            "none of the token's aud is in the `audience` of HASURA_GRAPHQL_JWT_SECRET",
            "set aud where the claims are made, or drop `audience`; SuperTokens sets no aud by itself";
        JwtBadSignature "hasura.jwt_bad_signature" =>
            "none of Hasura's keys verifies the token: another key set, a stale one after a key rotation, or a changed token",
            "point jwk_url at this auth API's key set (st-hasura jwt-secret); if it is right, restart Hasura to refetch the keys";
        JwtNoSignature "hasura.jwt_no_signature" =>
            "the token carries no signature that Hasura accepts",
            "send the JWT as the auth API made it (st-hasura token)";
        JwtNoUsableKeys "hasura.jwt_no_usable_keys" =>
            "Hasura's key set is empty: it has just started, or jwk_url does not answer with keys (v2.48.4 also drops keys without `use`)",
            "wait a few seconds; then check jwk_url with st-hasura jwks";
        JwtNotCompact "hasura.jwt_not_three_parts" =>
            "what was sent is no JWT: it does not have three parts (an old access token, a refresh token, the word undefined)",
            "send the JWT that st-hasura token prints";
        JwtNotJson "hasura.jwt_not_json" =>
            "the token's header or payload is not JSON, or its alg is unknown",
            "send the JWT as the auth API made it (st-hasura token)";
        JwtClaimUndecodable "hasura.jwt_claim_undecodable" =>
            "a registered claim has the wrong form: iss, sub or aud with a colon must be a URI, exp a number",
            "correct the claim where the auth API makes it (st-hasura token --decode shows it)";
        JwtOther "hasura.jwt_refused" =>
            "Hasura did not accept the token",
            "look at the token with st-hasura token --decode --verify";
        ClaimsMissing "hasura.claims_missing" =>
            "the token has no Hasura claims where Hasura looks: the session is older than the code that adds them, or the namespace differs",
            "add the claims in createNewSession, sign in anew, and compare claims_namespace";
        ClaimsNotObject "hasura.claims_not_object" =>
            "the Hasura claims are a string, and claims_format is json",
            "set claims_format to stringified_json, or make the claims an object";
        ClaimsNotString "hasura.claims_not_string" =>
            "the Hasura claims are no readable JSON text, and claims_format is stringified_json",
            "take claims_format out of HASURA_GRAPHQL_JWT_SECRET, or make the claims JSON text";
        NoAllowedRoles "hasura.no_allowed_roles" =>
            "the Hasura claims lack x-hasura-allowed-roles",
            "add it as an array of role names in createNewSession and sign in anew";
        NoDefaultRole "hasura.no_default_role" =>
            "the Hasura claims lack x-hasura-default-role",
            "add it as a role name in createNewSession and sign in anew";
        AllowedRolesNotList "hasura.allowed_roles_not_list" =>
            "x-hasura-allowed-roles is not an array",
            "make it an array: [\"user\"]";
        DefaultRoleNotString "hasura.default_role_not_string" =>
            "x-hasura-default-role is not a string",
            "make it one role name: \"user\"";
        ClaimsMapMiss "hasura.claims_map_miss" =>
            "a path of claims_map leads nowhere in this token",
            "correct the path, or give it a default";
        ClaimNotString "hasura.claim_not_string" =>
            "an x-hasura-* claim is not a string; numbers, arrays and null are refused too",
            "turn every x-hasura-* claim into a string; a list becomes \"{1,2}\"";
        RoleNotAllowed "hasura.role_not_allowed" =>
            "the role asked for, or the default role, is not in x-hasura-allowed-roles",
            "drop --role, or add the role to the token's allowed roles";
        AdminOnly "hasura.admin_only" =>
            "this endpoint is for the admin secret only, and a token is not one",
            "set HASURA_GRAPHQL_ADMIN_SECRET";
    }
    answered {
        SessionVariableMissing "hasura.session_variable_missing" =>
            "a permission of the role needs a session variable that the token does not carry",
            "add the variable to the Hasura claims, or correct its name in the permission";
        BadValue "hasura.bad_value" =>
            "a value does not fit the column's type; in a permission, the session variable has another form than the column",
            "compare the column's type with the claim or variable (a user id is CHAR(36), not uuid)";
        RootFieldNotFound "hasura.root_field_not_found" =>
            "the role has no such root field: table not tracked, no select permission, another naming convention, or aggregates and by_pk not allowed",
            "see what the role has: st-hasura query --introspect";
        FieldNotFound "hasura.field_not_found" =>
            "the role may not see this field, or it does not exist; Hasura does not tell which",
            "see what the role has: st-hasura query --introspect; a relationship also needs a permission on the table behind it";
        NoMutations "hasura.no_mutations" =>
            "the role has no such mutation",
            "grant insert, update or delete to the role if it should write";
        NotInAllowList "hasura.not_in_allow_list" =>
            "Hasura's allow list is on, and lets only the queries of its collections pass",
            "ask where HASURA_GRAPHQL_ENABLE_ALLOWLIST is false and the metadata is the same, or add the query to a collection of the metadata's allow_list; the admin secret is exempt";
        VariableType "hasura.variable_type" =>
            "the variable's declared type is not the one the argument has; for a SuperTokens user id that is bpchar!, not ID! or String!",
            "declare the variable with the argument's type (st-hasura query --introspect shows it)";
        VariableMissing "hasura.variable_missing" =>
            "a variable that must not be null has no value",
            "give it with --var NAME=VALUE";
        Syntax "hasura.syntax" =>
            "the text is not a GraphQL document",
            "check braces and quotes; is the shell eating a $ ? put the query in single quotes or in a file (--file)";
        Validation "hasura.validation_failed" =>
            "the query does not fit the schema of this role",
            "compare it with st-hasura query --introspect";
        SubscriptionOverHttp "hasura.subscription_over_http" =>
            "a subscription needs a WebSocket",
            "write it as a query";
        CheckFailed "hasura.check_failed" =>
            "the new row is one that the role may not write",
            "correct the values, or the check of the role's permission";
        Constraint "hasura.constraint" =>
            "the database refused the row: unique, foreign key, not null or check constraint",
            "correct the values";
        Internal "hasura.internal" =>
            "Hasura or its database failed; the reason is in Hasura's log, or in the answer as admin",
            "read Hasura's log (query-log, http-log)";
        Unknown "hasura.other" =>
            "Hasura gave a reason that is not in this program's list",
            "read the message; st-hasura -vvv shows the exchange";
    }
}
