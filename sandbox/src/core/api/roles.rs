//! The user-roles recipe, as the published SDKs of Node, Python and Go ask for it. Their calls
//! have not changed from CDI 2.14 to 5.4.

use serde_json::{Value, json};

use super::call::{Call, Refusal};
use crate::core::Core;

pub(super) fn define(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let role = need_role(call.need_text("role")?)?;
    let permissions = call.texts("permissions")?.unwrap_or_default();
    let new = core.roles(|roles| roles.define(role, permissions));
    Ok(json!({ "status": "OK", "createdNewRole": new }))
}

pub(super) fn forget(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let role = need_role(call.need_text("role")?)?;
    let existed = core.roles(|roles| roles.forget(role));
    Ok(json!({ "status": "OK", "didRoleExist": existed }))
}

#[allow(clippy::unnecessary_wraps)] // The shape of every handler.
pub(super) fn list(core: &Core, _: &Call) -> Result<Value, Refusal> {
    Ok(core.roles(|roles| json!({ "status": "OK", "roles": roles.names() })))
}

pub(super) fn permissions(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let role = need_role(call.need_param("role")?)?;
    Ok(core.roles(|roles| {
        known(
            roles
                .permissions(role)
                .map(|list| json!({ "permissions": list })),
        )
    }))
}

pub(super) fn narrow(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let role = need_role(call.need_text("role")?)?;
    let permissions = call.texts("permissions")?.unwrap_or_default();
    Ok(known(core.roles(|roles| {
        roles.narrow(role, &permissions).map(|()| json!({}))
    })))
}

pub(super) fn permitting(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let permission = call.need_param("permission")?;
    Ok(core.roles(|roles| json!({ "status": "OK", "roles": roles.permitting(permission) })))
}

pub(super) fn give(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let role = need_role(call.need_text("role")?)?;
    let user = call.need_text("userId")?;
    let had = core.roles(|roles| roles.give(user, role));
    Ok(known(
        had.map(|had| json!({ "didUserAlreadyHaveRole": had })),
    ))
}

pub(super) fn take(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let role = need_role(call.need_text("role")?)?;
    let user = call.need_text("userId")?;
    let had = core.roles(|roles| roles.take(user, role));
    Ok(known(had.map(|had| json!({ "didUserHaveRole": had }))))
}

pub(super) fn of_user(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let user = call.need_param("userId")?;
    Ok(core.roles(|roles| json!({ "status": "OK", "roles": roles.of_user(user) })))
}

pub(super) fn holders(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let role = need_role(call.need_param("role")?)?;
    Ok(core.roles(|roles| known(roles.holders(role).map(|users| json!({ "users": users })))))
}

/// What there is to say about a role, or that there is no such role.
fn known(answer: Option<Value>) -> Value {
    let Some(mut answer) = answer else {
        return json!({ "status": "UNKNOWN_ROLE_ERROR" });
    };
    answer["status"] = json!("OK");
    answer
}

fn need_role(role: &str) -> Result<&str, Refusal> {
    let role = role.trim();
    if role.is_empty() {
        return Err(Refusal::bad("Field name 'role' cannot be an empty String"));
    }
    Ok(role)
}
