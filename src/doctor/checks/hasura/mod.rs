//! Hasura: whether it is there and well, whom it believes, and whether it believes this token.

mod health;
mod jwt_secret;
mod strangers;
mod token;

pub(in crate::doctor) use health::health;
pub(in crate::doctor) use jwt_secret::jwt_secret;
pub(in crate::doctor) use token::{accepted, mode};

use url::Url;

use super::{clocks, shown};
use crate::doctor::compose::Beside;
use crate::doctor::patient::Patient;
use crate::doctor::seen::Seen;
use crate::error::Error;
use crate::exit::Exit;
use crate::hasura::explain::Kind;
use crate::hasura::{Access, Client, GraphQlAnswer, GraphQlRequest, HasuraError};
use crate::http::Request;
use crate::secret::Secret;

pub(in crate::doctor) async fn check(patient: &mut Patient<'_>) -> Seen {
    let app = patient.app;
    let Some(endpoint) = app.config.hasura_endpoint.clone() else {
        return Seen::skip("no Hasura is configured (hasura_endpoint)");
    };
    let client = match Client::new(app) {
        Ok(client) => client,
        Err(error) => return Seen::of(&error),
    };
    let version = match client.version().await {
        Ok(version) => version,
        Err(error) => return without_version(patient, &client, &endpoint, &error).await,
    };
    if let Ok(answer) = app.http.send(Request::get(client.url("/healthz"))).await {
        patient.clocks.extend(clocks::of("Hasura", &answer.headers));
    }
    let seen = Seen::pass(format!("{}, {version}", shown(&endpoint)));
    let seen = known_trouble(&version).fold(seen, |seen, (what, remedy)| seen.warn(what, remedy));
    patient.version = Some(version);
    seen
}

/// No version: another server, none at all, or a proxy that publishes GraphQL and nothing else.
async fn without_version(
    patient: &mut Patient<'_>,
    client: &Client,
    endpoint: &Url,
    error: &Error,
) -> Seen {
    let answered = error.downcast_ref::<HasuraError>().is_some();
    if answered && asked(client, &Access::anonymous()).await.is_ok() {
        patient.graphql_alone = true;
        return Seen::pass(format!("{} answers GraphQL", shown(endpoint))).also(
            "nothing else of it is published there: its version, health and configuration are not \
             known from here",
        );
    }
    let seen = Seen::of(error);
    let is_behind = matches!(
        error.downcast_ref(),
        Some(HasuraError::NotHasura {
            status: 502..=504,
            ..
        })
    );
    if is_behind || error.exit() == Exit::Unreachable {
        // An engine that cannot fetch its keys ends at once.
        let beside = Beside::find(patient.app);
        let trouble = beside.and_then(|beside| beside.troubles(patient.app).into_iter().next());
        return match trouble {
            Some(trouble) => seen.also(trouble.what).remedy(format!(
                "if Hasura has ended: {}; then start it anew",
                trouble.remedy
            )),
            None => seen,
        };
    }
    let config = &patient.app.config;
    let same = |url: Option<&Url>| url.is_some_and(|url| url.origin() == endpoint.origin());
    let wrong = [
        (config.api_url.as_ref(), "the auth API (api_url)"),
        (config.core_uri.as_ref(), "SuperTokens' core (core_uri)"),
    ]
    .into_iter()
    .find_map(|(url, who)| same(url).then_some(who));
    match wrong {
        Some(who) => seen.also(format!("the same address is configured as {who}")).remedy(
            "give hasura_endpoint (--hasura-endpoint, HASURA_GRAPHQL_ENDPOINT) Hasura's own address",
        ),
        None => seen,
    }
}

/// Releases with known trouble (contracts: hasura §0).
fn known_trouble(version: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let mut numbers = version.trim_start_matches('v').split(['.', '-']);
    let mut next = || numbers.next().and_then(|part| part.parse::<u32>().ok());
    let known = next().zip(next()).zip(next());
    let version = known.map(|((major, minor), patch)| (major, minor, patch));
    let security = |one: (u32, u32, u32)| {
        one.0 == 2 && (one < (2, 45, 5) || ((2, 46, 0)..(2, 49, 2)).contains(&one))
    };
    let found = [
        version.filter(|one| *one == (2, 48, 4)).map(|_| {
            (
                "this release drops keys without `use`, and says NoUsableKeys",
                "upgrade to v2.48.5 or later",
            )
        }),
        version.filter(|one| security(*one)).map(|_| {
            (
                "a security release is newer (GHSA-r27x-gc74-qmxh)",
                "upgrade to v2.45.5, v2.49.2 or later",
            )
        }),
    ];
    found.into_iter().flatten()
}

/// What Hasura says to whom it knows nothing of.
const NOTHING: &str = "{ __typename }";

async fn asked(client: &Client, access: &Access) -> crate::error::Result<GraphQlAnswer> {
    client.graphql(access, &GraphQlRequest::new(NOTHING)).await
}

/// What it means that Hasura turned an administrator's request away.
async fn refused(client: &Client, error: &Error) -> Seen {
    let Some(answer) = error
        .downcast_ref::<HasuraError>()
        .filter(|error| error.saw_no_admin_secret())
    else {
        return Seen::of(error);
    };
    let seen = if answer.is_of_a_role() && reads_admin_secrets(client).await {
        Seen::fail(
            "the admin secret arrives, and the request is that of a role: something on the way adds \
             x-hasura-role",
            "let no proxy before Hasura set x-hasura-role: for the administrator it chooses a role, \
             and users lose the choice of theirs; or give hasura_endpoint (--hasura-endpoint) \
             Hasura's own address",
        )
    } else {
        Seen::fail(
            "the admin secret was sent, and Hasura did not see it",
            "see whether a proxy before Hasura drops x-hasura-admin-secret; let it pass, or give \
             hasura_endpoint (--hasura-endpoint) Hasura's own address",
        )
    };
    seen.also(error.to_string()).code(error.code())
}

/// True where an admin secret arrives: one that is wrong is refused as such, and not as if there
/// were none (contracts: hasura §2.0).
async fn reads_admin_secrets(client: &Client) -> bool {
    let wrong = Access::admin(Secret::new("not the admin secret"));
    match asked(client, &wrong).await {
        Ok(answer) => answer
            .errors
            .iter()
            .any(|error| error.explanation().kind == Kind::AdminSecretWrong),
        Err(_) => false,
    }
}
