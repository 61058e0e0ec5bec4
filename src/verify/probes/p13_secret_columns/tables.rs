//! What the metadata says of whole tables: those that should not be tracked, and permissions for
//! every column there will ever be.

use std::collections::BTreeSet;

use serde_json::json;

use super::SecretColumns;
use crate::hasura::metadata::{Metadata, Table};
use crate::supertokens::tables::secret_columns;
use crate::verify::actor::Who;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::{Finding, Proof, Severity};
use crate::verify::probes::Probe as _;
use crate::verify::rules::{every_column, never_track};

pub(super) fn suspicions(
    probe: &SecretColumns,
    ctx: &Context<'_>,
    who: Who,
    metadata: &Metadata,
    live: &[Finding],
    notes: &mut BTreeSet<String>,
) -> Vec<Finding> {
    let mut findings = Vec::new();
    let role = ctx.actor(who).role();
    let all = || metadata.tables().map(|(_, table)| table);
    let supertokens = never_track::among(all().map(|table| table.table.name.as_str()));
    for table in all().filter(|table| never_track::is_one(&table.table.name, supertokens)) {
        let name = table.table.qualified();
        if metadata.selects(table, role).is_empty() {
            notes.insert(format!(
                "{name} is tracked; no user reaches it, and one careless permission would change \
                 that: untrack it"
            ));
            continue;
        }
        findings.push(finding(
            probe,
            ctx,
            who,
            table,
            "tracked",
            format!("role {role} has a permission on a table that only SuperTokens' core needs"),
            "untrack the table, or drop the role's permission on it",
        ));
    }
    for table in every_column::tables(metadata, role) {
        let name = table.table.qualified();
        if live
            .iter()
            .any(|finding| finding.table.as_ref() == Some(&name))
        {
            continue;
        }
        if secret_columns::has_some(&table.table.name) {
            findings.push(finding(
                probe,
                ctx,
                who,
                table,
                "every-column",
                format!(
                    "role {role} may read every column, also those that a later version of \
                     SuperTokens adds"
                ),
                "list the columns that the role needs in place of \"*\"",
            ));
        } else {
            notes.insert(format!(
                "{name}: role {role} may read every column, also those to come (columns: \"*\")"
            ));
        }
    }
    findings
}

fn finding(
    probe: &SecretColumns,
    ctx: &Context<'_>,
    who: Who,
    table: &Table,
    path: &str,
    summary: String,
    remedy: &str,
) -> Finding {
    let role = ctx.actor(who).role();
    let name = table.table.qualified();
    let command = json!({ "type": "export_metadata", "version": 2, "args": {} });
    let request = ctx.admin.as_ref().map_or_else(String::new, |admin| {
        Caller::admin(admin.secret.clone()).show_body(&ctx.client.url("/v1/metadata"), &command)
    });
    let columns = table
        .select_permission(role)
        .map(|permission| match &permission.columns {
            crate::hasura::metadata::Columns::Star(star) => json!(star),
            crate::hasura::metadata::Columns::List(columns) => json!(columns),
        });
    Finding {
        id: format!("P13:{name}:{path}:{role}"),
        severity: Severity::Medium,
        proof: Proof::Static,
        table: Some(name),
        path: Some(path.to_owned()),
        role: Some(role.to_owned()),
        summary,
        request,
        evidence: json!({ "columns": columns }),
        why: probe.why().to_owned(),
        remedy: remedy.to_owned(),
    }
}
