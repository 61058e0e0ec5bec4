//! Mutations of tables, by the types of what they take and return.

use super::shape;
use crate::hasura::introspection::{Field, InputValue, Kind, Schema, Type};
use crate::hasura::metadata::condition;
use crate::verify::model::{Constraint, TypedArg, Upsert, Write, WriteKind};

/// What a mutation field does to which table; `None` for functions, actions and the like.
///
/// `is_row` tells the object types that are rows of tables.
pub(super) fn of(
    schema: &Schema,
    field: &Field,
    namespace: &[String],
    is_row: impl Fn(&str) -> bool,
) -> Option<Write> {
    let t = schema
        .get(field.type_ref.named())
        .filter(|t| t.kind == Kind::Object)?;
    let row = is_row(&t.name);
    let response = if row { None } else { Some(response(t)?) };
    let mut write = Write {
        kind: WriteKind::Insert,
        type_name: row.then(|| t.name.clone()),
        db_name: table_named(field.description.as_deref())
            .or_else(|| table_named(t.description.as_deref())),
        namespace: namespace.to_vec(),
        name: field.name.clone(),
        rows: None,
        condition: None,
        set: None,
        key: None,
        keys: Vec::new(),
        updates: None,
        columns: Vec::new(),
        upsert: None,
        affected: None,
        returning: None,
    };
    if let Some((affected, returning)) = response {
        write.affected = Some(affected.name.clone());
        if let Some(returning) = returning {
            write.returning = Some(returning.name.clone());
            write.type_name = Some(returning.type_ref.named().to_owned());
        }
    }
    for arg in &field.args {
        match role_of(schema, arg) {
            Role::Condition => write.condition = Some(shape::typed_arg(arg)),
            Role::Conflict(t) => write.upsert = upsert(schema, arg, t),
            Role::Operator(t) if is_set(arg) => sets(&mut write, arg, t),
            Role::Operator(_) => {}
            Role::Key => write.key = Some(shape::typed_arg(arg)),
            Role::Rows(t) => {
                write.rows = Some(shape::typed_arg(arg));
                write.columns = columns(schema, t);
            }
            Role::Updates(t) => {
                write.updates = Some(shape::typed_arg(arg));
                for member in t.input_fields() {
                    match role_of(schema, member) {
                        Role::Condition => write.condition = Some(shape::typed_arg(member)),
                        Role::Operator(t) if is_set(member) => sets(&mut write, member, t),
                        _ => {}
                    }
                }
            }
            Role::Leaf => write.keys.push(shape::typed_arg(arg)),
            Role::Other => return None,
        }
    }
    write.kind = kind(&write, row)?;
    Some(write)
}

fn kind(write: &Write, row: bool) -> Option<WriteKind> {
    if write.updates.is_some() {
        return write.rows.is_none().then_some(WriteKind::UpdateMany);
    }
    Some(match (row, &write.rows, &write.condition, &write.set) {
        (false, Some(_), None, _) => WriteKind::Insert,
        (true, Some(_), None, _) => WriteKind::InsertOne,
        (false, None, Some(_), None) => WriteKind::Delete,
        (false, None, Some(_), Some(_)) => WriteKind::Update,
        (true, None, None, Some(_)) if write.key.is_some() => WriteKind::UpdateByPk,
        (true, None, None, None) if !write.keys.is_empty() => WriteKind::DeleteByPk,
        _ => return None,
    })
}

/// The members of a mutation's response: how many rows, and which.
fn response(t: &Type) -> Option<(&Field, Option<&Field>)> {
    let affected = t
        .fields()
        .iter()
        .find(|field| field.type_ref.required() && field.type_ref.named() == "Int")?;
    let returning = t.fields().iter().find(|field| field.type_ref.is_list());
    (t.fields().len() <= 2).then_some((affected, returning))
}

