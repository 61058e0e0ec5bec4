//! Texts of `NAME=value` lines: `.env` files, and what a shell sources.
//!
//! Who reads a line is told by how it is written: `export` is for a shell, a quoted value for a
//! reader of `.env` files, a bare one for docker, which takes the line as it is. Of several
//! assignments of one name the last counts, as it does for shells and for Compose.
//!
//! Values are read by libraries, [`dotenvy`] and [`shlex`], whose errors quote the line and are
//! never shown. An edit replaces the bytes of a value and nothing else.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::io::Read;

/// What a file of UTF-8 may begin with; no part of what it says.
pub(crate) const BYTE_ORDER_MARK: char = '\u{feff}';

/// Bytes of a value whose end is looked for.
const LONGEST: usize = 64 * 1024;

/// Places where a value might end, each of which is tried: a value of many lines has as many.
const ENDS: usize = 2048;

/// Bytes that the values of one text come to when its variables are put in.
const GROWN: usize = 16 * 1024 * 1024;

/// Bytes of a variable that only the environment sets.
const FOREIGN: usize = 4096;

/// One line with an assignment. A line inside a quoted value may look like one, too.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Assignment<'t> {
    pub(crate) name: &'t str,
    /// Written with `export`: for a shell.
    pub(crate) exported: bool,
    /// A blank stands before the `=` or within what stands there, `export` included.
    pub(crate) spaced: bool,
    /// Its line, from 1.
    pub(crate) line: usize,
    /// Where the value starts in the text, behind the `=`.
    pub(crate) start: usize,
    /// The text from there to its end: a quoted value may have several lines.
    rest: &'t str,
}

/// All assignments of a text.
pub(crate) fn assignments(text: &str) -> impl Iterator<Item = Assignment<'_>> {
    let mut offset = 0;
    text.split_inclusive('\n')
        .enumerate()
        .filter_map(move |(index, line)| {
            let begin = offset;
            offset += line.len();
            let (left, _) = line.split_once('=')?;
            // Editors of Windows put it before the first name.
            let unmarked = left.trim_start_matches(BYTE_ORDER_MARK);
            let bare = unmarked.trim();
            let exported = bare.strip_prefix("export ").map(str::trim_start);
            let start = begin + left.len() + 1;
            Some(Assignment {
                name: exported.unwrap_or(bare),
                exported: exported.is_some(),
                spaced: unmarked.trim_start().contains(char::is_whitespace),
                line: index + 1,
                start,
                rest: &text[start..],
            })
        })
}

/// The assignment of this name that counts.
pub(crate) fn last<'t>(text: &'t str, name: &str) -> Option<Assignment<'t>> {
    assignments(text).filter(|one| one.name == name).last()
}

