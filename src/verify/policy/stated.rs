//! Whether the names in the policy mean anything here.

use std::collections::BTreeSet;

use serde_json::json;

use super::META;
use crate::config::Policy;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::facts::{self, Facts, TableFacts};
use crate::verify::finding::Details;
use crate::verify::model::{Model, RoleTable};

/// What is wrong with the names of tables and owners, as far as this run saw tables.
pub(crate) fn stated(ctx: &Context<'_>, policy: &Policy) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Without the administrator a name that nobody sees may still be right.
    if ctx.admin.is_some() {
        let named = policy.shared.iter().map(|name| (name, "shared"));
        let named = named.chain(policy.owners.keys().map(|name| (name, "owners")));
        for (written, place) in named {
            if !is_anywhere(ctx, written) {
                let draft = META.by_reading(Severity::Medium).part(place).part(written);
                findings.push(draft.path(place).told(Details {
                    summary: format!("the policy names the table {written}, and there is none"),
                    request: String::new(),
                    evidence: json!({ "tables": tables(ctx) }),
                    remedy: "correct the name, or take it out of the policy".into(),
                }));
            }
        }
    }
    if let Some(facts) = ctx.known_facts() {
        for table in &facts.tables {
            owners(ctx, table, &mut findings);
        }
        overruled(ctx, facts, &mut findings);
    }
    findings
}

fn models<'c>(ctx: &'c Context<'_>) -> impl Iterator<Item = &'c Model> {
    let users = Who::BOTH.iter().map(|who| ctx.actor(*who).model.as_ref());
    users.chain(ctx.admin.as_ref().map(|admin| admin.model.as_ref()))
}

fn is_anywhere(ctx: &Context<'_>, written: &str) -> bool {
    models(ctx)
        .flat_map(|model| &model.tables)
        .any(|table| Policy::means(written, table.name(), &table.type_name))
}

fn tables(ctx: &Context<'_>) -> Vec<String> {
    let all: BTreeSet<&str> = models(ctx)
        .flat_map(|model| &model.tables)
        .map(RoleTable::name)
        .collect();
    all.into_iter().take(20).map(ToOwned::to_owned).collect()
}

/// Ways to owners that lead nowhere.
fn owners(ctx: &Context<'_>, table: &TableFacts, findings: &mut Vec<Finding>) {
    for way in facts::policy_owners(ctx, table).into_iter().flatten() {
        let Some(why) = facts::leads_nowhere(ctx, table, &way) else {
            continue;
        };
        let sees = if ctx.admin.is_some() {
            "there is"
        } else {
            "these users see"
        };
        let draft = META
            .by_reading(Severity::Medium)
            .way("owners")
            .table(&table.name)
            .part(&way.show());
        findings.push(draft.told(Details {
            summary: format!(
                "the policy says that {} names the owner, and no such column is what {sees}: {why}",
                way.show()
            ),
            request: String::new(),
            evidence: json!({ "owner": way.show() }),
            remedy: "write the names as GraphQL has them, relationships and column with dots between; an \
             admin secret shows columns that the users do not see"
                .into(),
        }));
    }
}

/// Filters that bind rows to something else than the policy's owner.
fn overruled(ctx: &Context<'_>, facts: &Facts, findings: &mut Vec<Finding>) {
    let mut told = BTreeSet::new();
    for table in &facts.tables {
        for (who, ways) in &table.overruled {
            let role = ctx.actor(*who).role();
            if !told.insert((&table.name, role)) {
                continue;
            }
            let owners: Vec<String> = facts::policy_owners(ctx, table)
                .into_iter()
                .flatten()
                .map(|way| way.show())
                .collect();
            let draft = META
                .by_reading(Severity::Medium)
                .way("filter")
                .table(&table.name)
                .part(role);
            findings.push(
                draft.told(Details {
                    summary: format!(
                        "the policy says that {} names the owner, and the filter of role {role} \
                     compares {} with the caller",
                        owners.join(", "),
                        ways.join(", ")
                    ),
                    request: String::new(),
                    evidence: json!({
                        "permission": facts::raw_filter(ctx, *who, table),
                        "policy": owners,
                    }),
                    remedy:
                        "compare the owner with X-Hasura-User-Id in the filter, or correct the \
                         policy"
                            .into(),
                }),
            );
        }
    }
}
