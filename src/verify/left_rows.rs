//! Rows that interrupted runs with `--active` left: looked for by their marks, named, and removed.
//!
//! Only the administrator sees everybody's rows, so only with the admin secret is there anything to
//! find. Whole tables are never removed from by a pattern: each row that goes is named by its key and
//! the mark that was read in it. A run puts a mark into one row; one that stands in several has been
//! copied, or is what another row refers to, and there is no telling whose they are.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::asking::list_named;
use super::context::Context;
use super::discovery;
use super::mark;
use super::model::document::{self, ListQuery, Selection};
use super::model::{Model, RoleTable, RootField, TypedArg, Write, WriteKind};
use super::rows::Row;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::hasura::metadata::condition;
use crate::hasura::{Access, Client, HasuraError};
use crate::secret::Secret;
use crate::text::{count, span};

/// Tables that one request asks for.
const TABLES: usize = 20;

/// Rows of a table that are found at once.
const ROWS: usize = 100;

/// Who looks.
#[derive(Debug)]
pub(crate) struct Admin<'a> {
    pub(crate) client: &'a Client,
    pub(crate) secret: &'a Secret,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct LeftRows {
    /// What no run can need any more.
    pub(crate) old: Vec<Old>,
    /// What a run may still need, or may be somebody else's, and why it stays.
    pub(crate) kept: Vec<Left>,
    /// Why there may be more than that.
    pub(crate) unseen: Vec<String>,
    /// How a command ends that was to find them all, where Hasura could not be asked.
    pub(crate) unasked: Option<Exit>,
}

/// Rows in one table.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    pub(crate) table: String,
    pub(crate) count: usize,
}

/// Rows that stay, and why.
#[derive(Clone, Debug)]
pub(crate) struct Left {
    pub(crate) rows: Rows,
    pub(crate) why: String,
}

/// Rows that can be removed.
#[derive(Debug)]
pub(crate) struct Old {
    pub(crate) rows: Rows,
    write: Write,
    condition: TypedArg,
    filter: Value,
}

impl Rows {
    /// `2 rows of notes`.
    pub(crate) fn name(&self) -> String {
        format!("{} of {}", count(self.count, "row"), self.table)
    }
}

/// A table in which there may be some.
struct Place<'m> {
    table: &'m RoleTable,
    list: &'m RootField,
    write: &'m Write,
    condition: &'m TypedArg,
    /// Columns that a mark may stand in.
    texts: Vec<&'m str>,
    /// Columns of the primary key.
    key: Vec<&'m str>,
}

/// Why rows with the same mark stay.
const COPIED: &str = "their marks stand in other rows as well, which may be anybody's: look at them, \
                      and remove by hand what was a throw-away user's";

impl<'m> Place<'m> {
    /// `None` for what no run makes rows in: views, and tables without a text or a deletion.
    fn of(model: &'m Model, table: &'m RoleTable) -> Option<Self> {
        let key = table.primary_key.as_ref()?.columns.iter();
        let list = table.list.as_ref()?;
        list.args.filter.as_ref()?;
        let mut writes = model.writes_to(table);
        let write = writes.find(|write| write.kind == WriteKind::Delete)?;
        let texts: Vec<&str> = table
            .columns
            .iter()
            .filter(|column| column.filterable && mark::stands_in(&column.scalar))
            .map(|column| column.name.as_str())
            .collect();
        (!texts.is_empty()).then_some(Self {
            table,
            list,
            write,
            condition: write.condition.as_ref()?,
            texts,
            key: key.map(|column| column.name.as_str()).collect(),
        })
    }

    fn query(&self) -> ListQuery {
        let pattern = mark::pattern();
        let texts = self.texts.iter();
        let others = self.key.iter().filter(|name| !self.texts.contains(name));
        ListQuery {
            selection: Selection::columns(texts.clone().chain(others).copied()),
            filter: condition::one_of(texts.map(|name| json!({ *name: { "_like": pattern } }))),
            limit: u32::try_from(ROWS).ok(),
            ..ListQuery::default()
        }
    }

