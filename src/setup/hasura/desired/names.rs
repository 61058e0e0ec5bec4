//! Names in GraphQL: of relationships as the console gives them, and of tables whose own name is
//! none (contracts: hasura §3.1, §4.5).

use std::collections::BTreeSet;

use crate::hasura::metadata::{Source, TableName};

/// What a source calls the types of its tables.
pub(super) struct TypeNames {
    taken: BTreeSet<String>,
    known: Vec<(TableName, Option<String>)>,
}

impl TypeNames {
    /// Those of the tables that are tracked already.
    pub(super) fn of(source: &Source) -> Self {
        let known: Vec<(TableName, Option<String>)> = source
            .tables
            .iter()
            .map(|table| (table.table.clone(), table.configuration.custom_name.clone()))
            .collect();
        let taken = known
            .iter()
            .map(|(table, custom)| custom.clone().unwrap_or_else(|| table.identifier()))
            .collect();
        Self { taken, known }
    }

    /// A name for a table that cannot go by its own; whatever is tracked keeps what it has.
    pub(super) fn custom_name(&mut self, table: &TableName) -> Option<String> {
        if let Some((_, custom)) = self.known.iter().find(|(known, _)| known == table) {
            return custom.clone();
        }
        let own = table.identifier();
        let name = free(&graphql(&own), |name| self.taken.contains(name));
        self.taken.insert(name.clone());
        (name != own).then_some(name)
    }
}

/// `name`, or with the first number that makes it free.
pub(super) fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    if !taken(name) {
        return name.to_owned();
    }
    let mut number = 2_u32;
    loop {
        let candidate = format!("{name}_{number}");
        if !taken(&candidate) {
            return candidate;
        }
        number += 1;
    }
}

/// The nearest name that GraphQL takes: letters, digits and underscores, no digit in front, no
/// two underscores in front, which are its own.
pub(super) fn graphql(text: &str) -> String {
    let mut name: String = text
        .chars()
        .map(|letter| {
            if letter.is_ascii_alphanumeric() {
                letter
            } else {
                '_'
            }
        })
        .collect();
    while name.starts_with("__") {
        name.remove(0);
    }
    if name.is_empty() || name.starts_with(|letter: char| letter.is_ascii_digit()) {
        name.insert(0, '_');
    }
    name
}

/// True for a name that GraphQL takes as it is.
pub(super) fn is_graphql(text: &str) -> bool {
    graphql(text) == text
}

/// Of several, one: `notes` → `note`.
pub(super) fn singular(word: &str) -> String {
    let lower = word.to_ascii_lowercase();
    let without = |count: usize| word[..word.len() - count].to_owned();
    if let Some((many, one)) = IRREGULAR.iter().find(|(many, _)| lower.ends_with(many)) {
        return format!("{}{one}", without(many.len()));
    }
    if lower.ends_with("ies") && lower.len() > 4 {
        return format!("{}y", without(3));
    }
    if ["sses", "shes", "ches", "xes", "zes"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        return without(2);
    }
    let keeps = ["ss", "us", "is", "news", "series", "data"];
    if lower.ends_with('s') && !keeps.iter().any(|end| lower.ends_with(end)) {
        return without(1);
    }
    word.to_owned()
}

/// Of one, several: `note` → `notes`. What is several already stays.
pub(super) fn plural(word: &str) -> String {
    let one = singular(word);
    if one != word {
        return word.to_owned();
    }
    let lower = word.to_ascii_lowercase();
    if let Some((many, single)) = IRREGULAR.iter().find(|(_, one)| lower.ends_with(one)) {
        return format!("{}{many}", &word[..word.len() - single.len()]);
    }
    let vowel_before = lower
        .chars()
        .rev()
        .nth(1)
        .is_some_and(|letter| "aeiou".contains(letter));
    if lower.ends_with('y') && !vowel_before {
        return format!("{}ies", &word[..word.len() - 1]);
    }
    if ["ss", "us", "sh", "ch", "x", "z"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        return format!("{word}es");
    }
    if ["news", "series", "data", "is"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        return word.to_owned();
    }
    format!("{word}s")
}

const IRREGULAR: [(&str, &str); 3] = [
    ("people", "person"),
    ("children", "child"),
    ("statuses", "status"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_one_and_many() {
        for (one, many) in [
            ("note", "notes"),
            ("emailpassword_user", "emailpassword_users"),
            ("category", "categories"),
            ("day", "days"),
            ("address", "addresses"),
            ("box", "boxes"),
            ("status", "statuses"),
            ("person", "people"),
            ("session_info", "session_infos"),
            ("user_to_tenant", "user_to_tenants"),
        ] {
            assert_eq!(singular(many), one);
            assert_eq!(plural(one), many);
            assert_eq!(singular(one), one);
            assert_eq!(plural(many), many);
        }
    }

    #[test]
    fn names_become_such_as_graphql_takes() {
        for (text, name) in [
            ("notes", "notes"),
            ("my-table", "my_table"),
            ("2fa", "_2fa"),
            ("__x", "_x"),
            ("Größe", "Gr__e"),
            ("", "_"),
        ] {
            assert_eq!(graphql(text), name, "{text}");
            assert!(is_graphql(name));
        }
    }

    #[test]
    fn a_name_that_is_taken_gets_a_number() {
        let taken = ["a", "a_2"];
        assert_eq!(free("a", |name| taken.contains(&name)), "a_3");
        assert_eq!(free("b", |name| taken.contains(&name)), "b");
    }
}
