//! `__schema` and `__type`, answered by the GraphQL library from the role's schema.

use apollo_compiler::ast::{
    Argument, Definition, DirectiveList, Document, Field as AstField, OperationDefinition,
    OperationType, Selection, Value as Literal,
};
use apollo_compiler::collections::HashMap;
use apollo_compiler::introspection::partial_execute;
use apollo_compiler::response::JsonMap;
use apollo_compiler::validation::Valid;
use apollo_compiler::{Name, Node};
use serde_json::Value;

use super::error::GqlError;
use super::schema::RoleSchema;
use super::validate::Field;
use crate::hasura::model::session::Session;

/// Refuses introspection to a role that may not.
pub(super) fn check(
    fields: &[Field],
    session: &Session,
    may_introspect: bool,
) -> Result<(), GqlError> {
    if may_introspect || !fields.iter().any(|field| is_introspection(&field.name)) {
        return Ok(());
    }
    let role = Value::from(session.role.as_str());
    Err(GqlError::root(
        "not-supported",
        format!("introspection is disabled for role: {role}"),
    ))
}

/// True for the two root fields that describe the schema.
pub(super) fn is_introspection(name: &str) -> bool {
    matches!(name, "__schema" | "__type")
}

/// The value of one of these root fields.
pub(super) fn resolve(schema: &RoleSchema, field: &Field) -> Result<Value, GqlError> {
    let failed = |reason: String| GqlError::root("unexpected", reason);
    let operation = OperationDefinition {
        operation_type: OperationType::Query,
        name: None,
        variables: Vec::new(),
        directives: DirectiveList::default(),
        selection_set: vec![Selection::Field(Node::new(to_ast(field)))],
    };
    let mut document = Document::new();
    document
        .definitions
        .push(Definition::OperationDefinition(Node::new(operation)));
    let document = document
        .to_executable(&schema.schema)
        .map_err(|error| failed(error.errors.to_string()))?;
    // Validated before, in Hasura's words.
    let document = Valid::assume_valid(document);
    let operation = document
        .operations
        .get(None)
        .map_err(|error| failed(error.message().to_string()))?;
    let variables = Valid::assume_valid(JsonMap::new());
    let answer = partial_execute(
        &schema.schema,
        // There are no interfaces.
        &HashMap::default(),
        &document,
        operation,
        &variables,
    )
    .map_err(|error| failed(error.message().to_string()))?;
    let data = serde_json::to_value(&answer.data).map_err(|error| failed(error.to_string()))?;
    Ok(data.get(&field.key).cloned().unwrap_or_default())
}

/// Back to the library's form, with variables and fragments already gone.
fn to_ast(field: &Field) -> AstField {
    let arguments = field.args.iter().map(|(name, value)| {
        let value = match value {
            Value::Bool(flag) => Literal::Boolean(*flag),
            Value::String(text) => Literal::String(text.clone()),
            // Introspection has no other arguments.
            _ => Literal::Null,
        };
        Node::new(Argument {
            name: Name::new_unchecked(name),
            value: Node::new(value),
        })
    });
    AstField {
        alias: Some(Name::new_unchecked(&field.key)),
        name: Name::new_unchecked(&field.name),
        arguments: arguments.collect(),
        directives: DirectiveList::default(),
        selection_set: field
            .selection
            .iter()
            .map(|inner| Selection::Field(Node::new(to_ast(inner))))
            .collect(),
    }
}
