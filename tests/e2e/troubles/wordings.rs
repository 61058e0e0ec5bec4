//! Public reports that give a message and little more: its page has the cause among its causes.

use super::stage::nothing;
use super::{Row, row};

/// A message, and what its page has to say.
macro_rules! told {
    ($($of:literal $what:literal $text:literal => $($says:literal),+;)*) => {
        &[$(row(&[$of], $what, nothing, &["explain", $text], 0, &[$($says),+])),*]
    };
}

pub(super) const ROWS: &[Row] = told! {
    "supertokens/supertokens-docker-postgresql#46" "the core does not find PostgreSQL"
        "What caused the crash: Error connecting to PostgreSQL instance. Please make sure that PostgreSQL is running and that you have specified the correct values"
        => "core.no_database: ", "the volume was made with";
    "supertokens/supertokens-docker-postgresql#24" "the core may not write where its web server lives"
        "Tenant(, public, public) | What caused the crash: Unable to create the directory [/usr/lib/supertokens/webserver-temp/dc24] to use as the base"
        => "core.no_database: ", "cannot be written: a read-only container";
    "supertokens/supertokens-docker-postgresql#44" "the core's pool of connections does not come up"
        "com.zaxxer.hikari.pool.HikariPool$PoolInitializationException: Failed to initialize pool: The connection attempt failed."
        => "core.no_database: ", "POSTGRESQL_CONNECTION_URI";
    "supertokens/supertokens-core#753" "the database does not know the core's user"
        "FATAL:  role \"supertoken_user\" does not exist"
        => "core.no_database: ", "user, password or database of the URI are not those";
    "supertokens/supertokens-core#487" "the Python SDK looks for its core at localhost, inside its own container"
        "supertokens_python.exceptions.GeneralError: No SuperTokens core available to query"
        => "auth.core_down: ", "localhost in connectionURI, and the auth API runs in a container";
    "supertokens/supertokens-core#1021" "the core answers 404 to a tenant's users"
        "SuperTokens core threw an error for a GET request to path: /hellotenant/users with status code: 404 and message: Not found"
        => "auth.core_trouble: ", "the core's log";
    "supertokens/supertokens-node#899" "an SDK of today and a core of yesterday"
        "Error: The running SuperTokens core version is not compatible with this NodeJS SDK. Please visit https://supertokens.io/docs/community/compatibility to find the right versions"
        => "auth.core_mismatch: ";
    "supertokens/supertokens-auth-react#44" "an interceptor is added before init"
        "Error: No instance of Function found. Make sure to call the \"init\" method."
        => "auth.not_initialised: ", "init stands below the code that uses it";
    "supertokens/docs#1013" "the pre-built UI is initialised in another way than the guide says"
        "TypeError: Cannot read properties of undefined (reading 'cookieHandler')"
        => "auth.not_initialised: ", "call supertokens.init once";
    "vercel/next.js#32706" "server-side rendering runs before init"
        "Error: Initialisation not done. Did you forget to call the SuperTokens.init function?"
        => "auth.not_initialised: ", "server-side rendering";
    "supertokens/supertokens-node#141" "a request without the anti-CSRF token"
        "anti-csrf check failed"
        => "auth.anti_csrf: ", "antiCsrf is VIA_TOKEN";
    "supertokens/supertokens-node-mysql-ref-jwt#24" "SameSite=None without Secure"
        "Cookie “sAccessToken” will be soon rejected because it has the “SameSite” attribute set to “None” or an invalid value, without the “secure” attribute."
        => "auth.cookie_blocked: ", "Secure, or SameSite=None, over http";
    "supertokens/supertokens-auth-react#253" "the page asks 127.0.0.1 and the API says localhost"
        "GET /sessioninfo 401: {\"message\":\"unauthorised\"}"
        => "auth.session_gone: ", "localhost against 127.0.0.1";
    "supertokens/supertokens-web-js#87" "no cookie goes along from another site"
        "Session does not exist. Are you sending the session tokens in the request as cookies?"
        => "auth.session_gone: ", "the cookies do not come back";
    "supertokens/supertokens-website#113" "an API of one's own answers 401, and the page refreshes for ever"
        "{\"message\":\"try refresh token\"}"
        => "auth.refresh_loop: ";
    "hasura/graphql-engine#6488" "the key set does not answer in time"
        "serv_gql | Error fetching JWK: ConnectionTimeout"
        => "engine.jwks_unreachable: ", "from its own network";
    "hasura/graphql-engine#9659" "the engine is quicker than who serves the keys"
        "Error fetching JWK: ConnectionFailure Network.Socket.connect: <socket: 57>: does not exist (Connection refused)"
        => "engine.jwks_unreachable: ", "the auth API was not up yet";
    "nhost/hasura-auth#299" "single quotes became a part of the value"
        "SyntaxError: Unexpected token ' in JSON at position 0"
        => "docker.variables: ", "single quotes around the whole value";
    "hasura/graphql-engine#4525" "an engine of long ago cannot decode the token"
        "invalid jwt - Error in $: not enough input"
        => "hasura.jwt_claim_undecodable: ";
    "hasura/graphql-engine#6952" "several session variables are missing"
        "missing session variables: \"x-hasura-allowed-resource-id\""
        => "hasura.session_variable_missing: ", "the claims lack it";
    "praveenweb/next-auth-hasura-example#2" "engines before v2 call a missing variable a header"
        "\"x-hasura-user-id\" header is expected but not found"
        => "hasura.session_variable_missing: ", "the claims lack it";
    "hasura/graphql-engine#1649" "an insert is refused and nothing says by what"
        "Check constraint violation. insert check constraint failed"
        => "hasura.check_failed: ", "holds another id than the token's";
    "hasura/graphql-engine#1823" "the role may not insert into this column"
        "field \"todo_user\" not found in type: 'todos_insert_input'"
        => "hasura.field_not_found: ", "the role may not see this field";
    "hasura/graphql-engine#9765" "a WebSocket ends with its token"
        "{\"type\":\"connection_error\",\"payload\":\"Could not verify JWT: JWTExpired\"}"
        => "hasura.jwt_expired: ", "nobody refreshed the session";
    "hasura/graphql-engine#1062" "a client keeps the token that it began with"
        "{\"errors\":[{\"path\":\"$\",\"error\":\"Could not verify JWT: JWTExpired\",\"code\":\"invalid-jwt\"}]}"
        => "hasura.jwt_expired: ";
    "hasura/graphql-engine#8459" "an action asks Hasura again, without the token"
        "unable to verify the users authentication: graphql: Missing 'Authorization' or 'Cookie' header in JWT authentication mode"
        => "hasura.no_token: ";
    "hasura/nodejs-graphql-subscriptions-boilerplate#7" "the variable was set beside Hasura"
        "Schema introspection query failed x-hasura-admin-secret/x-hasura-access-key required, but not found"
        => "hasura.admin_secret_required: ", "set in another service";
    "hasura/graphql-engine#5468" "the engine's database is not there"
        "{\"type\":\"pg-client\",\"level\":\"warn\",\"detail\":{\"message\":\"postgres connection failed, retrying(0).\"}}"
        => "postgres.unreachable: ";
    "hasura/graphql-engine#6424" "a front end answers in Hasura's place"
        "You need to enable JavaScript to run this app."
        => "auth.not_json: ", "a front end's single-page app answers every path";
    "hasura/graphql-engine#2082" "the console behind a proxy with a sign-in"
        "Hasura console is not able to reach your Hasura GraphQL engine instance. Please ensure that your instance is running and the endpoint is configured correctly."
        => "engine.console_cannot_reach: ", "asks for a sign-in of its own";
    "hasura/graphql-engine#2879" "the claims are under another name"
        "{\"errors\":[{\"extensions\":{\"path\":\"$\",\"code\":\"jwt-invalid-claims\"},\"message\":\"claims key: 'https://hasura.io/jwt/claims' not found\"}]}"
        => "hasura.claims_missing: ";
};

