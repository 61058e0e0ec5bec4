//! Who may import whom.
//!
//! [`MAY_IMPORT`] is the house from its foot to its roof. Everything else follows from the sources:
//! each import between two parts stands in the table, each line of the table is needed, and no
//! folder has parts that import one another. Sources are read token by token, so that a name in a
//! comment or a string counts for nothing; what is built for tests alone is left out.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    missing_docs,
    unreachable_pub
)]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A file or folder of src, and what it may import; that stands further up.
type Table<'a> = &'a [(&'a str, &'a str)];

const MAY_IMPORT: Table<'static> = &[
    // Leaves.
    ("context", ""),
    ("exit", ""),
    ("process", ""),
    ("secret", ""),
    ("signals", ""),
    ("bounded", "signals"),
    ("cleanup", ""),
    ("text", ""),
    ("operation", ""),
    ("dotenv", ""),
    ("troubles", ""),
    ("diagnostic", "exit"),
    ("error", "bounded exit signals diagnostic"),
    // What every command has at hand.
    ("input", "bounded error"),
    ("project", "bounded exit diagnostic"),
    ("ui", "context secret signals text error"),
    ("http", "bounded exit secret text diagnostic ui"),
    (
        "config",
        "bounded context exit secret operation dotenv diagnostic ui http",
    ),
    (
        "session",
        "bounded exit secret text diagnostic ui http config",
    ),
    ("app", "context secret cleanup error ui http config session"),
    // The two servers and what they hand out.
    ("jwt", "exit text diagnostic"),
    (
        "supertokens",
        "exit secret diagnostic error http config session app jwt",
    ),
    (
        "hasura",
        "bounded exit secret text operation dotenv troubles diagnostic error http config app jwt",
    ),
    // What is done with them.
    (
        "verify",
        "bounded exit secret text operation cleanup troubles diagnostic error input project ui http config session \
         app jwt supertokens hasura",
    ),
    (
        "smoke",
        "exit secret text error session app jwt supertokens hasura verify",
    ),
    (
        "setup",
        "bounded exit secret signals text cleanup dotenv diagnostic error input project http config \
         session app jwt supertokens hasura",
    ),
    (
        "doctor",
        "exit text error http session app jwt supertokens hasura verify secret",
    ),
    // What is typed and what is printed.
    ("cli", "context exit secret text ui config hasura setup"),
    (
        "output",
        "context exit secret text troubles error project ui http hasura verify",
    ),
    (
        "commands",
        "bounded context exit secret signals text dotenv troubles diagnostic error input project ui http config session \
         app jwt supertokens hasura verify smoke setup doctor cli output",
    ),
    ("fuzzing", "config session dotenv jwt hasura verify"),
    (
        "run",
        "context exit secret signals error ui config app cli output commands",
    ),
];

/// Words of the language of permissions, which one file reads.
const CONDITIONS: (&[&str], &str) = (
    &["_and", "$and", "_exists", "$exists"],
    "src/hasura/metadata/condition/mod.rs",
);

/// What names a file and need not be UTF-8: serde refuses it then, when all work is done.
const RAW_PATHS: [&str; 2] = ["Path", "PathBuf"];

/// The double, and the only part that may start it.
const DOUBLE: (&str, &str) = ("st_hasura_sandbox", "commands");

/// A place in the sources that names a module or something in it.
#[derive(Debug)]
struct Import {
    /// From `crate` on.
    path: Vec<String>,
    line: usize,
}

/// A file of src.
#[derive(Debug)]
struct Source {
    /// From the root of the package.
    file: String,
    /// `verify::facts` is `["verify", "facts"]`.
    module: Vec<String>,
    imports: Vec<Import>,
    /// What it hands on by `pub use`: name → path from `crate` on.
    handed_on: BTreeMap<String, Vec<String>>,
    /// Lines that name the double.
    double: Vec<usize>,
    /// Lines that spell a word of [`CONDITIONS`].
    words: Vec<usize>,
    /// Lines that have one of [`RAW_PATHS`] in what is shown: in a type that serde writes, and in
    /// commands in an enum or a field that is public, which is how results are told.
    raw_paths: Vec<usize>,
}

