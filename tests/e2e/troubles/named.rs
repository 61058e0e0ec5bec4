//! What is wrong with servers, and between them: cause and cure are named.

use serde_json::json;

use super::stage::{EMAIL, answering, api, key_set, metadata, nothing, signed_in, stack};
use super::{Row, row};
use crate::support::between::Deed;
use crate::support::pages::Page;

const DOCTOR: &[&str] = &["doctor", "--retries", "0"];
const SIGN_UP: &[&str] = &["signup", "--email", EMAIL];
const SIGN_IN: &[&str] = &["signin", "--email", EMAIL];

pub(super) const ROWS: &[Row] = &[
    row(
        &["supertokens §6 no. 6"],
        "the base path of the tutorial is not that of the SDK",
        || stack(&[]),
        &["signin", "--email", EMAIL, "--api-base-path", "/api"],
        2,
        &["the auth API answers below /auth: use --api-base-path /auth (it was /api)"],
    )
    .page("auth.not_found"),
    row(
        &[],
        "api_url is Hasura's",
        || stack(&[]).taking("ST_HASURA_API_URL", "HASURA_GRAPHQL_ENDPOINT"),
        SIGN_IN,
        5,
        &[
            "this is Hasura, not the auth API",
            "belongs into hasura_endpoint",
        ],
    )
    .page("auth.not_found"),
    row(
        &[],
        "api_url is the core's",
        || stack(&[]).taking("ST_HASURA_API_URL", "ST_HASURA_CORE_URI"),
        DOCTOR,
        9,
        &[
            "broken at auth-api:",
            "this is SuperTokens' core, which only SDKs talk to",
        ],
    ),
    row(
        &[],
        "the endpoint of Hasura is the auth API's",
        || stack(&[]).taking("HASURA_GRAPHQL_ENDPOINT", "ST_HASURA_API_URL"),
        DOCTOR,
        9,
        &[
            "broken at hasura:",
            "the same address is configured as the auth API (api_url)",
        ],
    ),
    row(
        &["supertokens §6 no. 14"],
        "the route of the tutorial hands out {}",
        || signed_in(&["--fault", "getjwt-empty", "--generation", "legacy"]),
        &["token", "-v"],
        0,
        &["getJWT"],
    ),
    row(
        &["supertokens §6 no. 15", "supertokens/supertokens-node#970"],
        "SDK and core have no version in common",
        || stack(&["--fault", "core-cdi-mismatch"]),
        SIGN_UP,
        5,
        &["upgrade the core or the SDK"],
    )
    .page("auth.core_mismatch"),
    row(
        &["supertokens §6 no. 16"],
        "the core is down",
        || stack(&["--fault", "core-down"]),
        DOCTOR,
        9,
        &["broken at core:", "refused the connection"],
    ),
    row(
        &["supertokens/supertokens-core#355"],
        "the auth API has another key than the core",
        || stack(&["--fault", "core-wrong-key"]),
        SIGN_UP,
        5,
        &[
            "Invalid API key",
            "correct supertokens.apiKey in the auth API's init",
        ],
    )
    .page("auth.core_key_refused"),
    row(
        &["supertokens §6 no. 17"],
        "the core is the one that everybody shares",
        || nothing().with("ST_HASURA_CORE_URI", "https://try.supertokens.com"),
        &["users", "list"],
        2,
        &["core of your own"],
    )
    .page("core.shared"),
    row(
        &["supertokens §6 no. 18", "bubenshchykov/ngrok#281"],
        "the tunnel is offline",
        || stack(&["--fault", "ngrok-offline@api"]),
        SIGN_UP,
        5,
        &["ERR_NGROK_3200", "start ngrok again and take its new URL"],
    )
    .page("auth.tunnel_page"),
    row(
        &["inconshreveable/ngrok#860"],
        "ngrok shows its warning in the auth API's place",
        || stack(&["--fault", "ngrok-page@api"]),
        DOCTOR,
        9,
        &["broken at auth-api:", "ngrok"],
    ),
    row(
        &["supertokens §6 no. 20"],
        "every refresh is taken for theft, and everybody is signed out",
        || signed_in(&["--fault", "theft"]),
        &["refresh"],
        4,
        &["keep one jar a client"],
    )
    .page("auth.token_theft"),
    row(
        &[
            "supertokens §6 no. 10",
            "supertokens/supertokens-website#68",
        ],
        "any origin is allowed, and cookies do not travel",
        || {
            stack(&[]).between("ST_HASURA_API_URL", |asked| {
                if asked.head.starts_with("OPTIONS") {
                    return Deed::Answer(204, json!({}));
                }
                Deed::Pass
            })
        },
        &["doctor", "--only", "cors", "--origin", "https://shop.test"],
        9,
        &[
            "broken at cors: https://shop.test is not allowed",
            "getAllCORSHeaders()",
        ],
    ),
    row(
        &["supertokens §6 no. 9", "supertokens/supertokens-golang#36"],
        "cookies are Secure, and the auth API is asked over http",
        || {
            let stage = stack(&["--api-domain", "https://api.example.com"]);
            let origin = stage.var("ST_HASURA_API_URL");
            let port = origin.rsplit(':').next().unwrap().to_owned();
            stage
                .with(
                    "ST_HASURA_API_URL",
                    &format!("http://api.example.com:{port}"),
                )
                .with(
                    "ST_HASURA_RESOLVE",
                    &format!("api.example.com:{port}:127.0.0.1"),
                )
        },
        DOCTOR,
        9,
        &[
            "it is Secure, and the auth API is asked over http",
            "cookieSecure: false",
        ],
    ),
    row(
        &["supertokens/supertokens-node#1038"],
        "a proxy drops the header with the refresh token",
        || {
            stack(&[]).between("ST_HASURA_API_URL", |asked| {
                if asked.path.ends_with("/session/refresh") {
                    return Deed::Answer(401, json!({ "message": "unauthorised" }));
                }
                Deed::Pass
            })
        },
        DOCTOR,
        9,
        &[
            "broken at refresh:",
            "the session is seconds old, so it has not simply ended",
            "whether a proxy drops the Cookie or Authorization header",
        ],
    ),
    row(
        &["hasura §9 no. 17", "hasura/graphql-engine#7924"],
        "a proxy takes Authorization away, and strangers are answered",
        || {
            let stage = stack(&["--unauthorized-role", "anonymous"]);
            let stranger = json!({ "data": { "__typename": "query_root" } });
            stage.between("HASURA_GRAPHQL_ENDPOINT", move |asked| {
                let has_token = asked.head.to_lowercase().contains("\nauthorization:");
                match asked.path.as_str() {
                    "/v1/graphql" if has_token => Deed::Answer(200, stranger.clone()),
                    _ => Deed::Pass,
                }
            })
        },
        DOCTOR,
        9,
        &["broken at accepted: a token was sent, and Hasura did not see it"],
    ),
    row(
        &["hasura/graphql-engine#9820"],
        "the engine reads the token from a cookie, and it comes in Authorization",
        || {
            stack(&[
                "--hasura-jwt-secret",
                r#"{"header":{"type":"Cookie","name":"jwt"}}"#,
            ])
        },
        DOCTOR,
        9,
        &[
            "broken at accepted: a token was sent, and Hasura did not see it",
            "--jwt-secret",
        ],
    ),
    row(
        &["hasura §9 no. 18", "hasura/graphql-engine#4793"],
        "everybody sees everything, whatever token they send",
        || stack(&["--fault", "no-admin-secret"]),
        DOCTOR,
        9,
        &[
            "broken at mode: everybody is the administrator",
            "start Hasura with HASURA_GRAPHQL_ADMIN_SECRET",
        ],
    ),
    row(
        &["hasura §9 no. 20", "hasura/graphql-engine#8430"],
        "a table is not tracked, or the role may not see it",
        || signed_in(&[]),
        &["query", "{nope{id}}"],
        7,
        &["'query_root'", "track"],
    )
    .page("hasura.root_field_not_found"),
    row(
        &["hasura §9 no. 22", "hasura/graphql-engine#2442"],
        "a filter wants a variable that the token does not have",
        || {
            let (world, path) = metadata(|metadata| {
                let notes = crate::stacks::table(metadata, "notes");
                notes["select_permissions"][0]["permission"]["filter"] =
                    json!({ "owner_id": { "_eq": "X-Hasura-Team-Id" } });
            });
            signed_in(&["--metadata", &path]).keeping(world)
        },
        &["query", "{notes{id}}"],
        7,
        &["missing session variable", "x-hasura-team-id"],
    ),
    row(
        &["hasura §9 no. 19", "hasura/graphql-engine#5647"],
        "a header X-Hasura-User-Id has no effect",
        || signed_in(&[]),
        &[
            "query",
            "--header",
            "x-hasura-user-id: another",
            "{__typename}",
        ],
        0,
        &[
            "beside a token x-hasura-user-id has no effect: session variables come from the token alone",
        ],
    ),
    row(
        &["hasura §9 no. 24", "hasura/graphql-engine#1837"],
        "counts are larger than lists",
        || {
            let (sandbox, world) = crate::stacks::seeded(&["--fault", "aggregate-unfiltered"]);
            super::stage::Stage::of(world).keeping(sandbox)
        },
        &[
            "verify-hasura",
            "--session",
            "alice",
            "--other",
            "bob",
            "--probe",
            "P07",
        ],
        8,
        &[
            "P07 high counts and extremes tell of rows that no list shows",
            "set allow_aggregations to false",
        ],
    ),
    row(
        &["supertokens/supertokens-node#202", "supertokens §6 no. 7"],
        "a client sends the rid of another recipe, and gets 404 for a path that is there",
        || {
            let page = Page::html("/auth/signup", 404, "<pre>Cannot POST /auth/signup</pre>");
            api(vec![page, Page::json("/auth/jwt/jwks.json", key_set())])
        },
        SIGN_UP,
        5,
        &[
            "the base path is right, but this route is not served",
            "EmailPassword.init",
        ],
    ),
    row(
        &["mikestaub/serverless-express#43"],
        "an API gateway wants a stage in the path",
        || answering(403, json!({ "message": "Missing Authentication Token" })),
        SIGN_UP,
        4,
        &["Missing Authentication Token"],
    )
    .page("hasura.gateway_refused"),
    row(
        &["hasura/graphql-engine#9745"],
        "a proxy of the environment is dead",
        || stack(&[]).with("HTTP_PROXY", "http://127.0.0.1:9"),
        &["signup", "--email", EMAIL, "--retries", "0"],
        3,
        &[
            "the proxy on the way is out of order: 127.0.0.1:9 refused the connection",
            "HTTP_PROXY names it for http://",
            "NO_PROXY",
        ],
    )
    .page("http.proxy"),
    row(
        &[],
        "the proxy before Hasura publishes /v1/graphql and nothing else",
        || {
            stack(&[]).between("HASURA_GRAPHQL_ENDPOINT", |asked| {
                if asked.path == "/v1/graphql" {
                    return Deed::Pass;
                }
                Deed::Answer(
                    404,
                    json!({ "message": "no Route matched with those values" }),
                )
            })
        },
        DOCTOR,
        0,
        &[
            "answers GraphQL nothing else of it is published there",
            "ok accepted it answers the user",
            "ok query",
        ],
    ),
    row(
        &["supertokens §6 no. 26"],
        "the kind of key was switched, and sessions of before have a key that is gone",
        || stack(&["--fault", "stale-jwks"]),
        &["doctor", "--only", "signature"],
        9,
        &["broken at signature:", "or sign in anew"],
    ),
    row(
        &["supertokens §6 no. 19", "supertokens/supertokens-node#826"],
        "cookieDomain was changed, and a cookie is there twice",
        || {
            signed_in(&[]).session(|session| {
                let cookies = session["cookies"].as_array_mut().unwrap();
                let mut twin = cookies[0].clone();
                twin["path"] = json!(["/auth", true]);
                cookies.push(twin);
            })
        },
        &["doctor", "--session", "default", "--only", "cookies"],
        0,
        &[
            "is there twice: cookieDomain was changed",
            "olderCookieDomain",
        ],
    ),
];
