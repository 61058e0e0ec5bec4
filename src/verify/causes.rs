//! One cause, one finding: what probes found of one fault is folded into the finding that shows it
//! best, which lists the others as echoes.
//!
//! A select permission that lets rows out is met by the list, by key, through every relationship
//! that leads to the table, and again in each role that inherits it. It is one fault, closed in one
//! place. A way that shows more than the permission lets out has a fault of its own, and stays a
//! finding. Each probe remembers which of its findings are told elsewhere: it failed all the same.

use std::collections::{BTreeMap, BTreeSet};

use super::actor::Who;
use super::context::Context;
use super::evidence::{Echo, Finding, Proof, Ran};
use super::fault::Fault;
use super::probes::{p13_secret_columns, p14_mutations, p23_every_role};
use super::rows::Key;
use crate::operation::Operation;

/// The probes of what a permission gives beside rows.
const OF_PERMISSIONS: [&str; 2] = [p13_secret_columns::META.id, p14_mutations::META.id];

/// What findings have in common that are told as one.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Cause {
    /// What it is about, such as the type name of a table.
    about: String,
    /// What is wrong there.
    what: String,
    /// The roles whose permissions are at fault: a role that inherits one has none of its own.
    roles: BTreeSet<String>,
}

/// A finding with the place that it was taken from.
struct Taken {
    probe: usize,
    finding: Finding,
}

/// Folds the findings of all probes.
pub(super) fn fold(ctx: &Context<'_>, ran: &mut [Ran]) {
    let mut causes: BTreeMap<Cause, Vec<Taken>> = BTreeMap::new();
    for (probe, one) in ran.iter_mut().enumerate() {
        let findings = std::mem::take(&mut one.result.findings);
        for finding in findings {
            match cause(ctx, &finding) {
                Some(cause) => causes
                    .entry(cause)
                    .or_default()
                    .push(Taken { probe, finding }),
                None => one.result.findings.push(finding),
            }
        }
    }
    unite(&mut causes);
    for mut taken in causes.into_values() {
        taken.sort_by_cached_key(|one| strength(&one.finding));
        let mut taken = taken.into_iter();
        let Some(mut first) = taken.next() else {
            continue;
        };
        for echo in taken {
            ran[echo.probe].result.echoes.push(Echo {
                id: echo.finding.id.clone(),
                severity: echo.finding.severity,
                table: echo.finding.table.clone(),
                cause: first.finding.id.clone(),
                accepted: false,
            });
            first.finding.echoes.push(echo.finding);
        }
        ran[first.probe].result.findings.push(first.finding);
    }
    for one in ran {
        let findings = &mut one.result.findings;
        findings.sort_by(|a, b| b.severity.cmp(&a.severity).then_with(|| a.id.cmp(&b.id)));
    }
}

/// What shows a fault best comes first: the worst, what was seen before what was read, what holds
/// for every role, then the role that users have anyway; of that the probes in their order, the
/// plain list, short ways before long ones.
fn strength(finding: &Finding) -> impl Ord + use<> {
    let plain = plain(finding);
    let path = finding.path.as_deref().unwrap_or_default();
    (
        std::cmp::Reverse(finding.severity),
        finding.proof == Proof::Static,
        finding.role.is_some(),
        plain.len() < finding.id.len(),
        probe(plain).to_owned(),
        path != "list",
        path.matches('.').count(),
        finding.id.clone(),
    )
}

/// The id without the word that it is about a role beside the default one.
fn plain(finding: &Finding) -> &str {
    let rest = finding.id.strip_prefix(p23_every_role::META.id);
    rest.and_then(|rest| rest.strip_prefix(':'))
        .unwrap_or(&finding.id)
}

/// The probe that an id begins with.
fn probe(id: &str) -> &str {
    id.split(':').next().unwrap_or_default()
}

