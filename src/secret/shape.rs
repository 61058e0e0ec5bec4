//! Tokens by what they look like, for those that come under a name that nobody has told.

use std::ops::Range;

use super::unescape::{Found, blanked, everywhere};

/// What a JWT begins with: the base64 of `{"`, and the base64 of that.
const STARTS: [&str; 2] = ["eyJ", "ZXlK"];

/// How a refresh token ends (contracts: supertokens §2.3).
const END: &str = ".V2";

/// Shorter than this, it is a word that begins like one.
const SHORTEST: usize = 16;

/// A part of a JWT that is shorter could be anything.
const PART: usize = 8;

/// Where tokens stand in a text as it is written: JWTs, whole or one part of them, and refresh
/// tokens.
pub(crate) fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if !STARTS.iter().any(|start| text.contains(start)) && !text.contains(END) {
        return found;
    }
    let mut from = 0;
    for run in text.split(|c| !is_letter(c)) {
        let start = STARTS.iter().filter_map(|start| run.find(start)).min();
        let whole = run.ends_with(END) && run.matches('.').count() >= 2;
        let begin = if whole { Some(0) } else { start };
        if let Some(begin) = begin.filter(|begin| run.len() - begin >= SHORTEST) {
            found.push(from + begin..from + run.len());
        }
        from += run.len();
        from += text[from..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// Letters of tokens: base64, base64url, dots between parts, and what URLs make of the rest.
const fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+' | '/' | '=' | '%')
}

/// True when a token stands in there, however it is written.
pub(crate) fn holds_token(text: &str) -> bool {
    !everywhere(text, &find).is_empty()
}

/// `text` without its tokens, however they are written.
pub(crate) fn blank_tokens(text: &str) -> String {
    blanked(text, everywhere(text, &find))
}

fn find(text: &str, found: &mut Found) {
    found.extend(tokens(text));
}

/// The parts of a JWT after the first, which only names the algorithm; nothing of other texts.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split('.').skip(1);
    let is_token = text.starts_with(STARTS[0]) && text.contains('.');
    parts.filter(move |part| is_token && part.len() >= PART)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln";

    #[test]
    fn tokens_are_known_whatever_stands_around_them() {
        let refresh = "q83vASNFZ4mrze8BI0VniQ==.0f1e2d3c.V2";
        for (text, rest) in [
            (format!("<p>{TOKEN}</p>"), "<p>[redacted]</p>"),
            (format!("token: {refresh}, done"), "token: [redacted], done"),
            (format!("a=1&t={TOKEN}&b=2"), "a=1&t=[redacted]&b=2"),
            ("\"eyJzdWIiOiIxMjM0In0\"".into(), "\"[redacted]\""),
            ("ZXlKaGJHY2lPaUpJVXpJMU5pSjk".into(), "[redacted]"),
            (
                format!("x \\u0065\\u0079{} y", &TOKEN[2..]),
                "x [redacted] y",
            ),
            (format!("&#101;{}", &TOKEN[1..]), "[redacted]"),
            (format!("%65{}", &TOKEN[1..]), "[redacted]"),
        ] {
            assert_eq!(blank_tokens(&text), rest);
            assert!(holds_token(&text), "{text}");
        }
    }

    #[test]
    fn other_words_stay() {
        for text in [
            "",
            "eyJ",
            "version.V2",
            "https://example.test/a/b?c=d.V2x",
            "5d41402abc4b2a76b9719d911017c592",
            "é eyJ é",
        ] {
            assert_eq!(blank_tokens(text), text);
        }
    }
}
