//! The auth API of the 2022 tutorial.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::support::sandbox::Sandbox;
use crate::support::visitor::{Answer, PASSWORD, Visitor, form};

const EMAIL: &str = "a@email.com";

fn start(args: &[&str]) -> (Sandbox, Visitor) {
    let sandbox = Sandbox::start(&[&["--generation", "legacy"], args].concat());
    let visitor = Visitor::new(sandbox.var("ST_HASURA_API_URL"));
    (sandbox, visitor)
}

fn url_decoded(text: &str) -> String {
    percent_encoding::percent_decode_str(text)
        .decode_utf8()
        .unwrap()
        .into_owned()
}

#[track_caller]
fn clears_all(answer: &Answer) {
    for name in ["sAccessToken", "sRefreshToken", "sIdRefreshToken"] {
        let (value, attributes) = answer.cookie(name).unwrap();
        assert_eq!(value, "", "{name}");
        assert!(attributes.contains("Expires=Thu, 01 Jan 1970 00:00:00 GMT"));
    }
    assert_eq!(answer.header("id-refresh-token"), Some("remove"));
}

#[track_caller]
fn clears_nothing(answer: &Answer) {
    assert!(answer.all("set-cookie").is_empty(), "{answer:?}");
    assert_eq!(answer.header("id-refresh-token"), None);
}

