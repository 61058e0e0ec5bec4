//! The value in the syntax of the places where it is set. Each syntax is written by a library;
//! where a library leaves a trap open, the value itself avoids the character, which JSON allows
//! (`\u0027` is the same text as `'`).

use clap::ValueEnum;
use serde_json::json;

use super::{JwtSecret, VARIABLE, ddn};
use crate::text::yaml;

/// The name of the Terraform variable; Terraform's are in lower case by convention.
pub(crate) const TERRAFORM_VARIABLE: &str = "hasura_graphql_jwt_secret";

/// The name of the Kubernetes Secret.
pub(crate) const K8S_NAME: &str = "hasura-jwt-secret";

/// `jwt-secret --to`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
#[allow(clippy::doc_markdown, reason = "the texts of --help")]
pub(crate) enum JwtSecretFormat {
    /// The bare value, on one line
    #[default]
    Json,
    /// NAME=value, for `env` and docker --env-file
    Env,
    /// export NAME='value', for sh
    Export,
    /// NAME='value', for .env files
    Dotenv,
    /// The service's environment, to merge into a compose file
    Compose,
    /// A Kubernetes Secret
    K8s,
    /// A variable's value for a file *.auto.tfvars.json
    Terraform,
    /// An AuthConfig of version 4, for Hasura DDN
    Ddn,
}

/// A secret in any of the forms, with a line break at its end.
pub(crate) fn of(secret: &JwtSecret, format: JwtSecretFormat) -> Result<String, String> {
    if format == JwtSecretFormat::Ddn {
        return yaml(&ddn::auth_config(secret)?);
    }
    render(&secret.line(), format)
}

/// The value on `line` in another syntax, with a line break at its end.
fn render(line: &str, format: JwtSecretFormat) -> Result<String, String> {
    Ok(match format {
        JwtSecretFormat::Json => format!("{line}\n"),
        // `docker --env-file` takes everything after the first `=` as it is.
        JwtSecretFormat::Env => format!("{VARIABLE}={line}\n"),
        JwtSecretFormat::Export => {
            // Fails for NUL only, and JSON writes that as \u0000.
            let quoted = shlex::try_quote(line).map_err(|error| error.to_string())?;
            format!("export {VARIABLE}={quoted}\n")
        }
        JwtSecretFormat::Dotenv => format!("{VARIABLE}='{}'\n", tame_for_dotenv(line)),
        JwtSecretFormat::Compose => yaml(&json!({
            "services": { "graphql-engine": { "environment": {
                // Compose substitutes variables in every value.
                VARIABLE: line.replace('$', "$$"),
            } } }
        }))?,
        JwtSecretFormat::K8s => yaml(&json!({
            "apiVersion": "v1",
            "kind": "Secret",
            "metadata": { "name": K8S_NAME },
            "type": "Opaque",
            "stringData": { VARIABLE: line },
        }))?,
        // Terraform reads *.auto.tfvars.json as plain JSON and substitutes nothing in it, so no
        // HCL library is needed to write a value that holds `${` or quotes.
        JwtSecretFormat::Terraform => format!("{}\n", json!({ TERRAFORM_VARIABLE: line })),
        JwtSecretFormat::Ddn => return Err("DDN takes no such line".into()),
    })
}

/// Readers of .env files agree on nothing but this: text in single quotes is taken as it is.
/// Except that none agrees on a quote in it, Python unescapes `\\`, and Python substitutes `${…}`
/// even there. So these are written as JSON escapes.
pub(super) fn tame_for_dotenv(line: &str) -> String {
    line.replace("\\\\", "\\u005c")
        .replace('\'', "\\u0027")
        .replace("${", "\\u0024{")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::Value;

    fn rendered(line: &str, format: JwtSecretFormat) -> String {
        render(line, format).unwrap()
    }

    fn from_yaml(text: &str, path: &[&str]) -> String {
        let value: Value = serde_saphyr::from_str(text).unwrap();
        let mut value = &value;
        for name in path {
            value = &value[name];
        }
        value.as_str().unwrap().to_owned()
    }

    fn from_dotenv(text: &str) -> String {
        let pairs: Vec<(String, String)> = dotenvy::from_read_iter(text.as_bytes())
            .collect::<Result<_, _>>()
            .unwrap();
        assert_eq!(pairs.len(), 1);
        assert_eq!(pairs[0].0, VARIABLE);
        pairs[0].1.clone()
    }

    const COMPOSE: &[&str] = &["services", "graphql-engine", "environment", VARIABLE];

    #[test]
    fn plain_values_look_as_people_expect() {
        let line = r#"{"jwk_url":"https://a/jwt/jwks.json"}"#;
        let name = VARIABLE;
        assert_eq!(
            rendered(line, JwtSecretFormat::Env),
            format!("{name}={line}\n")
        );
        assert_eq!(
            rendered(line, JwtSecretFormat::Export),
            format!("export {name}='{line}'\n")
        );
        assert_eq!(
            rendered(line, JwtSecretFormat::Dotenv),
            format!("{name}='{line}'\n")
        );
        let compose = rendered(line, JwtSecretFormat::Compose);
        assert!(compose.contains(&format!("      {name}: ")), "{compose}");
        assert_eq!(compose.lines().count(), 4, "{compose}");
    }

    #[test]
    fn compose_doubles_every_dollar() {
        let line = r#"{"issuer":"$a ${b} $$"}"#;
        let compose = from_yaml(&rendered(line, JwtSecretFormat::Compose), COMPOSE);
        assert_eq!(compose, r#"{"issuer":"$$a $${b} $$$$"}"#);
    }

    proptest! {
        #[test]
        fn every_reader_gets_the_value_back(issuer in "\\PC{0,60}", awkward in "['\"\\\\$`{}#!\n\t %&;=]{0,30}") {
            let value = json!({ "issuer": issuer, "key": awkward });
            let line = value.to_string();
            let yaml = from_yaml(&rendered(&line, JwtSecretFormat::Compose), COMPOSE);
            prop_assert_eq!(yaml.replace("$$", "$"), line.clone());
            let k8s = rendered(&line, JwtSecretFormat::K8s);
            prop_assert_eq!(from_yaml(&k8s, &["stringData", VARIABLE]), line.clone());
            let terraform: Value =
                serde_json::from_str(&rendered(&line, JwtSecretFormat::Terraform)).unwrap();
            prop_assert_eq!(terraform[TERRAFORM_VARIABLE].as_str().unwrap(), line.clone());
            let export = rendered(&line, JwtSecretFormat::Export);
            let words = shlex::split(&export).unwrap();
            prop_assert_eq!(&words[1..], [format!("{VARIABLE}={line}")]);
            // The .env file may hold other escapes of the same JSON.
            let dotenv = from_dotenv(&rendered(&line, JwtSecretFormat::Dotenv));
            prop_assert_eq!(serde_json::from_str::<Value>(&dotenv).unwrap(), value);
            if !line.contains('\'') && !line.contains("\\\\") && !line.contains("${") {
                prop_assert_eq!(dotenv, line);
            }
        }
    }
}
