//! Core, PostgreSQL, Hasura and the auth API for Docker Compose, with secrets of their own.

use super::{NewFile, place, templates};
use crate::dotenv;
use crate::project::Access;

/// The secrets that the compose file asks for.
pub(crate) const SECRETS: [&str; 3] = [
    "POSTGRES_PASSWORD",
    "CORE_API_KEY",
    "HASURA_GRAPHQL_ADMIN_SECRET",
];

/// The compose file's name: the one that Docker Compose looks for first.
pub(crate) const FILE: &str = "compose.yaml";

/// Where things are to be reached.
#[derive(Clone, Debug)]
pub(crate) struct Stack {
    /// Port of the auth API on the host.
    pub port: u16,
    /// Port of Hasura on the host.
    pub hasura_port: u16,
    /// Origin of the auth API, as clients see it.
    pub api_domain: String,
    /// With a leading slash.
    pub base_path: String,
    /// Origin of the front end.
    pub website_domain: String,
}

pub(crate) fn file(stack: &Stack) -> NewFile {
    // The SDK puts nothing before its routes when the base path is the root.
    let prefix = stack.base_path.trim_end_matches('/');
    let text = place(
        &templates::text(templates::COMPOSE),
        &[
            ("PORT", stack.port.to_string()),
            ("HASURA_PORT", stack.hasura_port.to_string()),
            ("API_DOMAIN", stack.api_domain.clone()),
            ("API_BASE_PATH", stack.base_path.clone()),
            ("WEBSITE_DOMAIN", stack.website_domain.clone()),
            ("JWKS_PATH", format!("{prefix}/jwt/jwks.json")),
            ("ISSUER", format!("{}{prefix}", stack.api_domain)),
        ],
    );
    NewFile::shared(FILE, text)
}

/// The file `.env` with every secret that it did not have; `None` when it has them all.
///
/// `before` is what is there, whose lines stay as they are; `fresh` makes a secret.
pub(crate) fn secrets<E>(
    before: Option<&str>,
    mut fresh: impl FnMut() -> Result<String, E>,
) -> Result<Option<NewFile>, SecretsError<E>> {
    let kept = before.unwrap_or_default();
    let known = dotenv::variables(kept)
        .all()
        .ok_or(SecretsError::Unreadable)?;
    let missing = SECRETS
        .iter()
        .filter(|name| known.get(**name).is_none_or(String::is_empty));
    let mut text = kept.to_owned();
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let length = text.len();
    for name in missing {
        if text.len() == length {
            text.push_str("# Made for compose.yaml. No version control may see them.\n");
        }
        let value = fresh().map_err(SecretsError::Fresh)?;
        text.extend([name, "=", value.as_str(), "\n"]);
    }
    let changed = text.len() > length;
    Ok(changed.then(|| NewFile {
        path: ".env".into(),
        text,
        access: Access::Private,
        adds: true,
    }))
}

/// Why there are no secrets.
#[derive(Debug)]
pub(crate) enum SecretsError<E> {
    /// `.env` is no dotenv file.
    Unreadable,
    /// No secret could be made.
    Fresh(E),
}

/// `.gitignore` with a line for `.env`; `None` when it has one.
pub(crate) fn ignored(before: Option<&str>) -> Option<NewFile> {
    let kept = before.unwrap_or_default();
    let covers = |line: &str| matches!(line.trim(), ".env" | "/.env" | ".env*" | "*.env");
    if kept.lines().any(covers) {
        return None;
    }
    let gap = if kept.is_empty() || kept.ends_with('\n') {
        ""
    } else {
        "\n"
    };
    Some(NewFile {
        adds: true,
        ..NewFile::shared(".gitignore", format!("{kept}{gap}/.env\n"))
    })
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    fn made(before: Option<&str>) -> Option<String> {
        let mut number = 0;
        let file = secrets(before, || {
            number += 1;
            Ok::<_, Infallible>(format!("s{number}"))
        });
        file.unwrap().map(|file| file.text)
    }

    #[test]
    fn secrets_are_made_once() {
        let first = made(None).unwrap();
        assert_eq!(
            first,
            "# Made for compose.yaml. No version control may see them.\nPOSTGRES_PASSWORD=s1\n\
             CORE_API_KEY=s2\nHASURA_GRAPHQL_ADMIN_SECRET=s3\n"
        );
        assert_eq!(made(Some(&first)), None);
    }

    #[test]
    fn what_is_there_stays() {
        let before = "# mine\nexport CORE_API_KEY='kept'\nX=1";
        let after = made(Some(before)).unwrap();
        assert!(
            after.starts_with("# mine\nexport CORE_API_KEY='kept'\nX=1\n# Made"),
            "{after}"
        );
        assert!(!after.contains("CORE_API_KEY=s"), "{after}");
        // An empty one protects nothing.
        assert!(
            made(Some("CORE_API_KEY=\n"))
                .unwrap()
                .contains("CORE_API_KEY=s")
        );
        assert!(secrets(Some("\"broken"), || Ok::<_, Infallible>(String::new())).is_err());
    }

    #[test]
    fn git_ignores_the_secrets() {
        assert_eq!(ignored(None).unwrap().text, "/.env\n");
        assert_eq!(ignored(Some("target")).unwrap().text, "target\n/.env\n");
        for covered in ["/.env\n", "a\n.env\nb\n", "*.env"] {
            assert!(ignored(Some(covered)).is_none(), "{covered}");
        }
    }

    #[test]
    fn the_root_as_base_path_leaves_no_double_slash() {
        let stack = |base_path: &str| Stack {
            port: 3001,
            hasura_port: 8080,
            api_domain: "http://localhost:3001".into(),
            base_path: base_path.into(),
            website_domain: "http://localhost:3000".into(),
        };
        let text = file(&stack("/")).text;
        assert!(text.contains(
            r#"{"jwk_url":"http://auth-api:3001/jwt/jwks.json","issuer":"http://localhost:3001"}"#
        ));
        let text = file(&stack("/api")).text;
        assert!(text.contains(r#""jwk_url":"http://auth-api:3001/api/jwt/jwks.json","issuer":"http://localhost:3001/api""#));
        assert!(!text.contains("@@"), "every place is filled");
    }
}
