//! The entries, a file a part, and the ways to find one.

mod auth;
mod browser;
mod containers;
mod core;
mod doctor;
mod files;
mod hasura_claims;
mod hasura_engine;
mod hasura_requests;
mod hasura_tokens;
mod network;
mod rules;
mod session;
mod setup;
mod tokens;

use std::collections::BTreeSet;

use super::entry::{Trouble, troubles};
use super::text::Text;

/// What a code is worth in a text, beside its length: programs write codes for readers like this
/// one, and people's words only happen to be alike.
const CODE: usize = 12;

/// How long a word may be that is compared with codes.
const LONGEST_CODE: usize = 64;

/// Every entry, in the order of the documentation.
pub(crate) fn all() -> impl Iterator<Item = &'static Trouble> {
    [
        hasura_tokens::ALL,
        hasura_claims::ALL,
        hasura_requests::ALL,
        hasura_engine::ALL,
        auth::ALL,
        browser::ALL,
        core::ALL,
        network::ALL,
        containers::ALL,
        tokens::ALL,
        session::ALL,
        files::ALL,
        setup::ALL,
        rules::ALL,
        doctor::ALL,
    ]
    .into_iter()
    .flatten()
}

/// The entry of a code, in any case.
pub(crate) fn find(code: &str) -> Option<&'static Trouble> {
    all().find(|trouble| {
        let mut codes = trouble.codes.iter();
        codes.any(|known| known.eq_ignore_ascii_case(code))
    })
}

/// The entries that a text speaks of, the most specific first: the more of their words it has, the
/// more specific they are.
pub(crate) fn search(text: &Text) -> Vec<(&'static Trouble, usize)> {
    let mut found: Vec<(&Trouble, usize)> = all()
        .filter_map(|trouble| Some((trouble, weight(trouble, text)?)))
        .collect();
    found.sort_by_key(|(_, weight)| std::cmp::Reverse(*weight));
    found
}

fn weight(trouble: &Trouble, text: &Text) -> Option<usize> {
    let codes = trouble
        .codes
        .iter()
        .filter_map(|code| Some(text.weight(code)? + CODE));
    let says = trouble.says.iter().filter_map(|says| text.weight(says));
    codes.chain(says).max()
}

/// Entries that may be meant by a text that speaks of none: like a code, or with rare words in
/// common.
pub(crate) fn near(text: &Text) -> Vec<&'static Trouble> {
    const MOST: usize = 3;
    let likeness = |trouble: &&Trouble| {
        let codes = trouble.codes.iter();
        let like = codes.map(|code| strsim::normalized_damerau_levenshtein(code, text.as_str()));
        like.fold(0.0, f64::max)
    };
    if !text.as_str().contains(' ') {
        // Longer than any code, and comparing takes the product of the lengths.
        if text.as_str().len() > LONGEST_CODE {
            return Vec::new();
        }
        let mut like: Vec<_> = all().map(|one| (one, likeness(&one))).collect();
        like.retain(|(_, likeness)| *likeness > 0.6);
        like.sort_by(|a, b| b.1.total_cmp(&a.1));
        return like.into_iter().take(MOST).map(|(one, _)| one).collect();
    }
    let words = words(text.as_str());
    let shared = |trouble: &Trouble| {
        let told = trouble.says.iter().chain([&trouble.title, &trouble.means]);
        let known: BTreeSet<String> = told.flat_map(|text| words_of(text)).collect();
        known.iter().filter(|word| words.contains(*word)).count()
    };
    let mut like: Vec<_> = all().map(|one| (one, shared(one))).collect();
    like.retain(|(_, shared)| *shared > 1);
    like.sort_by_key(|(_, shared)| std::cmp::Reverse(*shared));
    like.into_iter().take(MOST).map(|(one, _)| one).collect()
}

fn words_of(text: &str) -> BTreeSet<String> {
    words(Text::of(text).as_str())
}

/// Words that are long enough to mean something.
fn words(text: &str) -> BTreeSet<String> {
    text.split(|one: char| !one.is_alphanumeric() && one != '_')
        .filter(|word| word.len() > 4)
        .map(ToOwned::to_owned)
        .collect()
}
