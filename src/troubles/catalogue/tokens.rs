//! Tokens and key sets, judged here.

use super::troubles;

troubles! {
    "jwt.signing_key": "a library cannot read the key to sign or verify with" {
        says "PEM routines:…:no start line" "DECODER routines::unsupported" "secretOrPrivateKey must be an asymmetric key" "secretOrPublicKey must be an asymmetric key" "secretOrPrivateKey must have a value" "secretOrPublicKey must be an asymmetric key when using …" "must be PKCS#8 formatted string" "must be SPKI formatted string" "Could not deserialize key data" "Unable to load PEM file" "asn1 encoding routines";
        means "the text that was given as a key is no PEM of the kind that the algorithm needs";
        cause "the line breaks of the PEM were lost in an environment variable, or are the two characters \\n" => "the value has to begin with -----BEGIN and a line break";
        cause "a secret where RS256 wants a private key, or a certificate where a public key belongs" => "the first line of the PEM";
        cure "restore the line breaks where the value is read; SuperTokens signs by itself and needs no key from you";
        see "hasura §1.3" "supertokens §3.4";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "jwt.alg_not_allowed": "a library refuses the token's algorithm" {
        says "JsonWebTokenError: invalid algorithm" "Header Parameter value not allowed" "InvalidAlgorithmError" "The specified alg value is not allowed" "signing method … is invalid";
        means "the token is signed with another algorithm than the reader allows, or than its key is for";
        cause "the reader allows HS256 and has a secret, and SuperTokens signs with RS256" => "`st-hasura token --decode` shows alg";
        cause "the token is of another issuer" => "its iss, in the same place";
        cure "allow RS256, and give the reader the auth API's key set (st-hasura jwks) in place of a secret";
        see "supertokens §3.4";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "jwt.too_large": "this is too large for a token" {
        says "this is no JWT: it has … bytes, and … are allowed";
        means "no server would accept a header of this size";
        cause "a wrong file was named" => "its size";
        cure "give the token alone";
        test "tests/e2e/decode.rs" "text_that_is_no_token_is_named_for_what_it_is";
    }
    "jwt.duplicate_key": "a member stands twice in the token" {
        says "the token's … names … twice";
        means "which of the two counts depends on the reader, so none may trust such a token (RFC 7519 §4)";
        cause "the program that signs puts the JSON together by hand" => "`st-hasura decode --no-verify FILE`";
        cure "correct the program that signs it";
        test "tests/e2e/decode.rs" "text_that_is_no_token_is_named_for_what_it_is";
    }
    "jwt.supertokens_v2": "an access token of an SDK of 2022" {
        says "this is a SuperTokens access token of the 2022 generation (V2), not a JWT that Hasura can verify";
        means "the outer token of SDKs before 14 is no JWT that Hasura can verify; the JWT lies inside the session";
        cause "sAccessToken was copied" => "its header says version 2 and has no kid";
        cure "fetch the JWT inside the session with st-hasura token, which asks /getJWT";
        see "supertokens §3.1" "supertokens §3.2" "supertokens §6 no. 13" "supertokens/docs#16";
        test "tests/e2e/decode.rs" "text_that_is_no_token_is_named_for_what_it_is";
    }
    "jwt.refresh_token": "a refresh token" {
        says "this is a SuperTokens refresh token; it is opaque and only the auth API can use it";
        means "it is opaque and only the auth API can use it";
        cause "sRefreshToken was copied for sAccessToken" => "the cookie's name";
        cure "print a JWT with st-hasura token, and never give a refresh token away";
        see "supertokens §3.3";
        test "tests/e2e/decode.rs" "text_that_is_no_token_is_named_for_what_it_is";
    }
    "jwt.key_set_absent": "there is no key set at this URL" {
        says "there is no key set at";
        means "404 where the auth API's keys should be";
        cause "the base path is another, often /auth or /api" => "`st-hasura jwks --jwks-url URL`";
        cause "an SDK of 2022 publishes keys only with Session.init({jwt: {enable: true}})" => "the auth API's init";
        cure "check --api-base-path, or that the SDK publishes its key set";
        see "supertokens §1.8" "supertokens §6 no. 3";
        test "tests/e2e/decode.rs" "keys_from_the_net";
    }
    "jwt.no_discovery": "the auth API announces no issuer" {
        says "the auth API announces no issuer at";
        means "404 at .well-known/openid-configuration below the base path";
        cause "the OpenID part of the SDK is off, or the base path is another" => "`st-hasura jwks`";
        cure "give the value itself with --issuer URL";
        see "supertokens §1.8";
        test "tests/e2e/jwt_secret.rs" "the_issuer_is_asked_for";
    }
    "jwt.bad_pem": "no public key in the PEM text" {
        says "no public key in the PEM text";
        means "the text is no PEM, a private key, or of a kind that Hasura does not know";
        cause "a private key or a certificate request was given" => "its BEGIN line";
        cure "give a PUBLIC KEY, RSA PUBLIC KEY or CERTIFICATE block, such as openssl pkey -pubout writes";
        see "hasura §1.3";
        test "tests/e2e/decode.rs" "keys_and_certificates_of_openssl";
    }
}
