//! The checks, by what they look at.

pub(super) mod auth_api;
pub(super) mod clocks;
pub(super) mod config;
pub(super) mod core;
pub(super) mod cors;
pub(super) mod hasura;
pub(super) mod keys;
pub(super) mod permissions;
pub(super) mod reach;
pub(super) mod token;

use super::seen::shown;
