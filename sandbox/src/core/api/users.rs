//! Sign-up, sign-in and the administration of users (contracts: supertokens §5.2, §5.3, §7).

use axum::http::StatusCode;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::call::{Call, Refusal};
use super::shape;
use crate::core::users::User;
use crate::core::{Core, Updated};

/// Most users on one page.
const MAX_LIMIT: usize = 500;

pub(super) fn sign_up(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let email = call.need_text("email")?.trim();
    let password = call.need_filled("password", "Password")?;
    Ok(match core.sign_up(email, password)? {
        Some(user) => signed_in(&user, call),
        None => json!({ "status": "EMAIL_ALREADY_EXISTS_ERROR" }),
    })
}

pub(super) fn sign_in(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let (email, password) = (call.need_text("email")?.trim(), call.need_text("password")?);
    Ok(match core.sign_in(email, password) {
        Some(user) => signed_in(&user, call),
        None => json!({ "status": "WRONG_CREDENTIALS_ERROR" }),
    })
}

fn signed_in(user: &User, call: &Call) -> Value {
    let mut answer = found(user, call);
    if call.version.has_recipe_users() {
        answer["recipeUserId"] = json!(user.id);
    }
    answer
}

fn found(user: &User, call: &Call) -> Value {
    json!({ "status": "OK", "user": shape::user(user, call.version) })
}

pub(super) fn recipe_user(core: &Core, call: &Call) -> Result<Value, Refusal> {
    Ok(match (call.param("email"), call.param("userId")) {
        (Some(email), None) => core.user_by_email(email).map_or_else(
            || json!({ "status": "UNKNOWN_EMAIL_ERROR" }),
            |user| found(&user, call),
        ),
        (None, Some(id)) => core.user_by_id(id).map_or_else(
            || json!({ "status": "UNKNOWN_USER_ID_ERROR" }),
            |user| found(&user, call),
        ),
        _ => {
            return Err(Refusal::bad(
                "Please provide exactly one of userId or email",
            ));
        }
    })
}

pub(super) fn by_id(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let id = call.need_param("userId")?;
    Ok(core.user_by_id(id).map_or_else(
        || json!({ "status": "UNKNOWN_USER_ID_ERROR" }),
        |user| found(&user, call),
    ))
}

pub(super) fn by_account_info(core: &Core, call: &Call) -> Result<Value, Refusal> {
    if !call.version.has_recipe_users() {
        return Err(Refusal::new(StatusCode::NOT_FOUND, "Not found"));
    }
    call.need_param("doUnionOfAccountInfo")?;
    let user = call
        .param("email")
        .and_then(|email| core.user_by_email(email.trim()));
    let users: Vec<Value> = user
        .iter()
        .map(|user| shape::user(user, call.version))
        .collect();
    Ok(json!({ "status": "OK", "users": users }))
}

pub(super) fn update(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let id = if call.version.has_recipe_users() {
        call.need_text("recipeUserId")?
    } else {
        call.need_text("userId")?
    };
    let status = match core.update_user(id, call.text("email")?, call.text("password")?)? {
        Updated::Ok => "OK",
        Updated::UnknownUser => "UNKNOWN_USER_ID_ERROR",
        Updated::EmailTaken => "EMAIL_ALREADY_EXISTS_ERROR",
    };
    Ok(json!({ "status": status }))
}

/// Unknown ids are fine, too.
pub(super) fn remove(core: &Core, call: &Call) -> Result<Value, Refusal> {
    core.remove_user(call.need_text("userId")?);
    Ok(json!({ "status": "OK" }))
}

/// Whether the list of recipes asked for has the only one there is.
fn wants_emailpassword(call: &Call) -> bool {
    call.param("includeRecipeIds")
        .is_none_or(|ids| ids.split(',').any(|id| id == "emailpassword"))
}

#[allow(clippy::unnecessary_wraps)] // The shape of every handler.
pub(super) fn count(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let count = if wants_emailpassword(call) {
        core.users().len()
    } else {
        0
    };
    Ok(json!({ "status": "OK", "count": count }))
}

pub(super) fn list(core: &Core, call: &Call) -> Result<Value, Refusal> {
    let limit = match call.param("limit").map(str::parse::<usize>) {
        None => 100,
        Some(Ok(limit)) if limit > MAX_LIMIT => {
            return Err(Refusal::bad("max limit allowed is 500"));
        }
        Some(Ok(0)) => {
            return Err(Refusal::bad(
                "limit must a positive integer with min value 1",
            ));
        }
        Some(Ok(limit)) => limit,
        Some(Err(_)) => {
            return Err(Refusal::bad(
                "Field name 'limit' must be an int in the GET request",
            ));
        }
    };
    let mut users = core.users();
    users.retain(|user| wants_emailpassword(call) && matches(user, call.param("email")));
    match call.param("timeJoinedOrder") {
        None | Some("ASC") => {}
        Some("DESC") => users.reverse(),
        Some(_) => return Err(Refusal::bad("timeJoinedOrder can be either ASC OR DESC")),
    }
    let start = match call.param("paginationToken") {
        None => 0,
        Some(token) => {
            start_of_page(token, &users).ok_or_else(|| Refusal::bad("invalid pagination token"))?
        }
    };
    let page: Vec<Value> = users
        .iter()
        .skip(start)
        .take(limit)
        .map(|user| listed(user, call))
        .collect();
    let mut answer = json!({ "status": "OK", "users": page });
    // A search is answered in one page.
    if call.param("email").is_none()
        && let Some(next) = users.get(start + limit)
    {
        let token = STANDARD.encode(format!("{};{}", next.id, next.time_joined));
        answer["nextPaginationToken"] = json!(token);
    }
    Ok(answer)
}

/// Until CDI 4, the recipe stands beside the user.
fn listed(user: &User, call: &Call) -> Value {
    let shape = shape::user(user, call.version);
    if call.version.has_recipe_users() {
        shape
    } else {
        json!({ "recipeId": "emailpassword", "user": shape })
    }
}

/// Terms are separated by `;`; each is the beginning of an address or of its domain.
fn matches(user: &User, terms: Option<&str>) -> bool {
    terms.is_none_or(|terms| {
        let domain = user.email.split_once('@').map_or("", |(_, domain)| domain);
        terms
            .to_lowercase()
            .split(';')
            .map(str::trim)
            .filter(|term| !term.is_empty())
            .any(|term| user.email.starts_with(term) || domain.starts_with(term))
    })
}

/// A token names the first user of its page. One who has gone since then leaves a gap, no error.
fn start_of_page(token: &str, users: &[User]) -> Option<usize> {
    let text = String::from_utf8(STANDARD.decode(token).ok()?).ok()?;
    let (id, joined) = text.split_once(';')?;
    let joined: u64 = joined.parse().ok()?;
    let descending = users
        .first()
        .zip(users.last())
        .is_some_and(|(first, last)| first.time_joined > last.time_joined);
    Some(
        users
            .iter()
            .position(|user| {
                user.id == id
                    || if descending {
                        user.time_joined < joined
                    } else {
                        user.time_joined > joined
                    }
            })
            .unwrap_or(users.len()),
    )
}
