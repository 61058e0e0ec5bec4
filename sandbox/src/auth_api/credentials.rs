//! Sign-up and sign-in (contracts: supertokens §1.3).

use serde_json::{Value, json};

use super::api::AuthApi;
use super::form::{self, EMAIL, Form, NEW_PASSWORD, PASSWORD};
use super::incoming::Incoming;
use super::reply::Reply;
use super::stop::{Handled, Stop};
use super::{generation, upstream};
use crate::Fault;
use crate::core::users::User;

pub(super) async fn sign_up(api: &AuthApi, incoming: &Incoming) -> Handled {
    let [password, email] = match form::read(api, incoming, [NEW_PASSWORD, EMAIL])? {
        Form::Ok(values) => values,
        Form::Refused(reply) => return Ok(reply),
    };
    check_linking(api, incoming).await?;
    if let Some(refusal) = refusal(api, Fault::SignupNotAllowed, "SIGN_UP_NOT_ALLOWED") {
        return Ok(refusal);
    }
    upstream::first_call(
        api,
        ("POST", "/recipe/signup"),
        "/recipe/multitenancy/tenant/v2",
    )
    .await?;
    match api.core().sign_up(&email, &password)? {
        Some(user) => signed_in(api, incoming, &user).await,
        None => Ok(Reply::json(&json!({
            "status": "FIELD_ERROR",
            "formFields": [{
                "id": "email",
                "error": "This email already exists. Please sign in instead.",
            }],
        }))),
    }
}

pub(super) async fn sign_in(api: &AuthApi, incoming: &Incoming) -> Handled {
    let [password, email] = match form::read(api, incoming, [PASSWORD, EMAIL])? {
        Form::Ok(values) => values,
        Form::Refused(reply) => return Ok(reply),
    };
    check_linking(api, incoming).await?;
    if let Some(refusal) = refusal(api, Fault::SigninNotAllowed, "SIGN_IN_NOT_ALLOWED") {
        return Ok(refusal);
    }
    upstream::first_call(api, ("POST", "/recipe/signin"), "/users/by-accountinfo").await?;
    match api.core().sign_in(&email, &password) {
        Some(user) => signed_in(api, incoming, &user).await,
        None => Ok(Reply::json(&json!({ "status": "WRONG_CREDENTIALS_ERROR" }))),
    }
}

/// Today's SDK looks for a session to link the user to: always for clients that do not know
/// `shouldTryLinkingWithSessionUser` (FDI below 3.1), and when it is true.
async fn check_linking(api: &AuthApi, incoming: &Incoming) -> Result<(), Stop> {
    if api.is_legacy() {
        return Ok(());
    }
    let wish =
        form::extra(incoming, api)?.get("shouldTryLinkingWithSessionUser") == Some(&json!(true));
    let old = incoming.fdi().is_some_and(|version| version < (3, 1));
    if !old && !wish {
        return Ok(());
    }
    match generation::require(api, incoming).await {
        Err(Stop::Unauthorised { .. }) if !wish => Ok(()),
        other => other.map(|_| ()),
    }
}

/// Business answers that an application or its rules may give.
fn refusal(api: &AuthApi, fault: Fault, status: &str) -> Option<Reply> {
    let answer = if api.strikes(Fault::GeneralError) {
        json!({ "status": "GENERAL_ERROR", "message": "Sign-ups are paused for maintenance" })
    } else if api.strikes(fault) {
        let code = if fault == Fault::SignupNotAllowed {
            "ERR_CODE_007"
        } else {
            "ERR_CODE_008"
        };
        json!({
            "status": status,
            "reason": format!("Cannot go on due to security reasons. Please try another login \
                               method or contact support. ({code})"),
        })
    } else if api.strikes(Fault::UnknownStatus) {
        json!({ "status": "SOMETHING_NEW" })
    } else {
        return None;
    };
    Some(Reply::json(&answer))
}

async fn signed_in(api: &AuthApi, incoming: &Incoming, user: &User) -> Handled {
    let mut reply = Reply::json(&json!({ "status": "OK", "user": shape(api, incoming, user) }));
    generation::open(api, incoming, &mut reply, &user.id).await?;
    Ok(reply)
}

/// The user as the SDK shows it: its member order differs from the core's.
fn shape(api: &AuthApi, incoming: &Incoming, user: &User) -> Value {
    let short = match incoming.fdi() {
        None => false,
        Some(version) => !((1, 18)..(2, 0)).contains(&version) && version < (3, 0),
    };
    if api.is_legacy() || short {
        return json!({ "id": user.id, "timeJoined": user.time_joined, "email": user.email });
    }
    json!({
        "id": user.id,
        "isPrimaryUser": false,
        "tenantIds": ["public"],
        "emails": [user.email],
        "phoneNumbers": [],
        "thirdParty": [],
        "webauthn": { "credentialIds": [] },
        "loginMethods": [{
            "recipeId": "emailpassword",
            "recipeUserId": user.id,
            "tenantIds": ["public"],
            "email": user.email,
            "timeJoined": user.time_joined,
            "verified": user.verified,
        }],
        "timeJoined": user.time_joined,
    })
}
