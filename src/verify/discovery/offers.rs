//! Where a schema offers the columns of a table: every type that speaks of them.

use std::collections::{BTreeMap, BTreeSet};

use super::shape::aggregated;
use crate::hasura::introspection::{Kind, Schema, Type};
use crate::verify::model::{Model, Offers};

/// The columns that are offered of each table of the model.
pub(crate) fn offers(schema: &Schema, model: &Model) -> Offers {
    by_row(schema, model)
        .into_iter()
        .map(|(row, types)| (row, columns(schema, &types)))
        .collect()
}

/// Names of fields, inputs and values with the types that have them.
fn columns(schema: &Schema, types: &BTreeSet<String>) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for name in types {
        let Some(t) = schema.get(name) else { continue };
        let fields = t.fields().iter().map(|field| &field.name);
        let inputs = t.input_fields().iter().map(|input| &input.name);
        let values = t.enum_values.iter().flatten().map(|value| &value.name);
        for column in fields.chain(inputs).chain(values) {
            found.entry(column.clone()).or_default().push(name.clone());
        }
    }
    found
}

/// Names of types by the type of the row that they speak of, in one pass over the schema.
///
/// The row itself, whatever arguments are taken where rows come back (conditions, orders,
/// columns to be distinct on, cursors, rows to insert, new values), the parts of aggregates, and
/// types under a name that starts like the row's.
fn by_row(schema: &Schema, model: &Model) -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = model
        .tables
        .iter()
        .map(|table| {
            let row = table.type_name.clone();
            (row.clone(), BTreeSet::from([row]))
        })
        .collect();
    for t in &schema.types {
        for field in t.fields() {
            for row in rows_behind(schema, field.type_ref.named()) {
                let Some(found) = found.get_mut(row) else {
                    continue;
                };
                for arg in &field.args {
                    argument(schema, arg.type_ref.named(), found);
                }
            }
        }
        if let Some(found) = aggregated(t).and_then(|row| found.get_mut(row)) {
            add_aggregate(schema, t, found);
        }
        if let Some(found) = longest_start(&t.name, &mut found) {
            found.insert(t.name.clone());
        }
    }
    found
}

/// The rows that a field of this type gives: itself, those of an aggregate, or those in the
/// response of a mutation.
fn rows_behind<'a>(schema: &'a Schema, name: &'a str) -> BTreeSet<&'a str> {
    let mut rows = BTreeSet::from([name]);
    if let Some(t) = schema.get(name) {
        rows.extend(aggregated(t));
        let fields = t.fields();
        if fields.len() <= 2 && fields.iter().any(|field| field.type_ref.named() == "Int") {
            let lists = fields.iter().filter(|field| field.type_ref.is_list());
            rows.extend(lists.map(|field| field.type_ref.named()));
        }
    }
    rows
}

/// The table whose name is the longest beginning of `name`.
fn longest_start<'a, T>(name: &str, tables: &'a mut BTreeMap<String, T>) -> Option<&'a mut T> {
    let end = (1..=name.len())
        .rev()
        .filter(|end| name.is_char_boundary(*end))
        .find(|end| tables.contains_key(&name[..*end]))?;
    tables.get_mut(&name[..end])
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
