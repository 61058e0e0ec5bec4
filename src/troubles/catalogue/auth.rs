//! What the auth API answers, and what lies behind it (contracts: supertokens §1, §6).

use super::troubles;

troubles! {
    "auth.wrong_credentials": "e-mail address or password is wrong" {
        says "WRONG_CREDENTIALS_ERROR" "Incorrect email and password combination" "the auth API refused the e-mail address or password of";
        means "the auth API knows no user with this address and password; it does not say which of the two is wrong";
        cause "the user was never signed up at this auth API, or at another core or tenant" => "`st-hasura users list --email ADDRESS`";
        cause "the password has blanks or a line break from a file or shell" => "`st-hasura signin --password-file FILE`";
        cure "check both, or create the user with st-hasura signup";
        see "supertokens §1.3";
        test "tests/e2e/signin.rs" "wrong_password_and_unknown_address_are_one_refusal";
    }
    "auth.email_taken": "the address is signed up already" {
        says "This email already exists. Please sign in instead." "EMAIL_ALREADY_EXISTS_ERROR" "is signed up already";
        means "sign-up answers FIELD_ERROR with this one sentence when the address is in use";
        cause "the user is there from an earlier run" => "`st-hasura users list --email ADDRESS`";
        cause "a shared core: try.supertokens.io has everybody's users" => "`st-hasura config show` prints the core's URL";
        cure "sign in, or let sign-up do it: st-hasura signup --if-exists signin";
        see "supertokens §1.3";
        test "tests/e2e/signup.rs" "a_taken_address_is_refused_accepted_or_signed_in";
    }
    "auth.field_error": "the auth API did not accept a field" {
        says "FIELD_ERROR" "Password must contain at least …" "Password's length must be lesser than 100 characters" "Email is invalid" "Field is not optional" "the auth API did not accept";
        means "a validator of the auth API refused a form field; it answers 200 with the field and its objection";
        cause "the password is too weak: eight characters with a letter and a number by default" => "the notes below the error name field and objection";
        cause "the auth API asks for a field of its own" => "`st-hasura signup --field ID=VALUE`";
        cure "correct the value, or give the missing field with --field ID=VALUE";
        see "supertokens §1.3";
        test "tests/e2e/signup.rs" "what_the_validators_say_is_told_field_by_field";
    }
    "auth.bad_request": "the auth API calls the request malformed" {
        says "Missing input param: formFields" "formFields must be an array" "All elements of formFields must …" "Are you sending too many / too few formFields?" "Are you sending too many formFields?" "… value must be a string" "API input error: Please make sure to pass a valid JSON input" "Please provide the email as a GET param" "Please provide the password reset token" "The password reset token must be a string" "Please provide the email verification token" "the auth API calls the request malformed";
        means "the SDK could not read the form: another number of fields than it knows, or no JSON";
        cause "a field was sent that the SDK's configuration does not list, or one is missing" => "the fields sent, against signUpFeature.formFields in the auth API's init";
        cause "a proxy changed or emptied the body" => "`st-hasura signup --curl` prints the request";
        cause "express.json() or a body parser stands before SuperTokens' middleware" => "the order in the auth API";
        cure "send the fields that the auth API's init lists";
        see "supertokens §1.3";
        test "tests/e2e/signup.rs" "a_field_that_the_auth_api_does_not_know_is_explained";
    }
    "auth.sign_up_not_allowed": "account linking does not let the user sign up" {
        says "SIGN_UP_NOT_ALLOWED" "Cannot sign up due to security reasons" "the auth API does not let this user";
        means "the account-linking rules of the auth API refuse this sign-up; the reason ends in (ERR_CODE_…)";
        cause "another account with this address is not verified" => "the ERR_CODE in SuperTokens' documentation";
        cure "verify the other account, or try another login method";
        see "supertokens §1.3";
        faults "signup-not-allowed";
        test "tests/e2e/signup.rs" "refusals_by_rules_of_the_auth_api_are_told_apart";
    }
    "auth.sign_in_not_allowed": "account linking does not let the user sign in" {
        says "SIGN_IN_NOT_ALLOWED" "Cannot sign in due to security reasons";
        means "the account-linking rules of the auth API refuse this sign-in; the reason ends in (ERR_CODE_…)";
        cause "another account with this address is not verified" => "the ERR_CODE in SuperTokens' documentation";
        cure "verify the address, or sign in by the method that was used first";
        see "supertokens §1.3";
        faults "signin-not-allowed";
        test "tests/e2e/signin.rs" "refusals_of_sign_in_are_told_apart";
    }
    "auth.refused": "the application refused" {
        says "GENERAL_ERROR" "the auth API refused";
        means "an override in the auth API's own code refused with GENERAL_ERROR and a message of its own";
        cause "a rule of the application: an invitation, a domain, a closed registration" => "the message, and the override in the auth API's code";
        cure "look at the auth API's override of sign-up or sign-in";
        see "supertokens §1.3";
        faults "general-error";
        test "tests/e2e/signin.rs" "refusals_of_sign_in_are_told_apart";
    }
    "auth.needs_session": "the form wants a session first" {
        says "the auth API wants a session before this user may";
        means "sign-up or sign-in answered 401: account linking or multi-factor rules ask for a first session";
        cause "the login method is a second factor" => "firstFactors in the auth API's configuration";
        cure "sign in with the first factor before";
        see "supertokens §1.3";
        test "tests/e2e/troubles/mod.rs" "answers_lead_to_their_page";
    }
    "auth.unknown_status": "a status word that no SDK is known to send" {
        says "the auth API answered with the unknown status word";
        means "sign-up or sign-in answered 200 with a status that is not in the contract";
        cause "the route is overridden, or the SDK is newer than this program" => "`st-hasura signin -vvv` shows the whole answer";
        cure "look at the auth API's override of the route";
        see "supertokens §1.3";
        faults "unknown-status";
        test "tests/e2e/signin.rs" "refusals_of_sign_in_are_told_apart";
    }
    "auth.session_gone": "the session is not valid any more" {
        says "unauthorised" "Session does not exist" "session_gone" "the session is not valid any more";
        means "the auth API answers 401 unauthorised: no session arrived, or it expired, was signed out or revoked";
        cause "signed in with plain curl: SDKs since 13 answer in headers, so the jar is empty" => "`st-hasura session show` lists what is kept";
        cause "the cookies do not come back: Secure on http, localhost against 127.0.0.1, another path behind a proxy" => "the same shows domain, path and flags";
        cause "a proxy takes Authorization away in header mode: refused seconds after sign-in" => "`st-hasura signin --transport cookie`";
        cause "the session really ended, or the core was emptied" => "`st-hasura refresh` says the same";
        cause "the anti-CSRF value is missing under VIA_TOKEN" => "`st-hasura session show`";
        cure "sign in again: st-hasura signin";
        see "supertokens §1.6" "supertokens §1.7" "supertokens §2.4" "supertokens §6 no. 8" "supertokens §6 no. 9" "supertokens/supertokens-node#506" "supertokens/supertokens-flutter#51";
        test "tests/e2e/refresh.rs" "a_session_that_the_server_forgot_is_told_and_emptied";
    }
    "auth.token_theft": "SuperTokens took the refresh for theft" {
        says "token theft detected" "TOKEN_THEFT_DETECTED" "SuperTokens saw a used refresh token a second time and revoked the session";
        means "a refresh token was used a second time after its successor was in use; the whole session is revoked";
        cause "two programs share a session or a copied cookie jar" => "`st-hasura session list`; each client needs one of its own";
        cause "a backup of a jar or session was restored" => "the file's date";
        cause "refreshing in parallel without a lock" => "the client's code";
        cure "sign in again, and keep one session a client";
        see "supertokens §1.6" "supertokens §3.3" "supertokens §6 no. 20";
        faults "theft";
        test "tests/e2e/refresh.rs" "a_stolen_refresh_token_kills_the_session_and_is_explained";
    }
    "auth.refresh_loop": "refreshed, and asked to refresh again" {
        says "try refresh token" "TRY_REFRESH_TOKEN" "the auth API asks for a refresh although the session was refreshed just now";
        means "401 try refresh token is normal once when an access token is old; after a refresh it points to cookies or keys that do not fit";
        cause "the access token expired, and this client does not refresh by itself" => "`st-hasura refresh`";
        cause "two cookies of one name, after cookieDomain changed" => "`st-hasura session show` lists both";
        cause "useDynamicAccessTokenSigningKey was switched: all sessions are asked once, then it is over" => "the kid begins with s- or d-: `st-hasura token --decode`";
        cause "the anti-CSRF header or rid is missing on requests other than GET" => "antiCsrf in the auth API's init";
        cure "refresh once (st-hasura refresh); if it goes on, clear the cookies and sign in again";
        see "supertokens §1.7" "supertokens §2.6" "supertokens §6 no. 19" "supertokens §6 no. 26" "supertokens/supertokens-node#826";
        test "tests/e2e/sandbox/legacy.rs" "refusals_of_a_protected_route";
    }
    "auth.no_refresh_token": "the session has no refresh token" {
        says "the session has no refresh token" "Refresh token not found. Are you sending the refresh token" "refreshSession: UNAUTHORISED because refresh token …";
        means "there is nothing to refresh with";
        cause "the session was imported from a token or a page, which never see the refresh token" => "`st-hasura session show`";
        cause "the refresh cookie is kept for another path: a proxy rewrites /auth to /api" => "the same shows its path";
        cure "sign in with st-hasura signin";
        see "supertokens §2.2";
        test "tests/e2e/refresh.rs" "without_a_refresh_token_it_says_why";
    }
    "auth.other_api": "the session belongs to another auth API" {
        says "the session belongs to the auth API …, and … is configured";
        means "tokens are sent only to the auth API that gave them";
        cause "--api-url, the base path or the profile changed since the sign-in" => "`st-hasura status` shows both";
        cure "choose another session with --session NAME, or sign in again";
        see "supertokens §2.2";
        test "tests/e2e/signin.rs" "a_session_is_not_shown_to_another_auth_api";
    }
    "auth.empty_session": "the session holds no tokens" {
        says "the session holds no tokens";
        means "an earlier refusal or theft emptied the session on disk";
        cause "the session was revoked" => "`st-hasura status`";
        cure "sign in again: st-hasura signin";
        see "supertokens §1.6";
        test "tests/e2e/refresh.rs" "a_stolen_refresh_token_kills_the_session_and_is_explained";
    }
    "auth.invalid_claim": "the auth API wants a claim that the session does not have" {
        says "invalid claim" "INVALID_CLAIMS" "InvalidClaimError" "Claim validation failed" "claimValidationErrors" "st-ev" "wrong value" "the auth API wants a claim that this session does not have";
        means "an application route answered 403 invalid claim: e-mail not verified (st-ev), a role or a second factor (st-mfa) missing; Hasura does not ask for these";
        cause "the e-mail address is not verified and the recipe's mode is REQUIRED" => "`st-hasura token --decode` shows st-ev.v";
        cause "a role was given after the sign-in" => "`st-hasura signin` again";
        cure "verify the address, or finish the second factor, and sign in again";
        see "supertokens §1.5" "supertokens §6 no. 23";
        faults "email-unverified";
        test "tests/e2e/token.rs" "a_claim_that_the_route_wants_is_explained";
    }
    "auth.forbidden": "the application refused in words of its own" {
        says "the auth API refused with";
        means "401 or 403 with a text that is none of SuperTokens' own: middleware of the application, a proxy or a gateway";
        cause "a gateway wants an API key or a stage in the path" => "the words below the error";
        cause "basic authentication, an IP filter or a firewall before the auth API" => "the same request past the proxy";
        cure "look at the auth API's middleware and at what stands before it";
        see "supertokens §1.7";
        test "tests/e2e/troubles/mod.rs" "the_direction_is_right";
    }
    "auth.not_found": "nothing answers at this path" {
        says "Cannot GET …" "Cannot POST …" "Cannot PUT …" "detail: Not Found" "Not Found" "404 page not found" "nothing answers at";
        means "the application was reached and SuperTokens was not: no route of an SDK claims the path";
        cause "the base path is another: /auth by default, /api in the tutorial, /api/auth in Next.js" => "`st-hasura init --dry-run` tries the usual ones";
        cause "an SDK of 2022 and a rid of another recipe" => "repeat without the rid header";
        cause "SuperTokens' middleware is missing, or stands behind the routes or the error handler" => "the order in the auth API";
        cause "the recipe, or JWT in an SDK of 2022, is not enabled" => "the auth API's init";
        cure "give --api-base-path with the path that answers";
        see "supertokens §1.1" "supertokens §1.2" "supertokens §6 no. 6" "supertokens §6 no. 7" "supertokens/supertokens-node#202";
        test "tests/e2e/signup.rs" "a_wrong_base_path_is_corrected";
    }
    "auth.unknown_tenant": "the auth API knows no such tenant" {
        says "Tenant not found error." "TENANT_NOT_FOUND_ERROR" "the auth API knows no tenant";
        means "the path names a tenant that the core does not have; an SDK answers 500 to that";
        cause "--tenant is misspelt" => "`st-hasura config show` prints it";
        cause "the base path has a segment too many, which the SDK takes for a tenant" => "the same";
        cure "correct --tenant, or leave it out";
        see "supertokens §1.1" "supertokens §1.9";
        test "tests/e2e/signup.rs" "a_tenant_that_does_not_exist_is_named";
    }
    "auth.rate_limited": "the auth API is limiting requests" {
        says "429 Too Many Requests" "Too many requests" "rate limit exceeded" "the auth API is limiting requests (429)";
        means "a proxy or the application answered 429; SDKs never do so by themselves";
        cause "many sign-ups in a row, as in tests" => "Retry-After in the answer";
        cure "wait and try again";
        see "supertokens §1.7";
        faults "too-many-requests";
        test "tests/e2e/signup.rs" "refusals_by_rules_of_the_auth_api_are_told_apart";
    }
    "auth.core_down": "the auth API is up, and its core is not" {
        says "No SuperTokens core available to query" "ECONNREFUSED … 3567" "the auth API is up, but its SuperTokens core is not";
        means "the SDK reaches none of the cores in connectionURI";
        cause "the core is not running, or ended for want of its database" => "curl CORE/hello must say Hello";
        cause "localhost in connectionURI, and the auth API runs in a container" => "the auth API's init";
        cure "start the core, or correct connectionURI in the auth API";
        see "supertokens §1.9" "supertokens §6 no. 16";
        faults "core-down";
        test "tests/e2e/refresh.rs" "a_core_that_is_down_loses_nothing";
    }
    "auth.core_key_refused": "the core refuses the auth API's key" {
        says "SuperTokens core threw an error for a … request to path: … with status code: 401 and message: Invalid API key" "the auth API is up, but its core refuses the API key that the auth API sends";
        means "supertokens.apiKey in the auth API is not one of the core's API_KEYS";
        cause "the key is missing, old or has blanks" => "`st-hasura users list` uses the key that is configured here";
        cure "correct supertokens.apiKey in the auth API's init and start it again";
        see "supertokens §1.9" "supertokens §6 no. 16";
        faults "core-wrong-key";
        test "tests/e2e/signup.rs" "refusals_by_rules_of_the_auth_api_are_told_apart";
    }
    "auth.core_mismatch": "SDK and core speak no common version" {
        says "The running SuperTokens core version is not compatible with this NodeJS SDK" "core version is not compatible" "cdi-version … not supported" "the auth API's SDK and its core speak no common version";
        means "the SDK and the core have no version of the core's interface (CDI) in common";
        cause "one of the two was upgraded alone" => "curl CORE/apiversion lists what the core speaks";
        cure "upgrade the core or the SDK; SuperTokens' compatibility table says which belong together";
        see "supertokens §0" "supertokens §1.9" "supertokens §6 no. 15" "supertokens/supertokens-node#970";
        faults "core-cdi-mismatch";
        test "tests/e2e/signup.rs" "refusals_by_rules_of_the_auth_api_are_told_apart";
    }
    "auth.core_trouble": "the core answered the auth API with an error" {
        says "SuperTokens core threw an error for a … request to path: … with status code: …" "the auth API is up, but its core answered with";
        means "the auth API is up, and a call to its core failed";
        cause "the core limits requests (429), or its database is down (500)" => "the status in the message, and the core's log";
        cure "the cause is in the core's log";
        see "supertokens §1.9" "supertokens §6 no. 16";
        faults "core-429";
        test "tests/e2e/signup.rs" "refusals_by_rules_of_the_auth_api_are_told_apart";
    }
    "auth.server_error": "the auth API failed" {
        says "Internal Server Error" "field.value.trim is not a function" "Unknown User ID provided without specifying an email" "the auth API failed with";
        means "the auth API, or a proxy before it, answered 5xx without saying why";
        cause "a framework hides the error: a core that is down and an unknown tenant look like this" => "the auth API's log";
        cause "an override threw" => "the same";
        cause "two session cookies of one name make newer SDKs fail at refresh" => "`st-hasura session show`";
        cure "the cause is in the auth API's log";
        see "supertokens §1.9" "supertokens §6 no. 19";
        faults "html-500" "fastapi-pages" "bad-gateway";
        test "tests/e2e/signout.rs" "a_server_that_fails_keeps_the_session_here";
    }
    "auth.tunnel_page": "a tunnel answered in place of the server" {
        says "ERR_NGROK_6024" "ERR_NGROK_3200" "ERR_NGROK_…" "You are about to visit" "ngrok-skip-browser-warning" "error code: 1033" "Error 1033" "Argo Tunnel error" "Cloudflare Tunnel error" "answered with a page of its own instead of the auth API";
        means "a tunnel put a page of its own in place of the answer: a warning for browsers, or that nobody is at the other end";
        cause "ERR_NGROK_6024: ngrok's warning for what looks like a browser" => "send ngrok-skip-browser-warning, as this program does";
        cause "ERR_NGROK_3200 or 1033: the tunnel's program ended, or its address changed" => "`st-hasura expose --check`";
        cure "start the tunnel again and carry its URL to where it belongs: st-hasura expose --write";
        see "supertokens §6 no. 18" "inconshreveable/ngrok#860";
        faults "ngrok-page" "ngrok-offline";
        test "tests/e2e/expose/mod.rs" "urls_that_lead_elsewhere";
    }
    "auth.not_json": "something answered, and it is no auth API" {
        says "Unexpected token < in JSON" "is not valid JSON" "JSON.parse: unexpected character at line 1 column 1" "Unrecognized token '<'" "You need to enable JavaScript to run this app" "answered with … instead of JSON";
        means "the answer is a page or text where JSON belongs";
        cause "a front end's single-page app answers every path" => "open the URL in a browser";
        cause "another service on that port, or a proxy's page" => "`st-hasura status` shows the URLs in use";
        cure "correct --api-url and --api-base-path";
        see "supertokens §1.1";
        faults "wrong-content-type";
        test "src/supertokens/answer_tests.rs" "pages_have_causes";
    }
    "auth.bad_answer": "the auth API's answer lacks something" {
        means "the answer is JSON of another shape than the contract's";
        cause "the route is overridden" => "`st-hasura signin -vvv` shows the whole answer";
        cure "look at the auth API's override of the route";
        see "supertokens §1.3";
        test "src/supertokens/answer_tests.rs" "business_answers_are_200_and_differ_by_word";
    }
    "auth.no_tokens": "signed in, and no tokens came" {
        says "the auth API says OK but sent no session tokens";
        means "the auth API says OK and sent neither cookies nor headers with tokens";
        cause "a proxy takes Set-Cookie or st-access-token away" => "ask the auth API past the proxy";
        cause "the sign-in is overridden and makes no session" => "the auth API's code";
        cure "let the answer's cookies and st-* headers pass, and make a session at sign-in";
        see "supertokens §1.3" "supertokens §2.1";
        test "tests/e2e/troubles/mod.rs" "answers_lead_to_their_page";
    }
    "auth.not_renewed": "refreshed, and no new tokens came" {
        says "the auth API says OK to the refresh, and no new … came";
        means "the auth API says OK to POST /session/refresh, and the answer brought no new access token, refresh token or both; the session here is as it was";
        cause "a proxy takes Set-Cookie or the st-* headers of that route away" => "`st-hasura refresh -vvv` shows the headers that came; ask the auth API past the proxy";
        cause "the refresh route is overridden and makes no tokens" => "the auth API's code";
        cure "let the answer's cookies and st-* headers pass; sign in again if the next refresh is called theft";
        see "supertokens §2.3" "supertokens §3.3";
        test "tests/e2e/refresh.rs" "an_ok_that_brings_no_tokens_is_no_refresh";
    }
    "auth.no_jwt": "the session has no JWT for Hasura" {
        says "found no JWT for Hasura in this session";
        means "neither the access token, nor the configured route, nor the front token holds a JWT with Hasura's claims";
        cause "the tutorial's /getJWT on an SDK since 14 answers {}: there the access token is the JWT" => "`st-hasura token -v` says where it looked";
        cause "the route has another path or member" => "`st-hasura token --jwt-path PATH --jwt-pointer POINTER`";
        cause "the claims are not added in createNewSession" => "`st-hasura token --decode`";
        cure "add the Hasura claims in createNewSession, or name the route that hands out the JWT";
        see "supertokens §4.1" "supertokens §6 no. 14" "supertokens/docs#16";
        faults "getjwt-empty";
        test "tests/e2e/token.rs" "an_out_dated_route_does_not_matter_to_a_modern_session";
    }
    "auth.issuer_path": "an SDK of 2022 does not start" {
        says "The path of the issuer URL must be equal to the apiBasePath";
        means "the issuer in Session.init of an SDK of 2022 has another path than apiBasePath";
        cause "the tutorial's snippet gives the origin alone" => "issuer and apiBasePath in the auth API's init";
        cure "append the base path to the issuer";
        see "supertokens §4.1" "supertokens §6 no. 5";
        test "tests/e2e/troubles/mod.rs" "the_direction_is_right";
    }
    "auth.cors": "the browser blocks the answer" {
        says "blocked by CORS policy" "No Access-Control-Allow-Origin header is present" "CORS header … missing" "CORS header ‘Access-Control-Allow-Origin’ missing" "Cross-Origin Request Blocked: The Same Origin Policy disallows reading the remote resource" "is not allowed by Access-Control-Allow-Origin" "due to access control checks" "must not be the wildcard … when the request's credentials mode is include" "Access-Control-Allow-Origin header contains multiple values" "Multiple CORS header … not allowed" "does not match … Access-Control-Allow-Origin" "missing token … in CORS header" "Credential is not supported if the CORS header" "Did not find method in CORS header" "CORS request did not succeed" "It does not have HTTP ok status" "Refused to get unsafe header …" "Credentials flag is true, but Access-Control-Allow-Credentials is not" "Response to preflight request doesn't pass access control check" "Request header field … is not allowed by Access-Control-Allow-Headers" "CORS preflight channel did not succeed";
        means "a browser does not hand the answer to the page, since the server does not allow its origin, headers or credentials; other clients are not affected";
        cause "the headers of SuperTokens are not allowed: rid, fdi-version, anti-csrf, st-auth-mode, authorization" => "the answer to OPTIONS in the network panel";
        cause "the cors middleware stands behind SuperTokens', or allows * with credentials" => "the order in the auth API";
        cure "allow getAllCORSHeaders() and credentials for the website's origin, before SuperTokens' middleware";
        see "supertokens §1.2" "supertokens §6 no. 10" "supertokens/supertokens-website#68";
        test "tests/e2e/doctor/mod.rs" "a_page_may_talk_to_the_auth_api_or_not";
    }
    "auth.users_vanish": "users vanish, or are there already" {
        says "try.supertokens.io" "try.supertokens.com";
        means "SuperTokens' demo core is public: everybody uses it, and it is wiped";
        cause "connectionURI is the one of the quick start" => "`st-hasura config show` prints the core's URL";
        cure "run a core of your own, and name it in connectionURI";
        see "supertokens §6 no. 17";
        test "tests/e2e/users.rs" "the_core_must_be_known_and_one_s_own";
    }
    "auth.headers_too_large": "a proxy finds the headers too large" {
        says "Request Header Fields Too Large" "Request header or cookie too large";
        means "cookies and a bearer token together are larger than a proxy's limit, often 8 KB";
        cause "cookies of an SDK of 2022 (2.8 KB) beside a bearer token, and many claims" => "`st-hasura session show`";
        cure "use fewer claims, or header mode: st-hasura signin --transport header";
        see "supertokens §2.2" "supertokens §6 no. 22";
        test "tests/e2e/troubles/mod.rs" "the_direction_is_right";
    }
    "auth.signout_hasura": "signed out, and Hasura still answers" {
        says "still valid after sign out" "signed out but Hasura";
        means "a sign-out revokes the session; the access token is good until its exp, and Hasura asks nobody";
        cause "by design: a JWT is judged by its signature and times alone" => "`st-hasura verify-hasura --probe P25` says how long tokens live";
        cure "shorten the access token's validity at the core";
        see "supertokens §1.6" "supertokens §6 no. 27";
        test "tests/e2e/sandbox/modern.rs" "sign_out_clears_its_own_transport_and_the_token_lives_on";
    }
    "auth.oauth_userinfo": "there is no user-info endpoint for sessions" {
        says "Invalid or expired OAuth2 access token";
        means "the OAuth endpoints of newer SDKs take OAuth tokens alone; a session's access token is refused with 401";
        cause "discovery names userinfo_endpoint, and a generic client asked it" => "`st-hasura token --decode` shows what a session's token says of the user";
        cure "read the user's id from the token's sub";
        see "supertokens §1.8";
    }
    "auth.link_expired": "a link from a mail does not work" {
        says "RESET_PASSWORD_INVALID_TOKEN_ERROR" "EMAIL_VERIFICATION_INVALID_TOKEN_ERROR" "PASSWORD_RESET_NOT_ALLOWED" "EMAIL_ALREADY_VERIFIED_ERROR";
        means "the token of a password reset or verification was used, is old, or belongs to another user; or the address is verified already";
        cause "the link was opened twice, or a newer one was sent" => "ask for a new mail";
        cure "ask for a new link";
        see "supertokens §1.5";
        test "tests/e2e/sandbox/cdi.rs" "tokens_for_resets_work_once";
    }
}
