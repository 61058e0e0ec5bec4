//! The reading of filters with no more than what metadata says of names.

use super::tables::target;
use crate::hasura::metadata::{Condition, Metadata, TrackedTable};
use crate::verify::ownership::filter::{self, Names, Reading};

/// Reads a filter of a table for some user.
pub(super) fn read(
    condition: &Condition,
    metadata: &Metadata,
    table: &TrackedTable,
) -> Result<Reading, String> {
    let names = Known { metadata, table };
    filter::read(condition, &names)
}

struct Known<'a> {
    metadata: &'a Metadata,
    table: &'a TrackedTable,
}

impl Names for Known<'_> {
    /// Whatever is no relationship: which columns there are, the database knows.
    fn column(&self, name: &str) -> Option<(String, String)> {
        self.is_column(name).then(|| column(name))
    }

    fn is_column(&self, name: &str) -> bool {
        let objects = self.table.object_relationships.iter();
        let mut all = objects.chain(&self.table.array_relationships);
        all.all(|one| one.name != name)
    }

    fn relationship(&self, name: &str) -> Option<(String, Box<dyn Names + '_>)> {
        let objects = self.table.object_relationships.iter();
        let one = objects
            .chain(&self.table.array_relationships)
            .find(|one| one.name == name)?;
        let behind = target(self.metadata, self.table, one);
        let behind = behind.and_then(|name| {
            let mut tables = self.metadata.tables();
            tables.find_map(|(_, table)| (table.table == name).then_some(table))
        });
        let names: Box<dyn Names + '_> = match behind {
            Some(table) => Box::new(Known {
                metadata: self.metadata,
                table,
            }),
            None => Box::new(Unknown),
        };
        Some((name.to_owned(), names))
    }

    fn is_told_who_asks(&self, name: &str) -> bool {
        let mut computed = self.table.computed_fields.iter();
        computed.any(|field| field.name == name && field.is_told_who_asks())
    }

    fn variable(&self, _name: &str) -> Option<String> {
        Some(SOMEBODY.into())
    }

    fn resolved(&self, part: &Condition) -> Option<Reading> {
        Some(taken_at_its_word(part, Some(self.metadata)))
    }
}

/// A table that the metadata does not tell.
struct Unknown;

impl Names for Unknown {
    fn column(&self, name: &str) -> Option<(String, String)> {
        Some(column(name))
    }

    fn is_column(&self, _name: &str) -> bool {
        false
    }

    fn relationship(&self, name: &str) -> Option<(String, Box<dyn Names + '_>)> {
        Some((name.to_owned(), Box::new(Self)))
    }

    fn variable(&self, _name: &str) -> Option<String> {
        Some(SOMEBODY.into())
    }

    fn resolved(&self, part: &Condition) -> Option<Reading> {
        Some(taken_at_its_word(part, None))
    }
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
fn taken_at_its_word(part: &Condition, metadata: Option<&Metadata>) -> Reading {
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
    let table = exists
        .table
        .as_ref()
        .zip(metadata)
        .and_then(|(name, metadata)| {
            let mut tables = metadata.tables();
            let table = tables.find_map(|(_, table)| (table.table == *name).then_some(table))?;
            Some((metadata, table))
        });
    let inner = table.and_then(|(metadata, table)| read(&exists.condition, metadata, table).ok());
    match inner {
        Some(inner) if inner.explained && part.mentions_root() => Reading::of_public(part.clone()),
        _ => Reading::open(part.clone()),
    }
}
