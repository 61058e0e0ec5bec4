//! The catalogue is complete: every code of the program, every text of the double, every answer
//! that was recorded of a real engine.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use proc_macro2::{Delimiter, Group, TokenTree};
use serde_json::Value;

use super::sources::{files, groups, root, strings};
use crate::support::World;

/// Entries that no test brings about yet: a list that may only become shorter.
const UNSHOWN: &str = include_str!("unshown.txt");

/// The names of all pages.
fn names() -> Vec<String> {
    let all = World::new()
        .cmd(["explain", "--list", "-o", "json"])
        .ok()
        .json();
    let entries = all["result"]["entries"].as_array().unwrap().iter();
    entries
        .map(|entry| entry["code"].as_str().unwrap().to_owned())
        .collect()
}

/// `part.what_happened`.
fn is_code(text: &str) -> bool {
    let word = |text: &str| {
        !text.is_empty()
            && text
                .chars()
                .all(|one| one.is_ascii_lowercase() || "_0123456789".contains(one))
    };
    text.split_once('.')
        .is_some_and(|(part, what)| word(part) && word(what))
}

/// The codes of errors (`fn class`), of refusals of tokens, and of Hasura's errors.
fn codes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files("src", ".rs") {
        groups(&path, &mut |before, name, group| {
            let counts = match (before, name) {
                ("fn", "class") => group.delimiter() == Delimiter::Brace,
                ("Problem", "token" | "claims") | (_, "kinds") => true,
                _ => false,
            };
            if counts {
                found.extend(strings(group).into_iter().filter(|text| is_code(text)));
            }
        });
    }
    found
}

#[test]
fn every_code_of_the_program_has_an_entry() {
    let codes = codes();
    assert!(codes.len() > 200, "only {} codes were found", codes.len());
    let world = World::new();
    let missing: Vec<&String> = codes
        .iter()
        .filter(|code| world.cmd(["explain", code]).run().code != Some(0))
        .collect();
    assert_eq!(missing, [""; 0]);
    // The other way round: what looks like an error's code is one.
    let parts = [
        "session", "config", "http", "setup", "init", "expose", "socket", "project", "verify",
    ];
    let of_errors = |code: &String| {
        let part = code.split('.').next().unwrap();
        parts.contains(&part) && !codes.contains(code)
    };
    let invented: Vec<String> = names().into_iter().filter(of_errors).collect();
    assert_eq!(invented, [""; 0]);
}

/// What the program's errors say, but for those with too little of their own in it.
fn own_messages() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files("src", ".rs") {
        groups(&path, &mut |_, name, group| {
            if name == "error" && group.delimiter() == Delimiter::Parenthesis {
                found.extend(own(group).into_iter().next());
            }
        });
    }
    let nothing = BTreeMap::from([(String::new(), String::new())]);
    found.retain(|text: &String| {
        let own = filled(text, &nothing).replace("x ", "");
        own.len() > 20 && own.split_whitespace().count() > 3
    });
    found.iter().map(|text| filled(text, &nothing)).collect()
}

/// The strings of an attribute `error`, which begins with one.
fn own(group: &Group) -> Vec<String> {
    let is_text = matches!(
        group.stream().into_iter().next(),
        Some(TokenTree::Literal(_))
    );
    if is_text { strings(group) } else { Vec::new() }
}

#[test]
fn every_message_of_the_program_has_an_entry() {
    let texts = own_messages();
    assert!(texts.len() > 100, "only {} texts were found", texts.len());
    assert_eq!(without_an_entry(&texts), [""; 0]);
}

/// `doctor` names its checks when it is asked for one that it does not have.
#[test]
fn every_check_of_doctor_has_an_entry() {
    let world = World::new();
    let output = world.cmd(["doctor", "--only", "nothing"]).code(2);
    let (_, ids) = output.stderr.split_once("the checks are ").unwrap();
    let ids: Vec<String> = ids
        .trim()
        .split(", ")
        .map(|id| format!("doctor.{id}"))
        .collect();
    let known = names()
        .into_iter()
        .filter(|code| code.starts_with("doctor."));
    assert_eq!(known.collect::<Vec<_>>(), ids);
}

