//! What stands between an SDK and its core (contracts: supertokens §1.9).

use std::time::Duration;

use super::api::AuthApi;
use super::stop::Stop;
use crate::{Fault, Service};

/// Pauses before each further try of a call that was answered 429, in milliseconds.
const PAUSES_MS: [u64; 5] = [10, 260, 510, 760, 1010];

/// Stands for one call of the SDK: `method` and `path` are what the error text names.
pub(super) async fn call(api: &AuthApi, method: &str, path: &str) -> Result<(), Stop> {
    let faults = api.core().faults();
    let failed = |method: &str, path: &str, status: u16, message: &str| {
        Stop::Upstream(format!(
            "SuperTokens core threw an error for a {method} request to path: '{path}' \
             with status code: {status} and message: {message}"
        ))
    };
    if faults.has(Fault::CoreDown) {
        return Err(Stop::Upstream(
            "No SuperTokens core available to query".into(),
        ));
    }
    if faults.has(Fault::CoreWrongKey) {
        return Err(failed("GET", "/apiversion", 401, "Invalid API key\n"));
    }
    if faults.has(Fault::CoreCdiMismatch) {
        return Err(Stop::Upstream(
            "The running SuperTokens core version is not compatible with this NodeJS SDK. \
             Please visit https://supertokens.io/docs/community/compatibility to find the right \
             versions"
                .into(),
        ));
    }
    // The SDK of 2022 tries once.
    let pauses = if api.is_legacy() {
        &[][..]
    } else {
        &PAUSES_MS[..]
    };
    for pause in pauses {
        if !faults.strikes(Fault::Core429, Service::Core) {
            return Ok(());
        }
        tokio::time::sleep(Duration::from_millis(*pause)).await;
    }
    if faults.strikes(Fault::Core429, Service::Core) {
        return Err(failed(method, path, 429, "Too many requests\n"));
    }
    Ok(())
}

/// [`call`] for routes that today's SDK sends to a tenant.
pub(super) async fn tenant_call(api: &AuthApi, method: &str, path: &str) -> Result<(), Stop> {
    if api.is_legacy() {
        call(api, method, path).await
    } else {
        call(api, method, &format!("/public{path}")).await
    }
}

/// The first of the calls that a route makes: in the old generation `old`, a GET of `new` today.
pub(super) async fn first_call(api: &AuthApi, old: (&str, &str), new: &str) -> Result<(), Stop> {
    if api.is_legacy() {
        call(api, old.0, old.1).await
    } else {
        tenant_call(api, "GET", new).await
    }
}
