//! Where a schema offers the columns of a table: every type that speaks of them.

use std::collections::{BTreeMap, BTreeSet};

use super::shape::{self, aggregated};
use crate::hasura::introspection::{Kind, Schema, Type};
use crate::verify::model::{Model, Offered, Offers};

/// The columns that are offered of each table of the model.
pub(crate) fn offers(schema: &Schema, model: &Model) -> Offers {
    let writing = writing(schema);
    by_row(schema, model)
        .into_iter()
        .map(|(row, types)| (row, columns(schema, &types, &writing)))
        .collect()
}

/// Names of fields, inputs and values with the types that have them. Relationships are no columns,
/// and neither are names of constraints.
fn columns(
    schema: &Schema,
    types: &BTreeSet<String>,
    writing: &Writing<'_>,
) -> BTreeMap<String, Offered> {
    let mut found: BTreeMap<String, Offered> = BTreeMap::new();
    for name in types {
        let Some(t) = schema.get(name) else { continue };
        if writing.constraints.contains(name.as_str()) {
            continue;
        }
        let fields = t.fields().iter();
        let fields = fields
            .filter(|field| shape::is_leaf(schema, &field.type_ref))
            .map(|field| (&field.name, Some(field.type_ref.named())));
        let inputs = t.input_fields().iter();
        let inputs = inputs
            .filter(|input| compares_or_sets(schema, input.type_ref.named()))
            .map(|input| (&input.name, None));
        let values = t.enum_values.iter().flatten();
        let values = values.map(|value| (&value.name, None));
        for (column, kind) in fields.chain(inputs).chain(values) {
            let offered = found.entry(column.clone()).or_default();
            if writing.types.contains(name.as_str()) {
                offered.written.push(name.clone());
            } else {
                offered.read.push(name.clone());
            }
            if offered.kind.is_none() {
                offered.kind = kind.map(ToOwned::to_owned);
            }
        }
    }
    found
}

/// True for an input that stands for a value: one itself, or the comparisons with one. What is
/// behind a relationship has other members.
fn compares_or_sets(schema: &Schema, name: &str) -> bool {
    schema
        .get(name)
        .filter(|t| t.kind == Kind::InputObject)
        .is_none_or(|t| {
            let mut inputs = t.input_fields().iter();
            inputs.any(|input| input.name == "_eq" || input.name == "_is_null")
        })
}

/// What only mutations take.
struct Writing<'a> {
    /// Types of their arguments, but for those that a query takes as well.
    types: BTreeSet<&'a str>,
    /// Enums with the names of constraints.
    constraints: BTreeSet<&'a str>,
}

fn writing(schema: &Schema) -> Writing<'_> {
    let mut roots: BTreeSet<&str> = schema
        .mutation_type
        .iter()
        .map(|named| named.name.as_str())
        .collect();
    // A namespace among the mutations is an object around further ones.
    let inner: Vec<&str> = roots
        .iter()
        .filter_map(|name| schema.get(name))
        .flat_map(Type::fields)
        .filter(|field| field.args.is_empty())
        .map(|field| field.type_ref.named())
        .collect();
    roots.extend(inner);
    let mut types = BTreeSet::new();
    let mut read = BTreeSet::new();
    for t in &schema.types {
        let into = if roots.contains(t.name.as_str()) {
            &mut types
        } else {
            &mut read
        };
        for arg in t.fields().iter().flat_map(|field| &field.args) {
            reach(schema, arg.type_ref.named(), into);
        }
    }
    let inputs = schema.types.iter().flat_map(Type::input_fields);
    Writing {
        types: types.difference(&read).copied().collect(),
        constraints: inputs
            .filter(|input| input.name == "constraint")
            .map(|input| input.type_ref.named())
            .collect(),
    }
}

/// A type of arguments, and those that its members have.
fn reach<'a>(schema: &'a Schema, name: &'a str, found: &mut BTreeSet<&'a str>) {
    let mut next = vec![name];
    while let Some(name) = next.pop() {
        let Some(t) = schema.get(name).filter(|_| found.insert(name)) else {
            continue;
        };
        next.extend(t.input_fields().iter().map(|input| input.type_ref.named()));
    }
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
