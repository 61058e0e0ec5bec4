//! Checks a request against a role's schema, in Hasura's order and words (contracts: hasura
//! §3.4), and leaves behind a [`Field`] tree in which fragments, directives, variables and
//! defaults are gone. Nothing here knows what a table is.

mod collect;
mod describe;
mod fragments;
mod input;
mod scalar;

use std::collections::{HashMap, HashSet};

use apollo_compiler::Schema;
use apollo_compiler::ast::{OperationType, Selection};
use serde_json::{Map, Value};

use super::document::{Request, Variable, bind_variables};
use super::error::{GqlError, Path, quoted};
use collect::Collected;

/// One selected field, ready to be resolved.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Field {
    /// Name in the answer: the alias, if there is one.
    pub(crate) key: String,
    /// Name in the schema.
    pub(crate) name: String,
    /// Arguments with variables replaced; absent ones are absent.
    pub(crate) args: Map<String, Value>,
    /// Name of the type that the field returns, without list and non-null.
    pub(crate) type_name: String,
    /// What was selected below it; empty for a leaf.
    pub(crate) selection: Vec<Field>,
    /// Where it stands, as a JSON path.
    pub(crate) path: String,
}

/// Which inputs refuse an explicit null although their type is nullable (Hasura tells "absent"
/// from "null" so that a forgotten variable does not widen a filter).
#[derive(Debug, Default)]
pub(crate) struct NullRules {
    /// Input object types none of whose fields takes null.
    pub(crate) types: HashSet<String>,
    /// Single fields of input object types: the columns that cannot be null.
    pub(crate) fields: HashSet<(String, String)>,
}

impl NullRules {
    /// True if field `field` of input object `type_name` refuses null.
    pub(crate) fn refuses(&self, type_name: &str, field: &str) -> bool {
        self.types.contains(type_name)
            || self
                .fields
                .contains(&(type_name.to_owned(), field.to_owned()))
    }
}

/// What is being checked, against what.
pub(super) struct Validator<'a> {
    schema: &'a Schema,
    nulls: &'a NullRules,
    request: &'a Request,
    variables: HashMap<String, Variable>,
}

/// Checks the request and flattens it.
pub(crate) fn validate(
    schema: &Schema,
    nulls: &NullRules,
    request: &Request,
    given: &Map<String, Value>,
) -> Result<Vec<Field>, GqlError> {
    let operation = &request.operation;
    fragments::check(request)?;
    let Some(root) = schema.root_operation(operation.operation_type) else {
        let kind = match operation.operation_type {
            OperationType::Mutation => "mutations",
            OperationType::Query => "queries",
            OperationType::Subscription => "subscriptions",
        };
        return Err(GqlError::root(
            "validation-failed",
            format!("no {kind} exist"),
        ));
    };
    let variables = bind_variables(operation, given)?;
    fragments::check_variables(request, &variables, given)?;
    let validator = Validator {
        schema,
        nulls,
        request,
        variables,
    };
    let selections: Vec<&Selection> = operation.selection_set.iter().collect();
    let fields = validator.selection_set(&Path::Root, root, &selections)?;
    if operation.operation_type == OperationType::Subscription && fields.len() > 1 {
        return Err(GqlError::root(
            "validation-failed",
            "subscriptions must select one top level field",
        ));
    }
    Ok(fields)
}

impl Validator<'_> {
    /// Checks what was selected on an object type; `parent` is the path of the field that
    /// returned the object.
    fn selection_set(
        &self,
        parent: &Path<'_>,
        type_name: &str,
        selections: &[&Selection],
    ) -> Result<Vec<Field>, GqlError> {
        let path = parent.key("selectionSet");
        if selections.is_empty() {
            return Err(GqlError::validation(
                &path,
                format!("missing selection set for {}", quoted(type_name)),
            ));
        }
        let collected = self.collect(&path, type_name, selections)?;
        collected
            .iter()
            .map(|field| self.field(&path, type_name, field))
            .collect()
    }

    fn field(
        &self,
        set_path: &Path<'_>,
        type_name: &str,
        field: &Collected<'_>,
    ) -> Result<Field, GqlError> {
        let name = field.name();
        let path = set_path.key(name);
        if name == "__typename" {
            return Ok(Field {
                key: field.key.to_owned(),
                name: name.to_owned(),
                args: Map::new(),
                type_name: "String".to_owned(),
                selection: Vec::new(),
                path: path.to_string(),
            });
        }
        let definition = self.schema.type_field(type_name, name).map_err(|_| {
            GqlError::validation(
                &path,
                format!(
                    "field {} not found in type: {}",
                    quoted(name),
                    quoted(type_name)
                ),
            )
        })?;
        let inner = definition.ty.inner_named_type().as_str();
        let is_object = self
            .schema
            .types
            .get(inner)
            .is_some_and(apollo_compiler::schema::ExtendedType::is_object);
        if !is_object && !field.selections.is_empty() {
            return Err(GqlError::validation(
                &path,
                "unexpected subselection set for non-object field",
            ));
        }
        let args = self.arguments(&path, name, &definition.arguments, field.arguments())?;
        let selection = if is_object {
            self.selection_set(&path, inner, &field.selections)?
        } else {
            Vec::new()
        };
        self.check_directives(set_path, "a field", &field.directives)?;
        Ok(Field {
            key: field.key.to_owned(),
            name: name.to_owned(),
            args,
            type_name: inner.to_owned(),
            selection,
            path: path.to_string(),
        })
    }
}
