//! How findings are made: what a probe says of itself stands once, in its [`Meta`], and the id of
//! a finding is put together from its table, its way and its role.

use std::time::Duration;

use serde_json::Value;

use super::evidence::{Finding, ProbeResult, Proof, Ran, Severity, UNTRIED};
use super::fault::Fault;
use super::masking;
use crate::hasura::columns::is_masked;
use crate::hasura::metadata_files::Place;

/// What a probe says of itself.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Meta {
    /// Stable: up to P25 as in the list of contracts: hasura §10.1, then our own.
    pub id: &'static str,
    /// What holds when it passes.
    pub title: &'static str,
    /// Why it matters. Findings say it too, where they have no better reason of their own.
    pub why: &'static str,
    /// True when no verdict of *sound* can do without it.
    pub essential: bool,
    /// True when it looks at users' rows, and so rests on the positive control.
    pub uses_rows: bool,
    /// True when it runs only if it is asked for, by its id or by the option that is its own.
    pub on_request: bool,
    /// True when nothing else may run beside it: others rest on what it finds, or it changes what
    /// they would see.
    pub alone: bool,
}

impl Meta {
    /// What most probes are: needed, about rows, and always run.
    pub(crate) const USUAL: Self = Self {
        id: "",
        title: "",
        why: "",
        essential: true,
        uses_rows: true,
        on_request: false,
        alone: false,
    };

    /// Begins a finding that Hasura's answers show.
    pub(crate) fn live(&self, severity: Severity) -> Draft {
        self.draft(severity, Proof::Live)
    }

    /// Begins a finding that rests on the exported metadata or the schema alone.
    pub(crate) fn by_reading(&self, severity: Severity) -> Draft {
        self.draft(severity, Proof::Static)
    }

    /// Begins a finding about something that could not be looked at. Its id ends with the word by
    /// which a policy accepts just that: to accept a fault is not to accept that nobody looked.
    pub(crate) fn unproven(&self, severity: Severity) -> Draft {
        self.draft(severity, Proof::Unproven)
    }

    /// The probe with its result.
    pub(crate) const fn ran(&self, result: ProbeResult, elapsed: Duration) -> Ran {
        Ran {
            id: self.id,
            title: self.title,
            why: self.why,
            essential: self.essential,
            result,
            elapsed,
        }
    }

    fn draft(&self, severity: Severity, proof: Proof) -> Draft {
        Draft(Finding {
            id: self.id.to_owned(),
            severity,
            proof,
            table: None,
            path: None,
            role: None,
            place: None,
            summary: String::new(),
            request: String::new(),
            evidence: Value::Null,
            why: self.why.to_owned(),
            remedy: String::new(),
            fault: None,
            echoes: Vec::new(),
        })
    }
}

/// What a finding tells beside the place where it was found.
pub(crate) struct Details {
    /// What was seen, in one sentence.
    pub summary: String,
    /// A request that shows it, as shell lines.
    pub request: String,
    /// What came back.
    pub evidence: Value,
    /// How to close it.
    pub remedy: String,
}

/// A finding of which the place is being told. [`Draft::table`], [`Draft::way`], [`Draft::part`]
/// and [`Draft::role`] each add to the id, in the order in which they are called:
/// `P05:notes:list:user`.
pub(crate) struct Draft(Finding);

impl Draft {
    pub(crate) fn table(self, name: impl Into<String>) -> Self {
        let name = name.into();
        self.part(&name).in_table(name)
    }

    /// The root field or the way to it.
    pub(crate) fn way(self, way: impl Into<String>) -> Self {
        let way = way.into();
        self.part(&way).path(way)
    }

    /// The role asked as.
    pub(crate) fn role(self, role: impl Into<String>) -> Self {
        let role = role.into();
        self.part(&role).asked_as(role)
    }

    /// A part of the id that stands in no member of its own.
    pub(crate) fn part(mut self, part: &str) -> Self {
        self.0.id.push(':');
        self.0.id.push_str(part);
        self
    }

    /// The table, where the id does not name it.
    pub(crate) fn in_table(mut self, name: impl Into<String>) -> Self {
        self.0.table = Some(name.into());
        self
    }

    /// What could not be tried.
    pub(crate) fn untried(self) -> Draft {
        self.part(UNTRIED)
    }

    /// The way, where the id does not name it or has a word of its own for it.
    pub(crate) fn path(mut self, path: impl Into<String>) -> Self {
        self.0.path = Some(path.into());
        self
    }

    /// The role, where the id does not name it.
    pub(crate) fn asked_as(mut self, role: impl Into<String>) -> Self {
        self.0.role = Some(role.into());
        self
    }

    /// Where it stands, of what was read in files.
    pub(crate) fn at(mut self, place: Option<&Place>) -> Self {
        self.0.place = place.cloned();
        self
    }

    /// What is at fault; `None` where that is this finding's own.
    pub(crate) fn fault(mut self, fault: impl Into<Option<Fault>>) -> Self {
        self.0.fault = fault.into();
        self
    }

    /// Why this finding matters, in place of the probe's own reason.
    pub(crate) fn why(mut self, why: &str) -> Self {
        why.clone_into(&mut self.0.why);
        self
    }

    /// What is to be told of a value, where there is one.
    pub(crate) fn given<T>(self, value: Option<T>, tell: impl FnOnce(Self, T) -> Self) -> Self {
        match value {
            Some(value) => tell(self, value),
            None => self,
        }
    }

    /// The id as far as it has been told.
    pub(crate) fn id(&self) -> &str {
        &self.0.id
    }

    pub(crate) fn told(self, details: Details) -> Finding {
        Finding {
            summary: details.summary,
            request: details.request,
            evidence: masking::evidence(&details.evidence, &is_masked),
            remedy: details.remedy,
            ..self.0
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const META: Meta = Meta {
        id: "P99",
        title: "t",
        why: "w",
        ..Meta::USUAL
    };

    fn told(draft: Draft) -> Finding {
        draft.told(Details {
            summary: "s".into(),
            request: "r".into(),
            evidence: Value::Null,
            remedy: "m".into(),
        })
    }

    #[test]
    fn the_id_is_made_of_what_is_told_in_that_order() {
        let found = told(
            META.live(Severity::High)
                .table("notes")
                .way("list")
                .role("user"),
        );
        assert_eq!(found.id, "P99:notes:list:user");
        assert_eq!(found.table.as_deref(), Some("notes"));
        assert_eq!(found.path.as_deref(), Some("list"));
        assert_eq!(found.role.as_deref(), Some("user"));
        assert_eq!((found.why.as_str(), found.proof), ("w", Proof::Live));
    }

    #[test]
    fn what_the_id_does_not_name_is_told_all_the_same() {
        let found = told(
            META.by_reading(Severity::Info)
                .part("exp")
                .in_table("notes")
                .path("/console")
                .asked_as("user")
                .why("another"),
        );
        assert_eq!(found.id, "P99:exp");
        assert_eq!(found.table.as_deref(), Some("notes"));
        assert_eq!(found.path.as_deref(), Some("/console"));
        assert_eq!(found.role.as_deref(), Some("user"));
        assert_eq!(
            (found.why.as_str(), found.proof),
            ("another", Proof::Static)
        );
    }
}
