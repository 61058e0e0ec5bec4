//! What Hasura says of tokens, secrets and headers (contracts: hasura §2.2).

use super::troubles;

troubles! {
    "hasura.jwt_bad_signature" "jwt.bad_signature": "Hasura's keys do not verify the token" {
        says "Could not verify JWT: JWSError JWSInvalidSignature" "JWSInvalidSignature" "signature verification failed" "JsonWebTokenError: invalid signature" "invalid signature" "JWSSignatureVerificationFailed" "ERR_JWS_SIGNATURE_VERIFICATION_FAILED" "InvalidSignatureError" "token signature is invalid" "crypto/rsa: verification error" "JWKSNoMatchingKey" "ERR_JWKS_NO_MATCHING_KEY" "no applicable key found in the JSON Web Key Set" "SigningKeyNotFoundError" "Unable to find a signing key that matches" "unable to find matching key" "token is unverifiable: error while executing keyfunc";
        means "none of Hasura's keys verifies the token: another key set, a stale one after a key rotation, or a changed token";
        cause "jwk_url belongs to another auth API or core, often one behind an old tunnel" => "`st-hasura decode --jwks-url URL` with Hasura's jwk_url says whether that set verifies the token";
        cause "the dynamic key changed and Hasura holds the old set: it worked for days, and works again after a restart" => "`st-hasura jwks` shows what is served and how long it may be kept; a kid that begins with d- changes";
        cause "`key` holds a PEM whose line breaks were lost, or an HMAC secret in base64, which Hasura takes as text" => "`st-hasura jwt-secret lint FILE` reads the value as the engine does";
        cause "another token was sent: changed, minted elsewhere, or made by an app with static keys" => "`st-hasura token --verify` checks the session's own";
        cure "point jwk_url at this auth API's key set (st-hasura jwt-secret); if it is right, restart Hasura to refetch the keys";
        see "hasura §2.2" "hasura §1.8" "hasura §9 no. 1" "hasura §9 no. 2" "hasura §9 no. 3" "supertokens §6 no. 1" "hasura/graphql-engine#9759" "hasura/graphql-engine#5552" "hasura/graphql-engine#10014";
        faults "stale-jwks";
        test "tests/e2e/troubles/mod.rs" "refusals_lead_to_their_page";
    }
    "hasura.jwt_expired" "jwt.expired": "the token has expired" {
        says "Could not verify JWT: JWTExpired" "JWTExpired" "TokenExpiredError: jwt expired" "jwt expired" "ERR_JWT_EXPIRED" "exp claim timestamp check failed" "ExpiredSignatureError" "Signature has expired" "token has invalid claims: token is expired" "token is expired";
        means "the token is past its exp";
        cause "nobody refreshed the session: access tokens live for an hour or less" => "`st-hasura status` shows the token's age";
        cause "the `jwt` claim of a session from before an SDK upgrade was sent, and not the access token itself" => "`st-hasura token --decode` shows exp and a nested jwt";
        cause "the clocks of auth API and Hasura differ" => "compare the Date headers of both; `st-hasura decode --no-verify FILE` prints iat and exp";
        cause "exp was written in milliseconds, or validity is shorter than the request takes" => "`st-hasura token --decode` warns of milliseconds";
        cure "refresh the session: st-hasura refresh; if fresh tokens are refused too, compare the clocks";
        see "hasura §2.2" "hasura §9 no. 8" "supertokens §6 no. 24" "hasura/graphql-engine#4025" "supertokens/supertokens-node#601";
        test "tests/e2e/decode.rs" "refusals_in_hasuras_words";
    }
    "hasura.jwt_not_yet_valid" "jwt.not_yet_valid": "the token is not valid yet" {
        says "Could not verify JWT: JWTNotYetValid" "JWTNotYetValid" "NotBeforeError: jwt not active" "jwt not active" "nbf claim timestamp check failed" "token is not valid yet";
        means "the token's nbf or iat lies in Hasura's future: the clocks of auth API and Hasura differ";
        cause "the clock of the machine that signs is ahead, or Hasura's is behind" => "`st-hasura token --decode` shows nbf against this machine's clock";
        cause "the application sets nbf itself" => "`st-hasura token --decode` shows a claim nbf, which SuperTokens never adds";
        cure "synchronise the clocks, or add \"allowed_skew\": 60 to HASURA_GRAPHQL_JWT_SECRET";
        see "hasura §2.2" "hasura §2.3" "hasura §9 no. 9" "hasura/graphql-engine#2109";
        faults "skew";
        test "tests/e2e/decode.rs" "refusals_in_hasuras_words";
    }
    "hasura.jwt_issued_in_future" "jwt.issued_in_future": "the token was issued in Hasura's future" {
        says "Could not verify JWT: JWTIssuedAtFuture" "JWTIssuedAtFuture" "ImmatureSignatureError" "The token is not yet valid (iat)" "token used before issued" "iat claim timestamp check failed";
        means "the token's nbf or iat lies in Hasura's future: the clocks of auth API and Hasura differ";
        cause "the core's clock runs ahead of Hasura's, by as little as a second" => "`st-hasura token --decode` shows iat against this machine's clock; it passes when the second is over";
        cause "a virtual machine or container woke from sleep with an old clock" => "compare `date` inside Hasura's container with the Date header of the auth API";
        cure "synchronise the clocks, or add \"allowed_skew\": 60 to HASURA_GRAPHQL_JWT_SECRET";
        see "hasura §2.2" "hasura §2.3" "hasura §9 no. 9" "supertokens §6 no. 24" "hasura/graphql-engine#6423";
        faults "skew";
        test "tests/e2e/troubles/mod.rs" "cause_and_cure_of_keys_are_named";
    }
    "hasura.jwt_wrong_issuer" "jwt.wrong_issuer": "the token's issuer is not the one that Hasura wants" {
        says "Could not verify JWT: JWTNotInIssuer" "JWTNotInIssuer" "jwt issuer invalid. expected: …" "unexpected iss claim value" "InvalidIssuerError" "token has invalid issuer";
        means "the token's iss is not byte for byte the `issuer` in HASURA_GRAPHQL_JWT_SECRET";
        cause "base path left out, a final slash, or http for https" => "`st-hasura token --decode` shows iss; `st-hasura jwt-secret --issuer auto` prints the value to compare with";
        cause "`issuer` names the tunnel, and the token says apiDomain and apiBasePath as the auth API believes them" => "`st-hasura expose --check` says whether they still belong together";
        cause "of several secrets none has this issuer: iss is compared before the signature" => "`st-hasura jwt-secret lint FILE` lists the issuers";
        cure "copy the token's iss (st-hasura token --decode) into `issuer`, or drop `issuer`";
        see "hasura §2.2" "hasura §1.9" "hasura §9 no. 10" "supertokens §6 no. 4";
        test "tests/e2e/troubles/mod.rs" "refusals_lead_to_their_page";
    }
    "hasura.jwt_wrong_audience" "jwt.wrong_audience": "the token's audience is not the one that Hasura wants" {
        says "Could not verify JWT: JWTNotInAudience" "JWTNotInAudience" "jwt audience invalid. expected: …" "unexpected aud claim value" "InvalidAudienceError" "Audience doesn't match" "token has invalid audience";
        means "none of the token's aud is in the `audience` of HASURA_GRAPHQL_JWT_SECRET";
        cause "SuperTokens sets no aud, and `audience` was copied from a guide for another provider" => "`st-hasura token --decode` shows whether there is an aud";
        cause "aud is an empty list, which is none of them" => "the same";
        cure "set aud where the claims are made, or drop `audience`; SuperTokens sets no aud by itself";
        see "hasura §2.2" "hasura §9 no. 11" "supertokens §6 no. 21" "hasura/graphql-engine#9664";
        test "tests/e2e/decode.rs" "refusals_in_hasuras_words";
    }
    "hasura.jwt_no_signature" "jwt.alg_none": "the token is not signed" {
        says "Could not verify JWT: JWSError JWSNoSignatures" "JWSNoSignatures" "JsonWebTokenError: jwt signature is required";
        means "the token carries no signature that Hasura accepts";
        cause "its header says alg none: a token made by hand, or by a test library" => "`st-hasura decode --no-verify FILE` shows alg";
        cure "send the JWT as the auth API made it (st-hasura token)";
        see "hasura §2.2" "hasura §2.3";
        test "tests/e2e/decode.rs" "hopeless_tokens_fail_even_without_a_key";
    }
    "hasura.jwt_no_usable_keys" "jwt.no_usable_key": "Hasura has no key to verify with" {
        says "Could not verify JWT: JWSError NoUsableKeys" "NoUsableKeys" "the key set holds no usable key" "The JWKS endpoint did not contain any signing keys" "The JWKS endpoint did not contain any usable keys" "The JWK Set did not contain any usable keys";
        means "Hasura's key set is empty: it has just started, or jwk_url does not answer with keys (v2.48.4 also drops keys without `use`)";
        cause "Hasura started a moment ago: its poller fills the set within some seconds" => "wait five seconds and ask again";
        cause "jwk_url answers with a page, 404 or an empty set: /auth for /api, or JWT not enabled in an SDK of 2022" => "`st-hasura jwks --jwks-url URL` shows what is served there";
        cause "v2.48.4 drops keys without use or kid" => "`st-hasura query --as admin '{__typename}'` works; /v1/version says 2.48.4";
        cure "wait a few seconds; then check jwk_url with st-hasura jwks";
        see "hasura §1.8" "hasura §2.2" "hasura §9 no. 6" "supertokens §6 no. 3" "hasura/graphql-engine#9613" "hasura/graphql-engine#10774";
        faults "empty-jwks";
        test "tests/e2e/decode.rs" "key_sets_that_hasura_refuses_verify_nothing";
    }
    "hasura.jwt_not_three_parts" "jwt.not_three_parts": "what was sent is no JWT" {
        says "Could not verify JWT: JWSError (CompactDecodeError Invalid number of parts: Expected 3 parts; got …)" "CompactDecodeError" "Invalid number of parts" "JsonWebTokenError: jwt malformed" "jwt malformed" "JWSInvalid: Invalid Compact JWS" "Invalid Compact JWS" "DecodeError: Not enough segments" "token contains an invalid number of segments";
        means "what was sent is no JWT: it does not have three parts (an old access token, a refresh token, the word undefined)";
        cause "the program sent the word undefined or null: got 1" => "look at the request in the browser's network panel";
        cause "a refresh token, an opaque token, or the outer access token of an SDK before 14 was sent" => "`st-hasura decode FILE` names what it is";
        cause "Bearer stands before the token in a cookie or custom header, where the token stands alone" => "`st-hasura jwt-secret lint --engine` shows where the engine looks";
        cure "send the JWT that st-hasura token prints";
        see "hasura §2.2" "hasura §1.6" "hasura §9 no. 7" "supertokens §6 no. 13" "hasura/graphql-engine#5676";
        test "tests/e2e/decode.rs" "text_that_is_no_token_is_named_for_what_it_is";
    }
    "hasura.jwt_not_json" "jwt.unknown_alg" "jwt.bad_json" "jwt.bad_base64": "the token's header cannot be read" {
        says "Could not verify JWT: JWSError (JSONDecodeError …)" "JSONDecodeError" "Not valid base64url" "missing required header alg" "unrecognised value; expected: […]" "crit key is not understood" "the token's … is not JSON" "the token's … is not base64url" "JsonWebTokenError: invalid token" "JWTInvalid: Invalid JWT";
        means "the token's header or payload is not JSON, or its alg is unknown";
        cause "the token was cut or wrapped when it was copied" => "`st-hasura decode FILE` says which part is damaged";
        cause "alg is a name that the engine does not know, None and NONE among them" => "`st-hasura decode --no-verify FILE` shows it";
        cause "the header has a crit, which the engine refuses whatever it says" => "the same";
        cure "send the JWT as the auth API made it (st-hasura token)";
        see "hasura §2.2";
        test "tests/e2e/decode.rs" "hopeless_tokens_fail_even_without_a_key";
    }
    "hasura.jwt_claim_undecodable" "jwt.bad_claim" "jwt.not_object": "a registered claim has the wrong form" {
        says "Could not verify JWT: JWTClaimsSetDecodeError …" "JWTClaimsSetDecodeError" "Error in $.…: failed to parse StringOrURI" "parsing NumericDate failed" "parsing NumericDate failed, expected …, but encountered …" "JWTClaimsSetDecodeError … failed, expected …, but encountered …" "parsing JWT Claims Set failed" "Error in $: parsing JWT Claims Set failed, expected …, but encountered …" "Error in $.…: parsing StringOrURI failed, expected …, but encountered …" "Error in $.…: parsing NumericDate failed, expected …, but encountered …" "invalid jwt - Error in $: …" "Error in $: …" "Error in $.…" "the token's … is … where a JSON object belongs";
        means "a registered claim has the wrong form: iss, sub or aud with a colon must be a URI, exp a number";
        cause "aud, iss or sub has a colon and is no absolute URI" => "`st-hasura token --decode` names the claim";
        cause "exp, iat or nbf is a text, or sub a number" => "the same";
        cure "correct the claim where the auth API makes it (st-hasura token --decode shows it)";
        see "hasura §2.2" "hasura §1.2" "hasura §9 no. 11" "hasura/graphql-engine#9664";
        test "tests/e2e/decode.rs" "hopeless_tokens_fail_even_without_a_key";
    }
    "hasura.jwt_refused": "Hasura did not accept the token" {
        says "Could not verify JWT:" "invalid-jwt" "the token does not hold";
        means "Hasura did not accept the token";
        cause "the words after the colon say why; they differ between versions" => "`st-hasura token --decode --verify` judges it by the engine's rules";
        cure "look at the token with st-hasura token --decode --verify";
        see "hasura §2.2" "hasura §2.3";
        test "tests/e2e/claims.rs" "what_nobody_tells_is_not_known";
    }
    "hasura.several_jwts": "more than one JWT secret fits" {
        says "Could not verify JWT: Multiple JWTs found" "Multiple JWTs found";
        means "several JWT secrets of Hasura fit this request, and it will not choose";
        cause "two entries look in one place, and one of them has no issuer" => "`st-hasura jwt-secret lint FILE` reports J018";
        cause "the token comes in two places, a cookie and Authorization, and each has a secret" => "send it in one place only";
        cure "give each entry of HASURA_GRAPHQL_JWT_SECRETS its own issuer";
        see "hasura §1.9" "hasura §2.2";
        test "sandbox/src/hasura/auth/tests/refusals.rs" "a5_two_tokens_are_one_too_many";
    }
    "hasura.no_token": "Hasura found no token" {
        says "Missing 'Authorization' or 'Cookie' header in JWT authentication mode" "Missing Authorization header in JWT authentication mode" "JsonWebTokenError: jwt must be provided" "jwt must be provided";
        means "Hasura is in JWT mode and found no token where it looks: sent without one, stripped by a proxy, or its `header` setting names another place";
        cause "the request has none: not signed in, or the front end sends it before the session is there" => "`st-hasura query '{__typename}'` sends one";
        cause "`header` says Cookie or CustomHeader, and the token travels in Authorization, or the other way round" => "`st-hasura jwt-secret lint --engine` shows where the engine looks";
        cause "a proxy, a gateway or CORS takes Authorization away" => "ask Hasura past the proxy with --hasura-endpoint, and compare";
        cure "sign in (st-hasura signin); where the engine reads a cookie or another header, give its JWT secret with --jwt-secret FILE, and tokens are sent there";
        see "hasura §2.2" "hasura §1.6" "hasura §9 no. 17" "hasura/graphql-engine#7924" "hasura/graphql-engine#9820";
        test "tests/e2e/query.rs" "errors_are_explained_and_exit_7";
    }
    "hasura.malformed_authorization": "the Authorization header is malformed" {
        says "Malformed Authorization header";
        means "the Authorization header is not exactly `Bearer <token>`: two words, the first with a capital B";
        cause "bearer in lower case, or the token without Bearer" => "look at the header that the client sends";
        cause "the token's variable is empty, so that Bearer stands alone" => "print its length";
        cause "Bearer was written twice, or a third word stands behind" => "look at the header that the client sends";
        cure "send `Authorization: Bearer <token>`";
        see "hasura §1.6" "hasura §2.2";
        test "sandbox/src/hasura/auth/tests/refusals.rs" "a4_the_authorization_header_has_two_words";
    }
    "hasura.cookie_missing": "the cookie with the token is not there" {
        says "Could not find … in Cookie header";
        means "Hasura reads the token from a cookie that the request does not carry";
        cause "`header` names a cookie, and the client sends Authorization" => "`st-hasura jwt-secret lint --engine` shows the cookie's name";
        cause "the cookie is for another host, or Secure on http" => "`st-hasura session show` lists each cookie's domain, path and flags";
        cure "give Hasura's JWT secret with --jwt-secret FILE, and the token is sent in that cookie; or take `header` out of it to use Authorization";
        see "hasura §1.6" "hasura §2.2" "supertokens §6 no. 9";
        test "sandbox/src/hasura/auth/tests/refusals.rs" "a6_a_missing_cookie_is_no_token";
    }
    "hasura.admin_secret_wrong": "the admin secret is wrong" {
        says "invalid x-hasura-admin-secret/x-hasura-access-key" "invalid x-hasura-admin-secret";
        means "the admin secret sent is not the one Hasura was started with; a wrong one is never overlooked in favour of a token";
        cause "HASURA_GRAPHQL_ADMIN_SECRET here and in Hasura's environment differ, or an old one is kept in a .env" => "`st-hasura config show --origin` says where this one comes from";
        cause "the client sends an empty x-hasura-admin-secret, which is a wrong one" => "look at the headers of the request";
        cause "quotes or a line break are part of the value" => "`st-hasura query --as admin '{__typename}'`";
        cure "correct HASURA_GRAPHQL_ADMIN_SECRET, or leave it out to be judged by the token";
        see "hasura §2.0" "hasura §2.2";
        test "tests/e2e/troubles/mod.rs" "cause_and_cure_in_files_are_named";
    }
    "hasura.admin_secret_required": "Hasura wants the admin secret, and knows no tokens" {
        says "x-hasura-admin-secret/x-hasura-access-key required, but not found" "x-hasura-admin-secret required";
        means "Hasura runs without JWT mode and got neither an admin secret nor a token it could use";
        cause "HASURA_GRAPHQL_JWT_SECRET is not in Hasura's environment: set in another service, misspelt, or the container is an old one" => "`st-hasura jwt-secret lint --engine` says whether the engine has one";
        cause "the request was meant for admin, without the secret" => "`st-hasura query --as admin '{__typename}'` sends it";
        cure "set HASURA_GRAPHQL_JWT_SECRET at Hasura (st-hasura jwt-secret prints it), or send the admin secret";
        see "hasura §1.7" "hasura §2.2";
        test "sandbox/src/hasura/auth/tests/refusals.rs" "a2_admin_secret_mode_wants_the_secret";
    }
    "hasura.admin_only": "the endpoint is for admin only" {
        says "restricted access : admin only" "restricted access: admin only" "You have to be an admin to access this endpoint";
        means "this endpoint is for the admin secret only, and a token is not one";
        cause "a token was sent to /v1/metadata, /v2/query or /v1alpha1/config" => "`st-hasura config show` says whether an admin secret is configured";
        cause "the admin secret went along with x-hasura-role, which makes the request that role's" => "leave the role out";
        cure "set HASURA_GRAPHQL_ADMIN_SECRET";
        see "hasura §2.5" "hasura §4.1";
        test "tests/e2e/hasura_double.rs" "tokens_of_the_auth_api_are_verified";
    }
    "hasura.webhook_refused": "Hasura asks a webhook who is calling, and that said no" {
        says "Authentication hook unauthorized this request" "Invalid response from authorization hook";
        means "the engine runs in webhook mode (HASURA_GRAPHQL_AUTH_HOOK): tokens are judged by that webhook, and no JWT secret is read";
        cause "webhook mode is on by mistake, and JWT mode was meant" => "look for HASURA_GRAPHQL_AUTH_HOOK in Hasura's environment; both at once do not start";
        cause "the webhook refuses this token, or does not get the header" => "its own log says so";
        cure "take HASURA_GRAPHQL_AUTH_HOOK away and set HASURA_GRAPHQL_JWT_SECRET (st-hasura jwt-secret prints it), or mend the webhook";
        see "hasura §1.7";
        test "tests/e2e/troubles/mod.rs" "the_direction_is_right";
    }
    "hasura.gateway_refused": "a gateway answered in Hasura's place" {
        says "Missing Authentication Token" "Forbidden: no API key" "explicit deny";
        means "an API gateway before the server refused the request, and the server never saw it";
        cause "the path lacks the gateway's stage, such as /dev or /prod" => "`st-hasura status` shows the URLs in use";
        cause "the gateway has no route for this path or method, and calls that an authentication error" => "ask the server past the gateway";
        cure "put the gateway's stage and path into the configured URL, or route the path";
        see "supertokens §1.1";
        test "tests/e2e/troubles/mod.rs" "cause_and_cure_are_named";
    }
    "hasura.token_ignored": "the token does nothing, and all rows are there" {
        says "token is ignored" "sees all rows";
        means "the request is admin's, whatever token it carries: the admin secret goes along, or Hasura has none and takes everybody for admin";
        cause "a client library or the console sends x-hasura-admin-secret by default" => "`st-hasura verify-hasura --probe P17` and the headers in the network panel";
        cause "Hasura runs without an admin secret" => "`st-hasura verify-hasura --probe P01` asks without credentials";
        cure "take the admin secret out of clients, and give Hasura one";
        see "hasura §2.0" "hasura §9 no. 18" "hasura/graphql-engine#4793";
        faults "no-admin-secret";
        test "tests/e2e/troubles/quiet.rs" "nobody_is_asked_for_a_token";
    }
    "hasura.variable_header_ignored": "a header X-Hasura-… has no effect" {
        says "X-Hasura header has no effect" "x-hasura-user-id header is ignored";
        means "beside a token, session variables come from the token alone; headers of these names are dropped, except x-hasura-role";
        cause "the variable is sent by the client and not in the claims" => "`st-hasura token --decode` lists the claims";
        cure "put the variable into the Hasura claims where the session is made, and sign in anew";
        see "hasura §2.0" "hasura §9 no. 19" "hasura/graphql-engine#5647";
        test "tests/e2e/troubles/quiet.rs" "nobody_is_asked_for_a_token";
    }
    "hasura.anonymous_answers": "data comes where an error should" {
        says "no error without token" "anonymous sees data";
        means "requests without a token are answered as the unauthorized role, so a lost token shows as other or fewer rows and not as an error";
        cause "HASURA_GRAPHQL_UNAUTHORIZED_ROLE is set, and the token was lost on the way" => "`st-hasura query --as anonymous '{__typename}'` against the same as user";
        cure "remove the unauthorized role, or restrict what it may read";
        see "hasura §2.0" "hasura §9 no. 25" "hasura/graphql-engine#7924";
        test "tests/e2e/troubles/quiet.rs" "nobody_is_asked_for_a_token";
    }
}
