//! The root fields of queries, subscriptions and mutations.

use super::builder::{FieldSpec, InputSpec, field, input, list_of, named};
use super::catalog::TableId;
use super::draft::Draft;
use super::grants::{Grants, SelectGrant};
use super::names::{RootKind, is_name};
use super::scalars::{declare, type_of};
use super::tables::key_args;
use crate::hasura::model::metadata::Named;

/// A root field that was offered.
pub(super) struct Offered {
    pub(super) kind: RootKind,
    pub(super) spec: FieldSpec,
}

impl Draft<'_> {
    fn root(&self, id: TableId, kind: RootKind, spec: FieldSpec) -> Option<Offered> {
        let table = &self.catalog.tables[id];
        let custom = table
            .meta
            .configuration
            .as_ref()
            .and_then(|c| c.custom_root_fields.as_ref());
        let comment = custom
            .and_then(|fields| kind.custom(fields))
            .and_then(Named::comment);
        let about = comment.map_or_else(
            || kind.description(&table.meta.table.to_string()),
            str::to_owned,
        );
        is_name(spec.name()).then(|| Offered {
            kind,
            spec: spec.about(about),
        })
    }

    fn root_name(&self, id: TableId, kind: RootKind) -> String {
        let table = &self.catalog.tables[id];
        table.names.root_field(&table.meta, kind)
    }

    /// `T`, `T_by_pk`, `T_aggregate`, and `T_stream` for subscriptions.
    pub(super) fn read_roots(
        &self,
        id: TableId,
        grant: &SelectGrant,
        subscription: bool,
    ) -> Vec<Offered> {
        let table = &self.catalog.tables[id];
        let offered = |root: &str| {
            if subscription {
                grant.in_subscription(root)
            } else {
                grant.in_query(root)
            }
        };
        let name = |kind| self.root_name(id, kind);
        let row = self.type_name(id, "");
        let mut roots = Vec::new();
        if offered("select") {
            let spec = field(name(RootKind::Select), list_of(&row).non_null());
            roots.push(self.root(id, RootKind::Select, spec.args(self.select_args(id))));
        }
        let key_readable = table.primary_key.iter().all(|index| grant.columns[*index]);
        if offered("select_by_pk") && !table.primary_key.is_empty() && key_readable {
            let spec = field(name(RootKind::SelectByPk), named(&row)).args(key_args(table));
            roots.push(self.root(id, RootKind::SelectByPk, spec));
        }
        if offered("select_aggregate") && grant.aggregations {
            let ty = named(&self.type_name(id, "aggregate")).non_null();
            let spec = field(name(RootKind::SelectAggregate), ty).args(self.select_args(id));
            roots.push(self.root(id, RootKind::SelectAggregate, spec));
        }
        if subscription && offered("select_stream") && grant.columns.contains(&true) {
            let cursor = named(&self.type_name(id, "stream_cursor_input"))
                .list()
                .non_null();
            let args = vec![
                input(table.names.word("batch_size"), named("Int").non_null())
                    .about("maximum number of rows returned in a single batch"),
                input("cursor", cursor).about("cursor to stream the results returned by the query"),
                input("where", named(&self.type_name(id, "bool_exp")))
                    .about("filter the rows returned"),
            ];
            let spec = field(name(RootKind::SelectStream), list_of(&row).non_null()).args(args);
            roots.push(self.root(id, RootKind::SelectStream, spec));
        }
        roots.into_iter().flatten().collect()
    }

    /// The functions that return rows of a table: read like its list.
    pub(super) fn function_roots(&mut self, id: TableId) -> Vec<Offered> {
        let mut roots = Vec::new();
        for function in self.catalog.functions.iter().filter(|one| one.table == id) {
            let mut args = self.select_args(id);
            if !function.arguments.is_empty() {
                let ty = format!("{}_args", function.field);
                let inputs = function
                    .arguments
                    .iter()
                    .map(|argument| input(&argument.name, type_of(&argument.kind)))
                    .collect();
                for argument in &function.arguments {
                    declare(&mut self.builder, &argument.kind);
                }
                if !self.builder.has(&ty) {
                    self.builder.input_object(&ty, None, inputs, false);
                }
                let optional = function.arguments.iter().all(|one| one.has_default);
                let ty = if optional {
                    named(&ty)
                } else {
                    named(&ty).non_null()
                };
                args.push(input("args", ty).about(format!(
                    "input parameters for function \"{}\"",
                    function.name
                )));
            }
            let rows = list_of(&self.type_name(id, "")).non_null();
            let (name, table) = (&function.name, &self.catalog.tables[id].meta.table);
            let grant = self.grants[id].select.as_ref();
            if grant.is_some_and(|grant| grant.aggregations) {
                let ty = named(&self.type_name(id, "aggregate")).non_null();
                let about = format!(
                    "execute function \"{name}\" and query aggregates on result of table type \
                     \"{table}\""
                );
                roots.push(Offered {
                    kind: RootKind::SelectAggregate,
                    spec: field(&function.aggregate, ty)
                        .args(args.clone())
                        .about(about),
                });
            }
            roots.push(Offered {
                kind: RootKind::Select,
                spec: field(&function.field, rows).args(args).about(format!(
                    "execute function \"{name}\" which returns \"{table}\""
                )),
            });
        }
        roots
    }

    /// Every kind of mutation the role has the permissions for.
    pub(super) fn write_roots(&self, id: TableId, grants: &Grants) -> Vec<Offered> {
        let mut roots = self.insert_roots(id, grants);
        roots.extend(self.update_roots(id, grants));
        roots.extend(self.delete_roots(id, grants));
        roots.into_iter().flatten().collect()
    }

    fn insert_roots(&self, id: TableId, grants: &Grants) -> Vec<Option<Offered>> {
        if grants.insert.is_none() {
            return Vec::new();
        }
        let table = &self.catalog.tables[id];
        let row_input = self.type_name(id, "insert_input");
        let with_conflict = |mut args: Vec<InputSpec>| {
            if !table.constraints.is_empty() {
                let ty = named(&self.type_name(id, "on_conflict"));
                args.push(input(table.names.word("on_conflict"), ty).about("upsert condition"));
            }
            args
        };
        let objects = input("objects", list_of(&row_input).non_null());
        let many = field(self.root_name(id, RootKind::Insert), self.response(id)).args(
            with_conflict(vec![objects.about("the rows to be inserted")]),
        );
        let mut roots = vec![self.root(id, RootKind::Insert, many)];
        if grants.select.is_some() {
            let object = input("object", named(&row_input).non_null());
            let name = self.root_name(id, RootKind::InsertOne);
            let one = field(name, named(&self.type_name(id, "")))
                .args(with_conflict(vec![object.about("the row to be inserted")]));
            roots.push(self.root(id, RootKind::InsertOne, one));
        }
        roots
    }

    fn update_roots(&self, id: TableId, grants: &Grants) -> Vec<Option<Offered>> {
        let Some(update) = &grants.update else {
            return Vec::new();
        };
        let table = &self.catalog.tables[id];
        let mut args = self.update_operators(id, update);
        args.push(
            input("where", named(&self.type_name(id, "bool_exp")).non_null())
                .about("filter the rows which have to be updated"),
        );
        let name = self.root_name(id, RootKind::Update);
        let many = field(name, self.response(id)).args(args);
        let mut roots = vec![self.root(id, RootKind::Update, many)];
        if self.key_readable(id) {
            let mut args = self.update_operators(id, update);
            let key = named(&self.type_name(id, "pk_columns_input")).non_null();
            args.push(input(table.names.word("pk_columns"), key));
            let name = self.root_name(id, RootKind::UpdateByPk);
            let one = field(name, named(&self.type_name(id, ""))).args(args);
            roots.push(self.root(id, RootKind::UpdateByPk, one));
        }
        let updates = list_of(&self.type_name(id, "updates")).non_null();
        let args = vec![input("updates", updates).about("updates to execute, in order")];
        let response = named(&self.type_name(id, "mutation_response")).list();
        let batch = field(self.root_name(id, RootKind::UpdateMany), response).args(args);
        roots.push(self.root(id, RootKind::UpdateMany, batch));
        roots
    }

    fn delete_roots(&self, id: TableId, grants: &Grants) -> Vec<Option<Offered>> {
        if grants.delete.is_none() {
            return Vec::new();
        }
        let filter = input("where", named(&self.type_name(id, "bool_exp")).non_null())
            .about("filter the rows which have to be deleted");
        let name = self.root_name(id, RootKind::Delete);
        let many = field(name, self.response(id)).args(vec![filter]);
        let mut roots = vec![self.root(id, RootKind::Delete, many)];
        if self.key_readable(id) {
            let name = self.root_name(id, RootKind::DeleteByPk);
            let one = field(name, named(&self.type_name(id, "")))
                .args(key_args(&self.catalog.tables[id]));
            roots.push(self.root(id, RootKind::DeleteByPk, one));
        }
        roots
    }

    fn response(&self, id: TableId) -> apollo_compiler::ast::Type {
        named(&self.type_name(id, "mutation_response"))
    }

    fn key_readable(&self, id: TableId) -> bool {
        let key = &self.catalog.tables[id].primary_key;
        let select = self.grants[id].select.as_ref();
        select
            .is_some_and(|select| !key.is_empty() && key.iter().all(|index| select.columns[*index]))
    }
}
