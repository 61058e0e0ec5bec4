//! How session tokens travel.

use clap::ValueEnum;

/// `--transport`: how session tokens travel between client and auth API.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub(crate) enum Transport {
    /// In cookies
    #[default]
    Cookie,
    /// In headers
    Header,
}
