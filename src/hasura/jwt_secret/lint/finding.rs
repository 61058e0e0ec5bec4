//! What a rule has to say.

/// How much it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Severity {
    /// Hasura does not start with it, or does what nobody meant.
    Error,
    /// It works, and may bite.
    Warning,
    Info,
}

impl Severity {
    /// The word for it.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Info => "info",
        }
    }
}

/// One thing that a rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Finding {
    /// The rule (contracts: hasura §1.10).
    pub id: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// JSON pointer to the place within the value (RFC 6901); empty for the value itself.
    pub at: String,
    /// What is wrong. Never holds a key's text.
    pub problem: String,
    /// What to do about it.
    pub remedy: String,
}

impl Finding {
    fn new(
        id: &'static str,
        severity: Severity,
        at: &str,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        let at = if at.is_empty() {
            String::new()
        } else {
            format!("/{at}")
        };
        Self {
            id,
            severity,
            at,
            problem: problem.into(),
            remedy: remedy.into(),
        }
    }

    pub(super) fn error(
        id: &'static str,
        at: &str,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::new(id, Severity::Error, at, problem, remedy)
    }

    pub(super) fn warning(
        id: &'static str,
        at: &str,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::new(id, Severity::Warning, at, problem, remedy)
    }

    pub(super) fn info(
        id: &'static str,
        at: &str,
        problem: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self::new(id, Severity::Info, at, problem, remedy)
    }
}
