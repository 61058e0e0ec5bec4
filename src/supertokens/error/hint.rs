//! What to do about each error, and the raw words behind it.

use super::{NotFound, Stranger, SuperTokensError};
use crate::http::{BYTE_ORDER_MARK, WITHOUT_MARK};

const SIGN_IN: &str = "sign in again: st-hasura signin";
const CREDENTIALS: &str = "SuperTokens does not say which of the two is wrong: check both, or \
     create the user with st-hasura signup";
const LINKING: &str = "this is an account-linking rule of the auth API; look its ERR_CODE up in \
     SuperTokens' documentation";
const OVERRIDE: &str =
    "the refusal comes from the auth API's own code (an override), not from SuperTokens";
const FIRST_FACTOR: &str = "account linking or multi-factor rules of the auth API ask for a first \
     session; sign in with the first factor before";
const NEWER: &str = "the SDK may be newer than this program, or the auth API overrides the route; \
     -vvv shows the whole answer";
const THEFT: &str = "all copies of this session are dead now: sign in again, and keep one jar a \
     client; a copied jar or a restored backup does this";
const LOOP: &str = "look for two cookies of one name (st-hasura session show), a changed \
     cookieDomain, or clocks that differ";
const MIDDLEWARE: &str =
    "the answer is not one of SuperTokens' own; look at the auth API's middleware";
const CORE_DOWN: &str = "start the core, or correct connectionURI in the auth API; \
     curl <core>/hello must say Hello";
const CORE_KEY_OF_API: &str =
    "correct supertokens.apiKey in the auth API's init and start it again";
const MISMATCH: &str = "upgrade the core or the SDK; SuperTokens' compatibility table says which \
     belong together";
const LOG: &str = "the cause is in the auth API's log";
const HIDDEN: &str = "the cause is in the auth API's log; a core that is down and an unknown \
     tenant look like this behind frameworks that hide errors";
const OTHER_SERVER: &str = "check --api-url: another server, a proxy or a front end's single-page \
     app may be answering";
const OVERRIDDEN: &str = "the auth API may override this route; -vvv shows the whole answer";
const FOREIGN_COOKIES: &str = "leave cookieDomain out of Session.init, or name the API's host or \
     a domain above it; behind a proxy give --api-url the name that browsers use. Header mode needs \
     no cookies: --transport header";
const NOT_RENEWED: &str = "see whether a proxy drops Set-Cookie and the st-* headers from the answer \
     of POST …/session/refresh; the tokens here are as they were";
const NO_JWT: &str = "give the route that hands out the JWT with --jwt-path and --jwt-pointer, or \
     add the Hasura claims to the session in createNewSession";

