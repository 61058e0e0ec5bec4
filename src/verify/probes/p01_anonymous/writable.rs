//! Changes of users' rows that are offered without credentials; none is sent.

use serde_json::json;

use super::META;
use crate::hasura::{GraphQlRequest, introspection};
use crate::operation::Operation;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::facts::{Facts, TableFacts};
use crate::verify::finding::Details;
use crate::verify::model::{Model, Write};

/// The changes of users' rows that are offered without credentials.
pub(super) fn offered_to(
    ctx: &Context<'_>,
    facts: &Facts,
    caller: &Caller,
    model: &Model,
) -> (Vec<Finding>, Option<String>) {
    let mut findings: Vec<Finding> = Vec::new();
    let mut inserts = Vec::new();
    for write in &model.writes {
        let Some(table) = written(ctx, facts, write).filter(|table| table.owned()) else {
            continue;
        };
        let names_owner = || {
            let mut direct = table
                .owner_paths
                .iter()
                .filter(|path| path.through.is_empty());
            direct.any(|path| {
                write
                    .columns
                    .iter()
                    .any(|column| column.name == path.column)
            })
        };
        if write.kind.operation() == Operation::Insert && !names_owner() {
            inserts.push(table.name.as_str());
            continue;
        }
        let found = offered(ctx, caller, table, write);
        if findings.iter().all(|known| known.id != found.id) {
            findings.push(found);
        }
    }
    inserts.dedup();
    let note = (!inserts.is_empty()).then(|| {
        format!(
            "rows may be inserted without credentials, as a form on a site does: {}",
            inserts.join(", ")
        )
    });
    (findings, note)
}

fn offered(ctx: &Context<'_>, caller: &Caller, table: &TableFacts, write: &Write) -> Finding {
    let (verb, name) = (write.kind.operation().word(), &write.name);
    META.by_reading(Severity::High)
        .table(&table.name)
        .part(verb)
        .part("anonymous")
        .path(name)
        .told(Details {
            summary: format!(
                "{name} is offered without credentials, and the rows of {} \
                         belong to users",
                table.name
            ),
            request: ctx.show(caller, &GraphQlRequest::new(introspection::QUERY)),
            evidence: json!({ "mutation": name,
            "columns": write.columns.iter().map(|column| &column.name).collect::<Vec<_>>() }),
            remedy: format!(
                "take the {verb} permission from the role that \
                         HASURA_GRAPHQL_UNAUTHORIZED_ROLE names"
            ),
        })
}

/// The table of a mutation, whether or not its rows can be read without credentials.
fn written<'f>(ctx: &Context<'_>, facts: &'f Facts, write: &Write) -> Option<&'f TableFacts> {
    facts.tables.iter().find(|table| {
        ctx.widest(&table.type_name)
            .is_some_and(|known| write.is_of(known))
    })
}
