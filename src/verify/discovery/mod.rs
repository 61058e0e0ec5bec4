//! From an introspection result to a [`Model`], by the shapes of types and by descriptions.
//!
//! Names are never built from other names: both naming conventions, custom root fields and
//! namespaces come out of the same rules (contracts: hasura §3.1–§3.3).

mod offers;
mod shape;
mod writes;

use std::collections::BTreeSet;

use super::model::{
    Column, Function, Model, PkArg, PrimaryKey, Relationship, RoleTable, RootField,
};
use crate::hasura::introspection::{Field, Kind, Schema, Type};
use shape::Shape;

pub(crate) use offers::offers;

/// Namespaces inside namespaces are not made by Hasura; this only ends a cycle.
const DEEPEST_NAMESPACE: usize = 3;

/// The model of a schema.
pub(crate) fn model(schema: &Schema) -> Model {
    let mut model = Model::default();
    if let Some(root) = root(schema, schema.query_type.as_ref()) {
        walk(schema, root, &[], &mut model);
    }
    if let Some(root) = root(schema, schema.subscription_type.as_ref()) {
        walk_live(schema, root, &[], &mut model);
    }
    if let Some(root) = root(schema, schema.mutation_type.as_ref()) {
        model.mutations = root.fields().iter().map(|f| f.name.clone()).collect();
    }
    add_hidden_tables(schema, &mut model);
    for table in &mut model.tables {
        if let Some(t) = schema.get(&table.type_name) {
            read_type(schema, t, table);
            // Computed fields that want to be told something.
            let asking = t.fields().iter().filter(|field| wants_arguments(field));
            let asking = asking.map(|field| format!("{}.{}", t.name, field.name));
            model.others.extend(asking);
        }
    }
    add_relationships(schema, &mut model);
    if let Some(root) = root(schema, schema.mutation_type.as_ref()) {
        add_writes(schema, root, &[], &mut model);
    }
    let known: BTreeSet<&str> = model.tables.iter().map(|t| t.type_name.as_str()).collect();
    let (functions, strange): (Vec<Function>, Vec<Function>) = std::mem::take(&mut model.functions)
        .into_iter()
        .partition(|function| known.contains(function.target.as_str()));
    model.functions = functions;
    model
        .others
        .extend(strange.into_iter().map(|function| function.field.name));
    model
}

fn root<'a>(
    schema: &'a Schema,
    named: Option<&crate::hasura::introspection::Named>,
) -> Option<&'a Type> {
    schema.get(&named?.name)
}

fn walk(schema: &Schema, root: &Type, namespace: &[String], model: &mut Model) {
    for field in root.fields() {
        let shape = shape::of(schema, field);
        let root_field = || RootField {
            namespace: namespace.to_vec(),
            name: field.name.clone(),
            args: shape::list_args(schema, &field.args),
        };
        match shape {
            Shape::Namespace(inner) if namespace.len() < DEEPEST_NAMESPACE => {
                let mut path = namespace.to_vec();
                path.push(field.name.clone());
                walk(schema, inner, &path, model);
            }
            Shape::List(row) => {
                entry(model, row, field).list.get_or_insert_with(root_field);
            }
            Shape::Aggregate(row) => {
                entry(model, row, field)
                    .aggregate
                    .get_or_insert_with(root_field);
            }
            Shape::ByPk(row) => {
                let table = entry(model, row, field);
                table.primary_key = Some(primary_key(field));
                table.by_pk = Some(root_field());
            }
            Shape::Nothing => model.nothing = true,
            shape @ (Shape::Function(row) | Shape::FunctionAggregate(row)) => {
                model.functions.push(Function {
                    field: root_field(),
                    target: row.to_owned(),
                    aggregate: matches!(shape, Shape::FunctionAggregate(_)),
                });
            }
            Shape::Stream(_) | Shape::Namespace(_) | Shape::Other => {
                model.others.push(field.name.clone());
            }
        }
    }
}

/// The root of subscriptions: a role's ways there need not be those of its queries.
fn walk_live(schema: &Schema, root: &Type, namespace: &[String], model: &mut Model) {
    for field in root.fields() {
        let root_field = || RootField {
            namespace: namespace.to_vec(),
            name: field.name.clone(),
            args: shape::list_args(schema, &field.args),
        };
        match shape::of(schema, field) {
            Shape::Stream(row) => {
                let stream = shape::stream(schema, field, root_field());
                entry(model, row, field).stream = stream;
            }
            Shape::List(row) => {
                let live = &mut entry(model, row, field).live;
                live.list.get_or_insert_with(root_field);
            }
            Shape::Aggregate(row) => {
                let live = &mut entry(model, row, field).live;
                live.aggregate.get_or_insert_with(root_field);
            }
            Shape::ByPk(row) => {
                let live = &mut entry(model, row, field).live;
                live.primary_key = Some(primary_key(field));
                live.by_pk = Some(root_field());
            }
            Shape::Namespace(inner) if namespace.len() < DEEPEST_NAMESPACE => {
                let mut path = namespace.to_vec();
                path.push(field.name.clone());
                walk_live(schema, inner, &path, model);
            }
            // A function that can be asked live is the one that a query asks.
            Shape::Nothing
            | Shape::Function(_)
            | Shape::FunctionAggregate(_)
            | Shape::Namespace(_)
            | Shape::Other => {}
        }
    }
}

