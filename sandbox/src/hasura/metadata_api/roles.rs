//! Inherited roles, and roles that may not introspect.

use serde::Deserialize;

use super::super::error::ApiError;
use super::super::model::metadata::{InheritedRole, SchemaIntrospection};
use super::super::model::session::ADMIN;
use super::command::Command;
use super::draft::{Done, Draft};

#[derive(Deserialize)]
struct Named {
    role_name: String,
}

pub(super) fn add_inherited(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let role: InheritedRole = command.args()?;
    if role.role_name == ADMIN || role.role_set.contains(&role.role_name) {
        return Err(ApiError::new(
            "invalid-params",
            format!(
                "role \"{}\" cannot be an inherited role of that kind",
                role.role_name
            ),
        )
        .at("$.args"));
    }
    let roles = &mut draft.metadata.inherited_roles;
    roles.retain(|known| known.role_name != role.role_name);
    roles.push(role);
    Ok(Done::wrote())
}

pub(super) fn drop_inherited(draft: &mut Draft, command: &Command<'_>) -> Result<Done, ApiError> {
    let args: Named = command.args()?;
    let roles = &mut draft.metadata.inherited_roles;
    let before = roles.len();
    roles.retain(|known| known.role_name != args.role_name);
    if roles.len() == before {
        return Err(ApiError::new(
            "not-exists",
            format!("inherited role \"{}\" does not exist", args.role_name),
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
