//! The text of Hasura's JWT secret: from a variable, a file or standard input. What is in it is
//! read by whoever wants to know where claims are.

use std::path::{Path, PathBuf};

use super::error::ConfigError;
use super::origin::{Origin, Sourced};
use super::values::{JwtSecretText, Layer};
use crate::bounded;
use crate::context::Context;
use crate::secret::Secret;

/// The value itself, which no file of ours holds.
pub(super) const KEY: &str = "hasura_jwt_secret";

/// A file that holds it.
const FILE: &str = "hasura_jwt_secret_file";

const FLAG: &str = "--jwt-secret";

/// Standard input.
const STDIN: &str = "-";

/// Stands for a value that was typed where the name of a file belongs, and is not kept.
const TYPED_OUT: &str = "{";

/// What the flag says, as an entry of the first layer: a file, or else the name of a variable.
pub(crate) fn flag(typed: &Path, context: &Context) -> (&'static str, Sourced) {
    let text = typed.to_string_lossy();
    let file = context.cwd.join(typed);
    let at = |text: &str| Sourced::one(text, Origin::Flag(FLAG.into()));
    if text == STDIN {
        (FILE, at(STDIN))
    } else if text.trim_start().starts_with(['{', '[', '"', '\'']) {
        (FILE, at(TYPED_OUT))
    } else if let Some(value) = context.var(&text).filter(|_| !file.exists()) {
        let origin = Origin::Flag(format!("{FLAG} {text}"));
        (KEY, Sourced::one(value, origin))
    } else {
        (FILE, at(&file.to_string_lossy()))
    }
}

/// The flag may name a variable, of which [`flag`] sees none that is not UTF-8.
pub(super) fn check_variable(sources: &Layer, context: &Context) -> Result<(), ConfigError> {
    let Some(value) = sources.get(FILE) else {
        return Ok(());
    };
    let path = Path::new(value.text());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    if context.not_utf8.contains(&*name) && !path.exists() {
        return Err(ConfigError::NotUtf8 { name: name.into() });
    }
    Ok(())
}

/// The text, when there is one. A flag comes before the environment, and the environment before a
/// file that a key names.
pub(super) fn read(sources: &Layer) -> Result<Option<JwtSecretText>, ConfigError> {
    let file = sources.get(FILE);
    let is_flag = file.is_some_and(|value| matches!(value.origin, Origin::Flag(_)));
    match (sources.get(KEY), file) {
        (Some(value), _) if !is_flag => Ok(Some(JwtSecretText {
            text: Secret::new(value.text()),
            name: match &value.origin {
                Origin::Env(name) => (*name).to_owned(),
                other => other.to_string(),
            },
            path: None,
        })),
        (_, Some(value)) => match value.text() {
            TYPED_OUT => Err(ConfigError::SecretOnCommandLine { flag: FLAG }),
            STDIN => {
                let read = bounded::stdin_text(bounded::WRITTEN);
                let name = "standard input";
                Ok(Some(text(read, name.into(), Path::new(name))?))
            }
            path => {
                let path = PathBuf::from(path);
                let read = bounded::text(&path, bounded::WRITTEN);
                let name = path.display().to_string();
                let text = text(read, name, &path)?;
                Ok(Some(JwtSecretText {
                    path: Some(path),
                    ..text
                }))
            }
        },
        _ => Ok(None),
    }
}

fn text(
    read: std::io::Result<String>,
    name: String,
    path: &Path,
) -> Result<JwtSecretText, ConfigError> {
    let text = read.map_err(|source| ConfigError::Unreadable {
        path: path.to_owned(),
        source,
    })?;
    Ok(JwtSecretText {
        text: Secret::new(text),
        name,
        path: None,
    })
}

impl JwtSecretText {
    /// True when standard input was read for it.
    pub(crate) fn took_stdin(&self) -> bool {
        self.path.is_none() && self.name == "standard input"
    }
}
