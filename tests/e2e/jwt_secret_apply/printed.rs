//! What can be printed: DDN's form read by another reader, and all of it by lint.

use std::process::Command;

use serde_json::{Value, json};

use super::URL;
use crate::support::World;
use crate::support::pages::{Page, Pages};
use crate::support::tokens::SIGNERS;
use crate::support::tools::tool;

fn auth_api() -> Pages {
    let keys: Vec<Value> = SIGNERS
        .iter()
        .enumerate()
        .map(|(index, signer)| {
            let mut jwk = signer.jwk();
            jwk["kid"] = json!(format!("s-{index}"));
            jwk
        })
        .collect();
    Pages::serve(vec![
        Page::json("/auth/jwt/jwks.json", json!({ "keys": keys })),
        Page::json(
            "/auth/.well-known/openid-configuration",
            json!({ "issuer": "https://public.example.com/auth" }),
        ),
    ])
}

const OPTIONS: &[&[&str]] = &[
    &[],
    &["--issuer", "https://api.example.com/auth"],
    &["--issuer", "it's $HOME ${HOME} $$ `id` \\ \"x\" # %"],
    &["--audience", "one"],
    &["--audience", "one", "--audience", "urn:two"],
    &["--skew", "60"],
    &["--header-from", "authorization"],
    &["--header-from", "cookie"],
    &["--header-from", "header:x-my-jwt"],
    &["--claims-namespace", "my/claims~x"],
    &["--inline-key"],
];

#[test]
fn lint_is_content_with_every_value_that_can_be_printed() {
    let api = auth_api();
    let world = World::new();
    for (format, kind) in [
        ("json", "value"),
        ("env", "env"),
        ("export", "env"),
        ("dotenv", "env"),
        ("compose", "yaml"),
        ("k8s", "yaml"),
        ("terraform", "yaml"),
    ] {
        for options in OPTIONS {
            let url = api.url("/auth/jwt/jwks.json");
            let url = if options.contains(&"--inline-key") {
                url.as_str()
            } else {
                URL
            };
            let line = [&["jwt-secret", "--to", format, "--jwks-url", url], *options].concat();
            let printed = world.cmd(line).ok().stdout;
            // Only docker takes such a line as it is.
            let readers = match format {
                "env" if options.iter().any(|text| text.contains(" #")) => ["docker"; 2],
                _ => [kind, "auto"],
            };
            for from in readers {
                // Nobody tells a reader that a bare line is YAML, and a value is one in itself.
                let words = ["jwt-secret", "lint", "--from", from, "-o", "json"];
                let output = world.cmd(words).stdin(&printed).run();
                assert_eq!(
                    output.code,
                    Some(0),
                    "{format} {options:?}: {printed}{output}"
                );
                let result = &output.json()["result"];
                let values = result["values"].as_array().unwrap();
                assert_eq!(values.len(), 1, "{format} {options:?}: {printed}{output}");
                for finding in values[0]["findings"].as_array().unwrap() {
                    assert_ne!(finding["severity"], "error", "{format} {options:?}{output}");
                    // A namespace of one's own and a foreign audience deserve no warning either.
                    assert!(
                        finding["severity"] == "info" || finding["id"] == "J012",
                        "{format} {options:?}: {finding}"
                    );
                }
            }
        }
    }
}

/// As an independent reader has it; `None` where there is none.
fn by_pyyaml(text: &str, world: &World) -> Option<Value> {
    let python = tool(
        &["/usr/bin/python3", "python3"],
        &["-c", "import yaml"],
        "an AuthConfig by PyYAML",
    )?;
    let path = world.file("auth-config.hml", text);
    let script = "import json, sys, yaml; print(json.dumps(yaml.safe_load(open(sys.argv[1]))))";
    let output = Command::new(python)
        .args(["-c", script])
        .arg(path)
        .output()
        .unwrap();
    assert!(output.status.success(), "{output:?}");
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn ddn_gets_an_auth_config() {
    let world = World::new();
    let args = ["jwt-secret", "--jwks-url", URL, "--to", "ddn"];
    let plain = world.cmd(args).ok().stdout;
    assert_eq!(
        plain,
        format!(
            "kind: AuthConfig\nversion: v4\ndefinition:\n  mode:\n    jwt:\n      claimsConfig:\n        \
             namespace:\n          claimsFormat: Json\n          location: \
             /https:~1~1hasura.io~1jwt~1claims\n      tokenLocation:\n        type: \
             BearerAuthorization\n      key:\n        jwkFromUrl: {URL}\n  alternativeModes: []\n"
        )
    );
    let api = auth_api();
    let url = api.url("/auth/jwt/jwks.json");
    for options in OPTIONS {
        let url = if options.contains(&"--inline-key") {
            url.as_str()
        } else {
            URL
        };
        let line = [&["jwt-secret", "--to", "ddn", "--jwks-url", url], *options].concat();
        let printed = world.cmd(line).ok().stdout;
        let Some(config) = by_pyyaml(&printed, &world) else {
            return;
        };
        let jwt = &config["definition"]["mode"]["jwt"];
        let after = |flag: &str| {
            let at = options.iter().position(|option| *option == flag)?;
            options.get(at + 1).copied()
        };
        assert_eq!(jwt["issuer"].as_str(), after("--issuer"), "{printed}");
        if let Some(first) = after("--audience") {
            assert_eq!(jwt["audience"][0], first);
            assert_eq!(jwt["audience"].as_array().unwrap().len(), options.len() / 2);
        }
        if after("--claims-namespace").is_some() {
            assert_eq!(
                jwt["claimsConfig"]["namespace"]["location"],
                "/my~1claims~0x"
            );
        }
        if options.contains(&"--inline-key") {
            assert_eq!(jwt["key"]["fixed"]["algorithm"], "RS256");
            let pem = jwt["key"]["fixed"]["key"]["value"].as_str().unwrap();
            assert!(pem.starts_with("-----BEGIN PUBLIC KEY-----\n"), "{pem}");
        } else {
            assert_eq!(jwt["key"], json!({ "jwkFromUrl": URL }));
        }
    }
}
