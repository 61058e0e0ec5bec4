//! The secret values of a run, and their removal from text.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use super::unescape::{Found, blanked, everywhere};
use super::{SHORTEST, Secret, shape};

/// Knows the secret values of this run. Clones share one list.
#[derive(Clone, Debug, Default)]
pub(crate) struct Redactor {
    needles: Arc<Mutex<Needles>>,
}

#[derive(Default)]
struct Needles {
    /// What is too short to be searched for, in order.
    short: Vec<Zeroizing<String>>,
    /// Every other value, once and in order: a run sends the same token thousands of times.
    values: Vec<Zeroizing<String>>,
    /// Those that are not among the forms yet. Most commands that know a secret print nothing that
    /// has to be searched for it, so its encodings wait until something does.
    waiting: Vec<Zeroizing<String>>,
    /// What to search for.
    forms: Vec<Zeroizing<String>>,
}

impl fmt::Debug for Needles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Needles({})", self.values.len())
    }
}

impl Needles {
    fn learn(&mut self, value: &str) {
        if value.trim().is_empty() {
            return;
        }
        let is_short = value.trim().len() < SHORTEST;
        let known = if is_short {
            &mut self.short
        } else {
            &mut self.values
        };
        if let Err(place) = known.binary_search_by(|known| (**known).as_str().cmp(value)) {
            known.insert(place, Zeroizing::new(value.to_owned()));
            if !is_short {
                self.waiting.push(Zeroizing::new(value.to_owned()));
            }
        }
    }

    fn encode(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        for value in self.waiting.drain(..) {
            let forms = encodings(&value).into_iter().map(Zeroizing::new);
            self.forms
                .extend(forms.filter(|form| form.len() >= SHORTEST));
        }
        self.forms
            .sort_unstable_by(|one, other| one.as_str().cmp(other));
        self.forms.dedup();
    }
}

impl Redactor {
    /// Remembers `value`, and of a JWT also each part that tells anything by itself.
    pub(crate) fn learn(&self, value: &str) {
        let mut needles = self.needles.lock().unwrap_or_else(PoisonError::into_inner);
        needles.learn(value);
        for part in shape::parts(value) {
            needles.learn(part);
        }
    }

    /// [`Redactor::learn`] for a [`Secret`].
    pub(crate) fn learn_secret(&self, secret: &Secret) {
        self.learn(secret.expose());
    }

    /// True for a secret that is too short to be searched for.
    pub(super) fn knows(&self, text: &str) -> bool {
        let needles = self.needles.lock().unwrap_or_else(PoisonError::into_inner);
        let short = &needles.short;
        short
            .binary_search_by(|known| (**known).as_str().cmp(text))
            .is_ok()
    }

    /// [`Redactor::redact`], and without what looks like a token: for what is said beside a result.
    pub(crate) fn blank(&self, text: &str) -> String {
        shape::blank_tokens(&self.redact(text))
    }

    /// `text` with every known value blanked: raw, in base64, base64url and hex, escaped as JSON,
    /// URLs and HTML have it, broken over lines, and also one in another.
    pub(crate) fn redact(&self, text: &str) -> String {
        let mut needles = self.needles.lock().unwrap_or_else(PoisonError::into_inner);
        needles.encode();
        let find = |text: &str, found: &mut Found| {
            // Most are tokens, longer than most lines.
            let fit = |form: &&Zeroizing<String>| form.len() <= text.len();
            for needle in needles.forms.iter().filter(fit) {
                let places = text.match_indices(needle.as_str());
                found.extend(places.map(|(start, form)| start..start + form.len()));
            }
        };
        if needles.forms.is_empty() {
            return text.to_owned();
        }
        blanked(text, everywhere(text, &find))
    }
}

