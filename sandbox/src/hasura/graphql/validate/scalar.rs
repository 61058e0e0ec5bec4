//! Values of scalar types. GraphQL's own inputs are strict; a column takes a string or number as it
//! comes and leaves the rest to the database.

use apollo_compiler::ast::Value as Literal;
use serde_json::{Map, Number, Value};

use super::describe::{Input, mismatch};
use crate::hasura::graphql::error::{GqlError, Path};
use crate::hasura::haskell;

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

/// The JSON of a scalar argument; of a column's value, where `whole` is absent.
pub(super) fn coerce(
    path: &Path<'_>,
    type_name: &str,
    input: Input<'_>,
    whole: Option<Whole>,
    variables: &dyn Fn(&str) -> Option<Value>,
) -> Result<Value, GqlError> {
    let json = match input {
        Input::Json(json) => json.clone(),
        Input::Literal(literal) => to_json(literal, variables),
    };
    let Some(whole) = whole else {
        return column(path, type_name, json);
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
    let value = number
        .as_i64()
        .or_else(|| integral(number))
        .filter(fits)
        .ok_or_else(|| out_of_bounds(path, number))?;
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

/// A value for a column of this type.
fn column(path: &Path<'_>, type_name: &str, json: Value) -> Result<Value, GqlError> {
    let wanted = match type_name {
        "String" | "bpchar" | "uuid" | "timestamptz" | "timestamp" | "date" | "time" | "timetz"
        | "citext" | "bytea" | "name" | "interval" | "inet" => "String",
        "Int" | "bigint" | "smallint" | "numeric" | "Float" | "float8" | "float4" | "money" => {
            "Number"
        }
        "Boolean" => "Bool",
        _ => return Ok(json),
    };
    match &json {
        Value::String(_) => return Ok(json),
        Value::Number(number) if wanted == "Number" => {
            return match type_name {
                "Int" => bounded(path, number, i64::from(i32::MIN), i64::from(i32::MAX)),
                "smallint" => bounded(path, number, i64::from(i16::MIN), i64::from(i16::MAX)),
                "bigint" => bounded(path, number, i64::MIN, i64::MAX),
                _ => Ok(json),
            };
        }
        Value::Bool(_) if wanted == "Bool" => return Ok(json),
        _ => {}
    }
    let kind = haskell::kind(&json);
    let message = if wanted == "Bool" {
        format!("expected Bool, but encountered {kind}")
    } else {
        let what = match (type_name, wanted) {
            ("uuid", _) => "UUID",
            (_, "String") => "Text",
            ("Int", _) => "Integer expected for input type: PGInteger",
            ("smallint", _) => "Integer expected for input type: PGSmallInt",
            ("bigint", _) => "Integer expected for input type: PGBigInt",
            (other, _) => other,
        };
        format!("parsing {what} failed, expected {wanted}, but encountered {kind}")
    };
    Err(GqlError::at("parse-failed", path, message))
}

fn bounded(path: &Path<'_>, number: &Number, least: i64, most: i64) -> Result<Value, GqlError> {
    let whole = number.as_i64().or_else(|| integral(number));
    whole
        .filter(|value| (least..=most).contains(value))
        .map(Value::from)
        .ok_or_else(|| out_of_bounds(path, number))
}

fn out_of_bounds(path: &Path<'_>, number: &Number) -> GqlError {
    GqlError::at(
        "parse-failed",
        path,
        format!(
            "The value {} lies outside the bounds or is not an integer. Maybe it is a float, or is \
             there integer overflow?",
            scientific(number)
        ),
    )
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
