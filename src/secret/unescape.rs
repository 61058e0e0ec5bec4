//! What stands in a text behind escapes: of JSON and scripts, of URLs, of HTML.

use std::ops::Range;

use super::MASK;

/// Places in a text.
pub(super) type Found = Vec<Range<usize>>;

/// How many ways of writing may be one in another: a JSON text in a JSON string, a URL in a page.
const DEPTH: usize = 2;

/// Ways of writing a character as several.
#[derive(Clone, Copy, Debug)]
enum Escape {
    /// `\"`, `\u00e9`, `\x22`
    Backslash,
    /// `%C3%A9`
    Percent,
    /// `&quot;`, `&#233;`, `&#xe9;`
    Entity,
}

/// A text with its escapes undone, and where in the written text everything stands.
struct Plain {
    text: String,
    undone: Vec<Undone>,
}

/// One escape: where it stood, and where in the plain text its character is.
struct Undone {
    written: Range<usize>,
    plain: Range<usize>,
}

/// All that `find` finds in a text as it is written, and in what it means in each way of writing.
pub(super) fn everywhere(text: &str, find: &dyn Fn(&str, &mut Found)) -> Found {
    within(text, find, DEPTH)
}

fn within(text: &str, find: &dyn Fn(&str, &mut Found), depth: usize) -> Found {
    let mut found = Found::new();
    find(text, &mut found);
    if depth > 0 {
        for escape in [Escape::Backslash, Escape::Percent, Escape::Entity] {
            if let Some(plain) = Plain::read(text, escape) {
                let inner = within(&plain.text, find, depth - 1);
                found.extend(inner.into_iter().map(|place| plain.written(place)));
            }
        }
    }
    found
}

/// `text` with [`MASK`] in all these places.
pub(super) fn blanked(text: &str, mut found: Found) -> String {
    found.sort_unstable_by_key(|place| (place.start, place.end));
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    let mut found = found.into_iter().peekable();
    while let Some(mut place) = found.next() {
        // A value inside another, or across its end, never leaves a part of it behind.
        while let Some(next) = found.next_if(|next| next.start < place.end) {
            place.end = place.end.max(next.end);
        }
        out.push_str(&text[done..place.start]);
        out.push_str(MASK);
        done = place.end;
    }
    out.push_str(&text[done..]);
    out
}

impl Plain {
    /// `None` where there is nothing to undo.
    fn read(written: &str, escape: Escape) -> Option<Self> {
        let sign = match escape {
            Escape::Backslash => '\\',
            Escape::Percent => '%',
            Escape::Entity => '&',
        };
        let mut plain = Self {
            text: String::new(),
            undone: Vec::new(),
        };
        let mut at = 0;
        while let Some(next) = written[at..].find(sign) {
            let start = at + next;
            plain.text.push_str(&written[at..start]);
            let (meant, length) = match escape {
                Escape::Backslash => backslash(&written[start..]),
                Escape::Percent => percent(&written[start..]),
                Escape::Entity => entity(&written[start..]),
            }
            .unwrap_or((sign, 1));
            let before = plain.text.len();
            plain.text.push(meant);
            at = start + length;
            if length > 1 {
                plain.undone.push(Undone {
                    written: start..at,
                    plain: before..plain.text.len(),
                });
            }
        }
        plain.text.push_str(&written[at..]);
        (!plain.undone.is_empty()).then_some(plain)
    }

    /// The written form of a place in the plain text.
    fn written(&self, place: Range<usize>) -> Range<usize> {
        let before = |at: usize| {
            let index = self.undone.partition_point(|one| one.plain.start < at);
            index
                .checked_sub(1)
                .and_then(|index| self.undone.get(index))
        };
        // An escape that begins right here belongs to the place.
        let start = match before(place.start + 1) {
            Some(one) if place.start < one.plain.end => one.written.start,
            Some(one) => one.written.end + (place.start - one.plain.end),
            None => place.start,
        };
        let end = match before(place.end) {
            Some(one) if place.end <= one.plain.end => one.written.end,
            Some(one) => one.written.end + (place.end - one.plain.end),
            None => place.end,
        };
        start..end
    }
}

