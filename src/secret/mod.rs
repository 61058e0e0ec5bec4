//! Secrets in memory, and their removal from everything that is printed.
//!
//! A [`Secret`] cannot be displayed by accident; a [`Redactor`] knows the secret values of this
//! run and blanks them, in any usual encoding, out of text that is about to leave the process.
//! `shape` knows tokens that nobody has told of; `unescape` sees through the ways of writing;
//! `members` takes care of JSON.
//!
//! What is blanked, in results, errors, reports, notes and traces alike:
//!
//! * a known secret of at least [`SHORTEST`] characters, wherever it stands;
//! * a shorter one where a secret belongs: as the whole value of a member that is named like one.
//!   Blanked everywhere, `admin` or `data` would shred what there is to read, and tell by the gaps
//!   what it is. GitLab masks no shorter values either, and SuperTokens takes no shorter passwords
//!   unless it is told to (contracts: supertokens §1.3);
//! * in errors, notes and traces, whatever looks like a token;
//! * never the name of a member of our own JSON.

mod members;
mod names;
mod redactor;
mod shape;
mod unescape;

use std::fmt;

use zeroize::Zeroizing;

pub(crate) use members::without_tokens;
pub(crate) use names::names_secret;
pub(crate) use redactor::Redactor;
pub(crate) use shape::{blank_named, blank_tokens, holds_token, named_values, tokens};

/// Values shorter than this are words, not to be searched for.
pub(crate) const SHORTEST: usize = 8;

/// What stands in the place of a secret.
pub(crate) const MASK: &str = "[redacted]";

/// A value that must not be shown: no `Display`, a blind `Debug`, wiped when dropped.
#[derive(Clone, PartialEq, Eq, Default)]
pub(crate) struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a value.
    pub(crate) fn new(value: impl Into<String>) -> Self {
        Self(Zeroizing::new(value.into()))
    }

    /// The value itself. Each call is a place where it could leak: keep them few.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }

    /// True for the empty string.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret([redacted])")
    }
}

impl From<String> for Secret {
    fn from(value: String) -> Self {
        Self::new(value)
    }
}

#[cfg(test)]
mod tests {
    use super::Secret;

    #[test]
    fn debug_is_blind() {
        assert_eq!(
            format!("{:?}", Secret::new("hunter22")),
            "Secret([redacted])"
        );
    }
}
