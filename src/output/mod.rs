//! What a command has found out, as text, as JSON and as reports: the end of every run.

mod echoes;
mod files;
mod finish;
mod formats;
mod json;
mod matrix;
mod outcome;
mod problem;
mod report;
mod text_page;

pub(crate) use echoes::of as echoes_of;
pub(crate) use files::Files;
pub(crate) use finish::{finish, publish_offers, publish_outcome, publish_usage};
pub(crate) use matrix::{Mark, Matrix, Row};
pub(crate) use outcome::Outcome;
pub(crate) use problem::show_error;
pub(crate) use report::{Acceptance, Case, CaseStatus, Mood, Report, Ruling, place};
pub(crate) use text_page::Page;
