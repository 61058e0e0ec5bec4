//! Claims that a filter takes for patterns: some of their signs stand for others, so that
//! `j_doe@example.com` fits `jxdoe@example.com` too.

use serde_json::Value;

use crate::hasura::metadata::{Condition, Operator};

/// The rows that a claim names if it is taken for what it says; `None` where the pattern fits no
/// others, or where the claim looks as if others were meant.
pub(super) fn literally(column: &str, operator: &Operator, claim: &Value) -> Option<Condition> {
    let claim = claim.as_str()?;
    let meant = match operator {
        Operator::Like | Operator::Ilike => "%\\",
        Operator::Similar => "%\\|*+?{}()[]",
        _ => "*+?{}()[]|^$\\",
    };
    if claim.contains(|sign| meant.contains(sign)) {
        return None;
    }
    let literal = match operator {
        Operator::Like | Operator::Ilike | Operator::Similar => claim.replace('_', "\\_"),
        // It is looked for anywhere in the value.
        _ => format!("^{}$", claim.replace('.', "\\.")),
    };
    (literal != claim).then(|| Condition::compare(column, operator.clone(), literal.into()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_sign_that_stands_for_others_is_told_from_a_pattern() {
        let read = |operator: Operator, claim: &str| {
            literally("a", &operator, &json!(claim)).map(|one| one.print()["a"].clone())
        };
        assert_eq!(
            read(Operator::Ilike, "j_doe@x.org"),
            Some(json!({"_ilike": "j\\_doe@x.org"}))
        );
        assert_eq!(
            read(Operator::Similar, "j_doe"),
            Some(json!({"_similar": "j\\_doe"}))
        );
        assert_eq!(
            read(Operator::Regex, "j@x.org"),
            Some(json!({"_regex": "^j@x\\.org$"}))
        );
        for (operator, claim) in [
            (Operator::Like, "jdoe@x.org"),
            (Operator::Like, "org_7/%"),
            (Operator::Similar, "(a|b)_"),
            (Operator::Iregex, "^team-"),
        ] {
            assert_eq!(read(operator.clone(), claim), None, "{claim}");
        }
    }
}
