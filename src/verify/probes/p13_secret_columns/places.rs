//! The types of a schema that speak of one table's columns.

use std::collections::BTreeSet;

use crate::hasura::introspection::{Field, Kind, Schema, Type};
use crate::verify::model::{Model, Table};

/// The row itself, whatever arguments are taken where rows come back (conditions, orders,
/// columns to be distinct on, cursors, rows to insert, new values), the parts of aggregates, and
/// types under a name that starts like the row's.
pub(super) fn types_of(schema: &Schema, model: &Model, table: &Table) -> BTreeSet<String> {
    let row = table.type_name.as_str();
    let mut found = BTreeSet::from([row.to_owned()]);
    for t in &schema.types {
        for field in t.fields() {
            if field.type_ref.named() == row || returns(schema, field, row) {
                for arg in &field.args {
                    argument(schema, arg.type_ref.named(), &mut found);
                }
            }
        }
        if aggregates(t, row) {
            add_aggregate(schema, t, &mut found);
        }
        let owner = model
            .tables
            .iter()
            .filter(|table| t.name.starts_with(&table.type_name))
            .max_by_key(|table| table.type_name.len());
        if owner.is_some_and(|owner| owner.type_name == row) {
            found.insert(t.name.clone());
        }
    }
    found
}

/// True for a field around rows: an aggregate of them, or the response of a mutation.
fn returns(schema: &Schema, field: &Field, row: &str) -> bool {
    schema.get(field.type_ref.named()).is_some_and(|t| {
        aggregates(t, row)
            || (t.fields().len() <= 2
                && t.fields()
                    .iter()
                    .any(|field| field.type_ref.is_list() && field.type_ref.named() == row)
                && t.fields()
                    .iter()
                    .any(|field| field.type_ref.named() == "Int"))
    })
}

fn aggregates(t: &Type, row: &str) -> bool {
    t.field("aggregate").is_some()
        && t.field("nodes")
            .is_some_and(|nodes| nodes.type_ref.named() == row)
}

/// `min`, `max`, `sum` and so on, each an object with a field a column.
fn add_aggregate(schema: &Schema, t: &Type, found: &mut BTreeSet<String>) {
    let Some(aggregate) = t
        .field("aggregate")
        .and_then(|field| schema.get(field.type_ref.named()))
    else {
        return;
    };
    for field in aggregate.fields() {
        if let Some(values) = schema
            .get(field.type_ref.named())
            .filter(|t| t.kind == Kind::Object)
        {
            found.insert(values.name.clone());
        }
        for arg in &field.args {
            argument(schema, arg.type_ref.named(), found);
        }
    }
}

/// An argument's type, and where it is made of parts that speak of columns, those.
fn argument(schema: &Schema, name: &str, found: &mut BTreeSet<String>) {
    let Some(t) = schema
        .get(name)
        .filter(|t| matches!(t.kind, Kind::InputObject | Kind::Enum))
    else {
        return;
    };
    found.insert(t.name.clone());
    let part = |wanted: &str| {
        t.input_fields()
            .iter()
            .find(|field| field.name.replace('_', "").eq_ignore_ascii_case(wanted))
    };
    // A cursor has its start, an upsert the columns it updates, an update of many its values.
    for wanted in ["initialvalue", "updatecolumns", "set"] {
        if let Some(field) = part(wanted) {
            found.insert(field.type_ref.named().to_owned());
        }
    }
}
