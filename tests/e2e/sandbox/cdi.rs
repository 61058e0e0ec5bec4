//! The core, as SDKs and administrators call it.

use serde_json::{Value, json};

use crate::support::sandbox::Sandbox;
use crate::support::visitor::{Answer, PASSWORD, Visitor};

struct Core {
    visitor: Visitor,
    key: String,
    _sandbox: Sandbox,
}

impl Core {
    fn start(args: &[&str]) -> Self {
        let sandbox = Sandbox::start(args);
        Self {
            visitor: Visitor::new(sandbox.var("ST_HASURA_CORE_URI")),
            key: sandbox.var("ST_HASURA_CORE_API_KEY").to_owned(),
            _sandbox: sandbox,
        }
    }

    /// Without the users of the notes application.
    fn empty() -> Self {
        Self::start(&["--data", "none"])
    }

    #[track_caller]
    fn call(&self, version: &str, method: &str, path: &str, body: &Value) -> Answer {
        let headers = [("api-key", self.key.as_str()), ("cdi-version", version)];
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        self.visitor.raw(method, path, &headers, &body)
    }

    #[track_caller]
    fn get(&self, version: &str, path: &str) -> Value {
        self.call(version, "GET", path, &Value::Null).json()
    }

    #[track_caller]
    #[allow(clippy::needless_pass_by_value)] // so that calls can be written with json!
    fn post(&self, version: &str, path: &str, body: Value) -> Value {
        let answer = self.call(version, "POST", path, &body);
        assert_eq!(answer.status, 200, "{answer:?}");
        assert_eq!(
            answer.header("content-type"),
            Some("application/json;charset=UTF-8")
        );
        answer.json()
    }

    #[track_caller]
    fn sign_up(&self, email: &str) -> String {
        let body = json!({ "email": email, "password": PASSWORD });
        let user = self.post("5.4", "/public/recipe/signup", body);
        user["user"]["id"].as_str().unwrap().to_owned()
    }
}

/// A plain sentence and a line's end.
#[track_caller]
fn refused(answer: &Answer, status: u16, text: &str) {
    assert_eq!(answer.status, status, "{answer:?}");
    assert_eq!(answer.body, format!("{text}\n"));
    assert_eq!(
        answer.header("content-type"),
        Some("text/html;charset=UTF-8")
    );
}

#[test]
fn refusals_are_plain_sentences() {
    let core = Core::empty();
    let plain = |headers: &[(&str, &str)], method: &str, path: &str, body: &str| {
        core.visitor.raw(method, path, headers, body)
    };
    refused(&plain(&[], "GET", "/users", ""), 401, "Invalid API key");
    refused(
        &plain(&[("api-key", "bad")], "GET", "/apiversion", ""),
        401,
        "Invalid API key",
    );
    let call = |method: &str, path: &str, body: Value| core.call("5.4", method, path, &body);
    refused(&call("GET", "/nope", Value::Null), 404, "Not found");
    refused(
        &call("DELETE", "/users", Value::Null),
        405,
        "Method not supported",
    );
    let missing = json!({ "refreshToken": "zzz", "enableAntiCsrf": false });
    refused(
        &call("POST", "/recipe/session/refresh", missing),
        400,
        "Field name 'useDynamicSigningKey' is invalid in JSON input",
    );
    let key = [("api-key", core.key.as_str())];
    refused(
        &plain(&key, "POST", "/recipe/signup", "{"),
        400,
        "Invalid Json Input",
    );
    refused(
        &core.call("99.9", "GET", "/users", &Value::Null),
        400,
        "cdi-version 99.9 not supported",
    );
    refused(
        &call("POST", "/tenantx/user/remove", json!({ "userId": "x" })),
        403,
        "Only public tenantId can call this app specific API",
    );
    refused(
        &call("GET", "/tenantx/users/by-accountinfo?email=a", Value::Null),
        400,
        "AppId or tenantId not found => Tenant with the following connectionURIDomain, appId and \
         tenantId combination not found: (, public, tenantx)",
    );
    let protected = json!({
        "userId": "u",
        "userDataInJWT": { "sub": "x" },
        "userDataInDatabase": {},
        "enableAntiCsrf": false,
    });
    refused(
        &call("POST", "/public/recipe/session", protected),
        400,
        "The user payload contains protected field",
    );
    refused(
        &call("GET", "/users?limit=1000", Value::Null),
        400,
        "max limit allowed is 500",
    );
    refused(
        &call("GET", "/users?paginationToken=zzz", Value::Null),
        400,
        "invalid pagination token",
    );
}

