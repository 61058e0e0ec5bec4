//! Answers in the shapes that the SDKs give them (contracts: supertokens §1.3–§1.9).

use crate::secret::Redactor;
use reqwest::StatusCode;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use url::Url;

use super::*;
use crate::diagnostic::Diagnostic as _;
use crate::exit::Exit;

fn answer(status: u16, headers: &[(&'static str, &'static str)], body: &str) -> Answer {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        map.append(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    let response = Response {
        status: StatusCode::from_u16(status).unwrap(),
        headers: map,
        body: body.as_bytes().to_vec(),
        url: Url::parse("http://127.0.0.1:3000/api/signup?x=1").unwrap(),
        redactor: Redactor::default(),
    };
    Answer::read(&Method::POST, &response)
}

fn json(status: u16, body: &str) -> Answer {
    answer(
        status,
        &[("content-type", "application/json; charset=utf-8")],
        body,
    )
}

fn express(status: u16, sentence: &str) -> Answer {
    let page =
        format!("<html><head><title>Error</title></head><body><pre>{sentence}<br>at x</pre>");
    answer(
        status,
        &[("content-type", "text/html; charset=utf-8")],
        &page,
    )
}

/// Code and exit of a refused sign-up.
fn sign_up(answer: &Answer) -> (&'static str, Exit) {
    let error = answer.of_form(FormKind::SignUp, "a@b.co").unwrap_err();
    (error.code(), error.exit())
}

#[test]
fn business_answers_are_200_and_differ_by_word() {
    let taken = r#"{"status":"FIELD_ERROR","formFields":[{"id":"email",
        "error":"This email already exists. Please sign in instead."}]}"#;
    let weak = r#"{"status":"FIELD_ERROR","formFields":[{"id":"password",
        "error":"Password must contain at least one number"},{"id":"email","error":"Email is invalid"}]}"#;
    let cases = [
        (taken, "auth.email_taken", Exit::AuthRefused),
        (weak, "auth.field_error", Exit::Usage),
        (
            r#"{"status":"WRONG_CREDENTIALS_ERROR"}"#,
            "auth.wrong_credentials",
            Exit::AuthRefused,
        ),
        (
            r#"{"status":"SIGN_UP_NOT_ALLOWED","reason":"Cannot sign up (ERR_CODE_007)"}"#,
            "auth.sign_up_not_allowed",
            Exit::AuthRefused,
        ),
        (
            r#"{"status":"GENERAL_ERROR","message":"by invitation only"}"#,
            "auth.refused",
            Exit::AuthRefused,
        ),
        (
            r#"{"status":"SOMETHING_NEW"}"#,
            "auth.unknown_status",
            Exit::Contract,
        ),
        (r#"{"hello":"world"}"#, "auth.bad_answer", Exit::Contract),
    ];
    for (body, code, exit) in cases {
        assert_eq!(sign_up(&json(200, body)), (code, exit), "{body}");
    }
}

