//! Files as people write them.

use base64::Engine as _;

use super::{Contents, Kind, Unread, read};
use crate::hasura::jwt_secret::lint::{Severity, Variable};

fn of(name: &str, text: &str) -> Contents {
    read(text, Kind::guess(name, text), &|_| Err(Unread::Missing)).unwrap()
}

/// Place, value, number of flaws.
fn found(name: &str, text: &str) -> Vec<(String, String, usize)> {
    of(name, text)
        .found
        .into_iter()
        .map(|found| {
            let flaws = found
                .flaws
                .iter()
                .filter(|flaw| flaw.severity != Severity::Info);
            (found.place, found.text.unwrap_or_default(), flaws.count())
        })
        .collect()
}

fn one(name: &str, text: &str) -> (String, usize) {
    let all = found(name, text);
    assert_eq!(all.len(), 1, "{text}: {all:?}");
    (all[0].1.clone(), all[0].2)
}

const VALUE: &str = r#"{"jwk_url":"https://a/b"}"#;

#[test]
fn a_bare_value_is_taken_as_it_is() {
    for name in ["standard input", "secret.json", "secret"] {
        assert_eq!(one(name, VALUE), (VALUE.to_owned(), 0));
    }
    assert_eq!(one("x", "'{}'"), ("'{}'".to_owned(), 0));
}

#[test]
fn each_way_of_quoting_an_assignment() {
    let name = "HASURA_GRAPHQL_JWT_SECRET";
    let escaped = VALUE.replace('"', "\\\"");
    for line in [
        format!("{name}={VALUE}"),
        format!("{name}='{VALUE}'"),
        format!("{name}=\"{escaped}\""),
        format!("export {name}='{VALUE}'"),
        format!("export {name}=\"{escaped}\""),
        format!(" {name} = '{VALUE}' # comment"),
    ] {
        let file = format!("# {name}=no\nOTHER=1\r\n{line}\nLAST='x'\n");
        assert_eq!(
            found(".env", &file),
            [("line 3".to_owned(), VALUE.to_owned(), 0)],
            "{line}"
        );
    }
    // Over several lines, and as a shell writes a quote within quotes.
    let file = format!("export {name}='{{\"issuer\":\n\"it'\\''s\"}}'\nX=1");
    assert_eq!(one("x", &file).0, "{\"issuer\":\n\"it's\"}");
    // A shell takes the quotes of a bare one away.
    assert_eq!(
        one("x", &format!("export {name}={VALUE}")).0,
        "{jwk_url:https://a/b}"
    );
    assert_eq!(one("x", &format!("{name}='{VALUE}")), (String::new(), 1));
    assert_eq!(found(".env", "OTHER=1"), []);
    let both = of("x", &format!("{name}={VALUE}\n{name}S=[{VALUE}]\n"));
    assert!(super::has_both(&both.found));
    assert_eq!(both.found[1].variable, Variable::Secrets);
}

#[test]
fn the_last_of_several_assignments_is_said_to_count() {
    let name = "HASURA_GRAPHQL_JWT_SECRET";
    let twice = of(".env", &format!("{name}='a'\nX=1\nX=2\n{name}='b'\n"));
    assert_eq!(twice.found.len(), 2);
    assert_eq!(
        twice.notes,
        [format!(
            "{name} is assigned more than once: line 4 counts, line 1 does not"
        )]
    );
    let both = of(".env", &format!("{name}='a'\n{name}S='[]'\n"));
    assert_eq!(both.notes, Vec::<String>::new());
    // What a shell would read.
    assert_eq!(one("x", &format!("export {name}=a b")).0, "a");
}

#[test]
fn compose_files_in_every_style() {
    let service = |environment: &str| {
        format!("services:\n  graphql-engine:\n    image: x\n    environment:\n{environment}")
    };
    let name = "HASURA_GRAPHQL_JWT_SECRET";
    for environment in [
        format!("      {name}: '{VALUE}'\n"),
        format!("      {name}: \"{}\"\n", VALUE.replace('"', "\\\"")),
        format!("      {name}: >-\n        {VALUE}\n"),
        format!("      - {name}={VALUE}\n"),
        format!("      - '{name}={VALUE}'\n"),
    ] {
        assert_eq!(
            one("compose.yaml", &service(&environment)),
            (VALUE.to_owned(), 0),
            "{environment}"
        );
    }
    // Through an anchor; from a pipe.
    let anchored =
        format!("x-env: &env\n  {name}: '{VALUE}'\nservices:\n  a:\n    environment: *env\n");
    assert_eq!(found("standard input", &anchored).len(), 2);
    // Dollars.
    let dollar = |text: &str| one("c.yml", &service(&format!("      {name}: '{text}'\n")));
    assert_eq!(
        dollar("{\"a\":\"$$.b\"}"),
        ("{\"a\":\"$.b\"}".to_owned(), 0)
    );
    assert_eq!(dollar("{\"a\":\"$.b\"}").1, 1);
    // Without quotes it is a map.
    assert_eq!(
        one("c.yml", &service(&format!("      {name}: {VALUE}\n"))),
        (VALUE.to_owned(), 1)
    );
    for elsewhere in [
        format!("      {name}: ${{{name}}}\n"),
        format!("      {name}:\n"),
        format!("      - {name}\n"),
    ] {
        let contents = of("c.yml", &service(&elsewhere));
        assert!(contents.found.is_empty(), "{elsewhere}");
        assert_eq!(contents.elsewhere.len(), 1, "{elsewhere}");
    }
}

#[test]
fn kubernetes_manifests() {
    let name = "HASURA_GRAPHQL_JWT_SECRET";
    let secret = |member: &str, value: &str| {
        format!(
            "---\nkind: ConfigMap\n---\napiVersion: v1\nkind: Secret\n{member}:\n  {name}: '{value}'\n"
        )
    };
    let encoded = base64::engine::general_purpose::STANDARD.encode(VALUE);
    assert_eq!(
        one("x.yaml", &secret("stringData", VALUE)),
        (VALUE.to_owned(), 0)
    );
    assert_eq!(one("-", &secret("data", &encoded)), (VALUE.to_owned(), 0));
    assert_eq!(one("-", &secret("data", VALUE)).1, 1);
    let container = |member: &str| {
        format!(
            "kind: Deployment\nspec:\n  containers:\n    - env:\n        - name: {name}\n          {member}\n"
        )
    };
    assert_eq!(
        found("x.yaml", &container(&format!("value: '{VALUE}'"))),
        [("spec.containers.0.env.0".to_owned(), VALUE.to_owned(), 0)]
    );
    let elsewhere = of(
        "x.yaml",
        &container("valueFrom: {secretKeyRef: {name: a, key: b}}"),
    );
    assert_eq!((elsewhere.found.len(), elsewhere.elsewhere.len()), (0, 1));
    let json = format!("{{\"kind\":\"Secret\",\"data\":{{\"{name}\":\"{encoded}\"}}}}");
    assert_eq!(one("-", &json), (VALUE.to_owned(), 0));
}

#[test]
fn broken_yaml_is_not_repeated() {
    let error = read("a: [hunter22\nb: {", Kind::Yaml, &|_| Err(Unread::Missing)).unwrap_err();
    assert!(error.starts_with("it is not YAML"), "{error}");
    assert!(!error.contains("hunter22"), "{error}");
}