#[test]
fn some_paths_need_neither_key_nor_version() {
    let core = Core::empty();
    let hello = core.visitor.raw("GET", "/hello", &[], "");
    refused(&hello, 200, "Hello");
    let keys = core.visitor.raw("GET", "/.well-known/jwks.json", &[], "");
    assert_eq!(keys.json()["keys"].as_array().unwrap().len(), 2);
    assert_eq!(keys.json().get("status"), None);
    assert!(
        keys.header("cache-control")
            .unwrap()
            .starts_with("max-age=6047")
    );
    // The key may also come as a bearer.
    let bearer = format!("Bearer {}", core.key);
    let headers = [("authorization", bearer.as_str())];
    let versions = core.visitor.raw("GET", "/apiversion", &headers, "").json();
    for version in ["2.8", "2.13", "2.14", "3.1", "5.4"] {
        let listed = versions["versions"].as_array().unwrap();
        assert!(listed.contains(&json!(version)), "{version}");
    }
}

#[test]
fn users_look_as_each_version_has_them() {
    let core = Core::empty();
    let body = json!({ "email": "User3@Email.com", "password": PASSWORD });
    let new = core.post("5.4", "/public/recipe/signup", body.clone());
    let id = new["user"]["id"].clone();
    let joined = new["user"]["timeJoined"].clone();
    let full = json!({
        "id": id,
        "isPrimaryUser": false,
        "tenantIds": ["public"],
        "timeJoined": joined,
        "emails": ["user3@email.com"],
        "phoneNumbers": [],
        "thirdParty": [],
        "webauthn": { "credentialIds": [] },
        "loginMethods": [{
            "tenantIds": ["public"],
            "recipeUserId": id,
            "verified": false,
            "timeJoined": joined,
            "recipeId": "emailpassword",
            "email": "user3@email.com",
        }],
    });
    assert_eq!(
        new,
        json!({ "status": "OK", "user": full, "recipeUserId": id })
    );
    let taken = json!({ "status": "EMAIL_ALREADY_EXISTS_ERROR" });
    assert_eq!(core.post("5.4", "/recipe/signup", body.clone()), taken);

    let flat = json!({ "id": id, "timeJoined": joined, "email": "user3@email.com" });
    let old = core.post("2.13", "/recipe/signin", body.clone());
    assert_eq!(old, json!({ "status": "OK", "user": flat }));
    let mut tenanted = flat.clone();
    tenanted["tenantIds"] = json!(["public"]);
    let go = core.post("3.1", "/public/recipe/signin", body);
    assert_eq!(go, json!({ "status": "OK", "user": tenanted }));
    let wrong = json!({ "email": "user3@email.com", "password": "x" });
    assert_eq!(
        core.post("5.4", "/recipe/signin", wrong),
        json!({ "status": "WRONG_CREDENTIALS_ERROR" })
    );

    let id = id.as_str().unwrap();
    let by_id = core.get("5.4", &format!("/user/id?userId={id}"));
    assert_eq!(by_id, json!({ "status": "OK", "user": full }));
    let unknown = json!({ "status": "UNKNOWN_USER_ID_ERROR" });
    assert_eq!(core.get("5.4", "/user/id?userId=nope"), unknown);
    let path = "/public/users/by-accountinfo?email=USER3%40email.com&doUnionOfAccountInfo=false";
    assert_eq!(core.get("5.4", path)["users"], json!([full]));
    let by_email = core.get("2.13", "/recipe/user?email=user3%40email.com");
    assert_eq!(by_email, json!({ "status": "OK", "user": flat }));
    let unknown = json!({ "status": "UNKNOWN_EMAIL_ERROR" });
    assert_eq!(core.get("2.13", "/recipe/user?email=a%40b.co"), unknown);
}

