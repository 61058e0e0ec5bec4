//! The person's terminal: what is said on stderr, questions, progress, colour.
//!
//! stdout carries the result and only the result; what is on it is made in `output`. Colour is
//! decided per stream.

mod format;
mod paint;
mod progress;
mod prompt;
mod streams;
#[cfg(unix)]
mod suspended;
mod watched;

pub(crate) use format::{OutputFormat, ReportFile, SCHEMA};
pub(crate) use paint::{ColorChoice, ColorPlan, Paint, Style};
pub(crate) use streams::{Ui, columns, indented};
pub(crate) use watched::Watched;
