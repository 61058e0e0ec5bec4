//! What stands for users in rows that name nobody by id: the names and numbers that a table of
//! users gives them, and what their tokens say that they belong to.
//!
//! Only tables without any better way to an owner are looked at for them: a name is not always a
//! person's.

use std::collections::{BTreeMap, BTreeSet};

use super::called_after::{called, ends_with};
use super::table::{Listed, StandingFor};
use crate::hasura::columns::words;
use crate::hasura::metadata::{Comparison, Condition, Filter, Operand, Operator, Variable};
use crate::verify::actor::{Actor, Who};
use crate::verify::model::RoleTable;
use crate::verify::ownership::filter::array_literal;
use crate::verify::ownership::owners::distinctive;
use crate::verify::ownership::{Basis, permission};
use crate::verify::rows::{Row, plain};
use crate::verify::run::Run;

/// Words in the names of columns whose values tell people apart.
const NAMES: [&str; 12] = [
    "name", "username", "nick", "nickname", "handle", "login", "mail", "email", "alias", "slug",
    "phone", "mobile",
];

/// Words in the names of claims that many people have in common who have nothing to do with one
/// another.
const COMMON: [&str; 10] = [
    "lang", "language", "locale", "country", "region", "currency", "timezone", "plan", "tier",
    "version",
];

/// The values, and the columns that they come from.
#[derive(Debug, Default)]
pub(super) struct StandIns {
    pub of: StandingFor,
    named: Vec<Named>,
    /// Columns that filters compare with a claim, with the values that the users' tokens have.
    claimed: BTreeMap<String, BTreeSet<String>>,
}

/// A column that has one value for each user.
#[derive(Debug)]
struct Named {
    table: String,
    /// The table's name in words, where the column is its key: others refer to it by that.
    key_of: Option<Vec<String>>,
    /// Of the two users.
    theirs: BTreeSet<String>,
    all: BTreeSet<String>,
}

impl StandIns {
    /// From what was listed, given the columns that hold users' ids.
    pub(super) fn find(
        ctx: &Run<'_>,
        tables: &[Listed],
        columns: &BTreeMap<String, Vec<(String, Basis)>>,
    ) -> Self {
        let mut found = Self::default();
        for facts in tables {
            let Some(table) = ctx.widest(&facts.type_name) else {
                continue;
            };
            let ids = columns.get(&facts.type_name).into_iter().flatten();
            for (id, _) in ids {
                found.name(ctx, facts, table, id);
            }
            for who in Who::BOTH {
                found.claim(ctx, who, facts, table);
            }
        }
        found
    }

    /// The columns of a table in which such values stand.
    pub(super) fn columns(&self, table: &RoleTable, rows: &[&Row]) -> Vec<String> {
        let columns = table.columns.iter().map(|column| &column.name);
        columns
            .filter(|name| {
                let held: BTreeSet<String> = rows
                    .iter()
                    .filter_map(|row| row.get(*name).and_then(plain))
                    .collect();
                let claimed = self.claimed.get(*name);
                let named = self.named.iter().filter(|one| one.table != table.type_name);
                claimed.is_some_and(|values| !values.is_disjoint(&held))
                    || named.into_iter().any(|one| one.fits(name, &held))
            })
            .cloned()
            .collect()
    }

    /// Takes in a table in which each row is a user's, whose id stands in `id`.
    fn name(&mut self, ctx: &Run<'_>, facts: &Listed, table: &RoleTable, id: &str) {
        let mut users = BTreeMap::new();
        let mut rows = 0;
        for row in facts.all_rows() {
            rows += 1;
            let known = row.get(id).and_then(plain);
            let Some(known) = known else { return };
            let other = users.insert(known, row);
            // The same row may have been seen by several.
            if other.is_some_and(|other| {
                let shared = other.iter().filter(|(name, _)| row.contains_key(*name));
                shared
                    .into_iter()
                    .any(|(name, value)| row.get(name) != Some(value))
            }) {
                return;
            }
        }
        if rows == 0 {
            return;
        }
        let primary = |name: &str| {
            let key = table.primary_key.as_ref().map(|key| key.columns.as_slice());
            matches!(key, Some([only]) if only.name == name)
        };
        let others = table.columns.iter().filter(|column| column.name != id);
        for column in others {
            let values: Vec<String> = users
                .values()
                .filter_map(|row| row.get(&column.name).and_then(plain))
                .collect();
            let all: BTreeSet<String> = values.iter().cloned().collect();
            let key = primary(&column.name);
            let tells = key || is_name(&column.name) || is_unique(ctx, table, &column.name);
            if !tells || all.len() != values.len() || !holds_names(&column.scalar, key) {
                continue;
            }
            let mut theirs = BTreeSet::new();
            for who in Who::BOTH {
                let ids = ctx.actor(who).ids();
                let own = ids.iter().filter_map(|id| users.get(id));
                for value in own.filter_map(|row| row.get(&column.name).and_then(plain)) {
                    theirs.insert(value.clone());
                    self.of.entry(who).or_default().insert(value);
                }
            }
            if !theirs.is_empty() {
                self.named.push(Named {
                    table: table.type_name.clone(),
                    key_of: key.then(|| words(table.name())),
                    theirs,
                    all,
                });
            }
        }
    }

