//! Columns with secrets, and tables that are nobody's business, in the permissions of any role.

use std::collections::BTreeSet;

use serde_json::json;

use super::tables::Table;
use super::{Look, p13_secret_columns};
use crate::hasura::columns::{self, Secrecy};
use crate::hasura::metadata::Columns;
use crate::operation::Operation;
use crate::verify::evidence::{Finding, Severity};
use crate::verify::finding::Details;
use crate::verify::rules::never_track;

use p13_secret_columns::META;

/// P13, by names.
pub(super) fn offered(look: &Look<'_>) -> Vec<Finding> {
    let all = look.tables.iter();
    let supertokens = never_track::among(all.map(|table| table.tracked.table.name.as_str()));
    let mut findings = Vec::new();
    for table in &look.tables {
        if never_track::is_one(&table.tracked.table.name, supertokens) {
            findings.extend(core_tables(look, table));
            continue;
        }
        for role in &look.roles {
            findings.extend(columns_of(look, table, &role.name));
        }
    }
    findings
}

/// Permissions on tables that only SuperTokens' core needs.
fn core_tables(look: &Look<'_>, table: &Table<'_>) -> Vec<Finding> {
    let permissions = table.tracked.select_permissions.iter().enumerate();
    permissions
        .map(|(number, permission)| {
            let role = &permission.role;
            META.by_reading(Severity::High)
                .table(&table.name)
                .way("tracked")
                .role(role)
                .at(look.at(table, "select", number, "columns"))
                .told(Details {
                    summary: format!(
                        "role {role} has a permission on a table that only SuperTokens' core needs"
                    ),
                    request: String::new(),
                    evidence: json!({ "columns": listed(&permission.permission.columns, table) }),
                    remedy: "untrack the table, or drop the role's permission on it".into(),
                })
        })
        .collect()
}

/// The names in a list of columns; all that are known, for `*`.
fn listed(columns: &Columns, table: &Table<'_>) -> BTreeSet<String> {
    match columns {
        Columns::List(names) => names.iter().cloned().collect(),
        Columns::Star(_) => table.columns.clone(),
    }
}

fn columns_of(look: &Look<'_>, table: &Table<'_>, role: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    let selects = table.tracked.select_permissions.iter().enumerate();
    for (number, one) in selects.filter(|(_, one)| one.role == role) {
        let columns = &one.permission.columns;
        for column in listed(columns, table) {
            let secrecy = table.secrets.get(&column);
            if matches!(secrecy, Some(Secrecy::Certain | Secrecy::ByName)) {
                findings.push(finding(look, (table, role), ("select", number), &column));
            }
        }
        if matches!(columns, Columns::Star(_)) {
            findings.push(every_column(look, table, role, number));
        }
    }
    // What SuperTokens' core keeps secret is nobody's to set either.
    for way in [Operation::Insert, Operation::Update] {
        let rules = table.tracked.write_permissions(way).iter().enumerate();
        for (number, one) in rules.filter(|(_, one)| one.role == role) {
            let columns = one.permission.columns.iter();
            for column in columns.flat_map(|columns| listed(columns, table)) {
                let certain = table.secrets.get(&column) == Some(&Secrecy::Certain);
                let id = format!("{}:{}:{column}:{role}", META.id, table.name);
                if certain && findings.iter().all(|one: &Finding| one.id != id) {
                    findings.push(finding(look, (table, role), (way.word(), number), &column));
                }
            }
        }
    }
    findings
}

fn finding(
    look: &Look<'_>,
    (table, role): (&Table<'_>, &str),
    (kind, number): (&str, usize),
    column: &str,
) -> Finding {
    META.by_reading(Severity::High)
        .table(&table.name)
        .way(column)
        .role(role)
        .at(look.at(table, kind, number, "columns"))
        .told(Details {
            summary: format!("role {role} is offered {column}, by its name a secret"),
            request: String::new(),
            evidence: json!({ "offered in": format!("the columns of its {kind} permission") }),
            remedy: format!(
                "take {column} from the columns of the role's permissions on this table"
            ),
        })
}

/// A permission for columns that are still to come: among SuperTokens' own there will be secrets.
fn every_column(look: &Look<'_>, table: &Table<'_>, role: &str, number: usize) -> Finding {
    let severity = if columns::has_some(&table.tracked.table.name) {
        Severity::Medium
    } else {
        Severity::Info
    };
    META.by_reading(severity)
        .table(&table.name)
        .way("every-column")
        .role(role)
        .at(look.at(table, "select", number, "columns"))
        .told(Details {
            summary: format!(
                "role {role} may read every column, also secrets that nobody named here and those \
                 that are still to come"
            ),
            request: String::new(),
            evidence: json!({ "columns": "*" }),
            remedy: "list the columns that the role needs in place of \"*\"".into(),
        })
}
