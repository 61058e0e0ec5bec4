//! One reason why Hasura would refuse a token.

/// One reason why Hasura would refuse a token, in its words and in ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    /// Stable code of ours, `jwt.what`.
    pub code: &'static str,
    /// Row of the error tables (contracts: hasura §2.2, §2.4), such as `A7` or `C12`.
    pub row: &'static str,
    /// Hasura's `extensions.code`.
    pub hasura_code: &'static str,
    /// Hasura's message. The tail after the last colon differs between its versions.
    pub hasura_text: String,
    /// What is wrong and what to do, for a person.
    pub explanation: String,
}

impl Problem {
    /// A token that fails before its claims are looked at (rows A…).
    pub(super) fn token(
        code: &'static str,
        row: &'static str,
        text: impl AsRef<str>,
        explanation: impl Into<String>,
    ) -> Self {
        Self {
            code,
            row,
            hasura_code: "invalid-jwt",
            hasura_text: format!("Could not verify JWT: {}", text.as_ref()),
            explanation: explanation.into(),
        }
    }

    /// Claims that Hasura cannot use (rows C…).
    pub(super) fn claims(
        code: &'static str,
        row: &'static str,
        hasura_code: &'static str,
        text: impl Into<String>,
        explanation: impl Into<String>,
    ) -> Self {
        Self {
            code,
            row,
            hasura_code,
            hasura_text: text.into(),
            explanation: explanation.into(),
        }
    }
}
