//! Owners whom a permission names itself, by an id in its check or its presets: a post box of the
//! support team, or somebody's forgotten trial.

use serde_json::Value;

use super::Rule;
use crate::hasura::metadata::{Condition, Operand, Operator};
use crate::operation::Operation;
use crate::text::visible;

impl Rule<'_> {
    /// The values that the columns which say whose a row is may hold in what is written, beside
    /// those of the caller; `None` where they may hold anything. One that is preset to null makes
    /// the row nobody's, and names nobody.
    pub(crate) fn named(&self, says_whose: &dyn Fn(&str) -> bool) -> Option<Vec<Value>> {
        let of_caller: Vec<&str> = self.rule.presets().collect();
        let presets = self.rule.set.as_object().into_iter().flatten();
        let presets = presets
            .filter(|(column, _)| says_whose(column))
            .map(|(column, value)| {
                let mut values = vec![value.clone()];
                values.retain(|value| !value.is_null() && !of_caller.contains(&column.as_str()));
                values
            });
        let check = named(&self.rule.check.condition, says_whose);
        presets.chain(check).min_by_key(Vec::len)
    }
}

fn named(condition: &Condition, says_whose: &dyn Fn(&str) -> bool) -> Option<Vec<Value>> {
    let named = |part: &Condition| named(part, says_whose);
    match condition {
        Condition::And(parts) => parts.iter().filter_map(named).min_by_key(Vec::len),
        Condition::Or(parts) => {
            let branches: Option<Vec<_>> = parts.iter().map(named).collect();
            branches.map(|values| values.concat())
        }
        Condition::Compare(comparison) if says_whose(&comparison.column) => {
            match (&comparison.operator, &comparison.operand) {
                (Operator::Eq, Operand::Session(_)) => Some(Vec::new()),
                (Operator::Eq, Operand::Literal(value)) => Some(vec![value.clone()]),
                (Operator::In, Operand::Literal(Value::Array(values))) => Some(values.clone()),
                _ => None,
            }
        }
        Condition::Compare(_)
        | Condition::Not(_)
        | Condition::Related { .. }
        | Condition::Exists(_)
        | Condition::Unreadable(_) => None,
    }
}

/// What is said of rows that are made, or become, those of whom a permission names, or a claim in
/// it.
pub(crate) fn summary(role: &str, way: Operation, names: &[Value], by: &str) -> String {
    let does = match way {
        Operation::Insert => "insert rows that are",
        Operation::Update | Operation::Delete => "make rows of theirs",
    };
    let names: Vec<String> = names
        .iter()
        .map(|name| visible(&name.to_string()))
        .collect();
    format!(
        "role {role} may {does} those of {}, whom {by} names",
        names.join(" or ")
    )
}

/// Who names them, where that is the permission itself.
pub(crate) const BY: &str = "the permission";

/// What to do about it.
pub(crate) const REMEDY: &str = "where the name is not meant to stand there, compare the owner with X-Hasura-User-Id, or preset \
     it so; where it is, as for rows that go to a support account, accept the finding in the policy";
