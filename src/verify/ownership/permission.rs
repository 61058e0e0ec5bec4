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
#[derive(Debug, Default)]
pub(crate) struct Parts {
    /// By the part; only for the table that the filter is of.
    pub known: Vec<(Condition, Reading)>,
    /// Take unknown parts for open, or for the caller's where they name the caller.
    pub lenient: bool,
    /// In place of the user's own id.
    pub user_id: Option<String>,
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
    filter::read(filter, &TableNames::of(table, schema, user, parts, true))
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
    root: bool,
    marks: Vec<Mark>,
}

impl<'a> TableNames<'a> {
    fn of(
        table: &'a RoleTable,
        schema: &'a Schema,
        user: Option<&'a Actor>,
        parts: &'a Parts,
        root: bool,
    ) -> Self {
        let config = schema.tracked(&table.type_name).ok();
        Self {
            table,
            config,
            schema,
            user,
            parts,
            root,
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
        let camel = camel(name);
        let relationship = self
            .table
            .relationships
            .iter()
            .find(|rel| rel.name == name || rel.name == camel)?;
        let table = self.schema.model.table(&relationship.target)?;
        let remote = TableNames::of(table, self.schema, self.user, self.parts, false);
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
        let known = self.parts.known.iter().find(|(known, _)| known == part);
        if let Some((_, reading)) = known.filter(|_| self.root) {
            return Some(reading.clone());
        }
        self.parts.lenient.then(|| {
            if part.mentions_caller() {
                Reading::of_caller(Condition::default())
            } else {
                Reading::open(Condition::default())
            }
        })
    }
}
