//! Filters and the claims that they read, told from the metadata.

use serde_json::json;

use super::META;
use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::fault::Fault;
use crate::verify::finding::Details;
use crate::verify::rules::{patterns, variables};

/// Filters that need a session variable which the token has not, in tables that no list was
/// asked of: whoever gets there meets an error (contracts: hasura §2.5).
pub(super) fn nobody_carries(ctx: &Context<'_>, live: &[Finding]) -> Vec<Finding> {
    let Some((admin, metadata)) = ctx
        .admin
        .as_ref()
        .and_then(|admin| Some((admin, &admin.export()?.metadata)))
    else {
        return Vec::new();
    };
    let mut findings = Vec::new();
    for who in Who::BOTH {
        let actor = ctx.actor(who);
        for (_, table) in metadata.tables() {
            let Some(filter) = metadata.select_filter(table, actor.role()) else {
                continue;
            };
            let missing = variables::missing(filter.condition.variables(), |name| {
                actor.variable(name).is_some()
            });
            let name = table.table.qualified();
            let draft = META
                .by_reading(Severity::Medium)
                .fault(Fault::of_errors(&name, actor.role()))
                .table(name)
                .part("error")
                .role(actor.role())
                .why("Hasura answers with an error in place of rows");
            if missing.is_empty() || live.iter().any(|finding| finding.id == draft.id()) {
                continue;
            }
            findings.push(
                draft.told(Details {
                    summary: format!(
                        "the filter of role {} needs {}, which the token of {} does not carry",
                        actor.role(),
                        missing.join(", "),
                        actor.label
                    ),
                    request: ctx.show_export(admin),
                    evidence: json!({ "permission": filter }),
                    remedy: "add the session variable to the token, or correct its name in the \
                         permission"
                        .into(),
                }),
            );
        }
    }
    findings
}

/// Filters that take a claim for a pattern.
pub(super) fn as_patterns(ctx: &Context<'_>) -> Vec<Finding> {
    let Some((admin, export)) = ctx
        .admin
        .as_ref()
        .and_then(|admin| Some((admin, admin.export()?)))
    else {
        return Vec::new();
    };
    let roles = Who::BOTH.map(|who| ctx.actor(who).role());
    let tables = roles.iter().flat_map(|role| {
        let tables = export.metadata.tables();
        tables.map(move |(_, table)| (*role, table))
    });
    tables
        .filter_map(|(role, table)| {
            let filter = export.metadata.select_filter(table, role)?;
            let found = patterns::of(&filter.condition);
            (!found.is_empty()).then(|| {
                META.by_reading(Severity::Medium)
                    .table(table.table.qualified())
                    .part("pattern")
                    .role(role)
                    .path("list")
                    .why(patterns::WHY)
                    .told(Details {
                        summary: patterns::summary(role, "filter", &found),
                        request: ctx.show_export(admin),
                        evidence: json!({ "permission": filter }),
                        remedy: patterns::REMEDY.into(),
                    })
            })
        })
        .collect()
}
