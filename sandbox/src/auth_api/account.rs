//! E-mail addresses, login methods, password reset, verification
//! (contracts: supertokens §1.4, §1.5).

use serde_json::{Value, json};

use super::api::AuthApi;
use super::form::{self, EMAIL, Form, NEW_PASSWORD};
use super::incoming::Incoming;
use super::reply::Reply;
use super::stop::{Handled, Stop};
use super::{generation, upstream};
use crate::core::tickets::{Holder, Purpose};

fn status(status: &str) -> Reply {
    Reply::json(&json!({ "status": status }))
}

pub(super) async fn email_exists(api: &AuthApi, incoming: &Incoming) -> Handled {
    let email = incoming
        .param("email")
        .ok_or_else(|| Stop::BadInput("Please provide the email as a GET param".into()))?;
    upstream::first_call(api, ("GET", "/recipe/user"), "/users/by-accountinfo").await?;
    let exists = api.core().user_by_email(email.trim()).is_some();
    Ok(Reply::json(&json!({ "status": "OK", "exists": exists })))
}

pub(super) async fn login_methods(api: &AuthApi) -> Handled {
    upstream::tenant_call(api, "GET", "/recipe/multitenancy/tenant/v2").await?;
    Ok(Reply::json(&json!({
        "status": "OK",
        "emailPassword": { "enabled": true },
        "thirdParty": { "enabled": false, "providers": [] },
        "webauthn": { "enabled": false },
        "passwordless": { "enabled": false },
        "firstFactors": ["emailpassword"],
    })))
}

/// OK for unknown addresses, too: the answer must not tell who has an account.
pub(super) async fn reset_token(api: &AuthApi, incoming: &Incoming) -> Handled {
    let [email] = match form::read(api, incoming, [EMAIL])? {
        Form::Ok(values) => values,
        Form::Refused(reply) => return Ok(reply),
    };
    upstream::first_call(api, ("GET", "/recipe/user"), "/users/by-accountinfo").await?;
    if let Some(user) = api.core().user_by_email(&email) {
        let holder = Holder {
            user_id: user.id,
            email: user.email.clone(),
        };
        let token = api.core().ticket(Purpose::PasswordReset, holder)?;
        let tail = if api.is_legacy() {
            "rid=emailpassword"
        } else {
            "tenantId=public"
        };
        let link = format!(
            "{}/auth/reset-password?token={token}&{tail}",
            api.inner.api_domain
        );
        api.post_mail("password-reset", &user.email, &link);
    }
    Ok(status("OK"))
}

pub(super) async fn reset(api: &AuthApi, incoming: &Incoming) -> Handled {
    let [password] = match form::read(api, incoming, [NEW_PASSWORD])? {
        Form::Ok(values) => values,
        Form::Refused(reply) => return Ok(reply),
    };
    let body = form::extra(incoming, api)?;
    let token = match body.get("token") {
        None | Some(Value::Null) => {
            return Err(Stop::BadInput(
                "Please provide the password reset token".into(),
            ));
        }
        Some(Value::String(token)) => token,
        Some(_) => {
            return Err(Stop::BadInput(
                "The password reset token must be a string".into(),
            ));
        }
    };
    upstream::tenant_call(api, "POST", "/recipe/user/password/reset").await?;
    match api.core().take_ticket(token, Purpose::PasswordReset) {
        None => Ok(status("RESET_PASSWORD_INVALID_TOKEN_ERROR")),
        Some(holder) => {
            api.core()
                .update_user(&holder.user_id, None, Some(&password))?;
            Ok(status("OK"))
        }
    }
}

/// The user of the session, for the verification of their address.
async fn owner(api: &AuthApi, incoming: &Incoming) -> Result<Holder, Stop> {
    let live = generation::require(api, incoming).await?;
    upstream::call(api, "GET", "/recipe/user").await?;
    let user = api.core().user_by_id(&live.access.user_id);
    user.map(|user| Holder {
        user_id: user.id,
        email: user.email,
    })
    .ok_or_else(|| Stop::Upstream("Unknown User ID provided without specifying an email".into()))
}

pub(super) async fn is_verified(api: &AuthApi, incoming: &Incoming) -> Handled {
    let owner = owner(api, incoming).await?;
    let verified = api.core().is_verified(&owner.user_id, &owner.email);
    Ok(Reply::json(
        &json!({ "status": "OK", "isVerified": verified }),
    ))
}

pub(super) async fn verification_token(api: &AuthApi, incoming: &Incoming) -> Handled {
    let owner = owner(api, incoming).await?;
    if api.core().is_verified(&owner.user_id, &owner.email) {
        return Ok(status("EMAIL_ALREADY_VERIFIED_ERROR"));
    }
    let email = owner.email.clone();
    let token = api.core().ticket(Purpose::EmailVerification, owner)?;
    let link = format!(
        "{}/auth/verify-email?token={token}&rid=emailpassword",
        api.inner.api_domain
    );
    api.post_mail("email-verification", &email, &link);
    Ok(status("OK"))
}

pub(super) async fn verify_email(api: &AuthApi, incoming: &Incoming) -> Handled {
    let body = form::extra(incoming, api)?;
    let Some(token) = body.get("token").and_then(Value::as_str) else {
        return Err(Stop::BadInput(
            "Please provide the email verification token".into(),
        ));
    };
    upstream::call(api, "POST", "/recipe/user/email/verify").await?;
    Ok(
        match api.core().take_ticket(token, Purpose::EmailVerification) {
            Some(_) => status("OK"),
            None => status("EMAIL_VERIFICATION_INVALID_TOKEN_ERROR"),
        },
    )
}
