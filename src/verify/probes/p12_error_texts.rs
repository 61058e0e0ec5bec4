//! P12: errors name no column that the role is not offered.
//!
//! ## What is tried
//!
//! Queries name a column that no table has: in `distinct_on`, in `order_by`, in `where`, and in the
//! columns of a count; where there are many tables, in one of these places for most. The error that comes back may list what the role may use, and nothing else.
//! Only queries are sent; no mutation is ever sent to look at its error.
//!
//! ## Why it matters
//!
//! A schema that keeps columns back is of no use when an error tells their names. Names say where
//! to look next: `password_hash`, `is_admin`.
//!
//! ## Example
//!
//! A typing error is answered with the administrator's list of columns:
//!
//! ```text
//! expected one of the values ['id', 'title', 'internal_rating'] for type 'notes_select_column'
//! ```
//!
//! ## How to close it
//!
//! Hasura lists only what the role may use. Look for a proxy that asks as administrator on behalf
//! of users, or an engine that answers by itself.

// A value that an enum does not have is answered with those that it has (contracts: hasura §3.4).
// The enums of mutations are made of the same columns.

use std::collections::BTreeSet;

use serde_json::json;

use super::probe::Probe;
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, ProbeResult, Severity};
use crate::verify::finding::{Details, Meta};
use crate::verify::model::document;
use crate::verify::model::{RoleTable, RootField};
use crate::verify::pool;

/// Tables to try in every place; in each further one a wrong column is put in one place, another
/// from table to table. What words an error is an engine's or a proxy's, not a table's.
const THOROUGH: usize = 20;

/// A column that no table has.
const NOTHING: &str = "st_hasura_no_such_column";

pub(in crate::verify) const META: Meta = Meta {
    id: "P12",
    title: "errors name only columns that the role is offered",
    why: "what a schema keeps back is of no use when an error tells it",
    essential: false,
    uses_rows: false,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let mut cases = Vec::new();
    let mut roles = BTreeSet::new();
    for who in Who::BOTH {
        // A schema is a role's, not a user's.
        if !roles.insert(ctx.actor(who).role()) {
            continue;
        }
        for (number, (table, field)) in ctx.actor(who).model.listed().enumerate() {
            let mut requests = requests(table, field);
            if number >= THOROUGH && !requests.is_empty() {
                requests = vec![requests.swap_remove(number % requests.len())];
            }
            cases.extend(requests.into_iter().map(|(where_, request)| WrongColumn {
                who,
                table,
                field,
                where_,
                request,
            }));
        }
    }
    let looks = pool::each(cases, ctx.width, |case| async move { case.look(ctx).await }).await;
    let mut findings = Vec::new();
    for look in looks {
        findings.extend(look?);
    }
    Ok(ProbeResult::of(findings))
}

/// Where a wrong column is put, with the request.
fn requests(table: &RoleTable, field: &RootField) -> Vec<(&'static str, GraphQlRequest)> {
    let mut requests = Vec::new();
    if let Some(arg) = &field.args.distinct {
        let text = format!("{}: [{NOTHING}]", arg.name);
        requests.push(("distinct_on", document::list_by_text(field, &text)));
    }
    if let Some(order) = &field.args.order_by {
        let text = format!("{}: {{{NOTHING}: {}}}", order.arg.name, order.ascending);
        requests.push(("order_by", document::list_by_text(field, &text)));
    }
    if let Some(arg) = &field.args.filter {
        let text = format!("{}: {{{NOTHING}: {{_is_null: true}}}}", arg.name);
        requests.push(("where", document::list_by_text(field, &text)));
    }
    if let Some(aggregate) = &table.aggregate {
        let query = document::ListQuery::default();
        let wanted = format!("count(columns: [{NOTHING}])");
        requests.push(("count", document::aggregate(aggregate, &query, &wanted)));
    }
    requests
}

/// A request for a column that is not there.
struct WrongColumn<'a> {
    who: Who,
    table: &'a RoleTable,
    field: &'a RootField,
    where_: &'static str,
    request: GraphQlRequest,
}

impl WrongColumn<'_> {
    async fn look(&self, ctx: &Context<'_>) -> Result<Option<Finding>> {
        let actor = ctx.actor(self.who);
        let answer = ctx.ask(&actor.caller(), &self.request).await?;
        let Some(words) = answer.first_error() else {
            return Ok(None);
        };
        let offered = self.offered();
        let hidden: BTreeSet<&str> = ctx
            .admin
            .as_ref()
            .and_then(|admin| admin.model.table(&self.table.type_name))
            .map(|table| table.column_names().into_iter().collect())
            .unwrap_or_default();
        let named: BTreeSet<&str> = in_quotes(&words)
            .into_iter()
            .filter(|name| !offered.contains(name))
            .filter(|name| hidden.contains(name) || listed(&words, name))
            .collect();
        if named.is_empty() {
            return Ok(None);
        }
        Ok(Some(
            META.live(Severity::Medium)
                .table(self.table.name())
                .part(self.where_)
                .role(actor.role())
                .path(format!("{} {}", self.field.path(), self.where_))
                .told(Details {
                    summary: format!(
                        "an error names columns that role {} is not offered: {}",
                        actor.role(),
                        named.iter().copied().collect::<Vec<_>>().join(", ")
                    ),
                    request: ctx.show(&actor.caller(), &self.request),
                    evidence: json!({ "error": words }),
                    remedy: "Hasura lists what the role may use; look for a proxy that asks as \
                     administrator, or an engine that answers by itself"
                        .into(),
                }),
        ))
    }

    /// What the role is offered of the table.
    fn offered(&self) -> BTreeSet<&str> {
        let order = self.field.args.order_by.iter();
        order
            .flat_map(|order| order.columns.iter().map(String::as_str))
            .chain(self.table.column_names())
            .collect()
    }
}

/// The words that stand in quotes, single or double: which of the two changed between versions.
fn in_quotes(text: &str) -> Vec<&str> {
    text.split(['\'', '"'])
        .skip(1)
        .step_by(2)
        .filter(|word| *word != NOTHING)
        .collect()
}

/// True for a word in the list of values that an error gives.
fn listed(text: &str, word: &str) -> bool {
    let Some(list) = text
        .split_once("one of the values [")
        .and_then(|(_, rest)| rest.split_once(']'))
        .map(|(list, _)| list)
    else {
        return false;
    };
    in_quotes(list).contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_read_in_either_quotes() {
        let text = "expected one of the values ['id', 'secret'] for type 'T_select_column', but \
                    found 'st_hasura_no_such_column'";
        assert_eq!(in_quotes(text), ["id", "secret", "T_select_column"]);
        assert!(listed(text, "secret") && !listed(text, "T_select_column"));
        assert_eq!(in_quotes(&text.replace('\'', "\""))[1], "secret");
    }
}
