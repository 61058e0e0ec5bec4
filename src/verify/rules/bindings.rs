//! Whose the rows of a table are where no column names anybody: its permissions look for the caller
//! among rows of other tables, such as members behind an array relationship or shares that `_exists`
//! looks for.
//!
//! One permission that does so says of all the others, whatever their role and operation, that rows
//! here are not everybody's. What is denied says nothing of the kind: who is banned from some rows
//! does not own the rest.

use std::collections::BTreeSet;

use super::writes::tied_columns;
use crate::hasura::metadata::{Comparison, Condition, Exists, Operand, TrackedTable};
use crate::operation::Operation;
use crate::verify::model::RoleTable;
use crate::verify::schema::Schema;

/// A condition of a permission.
pub(crate) struct Stated<'a> {
    pub role: &'a str,
    /// `None` for reading.
    pub way: Option<Operation>,
    pub condition: &'a Condition,
}

/// What a permission says of the rows that are somebody's.
#[derive(Debug)]
pub(crate) struct Binding {
    /// The permission, as a report shows it.
    pub by: String,
    /// What the rows of a caller's meet, and only they.
    pub condition: Condition,
    /// True where the permission says just this.
    pub as_written: bool,
}

/// The conditions of all permissions on a table.
pub(crate) fn conditions(tracked: &TrackedTable) -> impl Iterator<Item = Stated<'_>> {
    let selects = tracked.select_permissions.iter().map(|one| Stated {
        role: &one.role,
        way: None,
        condition: &one.permission.filter.condition,
    });
    let writes = Operation::ALL.into_iter().flat_map(move |way| {
        let permissions = tracked.write_permissions(way).iter();
        permissions.flat_map(move |one| {
            [&one.permission.filter, &one.permission.check].map(|filter| Stated {
                role: &one.role,
                way: Some(way),
                condition: &filter.condition,
            })
        })
    });
    selects.chain(writes)
}

/// True for a condition that asks who calls, for another reason than to keep them from some rows.
pub(crate) fn asks_who_calls(condition: &Condition) -> bool {
    asks(condition, false)
}

fn asks(condition: &Condition, denied: bool) -> bool {
    match condition {
        Condition::And(parts) | Condition::Or(parts) => parts.iter().any(|part| asks(part, denied)),
        Condition::Not(inner) => asks(inner, !denied),
        Condition::Exists(Exists { condition, .. }) | Condition::Related { condition, .. } => {
            asks(condition, denied)
        }
        Condition::Compare(comparison) => {
            condition.mentions_caller() && !(denied && comparison.operator.can_bind())
        }
        Condition::Unreadable(_) => false,
    }
}

/// What permissions bind the rows of a table to over rows of other tables; those for reading first.
pub(crate) fn of(table: &RoleTable, schema: &Schema) -> Vec<Binding> {
    let Ok(tracked) = schema.tracked(&table.type_name) else {
        return Vec::new();
    };
    let walk = Walk { schema };
    let mut met = BTreeSet::new();
    conditions(tracked)
        .filter_map(|stated| {
            let condition = walk.binding(stated.condition, table)?;
            let new = met.insert(condition.sorted().to_string());
            let way = stated.way.map_or("select", Operation::word);
            new.then(|| Binding {
                by: format!("the {way} permission of role {}", stated.role),
                as_written: condition == *stated.condition,
                condition,
            })
        })
        .collect()
}

/// The columns of a table, named as in the database, by which its bindings hold of a row: whoever
/// chooses them chooses whose the row is. A key of its own is none, since no two rows have one.
pub(crate) fn ties(bindings: &[Binding], table: &RoleTable, schema: &Schema) -> Vec<String> {
    let Ok(tracked) = schema.tracked(&table.type_name) else {
        return Vec::new();
    };
    let all = bindings.iter();
    let all = all.flat_map(|binding| tied_columns(&binding.condition, tracked));
    let mut found: BTreeSet<String> = all.collect();
    let mut key = table.primary_key.iter().flat_map(|key| &key.columns);
    if let (Some(only), None) = (key.next(), key.next()) {
        found.remove(
            tracked
                .configuration
                .real_name(&only.name)
                .unwrap_or(&only.name),
        );
    }
    found.into_iter().collect()
}

