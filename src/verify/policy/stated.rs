//! Whether the names in the policy mean anything here.

use std::collections::BTreeSet;

use serde_json::json;

use super::META;
use crate::config::policy::Mark;
use crate::config::{Policy, keys};
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::facts::{self, Facts, TableFacts};
use crate::verify::finding::Details;
use crate::verify::model::{Model, RoleTable};

/// Names to show at most.
const NAMES: usize = 20;

/// What is wrong with the names of tables, functions and owners, as far as this run saw them.
pub(crate) fn stated(ctx: &Context<'_>, policy: &Policy) -> Vec<Finding> {
    let mut findings = Vec::new();
    // Without the administrator a name that nobody sees may still be right.
    if ctx.admin.is_some() {
        let known = |written: &str| is_anywhere(ctx, written);
        findings.extend(unknown_tables(policy, known, &tables(ctx)));
        unknown_functions(ctx, policy, &mut findings);
    }
    if let Some(facts) = ctx.known_facts() {
        for table in &facts.tables {
            owners(ctx, table, &mut findings);
            marks(ctx, table, &mut findings);
        }
        overruled(ctx, facts, &mut findings);
    }
    findings
}

/// Tables of the policy that are not known, of which these are.
pub(crate) fn unknown_tables(
    policy: &Policy,
    is_known: impl Fn(&str) -> bool,
    tables: &BTreeSet<&str>,
) -> Vec<Finding> {
    let named = policy.shared.iter().map(|name| (name, "shared"));
    let named = named.chain(policy.public.keys().map(|name| (name, "public")));
    let named = named.chain(policy.owners.keys().map(|name| (name, "owners")));
    let unknown = named.filter(|(written, _)| !is_known(written));
    unknown
        .map(|(written, place)| {
            let draft = META.by_reading(Severity::Medium).part(place).part(written);
            draft.path(place).told(Details {
                summary: format!("the policy names the table {written}, and there is none"),
                request: String::new(),
                evidence: json!({ "tables": tables.iter().take(NAMES).collect::<Vec<_>>() }),
                remedy: corrected(written, tables.iter().copied()),
            })
        })
        .collect()
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

fn tables<'c>(ctx: &'c Context<'_>) -> BTreeSet<&'c str> {
    let tables = models(ctx).flat_map(|model| &model.tables);
    tables.map(RoleTable::name).collect()
}

/// Arguments for functions that nobody is offered: what they were written for is called without.
fn unknown_functions(ctx: &Context<'_>, policy: &Policy, findings: &mut Vec<Finding>) {
    let functions = || models(ctx).flat_map(|model| &model.functions);
    let known: BTreeSet<String> = functions()
        .flat_map(|function| [function.field.name.clone(), function.field.path()])
        .collect();
    for written in policy
        .arguments
        .keys()
        .filter(|name| !known.contains(*name))
    {
        let draft = META
            .by_reading(Severity::Medium)
            .part("arguments")
            .part(written);
        findings.push(draft.path("arguments").told(Details {
            summary: format!(
                "the policy has arguments for the function {written}, and there is none"
            ),
            request: String::new(),
            evidence: json!({ "functions": known.iter().take(NAMES).collect::<Vec<_>>() }),
            remedy: corrected(written, known.iter().map(String::as_str)),
        }));
    }
}

/// What to do about a name that means nothing.
fn corrected<'k>(written: &str, known: impl IntoIterator<Item = &'k str>) -> String {
    keys::nearest_of(written, known.into_iter()).map_or_else(
        || "correct the name, or take it out of the policy".to_owned(),
        |near| format!("did you mean {near}? Correct the name, or take it out of the policy"),
    )
}

/// Whose knowledge a name was looked for in, after "no such column is what".
fn known_to(ctx: &Context<'_>) -> &'static str {
    if ctx.admin.is_some() {
        "there is"
    } else {
        "these users see"
    }
}

/// Ways to owners that lead nowhere.
fn owners(ctx: &Context<'_>, table: &TableFacts, findings: &mut Vec<Finding>) {
    for way in facts::policy_owners(ctx, table).into_iter().flatten() {
        let Some(why) = facts::leads_nowhere(ctx, table, &way) else {
            continue;
        };
        let sees = known_to(ctx);
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

/// Columns of public rows that are not there: no row is public by them.
fn marks(ctx: &Context<'_>, table: &TableFacts, findings: &mut Vec<Finding>) {
    let Some(view) = ctx.widest(&table.type_name) else {
        return;
    };
    let columns: BTreeSet<&String> = table.marks.iter().flat_map(Mark::keys).collect();
    for column in columns {
        if view.column(column).is_some() {
            continue;
        }
        let sees = known_to(ctx);
        let draft = META
            .by_reading(Severity::Medium)
            .way("public")
            .table(&table.name)
            .part(column);
        let known: Vec<&str> = view.column_names();
        findings.push(draft.told(Details {
            summary: format!(
                "the policy says that rows of {} are public by their {column}, and no such column \
                 is what {sees}",
                table.name
            ),
            request: String::new(),
            evidence: json!({ "columns": known.iter().take(NAMES).collect::<Vec<_>>() }),
            remedy: corrected(column, known),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_means_nothing_is_corrected_where_one_is_near() {
        let known = ["search_notes", "near_me"];
        assert!(corrected("serach_notes", known).starts_with("did you mean search_notes?"));
        assert!(corrected("shops", known).starts_with("correct the name"));
    }
}