/// The cause of a finding, as far as it can be told.
fn cause(ctx: &Context<'_>, finding: &Finding) -> Option<Cause> {
    let role = finding.role.clone().unwrap_or_default();
    match &finding.fault {
        Some(Fault::Permission { table, .. }) => Some(Cause {
            about: table.clone(),
            what: String::new(),
            roles: selecting(ctx, table, &role).unwrap_or_else(|| [role].into()),
        }),
        Some(Fault::Named(what)) => Some(Cause {
            about: String::new(),
            what: what.clone(),
            roles: BTreeSet::new(),
        }),
        None => inherited(ctx, finding, &role),
    }
}

/// The roles that have the select permissions of which a role's is made; `None` where nothing
/// tells.
fn selecting(ctx: &Context<'_>, type_name: &str, role: &str) -> Option<BTreeSet<String>> {
    let admin = ctx.admin.as_ref()?;
    let selects = admin
        .export()?
        .metadata
        .selects(admin.tracked(type_name)?, role);
    let roles: BTreeSet<String> = selects.iter().map(|one| one.role.clone()).collect();
    (!roles.is_empty()).then_some(roles)
}

/// What else the probes of permissions find is the same in each role that has all of its
/// permissions on a table from the same roles.
fn inherited(ctx: &Context<'_>, finding: &Finding, role: &str) -> Option<Cause> {
    let plain = plain(finding);
    if !OF_PERMISSIONS.contains(&probe(plain)) {
        return None;
    }
    let admin = ctx.admin.as_ref()?;
    let metadata = &admin.export()?.metadata;
    let name = finding.table.as_deref()?;
    let mut named = metadata
        .tables()
        .filter(|(_, one)| one.table.qualified() == name);
    let (Some((_, table)), None) = (named.next(), named.next()) else {
        return None;
    };
    let selects = metadata.selects(table, role);
    let selects = selects.iter().map(|one| format!("select as {}", one.role));
    let writes = Operation::ALL.into_iter().flat_map(|operation| {
        let writes = metadata.writes(table, role, operation);
        let word = operation.word();
        writes
            .into_iter()
            .map(move |one| format!("{word} as {}", one.role))
    });
    let roles: BTreeSet<String> = selects.chain(writes).collect();
    let what = plain.strip_suffix(role).unwrap_or(plain).to_owned();
    (!roles.is_empty()).then(|| Cause {
        about: name.to_owned(),
        what,
        roles,
    })
}

/// Where a role inherits from several, what it meets is the fault of those permissions that let
/// the same rows out on their own. Rows that none of them lets out have another cause.
fn unite(causes: &mut BTreeMap<Cause, Vec<Taken>>) {
    let several: Vec<Cause> = causes
        .keys()
        .filter(|cause| cause.what.is_empty() && cause.roles.len() > 1)
        .cloned()
        .collect();
    for whole in several {
        let parts: Vec<&Cause> = causes
            .keys()
            .filter(|part| part.about == whole.about && part.what.is_empty())
            .filter(|part| part.roles.len() < whole.roles.len())
            .filter(|part| part.roles.is_subset(&whole.roles))
            .collect();
        let known = rows(parts.iter().filter_map(|part| causes.get(part)).flatten());
        let met = rows(causes.get(&whole).into_iter().flatten());
        let explained = met.is_subset(&known);
        let seen = causes.get(&whole).is_some_and(|taken| {
            let mut all = taken.iter();
            all.all(|one| matches!(&one.finding.fault, Some(Fault::Permission { rows, .. }) if !rows.is_empty()))
        });
        let strongest = parts.into_iter().min_by_key(|part| {
            let taken = causes.get(part).into_iter().flatten();
            taken.map(|one| strength(&one.finding)).min()
        });
        let Some(strongest) = strongest.filter(|_| explained && seen).cloned() else {
            continue;
        };
        let moved = causes.remove(&whole).unwrap_or_default();
        causes.entry(strongest).or_default().extend(moved);
    }
}

/// The rows that came out, and to whom.
fn rows<'t>(taken: impl Iterator<Item = &'t Taken>) -> BTreeSet<(Who, &'t Key)> {
    let mut all = BTreeSet::new();
    for one in taken {
        if let Some(Fault::Permission { who, rows, .. }) = &one.finding.fault {
            all.extend(rows.iter().map(|row| (*who, row)));
        }
    }
    all
}