impl Source {
    fn read(file: &str, text: &str) -> Self {
        let inner = file.strip_prefix("src/").unwrap().strip_suffix(".rs");
        let mut module: Vec<String> = inner.unwrap().split('/').map(String::from).collect();
        if module.last().is_some_and(|last| last == "mod") {
            module.pop();
        }
        let mut source = Self {
            file: file.to_owned(),
            module: module.clone(),
            imports: Vec::new(),
            handed_on: BTreeMap::new(),
            double: Vec::new(),
            words: Vec::new(),
            raw_paths: Vec::new(),
        };
        let tokens: TokenStream = text.parse().expect(file);
        source.walk(tokens, &module);
        source
    }

    fn walk(&mut self, tokens: TokenStream, module: &[String]) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        let mut is_written = false;
        while let Some(token) = tokens.get(at) {
            let line = token.span().start().line;
            at += 1;
            match token {
                TokenTree::Punct(mark) if mark.as_char() == '#' && is_for_tests(tokens.get(at)) => {
                    at = end_of_item(&tokens, at);
                }
                TokenTree::Punct(mark) if mark.as_char() == '#' => {
                    is_written |= derives_serialize(tokens.get(at));
                }
                TokenTree::Ident(word) if word == "struct" || word == "enum" => {
                    let end = end_of_item(&tokens, at);
                    let is_result = module[0] == "commands";
                    let kinds = (is_written, is_result && word == "enum", is_result);
                    self.shown_paths(&tokens[at..end], kinds);
                    is_written = false;
                    at = end;
                }
                TokenTree::Ident(word) if word == "use" => {
                    let end = at + tokens[at..].iter().take_while(|one| !is(one, ';')).count();
                    let mut found = Vec::new();
                    names(&tokens[at..end], &[], &mut found);
                    let public = is_public(&tokens[..at - 1]);
                    for name in found {
                        self.name(&name, module, line, public);
                    }
                    at = end;
                }
                TokenTree::Ident(word) if word == "mod" => {
                    if let (Some(TokenTree::Ident(name)), Some(TokenTree::Group(body))) =
                        (tokens.get(at), tokens.get(at + 1))
                    {
                        let inner = [module, &[name.to_string()]].concat();
                        self.walk(body.stream(), &inner);
                        at += 2;
                    }
                }
                TokenTree::Ident(word)
                    if ["crate", "super", "self", DOUBLE.0].contains(&&*word.to_string()) =>
                {
                    let path = path_at(&tokens, at - 1);
                    at += (path.len() - 1) * 3;
                    if path.len() > 1 {
                        self.name(&path, module, line, false);
                    }
                }
                TokenTree::Group(group) => self.walk(group.stream(), module),
                TokenTree::Literal(text) if is_condition(&text.to_string()) => {
                    self.words.push(line);
                }
                _ => {}
            }
        }
    }

    /// Paths in the fields of a type: in all of them, or in those that are public.
    fn shown_paths(&mut self, item: &[TokenTree], kinds: (bool, bool, bool)) {
        let (is_written, is_open, is_result) = kinds;
        let bodies = item.iter().filter_map(|token| match token {
            TokenTree::Group(group) if group.delimiter() != Delimiter::Bracket => Some(group),
            _ => None,
        });
        for body in bodies {
            let fields: Vec<TokenTree> = body.stream().into_iter().collect();
            for field in fields.split(|token| is(token, ',')) {
                let is_public = field
                    .iter()
                    .any(|token| matches!(token, TokenTree::Ident(word) if word == "pub"));
                if is_written || is_open || (is_result && is_public) {
                    raw_paths(field, &mut self.raw_paths);
                }
            }
        }
    }

    fn name(&mut self, name: &[String], module: &[String], line: usize, public: bool) {
        if name[0] == DOUBLE.0 {
            self.double.push(line);
        }
        let ups = name.iter().take_while(|part| *part == "super").count();
        let path = match name[0].as_str() {
            "crate" => name[1..].to_vec(),
            "self" => [module, &name[1..]].concat(),
            "super" => [&module[..module.len() - ups], &name[ups..]].concat(),
            // A child of this module; a crate, where there is no such child.
            _ => [module, name].concat(),
        };
        if public && let Some(last) = path.last() {
            self.handed_on.insert(last.clone(), path.clone());
        }
        if ["crate", "self", "super"].contains(&&*name[0]) {
            self.imports.push(Import { path, line });
        }
    }
}

/// Lines of the words for paths, however deep.
fn raw_paths(tokens: &[TokenTree], found: &mut Vec<usize>) {
    for token in tokens {
        match token {
            TokenTree::Ident(word) if RAW_PATHS.contains(&&*word.to_string()) => {
                found.push(word.span().start().line);
            }
            TokenTree::Group(group) => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                raw_paths(&inner, found);
            }
            _ => {}
        }
    }
}

