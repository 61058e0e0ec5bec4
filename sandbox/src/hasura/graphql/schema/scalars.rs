//! GraphQL types of Postgres types, and the operators that compare them (contracts: hasura §3.2).

use apollo_compiler::ast::Type;

use super::builder::{Builder, InputSpec, input, list_of, named};
use super::names::Names;
use crate::hasura::model::data::ColumnType;

const BASIC: [&str; 6] = ["_eq", "_neq", "_gt", "_gte", "_lt", "_lte"];
const TEXTUAL: [(&str, &str); 10] = [
    ("_like", "does the column match the given pattern"),
    ("_nlike", "does the column NOT match the given pattern"),
    (
        "_ilike",
        "does the column match the given case-insensitive pattern",
    ),
    (
        "_nilike",
        "does the column NOT match the given case-insensitive pattern",
    ),
    (
        "_similar",
        "does the column match the given SQL regular expression",
    ),
    (
        "_nsimilar",
        "does the column NOT match the given SQL regular expression",
    ),
    (
        "_regex",
        "does the column match the given POSIX regular expression, case sensitive",
    ),
    (
        "_nregex",
        "does the column NOT match the given POSIX regular expression, case sensitive",
    ),
    (
        "_iregex",
        "does the column match the given POSIX regular expression, case insensitive",
    ),
    (
        "_niregex",
        "does the column NOT match the given POSIX regular expression, case insensitive",
    ),
];

/// The scalar of a type; of its elements for an array.
pub(crate) fn scalar_name(kind: &ColumnType) -> String {
    match kind {
        ColumnType::Text | ColumnType::Varchar(_) => "String".into(),
        ColumnType::Int4 => "Int".into(),
        ColumnType::Int2 => "smallint".into(),
        ColumnType::Int8 => "bigint".into(),
        ColumnType::Float4 => "Float".into(),
        ColumnType::Bool => "Boolean".into(),
        ColumnType::Array(element) => scalar_name(element),
        ColumnType::Listed(name, _) => name.clone(),
        ColumnType::Other(name) if !super::names::is_name(name) => "String".into(),
        other => other.postgres_name(),
    }
}

/// The nullable GraphQL type of a column type.
pub(crate) fn type_of(kind: &ColumnType) -> Type {
    match kind {
        ColumnType::Array(element) => type_of(element).non_null().list(),
        other => named(&scalar_name(other)),
    }
}

/// Adds the type of a column unless it is there.
pub(crate) fn declare(builder: &mut Builder, kind: &ColumnType) {
    match kind {
        ColumnType::Listed(name, values) if !builder.has(name) => {
            let values = values
                .iter()
                .map(|(value, about)| (value.as_str(), about.as_deref()));
            builder.enumeration(name, None, values);
        }
        ColumnType::Listed(..) => {}
        other => builder.scalar(&scalar_name(other)),
    }
}

/// True for types that `min` and `max` take.
pub(crate) fn is_ordered(kind: &ColumnType) -> bool {
    !matches!(
        kind,
        ColumnType::Bool
            | ColumnType::Json
            | ColumnType::Jsonb
            | ColumnType::Array(_)
            | ColumnType::Bytea
    )
}

/// The name of the input that compares a column type; added to the schema when it is new.
pub(crate) fn comparison(builder: &mut Builder, names: &Names, kind: &ColumnType) -> String {
    let scalar = scalar_name(kind);
    declare(builder, kind);
    let array = matches!(kind, ColumnType::Array(_));
    let suffix = if array {
        "array_comparison_exp"
    } else {
        "comparison_exp"
    };
    // Scalars of the database keep their spelling in front.
    let name = names.shared_type(&scalar, suffix);
    if builder.has(&name) {
        return name;
    }
    let ty = type_of(kind);
    let ordered = !matches!(kind, ColumnType::Listed(..));
    let mut fields: Vec<InputSpec> = BASIC
        .iter()
        .filter(|operator| ordered || matches!(**operator, "_eq" | "_neq"))
        .map(|operator| input(*operator, ty.clone()))
        .collect();
    fields.push(input("_in", ty.clone().non_null().list()));
    fields.push(input("_nin", ty.clone().non_null().list()));
    fields.push(input("_is_null", named("Boolean")));
    if kind.is_textual() && *kind != ColumnType::Name {
        fields.extend(
            TEXTUAL
                .iter()
                .map(|(name, about)| input(*name, ty.clone()).about(*about)),
        );
    }
    if array {
        fields.push(input("_contains", ty.clone()).about("is the array contained in the column"));
        fields.push(input("_contained_in", ty).about("is the array contains the columns's values"));
    } else if *kind == ColumnType::Jsonb {
        fields.extend(jsonb_operators(builder, names, &ty));
    }
    let about = format!(
        "Boolean expression to compare columns of type \"{scalar}\". All fields are combined with \
         logical 'AND'."
    );
    builder.input_object(&name, Some(about), fields, true);
    name
}

fn jsonb_operators(builder: &mut Builder, names: &Names, ty: &Type) -> Vec<InputSpec> {
    let text = comparison(builder, names, &ColumnType::Text);
    let cast = names.shared_type("jsonb", "cast_exp");
    builder.input_object(&cast, None, vec![input("String", named(&text))], true);
    vec![
        input("_cast", named(&cast)),
        input("_contains", ty.clone())
            .about("does the column contain the given json value at the top level"),
        input("_contained_in", ty.clone()).about("is the column contained in the given json value"),
        input("_has_key", named("String"))
            .about("does the string exist as a top-level key in the column"),
        input("_has_keys_any", list_of("String"))
            .about("do any of these strings exist as top-level keys in the column"),
        input("_has_keys_all", list_of("String"))
            .about("do all of these strings exist as top-level keys in the column"),
    ]
}