#[test]
fn ok_is_the_only_way_through() {
    let ok = json(200, r#"{"status":"OK","user":{"id":"u"}}"#);
    assert!(ok.of_form(FormKind::SignIn, "a@b.co").is_ok());
    let not_ok = json(500, r#"{"status":"OK"}"#);
    assert!(not_ok.of_form(FormKind::SignIn, "a@b.co").is_err());
}

#[test]
fn every_field_objection_is_told() {
    let body =
        r#"{"status":"FIELD_ERROR","formFields":[{"id":"name","error":"Field is not optional"}]}"#;
    let error = json(200, body)
        .of_form(FormKind::SignUp, "a@b.co")
        .unwrap_err();
    assert_eq!(error.notes(), ["name: Field is not optional"]);
    assert_eq!(
        error.hint().as_deref(),
        Some("give it with --field name=VALUE")
    );
}

#[test]
fn the_two_401_texts_and_theft_are_told_apart() {
    let kind = |body: &str, status| match json(status, body).of_guarded() {
        Ok(Guarded::TryRefresh) => "refresh",
        Ok(Guarded::Unauthorised) => "unauthorised",
        Ok(Guarded::Theft) => "theft",
        Ok(Guarded::Done(_)) => "done",
        Err(_) => "error",
    };
    assert_eq!(kind(r#"{"message":"try refresh token"}"#, 401), "refresh");
    // sessionExpiredStatusCode can be anything.
    assert_eq!(kind(r#"{"message":"try refresh token"}"#, 440), "refresh");
    assert_eq!(kind(r#"{"message":"unauthorised"}"#, 401), "unauthorised");
    assert_eq!(kind(r#"{"message":"token theft detected"}"#, 401), "theft");
    assert_eq!(kind("{}", 200), "done");
    // The Go SDK answers a refresh with null.
    assert_eq!(kind("null", 200), "done");
    assert_eq!(kind(r#"{"message":"no"}"#, 401), "error");
}

#[test]
fn an_invalid_claim_says_which_and_why() {
    let body = r#"{"message":"invalid claim","claimValidationErrors":[{"id":"st-ev",
        "reason":{"message":"wrong value","expectedValue":true,"actualValue":false}}]}"#;
    let error = json(403, body).of_guarded().unwrap_err();
    assert_eq!(error.code(), "auth.invalid_claim");
    assert!(
        error
            .to_string()
            .contains("st-ev must be true and is false")
    );
    assert!(error.hint().unwrap().contains("Hasura accepts"));
}

#[test]
fn pages_have_causes() {
    let cases = [
        (
            express(500, "Error: No SuperTokens core available to query"),
            "auth.core_down",
        ),
        (
            express(
                500,
                "Error: SuperTokens core threw an error for a GET request to path: \
                 &#39;/apiversion&#39; with status code: 401 and message: Invalid API key",
            ),
            "auth.core_key_refused",
        ),
        (
            express(
                500,
                "Error: SuperTokens core threw an error for a POST request to path: \
                 &#39;/recipe/signin&#39; with status code: 429 and message: slow down",
            ),
            "auth.core_trouble",
        ),
        (
            express(
                500,
                "Error: The running SuperTokens core version is not compatible with this NodeJS SDK.",
            ),
            "auth.core_mismatch",
        ),
        (
            express(500, "Error: Tenant not found error."),
            "auth.unknown_tenant",
        ),
        (express(404, "Cannot POST /api/signup"), "auth.not_found"),
        (json(404, r#"{"detail":"Not Found"}"#), "auth.not_found"),
        (
            answer(
                500,
                &[("content-type", "text/plain; charset=utf-8")],
                "Internal Server Error",
            ),
            "auth.server_error",
        ),
        (
            answer(
                502,
                &[("content-type", "text/html")],
                "<html><title>502 Bad Gateway</title></html>",
            ),
            "auth.server_error",
        ),
        (
            answer(
                200,
                &[("content-type", "text/html")],
                "<html><title>My app</title></html>",
            ),
            "auth.not_json",
        ),
        (
            answer(
                404,
                &[
                    ("content-type", "text/html"),
                    ("ngrok-error-code", "ERR_NGROK_3200"),
                ],
                "<h1>Tunnel not found</h1>",
            ),
            "auth.tunnel_page",
        ),
        (
            answer(429, &[("retry-after", "7")], "slow down"),
            "auth.rate_limited",
        ),
    ];
    for (answer, code) in cases {
        assert_eq!(sign_up(&answer).0, code, "{answer:?}");
    }
}

#[test]
fn malformed_requests_are_ours_to_correct() {
    let cases = [
        r#"{"message":"Are you sending too many / too few formFields?"}"#,
        r#"{"message":"Are you sending too many formFields?"}"#,
    ];
    for body in cases {
        let error = json(400, body)
            .of_form(FormKind::SignUp, "a@b.co")
            .unwrap_err();
        assert_eq!(error.code(), "auth.bad_request");
        assert_eq!(error.exit(), Exit::Usage);
        assert!(error.hint().unwrap().contains("--field"));
    }
}

#[test]
fn queries_stay_out_of_messages() {
    assert_eq!(
        json(200, "{}").route,
        "POST http://127.0.0.1:3000/api/signup"
    );
}
