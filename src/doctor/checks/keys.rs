//! The key set, and whether it fits the token.

use super::{clocks, shown};
use crate::doctor::patient::{Keys, Patient};
use crate::doctor::seen::Seen;
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

/// The auth API's own key set, where another one is configured and this one verifies the token.
async fn own_set(patient: &Patient<'_>) -> Option<String> {
    let app = patient.app;
    app.config.jwks_url.as_ref()?;
    let own = app.config.own_jwks_url().ok()?;
    let (_, token) = patient.token.as_ref()?;
    let set = KeySet::fetch(app, &own).await.ok()?.set;
    let verified = jwt::verify(token, &set, &Rules::at(jwt::now()));
    verified.signature.is_ok().then(|| own.to_string())
}

pub(in crate::doctor) async fn signature(patient: &mut Patient<'_>) -> Seen {
    let (Some((_, token)), Some(keys)) = (&patient.token, &patient.keys) else {
        return Seen::skip("there is no token, or no key");
    };
    let verified = jwt::verify(token, &keys.set, &Rules::at(jwt::now()));
    match verified.signature {
        Ok(by) => Seen::pass(format!("{} with {}", by.key, by.algorithm.name())),
        Err(problem) => {
            let seen = Seen::fail(
                problem.explanation,
                "point jwk_url, and this program's jwks_url, at the key set of the auth API that \
                 made the token; after a rotation wait for its caches, or sign in anew",
            )
            .also(format!("Hasura says: {}", problem.hasura_text))
            .code(problem.code)
            .command("st-hasura decode --verify");
            match own_set(patient).await {
                Some(own) => seen
                    .also(format!("the auth API's own key set, {own}, does verify it"))
                    .fix("jwks_url", own),
                None => seen,
            }
        }
    }
}
