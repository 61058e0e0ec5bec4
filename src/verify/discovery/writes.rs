//! Mutations of tables, by the types of what they take and return.

use super::shape;
use crate::hasura::introspection::{Field, InputValue, Kind, Schema, Type};
use crate::verify::model::{TypedArg, Write, WriteKind};

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
        columns: Vec::new(),
        upsert: false,
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
    let mut updates = false;
    for arg in &field.args {
        match role_of(schema, arg) {
            Role::Condition => write.condition = Some(typed(arg)),
            Role::Conflict => write.upsert = true,
            Role::Operator(t) if arg.name.trim_start_matches('_') == "set" => {
                write.set = Some(typed(arg));
                write.columns = t.input_fields().iter().map(typed).collect();
            }
            Role::Operator(_) => {}
            Role::Key => write.key = Some(typed(arg)),
            Role::Rows(t) => {
                write.rows = Some(typed(arg));
                write.columns = columns(schema, t);
            }
            Role::Updates => updates = true,
            Role::Leaf => write.keys.push(typed(arg)),
            Role::Other => return None,
        }
    }
    write.kind = kind(&write, row, updates)?;
    Some(write)
}

fn kind(write: &Write, row: bool, updates: bool) -> Option<WriteKind> {
    Some(match (row, &write.rows, &write.condition, &write.set) {
        (_, None, None, _) if updates => WriteKind::UpdateMany,
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
    Conflict,
    Operator(&'a Type),
    Key,
    Rows(&'a Type),
    Updates,
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
    if has("_and") && has("_or") {
        return Role::Condition;
    }
    if has("constraint") {
        return Role::Conflict;
    }
    if arg.name.starts_with('_') {
        return Role::Operator(t);
    }
    if arg.type_ref.is_list() && has("where") {
        return Role::Updates;
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
        .map(typed)
        .collect()
}

fn typed(arg: &InputValue) -> TypedArg {
    TypedArg {
        name: arg.name.clone(),
        type_sdl: arg.type_ref.sdl(),
    }
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
