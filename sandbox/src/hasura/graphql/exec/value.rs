//! Values as Postgres compares them: `CHAR(n)` without trailing blanks, UUIDs in any case,
//! instants rather than their spelling, null equal to nothing.

use std::borrow::Cow;
use std::cmp::Ordering;

use bigdecimal::{BigDecimal, ToPrimitive as _};
use serde_json::Value;

use super::array::array_literal;
use super::instant::{endless, instant, spoken, written};
use crate::hasura::graphql::error::GqlError;
use crate::hasura::model::data::{ColumnType, decimal};

/// A value read as its column's type.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Scalar<'a> {
    Null,
    Bool(bool),
    Int(i64),
    Float(f64),
    /// A `numeric`.
    Decimal(BigDecimal),
    Text(Cow<'a, str>),
    /// Text whose trailing blanks count in patterns alone.
    Padded(Cow<'a, str>),
    /// Nanoseconds since the epoch.
    Time(i128),
    Json(Cow<'a, Value>),
    List(Vec<Self>),
}

impl Scalar<'_> {
    pub(super) fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Order of two values of one type; `None` when either is null or they do not compare.
    pub(super) fn compare(&self, other: &Self) -> Option<Ordering> {
        // Big whole numbers lose digits only against a fraction, as in floating point anyway.
        #[allow(clippy::cast_precision_loss)]
        match (self, other) {
            (Self::Bool(a), Self::Bool(b)) => Some(a.cmp(b)),
            (Self::Int(a), Self::Int(b)) => Some(a.cmp(b)),
            (Self::Int(a), Self::Float(b)) => Some(float_order(*a as f64, *b)),
            (Self::Float(a), Self::Int(b)) => Some(float_order(*a, *b as f64)),
            (Self::Float(a), Self::Float(b)) => Some(float_order(*a, *b)),
            (Self::Decimal(a), Self::Decimal(b)) => Some(a.cmp(b)),
            (Self::Int(a), Self::Decimal(b)) => Some(BigDecimal::from(*a).cmp(b)),
            (Self::Decimal(a), Self::Int(b)) => Some(a.cmp(&BigDecimal::from(*b))),
            // The database takes the floating point of both.
            (Self::Float(a), Self::Decimal(b)) => Some(float_order(*a, b.to_f64()?)),
            (Self::Decimal(a), Self::Float(b)) => Some(float_order(a.to_f64()?, *b)),
            (Self::Text(a), Self::Text(b)) => Some(a.cmp(b)),
            (Self::Padded(a), Self::Padded(b)) => Some(bare(a).cmp(bare(b))),
            (Self::Padded(a), Self::Text(b)) => Some(bare(a).cmp(b)),
            (Self::Text(a), Self::Padded(b)) => Some(a.as_ref().cmp(bare(b))),
            (Self::Time(a), Self::Time(b)) => Some(a.cmp(b)),
            (Self::Json(a), Self::Json(b)) => Some(if decimal::equal(a, b) {
                Ordering::Equal
            } else {
                a.to_string().cmp(&b.to_string())
            }),
            (Self::List(a), Self::List(b)) => {
                let unequal = a
                    .iter()
                    .zip(b)
                    .map(|(x, y)| x.compare(y))
                    .find(|o| *o != Some(Ordering::Equal));
                unequal.unwrap_or_else(|| Some(a.len().cmp(&b.len())))
            }
            _ => None,
        }
    }

    /// Text that is the same for values that are equal; `None` for null, which equals nothing.
    pub(super) fn key(&self) -> Option<String> {
        Some(match self {
            Self::Null => return None,
            Self::Bool(flag) => flag.to_string(),
            Self::Int(number) => number.to_string(),
            Self::Float(number) => number.to_string(),
            Self::Decimal(number) => number.normalized().to_plain_string(),
            Self::Text(text) => text.to_string(),
            Self::Padded(text) => bare(text).to_owned(),
            Self::Time(instant) => instant.to_string(),
            Self::Json(json) => json.to_string(),
            Self::List(items) => items
                .iter()
                .map(|item| item.key().unwrap_or_default())
                .collect::<Vec<_>>()
                .join("\n"),
        })
    }
}

/// Numbers as Postgres orders them: NaN equals itself and is the largest.
fn float_order(a: f64, b: f64) -> Ordering {
    a.partial_cmp(&b)
        .unwrap_or_else(|| a.is_nan().cmp(&b.is_nan()))
}

fn bare(padded: &str) -> &str {
    padded.trim_end_matches(' ')
}

/// Reads a stored value. What does not fit its column's type is compared as text.
pub(super) fn read<'a>(value: &'a Value, kind: &ColumnType) -> Scalar<'a> {
    if value.is_null() {
        return Scalar::Null;
    }
    attempt(value, kind).unwrap_or_else(|| match value {
        Value::String(text) => Scalar::Text(Cow::Borrowed(text)),
        other => Scalar::Json(Cow::Borrowed(other)),
    })
}

