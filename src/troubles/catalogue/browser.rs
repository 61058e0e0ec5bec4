//! What browsers, and the SDK in them, say of the auth API (contracts: supertokens §2, §6).

use super::troubles;

troubles! {
    "auth.cookie_blocked": "the browser does not take the session's cookies" {
        says "the auth API says OK, and its cookies are not for …" "its Domain does not cover …, so it would never be sent there" "This Set-Cookie was blocked" "This attempt to set a cookie via a Set-Cookie header was blocked" "this Set-Cookie's Domain attribute was invalid" "cookie … has been rejected because …" "cookie … has been rejected for invalid domain" "cookie … will be soon rejected because …" "has been rejected because a non-HTTPS cookie can't be set as secure" "has been rejected for invalid domain" "Since your API and website domain are different, for sessions to work, please use https" "dont set cookieSecure to false" "was blocked because it had the SameSite=…" "was not received over a secure connection";
        means "the auth API made a session and the browser threw its cookies away, so that the next request has no session (401)";
        cause "Secure, or SameSite=None, over http: apiDomain says https and the page came over http" => "`st-hasura doctor --only cookies` holds each cookie against the URLs";
        cause "Domain is not the API's host or a parent of it: cookieDomain in Session.init" => "`st-hasura session show` lists domain, path and flags";
        cause "API and website are different sites (localhost is none of 127.0.0.1), and SameSite is Lax or the browser blocks third parties" => "`st-hasura doctor --only cookies --origin URL`";
        cure "name the real apiDomain and websiteDomain, with https or both on one host; leave cookieDomain out, or use header mode (tokenTransferMethod: \"header\")";
        see "supertokens §2.2" "supertokens §6 no. 9" "supertokens/supertokens-website#68" "supertokens/supertokens-node-mysql-ref-jwt#24" "supertokens/supertokens-auth-react#253";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
        test "tests/e2e/doctor/cookies.rs" "a_domain_of_others_is_told_before_the_session_is_lost";
    }
    "auth.fetch_failed": "the browser does not say why a request failed" {
        says "Failed to fetch" "TypeError: fetch failed" "NetworkError when attempting to fetch resource" "TypeError: Load failed" "net::ERR_FAILED" "Network request failed" "AxiosError: Network Error" "Error: Network Error" "ERR_NETWORK" "Mixed Content: The page at …" "has been blocked; the content must be served over HTTPS" "net::ERR_BLOCKED_BY_CLIENT" "net::ERR_CLEARTEXT_NOT_PERMITTED";
        means "a script is told only that there was no answer; the reason stands in the lines before it, in the console or the network panel";
        cause "CORS: the server does not allow the page's origin" => "`st-hasura doctor --only auth-api,cors --origin URL`";
        cause "nobody listens at that address, or the name is one that only containers know" => "`st-hasura status` asks the same servers from here";
        cause "the page came over https and asks over http (mixed content), or an extension blocks it" => "the console's line just above";
        cause "an Android app asks over http, which it may not unless its manifest says so (ERR_CLEARTEXT_NOT_PERMITTED)" => "usesCleartextTraffic, or the network security configuration";
        cure "explain the line before it; st-hasura doctor --origin URL tries what the browser tries";
        see "supertokens §1.2" "supertokens §6 no. 10" "supertokens/supertokens-website#68";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "auth.not_initialised": "SuperTokens' SDK was used before init, or without what it needs" {
        says "Initialisation not done. Did you forget to call …" "Please provide your … inside the appInfo object" "Please provide the appInfo object" "Please provide at least one recipe" "Please provide 'connectionURI' value" "No instance of … found. Make sure to call …" "Make sure to call the … init method" "No instance of SuperTokens found" "SuperTokens must be initialized" "supertokens has not been initialised" "Cannot read properties of undefined (reading 'cookieHandler')" "recipe has already been initialised. Please check your code for bugs" "apiBasePath must be …" "unknown framework" "Please call supertokens.Init function before using …" "object has no attribute 'supertokens'";
        means "a function of the SDK was called where supertokens.init had not run, or had run without the recipe or the value it names";
        cause "init stands below the code that uses it, or in another process: a serverless function, a second worker, server-side rendering" => "the stack below the message: which file runs first";
        cause "the recipe is missing in recipeList, or was imported from another recipe's folder" => "recipeList in the auth API's init";
        cause "an environment variable of appInfo or connectionURI is empty" => "print the values before init";
        cause "two copies of the SDK, one of which was initialised" => "npm ls supertokens-node";
        cure "call supertokens.init once, at the top of every entry point, with appInfo, connectionURI and all recipes";
        see "supertokens §1.1" "supertokens/supertokens-core#1044" "supertokens/supertokens-auth-react#44" "supertokens/docs#1013";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
    "auth.anti_csrf": "the anti-CSRF check of the auth API failed" {
        says "anti-csrf check failed" "Provided antiCsrfToken is undefined" "because custom header (rid) was not passed" "because the passed antiCsrfToken is not the same" "because antiCsrfToken is missing from request";
        means "the access token came in a cookie without the proof that the page itself sent it; the answer is 401 try refresh token, or unauthorised at a refresh";
        cause "antiCsrf is VIA_CUSTOM_HEADER, and the request has no rid header: plain fetch or curl, or an interceptor that is not on this domain" => "`st-hasura session show` names the mode; send rid: anti-csrf";
        cause "antiCsrf is VIA_TOKEN, and the anti-csrf header is missing or of an older session: it changes with each sign-in" => "the same";
        cause "CORS lets neither header through" => "`st-hasura doctor --only auth-api,cors --origin URL`";
        cure "send the header (SuperTokens' front ends and st-hasura do so), or use header mode, which needs none";
        see "supertokens §1.7" "supertokens §2.6" "supertokens/supertokens-node#141" "supertokens/supertokens-core#1044";
        test "tests/e2e/explain/foreign.rs" "what_others_say_leads_to_its_page";
    }
}
