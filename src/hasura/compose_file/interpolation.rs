//! Variables in the text of a Compose file.

use std::collections::BTreeMap;

use crate::bounded::WRITTEN;

/// Names of variables that nobody sets; more are not read.
const MOST_UNSET: usize = 10;

/// Letters of a name that people give; a longer one may be a secret.
const LONGEST_NAME: usize = 48;

/// A text as Compose substitutes it.
///
/// What Compose takes for the name of a variable may be the end of a password with a `$` in it.
/// Only what was certainly written as a variable is handed on by its name.
#[derive(Clone, Debug, Default)]
pub(crate) struct Substituted {
    pub(crate) text: String,
    /// Variables without a value and without a default, written as `${NAME}`: nothing stands in
    /// their place.
    pub(crate) unset: Vec<String>,
    /// There are others of the kind, whose names are not shown.
    pub(crate) has_unnamed: bool,
    /// A `$` begins neither a variable nor `$$`; Compose refuses the file.
    pub(crate) lone: bool,
    /// `$name` in other letters than environments have, which nobody sets: hardly meant as a
    /// variable. It stays in the text; Compose takes it out.
    pub(crate) stray: bool,
}

/// Puts `$NAME`, `${NAME}`, `${NAME:-default}`, `${NAME:+instead}` and their like into a text, and
/// `$` for `$$` (<https://docs.docker.com/reference/compose-file/interpolation/>).
pub(crate) fn substitute(text: &str, variables: &BTreeMap<String, String>) -> Substituted {
    let mut out = Substituted::default();
    let mut rest = text;
    let ends = if text.contains("${") {
        braces(text)
    } else {
        BTreeMap::new()
    };
    while let Some((before, after)) = rest.split_once('$') {
        out.text.push_str(before);
        // A short text may name a long variable a million times; nobody means that.
        if out.text.len() > WRITTEN {
            rest = after;
            break;
        }
        if let Some(tail) = after.strip_prefix('$') {
            out.text.push('$');
            rest = tail;
            continue;
        }
        let braced = ends.get(&(text.len() - after.len())).map(|end| {
            let inner = text.len() - after.len() + 1;
            (&text[inner..*end], &text[*end + 1..])
        });
        let (inner, tail) = braced.unwrap_or_else(|| split_name(after));
        rest = tail;
        let (name, form) = split_name(inner);
        if name.is_empty() || name.starts_with(|c: char| c.is_ascii_digit()) {
            out.lone = true;
            out.text.push('$');
            rest = after;
            continue;
        }
        let value = variables.get(name).map(String::as_str);
        // With a colon, empty is as good as unset.
        let (value, form) = match form.strip_prefix(':') {
            Some(form) => (value.filter(|value| !value.is_empty()), form),
            None => (value, form),
        };
        match (value, form.strip_prefix('-'), form.strip_prefix('+')) {
            (Some(_), _, Some(instead)) => out.text.push_str(instead),
            (None, _, Some(_)) => {}
            (Some(value), ..) => out.text.push_str(value),
            (None, Some(default), _) => out.text.push_str(default),
            (None, None, None) => out.is_unset(name, braced.is_some()),
        }
    }
    out.text.push_str(rest);
    out
}

impl Substituted {
    fn is_unset(&mut self, name: &str, is_braced: bool) {
        let is_usual = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        let is_usual = name.len() <= LONGEST_NAME && name.chars().all(is_usual);
        match (is_usual, is_braced) {
            (true, true) if self.unset.len() < MOST_UNSET => self.unset.push(name.to_owned()),
            (false, false) => {
                self.stray = true;
                self.text.extend(["$", name]);
            }
            _ => self.has_unnamed = true,
        }
    }
}

/// Where the braces that are opened are closed again.
fn braces(text: &str) -> BTreeMap<usize, usize> {
    let mut open = Vec::new();
    let mut ends = BTreeMap::new();
    for (at, brace) in text.match_indices(['{', '}']) {
        if brace == "{" {
            open.push(at);
        } else if let Some(begin) = open.pop() {
            ends.insert(begin, at);
        }
    }
    ends
}

/// The name in `$NAME` and `${NAME…}`, if there is nothing else.
pub(crate) fn sole_variable(text: &str) -> Option<&str> {
    let text = text.trim().strip_prefix('$')?;
    let (name, rest) = match text.strip_prefix('{') {
        Some(inner) => (split_name(inner.strip_suffix('}')?).0, ""),
        None => split_name(text),
    };
    (!name.is_empty() && rest.is_empty()).then_some(name)
}

/// The name that a text begins with, and the rest.
fn split_name(text: &str) -> (&str, &str) {
    let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.split_at(text.find(|c| !is_name(c)).unwrap_or(text.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_put_in_as_compose_does() {
        let variables = [("A", "1"), ("EMPTY", "")].map(|(a, b)| (a.to_owned(), b.to_owned()));
        let variables = BTreeMap::from(variables);
        for (text, expected, unset, lone) in [
            ("x$A-${A}y", "x1-1y", 0, false),
            ("$$A $${A}", "$A ${A}", 0, false),
            ("${B}$C", "", 1, false),
            ("${tail}$Tail", "$Tail", 0, false),
            ("${B:-d}${B-e}${B:-}", "de", 0, false),
            ("${EMPTY:-d}${EMPTY-d}", "d", 0, false),
            ("${A:+d}${B:+d}${EMPTY+e}", "de", 0, false),
            ("${B:?say so}", "", 1, false),
            ("${B:-{\"a\":{}}} z", "{\"a\":{}} z", 0, false),
            ("{\"path\":\"$.sub\"}", "{\"path\":\"$.sub\"}", 0, true),
            ("$", "$", 0, true),
            ("$1", "$1", 0, true),
        ] {
            let found = substitute(text, &variables);
            let seen = (found.text.as_str(), found.unset.len(), found.lone);
            assert_eq!(seen, (expected, unset, lone), "{text}");
        }
    }
}
