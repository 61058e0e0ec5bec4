//! `.env` files: URLs by value, secrets by name.

use std::collections::BTreeMap;
use std::path::Path;

use super::found::{self, Found, Look, SecretPlace};
use crate::dotenv;
use crate::secret::Secret;

/// The usual names, the one that wins first.
const FILES: [&str; 3] = [".env.local", ".env", ".env.development"];

/// Variables that hold a value of ours, the surest name of each first.
const VALUES: [(&str, &str); 12] = [
    ("api_url", "ST_HASURA_API_URL"),
    ("api_url", "API_DOMAIN"),
    ("api_url", "SUPERTOKENS_API_DOMAIN"),
    ("api_base_path", "ST_HASURA_API_BASE_PATH"),
    ("api_base_path", "API_BASE_PATH"),
    ("hasura_endpoint", "ST_HASURA_HASURA_ENDPOINT"),
    ("hasura_endpoint", "HASURA_GRAPHQL_ENDPOINT"),
    ("core_uri", "ST_HASURA_CORE_URI"),
    ("core_uri", "CORE_URI"),
    ("core_uri", "SUPERTOKENS_CONNECTION_URI"),
    ("core_uri", "SUPERTOKENS_CORE_URI"),
    ("core_uri", "CONNECTION_URI"),
];

/// Variables that hold a secret.
const SECRETS: [(&str, &str); 6] = [
    ("hasura_admin_secret", "ST_HASURA_ADMIN_SECRET"),
    ("hasura_admin_secret", "HASURA_GRAPHQL_ADMIN_SECRET"),
    ("hasura_admin_secret", "HASURA_GRAPHQL_ACCESS_KEY"),
    ("core_api_key", "ST_HASURA_CORE_API_KEY"),
    ("core_api_key", "CORE_API_KEY"),
    ("core_api_key", "SUPERTOKENS_API_KEY"),
];

/// Reads them; hands back what `.env` sets, for compose files to substitute.
pub(super) fn read(folder: &Path, look: &mut Look) -> BTreeMap<String, String> {
    let mut of_compose = BTreeMap::new();
    for name in FILES {
        let Some(text) = found::text(folder, name, look) else {
            continue;
        };
        let variables = dotenv::variables(&text);
        if !variables.complete {
            look.remarks
                .push(format!("{name} has a line that is no assignment: left out"));
        }
        take(name, &variables.values, look);
        if name == ".env" {
            of_compose = variables.values;
        }
    }
    of_compose
}

fn take(name: &str, variables: &BTreeMap<String, String>, look: &mut Look) {
    let set = |variable: &str| variables.get(variable).filter(|value| !value.is_empty());
    for (key, variable) in VALUES {
        if let Some(value) = set(variable) {
            // SDKs take several cores, separated so (contracts: supertokens §5.1).
            let value = value.split(';').next().unwrap_or_default().trim();
            look.found.push(Found {
                key,
                value: value.to_owned(),
                origin: format!("{variable} in {name}"),
            });
        }
    }
    for (key, variable) in SECRETS {
        if let Some(value) = set(variable) {
            look.secrets.push(SecretPlace {
                key,
                origin: format!("{variable} in {name}"),
                value: Some(Secret::new(value.clone())),
                file: None,
            });
        }
        let file = format!("{variable}_FILE");
        if let Some(path) = set(&file) {
            look.secrets.push(SecretPlace {
                key,
                origin: format!("{file} in {name}"),
                value: None,
                file: Some(path.trim_start_matches("./").to_owned()),
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_by_value_and_secrets_by_name() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join(".env"),
            "API_DOMAIN=http://localhost:3001\nexport HASURA_GRAPHQL_ADMIN_SECRET='s3cr et'\nX=\n",
        )
        .unwrap();
        std::fs::write(
            folder.path().join(".env.local"),
            "ST_HASURA_API_URL=http://a\n",
        )
        .unwrap();
        let mut look = Look::default();
        let variables = read(folder.path(), &mut look);
        assert_eq!(variables.len(), 3);
        let best = look.best("api_url").unwrap();
        assert_eq!(
            (best.value.as_str(), best.origin.as_str()),
            ("http://a", "ST_HASURA_API_URL in .env.local")
        );
        assert_eq!(
            look.secrets[0].origin,
            "HASURA_GRAPHQL_ADMIN_SECRET in .env"
        );
        assert_eq!(look.secrets[0].value, Some(Secret::new("s3cr et")));
    }

    #[test]
    fn a_line_that_is_none_is_remarked_upon_and_not_quoted() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(
            folder.path().join(".env"),
            "API_DOMAIN=http://a\nhunter22 is my secret\n",
        )
        .unwrap();
        let mut look = Look::default();
        read(folder.path(), &mut look);
        assert_eq!(look.best("api_url").unwrap().value, "http://a");
        assert_eq!(
            look.remarks,
            [".env has a line that is no assignment: left out"]
        );
    }
}
