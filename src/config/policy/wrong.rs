//! What is wrong with a policy, at its line.

use std::ops::Range;

use crate::config::ConfigError;
use crate::config::toml::Reader;

/// Of what stands in this part of the text.
pub(super) fn wrong(
    reader: &Reader<'_>,
    span: &Range<usize>,
    what: String,
    hint: &str,
) -> ConfigError {
    problem(reader, reader.line(span), what, hint.into())
}

/// Of what stands in this line.
pub(super) fn problem(
    reader: &Reader<'_>,
    line: usize,
    problem: String,
    hint: String,
) -> ConfigError {
    ConfigError::Policy {
        path: reader.path.to_owned(),
        line,
        problem,
        hint,
    }
}
