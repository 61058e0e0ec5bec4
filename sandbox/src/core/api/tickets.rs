//! Password reset and e-mail verification (contracts: supertokens §5.2, §5.3).

use serde_json::{Value, json};

use super::call::{Call, Refusal};
use crate::core::Core;
use crate::core::tickets::{Holder, Purpose};

pub(super) fn reset_token(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let id = call.need_text("userId")?;
    let Some(user) = core.user_by_id(id) else {
        return Ok(json!({ "status": "UNKNOWN_USER_ID_ERROR" }));
    };
    let email = call.text("email")?.unwrap_or(&user.email).to_owned();
    let holder = Holder {
        user_id: user.id,
        email,
    };
    let token = core.ticket(Purpose::PasswordReset, holder)?;
    Ok(json!({ "status": "OK", "token": token }))
}

/// Until CDI 4, one call takes the token and sets the password.
pub(super) fn reset(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let (token, password) = (call.need_text("token")?, call.need_text("newPassword")?);
    match core.take_ticket(token, Purpose::PasswordReset) {
        None => Ok(json!({ "status": "RESET_PASSWORD_INVALID_TOKEN_ERROR" })),
        Some(holder) => {
            core.update_user(&holder.user_id, None, Some(password))?;
            Ok(json!({ "status": "OK", "userId": holder.user_id }))
        }
    }
}

/// From CDI 4 on, the password is set by another call.
pub(super) fn consume_reset_token(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let holder = core.take_ticket(call.need_text("token")?, Purpose::PasswordReset);
    Ok(holder.map_or_else(
        || json!({ "status": "RESET_PASSWORD_INVALID_TOKEN_ERROR" }),
        |holder| json!({ "status": "OK", "userId": holder.user_id, "email": holder.email }),
    ))
}

pub(super) fn is_verified(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let (id, email) = (call.need_param("userId")?, call.need_param("email")?);
    Ok(json!({ "status": "OK", "isVerified": core.is_verified(id, email) }))
}

pub(super) fn verification_token(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let (id, email) = (call.need_text("userId")?, call.need_text("email")?);
    if core.is_verified(id, email) {
        return Ok(json!({ "status": "EMAIL_ALREADY_VERIFIED_ERROR" }));
    }
    let holder = Holder {
        user_id: id.to_owned(),
        email: email.to_owned(),
    };
    let token = core.ticket(Purpose::EmailVerification, holder)?;
    Ok(json!({ "status": "OK", "token": token }))
}

pub(super) fn verify_email(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let holder = core.take_ticket(call.need_text("token")?, Purpose::EmailVerification);
    Ok(holder.map_or_else(
        || json!({ "status": "EMAIL_VERIFICATION_INVALID_TOKEN_ERROR" }),
        |holder| json!({ "status": "OK", "userId": holder.user_id, "email": holder.email }),
    ))
}

/// The address counts as unproven again; so it may be of anybody.
pub(super) fn unverify(core: &Core, call: &Call) -> Result<Value, Refusal> {
    core.unverify(call.need_text("userId")?, call.need_text("email")?);
    Ok(json!({ "status": "OK" }))
}

/// What was sent to the address is no longer good.
pub(super) fn revoke_verification(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let holder = Holder {
        user_id: call.need_text("userId")?.to_owned(),
        email: call.need_text("email")?.to_owned(),
    };
    core.revoke_tickets(Purpose::EmailVerification, &holder);
    Ok(json!({ "status": "OK" }))
}
