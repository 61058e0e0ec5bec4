//! Where an answer came from.

/// Where an answer came from, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// Somebody said so: a flag, a variable, a file of ours, a person.
    Said(String),
    /// Something was found that says so.
    Found(String),
}

impl Source {
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Said(text) | Self::Found(text) => text,
        }
    }
}