/// The character that an escape at the start means, and the escape's length.
type Meant = Option<(char, usize)>;

/// As JSON has them (RFC 8259 §7), and scripts beside.
fn backslash(text: &str) -> Meant {
    let meant = match *text.as_bytes().get(1)? {
        sign @ (b'"' | b'\\' | b'/' | b'\'') => char::from(sign),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'x' => return Some((char::from_u32(hex(text.get(2..4)?)?)?, 4)),
        b'u' => return unicode(text),
        _ => return None,
    };
    Some((meant, 2))
}

/// `\u00e9`, two of them for what is beyond 16 bits, or `\u{e9}`.
fn unicode(text: &str) -> Meant {
    if let Some(rest) = text.get(2..).and_then(|rest| rest.strip_prefix('{')) {
        let digits = rest.get(..rest.find('}')?)?;
        return Some((char::from_u32(hex(digits)?)?, digits.len() + 4));
    }
    let first = hex(text.get(2..6)?)?;
    if let Some(meant) = char::from_u32(first) {
        return Some((meant, 6));
    }
    let second = text.get(6..8).filter(|start| *start == "\\u");
    let second = hex(second.and(text.get(8..12))?)?;
    let pair = [u16::try_from(first).ok()?, u16::try_from(second).ok()?];
    let meant = char::decode_utf16(pair).next()?.ok()?;
    Some((meant, 12))
}

/// One character of UTF-8 (RFC 3986 §2.1).
fn percent(text: &str) -> Meant {
    let mut bytes = Vec::with_capacity(4);
    for index in 0..4 {
        let part = text.get(index * 3..index * 3 + 3)?.strip_prefix('%')?;
        bytes.push(u8::try_from(hex(part)?).ok()?);
        if let Ok(text) = std::str::from_utf8(&bytes) {
            return Some((text.chars().next()?, bytes.len() * 3));
        }
    }
    None
}

/// By number, or one of those that every program writes by name.
fn entity(text: &str) -> Meant {
    let end = text.char_indices().take(12).find(|(_, c)| *c == ';')?.0;
    let meant = match text.get(1..end)? {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        other => {
            let number = other.strip_prefix('#')?;
            let digits = number.strip_prefix(['x', 'X']);
            char::from_u32(match digits {
                Some(digits) => hex(digits)?,
                None => number.parse().ok()?,
            })?
        }
    };
    Some((meant, end + 1))
}

fn hex(digits: &str) -> Option<u32> {
    let plain = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    plain.then(|| u32::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn places_are_those_of_the_written_text() {
        let written = r#"é\u0041b\"\ud83d\ude00c&"#;
        let plain = Plain::read(written, Escape::Backslash).unwrap();
        assert_eq!(plain.text, "éAb\"😀c&");
        let place = |part: &str| {
            let start = plain.text.find(part).unwrap();
            &written[plain.written(start..start + part.len())]
        };
        assert_eq!(place("A"), "\\u0041");
        assert_eq!(place("b"), "b");
        assert_eq!(place("b\""), "b\\\"");
        assert_eq!(place("😀c"), "\\ud83d\\ude00c");
        assert_eq!(place("c&"), "c&");
        assert_eq!(place("éA"), "é\\u0041");
    }

    proptest! {
        #[test]
        fn nothing_breaks_it(text in r"([\\%&#xu;{}0-9a-fé😀]|amp){0,40}") {
            let all = |text: &str, found: &mut Found| {
                found.extend(text.char_indices().map(|(at, c)| at..at + c.len_utf8()));
            };
            for place in everywhere(&text, &all) {
                prop_assert!(text.get(place).is_some());
            }
        }
    }
}