/// `[derive(…, Serialize)]`.
fn derives_serialize(attribute: Option<&TokenTree>) -> bool {
    let Some(TokenTree::Group(group)) = attribute else {
        return false;
    };
    let text: String = group.stream().to_string().split_whitespace().collect();
    text.starts_with("derive(")
        && text
            .split(['(', ')', ',', ':'])
            .any(|word| word == "Serialize")
}

/// True for a string that is such a word.
fn is_condition(literal: &str) -> bool {
    let text = literal
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    text.is_some_and(|text| CONDITIONS.0.contains(&text))
}

fn is(token: &TokenTree, mark: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == mark)
}

/// `pub` or `pub(…)` at the end of what stands before.
fn is_public(before: &[TokenTree]) -> bool {
    let before = match before {
        [rest @ .., TokenTree::Group(group)] if group.delimiter() == Delimiter::Parenthesis => rest,
        all => all,
    };
    matches!(before.last(), Some(TokenTree::Ident(word)) if word == "pub")
}

/// `[cfg(test)]`, `[cfg(all(test, …))]`.
fn is_for_tests(attribute: Option<&TokenTree>) -> bool {
    let Some(TokenTree::Group(group)) = attribute else {
        return false;
    };
    let text: String = group.stream().to_string().split_whitespace().collect();
    text == "cfg(test)" || text.starts_with("cfg(all(test,")
}

/// Behind the item that follows: its `;` or its braces.
fn end_of_item(tokens: &[TokenTree], from: usize) -> usize {
    let is_end = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is(token, ';'),
    };
    let length = tokens[from..].iter().position(is_end);
    length.map_or(tokens.len(), |length| from + length + 1)
}

/// `a::b::c` from here on.
fn path_at(tokens: &[TokenTree], from: usize) -> Vec<String> {
    let mut path = vec![tokens[from].to_string()];
    let mut at = from + 1;
    while let [colon, second, TokenTree::Ident(word), ..] = &tokens[at..]
        && is(colon, ':')
        && is(second, ':')
    {
        path.push(word.to_string());
        at += 3;
    }
    path
}

/// The paths of a `use`, its braces taken apart; `self` at an end is left out.
fn names(tree: &[TokenTree], before: &[String], found: &mut Vec<Vec<String>>) {
    for branch in tree.split(|token| is(token, ',')) {
        let mut path = before.to_vec();
        for token in branch {
            match token {
                TokenTree::Ident(word) if word == "as" => break,
                TokenTree::Ident(word) if word == "self" && !path.is_empty() => {}
                TokenTree::Ident(word) => path.push(word.to_string()),
                TokenTree::Group(group) => {
                    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                    names(&inner, &path, found);
                    path.clear();
                }
                _ => {}
            }
        }
        if !path.is_empty() {
            found.push(path);
        }
    }
}

/// Every file of src that is in the program.
static SOURCES: LazyLock<Vec<Source>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders = vec![root.join("src")];
    let mut files: Vec<PathBuf> = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    let shown = |path: &Path| {
        let path = path.strip_prefix(root).unwrap();
        path.to_string_lossy().replace('\\', "/")
    };
    let is_wanted = |file: &str| {
        let name = file.rsplit('/').next().unwrap();
        let for_tests = ["tests.rs", "testing.rs"].contains(&name) || name.ends_with("_tests.rs");
        !for_tests && !["src/main.rs", "src/lib.rs"].contains(&file)
    };
    let files = files.iter().map(|path| (shown(path), path));
    files
        .filter(|(file, _)| is_wanted(file))
        .map(|(file, path)| Source::read(&file, &std::fs::read_to_string(path).unwrap()))
        .collect()
});

/// Imports that the table does not have, and what is wrong with the table itself.
fn against(table: Table<'_>, sources: &[Source]) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut needed: BTreeSet<(&str, &str)> = BTreeSet::new();
    for source in sources {
        let part = source.module[0].as_str();
        let row = table.iter().find(|(name, _)| *name == part);
        if row.is_none() {
            wrong.push(format!(
                "{}: `{part}` has no line in the table",
                source.file
            ));
        }
        for import in &source.imports {
            let Some(other) = import.path.first().map(String::as_str) else {
                continue;
            };
            if other == part {
                continue;
            }
            needed.insert((part, other));
            if !row.is_some_and(|(_, may)| may.split(' ').any(|name| name == other)) {
                wrong.push(format!(
                    "{}:{}: `{part}` may not import `{other}`: crate::{}",
                    source.file,
                    import.line,
                    import.path.join("::")
                ));
            }
        }
    }
    for (at, (part, may)) in table.iter().enumerate() {
        for other in may.split(' ').filter(|other| !other.is_empty()) {
            if !table[..at].iter().any(|(name, _)| *name == other) {
                wrong.push(format!(
                    "the table: `{other}` does not stand above `{part}`"
                ));
            }
            if !needed.contains(&(part, other)) {
                wrong.push(format!("the table: `{part}` does not import `{other}`"));
            }
        }
    }
    wrong
}

