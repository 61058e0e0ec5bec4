//! What Hasura says of the claims in a token (contracts: hasura §2.4).

use super::troubles;

troubles! {
    "hasura.claims_missing" "jwt.claims_missing": "the token has no Hasura claims" {
        says "claims key: … not found" "claims not found at claims_namespace_path: …";
        means "the token has no Hasura claims where Hasura looks: the session is older than the code that adds them, or the namespace differs";
        cause "the session was made before createNewSession was overridden: claims are frozen at sign-in and copied by refresh" => "`st-hasura signin`, then `st-hasura token --decode`";
        cause "no override is there, or it adds them under another name" => "`st-hasura token --decode` looks for x-hasura- names anywhere and proposes claims_namespace_path";
        cause "claims_namespace in the JWT secret is another than the token's" => "`st-hasura jwt-secret lint --engine` shows the engine's";
        cause "a wrong token was sent: the refresh token, or the outer one of an old SDK" => "`st-hasura decode FILE`";
        cure "add the claims in createNewSession, sign in anew, and compare claims_namespace";
        see "hasura §2.4" "hasura §9 no. 12" "supertokens §6 no. 11" "hasura/graphql-engine#3589" "hasura/graphql-engine#9704" "supertokens/supertokens-core#250";
        faults "claims-absent";
        test "tests/e2e/troubles/mod.rs" "refusals_lead_to_their_page";
    }
    "hasura.claims_not_object" "jwt.claims_not_object": "the claims are no JSON object" {
        says "expecting a json object when claims_format is json";
        means "the Hasura claims are a string, and claims_format is json";
        cause "the claims were written as text: JSON.stringify around them" => "`st-hasura token --decode` shows them in quotes";
        cure "set claims_format to stringified_json, or make the claims an object";
        see "hasura §2.4" "hasura §9 no. 13" "hasura/graphql-engine#3589";
        test "tests/e2e/troubles/mod.rs" "refusals_lead_to_their_page";
    }
    "hasura.claims_not_string" "jwt.claims_not_text": "the claims are no JSON text" {
        says "expecting a string when claims_format is stringified_json" "expecting stringified json at: …";
        means "the Hasura claims are no readable JSON text, and claims_format is stringified_json";
        cause "claims_format was copied from a guide for another provider" => "`st-hasura jwt-secret lint FILE` and `st-hasura token --decode`";
        cure "take claims_format out of HASURA_GRAPHQL_JWT_SECRET, or make the claims JSON text";
        see "hasura §2.4";
        test "src/jwt/claims/tests.rs" "the_text_of_an_object";
    }
    "hasura.no_allowed_roles" "jwt.missing_role_claim": "the claims lack the allowed roles" {
        says "JWT claim does not contain x-hasura-allowed-roles";
        means "the Hasura claims lack x-hasura-allowed-roles";
        cause "the override adds a default role only, or misspells the name" => "`st-hasura token --decode` shows the claims";
        cause "a claims_map has it at a path that leads nowhere in this token" => "`st-hasura token --decode` names the path";
        cure "add it as an array of role names in createNewSession and sign in anew";
        see "hasura §2.4";
        test "src/jwt/claims/tests.rs" "each_row_of_the_table_has_its_words";
    }
    "hasura.no_default_role": "the claims lack the default role" {
        says "JWT claim does not contain x-hasura-default-role" "JWT claim does not contain …" "jwt-missing-role-claims";
        means "the Hasura claims lack x-hasura-default-role";
        cause "the override adds x-hasura-role, which does nothing inside a token" => "`st-hasura token --decode` shows the claims";
        cure "add it as a role name in createNewSession and sign in anew";
        see "hasura §2.4" "hasura §9 no. 16";
        test "src/jwt/claims/tests.rs" "each_row_of_the_table_has_its_words";
    }
    "hasura.allowed_roles_not_list" "jwt.bad_allowed_roles": "the allowed roles are no list" {
        says "invalid x-hasura-allowed-roles; …" "should be a list of roles" "invalid x-hasura-allowed-roles; should be a list of roles: parsing … failed, expected …, but encountered …";
        means "x-hasura-allowed-roles is not an array";
        cause "one role was given as a text: \"user\" for [\"user\"]" => "`st-hasura token --decode` shows the claims";
        cause "an element is empty or no text" => "the same";
        cure "make it an array: [\"user\"]";
        see "hasura §2.4" "hasura §9 no. 14";
        test "src/jwt/claims/tests.rs" "each_row_of_the_table_has_its_words";
    }
    "hasura.default_role_not_string" "jwt.bad_default_role": "the default role is no text" {
        says "invalid x-hasura-default-role; …" "should be a single role name" "invalid x-hasura-default-role; should be a single role name: parsing … failed, expected …, but encountered …";
        means "x-hasura-default-role is not a string";
        cause "a list was given, often the one from the user-roles recipe" => "`st-hasura token --decode` shows the claims";
        cure "make it one role name: \"user\"";
        see "hasura §2.4";
        test "src/jwt/claims/tests.rs" "a_map_picks_from_the_whole_token";
    }
    "hasura.claims_map_miss" "jwt.claims_map_miss": "a path of claims_map leads nowhere" {
        says "JWT claim from claims_map, … not found";
        means "a path of claims_map leads nowhere in this token";
        cause "the path is misspelt, or the claim is absent from this user's token" => "`st-hasura token --decode` shows every claim";
        cause "the path names a member literally: ['$.team'] is a member called $.team" => "`st-hasura jwt-secret lint FILE` reports J009";
        cure "correct the path, or give it a default";
        see "hasura §1.5" "hasura §2.4";
        test "src/jwt/claims/tests.rs" "a_map_picks_from_the_whole_token";
    }
    "hasura.claim_not_string" "jwt.claim_not_string": "a session variable is no text" {
        says "x-hasura-* claims: parsing … failed" "x-hasura-* claims:" "jwt-invalid-claims";
        means "an x-hasura-* claim is not a string; numbers, arrays and null are refused too";
        cause "an id is a number, a list is JSON, or a value is null for some users" => "`st-hasura token --decode` names the claim";
        cure "turn every x-hasura-* claim into a string; a list becomes \"{1,2}\"";
        see "hasura §2.4" "hasura §9 no. 15";
        test "src/jwt/claims/tests.rs" "a_map_picks_from_the_whole_token";
    }
    "hasura.role_not_allowed" "jwt.role_not_allowed": "the role is not among the allowed ones" {
        says "Your requested role is not in allowed roles" "Your current role is not in allowed roles";
        means "the role asked for, or the default role, is not in x-hasura-allowed-roles";
        cause "the client sends x-hasura-role with a role that the token does not allow" => "`st-hasura query '{__typename}'` sends no role";
        cause "the default role is not in the list, so every request fails that names none" => "`st-hasura token --decode` shows both";
        cause "the role was given after the sign-in: a session keeps its claims" => "`st-hasura signin` again";
        cure "drop --role, or add the role to the token's allowed roles";
        see "hasura §2.4" "hasura §9 no. 16" "supertokens §6 no. 12" "hasura/graphql-engine#2849" "hasura/graphql-engine#6392";
        test "tests/e2e/troubles/mod.rs" "the_direction_is_right";
    }
    "hasura.session_variable_missing": "a permission needs a variable that is not there" {
        says "missing session variable: …" "missing session variables: …" "x-hasura-… header is expected but not found";
        means "a permission of the role needs a session variable that the token does not carry";
        cause "the filter misspells the variable; case does not matter, hyphens do" => "`st-hasura setup-hasura plan` and the filter in the console";
        cause "the claims lack it: added after the sign-in, or for some users only" => "`st-hasura token --decode` lists them";
        cause "admin asked for the role without sending the variables as headers" => "send x-hasura-… headers along";
        cure "add the variable to the Hasura claims, or correct its name in the permission";
        see "hasura §2.5" "hasura §9 no. 22" "hasura/graphql-engine#2442" "hasura/graphql-engine#4179";
        test "tests/e2e/query.rs" "the_administrator_and_a_role_of_theirs";
    }
    "hasura.malformed_array": "a list in a session variable is malformed" {
        says "malformed array literal: …";
        means "a list in a claim has to be a PostgreSQL array literal in a string; JSON in it, or a bare word, is none";
        cause "the claim is \"[1,2]\" or \"a\"" => "`st-hasura token --decode` shows it";
        cure "write \"{1,2}\", and \"{a,\\\"b c\\\"}\" where a value has blanks";
        see "hasura §2.4";
        test "sandbox/src/hasura/graphql/exec/value.rs" "what_cannot_be_cast_is_refused_in_the_databases_words";
    }
    "hasura.empty_list": "an empty list, and no error" {
        says "empty list, no error" "returns no rows" "no rows, and that is no error";
        means "the filter compares with an id that none of the rows has: the recipe's id for the primary one or an external one, another tenant, a padded CHAR";
        cause "rows were written with another id than the token's" => "`st-hasura verify-hasura --probe P24` asks for one row of the user's own";
        cause "the filter names the wrong column or variable" => "`st-hasura query --as admin --role user --header 'x-hasura-user-id: ID' '{__typename}'` asks with an id of your choice";
        cure "mend the claim or the filter; setup-hasura writes filters that fit SuperTokens' tables";
        see "hasura §6.3" "hasura §9 no. 23";
        test "tests/e2e/troubles/mod.rs" "what_cannot_be_seen_from_here_is_said";
    }
}
