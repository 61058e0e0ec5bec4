//! Words about anything, for people: texts of others made harmless, spans of time, numbers of
//! things, and YAML. Imports no other part of the program.

mod count;
mod decode;
mod duration;
mod escape;
mod shown_path;
mod yaml;

pub(crate) use count::count;
pub(crate) use decode::{Encoding, decode};
pub(crate) use duration::{relative, span};
pub(crate) use escape::{commandless, commands, visible, visible_lines};
pub(crate) use shown_path::ShownPath;
pub(crate) use yaml::yaml;
