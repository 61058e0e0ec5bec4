//! Files for the user's project: templates with a few answers filled in.
//!
//! [`templates`] is the table of what is built in; [`auth_api`], [`compose`] and [`ci`] choose from
//! it. An auth API takes its answers in `.env.example` alone and never in code, so that the code
//! users get is, byte for byte, the code that the tests run. Nothing is written here: that is what
//! `project` is for.

pub(crate) mod auth_api;
pub(crate) mod ci;
pub(crate) mod compose;
mod templates;

use std::path::PathBuf;

use crate::project::Access;

/// A file to be made.
#[derive(Clone, Debug)]
pub(crate) struct NewFile {
    /// Below the folder that the user names.
    pub path: PathBuf,
    pub text: String,
    /// Who may read it.
    pub access: Access,
    /// What is there stays in it; it only becomes longer.
    pub adds: bool,
}

impl NewFile {
    fn shared(path: &str, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            access: Access::Shared,
            adds: false,
        }
    }
}

/// Puts values where the template says `@@NAME@@`.
///
/// Callers see to it that no value means anything to YAML: names, paths, ports and URLs between
/// quotes, and one line of a block.
fn place(template: &str, values: &[(&str, String)]) -> String {
    values
        .iter()
        .fold(template.to_owned(), |text, (name, value)| {
            text.replace(&format!("@@{name}@@"), value)
        })
}
