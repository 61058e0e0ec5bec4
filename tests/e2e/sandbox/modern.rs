//! The auth API of today.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::support::sandbox::Sandbox;
use crate::support::visitor::{Answer, PASSWORD, Visitor, form};

const EMAIL: &str = "a@email.com";
const EPOCH: &str = "Expires=Thu, 01 Jan 1970 00:00:00 GMT";

fn start(args: &[&str]) -> (Sandbox, Visitor) {
    let sandbox = Sandbox::start(args);
    let visitor = Visitor::new(sandbox.var("ST_HASURA_API_URL"));
    (sandbox, visitor)
}

fn payload(token: &str) -> Value {
    let part = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn header(token: &str) -> Value {
    let part = token.split('.').next().unwrap();
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

/// All tokens gone, in both transports.
#[track_caller]
fn clears_both(answer: &Answer) {
    let (access, attributes) = answer.cookie("sAccessToken").unwrap();
    assert_eq!((access, attributes.contains(EPOCH)), ("", true));
    let (refresh, attributes) = answer.cookie("sRefreshToken").unwrap();
    assert_eq!(refresh, "");
    assert!(attributes.starts_with("Path=/auth/session/refresh; "));
    assert_eq!(answer.header("front-token"), Some("remove"));
    assert_eq!(answer.header("st-access-token"), Some(""));
    assert_eq!(answer.header("st-refresh-token"), Some(""));
    assert_eq!(
        answer.header("access-control-expose-headers"),
        Some("front-token, st-access-token, st-refresh-token")
    );
}

#[test]
fn cookies_look_like_nodes() {
    let (sandbox, mut visitor) = start(&[]);
    let answer = visitor.sign_up(EMAIL, "Cookie");
    let names: Vec<&str> = answer
        .all("set-cookie")
        .iter()
        .map(|text| text.split('=').next().unwrap())
        .collect();
    assert_eq!(names, ["sAccessToken", "sRefreshToken"]);
    let (access, attributes) = answer.cookie("sAccessToken").unwrap();
    assert!(attributes.starts_with("Path=/; Expires="), "{attributes}");
    assert!(attributes.ends_with("; HttpOnly; SameSite=Lax"));
    let (_, attributes) = answer.cookie("sRefreshToken").unwrap();
    assert!(attributes.starts_with("Path=/auth/session/refresh; Expires="));
    assert_eq!(
        answer.header("access-control-expose-headers"),
        Some("front-token")
    );
    assert_eq!(answer.header("st-access-token"), None);

    let user = &answer.json()["user"];
    let claims = payload(access);
    let names: Vec<&String> = claims.as_object().unwrap().keys().collect();
    assert_eq!(
        names,
        [
            "iat",
            "exp",
            "sub",
            "tId",
            "rsub",
            "sessionHandle",
            "refreshTokenHash1",
            "parentRefreshTokenHash1",
            "antiCsrfToken",
            "iss",
            "https://hasura.io/jwt/claims",
        ]
    );
    assert_eq!(
        claims["iss"],
        format!("{}/auth", sandbox.var("ST_HASURA_API_URL"))
    );
    assert_eq!(
        claims["https://hasura.io/jwt/claims"],
        json!({
            "x-hasura-user-id": user["id"],
            "x-hasura-default-role": "user",
            "x-hasura-allowed-roles": ["user"],
        })
    );
    assert_eq!(header(access)["version"], "5");
    let front = STANDARD
        .decode(answer.header("front-token").unwrap())
        .unwrap();
    let front: Value = serde_json::from_slice(&front).unwrap();
    let exp = claims["exp"].as_u64().unwrap();
    assert_eq!(
        front,
        json!({ "uid": user["id"], "ate": exp * 1000, "up": claims })
    );
}

#[test]
fn without_st_auth_mode_tokens_come_in_headers() {
    let (_sandbox, mut visitor) = start(&[]);
    visitor.sign_up(EMAIL, "whatever");
    let body = form(EMAIL, PASSWORD);
    let answer = visitor.raw("POST", "/auth/signin", &[], &body);
    assert!(answer.all("set-cookie").is_empty());
    assert_eq!(
        answer.header("access-control-expose-headers"),
        Some("front-token, st-access-token, st-refresh-token")
    );
    let token = answer.header("st-access-token").unwrap();
    let bearer = format!("Bearer {token}");
    visitor
        .raw("GET", "/getJWT", &[("authorization", &bearer)], "")
        .is(200, json!({ "token": token }));
}

#[test]
fn a_forced_transport_ignores_the_other() {
    let (_sandbox, mut visitor) = start(&["--auth-transport", "cookie"]);
    let answer = visitor.sign_up(EMAIL, "header");
    let (token, _) = answer.cookie("sAccessToken").unwrap();
    let bearer = format!("Bearer {token}");
    visitor
        .raw("GET", "/getJWT", &[("authorization", &bearer)], "")
        .says(401, "unauthorised");

    let (_sandbox, mut visitor) = start(&["--auth-transport", "header"]);
    let answer = visitor.sign_up(EMAIL, "cookie");
    let cookie = format!("sAccessToken={}", answer.header("st-access-token").unwrap());
    visitor
        .raw("GET", "/getJWT", &[("cookie", &cookie)], "")
        .says(401, "unauthorised");
}

/// A marker of an older SDK goes, whether the refresh succeeds or not; nothing else wants it.
#[test]
fn a_stale_marker_is_cleared() {
    let (_sandbox, mut visitor) = start(&[]);
    visitor.sign_up(EMAIL, "cookie");
    let refresh = format!("sRefreshToken={}", visitor.jar["sRefreshToken"]);
    for (cookie, status) in [
        ("sIdRefreshToken=old".to_owned(), 401),
        (format!("{refresh}; sIdRefreshToken=old"), 200),
    ] {
        let headers = [("cookie", cookie.as_str())];
        let answer = visitor.raw("POST", "/auth/session/refresh", &headers, "");
        assert_eq!(answer.status, status);
        let (value, attributes) = answer.cookie("sIdRefreshToken").unwrap();
        assert_eq!((value, attributes.contains(EPOCH)), ("", true));
    }
}

/// Express answers HEAD wherever the application has a GET, and the SDK has none.
#[test]
fn head_is_get_without_a_body() {
    let (_sandbox, mut visitor) = start(&[]);
    let answer = visitor.sign_up(EMAIL, "header");
    let bearer = format!("Bearer {}", answer.header("st-access-token").unwrap());
    let headers = [("authorization", bearer.as_str())];
    for (path, status) in [
        ("/health", 200),
        ("/getJWT", 200),
        ("/touch", 404),
        ("/auth/jwt/jwks.json", 404),
    ] {
        let answer = visitor.raw("HEAD", path, &headers, "");
        assert_eq!(
            (answer.status, answer.body.as_str()),
            (status, ""),
            "{path}"
        );
    }
}

#[test]
fn refusals_of_a_protected_route() {
    let (_sandbox, mut visitor) = start(&[]);
    let token = {
        let answer = visitor.sign_up(EMAIL, "cookie");
        answer.cookie("sAccessToken").unwrap().0.to_owned()
    };
    let get = |headers: &[(&str, &str)]| visitor.raw("GET", "/getJWT", headers, "");
    get(&[]).says(401, "unauthorised");
    get(&[("authorization", "Bearer abc.def.ghi")]).says(401, "unauthorised");
    get(&[("cookie", "sAccessToken=garbage")]).says(401, "unauthorised");
    get(&[("cookie", "sIdRefreshToken=x")]).says(401, "try refresh token");
    let twice = format!("sAccessToken={token}; sAccessToken={token}");
    get(&[("cookie", &twice)]).says(401, "try refresh token");
    let (head, signature) = token.rsplit_once('.').unwrap();
    let other = if signature.starts_with('A') { "B" } else { "A" };
    let forged = format!("Bearer {head}.{other}{}", &signature[1..]);
    get(&[("authorization", &forged)]).says(401, "try refresh token");
    // Headers win over cookies.
    let cookie = format!("sAccessToken={token}");
    get(&[("authorization", &forged), ("cookie", &cookie)]).says(401, "try refresh token");
}

#[test]
fn refusals_of_a_refresh_clear_both_transports() {
    let (_sandbox, mut visitor) = start(&[]);
    let answer = visitor.sign_up(EMAIL, "cookie");
    let access = answer.cookie("sAccessToken").unwrap().0;
    let cookie = format!("sAccessToken={access}");
    let bearer = format!("Bearer {access}");
    for headers in [
        &[][..],
        &[("cookie", cookie.as_str())],
        &[("authorization", "Bearer zzz")],
        &[("authorization", bearer.as_str())],
    ] {
        let answer = visitor.raw("POST", "/auth/session/refresh", headers, "");
        answer.says(401, "unauthorised");
        clears_both(&answer);
    }
}

#[test]
fn sign_out_clears_its_own_transport_and_the_token_lives_on() {
    let (_sandbox, mut visitor) = start(&[]);
    visitor
        .raw("POST", "/auth/signout", &[], "")
        .says(401, "unauthorised");
    visitor.sign_up(EMAIL, "header");
    let token = visitor.access.clone().unwrap();
    let refresh = visitor.refresh.clone().unwrap();
    let answer = visitor.post("/auth/signout", &[]);
    answer.is(200, json!({ "status": "OK" }));
    assert!(answer.all("set-cookie").is_empty());
    assert_eq!(answer.header("st-access-token"), Some(""));
    assert_eq!(answer.header("front-token"), Some("remove"));

    let bearer = format!("Bearer {token}");
    let headers = [("authorization", bearer.as_str())];
    assert_eq!(visitor.raw("GET", "/getJWT", &headers, "").status, 200);
    visitor
        .raw("POST", "/auth/signout", &headers, "")
        .is(200, json!({ "status": "OK" }));
    let bearer = format!("Bearer {refresh}");
    let headers = [("authorization", bearer.as_str())];
    let answer = visitor.raw("POST", "/auth/session/refresh", &headers, "");
    answer.says(401, "unauthorised");
}

#[test]
fn an_expired_token_must_be_refreshed() {
    // Long enough for the last step to come in time on a busy machine.
    let (_sandbox, mut visitor) = start(&["--access-token-ttl", "4"]);
    visitor.sign_up(EMAIL, "cookie");
    std::thread::sleep(std::time::Duration::from_millis(5100));
    visitor.get("/getJWT").says(401, "try refresh token");
    visitor
        .post("/auth/signout", &[])
        .says(401, "try refresh token");
    // Only a client of old looks for a session when it signs in.
    let cookies = format!("sAccessToken={}", visitor.jar["sAccessToken"]);
    let body = form(EMAIL, PASSWORD);
    let old = [("cookie", cookies.as_str()), ("fdi-version", "1.16,3.0")];
    visitor
        .raw("POST", "/auth/signin", &old, &body)
        .says(401, "try refresh token");
    let new = [("cookie", cookies.as_str())];
    assert_eq!(visitor.raw("POST", "/auth/signin", &new, &body).status, 200);

    visitor
        .post("/auth/session/refresh", &[])
        .is(200, json!({}));
    assert_eq!(visitor.get("/getJWT").status, 200);
}

#[test]
fn anti_csrf_by_token() {
    let (_sandbox, mut visitor) = start(&["--anti-csrf", "via-token"]);
    visitor.sign_up(EMAIL, "cookie");
    let token = visitor.anti_csrf.clone().unwrap();
    assert_eq!(visitor.get("/getJWT").status, 200);
    visitor.post("/touch", &[]).says(401, "try refresh token");
    visitor
        .post("/touch", &[("anti-csrf", "zzz")])
        .says(401, "try refresh token");
    assert_eq!(visitor.post("/touch", &[("anti-csrf", &token)]).status, 200);
    let kept = visitor.jar.clone();
    let lost = visitor.post("/auth/session/refresh", &[]);
    lost.says(401, "unauthorised");
    clears_both(&lost);
    visitor.jar = kept;
    let answer = visitor.post("/auth/session/refresh", &[("anti-csrf", &token)]);
    answer.is(200, json!({}));
    assert_ne!(
        visitor.anti_csrf.as_ref(),
        Some(&token),
        "a refresh brings another"
    );

    // Headers are exempt.
    let (_sandbox, mut visitor) = start(&["--anti-csrf", "via-token"]);
    visitor.sign_up(EMAIL, "header");
    assert_eq!(visitor.anti_csrf, None);
    assert_eq!(visitor.post("/touch", &[]).status, 200);
}

#[test]
fn anti_csrf_by_custom_header() {
    let (_sandbox, mut visitor) = start(&["--anti-csrf", "via-custom-header"]);
    visitor.sign_up(EMAIL, "cookie");
    assert_eq!(visitor.get("/getJWT").status, 200);
    visitor.post("/touch", &[]).says(401, "try refresh token");
    assert_eq!(visitor.post("/touch", &[("rid", "x")]).status, 200);
    visitor
        .post("/auth/signout", &[])
        .says(401, "try refresh token");
    let kept = visitor.jar.clone();
    visitor
        .post("/auth/session/refresh", &[])
        .says(401, "unauthorised");
    visitor.jar = kept;
    visitor
        .post("/auth/session/refresh", &[("rid", "anti-csrf")])
        .is(200, json!({}));
}

#[test]
fn fdi_versions_and_linking() {
    let (_sandbox, mut visitor) = start(&[]);
    visitor.sign_up(EMAIL, "cookie");
    let body = form(EMAIL, PASSWORD);
    for (version, is_short) in [
        ("1.17", true),
        ("2.0", true),
        ("1.18", false),
        ("3.1", false),
    ] {
        let headers = [("fdi-version", version)];
        let answer = visitor.raw("POST", "/auth/signin", &headers, &body).json();
        assert_eq!(answer["user"]["email"] == EMAIL, is_short, "{version}");
        assert_eq!(answer["user"]["emails"].is_array(), !is_short, "{version}");
    }
    let mut linking: Value = serde_json::from_str(&body).unwrap();
    linking["shouldTryLinkingWithSessionUser"] = json!(true);
    visitor
        .raw(
            "POST",
            "/auth/signin",
            &[("fdi-version", "4.1")],
            &linking.to_string(),
        )
        .says(401, "unauthorised");
}

#[test]
fn tenants_stand_before_the_path() {
    let (_sandbox, mut visitor) = start(&[]);
    visitor.sign_up(EMAIL, "cookie");
    let body = form(EMAIL, PASSWORD);
    let answer = visitor.raw("POST", "/auth/public/signin", &[], &body);
    assert_eq!(answer.json()["status"], "OK");
    let keys = visitor.raw("GET", "/auth/public/jwt/jwks.json", &[], "");
    assert_eq!(keys.json()["keys"].as_array().unwrap().len(), 2);
    let answer = visitor.raw("POST", "/auth/tenantx/signin", &[], &body);
    assert_eq!(answer.status, 500);
    assert_eq!(answer.pre(), "Error: Tenant not found error.");
}

#[test]
fn keys_and_discovery() {
    let (sandbox, visitor) = start(&[]);
    let keys = visitor.raw("GET", "/auth/jwt/jwks.json", &[], "");
    let kids: Vec<String> = keys.json()["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["kid"].as_str().unwrap()[..2].to_owned())
        .collect();
    assert_eq!(kids, ["d-", "s-"]);
    let cache = keys.header("cache-control").unwrap();
    let age = cache
        .strip_prefix("max-age=")
        .and_then(|rest| rest.strip_suffix(", must-revalidate"))
        .unwrap();
    // A week less the minute in which the next key is announced, counted down.
    let age: u64 = age.parse().unwrap();
    assert!((604_640..=604_740).contains(&age), "{age}");
    assert_eq!(keys.header("access-control-allow-origin"), Some("*"));

    let issuer = format!("{}/auth", sandbox.var("ST_HASURA_API_URL"));
    let discovery = visitor
        .raw("GET", "/auth/.well-known/openid-configuration", &[], "")
        .json();
    assert_eq!(discovery["issuer"], issuer);
    assert_eq!(discovery["jwks_uri"], format!("{issuer}/jwt/jwks.json"));
    assert!(discovery["authorization_endpoint"].is_string());
    visitor.raw("GET", "/auth/loginmethods", &[], "").is(
        200,
        json!({
            "status": "OK",
            "emailPassword": { "enabled": true },
            "thirdParty": { "enabled": false, "providers": [] },
            "webauthn": { "enabled": false },
            "passwordless": { "enabled": false },
            "firstFactors": ["emailpassword"],
        }),
    );
}

#[test]
fn the_static_key_signs_when_asked() {
    let (_sandbox, mut visitor) = start(&["--static-key"]);
    visitor.sign_up(EMAIL, "header");
    let kid = header(visitor.access.as_ref().unwrap())["kid"].clone();
    assert!(kid.as_str().unwrap().starts_with("s-"), "{kid}");
    assert_eq!(visitor.get("/getJWT").status, 200);
}

#[test]
fn a_secure_api_domain_makes_secure_cookies_and_the_issuer() {
    let (_sandbox, mut visitor) = start(&["--api-domain", "https://api.example.com/x"]);
    let answer = visitor.sign_up(EMAIL, "cookie");
    let (token, attributes) = answer.cookie("sAccessToken").unwrap();
    assert!(attributes.ends_with("HttpOnly; Secure; SameSite=Lax"));
    assert_eq!(payload(token)["iss"], "https://api.example.com/auth");
}

#[test]
fn other_habits_of_other_servers() {
    let (_sandbox, mut visitor) = start(&["--fault", "quoted-cookies"]);
    let answer = visitor.sign_up(EMAIL, "cookie");
    let (refresh, attributes) = answer.cookie("sRefreshToken").unwrap();
    assert_eq!(refresh.starts_with('"'), refresh.contains('/'));
    assert!(attributes.ends_with("HttpOnly; Path=/auth/session/refresh; SameSite=lax"));
    // Sent back as it came, quotes and all.
    visitor
        .post("/auth/session/refresh", &[])
        .is(200, json!({}));

    let (_sandbox, mut visitor) = start(&["--fault", "renamed-tokens"]);
    let answer = visitor.sign_up(EMAIL, "cookie");
    assert!(answer.cookie("sAccessToken").is_none());
    assert!(answer.cookie("acme_access").is_some());
    assert_eq!(visitor.get("/getJWT").status, 200);

    let (_sandbox, mut visitor) = start(&["--fault", "expose-access-token"]);
    let answer = visitor.sign_up(EMAIL, "cookie");
    assert_eq!(
        answer.header("st-access-token"),
        answer.cookie("sAccessToken").map(|(value, _)| value)
    );

    let (_sandbox, visitor) = start(&["--fault", "fastapi-pages"]);
    visitor
        .raw("GET", "/auth/nope", &[], "")
        .is(404, json!({ "detail": "Not Found" }));
    let body = form(EMAIL, PASSWORD);
    let answer = visitor.raw("POST", "/auth/tenantx/signin", &[], &body);
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (500, "Internal Server Error")
    );

    let (_sandbox, mut visitor) = start(&["--fault", "getjwt-empty"]);
    visitor.sign_up(EMAIL, "cookie");
    visitor.get("/getJWT").is(200, json!({}));

    let (_sandbox, mut visitor) = start(&["--fault", "email-unverified"]);
    visitor.sign_up(EMAIL, "cookie");
    let answer = visitor.get("/getJWT");
    assert_eq!(answer.status, 403);
    assert_eq!(answer.json()["claimValidationErrors"][0]["id"], "st-ev");

    let (_sandbox, mut visitor) = start(&["--fault", "claims-absent"]);
    visitor.sign_up(EMAIL, "header");
    let claims = payload(visitor.access.as_ref().unwrap());
    assert!(claims.get("https://hasura.io/jwt/claims").is_none());
}

#[test]
fn key_sets_can_be_wrong() {
    let (_sandbox, visitor) = start(&["--fault", "empty-jwks", "--hasura-jwt-secret", "null"]);
    visitor
        .raw("GET", "/auth/jwt/jwks.json", &[], "")
        .is(200, json!({ "keys": [] }));

    let (_sandbox, mut visitor) = start(&["--fault", "stale-jwks"]);
    visitor.sign_up(EMAIL, "header");
    let signer = header(visitor.access.as_ref().unwrap())["kid"].clone();
    let keys = visitor.raw("GET", "/auth/jwt/jwks.json", &[], "").json();
    let keys = keys["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 2);
    assert!(keys.iter().all(|key| key["kid"] != signer));
}
