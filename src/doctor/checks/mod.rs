//! The checks, by what they look at.

pub(super) mod auth_api;
pub(super) mod clocks;
pub(super) mod config;
pub(super) mod core;
pub(super) mod hasura;
pub(super) mod keys;
pub(super) mod permissions;
pub(super) mod reach;
pub(super) mod token;

use url::Url;

use crate::http::without_user_info;

/// A URL for people.
pub(super) fn shown(url: &Url) -> String {
    let text = without_user_info(url).to_string();
    text.trim_end_matches('/').to_owned()
}
