//! Words for what is public, and for who sees it.

use crate::hasura::columns::words;

/// Roots of words for *public* and *published*: English and Romance, Italian, German and
/// Scandinavian, Dutch, Finnish, Czech and Slovak.
const ROOTS: [&str; 6] = ["publi", "pubblic", "ffentli", "openbaar", "julki", "verejn"];

/// What a root may have before it in a word: German *öffentlich*, *veröffentlicht*.
const BEFORE: [&str; 5] = ["", "ö", "oe", "verö", "veroe"];

/// Words that begin so and mean something else.
const OTHERWISE: [&str; 3] = ["publickey", "publisher", "publication"];

/// Words for what is yet to be done.
const TO_COME: [&str; 3] = ["publish", "publishing", "publishable"];

/// Words before the root that take it back, or that speak of a wish or a right.
const TAKES_BACK: [&str; 24] = [
    "not",
    "no",
    "non",
    "un",
    "de",
    "semi",
    "nicht",
    "never",
    "hidden",
    "hide",
    "from",
    "allow",
    "allows",
    "allowed",
    "can",
    "may",
    "request",
    "requested",
    "pending",
    "ready",
    "to",
    "failed",
    "awaiting",
    "wants",
];

/// Words that may follow the root in the name of a flag or a time.
const GOES_ON: [&str; 30] = [
    "at",
    "on",
    "am",
    "ab",
    "seit",
    "datum",
    "il",
    "data",
    "le",
    "depuis",
    "el",
    "en",
    "fecha",
    "desde",
    "em",
    "op",
    "den",
    "dne",
    "dato",
    "date",
    "time",
    "since",
    "now",
    "flag",
    "visible",
    "visibility",
    "viewable",
    "readable",
    "access",
    "read",
];

/// Words beside the root in a value: who sees it, and that they do.
const SEEN_BY: [&str; 12] = [
    "publicly", "visible", "viewable", "readable", "access", "read", "to", "all", "everyone",
    "world", "open", "listed",
];

/// Words of columns whose value is a name and no state.
const NAMES: [&str; 16] = [
    "tenant",
    "schema",
    "app",
    "realm",
    "namespace",
    "database",
    "organization",
    "organisation",
    "department",
    "group",
    "team",
    "ip",
    "network",
    "title",
    "name",
    "key",
];

/// Roots of words for *who sees it*, in the names of columns: visibility, *sichtbar*, *zichtbaar*,
/// *widoczność*, *viditelnost*, *synlighet*, audience, privacy, shared with.
const VIEWERS: [&str; 12] = [
    "visib", "visivel", "sichtbar", "zichtba", "widoczn", "viditeln", "synlig", "audien", "privac",
    "sharing", "shared", "viewer",
];

/// Words for everybody, in such a column.
const EVERYBODY: [&str; 14] = [
    "everyone",
    "everybody",
    "anyone",
    "anybody",
    "all",
    "world",
    "alle",
    "tous",
    "todos",
    "tutti",
    "iedereen",
    "wszyscy",
    "všichni",
    "kaikki",
];

/// How a flag is set where it is a text.
const YES: [&str; 13] = [
    "y", "yes", "t", "true", "1", "on", "j", "ja", "si", "sí", "sim", "oui", "tak",
];

/// How a filter writes this moment.
const NOW: [&str; 6] = [
    "now",
    "now()",
    "today",
    "current_timestamp",
    "current_date",
    "yesterday",
];

/// True for this moment.
pub(super) fn is_now(time: &str) -> bool {
    is_among(time, &NOW)
}

/// True for a flag that is set.
pub(super) fn is_yes(value: &str) -> bool {
    is_among(value, &YES)
}

/// True for everybody, where a column says who sees its row.
pub(super) fn is_everybody(value: &str) -> bool {
    is_among(value, &EVERYBODY)
}

fn is_among(value: &str, list: &[&str]) -> bool {
    list.contains(&value.trim().to_lowercase().as_str())
}

/// True for a value that says no more than that its row is seen.
pub(super) fn is_seen(value: &str) -> bool {
    let words = words(value);
    !words.is_empty() && words.iter().all(|word| SEEN_BY.contains(&word.as_str()))
}

/// True for a column that says who may see its row.
pub(super) fn tells_who_sees(column: &str) -> bool {
    let words = words(column);
    let begins = |word: &String| VIEWERS.iter().any(|root| word.starts_with(root));
    words.iter().any(begins)
}

/// True for a column whose value may be a state of its row. "public" is also the name of a schema,
/// and the id that SuperTokens gives the first app and tenant.
pub(super) fn tells_a_state(column: &str) -> bool {
    let words = words(column);
    let names = |word: &String| NAMES.contains(&word.as_str());
    !words.iter().any(names) && !column.to_lowercase().ends_with("id")
}

/// True for a value that is a word for *public*, alone or with who may see it. A text of other
/// words may speak of what is public without being a mark.
pub(super) fn is_word(value: &str) -> bool {
    let words = words(value);
    let (roots, others): (Vec<&String>, Vec<&String>) =
        words.iter().partition(|word| is_root(word));
    roots.len() == 1 && others.iter().all(|word| SEEN_BY.contains(&word.as_str()))
}

/// True for the name of a flag or a time that says that its row is public: what comes before the
/// word must not take it back, and what comes after must not be what is public in the row's place.
pub(super) fn says(name: &str) -> bool {
    let words = words(name);
    let Some(at) = words.iter().position(|word| is_root(word)) else {
        return false;
    };
    let (before, after) = (&words[..at], &words[at + 1..]);
    !before
        .iter()
        .any(|word| TAKES_BACK.contains(&word.as_str()))
        && after.iter().all(|word| GOES_ON.contains(&word.as_str()))
}

/// True for the time at which a row is to be published: once it has come, the row is public.
pub(super) fn is_due(name: &str) -> bool {
    let words = words(name);
    matches!(words.as_slice(), [first, rest @ ..] if TO_COME.contains(&first.as_str())
        && rest.iter().all(|word| GOES_ON.contains(&word.as_str())))
}

/// True for a word for *public* or *published*, in whatever form.
fn is_root(word: &str) -> bool {
    let begins = |root: &&str| {
        word.find(*root)
            .is_some_and(|at| BEFORE.contains(&&word[..at]))
    };
    ROOTS.iter().any(begins)
        && !OTHERWISE.iter().any(|other| word.starts_with(other))
        && !TO_COME.contains(&word)
}
