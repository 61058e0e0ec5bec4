//! Aggregates through relationships: of the rows behind a row of the user's, those that the
//! relationship itself shows, and no others.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::META;
use super::extremes::{ends, extreme_groups, extremes_of};
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::text::count;
use crate::verify::actor::Who;
use crate::verify::asking::{keys_of, rows_of, show_keys, show_value};
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::fault::Fault;
use crate::verify::finding::Details;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::model::{Relationship, RoleTable, RootField};
use crate::verify::pool;
use crate::verify::probes::foreign::{foreign, theirs};
use crate::verify::rows::{Key, Row};

/// Rows to set out from: the misbehaviour is a relationship's, not a row's.
const ROWS: usize = 8;

/// Times to ask a relationship for what it has not shown yet.
const PAGES: usize = 10;

/// What was found.
#[derive(Default)]
pub(super) struct Related {
    pub(super) findings: Vec<Finding>,
    /// What could not be told.
    pub(super) open: Vec<String>,
    /// Relationships looked at.
    pub(super) ways: usize,
}

/// What an aggregate showed that it should not.
pub(super) struct Seen {
    /// After the user's name, in the present tense.
    pub(super) does: String,
    pub(super) evidence: Value,
    pub(super) request: GraphQlRequest,
    /// The permission, where that is what lets the rows out.
    pub(super) fault: Option<Fault>,
}

/// A relationship with aggregates, from a table that the user lists.
pub(super) struct RelatedAggregate<'a> {
    pub(super) who: Who,
    pub(super) from: &'a TableFacts,
    view: &'a RoleTable,
    pub(super) field: &'a RootField,
    pub(super) relationship: &'a Relationship,
    aggregate: &'a str,
    pub(super) remote: &'a TableFacts,
    far: &'a RoleTable,
}

pub(super) async fn look(ctx: &Context<'_>, facts: &Facts) -> Result<Related> {
    let mut ways = Vec::new();
    let mut related = Related::default();
    for who in Who::BOTH {
        let model = &ctx.actor(who).model;
        for from in &facts.tables {
            let Some((view, field)) = model
                .table(&from.type_name)
                .and_then(|view| Some((view, view.list.as_ref()?)))
            else {
                continue;
            };
            for relationship in &view.relationships {
                let (Some(aggregate), Some(far)) =
                    (&relationship.aggregate, model.table(&relationship.target))
                else {
                    continue;
                };
                match facts.table(&relationship.target) {
                    Some(remote) => ways.push(RelatedAggregate {
                        who,
                        from,
                        view,
                        field,
                        relationship,
                        aggregate,
                        remote,
                        far,
                    }),
                    None => related.open.push(format!(
                        "{}.{aggregate} leads to a table without a list to hold it against",
                        from.name
                    )),
                }
            }
        }
    }
    related.ways = ways.len();
    for found in pool::each(ways, ctx.width, |way| async move { way.walk(ctx).await }).await {
        let (finding, open) = found?;
        related.findings.extend(finding);
        related.open.extend(open);
    }
    related.open.sort();
    related.open.dedup();
    Ok(related)
}