/// Reads a value that came from outside, as a cast in the database would.
pub(super) fn cast(value: &Value, kind: &ColumnType) -> Result<Scalar<'static>, GqlError> {
    if value.is_null() {
        return Ok(Scalar::Null);
    }
    match attempt(value, kind) {
        Some(scalar) => Ok(owned(scalar)),
        None => Err(refusal(value, kind)),
    }
}

/// Brings a value into the form in which its column stores it.
pub(super) fn stored(value: &Value, kind: &ColumnType) -> Result<Value, GqlError> {
    Ok(match (cast(value, kind)?, kind) {
        (Scalar::Null, _) => Value::Null,
        (Scalar::Bool(flag), _) => flag.into(),
        // The place of a value among its enum's is for comparing only.
        (Scalar::Int(_), ColumnType::Enum(..)) => value.clone(),
        (Scalar::Int(number), _) => number.into(),
        (Scalar::Text(text), ColumnType::Varchar(Some(length))) => {
            fitting(&text, *length, "character varying")?.into()
        }
        (Scalar::Padded(text), ColumnType::Bpchar(Some(length))) => {
            format!("{:<length$}", fitting(&text, *length, "character")?).into()
        }
        (Scalar::Decimal(number), ColumnType::Numeric(digits)) => {
            let stored = decimal::stored(&number, *digits);
            stored.ok_or_else(|| overflow("numeric field overflow"))?
        }
        (Scalar::Decimal(number), _) => decimal::json(&number),
        // What JSON has no number for is stored as the word.
        (Scalar::Float(number), _) if number.is_finite() => number.into(),
        (Scalar::Float(_), _) => value.clone(),
        (Scalar::Text(text), ColumnType::Uuid) => text.into_owned().into(),
        (Scalar::Time(instant), kind) => match value.as_str() {
            // What is stored is the instant, not the word for it.
            Some(text) if endless(text).is_some() => text.trim().to_ascii_lowercase().into(),
            _ => written(instant, kind),
        },
        (Scalar::List(_), ColumnType::Array(element)) => match value {
            Value::String(literal) => array_literal(literal)
                .unwrap_or_default()
                .into_iter()
                .map(|item| stored(&item.map_or(Value::Null, Value::from), element))
                .collect::<Result<_, _>>()?,
            Value::Array(items) => items
                .iter()
                .map(|item| match item {
                    Value::Array(_) => stored(item, kind),
                    item => stored(item, element),
                })
                .collect::<Result<_, _>>()?,
            other => other.clone(),
        },
        (Scalar::List(_) | Scalar::Text(_) | Scalar::Padded(_) | Scalar::Json(_), _) => {
            value.clone()
        }
    })
}

/// A text that a column of this length takes: only blanks may stand beyond it.
fn fitting<'t>(text: &'t str, length: usize, kind: &str) -> Result<&'t str, GqlError> {
    let Some((end, _)) = text.char_indices().nth(length) else {
        return Ok(text);
    };
    if text[end..].chars().all(|letter| letter == ' ') {
        return Ok(&text[..end]);
    }
    Err(GqlError::data_exception(format!(
        "value too long for type {kind}({length})"
    )))
}

