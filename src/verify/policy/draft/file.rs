//! Where a draft goes: into `[verify]` of st-hasura.toml, whose other bytes stay as they are, or
//! into a file of its own. Nothing is overwritten unasked, and whoever looks sees the old file or
//! the new one.

use std::path::{Path, PathBuf};

use toml_edit::{DocumentMut, Item};

use super::{Draft, Drafted, text};
use crate::app::App;
use crate::config::{ConfigFile, Policy};
use crate::error::Result;
use crate::input::text_if_there;
use crate::project::{Access, Changes};
use crate::verify::error::VerifyError;

/// The configuration file's name.
const PROJECT: &str = "st-hasura.toml";

/// The member with the policy.
const TABLE: &str = "verify";

/// Where a draft goes.
#[derive(Clone, Debug)]
pub(crate) struct Target {
    path: PathBuf,
    /// True for `[verify]` of a configuration file.
    table: bool,
    /// What is there.
    before: Option<String>,
}

impl Target {
    /// The place that `--write-policy` names, or the usual one. Says at once, before anything is
    /// sent, when a policy is in the way; `force` replaces it.
    pub(crate) fn of(app: &App, wanted: Option<&Path>, force: bool) -> Result<Self> {
        let path = match wanted {
            Some(path) => app.context.cwd.join(path),
            None => match &app.config.project_file {
                Some(path) => path.clone(),
                None => app.context.cwd.join(PROJECT),
            },
        };
        // A link stays a link: what it leads to is replaced.
        let path = std::fs::canonicalize(&path).unwrap_or(path);
        let is_project = app.config.project_file.as_ref().is_some_and(|project| {
            std::fs::canonicalize(project).is_ok_and(|project| project == path)
        });
        let table = wanted.is_none() || is_project || path.file_name() == Some(PROJECT.as_ref());
        let before = text_if_there(&path)?;
        let target = Self {
            path,
            table,
            before,
        };
        target.check(force)?;
        Ok(target)
    }

    fn check(&self, force: bool) -> Result<()> {
        let Some(before) = &self.before else {
            return Ok(());
        };
        let occupied = if self.table {
            // A file that this program could not read is not one to edit.
            ConfigFile::parse(&self.path, before)?;
            self.parse(before)?.contains_key(TABLE)
        } else {
            // Only a policy is replaced by one.
            Policy::parse(&self.path, before)?;
            true
        };
        if occupied && !force {
            return Err(VerifyError::PolicyExists {
                path: self.path.clone(),
                table: self.table,
            }
            .into());
        }
        Ok(())
    }

    fn parse(&self, text: &str) -> Result<DocumentMut, VerifyError> {
        text.parse()
            .map_err(|error: toml_edit::TomlError| VerifyError::PolicyFile {
                path: self.path.clone(),
                reason: error.message().to_owned(),
            })
    }

    pub(crate) fn write(&self, draft: &Draft) -> Result<Drafted> {
        let (text, kept) = self.text(draft)?;
        self.put(&text)?;
        Ok(Drafted {
            file: self.path.clone(),
            roles: draft.roles.keys().cloned().collect(),
            open: draft.open.clone(),
            kept,
        })
    }

    /// The file's new text, and how many acceptances are in it.
    fn text(&self, draft: &Draft) -> Result<(String, usize)> {
        let before = self.before.as_deref().unwrap_or_default();
        let mut old = self.parse(before)?;
        if !self.table {
            let mut document = text::document(draft);
            let accept = old.remove("accept");
            let kept = count(accept.as_ref());
            if let Some(accept) = accept {
                document.insert("accept", accept);
            }
            return Ok((format!("{}{document}", text::head(draft, "")), kept));
        }
        let accept = old
            .get_mut(TABLE)
            .and_then(Item::as_table_like_mut)
            .and_then(|table| table.remove("accept"));
        let kept = count(accept.as_ref());
        let mut table = text::table(draft);
        table
            .decor_mut()
            .set_prefix(separated(before, &text::head(draft, "verify.")));
        if let Some(accept) = accept {
            table.insert("accept", accept);
        }
        let rest = if old.remove(TABLE).is_some() {
            old.to_string()
        } else {
            before.to_owned()
        };
        let mut own = DocumentMut::new();
        own.insert(TABLE, Item::Table(table));
        // Appended: toml_edit would otherwise sort tables by where they were first seen.
        Ok((joined(&rest, &own.to_string()), kept))
    }

    fn put(&self, text: &str) -> Result<()> {
        let mut changes = Changes::new();
        // A policy goes into version control: it is open to whom the umask leaves it open.
        changes.want_in_place_of(&self.path, self.before.as_deref(), text, Access::Shared)?;
        changes.write()?;
        Ok(())
    }
}

fn count(accept: Option<&Item>) -> usize {
    accept.map_or(0, |accept| match accept {
        Item::ArrayOfTables(tables) => tables.len(),
        Item::Value(value) => value.as_array().map_or(0, toml_edit::Array::len),
        _ => 0,
    })
}

fn separated(before: &str, head: &str) -> String {
    if before.trim().is_empty() {
        head.to_owned()
    } else {
        format!("\n{head}")
    }
}

fn joined(rest: &str, own: &str) -> String {
    if rest.is_empty() || rest.ends_with('\n') {
        format!("{rest}{own}")
    } else {
        format!("{rest}\n{own}")
    }
}
