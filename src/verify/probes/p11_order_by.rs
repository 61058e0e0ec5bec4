//! P11: the order by aggregates of related rows tells nothing about rows of others.
//!
//! ## What is tried
//!
//! Every list that can be ordered by the number of rows behind a relationship is ordered so, twice.
//! The order must be that of the rows which the user sees behind each. Where the filter of the
//! table behind the relationship holds without the caller, that is told even when the order gave
//! nothing away.
//!
//! ## Why it matters
//!
//! The order of a list gives away the counts and values that it is ordered by. Hasura offers this
//! even where aggregates are switched off.
//!
//! ## Example
//!
//! Ana sees no orders of other customers, and still learns who has the most:
//!
//! ```text
//! { customers(order_by: {orders_aggregate: {count: desc}}) { id } }
//! ```
//!
//! ## How to close it
//!
//! Close the filter of the table behind the relationship. Where it is closed, look for a proxy or
//! an engine that orders by itself.

// Ordering by aggregates: contracts: hasura §3.7.

use serde_json::{Value, json};

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::verify::actor::Who;
use crate::verify::asking::rows_of;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::facts::{TableFacts, raw_filter};
use crate::verify::fault::Fault;
use crate::verify::finding::{Details, Draft, Meta};
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::model::{RoleTable, RootField};
use crate::verify::pool;

pub(in crate::verify) const META: Meta = Meta {
    id: "P11",
    title: "ordering by related rows tells nothing about rows of others",
    why: "the order of a list gives away the counts and values that it is ordered by",
    essential: false,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
/// A list that can be ordered by the rows behind a relationship.
struct OrderedList<'a> {
    who: Who,
    table: &'a TableFacts,
    field: &'a RootField,
    arg: &'a str,
    ascending: &'a str,
    /// The field of the order type.
    order: &'a str,
    relationship: &'a str,
    /// The relationship's own aggregates, where the role has them.
    aggregate: Option<&'a str>,
    remote: &'a RoleTable,
}

async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let facts = ctx.facts().await?;
    let mut ways = Vec::new();
    for who in Who::BOTH {
        let model = &ctx.actor(who).model;
        for table in &facts.tables {
            let Some((view, field)) = model
                .table(&table.type_name)
                .and_then(|view| Some((view, view.list.as_ref()?)))
            else {
                continue;
            };
            let Some(order_by) = &field.args.order_by else {
                continue;
            };
            for order in &order_by.aggregates {
                let relationship = view
                    .relationships
                    .iter()
                    .filter(|rel| rel.array && order.starts_with(&rel.name))
                    .max_by_key(|rel| rel.name.len());
                let Some((relationship, remote)) =
                    relationship.and_then(|rel| Some((rel, model.table(&rel.target)?)))
                else {
                    continue;
                };
                ways.push(OrderedList {
                    who,
                    table,
                    field,
                    arg: &order_by.arg.name,
                    ascending: &order_by.ascending,
                    order,
                    relationship: &relationship.name,
                    aggregate: relationship.aggregate.as_deref(),
                    remote,
                });
            }
        }
    }
    if ways.is_empty() {
        return Ok(ProbeResult::not_applicable(
            "no list can be ordered by related rows",
        ));
    }
    let looks = pool::each(ways, ctx.width, |way| async move {
        let open = open_filter(ctx, &way).await?;
        way.look(ctx, open).await
    })
    .await;
    let mut findings = Vec::new();
    let mut notes = Vec::new();
    for look in looks {
        let (found, note) = look?;
        findings.extend(found);
        notes.extend(note);
    }
    notes.sort();
    notes.dedup();
    Ok(ProbeResult::of(findings).notes(notes))
}

/// The filter of the table behind a relationship, where it lets rows of others in.
async fn open_filter(ctx: &Context<'_>, way: &OrderedList<'_>) -> Result<Option<(Value, Fault)>> {
    let facts = ctx.facts().await?;
    let Some(remote) = facts.table(&way.remote.type_name) else {
        return Ok(None);
    };
    let bound = remote.bound_filter.get(&way.who).copied().flatten();
    if bound == Some(false) && remote.owned() && !remote.shared {
        let fault = Fault::of_permission(remote, way.who, []);
        return Ok(raw_filter(ctx, way.who, remote).map(|filter| (json!(filter), fault)));
    }
    Ok(None)
}

