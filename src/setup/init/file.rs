//! The file's text: a new one with comments, or what is there with as little changed as can be.

use std::path::Path;

use toml_edit::{DocumentMut, Item, Table, TableLike, value};

use super::answers::{Answer, Answers};
use super::error::InitError;
use crate::config::{ConfigFile, Kind, keys};
use crate::error::Result;

/// The configuration file's name.
pub(crate) const NAME: &str = "st-hasura.toml";

/// The profile whose keys stand at the top of the file.
const DEFAULT: &str = "default";

/// What to write.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wanted<'a> {
    pub answers: &'a Answers,
    /// The profile that they are for.
    pub profile: &'a str,
    /// One comment for each secret: where it comes from.
    pub secrets: &'a [(&'static str, String)],
}

/// The new text of the file at `path`, of which `before` is what is there.
pub(crate) fn text(path: &Path, before: Option<&str>, wanted: Wanted<'_>) -> Result<String> {
    match before {
        None => Ok(fresh(path, wanted)),
        // A file that this program cannot read is not edited.
        Some(before) => {
            let now = ConfigFile::parse(path, before)?;
            edited(path, before, &now, wanted)
        }
    }
}

fn fresh(path: &Path, wanted: Wanted<'_>) -> String {
    let mut out = String::from(
        "# Where the parts are; written by st-hasura init. No secret belongs into this file: each\n\
         # comes from a variable or a file of its own. st-hasura config show --origin says which\n\
         # value is in force, and why.\n",
    );
    let mut lines: Vec<String> = Vec::new();
    if wanted.profile != DEFAULT {
        let profile = toml_edit::Key::new(wanted.profile);
        lines.push(format!("\n[profiles.{profile}]"));
    }
    for answer in wanted.answers.iter() {
        lines.extend(comment(answer.key).map(|comment| format!("\n# {comment}")));
        let value = toml_edit::Value::from(written(path, answer));
        lines.push(format!("{} = {value}", answer.key));
        let beside = match answer.key {
            "hasura_endpoint" => Some("hasura_admin_secret"),
            "core_uri" => Some("core_api_key"),
            _ => None,
        };
        let mut secrets = wanted.secrets.iter();
        let secret = secrets.find(|(key, _)| beside == Some(*key));
        lines.extend(secret.map(|(_, sentence)| format!("# {sentence}")));
    }
    out.push_str(&lines.join("\n"));
    out.push('\n');
    out
}

/// What stands above a key in a new file; keys without belong to the one before.
fn comment(key: &str) -> Option<&'static str> {
    Some(match key {
        "api_url" => "The auth API: its origin, and the path below which SuperTokens answers.",
        "tenant" => "SuperTokens tenant.",
        "transport" => "How session tokens travel: cookie or header.",
        "jwt_path" => "The route that hands out the JWT, and where it is in the answer.",
        "jwks_url" => "The key set, as Hasura reaches it.",
        "hasura_endpoint" => "Hasura, without /v1/graphql.",
        "core_uri" => "The SuperTokens core: for the users commands, and for smoke to clean up.",
        _ => return None,
    })
}

/// Paths are written relative to the file that names them.
fn written(path: &Path, answer: &Answer) -> String {
    let is_path = keys::find(answer.key).is_some_and(|key| key.kind == Kind::Path);
    let folder = path.parent().unwrap_or(Path::new(""));
    match Path::new(&answer.value).strip_prefix(folder) {
        Ok(inner) if is_path => inner.to_string_lossy().into_owned(),
        _ => answer.value.clone(),
    }
}

/// True when the file says so already, in the profile or at its top.
fn is_there(path: &Path, now: &ConfigFile, profile: &str, answer: &Answer) -> bool {
    let layer = now.profiles.get(profile);
    let said = layer
        .and_then(|layer| layer.get(answer.key))
        .or_else(|| now.base.get(answer.key));
    let is_path = keys::find(answer.key).is_some_and(|key| key.kind == Kind::Path);
    said.is_some_and(|said| {
        if is_path {
            let folder = path.parent().unwrap_or(Path::new(""));
            Path::new(said.text()) == folder.join(&answer.value)
        } else {
            said.text() == answer.value
        }
    })
}

fn edited(path: &Path, before: &str, now: &ConfigFile, wanted: Wanted<'_>) -> Result<String> {
    let not_editable = |reason: String| InitError::NotEditable {
        path: path.to_owned(),
        reason,
    };
    let mut document: DocumentMut = before
        .parse()
        .map_err(|error: toml_edit::TomlError| not_editable(error.message().to_owned()))?;
    let missing: Vec<&Answer> = wanted
        .answers
        .iter()
        .filter(|answer| !is_there(path, now, wanted.profile, answer))
        .collect();
    let in_profile = wanted.profile != DEFAULT || now.profiles.contains_key(DEFAULT);
    for answer in missing {
        let table: &mut dyn TableLike = if in_profile {
            profile_table(&mut document, wanted.profile)
                .ok_or_else(|| not_editable("its profiles are no tables".into()))?
        } else {
            document.as_table_mut()
        };
        set(table, answer.key, written(path, answer));
    }
    Ok(document.to_string())
}

fn profile_table<'d>(
    document: &'d mut DocumentMut,
    profile: &str,
) -> Option<&'d mut dyn TableLike> {
    let profiles = document.entry("profiles").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let profiles = profiles.as_table_like_mut()?;
    let item = profiles
        .entry(profile)
        .or_insert_with(|| Item::Table(Table::new()));
    item.as_table_like_mut()
}

/// Sets a value, keeping the comment behind the old one.
fn set(table: &mut dyn TableLike, key: &'static str, text: String) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            let decor = old.decor().clone();
            *old = text.into();
            *old.decor_mut() = decor;
        }
        None => {
            table.insert(key, value(text));
        }
    }
}