/// A Compose file, and what `doctor` makes of it without asking anybody.
pub(super) const COMPOSE: &[Row] = &[
    row(
        &["FusionAuth/fusionauth-issues#515"],
        "jwk_url with 127.0.0.1 in a Compose file",
        || {
            nothing()
                .with("HASURA_GRAPHQL_ENDPOINT", "http://localhost:8080")
                .with("ST_HASURA_API_URL", "http://localhost:9011")
                .file(
                    "docker-compose.yml",
                    "services:\n  fusionauth: {image: fusionauth, ports: [\"9011:9011\"]}\n  \
                     graphql: {image: hasura/graphql-engine, ports: [\"8080:8080\"], environment: \
                     {HASURA_GRAPHQL_ADMIN_SECRET: x, HASURA_GRAPHQL_JWT_SECRET: \
                     '{\"type\":\"RS256\",\"jwk_url\":\"http://127.0.0.1:9011/.well-known/jwks\"}'}}\n",
                )
        },
        &["doctor", "--offline"],
        9,
        &["inside the container that is Hasura itself", "set jwk_url to http://fusionauth:9011"],
    )
    .page("engine.jwks_unreachable"),
    row(
        &["nhost/hasura-backend-plus#262"],
        "the engine waits for its database alone",
        || {
            nothing()
                .with("HASURA_GRAPHQL_ENDPOINT", "http://localhost:8080")
                .with("ST_HASURA_API_URL", "http://localhost:3000")
                .file(
                    "docker-compose.yml",
                    "services:\n  hasura-backend-plus: {image: nhost/hasura-backend-plus:latest, \
                     ports: ['3000:3000']}\n  graphql-engine: {image: \
                     hasura/graphql-engine:v1.2.1, ports: ['8080:8080'], depends_on: ['postgres'], \
                     environment: {HASURA_GRAPHQL_ADMIN_SECRET: x, HASURA_GRAPHQL_JWT_SECRET: \
                     '{\"type\": \"RS256\", \"jwk_url\": \
                     \"http://hasura-backend-plus:3000/auth/jwks\"}'}}\n",
                )
        },
        &["doctor", "--offline"],
        0,
        &["graphql-engine does not wait for hasura-backend-plus, whose keys it fetches at its start"],
    ),
];
