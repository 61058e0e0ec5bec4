//! What Hasura checks before it looks at the schema: fragments exist and do not form a cycle,
//! variables are declared and used.

use std::collections::{HashMap, HashSet};

use apollo_compiler::Node;
use apollo_compiler::ast::{Argument, DirectiveList, Selection, Value as Literal};
use serde_json::{Map, Value};

use crate::hasura::graphql::document::{Request, Variable};
use crate::hasura::graphql::error::{GqlError, Path};

/// Refuses fragments that are missing or refer to themselves.
pub(super) fn check(request: &Request) -> Result<(), GqlError> {
    let mut walk = Walk {
        request,
        done: HashSet::new(),
        stack: Vec::new(),
    };
    walk.selections(&Path::Root, &request.operation.selection_set)
}

struct Walk<'a> {
    request: &'a Request,
    done: HashSet<&'a str>,
    stack: Vec<&'a str>,
}

impl<'a> Walk<'a> {
    fn selections(&mut self, path: &Path<'_>, selections: &'a [Selection]) -> Result<(), GqlError> {
        let set = path.key("selectionSet");
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    self.selections(&set.key(&field.name), &field.selection_set)?;
                }
                Selection::InlineFragment(inline) => {
                    self.selections(path, &inline.selection_set)?;
                }
                Selection::FragmentSpread(spread) => self.spread(&set, &spread.fragment_name)?,
            }
        }
        Ok(())
    }

    fn spread(&mut self, path: &Path<'_>, name: &'a str) -> Result<(), GqlError> {
        if self.done.contains(name) {
            return Ok(());
        }
        if let Some(start) = self.stack.iter().position(|open| *open == name) {
            let names: Vec<String> = self.stack[start..]
                .iter()
                .map(|open| (*open).to_owned())
                .collect();
            return Err(GqlError::validation(
                path,
                format!(
                    "the fragment definition(s) {} form a cycle",
                    english_list(&names)
                ),
            ));
        }
        let Some(fragment) = self.request.fragments.get(name) else {
            return Err(GqlError::validation(
                path,
                format!("reference to undefined fragment {}", Value::from(name)),
            ));
        };
        self.stack.push(name);
        self.selections(&path.key(name), &fragment.selection_set)?;
        self.stack.pop();
        self.done.insert(name);
        Ok(())
    }
}

fn english_list(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [only] => only.clone(),
        [first, second] => format!("{first} and {second}"),
        [rest @ .., last] => format!("{}, and {last}", rest.join(", ")),
    }
}

/// Refuses variables that are used but not declared, and values for variables not used.
pub(super) fn check_variables(
    request: &Request,
    declared: &HashMap<String, Variable>,
    given: &Map<String, Value>,
) -> Result<(), GqlError> {
    let mut used = Used {
        request,
        names: Vec::new(),
        fragments: HashSet::new(),
    };
    used.directives(&request.operation.directives);
    used.selections(&request.operation.selection_set);
    if let Some(name) = used
        .names
        .iter()
        .find(|name| !declared.contains_key(**name))
    {
        return Err(GqlError::root(
            "validation-failed",
            format!("unbound variable \"{name}\""),
        ));
    }
    let unused: Vec<&str> = given
        .keys()
        .map(String::as_str)
        .filter(|name| !used.names.contains(name))
        .collect();
    if unused.is_empty() {
        return Ok(());
    }
    Err(GqlError::root(
        "validation-failed",
        format!(
            "unexpected variables in variableValues: {}",
            unused.join(", ")
        ),
    ))
}

struct Used<'a> {
    request: &'a Request,
    names: Vec<&'a str>,
    fragments: HashSet<&'a str>,
}

impl<'a> Used<'a> {
    fn selections(&mut self, selections: &'a [Selection]) {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    self.arguments(&field.arguments);
                    self.directives(&field.directives);
                    self.selections(&field.selection_set);
                }
                Selection::InlineFragment(inline) => {
                    self.directives(&inline.directives);
                    self.selections(&inline.selection_set);
                }
                Selection::FragmentSpread(spread) => {
                    self.directives(&spread.directives);
                    let name = spread.fragment_name.as_str();
                    if self.fragments.insert(name)
                        && let Some(fragment) = self.request.fragments.get(name)
                    {
                        self.selections(&fragment.selection_set);
                    }
                }
            }
        }
    }

    fn directives(&mut self, directives: &'a DirectiveList) {
        for directive in directives {
            self.arguments(&directive.arguments);
        }
    }

    fn arguments(&mut self, arguments: &'a [Node<Argument>]) {
        for argument in arguments {
            self.value(&argument.value);
        }
    }

    fn value(&mut self, value: &'a Literal) {
        match value {
            Literal::Variable(name) => self.names.push(name),
            Literal::List(items) => items.iter().for_each(|item| self.value(item)),
            Literal::Object(fields) => fields.iter().for_each(|(_, item)| self.value(item)),
            Literal::Null
            | Literal::Enum(_)
            | Literal::String(_)
            | Literal::Float(_)
            | Literal::Int(_)
            | Literal::Boolean(_) => {}
        }
    }
}