impl RelatedAggregate<'_> {
    pub(super) fn show(&self) -> String {
        format!("{}.{}", self.from.name, self.aggregate)
    }

    /// A request about some rows, with these things selected in each beside its key.
    pub(super) fn about(&self, keys: &[&Key], selected: Vec<String>) -> ListQuery {
        let key = self.from.key.columns.iter().cloned();
        ListQuery {
            selection: Selection {
                columns: key.chain(selected).collect(),
                nested: Vec::new(),
            },
            filter: self.from.key.filter(keys),
            ..ListQuery::default()
        }
    }

    async fn walk(&self, ctx: &Context<'_>) -> Result<(Option<Finding>, Option<String>)> {
        let askable = self.from.key.filterable(self.view) && self.field.args.filter.is_some();
        let own: Vec<&Key> = self
            .from
            .seen(self.who)
            .rows
            .keys()
            .filter(|key| theirs(self.from, self.who, key))
            .take(ROWS)
            .collect();
        if !askable || own.is_empty() || self.remote.key.columns.is_empty() {
            return Ok((None, None));
        }
        let request = document::list(self.field, &self.about(&own, self.wanted()));
        let caller = ctx.actor(self.who).caller();
        let answer = ctx.ask(&caller, &request).await?;
        // An error in place of an answer gives nothing away.
        let rows: Vec<(Key, &Row)> = rows_of(&answer, self.field)
            .into_iter()
            .map(|row| (self.from.key.key(row), row))
            .collect();
        let mut open = None;
        for (key, row) in &rows {
            let (finding, unclear) = self.one(ctx, key, row).await?;
            if finding.is_some() {
                return Ok((finding, None));
            }
            open = open.or(unclear);
        }
        if open.is_some() {
            return Ok((None, open));
        }
        Ok((self.extremes(ctx, &rows).await?, None))
    }

    /// What is selected in each row: what the relationship shows, and its aggregates.
    pub(super) fn wanted(&self) -> Vec<String> {
        let (rel, aggregate) = (&self.relationship.name, self.aggregate);
        let columns = self.far.column_names().join(" ");
        let keys = self.remote.key.columns.join(" ");
        if !self.tells_rows() {
            return vec![format!("{aggregate} {{ aggregate {{ count }} }}")];
        }
        vec![
            format!("{rel} {{ {columns} }}"),
            format!("{aggregate} {{ aggregate {{ count }} nodes {{ {keys} }} }}"),
        ]
    }

    /// True where the user is shown what tells one row behind the relationship from another.
    fn tells_rows(&self) -> bool {
        let mut keys = self.remote.key.columns.iter();
        keys.all(|name| self.far.column(name).is_some())
    }

    pub(super) fn counted(&self, row: &Row) -> u64 {
        row.get(self.aggregate)
            .and_then(|value| value.pointer("/aggregate/count"))
            .and_then(Value::as_u64)
            .unwrap_or_default()
    }

    /// The aggregates behind one row.
    async fn one(
        &self,
        ctx: &Context<'_>,
        key: &Key,
        row: &Row,
    ) -> Result<(Option<Finding>, Option<String>)> {
        if !self.tells_rows() {
            return self.unseen(ctx, key, row).await;
        }
        let (rel, aggregate) = (&self.relationship.name, self.aggregate);
        let listed = objects(row.get(rel));
        let nodes = keys_of(
            self.remote,
            &objects(row.get(aggregate).and_then(|value| value.get("nodes"))),
        );
        let astray = foreign(ctx, self.remote, self.who, nodes).await?;
        if !astray.is_empty() {
            let evidence = json!({
                "rows": astray.len(),
                "such as": show_keys(self.remote, &astray, 5),
            });
            let does = format!("gets {} of others", count(astray.len(), "row"));
            let found = self.leak(
                ctx,
                "nodes",
                Seen {
                    does,
                    evidence,
                    request: document::list(self.field, &self.about(&[key], self.wanted())),
                    fault: Fault::of_rows(self.remote, self.who, &astray),
                },
            );
            return Ok((Some(found), None));
        }
        let counted = self.counted(row);
        let shown = u64::try_from(listed.len()).unwrap_or(u64::MAX);
        if counted <= shown {
            return Ok((None, None));
        }
        let known = keys_of(self.remote, &listed);
        Ok(match self.rest(ctx, key, known).await? {
            Some(total) if total < counted => {
                (Some(self.overcounts(ctx, key, counted, total)), None)
            }
            Some(_) => (None, None),
            None => (
                None,
                Some(format!(
                    "{}: the count is above the rows that the relationship shows",
                    self.show()
                )),
            ),
        })
    }

    fn overcounts(&self, ctx: &Context<'_>, key: &Key, counted: u64, total: u64) -> Finding {
        let counting = format!("{} {{ aggregate {{ count }} }}", self.aggregate);
        let seen = Seen {
            does: format!("counts {counted}, and may see {total}"),
            evidence: json!({ "count": counted, "rows behind it": total }),
            request: document::list(self.field, &self.about(&[key], vec![counting])),
            fault: None,
        };
        self.leak(ctx, "count", seen)
    }

    /// How many rows the relationship has in all, asked for what it has not shown yet; `None`
    /// where it cannot be asked.
    async fn rest(
        &self,
        ctx: &Context<'_>,
        key: &Key,
        mut known: BTreeSet<Key>,
    ) -> Result<Option<u64>> {
        let Some(arg) = &self.relationship.args.filter else {
            return Ok(None);
        };
        if !self.remote.key.primary || !self.remote.key.filterable(self.far) {
            return Ok(None);
        }
        let keys = self.remote.key.columns.join(" ");
        let rel = &self.relationship.name;
        let caller = ctx.actor(self.who).caller();
        for _ in 0..PAGES {
            let seen: Vec<&Key> = known.iter().collect();
            let rest = if seen.is_empty() {
                json!({})
            } else {
                json!({ "_not": self.remote.key.filter(&seen) })
            };
            let query = self.about(
                &[key],
                vec![format!("{rel}({}: $rest) {{ {keys} }}", arg.name)],
            );
            let request = document::list_with(self.field, &query, ("rest", &arg.type_sdl, rest));
            let answer = ctx.ask(&caller, &request).await?;
            let rows = rows_of(&answer, self.field);
            let Some(row) = rows.first().filter(|_| answer.errors.is_empty()) else {
                return Ok(None);
            };
            let before = known.len();
            known.extend(keys_of(self.remote, &objects(row.get(rel))));
            if known.len() == before {
                return Ok(u64::try_from(before).ok());
            }
        }
        Ok(None)
    }

    /// The smallest and largest values must be those of rows that the relationship shows. Where it
    /// shows fewer rows than there are, a value may be that of another.
    async fn extremes(&self, ctx: &Context<'_>, rows: &[(Key, &Row)]) -> Result<Option<Finding>> {
        let whole = |row: &Row| {
            let shown = u64::try_from(objects(row.get(&self.relationship.name)).len());
            let counted = row.get(self.aggregate);
            let counted = counted.and_then(|value| value.pointer("/aggregate/count")?.as_u64());
            counted.is_none_or(|counted| shown.is_ok_and(|shown| counted <= shown))
        };
        let rows: Vec<&(Key, &Row)> = rows.iter().filter(|(_, row)| whole(row)).collect();
        let keys: Vec<&Key> = rows.iter().map(|(key, _)| key).collect();
        if keys.is_empty() {
            return Ok(None);
        }
        let caller = ctx.actor(self.who).caller();
        for group in extreme_groups(self.far, |_| true) {
            let ask = async |columns: &[&str]| {
                let request = document::list(self.field, &self.about(&keys, self.ends(columns)));
                ctx.ask(&caller, &request).await
            };
            for answer in extremes_of(group, ask).await? {
                for found in rows_of(&answer, self.field) {
                    let key = self.from.key.key(found);
                    let listed = rows.iter().find(|(known, _)| *known == key);
                    let listed =
                        objects(listed.and_then(|(_, row)| row.get(&self.relationship.name)));
                    let aggregate = found.get(self.aggregate);
                    let aggregate = aggregate.and_then(|value| value.get("aggregate"));
                    let strange = aggregate
                        .into_iter()
                        .flat_map(ends)
                        .find(|(_, name, value)| {
                            listed.iter().all(|row| row.get(*name) != Some(*value))
                        });
                    if let Some((end, name, value)) = strange {
                        return Ok(Some(self.beyond(ctx, &key, (end, name, value))));
                    }
                }
            }
        }
        Ok(None)
    }

    fn ends(&self, columns: &[&str]) -> Vec<String> {
        let names = columns.join(" ");
        vec![format!(
            "{} {{ aggregate {{ min {{ {names} }} max {{ {names} }} }} }}",
            self.aggregate
        )]
    }

    fn beyond(
        &self,
        ctx: &Context<'_>,
        key: &Key,
        (end, name, value): (&'static str, &str, &Value),
    ) -> Finding {
        let evidence = json!({ end: { name: show_value(ctx, self.remote, name, value) } });
        let seen = Seen {
            does: format!("gets the {end} of {name}, which no row behind it has"),
            evidence,
            request: document::list(self.field, &self.about(&[key], self.ends(&[name]))),
            fault: None,
        };
        self.leak(ctx, end, seen)
    }

    pub(super) fn leak(&self, ctx: &Context<'_>, what: &str, seen: Seen) -> Finding {
        let actor = ctx.actor(self.who);
        META.live(Severity::High)
            .way(self.show())
            .part(what)
            .role(actor.role())
            .in_table(&self.remote.name)
            .fault(seen.fault)
            .told(Details {
                summary: format!("behind a row of their own {} {}", actor.label, seen.does),
                request: ctx.show(&actor.caller(), &seen.request),
                evidence: seen.evidence,
                remedy:
                    "where the table's own list or aggregate leaks too, close that first (P05, \
                     P07); else look for a proxy or an engine that answers this field by itself, \
                     and set allow_aggregations to false on the table behind it until then"
                        .into(),
            })
    }
}

pub(super) fn objects(value: Option<&Value>) -> Vec<&Row> {
    value
        .and_then(Value::as_array)
        .map(|items| items.iter().filter_map(Value::as_object).collect())
        .unwrap_or_default()
}