struct Walk<'a> {
    schema: &'a Schema,
}

impl Walk<'_> {
    /// The part of a condition that looks for the caller among rows of other tables.
    ///
    /// Where it only looks there for others than the caller, the operator was turned around: it
    /// shows all rooms but one's own, and says all the same that rooms have members.
    fn binding(&self, condition: &Condition, table: &RoleTable) -> Option<Condition> {
        let narrowed = |condition: &Condition| self.narrowed(condition, table);
        narrowed(condition).or_else(|| narrowed(&turned(condition, false)))
    }

    /// The branches that look for the caller, with all that holds beside them.
    fn narrowed(&self, condition: &Condition, table: &RoleTable) -> Option<Condition> {
        match condition {
            Condition::Or(branches) => {
                let mut branches = branches
                    .iter()
                    .filter_map(|branch| self.narrowed(branch, table))
                    .peekable();
                branches.peek().is_some().then(|| Condition::any(branches))
            }
            Condition::And(parts) => {
                let narrowed: Vec<_> = parts
                    .iter()
                    .map(|part| self.narrowed(part, table))
                    .collect();
                let any = narrowed.iter().any(Option::is_some);
                let all = narrowed.into_iter().zip(parts);
                any.then(|| {
                    Condition::all(all.map(|(one, part)| one.unwrap_or_else(|| part.clone())))
                })
            }
            part => self
                .looks_for_caller(part, Some(table), false)
                .then(|| part.clone()),
        }
    }

    /// True for a condition that the caller meets by a row of another table; `beyond` where rows of
    /// such a table are asked already.
    fn looks_for_caller(
        &self,
        condition: &Condition,
        table: Option<&RoleTable>,
        beyond: bool,
    ) -> bool {
        let looks = |part: &Condition| self.looks_for_caller(part, table, beyond);
        match condition {
            Condition::And(parts) | Condition::Or(parts) => parts.iter().any(looks),
            Condition::Compare(comparison) => beyond && names_the_caller(comparison),
            Condition::Related { name, condition } => {
                let found = table.and_then(|table| table.related(name));
                found.is_some_and(|one| {
                    let target = self.schema.model.table(&one.target);
                    self.looks_for_caller(condition, target, beyond || one.array)
                })
            }
            Condition::Exists(Exists {
                table,
                condition: inner,
            }) => {
                let target = table.as_ref().and_then(|name| self.schema.named(name));
                condition.mentions_root() && self.looks_for_caller(inner, target, true)
            }
            Condition::Not(_) | Condition::Unreadable(_) => false,
        }
    }
}

fn names_the_caller(comparison: &Comparison) -> bool {
    comparison.operator.can_bind()
        && matches!(&comparison.operand, Operand::Session(variable) if !variable.is_role())
}

/// A condition that asks for the caller behind relationships where it asks for anybody else.
fn turned(condition: &Condition, behind: bool) -> Condition {
    let each = |parts: &[Condition]| -> Vec<Condition> {
        parts.iter().map(|part| turned(part, behind)).collect()
    };
    match condition {
        Condition::And(parts) => Condition::all(each(parts)),
        Condition::Or(parts) => Condition::any(each(parts)),
        Condition::Related { name, condition } => Condition::related(name, turned(condition, true)),
        Condition::Compare(comparison) if behind => {
            let opposite = comparison.operator.opposite();
            let turned = opposite.map(|operator| Comparison {
                operator,
                ..comparison.clone()
            });
            let turned = turned.filter(names_the_caller);
            Condition::Compare(turned.unwrap_or_else(|| comparison.clone()))
        }
        other => other.clone(),
    }
}
