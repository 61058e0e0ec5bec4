//! The walk down a request, one selection set after the other.

use apollo_compiler::Schema;
use apollo_compiler::ast::{OperationType, Selection};
use serde_json::{Map, Value};

use super::super::document::{Request, bind_variables};
use super::super::error::{GqlError, Path, quoted};
use super::collect::Collected;
use super::field::{Field, NullRules};
use super::fragments;
use super::validator::Validator;

/// Checks the request and flattens it.
pub(crate) fn validate(
    schema: &Schema,
    nulls: &NullRules,
    request: &Request,
    given: &Map<String, Value>,
) -> Result<Vec<Field>, GqlError> {
    let operation = &request.operation;
    fragments::check(request)?;
    let kind = match operation.operation_type {
        OperationType::Query => "a query",
        OperationType::Mutation => "a mutation",
        OperationType::Subscription => "a subscription",
    };
    // Whole operations are neither skipped nor included.
    let misplaced = |name: &str| matches!(name, "skip" | "include");
    let mut directives = operation.directives.iter();
    if let Some(directive) = directives.find(|directive| misplaced(&directive.name)) {
        return Err(GqlError::root(
            "validation-failed",
            format!(
                "directive {} is not allowed on {kind}",
                quoted(&directive.name)
            ),
        ));
    }
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
    pub(super) fn selection_set(
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
