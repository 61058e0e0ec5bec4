//! Session variables that a permission names.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The name of a session variable as it was written; names that differ in the case of letters are
/// the same.
#[derive(Clone, Debug)]
pub(crate) struct Variable(String);

impl Variable {
    /// A text that is the name of a session variable.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let start = text.get(..9)?;
        start
            .eq_ignore_ascii_case("x-hasura-")
            .then(|| Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(super) fn in_lower_case(&self) -> Self {
        Self(self.0.to_ascii_lowercase())
    }

    /// True for the role, which is the same for everybody who has it.
    pub(crate) fn is_role(&self) -> bool {
        self.0.eq_ignore_ascii_case("x-hasura-role")
    }

    pub(crate) fn is_user_id(&self) -> bool {
        self.0.eq_ignore_ascii_case("x-hasura-user-id")
    }
}

impl PartialEq for Variable {
    fn eq(&self, other: &Self) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

/// The session variables in presets by column, in lower case.
pub(crate) fn preset_variables(set: &Value) -> BTreeSet<String> {
    let values = set.as_object().into_iter().flat_map(Map::values);
    let variables = values.filter_map(|value| Variable::read(value.as_str()?));
    variables.map(|name| name.0.to_lowercase()).collect()
}

/// True when something among these variables is the caller's own: the role is not.
pub(crate) fn names_caller(variables: &BTreeSet<String>) -> bool {
    variables.iter().any(|name| name != "x-hasura-role")
}