/// The file in which something is, through what modules hand on.
fn home<'a>(modules: &BTreeMap<&'a [String], &'a Source>, path: &[String]) -> Option<&'a Source> {
    let mut path = path.to_vec();
    for _ in 0..8 {
        let length = (1..=path.len())
            .rev()
            .find(|length| modules.contains_key(&path[..*length]))?;
        let source = modules[&path[..length]];
        match path.get(length).and_then(|name| source.handed_on.get(name)) {
            Some(further) if *further != path => path.clone_from(further),
            _ => return Some(source),
        }
    }
    None
}

/// Arrows between the parts of one folder, each with a line that draws it.
type Arrows = BTreeMap<String, BTreeMap<String, String>>;

/// Imports between parts of a folder that import one another, by whatever way round. A file and the
/// folder of its name are one part, and so are a folder and its `mod.rs`: a parent may use its
/// children, and they their parent.
fn circles(sources: &[Source]) -> Vec<String> {
    let modules: BTreeMap<&[String], &Source> = sources
        .iter()
        .map(|source| (source.module.as_slice(), source))
        .collect();
    let mut folders: BTreeMap<&[String], Arrows> = BTreeMap::new();
    for source in sources {
        for import in &source.imports {
            let Some(other) = home(&modules, &import.path) else {
                continue;
            };
            let pairs = source.module.iter().zip(&other.module);
            let depth = pairs.take_while(|(own, its)| own == its).count();
            if let (Some(part), Some(its)) = (source.module.get(depth), other.module.get(depth)) {
                let folder = folders.entry(&source.module[..depth]).or_default();
                let arrows = folder.entry(part.clone()).or_default();
                arrows.entry(its.clone()).or_insert_with(|| {
                    let path = import.path.join("::");
                    format!("{}:{}: crate::{path}", source.file, import.line)
                });
            }
        }
    }
    let mut wrong = Vec::new();
    for arrows in folders.values() {
        for (part, others) in arrows {
            for (other, line) in others {
                if reaches(arrows, other, part) {
                    wrong.push(format!(
                        "{line}: `{part}` imports `{other}`, and that imports it"
                    ));
                }
            }
        }
    }
    wrong
}

fn reaches(arrows: &Arrows, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut ahead = vec![from];
    while let Some(part) = ahead.pop() {
        if part == to {
            return true;
        }
        if seen.insert(part) {
            ahead.extend(
                arrows
                    .get(part)
                    .into_iter()
                    .flat_map(BTreeMap::keys)
                    .map(String::as_str),
            );
        }
    }
    false
}

