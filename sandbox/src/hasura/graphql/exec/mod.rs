//! Runs a validated operation over a snapshot of the rows. Everything is prepared before
//! anything is read ([`plan`]): a missing session variable is an error even over an empty table.

mod aggregate;
mod expr;
mod filter;
mod mutation;
mod order;
mod pattern;
mod plan;
mod select;
mod subscription;
mod test_op;
mod value;

pub(super) use subscription::{Progress, Update};

use serde_json::{Map, Value};

use super::error::GqlError;
use super::introspect;
use super::schema::{NOTHING, RoleSchema, Root};
use super::validate::Field;
use crate::hasura::model::data::Database;
use crate::hasura::model::session::Session;
use crate::{Fault, Faults};
use expr::Store;
use filter::Compiled;
use plan::Source;

/// What a role without any permission reads (contracts: hasura §3.6).
const NOTHING_THERE: &str = "There are no queries available to the current role. Either there \
are no sources or remote schemas configured, or the current role doesn't have the required \
permissions.";

/// One request on its way.
pub(super) struct Run<'a> {
    schema: &'a RoleSchema,
    session: &'a Session,
    leaks: Leaks,
    compiled: Compiled,
}

/// Places where the row filter is left out, by fault.
#[derive(Debug, Default, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // one for each fault
struct Leaks {
    lists: bool,
    by_pk: bool,
    aggregates: bool,
    relationships: bool,
    related_aggregates: bool,
    orders: bool,
    conditions: bool,
    streams: bool,
}

/// A root field, prepared.
enum Prepared {
    Value(Value),
    /// To be read from the rows.
    Read(Box<Source>),
    /// Fields below a namespace.
    Namespace(Vec<(String, Prepared)>),
}

impl<'a> Run<'a> {
    /// A request of `session` under its schema.
    pub(super) fn new(schema: &'a RoleSchema, session: &'a Session, faults: &Faults) -> Self {
        let leaks = if session.is_admin {
            Leaks::default()
        } else {
            Leaks {
                lists: faults.has(Fault::DropRowFilter),
                by_pk: faults.has(Fault::ByPkUnfiltered),
                aggregates: faults.has(Fault::AggregateUnfiltered),
                relationships: faults.has(Fault::RelationshipUnfiltered),
                related_aggregates: faults.has(Fault::RelationshipAggregateUnfiltered),
                orders: faults.has(Fault::OrderByUnfiltered),
                conditions: faults.has(Fault::WhereUnfiltered),
                streams: faults.has(Fault::StreamUnfiltered),
            }
        };
        Self {
            schema,
            session,
            leaks,
            compiled: Compiled::default(),
        }
    }

    /// Answers a query.
    pub(super) fn query(&self, database: &Database, fields: &[Field]) -> Result<Value, GqlError> {
        let store = Store::new(&self.schema.catalog, database);
        self.prepare(fields, "query_root")
            .and_then(|prepared| read(&store, &prepared))
            .map_err(|error| error.in_statement(|| self.statement(fields)))
    }

    /// Answers a mutation, one root field after the other. The caller keeps the changes only if
    /// all of them succeed.
    pub(super) fn mutation(
        &self,
        database: &mut Database,
        fields: &[Field],
    ) -> Result<Value, GqlError> {
        self.mutate(database, fields, "mutation_root")
    }

    /// About the SQL that the real engine would have sent; the double has none to show.
    fn statement(&self, fields: &[Field]) -> String {
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

    fn prepare(
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

fn read(store: &Store<'_>, fields: &[(String, Prepared)]) -> Result<Value, GqlError> {
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

/// Cannot happen: validation let only fields of the schema through.
fn unknown_root(name: &str) -> GqlError {
    GqlError::root(
        "unexpected",
        format!("no resolver for the root field {name}"),
    )
}

/// The path of a field's arguments.
fn args_path(field: &Field) -> String {
    format!("{}.args", field.path)
}
