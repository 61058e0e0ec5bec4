//! In which shape a result is wanted.

use std::path::PathBuf;

use clap::ValueEnum;

/// Version of the JSON envelope.
pub(crate) const SCHEMA: u32 = 1;

/// `--output`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum OutputFormat {
    /// For people
    #[default]
    Text,
    /// One JSON object
    Json,
    /// JUnit XML, for reports
    Junit,
    /// TAP version 14
    Tap,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// Annotations for the log of GitHub Actions, and the job summary
    Github,
    /// One self-contained page
    Html,
}

impl OutputFormat {
    /// True for the formats of reports, which only some commands make.
    pub(crate) const fn is_report(self) -> bool {
        match self {
            Self::Text | Self::Json => false,
            Self::Junit | Self::Tap | Self::Sarif | Self::Github | Self::Html => true,
        }
    }
}

/// One report to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReportFile {
    pub format: OutputFormat,
    /// Where, as typed.
    pub path: PathBuf,
}
