//! What stops a verification without being a finding.

use std::path::PathBuf;

use crate::diagnostic::Diagnostic;
use crate::exit::Exit;

/// Baselines and drafted policies.
#[derive(Debug, thiserror::Error)]
pub(crate) enum VerifyError {
    /// The baseline is no JSON, or ends in the middle.
    #[error("the baseline {} is no complete JSON: {reason}", path.display())]
    BaselineSyntax {
        path: PathBuf,
        /// What the parser met.
        reason: String,
    },
    /// JSON, and no report of this command.
    #[error("the baseline {} is no report of verify-hasura: {reason}", path.display())]
    BaselineForeign {
        path: PathBuf,
        /// What is missing or other than expected.
        reason: String,
    },
    /// A report of a later version.
    #[error(
        "the baseline {} has schema {found}, and this program knows {known}",
        path.display()
    )]
    BaselineNewer {
        path: PathBuf,
        found: u64,
        /// The newest one known.
        known: u64,
    },
    /// A policy is there already.
    #[error("{} {}", path.display(), if *table { "has a policy already" } else { "is there already" })]
    PolicyExists {
        path: PathBuf,
        /// True for `[verify]` in a configuration file.
        table: bool,
    },
    /// The file to write the policy into is no TOML that can be edited.
    #[error("{}: {reason}", path.display())]
    PolicyFile {
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
}

impl Diagnostic for VerifyError {
    fn class(&self) -> (&'static str, Exit) {
        match self {
            Self::BaselineSyntax { .. } => ("verify.baseline_syntax", Exit::Usage),
            Self::BaselineForeign { .. } => ("verify.baseline_foreign", Exit::Usage),
            Self::BaselineNewer { .. } => ("verify.baseline_newer", Exit::Usage),
            Self::PolicyExists { .. } => ("verify.policy_exists", Exit::Usage),
            Self::PolicyFile { .. } => ("verify.policy_file", Exit::Usage),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::BaselineSyntax { .. } | Self::BaselineForeign { .. } => {
                Some("make one with `st-hasura verify-hasura --output json > baseline.json`".into())
            }
            Self::BaselineNewer { .. } => {
                Some("make it again with this version, or update st-hasura".into())
            }
            Self::PolicyExists { table: true, .. } => Some(
                "--force drafts [verify] anew and keeps what is accepted; --write-policy FILE \
                 writes elsewhere"
                    .into(),
            ),
            Self::PolicyExists { table: false, .. } => {
                Some("--force overwrites it, and keeps what is accepted in it".into())
            }
            Self::PolicyFile { .. } => None,
        }
    }
}
