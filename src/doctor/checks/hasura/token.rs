//! Whom Hasura believes, and whether it believes this token.

use super::{asked, strangers};
use crate::doctor::checks::shown;
use crate::doctor::patient::Patient;
use crate::doctor::seen::Seen;
use crate::hasura::explain::Kind;
use crate::hasura::{Access, Client};
use crate::secret::Secret;

/// Whom Hasura believes.
pub(in crate::doctor) async fn mode(patient: &mut Patient<'_>) -> Seen {
    let client = match Client::new(patient.app) {
        Ok(client) => client,
        Err(error) => return Seen::of(&error),
    };
    let answer = match asked(&client, &Access::anonymous()).await {
        Ok(answer) => answer,
        Err(error) => return Seen::of(&error),
    };
    let Some(error) = answer.errors.first() else {
        return strangers::answered(patient, &client).await;
    };
    let explanation = error.explanation();
    let said = format!("without a token it says: {}", error.message);
    if is_of_a_hook(&error.message) {
        return Seen::pass(said).warn(
            "an auth hook judges requests (HASURA_GRAPHQL_AUTH_HOOK), not Hasura: nothing that is \
             said here of JWTs holds for it",
            "look at the hook's log, or set HASURA_GRAPHQL_JWT_SECRET in its place",
        );
    }
    match explanation.kind {
        Kind::NoToken => Seen::pass("it asks for a token in Authorization"),
        Kind::CookieMissing => Seen::pass(said).warn(
            "it looks for the token in a cookie, not in Authorization",
            "take `header` out of HASURA_GRAPHQL_JWT_SECRET, or have the browser send that cookie",
        ),
        kind => Seen::fail(explanation.cause, explanation.fix)
            .also(said)
            .code(kind.id()),
    }
}

/// True for the words of an engine that asks a webhook who is calling (contracts: hasura §2.2).
fn is_of_a_hook(message: &str) -> bool {
    message.contains("Authentication hook") || message.contains("authorization hook")
}

/// Three parts that no key has signed.
const NO_TOKEN: &str = "e30.e30.e30";

/// A token was sent, and did not arrive.
fn unseen() -> Seen {
    Seen::fail(
        "a token was sent, and Hasura did not see it: it looks for it elsewhere, or something in \
         between takes Authorization away",
        "where its JWT secret has a `header`, give the secret with --jwt-secret and the token is \
         sent there; else ask Hasura past the proxy with --hasura-endpoint, and compare",
    )
    .code("hasura.no_token")
}

/// The token, judged by the engine itself.
pub(in crate::doctor) async fn accepted(patient: &mut Patient<'_>) -> Seen {
    let Some((token, _)) = &patient.token else {
        return Seen::skip("there is no token");
    };
    let client = match Client::new(patient.app) {
        Ok(client) => client,
        Err(error) => return Seen::of(&error),
    };
    let answer = match asked(&client, &Access::bearer(token.clone())).await {
        Ok(answer) => answer,
        Err(error) => return Seen::of(&error),
    };
    let refused = answer.errors.first();
    let Some(error) = refused.filter(|error| error.explanation().kind.is_refusal()) else {
        // Whoever answers strangers may not have seen the token at all.
        if patient.strangers {
            match asked(&client, &Access::bearer(Secret::new(NO_TOKEN))).await {
                Ok(answer) if answer.errors.is_empty() => return unseen(),
                Ok(_) => {}
                Err(error) => return Seen::of(&error),
            }
        }
        patient.accepted = true;
        return Seen::pass("it answers the user");
    };
    if is_of_a_hook(&error.message) {
        return Seen::fail(
            format!("Hasura says: {}", error.message),
            "an auth hook judges requests (HASURA_GRAPHQL_AUTH_HOOK) and no JWT secret is read: \
             look at the hook's log, or set HASURA_GRAPHQL_JWT_SECRET in its place",
        )
        .code("hasura.webhook_refused");
    }
    let explanation = error.explanation();
    if matches!(explanation.kind, Kind::NoToken | Kind::CookieMissing) {
        return unseen()
            .also(format!("Hasura says: {}", error.message))
            .code(explanation.kind.id());
    }
    let mut seen = Seen::fail(explanation.cause, explanation.fix)
        .also(format!("Hasura says: {}", error.message))
        .code(explanation.kind.id())
        .command("st-hasura token --decode --verify");
    let ours_holds = patient.keys.as_ref().filter(|_| {
        matches!(
            explanation.kind,
            Kind::JwtBadSignature | Kind::JwtNoUsableKeys
        )
    });
    if let Some(keys) = ours_holds {
        seen = seen.also(format!(
            "the keys at {} do verify it: Hasura has others, or an older copy of these",
            shown(&keys.url)
        ));
    }
    seen
}
