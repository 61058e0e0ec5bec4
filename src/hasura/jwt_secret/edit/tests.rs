use super::*;
use crate::hasura::compose::edit as compose;

const LINE: &str = r#"{"jwk_url":"https://a.test/jwt/jwks.json"}"#;

#[track_caller]
fn changed(result: Result<Edited, EditError>) -> Edit {
    match result.unwrap() {
        Edited::Changed(edit) => edit,
        same @ Edited::Same { .. } => panic!("{same:?}"),
    }
}

/// Sets the value in this file; a second time there is nothing to do.
#[track_caller]
fn composed(text: &str) -> String {
    let edit = changed(compose::edit(text, None, LINE));
    let again = compose::edit(&edit.text, None, LINE).unwrap();
    let same = Edited::Same {
        place: "services.hasura.environment.HASURA_GRAPHQL_JWT_SECRET".into(),
        line: edit.line,
    };
    assert_eq!(again, same, "{}", edit.text);
    edit.text
}

fn engine(rest: &str) -> String {
    format!(
        "services:\n  db:\n    image: postgres\n  hasura: # the engine\n    image: hasura/graphql-engine:v2.48.0\n{rest}  after: {{image: x}}\n"
    )
}

#[test]
fn each_style_keeps_itself_and_what_is_around_it() {
    for (before, after) in [
        (
            "    environment:\n      A: 1 # one\n      HASURA_GRAPHQL_JWT_SECRET: '{\"key\":\"it''s\"}' # mine\n      B: 2\n",
            "    environment:\n      A: 1 # one\n      HASURA_GRAPHQL_JWT_SECRET: '{\"jwk_url\":\"https://a.test/jwt/jwks.json\"}' # mine\n      B: 2\n",
        ),
        (
            "    environment:\n      HASURA_GRAPHQL_JWT_SECRET: \"{\\\"a\\\":1}\"\n",
            "    environment:\n      HASURA_GRAPHQL_JWT_SECRET: \"{\\\"jwk_url\\\":\\\"https://a.test/jwt/jwks.json\\\"}\"\n",
        ),
        (
            "    environment:\n      HASURA_GRAPHQL_JWT_SECRET: none yet  # plain\n",
            "    environment:\n      HASURA_GRAPHQL_JWT_SECRET: '{\"jwk_url\":\"https://a.test/jwt/jwks.json\"}'  # plain\n",
        ),
        (
            "    environment:\n      HASURA_GRAPHQL_JWT_SECRET: >-\n        {\"type\":\"HS256\",\n        \"key\":\"k\"}\n\n      B: 2\n",
            "    environment:\n      HASURA_GRAPHQL_JWT_SECRET: '{\"jwk_url\":\"https://a.test/jwt/jwks.json\"}'\n\n      B: 2\n",
        ),
        (
            "    environment:\n    - A=1\n    - HASURA_GRAPHQL_JWT_SECRET={\"a\":1}\n    - B=2\n",
            "    environment:\n    - A=1\n    - HASURA_GRAPHQL_JWT_SECRET={\"jwk_url\":\"https://a.test/jwt/jwks.json\"}\n    - B=2\n",
        ),
        (
            "    environment: [A=1, 'HASURA_GRAPHQL_JWT_SECRET={\"a\":1}']\n",
            "    environment: [A=1, 'HASURA_GRAPHQL_JWT_SECRET={\"jwk_url\":\"https://a.test/jwt/jwks.json\"}']\n",
        ),
        (
            "    environment: {A: 1, HASURA_GRAPHQL_JWT_SECRET: '{\"a\":1}', B: 2}\n",
            "    environment: {A: 1, HASURA_GRAPHQL_JWT_SECRET: '{\"jwk_url\":\"https://a.test/jwt/jwks.json\"}', B: 2}\n",
        ),
    ] {
        assert_eq!(composed(&engine(before)), engine(after));
    }
}

