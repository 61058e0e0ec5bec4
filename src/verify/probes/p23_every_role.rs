//! P23: whatever role a user may ask for, it shows them own rows and no others.
//!
//! ## What is tried
//!
//! A token names a default role, and other roles that `x-hasura-role` may choose in its place. For
//! each of those the probes of rows, columns and mutations (P05 to P15) are run again, with users
//! who ask for it. Inherited roles are roles like others. A role that both users may assume, or a
//! new user, is everybody's, and is judged like the default role. A role that only one of them may
//! assume was given to that user: what its filters let through counts as meant, and a note says so;
//! what goes beyond its filters, and secret columns, do not. Where only one user has a role, the
//! other one looks on in their own. Role `admin` has no filters; that a token allows it is P03's
//! finding.
//!
//! ## Why it matters
//!
//! `x-hasura-role` chooses among the allowed roles, so the widest of them is what a user really
//! has.
//!
//! ## Example
//!
//! Every token allows `user` and `support`, and `support` may select all of `notes`:
//!
//! ```text
//! curl https://api.example.com/v1/graphql -H "Authorization: Bearer $TOKEN" -H "x-hasura-role: support" -d …
//! ```
//!
//! ## How to close it
//!
//! Close the permission as the finding says. Or let the auth API put the role into the tokens of
//! those only who are meant to have it (`x-hasura-allowed-roles`).

// Allowed roles: contracts: hasura §3.7.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use futures_util::future::join_all;

use super::probe::Probe;
use super::{
    p05_own_rows, p06_by_pk, p07_aggregates, p08_planned_aggregates, p09_relationships,
    p10_conditions, p11_order_by, p12_error_texts, p13_secret_columns, p14_mutations,
    p15_subscriptions,
};
use crate::error::Result;
use crate::verify::actor::{Acting, Actor, Who, shared_roles};
use crate::verify::context::Context;
use crate::verify::evidence::{Cell, Finding, Gap, ProbeResult, Proof, Status};
use crate::verify::finding::Meta;
use crate::verify::model::Model;
use crate::verify::other_roles::{self, Role};
use crate::verify::role_schema;

/// The probes that are run again.
static AGAIN: [Probe; 11] = [
    p05_own_rows::PROBE,
    p06_by_pk::PROBE,
    p07_aggregates::PROBE,
    p08_planned_aggregates::PROBE,
    p09_relationships::PROBE,
    p10_conditions::PROBE,
    p11_order_by::PROBE,
    p12_error_texts::PROBE,
    p13_secret_columns::PROBE,
    p14_mutations::PROBE,
    p15_subscriptions::PROBE,
];

/// The probe whose findings count in a role that only one of the users has, too.
const SECRETS: &str = p13_secret_columns::META.id;

/// The probe of mutations.
const MUTATIONS: &str = p14_mutations::META.id;

pub(in crate::verify) const META: Meta = Meta {
    id: "P23",
    title: "every role that a token allows shows own rows and no others",
    why: "x-hasura-role chooses among the allowed roles, so the widest of them is what a user has",
    alone: true,
    ..Meta::USUAL
};

pub(super) const PROBE: Probe = Probe::new(META, |ctx| Box::pin(check(ctx)));
async fn check(ctx: &Context<'_>) -> Result<ProbeResult> {
    let roles = other_roles::roles(ctx);
    if let Some(reason) = other_roles::unknown(ctx) {
        return Ok(ProbeResult::not_possible(reason));
    }
    if roles.is_empty() {
        return Ok(ProbeResult::not_applicable(
            "the tokens allow no role beside the default one",
        ));
    }
    let mut told = Told::default();
    for role in &roles {
        look(ctx, role, &mut told).await?;
    }
    told.notes.extend(unreachable(ctx));
    Ok(told.result())
}

/// What the roles showed, put together.
#[derive(Default)]
struct Told {
    findings: Vec<Finding>,
    notes: Vec<String>,
    /// What could not be looked at.
    gaps: Vec<String>,
    /// Roles that were looked through.
    looked: usize,
    /// By table: how the roles ended there.
    cells: BTreeMap<String, BTreeMap<String, Status>>,
}