impl Assignment<'_> {
    /// What its reader gets; `None` when it refuses the line, or its quotes are never closed.
    pub(crate) fn value(&self) -> Option<String> {
        if !self.exported && self.is_quoted() {
            return dotenv(self.rest).map(|(value, _)| value);
        }
        self.span().map(|(_, value)| value)
    }

    /// The same for readers to which `export` means nothing, and no value is of more than
    /// [`LONGEST`] bytes.
    pub(crate) fn without_export(self) -> Self {
        let mut ends = (0..4).map(|back| LONGEST - back);
        let rest = if self.rest.len() <= LONGEST {
            self.rest
        } else {
            ends.find_map(|end| self.rest.get(..end))
                .unwrap_or_default()
        };
        Self {
            exported: false,
            rest,
            ..self
        }
    }

    /// What docker's `--env-file` takes: the line to its end, quotes and blanks included.
    pub(crate) fn verbatim(&self) -> String {
        self.rest.lines().next().unwrap_or_default().to_owned()
    }

    /// True when quotes stand around the value that not all readers take away.
    pub(crate) fn has_quotes(&self) -> bool {
        !self.exported && self.is_quoted()
    }

    /// How many bytes the value takes, and what it says; `None` when its quotes are never closed,
    /// or not within [`LONGEST`] bytes and [`ENDS`] places where it might end.
    ///
    /// Where it ends is not for this program to say: the shortest text that a reader accepts is
    /// the value, and what follows it on the line is left alone.
    pub(crate) fn span(&self) -> Option<(usize, String)> {
        if self.exported {
            return self.word();
        }
        if !self.is_quoted() {
            let bare = self.rest.lines().next().unwrap_or_default().trim_end();
            return Some((bare.len(), bare.trim_start().to_owned()));
        }
        let blanks = self.blanks();
        self.rest[blanks..]
            .match_indices(['\'', '"'])
            .map(|(index, _)| blanks + index + 1)
            .skip(1)
            // A closing quote that more of the same word follows closes nothing.
            .filter(|end| is_end(&self.rest[*end..], "#;&|"))
            .take_while(|end| *end <= LONGEST)
            .take(ENDS)
            .find_map(|end| match dotenv(&self.rest[..end]) {
                Some((value, true)) => Some((end, value)),
                _ => None,
            })
    }

    /// The word that a shell takes.
    fn word(&self) -> Option<(usize, String)> {
        // Behind the `=` of an assignment, nothing starts a comment and a blank ends the value.
        let first = |text: &str| {
            let word = shlex::Shlex::new(&format!("={text}")).next()?;
            Some(word[1..].to_owned())
        };
        // Where a quote is never closed, no shorter text is worth a try.
        first(self.rest)?;
        self.rest
            .char_indices()
            .map(|(index, _)| index)
            .chain([self.rest.len()])
            .filter(|end| is_end(&self.rest[*end..], ";&|"))
            .take_while(|end| *end <= LONGEST)
            .take(ENDS)
            .find_map(|end| Some((end, first(&self.rest[..end])?)))
    }

    fn has(&self, written: &str) -> bool {
        !written.is_empty() && self.rest[self.blanks()..].starts_with(written)
    }

    fn is_quoted(&self) -> bool {
        self.rest[self.blanks()..].starts_with(['\'', '"'])
    }

    fn blanks(&self) -> usize {
        self.rest.len() - self.rest.trim_start_matches([' ', '\t']).len()
    }
}

/// True when a word cannot go on with this.
fn is_end(rest: &str, marks: &str) -> bool {
    rest.chars()
        .next()
        .is_none_or(|next| next.is_whitespace() || marks.contains(next))
}

/// The value that a text begins with, and whether it is all that there is.
fn dotenv(value: &str) -> Option<(String, bool)> {
    // The reader wants a name.
    let line = format!("VALUE={}", value.trim_start_matches([' ', '\t']));
    let mut pairs = dotenvy::from_read_iter(line.as_bytes());
    let (_, value) = pairs.next()?.ok()?;
    Some((value, pairs.next().is_none()))
}

/// What a text sets.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Variables {
    pub(crate) values: BTreeMap<String, String>,
    /// False when a line is no assignment: what comes behind it is not read.
    pub(crate) complete: bool,
}

impl Variables {
    /// All of them, or nothing.
    pub(crate) fn all(self) -> Option<BTreeMap<String, String>> {
        self.complete.then_some(self.values)
    }
}

/// All variables, as a program that loads the file has them.
pub(crate) fn variables(text: &str) -> Variables {
    let text = text.trim_start_matches(BYTE_ORDER_MARK);
    let values = RefCell::default();
    let lines = Lines {
        rest: text,
        line: &[],
        values: &values,
        grown: 0,
    };
    let mut exported = assignments(text).filter(|one| one.exported);
    let mut complete = true;
    for pair in dotenvy::from_read_iter(lines) {
        let pair = match pair {
            Ok(pair) => Some(pair),
            // Words behind the value, which a shell allows and this reader does not. It tells what
            // stands behind the `=`.
            Err(dotenvy::Error::LineParse(refused, _)) => exported
                .find(|one| one.has(&refused))
                .and_then(|one| Some((one.name.to_owned(), one.value()?))),
            Err(_) => None,
        };
        let Some((name, value)) = pair else {
            complete = false;
            break;
        };
        values.borrow_mut().insert(name, value);
    }
    Variables {
        values: values.into_inner(),
        complete,
    }
}

/// The lines of a text, as long as its values stay within [`GROWN`] bytes. The reader puts
/// variables in, so that twenty lines that each name the one above twice are a million times as
/// long; before it gets a line, it is reckoned how long that will be.
struct Lines<'a> {
    rest: &'a str,
    /// What is left of the line that is being read.
    line: &'a [u8],
    /// What was read before.
    values: &'a RefCell<BTreeMap<String, String>>,
    grown: usize,
}

