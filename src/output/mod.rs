//! The only owner of stdout and stderr.
//!
//! stdout carries the result and only the result; everything said to a person goes to stderr.
//! Colour is decided per stream.

mod json;
mod junit;
mod outcome;
mod page;
mod paint;
mod prompt;
mod report;
mod span;
mod text;
mod ui;
mod visible;

pub use outcome::Outcome;
pub use page::Page;
pub use paint::{ColorPlan, Paint, Style};
pub use report::{Case, CaseStatus, Report};
pub use span::{relative, span};
pub use ui::Ui;
pub use visible::{visible, visible_lines};

pub(crate) use ui::{finish, publish_usage};
