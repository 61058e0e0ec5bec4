//! Files for the user's project: templates with a few answers filled in.
//!
//! [`templates`] is the table of what is built in; [`auth_api`] chooses from it. Answers go into
//! `.env.example` alone and never into code, so that the code users get is, byte for byte, the
//! code that the tests run. Nothing is written here: that is what `project` is for.

pub mod auth_api;
mod env_file;
mod templates;

use std::path::PathBuf;

use crate::project::Access;

/// A file to be made.
#[derive(Clone, Debug)]
pub struct NewFile {
    /// Below the folder that the user names.
    pub path: PathBuf,
    /// Its text.
    pub text: String,
    /// Who may read it.
    pub access: Access,
}

impl NewFile {
    fn shared(path: &str, text: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            text: text.into(),
            access: Access::Shared,
        }
    }
}
