//! Tokens, and passwords in URLs, by what they look like, for those that come under a name that
//! nobody has told.

use std::ops::Range;

use base64::Engine as _;

use super::names::names_secret;
use super::unescape::{BASE64, Found, blanked, everywhere};

/// What a JWT begins with: the base64 of `{"`, and the base64 of that.
const STARTS: [&str; 2] = ["eyJ", "ZXlK"];

/// How a refresh token ends, behind its nonce in hex (contracts: supertokens §3.3).
const END: &str = ".V2";
const NONCE: usize = 64;

/// Shorter than this, it is a word that begins like one.
const SHORTEST: usize = 16;

/// No password that is held together by quotes is longer.
const LONGEST: usize = 512;

/// A part of a JWT that is shorter could be anything.
const PART: usize = 8;

/// Where tokens stand in a text as it is written: JWTs, whole or one part of them, refresh tokens,
/// and the passwords of URLs (RFC 3986 §3.2.1).
pub(crate) fn tokens(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<_> = passwords(text).collect();
    if !STARTS.iter().any(|start| text.contains(start)) && !text.contains(END) {
        return found;
    }
    let mut from = 0;
    for run in text.split(|c| !is_letter(c)) {
        if let Some(end) = refresh_token(run) {
            found.push(from..from + end);
        }
        let starts = STARTS.iter().flat_map(|start| run.match_indices(start));
        let starts = starts.map(|(at, _)| at).filter(|at| is_json(&run[*at..]));
        if let Some(begin) = starts.min() {
            found.push(from + begin..from + run.len());
        }
        from += run.len();
        from += text[from..].chars().next().map_or(0, char::len_utf8);
    }
    found
}

/// The end of `base64.hex.V2`, whatever stands before it in a URL, and no word behind it.
fn refresh_token(run: &str) -> Option<usize> {
    let ends = run.match_indices(END).map(|(at, end)| (at, at + end.len()));
    let is_end = |(at, end): &(usize, usize)| {
        let nonce = run[..*at].rsplit_once('.').map(|(_, nonce)| nonce);
        let is_nonce = nonce.is_some_and(|nonce| {
            nonce.len() == NONCE && nonce.bytes().all(|digit| digit.is_ascii_hexdigit())
        });
        is_nonce && !run[*end..].starts_with(|c: char| c.is_ascii_alphanumeric())
    };
    ends.filter(is_end).map(|(_, end)| end).last()
}

/// `ada:PASSWORD@` behind `://`. What stands there for a password stays: `${PASSWORD}`, `…`.
fn passwords(text: &str) -> impl Iterator<Item = Range<usize>> {
    text.match_indices("://").filter_map(|(at, sign)| {
        let begin = at + sign.len();
        let ends = |c: char| c.is_whitespace() || "/?#\"'`<>\\".contains(c);
        let authority = text[begin..].split(ends).next()?;
        let (user_info, _) = authority.rsplit_once('@')?;
        let (user, password) = user_info.split_once(':')?;
        let is_one = !password.is_empty() && !stands_for_one(password);
        let begin = begin + user.len() + 1;
        is_one.then(|| begin..begin + password.len())
    })
}

/// True for what is written where a password would stand.
fn stands_for_one(password: &str) -> bool {
    password.starts_with(['$', '*', '[', '{', '%', '…'])
}

/// The values that a URL gives under names of secrets, wherever in it: `?token=…`, `;token=…`,
/// `#access_token=…`.
fn named(url: &str, found: &mut Found) {
    let mut from = 0;
    while let Some(at) = url[from..].find('=').map(|at| from + at) {
        let before = url[from..at].rfind(['?', '&', ';', '#', '/']);
        let name = &url[before.map_or(from, |before| from + before + 1)..at];
        from = at + 1;
        if names_secret(name) {
            let ends = |c: char| c.is_whitespace() || "&;#\"'`<>".contains(c);
            let length = url[from..].find(ends).unwrap_or(url.len() - from);
            if length > 0 {
                found.push(from..from + length);
            }
            from += length;
        }
    }
}

/// A URL without them, however they are written.
pub(crate) fn blank_named(url: &str) -> String {
    blanked(url, everywhere(url, &named))
}

/// Them, as they are written in the URL itself.
pub(crate) fn named_values(url: &str) -> impl Iterator<Item = &str> {
    let mut found = Found::new();
    named(url, &mut found);
    found.into_iter().map(|place| &url[place])
}

/// True where base64 stands that means JSON, or base64 again: in the name of a file that has `eyJ`
/// in it, the letters behind mean nothing.
fn is_json(run: &str) -> bool {
    let letters: String = run
        .chars()
        .map_while(|c| match c {
            '+' => Some('-'),
            '/' => Some('_'),
            '-' | '_' => Some(c),
            _ => c.is_ascii_alphanumeric().then_some(c),
        })
        .take(ENOUGH)
        .collect();
    if run.len() < SHORTEST || letters.len() < PART {
        return false;
    }
    let whole = letters.len() / 4 * 4;
    BASE64.decode(&letters[..whole]).is_ok_and(|bytes| {
        let text = match std::str::from_utf8(&bytes) {
            Ok(text) => text,
            // The last character may have been cut.
            Err(error) if error.error_len().is_none() => return true,
            Err(_) => return false,
        };
        text.chars().all(|c| !c.is_control() || c.is_whitespace())
    })
}

/// Letters that are looked at: two in three of those that mean nothing are no text, so that many
/// tell.
const ENOUGH: usize = 64;

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
    keyword_passwords(text, found);
}

