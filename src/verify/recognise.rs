//! Which known rows came back, where the columns that came need not be those of the key.
//!
//! A role may see `title` and not `id`. Its rows are then told by what they hold: compared with
//! the rows that the administrator sees they can be counted, and a row more than those that
//! anybody may see is somebody's. Without an administrator a row is known again by a value that
//! only one row has. Where neither helps, nothing was proven, and the caller says so.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use super::asking::rows_of;
use super::caller::Caller;
use super::facts::TableFacts;
use super::model::document::{self, ListQuery, Selection};
use super::ownership::owners;
use super::rows::{Key, Row, plain};
use super::run::Run;
use crate::error::Result;
use crate::hasura::metadata::condition;

/// Rows of an answer to ask the administrator about; more than a few of a kind prove nothing more.
const ASKED: usize = 20;

/// What an answer shows of a table.
#[derive(Debug, Default)]
pub(super) struct Recognised {
    /// Rows that came and that were looked for, as far as one can be told from another.
    pub keys: BTreeSet<Key>,
    /// How many came.
    pub rows: usize,
    /// Rows of which nothing says whether they were looked for.
    pub untold: usize,
}

/// Looks for known rows in an answer's `rows`. `sought` says whether a row is one of those that
/// are looked for.
pub(super) async fn recognise(
    ctx: &Run<'_>,
    table: &TableFacts,
    rows: &[&Row],
    sought: impl Fn(&Key, &Row) -> bool,
) -> Result<Recognised> {
    let keyed = |row: &&&Row| table.key.columns.iter().all(|name| row.contains_key(name));
    let (keyed, bare): (Vec<&Row>, Vec<&Row>) = if table.key.columns.is_empty() {
        (Vec::new(), rows.to_vec())
    } else {
        rows.iter().partition(keyed)
    };
    let mut known = Known::of(table);
    let mut found = known.by_key(table, &keyed, &sought);
    if bare.is_empty() {
        return Ok(found);
    }
    let groups = groups(&bare);
    if !known.whole {
        known.ask(ctx, table, &groups).await?;
    }
    for (row, came) in groups {
        known.compare(&row, came, &sought, &mut found);
    }
    Ok(found)
}

/// Equal rows are told once, with their number.
fn groups(rows: &[&Row]) -> Vec<(Row, usize)> {
    let mut groups: BTreeMap<String, (Row, usize)> = BTreeMap::new();
    for row in rows {
        let text = Value::Object((*row).clone()).to_string();
        groups.entry(text).or_insert(((*row).clone(), 0)).1 += 1;
    }
    groups.into_values().collect()
}

/// The rows of a table that anybody saw, each in its widest view.
struct Known {
    rows: BTreeMap<Key, Row>,
    /// True when there are no others that an answer could hold.
    whole: bool,
}

impl Known {
    fn of(table: &TableFacts) -> Self {
        let mut rows: BTreeMap<Key, Row> = BTreeMap::new();
        let views = table.admin.iter().chain(table.seen.values());
        for (key, row) in views.flat_map(|seen| &seen.rows) {
            let wider = rows.get(key).is_none_or(|known| known.len() < row.len());
            if wider {
                rows.insert(key.clone(), row.clone());
            }
        }
        let whole = table
            .admin
            .as_ref()
            .is_some_and(|seen| seen.listed && !seen.truncated && seen.error.is_none());
        Self { rows, whole }
    }

    /// Rows that came with their key.
    fn by_key(
        &self,
        table: &TableFacts,
        rows: &[&Row],
        sought: &impl Fn(&Key, &Row) -> bool,
    ) -> Recognised {
        let mut found = Recognised::default();
        for row in rows {
            let key = table.key.key(row);
            if sought(&key, self.rows.get(&key).unwrap_or(row)) {
                found.rows += 1;
                found.keys.insert(key);
            } else if !self.whole && !self.rows.contains_key(&key) {
                found.untold += 1;
            }
        }
        found
    }

    /// Adds what the administrator sees of the rows that came.
    async fn ask(
        &mut self,
        ctx: &Run<'_>,
        table: &TableFacts,
        groups: &[(Row, usize)],
    ) -> Result<()> {
        let Some((admin, (view, field))) = ctx.admin.as_ref().and_then(|admin| {
            let view = admin.model.table(&table.type_name)?;
            Some((admin, (view, view.list.as_ref()?)))
        }) else {
            return Ok(());
        };
        let one = |row: &Row| -> Option<Value> {
            let columns: Option<Vec<Value>> = row
                .iter()
                .map(|(name, value)| {
                    view.column(name).filter(|column| column.filterable)?;
                    match value {
                        Value::Null => Some(json!({ name.as_str(): { "_is_null": true } })),
                        Value::Object(_) | Value::Array(_) => None,
                        value => Some(json!({ name.as_str(): { "_eq": value } })),
                    }
                })
                .collect();
            columns.filter(|all| !all.is_empty()).map(condition::all_of)
        };
        let asked: Option<Vec<Value>> =
            groups.iter().take(ASKED).map(|(row, _)| one(row)).collect();
        let Some(asked) = asked else {
            return Ok(());
        };
        let query = ListQuery {
            selection: Selection::columns(view.column_names()),
            filter: condition::one_of(asked),
            limit: Some(ctx.sample),
            ..ListQuery::default()
        };
        let caller = Caller::admin(admin.secret.clone());
        let answer = ctx.ask(&caller, &document::list(field, &query)).await?;
        let rows = rows_of(&answer, field);
        let cut = usize::try_from(ctx.sample).is_ok_and(|limit| rows.len() >= limit);
        self.whole = answer.errors.is_empty() && !cut && groups.len() <= ASKED;
        for row in rows {
            self.rows.insert(table.key.key(row), row.clone());
        }
        Ok(())
    }

    /// Rows that came without their key, `came` of them alike.
    fn compare(
        &self,
        row: &Row,
        came: usize,
        sought: &impl Fn(&Key, &Row) -> bool,
        found: &mut Recognised,
    ) {
        let (meant, others): (Vec<_>, Vec<_>) = self
            .rows
            .iter()
            .filter(|(_, known)| alike(known, row, self.whole))
            .partition(|(key, known)| sought(key, known));
        let certain = if self.whole {
            // One more than all those that may be seen.
            came.saturating_sub(others.len())
        } else if others.is_empty() && self.tells(row) {
            came
        } else if meant.is_empty() && came <= others.len() {
            return;
        } else {
            0
        };
        if certain == 0 && self.whole {
            return;
        }
        if certain == 0 || meant.is_empty() {
            found.untold += came;
            return;
        }
        found.rows += certain;
        found
            .keys
            .extend(meant.into_iter().map(|(key, _)| key.clone()));
    }

    /// True when a value of the row stands in one known row and is of a kind that does not happen
    /// to stand in another.
    fn tells(&self, row: &Row) -> bool {
        row.iter().any(|(name, value)| {
            let distinctive = plain(value).is_some_and(|text| owners::distinctive(&text));
            let holders = self
                .rows
                .values()
                .filter(|known| known.get(name) == Some(value));
            distinctive && holders.take(2).count() == 1
        })
    }
}

/// True when two views of a row agree in all that both show. Views that share nothing are alike
/// only for somebody who knows every row.
fn alike(known: &Row, row: &Row, whole: bool) -> bool {
    let mut shared = row
        .iter()
        .filter_map(|(name, value)| Some((value, known.get(name)?)));
    let mut any = false;
    let equal = shared.all(|(value, known)| {
        any = true;
        value == known
    });
    equal && (any || whole)
}
