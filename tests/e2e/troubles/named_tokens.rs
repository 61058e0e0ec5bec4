//! What is wrong with a token: cause and cure are named.

use serde_json::json;

use super::stage::{nothing, signed_in, token};
use super::{Row, row};
use crate::support::tokens::{SIGNERS, claims};

const DECODE: &[&str] = &["decode", "token.txt", "--jwks-file", "jwks.json"];
const NAMESPACE: &str = "https://hasura.io/jwt/claims";

pub(super) const ROWS: &[Row] = &[
    row(
        &["hasura §9 no. 7", "hasura/graphql-engine#5676"],
        "the variable of the token is empty, and the word undefined is sent",
        || nothing().file("token.txt", "undefined"),
        DECODE,
        6,
        &["this is the name of a missing value in JavaScript"],
    ),
    row(
        &["supertokens §6 no. 13", "offscriptio/hasura-supertokens#24"],
        "the access token of a session of 2022 is sent to Hasura",
        || {
            use base64::Engine as _;
            let part = |text: &str| base64::engine::general_purpose::STANDARD.encode(text);
            let header = part(r#"{"alg":"RS256","typ":"JWT","version":"2"}"#);
            let payload = part(r#"{"userId":"u1","expiryTime":1700000000123}"#);
            nothing().file("token.txt", format!("{header}.{payload}.c2ln"))
        },
        DECODE,
        6,
        &[
            "a SuperTokens access token of the 2022 generation",
            "`st-hasura token`",
        ],
    ),
    row(
        &["hasura §9 no. 8", "hasura/graphql-engine#4025"],
        "the token has run out",
        || {
            token(|claims| {
                claims["iat"] = json!(1_700_000_000);
                claims["exp"] = json!(1_700_003_600);
            })
        },
        DECODE,
        6,
        &["the token expired", "more: st-hasura explain jwt.expired"],
    ),
    row(
        &[],
        "exp is in milliseconds",
        || token(|claims| claims["exp"] = json!(1_900_000_000_000_i64)),
        DECODE,
        0,
        &["millisecond"],
    ),
    row(
        &["hasura §9 no. 11", "hasura/graphql-engine#9664"],
        "aud is a text with a colon that is no URI",
        || token(|claims| claims["aud"] = json!("my app: web")),
        DECODE,
        6,
        &["contains a colon but is no absolute URI"],
    ),
    row(
        &[],
        "the audience of the token is another program's",
        || token(|claims| claims["aud"] = json!("mobile")),
        &[
            "decode",
            "token.txt",
            "--jwks-file",
            "jwks.json",
            "--audience",
            "web",
        ],
        6,
        &["JWTNotInAudience", "mobile"],
    ),
    row(
        &["supertokens §6 no. 21", "PostgREST/postgrest#955"],
        "the gateway demands an audience, and SuperTokens sets none",
        || token(|_| {}),
        &[
            "decode",
            "token.txt",
            "--jwks-file",
            "jwks.json",
            "--audience",
            "web",
        ],
        0,
        &["the token has no aud, and an audience is demanded: Hasura lets that pass"],
    ),
    row(
        &["hasura §9 no. 14"],
        "the allowed roles are one text",
        || token(|claims| claims[NAMESPACE]["x-hasura-allowed-roles"] = json!("user")),
        DECODE,
        6,
        &["x-hasura-allowed-roles is a string where a list of role names belongs"],
    ),
    row(
        &["hasura §9 no. 15", "hasura/graphql-engine#5558"],
        "the user's id is a number in the claims",
        || token(|claims| claims[NAMESPACE]["x-hasura-user-id"] = json!(7)),
        DECODE,
        6,
        &["x-hasura-user-id is a number where a string belongs; write it in quotes"],
    ),
    row(
        &["hasura/graphql-engine#9153"],
        "a list of ids is a JSON array in the claims",
        || token(|claims| claims[NAMESPACE]["x-hasura-team-ids"] = json!([1, 2])),
        DECODE,
        6,
        &["write a Postgres array in a string, such as \"{1,2}\""],
    ),
    row(
        &["hasura §9 no. 16", "hasura/graphql-engine#2849"],
        "the default role is not among the allowed ones",
        || token(|claims| claims[NAMESPACE]["x-hasura-default-role"] = json!("editor")),
        DECODE,
        6,
        &["the default role \"editor\" is not among the allowed roles (user)"],
    ),
    row(
        &["hasura/graphql-engine#6392"],
        "x-hasura-role stands in the token",
        || token(|claims| claims[NAMESPACE]["x-hasura-role"] = json!("user")),
        DECODE,
        0,
        &["x-hasura-role in the token has no effect"],
    ),
    row(
        &["hasura §9 no. 12", "hasura/graphql-engine#9704"],
        "the claims are there, and under another name than Hasura looks for",
        || {
            token(|claims| {
                let own = claims.as_object_mut().unwrap();
                let moved = own.remove(NAMESPACE).unwrap();
                own.insert("https://example.com/claims/hasura".into(), moved);
            })
        },
        DECODE,
        6,
        &["set claims_namespace to that"],
    ),
    row(
        &["supertokens/supertokens-core#250"],
        "the claims stand at the top of the token",
        || {
            token(|claims| {
                let own = claims.as_object_mut().unwrap();
                let inner = own.remove(NAMESPACE).unwrap();
                own.extend(inner.as_object().unwrap().clone());
            })
        },
        DECODE,
        6,
        &["there are x-hasura- members at the top: set claims_namespace_path to \"$\""],
    ),
    row(
        &["hasura §9 no. 13", "hasura/graphql-engine#3589"],
        "the claims are JSON inside a text",
        || {
            token(|claims| {
                let text = claims[NAMESPACE].to_string();
                claims[NAMESPACE] = json!(text);
            })
        },
        DECODE,
        6,
        &["set claims_format to stringified_json"],
    ),
    row(
        &["hasura/graphql-engine#8341"],
        "claims_map looks into claims that are a text",
        || {
            let map = json!({ "claims_map": {
                "x-hasura-allowed-roles": { "path": "$.hasura.roles" },
                "x-hasura-default-role": { "path": "$.hasura.role" },
            }, "jwk_url": "http://127.0.0.1:1/jwks.json" });
            token(|claims| claims["hasura"] = json!("{\"roles\":[\"user\"],\"role\":\"user\"}"))
                .file("secret.json", map.to_string())
        },
        &[
            "decode",
            "token.txt",
            "--jwks-file",
            "jwks.json",
            "--jwt-secret",
            "secret.json",
        ],
        6,
        &[
            "nothing is in the token at $.hasura.roles, where the claims_map of the JWT secret has \
           x-hasura-allowed-roles without a default",
        ],
    ),
    row(
        &["supertokens/supertokens-node#214"],
        "the roles are SuperTokens' own, and nothing is there for Hasura",
        || {
            token(|claims| {
                claims.as_object_mut().unwrap().remove(NAMESPACE);
                claims["st-role"] = json!({ "v": ["user"], "t": 1 });
            })
        },
        DECODE,
        6,
        &["its roles are SuperTokens' own", "{\"claims_map\":"],
    ),
    row(
        &["supertokens §6 no. 23"],
        "the application wants a verified address, and Hasura does not ask",
        || token(|claims| claims["st-ev"] = json!({ "v": false, "t": 1 })),
        DECODE,
        0,
        &["st-ev is false", "Hasura does not ask for it"],
    ),
    row(
        &["supertokens/supertokens-node#601"],
        "a JWT of before the upgrade is inside the token, and has run out",
        || {
            token(|claims| {
                let old = json!({ "iat": 1_700_000_000, "exp": 1_700_000_060 });
                claims["jwt"] = json!(SIGNERS[0].sign(&old));
            })
        },
        DECODE,
        0,
        &["a JWT inside the token has expired: the session is older than the upgrade"],
    ),
    row(
        &["hasura/graphql-engine#3201"],
        "admin is among the allowed roles of users",
        || token(|claims| claims[NAMESPACE]["x-hasura-allowed-roles"] = json!(["user", "admin"])),
        DECODE,
        0,
        &["this token can do everything, metadata included"],
    ),
    row(
        &["hasura/graphql-engine#6423"],
        "nbf is ahead of the clock",
        || token(|claims| claims["nbf"] = json!(1_999_999_999)),
        DECODE,
        6,
        &["JWTNotYetValid"],
    ),
    row(
        &["hasura §9 no. 10", "supertokens §6 no. 4"],
        "the issuer is compared byte for byte, and a slash is too many",
        || token(|_| {}),
        &[
            "decode",
            "token.txt",
            "--jwks-file",
            "jwks.json",
            "--issuer",
            "http://localhost:3333/api/",
        ],
        6,
        &["JWTNotInIssuer", "http://localhost:3333/api"],
    ),
    row(
        &["hasura/graphql-engine#4076"],
        "a token of another program's keys is sent",
        || token(|_| {}).file("token.txt", SIGNERS[1].sign(&claims(1_900_000_000))),
        DECODE,
        6,
        &["JWSInvalidSignature", "s-other"],
    ),
    row(
        &["hasura/graphql-engine#3919"],
        "the token was cut when it was copied",
        || {
            let stage = token(|_| {});
            let path = stage.world.work().join("token.txt");
            let text = std::fs::read_to_string(path).unwrap();
            stage.file("token.txt", &text[..text.len() - 40])
        },
        DECODE,
        6,
        &["signature"],
    ),
    row(
        &["hasura/graphql-engine#5724"],
        "Bearer is part of the variable that holds the token",
        || signed_in(&[]).with("ST_HASURA_TOKEN", "Bearer Bearer x.y.z"),
        &["query", "--as", "token", "{__typename}"],
        7,
        &["two words, the first with a capital B"],
    ),
];
