//! Whether a row as a permission lets it be written can meet what somebody asks of it.

use serde_json::{Value, json};

use super::Rule;
use super::bound::made_by;
use crate::hasura::metadata::condition::Variable;
use crate::hasura::metadata::{Comparison, Condition, Operand, Operator, TrackedTable};
use crate::operation::Operation;
use crate::verify::defaults::{OfTable, Preset};

impl Rule<'_> {
    /// True when the caller can write a row that meets a condition, as far as the permission tells:
    /// by the values that it presets, and by those that the caller chooses and its check lets pass.
    /// What a row has already it may have; what it has by default the database says and, where that
    /// was not asked, by default nothing is granted.
    pub(crate) fn can_meet(
        &self,
        asked: &Condition,
        table: &TrackedTable,
        defaults: Option<&OfTable>,
    ) -> bool {
        let meets = |part: &Condition| self.can_meet(part, table, defaults);
        match asked {
            Condition::And(parts) => parts.iter().all(meets),
            Condition::Or(parts) => parts.iter().any(meets),
            Condition::Compare(comparison) => self.can_meet_comparison(comparison, defaults),
            Condition::Related { name, .. } => {
                let sets = |column: &String| self.sets(column);
                // What stands behind it is there, and the caller points to it.
                made_by(name, table).is_some_and(|columns| columns.iter().any(sets))
                    || self.way != Operation::Insert
            }
            Condition::Not(_) | Condition::Exists(_) | Condition::Unreadable(_) => true,
        }
    }

    /// True when a column gets a value by what is written.
    pub(crate) fn sets(&self, column: &str) -> bool {
        self.writable(column) || self.rule.set.get(column).is_some()
    }

    /// True when a row is the caller's by a value that is set for them.
    pub(crate) fn presets_caller(&self) -> bool {
        let set = self.rule.set.as_object().into_iter().flatten();
        set.into_iter()
            .any(|(column, _)| self.presets_caller_into(column))
    }

    /// True when a column is set to the caller's id, whatever was sent.
    pub(crate) fn presets_caller_into(&self, column: &str) -> bool {
        let value = self.rule.set.get(column).and_then(Value::as_str);
        let variable = value.and_then(Variable::read);
        variable.is_some_and(|variable| variable.is_user_id())
    }

    fn can_meet_comparison(&self, asked: &Comparison, defaults: Option<&OfTable>) -> bool {
        let column = &asked.column;
        if let Some(preset) = self.rule.set.get(column) {
            // Of a claim only the token tells the value, and nobody writes it.
            let is_claim = self.rule.presets().any(|own| own == column);
            return !is_claim && asked.admits(preset) != Some(false);
        }
        if self.writable(column) {
            let check = &self.rule.check.condition;
            let mut values = values(asked);
            check.visit(&mut |part| match part {
                Condition::Compare(one) if one.column == *column => {
                    values.extend(self::values(one));
                }
                _ => {}
            });
            return values
                .iter()
                .any(|value| asked.admits(value) != Some(false) && may_hold(check, column, value));
        }
        self.way != Operation::Insert || asked.is_met_by_default(defaults)
    }
}

/// True unless a condition is false of every row whose column has a value.
fn may_hold(condition: &Condition, column: &str, value: &Value) -> bool {
    match condition {
        Condition::And(parts) => parts.iter().all(|part| may_hold(part, column, value)),
        Condition::Or(parts) => parts.iter().any(|part| may_hold(part, column, value)),
        Condition::Compare(comparison) if comparison.column == column => {
            comparison.admits(value) != Some(false)
        }
        _ => true,
    }
}

/// Values that tell whether a comparison can be met: its own, those beside them, and others.
fn values(comparison: &Comparison) -> Vec<Value> {
    let mut found = vec![
        Value::Null,
        json!(true),
        json!(false),
        json!("\u{0}another"),
    ];
    if let Operand::Literal(value) = &comparison.operand {
        let items = value.as_array().cloned();
        for one in items.unwrap_or_else(|| vec![value.clone()]) {
            if let Some(number) = one.as_f64() {
                found.extend([json!(number - 1.0), json!(number + 1.0)]);
            }
            found.push(one);
        }
    }
    found
}

impl Comparison {
    /// True when a row that is made without this column meets it.
    fn is_met_by_default(&self, defaults: Option<&OfTable>) -> bool {
        let Some(defaults) = defaults else {
            let nothing = match self.operator {
                Operator::IsNull => Value::Null,
                _ => json!(false),
            };
            return self.admits(&nothing) == Some(true);
        };
        match defaults.get(&self.column) {
            Some(Preset::Constant(value)) => self.admits(value) != Some(false),
            Some(Preset::Computed) => match self.operator {
                Operator::IsNull => self.operand == Operand::Literal(json!(false)),
                _ => true,
            },
            None => self.admits(&Value::Null) == Some(true),
        }
    }

    /// Whether a value meets it; `None` where that is not known here.
    fn admits(&self, value: &Value) -> Option<bool> {
        let Operand::Literal(operand) = &self.operand else {
            return None;
        };
        let numbers = || Some((value.as_f64()?, operand.as_f64()?));
        let listed = || operand.as_array().map(|items| items.contains(value));
        match &self.operator {
            Operator::IsNull => operand.as_bool().map(|is| is == value.is_null()),
            _ if value.is_null() => Some(false),
            Operator::Eq => Some(same(value, operand)),
            Operator::Neq => Some(!same(value, operand)),
            Operator::In => listed(),
            Operator::Nin => listed().map(|is| !is),
            Operator::Gt => numbers().map(|(own, bound)| own > bound),
            Operator::Gte => numbers().map(|(own, bound)| own >= bound),
            Operator::Lt => numbers().map(|(own, bound)| own < bound),
            Operator::Lte => numbers().map(|(own, bound)| own <= bound),
            _ => None,
        }
    }

    /// True when it leaves some values out and chooses none: most rows meet it.
    pub(crate) fn is_wide(&self) -> bool {
        match (&self.operator, &self.operand) {
            (operator, Operand::Session(_)) => !operator.can_bind(),
            (_, Operand::Column { .. }) => false,
            (Operator::IsNull, Operand::Literal(is)) => *is == Value::Bool(false),
            // A flag that is off, as for what is not archived, is so by itself.
            (Operator::Eq, Operand::Literal(value)) => *value == Value::Bool(false),
            (operator, Operand::Literal(_)) => {
                operator.orders()
                    || matches!(
                        operator,
                        Operator::Neq
                            | Operator::Nin
                            | Operator::Nlike
                            | Operator::Nilike
                            | Operator::Nsimilar
                            | Operator::Nregex
                            | Operator::Niregex
                    )
            }
        }
    }
}

/// Numbers are equal however they are written.
fn same(one: &Value, other: &Value) -> bool {
    one == other
        || one
            .as_f64()
            .is_some_and(|number| other.as_f64() == Some(number))
}
