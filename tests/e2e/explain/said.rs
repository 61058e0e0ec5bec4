//! Messages as they stand in public reports and in the programs that say them, each with its page.

/// Pages, and messages that lead to them.
pub(super) const SAID: &[(&str, &[&str])] = &[
    (
        "auth.not_initialised",
        &[
            "Error: Initialisation not done. Did you forget to call the SuperTokens.init function?\n    at Function.getInstanceOrThrowError (supertokens.js:1)",
            "Initialisation not done. Did you forget to call the SuperTokens.init or Session.init function?",
            "Error: Please provide your apiDomain inside the appInfo object when calling supertokens.init",
            "Error: No instance of Function found. Make sure to call the \"init\" method.",
            "TypeError: Cannot read properties of undefined (reading 'cookieHandler')",
        ],
    ),
    (
        "auth.anti_csrf",
        &[
            "anti-csrf check failed",
            "anti-csrf check failed. Please pass 'rid: \"anti-csrf\"' header in the request, or set doAntiCsrfCheck to false for this API",
            "getSession: Returning TRY_REFRESH_TOKEN because custom header (rid) was not passed",
            "Provided antiCsrfToken is undefined. If you do not want anti-csrf check for this API, please set doAntiCsrfCheck to false for this API",
        ],
    ),
    (
        "auth.no_refresh_token",
        &[
            "Refresh token not found. Are you sending the refresh token in the request as a cookie?",
            "refreshSession: UNAUTHORISED because refresh token in request is undefined",
        ],
    ),
    (
        "auth.session_gone",
        &[
            "Session does not exist. Are you sending the session tokens in the request with the appropriate token transfer method?",
        ],
    ),
    (
        "auth.cookie_blocked",
        &[
            "Cookie “sAccessToken” has been rejected because a non-HTTPS cookie can’t be set as “secure”.",
            "Cookie “sRefreshToken” has been rejected for invalid domain.",
            "This attempt to set a cookie via a Set-Cookie header was blocked because it had the \"SameSite=Lax\" attribute but came from a cross-site response",
            "This Set-Cookie was blocked because its Domain attribute was invalid with regards to the current host url.",
            "Since your API and website domain are different, for sessions to work, please use https on your apiDomain and dont set cookieSecure to false.",
        ],
    ),
    (
        "auth.fetch_failed",
        &[
            "Uncaught (in promise) TypeError: Failed to fetch",
            "TypeError: NetworkError when attempting to fetch resource.",
            "AxiosError: Network Error { code: 'ERR_NETWORK' }",
            "Mixed Content: The page at 'https://shop.test/' was loaded over HTTPS, but requested an insecure resource 'http://api.test/'. This request has been blocked; the content must be served over HTTPS.",
        ],
    ),
    (
        "auth.cors",
        &[
            "Access to XMLHttpRequest at 'http://localhost:3001/auth/signin' from origin 'http://localhost:3000' has been blocked by CORS policy: No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "No 'Access-Control-Allow-Origin' header is present on the requested resource.",
            "The value of the 'Access-Control-Allow-Origin' header in the response must not be the wildcard '*' when the request's credentials mode is 'include'.",
            "The 'Access-Control-Allow-Origin' header contains multiple values 'http://localhost:3000, *', but only one is allowed.",
            "Response to preflight request doesn't pass access control check: It does not have HTTP ok status.",
            "Refused to get unsafe header \"front-token\"",
        ],
    ),
    (
        "auth.not_json",
        &[
            "SyntaxError: JSON.parse: unexpected character at line 1 column 1 of the JSON data",
            "SyntaxError: JSON Parse error: Unrecognized token '<'",
            "You need to enable JavaScript to run this app.",
        ],
    ),
    (
        "auth.invalid_claim",
        &[
            "{\"message\":\"invalid claim\",\"claimValidationErrors\":[{\"id\":\"st-ev\",\"reason\":{\"message\":\"wrong value\"}}]}",
        ],
    ),
    ("auth.tunnel_page", &["Error 1033: Cloudflare Tunnel error"]),
    (
        "auth.core_mismatch",
        &[
            "Error: The running SuperTokens core version is not compatible with this NodeJS SDK. Please visit https://supertokens.io/docs/community/compatibility to find the right versions",
        ],
    ),
    (
        "auth.core_trouble",
        &[
            "Exception: SuperTokens core threw an error for a POST request to path: /hellotenant/recipe/multitenancy/tenant/user with status code: 404 and message: Not found",
        ],
    ),
    (
        "core.no_database",
        &[
            "What caused the crash: Error connecting to PostgreSQL instance. Please make sure that PostgreSQL is running and that you have specified the correct values for ('postgresql_host' and 'postgresql_port') or for 'postgresql_connection_uri'",
            "Tenant(, public, public) | What caused the crash: Unable to create the directory [/usr/lib/supertokens/webserver-temp/dc2] to use as the base",
            "java.sql.SQLException: com.zaxxer.hikari.pool.HikariPool$PoolInitializationException: Failed to initialize pool: The connection attempt failed.",
            "FATAL:  role \"supertoken_user\" does not exist",
        ],
    ),
    (
        "proxy.no_upstream",
        &[
            "upstream connect error or disconnect/reset before headers. reset reason: connection failure",
            "no healthy upstream",
            "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx/1.25.3</center></body></html>",
            "503 Service Temporarily Unavailable",
            "504 Gateway Time-out",
            "connect() failed (111: Connection refused) while connecting to upstream, upstream: \"http://172.18.0.4:8080/v1/graphql\"",
            "upstream sent too big header while reading response header from upstream",
        ],
    ),
    (
        "http.dns",
        &[
            "host not found in upstream \"hasura\" in /etc/nginx/conf.d/default.conf:5",
            "Temporary failure in name resolution",
        ],
    ),
    (
        "engine.jwks_unreachable",
        &[
            "Error fetching JWK: ConnectionTimeout",
            "hasura-1  | Error fetching JWK: ConnectionFailure Network.Socket.connect: <socket: 57>: does not exist (Connection refused)",
            "{\"type\":\"jwk-refresh-log\",\"level\":\"critical\",\"detail\":{\"error\":{\"http_exception\":{\"type\":\"http_exception\",\"message\":\"ConnectionTimeout\"}},\"message\":null}}",
            "JWKS fetch failed",
        ],
    ),
    (
        "engine.jwt_secret_unreadable",
        &[
            "Fatal Error:- Environment variable HASURA_GRAPHQL_JWT_SECRET: Error in $: object key > 34: Failed reading: satisfy",
            "Fatal Error:- Environment variable HASURA_GRAPHQL_JWT_SECRET: Error in $: endOfInput",
            "Fatal Error:- Environment variable HASURA_GRAPHQL_JWT_SECRET: Error in $: Failed reading: Cannot decode input: Data.Text.Internal.Encoding.decodeUtf8: Invalid UTF-8 stream",
            "Error in $['claims_map']: x-hasura-allowed-roles is expected but not found",
        ],
    ),
    (
        "engine.console_cannot_reach",
        &[
            "Hasura console is not able to reach your Hasura GraphQL engine instance. Please ensure that your instance is running and the endpoint is configured correctly.",
        ],
    ),
    (
        "docker.variables",
        &[
            "unexpected character \"\\\"\" in variable name near \"\\\"HS256\\\", \\\"key\\\": 1\"",
            "level=warning msg=\"The \\\"JWT_SECRET\\\" variable is not set. Defaulting to a blank string.\"",
        ],
    ),
    (
        "hasura.session_variable_missing",
        &[
            // Engines before v2 said it so.
            "{\"errors\":[{\"extensions\":{\"path\":\"$\",\"code\":\"not-found\"},\"message\":\"\\\"x-hasura-user-id\\\" header is expected but not found\"}]}",
            "{\"errors\":[{\"extensions\":{\"path\":\"$\",\"code\":\"not-found\"},\"message\":\"missing session variables: \\\"x-hasura-allowed-resource-id\\\"\"}]}",
        ],
    ),
    (
        "hasura.check_failed",
        &[
            "check constraint of an insert/update permission has failed",
            "permission has failed",
            "{\"errors\":[{\"extensions\":{\"path\":\"$.selectionSet.insert_moves.args.objects\",\"code\":\"permission-error\"},\"message\":\"Check constraint violation. insert check constraint failed\"}]}",
        ],
    ),
    (
        "hasura.root_field_not_found",
        &["Cannot query field \"notes\" on type \"query_root\"."],
    ),
    (
        "hasura.field_not_found",
        &[
            "Message: field \"todo_user\" not found in type: 'todos_insert_input', Location: undefined, Path: undefined",
        ],
    ),
    (
        "hasura.jwt_claim_undecodable",
        &[
            "invalid jwt - Error in $: not enough input",
            "Could not verify JWT: JWTClaimsSetDecodeError \"Error in $.exp: parsing NumericDate failed, expected Number, but encountered String\"",
        ],
    ),
    (
        "hasura.jwt_expired",
        &[
            "{\"graphQLErrors\":[],\"networkError\":{\"result\":{\"errors\":[{\"path\":\"$\",\"error\":\"Could not verify JWT: JWTExpired\",\"code\":\"invalid-jwt\"}]}}}",
            "{\"type\":\"connection_error\",\"payload\":\"Could not verify JWT: JWTExpired\"}",
            "Error: jwt expired",
        ],
    ),
    (
        "hasura.no_token",
        &[
            "cannot start as connection_init failed with : Missing Authorization header in JWT authentication mode",
            "unable to verify the users authentication: graphql: Missing 'Authorization' or 'Cookie' header in JWT authentication mode",
        ],
    ),
    (
        "hasura.admin_secret_required",
        &[
            "Schema introspection query failed\nx-hasura-admin-secret/x-hasura-access-key required, but not found",
        ],
    ),
    (
        "hasura.role_not_allowed",
        &[
            "{\"errors\":[{\"extensions\":{\"path\":\"$\",\"code\":\"access-denied\"},\"message\":\"Your requested role is not in allowed roles\"}]}",
        ],
    ),
    (
        "hasura.claims_missing",
        &["Error: GraphQL error: claims key: 'https://hasura.io/jwt/claims' not found"],
    ),
    (
        "hasura.claims_map_miss",
        &["JWT claim from claims_map, x-hasura-user-id not found"],
    ),
    (
        "postgres.denied",
        &[
            "ERROR: permission denied for table emailpassword_users",
            "permission denied for schema supertokens",
        ],
    ),
    (
        "postgres.unreachable",
        &[
            "{\"type\":\"pg-client\",\"level\":\"warn\",\"detail\":{\"message\":\"postgres connection failed, retrying(0).\"}}",
        ],
    ),
    (
        "hasura.allowed_roles_not_list",
        &[
            "invalid \"x-hasura-allowed-roles\"; should be a list of roles: parsing [] failed, expected Array, but encountered String",
        ],
    ),
    (
        "hasura.jwt_claim_undecodable",
        &[
            "Error in $: parsing JWT Claims Set failed, expected Object, but encountered Array",
            "Error in $.sub: parsing StringOrURI failed, expected String, but encountered Number",
        ],
    ),
    (
        "engine.jwks_unparsable",
        &["Error in $.keys[0]: X.509 cert in \"x5c\" param does not match key"],
    ),
    (
        "engine.role_with_hook",
        &[
            "Fatal Error: --unauthorized-role (HASURA_GRAPHQL_UNAUTHORIZED_ROLE) is not allowed when --auth-hook (HASURA_GRAPHQL_AUTH_HOOK) is set",
        ],
    ),
    (
        "core.not_migrated",
        &[
            "What caused the crash: io.supertokens.pluginInterface.exceptions.DbInitException: org.postgresql.util.PSQLException: ERROR: column \"app_id\" referenced in foreign key constraint does not exist",
            "DbInitException: org.postgresql.util.PSQLException: ERROR: column \"app_id\" referenced in foreign key constraint does not exist",
            "org.postgresql.util.PSQLException: ERROR: column sess.prev_refresh_token_hash_2 does not exist",
        ],
    ),
    (
        "core.first_start",
        &["db-supertokens_1 | ERROR:  relation \"apps\" does not exist at character 15"],
    ),
    (
        "postgres.relation_gone",
        &["ERROR:  relation \"apps_of_ours\" does not exist"],
    ),
    (
        "postgres.too_many_connections",
        &[
            "FATAL: remaining connection slots are reserved for non-replication superuser connections",
            "FATAL: sorry, too many clients already",
        ],
    ),
    (
        "postgres.unreachable",
        &[
            "FATAL: no pg_hba.conf entry for host \"10.0.0.5\", user \"supertokens\", database \"supertokens\", SSL off",
        ],
    ),
    (
        "hasura.inconsistent_metadata",
        &[
            "{\"errors\":[{\"message\":\"environment variable 'AUTH_API_URL' not set\",\"extensions\":{\"code\":\"not-found\"}}]}",
        ],
    ),
    (
        "jwt.alg_not_allowed",
        &["JsonWebTokenError: invalid algorithm"],
    ),
    (
        "auth.not_initialised",
        &[
            "Please call supertokens.Init function before using the Middleware",
            "AttributeError: 'State' object has no attribute 'supertokens'",
        ],
    ),
    (
        "hasura.socket_order",
        &["start received before the connection is established"],
    ),
    (
        "socket.refused",
        &[
            "failed to read JSON message: failed to get reader: received close frame: status = StatusCode(4403) and reason = \"Forbidden\"",
        ],
    ),
    ("auth.fetch_failed", &["net::ERR_CLEARTEXT_NOT_PERMITTED"]),
    (
        "jwt.signing_key",
        &[
            "Error: error:0909006C:PEM routines:get_name:no start line",
            "Error: secretOrPrivateKey must be an asymmetric key when using RS256",
        ],
    ),
];

