//! The sources of this repository as tokens, to find what can be said in them.

use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below a folder that end so, but for those of tests.
pub fn files(folder: &str, end: &str) -> Vec<PathBuf> {
    let mut folders = vec![root().join(folder)];
    let mut found = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() && name != "tests" {
                folders.push(path);
            } else if name.ends_with(end) && !name.ends_with("tests.rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// Calls `see` with everything in parentheses or braces and the two words before it: `Error`,
/// `new` for `Error::new(…)`, `fn`, `class` for a function's arguments. Items that are for tests
/// are left out.
pub fn groups(path: &Path, see: &mut impl FnMut(&str, &str, &Group)) {
    let text = std::fs::read_to_string(path).unwrap();
    walk(text.parse().unwrap(), see);
}

fn walk(tokens: TokenStream, see: &mut impl FnMut(&str, &str, &Group)) {
    let mut words = [String::new(), String::new()];
    let mut for_tests = false;
    for token in tokens {
        match token {
            TokenTree::Ident(word) => {
                words.rotate_left(1);
                words[1] = word.to_string();
            }
            TokenTree::Group(group) if group.stream().to_string() == "cfg (test)" => {
                for_tests = true;
            }
            TokenTree::Group(group) => {
                let is_body = group.delimiter() == Delimiter::Brace;
                if !for_tests {
                    see(&words[0], &words[1], &group);
                    walk(group.stream(), see);
                }
                if is_body {
                    words = [String::new(), String::new()];
                    for_tests = false;
                }
            }
            TokenTree::Punct(mark) => for_tests &= mark.as_char() != ';',
            TokenTree::Literal(_) => {}
        }
    }
}

/// What words an expectation of JSON's kinds, which are not messages of their own.
const OF_KINDS: &str = "mismatch";

/// The strings in a group, however deep.
pub fn strings(group: &Group) -> Vec<String> {
    let mut found = Vec::new();
    collect(group.stream(), &mut found);
    found
}

fn collect(tokens: TokenStream, found: &mut Vec<String>) {
    let mut last = String::new();
    for token in tokens {
        match token {
            TokenTree::Group(group) if last != OF_KINDS => collect(group.stream(), found),
            TokenTree::Literal(literal) => found.extend(value(&literal.to_string())),
            TokenTree::Ident(word) => last = word.to_string(),
            TokenTree::Group(_) | TokenTree::Punct(_) => {}
        }
    }
}

/// The value of a string's literal.
fn value(literal: &str) -> Option<String> {
    let inner = literal.strip_prefix('"')?.strip_suffix('"')?;
    let mut out = String::new();
    let mut chars = inner.chars().peekable();
    while let Some(one) = chars.next() {
        match (one, chars.peek()) {
            ('\\', Some('\n')) => while chars.next_if(|next| next.is_whitespace()).is_some() {},
            ('\\', Some('n')) => {
                chars.next();
                out.push('\n');
            }
            ('\\', Some(_)) => out.extend(chars.next()),
            _ => out.push(one),
        }
    }
    Some(out)
}
