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

/// What is offered without credentials.
#[derive(Default)]
pub(super) struct Offered {
    pub(super) findings: Vec<Finding>,
    pub(super) note: Option<String>,
    /// Changes of rows of which nothing says whose they are.
    pub(super) untold: Vec<String>,
}

/// The changes of users' rows that are offered without credentials.
pub(super) fn offered_to(
    ctx: &Context<'_>,
    facts: &Facts,
    caller: &Caller,
    model: &Model,
) -> Offered {
    let mut all = Offered::default();
    let mut inserts = Vec::new();
    // Whose rows are by permissions, only these say.
    let admin = ctx.admin.as_ref();
    let unread = admin.is_none_or(|admin| admin.export().is_none());
    for write in &model.writes {
        let Some(table) = written(ctx, facts, write) else {
            continue;
        };
        let inserts_rows = write.kind.operation() == Operation::Insert;
        if !table.changes_matter() {
            if unread && !table.shared && !inserts_rows {
                all.untold.push(format!(
                    "{} is offered without credentials, and without the permissions nothing says \
                     whose the rows of {} are",
                    write.name, table.name
                ));
            }
            continue;
        }
        let names_owner = || {
            let paths = table.owner_paths.iter();
            let direct = paths.filter(|path| path.through.is_empty());
            let ties = table.tied().into_iter().flat_map(|tied| &tied.ties);
            let mut telling = direct.map(|path| &path.column).chain(ties);
            telling.any(|name| write.columns.iter().any(|column| column.name == *name))
        };
        if inserts_rows && !names_owner() {
            inserts.push(table.name.as_str());
            if unread {
                all.untold.push(format!(
                    "{} is offered without credentials, and without the permissions nothing says \
                     in whose name rows of {} are made: headers may",
                    write.name, table.name
                ));
            }
            continue;
        }
        let found = offered(ctx, caller, table, write);
        if all.findings.iter().all(|known| known.id != found.id) {
            all.findings.push(found);
        }
    }
    inserts.dedup();
    all.note = (!inserts.is_empty()).then(|| {
        format!(
            "rows may be inserted without credentials, as a form on a site does: {}",
            inserts.join(", ")
        )
    });
    all
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
