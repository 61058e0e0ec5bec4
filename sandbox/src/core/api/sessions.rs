//! Sessions (contracts: supertokens §5.2, §5.3; for CDI 3.1 what the Go SDK demands).

use serde_json::{Map, Value, json};

use super::call::{Call, Refusal};
use super::keys;
use super::shape::Version;
use crate::core::Core;
use crate::core::access::{Form, PROTECTED};
use crate::core::sessions::{
    Grant, Issued, NewSession, RefreshWish, Refreshed, Session, Verified, VerifyWish,
};

pub(super) fn create(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let user_id = call.need_text("userId")?.to_owned();
    let data = call.need_object("userDataInJWT")?;
    let data_in_database = Value::Object(call.need_object("userDataInDatabase")?);
    let anti_csrf = call.need_flag("enableAntiCsrf")?;
    refuse_protected(&data, call.version)?;
    let grant = core.create_session(NewSession {
        user_id,
        data,
        data_in_database,
        anti_csrf,
        use_static: call.flag("useDynamicSigningKey")? == Some(false),
        form: call.version.form(),
    })?;
    let mut answer = granted(&grant, call.version);
    if call.version.form() == Form::V2 {
        keys::add_handshake_keys(core, &mut answer);
    }
    Ok(answer)
}

/// V2 keeps the application's claims in a room of their own; nothing there can collide.
fn refuse_protected(data: &Map<String, Value>, version: Version) -> Result<(), Refusal> {
    if version.form() > Form::V2 && data.keys().any(|name| PROTECTED.contains(&name.as_str())) {
        return Err(Refusal::bad("The user payload contains protected field"));
    }
    Ok(())
}

pub(super) fn refresh(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let dynamic = if call.version >= Version(5, 0) {
        Some(call.need_flag("useDynamicSigningKey")?)
    } else {
        call.flag("useDynamicSigningKey")?
    };
    let token = call.need_text("refreshToken")?;
    let outcome = core.refresh(RefreshWish {
        token,
        anti_csrf: call.text("antiCsrfToken")?,
        check_anti_csrf: call.need_flag("enableAntiCsrf")?,
        use_static: dynamic.map(|dynamic| !dynamic),
        form: call.version.form(),
    })?;
    Ok(match outcome {
        Refreshed::Ok(grant) => granted(&grant, call.version),
        Refreshed::Unauthorised(message) => {
            json!({ "status": "UNAUTHORISED", "message": message })
        }
        Refreshed::Theft(handle, user_id) => {
            let mut session = json!({ "handle": handle, "userId": user_id });
            if call.version.has_recipe_users() {
                session["recipeUserId"] = json!(user_id);
            }
            json!({ "status": "TOKEN_THEFT_DETECTED", "session": session })
        }
    })
}

pub(super) fn verify(core: &Core, call: &Call) -> Result<Value, Refusal> {
    // Since CDI 2.21 the caller says; before that the database was asked only for fresh tokens.
    let check_database = call.flag("checkDatabase")?.unwrap_or(false);
    let check = call.need_flag("doAntiCsrfCheck")? && call.need_flag("enableAntiCsrf")?;
    let outcome = core.verify(VerifyWish {
        token: call.need_text("accessToken")?,
        anti_csrf: call.text("antiCsrfToken")?,
        check_anti_csrf: check,
        check_database,
    })?;
    let mut answer = match outcome {
        Verified::Ok(access, renewed) => {
            let session = session(&access.handle, &access.user_id, &access.data, call.version);
            let mut answer = json!({ "session": session });
            if let Some(renewed) = renewed {
                answer["accessToken"] = issued(&renewed);
            }
            answer["status"] = json!("OK");
            answer
        }
        Verified::Unauthorised(message) => json!({ "status": "UNAUTHORISED", "message": message }),
        Verified::TryRefresh(message) => {
            json!({ "status": "TRY_REFRESH_TOKEN", "message": message })
        }
    };
    if call.version.form() == Form::V2 && answer["status"] != "UNAUTHORISED" {
        keys::add_handshake_keys(core, &mut answer);
    }
    Ok(answer)
}

pub(super) fn regenerate(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let token = call.need_text("accessToken")?;
    let data = call.object("userDataInJWT")?;
    if let Some(data) = &data {
        refuse_protected(data, call.version)?;
    }
    let Some((access, renewed)) = core.regenerate(token, data)? else {
        return Ok(json!({
            "status": "UNAUTHORISED",
            "message": "Session does not exist.",
        }));
    };
    let session = session(&access.handle, &access.user_id, &access.data, call.version);
    let mut answer = json!({ "session": session });
    if let Some(renewed) = renewed {
        answer["accessToken"] = issued(&renewed);
    }
    answer["status"] = json!("OK");
    Ok(answer)
}