#[test]
fn users_come_in_pages() {
    let core = Core::empty();
    for n in 1..=5 {
        core.sign_up(&format!("user{n}@email.com"));
    }
    let count = json!({ "status": "OK", "count": 5 });
    assert_eq!(core.get("5.4", "/users/count"), count);
    for (order, first) in [("ASC", "user1@email.com"), ("DESC", "user5@email.com")] {
        let mut path = format!("/users?limit=2&timeJoinedOrder={order}");
        let mut seen: Vec<String> = Vec::new();
        loop {
            let page = core.get("5.4", &path);
            let users = page["users"].as_array().unwrap();
            assert!(users.len() <= 2);
            seen.extend(
                users
                    .iter()
                    .map(|user| user["emails"][0].as_str().unwrap().into()),
            );
            let Some(token) = page["nextPaginationToken"].as_str() else {
                break;
            };
            let token: String = url::form_urlencoded::byte_serialize(token.as_bytes()).collect();
            path = format!("/users?limit=2&timeJoinedOrder={order}&paginationToken={token}");
        }
        assert_eq!(seen.len(), 5);
        assert_eq!(seen[0], first);
    }
    let old = core.get("2.13", "/users?limit=1");
    assert_eq!(old["users"][0]["recipeId"], "emailpassword");
    assert_eq!(old["users"][0]["user"]["email"], "user1@email.com");
    for (search, found) in [
        ("user2", 1),
        ("email.com", 5),
        ("ser2", 0),
        ("zzz;user1;user2", 2),
    ] {
        let users = core.get("5.4", &format!("/users?email={search}"));
        assert_eq!(users["users"].as_array().unwrap().len(), found, "{search}");
        assert_eq!(users.get("nextPaginationToken"), None);
    }
    let none = core.get("5.4", "/users?includeRecipeIds=passwordless");
    assert_eq!(none["users"], json!([]));
}

#[test]
fn a_user_is_removed_with_their_sessions() {
    let core = Core::empty();
    let id = core.sign_up("a@email.com");
    let session = create(&core, "5.4", &id);
    let ok = json!({ "status": "OK" });
    for id in [id.as_str(), "nope"] {
        let body = json!({ "userId": id, "removeAllLinkedAccounts": true });
        assert_eq!(core.post("5.4", "/user/remove", body), ok);
    }
    assert_eq!(core.get("5.4", "/users/count")["count"], 0);
    let handle = session["session"]["handle"].as_str().unwrap();
    assert_eq!(
        core.get("5.4", &format!("/recipe/session?sessionHandle={handle}")),
        json!({ "status": "UNAUTHORISED", "message": "Session does not exist." })
    );
}

#[test]
fn passwords_can_be_set() {
    let core = Core::empty();
    let id = core.sign_up("a@email.com");
    core.sign_up("b@email.com");
    let put = |body: Value| core.call("5.4", "PUT", "/recipe/user", &body).json();
    let unknown = json!({ "recipeUserId": "nope", "password": "adminSet99" });
    assert_eq!(put(unknown)["status"], "UNKNOWN_USER_ID_ERROR");
    let taken = json!({ "recipeUserId": id, "email": "b@email.com" });
    assert_eq!(put(taken)["status"], "EMAIL_ALREADY_EXISTS_ERROR");
    let good = json!({ "recipeUserId": id, "password": "adminSet99" });
    assert_eq!(put(good)["status"], "OK");
    let body = json!({ "email": "a@email.com", "password": "adminSet99" });
    assert_eq!(core.post("5.4", "/recipe/signin", body)["status"], "OK");
}

