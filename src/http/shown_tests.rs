//! What is shown of requests: traces, curl commands, URLs.

use proptest::prelude::*;
use reqwest::header::{HeaderMap, HeaderName, HeaderValue};
use serde_json::{Value, json};
use url::Url;

use super::message::Request;
use super::options::HttpOptions;
use super::{curl, sensitive, trace};
use crate::secret::Redactor;
use crate::ui::Ui;

fn url(text: &str) -> Url {
    Url::parse(text).unwrap()
}

fn signin(password: &str) -> Request {
    let fields = json!([
        { "id": "email", "value": "ada@example.com" },
        { "id": "password", "value": password },
    ]);
    Request::post_json(
        url("http://localhost:3000/auth/signin"),
        &json!({ "formFields": fields }),
    )
}

#[test]
fn headers_show_names_and_attributes_but_no_secret() {
    let mut headers = HeaderMap::new();
    for (name, value) in [
        (
            "set-cookie",
            "sAccessToken=s3cret-1; Path=/; HttpOnly; SameSite=Lax",
        ),
        ("cookie", "a=s3cret-2; b=s3cret-3"),
        ("authorization", "Bearer s3cret-4"),
        ("st-access-token", "s3cret-5"),
        ("st-refresh-token", ""),
        ("front-token", "remove"),
        ("st-auth-mode", "cookie"),
        ("content-type", "application/json"),
        ("x-hasura-admin-secret", "s3cret-6"),
    ] {
        headers.append(
            HeaderName::from_static(name),
            HeaderValue::from_static(value),
        );
    }
    let lines = trace::headers(&headers).join("\n");
    assert!(!lines.contains("s3cret"), "{lines}");
    for shown in [
        "set-cookie: sAccessToken=[redacted]; Path=/; HttpOnly; SameSite=Lax",
        "cookie: a=[redacted]; b=[redacted]",
        "authorization: Bearer [redacted]",
        "st-access-token: [redacted]",
        "st-refresh-token: \n",
        "front-token: remove",
        "st-auth-mode: cookie",
        "content-type: application/json",
    ] {
        assert!(lines.contains(shown), "{shown} not in {lines}");
    }
}

#[test]
fn bodies_lose_their_secret_members_and_control_characters() {
    let ui = Ui::default();
    let body = json!({
        "formFields": [{ "id": "password", "value": "s3cret-1" }, { "id": "email", "value": "a@b.co" }],
        "token": "s3cret-2", "accessToken": "s3cret-3", "api_key": "s3cret-4",
        "nested": [{ "Admin-Secret": "s3cret-5" }], "status": "OK", "jwt": { "refreshToken": "s3cret-6" },
    });
    let text = trace::body(&ui, body.to_string().as_bytes());
    assert!(!text.contains("s3cret"), "{text}");
    assert!(
        text.contains("a@b.co") && text.contains("\"status\":\"OK\""),
        "{text}"
    );
    let text = trace::body(&ui, b"\x1b]0;owned\x07 \xff ok\n");
    assert_eq!(text, "\\u001b]0;owned\\u0007 \u{fffd} ok\n");
    let long = trace::body(&ui, "ä".repeat(20_000).as_bytes());
    assert!(
        long.ends_with("… (40000 bytes in all)"),
        "{}",
        &long[long.len() - 60..]
    );
}

#[test]
fn urls_are_shown_without_user_info_and_secret_parameters() {
    let shown = sensitive::shown(&url(
        "http://ada:pw@h:1/x?token=s3cret&email=a%2Bb%40c.de#f",
    ));
    assert_eq!(shown, "http://h:1/x?token=[redacted]&email=a%2Bb%40c.de#f");
    assert_eq!(sensitive::shown(&url("http://h/?q=a+b")), "http://h/?q=a+b");
    for (header, seen) in [
        ("/next", "/next"),
        ("/next?token=s3cret&a=1", "/next?token=[redacted]&a=1"),
        ("//ada:pw@h/x?jwt=s3cret", "//h/x?jwt=[redacted]"),
        ("https://ada:pw@h/x", "https://h/x"),
    ] {
        assert_eq!(sensitive::shown_reference(header), seen);
    }
}

#[test]
fn a_curl_command_can_be_pasted_and_holds_no_secret() {
    let request = signin("it's a s3cret")
        .header("st-auth-mode", "cookie")
        .secret_header("cookie", "sAccessToken=s3cret; b=s3cret")
        .secret_header("anti-csrf", "s3cret")
        .secret_header("x-hasura-admin-secret", "s3cret");
    let command = curl::render(&request, &HttpOptions::default());
    assert!(!command.contains("s3cret"), "{command}");
    let words = shlex::split(&command.replace("\\\n", " ")).unwrap();
    assert_eq!(words[0], "curl");
    assert_eq!(words.last().unwrap(), "http://localhost:3000/auth/signin");
    assert!(
        !words.contains(&"--request".to_owned()),
        "POST goes without saying"
    );
    for word in [
        "st-auth-mode: cookie",
        "cookie: sAccessToken=$SACCESSTOKEN; b=$B",
        "anti-csrf: $ANTI_CSRF",
        "x-hasura-admin-secret: $HASURA_GRAPHQL_ADMIN_SECRET",
        r#"{"formFields":[{"id":"email","value":"ada@example.com"},{"id":"password","value":"$ST_HASURA_PASSWORD"}]}"#,
    ] {
        assert!(
            words.iter().any(|found| found == word),
            "{word} not in {words:#?}"
        );
    }
}

