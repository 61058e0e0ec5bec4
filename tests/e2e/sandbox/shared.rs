//! What both generations answer alike: forms, validators, addresses, pages.

use serde_json::{Value, json};

use crate::support::sandbox::Sandbox;
use crate::support::visitor::{Answer, PASSWORD, Visitor, form};

fn both(test: impl Fn(&mut Visitor, bool)) {
    for generation in ["modern", "legacy"] {
        eprintln!("{generation}");
        let sandbox = Sandbox::start(&["--generation", generation]);
        let mut visitor = Visitor::new(sandbox.var("ST_HASURA_API_URL"));
        test(&mut visitor, generation == "legacy");
    }
}

#[track_caller]
fn sign_up(visitor: &Visitor, fields: &Value) -> Answer {
    let body = json!({ "formFields": fields }).to_string();
    visitor.raw("POST", "/auth/signup", &[], &body)
}

fn field_error(errors: &[(&str, &str)]) -> Value {
    let fields: Vec<Value> = errors
        .iter()
        .map(|(id, error)| json!({ "error": error, "id": id }))
        .collect();
    json!({ "status": "FIELD_ERROR", "formFields": fields })
}

#[test]
fn business_answers_are_200() {
    both(|visitor, _| {
        visitor.sign_up("a@email.com", "cookie");
        // The address is compared without regard to case.
        let taken = [(
            "email",
            "This email already exists. Please sign in instead.",
        )];
        visitor
            .raw("POST", "/auth/signup", &[], &form("A@Email.com", PASSWORD))
            .is(200, field_error(&taken));
        let wrong = json!({ "status": "WRONG_CREDENTIALS_ERROR" });
        for (email, password) in [("a@email.com", "wrongPass1"), ("zz@zz.com", PASSWORD)] {
            visitor
                .raw("POST", "/auth/signin", &[], &form(email, password))
                .is(200, wrong.clone());
        }
        // Sign-in judges the address alone; a password that nobody can have is a wrong one.
        visitor
            .raw("POST", "/auth/signin", &[], &form("a@email.com", "x"))
            .is(200, wrong.clone());
        visitor
            .raw("POST", "/auth/signin", &[], &form("nobody", PASSWORD))
            .is(200, field_error(&[("email", "Email is invalid")]));
        // Blanks around the address are taken off.
        let spaced = form("  a@email.com ", PASSWORD);
        let answer = visitor.raw("POST", "/auth/signin", &[], &spaced);
        assert_eq!(answer.json()["status"], "OK");
    });
}

#[test]
fn fields_are_validated_password_before_email() {
    both(|visitor, legacy| {
        let short = "Password must contain at least 8 characters, including a number";
        let fields = |email: Value, password: Value| json!([{ "id": "email", "value": email }, { "id": "password", "value": password }]);
        sign_up(visitor, &fields(json!("not-an-email"), json!("abc"))).is(
            200,
            field_error(&[("password", short), ("email", "Email is invalid")]),
        );
        for (password, error) in [
            ("abcdefgh", "Password must contain at least one number"),
            ("12345678", "Password must contain at least one alphabet"),
            ("", "Field is not optional"),
        ] {
            sign_up(visitor, &fields(json!("x@y.com"), json!(password)))
                .is(200, field_error(&[("password", error)]));
        }
        let number = sign_up(visitor, &fields(json!("x@y.com"), json!(12_345_678)));
        if legacy {
            let text = "Development bug: Please make sure the password field yields a string";
            number.is(200, field_error(&[("password", text)]));
        } else {
            number.says(400, "password value must be a string");
        }
    });
}

#[test]
fn malformed_requests_are_400() {
    both(|visitor, legacy| {
        let post = |body: &str| visitor.raw("POST", "/auth/signup", &[], body);
        post("{}").says(400, "Missing input param: formFields");
        post("{\"formFields\":{}}").says(400, "formFields must be an array");
        post("{\"formFields\":[1]}").says(400, "All elements of formFields must be an object");
        post("{\"formFields\":[{\"id\":\"email\"}]}").says(
            400,
            "All elements of formFields must contain an 'id' and 'value' field",
        );
        let the = if legacy { "thr" } else { "the" };
        let not_json = format!(
            "API input error: Please make sure to pass a valid JSON input in {the} request body"
        );
        post("{\"formFields\":").says(400, &not_json);

        let email = json!({ "id": "email", "value": "x@y.com" });
        let password = json!({ "id": "password", "value": PASSWORD });
        let name = json!({ "id": "name", "value": "x" });
        let few = sign_up(visitor, &json!([email]));
        let many = sign_up(visitor, &json!([email, password, name]));
        if legacy {
            let text = "Are you sending too many / too few formFields?";
            few.says(400, text);
            many.says(400, text);
        } else {
            few.is(200, field_error(&[("password", "Field is not optional")]));
            many.says(400, "Are you sending too many formFields?");
        }
    });
}

