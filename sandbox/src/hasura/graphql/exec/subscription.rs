//! One look of a subscription at the rows: a live query reads as the query of the same name
//! does, a stream reads on from its cursor.
//!
//! From the engine's source: a stream takes the rows whose cursor column lies beyond the cursor,
//! in the order of that column, no more than `batch_size`; the last of them is the new cursor.

use serde_json::{Map, Value};

use super::expr::{Column, Expr, Store};
use super::order::Order;
use super::plan::{Rows, Shape};
use super::query::read;
use super::run::{Run, args_path, unknown_root};
use super::test_op::{Comparison, Test};
use super::value::cast;
use crate::hasura::graphql::error::GqlError;
use crate::hasura::graphql::schema::Root;
use crate::hasura::graphql::schema::catalog::TableId;
use crate::hasura::graphql::schema::names::RootKind;
use crate::hasura::graphql::validate::Field;
use crate::hasura::model::data::{ColumnType, Database};
use crate::{Fault, Faults};

const ROOT: &str = "subscription_root";

/// What a look gave.
pub(in crate::hasura::graphql) struct Update {
    /// The rows, or what the database has against the statement.
    pub(in crate::hasura::graphql) data: Result<Value, GqlError>,
    /// How far a stream has come; `None` for a live query.
    pub(in crate::hasura::graphql) stream: Option<Progress>,
}

/// How far a stream has come.
pub(in crate::hasura::graphql) struct Progress {
    /// Rows of this look.
    pub(in crate::hasura::graphql) rows: usize,
    /// Where the next one starts.
    pub(in crate::hasura::graphql) cursor: Option<Value>,
}

struct Stream {
    rows: Rows,
    shape: Shape,
    column: Column,
}

impl Run<'_> {
    /// The same with the misbehaviour that only live queries show.
    pub(in crate::hasura::graphql) fn subscribing(mut self, faults: &Faults) -> Self {
        if !self.session.is_admin && faults.has(Fault::SubscriptionUnfiltered) {
            self.leaks.lists = true;
            self.leaks.by_pk = true;
            self.leaks.aggregates = true;
        }
        self
    }

    /// Looks. `cursor` is where the last look of a stream ended.
    pub(in crate::hasura::graphql) fn subscription(
        &self,
        database: &Database,
        fields: &[Field],
        cursor: Option<&Value>,
    ) -> Result<Update, GqlError> {
        let store = Store::new(&self.schema.catalog, database);
        let Some((way, id, field)) = self.stream_field(fields) else {
            let data = read(&store, &self.prepare(fields, ROOT)?);
            return Ok(Update { data, stream: None });
        };
        let stream = self.stream(id, field, cursor)?;
        if !has_greatest(&stream.column.kind, database) {
            let error = GqlError::database("unexpected", "42883", "database query error");
            return Ok(Update {
                data: Err(error),
                stream: None,
            });
        }
        let all = store.rows(id).iter().collect();
        // The limit of the permission does not bind a stream (contracts: hasura §3.7).
        let found = stream.rows.find(&store, all);
        let shown = found
            .iter()
            .map(|row| stream.shape.show(&store, row))
            .collect::<Result<Value, _>>()?;
        let data = way.iter().rev().fold(shown, |inner, key| {
            Value::Object(Map::from_iter([((*key).to_owned(), inner)]))
        });
        Ok(Update {
            data: Ok(data),
            stream: Some(Progress {
                rows: found.len(),
                cursor: found
                    .last()
                    .and_then(|row| row.get(&stream.column.name).cloned()),
            }),
        })
    }

    /// The stream among the fields, if it is one: the keys that lead to it, table, field.
    fn stream_field<'f>(&self, fields: &'f [Field]) -> Option<(Vec<&'f str>, TableId, &'f Field)> {
        let mut way = Vec::new();
        let (mut fields, mut type_name) = (fields, ROOT);
        loop {
            let [field] = fields else { return None };
            way.push(field.key.as_str());
            match self.schema.root(type_name, &field.name)? {
                Root::Table(RootKind::SelectStream, id) => return Some((way, id, field)),
                Root::Table(..) => return None,
                Root::Namespace => (fields, type_name) = (&field.selection, &field.type_name),
            }
        }
    }

    fn stream(
        &self,
        id: TableId,
        field: &Field,
        cursor: Option<&Value>,
    ) -> Result<Stream, GqlError> {
        let table = &self.schema.catalog.tables[id];
        let names = &table.names;
        let path = args_path(field);
        let given = field.args.get("cursor").and_then(Value::as_array);
        let mut columns = Vec::new();
        for entry in given.into_iter().flatten() {
            let initial = entry
                .get(names.word("initial_value"))
                .and_then(Value::as_object);
            let descending = entry.get("ordering").and_then(Value::as_str) == Some("DESC");
            for (name, value) in initial.into_iter().flatten() {
                columns.push((name, value, descending));
            }
        }
        let (name, initial, descending) = match columns.as_slice() {
            [] => {
                return Err(GqlError::in_args(
                    &path,
                    "one streaming column field is expected",
                ));
            }
            [one] => *one,
            _ => {
                return Err(GqlError::in_args(
                    &path,
                    "multiple column cursors are not supported yet",
                ));
            }
        };
        let column = table
            .column_by_field(name)
            .ok_or_else(|| unknown_root(name))?;
        let column = self.column(id, column)?;
        let comparison = if descending {
            Comparison::Lt
        } else {
            Comparison::Gt
        };
        let from = cursor.unwrap_or(initial);
        // Beyond null there is nothing, in SQL.
        let test = if from.is_null() {
            Test::Unknown
        } else {
            Test::Compare(comparison, cast(from, &column.kind)?)
        };
        let size = field
            .args
            .get(&names.word("batch_size"))
            .and_then(Value::as_u64);
        let grant = self.schema.grants[id].select.as_ref();
        let rows = Rows {
            table: id,
            permission: self.permitted(id, self.leaks.streams)?,
            condition: Expr::And(vec![
                self.condition(id, field.args.get("where"))?,
                Expr::Test(column.clone(), test),
            ]),
            orders: vec![Order::by(column.clone(), descending)],
            distinct: Vec::new(),
            offset: 0,
            limit: size.map(|size| usize::try_from(size).unwrap_or(usize::MAX)),
            node_limit: grant
                .and_then(|grant| grant.limit)
                .map(|limit| usize::try_from(limit).unwrap_or(usize::MAX)),
        };
        Ok(Stream {
            rows,
            shape: self.shape(id, field)?,
            column,
        })
    }
}

/// Whether `PostgreSQL` has `max` of a type: the engine asks for the greatest value of a batch, to
/// go on from it, and a statement without that function fails (contracts: hasura §3.7).
fn has_greatest(kind: &ColumnType, database: &Database) -> bool {
    match kind {
        ColumnType::Uuid | ColumnType::Bytea => database.is_18_or_newer(),
        ColumnType::Bool | ColumnType::Json | ColumnType::Jsonb => false,
        ColumnType::Other(name) => HAS_GREATEST.contains(&name.as_str()),
        _ => true,
    }
}

/// Further types with `max`, by their names.
const HAS_GREATEST: [&str; 7] = ["inet", "cidr", "interval", "money", "oid", "pg_lsn", "tid"];
