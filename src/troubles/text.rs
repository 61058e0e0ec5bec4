//! A text from anywhere, in a form in which it can be compared.

use serde_json::Value;

/// How many bytes of a text are looked at.
pub(crate) const LONGEST: usize = 1024 * 1024;

/// How far apart two parts of a message may stand where one has `…` between them.
const GAP: usize = 400;

/// How deep JSON lies in texts of JSON: a log line that quotes an answer that quotes another.
const DEPTH: usize = 3;

/// A text without what differs between versions, shells and logs: quotes, case, blanks, colours,
/// and the JSON around it.
#[derive(Debug)]
pub(crate) struct Text(String);

impl Text {
    /// Reads at most [`LONGEST`] bytes of `raw`.
    pub(crate) fn of(raw: &str) -> Self {
        let raw = up_to(raw, LONGEST);
        let mut told = String::new();
        unwrap(raw, DEPTH, &mut told);
        Self(plain(&console::strip_ansi_codes(&told)))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    /// How much of a pattern the text has, in bytes; `None` where it has not all of it. Only whole
    /// words count, but where `…` stands for the rest of one.
    pub(crate) fn weight(&self, pattern: &str) -> Option<usize> {
        let parts: Vec<Part> = Part::all(pattern).collect();
        let (first, rest) = parts.split_first()?;
        let weight = parts.iter().map(|part| part.text.len()).sum();
        let is_message = |start: usize, end: usize| {
            let open = [pattern.starts_with('…'), pattern.ends_with('…')];
            !is_common(pattern) || self.is_a_message(start, end, open)
        };
        let fits = |end: usize| {
            let start = end - first.text.len();
            rest.iter()
                .try_fold(end, |from, part| {
                    part.ends_in(up_to(&self.0, from + GAP), from).next()
                })
                .is_some_and(|last| is_message(start, last))
        };
        first.ends_in(&self.0, 0).any(fits).then_some(weight)
    }
}

/// A pattern of a few everyday words, such as "not found", or of one word that is a code of some
/// program: inside other words they mean other things.
fn is_common(pattern: &str) -> bool {
    let everyday = |word: &str| {
        let mut letters = word.chars();
        letters.next().is_some_and(char::is_alphabetic) && letters.all(char::is_lowercase)
    };
    let own: Vec<&str> = pattern
        .split([' ', '…'])
        .filter(|word| !word.is_empty())
        .collect();
    match own.as_slice() {
        [code] => code.split('-').all(everyday),
        words if pattern.contains('…') => words.len() <= 3 && words.iter().all(|it| everyday(it)),
        words => words.len() <= 2 && words.iter().all(|it| everyday(it)),
    }
}

impl Text {
    /// True for a part that is all that somebody said: the whole text, the value of a member, or
    /// what stands between brackets. An end that is `open` may go on.
    fn is_a_message(&self, start: usize, end: usize, open: [bool; 2]) -> bool {
        let before = self.0[..start].trim_end();
        let after = self.0[end..].trim_start();
        let next = after.split(' ').next().unwrap_or_default();
        // `(code not-found)` is how this program writes it.
        let begins =
            before.is_empty() || before.ends_with([':', '(', '[']) || before.ends_with("(code");
        let ends = next.is_empty()
            || next.ends_with(':')
            || next.starts_with([')', ']', '}', ','])
            || after == ".";
        (open[0] || begins) && (open[1] || ends)
    }
}

/// The beginning of a text, of at most so many bytes.
fn up_to(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// A part of a pattern, between two `…`.
struct Part {
    text: String,
    /// What stands before it may belong to its first word.
    is_open: bool,
    /// What stands behind it may belong to its last word.
    is_cut: bool,
}

impl Part {
    fn all(pattern: &str) -> impl Iterator<Item = Self> {
        let last = pattern.split('…').count() - 1;
        let parts = pattern.split('…').enumerate();
        parts
            .map(move |(at, raw)| Self {
                text: plain(raw),
                is_open: at > 0 && !raw.starts_with(' '),
                is_cut: at < last && !raw.ends_with(' '),
            })
            .filter(|part| !part.text.is_empty())
    }

    /// Where it ends, each time that it stands in the text.
    fn ends_in<'a>(&'a self, text: &'a str, from: usize) -> impl Iterator<Item = usize> + 'a {
        let found = text[from..].match_indices(&self.text);
        found.filter_map(move |(at, _)| {
            let (start, end) = (from + at, from + at + self.text.len());
            let before = text[..start].chars().next_back();
            let after = text[end..].chars().next();
            let opens = self.is_open || !joins(self.text.chars().next(), before);
            let closes = self.is_cut || !joins(self.text.chars().next_back(), after);
            (opens && closes).then_some(end)
        })
    }
}

/// True where two neighbours belong to one word.
fn joins(inner: Option<char>, outer: Option<char>) -> bool {
    let is_word = |one: char| one.is_alphanumeric() || one == '_';
    inner.is_some_and(is_word) && outer.is_some_and(|one| is_word(one) || one == '-')
}

/// The texts in JSON, each on a line of its own; lines that are none, as they are.
fn unwrap(raw: &str, depth: usize, told: &mut String) {
    let json = |text: &str| -> Option<Value> {
        let text = text.trim();
        let is_json = depth > 0 && text.starts_with(['{', '[']);
        is_json.then(|| serde_json::from_str(text).ok()).flatten()
    };
    if let Some(value) = json(raw) {
        return texts(&value, depth, told);
    }
    for line in raw.lines() {
        let start = line.find(['{', '[']).unwrap_or(line.len());
        let (before, rest) = line.split_at(start);
        match json(rest) {
            Some(value) => {
                told.push_str(before);
                texts(&value, depth, told);
            }
            None => told.push_str(line),
        }
        told.push('\n');
    }
}

/// Every text in a value, and the names of its members: a log's `"kind"` says something too.
fn texts(value: &Value, depth: usize, told: &mut String) {
    match value {
        Value::String(text) => {
            unwrap(text, depth - 1, told);
            told.push('\n');
        }
        Value::Array(items) => items.iter().for_each(|item| texts(item, depth, told)),
        Value::Object(members) => {
            for (name, member) in members {
                told.push_str(name);
                told.push_str(": ");
                texts(member, depth, told);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {
            told.push_str(&value.to_string());
            told.push('\n');
        }
    }
}

/// Lower case, single blanks; without quotes, backslashes and control characters.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for one in text.chars() {
        match one {
            '"' | '\'' | '`' | '‘' | '’' | '“' | '”' | '\\' => {}
            one if one.is_whitespace() || one.is_control() => {
                if !out.is_empty() && !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            one => out.extend(one.to_lowercase()),
        }
    }
    out.truncate(out.trim_end().len());
    out
}
