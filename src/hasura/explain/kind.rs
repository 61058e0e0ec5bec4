//! The kinds of error by their ids, under which the catalogue of troubles has cause and fix.

/// Makes [`Kind`] of its table. What is `refused` turned the credentials away, whatever had been
/// asked with them; what is `answered` is about the question.
macro_rules! kinds {
    (
        refused { $($refused:ident $refused_id:literal;)* }
        answered { $($answered:ident $answered_id:literal;)* }
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

            #[cfg(test)]
            pub(super) const ALL: &[Self] = &[$(Self::$refused,)* $(Self::$answered,)*];
        }
    };
}

kinds! {
    refused {
        AdminSecretWrong "hasura.admin_secret_wrong";
        AdminSecretRequired "hasura.admin_secret_required";
        NoToken "hasura.no_token";
        MalformedAuthorization "hasura.malformed_authorization";
        SeveralJwts "hasura.several_jwts";
        CookieMissing "hasura.cookie_missing";
        JwtExpired "hasura.jwt_expired";
        JwtNotYetValid "hasura.jwt_not_yet_valid";
        JwtIssuedInFuture "hasura.jwt_issued_in_future";
        JwtNotInIssuer "hasura.jwt_wrong_issuer";
        JwtNotInAudience "hasura.jwt_wrong_audience";
        JwtBadSignature "hasura.jwt_bad_signature";
        JwtNoSignature "hasura.jwt_no_signature";
        JwtNoUsableKeys "hasura.jwt_no_usable_keys";
        JwtNotCompact "hasura.jwt_not_three_parts";
        JwtNotJson "hasura.jwt_not_json";
        JwtClaimUndecodable "hasura.jwt_claim_undecodable";
        JwtOther "hasura.jwt_refused";
        ClaimsMissing "hasura.claims_missing";
        ClaimsNotObject "hasura.claims_not_object";
        ClaimsNotString "hasura.claims_not_string";
        NoAllowedRoles "hasura.no_allowed_roles";
        NoDefaultRole "hasura.no_default_role";
        AllowedRolesNotList "hasura.allowed_roles_not_list";
        DefaultRoleNotString "hasura.default_role_not_string";
        ClaimsMapMiss "hasura.claims_map_miss";
        ClaimNotString "hasura.claim_not_string";
        RoleNotAllowed "hasura.role_not_allowed";
        AdminOnly "hasura.admin_only";
    }
    answered {
        SessionVariableMissing "hasura.session_variable_missing";
        BadValue "hasura.bad_value";
        RootFieldNotFound "hasura.root_field_not_found";
        FieldNotFound "hasura.field_not_found";
        NoMutations "hasura.no_mutations";
        NotInAllowList "hasura.not_in_allow_list";
        VariableType "hasura.variable_type";
        VariableMissing "hasura.variable_missing";
        Syntax "hasura.syntax";
        Validation "hasura.validation_failed";
        SubscriptionOverHttp "hasura.subscription_over_http";
        CheckFailed "hasura.check_failed";
        Constraint "hasura.constraint";
        Internal "hasura.internal";
        Unknown "hasura.other";
    }
}