/// The table of a row type, made when first met.
fn entry<'a>(model: &'a mut Model, row: &str, field: &Field) -> &'a mut RoleTable {
    let table = model.table_or_new(row);
    if table.db_name.is_none() {
        table.db_name = shape::table_in_description(field.description.as_deref());
    }
    table
}

fn primary_key(field: &Field) -> PrimaryKey {
    PrimaryKey {
        columns: field
            .args
            .iter()
            .map(|arg| PkArg {
                name: arg.name.clone(),
                type_sdl: arg.type_ref.sdl(),
            })
            .collect(),
    }
}

/// Tables that no root field leads to, reachable through relationships only.
fn add_hidden_tables(schema: &Schema, model: &mut Model) {
    for t in &schema.types {
        let described = t
            .description
            .as_deref()
            .and_then(|text| text.strip_prefix("columns and relationships of "));
        if let (Kind::Object, Some(_), None) = (t.kind, described, model.table(&t.name)) {
            let table = model.table_or_new(&t.name);
            table.db_name = shape::table_in_description(t.description.as_deref());
        }
    }
}

fn read_type(schema: &Schema, t: &Type, table: &mut RoleTable) {
    if table.db_name.is_none() {
        table.db_name = shape::table_in_description(t.description.as_deref());
    }
    let filter_type = table
        .list
        .as_ref()
        .or(table.aggregate.as_ref())
        .or(table.live.list.as_ref())
        .or(table.live.aggregate.as_ref())
        .and_then(|field| field.args.filter.as_ref())
        .and_then(|arg| schema.get(&arg.type_sdl));
    table.columns = t
        .fields()
        .iter()
        .filter(|field| shape::is_leaf(schema, &field.type_ref))
        .filter(|field| !wants_arguments(field))
        .map(|field| Column {
            name: field.name.clone(),
            scalar: field.type_ref.named().to_owned(),
            filterable: filter_type.is_some_and(|t| {
                t.input_fields()
                    .iter()
                    .any(|input| input.name == field.name)
            }),
            nullable: !field.type_ref.required(),
        })
        .collect();
}

fn wants_arguments(field: &Field) -> bool {
    field.args.iter().any(|arg| arg.type_ref.required())
}

fn add_relationships(schema: &Schema, model: &mut Model) {
    let names: Vec<String> = model.tables.iter().map(|t| t.type_name.clone()).collect();
    for table in &mut model.tables {
        let Some(t) = schema.get(&table.type_name) else {
            continue;
        };
        for field in t.fields() {
            let target = field.type_ref.named();
            if wants_arguments(field) || !names.iter().any(|name| name == target) {
                continue;
            }
            table.relationships.push(Relationship {
                name: field.name.clone(),
                target: target.to_owned(),
                array: field.type_ref.is_list(),
                computed: field
                    .description
                    .as_deref()
                    .is_some_and(|text| text.starts_with("A computed field")),
                args: shape::list_args(schema, &field.args),
                aggregate: None,
            });
        }
        add_aggregates(schema, t, table);
    }
}

/// The mutations of tables, also inside namespaces.
fn add_writes(schema: &Schema, root: &Type, namespace: &[String], model: &mut Model) {
    for field in root.fields() {
        let is_row = |name: &str| model.table(name).is_some();
        if let Some(write) = writes::of(schema, field, namespace, is_row) {
            model.writes.push(write);
        } else if field.args.is_empty()
            && namespace.len() < DEEPEST_NAMESPACE
            && let Some(inner) = schema.get(field.type_ref.named())
            && inner.kind == Kind::Object
        {
            let mut path = namespace.to_vec();
            path.push(field.name.clone());
            add_writes(schema, inner, &path, model);
        }
    }
}

/// Pairs `rel_aggregate` with `rel`: both lead to the same table, and where several do, the one
/// whose name starts like it.
fn add_aggregates(schema: &Schema, t: &Type, table: &mut RoleTable) {
    for field in t.fields() {
        let Some(row) = shape::aggregated_row(schema, field) else {
            continue;
        };
        let owner = table
            .relationships
            .iter_mut()
            .filter(|rel| rel.array && rel.target == row)
            .filter(|rel| field.name.starts_with(&rel.name))
            .max_by_key(|rel| rel.name.len());
        if let Some(rel) = owner {
            rel.aggregate = Some(field.name.clone());
        }
    }
}

#[cfg(all(test, feature = "sandbox"))]
mod tests;
