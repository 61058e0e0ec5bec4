//! Whether a name is that of a column of secrets.
//!
//! A name is taken apart into words, and phrases of them are sought ([`super::lists`]). What a name is about stands
//! at its end: `password_updated_at` is a time and `token_count` a number.

use super::lists::{
    ANYWHERE, AT_THE_END, DERIVED, DOUBTFUL, FACTS, FORMS, MASKED, MORE_WORDS, OTHER_TOKENS,
    PUBLIC, QUESTIONS, UNLOCKED,
};

/// The words of a name in lower case, without the numbers behind them: `passwordHash2` is
/// `password hash`, and so is `passwordhash`.
pub(crate) fn words(name: &str) -> Vec<String> {
    let letters: Vec<char> = name.chars().collect();
    let mut words: Vec<String> = Vec::new();
    let mut word = String::new();
    for (at, letter) in letters.iter().enumerate() {
        if !letter.is_alphanumeric() {
            words.push(std::mem::take(&mut word));
            continue;
        }
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        let begins = letter.is_uppercase()
            && (before.is_some_and(|c| c.is_lowercase() || c.is_numeric())
                || after.is_some_and(|c| c.is_lowercase()));
        if begins {
            words.push(std::mem::take(&mut word));
        }
        word.extend(letter.to_lowercase());
    }
    words.push(word);
    words
        .iter()
        .map(|word| {
            let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
            if bare.is_empty() { "" } else { bare }
        })
        .filter(|word| !word.is_empty())
        .flat_map(|word| apart(word).unwrap_or_else(|| vec![word.to_owned()]))
        .collect()
}

/// A word that is nothing but known ones: `apikey`, `accesstokens`.
fn apart(word: &str) -> Option<Vec<String>> {
    let phrases = ANYWHERE.iter().chain(AT_THE_END).chain(MASKED);
    let known = phrases
        .flat_map(|phrase| phrase.split(' '))
        .chain(MORE_WORDS.iter().copied());
    let known = known.filter(|known| known.len() > 1);
    // The longest first word that leaves a rest of known ones.
    let mut heads: Vec<&str> = known.filter(|known| word.starts_with(known)).collect();
    heads.sort_by_key(|head| std::cmp::Reverse(head.len()));
    heads.into_iter().find_map(|head| {
        let rest = &word[head.len()..];
        if rest.is_empty() || rest == "s" {
            return Some(vec![format!("{head}{rest}")]);
        }
        let mut all = vec![head.to_owned()];
        all.extend(apart(rest)?);
        Some(all)
    })
}

/// True for one word or several of it.
fn same(word: &str, known: &str) -> bool {
    word == known || word.strip_suffix('s') == Some(known)
}

fn among(word: &str, list: &[&str]) -> bool {
    list.iter().any(|known| same(word, known))
}

fn ends_with(words: &[String], phrase: &str) -> bool {
    let mut own = words.iter().rev();
    phrase
        .rsplit(' ')
        .all(|known| own.next().is_some_and(|word| same(word, known)))
}

fn contains(words: &[String], phrase: &str) -> bool {
    (1..=words.len()).any(|end| ends_with(&words[..end], phrase))
}

/// True for a name that is a fact about something, or a question.
fn is_about(words: &[String]) -> bool {
    words.len() > 1
        && (words.last().is_some_and(|word| among(word, FACTS))
            || words.first().is_some_and(|word| among(word, QUESTIONS)))
}

/// The name without the form that its value has.
fn meant(words: &[String]) -> &[String] {
    let mut rest = words;
    while let [head @ .., last] = rest
        && !head.is_empty()
        && among(last, FORMS)
    {
        rest = head;
    }
    rest
}

/// True for a name that means a secret and nothing else.
pub(super) fn is_secret(words: &[String]) -> bool {
    if is_about(words) {
        return false;
    }
    if ANYWHERE.iter().any(|phrase| contains(words, phrase)) {
        return true;
    }
    let meant = meant(words);
    if words.iter().any(|word| among(word, PUBLIC)) {
        return false;
    }
    let pin = match words {
        [first, _, ..] => ends_with(meant, "pin") && (meant.len() == 1 || among(first, FORMS)),
        _ => false,
    };
    let token = match meant {
        [.., before, last] => same(last, "token") && !among(before, OTHER_TOKENS),
        // What is kept as a hash is no amount and no word.
        [only] => only == "token" && words.last().is_some_and(|word| word == "hash"),
        [] => false,
    };
    pin || token || is_derived(words) || AT_THE_END.iter().any(|phrase| ends_with(meant, phrase))
}

fn is_derived(words: &[String]) -> bool {
    DERIVED.iter().any(|(last, before)| match words {
        [.., word, end] => same(end, last) && among(word, before),
        _ => false,
    })
}

/// True for a pin and no more: what is typed in to unlock something, or what holds a note to a board
/// or marks a place on a map.
pub(super) fn is_pin(words: &[String]) -> bool {
    matches!(words, [only] if only == "pin")
}

/// True for tables of what a pin unlocks, and of those who have one.
pub(super) fn is_unlocked(table: &[String]) -> bool {
    table.iter().any(|word| among(word, UNLOCKED))
}

/// True for a name that means a secret as often as something else.
pub(super) fn may_be_secret(words: &[String]) -> bool {
    let meant = meant(words);
    let other = |word: &String| among(word, OTHER_TOKENS) || among(word, PUBLIC);
    !is_about(words)
        && !words.iter().any(other)
        && DOUBTFUL.iter().any(|phrase| ends_with(meant, phrase))
}

/// True for a name with a word in it that secrets are called by, whatever else it says.
pub(super) fn sounds_secret(words: &[String]) -> bool {
    let has = |list: &[&str]| list.iter().any(|phrase| contains(words, phrase));
    let public = words.iter().any(|word| among(word, PUBLIC));
    has(ANYWHERE)
        || has(MASKED)
        || is_derived(words)
        || !public && (has(AT_THE_END) || has(DOUBTFUL))
}

/// True for tables that record who came, or who did what.
pub(super) fn records_logins(words: &[String]) -> bool {
    let phrases = ["audit", "login", "signin", "logon", "log in", "sign in"];
    phrases.iter().any(|phrase| contains(words, phrase))
}

/// False for types that hold no secret: truths, times and places, and numbers but for those that
/// people type in.
pub(super) fn fits_type(words: &[String], kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    let begins = |list: &[&str]| list.iter().any(|start| kind.starts_with(start));
    if begins(&[
        "bool", "date", "time", "interval", "geo", "point", "polygon", "box", "circle",
    ]) {
        return false;
    }
    let number = begins(&[
        "int", "bigint", "smallint", "numeric", "float", "double", "real", "money",
    ]);
    let typed = ["pin", "otp", "passcode", "code", "password", "pwd"];
    !number || typed.iter().any(|phrase| contains(words, phrase))
}
