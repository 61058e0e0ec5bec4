//! The links of the chain that `doctor` walks. What a link says when it does not hold has an entry
//! of its own, under the code or in the words that it quotes.

use super::troubles;

troubles! {
    "doctor.config": "servers are configured" {
        means "the first link: without an address nothing can be asked";
        cause "there is no st-hasura.toml here or above, and no variable" => "`st-hasura config show --origin`";
        cure "let st-hasura init find the servers, or give --api-url and --hasura-endpoint";
        test "tests/e2e/doctor/mod.rs" "nothing_configured_is_said_with_the_first_thing_to_do";
    }
    "doctor.core": "the core answers" {
        means "the SuperTokens core behind the auth API is asked directly, where its address is known";
        cause "it is not running, or wants another key" => "curl CORE/hello must say Hello";
        cure "start it, or correct ST_HASURA_CORE_URI and ST_HASURA_CORE_API_KEY";
        see "supertokens §5.1" "supertokens §6 no. 16";
        faults "core-down" "core-wrong-key";
        test "tests/e2e/doctor/faults.rs" "each_fault_is_found_at_its_link";
    }
    "doctor.auth-api": "the auth API answers, with SuperTokens in it" {
        means "the address answers as an SDK does, below the base path";
        cause "nothing listens there, or another program does" => "`st-hasura doctor --only auth-api`";
        cause "the base path is another" => "`st-hasura init --dry-run` tries the usual ones";
        cause "its core is down or refuses its key" => "`st-hasura doctor --only core`";
        cure "correct --api-url and --api-base-path, or start what is missing";
        see "supertokens §1.1" "supertokens §1.9";
        test "tests/e2e/doctor/faults.rs" "each_fault_is_found_at_its_link";
    }
    "doctor.session": "a user can sign up or in" {
        means "a throw-away user is signed up, or the named session is taken";
        cause "the form has a field more, or the application refuses" => "`st-hasura doctor --field NAME=VALUE`, or `st-hasura doctor --session NAME`";
        cause "the core is in trouble" => "`st-hasura doctor --only core,auth-api`";
        cure "what the auth API said has a page of its own: st-hasura explain 'TEXT'";
        see "supertokens §1.3";
        test "tests/e2e/doctor/faults.rs" "each_fault_is_found_at_its_link";
    }
    "doctor.cors": "pages of the origin may talk to the auth API" {
        means "a browser asks first (OPTIONS) and hides the answer where the server does not allow the page's origin, headers and credentials";
        cause "the cors middleware is missing, or stands behind SuperTokens'" => "`st-hasura doctor --only cors --origin URL`";
        cause "a proxy adds the headers once more, answers OPTIONS itself (401), or leaves them out of the answers themselves" => "the same, past the proxy";
        cause "front-token is not exposed (Access-Control-Expose-Headers), and * does not count with cookies" => "the same";
        cure "allow getAllCORSHeaders() and credentials for that origin";
        see "supertokens §1.2" "supertokens §6 no. 10";
        test "tests/e2e/doctor/cors.rs" "what_a_browser_accepts_is_accepted_and_nothing_else";
    }
    "doctor.cookies": "the session's cookies come back to the auth API" {
        means "each cookie's flags, domain and path are held against the URLs that it has to come back to";
        cause "Secure on http, another host, or a path that a proxy rewrote" => "`st-hasura session show`";
        cure "one host everywhere and https, or header mode: --transport header";
        see "supertokens §2.2" "supertokens §6 no. 9";
        test "tests/e2e/doctor/mod.rs" "a_sound_chain_holds_in_every_kind_of_stack";
    }
    "doctor.token": "the session has a JWT for Hasura" {
        means "a JWT is looked for in the access token, the configured route and the front token";
        cause "the route answers {} on a newer SDK, or has another path" => "`st-hasura token -v`";
        cure "add the Hasura claims in createNewSession, or name the route with --jwt-path";
        see "supertokens §4.1" "supertokens §6 no. 14";
        test "tests/e2e/doctor/faults.rs" "each_fault_is_found_at_its_link";
    }
    "doctor.refresh": "the session can be refreshed" {
        means "the session is refreshed once, which it outlives";
        cause "the refresh token does not arrive, or was used by somebody else" => "`st-hasura refresh`";
        cure "one session a client, and a proxy that leaves paths and headers alone";
        see "supertokens §1.6" "supertokens §6 no. 20";
        faults "theft";
        test "tests/e2e/doctor/faults.rs" "each_fault_is_found_at_its_link";
    }
    "doctor.clocks": "all clocks agree" {
        means "the Date headers of the servers and the token's iat are compared with this machine's clock";
        cause "a machine without NTP, or a container that slept" => "`st-hasura token --decode`";
        cure "synchronise the clocks, or add \"allowed_skew\": 60 to HASURA_GRAPHQL_JWT_SECRET";
        see "hasura §2.3" "supertokens §6 no. 24";
        faults "skew";
        test "tests/e2e/doctor/faults.rs" "each_fault_is_found_at_its_link";
    }
    "doctor.claims": "the JWT has the claims that Hasura needs" {
        means "the claims are read as this engine reads them, before it is asked";
        cause "no override of createNewSession, or a session older than it" => "`st-hasura token --decode`";
        cure "add the claims, and sign in anew";
        see "hasura §2.4" "supertokens §6 no. 11";
        faults "claims-absent";
        test "tests/e2e/doctor/faults.rs" "each_fault_is_found_at_its_link";
    }
    "doctor.key-set": "the key set is published" {
        means "the auth API's key set is fetched and read as Hasura reads it";
        cause "404, a page, or no key in it" => "`st-hasura jwks`";
        cure "check the base path, and that the SDK publishes its keys";
        see "supertokens §1.8" "hasura §1.8";
        faults "empty-jwks";
        test "tests/e2e/doctor/faults.rs" "each_fault_is_found_at_its_link";
    }
    "doctor.signature": "a published key signed the JWT" {
        means "the token is verified with the key set as it is served now";
        cause "the set is stale, or belongs to another auth API" => "`st-hasura token --verify`";
        cure "serve the set with the core's cache headers, from the same core";
        see "hasura §2.2" "supertokens §6 no. 1";
        faults "stale-jwks";
        test "tests/e2e/doctor/faults.rs" "each_fault_is_found_at_its_link";
    }
    "doctor.hasura": "Hasura answers" {
        means "the endpoint answers as Hasura v2 does";
        cause "nothing listens there, or it is another service" => "`st-hasura config show --origin`";
        cure "start Hasura, or correct --hasura-endpoint";
        see "hasura §4.1";
        test "tests/e2e/doctor/faults.rs" "faults_of_any_service_are_found_at_that_service";
    }
    "doctor.mode": "Hasura goes by JWTs" {
        means "the engine has an admin secret and a JWT secret, and no webhook";
        cause "HASURA_GRAPHQL_JWT_SECRET is not in its environment" => "`st-hasura jwt-secret lint --engine`";
        cause "it has no admin secret: everybody is admin" => "`st-hasura verify-hasura --probe P01`";
        cure "set both in Hasura's environment (st-hasura jwt-secret prints the value)";
        see "hasura §1.7";
        faults "no-admin-secret";
        test "tests/e2e/doctor/faults.rs" "each_fault_is_found_at_its_link";
    }
    "doctor.jwt-secret": "Hasura's JWT secret is as it should be" {
        means "the value, as the engine shows it or as it is configured here, is judged by the rules of the linter";
        cause "a rule J001 to J022 has something to say" => "`st-hasura jwt-secret lint FILE`";
        cure "each rule has a page: st-hasura explain J001";
        see "hasura §1.10";
        test "tests/e2e/doctor/mod.rs" "another_issuer_is_told_beside_the_token";
    }
    "doctor.health": "Hasura is well" {
        means "health, inconsistent metadata, and what is known of this version";
        cause "a table or column of the metadata is gone" => "`st-hasura verify-hasura --probe P22`";
        cure "mend the metadata or the database, or upgrade";
        see "hasura §4.1";
        test "tests/e2e/doctor/mod.rs" "a_sound_chain_holds_in_every_kind_of_stack";
    }
    "doctor.accepted": "Hasura takes the JWT" {
        means "the engine itself is asked with the token";
        cause "its words say why" => "`st-hasura query '{__typename}'`";
        cure "what it said has a page of its own: st-hasura explain 'TEXT'";
        see "hasura §2.2" "hasura §2.4";
        test "tests/e2e/doctor/faults.rs" "each_fault_is_found_at_its_link";
    }
    "doctor.reach": "Hasura can reach the key set" {
        means "jwk_url is looked at from where Hasura is: container, cloud or this machine";
        cause "localhost or a private address" => "`st-hasura jwt-secret lint FILE` reports J016";
        cure "a service's name, host.docker.internal or a tunnel (st-hasura expose)";
        see "hasura §1.8" "hasura §7.3" "supertokens §6 no. 25";
        test "tests/e2e/doctor/mod.rs" "a_sound_chain_holds_in_every_kind_of_stack";
    }
    "doctor.query": "the user's role has something to ask for" {
        means "the schema of the role is read: a role without permissions sees nothing, without an error";
        cause "no select permission for this role" => "`st-hasura query --introspect`";
        cure "grant what it should see: st-hasura setup-hasura plan";
        see "hasura §3.6" "hasura §9 no. 20";
        test "tests/e2e/doctor/mod.rs" "a_sound_chain_holds_in_every_kind_of_stack";
    }
}