impl<'a> Lines<'a> {
    fn next(&mut self) -> std::io::Result<&'a [u8]> {
        let end = self.rest.find('\n').map_or(self.rest.len(), |end| end + 1);
        let (line, rest) = self.rest.split_at(end);
        let values = self.values.borrow();
        // `$NAME` ends with the first character that is no letter and no digit.
        let named = line.split('$').skip(1).map(|behind| {
            let name = match behind.strip_prefix('{') {
                Some(inner) => inner.split('}').next(),
                None => behind.split(|c: char| !c.is_alphanumeric()).next(),
            };
            let value = values.get(name.unwrap_or_default());
            value.map_or(FOREIGN, String::len)
        });
        self.grown = named.fold(self.grown + line.len(), usize::saturating_add);
        if self.grown > GROWN {
            return Err(std::io::Error::other(
                "its values name one another too often",
            ));
        }
        self.rest = rest;
        Ok(line.as_bytes())
    }
}

impl Read for Lines<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.line.is_empty() {
            self.line = self.next()?;
        }
        self.line.read(buffer)
    }
}

/// The text with `name` set to `value`, which needs no quotes. Judged by the reader: it must see
/// the new value, and all the others as they were.
pub(crate) fn set(text: &str, name: &str, value: &str) -> Result<String, &'static str> {
    let mut before = variables(text)
        .all()
        .ok_or("it has a line that is no assignment")?;
    let mut out = text.to_owned();
    let places: Vec<usize> = assignments(text)
        .filter(|one| one.name == name)
        .map(|one| one.start)
        .collect();
    // From the last on, so that the places of the others stay right.
    for start in places.iter().rev() {
        let rest = text[*start..].lines().next().unwrap_or_default();
        out.replace_range(*start..start + rest.len(), value);
    }
    if places.is_empty() {
        append(&mut out, name, value);
    }
    let old = before.insert(name.to_owned(), value.to_owned());
    let old = old.filter(|old| !old.is_empty());
    let after = variables(&out)
        .all()
        .filter(|after| after.len() == before.len());
    let as_meant = after.is_some_and(|after| {
        before.iter().all(|(name, value_before)| {
            let now = after.get(name);
            // Others may refer to it, and follow.
            let followed = old.as_ref().map(|old| value_before.replace(old, value));
            now == Some(value_before) || now.is_some() && now == followed.as_ref()
        })
    });
    if as_meant {
        Ok(out)
    } else {
        Err("it is written in a way that cannot be changed safely")
    }
}

/// Adds an assignment, and hands back where it stands.
pub(crate) fn append(text: &mut String, name: &str, value: &str) -> usize {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    let start = text.len();
    text.extend([name, "=", value, "\n"]);
    start
}