impl Told {
    fn result(self) -> ProbeResult {
        let cells = self.cells.into_iter().map(cell).collect();
        let result = ProbeResult::of(self.findings);
        if matches!(result.status, Status::Pass | Status::Warn) && !self.gaps.is_empty() {
            let open = ProbeResult::not_possible(self.gaps.join("; "));
            return ProbeResult {
                findings: result.findings,
                ..open
            }
            .notes(self.notes)
            .cells(cells);
        }
        if self.looked == 0 && result.findings.is_empty() {
            return ProbeResult::not_applicable(
                "Hasura has no permission for any other role that the tokens allow",
            )
            .notes(self.notes);
        }
        let mut notes = self.notes;
        notes.extend(self.gaps);
        result.notes(notes).cells(cells)
    }
}

/// One cell a table: the roles that leak there, or all of them.
fn cell((table, roles): (String, BTreeMap<String, Status>)) -> Cell {
    let rank = |status: &Status| match status {
        Status::Pass => 0,
        Status::Skip => 1,
        Status::Warn => 2,
        Status::Fail => 3,
    };
    let worst = roles.values().copied().max_by_key(rank);
    let status = worst.unwrap_or(Status::Pass);
    let names: Vec<&str> = roles
        .iter()
        .filter(|(_, one)| **one == status)
        .map(|(name, _)| name.as_str())
        .collect();
    Cell {
        table,
        way: "other roles",
        status,
        note: names.join(", "),
    }
}

/// Runs the probes again in one role.
async fn look(ctx: &Context<'_>, role: &Role, told: &mut Told) -> Result<()> {
    let name = &role.name;
    let Some(model) = model(ctx, role, told).await? else {
        return Ok(());
    };
    let (a, b) = (user(&ctx.a, role, &model), user(&ctx.b, role, &model));
    let inside = ctx.with_actors(a, b, writers(ctx, role, &model));
    told.looked += 1;
    told.notes.push(holders(ctx, role));
    for (again, result) in AGAIN.iter().zip(again(&inside).await) {
        let id = again.meta.id;
        let result = result?;
        if result.gap == Gap::NotPossible && again.meta.essential {
            let reason = result.reason.as_deref().unwrap_or("not tried");
            told.gaps.push(format!("{id} as {name}: {reason}"));
        }
        let (mine, meant): (Vec<Finding>, Vec<Finding>) = result
            .findings
            .into_iter()
            .filter(|finding| finding.role.as_deref() == Some(name))
            .partition(|finding| !role.granted || !is_meant(id, finding));
        told.notes.extend(meant.into_iter().map(|finding| {
            format!(
                "{}; it was given to one user, so that counts as meant",
                finding.summary
            )
        }));
        let writes = id == MUTATIONS && inside.writers.is_some();
        if id == p05_own_rows::META.id || writes {
            let reason = result.reason.iter().filter(|_| writes);
            let notes = result.notes.iter().chain(reason);
            told.notes
                .extend(notes.map(|note| format!("as {name}: {note}")));
        }
        if id == p05_own_rows::META.id {
            told.gaps.extend(nothing_seen(&inside, role).await?);
        }
        for cell in &result.cells {
            if model.tables.iter().any(|table| table.name() == cell.table) {
                note_cell(told, &cell.table, name, Status::Pass);
            }
        }
        for finding in mine {
            let status = ProbeResult::of(vec![finding.clone()]).status;
            if let Some(table) = &finding.table {
                note_cell(told, table, name, status);
            }
            told.findings.push(retold(ctx, role, finding));
        }
    }
    Ok(())
}

/// The results of the probes in their order; neighbours run at once, as in the run itself.
async fn again(inside: &Context<'_>) -> Vec<Result<ProbeResult>> {
    let mut results = Vec::new();
    for together in AGAIN.chunk_by(|one, next| !one.meta.alone && !next.meta.alone) {
        let runs = together.iter().map(|probe| (probe.run)(inside));
        results.extend(join_all(runs).await);
    }
    results
}

fn note_cell(told: &mut Told, table: &str, role: &str, status: Status) {
    let roles = told.cells.entry(table.to_owned()).or_default();
    let known = roles.entry(role.to_owned()).or_insert(status);
    if *known == Status::Pass || status == Status::Fail {
        *known = status;
    }
}

/// True for what a role that was given to one user may well be meant to do: what the metadata
/// permits it, and mutations.
fn is_meant(probe: &str, finding: &Finding) -> bool {
    probe != SECRETS && (finding.proof == Proof::Static || probe == MUTATIONS)
}