/// `password=…` of a connection string, which is no URL: libpq's keywords (PostgreSQL, chapter
/// "Connection Strings") and ODBC's, where quotes and braces hold a value together.
fn keyword_passwords(text: &str, found: &mut Found) {
    let is_word = |c: char| c.is_ascii_alphanumeric() || "_-".contains(c);
    let mut from = 0;
    while let Some(at) = text[from..].find('=').map(|at| from + at) {
        let name = text[from..at].trim_end().rsplit(|c| !is_word(c)).next();
        from = at + 1;
        let given = ["password", "sslpassword", "passwd", "pwd"];
        if name.is_some_and(|name| given.iter().any(|one| one.eq_ignore_ascii_case(name))) {
            let place = keyword_value(text, from);
            from = place.end;
            if !place.is_empty() && !stands_for_one(&text[place.clone()]) {
                found.push(place);
            }
        }
    }
}

/// Where the value is behind a keyword. What is not closed is as it stands.
fn keyword_value(text: &str, from: usize) -> Range<usize> {
    let blanks = text[from..].len() - text[from..].trim_start().len();
    let begin = from + blanks;
    let value = &text[begin..];
    let inside = value.get(1..).unwrap_or_default();
    // Of a page in which nothing is ever closed, each beginning is looked at.
    let end = inside
        .char_indices()
        .nth(LONGEST)
        .map_or(inside.len(), |(at, _)| at);
    let inside = &inside[..end];
    let held = match value.chars().next() {
        Some('\'') => end_of_quoted(inside),
        Some('{') => inside.find('}'),
        _ => None,
    };
    let held = held.map(|length| begin + 1..begin + 1 + length);
    held.unwrap_or_else(|| {
        let ends = |c: char| c.is_whitespace() || ";&,\"'`<>\\(){}".contains(c);
        begin..begin + value.find(ends).unwrap_or(value.len())
    })
}

/// Where the quote is that is not behind a backslash.
fn end_of_quoted(value: &str) -> Option<usize> {
    let mut quotes = value.match_indices('\'').map(|(at, _)| at);
    let escaped = |at: &usize| {
        let before = &value[..*at];
        (before.len() - before.trim_end_matches('\\').len()) % 2 == 1
    };
    quotes.find(|at| !escaped(at))
}

/// The parts of a JWT after the first, which only names the algorithm; nothing of other texts.
pub(super) fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split('.').skip(1);
    let is_token = text.starts_with(STARTS[0]) && text.contains('.');
    parts.filter(move |part| is_token && part.len() >= PART)
}

#[cfg(test)]
mod tests {
    use super::super::MASK;
    use super::*;

    const TOKEN: &str = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln";

    #[test]
    fn tokens_are_known_whatever_stands_around_them() {
        let refresh = format!("q83vASNFZ4mrze8BI0VniQ==.{}.V2", "0f1e2d3c".repeat(8));
        for (text, rest) in [
            (format!("<p>{TOKEN}</p>"), "<p>[redacted]</p>"),
            (format!("token: {refresh}, done"), "token: [redacted], done"),
            (format!("bad {refresh}."), "bad [redacted]."),
            (
                format!("{refresh}/x {refresh}-"),
                "[redacted]/x [redacted]-",
            ),
            (
                "no postgres://app:s3cr:t@db:5432/app, https://a:b@c/d".into(),
                "no postgres://app:[redacted]@db:5432/app, https://a:[redacted]@c/d",
            ),
            (
                r#"{"url":"postgres:\/\/app:s3cr3t@db"}"#.into(),
                r#"{"url":"postgres:\/\/app:[redacted]@db"}"#,
            ),
            (format!("a=1&t={TOKEN}&b=2"), "a=1&t=[redacted]&b=2"),
            ("\"eyJzdWIiOiIxMjM0In0\"".into(), "\"[redacted]\""),
            ("ZXlKaGJHY2lPaUpJVXpJMU5pSjk".into(), "[redacted]"),
            (
                r#"{"database_url":"host=db user=x password=s3cr3t dbname='q'"}"#.into(),
                r#"{"database_url":"host=db user=x password=[redacted] dbname='q'"}"#,
            ),
            (
                r"sslpassword = 'a \' b' Password='${PASSWORD}'".into(),
                "sslpassword = '[redacted]' Password='${PASSWORD}'",
            ),
            (
                "Server=db;Uid=sa;Pwd=s3cr3t;Encrypt=yes Pwd={a;b}".into(),
                "Server=db;Uid=sa;Pwd=[redacted];Encrypt=yes Pwd={[redacted]}",
            ),
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
    fn what_is_never_closed_is_read_once() {
        let times = 200_000;
        for part in [
            "=",
            "token=",
            "password=",
            "password={",
            "password='\\",
            "://a:b",
        ] {
            let text = format!("https://a.test/?{}", part.repeat(times));
            assert!(blank_tokens(&blank_named(&text)).len() <= text.len() + MASK.len());
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
            "postgres://app@db:5432/app?a=b:c@d",
            "postgres://app:${PASSWORD}@db, redis://:@cache, http://[::1]:80/@x",
            "password_hash=x, password = $1, password=${PASSWORD}, password= , --password-stdin=x",
            r#"<input type="password" name="password">, password={}"#,
            "git@github.com:ada/notes and ada@example.com: https://example.com",
            "é eyJ é",
            "/home/ada/keyJar-backup-of-2024.toml",
            "monkeyJungleBook_2024-12-31.json",
            "report-of-2024.final.V2",
            "release.20241231.V2",
            "ada+eyJournal-2024@example.com",
            "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
            "0b1c9b9e-6a36-4d2c-9a73-7d3a58b6c7f1",
            "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        ] {
            assert_eq!(blank_tokens(text), text);
        }
    }
}
