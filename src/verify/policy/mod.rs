//! What follows from the policy: findings that are accepted, and whether the policy itself holds.
//!
//! [`apply`] takes what the probes reported, marks what is accepted and adds a pseudo-probe,
//! `POL`, that never fails a run but says where the policy is out of date. [`stated`] checks the
//! names in it, [`views`] is what each role reaches, and [`draft`] writes a policy from it.

pub(crate) mod draft;
mod stated;
pub(crate) mod views;

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use time::{Date, OffsetDateTime};

pub(crate) use stated::{stated, unknown_tables};

use super::evidence::{
    Accepted, Finding, Gap, ProbeResult, Ran, Severity, Status, UNTRIED, untried,
};
use super::finding::{Details, Draft, Meta};
use crate::config::Policy;
use crate::config::policy::Acceptance;

/// The id of the pseudo-probe.
pub(crate) const ID: &str = "POL";

/// What the pseudo-probe says of itself.
pub(super) const META: Meta = Meta {
    id: ID,
    title: "the policy names what is there, and accepts what is found",
    why: "a policy that says what no longer is hides what is",
    essential: false,
    ..Meta::USUAL
};

/// Today, in UTC.
pub(crate) fn today() -> Date {
    OffsetDateTime::now_utc().date()
}

/// Marks the findings that the policy accepts on `today`, and adds what is wrong with the policy
/// itself to `stated`, what is wrong with the names in it.
pub(crate) fn apply(policy: &Policy, today: Date, stated: Vec<Finding>, ran: &mut Vec<Ran>) {
    let mut findings = stated;
    let mut notes = Vec::new();
    for acceptance in &policy.accept {
        let ids: Vec<&str> = ran
            .iter()
            .filter(|probe| probe.id == acceptance.probe())
            .flat_map(|probe| {
                let findings = probe.result.findings.iter();
                let echoes = probe.result.echoes.iter();
                findings
                    .filter(|finding| covers(acceptance, finding))
                    .map(|finding| finding.id.as_str())
                    .chain(
                        echoes
                            .map(|echo| echo.id.as_str())
                            .filter(|id| acceptance.covers(id)),
                    )
            })
            .chain(gap_of(acceptance, ran))
            .collect();
        if today > acceptance.until {
            findings.push(expired(policy, acceptance, &ids));
        } else if ids.is_empty() && looked(acceptance, ran) {
            findings.push(unused(policy, acceptance));
        } else if !ids.is_empty() {
            notes.push(format!(
                "{} accepted until {}: {}",
                ids.join(", "),
                acceptance.until,
                acceptance.reason
            ));
        }
    }
    let covered = |id: &str| {
        let mut acceptances = policy.accept.iter();
        acceptances.find(|one| today <= one.until && one.covers(id))
    };
    for probe in ran.iter_mut() {
        for echo in &mut probe.result.echoes {
            echo.accepted = covered(&echo.cause).or_else(|| covered(&echo.id)).is_some();
        }
        let accepted: BTreeMap<String, Accepted> = probe
            .result
            .findings
            .iter()
            .filter_map(|finding| {
                let acceptance = policy
                    .accept
                    .iter()
                    .find(|one| today <= one.until && covers(one, finding))?;
                let accepted = Accepted {
                    reason: acceptance.reason.clone(),
                    until: acceptance.until.to_string(),
                };
                Some((finding.id.clone(), accepted))
            })
            .collect();
        probe.result.accept(accepted);
        let gap = untried(probe.id);
        let mut acceptances = policy.accept.iter();
        if let Some(one) = acceptances.find(|one| today <= one.until && one.finding == gap) {
            probe.result.accept_gap(Accepted {
                reason: one.reason.clone(),
                until: one.until.to_string(),
            });
        }
    }
    let result = ProbeResult::of(findings).notes(notes);
    ran.push(META.ran(result, Duration::ZERO));
}

/// True when an acceptance is about a finding. What could not be looked at has to be meant: a `*`
/// at the end does not cover it.
fn covers(acceptance: &Acceptance, finding: &Finding) -> bool {
    acceptance.covers(&finding.id)
        && (!finding.is_unproven() || acceptance.finding.ends_with(UNTRIED))
}

/// The gap that an acceptance is about, where there is one. A `*` does not cover gaps: to accept
/// all findings is not to accept that they were never looked for.
fn gap_of<'p>(acceptance: &'p Acceptance, ran: &[Ran]) -> Option<&'p str> {
    ran.iter()
        .any(|probe| probe.result.gap.is_open() && acceptance.finding == untried(probe.id))
        .then_some(acceptance.finding.as_str())
}

/// True when the probe that an acceptance is about looked at all it could have found.
fn looked(acceptance: &Acceptance, ran: &[Ran]) -> bool {
    ran.iter().any(|probe| {
        probe.id == acceptance.probe()
            && !probe.result.gap.is_open()
            && (probe.result.status != Status::Skip || probe.result.gap == Gap::NotApplicable)
    })
}

fn expired(policy: &Policy, acceptance: &Acceptance, ids: &[&str]) -> Finding {
    let remedy = if ids.is_empty() {
        "it matches nothing that was found: take it out of the policy"
    } else {
        "close what it accepted, or decide again and give it another day"
    };
    about(acceptance, "expired").told(Details {
        summary: format!(
            "the acceptance of {} ended on {}",
            acceptance.finding, acceptance.until
        ),
        request: String::new(),
        evidence: written(policy, acceptance),
        remedy: remedy.into(),
    })
}

fn unused(policy: &Policy, acceptance: &Acceptance) -> Finding {
    about(acceptance, "unused").told(Details {
        summary: format!("nothing is found that {} accepts", acceptance.finding),
        request: String::new(),
        evidence: written(policy, acceptance),
        remedy: "take it out of the policy: it would hide the same fault when it comes back".into(),
    })
}

/// Begins a finding about an acceptance.
fn about(acceptance: &Acceptance, what: &str) -> Draft {
    META.by_reading(Severity::Medium)
        .part(what)
        .part(&acceptance.finding)
        .path("accept")
}

/// What stands in the policy.
fn written(policy: &Policy, acceptance: &Acceptance) -> Value {
    json!({
        "finding": acceptance.finding,
        "reason": acceptance.reason,
        "until": acceptance.until.to_string(),
        "in": line_of(policy, acceptance.line),
    })
}

/// File and line.
fn line_of(policy: &Policy, line: usize) -> String {
    match &policy.origin {
        crate::config::Origin::File { path, .. } => format!("{}:{line}", path.display()),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests;
