//! JSON with more in it than its length tells: read into a tree, a value of two bytes takes some
//! hundred, and a sensible answer's bound in bytes would let gigabytes through.

use serde::Deserializer as _;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// As many values as are read of one answer; more than the schema of a thousand tables has.
const MOST: usize = 3_000_000;

/// What is said of it, in its place.
pub(crate) const CROWDED: &str = "it holds more values than any sensible answer";

/// True for JSON of too many values, to be asked before it is read into a tree. Of what is no
/// JSON, those before its fault count.
pub(crate) fn is_crowded(json: &[u8]) -> bool {
    // Each takes two bytes at least, with what stands between it and the next.
    if json.len() / 2 < MOST {
        return false;
    }
    let mut left = Some(MOST);
    let mut reader = serde_json::Deserializer::from_slice(json);
    // The error is the reader's where it is not ours, and whoever reads the tree will have it.
    let _ = reader.deserialize_any(Count(&mut left));
    left.is_none()
}

/// Takes one off for each value; `None` when there are no more to take.
struct Count<'c>(&'c mut Option<usize>);

impl Count<'_> {
    fn one<E: Error>(&mut self) -> Result<(), E> {
        *self.0 = self.0.and_then(|left| left.checked_sub(1));
        match self.0 {
            Some(_) => Ok(()),
            None => Err(E::custom("too many values")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Count<'_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Count<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E: Error>(mut self) -> Result<(), E> {
        self.one()
    }

    fn visit_bool<E: Error>(mut self, _: bool) -> Result<(), E> {
        self.one()
    }

    fn visit_u64<E: Error>(mut self, _: u64) -> Result<(), E> {
        self.one()
    }

    fn visit_i64<E: Error>(mut self, _: i64) -> Result<(), E> {
        self.one()
    }

    fn visit_f64<E: Error>(mut self, _: f64) -> Result<(), E> {
        self.one()
    }

    fn visit_str<E: Error>(mut self, _: &str) -> Result<(), E> {
        self.one()
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut items: A) -> Result<(), A::Error> {
        self.one()?;
        while items.next_element_seed(Count(self.0))?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut members: A) -> Result<(), A::Error> {
        self.one()?;
        while members.next_key::<IgnoredAny>()?.is_some() {
            members.next_value_seed(Count(self.0))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_values_are_too_many_however_they_are_written() {
        let many = |one: &str, count: usize| format!("[{}{one}]", format!("{one},").repeat(count));
        for (one, most) in [
            ("1", MOST),
            // Handed over as an object with its text, to keep every digit.
            ("-1.5e3", MOST / 2),
            ("null", MOST),
            ("[]", MOST),
            ("\"\"", MOST),
            ("{\"a\":1}", MOST / 2),
        ] {
            assert!(is_crowded(many(one, most).as_bytes()), "{one}");
            assert!(!is_crowded(many(one, most - 10).as_bytes()), "{one}");
        }
        assert!(!is_crowded(
            format!("[\"{}\"]", "1,".repeat(MOST)).as_bytes()
        ));
        assert!(!is_crowded("<".repeat(MOST * 3).as_bytes()));
    }
}
