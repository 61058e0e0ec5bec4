//! What a request is checked against.

use std::collections::HashMap;

use apollo_compiler::Schema;

use super::super::document::{Request, Variable};
use super::field::NullRules;

/// What is being checked, against what.
pub(super) struct Validator<'a> {
    pub(super) schema: &'a Schema,
    pub(super) nulls: &'a NullRules,
    pub(super) request: &'a Request,
    pub(super) variables: HashMap<String, Variable>,
}
