//! The linter's rules for a JWT secret (contracts: hasura §1.10). What holds where a rule has
//! nothing to say is the linter's own list.

use super::troubles;

troubles! {
    "J001": "" {
        means "the engine does not start with a value that is no JSON object, or no list for HASURA_GRAPHQL_JWT_SECRETS";
        cause "quotes: a shell, compose or Kubernetes took them away, or left its own in" => "`st-hasura jwt-secret lint FILE` reads the whole file as its tool does";
        cause "in a file of variables, a bare value with a $ or a # behind a blank, of which Compose takes out a part" => "the finding names the sign; docker run --env-file takes the line as it is";
        cause "typographic quotes, a trailing comma, raw line breaks in a PEM" => "the place in the finding";
        cure "let st-hasura jwt-secret apply --compose FILE write it, or put the JSON into single quotes";
        see "hasura §1.1" "hasura §1.10" "hasura §9 no. 26";
        test "src/hasura/jwt_secret/lint/tests.rs" "j001_json";
    }
    "J002": "" {
        means "the engine wants key or jwk_url, and not both";
        cause "a guide's example was pasted over another" => "`st-hasura jwt-secret` prints a whole value";
        cure "keep jwk_url for SuperTokens, whose keys change";
        see "hasura §1.2" "hasura §1.10";
        test "tests/e2e/jwt_secret_lint.rs" "errors_exit_9_and_say_what_to_do";
    }
    "J003": "" {
        means "a key needs a type, one of HS256 to EdDSA; the engine ends without";
        cause "type is missing, misspelt or in lower case" => "the finding lists the types";
        cure "write the algorithm that the tokens' header names";
        see "hasura §1.2" "hasura §1.10";
        test "src/hasura/jwt_secret/lint/tests.rs" "j003_type";
    }
    "J004": "" {
        means "an HMAC secret shorter than its hash can be guessed, and newer engines refuse it";
        cause "a password was used as the secret" => "the finding says how long it is";
        cure "make one with openssl rand -base64 48, and give it to both sides";
        see "hasura §1.2" "hasura §1.10";
        test "src/hasura/jwt_secret/lint/tests.rs" "j004_length";
    }
    "J005": "" {
        means "the key is no public key in PEM that the engine reads";
        cause "line breaks were lost: BEGIN and END stand on lines of their own" => "`st-hasura jwt-secret --inline-key` prints one that is right";
        cause "a private key, PEM headers, trailing blanks, a compressed EC point or RSA-PSS" => "the finding says which";
        cure "write the line breaks as \\n, with the public key alone";
        see "hasura §1.3" "hasura §1.10";
        test "src/hasura/jwt_secret/lint/tests.rs" "j005_pem";
    }
    "J006": "" {
        means "the public key would be the shared secret: whoever knows it, and everybody may, can sign tokens";
        cause "type says HS256 beside a PEM block" => "`st-hasura verify-hasura --probe P16` shows it live";
        cure "write the type of the key: RS256 for RSA";
        see "hasura §1.3" "hasura §1.10";
        faults "hs256-with-public-key";
        test "src/hasura/jwt_secret/lint/tests.rs" "j006_public_key_as_secret";
    }
    "J007": "" {
        means "claims_namespace and claims_namespace_path exclude each other, and a path has a dialect of its own";
        cause "both are set, or the path has a slash, a colon or a blank without [\"…\"]" => "the finding shows the path";
        cure "keep one; write $['https://hasura.io/jwt/claims'] for a name that is no word";
        see "hasura §1.4" "hasura §1.10";
        test "src/hasura/jwt_secret/lint/tests.rs" "j007_namespace";
    }
    "J008": "" {
        means "claims_format is json or stringified_json";
        cause "another word, or another case" => "the finding shows it";
        cure "leave it out: SuperTokens writes json";
        see "hasura §1.2" "hasura §1.10";
        test "tests/e2e/jwt_secret_lint.rs" "reports_have_a_case_for_every_rule";
    }
    "J009": "" {
        means "a claims_map needs the allowed roles and the default role, and values that are literals or paths";
        cause "a role is missing, or its name has capitals" => "the finding names it";
        cause "the path names a member literally, or misses a default" => "`st-hasura token --decode` shows the claims";
        cure "write {\"path\": \"$.st-role.v\", \"default\": [\"user\"]} and the like";
        see "hasura §1.5" "hasura §1.10";
        test "src/hasura/jwt_secret/lint/tests.rs" "j009_claims_map";
    }
    "J010": "" {
        means "beside a claims_map the engine reads namespace and format, and does not use them";
        cause "the map was added to an older value" => "`st-hasura token --decode` shows where the claims are";
        cure "take them out";
        see "hasura §1.5" "hasura §1.10";
        test "src/hasura/jwt_secret/lint/tests.rs" "j010_map_alone";
    }
    "J011": "" {
        means "issuer and audience with a colon have to be absolute URIs; the engine does not start otherwise";
        cause "foo: bar, or a URL with a blank" => "the finding shows it";
        cure "write a URI, or a text without colon";
        see "hasura §1.2" "hasura §1.10";
        test "tests/e2e/jwt_secret_lint.rs" "errors_exit_9_and_say_what_to_do";
    }
    "J012": "" {
        means "without issuer any token of the same keys is taken, also of another application of that provider";
        cause "issuer was left out since it did not fit" => "`st-hasura jwt-secret --issuer auto` prints what the auth API announces";
        cure "set issuer to the token's iss; with a shared provider audience too";
        see "hasura §1.2" "hasura §1.10";
        test "tests/e2e/jwt_secret_apply/printed.rs" "lint_is_content_with_every_value_that_can_be_printed";
    }
    "J013": "" {
        means "a large skew keeps expired tokens alive; a negative one shortens them";
        cause "minutes or milliseconds were meant" => "the finding shows it";
        cure "use 60 or less";
        see "hasura §1.2" "hasura §1.10";
        test "src/hasura/jwt_secret/lint/tests.rs" "j013_skew";
    }
    "J014": "" {
        means "header says where the token is: Authorization, Cookie or CustomHeader, the last two with a name";
        cause "a header's name was given as type" => "`st-hasura jwt-secret --header-from cookie` prints one that is right";
        cure "write {\"type\":\"Cookie\",\"name\":\"sAccessToken\"}";
        see "hasura §1.6" "hasura §1.10";
        test "src/hasura/jwt_secret/lint/tests.rs" "j014_header";
    }
    "J015": "" {
        means "the engine passes over names that it does not know, so a misspelt one does nothing";
        cause "a typing mistake, such as claims_name_space" => "the finding names the nearest one";
        cause "the variable's own name in lower case, which only Terraform may write" => "the finding names the variable";
        cure "correct or remove it";
        see "hasura §1.2" "hasura §1.10";
        test "tests/e2e/jwt_secret_lint.rs" "errors_exit_9_and_say_what_to_do";
    }
    "J016": "" {
        means "the engine fetches jwk_url from its own network, where localhost is itself";
        cause "localhost, a private address, or a name of this machine only" => "`st-hasura jwt-secret lint --live FILE`";
        cause "a doubled slash, a missing scheme or host" => "the finding shows it";
        cure "use a service's name, host.docker.internal or a tunnel (st-hasura expose)";
        see "hasura §1.8" "hasura §1.10" "hasura §9 no. 4" "supertokens §6 no. 25";
        test "tests/e2e/jwt_secret_lint.rs" "live_asks_for_the_key_set";
    }
    "J017": "" {
        means "beside jwk_url the keys themselves say their type";
        cause "type was left from a value with key" => "`st-hasura jwks`";
        cure "take it out";
        see "hasura §1.2" "hasura §1.10";
        test "src/hasura/jwt_secret/lint/tests.rs" "j017_type_without_key";
    }
    "J018": "" {
        means "of several secrets exactly one must fit a token; otherwise the engine refuses to choose";
        cause "two look in one place, and one has no issuer, or both the same" => "the finding names both";
        cause "HASURA_GRAPHQL_JWT_SECRET and …_SECRETS are both set" => "Hasura's environment";
        cure "give each its own issuer, or its own place";
        see "hasura §1.9" "hasura §1.10";
        test "tests/e2e/jwt_secret_lint.rs" "files_are_told_by_name_and_look";
    }
    "J019": "" {
        means "the engine compares iss and aud where the token has them, and takes tokens without";
        cause "by design" => "`st-hasura verify-hasura --probe P25` says whether they are in the tokens";
        cure "have the issuer put them in; nothing at the engine can demand them";
        see "hasura §2.3" "hasura §1.10";
        test "tests/e2e/jwt_secret_lint.rs" "what_jwt_secret_prints_is_clean_in_every_format";
    }
    "J020": "" {
        means "a namespace such as sub or iss is taken out of the token before claims are looked for, and is never found";
        cause "the name of a registered claim was given" => "`st-hasura token --decode`";
        cure "use another name, or claims_namespace_path";
        see "hasura §1.2" "hasura §1.10";
        test "src/hasura/jwt_secret/engine.rs" "every_shape_of_every_version";
    }
    "J021": "" {
        means "the engine refuses the key set as it is served, or finds no key in it";
        cause "a page, a bare key, an empty set" => "`st-hasura jwks --jwks-url URL`";
        cause "one key that cannot be parsed spoils all" => "the finding names it";
        cure "mend the set, or give the key itself: st-hasura jwt-secret --inline-key";
        see "hasura §1.8" "hasura §1.10" "hasura §9 no. 5";
        faults "empty-jwks";
        test "src/hasura/jwt_secret/lint/live.rs" "j021_the_set";
    }
    "J022": "" {
        means "the key set's cache headers let the engine keep it longer than the keys live";
        cause "no Cache-Control, which is never again, or a max-age above the core's" => "`st-hasura jwks` says what follows from the headers";
        cure "pass the core's Cache-Control on, or use static keys";
        see "hasura §1.8" "hasura §1.10" "hasura §9 no. 2" "supertokens §6 no. 1";
        test "tests/e2e/jwt_secret_lint.rs" "reports_have_a_case_for_every_rule";
    }
    "J023": "" {
        means "a JWT secret alone does not make an engine: it ends at the start without an admin secret, or with a webhook beside";
        cause "HASURA_GRAPHQL_ADMIN_SECRET is set in another service, or not at all" => "the finding names the service";
        cause "HASURA_GRAPHQL_AUTH_HOOK is left from an older set-up" => "the same";
        cause "HASURA_GRAPHQL_UNAUTHORIZED_ROLE is true or the like, which is the name of a role" => "the same";
        cure "set the admin secret beside the value, and take the webhook away";
        see "hasura §1.7" "hasura §1.10";
        test "tests/e2e/jwt_secret_files.rs" "what_stands_beside_the_value";
    }
}
