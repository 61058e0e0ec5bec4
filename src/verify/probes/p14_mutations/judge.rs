//! Whether a permission to write is bound to the caller.

use std::collections::BTreeSet;

use serde_json::Value;

use super::case::TableCase;
use super::names::Named;
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
use crate::verify::ownership::permission::{self, Parts, Unknown};
use crate::verify::ownership::row_verdict::Bond;
use crate::verify::rows::Key;
use crate::verify::rules::always_true;
use crate::verify::rules::writes::{self, Rule, bound_columns};

/// Keys in one condition; more would make documents that a proxy may cut.
const KEYS: usize = 100;

/// What a permission comes to.
pub(super) enum Judgement {
    /// It holds because of the caller.
    Bound,
    /// It is open, and the rows have no owners.
    Nobodys,
    /// It is open, and makes rows that nothing binds to anybody yet.
    Fresh,
    /// It is for rows that nobody owns yet, and makes them the caller's.
    Takes,
    /// It is open, and the rows have owners.
    Open(Open),
    /// Rows of the caller can be made another's, or nobody's, by setting these columns.
    GivesAway(Vec<String>, Severity, Past),
    /// What is written can be made the row of whom the permission itself names, or a claim in it.
    Named(Named),
    /// Why nobody can tell.
    Unknown(String),
}

/// How a row that is given away gets past the check.
pub(super) enum Past {
    /// It says nothing of it, or not in every branch.
    Unsaid,
    /// It does not ask that of nulls.
    Null(String),
    /// It has a branch that the caller meets by setting these columns too.
    Chosen(Vec<String>),
}

/// Why a permission lets rows through that are not the caller's.
pub(super) enum Why {
    /// Its check does not ask that of nulls.
    Null(String),
    /// It always holds.
    Always(String),
    /// It has a branch that the caller meets by setting these columns.
    Chosen(Vec<String>),
    /// It holds without the caller.
    Without,
}

pub(super) struct Open {
    pub severity: Severity,
    pub why: Why,
    /// Rows of others that it admits, as a report shows them.
    pub rows: Vec<Value>,
    /// True when no row that it admits, beside the caller's own, has an owner.
    pub nobodys: bool,
}

/// What an open permission admits that is not the caller's.
#[derive(Default)]
pub(super) struct Others {
    pub rows: Vec<Value>,
    /// There is something, and none of it is anybody's.
    nobodys: bool,
}

/// How much of a condition holds because of the caller.
enum Binding {
    All,
    /// Some branches; the reading tells them apart, where it could be read.
    Some(Option<Reading>),
    None(Option<Reading>),
    /// It names the caller in a part of which nothing is known but why.
    Unknown(String),
}

