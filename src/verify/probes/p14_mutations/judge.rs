//! Whether a permission to write is bound to the caller.

use std::collections::BTreeSet;

use serde_json::Value;

use super::case::TableCase;
use crate::error::Result;
use crate::hasura::metadata::{Condition, condition};
use crate::operation::Operation;
use crate::verify::asking::{keys_of, rows_of, show_keys};
use crate::verify::caller::Caller;
use crate::verify::evidence::Severity;
use crate::verify::facts::TableFacts;
use crate::verify::model::RootField;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::owned_tables::Owned;
use crate::verify::ownership::filter::Reading;
use crate::verify::ownership::permission;
use crate::verify::rows::Key;
use crate::verify::rules::always_true;
use crate::verify::rules::writes::Rule;

/// Keys in one condition; more would make documents that a proxy may cut.
const KEYS: usize = 100;

/// What a permission comes to.
pub(super) enum Judgement {
    /// It holds because of the caller.
    Bound,
    /// It is open, and the rows have no owners.
    Nobodys,
    /// It is open, and the rows have owners.
    Open(Open),
    /// Rows of the caller can be made another's by setting these columns.
    GivesAway(Vec<String>, Severity),
}

pub(super) struct Open {
    pub severity: Severity,
    /// Why it always holds, where it does.
    pub why: Option<String>,
    /// Rows of others that it admits, as a report shows them.
    pub rows: Vec<Value>,
    /// True when no row that it admits, beside the caller's own, has an owner.
    pub nobodys: bool,
}

/// What an open permission admits that is not the caller's.
#[derive(Default)]
struct Others {
    rows: Vec<Value>,
    /// There is something, and none of it is anybody's.
    nobodys: bool,
}

/// How much of a condition holds because of the caller.
enum Binding {
    All,
    /// Some branches; the reading tells them apart, where it could be read.
    Some(Option<Reading>),
    None(Option<Reading>),
}

