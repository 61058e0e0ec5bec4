//! From the text of a request to the one operation to run and the values of its variables.

use std::collections::HashMap;

use apollo_compiler::Node;
use apollo_compiler::ast::{
    Definition, Document, FragmentDefinition, OperationDefinition, Type, Value as Literal,
};
use serde_json::{Map, Value};

use super::error::{GqlError, Path};

/// The operation to run and the fragments it may refer to.
#[derive(Debug)]
pub(crate) struct Request {
    /// What to run.
    pub(crate) operation: Node<OperationDefinition>,
    /// Fragments by name.
    pub(crate) fragments: HashMap<String, Node<FragmentDefinition>>,
}

/// Reads the text and picks the operation.
pub(crate) fn read(text: &str, operation_name: Option<&str>) -> Result<Request, GqlError> {
    let not_graphql = || {
        let root = Path::Root;
        GqlError::validation(&root.key("query"), "not a valid graphql query")
    };
    let document = Document::parse(text, "query.graphql").map_err(|_| not_graphql())?;
    let mut operations = Vec::new();
    let mut fragments: HashMap<String, Node<FragmentDefinition>> = HashMap::new();
    for definition in document.definitions {
        match definition {
            Definition::OperationDefinition(operation) => operations.push(operation),
            Definition::FragmentDefinition(fragment) => {
                let name = fragment.name.to_string();
                if fragments.insert(name.clone(), fragment).is_some() {
                    return Err(GqlError::root(
                        "parse-failed",
                        format!("multiple definitions for fragment {}", Value::from(name)),
                    ));
                }
            }
            _ => return Err(not_graphql()),
        }
    }
    Ok(Request {
        operation: pick(operations, operation_name)?,
        fragments,
    })
}

fn pick(
    operations: Vec<Node<OperationDefinition>>,
    name: Option<&str>,
) -> Result<Node<OperationDefinition>, GqlError> {
    let Some(name) = name else {
        let [only] = <[_; 1]>::try_from(operations).map_err(|_| {
            GqlError::root(
                "validation-failed",
                "exactly one operation has to be present in the document when operationName is \
                 not specified",
            )
        })?;
        return Ok(only);
    };
    let wanted = |op: &Node<OperationDefinition>| op.name.as_ref().is_some_and(|n| n == name);
    operations.into_iter().find(wanted).ok_or_else(|| {
        GqlError::root(
            "validation-failed",
            format!(
                "no such operation found in the document: {}",
                Value::from(name)
            ),
        )
    })
}

/// A declared variable with the value it has in this request.
#[derive(Debug, Clone)]
pub(crate) struct Variable {
    pub(crate) ty: Type,
    /// True if the declaration has a default other than null.
    pub(crate) has_default: bool,
    /// The value, unless a nullable variable was left out.
    pub(crate) value: Option<VariableValue>,
}

/// Where a variable's value came from; messages describe the two differently.
#[derive(Debug, Clone)]
pub(crate) enum VariableValue {
    /// From the `variables` of the request.
    Given(Value),
    /// The default in the declaration.
    Default(Node<Literal>),
}

/// Binds declared variables to given values.
pub(crate) fn bind_variables(
    operation: &OperationDefinition,
    given: &Map<String, Value>,
) -> Result<HashMap<String, Variable>, GqlError> {
    let mut bound = HashMap::new();
    for declared in &operation.variables {
        let name = declared.name.as_str();
        let default = declared.default_value.as_ref();
        let value = match (given.get(name), default) {
            (Some(Value::Null), _) if declared.ty.is_non_null() => {
                return Err(GqlError::root(
                    "validation-failed",
                    format!(
                        "null value found for non-nullable type: \"{}\"",
                        declared.ty
                    ),
                ));
            }
            (Some(value), _) => Some(VariableValue::Given(value.clone())),
            (None, Some(default)) => Some(VariableValue::Default(default.clone())),
            (None, None) if declared.ty.is_non_null() => {
                return Err(GqlError::root(
                    "validation-failed",
                    format!("expecting a value for non-nullable variable: \"{name}\""),
                ));
            }
            (None, None) => None,
        };
        let variable = Variable {
            ty: (*declared.ty).clone(),
            has_default: default.is_some_and(|d| !d.is_null()),
            value,
        };
        if bound.insert(name.to_owned(), variable).is_some() {
            return Err(GqlError::root(
                "parse-failed",
                format!("multiple definitions for variable \"{name}\""),
            ));
        }
    }
    Ok(bound)
}
