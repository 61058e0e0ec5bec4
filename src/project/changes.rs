//! What a command wants to be there, beside what is there.

use std::path::{Path, PathBuf};

use super::ProjectError;
use super::diff;
use super::target::Target;

/// Who may read a new file. A file that is there keeps its own permissions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Access {
    /// As the umask has it.
    #[default]
    Shared,
    /// The owner alone; its contents are not shown in a difference either.
    Private,
}

/// What a change does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A file that is not there.
    Create,
    /// Other contents than there are.
    Replace,
    /// What is there is what is wanted.
    Keep,
}

#[derive(Clone, Debug)]
pub(crate) struct Change {
    path: PathBuf,
    text: String,
    access: Access,
    backup: bool,
    pub(super) place: Target,
}

impl Change {
    /// The path as the command named it.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// Who may read it when it is new.
    pub(crate) const fn access(&self) -> Access {
        self.access
    }

    /// What writing would do.
    pub(crate) fn kind(&self) -> Kind {
        match &self.place.before {
            None => Kind::Create,
            Some((bytes, _)) if *bytes == self.text.as_bytes() => Kind::Keep,
            Some(_) => Kind::Replace,
        }
    }

    /// Keeps what is there in a file beside it, `NAME.bak`.
    pub(crate) const fn keep_backup(&mut self) {
        self.backup = true;
    }

    pub(super) const fn wants_backup(&self) -> bool {
        self.backup
    }

    /// The difference in unified form, empty when there is none. Private contents stay private.
    fn diff(&self) -> String {
        let name = self.path.display();
        if self.kind() == Kind::Keep {
            return String::new();
        }
        let (before, from) = match &self.place.before {
            None => (String::new(), "/dev/null".to_owned()),
            Some((bytes, _)) => (
                String::from_utf8_lossy(bytes).into_owned(),
                name.to_string(),
            ),
        };
        if self.access == Access::Private {
            let what = if self.place.before.is_some() {
                "its contents change"
            } else {
                "a new file"
            };
            return format!(
                "--- {from}\n+++ {name}\n# {what}; not shown, because it holds secrets\n"
            );
        }
        diff::unified(&before, &self.text, &from, &name.to_string())
    }
}

/// The files of one command, in the order in which they were named.
#[derive(Clone, Debug, Default)]
pub(crate) struct Changes {
    pub(super) changes: Vec<Change>,
}

impl Changes {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// Wants this text at this path; looks at what is there now.
    pub(crate) fn want(
        &mut self,
        path: impl Into<PathBuf>,
        text: impl Into<String>,
        access: Access,
    ) -> Result<&mut Change, ProjectError> {
        let path = path.into();
        let place = Target::look(&path)?;
        Ok(self.push(path, text.into(), access, place))
    }

    fn push(&mut self, path: PathBuf, text: String, access: Access, place: Target) -> &mut Change {
        let at = self.changes.len();
        self.changes.push(Change {
            path,
            text,
            access,
            backup: false,
            place,
        });
        &mut self.changes[at]
    }

    /// As [`Self::want`], for a text that was made from `before`, which was read a moment ago
    /// (`None`: the file was missing).
    pub(crate) fn want_in_place_of(
        &mut self,
        path: impl Into<PathBuf>,
        before: Option<&str>,
        text: impl Into<String>,
        access: Access,
    ) -> Result<&mut Change, ProjectError> {
        let path = path.into();
        let place = Target::look(&path)?;
        let there = place.before.as_ref().map(|(bytes, _)| bytes.as_slice());
        if there != before.map(str::as_bytes) {
            return Err(ProjectError::Changed { path });
        }
        let text = with_line_ends_of(before.unwrap_or_default(), text.into());
        Ok(self.push(path, text, access, place))
    }

    /// Each of them.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter()
    }

    /// True when everything wanted is there already.
    pub(crate) fn is_empty(&self) -> bool {
        self.iter().all(|change| change.kind() == Kind::Keep)
    }

    /// All differences, one after the other, as `diff -u` and `git apply` know them.
    pub(crate) fn diff(&self) -> String {
        self.iter().map(Change::diff).collect()
    }

    /// Refuses when a file with other contents is there: for commands that were not told to
    /// overwrite.
    pub(crate) fn refuse_overwriting(&self) -> Result<(), ProjectError> {
        let paths: Vec<PathBuf> = self
            .iter()
            .filter(|change| change.kind() == Kind::Replace)
            .map(|change| change.path.clone())
            .collect();
        if paths.is_empty() {
            return Ok(());
        }
        Err(ProjectError::Exists { paths })
    }
}

/// `text` with the line ends of what it is made from, where those are all of Windows': an editor
/// there would show one long line.
fn with_line_ends_of(before: &str, text: String) -> String {
    let ends = before.matches('\n').count();
    if ends == 0 || before.matches("\r\n").count() < ends {
        return text;
    }
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}