#[track_caller]
fn create(core: &Core, version: &str, user: &str) -> Value {
    let body = json!({
        "userId": user,
        "userDataInJWT": { "iss": "http://x/api", "n": 5 },
        "userDataInDatabase": {},
        "enableAntiCsrf": false,
        "useDynamicSigningKey": true,
    });
    core.post(version, "/recipe/session", body)
}

fn members(value: &Value) -> Vec<&str> {
    value
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect()
}

#[test]
fn sessions_look_as_each_version_has_them() {
    let core = Core::empty();
    let old = create(&core, "2.13", "u");
    assert_eq!(
        members(&old),
        [
            "session",
            "accessToken",
            "refreshToken",
            "idRefreshToken",
            "status",
            "jwtSigningPublicKey",
            "jwtSigningPublicKeyExpiryTime",
            "jwtSigningPublicKeyList",
        ]
    );
    assert_eq!(
        members(&old["session"]),
        ["handle", "userId", "userDataInJWT"]
    );
    let go = create(&core, "3.1", "u");
    assert_eq!(
        members(&go),
        ["session", "accessToken", "refreshToken", "status"]
    );
    assert_eq!(
        members(&go["session"]),
        ["handle", "userId", "userDataInJWT", "tenantId"]
    );
    let new = create(&core, "5.4", "u");
    assert_eq!(
        members(&new["session"]),
        [
            "handle",
            "userId",
            "recipeUserId",
            "userDataInJWT",
            "tenantId"
        ]
    );
    assert_eq!(new["accessToken"]["expiry"].as_u64().unwrap() % 1000, 0);
    let refresh = new["refreshToken"]["token"].as_str().unwrap();
    assert_eq!(refresh.len(), 344);
    assert_eq!(refresh.rsplit('.').next(), Some("V2"));

    let handles = core.get("5.4", "/recipe/session/user?userId=u");
    assert_eq!(handles["sessionHandles"].as_array().unwrap().len(), 3);
    let removed = core.post("5.4", "/recipe/session/remove", json!({ "userId": "u" }));
    assert_eq!(
        removed["sessionHandlesRevoked"].as_array().unwrap().len(),
        3
    );
    let none = json!({ "sessionHandles": ["nope"] });
    assert_eq!(
        core.post("5.4", "/recipe/session/remove", none),
        json!({ "status": "OK", "sessionHandlesRevoked": [] })
    );
}

#[test]
fn the_core_rotates_and_confirms() {
    let core = Core::empty();
    for version in ["2.13", "3.1", "5.4"] {
        eprintln!("{version}");
        let session = create(&core, version, "u");
        let refresh = |token: &Value| {
            let body = json!({
                "refreshToken": token,
                "enableAntiCsrf": false,
                "useDynamicSigningKey": true,
            });
            core.post(version, "/recipe/session/refresh", body)
        };
        let verify = |token: &Value, check_database: bool| {
            let body = json!({
                "accessToken": token,
                "doAntiCsrfCheck": false,
                "enableAntiCsrf": false,
                "checkDatabase": check_database,
            });
            core.post(version, "/recipe/session/verify", body)
        };
        let first = &session["refreshToken"]["token"];
        let fresh = verify(&session["accessToken"]["token"], false);
        assert_eq!(fresh["status"], "OK");
        assert_eq!(fresh.get("accessToken"), None);

        let child = refresh(first);
        assert_eq!(child["status"], "OK");
        assert_eq!(child["session"], session["session"]);
        assert_eq!(child["refreshToken"]["token"].as_str().unwrap().len(), 468);
        let sibling = refresh(first);
        let confirmed = verify(&child["accessToken"]["token"], false);
        assert!(confirmed["accessToken"]["token"].is_string());
        let again = verify(&confirmed["accessToken"]["token"], true);
        assert_eq!(again.get("accessToken"), None);

        for stolen in [first, &sibling["refreshToken"]["token"]] {
            let theft = refresh(stolen);
            assert_eq!(theft["status"], "TOKEN_THEFT_DETECTED");
            assert_eq!(theft["session"]["handle"], session["session"]["handle"]);
            assert_eq!(theft["session"]["userId"], "u");
        }
        // The core reports; it is the SDK that ends the session.
        assert_eq!(refresh(&child["refreshToken"]["token"])["status"], "OK");
        let handles = json!({ "sessionHandles": [session["session"]["handle"]] });
        core.post(version, "/recipe/session/remove", handles);
        let gone = json!({
            "status": "UNAUTHORISED",
            "message": "Session missing in db or has expired",
        });
        assert_eq!(refresh(&child["refreshToken"]["token"]), gone);
        let ended = verify(&confirmed["accessToken"]["token"], true);
        assert_eq!(
            ended,
            json!({
                "status": "UNAUTHORISED",
                "message": "Either the session has ended or has been blacklisted",
            })
        );
        let garbage = refresh(&json!("zzz"));
        assert_eq!(garbage["status"], "UNAUTHORISED");
        assert!(garbage["message"].is_string());
        let garbage = verify(&json!("a.b.c"), false);
        assert_eq!(garbage["status"], "TRY_REFRESH_TOKEN");
        assert!(garbage["message"].is_string());
    }
}

