//! Flattens fragments, applies `@skip` and `@include`, merges fields of the same response name.

use apollo_compiler::Node;
use apollo_compiler::ast::{Argument, Directive, DirectiveList, Field as AstField, Selection};
use serde_json::Value;

use super::validator::Validator;
use crate::hasura::graphql::error::{GqlError, Path, quoted, quoted_list};

/// All selections of one response name.
pub(super) struct Collected<'a> {
    pub(super) key: &'a str,
    first: &'a AstField,
    /// Directives of all of them.
    pub(super) directives: Vec<&'a Node<Directive>>,
    /// What all of them select.
    pub(super) selections: Vec<&'a Selection>,
}

impl<'a> Collected<'a> {
    pub(super) fn name(&self) -> &'a str {
        self.first.name.as_str()
    }

    pub(super) fn arguments(&self) -> &'a [Node<Argument>] {
        &self.first.arguments
    }
}

impl Validator<'_> {
    /// The fields selected on an object type, in the order of their first mention.
    pub(super) fn collect<'s>(
        &'s self,
        path: &Path<'_>,
        type_name: &str,
        selections: &[&'s Selection],
    ) -> Result<Vec<Collected<'s>>, GqlError> {
        let mut flat = Vec::new();
        self.flatten(path, type_name, selections.iter().copied(), &mut flat)?;
        let mut merged: Vec<Collected<'s>> = Vec::new();
        for field in flat {
            let key = field.response_name().as_str();
            let Some(same) = merged.iter_mut().find(|collected| collected.key == key) else {
                merged.push(Collected {
                    key,
                    first: field,
                    directives: field.directives.iter().collect(),
                    selections: field.selection_set.iter().collect(),
                });
                continue;
            };
            check_mergeable(path, same, field)?;
            same.directives.extend(field.directives.iter());
            same.selections.extend(field.selection_set.iter());
        }
        Ok(merged)
    }

    fn flatten<'s>(
        &'s self,
        path: &Path<'_>,
        type_name: &str,
        selections: impl Iterator<Item = &'s Selection>,
        into: &mut Vec<&'s AstField>,
    ) -> Result<(), GqlError> {
        for selection in selections {
            match selection {
                Selection::Field(field) => {
                    if self.included(path, "a field", &field.directives)? {
                        into.push(field);
                    }
                }
                Selection::InlineFragment(fragment) => {
                    let here = self.included(path, "an inline fragment", &fragment.directives)?;
                    let fits = fragment
                        .type_condition
                        .as_ref()
                        .is_none_or(|name| name == type_name);
                    if here && fits {
                        self.flatten(path, type_name, fragment.selection_set.iter(), into)?;
                    }
                }
                Selection::FragmentSpread(spread) => {
                    // Hasura turns spreads into inline fragments before it looks at directives.
                    let here = self.included(path, "an inline fragment", &spread.directives)?;
                    // Undefined ones were refused before.
                    let fragment = self.request.fragments.get(spread.fragment_name.as_str());
                    if let Some(fragment) =
                        fragment.filter(|known| here && known.type_condition == type_name)
                    {
                        self.flatten(path, type_name, fragment.selection_set.iter(), into)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn included(
        &self,
        path: &Path<'_>,
        place: &str,
        directives: &DirectiveList,
    ) -> Result<bool, GqlError> {
        let all: Vec<_> = directives.iter().collect();
        self.check_directives(path, place, &all)?;
        let twice = |i: usize| all[..i].iter().any(|earlier| earlier.name == all[i].name);
        if let Some(position) = (0..all.len()).find(|i| twice(*i)) {
            return Err(GqlError::validation(
                path,
                format!(
                    "the following directives are used more than once: {}",
                    quoted_list([&all[position].name])
                ),
            ));
        }
        let mut included = true;
        for directive in all {
            let name = directive.name.as_str();
            let here = path.key(name);
            let definitions = self.schema.directive_definitions.get(name);
            let definitions = definitions.map_or(&[][..], |definition| &definition.arguments);
            let args = self.arguments(&here, name, definitions, &directive.arguments)?;
            let condition = args
                .get("if")
                .and_then(Value::as_bool)
                .unwrap_or(name == "include");
            included &= condition == (name == "include");
        }
        Ok(included)
    }

    /// Only the two inclusion directives may stand on something selected.
    pub(super) fn check_directives(
        &self,
        path: &Path<'_>,
        place: &str,
        directives: &[&'_ Node<Directive>],
    ) -> Result<(), GqlError> {
        for directive in directives {
            let name = directive.name.as_str();
            if !self.schema.directive_definitions.contains_key(name) {
                return Err(GqlError::validation(
                    path,
                    format!("directive {} is not defined in the schema", quoted(name)),
                ));
            }
            if !matches!(name, "skip" | "include") {
                return Err(GqlError::validation(
                    path,
                    format!("directive {} is not allowed on {place}", quoted(name)),
                ));
            }
        }
        Ok(())
    }
}

fn check_mergeable(path: &Path<'_>, old: &Collected<'_>, new: &AstField) -> Result<(), GqlError> {
    if old.first.name != new.name {
        return Err(GqlError::validation(
            path,
            format!(
                "selection of both {} and {} specify the same response name, {}",
                quoted(&old.first.name),
                quoted(&new.name),
                quoted(old.key)
            ),
        ));
    }
    let (a, b) = (&old.first.arguments, &new.arguments);
    if a.len() != b.len() || a.iter().any(|argument| !b.contains(argument)) {
        return Err(GqlError::validation(
            path,
            format!(
                "inconsistent arguments between multiple selections of field {}",
                quoted(&new.name)
            ),
        ));
    }
    Ok(())
}
