//! What keeps an engine from starting, and what its metadata API says (contracts: hasura §1, §4).

use super::troubles;

troubles! {
    "engine.jwks_unreachable" "sandbox.hasura_jwks": "Hasura cannot fetch the key set, and ends" {
        says "Error fetching JWK" "Non-2xx response on fetching JWK from: …" "HttpException … jwk" "jwk-refresh-log" "Fail to fetch data from the url, err: …" "PyJWKClientConnectionError" "JWKSTimeout" "JWKS fetch failed" "Error fetching JWKS" "Unable to fetch JWKS" "Failed to fetch JWKS" "Could not fetch JWKS" "Expected 200 OK from the JSON Web Key Set HTTP response" "HttpExceptionRequest … jwks";
        means "the engine reads jwk_url when it starts, from its own network, and ends where nothing usable answers";
        cause "localhost in jwk_url: inside a container that is the container itself" => "`st-hasura jwt-secret lint FILE` reports J016";
        cause "the auth API was not up yet" => "depends_on with a health check in the compose file";
        cause "wrong base path: 404 at /auth/jwt/jwks.json for /api/jwt/jwks.json, or the core's own URL, which wants a key (401)" => "`st-hasura jwks --jwks-url URL`";
        cause "a tunnel's page, a redirect, or a certificate that Hasura does not trust" => "the same, from Hasura's network";
        cure "use a URL that Hasura itself reaches: a service name, host.docker.internal or a tunnel (st-hasura expose)";
        see "hasura §1.8" "hasura §7.3" "hasura §9 no. 4" "supertokens §6 no. 25" "hasura/graphql-engine#8810" "hasura/graphql-engine#3636";
        faults "bad-gateway" "html-500";
        test "sandbox/src/hasura/auth/tests/jwks.rs" "a_first_fetch_that_fails_is_fatal";
    }
    "engine.jwks_unparsable" "jwt.key_set_shape" "jwt.key_set_not_json": "Hasura cannot read the key set" {
        says "Error parsing JWK from url: …" "Error parsing JWK" "Error in $.keys[…" "X.509 cert in x5c param does not match key" "this is no key set: …" "this is no key set" "the key set in … is not JSON";
        means "what jwk_url serves is no key set that the engine takes: one key that it cannot parse spoils all of them";
        cause "a page is served: a tunnel's warning, a single-page app, an error page" => "`st-hasura jwks --jwks-url URL`";
        cause "a bare key or a list, and not {\"keys\": […]}" => "`st-hasura jwt-secret lint --live FILE` reports J021";
        cause "an unknown alg, a numeric kid, an x5c of another key" => "the same";
        cure "mend the set, or give the key itself: st-hasura jwt-secret --inline-key";
        see "hasura §1.8" "hasura §9 no. 5" "hasura/graphql-engine#9922" "hasura/graphql-engine#3834";
        test "sandbox/src/hasura/auth/tests/jwks.rs" "a_first_fetch_that_fails_is_fatal";
    }
    "engine.jwks_polled": "Hasura asks for the key set every second" {
        says "refreshing JWK from endpoint" "polls JWKS every second" "JwksRateLimitError" "Too many requests to the JWKS endpoint";
        means "the key set's cache headers forbid to keep it, and the engine reads it again and again";
        cause "no-cache, no-store or max-age=0 on the auth route, as Next.js guides add them" => "`st-hasura jwks` shows the headers and what follows from them";
        cure "exempt the key set's path from such headers";
        see "hasura §1.8" "supertokens §6 no. 2" "hasura/graphql-engine#8299" "supertokens/supertokens-node#617";
        test "tests/e2e/jwks.rs" "caching_as_hasura_understands_it";
    }
    "engine.jwt_secret_unreadable" "sandbox.hasura_config": "the engine cannot read its JWT secret" {
        says "Environment variable HASURA_GRAPHQL_JWT_SECRET" "Environment variable HASURA_GRAPHQL_JWT_SECRETS" "Fatal Error:- Environment variable …" "invalid JSON path claims_namespace_path error: …" "claims_namespace and claims_namespace_path both cannot be set" "key and jwk_url both cannot be empty" "key, jwk_url both cannot be present" "Invalid JWK: …" "Could not decode PEM" "No pem found" "Could not decode public key" "Key type: … is not supported" "expected type is Authorization or Cookie or CustomHeader" "x-hasura-… is expected but not found" "not a URI" "key type not found" "parsing Hasura.Server.Auth.JWT.JWTClaimsFormat failed" "failed to parse StringOrURI";
        means "the value of HASURA_GRAPHQL_JWT_SECRET is no JSON, or not of the form that the engine wants; it ends at the start";
        cause "quotes: a shell, compose or Kubernetes took them away, or left its own in" => "`st-hasura jwt-secret lint FILE` reads compose, .env and manifests as their tools do";
        cause "a trailing comma, typographic quotes, or a PEM with real line breaks" => "the same; `st-hasura jwt-secret --to compose` prints it escaped";
        cause "both of two members that exclude each other, or neither" => "the same";
        cure "let st-hasura jwt-secret apply --compose FILE write it, or put the JSON into single quotes";
        see "hasura §1.2" "hasura §1.3" "hasura §9 no. 26" "hasura/graphql-engine#1288" "hasura/graphql-engine#3513";
        test "tests/e2e/troubles/mod.rs" "refusals_lead_to_their_page";
    }
    "engine.no_admin_secret": "JWT mode needs an admin secret" {
        says "requires --admin-secret (HASURA_GRAPHQL_ADMIN_SECRET)" "HASURA_GRAPHQL_JWT_SECRET) requires" "HASURA_GRAPHQL_UNAUTHORIZED_ROLE) requires" "HASURA_GRAPHQL_AUTH_HOOK) requires";
        means "the engine does not start with a JWT secret, a webhook or an unauthorized role and without HASURA_GRAPHQL_ADMIN_SECRET";
        cause "the admin secret is set in another service, or the variable is empty" => "`st-hasura jwt-secret lint FILE` looks at what stands beside the value";
        cure "set HASURA_GRAPHQL_ADMIN_SECRET in the same environment";
        see "hasura §1.7";
        test "sandbox/src/hasura/auth/tests/config.rs" "a_jwt_secret_needs_an_admin_secret";
    }
    "engine.two_modes": "webhook and JWT mode at once" {
        says "Both webhook and JWT mode cannot be enabled at the same time";
        means "HASURA_GRAPHQL_AUTH_HOOK and HASURA_GRAPHQL_JWT_SECRET exclude each other; the engine ends at the start";
        cause "an old webhook is left in the environment" => "look for HASURA_GRAPHQL_AUTH_HOOK";
        cure "take one of the two away";
        see "hasura §1.7";
        test "tests/e2e/jwt_secret_files.rs" "what_stands_beside_the_value";
    }
    "engine.role_with_hook": "an unauthorized role beside a webhook" {
        says "--unauthorized-role (HASURA_GRAPHQL_UNAUTHORIZED_ROLE) is not allowed when --auth-hook" "is not allowed when --auth-hook (HASURA_GRAPHQL_AUTH_HOOK) is set";
        means "a webhook says who is calling, requests without a token included, so that the engine does not start with a role for them";
        cause "HASURA_GRAPHQL_UNAUTHORIZED_ROLE was kept when the webhook came, or the webhook when JWT mode did" => "both names in Hasura's environment";
        cure "take HASURA_GRAPHQL_UNAUTHORIZED_ROLE away, or HASURA_GRAPHQL_AUTH_HOOK where tokens are meant";
        see "hasura §1.7";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "engine.bad_path": "there is nothing at this path of Hasura" {
        says "resource does not exist" "not-found" "method-not-allowed" "Allowed methods: …";
        means "the engine has no such path, or the API is switched off by HASURA_GRAPHQL_ENABLED_APIS";
        cause "the base URL has /v1/graphql or /console in it already" => "`st-hasura config show` prints the endpoint";
        cause "the API is off" => "HASURA_GRAPHQL_ENABLED_APIS in Hasura's environment";
        cure "give Hasura's base URL alone";
        see "hasura §2.1" "hasura §4.1";
        test "tests/e2e/init/look.rs" "an_engine_without_an_admin_secret_or_a_metadata_api";
    }
    "engine.console_cannot_reach": "Hasura's console does not reach its engine" {
        says "Hasura console is not able to reach your Hasura GraphQL engine instance" "Schema introspection query failed";
        means "the console is a page in a browser: it asks the engine at the address it was opened with, or the CLI's endpoint";
        cause "a proxy passes /console and not /v1, /v2 and /healthz, or asks for a sign-in of its own" => "`st-hasura doctor --only hasura`";
        cause "the engine ended, or restarts all the time" => "docker compose logs of Hasura, and `st-hasura explain -` with its last lines";
        cause "the introspection itself was refused: the words behind it say why" => "`st-hasura query --introspect`";
        cure "let the proxy pass every path of the engine, or open the console at the engine's own address";
        see "hasura §4.1" "hasura/graphql-engine#2082" "hasura/graphql-engine#6424";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "metadata.conflict": "the metadata was changed by somebody else" {
        says "metadata resource version referenced (…) did not match current version" "metadata resource version";
        means "a change named a version of the metadata that is no longer the current one (409)";
        cause "the console or another deployment wrote in between" => "`st-hasura setup-hasura plan` shows what is there now";
        cure "read it again and apply once more; close the console's metadata pages";
        see "hasura §4.3" "hasura §9 no. 27";
        test "tests/e2e/setup_hasura/interrupted.rs" "who_is_always_too_late_gives_up_and_changes_nothing";
    }
    "metadata.refused": "the metadata API refused a command" {
        says "already-exists" "already-tracked" "already-untracked" "not-exists" "permission-denied" "dependency-error" "cyclic-dependency" "invalid-configuration" "invalid-params" "metadata-warnings" "view/table already tracked" "view/table already untracked" "permission already defined on table … with role …" "permission on … for role … does not exist" "unexpected root field …" "is not a valid GraphQL name" "is not valid GraphQL name" "field with name … already exists in table …" "relationship … does not exist in table …" "cannot be an inherited role" "found cycle(s) in roles" "inherited role doesnt exist" "source with name … already exists" "source with name … does not exist" "Source with name … not found in metadata" "table … does not exist in source: …" "cannot drop due to the following dependent objects" "failed due to metadata warnings" "all tables failed to …" "unknown metadata command … for backend …" "Bulk atomic does not support this command" "postgres does not support …" "multiple declarations exist for the following …" "unexpected keys when parsing …" "cannot rename relationship …" "cannot insert object relationship …" "function … does not exist in source: …" "function already tracked: …" "relationship … does not exist" "parse json path error: …" "find any schema source information" "Unrecognised RQLQuery type: …" "expected tag field to be one of" "function permission can only be added when" "Error when parsing command …" "See our documentation at";
        means "a metadata command names what is not there, or what is there already";
        cause "the metadata here and at the engine differ: another environment, or a change by the console" => "`st-hasura setup-hasura export` writes what the engine has";
        cause "a table or column was renamed in the database" => "`st-hasura verify-hasura --probe P22`";
        cause "the command is of another version of Hasura" => "`st-hasura query --as admin '{__typename}'` and /v1/version";
        cure "plan again from what is there (st-hasura setup-hasura plan), which changes only what differs";
        see "hasura §4.3" "hasura §4.4";
        test "tests/e2e/verify/causes.rs" "permissions_of_admin_that_hasura_leaves_out_are_one_finding";
    }
}