/// The model of a role as its first holder sees it; `None` where there is nothing to look at.
async fn model(ctx: &Context<'_>, role: &Role, told: &mut Told) -> Result<Option<Arc<Model>>> {
    let Some(first) = role.holders.first() else {
        return Ok(None);
    };
    let asking = user(ctx.actor(*first), role, &Arc::default());
    match role_schema::of(&ctx.client, &asking, ctx.admin.as_ref()).await? {
        Ok(reached) if reached.model.tables.is_empty() && reached.model.mutations.is_empty() => {
            told.notes.push(format!(
                "role {}: allowed, and Hasura has no permission on any table for it",
                role.name
            ));
            Ok(None)
        }
        Ok(reached) => {
            told.notes.extend(reached.note);
            Ok(Some(reached.model))
        }
        Err(reason) => {
            told.gaps
                .push(format!("role {} cannot look: {reason}", role.name));
            Ok(None)
        }
    }
}

/// A user in the role, or in their own where they may not assume it; then only the tables count
/// that the role reaches.
fn user(actor: &Actor, role: &Role, model: &Arc<Model>) -> Actor {
    if role.holders.contains(&actor.who) {
        let acting = Acting {
            role: role.name.clone(),
            granted: role.granted,
        };
        return actor.acting_as(acting, Arc::clone(model));
    }
    let tables = actor
        .model
        .tables
        .iter()
        .filter(|table| model.table(&table.type_name).is_some());
    let model = Model {
        tables: tables.cloned().collect(),
        ..Model::default()
    };
    Actor {
        model: Arc::new(model),
        ..actor.clone()
    }
}

/// The throw-away users who write, in the role, where both may assume it.
fn writers(ctx: &Context<'_>, role: &Role, model: &Arc<Model>) -> Option<Box<[Actor; 2]>> {
    let pair = ctx.writers.as_deref()?;
    let acting = Acting {
        role: role.name.clone(),
        granted: false,
    };
    let in_role = |writer: &Actor| writer.acting_as(acting.clone(), Arc::clone(model));
    shared_roles(pair)
        .contains(&role.name)
        .then(|| Box::new(pair.each_ref().map(in_role)))
}

fn holders(ctx: &Context<'_>, role: &Role) -> String {
    match role.holders.as_slice() {
        [one] if role.granted => format!(
            "looked through role {}, which of the two users only {} may assume: what its filters \
             let through counts as meant",
            role.name,
            ctx.actor(*one).label
        ),
        [one] => format!(
            "looked through role {}, which {}, a new user, may assume",
            role.name,
            ctx.actor(*one).label
        ),
        _ => format!(
            "looked through role {}, which both users may assume",
            role.name
        ),
    }
}

/// Why seeing nothing of others proves nothing in this role: nobody sees anything, and no
/// administrator says what its filters mean.
async fn nothing_seen(inside: &Context<'_>, role: &Role) -> Result<Option<String>> {
    if inside.admin.is_some() {
        return Ok(None);
    }
    let facts = inside.facts().await?;
    let seen = facts.tables.iter().any(|table| {
        role.holders
            .iter()
            .any(|who| !table.seen(*who).rows.is_empty())
    });
    Ok((!seen).then(|| {
        format!(
            "as {} nobody sees any row, which proves nothing without the administrator's view",
            role.name
        )
    }))
}

/// A finding under this probe's name.
fn retold(ctx: &Context<'_>, role: &Role, finding: Finding) -> Finding {
    let everybodys = if role.granted {
        String::new()
    } else {
        format!(
            "; if {} is meant for a few, no other token may allow it",
            role.name
        )
    };
    let asked = ctx
        .actor(*role.holders.first().unwrap_or(&Who::A))
        .default_role();
    Finding {
        id: format!("{}:{}", META.id, finding.id),
        summary: format!(
            "as {}, which x-hasura-role chooses in place of {asked}: {}",
            role.name, finding.summary
        ),
        remedy: format!("{}{everybodys}", finding.remedy),
        ..finding
    }
}

/// Roles of the metadata that neither token allows: nothing was asked in them.
fn unreachable(ctx: &Context<'_>) -> Option<String> {
    let export = ctx.admin.as_ref()?.export()?;
    let allowed: BTreeSet<&String> = [&ctx.a, &ctx.b]
        .into_iter()
        .flat_map(|user| &user.claims.allowed_roles)
        .collect();
    let others: Vec<String> = export
        .metadata
        .roles()
        .into_iter()
        .filter(|role| !allowed.contains(role))
        .collect();
    (!others.is_empty()).then(|| {
        format!(
            "the metadata has roles that neither token allows, and nothing was asked in them: {}",
            others.join(", ")
        )
    })
}
