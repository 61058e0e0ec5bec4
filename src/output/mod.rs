//! What a command has found out, as text, as JSON and as reports: the end of every run.

mod files;
mod finish;
mod formats;
mod json;
mod matrix;
mod outcome;
mod report;
mod text;
mod text_page;

pub(crate) use files::Files;
pub(crate) use finish::{finish, publish_outcome, publish_usage};
pub(crate) use json::SCHEMA;
pub(crate) use matrix::Matrix;
pub(crate) use outcome::Outcome;
pub(crate) use report::{Acceptance, Case, CaseStatus, Mood, Report, Ruling};
pub(crate) use text_page::Page;