fn owned(scalar: Scalar<'_>) -> Scalar<'static> {
    match scalar {
        Scalar::Null => Scalar::Null,
        Scalar::Bool(flag) => Scalar::Bool(flag),
        Scalar::Int(number) => Scalar::Int(number),
        Scalar::Float(number) => Scalar::Float(number),
        Scalar::Decimal(number) => Scalar::Decimal(number),
        Scalar::Text(text) => Scalar::Text(Cow::Owned(text.into_owned())),
        Scalar::Padded(text) => Scalar::Padded(Cow::Owned(text.into_owned())),
        Scalar::Time(instant) => Scalar::Time(instant),
        Scalar::Json(json) => Scalar::Json(Cow::Owned(json.into_owned())),
        Scalar::List(items) => Scalar::List(items.into_iter().map(owned).collect()),
    }
}

fn attempt<'a>(value: &'a Value, kind: &ColumnType) -> Option<Scalar<'a>> {
    match kind {
        ColumnType::Json | ColumnType::Jsonb => Some(Scalar::Json(Cow::Borrowed(value))),
        ColumnType::Array(element) => match value {
            Value::Array(items) => {
                let items = items.iter().map(|item| match item {
                    Value::Null => Some(Scalar::Null),
                    Value::Array(_) => attempt(item, kind),
                    item => attempt(item, element),
                });
                items.collect::<Option<Vec<_>>>().map(Scalar::List)
            }
            Value::String(literal) => {
                let items = array_literal(literal)?.into_iter().map(|item| match item {
                    None => Some(Scalar::Null),
                    Some(text) => attempt(&Value::String(text), element).map(owned),
                });
                items.collect::<Option<Vec<_>>>().map(Scalar::List)
            }
            _ => None,
        },
        ColumnType::Bool => boolean(value),
        ColumnType::Int2 => whole(value, i64::from(i16::MIN), i64::from(i16::MAX)),
        ColumnType::Int4 => whole(value, i64::from(i32::MIN), i64::from(i32::MAX)),
        ColumnType::Int8 => whole(value, i64::MIN, i64::MAX),
        ColumnType::Float4 | ColumnType::Float8 => number(value),
        ColumnType::Numeric(_) => decimal::decimal(value)
            .map(Scalar::Decimal)
            .or_else(|| endless_number(value)),
        ColumnType::Uuid => {
            let parsed = uuid::Uuid::try_parse(value.as_str()?.trim()).ok()?;
            Some(Scalar::Text(Cow::Owned(parsed.hyphenated().to_string())))
        }
        ColumnType::Timestamptz | ColumnType::Timestamp | ColumnType::Date => {
            let text = value.as_str()?;
            instant(text)
                .or_else(|| spoken(text, kind))
                .map(Scalar::Time)
        }
        ColumnType::Bpchar(_) => Some(Scalar::Padded(Cow::Borrowed(value.as_str()?))),
        ColumnType::Enum(_, labels) => {
            let label = value.as_str()?;
            let place = labels.iter().position(|known| known == label)?;
            i64::try_from(place).ok().map(Scalar::Int)
        }
        ColumnType::Citext => Some(Scalar::Text(Cow::Owned(value.as_str()?.to_lowercase()))),
        ColumnType::Text
        | ColumnType::Listed(..)
        | ColumnType::Varchar(_)
        | ColumnType::Name
        | ColumnType::Time
        | ColumnType::Timetz
        | ColumnType::Bytea
        | ColumnType::Other(_) => Some(Scalar::Text(Cow::Borrowed(value.as_str()?))),
    }
}

fn boolean(value: &Value) -> Option<Scalar<'static>> {
    match value {
        Value::Bool(flag) => Some(Scalar::Bool(*flag)),
        Value::String(text) => match text.trim().to_ascii_lowercase().as_str() {
            "t" | "true" | "y" | "yes" | "on" | "1" => Some(Scalar::Bool(true)),
            "f" | "false" | "n" | "no" | "off" | "0" => Some(Scalar::Bool(false)),
            _ => None,
        },
        _ => None,
    }
}

fn whole(value: &Value, least: i64, most: i64) -> Option<Scalar<'static>> {
    let number = match value {
        Value::Number(number) => number.as_i64()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    (least..=most)
        .contains(&number)
        .then_some(Scalar::Int(number))
}

fn number(value: &Value) -> Option<Scalar<'static>> {
    match value {
        Value::Number(number) => number
            .as_i64()
            .map(Scalar::Int)
            .or_else(|| number.as_f64().map(Scalar::Float)),
        Value::String(text) => {
            let text = text.trim();
            text.parse()
                .map(Scalar::Int)
                .or_else(|_| text.parse().map(Scalar::Float))
                .ok()
        }
        _ => None,
    }
}

/// `NaN` and `Infinity`, which are the only numbers that JSON can say as words alone.
fn endless_number(value: &Value) -> Option<Scalar<'static>> {
    let number: f64 = value.as_str()?.trim().parse().ok()?;
    let is_word = value.as_str()?.contains(['n', 'N']);
    (is_word && !number.is_finite()).then_some(Scalar::Float(number))
}