/// Texts with words of ours in them, of programs that are none of ours, and who says them.
pub(super) const OTHERS: &[(&str, &str)] = &[
    (
        "{\"code\":\"PGRST301\",\"message\":\"JWSError JWSInvalidSignature\"}",
        "PostgREST, the API of Supabase",
    ),
    ("AuthApiError: invalid claim: missing sub claim", "Supabase"),
    (
        "FirebaseError: Missing or insufficient permissions. (permission-denied)",
        "Firebase",
    ),
    (
        "ZodError: expected string, but encountered undefined",
        "Zod",
    ),
    (
        "PrismaClientInitializationError: password authentication failed for user \"x\"",
        "Prisma",
    ),
    (
        "MongoNetworkError: connect ECONNREFUSED 127.0.0.1:27017",
        "MongoDB",
    ),
    (
        "[next-auth][error][JWT_SESSION_ERROR] jwt expired",
        "NextAuth.js",
    ),
    (
        "npm ERR! network request failed, reason: connect ECONNREFUSED 127.0.0.1:4873",
        "npm",
    ),
    (
        "stripe.error.AuthenticationError: Invalid API Key provided: sk_test_****",
        "Stripe",
    ),
    (
        "SendGrid: {\"errors\":[{\"message\":\"Invalid API key\"}]}",
        "SendGrid",
    ),
    (
        "psycopg2.errors.UndefinedTable: relation \"auth_user\" does not exist",
        "a Python program's own database driver",
    ),
    (
        "django.db.utils.OperationalError: FATAL:  password authentication failed for user \"app\"",
        "Django",
    ),
    (
        "laravel.ERROR: SQLSTATE[08006] [7] connection to server at \"127.0.0.1\", port 5432 failed: Connection refused",
        "Laravel",
    ),
    (
        "PG::ConnectionBad: could not connect to server: Connection refused",
        "a Ruby program's own database driver",
    ),
    (
        "org.springframework.security.oauth2.jwt.JwtValidationException: An error occurred while attempting to decode the Jwt: Signed JWT rejected: Invalid signature",
        "Spring Security",
    ),
    (
        "Error from server (NotFound): deployments.apps \"api\" not found",
        "Kubernetes",
    ),
];

/// Texts that are only like ours.
pub(super) const NEAR: &[&str] = &[
    "Error: environment variable DATABASE_URL is not set",
    "there is no reason why unicorns should exist",
    "API key abc was not found in the vault",
    "Error: key \"foo\" not found in dictionary",
    "KeyError: 'foo' key not found",
    "curl: (22) The requested URL returned error: 404 Not Found",
    "error: auth/invalid-email permission-denied",
    "fatal: repository not found",
    "Authorization header is expected but not found!",
    "java.lang.IllegalArgumentException: x",
    "ERROR: function uuid_generate_v4() does not exist",
    "Cannot query field \"x\" on type \"Query\".",
    "csrf token mismatch",
    "the proxy has no upstream of happiness",
    "cookies have been rejected by my grandmother",
];
