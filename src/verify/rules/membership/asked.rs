//! What a filter asks of a pass.

use std::collections::BTreeSet;

use crate::hasura::metadata::{Comparison, Condition, TrackedTable};
use crate::verify::rules::writes::{bound_columns, made_by};

/// A row of the table of passes lets the caller in when its `caller` columns name them, its `which`
/// columns name the row to be opened, and it meets the rest, such as a grade.
#[derive(Clone, Debug)]
pub(super) struct Asked {
    /// The columns that name the caller; none where a table behind the passes does.
    pub caller: Vec<String>,
    /// The columns that say which rows are opened; none where it opens all of them.
    pub which: Vec<String>,
    /// What is asked besides.
    pub rest: Condition,
    /// The columns that decide whether the rest is met.
    pub traits: Vec<String>,
}

impl Asked {
    /// Of a condition on the passes, and of the columns by which they are looked up. `None` where
    /// nothing there lets anybody in.
    pub(super) fn of(
        condition: &Condition,
        pairs: &[(String, String)],
        pass: &TrackedTable,
    ) -> Option<Self> {
        let which: Vec<String> = pairs.iter().map(|(_, theirs)| theirs.clone()).collect();
        let caller: Vec<String> = bound_columns(condition, pass).into_iter().collect();
        let names_row = |column: &String| !caller.contains(column);
        let names_no_row = !which.is_empty() && !which.iter().any(names_row);
        // Whoever names nobody only lets in by what stands behind it, and by which row it is of.
        let names_nobody = caller.is_empty() && (which.is_empty() || !condition.mentions_caller());
        if names_no_row || names_nobody {
            return None;
        }
        let which: Vec<String> = which.into_iter().filter(names_row).collect();
        let rest = besides(condition, &which);
        let decides = |column: &String| !caller.contains(column) && !which.contains(column);
        let traits = columns(&rest, pass).into_iter().filter(decides).collect();
        Some(Self {
            caller,
            which,
            rest,
            traits,
        })
    }

    /// True when a condition asks for one of the traits. Where `closely`, one that only leaves some
    /// values out does not.
    pub(super) fn is_in(&self, condition: &Condition, pass: &TrackedTable, closely: bool) -> bool {
        let is_in = |part: &Condition| self.is_in(part, pass, closely);
        let is_trait = |column: &String| self.traits.contains(column);
        match condition {
            Condition::And(parts) => parts.iter().any(is_in),
            Condition::Or(parts) => !parts.is_empty() && parts.iter().all(is_in),
            Condition::Compare(comparison) => {
                is_trait(&comparison.column) && !(closely && comparison.is_wide())
            }
            Condition::Related { name, condition } => {
                !condition.is_empty()
                    && made_by(name, pass).is_some_and(|columns| columns.iter().any(is_trait))
            }
            Condition::Not(_) | Condition::Exists(_) | Condition::Unreadable(_) => false,
        }
    }
}

/// A condition on a pass without what ties it to the caller and to the row that it opens.
fn besides(condition: &Condition, which: &[String]) -> Condition {
    let rest = |part: &Condition| besides(part, which);
    match condition {
        Condition::And(parts) => Condition::all(parts.iter().map(rest)),
        Condition::Or(parts) => {
            let parts: Vec<Condition> = parts.iter().map(rest).collect();
            if parts.iter().any(Condition::is_empty) {
                return Condition::default();
            }
            Condition::any(parts)
        }
        Condition::Compare(Comparison { column, .. }) if which.contains(column) => {
            Condition::default()
        }
        part if part.mentions_caller() => Condition::default(),
        part => part.clone(),
    }
}

/// The columns of a table that decide whether a row meets a condition.
fn columns(condition: &Condition, table: &TrackedTable) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut parts = vec![condition];
    while let Some(part) = parts.pop() {
        match part {
            Condition::And(inner) | Condition::Or(inner) => parts.extend(inner),
            Condition::Not(inner) => parts.push(inner),
            Condition::Compare(comparison) => {
                found.insert(comparison.column.clone());
            }
            Condition::Related { name, .. } => {
                found.extend(made_by(name, table).unwrap_or_default());
            }
            Condition::Exists(_) | Condition::Unreadable(_) => {}
        }
    }
    found
}