#[test]
fn a_missing_variable_is_put_first() {
    let entry = "HASURA_GRAPHQL_JWT_SECRET: '{\"jwk_url\":\"https://a.test/jwt/jwks.json\"}'";
    let item = "'HASURA_GRAPHQL_JWT_SECRET={\"jwk_url\":\"https://a.test/jwt/jwks.json\"}'";
    for (before, after) in [
        (
            "    environment:\n      # about A\n      A: 1\n",
            format!("    environment:\n      # about A\n      {entry}\n      A: 1\n"),
        ),
        (
            "    environment:\n      - A=1\n",
            format!("    environment:\n      - {item}\n      - A=1\n"),
        ),
        (
            "    environment: {A: 1}\n",
            format!("    environment: {{{entry}, A: 1}}\n"),
        ),
        (
            "    environment: []\n",
            format!("    environment: [{item}]\n"),
        ),
        (
            "    environment: # none\n    ports: [80]\n",
            format!("    environment:\n      {entry} # none\n    ports: [80]\n"),
        ),
        (
            "    environment: ~\n",
            format!("    environment:\n      {entry} \n"),
        ),
    ] {
        assert_eq!(composed(&engine(before)), engine(&after));
    }
    let without = composed(&engine(""));
    assert!(
        without.contains(&format!(
            "    environment:\n      {entry}\n    image: hasura"
        )),
        "{without}"
    );
    let flow = "services: {hasura: {image: hasura/graphql-engine}}\n";
    assert_eq!(
        composed(flow),
        format!(
            "services: {{hasura: {{environment: {{{entry}}}, image: hasura/graphql-engine}}}}\n"
        )
    );
}

#[test]
fn anchors_and_merge_keys_are_followed_and_shared_places_told() {
    let text = "x-env: &env\n  HASURA_GRAPHQL_JWT_SECRET: &secret '{\"a\":1}' # here\nservices:\n  \
                hasura:\n    image: hasura/graphql-engine\n    environment:\n      <<: *env\n      B: 2\n  \
                worker:\n    image: x\n    environment: *env\n";
    let edit = changed(compose::edit(text, None, LINE));
    let line = "  HASURA_GRAPHQL_JWT_SECRET: &secret '{\"jwk_url\":\"https://a.test/jwt/jwks.json\"}' # here\n";
    assert!(edit.text.contains(line), "{}", edit.text);
    assert_eq!(edit.line, 2);
    assert_eq!(
        edit.remarks,
        ["it stands under an anchor that several places share"]
    );
    // A service made by a merge, its environment an alias of a list, and the value an alias.
    let text = "x-service: &service\n  image: hasura/graphql-engine\n  environment: &list\n  - A=1\n\
                services:\n  hasura:\n    <<: [*service]\n    ports: [1]\n";
    let edit = changed(compose::edit(text, None, LINE));
    assert!(
        edit.text.contains("  - 'HASURA_GRAPHQL_JWT_SECRET={"),
        "{}",
        edit.text
    );
    let text = "x-secret: &s '{\"a\":1}'\nservices:\n  hasura:\n    image: hasura/graphql-engine\n    \
                environment:\n      HASURA_GRAPHQL_JWT_SECRET: *s\n";
    let edit = changed(compose::edit(text, None, LINE));
    assert!(
        edit.text.starts_with("x-secret: &s '{\"jwk_url\""),
        "{}",
        edit.text
    );
}

#[test]
fn dollars_are_doubled_and_the_value_read_back() {
    let line = r#"{"jwk_url":"https://a.test/$x/it's"}"#;
    let edit = changed(compose::edit(&engine("    environment: {}\n"), None, line));
    assert!(
        edit.text.contains("https://a.test/$$x/it''s"),
        "{}",
        edit.text
    );
    let again = compose::edit(&edit.text, None, line).unwrap();
    assert!(matches!(again, Edited::Same { .. }));
    // Written otherwise, it is still the same.
    let spaced = engine(
        "    environment:\n      HASURA_GRAPHQL_JWT_SECRET: '{ \"jwk_url\": \"https://a.test/jwt/jwks.json\" }'\n",
    );
    assert!(matches!(
        compose::edit(&spaced, None, LINE).unwrap(),
        Edited::Same { .. }
    ));
}

#[test]
fn values_from_elsewhere_are_pointed_to() {
    for (value, name) in [
        ("${HASURA_GRAPHQL_JWT_SECRET}", "HASURA_GRAPHQL_JWT_SECRET"),
        ("${JWT:?is missing}", "JWT"),
        ("$JWT", "JWT"),
        ("", "HASURA_GRAPHQL_JWT_SECRET"),
    ] {
        let text = engine(&format!(
            "    environment:\n      HASURA_GRAPHQL_JWT_SECRET: {value}\n"
        ));
        let found = compose::find(&text, None).unwrap();
        let expected = compose::Found::Variable {
            service: "hasura".into(),
            name: name.into(),
        };
        assert_eq!(found, expected, "{value}");
    }
    for files in ["a.env", "[a.env]", "[{path: a.env, required: false}]"] {
        let text = engine(&format!("    env_file: {files}\n"));
        let found = compose::find(&text, None).unwrap();
        let expected = compose::Found::Here {
            service: "hasura".into(),
            env_files: vec!["a.env".into()],
            is_set: false,
        };
        assert_eq!(found, expected, "{files}");
    }
}