enum Role<'a> {
    Condition,
    Conflict(&'a Type),
    Operator(&'a Type),
    Key,
    Rows(&'a Type),
    Updates(&'a Type),
    Leaf,
    Other,
}

/// What an argument of a mutation is for.
fn role_of<'a>(schema: &'a Schema, arg: &InputValue) -> Role<'a> {
    let Some(t) = schema
        .get(arg.type_ref.named())
        .filter(|t| t.kind == Kind::InputObject)
    else {
        return if shape::is_leaf(schema, &arg.type_ref) && arg.type_ref.required() {
            Role::Leaf
        } else {
            Role::Other
        };
    };
    let has = |name: &str| t.input_fields().iter().any(|field| field.name == name);
    if condition::is_condition_type(has) {
        return Role::Condition;
    }
    if has("constraint") {
        return Role::Conflict(t);
    }
    if arg.name.starts_with('_') {
        return Role::Operator(t);
    }
    if arg.type_ref.is_list() && has("where") {
        return Role::Updates(t);
    }
    // The key is nothing but required leaves, and never a list; a row may be all of that too, and
    // has its own words.
    let described = |text: &str| {
        t.description
            .as_deref()
            .is_some_and(|description| description.starts_with(text))
    };
    if described("primary key columns input") || arg.name.eq_ignore_ascii_case("pkcolumns") {
        return Role::Key;
    }
    if arg.name == "pk_columns" {
        return Role::Key;
    }
    if arg.name == "object" || arg.name == "objects" || described("input type for inserting") {
        return Role::Rows(t);
    }
    Role::Other
}

/// The columns of a row to insert: relationships can be inserted along, and are left out.
fn columns(schema: &Schema, t: &Type) -> Vec<TypedArg> {
    t.input_fields()
        .iter()
        .filter(|field| shape::is_leaf(schema, &field.type_ref))
        .map(shape::typed_arg)
        .collect()
}

/// The new values, by their name in either naming convention.
fn is_set(arg: &InputValue) -> bool {
    arg.name.trim_start_matches('_') == "set"
}

fn sets(write: &mut Write, arg: &InputValue, t: &Type) {
    write.set = Some(shape::typed_arg(arg));
    write.columns = t.input_fields().iter().map(shape::typed_arg).collect();
}

/// `on_conflict`, by the types of its members.
fn upsert(schema: &Schema, arg: &InputValue, t: &Type) -> Option<Upsert> {
    let values = |member: &InputValue| {
        let t = schema.get(member.type_ref.named())?;
        (t.kind == Kind::Enum).then(|| t.enum_values.clone().unwrap_or_default())
    };
    let mut members = t.input_fields().iter();
    let constraint = members.clone().find(|member| member.name == "constraint")?;
    let update = members
        .clone()
        .find(|member| member.type_ref.is_list() && values(member).is_some())?;
    // Whoever reads nothing of the table has a condition that can name no column.
    let filter = members.find(|member| {
        matches!(role_of(schema, member), Role::Condition)
            && schema.get(member.type_ref.named()).is_some_and(|t| {
                let mut inputs = t.input_fields().iter();
                inputs.any(|input| !condition::joins(&input.name))
            })
    });
    Some(Upsert {
        arg: shape::typed_arg(arg),
        constraint: constraint.name.clone(),
        update: update.name.clone(),
        filter: filter.map(|member| member.name.clone()),
        constraints: values(constraint)?
            .into_iter()
            .map(|value| Constraint {
                columns: quoted(value.description.as_deref().unwrap_or_default()),
                name: value.name,
            })
            .collect(),
        columns: values(update)?
            .into_iter()
            .map(|value| value.name)
            .collect(),
    })
}

/// Everything that stands in quotes in a description.
fn quoted(text: &str) -> Vec<String> {
    text.split('"')
        .skip(1)
        .step_by(2)
        .map(ToOwned::to_owned)
        .collect()
}

/// The table in quotes at the end of one of Hasura's descriptions of mutations.
fn table_named(description: Option<&str>) -> Option<String> {
    let text = description?;
    let rest = text
        .split_once("table: \"")
        .or_else(|| text.split_once("table \""))?
        .1;
    let name = &rest[..rest.find('"')?];
    (!name.is_empty()).then(|| name.to_owned())
}
