//! `explain`.

use clap::Args;

use super::Known;

/// `explain`.
#[derive(Clone, Debug, Default, Args)]
pub(crate) struct ExplainArgs {
    /// A code (session.missing), probe (P05), rule (J001), check of doctor or fault of the sandbox,
    /// or a message with whatever is around it; - or nothing for standard input
    #[arg(value_name = "CODE|TEXT", add = Known::Pages)]
    pub text: Vec<String>,
    /// List everything that can be explained
    #[arg(long, conflicts_with = "text")]
    pub list: bool,
}