/// Puts values where the template has `NAME=`; its comments stay.
///
/// The values are ports, URLs and plain names, which need no quotes in any dialect of these
/// files; callers see to that.
pub(crate) fn fill(template: &str, values: &[(&str, String)]) -> String {
    let lines = template.lines().map(|line| {
        let name = line.split_once('=').map(|(name, _)| name);
        match values.iter().find(|(wanted, _)| Some(*wanted) == name) {
            Some((name, value)) => format!("{name}={value}\n"),
            None => format!("{line}\n"),
        }
    });
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_where_it_stands() {
        let text = "# a=b\nA=1\r\n\nnothing\n export  B = 2\n";
        let found: Vec<_> = assignments(text)
            .map(|one| (one.name, one.exported, one.line, &text[one.start..]))
            .collect();
        assert_eq!(
            found,
            [
                ("# a", false, 1, "b\nA=1\r\n\nnothing\n export  B = 2\n"),
                ("A", false, 2, "1\r\n\nnothing\n export  B = 2\n"),
                ("B", true, 5, " 2\n"),
            ]
        );
    }

    #[test]
    fn a_value_ends_where_its_reader_ends_it() {
        for (line, length, value) in [
            ("A=a b", 3, "a b"),
            ("A='a b' # c", 5, "a b"),
            ("A=\"a\nb\"\nB=1", 5, "a\nb"),
            ("export A=a b", 1, "a"),
            ("export A=a # c", 1, "a"),
            ("export A=a;B=1", 1, "a"),
            ("export A=a#b c", 3, "a#b"),
            ("export A=a\\ b c", 4, "a b"),
            ("export A=a B='c d'", 1, "a"),
            ("export A='a b'\"c\" d", 8, "a bc"),
            ("export A='a'; B=1", 3, "a"),
            ("export A= a", 0, ""),
            ("export A=", 0, ""),
        ] {
            let found = assignments(line).next().unwrap().span();
            assert_eq!(found, Some((length, value.to_owned())), "{line}");
        }
        for line in ["A='a", "export A='a", "export A=\"a b\nB=1\n"] {
            let one = assignments(line).next().unwrap();
            assert_eq!((one.span(), one.value()), (None, None), "{line}");
        }
    }

    #[test]
    fn a_byte_order_mark_is_no_part_of_a_name() {
        let text = "\u{feff}A=1\nB=2\n";
        let one = last(text, "A").unwrap();
        assert_eq!((one.line, one.value().as_deref()), (1, Some("1")));
        assert_eq!(variables(text).all().unwrap()["A"], "1");
        assert_eq!(set(text, "A", "3").unwrap(), "\u{feff}A=3\nB=2\n");
    }

    #[test]
    fn the_last_assignment_counts() {
        let text = "A=1\nB=1\nexport A=2 3\nexport C=2 3\nD=4\n";
        let one = last(text, "A").unwrap();
        assert_eq!((one.line, one.value().as_deref()), (3, Some("2")));
        let all = variables(text).all().unwrap();
        let all: Vec<(&str, &str)> = all.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(all, [("A", "2"), ("B", "1"), ("C", "2"), ("D", "4")]);
    }

    #[test]
    fn what_comes_behind_a_line_that_cannot_be_read_is_not_read() {
        for bad in ["hunter22 is my secret", "B=a b"] {
            let text = format!("A=1\n{bad}\nC=1\n");
            let found = variables(&text);
            assert!(!found.complete, "{bad}");
            let names: Vec<&str> = found.values.keys().map(String::as_str).collect();
            assert_eq!(names, ["A"], "{bad}");
        }
    }

    #[test]
    fn values_that_name_one_another_do_not_grow_without_end() {
        let named = |one: usize| {
            let before = one - 1;
            format!("A{one}=\"${{A{before}}}\n$A{before}\"\n")
        };
        let twice: Vec<String> = (1..60).map(named).collect();
        let found = variables(&format!("A0=xxxxxxxx\n{}", twice.concat()));
        assert!(!found.complete && found.values.len() < 30);
        let named = |one: usize| format!("A{one}=${{A{}}}/\n", one - 1);
        let once: Vec<String> = (1..900).map(named).collect();
        assert!(variables(&format!("A0=x\n{}", once.concat())).complete);
    }

    #[test]
    fn the_end_of_a_value_is_not_looked_for_without_end() {
        for text in [
            "A=\"".to_owned() + &"' ".repeat(400_000),
            "export A='".to_owned() + &"a ".repeat(400_000) + "'",
        ] {
            assert_eq!(assignments(&text).next().unwrap().span(), None);
        }
        let long = format!("export A='{}' # b", "a\n".repeat(2000));
        assert_eq!(assignments(&long).next().unwrap().span().unwrap().0, 4002);
    }

    #[test]
    fn a_value_changes_and_nothing_else() {
        for (before, after) in [
            ("", "A=https://x\n"),
            ("B=1", "B=1\nA=https://x\n"),
            (
                "# A=old\nexport A='old' # why\r\nB=1\n",
                "# A=old\nexport A=https://x\r\nB=1\n",
            ),
            ("A=1\nA=2\n", "A=https://x\nA=https://x\n"),
            ("XA=1\n  A = old\n", "XA=1\n  A =https://x\n"),
        ] {
            assert_eq!(
                set(before, "A", "https://x").as_deref(),
                Ok(after),
                "{before}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        assert!(set("not an assignment\n", "A", "1").is_err());
        // The variable stands inside another one's value.
        assert!(set("B=\"\nA=inner\n\"\n", "A", "1").is_err());
    }

    #[test]
    fn others_that_refer_to_it_follow() {
        let text = "A=old\nB=${A}/auth\n";
        assert_eq!(set(text, "A", "new").as_deref(), Ok("A=new\nB=${A}/auth\n"));
    }

    #[test]
    fn values_replace_values_and_nothing_else() {
        let template = "# PORT=1 is an example\nPORT=1\nPORT_2=\n\nURL=a=b\n";
        let filled = fill(
            template,
            &[("PORT", "4001".into()), ("URL", "http://x.test".into())],
        );
        assert_eq!(
            filled,
            "# PORT=1 is an example\nPORT=4001\nPORT_2=\n\nURL=http://x.test\n"
        );
    }
}