#[test]
fn entries_name_tests_that_are_there() {
    let world = World::new();
    let mut unshown = String::new();
    for code in names() {
        let page = world.cmd(["explain", &code, "-o", "json"]).ok().json();
        let page = &page["result"];
        let tests = page["tests"].as_array().unwrap();
        if tests.is_empty() && !code.starts_with('P') {
            unshown += &format!("{code}\n");
        }
        for test in tests {
            let (file, name) = test.as_str().unwrap().split_once(": ").unwrap();
            let text = std::fs::read_to_string(root().join(file)).unwrap_or_default();
            assert!(
                text.contains(&format!("fn {name}(")),
                "{code}: {file} has no {name}"
            );
        }
    }
    assert_eq!(unshown, UNSHOWN);
}

/// What the doubles of SDK, core and engine can say: the strings handed to what makes errors.
fn said() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for path in files("sandbox/src", ".rs") {
        let constants = constants(&path);
        // Elsewhere these words are of what the double itself cannot read.
        let of_callers = path.to_string_lossy().contains("auth");
        groups(&path, &mut |before, name, group| {
            let makes = matches!(
                (before, name),
                ("ApiError" | "GqlError" | "Refusal" | "Trouble", _)
                    | ("Stop" | "Self", "BadInput" | "Upstream")
            ) || (["undecodable", "refused", "refuse", "invalid"].contains(&name)
                && of_callers);
            if makes {
                let texts = strings(group).into_iter().filter(|text| is_message(text));
                found.extend(texts.map(|text| filled(&text, &constants)));
            }
        });
    }
    found
}

/// The constants of a file that are texts.
fn constants(path: &Path) -> BTreeMap<String, String> {
    let text = std::fs::read_to_string(path).unwrap();
    let lines = text.lines().filter_map(|line| {
        let (_, rest) = line.split_once("const ")?;
        let (name, value) = rest.split_once(": &str = \"")?;
        Some((name.to_owned(), value.strip_suffix("\";")?.to_owned()))
    });
    lines.collect()
}

/// True for a text for people, or for one of Hasura's words about tokens, with something of its
/// own in it.
fn is_message(text: &str) -> bool {
    let own = filled(text, &BTreeMap::new());
    own.contains("JWT") || own.trim().contains(' ') && own.trim().len() > 7
}

/// The text with constants, and with something in place of what is filled in otherwise.
fn filled(text: &str, constants: &BTreeMap<String, String>) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, after) = behind.split_once('}').unwrap_or((behind, ""));
        out += before;
        out += constants.get(name).map_or("x ", String::as_str);
        rest = after;
    }
    out + rest
}

fn without_an_entry(texts: &BTreeSet<String>) -> Vec<&String> {
    let world = World::new();
    let is_known = |text: &str| world.cmd(["explain"]).stdin(text).run().code == Some(0);
    texts.iter().filter(|text| !is_known(text)).collect()
}

#[test]
fn every_text_of_the_double_has_an_entry() {
    let texts = said();
    assert!(texts.len() > 120, "only {} texts were found", texts.len());
    assert_eq!(without_an_entry(&texts), [""; 0]);
}

#[test]
fn every_error_recorded_of_a_real_engine_has_an_entry() {
    let mut texts = BTreeSet::new();
    for path in files("tests/recorded", ".json") {
        let text = std::fs::read_to_string(path).unwrap();
        errors(&serde_json::from_str(&text).unwrap(), &mut texts);
    }
    assert!(texts.len() > 200, "only {} texts were found", texts.len());
    assert_eq!(without_an_entry(&texts), [""; 0]);
}

/// The messages of errors in both of the engine's envelopes.
fn errors(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => {
            let text = |name: &str| members.get(name).and_then(Value::as_str);
            let of_graphql = text("message").filter(|_| members.contains_key("extensions"));
            let of_admin = text("error").filter(|_| members.contains_key("code"));
            found.extend(of_graphql.or(of_admin).map(ToOwned::to_owned));
            members.values().for_each(|member| errors(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| errors(item, found)),
        Value::String(text) if text.starts_with('{') => {
            if let Ok(inner) = serde_json::from_str(text) {
                errors(&inner, found);
            }
        }
        _ => {}
    }
}
