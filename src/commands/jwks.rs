//! `jwks`: the keys that Hasura would verify with, and what it would say about them.

mod text;

use std::collections::HashMap;
use std::path::Path;

use url::Url;

use crate::app::App;
use crate::bounded;
use crate::cli::JwksArgs;
use crate::error::{Error, Result};
use crate::input;
use crate::jwt::{Caching, KeySet, Lifetime, Refresh, times};
use crate::text::span;

/// Seven days, the default life of a dynamic key.
const ROTATION: i64 = 7 * 24 * 3600;

/// A key set, looked at with Hasura's eyes.
#[derive(Debug)]
pub(crate) struct Listing {
    /// URL or file.
    pub source: String,
    pub set: KeySet,
    /// The cache headers; `None` for a file.
    pub caching: Option<Caching>,
    /// Why Hasura would refuse the set.
    pub refusal: Option<String>,
    /// What may bite though Hasura accepts it.
    pub warnings: Vec<String>,
    /// The time of judgement.
    pub now: f64,
}

pub(crate) async fn run(app: &App, args: &JwksArgs) -> Result<Listing> {
    if let Some(path) = &args.jwks_file {
        let set = KeySet::parse(&read(app, path).await?).map_err(|error| error.within(path))?;
        return Ok(judge(path.display().to_string(), set, None));
    }
    let url = match &args.jwks_url {
        Some(text) => parse_url(text)?,
        None => app.config.require_jwks_url()?,
    };
    let fetched = KeySet::fetch(app, &url).await?;
    let caching = Caching::read(&fetched.headers, times::now());
    Ok(judge(fetched.url.to_string(), fetched.set, Some(caching)))
}

/// An http or https URL from the command line.
pub(crate) fn parse_url(text: &str) -> Result<Url> {
    Url::parse(text)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        .ok_or_else(|| {
            Error::usage(
                "--jwks-url is no http or https URL",
                "for example http://localhost:3333/auth/jwt/jwks.json",
            )
        })
}

/// A key set from a file, or from standard input for `-`.
async fn read(app: &App, path: &Path) -> Result<Vec<u8>> {
    if path == Path::new("-") {
        input::stdin(bounded::WRITTEN).await
    } else {
        input::file(&app.context.cwd.join(path), bounded::WRITTEN)
    }
}

fn judge(source: String, set: KeySet, caching: Option<Caching>) -> Listing {
    let refusal = set.refusal().or_else(|| {
        set.usable()
            .next()
            .is_none()
            .then(|| "it holds no key that can verify (NoUsableKeys)".to_owned())
    });
    let mut warnings = twins(&set);
    if let Some(caching) = &caching {
        warnings.extend(stale(&set, caching));
    }
    Listing {
        source,
        set,
        caching,
        refusal,
        warnings,
        now: times::now(),
    }
}

fn twins(set: &KeySet) -> Vec<String> {
    let mut seen = HashMap::new();
    let mut warnings = Vec::new();
    for kid in set.keys.iter().filter_map(|key| key.kid.as_deref()) {
        let count = seen.entry(kid).or_insert(0);
        *count += 1;
        if *count == 2 {
            warnings.push(format!("two keys are named {kid}"));
        }
    }
    warnings
}

/// Ways in which Hasura ends up with old keys, or asks far too often
/// (contracts: supertokens §6, troubles 1 and 2).
fn stale(set: &KeySet, caching: &Caching) -> Vec<String> {
    let rotates = set
        .keys
        .iter()
        .any(|key| matches!(key.lifetime(), Lifetime::Dynamic(_)));
    let mut warnings = Vec::new();
    match caching.refresh {
        Refresh::Never if rotates => warnings.push(
            "no cache header says how long the keys are good, so Hasura never reads them again; \
             when the dynamic key changes (weekly), every new token is refused until Hasura \
             restarts. Use useDynamicAccessTokenSigningKey: false, or an SDK that sends \
             Cache-Control (Node 15.1)"
                .into(),
        ),
        Refresh::After(seconds) if rotates && seconds > ROTATION => warnings.push(format!(
            "Hasura keeps the keys for {}, longer than a dynamic key lives by default (7 d)",
            span(seconds)
        )),
        Refresh::AtOnce => warnings.push(
            "the cache headers make Hasura read the keys every second (every minute since 2.41); \
             let the key set's path keep the Cache-Control of the SDK"
                .into(),
        ),
        Refresh::Unreadable => warnings
            .push("the cache headers cannot be read, so Hasura reads the keys every second".into()),
        Refresh::Never | Refresh::After(_) => {}
    }
    if let Some(age) = &caching.age {
        warnings.push(format!(
            "a cache on the way answered (Age: {age}); it may hand out old keys after a change"
        ));
    }
    warnings
}
