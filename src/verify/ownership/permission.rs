//! The reading of filters with the names of the administrator's schema.

use super::filter::{self, Names, Reading};
use crate::config::Policy;
use crate::config::policy::{Mark, renamed};
use crate::hasura::metadata::{self, ComputedField, Condition};
use crate::hasura::naming::camel;
use crate::verify::actor::Actor;
use crate::verify::model::{Column, RoleTable};
use crate::verify::schema::Schema;

/// What is known of the parts of a filter that have no GraphQL form, and whose id to put in.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    pub known: Vec<KnownPart>,
    pub unknown: Unknown,
    /// In place of the user's own id.
    pub user_id: Option<String>,
}

/// A part of a filter that was found out.
#[derive(Clone, Debug)]
pub(crate) struct KnownPart {
    /// The relationships that lead to it, as the filter names them.
    pub way: Vec<String>,
    pub part: Condition,
    pub reading: Reading,
}

/// What parts are taken for of which nothing is known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Unknown {
    /// The filter cannot be read.
    #[default]
    Refused,
    /// They hold for any reason but the caller.
    Open,
    /// They hold because of the caller where they name them.
    Callers,
}

/// Reads a filter for a user, with the names of the administrator's schema and what is known of
/// parts without a GraphQL form; for nobody in particular where there is no user, as for requests
/// without a token.
pub(crate) fn read_with(
    filter: &Condition,
    table: &RoleTable,
    schema: &Schema,
    user: Option<&Actor>,
    parts: &Parts,
) -> Result<Reading, String> {
    filter::read(
        filter,
        &TableNames::of(table, schema, user, parts, Vec::new()),
    )
}

/// What the policy states of the public rows of a table, in the names of GraphQL. A column that
/// nobody sees stays as it is written: no row has it.
pub(crate) fn marks_of(
    policy: Option<&Policy>,
    table: &RoleTable,
    config: Option<&metadata::TrackedTable>,
) -> Vec<Mark> {
    let stated = policy.map_or(&[][..], |policy| {
        policy.marks_of(table.name(), &table.type_name)
    });
    renamed(stated, |name| {
        column_of(table, config, name)
            .map_or(name, |column| &column.name)
            .to_owned()
    })
}

/// The column of a model's table that the database calls `name`.
pub(crate) fn column_of<'a>(
    table: &'a RoleTable,
    config: Option<&metadata::TrackedTable>,
    name: &str,
) -> Option<&'a Column> {
    let custom = config.and_then(|config| config.configuration.column_name(name));
    let camel = camel(name);
    custom
        .into_iter()
        .chain([name, camel.as_str()])
        .find_map(|name| table.column(name))
}

struct TableNames<'a> {
    table: &'a RoleTable,
    config: Option<&'a metadata::TrackedTable>,
    schema: &'a Schema,
    user: Option<&'a Actor>,
    parts: &'a Parts,
    way: Vec<String>,
    marks: Vec<Mark>,
}

impl<'a> TableNames<'a> {
    fn of(
        table: &'a RoleTable,
        schema: &'a Schema,
        user: Option<&'a Actor>,
        parts: &'a Parts,
        way: Vec<String>,
    ) -> Self {
        let config = schema.tracked(&table.type_name).ok();
        Self {
            table,
            config,
            schema,
            user,
            parts,
            way,
            marks: marks_of(schema.policy.as_ref(), table, config),
        }
    }
}

impl Names for TableNames<'_> {
    fn column(&self, name: &str) -> Option<(String, String)> {
        column_of(self.table, self.config, name)
            .map(|column| (column.name.clone(), column.scalar.clone()))
    }

    fn is_never_null(&self, column: &str) -> bool {
        self.table.column(column).is_some_and(|one| !one.nullable)
    }

    fn marks(&self) -> &[Mark] {
        &self.marks
    }

    fn relationship(&self, name: &str) -> Option<(String, Box<dyn Names + '_>)> {
        let relationship = self.table.related(name)?;
        let table = self.schema.model.table(&relationship.target)?;
        let way = self.way.iter().cloned().chain([name.to_owned()]).collect();
        let remote = TableNames::of(table, self.schema, self.user, self.parts, way);
        Some((relationship.name.clone(), Box::new(remote)))
    }

    fn is_told_who_asks(&self, name: &str) -> bool {
        let computed = self
            .config
            .iter()
            .flat_map(|config| &config.computed_fields);
        computed
            .filter(|field| field.name == name)
            .any(ComputedField::is_told_who_asks)
    }

    fn variable(&self, name: &str) -> Option<String> {
        if let Some(id) = &self.parts.user_id
            && name.eq_ignore_ascii_case("x-hasura-user-id")
        {
            return Some(id.clone());
        }
        self.user?.variable(name).map(ToOwned::to_owned)
    }

    fn resolved(&self, part: &Condition) -> Option<Reading> {
        let mut known = self.parts.known.iter();
        if let Some(known) = known.find(|one| one.part == *part && one.way == self.way) {
            return Some(known.reading.clone());
        }
        match self.parts.unknown {
            Unknown::Refused => None,
            Unknown::Callers if part.mentions_caller() => {
                Some(Reading::of_caller(Condition::default()))
            }
            Unknown::Open | Unknown::Callers => Some(Reading::open(Condition::default())),
        }
    }
}