/// True where the permission cuts the nested list short, which then tells less than the order.
fn cut_short(ctx: &Context<'_>, way: &OrderedList<'_>) -> bool {
    let limit = || {
        let admin = ctx.admin.as_ref()?;
        let config = admin.tracked(&way.remote.type_name)?;
        config.select_permission(ctx.actor(way.who).role())?.limit
    };
    limit().is_some()
}

impl OrderedList<'_> {
    fn show(&self) -> String {
        format!("{}.{}", self.table.name, self.order)
    }

    /// The list, ordered by the number of related rows, with the rows that are seen behind each.
    fn request(&self, direction: &str) -> GraphQlRequest {
        let behind = match self.aggregate {
            Some(aggregate) => format!("{aggregate} {{ aggregate {{ count }} }}"),
            None => format!("{} {{ __typename }}", self.relationship),
        };
        let mut columns = self.table.key.columns.clone();
        columns.push(behind);
        let mut field = self.field.clone();
        let order = format!("{{{}: {{count: {direction}}}}}", self.order);
        // The order has an enum in it, and travels as text.
        field.name = format!("{}({}: {order})", field.name, self.arg);
        document::list(
            &field,
            &ListQuery {
                selection: Selection {
                    columns,
                    nested: Vec::new(),
                },
                ..ListQuery::default()
            },
        )
    }

    async fn look(
        &self,
        ctx: &Context<'_>,
        open: Option<(Value, Fault)>,
    ) -> Result<(Option<Finding>, Option<String>)> {
        let caller = ctx.actor(self.who).caller();
        let descending = if self.ascending == "asc" {
            "desc"
        } else {
            "DESC"
        };
        let request = self.request(descending);
        let mut astray = None;
        // Rows may come and go in between: what is told has been seen twice.
        for _ in 0..2 {
            let answer = ctx.ask(&caller, &request).await?;
            if answer.first_error().is_some() {
                return Ok((None, None));
            }
            let counts: Vec<u64> = rows_of(&answer, self.field)
                .into_iter()
                .filter_map(|row| self.behind(row))
                .collect();
            let falls = counts.windows(2).all(|pair| pair[0] >= pair[1]);
            if falls {
                astray = None;
                break;
            }
            astray = Some(counts);
        }
        if let Some(counts) = astray {
            if self.aggregate.is_none() && cut_short(ctx, self) {
                return Ok((
                    None,
                    Some(format!(
                        "{}: the permission's limit cuts what the relationship shows, and the order tells more",
                        self.show()
                    )),
                ));
            }
            let summary = format!(
                "the order that {} gets is not that of the rows they see behind each: rows of \
                 others are counted",
                ctx.actor(self.who).label
            );
            let evidence = json!({ "counts that are seen, in the order given": counts });
            let draft = self.finding(ctx, Severity::High);
            let found = self.told(ctx, draft, (summary, evidence), &request);
            return Ok((Some(found), None));
        }
        if let Some((filter, fault)) = open {
            let summary = format!(
                "role {} may order by rows of others in {}: its filter there holds without the \
                 caller",
                ctx.actor(self.who).role(),
                self.remote.name()
            );
            let evidence = json!({ "permission": filter });
            let draft = self.finding(ctx, Severity::Medium).fault(fault);
            let found = self.told(ctx, draft, (summary, evidence), &request);
            return Ok((Some(found), None));
        }
        Ok((
            None,
            Some(format!(
                "{}: lists can be ordered by rows that the role may see",
                self.show()
            )),
        ))
    }

    /// How many rows are seen behind a row.
    fn behind(&self, row: &crate::verify::rows::Row) -> Option<u64> {
        match self.aggregate {
            Some(aggregate) => row.get(aggregate)?.pointer("/aggregate/count")?.as_u64(),
            None => u64::try_from(row.get(self.relationship)?.as_array()?.len()).ok(),
        }
    }

    fn finding(&self, ctx: &Context<'_>, severity: Severity) -> Draft {
        META.live(severity)
            .way(self.show())
            .role(ctx.actor(self.who).role())
            .in_table(&self.table.name)
    }

    fn told(
        &self,
        ctx: &Context<'_>,
        draft: Draft,
        (summary, evidence): (String, Value),
        request: &GraphQlRequest,
    ) -> Finding {
        let caller = ctx.actor(self.who).caller();
        draft.told(Details {
            summary,
            request: ctx.show(&caller, request),
            evidence,
            remedy: "close the filter of the table behind the relationship; where it is \
                     closed, look for a proxy or an engine that orders by itself"
                .into(),
        })
    }
}
