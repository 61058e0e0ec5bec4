//! What a run was asked to look at, and so what a verdict of *sound* is about: that each user sees
//! their own rows and no others takes every probe.

use super::evidence::{Ran, Status};
use super::verdict::Verdict;

/// Titles of probes to name in a sentence; more are counted.
const TITLES: usize = 4;

/// What was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    /// Every probe, of everything that the users reach.
    Everything,
    /// These probes, by their ids.
    Probes(Vec<String>),
    /// One query of the user's own.
    Query,
}

impl Scope {
    /// Of the ids that were given; none for all of them.
    pub(crate) fn of_probes(ids: &[String]) -> Self {
        let ids: Vec<String> = ids.iter().map(|id| id.trim().to_uppercase()).collect();
        if ids.is_empty() {
            Self::Everything
        } else {
            Self::Probes(ids)
        }
    }

    /// True for a probe that was asked for itself, and does not only come along.
    pub(super) fn means(&self, id: &str) -> bool {
        match self {
            Self::Everything | Self::Query => true,
            Self::Probes(ids) => ids.iter().any(|one| one == id),
        }
    }

    /// That there is more which nobody asked for; nothing where there is not.
    pub(crate) fn limit(&self) -> Option<String> {
        match self {
            Self::Everything => None,
            Self::Probes(ids) => {
                let verb = if ids.len() == 1 { "was" } else { "were" };
                Some(format!("only {} {verb} asked for", ids.join(", ")))
            }
            Self::Query => Some("only the query was looked at".to_owned()),
        }
    }

    /// The same beside a verdict's word: `P16 only`.
    pub(crate) fn mark(&self) -> Option<String> {
        match self {
            Self::Everything => None,
            Self::Probes(ids) => Some(format!("{} only", ids.join(", "))),
            Self::Query => Some("one query only".to_owned()),
        }
    }

    /// What a verdict means that was drawn from these probes.
    pub(super) fn meaning(&self, verdict: Verdict, probes: &[Ran]) -> String {
        match (verdict, self) {
            (Verdict::Sound, Self::Probes(_)) => {
                let only = self.limit().unwrap_or_default();
                format!("{only}, and {}", held(probes))
            }
            (Verdict::Sound, Self::Query) => {
                "the query shows each user their own rows and only those".to_owned()
            }
            _ => verdict.meaning().to_owned(),
        }
    }
}

/// What probes have shown, each by its title; one with a warning, or with something that was
/// accepted, has not shown all of it.
fn held(probes: &[Ran]) -> String {
    let holds = |probe: &&Ran| {
        probe.result.status == Status::Pass
            && probe.result.accepted.is_empty()
            && probe.result.accepted_gap.is_none()
    };
    let (held, rest): (Vec<&Ran>, Vec<&Ran>) = probes.iter().partition(holds);
    let titles: Vec<&str> = held.iter().take(TITLES).map(|probe| probe.title).collect();
    let more = match held.len().saturating_sub(TITLES) {
        0 => String::new(),
        more => format!("; and {more} more"),
    };
    let rest: Vec<&str> = rest.iter().map(|probe| probe.id).collect();
    let besides = if rest.is_empty() {
        String::new()
    } else {
        format!("; {} did not fail", rest.join(", "))
    };
    if titles.is_empty() {
        return format!(
            "no more is shown than that {} did not fail",
            rest.join(", ")
        );
    }
    format!("this holds: {}{more}{besides}", titles.join("; "))
}
