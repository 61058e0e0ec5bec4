//! One variable of a `.env` file, set without touching anything else in it.

use std::collections::BTreeMap;

use crate::assignments::assignments;

/// All variables, as a reader of such files has them; `None` when it is none.
pub(super) fn variables(text: &str) -> Option<BTreeMap<String, String>> {
    let mut all = BTreeMap::new();
    for pair in dotenvy::from_read_iter(text.as_bytes()) {
        let (name, value) = pair.ok()?;
        // The first one wins, as the reader has it.
        all.entry(name).or_insert(value);
    }
    Some(all)
}

/// The text with `key` set to `value`. Judged by the reader: it must see the new value, and all
/// the others as they were.
pub(super) fn set(text: &str, key: &str, value: &str) -> Result<String, &'static str> {
    let mut before = variables(text).ok_or("it has a line that is no assignment")?;
    let mut out = text.to_owned();
    let places: Vec<usize> = assignments(text)
        .filter(|one| one.name == key)
        .map(|one| one.start)
        .collect();
    // From the last on, so that the places of the others stay right.
    for start in places.iter().rev() {
        let rest = text[*start..].lines().next().unwrap_or_default();
        out.replace_range(*start..start + rest.len(), value);
    }
    if places.is_empty() {
        if !out.is_empty() && !out.ends_with('\n') {
            out.push('\n');
        }
        out.push_str(key);
        out.push('=');
        out.push_str(value);
        out.push('\n');
    }
    let old = before.insert(key.to_owned(), value.to_owned());
    let old = old.filter(|old| !old.is_empty());
    let after = variables(&out).filter(|after| after.len() == before.len());
    let as_meant = after.is_some_and(|after| {
        before.iter().all(|(name, value_before)| {
            let now = after.get(name);
            // Others may refer to it, and follow.
            let followed = old.as_ref().map(|old| value_before.replace(old, value));
            now == Some(value_before) || now.is_some() && now == followed.as_ref()
        })
    });
    if as_meant {
        Ok(out)
    } else {
        Err("it is written in a way that cannot be changed safely")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_changes_and_nothing_else() {
        for (before, after) in [
            ("", "A=https://x\n"),
            ("B=1", "B=1\nA=https://x\n"),
            (
                "# A=old\nexport A='old' # why\r\nB=1\n",
                "# A=old\nexport A=https://x\r\nB=1\n",
            ),
            ("A=1\nA=2\n", "A=https://x\nA=https://x\n"),
            ("XA=1\n  A = old\n", "XA=1\n  A =https://x\n"),
        ] {
            assert_eq!(
                set(before, "A", "https://x").as_deref(),
                Ok(after),
                "{before}"
            );
        }
    }

    #[test]
    fn what_cannot_be_read_is_left_alone() {
        assert!(set("not an assignment\n", "A", "1").is_err());
        // The variable stands inside another one's value.
        assert!(set("B=\"\nA=inner\n\"\n", "A", "1").is_err());
    }

    #[test]
    fn others_that_refer_to_it_follow() {
        let text = "A=old\nB=${A}/auth\n";
        assert_eq!(set(text, "A", "new").as_deref(), Ok("A=new\nB=${A}/auth\n"));
    }
}