#[test]
fn claims_are_replaced_and_kept() {
    let core = Core::empty();
    let session = create(&core, "5.4", "u");
    let token = &session["accessToken"]["token"];
    let body = json!({ "accessToken": token, "userDataInJWT": { "a": 1 } });
    let regenerated = core.post("5.4", "/recipe/session/regenerate", body);
    assert_eq!(regenerated["session"]["userDataInJWT"], json!({ "a": 1 }));
    assert_eq!(
        regenerated["accessToken"]["expiry"],
        session["accessToken"]["expiry"]
    );
    let body = json!({
        "refreshToken": session["refreshToken"]["token"],
        "enableAntiCsrf": false,
        "useDynamicSigningKey": true,
    });
    let refreshed = core.post("5.4", "/recipe/session/refresh", body);
    assert_eq!(refreshed["session"]["userDataInJWT"], json!({ "a": 1 }));
}

#[test]
fn anti_csrf_tokens_are_checked() {
    let core = Core::empty();
    let body = json!({
        "userId": "u",
        "userDataInJWT": {},
        "userDataInDatabase": {},
        "enableAntiCsrf": true,
    });
    let session = core.post("5.4", "/recipe/session", body);
    let token = session["antiCsrfToken"].clone();
    assert!(token.is_string());
    let verify = |anti_csrf: Value| {
        let body = json!({
            "accessToken": session["accessToken"]["token"],
            "antiCsrfToken": anti_csrf,
            "doAntiCsrfCheck": true,
            "enableAntiCsrf": true,
            "checkDatabase": false,
        });
        core.post("5.4", "/recipe/session/verify", body)["status"].clone()
    };
    assert_eq!(verify(token), "OK");
    assert_eq!(verify(json!("zzz")), "TRY_REFRESH_TOKEN");
    assert_eq!(verify(Value::Null), "TRY_REFRESH_TOKEN");
    let body = json!({
        "refreshToken": session["refreshToken"]["token"],
        "enableAntiCsrf": true,
        "useDynamicSigningKey": true,
    });
    let refused = core.post("5.4", "/recipe/session/refresh", body);
    assert_eq!(refused["status"], "UNAUTHORISED");
}

#[test]
fn the_handshake_is_for_the_old() {
    let core = Core::empty();
    let shaken = core.post("2.13", "/recipe/handshake", json!({}));
    assert_eq!(shaken["accessTokenValidity"], 3_600_000);
    assert_eq!(shaken["refreshTokenValidity"], 8_640_000_000_u64);
    assert_eq!(
        shaken["jwtSigningPublicKeyList"][0]["publicKey"],
        shaken["jwtSigningPublicKey"]
    );
    let answer = core.call("5.4", "POST", "/recipe/handshake", &json!({}));
    refused(&answer, 404, "Not found");
}

