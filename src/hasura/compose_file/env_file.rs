//! Files of variables as Compose reads them, `.env` and those of `env_file`
//! (<https://docs.docker.com/compose/how-tos/environment-variables/variable-interpolation/#env-file-syntax>):
//! a bare value keeps the quotes in it, ends before ` #`, and has variables put in; `export` means
//! nothing.

use std::collections::BTreeMap;

use super::{Substituted, substitute};
use crate::bounded::WRITTEN;
use crate::dotenv;

/// Assignments of one file that are looked at; nobody writes more.
const MOST: usize = 4096;

/// One assignment.
#[derive(Clone, Debug)]
pub(crate) struct Entry {
    pub(crate) name: String,
    /// Its line, from 1.
    pub(crate) line: usize,
    /// What stands behind the `=`, without the quotes around it; `None` where they are not closed.
    pub(crate) written: Option<String>,
    pub(crate) is_quoted: bool,
    /// What Compose takes.
    pub(crate) read: Substituted,
}

/// All assignments of a text, of which later ones may name earlier ones.
pub(crate) fn entries(text: &str) -> Vec<Entry> {
    let mut known = BTreeMap::new();
    let mut grown = 0;
    let mut entries = Vec::new();
    for one in dotenv::assignments(text).take(MOST) {
        if one.name.starts_with('#') {
            continue;
        }
        let one = one.without_export();
        let is_quoted = one.has_quotes();
        let written = one.value();
        let read = match &written {
            Some(value) if !is_quoted => substitute(bare(value), &known),
            value => Substituted {
                text: value.clone().unwrap_or_default(),
                ..Substituted::default()
            },
        };
        // Lines that each name the one above twice double with every line.
        grown += read.text.len();
        if grown > WRITTEN {
            break;
        }
        known.insert(one.name.to_owned(), read.text.clone());
        entries.push(Entry {
            name: one.name.to_owned(),
            line: one.line,
            written,
            is_quoted,
            read,
        });
    }
    entries
}

/// A bare value without the comment behind it.
pub(crate) fn bare(value: &str) -> &str {
    let end = value.find(" #").unwrap_or(value.len());
    value[..end].trim_end()
}

/// All variables that a text sets.
pub(crate) fn variables(text: &str) -> BTreeMap<String, String> {
    let entries = entries(text).into_iter();
    entries.map(|one| (one.name, one.read.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_as_compose_reads_them() {
        let text = "\u{feff}A={\"a\":\"b\"}\n# A=no\nexport B={\"b\":1} # why\r\nC = a#b\n\
                    D='${A} #'\nE=${C}/$none/${NONE}$$\nF='\n";
        let found: Vec<(String, String)> = variables(text).into_iter().collect();
        let expected = [
            ("A", "{\"a\":\"b\"}"),
            ("B", "{\"b\":1}"),
            ("C", "a#b"),
            ("D", "${A} #"),
            ("E", "a#b/$none/$"),
            ("F", ""),
        ];
        assert_eq!(
            found,
            expected.map(|(name, value)| (name.to_owned(), value.to_owned()))
        );
        let last = entries(text).pop().unwrap();
        assert_eq!((last.line, last.written), (7, None));
    }

    #[test]
    fn values_that_name_one_another_do_not_grow_without_end() {
        let named = |one: usize| format!("A{one}=${{A{0}}}${{A{0}}}\n", one - 1);
        let twice: Vec<String> = (1..60).map(named).collect();
        assert!(variables(&format!("A0=xxxxxxxx\n{}", twice.concat())).len() < 30);
    }
}