#[test]
fn what_nobody_claims_is_expresss_page() {
    both(|visitor, _| {
        for (method, path) in [
            ("GET", "/auth/nope"),
            ("GET", "/auth/signup"),
            ("POST", "/authsignup"),
            ("GET", "/zzz"),
        ] {
            let answer = visitor.raw(method, &format!("{path}?a=1"), &[], "");
            assert_eq!(answer.status, 404, "{answer:?}");
            assert_eq!(answer.pre(), format!("Cannot {method} {path}"));
        }
    });
}

#[test]
fn a_slash_at_the_end_is_no_other_path() {
    both(|visitor, _| {
        let body = form("zz@zz.com", PASSWORD);
        let answer = visitor.raw("POST", "/auth/signin/", &[], &body);
        assert_eq!(answer.json()["status"], "WRONG_CREDENTIALS_ERROR");
        // The application's own routes lie outside the base path and in any case.
        visitor
            .raw("GET", "/getjwt", &[], "")
            .says(401, "unauthorised");
        assert_eq!(visitor.raw("GET", "/auth/getJWT", &[], "").status, 404);
    });
}

#[test]
fn addresses_can_be_asked_for() {
    both(|visitor, _| {
        visitor.sign_up("a+b@email.com", "cookie");
        let exists =
            |query: &str| visitor.raw("GET", &format!("/auth/signup/email/exists{query}"), &[], "");
        let found = |exists: bool| json!({ "status": "OK", "exists": exists });
        exists("?email=a%2Bb%40email.com").is(200, found(true));
        // Not encoded, the plus is a blank.
        exists("?email=a+b%40email.com").is(200, found(false));
        exists("").says(400, "Please provide the email as a GET param");
    });
}

#[test]
fn a_password_is_reset_by_the_token_of_the_mail() {
    both(|visitor, _| {
        visitor.sign_up("a@email.com", "cookie");
        let ask = |email: &str| {
            let body = json!({ "formFields": [{ "id": "email", "value": email }] }).to_string();
            visitor
                .raw("POST", "/auth/user/password/reset/token", &[], &body)
                .is(200, json!({ "status": "OK" }));
        };
        ask("nobody@email.com");
        ask("a@email.com");
        let mails = visitor.raw("GET", "/.sandbox/mails", &[], "").json();
        assert_eq!(mails["mails"].as_array().unwrap().len(), 1);
        let link = mails["mails"][0]["link"].as_str().unwrap();
        let (_, token) = link.split_once("token=").unwrap();
        let token = token.split('&').next().unwrap();

        let reset = |token: Value, password: &str| {
            let mut body = json!({
                "method": "token",
                "formFields": [{ "id": "password", "value": password }],
            });
            if !token.is_null() {
                body["token"] = token;
            }
            visitor.raw("POST", "/auth/user/password/reset", &[], &body.to_string())
        };
        reset(Value::Null, "newPass456").says(400, "Please provide the password reset token");
        let weak = reset(json!(token), "x").json();
        assert_eq!(weak["status"], "FIELD_ERROR");
        reset(json!(token), "newPass456").is(200, json!({ "status": "OK" }));
        let invalid = json!({ "status": "RESET_PASSWORD_INVALID_TOKEN_ERROR" });
        reset(json!(token), "newPass789").is(200, invalid);
        for (password, status) in [(PASSWORD, "WRONG_CREDENTIALS_ERROR"), ("newPass456", "OK")] {
            let body = form("a@email.com", password);
            let answer = visitor.raw("POST", "/auth/signin", &[], &body);
            assert_eq!(answer.json()["status"], status);
        }
    });
}

#[test]
fn an_application_may_refuse_in_other_words() {
    for (fault, status) in [
        ("general-error", "GENERAL_ERROR"),
        ("signup-not-allowed", "SIGN_UP_NOT_ALLOWED"),
        ("unknown-status", "SOMETHING_NEW"),
    ] {
        let sandbox = Sandbox::start(&["--fault", &format!("{fault}:1")]);
        let visitor = Visitor::new(sandbox.var("ST_HASURA_API_URL"));
        let body = form("a@email.com", PASSWORD);
        let answer = visitor.raw("POST", "/auth/signup", &[], &body);
        assert_eq!(answer.status, 200);
        assert_eq!(answer.json()["status"], status);
        // Once was asked for.
        let answer = visitor.raw("POST", "/auth/signup", &[], &body);
        assert_eq!(answer.json()["status"], "OK");
    }
}