#[test]
fn tokens_come_in_three_cookies_with_the_jwt_inside() {
    let (sandbox, mut visitor) = start(&[]);
    // The generation does not know st-auth-mode.
    let answer = visitor.sign_up(EMAIL, "header");
    let names: Vec<&str> = answer
        .all("set-cookie")
        .iter()
        .map(|text| text.split('=').next().unwrap())
        .collect();
    assert_eq!(names, ["sAccessToken", "sRefreshToken", "sIdRefreshToken"]);
    assert_eq!(
        answer.header("access-control-expose-headers"),
        Some("front-token, id-refresh-token")
    );
    assert_eq!(answer.header("st-access-token"), None);
    let user = answer.json()["user"].clone();
    assert_eq!(user["email"], EMAIL);

    let access = url_decoded(answer.cookie("sAccessToken").unwrap().0);
    let parts: Vec<Vec<u8>> = access
        .split('.')
        .map(|part| STANDARD.decode(part).unwrap())
        .collect();
    let [header, payload, signature] = parts.as_slice() else {
        panic!("{access}");
    };
    assert_eq!(header, br#"{"alg":"RS256","typ":"JWT","version":"2"}"#);
    assert_eq!(signature.len(), 256);
    let payload: Value = serde_json::from_slice(payload).unwrap();
    assert_eq!(payload["userId"], user["id"]);
    let jwt = payload["userData"]["jwt"].as_str().unwrap();
    assert_eq!(payload["userData"]["_jwtPName"], "jwt");
    let claims = URL_SAFE_NO_PAD
        .decode(jwt.split('.').nth(1).unwrap())
        .unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(
        claims["iss"],
        format!("{}/auth", sandbox.var("ST_HASURA_API_URL"))
    );
    let life = claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap();
    assert_eq!(life, 3630, "the access token's and half a minute");

    let front = STANDARD
        .decode(answer.header("front-token").unwrap())
        .unwrap();
    let front: Value = serde_json::from_slice(&front).unwrap();
    assert_eq!(front["uid"], user["id"]);
    assert_eq!(front["ate"], payload["expiryTime"]);
    assert_eq!(front["up"], payload["userData"]);

    let (marker, expiry) = answer
        .header("id-refresh-token")
        .unwrap()
        .split_once(';')
        .unwrap();
    assert_eq!(marker, answer.cookie("sIdRefreshToken").unwrap().0);
    assert!(expiry.parse::<u64>().unwrap() > payload["expiryTime"].as_u64().unwrap());
    visitor.get("/getJWT").is(200, json!({ "token": jwt }));
}

#[test]
fn refusals_of_a_protected_route() {
    let (_sandbox, mut visitor) = start(&[]);
    visitor.sign_up(EMAIL, "cookie");
    let access = visitor.jar["sAccessToken"].clone();
    let get = |cookie: &str| visitor.raw("GET", "/getJWT", &[("cookie", cookie)], "");
    get("a=b").says(401, "unauthorised");
    get(&format!("sAccessToken={access}")).says(401, "unauthorised");
    get("sIdRefreshToken=x").says(401, "try refresh token");
    get("sIdRefreshToken=x; sAccessToken=garbage").says(401, "try refresh token");
    let bearer = format!("Bearer {}", url_decoded(&access));
    visitor
        .raw("GET", "/getJWT", &[("authorization", &bearer)], "")
        .says(401, "unauthorised");
}

#[test]
fn a_rid_of_another_recipe_leads_past_the_route() {
    let (_sandbox, mut visitor) = start(&[]);
    visitor.sign_up(EMAIL, "cookie");
    let body = form(EMAIL, PASSWORD);
    for (rid, status) in [
        ("thirdparty", 404),
        ("session", 404),
        ("emailpassword", 200),
        ("anti-csrf", 200),
    ] {
        let answer = visitor.raw("POST", "/auth/signin", &[("rid", rid)], &body);
        assert_eq!(answer.status, status, "{rid}");
    }
    let answer = visitor.post("/auth/session/refresh", &[("rid", "emailpassword")]);
    assert_eq!(answer.pre(), "Cannot POST /auth/session/refresh");
    visitor
        .post("/auth/session/refresh", &[("rid", "session")])
        .is(200, json!({}));
}

#[test]
fn what_came_later_is_not_there() {
    let (_sandbox, visitor) = start(&[]);
    for path in ["/auth/loginmethods", "/auth/emailpassword/email/exists"] {
        assert_eq!(visitor.raw("GET", path, &[], "").status, 404, "{path}");
    }
    let body = form(EMAIL, PASSWORD);
    let answer = visitor.raw("POST", "/auth/public/signin", &[], &body);
    assert_eq!(answer.status, 404);

    let keys = visitor.raw("GET", "/auth/jwt/jwks.json", &[], "");
    assert_eq!(keys.header("cache-control"), None);
    assert_eq!(keys.json()["keys"].as_array().unwrap().len(), 1);
    let kid = keys.json()["keys"][0]["kid"].clone();
    assert!(
        uuid::Uuid::try_parse(kid.as_str().unwrap()).is_ok(),
        "{kid}"
    );
    let discovery = visitor.raw("GET", "/auth/.well-known/openid-configuration", &[], "");
    assert_eq!(discovery.json().as_object().unwrap().len(), 2);
}

/// Paths of the SDK in any case; bodies only where they are called JSON; and an address that is no
/// text is more than the SDK can trim.
#[test]
fn forms_are_read_as_the_body_parser_and_the_sdk_read_them() {
    let (_sandbox, visitor) = start(&[]);
    let body = form(EMAIL, PASSWORD);
    let post = |kind: &str, body: &str| {
        let headers = [("content-type", kind)];
        visitor.raw("POST", "/Auth/SignUp", &headers, body)
    };
    post("text/plain", &body).says(400, "Missing input param: formFields");
    let number = json!({ "formFields": [
        { "id": "email", "value": 7 },
        { "id": "password", "value": PASSWORD },
    ] });
    let answer = post("application/json", &number.to_string());
    assert_eq!(answer.status, 500);
    assert!(
        answer.body.contains("field.value.trim is not a function"),
        "{answer:?}"
    );
    let answer = post("application/json", &body);
    assert_eq!(
        (answer.status, &answer.json()["status"]),
        (200, &json!("OK"))
    );
}

#[test]
fn sign_out_without_a_session_is_fine() {
    let (_sandbox, mut visitor) = start(&[]);
    let answer = visitor.raw("POST", "/auth/signout", &[], "");
    answer.is(200, json!({ "status": "OK" }));
    clears_nothing(&answer);

    visitor.sign_up(EMAIL, "cookie");
    let kept = visitor.jar.clone();
    let answer = visitor.post("/auth/signout", &[]);
    answer.is(200, json!({ "status": "OK" }));
    clears_all(&answer);
    // The access token lives on; the session does not.
    visitor.jar.clone_from(&kept);
    assert_eq!(visitor.get("/getJWT").status, 200);
    let again = visitor.post("/auth/signout", &[]);
    again.is(200, json!({ "status": "OK" }));
    clears_nothing(&again);
    let answer = visitor.post("/auth/session/refresh", &[]);
    answer.says(401, "unauthorised");
    clears_all(&answer);
}

#[test]
fn a_refresh_needs_the_marker_too() {
    let (_sandbox, mut visitor) = start(&[]);
    visitor.sign_up(EMAIL, "cookie");
    let refresh = format!("sRefreshToken={}", visitor.jar["sRefreshToken"]);
    let post =
        |cookie: &str| visitor.raw("POST", "/auth/session/refresh", &[("cookie", cookie)], "");
    for cookie in ["a=b", refresh.as_str()] {
        let answer = post(cookie);
        answer.says(401, "unauthorised");
        clears_nothing(&answer);
    }
    let answer = post(&format!("{refresh}; sIdRefreshToken=any"));
    answer.is(200, json!({}));
    assert_eq!(
        answer.header("access-control-expose-headers"),
        Some("front-token, id-refresh-token, front-token")
    );
}

#[test]
fn the_jars_access_cookie_dies_with_its_token() {
    let (_sandbox, mut visitor) = start(&["--access-token-ttl", "1"]);
    let answer = visitor.sign_up(EMAIL, "cookie");
    let expires = |name: &str| {
        let (_, attributes) = answer.cookie(name).unwrap();
        let (_, date) = attributes.split_once("Expires=").unwrap();
        date.split(';').next().unwrap().to_owned()
    };
    assert_ne!(expires("sAccessToken"), expires("sRefreshToken"));
    assert_eq!(expires("sIdRefreshToken"), expires("sRefreshToken"));
    std::thread::sleep(std::time::Duration::from_millis(1200));
    visitor.get("/getJWT").says(401, "try refresh token");
    visitor
        .post("/auth/signout", &[])
        .says(401, "try refresh token");
    visitor.jar.remove("sAccessToken");
    visitor.get("/getJWT").says(401, "try refresh token");
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
    assert_eq!(visitor.post("/touch", &[("anti-csrf", &token)]).status, 200);
    let kept = visitor.jar.clone();
    let lost = visitor.post("/auth/session/refresh", &[]);
    lost.says(401, "unauthorised");
    clears_all(&lost);
    visitor.jar = kept;
    let answer = visitor.post("/auth/session/refresh", &[("anti-csrf", &token)]);
    answer.is(200, json!({}));
    assert!(answer.header("anti-csrf").is_some());
}

#[test]
fn anti_csrf_by_custom_header() {
    let (_sandbox, mut visitor) = start(&["--anti-csrf", "via-custom-header"]);
    visitor.sign_up(EMAIL, "cookie");
    visitor.post("/touch", &[]).says(401, "try refresh token");
    assert_eq!(visitor.post("/touch", &[("rid", "anti-csrf")]).status, 200);
    let lost = visitor.post("/auth/session/refresh", &[]);
    lost.says(401, "unauthorised");
    clears_nothing(&lost);
    visitor
        .post("/auth/session/refresh", &[("rid", "anti-csrf")])
        .is(200, json!({}));
    visitor
        .post("/auth/signout", &[])
        .says(401, "try refresh token");
}

#[test]
fn addresses_are_verified_by_the_token_of_the_mail() {
    let (_sandbox, mut visitor) = start(&[]);
    visitor.sign_up(EMAIL, "cookie");
    let path = "/auth/user/email/verify";
    visitor.raw("GET", path, &[], "").says(401, "unauthorised");
    let verified = |verified: bool| json!({ "status": "OK", "isVerified": verified });
    visitor.get(path).is(200, verified(false));
    visitor
        .post("/auth/user/email/verify/token", &[])
        .is(200, json!({ "status": "OK" }));
    let mails = visitor.get("/.sandbox/mails").json();
    let link = mails["mails"][0]["link"].as_str().unwrap();
    let (_, token) = link.split_once("token=").unwrap();
    let token = token.split('&').next().unwrap();
    for (token, status) in [
        ("bad", "EMAIL_VERIFICATION_INVALID_TOKEN_ERROR"),
        (token, "OK"),
    ] {
        let body = json!({ "method": "token", "token": token }).to_string();
        visitor
            .raw("POST", path, &[], &body)
            .is(200, json!({ "status": status }));
    }
    visitor.get(path).is(200, verified(true));
    visitor
        .post("/auth/user/email/verify/token", &[])
        .is(200, json!({ "status": "EMAIL_ALREADY_VERIFIED_ERROR" }));
}
