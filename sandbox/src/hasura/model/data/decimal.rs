//! Numbers with all their digits. `numeric` and the numbers of `jsonb` have as many as were
//! written, and equal ones may be written differently: 0.3 and 0.30.

use std::cmp::Ordering;

use bigdecimal::{BigDecimal, RoundingMode};
use serde_json::{Number, Value};

/// Digits before the decimal point, and behind it, that `numeric` holds (`PostgreSQL`'s manual,
/// §8.1.2).
const BEFORE: i64 = 131_072;
const BEHIND: i64 = 16_383;

/// Reads a number, or a text that is one. `None` for others, and for what `numeric` cannot hold.
pub(crate) fn decimal(value: &Value) -> Option<BigDecimal> {
    let number: BigDecimal = match value {
        Value::Number(number) => number.as_str().parse().ok()?,
        Value::String(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    let (_, behind) = number.as_bigint_and_exponent();
    // The exponent first: a number of that many zeros would have to be written out otherwise.
    ((-BEFORE..=BEHIND).contains(&behind) && before(&number) <= BEFORE).then_some(number)
}

/// Digits before the decimal point.
fn before(number: &BigDecimal) -> i64 {
    let digits = i64::try_from(number.digits()).unwrap_or(i64::MAX);
    digits.saturating_sub(number.fractional_digit_count())
}

/// The number as JSON, as `PostgreSQL` writes it: without an exponent, with all its digits.
pub(crate) fn json(number: &BigDecimal) -> Value {
    let text = number.to_plain_string();
    text.parse().map_or(Value::Null, Value::Number)
}

/// A number as `numeric` stores it, with this precision and scale; `None` where it does not fit.
pub(crate) fn stored(number: &BigDecimal, digits: Option<(i64, i64)>) -> Option<Value> {
    let Some((precision, scale)) = digits else {
        return Some(json(number));
    };
    // Half away from zero, as `round(numeric)` does.
    let rounded = number.with_scale_round(scale, RoundingMode::HalfUp);
    let fits = rounded == BigDecimal::default() || before(&rounded) <= precision - scale;
    fits.then(|| json(&rounded))
}

/// How two numbers compare.
pub(crate) fn order(left: &Number, right: &Number) -> Option<Ordering> {
    let read = |number: &Number| number.as_str().parse::<BigDecimal>().ok();
    Some(read(left)?.cmp(&read(right)?))
}

/// True for values that are equal as `jsonb`: numbers by what they are, not how they are written.
pub(crate) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => {
            left == right || order(left, right) == Some(Ordering::Equal)
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(a, b)| equal(a, b))
        }
        (Value::Object(left), Value::Object(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .all(|(name, a)| right.get(name).is_some_and(|b| equal(a, b)))
        }
        (left, right) => left == right,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Value {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn every_digit_stays() {
        for (given, written) in [
            ("0.30", "0.30"),
            ("12345678901234567890123", "12345678901234567890123"),
            ("\"-1.10\"", "-1.10"),
            ("1.5e3", "1500"),
            ("1e-2", "0.01"),
        ] {
            let number = decimal(&parsed(given)).unwrap();
            assert_eq!(json(&number).to_string(), written);
        }
        for refused in [
            "1e200000",
            "1e-20000",
            "1e999999999999999999999",
            "\"x\"",
            "true",
        ] {
            assert_eq!(decimal(&parsed(refused)), None, "{refused}");
        }
    }

    #[test]
    fn a_scale_pads_and_rounds_away_from_zero() {
        let fit = |text: &str| {
            let number = decimal(&parsed(text)).unwrap();
            stored(&number, Some((4, 2))).map(|number| number.to_string())
        };
        for (given, stored) in [
            ("0.3", Some("0.30")),
            ("1.005", Some("1.01")),
            ("-1.005", Some("-1.01")),
            ("99.99", Some("99.99")),
            ("99.995", None),
            ("100", None),
            ("0", Some("0.00")),
        ] {
            assert_eq!(fit(given).as_deref(), stored, "{given}");
        }
    }

    #[test]
    fn numbers_are_equal_however_they_are_written() {
        for (left, right, expected) in [
            ("0.30", "0.3", true),
            ("[1, {\"a\": 1e2}]", "[1.0, {\"a\": 100}]", true),
            ("9007199254740993", "9007199254740992", false),
            ("1e99999999999", "1", false),
            ("1", "\"1\"", false),
        ] {
            assert_eq!(equal(&parsed(left), &parsed(right)), expected, "{left}");
        }
    }
}