/// The ways of writing a value that nothing shows to be one.
fn encodings(value: &str) -> Vec<String> {
    let mut forms = vec![value.to_owned()];
    // As it is told again by programs that cut off its ends or break it.
    forms.push(value.split_whitespace().collect::<Vec<_>>().join(" "));
    if value.contains(' ') {
        // In forms, once their percent signs are undone.
        forms.push(value.replace(' ', "+"));
    }
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
    // As databases and dumps show bytes.
    let digits = value.bytes().map(|byte| format!("{byte:02x}"));
    let digits: String = digits.collect();
    forms.push(digits.to_ascii_uppercase());
    forms.push(digits);
    forms
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::secret::MASK;
    use proptest::prelude::*;

    #[test]
    fn words_are_not_searched_for() {
        let redactor = Redactor::default();
        for short in ["data", "admin", "pass-12"] {
            redactor.learn(short);
        }
        redactor.learn("pass-123");
        let text = "the role admin wrote data, pass-12 and pass-123";
        let shown = "the role admin wrote data, pass-12 and [redacted]";
        assert_eq!(redactor.redact(text), shown);
        assert!(redactor.knows("admin") && !redactor.knows("adm"));
    }

    #[test]
    fn a_value_inside_a_longer_one_leaves_nothing() {
        let redactor = Redactor::default();
        redactor.learn("abcd1234");
        redactor.learn("abcd1234efgh5678");
        redactor.learn("5678ijkl");
        assert_eq!(redactor.redact("x abcd1234efgh5678 y"), "x [redacted] y");
        assert_eq!(redactor.redact("abcd1234efgh5678ijkl"), "[redacted]");
    }

    #[test]
    fn every_way_of_writing_is_seen_through() {
        let redactor = Redactor::default();
        redactor.learn("Pl4nted\"pass/word+é&=%");
        redactor.learn("an other one");
        for text in [
            r#"Pl4nted\"pass\/word+\u00e9\u0026\u003d%"#,
            r"\u0050l4nted\u0022pass\u002Fword+é&=%",
            r"Pl4nted\x22pass/word+é\x26=%",
            "Pl4nted%22pass%2fword%2B%c3%A9%26%3d%25",
            "Pl4nted&quot;pass/word+&#233;&amp;=%",
            "Pl4nted&#34;pass&#x2F;word&#43;&#xE9;&#38;&#61;&#37;",
            // One in another: a JSON text in a JSON string, an address in a page.
            r#"Pl4nted\\\"pass/word+é&=%"#,
            "Pl4nted%2522pass%252Fword%252B%25C3%25A9%2526%253D%2525",
            "Pl4nted\\u0026quot;pass/word+é\\u0026amp;=%",
            "an+other+one",
            "an%20other%20one",
            "an\\u0020other&#32;one",
            "an\n    other\n    one",
            "an\\n  other one",
            "an  other\tone",
            "Pl4nted&QUOT;pass&sol;word&plus;&eacute;&AMP;&equals;&percnt;",
            "Pl4nted&#0000000034;pass&#47word+&#xE9&amp;=%",
            "Pl4nted%22pass/word+%u00e9&=%",
            "\\U00000050l4nted\\x{22}pass\\057word+é&=%",
            "Pl4nted\n  \"pass/wo\nrd+é&=%",
            "UGw0bnRlZCJwYXNzL3dv\ncmQrw6kmPSU=",
            "616e206f74686572206f6e65",
            "WVc0Z2IzUm9aWElnYjI1bA==",
        ] {
            assert_eq!(
                redactor.redact(&format!("<{text}>")),
                "<[redacted]>",
                "{text}"
            );
        }
    }

    #[test]
    fn parts_of_a_token_are_secrets() {
        let redactor = Redactor::default();
        redactor.learn("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJlLW9mLWl0");
        let text = "eyJzdWIiOiIxMjM0In0 c2lnbmF0dXJlLW9mLWl0 eyJhbGciOiJIUzI1NiJ9";
        // The first says no more than the algorithm.
        assert_eq!(
            redactor.redact(text),
            "[redacted] [redacted] eyJhbGciOiJIUzI1NiJ9"
        );
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
