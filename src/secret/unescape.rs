//! What stands in a text behind escapes: of JSON and scripts, of URLs, of HTML; in base64, and broken
//! over lines.

use std::ops::Range;

use base64::Engine as _;
use base64::alphabet::URL_SAFE;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use html5gum::{Token, Tokenizer};

use super::MASK;

/// Places in a text.
pub(super) type Found = Vec<Range<usize>>;

/// How many ways of writing may be one in another: a JSON text in a JSON string, a URL in a page.
const DEPTH: usize = 2;

/// The longest name of an entity, with what stands around it.
const ENTITY: usize = 40;

/// Fewer letters of base64 hold no secret that is searched for.
const SHORTEST_RUN: usize = 12;

/// Ways of writing a character as several, or with others in between.
#[derive(Clone, Copy, Debug)]
enum Escape {
    /// `\"`, `\u00e9`, `\x22`
    Backslash,
    /// `%C3%A9`, `%u00e9`
    Percent,
    /// `&quot;`, `&#233;`, `&#xe9;`
    Entity,
    /// A line that is broken anywhere, as base64 and terminals break them.
    Break,
    /// A text that is broken and indented where it has blanks.
    Blank,
}

impl Escape {
    /// Those that may be one in another.
    const SIGNS: [Self; 3] = [Self::Backslash, Self::Percent, Self::Entity];

    /// Where the next one may begin.
    fn next(self, text: &str) -> Option<usize> {
        match self {
            Self::Backslash => text.find('\\'),
            Self::Percent => text.find('%'),
            Self::Entity => text.find('&'),
            Self::Break => text.find(['\n', '\r']),
            Self::Blank => text.find(char::is_whitespace),
        }
    }

    /// What stands at the start of a text.
    fn meant(self, text: &str) -> Option<Meant> {
        let some = |(meant, length)| (Some(meant), length);
        match self {
            Self::Backslash => backslash(text).map(some),
            Self::Percent => percent(text).map(some),
            Self::Entity => entity(text).map(some),
            Self::Break => Some((None, blanks(text))),
            Self::Blank => Some((Some(' '), blanks(text))),
        }
    }
}

/// The length of the blanks at the start.
fn blanks(text: &str) -> usize {
    text.len() - text.trim_start().len()
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
    let mut found = as_written(text, find, depth);
    // What breaks a text breaks it as it is shown, so there is nothing else behind it.
    if let Some(plain) = Plain::read(text, Escape::Break) {
        let inner = as_written(&plain.text, find, depth);
        found.extend(inner.into_iter().map(|place| plain.written(place)));
    }
    if let Some(plain) = Plain::read(text, Escape::Blank) {
        let mut inner = Found::new();
        find(&plain.text, &mut inner);
        found.extend(inner.into_iter().map(|place| plain.written(place)));
    }
    if depth > 0 {
        for escape in Escape::SIGNS {
            if let Some(plain) = Plain::read(text, escape) {
                let inner = within(&plain.text, find, depth - 1);
                found.extend(inner.into_iter().map(|place| plain.written(place)));
            }
        }
    }
    found
}

/// All that is found in a text itself, and in its base64.
fn as_written(text: &str, find: &dyn Fn(&str, &mut Found), depth: usize) -> Found {
    let mut found = Found::new();
    find(text, &mut found);
    if depth > 0 {
        found.extend(in_base64(text).filter_map(|(place, meant)| {
            let inner = within(&meant, find, depth - 1);
            (!inner.is_empty()).then_some(place)
        }));
    }
    found
}

/// The runs of base64 that mean a text, with what they mean.
fn in_base64(text: &str) -> impl Iterator<Item = (Range<usize>, String)> {
    let is_letter = |c: char| c.is_ascii_alphanumeric() || "+/-_".contains(c);
    let mut from = 0;
    let runs = text.split(move |c| !is_letter(c)).map(move |run| {
        let place = from..from + run.len();
        from = place.end + text[place.end..].chars().next().map_or(0, char::len_utf8);
        place
    });
    let meant = |place: Range<usize>| {
        let meant = from_base64(&text[place.clone()])?;
        let padding = text[place.end..].bytes().take_while(|sign| *sign == b'=');
        Some((place.start..place.end + padding.count(), meant))
    };
    runs.filter(|place| place.len() >= SHORTEST_RUN)
        .filter_map(meant)
}

