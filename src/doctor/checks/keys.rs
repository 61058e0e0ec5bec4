//! The key set, whether it fits the token, and whether Hasura can read it.

use super::{clocks, shown};
use crate::doctor::patient::{Keys, Patient};
use crate::doctor::seen::Seen;
use crate::hasura::jwt_secret::reachable_from_hasura::Obstacle;
use crate::jwt::{self, Caching, KeySet, Refresh, Rules};
use crate::text::count;

pub(in crate::doctor) async fn check(patient: &mut Patient<'_>) -> Seen {
    let app = patient.app;
    let Ok(url) = app.config.require_jwks_url() else {
        return Seen::skip("no auth API and no key set is configured (jwks_url)");
    };
    let fetched = match KeySet::fetch(app, &url).await {
        Ok(fetched) => fetched,
        Err(error) => {
            return Seen::of(&error).command(format!("st-hasura jwks --jwks-url {}", shown(&url)));
        }
    };
    let clock = clocks::of("the key set's server", &fetched.headers);
    patient.clocks.extend(clock);
    let shown = shown(&fetched.url);
    let set = fetched.set;
    if set.keys.is_empty() {
        return Seen::fail(
            format!("{shown} has no key in it: Hasura says NoUsableKeys"),
            "sign somebody in, so that the core makes its keys; in the generation of 2022 JWTs \
             have to be switched on (jwt: {enable: true})",
        )
        .code("jwt.no_usable_key");
    }
    if let Some(why) = set.refusal() {
        return Seen::fail(
            format!("Hasura refuses the whole set because of {why}"),
            "correct that key at its source",
        )
        .code("jwt.no_usable_key")
        .command("st-hasura jwks");
    }
    let caching = Caching::read(&fetched.headers, jwt::now());
    let mut seen = Seen::pass(format!("{shown}, {}", count(set.keys.len(), "key")));
    seen = match caching.refresh {
        Refresh::Never if rotates(&set) => seen.warn(
            "it says nothing about caching and its keys rotate: Hasura reads it once, and refuses \
             every token after the next rotation",
            "let Cache-Control through to Hasura, or use a static key \
             (useDynamicAccessTokenSigningKey: false)",
        ),
        Refresh::Unreadable | Refresh::AtOnce => seen.warn(
            "its cache headers make Hasura read it again and again",
            "exempt the key set from no-store rules",
        ),
        Refresh::After(seconds) => seen.also(format!("Hasura reads it every {seconds} s")),
        Refresh::Never => seen,
    };
    if let Some(age) = &caching.age {
        seen = seen.also(format!("a cache on the way kept it for {age} s"));
    }
    patient.keys = Some(Keys {
        set,
        url: fetched.url,
    });
    seen
}

/// True for keys that SuperTokens replaces by itself (contracts: supertokens §3.4).
fn rotates(set: &KeySet) -> bool {
    let mut kids = set.keys.iter().filter_map(|key| key.kid.as_deref());
    kids.any(|kid| kid.starts_with("d-"))
}

pub(in crate::doctor) fn signature(patient: &mut Patient<'_>) -> Seen {
    let (Some((_, token)), Some(keys)) = (&patient.token, &patient.keys) else {
        return Seen::skip("there is no token, or no key");
    };
    let verified = jwt::verify(token, &keys.set, &Rules::at(jwt::now()));
    match verified.signature {
        Ok(by) => Seen::pass(format!("{} with {}", by.key, by.algorithm.name())),
        Err(problem) => Seen::fail(
            problem.explanation,
            "point jwk_url, and this program's jwks_url, at the key set of the auth API that made \
             the token; after a rotation wait for its caches, or sign in anew",
        )
        .also(format!("Hasura says: {}", problem.hasura_text))
        .code(problem.code)
        .command("st-hasura decode --verify"),
    }
}

/// Whether Hasura, from where it runs, reaches the key set.
pub(in crate::doctor) fn from_hasura(patient: &mut Patient<'_>) -> Seen {
    if patient.accepted {
        return Seen::pass("Hasura takes a token of these keys, so it has them");
    }
    let Ok(url) = patient.app.config.require_jwks_url() else {
        return Seen::skip("no key set is configured");
    };
    let shown = shown(&url);
    match Obstacle::of(&url) {
        None => Seen::pass(format!("nothing speaks against {shown}")),
        Some(obstacle) => Seen::pass(shown).warn(obstacle.meaning(), obstacle.remedy()),
    }
}