/// The way out, as a command to run or a value to change.
pub(super) fn hint(error: &SuperTokensError) -> Option<String> {
    use SuperTokensError as E;
    let text = match error {
        E::WrongCredentials { .. } => CREDENTIALS,
        E::EmailTaken { email, .. } => {
            return Some(format!(
                "sign in with st-hasura signin --email {email}, or let sign-up do it: \
                 --if-exists signin"
            ));
        }
        E::Fields { fields } => return Some(fields_hint(fields)),
        E::NotAllowed { .. } => LINKING,
        E::Refused { .. } => OVERRIDE,
        E::BadRequest { message } => return bad_request_hint(message),
        E::NeedsSession { .. } => FIRST_FACTOR,
        E::UnknownStatus { .. } => NEWER,
        E::SessionGone { .. } | E::EmptySession | E::NoRefreshToken { .. } => SIGN_IN,
        E::OtherApi { session, .. } => {
            return Some(format!(
                "use another session (--session NAME), sign in again, or point --api-url and \
                 --api-base-path at {session}"
            ));
        }
        E::TokenTheft => THEFT,
        E::RefreshLoop { .. } => LOOP,
        E::InvalidClaim { claims } => return Some(claim_hint(claims)),
        E::Forbidden { .. } => MIDDLEWARE,
        E::NotFound(found) => return Some(not_found_hint(found)),
        E::UnknownTenant { .. } => "correct --tenant, or leave it out for the default tenant",
        E::RateLimited { .. } => "wait and try again",
        E::CoreDown { .. } => CORE_DOWN,
        E::CoreKeyOfApi { .. } => CORE_KEY_OF_API,
        E::CoreMismatch { .. } => MISMATCH,
        E::CoreTrouble { status, .. } if status == "429" => {
            "the core limits requests: wait, or use a core of your own"
        }
        E::CoreTrouble { .. } => LOG,
        E::ServerError { .. } => HIDDEN,
        E::Tunnel { tunnel, code, .. } => return Some(tunnel_hint(tunnel, code.as_deref())),
        E::NotJson { said, .. } if said.starts_with(BYTE_ORDER_MARK) => WITHOUT_MARK,
        E::NotJson { .. } => OTHER_SERVER,
        E::BadAnswer { .. } | E::NoTokens { .. } => OVERRIDDEN,
        E::ForeignCookies { .. } => FOREIGN_COOKIES,
        E::NotRenewed { .. } => NOT_RENEWED,
        E::NoJwt { .. } => NO_JWT,
        E::CoreKey { sent: false, .. } => {
            "give the key with ST_HASURA_CORE_API_KEY or core_api_key_file"
        }
        E::CoreKey { sent: true, .. } => {
            "correct ST_HASURA_CORE_API_KEY or the file named by core_api_key_file"
        }
        E::CoreVersion { .. } => "this program knows CDI 2.8 to 5.x, which cores 3.9 to 12 speak",
        E::CoreAnswer { .. } => "check ST_HASURA_CORE_URI, and the core's log",
        E::SharedCore { .. } => {
            "set ST_HASURA_CORE_URI to a core of your own; smoke removes its own users there all \
             the same"
        }
        E::UnknownUser { .. } => {
            "nothing was removed; st-hasura users list shows who is there (an address has to be \
             whole, and --tenant decides where it is looked for)"
        }
        E::AmbiguousUser { .. } => "nothing was removed; name the user by id",
        E::UserChanged { .. } => "nothing was removed; list the users again",
    };
    Some(text.to_owned())
}

/// The server's own words, so that they can be searched for.
pub(super) fn notes(error: &SuperTokensError) -> Vec<String> {
    use SuperTokensError as E;
    match error {
        E::EmailTaken { said, .. }
        | E::CoreDown { said }
        | E::CoreKeyOfApi { said }
        | E::CoreMismatch { said }
        | E::CoreTrouble { said, .. } => quoted("the auth API said", said),
        E::CoreKey { said, .. } | E::CoreAnswer { said, .. } => quoted("the core said", said),
        E::Fields { fields } => fields
            .iter()
            .map(|(id, error)| format!("{id}: {error}"))
            .collect(),
        E::NotAllowed { reason, .. } => quoted("the auth API said", reason),
        E::UnknownStatus { route, .. }
        | E::RefreshLoop { route }
        | E::NoTokens { route }
        | E::ForeignCookies { route, .. }
        | E::NotRenewed { route, .. } => vec![format!("request: {route}")],
        E::SessionGone {
            doing,
            without_anti_csrf,
        } => {
            let mut notes = vec![format!(
                "the auth API said \"unauthorised\" to {doing}: the session expired, was signed \
                 out or was revoked"
            )];
            if *without_anti_csrf {
                notes.push(
                    "no anti-CSRF value is known here; an auth API with antiCsrf VIA_TOKEN answers \
                     the same when it is missing (a jar from curl has none)"
                        .into(),
                );
            }
            notes
        }
        E::Forbidden { route, said, .. } | E::ServerError { route, said, .. } => {
            let mut notes = vec![format!("request: {route}")];
            notes.extend(quoted("it said", said));
            notes
        }
        E::NotFound(found) => quoted("it said", &found.said),
        E::UnknownTenant { said, .. } => quoted("it said", said),
        E::RateLimited { route, retry_after } => {
            let mut notes = vec![format!("request: {route}")];
            notes.extend(retry_after.as_ref().map(|v| format!("Retry-After: {v}")));
            notes
        }
        E::Tunnel { code, said, .. } => {
            let mut notes: Vec<String> = code.iter().cloned().collect();
            notes.extend(quoted("the page says", said));
            notes
        }
        E::NotJson { status, said, .. } => {
            let mut notes = vec![format!("status: {status}")];
            notes.extend(quoted("it said", said));
            notes
        }
        E::BadAnswer { got, .. } => vec![format!("the answer has {got}")],
        E::NoJwt { tried } => tried.clone(),
        E::UserChanged { what, .. } => vec![what.clone()],
        E::AmbiguousUser { what, .. } => what.clone(),
        E::WrongCredentials { .. }
        | E::Refused { .. }
        | E::BadRequest { .. }
        | E::NeedsSession { .. }
        | E::TokenTheft
        | E::NoRefreshToken { .. }
        | E::OtherApi { .. }
        | E::EmptySession
        | E::InvalidClaim { .. }
        | E::SharedCore { .. }
        | E::UnknownUser { .. }
        | E::CoreVersion { .. } => Vec::new(),
    }
}

