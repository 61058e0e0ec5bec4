//! Values of scalar types. The five built-in scalars are strict; a column type of Postgres takes
//! a string or number as it comes and leaves the rest to the database.

use apollo_compiler::ast::Value as Literal;
use serde_json::{Map, Number, Value};

use super::describe::{Input, mismatch};
use crate::hasura::graphql::error::{GqlError, Path};

/// Which whole numbers an `Int` takes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Whole {
    /// 32 bit, signed.
    Int32,
    /// 32 bit, not negative: limits.
    NonNegative,
    /// 64 bit, also as a string: offsets.
    Wide,
}

/// The JSON of a scalar argument.
pub(super) fn coerce(
    path: &Path<'_>,
    type_name: &str,
    input: Input<'_>,
    whole: Whole,
    variables: &dyn Fn(&str) -> Option<Value>,
) -> Result<Value, GqlError> {
    let json = match input {
        Input::Json(json) => json.clone(),
        Input::Literal(literal) => to_json(literal, variables),
    };
    let literal_enum = matches!(input, Input::Literal(Literal::Enum(_)));
    match (type_name, &json) {
        ("Boolean", Value::Bool(_)) | ("Float", Value::Number(_)) => Ok(json),
        ("Boolean", _) => Err(mismatch(path, type_name, "a boolean", input)),
        ("String" | "ID", Value::String(_)) if !literal_enum => Ok(json),
        ("String" | "ID", _) => Err(mismatch(path, type_name, "a string", input)),
        ("Float", _) => Err(mismatch(path, type_name, "a float", input)),
        ("Int", _) => int(path, input, &json, whole),
        _ => column(path, type_name, json),
    }
}

fn int(path: &Path<'_>, input: Input<'_>, json: &Value, whole: Whole) -> Result<Value, GqlError> {
    let expected = match whole {
        Whole::Int32 => "a 32-bit integer",
        Whole::NonNegative => "a non-negative 32-bit integer",
        Whole::Wide => "a 32-bit integer, or a 64-bit integer represented as a string",
    };
    let wrong = || mismatch(path, "Int", expected, input);
    if let (Whole::Wide, Value::String(text)) = (whole, json) {
        return text.parse::<i64>().map(Value::from).map_err(|_| wrong());
    }
    let Value::Number(number) = json else {
        return Err(wrong());
    };
    // A literal with a decimal point is a float to the parser, whatever its value.
    let float_literal = matches!(input, Input::Literal(Literal::Float(_)));
    if float_literal || (whole == Whole::NonNegative && number.as_f64().is_some_and(|n| n < 0.0)) {
        return Err(wrong());
    }
    let fits = |value: &i64| whole == Whole::Wide || i32::try_from(*value).is_ok();
    let value = number.as_i64().or_else(|| integral(number)).filter(fits).ok_or_else(|| {
        GqlError::at(
            "parse-failed",
            path,
            format!(
                "The value {} lies outside the bounds or is not an integer. Maybe it is a float, \
                 or is there integer overflow?",
                scientific(number)
            ),
        )
    })?;
    Ok(value.into())
}

/// `2.0` in the variables is a whole number.
fn integral(number: &Number) -> Option<i64> {
    let float = number.as_f64()?;
    if float.fract() != 0.0 || float.abs() >= 9e15 {
        return None;
    }
    // Exact: the fraction is zero and 53 bits suffice.
    #[allow(clippy::cast_possible_truncation)]
    Some(float as i64)
}

/// A number as Haskell's `Scientific` shows it.
fn scientific(number: &Number) -> String {
    let float = number.as_f64().unwrap_or_default();
    if float != 0.0 && !(0.1..1e7).contains(&float.abs()) {
        let text = format!("{float:e}");
        return match text.split_once('e') {
            Some((digits, exponent)) if !digits.contains('.') => format!("{digits}.0e{exponent}"),
            _ => text,
        };
    }
    format!("{float:?}")
}

/// A value for a column type that is no built-in scalar.
fn column(path: &Path<'_>, type_name: &str, json: Value) -> Result<Value, GqlError> {
    let wanted = match type_name {
        "bpchar" | "uuid" | "timestamptz" | "timestamp" | "date" | "time" | "timetz" | "citext"
        | "bytea" | "name" | "interval" | "inet" => "String",
        "bigint" | "smallint" | "numeric" | "float8" | "float4" | "money" => "Number",
        _ => return Ok(json),
    };
    let kind = match &json {
        Value::String(_) => return Ok(json),
        Value::Number(_) if wanted == "Number" => return Ok(json),
        Value::Number(_) => "Number",
        Value::Bool(_) => "Boolean",
        Value::Null => "Null",
        Value::Array(_) => "Array",
        Value::Object(_) => "Object",
    };
    let what = match (type_name, wanted) {
        ("uuid", _) => "UUID",
        (_, "String") => "Text",
        (other, _) => other,
    };
    Err(GqlError::at(
        "parse-failed",
        path,
        format!("parsing {what} failed, expected {wanted}, but encountered {kind}"),
    ))
}

/// A literal as JSON; enum values become strings, variables are looked up.
pub(super) fn to_json(literal: &Literal, variables: &dyn Fn(&str) -> Option<Value>) -> Value {
    match literal {
        Literal::Null => Value::Null,
        Literal::Enum(name) => name.as_str().into(),
        Literal::Variable(name) => variables(name).unwrap_or_default(),
        Literal::String(text) => text.as_str().into(),
        Literal::Float(float) => number(float.as_str()),
        Literal::Int(int) => number(int.as_str()),
        Literal::Boolean(flag) => (*flag).into(),
        Literal::List(items) => items.iter().map(|item| to_json(item, variables)).collect(),
        Literal::Object(fields) => {
            let entries = fields
                .iter()
                .map(|(k, v)| (k.to_string(), to_json(v, variables)));
            Value::Object(entries.collect::<Map<_, _>>())
        }
    }
}

fn number(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_default()
}
