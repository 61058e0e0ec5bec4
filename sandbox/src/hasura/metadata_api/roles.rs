//! Inherited roles, and roles that may not introspect.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::json;

use super::super::error::ApiError;
use super::super::model::metadata::{InheritedRole, Metadata, SchemaIntrospection};
use super::super::model::session::ADMIN;
use super::command::Command;
use super::draft::{Done, Draft};

#[derive(Deserialize)]
struct Named {
    role_name: String,
}

pub(super) fn add_inherited(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let role: InheritedRole = command.args()?;
    if role.role_name == ADMIN {
        return Err(ApiError::new(
            "invalid-params",
            format!(
                "role \"{}\" cannot be an inherited role of that kind",
                role.role_name
            ),
        )
        .at("$.args"));
    }
    let about = format!("inherited_role inherited role {}", role.role_name);
    let start = role.role_name.clone();
    let roles = &mut draft.metadata.inherited_roles;
    roles.retain(|known| known.role_name != role.role_name);
    roles.push(role);
    if let Some(circle) = circle(&draft.metadata, &start) {
        return Err(ApiError::new(
            "cyclic-dependency",
            format!("found cycle(s) in roles: {}", json!(circle)),
        )
        .at("$.args"));
    }
    Ok(Done::about(about))
}

/// The way from a role through its parents back to it.
fn circle(metadata: &Metadata, start: &str) -> Option<Vec<String>> {
    fn search(
        metadata: &Metadata,
        start: &str,
        path: &mut Vec<String>,
        seen: &mut BTreeSet<String>,
    ) -> bool {
        let parents = path.last().and_then(|role| metadata.inherited(role));
        for parent in parents.unwrap_or_default() {
            if parent == start {
                path.push(start.to_owned());
                return true;
            }
            if seen.insert(parent.clone()) {
                path.push(parent.clone());
                if search(metadata, start, path, seen) {
                    return true;
                }
                path.pop();
            }
        }
        false
    }
    let mut path = vec![start.to_owned()];
    search(metadata, start, &mut path, &mut BTreeSet::new()).then_some(path)
}

pub(super) fn drop_inherited(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: Named = command.args()?;
    let roles = &mut draft.metadata.inherited_roles;
    let before = roles.len();
    roles.retain(|known| known.role_name != args.role_name);
    if roles.len() == before {
        return Err(ApiError::new(
            "not-exists",
            format!("\"{}\" inherited role doesn't exist", args.role_name),
        )
        .at("$.args"));
    }
    Ok(Done::wrote())
}

pub(super) fn introspection(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let options: SchemaIntrospection = command.args()?;
    draft.metadata.graphql_schema_introspection = Some(options);
    Ok(Done::wrote())
}