fn quoted(who: &str, words: &str) -> Vec<String> {
    if words.is_empty() {
        Vec::new()
    } else {
        vec![format!("{who}: {words}")]
    }
}

fn fields_hint(fields: &[(String, String)]) -> String {
    let missing: Vec<&str> = fields
        .iter()
        .filter(|(_, error)| error == "Field is not optional")
        .map(|(id, _)| id.as_str())
        .filter(|id| !matches!(*id, "email" | "password"))
        .collect();
    if let Some(id) = missing.first() {
        return format!("give it with --field {id}=VALUE");
    }
    "correct the value and try again".into()
}

fn bad_request_hint(message: &str) -> Option<String> {
    if message.contains("too few formFields") {
        return Some(
            "this auth API wants exactly its own form fields: give them with --field ID=VALUE"
                .into(),
        );
    }
    if message.contains("too many formFields") {
        return Some("leave out a --field that the auth API does not know".into());
    }
    None
}

fn claim_hint(claims: &[String]) -> String {
    if claims.iter().any(|claim| claim.starts_with("st-ev")) {
        "the e-mail address is not verified; verify it, or relax EmailVerification's mode. Note \
         that Hasura accepts this user's JWT all the same"
            .into()
    } else {
        "change the claim, then sign in again or refresh".into()
    }
}

fn not_found_hint(found: &NotFound) -> String {
    let base = &found.base;
    match found.stranger {
        Some(Stranger::Hasura) => {
            return "this is Hasura, not the auth API: api_url (--api-url) has to name the server \
                    in which SuperTokens' SDK runs, and Hasura's address belongs into \
                    hasura_endpoint"
                .into();
        }
        Some(Stranger::Core) => {
            return "this is SuperTokens' core, which only SDKs talk to: api_url (--api-url) has to \
                    name the server in which the SDK runs, and the core's address belongs into \
                    core_uri"
                .into();
        }
        None => {}
    }
    match (found.answering.first(), found.base_answers, &found.tenant) {
        (Some(right), ..) => {
            let url = match &found.origin {
                Some(origin) => format!("--api-url {origin} "),
                None => String::new(),
            };
            format!(
                "the auth API answers below {right}: use {url}--api-base-path {right} (it was \
                 {base})"
            )
        }
        (None, true, Some(tenant)) => format!(
            "the base path is right, but this SDK knows no tenants: leave out --tenant {tenant}"
        ),
        (None, true, None) => "the base path is right, but this route is not served: is \
             EmailPassword.init in the SDK's recipeList, and no override disabling it?"
            .into(),
        (None, false, _) => format!(
            "no usual base path (/auth, /api, /api/auth, /) answers either: check --api-url, \
             --api-base-path (it was {base}), and that the SDK's middleware is mounted"
        ),
    }
}

fn tunnel_hint(tunnel: &str, code: Option<&str>) -> String {
    match (tunnel, code) {
        ("ngrok", Some("ERR_NGROK_6024")) => "the free tunnel shows this page to browsers; a \
             proxy may be changing the User-Agent. Send ngrok-skip-browser-warning, or use another \
             tunnel"
            .into(),
        ("ngrok", Some("ERR_NGROK_3200")) => {
            "the tunnel is offline: start ngrok again and take its new URL".into()
        }
        ("ngrok", Some("ERR_NGROK_8012")) => {
            "ngrok runs, but nothing listens behind it: start the auth API".into()
        }
        _ => format!(
            "check that {tunnel} runs and points at the auth API, or use its address on this machine"
        ),
    }
}
