//! From what probes found to a report.

use std::collections::BTreeSet;

use super::actor::Who;
use super::causes;
use super::context::Context;
use super::evidence::{Gap, Ran, untried};
use super::policy;
use super::scope::Scope;
use super::verdict::{self, Verdict};

/// What a run looked at.
#[derive(Clone, Debug)]
pub(crate) enum Subject {
    /// Hasura, at this address.
    Endpoint(String),
    /// Metadata in files.
    Files {
        /// The file, or the directory.
        root: String,
        /// The roles that were looked through.
        roles: Vec<String>,
    },
}

/// What a run found.
#[derive(Debug)]
pub(crate) struct Report {
    /// What it proved.
    pub verdict: Verdict,
    /// What was to be looked at.
    pub scope: Scope,
    /// Why it is not sound.
    pub reasons: Vec<String>,
    /// What it does not reach: all but the probes that were asked for, tables of which only a sample
    /// was looked at, and what could not be tried and was accepted as such.
    pub limits: Vec<String>,
    /// Names of the tables that either user can list, sorted.
    pub table_names: Vec<String>,
    /// The users, as reports call them.
    pub users: Vec<String>,
    /// The role of the first user.
    pub role: String,
    /// True when the administrator's view served as ground truth.
    pub admin: bool,
    /// What was looked at.
    pub subject: Subject,
    /// How many tables the first user's role can list.
    pub tables: usize,
    /// The probes, in the order in which they ran.
    pub probes: Vec<Ran>,
    /// Facts about the run itself.
    pub notes: Vec<String>,
}

fn table_names(ctx: &Context<'_>) -> Vec<String> {
    let all: BTreeSet<String> = Who::BOTH
        .iter()
        .flat_map(|who| ctx.actor(*who).model.listed())
        .map(|(table, _)| table.name().to_owned())
        .collect();
    all.into_iter().collect()
}

/// What a verdict of *sound* does not reach.
fn limits(ctx: &Context<'_>, scope: &Scope, probes: &[Ran]) -> Vec<String> {
    let untried = probes
        .iter()
        .filter(|probe| probe.result.accepted_gap.is_some())
        .map(|probe| {
            let reason = probe.result.reason.as_deref().unwrap_or("not tried");
            format!("{} was not tried: {reason}", probe.id)
        });
    let sampled = ctx
        .known_facts()
        .into_iter()
        .flat_map(|facts| &facts.tables)
        .filter_map(|facts| facts.left_out());
    let accepted = probes.iter().flat_map(|probe| {
        let unproven = probe.result.findings.iter();
        unproven
            .filter(|finding| finding.is_unproven() && probe.result.acceptance(finding).is_some())
            .map(|finding| format!("{}: {}", probe.id, finding.summary))
    });
    scope
        .limit()
        .into_iter()
        .chain(untried)
        .chain(accepted)
        .chain(sampled)
        .collect()
}

/// How a run can be sound without what cannot be tried here. The positive control is no such
/// thing: without it nothing else says anything.
fn way_out(probes: &[Ran]) -> Option<String> {
    let open = |probe: &&Ran| probe.essential && probe.result.gap == Gap::NotPossible;
    let gaps: Vec<&Ran> = probes.iter().filter(open).collect();
    if gaps.iter().any(|probe| probe.id == verdict::CONTROL) {
        return None;
    }
    let mut ids: Vec<String> = gaps.iter().map(|probe| untried(probe.id)).collect();
    let unproven = probes.iter().flat_map(|probe| probe.result.counting());
    ids.extend(
        unproven
            .filter(|finding| finding.is_unproven())
            .map(|finding| finding.id.clone()),
    );
    if ids.is_empty() {
        return None;
    }
    Some(format!(
        "what cannot be tried here can be accepted in the policy, with a reason and a last day: {}",
        ids.join(", ")
    ))
}

impl Report {
    /// The report of a run that was to look at this.
    pub(crate) fn new(
        ctx: &Context<'_>,
        scope: Scope,
        mut probes: Vec<Ran>,
        mut notes: Vec<String>,
    ) -> Self {
        causes::fold(ctx, &mut probes);
        if let Some(policy) = &ctx.policy {
            let stated = policy::stated(ctx, policy);
            policy::apply(policy, policy::today(), stated, &mut probes);
        }
        let (verdict, reasons) = verdict::draw(&probes, &scope);
        if verdict == Verdict::Unproven && !ctx.is_open() {
            notes.extend(way_out(&probes));
        }
        Self {
            verdict,
            reasons,
            limits: limits(ctx, &scope, &probes),
            scope,
            table_names: table_names(ctx),
            users: Who::BOTH
                .iter()
                .map(|who| ctx.actor(*who).label.clone())
                .collect(),
            role: ctx.a.role().to_owned(),
            admin: ctx.admin.is_some(),
            subject: Subject::Endpoint(ctx.url().to_string()),
            tables: ctx.a.model.listed().count(),
            probes,
            notes,
        }
    }

    /// What the verdict means.
    pub(crate) fn meaning(&self) -> String {
        self.verdict.meaning(&self.scope, &self.probes)
    }

    /// The report of a run that could not look.
    pub(crate) fn unproven(reason: String, users: Vec<String>, endpoint: String) -> Self {
        Self {
            verdict: Verdict::Unproven,
            scope: Scope::Everything,
            reasons: vec![reason],
            limits: Vec::new(),
            table_names: Vec::new(),
            users,
            role: String::new(),
            admin: false,
            subject: Subject::Endpoint(endpoint),
            tables: 0,
            probes: Vec::new(),
            notes: Vec::new(),
        }
    }
}
