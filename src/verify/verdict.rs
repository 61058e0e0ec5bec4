//! From results to a verdict.

use super::evidence::{Gap, Ran, Status};
use super::scope::Scope;
use crate::exit::Exit;

/// What a run proved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// What was looked at holds; where that was everything, each user sees own rows and only those.
    Sound,
    /// Something reaches who should not have it.
    Leak,
    /// A user cannot see their own rows.
    Blind,
    /// The run could not look.
    Unproven,
}

impl Verdict {
    /// The word in reports.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Sound => "sound",
            Self::Leak => "leak",
            Self::Blind => "blind",
            Self::Unproven => "unproven",
        }
    }

    /// In a sentence, of what these probes showed.
    pub(super) fn meaning(self, scope: &Scope, probes: &[Ran]) -> String {
        let words = match (self, scope) {
            (Self::Sound, Scope::Everything) => "each user sees their own rows and only those",
            (Self::Sound, Scope::Query) => {
                "the query shows each user their own rows and only those"
            }
            (Self::Sound, Scope::Probes(_)) => {
                let only = scope.limit().unwrap_or_default();
                let asked = probes.iter().filter(|probe| scope.means(probe.id));
                return format!("{only}, and {}", held(asked));
            }
            (Self::Leak, _) => "rows or rights reach somebody who should not have them",
            (Self::Blind, _) => "a user cannot see rows of their own",
            (Self::Unproven, _) => "nothing was proved",
        };
        words.to_owned()
    }

    /// The exit status: CI listens to 8; 3 means that nothing was proved.
    pub(crate) const fn exit(self) -> Exit {
        match self {
            Self::Sound => Exit::Ok,
            Self::Leak | Self::Blind => Exit::Permission,
            Self::Unproven => Exit::Unreachable,
        }
    }
}

/// Titles of probes to name in a sentence; more are counted.
const TITLES: usize = 4;

/// What probes have shown, each by its title; one with a warning, or with something that was
/// accepted, has not shown all of it.
fn held<'r>(probes: impl Iterator<Item = &'r Ran>) -> String {
    let holds = |probe: &&Ran| {
        probe.result.status == Status::Pass
            && probe.result.accepted.is_empty()
            && probe.result.accepted_gap.is_none()
    };
    let (held, rest): (Vec<&Ran>, Vec<&Ran>) = probes.partition(holds);
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

/// The id of the positive control.
pub(super) const CONTROL: &str = "P24";

/// Draws the verdict, with the reasons for anything but *sound*.
///
/// A failed probe decides. Without one, an essential probe that could not be tried leaves the
/// run unproven: a check that was not made is never taken for one that passed. A probe that had
/// nothing to be tried on is no gap, unless it is all that was asked for.
pub(crate) fn draw(ran: &[Ran], scope: &Scope) -> (Verdict, Vec<String>) {
    let failed: Vec<&Ran> = ran
        .iter()
        .filter(|probe| probe.result.status == Status::Fail)
        .collect();
    let of = |probes: &[&Ran]| {
        probes
            .iter()
            .filter(|probe| !probe.result.is_echo())
            .map(|probe| format!("{} failed: {}", probe.id, probe.title))
            .collect()
    };
    if failed.iter().any(|probe| probe.id != CONTROL) {
        return (Verdict::Leak, of(&failed));
    }
    if !failed.is_empty() {
        return (Verdict::Blind, of(&failed));
    }
    let mut gaps: Vec<String> = ran
        .iter()
        .filter(|probe| probe.essential && probe.result.gap == Gap::NotPossible)
        .map(|probe| {
            let reason = probe.result.reason.as_deref().unwrap_or("not tried");
            format!("{} was not tried: {reason}", probe.id)
        })
        .collect();
    gaps.extend(ran.iter().filter_map(unproven));
    if !gaps.is_empty() {
        return (Verdict::Unproven, gaps);
    }
    // What a policy lets be sound without it is settled as well.
    let tried =
        |probe: &Ran| probe.result.status != Status::Skip || probe.result.gap == Gap::Accepted;
    if !ran.iter().filter(|probe| scope.means(probe.id)).any(tried) {
        return (Verdict::Unproven, vec!["no probe was tried".into()]);
    }
    (Verdict::Sound, Vec::new())
}

/// What a probe found that it could not look at, the first of it in full.
fn unproven(probe: &Ran) -> Option<String> {
    let mut findings = probe.result.counting().filter(|found| found.is_unproven());
    let first = findings.next()?;
    let more = match findings.count() {
        0 => String::new(),
        more => format!("; and {more} more that could not be looked at"),
    };
    Some(format!("{}: {}{more}", probe.id, first.summary))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verify::evidence::ProbeResult;
    use std::time::Duration;

    fn ran(id: &'static str, result: ProbeResult) -> Ran {
        Ran {
            id,
            title: "t",
            why: "w",
            essential: true,
            result,
            elapsed: Duration::ZERO,
        }
    }

    fn failed() -> ProbeResult {
        ProbeResult {
            status: Status::Fail,
            ..ProbeResult::pass()
        }
    }

    #[test]
    fn a_leak_outweighs_blindness_which_outweighs_gaps() {
        let verdict = |probes: Vec<Ran>| draw(&probes, &Scope::Everything).0;
        let pass = || ran("P05", ProbeResult::pass());
        let gap = || ran("P06", ProbeResult::not_possible("x"));
        assert_eq!(verdict(vec![pass()]), Verdict::Sound);
        assert_eq!(verdict(vec![pass(), gap()]), Verdict::Unproven);
        assert_eq!(verdict(vec![gap(), ran("P24", failed())]), Verdict::Blind);
        assert_eq!(
            verdict(vec![ran("P05", failed()), ran("P24", failed())]),
            Verdict::Leak
        );
        let idle = ran("P06", ProbeResult::not_applicable("x"));
        assert_eq!(verdict(vec![pass(), idle.clone()]), Verdict::Sound);
        assert_eq!(verdict(vec![idle.clone()]), Verdict::Unproven);
        // What comes along does not stand for what was asked for.
        let along = [ran("P24", ProbeResult::pass()), idle];
        assert_eq!(
            draw(&along, &Scope::of_probes(&["p06".into()])).0,
            Verdict::Unproven
        );
        assert_eq!(draw(&along, &Scope::Everything).0, Verdict::Sound);
        assert_eq!(verdict(Vec::new()), Verdict::Unproven);
    }
}