#[test]
fn services_that_cannot_be_chosen_are_named() {
    let error = |text: &str, service| compose::edit(text, service, LINE).unwrap_err();
    assert_eq!(error("a: [", None), EditError::NotYaml { line: 1 });
    assert_eq!(error("version: 3\n", None), EditError::NotCompose);
    assert_eq!(error("", None), EditError::NotCompose);
    let none = EditError::NoEngine {
        services: vec!["db".into()],
    };
    assert_eq!(error("services: {db: {image: postgres}}", None), none);
    let two = "services: {a: {image: x/graphql-engine}, b: {image: x/graphql-engine}}";
    let several = EditError::SeveralEngines {
        services: vec!["a".into(), "b".into()],
    };
    assert_eq!(error(two, None), several);
    assert!(compose::edit(two, Some("b"), LINE).is_ok());
    let lost = EditError::NoService {
        name: "c".into(),
        services: vec!["a".into(), "b".into()],
    };
    assert_eq!(error(two, Some("c")), lost);
    let odd = engine("    environment: hello\n");
    assert_eq!(
        error(&odd, None),
        EditError::BadEnvironment {
            service: "hasura".into()
        }
    );
}

#[test]
fn assignments_keep_their_quoting() {
    let name = "HASURA_GRAPHQL_JWT_SECRET";
    for (before, after) in [
        (
            "A=1\nHASURA_GRAPHQL_JWT_SECRET='{\"a\":1}' # mine\nB=2\n",
            "A=1\nHASURA_GRAPHQL_JWT_SECRET='{\"jwk_url\":\"https://a.test/jwt/jwks.json\"}' # mine\nB=2\n",
        ),
        (
            "HASURA_GRAPHQL_JWT_SECRET=\"{\\\"a\\\":1}\"\n",
            "HASURA_GRAPHQL_JWT_SECRET='{\"jwk_url\":\"https://a.test/jwt/jwks.json\"}'\n",
        ),
        (
            "HASURA_GRAPHQL_JWT_SECRET={\"a\":1}\r\nB=2\r\n",
            "HASURA_GRAPHQL_JWT_SECRET={\"jwk_url\":\"https://a.test/jwt/jwks.json\"}\r\nB=2\r\n",
        ),
        (
            "export HASURA_GRAPHQL_JWT_SECRET='{\"a\":'\\''1'\\''}'; B=2\n",
            "export HASURA_GRAPHQL_JWT_SECRET='{\"jwk_url\":\"https://a.test/jwt/jwks.json\"}'; B=2\n",
        ),
        (
            "HASURA_GRAPHQL_JWT_SECRET=\n",
            "HASURA_GRAPHQL_JWT_SECRET='{\"jwk_url\":\"https://a.test/jwt/jwks.json\"}'\n",
        ),
        (
            "A=1",
            "A=1\nHASURA_GRAPHQL_JWT_SECRET='{\"jwk_url\":\"https://a.test/jwt/jwks.json\"}'\n",
        ),
        (
            "HASURA_GRAPHQL_JWT_SECRET='{\"a\":\n1}'\nB=2\n",
            "HASURA_GRAPHQL_JWT_SECRET='{\"jwk_url\":\"https://a.test/jwt/jwks.json\"}'\nB=2\n",
        ),
    ] {
        let edit = changed(assignments::edit(before, name, LINE));
        assert_eq!(edit.text, after);
        let again = assignments::edit(&edit.text, name, LINE).unwrap();
        assert!(matches!(again, Edited::Same { .. }), "{again:?}");
    }
    let unclosed = assignments::edit("A=1\nHASURA_GRAPHQL_JWT_SECRET='{\n", name, LINE);
    assert_eq!(unclosed.unwrap_err(), EditError::Unclosed { line: 2 });
}

