//! SuperTokens' core.

use crate::doctor::patient::Patient;
use crate::doctor::seen::Seen;
use crate::error::Error;
use crate::hasura::Client;
use crate::supertokens::SuperTokensError;
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
        return match stranger(patient, &error).await {
            Some(seen) => seen,
            None => Seen::of(&error),
        };
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

/// Says what answers where the core should; `None` where it may be a core that is not well. Cores
/// of all versions have `/hello` (contracts: supertokens §5.1).
async fn stranger(patient: &Patient<'_>, error: &Error) -> Option<Seen> {
    let Some(SuperTokensError::CoreAnswer {
        route,
        status,
        said,
    }) = error.downcast_ref()
    else {
        return None;
    };
    if *status >= 500 || matches!(status, 401 | 403 | 429) {
        return None;
    }
    let config = &patient.app.config;
    let uri = config.core_uri.clone()?;
    let same = |url: Option<&url::Url>| url.is_some_and(|url| url.origin() == uri.origin());
    let who = if same(config.api_url.as_ref()) {
        "the auth API (api_url)"
    } else if same(config.hasura_endpoint.as_ref()) || is_hasura(patient, uri).await {
        "Hasura"
    } else {
        "another server"
    };
    Some(
        Seen::fail(
            format!("{route} is answered by {who}, and not by a core: a core says Hello"),
            "core_uri (ST_HASURA_CORE_URI) has to name SuperTokens' core itself, which listens on \
             port 3567 unless told otherwise; or leave it out",
        )
        .also(format!("it answered with status {status}: {said}"))
        .code("core.bad_answer"),
    )
}

/// True where Hasura answers at the root of this address.
async fn is_hasura(patient: &Patient<'_>, mut url: url::Url) -> bool {
    url.set_path("/");
    Client::at(patient.app, url).version().await.is_ok()
}
