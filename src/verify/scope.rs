//! What a run was asked to look at, and so what a verdict of *sound* is about: that each user sees
//! their own rows and no others takes every probe.

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
}