#[test]
fn former_keys_are_not_shown() {
    assert_eq!(
        shown(r#"{"type":"HS256","key":"a-secret-of-many-characters"}"#),
        r#"{"type":"HS256","key":"[redacted]"}"#
    );
    let spki = include_str!("../../../../tests/fixtures/jwt/spki.pem");
    let cert = include_str!("../../../../tests/fixtures/jwt/cert.pem");
    let with_key = |key: String| serde_json::json!({ "type": "RS256", "key": key }).to_string();
    for public in [spki.to_owned(), cert.to_owned(), format!("{cert}\n{cert}")] {
        let public = with_key(public);
        assert_eq!(shown(&public), public);
    }
    let private = "-----BEGIN PRIVATE KEY-----\nhunter22\n-----END PRIVATE KEY-----\n";
    for secret in [
        format!("{private}{cert}"),
        format!("{cert}{private}"),
        format!("hunter22\n{spki}"),
        format!("{spki}hunter22"),
        "-----BEGIN PUBLIC KEY-----\nhunter22\n-----END PUBLIC KEY-----".into(),
        "-----BEGIN PUBLIC KEY-----\nhunter22".into(),
    ] {
        let said = shown(&with_key(secret));
        assert_eq!(said, r#"{"type":"RS256","key":"[redacted]"}"#);
    }
    assert_eq!(
        shown("a-secret-of-many-characters"),
        "(a text that is no JSON)"
    );
    assert_eq!(shown(r#"[{"key":"k"}]"#), r#"[{"key":"[redacted]"}]"#);
    assert_eq!(shown(r#""hunter22""#), r#""[redacted]""#);
    assert_eq!(shown(r#"["hunter22"]"#), r#"["[redacted]"]"#);
}

#[test]
fn of_a_former_value_only_what_is_public_is_shown() {
    let public = r#"{"type":"RS256","jwk_url":"https://a.test/c","claims_namespace":"https://hasura.io/jwt/claims","claims_format":"json","claims_map":{"x-hasura-user-id":{"path":"$.sub"}},"audience":["a","b"],"issuer":"https://a.test/auth","allowed_skew":5,"header":{"type":"Cookie","name":"sAccessToken"}}"#;
    assert_eq!(shown(public), public);
    for (secret, said) in [
        (
            r#"{"type":"HS256","Key":"hunter22"}"#,
            r#"{"type":"HS256","[redacted]":"[redacted]"}"#,
        ),
        (r#"{"type":"hunter22"}"#, r#"{"type":"[redacted]"}"#),
        (r#"{"hunter22":"key"}"#, r#"{"[redacted]":"[redacted]"}"#),
        (
            r#"{"jwk_url":"https://u:hunter22@a.test/c"}"#,
            r#"{"jwk_url":"https://a.test/c [redacted]"}"#,
        ),
        (
            r#"{"jwk_url":"https://a.test/c?t=hunter22"}"#,
            r#"{"jwk_url":"https://a.test/c [redacted]"}"#,
        ),
        (r#"{"jwk_url":"hunter22"}"#, r#"{"jwk_url":"[redacted]"}"#),
        (
            r#"{"claims_format":"hunter22","issuer":{"a":"hunter22"},"allowed_skew":"hunter22"}"#,
            r#"{"claims_format":"[redacted]","issuer":"[redacted]","allowed_skew":"[redacted]"}"#,
        ),
        (
            r#"{"header":{"type":"hunter22","value":"hunter22"}}"#,
            r#"{"header":{"type":"[redacted]","[redacted]":"[redacted]"}}"#,
        ),
        (
            r#"{"audience":["a",{"b":"hunter22"}]}"#,
            r#"{"audience":"[redacted]"}"#,
        ),
    ] {
        assert_eq!(shown(secret), said, "{secret}");
    }
}

#[test]
fn what_a_former_value_asked_for_does_not_go_unseen() {
    let before = r#"{"jwk_url":"https://a","audience":["hasura"],"issuer":"i","claims_map":{}}"#;
    let gone = |after: &str| let_go(before, after);
    assert_eq!(
        gone(r#"{"jwk_url":"https://b"}"#),
        ["audience", "issuer", "claims_map"]
    );
    let other = r#"{"audience":"other","issuer":"i","claims_map":{}}"#;
    assert_eq!(gone(other), ["audience"]);
    assert!(gone(before).is_empty());
    // What was not asked for may come, and keys are what changes.
    for (before, after) in [
        (
            r#"{"type":"HS256","key":"k"}"#,
            r#"{"jwk_url":"u","audience":"a"}"#,
        ),
        (r#"{"jwk_url":"u","audience":null}"#, r#"{"jwk_url":"u"}"#),
        ("", r#"{"jwk_url":"u"}"#),
        ("[]", r#"{"jwk_url":"u"}"#),
    ] {
        assert!(let_go(before, after).is_empty(), "{before}");
    }
}