impl TableCase<'_> {
    pub(super) async fn judge(&self, rule: &Rule<'_>, owned: &Owned) -> Result<Judgement> {
        if rule.way == Operation::Insert && self.presets_owner(rule, owned) {
            return Ok(Judgement::Bound);
        }
        let (_, filter) = rule.rows();
        let (some, reading) = match self.binding(&filter.condition) {
            Binding::All => return Ok(self.kept(rule)),
            Binding::Some(reading) => (true, reading),
            Binding::None(reading) => (false, reading),
        };
        if matches!(owned, Owned::No) {
            return Ok(Judgement::Nobodys);
        }
        if rule.changes_no_owner(self.config)
            && self
                .reading(&rule.rule.check.condition)
                .is_ok_and(|reading| reading.exact)
        {
            return Ok(Judgement::Bound);
        }
        let rows = match reading {
            Some(reading) if rule.way != Operation::Insert => self.of_others(&reading).await?,
            _ => Others::default(),
        };
        let Others { rows, nobodys } = rows;
        let leaves_out_owner = rule.way == Operation::Insert && self.leaves_out(rule, owned);
        let sure = matches!(owned, Owned::Yes(_)) && (!some || !rows.is_empty());
        Ok(Judgement::Open(Open {
            severity: if sure && !leaves_out_owner {
                Severity::High
            } else {
                Severity::Medium
            },
            why: always_true::why(filter, &self.key_columns()),
            rows,
            nobodys: nobodys && some,
        }))
    }

    /// A bound update may still let go of the row.
    fn kept(&self, rule: &Rule<'_>) -> Judgement {
        let columns = rule.gives_away(self.config);
        if columns.is_empty() {
            return Judgement::Bound;
        }
        match self.binding(&rule.rule.check.condition) {
            Binding::All => Judgement::Bound,
            Binding::Some(_) => Judgement::GivesAway(columns, Severity::Medium),
            Binding::None(_) => Judgement::GivesAway(columns, Severity::High),
        }
    }

    fn binding(&self, condition: &Condition) -> Binding {
        match self.reading(condition) {
            Ok(reading) if reading.exact => Binding::All,
            Ok(reading) if reading.bound.is_some() => Binding::Some(Some(reading)),
            Ok(reading) => Binding::None(Some(reading)),
            // What cannot be written as a condition is taken at its word.
            Err(_) if condition.mentions_caller() => Binding::All,
            Err(_) => Binding::None(None),
        }
    }

    /// What a condition lets through, as far as it can be asked.
    fn reading(&self, condition: &Condition) -> std::result::Result<Reading, String> {
        permission::read_for(condition, self.table, self.schema, self.actor())
    }

    /// True when the owner's column is set to something of the caller's, whatever was sent.
    fn presets_owner(&self, rule: &Rule<'_>, owned: &Owned) -> bool {
        let columns = owned.columns();
        rule.rule.presets().any(|preset| {
            columns.is_empty()
                || permission::column_of(self.table, Some(self.config), preset)
                    .is_some_and(|column| columns.contains(&column.name))
        })
    }

    /// True when a new row's owner is not the caller's to name.
    fn leaves_out(&self, rule: &Rule<'_>, owned: &Owned) -> bool {
        let columns = owned.columns();
        if columns.is_empty() || rule.every_column() {
            return false;
        }
        let Some(crate::hasura::metadata::Columns::List(listed)) = &rule.rule.columns else {
            return false;
        };
        !listed.iter().any(|name| {
            permission::column_of(self.table, Some(self.config), name)
                .is_some_and(|column| columns.contains(&column.name))
        })
    }

    fn key_columns(&self) -> Vec<String> {
        self.table
            .primary_key
            .iter()
            .flat_map(|key| &key.columns)
            .map(|column| column.name.clone())
            .collect()
    }

    /// Rows that a permission lets be written for another reason than the caller, and that are
    /// not the caller's, as the administrator sees them. Nothing is written to find them.
    async fn of_others(&self, reading: &Reading) -> Result<Others> {
        let Some((table, field)) = self
            .ctx
            .facts()
            .await?
            .table(&self.table.type_name)
            .and_then(|table| Some((table, self.table.list.as_ref()?)))
            .filter(|(table, _)| table.key.filterable(self.table))
        else {
            return Ok(Others::default());
        };
        let mut keys = match &reading.bound {
            None => self.meeting(table, field, &reading.full.print()).await?,
            Some(bound) => {
                let others = [reading.full.clone(), Condition::not(bound.clone())];
                let others = Condition::all(others).print();
                self.meeting(table, field, &others).await?
            }
        };
        if let Some(bound) = &reading.bound {
            // What compares null with the caller is neither true nor false, and its `_not` leaves
            // the row out as well.
            let mut rest = self.meeting(table, field, &reading.full.print()).await?;
            rest.retain(|key| !keys.contains(key));
            for chunk in rest.chunks(KEYS) {
                let chosen: Vec<&Key> = chunk.iter().collect();
                let own = condition::all_of([bound.print(), table.key.filter(&chosen)]);
                let own = self.meeting(table, field, &own).await?;
                keys.extend(chunk.iter().filter(|key| !own.contains(key)).cloned());
            }
        }
        let me: BTreeSet<String> = self.actor().ids().into_iter().collect();
        let others: Vec<&Key> = keys
            .iter()
            .filter(|key| {
                table
                    .ids
                    .get(key)
                    .is_some_and(|ids| !ids.owners.is_empty() && ids.owners.is_disjoint(&me))
            })
            .collect();
        let ownerless = |key: &Key| {
            let ids = table.ids.get(key);
            ids.is_some_and(|ids| ids.owners.is_empty())
        };
        Ok(Others {
            nobodys: !keys.is_empty() && keys.iter().all(ownerless),
            rows: show_keys(table, others, 5),
        })
    }

    /// Keys of rows that meet a condition, as the administrator sees them.
    async fn meeting(
        &self,
        table: &TableFacts,
        field: &RootField,
        filter: &Value,
    ) -> Result<Vec<Key>> {
        let query = ListQuery {
            selection: Selection::columns(table.key.columns.iter().map(String::as_str)),
            filter: filter.clone(),
            limit: Some(self.ctx.sample),
            order_by: table.key.columns.clone(),
        };
        let caller = Caller::admin(self.admin.secret.clone());
        let request = document::list(field, &query);
        let answer = self.ctx.ask(&caller, &request).await?;
        Ok(keys_of(table, &rows_of(&answer, field))
            .into_iter()
            .collect())
    }
}