fn overflow(message: &str) -> GqlError {
    GqlError::database("data-exception", "22003", message)
}

/// What Postgres says about a value that it cannot read.
fn refusal(value: &Value, kind: &ColumnType) -> GqlError {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    let shown = Value::from(text.as_str());
    let name = kind.sql_name();
    let is_number = text.trim().parse::<i128>().is_ok();
    if is_number && matches!(kind, ColumnType::Int2 | ColumnType::Int4 | ColumnType::Int8) {
        return GqlError::database(
            "data-exception",
            "22003",
            format!("value {shown} is out of range for type {name}"),
        );
    }
    let is_number = serde_json::from_str::<serde_json::Number>(text.trim()).is_ok();
    if is_number && matches!(kind, ColumnType::Numeric(_)) {
        return overflow("value overflows numeric format");
    }
    if let ColumnType::Enum(name, _) = kind {
        return GqlError::data_exception(format!("invalid input value for enum {name}: {shown}"));
    }
    if matches!(kind, ColumnType::Array(_)) {
        return GqlError::data_exception(format!("malformed array literal: {shown}"));
    }
    GqlError::data_exception(format!("invalid input syntax for type {name}: {shown}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn equal(a: &Value, b: &Value, kind: &ColumnType) -> bool {
        read(a, kind).compare(&cast(b, kind).unwrap()) == Some(Ordering::Equal)
    }

    #[test]
    fn values_compare_as_in_postgres() {
        assert!(equal(
            &json!("ab   "),
            &json!("ab"),
            &ColumnType::Bpchar(None)
        ));
        assert!(!equal(&json!("ab "), &json!("ab"), &ColumnType::Text));
        let (small, big) = (
            json!("0a9bd2f0-1111-4222-8333-444455556666"),
            json!("0A9BD2F0-1111-4222-8333-444455556666"),
        );
        assert!(equal(&small, &big, &ColumnType::Uuid));
        assert!(!equal(&small, &big, &ColumnType::Text));
        assert!(equal(&json!(5), &json!("5"), &ColumnType::Int4));
        assert!(equal(&json!("Ab"), &json!("aB"), &ColumnType::Citext));
        let zone = ColumnType::Timestamptz;
        assert!(equal(
            &json!("2024-01-01T02:00:00+02:00"),
            &json!("2024-01-01 00:00:00+00"),
            &zone
        ));
        assert!(equal(
            &json!("2024-01-01"),
            &json!("2024-01-01T00:00:00Z"),
            &ColumnType::Date
        ));
        assert_eq!(Scalar::Null.compare(&Scalar::Null), None);
    }

    #[test]
    fn words_stand_for_instants() {
        let zone = ColumnType::Timestamptz;
        for (earlier, later) in [
            ("2024-01-01", "now()"),
            ("yesterday", "today"),
            ("now", "tomorrow"),
        ] {
            let [earlier, later] = [earlier, later].map(|text| cast(&json!(text), &zone).unwrap());
            assert_eq!(earlier.compare(&later), Some(Ordering::Less));
        }
        let date = ColumnType::Date;
        assert!(equal(&json!("now()"), &json!("today"), &date));
        assert_eq!(
            stored(&json!("now()"), &date)
                .unwrap()
                .as_str()
                .unwrap()
                .len(),
            "2024-01-01".len()
        );
        assert!(cast(&json!("soon()"), &zone).is_err());
    }

    #[test]
    fn what_cannot_be_cast_is_refused_in_the_databases_words() {
        for (value, kind, message) in [
            (
                json!("x"),
                ColumnType::Uuid,
                "invalid input syntax for type uuid: \"x\"",
            ),
            (
                json!("x"),
                ColumnType::Int4,
                "invalid input syntax for type integer: \"x\"",
            ),
            (
                json!("3000000000"),
                ColumnType::Int4,
                "value \"3000000000\" is out of range for type integer",
            ),
            (
                json!("x"),
                ColumnType::Timestamptz,
                "invalid input syntax for type timestamp with time zone: \"x\"",
            ),
            (
                json!("1,2"),
                ColumnType::Array(Box::new(ColumnType::Int4)),
                "malformed array literal: \"1,2\"",
            ),
        ] {
            let error = cast(&value, &kind).unwrap_err();
            assert_eq!(
                (error.code, error.message.as_str()),
                ("data-exception", message)
            );
        }
    }
}
