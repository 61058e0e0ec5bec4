//! What a field is, by its type, its arguments and its description.

use crate::hasura::introspection::{Field, InputValue, Kind, Schema, Type, TypeRef};
use crate::hasura::metadata::condition;
use crate::verify::model::{Column, ListArgs, OrderBy, RootField, Stream, TypedArg};

/// What a root field is.
pub(super) enum Shape<'a> {
    /// A list of rows of this type.
    List(&'a str),
    /// One row of this type by its key.
    ByPk(&'a str),
    /// Aggregates over rows of this type.
    Aggregate(&'a str),
    /// A stream of rows of this type.
    Stream(&'a str),
    /// A function returning rows of this type, callable without arguments.
    Function(&'a str),
    /// A function that needs arguments, or one that returns aggregates.
    OtherFunction,
    /// An object around further root fields.
    Namespace(&'a Type),
    /// The sign of a role without any permission.
    Nothing,
    /// Something else: an action, a remote schema.
    Other,
}

/// Classifies a root field.
pub(super) fn of<'a>(schema: &'a Schema, field: &'a Field) -> Shape<'a> {
    if field.name == "no_queries_available" {
        return Shape::Nothing;
    }
    if let Some(row) = aggregated_row(schema, field) {
        return if field.arg("args").is_some() || executes(field) {
            Shape::OtherFunction
        } else {
            Shape::Aggregate(row)
        };
    }
    let Some(t) = schema.get(field.type_ref.named()) else {
        return Shape::Other;
    };
    if t.kind != Kind::Object {
        return Shape::Other;
    }
    let row = t.name.as_str();
    let filters = list_args(schema, &field.args).filter.is_some();
    if field.type_ref.is_list() {
        if field.arg("cursor").is_some() {
            return Shape::Stream(row);
        }
        if field.arg("args").is_some() || executes(field) {
            let needs = field.args.iter().any(|arg| arg.type_ref.required());
            return if needs {
                Shape::OtherFunction
            } else {
                Shape::Function(row)
            };
        }
        if filters {
            return Shape::List(row);
        }
        return Shape::Other;
    }
    if is_keyed(schema, field, t) {
        return Shape::ByPk(row);
    }
    if field.args.is_empty() && holds_root_fields(schema, t) {
        return Shape::Namespace(t);
    }
    Shape::Other
}

/// True for a field that asks for all columns of a key of `t`, and may find no such row.
fn is_keyed(schema: &Schema, field: &Field, t: &Type) -> bool {
    !field.args.is_empty()
        && !field.type_ref.required()
        && field.args.iter().all(|arg| {
            arg.type_ref.required()
                && is_leaf(schema, &arg.type_ref)
                && t.field(&arg.name).is_some()
        })
}

/// True for a function without arguments, which looks like a table but for its description.
fn executes(field: &Field) -> bool {
    field
        .description
        .as_deref()
        .is_some_and(|text| text.contains("execute function"))
}

/// True when the fields of `t` are what a root has.
fn holds_root_fields(schema: &Schema, t: &Type) -> bool {
    t.fields().iter().any(|field| {
        field.name == "no_queries_available"
            || (schema.get(field.type_ref.named()).is_some_and(|t| {
                t.kind == Kind::Object
                    && (list_args(schema, &field.args).filter.is_some()
                        || is_keyed(schema, field, t))
            }))
    }) && !t
        .description
        .as_deref()
        .is_some_and(|text| text.starts_with("columns and relationships of"))
}

/// The row type of an aggregate field: an object with `aggregate` and a list of `nodes`.
pub(super) fn aggregated_row<'a>(schema: &'a Schema, field: &Field) -> Option<&'a str> {
    if field.type_ref.is_list() {
        return None;
    }
    aggregated(schema.get(field.type_ref.named())?)
}

/// The row type of an aggregate's type.
pub(super) fn aggregated(t: &Type) -> Option<&str> {
    t.field("aggregate")?;
    let nodes = t.field("nodes").filter(|nodes| nodes.type_ref.is_list())?;
    Some(nodes.type_ref.named())
}

/// True for scalars, enums and lists of them.
pub(super) fn is_leaf(schema: &Schema, type_ref: &TypeRef) -> bool {
    match type_ref.inner().kind {
        Kind::Scalar | Kind::Enum => true,
        Kind::Object | Kind::Interface | Kind::Union | Kind::InputObject => false,
        // Cut off by the depth of the query: ask the schema.
        Kind::List | Kind::NonNull => schema
            .get(type_ref.named())
            .is_some_and(|t| matches!(t.kind, Kind::Scalar | Kind::Enum)),
    }
}

/// Finds the arguments of a list-like field by what their types can do.
pub(super) fn list_args(schema: &Schema, args: &[InputValue]) -> ListArgs {
    let mut found = ListArgs::default();
    for arg in args {
        let typed = TypedArg {
            name: arg.name.clone(),
            type_sdl: arg.type_ref.sdl(),
        };
        let input = schema
            .get(arg.type_ref.named())
            .filter(|t| t.kind == Kind::InputObject);
        match input {
            Some(t)
                if !arg.type_ref.is_list() && condition::is_condition_type(|name| has(t, name)) =>
            {
                found.filter = Some(typed);
            }
            Some(t) if arg.type_ref.is_list() => {
                if let Some((ascending, columns)) = orders(schema, t) {
                    found.order_by = Some(OrderBy {
                        arg: typed,
                        ascending,
                        columns,
                        aggregates: aggregate_orders(schema, t),
                    });
                }
            }
            None if arg.type_ref.is_list() && is_enum(schema, &arg.type_ref) => {
                found.distinct = Some(typed);
            }
            None if arg.name == "limit" => found.limit = Some(typed),
            _ => {}
        }
    }
    found
}

/// The arguments of a stream, by their types: a number of rows, and a list of cursors that hold
/// one input object with a column each.
pub(super) fn stream(schema: &Schema, field: &Field, root: RootField) -> Option<Stream> {
    let typed = |arg: &InputValue| TypedArg {
        name: arg.name.clone(),
        type_sdl: arg.type_ref.sdl(),
    };
    let input = |type_ref: &TypeRef| {
        schema
            .get(type_ref.named())
            .filter(|t| t.kind == Kind::InputObject)
    };
    let (cursor, initial, values) = field.args.iter().find_map(|arg| {
        let cursor = input(&arg.type_ref).filter(|_| arg.type_ref.is_list())?;
        let (initial, values) = cursor
            .input_fields()
            .iter()
            .find_map(|inner| Some((inner, input(&inner.type_ref)?)))?;
        Some((arg, initial, values))
    })?;
    let batch = field
        .args
        .iter()
        .find(|arg| arg.type_ref.required() && is_leaf(schema, &arg.type_ref))?;
    Some(Stream {
        root,
        batch: typed(batch),
        cursor: typed(cursor),
        initial: initial.name.clone(),
        columns: values
            .input_fields()
            .iter()
            .filter(|column| !column.type_ref.is_list())
            .map(|column| Column {
                name: column.name.clone(),
                scalar: column.type_ref.named().to_owned(),
                filterable: false,
                nullable: true,
            })
            .collect(),
    })
}

fn has(t: &Type, name: &str) -> bool {
    t.input_fields().iter().any(|field| field.name == name)
}

fn is_enum(schema: &Schema, type_ref: &TypeRef) -> bool {
    schema
        .get(type_ref.named())
        .is_some_and(|t| t.kind == Kind::Enum)
}

/// The fields of an order type that order by the number of related rows, and by their values.
fn aggregate_orders(schema: &Schema, t: &Type) -> Vec<String> {
    t.input_fields()
        .iter()
        .filter(|field| {
            schema.get(field.type_ref.named()).is_some_and(|t| {
                t.kind == Kind::InputObject
                    && t.input_fields()
                        .iter()
                        .any(|inner| inner.name == "count" && is_enum(schema, &inner.type_ref))
                    && t.input_fields()
                        .iter()
                        .all(|inner| inner.name == "count" || !is_enum(schema, &inner.type_ref))
            })
        })
        .map(|field| field.name.clone())
        .collect()
}

/// The ascending value and the columns of an order type; `None` when it is something else.
fn orders(schema: &Schema, t: &Type) -> Option<(String, Vec<String>)> {
    let mut ascending = None;
    let mut columns = Vec::new();
    for field in t.input_fields() {
        let value = schema
            .get(field.type_ref.named())
            .and_then(|t| t.enum_values.as_ref())
            .and_then(|values| values.iter().find(|v| v.name.eq_ignore_ascii_case("asc")));
        if let Some(value) = value {
            ascending = Some(value.name.clone());
            columns.push(field.name.clone());
        }
    }
    Some((ascending?, columns))
}

/// The table named in one of Hasura's descriptions: the first text in quotes after `table:` or
/// `of`.
pub(super) fn table_in_description(description: Option<&str>) -> Option<String> {
    let text = description?;
    let known = [
        "fetch data from the table: ",
        "fetch aggregated fields from the table: ",
        "fetch data from the table in a streaming manner: ",
        "columns and relationships of ",
    ];
    let rest = known.iter().find_map(|start| text.strip_prefix(start))?;
    let inner = rest.strip_prefix('"')?;
    let name = &inner[..inner.find('"')?];
    (!name.is_empty()).then(|| name.to_owned())
}
