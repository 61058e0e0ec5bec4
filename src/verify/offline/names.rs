//! The reading of filters with no more than what metadata says of names.

use super::links::Links;
use crate::hasura::metadata::{ComputedField, Condition, Relationship, TrackedTable};
use crate::verify::ownership::filter::{self, Names, Reading};

/// Reads a filter of a table for some user.
pub(super) fn read(
    condition: &Condition,
    links: &Links<'_>,
    table: &TrackedTable,
) -> Result<Reading, String> {
    let names = Known {
        links,
        table: Some(table),
    };
    filter::read(condition, &names)
}

struct Known<'a> {
    links: &'a Links<'a>,
    /// `None` for one that the metadata does not tell: it may have any column and relationship.
    table: Option<&'a TrackedTable>,
}

impl Names for Known<'_> {
    /// Whatever is no relationship: which columns there are, the database knows.
    fn column(&self, name: &str) -> Option<(String, String)> {
        (self.table.is_none() || self.is_column(name)).then(|| column(name))
    }

    fn is_column(&self, name: &str) -> bool {
        self.table.is_some_and(|table| {
            let mut all = relationships(table);
            all.all(|one| one.name != name)
        })
    }

    fn relationship(&self, name: &str) -> Option<(String, Box<dyn Names + '_>)> {
        let table = match self.table {
            Some(table) => {
                let one = relationships(table).find(|one| one.name == name)?;
                let target = self.links.target(table, one);
                target.and_then(|target| self.links.table(&target))
            }
            None => None,
        };
        let links = self.links;
        Some((name.to_owned(), Box::new(Self { links, table })))
    }

    fn is_told_who_asks(&self, name: &str) -> bool {
        let computed = self
            .table
            .into_iter()
            .flat_map(|table| &table.computed_fields);
        let mut computed = computed.filter(|field| field.name == name);
        computed.any(ComputedField::is_told_who_asks)
    }

    fn variable(&self, _name: &str) -> Option<String> {
        Some(SOMEBODY.into())
    }

    fn resolved(&self, part: &Condition) -> Option<Reading> {
        Some(taken_at_its_word(part, self.links))
    }
}

fn relationships(table: &TrackedTable) -> impl Iterator<Item = &Relationship> {
    let objects = table.object_relationships.iter();
    objects.chain(&table.array_relationships)
}

/// Whoever calls: a text, an array literal and a JSON document.
const SOMEBODY: &str = "{}";

/// A column with a type that its name leaves open: the reading only asks whether it may be a point
/// in time. A flag and the id of a person are none.
fn column(name: &str) -> (String, String) {
    let words = crate::hasura::columns::words(name);
    let flag = words
        .first()
        .is_some_and(|first| first == "is" || first == "has");
    let person = words
        .last()
        .is_some_and(|last| last == "by" || last == "id");
    let scalar = if flag || person { "" } else { "timestamptz" };
    (name.to_owned(), scalar.into())
}

/// What has no GraphQL form: it holds because of the caller where it names them. A look into
/// another table that compares nothing with the row holds for all rows or for none, so it holds
/// for no row because of the caller; one that asks whether what the row belongs to is public says
/// that of the row.
fn taken_at_its_word(part: &Condition, links: &Links<'_>) -> Reading {
    let Condition::Exists(exists) = part else {
        return if part.mentions_caller() {
            Reading::of_caller(part.clone())
        } else {
            Reading::open(part.clone())
        };
    };
    if part.mentions_caller() {
        return if part.mentions_root() {
            Reading::of_caller(part.clone())
        } else {
            Reading::open(part.clone())
        };
    }
    let table = exists.table.as_ref().and_then(|name| links.table(name));
    let inner = table.and_then(|table| read(&exists.condition, links, table).ok());
    match inner {
        Some(inner) if inner.explained && part.mentions_root() => Reading::of_public(part.clone()),
        _ => Reading::open(part.clone()),
    }
}
