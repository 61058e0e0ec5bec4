//! Columns that a user's filter compares with what their token says they belong to.
//!
//! Wherever in a filter that stands, the column says whose a row is: beside an open branch, denied,
//! behind a relationship, or in a look into another table. Whether the filter keeps others' rows
//! out is asked afterwards.

use std::collections::BTreeSet;

use super::foreign_keys;
use super::listed::Listed;
use crate::hasura::columns::{names_ids, words};
use crate::hasura::metadata::{Comparison, Condition, Operand, Operator, Variable};
use crate::verify::actor::{Actor, Who};
use crate::verify::model::{Column, RoleTable};
use crate::verify::ownership::claim_value::array_literal;
use crate::verify::ownership::owners::distinctive;
use crate::verify::ownership::permission;
use crate::verify::run::Run;
use crate::verify::schema::Schema;

/// Words in the names of claims that many people have in common who have nothing to do with one
/// another.
const COMMON: [&str; 10] = [
    "lang", "language", "locale", "country", "region", "currency", "timezone", "plan", "tier",
    "version",
];

/// A column, and the values that a user's token has for it.
pub(super) struct Claimed<'a> {
    pub table: &'a RoleTable,
    pub column: &'a Column,
    pub values: BTreeSet<String>,
}

/// What a user's filters of a table compare with claims other than the id.
pub(super) fn by<'a>(
    ctx: &'a Run<'_>,
    who: Who,
    facts: &Listed,
    table: &'a RoleTable,
) -> Vec<Claimed<'a>> {
    let mut found = Vec::new();
    let schema = ctx.admin.as_ref().and_then(|admin| admin.schema.as_ref());
    let Some((schema, config)) =
        schema.and_then(|schema| Some((schema, schema.tracked(&facts.type_name).ok()?)))
    else {
        return found;
    };
    let actor = ctx.actor(who);
    // What one role's filter says of a column holds in the others too.
    let roles = actor.claims.allowed_roles.iter().map(String::as_str);
    let roles: BTreeSet<&str> = roles.chain([actor.role()]).collect();
    let look = Look { schema, actor };
    for role in roles {
        if let Some(filter) = schema.export.metadata.select_filter(config, role) {
            look.collect(&filter.condition, table, &mut found);
        }
    }
    found
}

struct Look<'a> {
    schema: &'a Schema,
    actor: &'a Actor,
}

impl<'a> Look<'a> {
    fn collect(&self, condition: &Condition, table: &'a RoleTable, found: &mut Vec<Claimed<'a>>) {
        match condition {
            Condition::And(parts) | Condition::Or(parts) => {
                for part in parts {
                    self.collect(part, table, found);
                }
            }
            Condition::Not(inner) => self.collect(inner, table, found),
            Condition::Related { name, condition } => {
                if let Some(target) = self.schema.behind(table, name) {
                    let mut behind = Vec::new();
                    self.collect(condition, target, &mut behind);
                    found.extend(self.referring(table, target, &behind));
                    found.append(&mut behind);
                }
            }
            Condition::Exists(exists) => {
                let name = exists.table.as_ref();
                if let Some(target) = name.and_then(|name| self.schema.named(name)) {
                    self.collect(&exists.condition, target, found);
                }
            }
            Condition::Compare(comparison) => found.extend(self.compared(comparison, table)),
            Condition::Unreadable(_) => {}
        }
    }

    /// The columns in which rows hold the very value that is asked of the row that they refer to.
    fn referring(
        &self,
        table: &'a RoleTable,
        target: &RoleTable,
        behind: &[Claimed<'a>],
    ) -> Vec<Claimed<'a>> {
        let references = foreign_keys::between(self.schema, &[], table, target);
        // With several there is no telling which of them the relationship follows.
        let [pairs] = references.as_slice() else {
            return Vec::new();
        };
        let column = |table: &'a RoleTable, name: &str| {
            let config = self.schema.tracked(&table.type_name).ok();
            permission::column_of(table, config, name)
        };
        let asked = behind
            .iter()
            .filter(|one| one.table.type_name == target.type_name);
        asked
            .flat_map(|one| {
                let same = pairs.iter().filter(move |(_, theirs)| {
                    column(one.table, theirs).is_some_and(|found| found.name == one.column.name)
                });
                same.filter_map(move |(ours, _)| {
                    Some(Claimed {
                        table,
                        column: column(table, ours)?,
                        values: one.values.clone(),
                    })
                })
            })
            .collect()
    }

    fn compared(&self, comparison: &Comparison, table: &'a RoleTable) -> Option<Claimed<'a>> {
        let Operand::Session(variable) = &comparison.operand else {
            return None;
        };
        let config = self.schema.tracked(&table.type_name).ok();
        let column = permission::column_of(table, config, &comparison.column)?;
        let values = belongs_to(self.actor, variable);
        let tells = tells_whose(&comparison.operator, column) && !values.is_empty();
        tells.then_some(Claimed {
            table,
            column,
            values,
        })
    }
}

/// True for a comparison that tells apart whose rows are whose. What is more or less than a claim
/// is a level or a limit, unless the column holds ids.
fn tells_whose(operator: &Operator, column: &Column) -> bool {
    match operator {
        Operator::Eq | Operator::Neq | Operator::In | Operator::Nin => column.scalar != "Boolean",
        order => order.orders() && (column.scalar == "uuid" || names_ids(&column.name)),
    }
}

/// The values of a claim that says what its user belongs to.
fn belongs_to(actor: &Actor, variable: &Variable) -> BTreeSet<String> {
    let name = variable.as_str();
    let claim = words(name);
    if variable.is_role()
        || variable.is_user_id()
        || claim.iter().any(|word| COMMON.contains(&word.as_str()))
    {
        return BTreeSet::new();
    }
    let ids = actor.ids();
    let value = actor.variable(name).unwrap_or_default();
    let items = array_literal(value).unwrap_or_else(|| vec![value.to_owned()]);
    // What is no other value by chance is found as the user's id anyway; a short number may be a
    // tenant's as well as a user's.
    let own = |item: &String| {
        Some(item) == actor.email.as_ref() || (distinctive(item) && ids.contains(item))
    };
    let items = items.into_iter();
    items
        .filter(|item| !item.is_empty() && !own(item))
        .collect()
}