#[test]
fn any_claims_are_signed() {
    let core = Core::empty();
    let sign = |extra: Value| {
        let mut body = json!({
            "payload": { "sub": "u1", "n": 5 },
            "validity": 60,
            "algorithm": "RS256",
            "jwksDomain": "http://x",
        });
        for (name, value) in extra.as_object().unwrap() {
            body[name] = value.clone();
        }
        core.post("5.4", "/recipe/jwt", body)
    };
    let keys = core.get("5.4", "/recipe/jwt/jwks");
    assert_eq!(keys["status"], "OK");
    let keys: jsonwebtoken::jwk::JwkSet =
        serde_json::from_value(json!({ "keys": keys["keys"] })).unwrap();
    for (extra, prefix) in [
        (json!({}), "s-"),
        (json!({ "useStaticSigningKey": false }), "d-"),
    ] {
        let jwt = sign(extra)["jwt"].as_str().unwrap().to_owned();
        let header = jsonwebtoken::decode_header(&jwt).unwrap();
        let kid = header.kid.unwrap();
        assert!(kid.starts_with(prefix), "{kid}");
        let key = jsonwebtoken::DecodingKey::from_jwk(keys.find(&kid).unwrap()).unwrap();
        let rules = jsonwebtoken::Validation::new(jsonwebtoken::Algorithm::RS256);
        let claims: Value = jsonwebtoken::decode(&jwt, &key, &rules).unwrap().claims;
        assert_eq!(claims["iss"], "http://x");
        assert_eq!(claims["n"], 5);
        let life = claims["exp"].as_u64().unwrap() - claims["iat"].as_u64().unwrap();
        assert_eq!(life, 60);
    }
    let unsupported = sign(json!({ "algorithm": "HS256" }));
    assert_eq!(
        unsupported,
        json!({ "status": "UNSUPPORTED_ALGORITHM_ERROR" })
    );
}

#[test]
fn tenants_and_telemetry() {
    let core = Core::empty();
    assert_eq!(
        core.get("5.4", "/public/recipe/multitenancy/tenant/v2"),
        json!({
            "tenantId": "public",
            "thirdParty": { "providers": [] },
            "coreConfig": {},
            "status": "OK",
        })
    );
    let unknown = json!({ "status": "TENANT_NOT_FOUND_ERROR" });
    assert_eq!(
        core.get("5.4", "/tenantx/recipe/multitenancy/tenant/v2"),
        unknown
    );
    let go = core.get("3.1", "/public/recipe/multitenancy/tenant");
    assert_eq!(go["emailPassword"]["enabled"], true);
    assert_eq!(go["thirdParty"]["providers"], json!([]));
    assert_eq!(core.get("5.4", "/telemetry"), json!({ "exists": false }));
    assert_eq!(
        core.get("5.4", "/appid-public/public/users/count")["status"],
        "OK"
    );
}

#[test]
fn addresses_are_verified_and_not_any_more() {
    let core = Core::empty();
    let id = core.sign_up("ev@x.test");
    let who = json!({ "userId": id, "email": "ev@x.test" });
    let verified = format!("/recipe/user/email/verify?userId={id}&email=ev@x.test");
    let path = "/public/recipe/user/email/verify/token";
    let token = core.post("5.4", path, who.clone())["token"].clone();
    assert_eq!(token.as_str().unwrap().len(), 128);
    let answer = core.post("5.4", &format!("{path}/remove"), who.clone());
    assert_eq!(answer, json!({ "status": "OK" }));
    let verify = |token: &Value| {
        let body = json!({ "method": "token", "token": token });
        core.post("5.4", "/public/recipe/user/email/verify", body)
    };
    assert_eq!(
        verify(&token)["status"],
        "EMAIL_VERIFICATION_INVALID_TOKEN_ERROR"
    );
    let token = core.post("5.4", path, who.clone())["token"].clone();
    assert_eq!(
        verify(&token),
        json!({ "status": "OK", "userId": id, "email": "ev@x.test" })
    );
    assert_eq!(core.get("5.4", &verified)["isVerified"], true);
    let answer = core.post("5.4", "/recipe/user/email/verify/remove", who);
    assert_eq!(answer, json!({ "status": "OK" }));
    assert_eq!(core.get("5.4", &verified)["isVerified"], false);
}

