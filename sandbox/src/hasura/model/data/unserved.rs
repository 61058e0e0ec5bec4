//! What metadata or a database holds and this double does not serve.

use serde_json::{Value, json};

/// One such thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unserved {
    /// `function`, `action`, `trigger`, …
    pub kind: &'static str,
    pub name: String,
    /// What that means for whoever asks.
    pub meaning: &'static str,
    /// Rows can be reached by it on a real engine, so that nothing seen here is a proof about it.
    pub hides_rows: bool,
}

impl Unserved {
    /// Something by which rows can be reached.
    pub(crate) fn way(kind: &'static str, name: impl Into<String>, meaning: &'static str) -> Self {
        Self {
            hides_rows: true,
            ..Self::within(kind, name, meaning)
        }
    }

    /// Something within what is served.
    pub(crate) fn within(
        kind: &'static str,
        name: impl Into<String>,
        meaning: &'static str,
    ) -> Self {
        Self {
            kind,
            name: name.into(),
            meaning,
            hides_rows: false,
        }
    }

    /// As the metadata API shows it.
    pub(crate) fn json(&self) -> Value {
        json!({
            "type": self.kind,
            "name": self.name,
            "reason": self.meaning,
            "hides_rows": self.hides_rows,
        })
    }
}

impl std::fmt::Display for Unserved {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.kind, self.name, self.meaning)
    }
}