    /// The marks in a row: when each was made, and the column that it stands in.
    fn marks<'r>(&self, row: &'r Row) -> Vec<(i64, &'m str, &'r str)> {
        let marks = self.texts.iter().filter_map(|name| {
            let text = row.get(*name)?.as_str()?;
            Some((mark::made(text)?, *name, text))
        });
        marks.collect()
    }

    /// A condition that this row alone meets, for as long as it carries its marks.
    fn this(&self, row: &Row, marks: &[(i64, &str, &str)]) -> Option<Value> {
        let mut all = Map::new();
        for name in &self.key {
            all.insert((*name).to_owned(), json!({ "_eq": row.get(*name)? }));
        }
        for (_, name, text) in marks {
            all.insert((*name).to_owned(), json!({ "_eq": text }));
        }
        Some(Value::Object(all))
    }

    fn rows(&self, count: usize) -> Rows {
        Rows {
            table: self.table.name().to_owned(),
            count,
        }
    }

    /// Sorts what came by its age. A mark stands in so many rows.
    fn sort(&self, came: &[Row], stands: &BTreeMap<String, usize>, now: i64, found: &mut LeftRows) {
        let (mut old, mut young, mut copied) = (Vec::new(), Vec::new(), 0);
        for row in came {
            let marks = self.marks(row);
            let Some(latest) = marks.iter().map(|(made, ..)| *made).max() else {
                continue;
            };
            let is_copied = |(_, _, text): &(i64, &str, &str)| stands.get(*text) != Some(&1);
            if now - latest < mark::UNTOUCHED {
                young.push(latest);
            } else if marks.iter().any(is_copied) {
                copied += 1;
            } else {
                old.extend(self.this(row, &marks));
            }
        }
        if let Some(latest) = young.iter().max() {
            found.kept.push(Left {
                rows: self.rows(young.len()),
                why: format!(
                    "made {} ago, perhaps by a run that goes on; nothing younger than {} is removed",
                    span(now - latest),
                    span(mark::UNTOUCHED)
                ),
            });
        }
        if copied > 0 {
            found.kept.push(Left {
                rows: self.rows(copied),
                why: COPIED.into(),
            });
        }
        if !old.is_empty() {
            found.old.push(Old {
                rows: self.rows(old.len()),
                write: self.write.clone(),
                condition: self.condition.clone(),
                filter: condition::one_of(old),
            });
        }
        if came.len() >= ROWS {
            let table = self.table.name();
            found.unseen.push(format!(
                "there may be more such rows in {table} than the {ROWS} that were looked at: run it \
                 again"
            ));
        }
    }
}