/// Takes a part of a longer text.
pub(super) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &URL_SAFE,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// What base64 or base64url means, where that is a text.
fn from_base64(letters: &str) -> Option<String> {
    let letters = letters.replace('+', "-").replace('/', "_");
    // Of one letter too many nothing can be made.
    let whole = letters.len() - usize::from(letters.len() % 4 == 1);
    String::from_utf8(BASE64.decode(&letters[..whole]).ok()?).ok()
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
        let mut plain = Self {
            text: String::new(),
            undone: Vec::new(),
        };
        let mut at = 0;
        while let Some(next) = escape.next(&written[at..]) {
            let start = at + next;
            let sign = written[start..].chars().next()?;
            plain.text.push_str(&written[at..start]);
            let itself = (Some(sign), sign.len_utf8());
            let (meant, length) = escape.meant(&written[start..]).unwrap_or(itself);
            let before = plain.text.len();
            plain.text.extend(meant);
            at = start + length;
            if (meant, length) != itself {
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

/// The character that an escape means, if any, and the escape's length.
type Meant = (Option<char>, usize);

/// The character that an escape at the start means, and the escape's length.
type Character = Option<(char, usize)>;

/// As JSON has them (RFC 8259 §7), and scripts and shells beside.
fn backslash(text: &str) -> Character {
    let meant = match *text.as_bytes().get(1)? {
        sign @ (b'"' | b'\\' | b'/' | b'\'') => char::from(sign),
        b'b' => '\u{8}',
        b'f' => '\u{c}',
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'x' if text[2..].starts_with('{') => return unicode(text),
        b'x' => return Some((char::from_u32(hex(text.get(2..4)?)?)?, 4)),
        b'u' => return unicode(text),
        b'U' => return Some((char::from_u32(hex(text.get(2..10)?)?)?, 10)),
        b'0'..=b'7' => {
            let number = u32::from_str_radix(text.get(1..4)?, 8).ok()?;
            return Some((char::from_u32(number)?, 4));
        }
        _ => return None,
    };
    Some((meant, 2))
}

/// `\u00e9`, two of them for what is beyond 16 bits, or `\u{e9}`.
fn unicode(text: &str) -> Character {
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

/// One character of UTF-8 (RFC 3986 §2.1), or of UTF-16 as old scripts escape it.
fn percent(text: &str) -> Character {
    if text.starts_with("%u") {
        return Some((char::from_u32(hex(text.get(2..6)?)?)?, 6));
    }
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

/// By number or by name, as a browser reads it.
fn entity(text: &str) -> Character {
    let rest = text.get(1..)?;
    let is_number = rest.starts_with('#');
    let is_hex = rest.starts_with("#x") || rest.starts_with("#X");
    let is_part = |(at, c): (usize, char)| match at {
        0 => c == '#' || c.is_ascii_alphabetic(),
        1 if is_hex => true,
        _ if is_hex => c.is_ascii_hexdigit(),
        _ if is_number => c.is_ascii_digit(),
        _ => c.is_ascii_alphanumeric(),
    };
    let end = rest.char_indices().find(|at| !is_part(*at));
    let length = end.map_or(rest.len(), |(at, _)| at);
    let closed = rest[length..].starts_with(';');
    let written = text.get(..=length + usize::from(closed))?;
    // A name needs its end; a number is read without one.
    if !(closed || is_number) || written.len() > ENTITY {
        return None;
    }
    let mut tokens = Tokenizer::new(written).flatten();
    let meant = tokens.find_map(|token| match token {
        Token::String(meant) => Some(meant),
        _ => None,
    })?;
    let meant = std::str::from_utf8(&meant).ok()?;
    let mut characters = meant.chars();
    let character = characters.next()?;
    characters
        .as_str()
        .is_empty()
        .then_some((character, written.len()))
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