    /// Takes in what a user's filter compares with claims other than the id.
    fn claim(&mut self, ctx: &Run<'_>, who: Who, facts: &Listed, table: &RoleTable) {
        let schema = ctx.admin.as_ref().and_then(|admin| admin.schema.as_ref());
        let known = schema.and_then(|schema| {
            let config = schema.tracked(&facts.type_name).ok()?;
            Some((&schema.export.metadata, config))
        });
        let Some((metadata, config)) = known else {
            return;
        };
        // What one role's filter says of a column holds in the others too.
        let actor = ctx.actor(who);
        let roles: BTreeSet<&str> = actor
            .claims
            .allowed_roles
            .iter()
            .map(String::as_str)
            .chain([actor.role()])
            .collect();
        let filters: Vec<Filter> = roles
            .into_iter()
            .filter_map(|role| metadata.select_filter(config, role))
            .collect();
        let parts = filters
            .iter()
            .flat_map(|filter| filter.condition.conjuncts());
        for part in parts {
            let Condition::Compare(Comparison {
                column,
                operator: Operator::Eq | Operator::In,
                operand: Operand::Session(variable),
            }) = part
            else {
                continue;
            };
            let values = belongs_to(actor, variable);
            let column = permission::column_of(table, Some(config), column);
            let (Some(column), false) = (column, values.is_empty()) else {
                continue;
            };
            let key = table.primary_key.as_ref().map(|key| key.columns.as_slice());
            self.of.entry(who).or_default().extend(values.clone());
            if matches!(key, Some([only]) if only.name == column.name) {
                let held = facts.all_rows().filter_map(|row| row.get(&column.name));
                self.named.push(Named {
                    table: table.type_name.clone(),
                    key_of: Some(words(table.name())),
                    theirs: values,
                    all: held.filter_map(plain).collect(),
                });
            } else {
                let known = self.claimed.entry(column.name.clone()).or_default();
                known.extend(values);
            }
        }
    }
}

impl Named {
    /// True for a column of another table that has these values: those of both users, or one of
    /// them and no others than the users'. What may be any number has to be called after the table.
    fn fits(&self, column: &str, held: &BTreeSet<String>) -> bool {
        let found = held.intersection(&self.theirs).count();
        let enough = found > 1 || (found == 1 && held.is_subset(&self.all));
        let called = self
            .key_of
            .as_ref()
            .is_none_or(|table| is_called_after(column, table));
        enough && (called || self.theirs.iter().all(|value| distinctive(value)))
    }
}

/// True for `account_id` and `account` where the table is called `accounts` or `bank_accounts`.
fn is_called_after(column: &str, table: &[String]) -> bool {
    let column = called(column);
    !column.is_empty() && ends_with(table, &column)
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
    let own = |item: &String| Some(item) == actor.email.as_ref() || ids.contains(item);
    let items = items.into_iter();
    items
        .filter(|item| !item.is_empty() && !own(item))
        .collect()
}

fn is_name(column: &str) -> bool {
    words(column)
        .iter()
        .any(|word| NAMES.contains(&word.as_str()))
}

/// True for a column that the database keeps unique by itself, as far as the schema tells.
fn is_unique(ctx: &Run<'_>, table: &RoleTable, column: &str) -> bool {
    let Some(admin) = &ctx.admin else {
        return false;
    };
    let writes = admin.model.writes_to(table);
    let mut constraints = writes
        .filter_map(|write| write.upsert.as_ref())
        .flat_map(|upsert| &upsert.constraints);
    constraints.any(|constraint| matches!(constraint.columns.as_slice(), [only] if only == column))
}

/// True for types of texts, and for those of keys.
fn holds_names(scalar: &str, key: bool) -> bool {
    matches!(
        scalar,
        "String" | "text" | "varchar" | "citext" | "bpchar" | "name"
    ) || key && matches!(scalar, "Int" | "bigint" | "smallint" | "uuid")
}
