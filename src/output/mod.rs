//! The only owner of stdout and stderr.
//!
//! stdout carries the result and only the result; everything said to a person goes to stderr.
//! Colour is decided per stream.

mod count;
mod files;
mod formats;
mod json;
mod matrix;
mod outcome;
mod page;
mod paint;
mod progress;
mod prompt;
mod report;
mod span;
mod text;
mod ui;
mod visible;

pub(crate) use count::count;
pub(crate) use matrix::Matrix;
pub(crate) use outcome::Outcome;
pub(crate) use page::{Page, columns};
pub(crate) use paint::{ColorPlan, Style};
pub(crate) use report::{Acceptance, Case, CaseStatus, Mood, Report, Ruling};
pub(crate) use span::{relative, span};
pub(crate) use ui::Ui;
pub(crate) use visible::{visible, visible_lines};

pub(crate) use files::Files;
pub(crate) use json::SCHEMA;
pub(crate) use progress::Progress;
pub(crate) use ui::{finish, publish_usage};