#[test]
fn metadata_is_put_over_what_is_there() {
    let core = Core::empty();
    let id = core.sign_up("meta@x.test");
    let path = format!("/recipe/user/metadata?userId={id}");
    assert_eq!(
        core.get("5.4", &path),
        json!({ "status": "OK", "metadata": {} })
    );
    let put = |update: Value| {
        let body = json!({ "userId": id, "metadataUpdate": update });
        let answer = core.call("5.4", "PUT", "/recipe/user/metadata", &body);
        answer.json()["metadata"].clone()
    };
    put(json!({ "a": { "b": 1 }, "c": 2 }));
    let merged = put(json!({ "a": { "d": 3 }, "c": null }));
    assert_eq!(merged, json!({ "a": { "d": 3 } }));
    assert_eq!(core.get("2.14", &path)["metadata"], merged);
    core.post(
        "5.4",
        "/recipe/user/metadata/remove",
        json!({ "userId": id }),
    );
    assert_eq!(core.get("5.4", &path)["metadata"], json!({}));
}

/// A JWT without a version is read as the newest form of an access token, so it has to have what a
/// session would have written into it.
#[test]
fn a_signed_jwt_is_a_session_if_it_says_everything() {
    let core = Core::empty();
    let sign = |payload: &Value, extra: &Value| {
        let mut body = json!({
            "payload": payload,
            "validity": 60,
            "algorithm": "rs256",
            "jwksDomain": "http://x.test",
        });
        body.as_object_mut()
            .unwrap()
            .extend(extra.as_object().unwrap().clone());
        core.post("5.4", "/recipe/jwt", body)["jwt"].clone()
    };
    let verify = |token: &Value, more: &Value| {
        let mut body = json!({
            "accessToken": token,
            "doAntiCsrfCheck": false,
            "enableAntiCsrf": false,
            "checkDatabase": false,
        });
        body.as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        core.post("5.4", "/recipe/session/verify", body)
    };
    let (nothing, nobody) = (json!({}), json!({ "sub": "u" }));
    let try_refresh = |message: &str| json!({ "status": "TRY_REFRESH_TOKEN", "message": message });
    let missing = "Access token does not contain all the information. Maybe the structure has \
                   changed? ";
    for (payload, name) in [(&nothing, "sub"), (&nobody, "sessionHandle")] {
        let answer = verify(&sign(payload, &nothing), &nothing);
        assert_eq!(answer, try_refresh(&format!("{missing}{name}")));
    }
    let mut whole = json!({
        "sub": "u",
        "tId": "public",
        "rsub": "u",
        "sessionHandle": "h",
        "refreshTokenHash1": "r",
        "parentRefreshTokenHash1": null,
        "antiCsrfToken": null,
        "role": "editor",
    });
    let session = json!({
        "status": "OK",
        "session": {
            "handle": "h",
            "userId": "u",
            "recipeUserId": "u",
            "userDataInJWT": { "iss": "http://x.test", "role": "editor" },
            "tenantId": "public",
        },
    });
    for extra in [&nothing, &json!({ "useStaticSigningKey": false })] {
        let token = sign(&whole, extra);
        assert_eq!(verify(&token, &nothing), session);
        let ended = json!({
            "status": "UNAUTHORISED",
            "message": "Either the session has ended or has been blacklisted",
        });
        assert_eq!(verify(&token, &json!({ "checkDatabase": true })), ended);
    }
    whole["exp"] = json!(1);
    let expired = verify(&sign(&whole, &nothing), &nothing);
    assert_eq!(expired, try_refresh("Access token expired"));
    let no_jwt = "io.supertokens.session.jwt.JWT$JWTException: Invalid JWT";
    assert_eq!(verify(&json!("a.b"), &nothing), try_refresh(no_jwt));
}