#[cfg(unix)]
#[test]
fn a_shell_puts_the_variables_in_and_nothing_else() {
    let query = "query { a(where: {b: {_eq: \"$(touch x) `id` it's $HOME\"}}) { id } }\n\u{1}";
    let request = Request::post_json(url("http://h/v1/graphql"), &json!({ "query": query }))
        .secret_header("authorization", "Bearer s3cret");
    let command = curl::render(&request, &HttpOptions::default());
    let script = command.replacen("curl", "printf '%s\\n'", 1);
    let output = std::process::Command::new("sh")
        .args(["-c", &script])
        .env("ST_HASURA_TOKEN", "the token")
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap();
    assert!(
        printed.contains("authorization: Bearer the token\n"),
        "{printed}"
    );
    let body: Value =
        serde_json::from_str(printed.lines().find(|line| line.starts_with('{')).unwrap()).unwrap();
    assert_eq!(body["query"], query);
}

#[test]
fn curl_carries_the_options_that_decide_how_to_connect() {
    let options = HttpOptions {
        cacert: Some("/etc/my ca.pem".into()),
        insecure: true,
        proxy: Some("http://ada:pw@proxy:3128".into()),
        resolve: vec![("h".into(), "127.0.0.1:443".parse().unwrap())],
        ..HttpOptions::default()
    };
    let command = curl::render(&Request::get(url("https://h/")), &options);
    for part in [
        "--cacert '/etc/my ca.pem'",
        "--insecure",
        "--proxy http://proxy:3128/ ",
        "--resolve h:443:127.0.0.1",
    ] {
        assert!(command.contains(part), "{part} not in {command}");
    }
    assert!(!command.contains("pw"), "{command}");
}

#[test]
fn what_headers_hold_is_learned() {
    let redactor = Redactor::default();
    let mut headers = HeaderMap::new();
    headers.append(
        "set-cookie",
        HeaderValue::from_static("a=cookie%2Fvalue-1; Path=/"),
    );
    headers.append(
        "id-refresh-token",
        HeaderValue::from_static("uuid-value-2;1700000000000"),
    );
    headers.append("front-token", HeaderValue::from_static("remove"));
    headers.append(
        "authorization",
        HeaderValue::from_static("Bearer token-value-3"),
    );
    sensitive::learn(&redactor, &headers);
    let text = "cookie%2Fvalue-1 cookie/value-1 uuid-value-2 token-value-3 remove 1700000000000";
    assert_eq!(
        redactor.redact(text),
        "[redacted] [redacted] [redacted] [redacted] remove 1700000000000"
    );
}

proptest! {
    #[test]
    fn no_secret_survives_a_trace(
        secret in "[!-~]{8,40}",
        name in prop_oneof![
            Just("authorization"), Just("cookie"), Just("set-cookie"), Just("st-access-token"),
            Just("st-refresh-token"), Just("front-token"), Just("anti-csrf"), Just("id-refresh-token"),
            Just("x-hasura-admin-secret"), Just("api-key"), Just("x-custom"),
        ],
        member in prop_oneof![Just("password"), Just("token"), Just("refreshToken"), Just("adminSecret")],
    ) {
        // A word of the frame itself would be found without having leaked.
        prop_assume!(!"[redacted] Bearer password token name value".contains(&secret));
        // What follows a semicolon is an attribute of the cookie, which everybody may see.
        prop_assume!(name != "set-cookie" || !secret.contains(';'));
        let mut value = HeaderValue::from_str(&match name {
            "authorization" => format!("Bearer {secret}"),
            "cookie" | "set-cookie" => format!("n={secret}"),
            _ => secret.clone(),
        }).unwrap();
        value.set_sensitive(true);
        let mut headers = HeaderMap::new();
        headers.append(HeaderName::from_static(name), value);
        let redactor = Redactor::default();
        sensitive::learn(&redactor, &headers);
        let shown = trace::headers(&headers).join("\n");
        prop_assert!(!shown.contains(&secret), "{}", shown);
        let ui = Ui { redactor, ..Ui::default() };
        let json = json!({ member: secret, "formFields": [{ "id": "password", "value": secret }] });
        prop_assert!(!trace::body(&ui, json.to_string().as_bytes()).contains(&secret));
        let escaped = json.to_string();
        let request = Request::post_json(url("http://h/"), &json);
        let command = curl::render(&request, &HttpOptions::default());
        prop_assert!(!command.contains(&secret) || !escaped.contains(&secret), "{}", command);
    }

    #[test]
    fn a_curl_command_is_always_one_command(text in "\\PC{0,40}", header in "[ -~]{0,30}") {
        let request = Request::post_json(url("http://h/x"), &json!({ "query": text }))
            .header("x-note", &header);
        let command = curl::render(&request, &HttpOptions::default());
        let words = shlex::split(&command.replace("\\\n", " "));
        let words = words.ok_or_else(|| TestCaseError::fail(command.clone()))?;
        let body = words.iter().position(|word| word == "--data-raw").unwrap();
        let body: Value = serde_json::from_str(&words[body + 1]).unwrap();
        prop_assert_eq!(body["query"].as_str(), Some(text.as_str()));
    }
}

#[test]
fn a_jwt_is_blanked_under_any_name() {
    let mut body = json!({
        "data": { "hasura": "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1In0.c2ln" },
        "list": ["eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1In0.c2ln"],
        "version": "1.2.3",
    });
    sensitive::blank_json(&mut body, &sensitive::mask);
    let text = body.to_string();
    assert!(!text.contains("eyJ"), "{text}");
    assert!(text.contains("1.2.3"), "{text}");
}
