//! The reading of filters with no more than what metadata says of names.

use super::Look;
use crate::config::policy::{Mark, renamed};
use crate::hasura::metadata::{ComputedField, Condition, Operator, Relationship, TrackedTable};
use crate::verify::ownership::filter::{self, Names, Reading};

/// Reads a filter of a table for some user.
pub(super) fn read(
    condition: &Condition,
    look: &Look<'_>,
    table: &TrackedTable,
) -> Result<Reading, String> {
    filter::read(condition, &Known::of(look, Some(table)))
}

struct Known<'a> {
    look: &'a Look<'a>,
    /// `None` for one that the metadata does not tell: it may have any column and relationship.
    table: Option<&'a TrackedTable>,
    marks: Vec<Mark>,
}

impl<'a> Known<'a> {
    fn of(look: &'a Look<'a>, table: Option<&'a TrackedTable>) -> Self {
        let marks = table.map(|table| marks(look, table));
        Self {
            look,
            table,
            marks: marks.unwrap_or_default(),
        }
    }
}

/// What the policy states of the public rows of a table, in the names of the database.
fn marks(look: &Look<'_>, table: &TrackedTable) -> Vec<Mark> {
    let Some(policy) = look.policy else {
        return Vec::new();
    };
    let stated = policy.marks_of(&table.table.qualified(), &table.table.identifier());
    renamed(stated, |name| {
        let real = table.configuration.real_name(name);
        real.unwrap_or(name).to_owned()
    })
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

    fn marks(&self) -> &[Mark] {
        &self.marks
    }

    fn relationship(&self, name: &str) -> Option<(String, Box<dyn Names + '_>)> {
        let table = match self.table {
            Some(table) => {
                let one = relationships(table).find(|one| one.name == name)?;
                let target = self.look.links.target(table, one);
                target.and_then(|target| self.look.links.table(&target))
            }
            None => None,
        };
        Some((name.to_owned(), Box::new(Known::of(self.look, table))))
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
        Some(taken_at_its_word(part, self.look))
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

/// True for a look that finds rows about the one at hand alone: each branch of it asks for the same
/// value, or for one up to it, such as a level.
fn is_about_the_row(condition: &Condition) -> bool {
    match condition {
        Condition::And(parts) => parts.iter().any(is_about_the_row),
        Condition::Or(parts) => !parts.is_empty() && parts.iter().all(is_about_the_row),
        Condition::Compare(one) => {
            let compared = one.operator.with_a_value();
            condition.of_root().is_some() && compared.is_some_and(|one| one != Operator::Neq)
        }
        Condition::Related { condition, .. } => is_about_the_row(condition),
        Condition::Not(_) | Condition::Exists(_) | Condition::Unreadable(_) => false,
    }
}

/// What has no GraphQL form: it holds because of the caller where it names them. A look into
/// another table that compares nothing with the row holds for all rows or for none, so it holds
/// for no row because of the caller; one that asks whether what the row belongs to is public says
/// that of the row.
fn taken_at_its_word(part: &Condition, look: &Look<'_>) -> Reading {
    let Condition::Exists(exists) = part else {
        return if part.mentions_caller() {
            Reading::of_caller(part.clone())
        } else {
            Reading::open(part.clone())
        };
    };
    let table = exists
        .table
        .as_ref()
        .and_then(|name| look.links.table(name));
    let inner = table.and_then(|table| read(&exists.condition, look, table).ok());
    if part.mentions_caller() {
        let of_caller = inner.is_none_or(|inner| inner.exact);
        return if of_caller && is_about_the_row(&exists.condition) {
            Reading::of_caller(part.clone())
        } else {
            Reading::open(part.clone())
        };
    }
    match inner {
        Some(inner) if inner.explained && part.mentions_root() => Reading::of_public(part.clone()),
        _ => Reading::open(part.clone()),
    }
}