#[test]
fn what_old_sdks_and_hurried_hands_send() {
    let core = Core::empty();
    // A validity with a fraction is what SDKs of 2022 send when a payload changes.
    let jwt = |validity: Value| {
        let body = json!({ "payload": {}, "validity": validity, "algorithm": "RS256",
            "jwksDomain": "http://x.test" });
        core.call("2.13", "POST", "/recipe/jwt", &body)
    };
    for validity in [json!(3600.5), json!("60"), json!(60)] {
        assert_eq!(jwt(validity.clone()).json()["status"], "OK", "{validity}");
    }
    for validity in [json!(0), json!(0.5), json!(-1)] {
        refused(
            &jwt(validity),
            400,
            "validity must be greater than or equal to 0",
        );
    }
    refused(
        &jwt(json!("soon")),
        400,
        "Field name 'validity' is invalid in JSON input",
    );
    let empty = json!({ "email": "e@x.test", "password": "" });
    refused(
        &core.call("5.4", "POST", "/public/recipe/signup", &empty),
        400,
        "Password cannot be an empty string",
    );
    let spaced = json!({ "email": "  Sp@X.test ", "password": PASSWORD });
    let user = core.post("5.4", "/public/recipe/signup", spaced.clone());
    assert_eq!(user["user"]["emails"], json!(["sp@x.test"]));
    assert_eq!(
        core.post("5.4", "/public/recipe/signin", spaced)["status"],
        "OK"
    );
    refused(
        &core.call(
            "5.4",
            "GET",
            "/public/users/by-accountinfo?email=sp%40x.test",
            &Value::Null,
        ),
        400,
        "Field name 'doUnionOfAccountInfo' is missing in GET request",
    );
    refused(
        &core.call("5.4", "GET", "/appid-x/users/count", &Value::Null),
        400,
        "AppId or tenantId not found => Tenant with the following connectionURIDomain, appId and \
         tenantId combination not found: (, x, public)",
    );
    let head = core.call("5.4", "HEAD", "/users/count", &Value::Null);
    assert_eq!((head.status, head.body.as_str()), (200, ""));
    let hello = core.visitor.raw("PUT", "/hello", &[], "");
    assert_eq!((hello.status, hello.body.as_str()), (200, "Hello\n"));
    for version in ["2.15", "2.21"] {
        assert_eq!(core.get(version, "/users/count")["status"], "OK");
    }
}

#[test]
fn tokens_for_resets_work_once() {
    let core = Core::empty();
    let id = core.sign_up("a@email.com");
    let body = json!({ "userId": id, "email": "a@email.com" });
    let path = "/public/recipe/user/password/reset/token";
    let token = core.post("5.4", path, body)["token"].clone();
    let consume = || {
        let body = json!({ "token": token });
        core.post(
            "5.4",
            "/public/recipe/user/password/reset/token/consume",
            body,
        )
    };
    assert_eq!(
        consume(),
        json!({ "status": "OK", "userId": id, "email": "a@email.com" })
    );
    let used = json!({ "status": "RESET_PASSWORD_INVALID_TOKEN_ERROR" });
    assert_eq!(consume(), used);

    let token = core.post("3.1", path, json!({ "userId": id }))["token"].clone();
    let body = json!({ "method": "token", "token": token, "newPassword": "newPass456" });
    let reset = core.post("3.1", "/public/recipe/user/password/reset", body);
    assert_eq!(reset, json!({ "status": "OK", "userId": id }));
    let body = json!({ "email": "a@email.com", "password": "newPass456" });
    assert_eq!(
        core.post("3.1", "/public/recipe/signin", body)["status"],
        "OK"
    );
}
