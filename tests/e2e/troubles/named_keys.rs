//! What is wrong with keys, clocks and claims, seen at the servers: cause and cure are named.

use serde_json::json;

use super::stage::{api, key_set, signed_in, stack};
use super::{Row, row};
use crate::support::between::Deed;
use crate::support::pages::Page;
use crate::support::sandbox::Sandbox;

const DOCTOR: &[&str] = &["doctor", "--retries", "0"];
const QUERY: &[&str] = &["query", "{__typename}"];

pub(super) const ROWS: &[Row] = &[
    row(
        &["supertokens §6 no. 1", "hasura/graphql-engine#9759"],
        "the keys have rotated, and the set that is served is an old one",
        || stack(&["--fault", "stale-jwks"]),
        DOCTOR,
        9,
        &[
            "broken at signature:",
            "after a rotation wait for its caches",
        ],
    ),
    row(
        &["hasura §9 no. 2", "hasura/graphql-engine#5552"],
        "once a day every token is refused, until Hasura is started anew",
        || {
            // The engine read the set of before, and the auth API serves today's.
            let other = Sandbox::apart(&[]);
            let keys = format!("{}/auth/jwt/jwks.json", other.var("ST_HASURA_API_URL"));
            stack(&[
                "--hasura-jwt-secret",
                &json!({ "jwk_url": keys }).to_string(),
            ])
            .keeping(other)
        },
        DOCTOR,
        9,
        &[
            "broken at accepted:",
            "JWSInvalidSignature",
            "do verify it: Hasura has others, or an older copy of these",
        ],
    ),
    row(
        &["hasura §9 no. 3"],
        "jwks_url is that of another app",
        || {
            let other = Sandbox::apart(&[]);
            let keys = format!("{}/auth/jwt/jwks.json", other.var("ST_HASURA_API_URL"));
            stack(&[]).with("ST_HASURA_JWKS_URL", &keys).keeping(other)
        },
        DOCTOR,
        9,
        &[
            "broken at signature:",
            "at the key set of the auth API that made the token",
        ],
    ),
    row(
        &["supertokens §6 no. 2", "hasura/graphql-engine#8299"],
        "Hasura asks for the key set every second",
        || {
            api(vec![
                Page::json("/auth/jwt/jwks.json", key_set()).header("Cache-Control", "no-store"),
            ])
        },
        &["jwks"],
        0,
        &["no-store"],
    ),
    row(
        &["supertokens §6 no. 3"],
        "the key set is empty",
        || stack(&["--fault", "empty-jwks"]),
        DOCTOR,
        9,
        &[
            "broken at key-set:",
            "NoUsableKeys",
            "so that the core makes its keys",
        ],
    ),
    row(
        &["hasura/graphql-engine#10776"],
        "Hasura has a shared secret, and SuperTokens signs with a private key",
        || {
            let secret = json!({ "type": "HS256", "key": "k".repeat(40) });
            stack(&[]).with("HASURA_GRAPHQL_JWT_SECRET", &secret.to_string())
        },
        DOCTOR,
        9,
        &[
            "broken at jwt-secret: J002: the keys of",
            "st-hasura jwt-secret prints the value",
        ],
    ),
    row(
        &["hasura §9 no. 1", "hasura/graphql-engine#10014"],
        "the key of another issuer is in the JWT secret",
        || {
            let other = Sandbox::apart(&[]);
            let keys = format!("{}/auth/jwt/jwks.json", other.var("ST_HASURA_API_URL"));
            stack(&[])
                .with(
                    "HASURA_GRAPHQL_JWT_SECRET",
                    &json!({ "jwk_url": keys }).to_string(),
                )
                .keeping(other)
        },
        DOCTOR,
        9,
        &[
            "broken at jwt-secret: J002: the keys of",
            "do not fit the token",
        ],
    ),
    row(
        &[],
        "the issuer of the JWT secret is the public URL, and tokens name the local one",
        || {
            let stage = stack(&[]);
            let keys = format!("{}/auth/jwt/jwks.json", stage.var("ST_HASURA_API_URL"));
            let secret = json!({ "jwk_url": keys, "issuer": "https://x.ngrok.app/auth" });
            stage.with("HASURA_GRAPHQL_JWT_SECRET", &secret.to_string())
        },
        DOCTOR,
        9,
        &[
            "J011: the token's iss is http://",
            "compared byte for byte",
            "leave issuer out",
        ],
    ),
    row(
        &["hasura §9 no. 6", "hasura/graphql-engine#10774"],
        "v2.48.4 drops keys without use",
        || {
            stack(&[]).between("HASURA_GRAPHQL_ENDPOINT", |asked| {
                match asked.path.as_str() {
                    "/v1/version" => Deed::Answer(200, json!({ "version": "v2.48.4" })),
                    _ => Deed::Pass,
                }
            })
        },
        DOCTOR,
        0,
        &[
            "this release drops keys without `use`",
            "upgrade to v2.48.5",
        ],
    ),
    row(
        &["hasura/graphql-engine#2109"],
        "tokens come from a clock that is ahead",
        || stack(&["--fault", "skew"]),
        DOCTOR,
        9,
        &[
            "broken at clocks:",
            "ahead of this machine",
            "set the clocks by NTP",
        ],
    ),
    row(
        &[
            "hasura §9 no. 9",
            "supertokens §6 no. 24",
            "supertokens/supertokens-core#467",
        ],
        "Hasura calls a token issued in the future",
        || signed_in(&["--fault", "skew"]),
        QUERY,
        7,
        &["JWTIssuedAtFuture", "allowed_skew"],
    )
    .page("hasura.jwt_issued_in_future"),
    row(
        &["supertokens §6 no. 11"],
        "the override of createNewSession is not there",
        || stack(&["--fault", "claims-absent"]),
        DOCTOR,
        9,
        &["broken at claims:", "add the claims in createNewSession"],
    ),
    row(
        &["hasura/graphql-engine#7081"],
        "claims_map of the engine looks where the token has nothing",
        || {
            stack(&[
                "--hasura-jwt-secret",
                r#"{"claims_map":{"x-hasura-allowed-roles":{"path":"$.metadata.roles"},"x-hasura-default-role":{"path":"$.metadata.roles[0]"}}}"#,
            ])
        },
        DOCTOR,
        9,
        &[
            "broken at claims: nothing is in the token at $.metadata.roles",
            "correct that path in the claims_map",
        ],
    ),
    row(
        &["hasura/graphql-engine#350"],
        "the auth API puts the claims under a name of its own",
        || stack(&["--claims-at", "https://example.com/claims"]),
        DOCTOR,
        9,
        &[
            "broken at claims:",
            "say in HASURA_GRAPHQL_JWT_SECRET where and in which form",
        ],
    ),
];
