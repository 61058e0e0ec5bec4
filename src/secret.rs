//! Secrets in memory, and their removal from everything that is printed.
//!
//! A [`Secret`] cannot be displayed by accident; a [`Redactor`] knows the secret values of this
//! run and blanks them, in any usual encoding, out of text that is about to leave the process.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

/// What stands in the place of a secret.
pub(crate) const MASK: &str = "[redacted]";

/// Values shorter than this are not searched for: blanking them would shred ordinary words.
const SHORTEST: usize = 4;

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

/// Knows the secret values of this run. Clones share one list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Redactor {
    needles: Arc<Mutex<Needles>>,
}

#[derive(Default)]
struct Needles {
    /// Every value, once and in order: a run sends the same token thousands of times.
    values: Vec<Zeroizing<String>>,
    /// Those that are not among the forms yet. Most commands that know a secret print nothing that
    /// has to be searched for it, so its encodings wait until something does.
    waiting: Vec<Zeroizing<String>>,
    /// What to search for, each once, longest first.
    forms: Vec<Zeroizing<String>>,
}

impl fmt::Debug for Needles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Needles({})", self.values.len())
    }
}

impl Needles {
    fn encode(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        for value in self.waiting.drain(..) {
            let forms = encodings(&value).into_iter().map(Zeroizing::new);
            self.forms
                .extend(forms.filter(|form| form.len() >= SHORTEST));
        }
        // Longest first, so that a value inside another never leaves half of it behind.
        self.forms.sort_by(|one, other| {
            let by_length = other.len().cmp(&one.len());
            by_length.then_with(|| one.as_str().cmp(other.as_str()))
        });
        self.forms.dedup();
    }
}

impl Redactor {
    /// Remembers `value` and its encodings: raw, JSON-escaped, URL-encoded (both ways of writing
    /// a blank), base64 and base64url.
    pub(crate) fn learn(&self, value: &str) {
        if value.trim().len() < SHORTEST {
            return;
        }
        let mut needles = self.needles.lock().unwrap_or_else(PoisonError::into_inner);
        let known = &mut needles.values;
        if let Err(place) = known.binary_search_by(|known| known.as_str().cmp(value)) {
            known.insert(place, Zeroizing::new(value.to_owned()));
            needles.waiting.push(Zeroizing::new(value.to_owned()));
        }
    }

    /// [`Redactor::learn`] for a [`Secret`].
    pub(crate) fn learn_secret(&self, secret: &Secret) {
        self.learn(secret.expose());
    }

    /// `text` with every known value replaced by [`MASK`].
    pub(crate) fn redact(&self, text: &str) -> String {
        let mut needles = self.needles.lock().unwrap_or_else(PoisonError::into_inner);
        needles.encode();
        let mut out = text.to_owned();
        for needle in &needles.forms {
            if out.contains(needle.as_str()) {
                out = out.replace(needle.as_str(), MASK);
            }
        }
        out
    }
}

/// The ways in which a value is likely to be written into text.
fn encodings(value: &str) -> Vec<String> {
    let mut forms = vec![value.to_owned()];
    if let Ok(json) = serde_json::to_string(value) {
        forms.push(json[1..json.len() - 1].to_owned());
    }
    let form_encoded: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
    forms.push(form_encoded.replace('+', "%20"));
    forms.push(form_encoded);
    // A value inside a longer base64 text starts at one of three bit offsets; the characters
    // that depend on its neighbours are cut off.
    for offset in 0..3_usize {
        let mut padded = vec![0_u8; offset];
        padded.extend_from_slice(value.as_bytes());
        let skip = [0, 2, 3][offset];
        for engine in [&STANDARD_NO_PAD, &URL_SAFE_NO_PAD] {
            let text = engine.encode(&padded);
            let keep = text.len() - usize::from(padded.len() % 3 != 0);
            // Shorter than this, the middle could be an ordinary word.
            if keep.saturating_sub(skip) >= 8 {
                forms.push(text[skip..keep].to_owned());
            }
        }
    }
    forms.push(STANDARD.encode(value));
    forms
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn debug_is_blind() {
        assert_eq!(
            format!("{:?}", Secret::new("hunter22")),
            "Secret([redacted])"
        );
    }

    #[test]
    fn a_value_inside_a_longer_one_leaves_nothing() {
        let redactor = Redactor::default();
        redactor.learn("abcd1234");
        redactor.learn("abcd1234efgh5678");
        assert_eq!(redactor.redact("x abcd1234efgh5678 y"), "x [redacted] y");
    }

    proptest! {
        #[test]
        fn no_encoding_survives(value in "[!-~]{8,40}", before in "[ -~]{0,7}", after in "[ -~]{0,7}") {
            let redactor = Redactor::default();
            redactor.learn(&value);
            let whole = format!("{before}{value}{after}");
            prop_assert!(!redactor.redact(&whole).contains(&value));
            let url: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
            let query = format!("a={url}&");
            prop_assert!(!redactor.redact(&query).contains(&url));
            let json = serde_json::to_string(&value).unwrap();
            prop_assert!(!redactor.redact(&json).contains(&json[1..json.len() - 1]));
            let base64 = STANDARD.encode(&whole);
            let redacted = redactor.redact(&base64);
            prop_assert!(redacted.contains(MASK), "{redacted}");
        }
    }
}
