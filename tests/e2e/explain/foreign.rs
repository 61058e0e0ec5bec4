//! What libraries, browsers, Docker and PostgreSQL say, in whose words people come.

use super::said::{self, NEAR, OTHERS};
use crate::support::World;

/// The page for a text; "" where there is none.
fn page(world: &World, text: &str) -> String {
    let output = world
        .cmd(["explain", "-o", "json"])
        .stdin(text)
        .run()
        .json();
    let code = output["result"]["code"].as_str();
    code.unwrap_or_default().to_owned()
}

/// Pages, and messages that lead to them.
const SAID: &[(&str, &[&str])] = &[
    (
        "hasura.jwt_bad_signature",
        &[
            "JsonWebTokenError: invalid signature",
            "JWSSignatureVerificationFailed: signature verification failed",
            "JWKSNoMatchingKey: no applicable key found in the JSON Web Key Set",
            "SigningKeyNotFoundError: Unable to find a signing key that matches 'd-1795491220694'",
            "jwt.exceptions.InvalidSignatureError: Signature verification failed",
            "jwt.exceptions.PyJWKClientError: Unable to find a signing key that matches: \"s-1\"",
            "token signature is invalid: crypto/rsa: verification error",
            "token is unverifiable: error while executing keyfunc: key not found",
        ],
    ),
    (
        "hasura.jwt_expired",
        &[
            "TokenExpiredError: jwt expired\n    at verify.js:190",
            "JWTExpired: \"exp\" claim timestamp check failed",
            "jwt.exceptions.ExpiredSignatureError: Signature has expired",
            "token has invalid claims: token is expired",
        ],
    ),
    (
        "hasura.jwt_not_yet_valid",
        &[
            "NotBeforeError: jwt not active",
            "token has invalid claims: token is not valid yet",
        ],
    ),
    (
        "hasura.jwt_issued_in_future",
        &[
            "jwt.exceptions.ImmatureSignatureError: The token is not yet valid (iat)",
            "token has invalid claims: token used before issued",
        ],
    ),
    (
        "hasura.jwt_wrong_issuer",
        &[
            "JsonWebTokenError: jwt issuer invalid. expected: https://a.example",
            "JWTClaimValidationFailed: unexpected \"iss\" claim value",
            "jwt.exceptions.InvalidIssuerError: Invalid issuer",
            "token has invalid claims: token has invalid issuer",
        ],
    ),
    (
        "hasura.jwt_wrong_audience",
        &[
            "JsonWebTokenError: jwt audience invalid. expected: web",
            "JWTClaimValidationFailed: unexpected \"aud\" claim value",
            "jwt.exceptions.InvalidAudienceError: Audience doesn't match",
            "token has invalid claims: token has invalid audience",
        ],
    ),
    (
        "hasura.jwt_not_three_parts",
        &[
            "JsonWebTokenError: jwt malformed",
            "JWSInvalid: Invalid Compact JWS",
            "jwt.exceptions.DecodeError: Not enough segments",
            "token is malformed: token contains an invalid number of segments",
        ],
    ),
    (
        "hasura.jwt_no_usable_keys",
        &["JwksError: The JWKS endpoint did not contain any signing keys"],
    ),
    (
        "jwt.alg_not_allowed",
        &["JOSEAlgNotAllowed: \"alg\" (Algorithm) Header Parameter value not allowed"],
    ),
    (
        "hasura.no_token",
        &["JsonWebTokenError: jwt must be provided"],
    ),
    (
        "engine.jwks_unreachable",
        &[
            "jwt.exceptions.PyJWKClientConnectionError: Fail to fetch data from the url, err: \"timed out\"",
            "JOSEError: Expected 200 OK from the JSON Web Key Set HTTP response",
        ],
    ),
    (
        "auth.cors",
        &[
            // Chrome, Firefox, Safari.
            "Access to fetch at 'http://localhost:3001/auth/signin' from origin 'http://localhost:3000' has been blocked by CORS policy: Response to preflight request doesn't pass access control check: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "Access to fetch at 'http://localhost:3001/auth/signin' from origin 'http://localhost:3000' has been blocked by CORS policy: Request header field st-auth-mode is not allowed by Access-Control-Allow-Headers in preflight response.",
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://localhost:3001/auth/signin. (Reason: CORS header ‘Access-Control-Allow-Origin’ missing). Status code: 404.",
            "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource at http://localhost:3001/. (Reason: CORS preflight channel did not succeed).",
            "Origin http://localhost:3000 is not allowed by Access-Control-Allow-Origin. Status code: 200",
            "Fetch API cannot load http://localhost:3001/auth/signin due to access control checks.",
            "Credentials flag is true, but Access-Control-Allow-Credentials is not \"true\".",
        ],
    ),
    (
        "http.tls",
        &[
            "Error: unable to verify the first certificate { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }",
            "DEPTH_ZERO_SELF_SIGNED_CERT",
            "Error [ERR_TLS_CERT_ALTNAME_INVALID]: Hostname/IP does not match certificate's altnames: Host: auth.internal.",
            "Get \"https://auth.internal/jwks.json\": tls: failed to verify certificate: x509: certificate signed by unknown authority",
            "x509: certificate is valid for a.example, not b.example",
            "x509: certificate has expired or is not yet valid: current time 2026-01-01 is after 2025-01-01",
            "InternalException (HandshakeFailed (Error_Protocol (\"certificate has unknown CA\",True,UnknownCa)))",
            "ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: unable to get local issuer certificate",
        ],
    ),
    (
        "http.not_http",
        &[
            "http: server gave HTTP response to HTTPS client",
            "ERR_SSL_WRONG_VERSION_NUMBER",
        ],
    ),
    (
        "http.dns",
        &[
            "getaddrinfo ENOTFOUND host.docker.internal",
            "dial tcp: lookup auth-api on 127.0.0.11:53: no such host",
        ],
    ),
    (
        "http.refused",
        &[
            "connect ECONNREFUSED 127.0.0.1:3001",
            "dial tcp 127.0.0.1:8080: connect: connection refused",
        ],
    ),
    (
        "http.proxy",
        &["proxyconnect tcp: dial tcp 127.0.0.1:3128: connect: connection refused"],
    ),
    ("auth.core_down", &["connect ECONNREFUSED 127.0.0.1:3567"]),
    ("http.closed_early", &["Error: socket hang up"]),
    (
        "docker.not_running",
        &[
            "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
        ],
    ),
    (
        "docker.port_taken",
        &[
            "Error response from daemon: driver failed programming external connectivity on endpoint hasura-1 (ab12): Bind for 0.0.0.0:8080 failed: port is already allocated",
            "Error: listen EADDRINUSE: address already in use :::3001",
        ],
    ),
    (
        "docker.dependency",
        &["dependency failed to start: container app-auth-api-1 is unhealthy"],
    ),
    (
        "docker.refused",
        &[
            "Error response from daemon: manifest for hasura/graphql-engine:v9 not found: manifest unknown",
        ],
    ),
    (
        "postgres.relation_gone",
        &[
            "ERROR:  relation \"public.notes\" does not exist\nLINE 1: SELECT * FROM public.notes",
            "{\"error\":\"no such table/view exists in source: \\\"notes\\\"\",\"code\":\"not-exists\"}",
        ],
    ),
    (
        "postgres.unreachable",
        &[
            "connection to server at \"localhost\" (127.0.0.1), port 5432 failed: Connection refused",
            "FATAL:  password authentication failed for user \"postgres\"",
        ],
    ),
];

