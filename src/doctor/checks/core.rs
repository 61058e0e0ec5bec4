//! SuperTokens' core.

use crate::doctor::patient::Patient;
use crate::doctor::seen::Seen;
use crate::supertokens::core::CoreClient;

pub(in crate::doctor) async fn check(patient: &mut Patient<'_>) -> Seen {
    if patient.app.config.core_uri.is_none() {
        return Seen::skip("no core is configured (core_uri); the auth API is asked instead");
    }
    let core = match CoreClient::new(patient.app) {
        Ok(core) => core,
        Err(error) => return Seen::of(&error),
    };
    if let Err(error) = core.hello().await {
        return Seen::of(&error);
    }
    if core.is_shared() {
        return Seen::pass(core.shown()).warn(
            "everybody shares this core: users vanish, or are there already",
            "run a core of your own before anybody relies on it",
        );
    }
    match core.version().await {
        Ok(version) => Seen::pass(format!("{}, CDI {version}", core.shown())),
        Err(error) => Seen::of(&error),
    }
}