impl TableCase<'_> {
    pub(super) async fn judge(&self, rule: &Rule<'_>, owned: &Owned) -> Result<Judgement> {
        if let Some(named) = self.named_by_claims(rule, owned).await? {
            return Ok(Judgement::Named(named));
        }
        if rule.way == Operation::Insert && self.presets_owner(rule, owned) {
            return Ok(Judgement::Bound);
        }
        if self.takes_what_is_free(rule, owned) {
            return Ok(Judgement::Takes);
        }
        let (some, reading) = match self.binding(&self.admitted(rule)) {
            Binding::All => return self.kept(rule).await,
            Binding::Some(reading) => (true, reading),
            Binding::None(reading) => (false, reading),
            Binding::Unknown(reason) => return Ok(Judgement::Unknown(reason)),
        };
        if matches!(owned, Owned::No) {
            return Ok(Judgement::Nobodys);
        }
        let leaves_out_owner = rule.way == Operation::Insert && self.leaves_out(rule, owned);
        if matches!(owned, Owned::Bound(..)) && leaves_out_owner {
            return Ok(Judgement::Fresh);
        }
        if rule.way == Operation::Insert
            && let Some(named) = self
                .named(rule, &|name| self.says_whose(name, owned))
                .await?
        {
            return Ok(Judgement::Named(named));
        }
        // Of what is yet to be inserted, nothing else keeps a row back.
        let any_row = reading
            .as_ref()
            .is_some_and(|one| self.asks_nothing(rule, &one.full));
        let rows = match reading {
            Some(reading) if rule.way != Operation::Insert => self.of_others(&reading).await?,
            _ => Others::default(),
        };
        let Others { rows, nobodys } = rows;
        let by_check = rule.way != Operation::Update || rule.changes_no_owner(self.config);
        let null = self.let_through_by_null(rule).filter(|_| by_check);
        let chosen = self.opened_by_choice(rule).filter(|_| by_check);
        // A new row is the caller's to fill; rows that are there have to be there.
        let at_will = null.is_some() || any_row;
        let some = some && !(rule.way == Operation::Insert && at_will);
        let sure = matches!(owned, Owned::Yes(_) | Owned::Bound(..)) && (!some || !rows.is_empty());
        let always = || always_true::why(rule.rows().1, &self.key_columns());
        let why = null
            .map(Why::Null)
            .or_else(|| chosen.map(Why::Chosen))
            .or_else(|| always().map(Why::Always));
        Ok(Judgement::Open(Open {
            severity: if sure && !leaves_out_owner {
                Severity::High
            } else {
                Severity::Medium
            },
            why: why.unwrap_or(Why::Without),
            rows,
            nobodys: nobodys && some,
        }))
    }

    /// True for a condition that every row meets that the caller makes, or that meets it by pointing
    /// to any row behind a relationship.
    fn asks_nothing(&self, rule: &Rule<'_>, condition: &Condition) -> bool {
        let each = |part: &Condition| self.asks_nothing(rule, part);
        match condition {
            Condition::And(parts) => parts.iter().all(each),
            Condition::Or(parts) => parts.iter().any(each),
            Condition::Related { name, condition } => {
                rule.way == Operation::Insert
                    && rule.may_point(name, self.config)
                    && writes::asks_nothing(condition)
            }
            _ => false,
        }
    }

    /// True for an update of rows in which no owner is named, which names the caller.
    fn takes_what_is_free(&self, rule: &Rule<'_>, owned: &Owned) -> bool {
        let parts = rule.rule.filter.condition.conjuncts().iter();
        let free: BTreeSet<&str> = parts
            .filter_map(Condition::is_null)
            .filter_map(|name| permission::column_of(self.table, Some(self.config), name))
            .map(|column| column.name.as_str())
            .collect();
        let mut owners = owned.columns().iter();
        rule.way == Operation::Update
            && !owned.columns().is_empty()
            && owners.all(|name| free.contains(name.as_str()))
            && (self.presets_owner(rule, owned)
                || matches!(self.binding(&self.reachable(rule)), Binding::All))
    }

    /// The rows that a permission lets through. An update that changes nothing by which its check
    /// tells also leaves rows as they are that do not pass it.
    pub(super) fn admitted(&self, rule: &Rule<'_>) -> Condition {
        let filter = &rule.rows().1.condition;
        match rule.way {
            Operation::Insert => self.reachable(rule),
            Operation::Update if rule.changes_no_owner(self.config) => {
                Condition::all([filter.clone(), self.reachable(rule)])
            }
            Operation::Update | Operation::Delete => filter.clone(),
        }
    }

    /// The rows that pass a permission's check.
    fn passing(&self, rule: &Rule<'_>) -> Condition {
        writes::not_false(&rule.rule.check.condition, &|name| {
            self.may_be_null(name) && rule.may_leave_null(name)
        })
    }

    /// What has to hold of a row beside what the caller writes into it, for it to pass the check.
    fn reachable(&self, rule: &Rule<'_>) -> Condition {
        let passing = self.passing(rule);
        let may_be_null = |name: &str| self.may_be_null(name);
        rule.chosen(&passing, self.config, &may_be_null, &self.met)
    }

    /// The columns by which the caller passes the check with anybody's row.
    fn opened_by_choice(&self, rule: &Rule<'_>) -> Option<Vec<String>> {
        let check = &rule.rule.check.condition;
        let open = rule.way != Operation::Delete
            && check.mentions_caller()
            && writes::asks_nothing(&self.reachable(rule));
        let columns = || writes::asked_besides(check).into_iter().collect();
        open.then(columns)
    }

    /// True for a column that the database lets be null.
    fn may_be_null(&self, name: &str) -> bool {
        let computed = self.config.computed_fields.iter();
        let column = permission::column_of(self.table, Some(self.config), name);
        column.is_some_and(|column| column.nullable)
            && !computed.into_iter().any(|field| field.name == name)
    }

    /// How rows pass a check that would be bound to the caller but for nulls.
    fn let_through_by_null(&self, rule: &Rule<'_>) -> Option<String> {
        let check = &rule.rule.check.condition;
        let passing = self.passing(rule);
        let bound = |condition: &Condition| matches!(self.binding(condition), Binding::All);
        if rule.way == Operation::Delete || !bound(check) || bound(&passing) {
            return None;
        }
        let columns = bound_columns(check, self.config).into_iter();
        let nullable: Vec<String> = columns
            .filter(|name| self.may_be_null(name) && rule.may_leave_null(name))
            .collect();
        Some(format!(
            "a check that comes out null passes, and {} may be null",
            nullable.join(", ")
        ))
    }

    /// A bound update may still let go of the row.
    async fn kept(&self, rule: &Rule<'_>) -> Result<Judgement> {
        let columns = rule.gives_away(self.config);
        if columns.is_empty() {
            return Ok(Judgement::Bound);
        }
        let reachable = match self.binding(&self.reachable(rule)) {
            Binding::Unknown(reason) => return Ok(Judgement::Unknown(reason)),
            known => known,
        };
        let given = |name: &str| columns.iter().any(|column| column == name);
        if !matches!(reachable, Binding::All)
            && let Some(named) = self.named(rule, &given).await?
        {
            return Ok(Judgement::Named(named));
        }
        let past = match (self.let_through_by_null(rule), self.opened_by_choice(rule)) {
            (Some(null), _) => Past::Null(null),
            (None, Some(chosen)) => Past::Chosen(chosen),
            (None, None) => Past::Unsaid,
        };
        Ok(match (reachable, past) {
            (Binding::All, _) => Judgement::Bound,
            // Whether a row meets the other branch is not the caller's to say.
            (Binding::Some(_), Past::Unsaid) if !self.has_rows_past(rule).await? => {
                Judgement::GivesAway(columns, Severity::Medium, Past::Unsaid)
            }
            (_, past) => Judgement::GivesAway(columns, Severity::High, past),
        })
    }

    /// True where a row that the caller may change passes the check as it is, whoever it belongs
    /// to.
    async fn has_rows_past(&self, rule: &Rule<'_>) -> Result<bool> {
        let filter = rule.rule.filter.condition.clone();
        let past = Condition::all([filter, writes::without_caller(&self.reachable(rule))]);
        let (Ok(reading), Some((table, field))) = (self.reading(&past), self.askable().await?)
        else {
            return Ok(false);
        };
        let rows = self.meeting(table, field, &reading.full.print()).await?;
        Ok(!rows.is_empty())
    }

    fn binding(&self, condition: &Condition) -> Binding {
        match self.reading(condition) {
            Ok(reading) if reading.exact => Binding::All,
            Ok(reading) if reading.bound.is_some() => Binding::Some(Some(reading)),
            Ok(reading) => Binding::None(Some(reading)),
            Err(_) if !condition.mentions_caller() => Binding::None(None),
            Err(reason) => match self.read(condition, Unknown::Open) {
                Ok(reading) if !reading.exact => Binding::Unknown(reason),
                // Other parts bind it; or nobody has what it asks for.
                _ => Binding::All,
            },
        }
    }

    /// What a condition lets through, as far as it can be asked.
    pub(super) fn reading(&self, condition: &Condition) -> std::result::Result<Reading, String> {
        self.read(condition, Unknown::Refused)
    }

    fn read(
        &self,
        condition: &Condition,
        unknown: Unknown,
    ) -> std::result::Result<Reading, String> {
        let (table, schema, user) = (self.table, self.schema, Some(self.actor()));
        let parts = Parts {
            unknown,
            ..self.parts.clone()
        };
        permission::read_with(condition, table, schema, user, &parts)
    }

    /// True when the owner's column is set to something of the caller's, whatever was sent.
    fn presets_owner(&self, rule: &Rule<'_>, owned: &Owned) -> bool {
        let mut presets = rule.rule.presets();
        let unnamed = matches!(owned, Owned::Yes(columns) if columns.is_empty());
        presets.any(|preset| unnamed || self.says_whose(preset, owned))
    }

    /// True for a column, named as in the database, that names the row's owner.
    pub(super) fn says_whose(&self, name: &str, owned: &Owned) -> bool {
        let column = permission::column_of(self.table, Some(self.config), name);
        column.is_some_and(|column| owned.telling().contains(&column.name))
    }

    /// True when a new row's owner is not the caller's to name.
    fn leaves_out(&self, rule: &Rule<'_>, owned: &Owned) -> bool {
        if owned.telling().is_empty() {
            return matches!(owned, Owned::Bound(..));
        }
        if rule.every_column() {
            return false;
        }
        let Some(crate::hasura::metadata::Columns::List(listed)) = &rule.rule.columns else {
            return false;
        };
        !listed.iter().any(|name| self.says_whose(name, owned))
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
    pub(super) async fn of_others(&self, reading: &Reading) -> Result<Others> {
        let Some((table, field)) = self.askable().await? else {
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
        let me = table.me(self.actor());
        let others: Vec<&Key> = keys
            .iter()
            .filter(|key| {
                let ids = table.ids.get(key);
                table
                    .tied()
                    .is_some_and(|tied| tied.bond(self.who, key) == Bond::Others)
                    || ids.is_some_and(|ids| !ids.owners.is_empty() && ids.owners.is_disjoint(&me))
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

    /// The table with the administrator's list of it, where rows in it can be asked for.
    pub(super) async fn askable(&self) -> Result<Option<(&TableFacts, &RootField)>> {
        let facts = self.ctx.facts().await?;
        let known = facts.table(&self.table.type_name);
        Ok(known
            .and_then(|table| Some((table, self.table.list.as_ref()?)))
            .filter(|(table, _)| table.key.filterable(self.table)))
    }

    /// Keys of rows that meet a condition, as the administrator sees them.
    pub(super) async fn meeting(
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