pub(super) fn remove(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let handles = match (call.texts("sessionHandles")?, call.text("userId")?) {
        (Some(handles), None) => handles,
        (None, Some(user_id)) => core.lock().sessions.of_user(user_id),
        _ => {
            return Err(Refusal::bad(
                "Invalid JSON input - use one of userId or sessionHandles array",
            ));
        }
    };
    Ok(json!({ "status": "OK", "sessionHandlesRevoked": core.remove_sessions(&handles) }))
}

pub(super) fn of_user(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let handles = core.lock().sessions.of_user(call.need_param("userId")?);
    Ok(json!({ "status": "OK", "sessionHandles": handles }))
}

pub(super) fn get(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let now_ms = core.now_ms();
    let mut state = core.lock();
    let Some(session) = state
        .sessions
        .living_at(call.need_param("sessionHandle")?, now_ms)
    else {
        return Ok(gone());
    };
    let mut answer = json!({ "sessionHandle": session.handle, "userId": session.user_id });
    if call.version.has_recipe_users() {
        answer["recipeUserId"] = json!(session.user_id);
    }
    answer["userDataInDatabase"] = session.data_in_database.clone();
    answer["expiry"] = json!(session.expiry_ms);
    answer["userDataInJWT"] = Value::Object(session.data.clone());
    answer["timeCreated"] = json!(session.created_ms);
    answer["status"] = json!("OK");
    if call.version.has_tenants() {
        answer["tenantId"] = json!("public");
    }
    Ok(answer)
}

pub(super) fn data(core: &Core, call: &Call) -> Result<Value, Refusal> {
    told(
        core,
        call,
        |session| json!({ "status": "OK", "userDataInDatabase": session.data_in_database }),
    )
}

/// As old SDKs read the claims of a session.
pub(super) fn claims(core: &Core, call: &Call) -> Result<Value, Refusal> {
    told(
        core,
        call,
        |session| json!({ "status": "OK", "userDataInJWT": session.data }),
    )
}

/// What there is to say of the session that a call names.
fn told(core: &Core, call: &Call, say: fn(&Session) -> Value) -> Result<Value, Refusal> {
    let now_ms = core.now_ms();
    let mut state = core.lock();
    let session = state
        .sessions
        .living_at(call.need_param("sessionHandle")?, now_ms);
    Ok(session.map_or_else(gone, |session| say(session)))
}

pub(super) fn put_data(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let data = call.need_object("userDataInDatabase")?;
    let now_ms = core.now_ms();
    let mut state = core.lock();
    let session = state
        .sessions
        .living_at(call.need_text("sessionHandle")?, now_ms);
    Ok(session.map_or_else(gone, |session| {
        session.data_in_database = Value::Object(data);
        json!({ "status": "OK" })
    }))
}

pub(super) fn put_claims(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let data = call.need_object("userDataInJWT")?;
    refuse_protected(&data, call.version)?;
    let now_ms = core.now_ms();
    let mut state = core.lock();
    let session = state
        .sessions
        .living_at(call.need_text("sessionHandle")?, now_ms);
    Ok(session.map_or_else(gone, |session| {
        session.data = data;
        json!({ "status": "OK" })
    }))
}

fn gone() -> Value {
    json!({ "status": "UNAUTHORISED", "message": "Session does not exist." })
}

fn granted(grant: &Grant, version: Version) -> Value {
    let mut answer = json!({
        "session": session(&grant.handle, &grant.user_id, &grant.data, version),
        "accessToken": issued(&grant.access),
        "refreshToken": issued(&grant.refresh),
    });
    if version.form() == Form::V2 {
        answer["idRefreshToken"] = issued(&Issued {
            token: grant.id_refresh.clone(),
            ..grant.refresh.clone()
        });
    }
    if let Some(token) = &grant.anti_csrf {
        answer["antiCsrfToken"] = json!(token);
    }
    answer["status"] = json!("OK");
    answer
}

fn issued(issued: &Issued) -> Value {
    json!({
        "token": issued.token,
        "expiry": issued.expiry_ms,
        "createdTime": issued.created_ms,
    })
}

fn session(handle: &str, user_id: &str, data: &Map<String, Value>, version: Version) -> Value {
    let mut session = json!({ "handle": handle, "userId": user_id });
    if version.has_recipe_users() {
        session["recipeUserId"] = json!(user_id);
    }
    session["userDataInJWT"] = Value::Object(data.clone());
    if version.has_tenants() {
        session["tenantId"] = json!("public");
    }
    session
}
