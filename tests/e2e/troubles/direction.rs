//! The words lead in the right direction: which of several causes it is has to be looked for.

use serde_json::json;

use super::stage::{EMAIL, answering, api, nothing, signed_in, stack};
use super::{Row, row};
use crate::support::between::Deed;
use crate::support::pages::{Page, Pages};

const SIGN_UP: &[&str] = &["signup", "--email", EMAIL];

pub(super) const ROWS: &[Row] = &[
    row(
        &["hasura §9 no. 4", "hasura/graphql-engine#8810"],
        "the engine ends at its start, since its key set is not there",
        nothing,
        &[
            "explain",
            "Error fetching JWK: ConnectionFailure Network.Socket.connect: does not exist",
        ],
        0,
        &["engine.jwks_unreachable", "localhost in jwk_url"],
    ),
    row(
        &["supertokens/supertokens-core#800"],
        "the SDK cannot reach its core: localhost is IPv6 there, or another container",
        || stack(&["--fault", "core-down"]),
        SIGN_UP,
        5,
        &["No SuperTokens core available", "start the core, or correct connectionURI in the auth API"],
    )
    .page("auth.core_down"),
    row(
        &["supertokens/supertokens-python#237"],
        "the auth API answers 500 and hides why",
        || stack(&["--fault", "html-500@api"]),
        SIGN_UP,
        5,
        &["the cause is in the auth API's log; a core that is down and an unknown tenant look like this"],
    )
    .page("auth.server_error"),
    row(
        &[],
        "a proxy answers 502",
        || stack(&["--fault", "bad-gateway@api"]),
        SIGN_UP,
        5,
        &["502", "auth API's log"],
    ),
    row(
        &["supertokens §6 no. 22", "vouch/vouch-proxy#426"],
        "a proxy calls the headers too large",
        || {
            let page = Page::html("/auth/signup", 431, "<h1>Request Header Fields Too Large</h1>");
            api(vec![page])
        },
        SIGN_UP,
        5,
        &["431"],
    )
    .page("auth.headers_too_large"),
    row(
        &["supertokens §6 no. 8", "supertokens/supertokens-flutter#51"],
        "the jar of curl is empty after a sign-in: tokens came in headers",
        || stack(&[]).file("jar", "# Netscape HTTP Cookie File\n\n"),
        &["token", "--cookie-jar", "jar"],
        4,
        &["sign in first: st-hasura signin"],
    ),
    row(
        &["hasura §9 no. 21", "hasura/graphql-engine#1470"],
        "a relationship is not there, since the role may not read the other table",
        || signed_in(&[]),
        &["query", "{notes{nope{id}}}"],
        7,
        &["'notes'"],
    )
    .page("hasura.field_not_found"),
    row(
        &["hasura §9 no. 25"],
        "data comes where an error should: strangers have a role",
        || stack(&["--unauthorized-role", "user"]),
        &["doctor", "--only", "mode"],
        0,
        &["requests without a token have a role (HASURA_GRAPHQL_UNAUTHORIZED_ROLE)"],
    ),
    row(
        &["hasura §9 no. 27"],
        "the metadata was changed by somebody else meanwhile",
        nothing,
        &["explain", "metadata resource version referenced (7) did not match current version"],
        0,
        &["metadata.conflict"],
    ),
    row(
        &["hasura/learn-graphql#1048"],
        "a webhook judges requests, and no JWT secret is read",
        || {
            stack(&[]).between("HASURA_GRAPHQL_ENDPOINT", |asked| {
                if !asked.path.ends_with("/graphql") {
                    return Deed::Pass;
                }
                let extensions = json!({ "path": "$", "code": "access-denied" });
                let message = "Authentication hook unauthorized this request";
                let error = json!({ "extensions": extensions, "message": message });
                Deed::Answer(200, json!({ "errors": [error] }))
            })
        },
        &["doctor"],
        9,
        &["broken at accepted:", "look at the hook's log, or set HASURA_GRAPHQL_JWT_SECRET"],
    )
    .page("hasura.webhook_refused"),
    row(
        &["hasura/graphql-engine#7442"],
        "the engine wants a cookie, and the request has others",
        || {
            signed_in(&["--hasura-jwt-secret", r#"{"header":{"type":"Cookie","name":"jwt"}}"#])
                .file("secret.json", r#"{"header":{"type":"Cookie","name":"other"}}"#)
        },
        &["query", "--jwt-secret", "secret.json", "{__typename}"],
        7,
        &["or its `header` setting names another place", "--jwt-secret FILE"],
    )
    .page("hasura.no_token"),
    row(
        &["hasura/graphql-engine#9818"],
        "the token is not there when the question is asked",
        || stack(&[]),
        &["query", "--as", "anonymous", "{__typename}"],
        7,
        &["stripped by a proxy, or its `header` setting names another place"],
    )
    .page("hasura.no_token"),
    row(
        &["supertokens §6 no. 12", "supertokens/supertokens-auth-react#719"],
        "a user was given a role, and the token of before does not have it",
        || signed_in(&[]),
        &["query", "--role", "editor", "{__typename}"],
        7,
        &["not in allowed roles", "they allow user"],
    )
    .page("hasura.role_not_allowed"),
    row(
        &["hasura/graphql-engine#994"],
        "a subscription is asked for without its token",
        || stack(&[]),
        &["query", "--as", "anonymous", "--count", "1", "subscription{notes{id}}"],
        7,
        &["Authorization"],
    ),
    row(
        &["supertokens §6 no. 5"],
        "the SDK of 2022 does not start: the path of its issuer is not the base path",
        nothing,
        &["explain", "The path of the issuer URL must be equal to the apiBasePath. The default value is /auth"],
        0,
        &["auth.issuer_path"],
    ),
    row(
        &["supertokens/supertokens-node#506"],
        "the session belongs to localhost, and 127.0.0.1 is configured",
        || signed_in(&[]).with("ST_HASURA_API_URL", "http://localhost:9"),
        &["refresh"],
        2,
        &["the session belongs to the auth API", "point --api-url"],
    )
    .page("auth.other_api"),
    row(
        &[],
        "the application refuses in words of its own",
        || answering(403, json!({ "message": "members only" })),
        SIGN_UP,
        4,
        &["members only", "look at the auth API's middleware"],
    )
    .page("auth.forbidden"),
    row(
        &[],
        "an account-linking rule forbids the sign-up",
        || stack(&["--fault", "signup-not-allowed"]),
        SIGN_UP,
        4,
        &["ERR_CODE_007", "look its ERR_CODE up"],
    )
    .page("auth.sign_up_not_allowed"),
    row(
        &[],
        "the network has no way to the server",
        || {
            nothing()
                .with("ST_HASURA_API_URL", "http://api.test:80")
                .with("ST_HASURA_RESOLVE", "api.test:80:255.255.255.255")
                .with("ST_HASURA_PASSWORD", "testPass123")
        },
        SIGN_UP,
        3,
        &["cannot connect to api.test:80", "check the network, the firewall and any proxy"],
    )
    .page("http.connect"),
    row(
        &[],
        "another GraphQL server answers introspection in Hasura's place",
        || {
            let server = Pages::serve(vec![Page::json("/v1/graphql", json!({ "data": { "__schema": 1 } }))]);
            nothing().with("HASURA_GRAPHQL_ENDPOINT", &server.origin()).keeping(server)
        },
        &["query", "--as", "anonymous", "--introspect"],
        5,
        &["Hasura's answer to introspection cannot be read", "is this Hasura v2?"],
    )
    .page("hasura.unreadable"),
    row(
        &["graphql-hive/console#2656"],
        "nothing listens where the auth API should",
        || {
            nothing()
                .with("ST_HASURA_API_URL", "http://127.0.0.1:1")
                .with("ST_HASURA_PASSWORD", "testPass123")
        },
        SIGN_UP,
        3,
        &["refused the connection", "is the server running, and on that port?"],
    )
    .page("http.refused"),
];
