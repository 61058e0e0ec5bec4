//! How session tokens travel.

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// `--transport`: how session tokens travel between client and auth API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Transport {
    /// In cookies
    #[default]
    Cookie,
    /// In headers
    Header,
}
