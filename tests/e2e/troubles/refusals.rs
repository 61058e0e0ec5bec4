//! What Hasura says, to a token, to a question and at its start, each in words that lead to a page.

use super::stage::{EMAIL, nothing, signed_in};
use super::{Row, row};

const QUERY: &[&str] = &["query", "{__typename}"];

pub(super) const ROWS: &[Row] = &[
    row(
        &[],
        "Hasura verifies with keys that are not these",
        || signed_in(&["--fault", "stale-jwks"]),
        QUERY,
        7,
        &["JWSInvalidSignature"],
    )
    .page("hasura.jwt_bad_signature"),
    row(
        &[],
        "Hasura finds no claims in the token",
        || signed_in(&["--fault", "claims-absent"]),
        QUERY,
        7,
        &["claims key"],
    )
    .page("hasura.claims_missing"),
    row(
        &[],
        "Hasura finds the text of an object",
        || signed_in(&["--claims-as-text"]),
        QUERY,
        7,
        &["claims_format is json"],
    )
    .page("hasura.claims_not_object"),
    row(
        &[],
        "Hasura wants another issuer",
        || {
            signed_in(&[
                "--hasura-jwt-secret",
                r#"{"issuer":"https://other.example"}"#,
            ])
        },
        QUERY,
        7,
        &["JWTNotInIssuer"],
    )
    .page("hasura.jwt_wrong_issuer"),
    row(
        &[],
        "the address or the password is wrong",
        || signed_in(&[]),
        &["signin", "--email", "nobody@example.com"],
        4,
        &["auth.wrong_credentials"],
    )
    .page("auth.wrong_credentials"),
    row(
        &[],
        "the tenant is unknown",
        || signed_in(&[]),
        &["signin", "--email", EMAIL, "--tenant", "nope"],
        2,
        &["Tenant not found"],
    )
    .page("auth.unknown_tenant"),
    row(
        &[],
        "the query is no GraphQL",
        || signed_in(&[]),
        &["query", "{"],
        7,
        &["not a valid graphql query"],
    )
    .page("hasura.syntax"),
    row(
        &[],
        "a variable of the query has no value",
        || signed_in(&[]),
        &["query", "query($n: Int!){notes(limit: $n){id}}"],
        7,
        &["non-nullable variable"],
    )
    .page("hasura.variable_missing"),
    row(
        &[],
        "a variable of the query has another type",
        || signed_in(&[]),
        &[
            "query",
            "--var",
            "n=1",
            "query($n: String){notes(limit: $n){id}}",
        ],
        7,
        &["is declared as"],
    )
    .page("hasura.variable_type"),
    row(
        &[],
        "a subscription is asked for over HTTP",
        || signed_in(&[]),
        &["query", "--over", "http", "subscription{notes{id}}"],
        7,
        &["use websockets"],
    )
    .page("hasura.subscription_over_http"),
    row(
        &[],
        "the key of the JWT secret is no PEM",
        nothing,
        &[
            "sandbox",
            "--hasura-jwt-secret",
            r#"{"type":"RS256","key":"k"}"#,
            "--",
            "true",
        ],
        2,
        &["No pem found"],
    )
    .page("engine.jwt_secret_unreadable"),
    row(
        &[],
        "the JWT secret has a key and no type",
        nothing,
        &[
            "sandbox",
            "--hasura-jwt-secret",
            r#"{"key":"k"}"#,
            "--",
            "true",
        ],
        2,
        &["not found"],
    )
    .page("engine.jwt_secret_unreadable"),
    row(
        &[],
        "the JWT secret has both a namespace and a path",
        nothing,
        &[
            "sandbox",
            "--hasura-jwt-secret",
            r#"{"claims_namespace":"a","claims_namespace_path":"$.a"}"#,
            "--",
            "true",
        ],
        2,
        &["both cannot be set"],
    )
    .page("engine.jwt_secret_unreadable"),
    row(
        &[],
        "the path of the JWT secret is none that Hasura reads",
        nothing,
        &[
            "sandbox",
            "--hasura-jwt-secret",
            r#"{"claims_namespace_path":"$..a"}"#,
            "--",
            "true",
        ],
        2,
        &["Accept letters, digits"],
    )
    .page("engine.jwt_secret_unreadable"),
    row(
        &[],
        "the audience of the JWT secret is no URI",
        nothing,
        &[
            "sandbox",
            "--hasura-jwt-secret",
            r#"{"audience":"foo: bar"}"#,
            "--",
            "true",
        ],
        2,
        &["failed to parse StringOrURI"],
    )
    .page("engine.jwt_secret_unreadable"),
];