/// Looks through the tables of the administrator's schema that `asked` names. Never fails: what
/// could not be looked through is told.
pub(crate) async fn look(
    admin: &Admin<'_>,
    model: &Model,
    asked: impl Fn(&RoleTable) -> bool,
) -> LeftRows {
    let tables = model.tables.iter().filter(|table| asked(table));
    let places: Vec<Place<'_>> = tables.filter_map(|table| Place::of(model, table)).collect();
    let mut found = LeftRows::default();
    let mut came: Vec<(&Place<'_>, Vec<Row>)> = Vec::new();
    let mut parts: Vec<&[Place<'_>]> = places.rchunks(TABLES).collect();
    while let Some(part) = parts.pop() {
        let queries: Vec<_> = part
            .iter()
            .map(|place| (place.list, place.query()))
            .collect();
        let access = Access::admin(admin.secret.clone());
        let answer = match admin
            .client
            .graphql(&access, &document::lists(&queries))
            .await
        {
            Ok(answer) => answer,
            Err(error) => {
                found.unseen.push(format!(
                    "rows of throw-away users were not looked for everywhere: {error}"
                ));
                found.unasked = Some(error.exit());
                break;
            }
        };
        if let Some(words) = answer.first_error() {
            // One table fails them all, so the others are asked without it.
            if let [place] = part {
                let table = place.table.name();
                found
                    .unseen
                    .push(format!("{table} was not looked through: {words}"));
            } else {
                let (first, second) = part.split_at(part.len() / 2);
                parts.extend([second, first]);
            }
            continue;
        }
        for (index, place) in part.iter().enumerate() {
            if let Some(rows) = list_named(&answer, place.list, &format!("l{index}")) {
                came.push((place, rows.into_iter().cloned().collect()));
            } else {
                let table = place.table.name();
                let why = "the answer has no list of its rows";
                found
                    .unseen
                    .push(format!("{table} was not looked through: {why}"));
            }
        }
    }
    let mut stands: BTreeMap<String, usize> = BTreeMap::new();
    for (place, rows) in &came {
        for row in rows {
            let marks: BTreeSet<&str> = place.marks(row).into_iter().map(|mark| mark.2).collect();
            for text in marks {
                *stands.entry(text.to_owned()).or_default() += 1;
            }
        }
    }
    let now = mark::now();
    for (place, rows) in &came {
        place.sort(rows, &stands, now, &mut found);
    }
    found
}

/// [`look`] in every table; the error says why nothing could be looked at.
pub(crate) async fn look_everywhere(admin: &Admin<'_>) -> Result<LeftRows> {
    let access = Access::admin(admin.secret.clone());
    let model = discovery::model(&admin.client.schema(&access).await?);
    Ok(look(admin, &model, |_| true).await)
}

impl Old {
    /// Removes them; how many went.
    pub(crate) async fn remove(&self, admin: &Admin<'_>) -> Result<usize> {
        let given = [(&self.condition, self.filter.clone())];
        let write = &self.write;
        let affected = write.affected.as_deref().unwrap_or("__typename");
        let selection = format!("{{ {affected} }}");
        let request = document::mutation(&write.namespace, &write.name, &given, &selection);
        let access = Access::admin(admin.secret.clone());
        let what = "the removal of rows";
        let data = admin.client.data(&access, &request, what).await?;
        let answer = document::pick(&data, &write.namespace, &write.name);
        let gone = answer.and_then(|answer| answer.get(affected)?.as_u64());
        gone.and_then(|gone| usize::try_from(gone).ok())
            .ok_or_else(|| {
                let reason = "it does not say how many rows were removed".to_owned();
                Error::from(HasuraError::Unreadable { what, reason })
            })
    }
}

/// What a run has to say of rows that earlier ones left. One that writes removes them first, and
/// looks everywhere; another looks where its users may write, and only tells.
pub(crate) async fn notes(ctx: &Context<'_>, active: bool) -> Vec<String> {
    let Some(view) = &ctx.admin else {
        let note = "rows that an interrupted run may have left were not looked for: only the \
                    administrator sees everybody's";
        return active.then(|| note.to_owned()).into_iter().collect();
    };
    let admin = Admin {
        client: &ctx.client,
        secret: &view.secret,
    };
    let written = |table: &RoleTable| {
        let mut writes = ctx.a.model.writes.iter().chain(&ctx.b.model.writes);
        writes.any(|write| write.is_of(table))
    };
    let found = look(&admin, &view.model, |table| active || written(table)).await;
    let mut notes = Vec::new();
    for old in &found.old {
        let name = old.rows.name();
        if !active {
            notes.push(format!(
                "an interrupted run left {name}: `st-hasura users rm --throw-away` removes what is \
                 left, and so does a run with --active"
            ));
            continue;
        }
        notes.push(match old.remove(&admin).await {
            Ok(gone) => {
                let table = old.rows.table.clone();
                let gone = Rows { table, count: gone };
                format!("removed {} that an interrupted run had left", gone.name())
            }
            Err(error) => format!("{name} are left of an interrupted run: {error}"),
        });
    }
    let kept = found.kept.iter();
    notes.extend(kept.map(|left| {
        let name = left.rows.name();
        format!(
            "left alone, for they carry the mark of a throw-away user: {name}, {}",
            left.why
        )
    }));
    notes.extend(found.unseen);
    notes
}
