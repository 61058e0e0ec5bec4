//! Root fields: all of them prepared, then read.

use serde_json::{Map, Value};

use super::super::error::GqlError;
use super::super::introspect;
use super::super::schema::{NOTHING, Root};
use super::super::validate::Field;
use super::expr::Store;
use super::plan::Source;
use super::run::{Run, unknown_root};
use crate::hasura::model::data::Database;

/// What a role without any permission reads (contracts: hasura §3.6).
const NOTHING_THERE: &str = "There are no queries available to the current role. Either there \
are no sources or remote schemas configured, or the current role doesn't have the required \
permissions.";

/// A root field, prepared.
pub(super) enum Prepared {
    Value(Value),
    /// To be read from the rows.
    Read(Box<Source>),
    /// Fields below a namespace.
    Namespace(Vec<(String, Prepared)>),
}

impl Run<'_> {
    /// Answers a query.
    pub(crate) fn query(&self, database: &Database, fields: &[Field]) -> Result<Value, GqlError> {
        let store = Store::new(&self.schema.catalog, database);
        self.prepare(fields, "query_root")
            .and_then(|prepared| read(&store, &prepared))
            .map_err(|error| error.in_statement(|| self.statement(fields)))
    }

    /// Answers a mutation, one root field after the other. The caller keeps the changes only if
    /// all of them succeed.
    pub(crate) fn mutation(
        &self,
        database: &mut Database,
        fields: &[Field],
    ) -> Result<Value, GqlError> {
        self.mutate(database, fields, "mutation_root")
    }

    /// About the SQL that the real engine would have sent; the double has none to show.
    pub(super) fn statement(&self, fields: &[Field]) -> String {
        let tables =
            fields
                .iter()
                .filter_map(|field| match self.schema.root("query_root", &field.name) {
                    Some(Root::Table(_, id)) => Some(&self.schema.catalog.tables[id].meta.table),
                    _ => None,
                });
        let selects = tables.map(|table| {
            format!("SELECT coalesce(json_agg(\"root\"), '[]') AS \"root\" FROM \"{}\".\"{}\" AS \"root\"",
                table.schema, table.name)
        });
        selects.collect::<Vec<_>>().join("; ")
    }

    pub(super) fn prepare(
        &self,
        fields: &[Field],
        type_name: &str,
    ) -> Result<Vec<(String, Prepared)>, GqlError> {
        fields
            .iter()
            .map(|field| Ok((field.key.clone(), self.prepare_root(field, type_name)?)))
            .collect()
    }

    fn prepare_root(&self, field: &Field, type_name: &str) -> Result<Prepared, GqlError> {
        match field.name.as_str() {
            "__typename" => return Ok(Prepared::Value(type_name.into())),
            NOTHING => return Ok(Prepared::Value(NOTHING_THERE.into())),
            name if introspect::is_introspection(name) => {
                return introspect::resolve(self.schema, field).map(Prepared::Value);
            }
            _ => {}
        }
        match self.schema.root(type_name, &field.name) {
            Some(Root::Table(kind, id)) => self
                .plan_root(kind, id, field)
                .map(Box::new)
                .map(Prepared::Read),
            Some(Root::Namespace) => self
                .prepare(&field.selection, &field.type_name)
                .map(Prepared::Namespace),
            None => Err(unknown_root(&field.name)),
        }
    }
}

pub(super) fn read(store: &Store<'_>, fields: &[(String, Prepared)]) -> Result<Value, GqlError> {
    let mut answer = Map::new();
    for (key, prepared) in fields {
        let value = match prepared {
            Prepared::Value(value) => value.clone(),
            Prepared::Read(source) => source.read(store)?,
            Prepared::Namespace(inner) => read(store, inner)?,
        };
        answer.insert(key.clone(), value);
    }
    Ok(Value::Object(answer))
}