/// Files that name the double and are not the part that may.
fn over_the_wall(sources: &[Source]) -> Vec<String> {
    let outside = sources.iter().filter(|source| source.module[0] != DOUBLE.1);
    outside
        .flat_map(|source| source.double.iter().map(move |line| (source, line)))
        .map(|(source, line)| format!("{}:{line}: names {}", source.file, DOUBLE.0))
        .collect()
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn parts_import_what_the_table_lets_them() {
    assert_none(&against(MAY_IMPORT, &SOURCES));
}

#[test]
fn no_parts_of_a_folder_import_one_another() {
    assert_none(&circles(&SOURCES));
}

#[test]
fn only_commands_know_the_double() {
    assert_none(&over_the_wall(&SOURCES));
}

#[test]
fn the_language_of_permissions_is_read_in_one_file() {
    let spelled = SOURCES.iter().filter(|source| !source.words.is_empty());
    let files: Vec<&str> = spelled.map(|source| source.file.as_str()).collect();
    assert_eq!(files, [CONDITIONS.1]);
}

#[test]
fn results_have_no_paths_that_serde_may_refuse() {
    let wrong: Vec<String> = SOURCES
        .iter()
        .flat_map(|source| source.raw_paths.iter().map(move |line| (source, line)))
        .map(|(source, line)| format!("{}:{line}: write a ShownPath", source.file))
        .collect();
    assert_none(&wrong);
}

#[test]
fn a_path_counts_where_it_is_shown() {
    let text = "#[derive(Debug, Serialize)]\nstruct A {\n    one: Option<PathBuf>,\n}\n\
        struct B {\n    two: PathBuf,\n    pub three: Vec<(PathBuf, u8)>,\n}\n\
        enum C {\n    Four(std::path::PathBuf),\n    Five(ShownPath),\n}\n";
    assert_eq!(
        Source::read("src/commands/a.rs", text).raw_paths,
        [3, 7, 10]
    );
    assert_eq!(Source::read("src/jwt/a.rs", text).raw_paths, [3]);
}

#[test]
fn every_line_of_the_table_is_missed_when_it_is_taken_out() {
    for (at, (part, may)) in MAY_IMPORT.iter().enumerate() {
        for other in may.split(' ').filter(|other| !other.is_empty()) {
            let rest: Vec<&str> = may.split(' ').filter(|name| name != &other).collect();
            let rest = rest.join(" ");
            let mut table = MAY_IMPORT.to_vec();
            table[at] = (part, &rest);
            let wrong = against(&table, &SOURCES);
            let words = format!(": `{part}` may not import `{other}`: crate::{other}");
            assert!(!wrong.is_empty() && wrong.iter().all(|line| line.contains(&words)));
        }
    }
}

const LOW: &str = "//! Uses crate::high in words only.\n\
    use crate::{leaf::{self, Leaf as Other}, high};\n\
    const WORDS: &str = \"crate::high, \\\"_and\\\"\"; // crate::high \"_and\"\n";

const HIGH: &str = "use st_hasura_sandbox::Stack;\n\
    #[cfg(test)]\nmod tests {\n    use crate::run::Run;\n}\n\
    fn high() {\n    let _ = vec![crate::leaf::leaf(), \"crate::run\", \"_and\"];\n}\n";

#[test]
fn an_import_upwards_is_told_with_its_line() {
    let sources = [
        Source::read("src/leaf.rs", "pub(crate) struct Leaf;"),
        Source::read("src/low/mod.rs", "mod inner;"),
        Source::read("src/low/inner.rs", LOW),
        Source::read("src/high.rs", HIGH),
    ];
    let table: Table<'_> = &[("leaf", ""), ("low", "leaf"), ("high", "leaf")];
    assert_eq!(
        against(table, &sources),
        ["src/low/inner.rs:2: `low` may not import `high`: crate::high"]
    );
    let table: Table<'_> = &[("leaf", ""), ("low", "leaf high"), ("high", "leaf low")];
    assert_eq!(
        against(table, &sources),
        [
            "the table: `high` does not stand above `low`",
            "the table: `high` does not import `low`"
        ]
    );
    let table: Table<'_> = &[("leaf", ""), ("high", ""), ("low", "leaf high")];
    assert_eq!(
        against(table, &sources),
        ["src/high.rs:7: `high` may not import `leaf`: crate::leaf::leaf"]
    );
    assert_eq!(
        over_the_wall(&sources),
        ["src/high.rs:1: names st_hasura_sandbox"]
    );
}

#[test]
fn a_word_counts_where_it_is_a_string_of_its_own() {
    assert_eq!(Source::read("src/high.rs", HIGH).words, [7]);
    assert_eq!(Source::read("src/low.rs", LOW).words, [0; 0]);
}

#[test]
fn a_circle_is_found_through_what_a_folder_hands_on() {
    let parent = "mod elder;\nmod younger;\npub(crate) use elder::Elder;\n";
    let elder = "use super::younger;\nmod child;\npub(crate) struct Elder;\n";
    let child = "use super::Elder;\n";
    let read = |younger: &str| {
        [
            Source::read("src/house/mod.rs", parent),
            Source::read("src/house/elder.rs", elder),
            Source::read("src/house/elder/child.rs", child),
            Source::read("src/house/younger.rs", younger),
        ]
    };
    assert_eq!(circles(&read("use crate::leaf::Leaf;\n")), [""; 0]);
    assert_eq!(
        circles(&read("mod own {\n    use super::super::Elder;\n}\n")),
        [
            "src/house/elder.rs:1: crate::house::younger: `elder` imports `younger`, and that imports it",
            "src/house/younger.rs:2: crate::house::Elder: `younger` imports `elder`, and that imports it",
        ]
    );
}