#[test]
fn what_others_say_leads_to_its_page() {
    let world = World::new();
    let mut wrong = Vec::new();
    for (expected, texts) in SAID.iter().chain(said::SAID) {
        for text in *texts {
            let found = page(&world, text);
            if found != *expected {
                wrong.push(format!("{found} and not {expected}: {text}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn everyday_sentences_have_no_page() {
    let world = World::new();
    for text in [
        "the server is running fine today",
        "please sign the contract and send it back",
        "my token of appreciation has expired",
        "the port of Hamburg is large",
        "a healthy relationship does matter",
        "I cannot find my keys",
        "the meeting was cancelled",
        "npm notice New major version of npm available",
        "Compiled successfully in 3 s",
        "this signature looks valid to me",
        "certificate of excellence",
        "the proxy voted in my place",
    ]
    .iter()
    .chain(NEAR)
    {
        assert_eq!(page(&world, text), "", "{text}");
    }
}

/// `PostgREST`, for one, verifies tokens with the library that Hasura has.
#[test]
fn messages_of_other_programs_are_not_explained_as_ours() {
    let world = World::new();
    for (text, speaker) in OTHERS {
        let output = world.cmd(["explain"]).stdin(text).code(2);
        let expected = format!(
            "error[explain.others]: this is a message of {speaker}, and none of Hasura, SuperTokens \
             or st-hasura\n"
        );
        assert!(output.stderr.starts_with(&expected), "{output}");
    }
    // A log of several services has ours in it, too.
    let both = format!(
        "{}\nhasura-1 | Could not verify JWT: JWTExpired",
        OTHERS[0].0
    );
    assert_eq!(page(&world, &both), "hasura.jwt_expired");
}
