//! The keys that the configured JWT secret names: Hasura verifies tokens with these and no others
//! (contracts: hasura §1.2).

use serde_json::{Map, Value};
use url::Url;

use super::{configured, lint};
use crate::app::App;
use crate::error::Result;
use crate::exit::Exit;
use crate::jwt::{self, Decoded, JwtError, Key, KeySet, Rules};

/// Keys, and who named them.
#[derive(Clone, Debug)]
pub(crate) struct Named {
    pub set: KeySet,
    /// Where they were fetched, unless they stand in the secret itself.
    pub url: Option<Url>,
    /// What the secret was read from.
    pub secret: String,
}

/// `None` where no secret is configured, or none names a key.
pub(crate) async fn named(app: &App) -> Result<Option<Named>> {
    let Some(text) = &app.config.jwt_secret else {
        return Ok(None);
    };
    let mut named = Named {
        set: KeySet::default(),
        url: None,
        secret: text.name.clone(),
    };
    for secret in configured::secrets(app, text)? {
        if let Some(url) = lint::jwk_url(&secret) {
            let fetched = KeySet::fetch(app, &url).await?;
            named.set.keys.extend(fetched.set.keys);
            named.url = Some(fetched.url);
        } else if let Some(key) = inline(&secret) {
            named.set.keys.extend(KeySet::single(key?).keys);
        }
    }
    Ok((!named.set.keys.is_empty()).then_some(named))
}

/// What verifies the tokens of the engine in use, of which one is at hand.
///
/// A secret may name its key set by an address that only Hasura reaches. The auth API's own set
/// does as well then, if the token holds under it.
pub(crate) async fn of_engine(app: &App, token: &Decoded) -> Result<KeySet> {
    let unreached = match named(app).await {
        Ok(Some(named)) => return Ok(named.set),
        Ok(None) => None,
        Err(error) if error.exit() == Exit::Unreachable => Some(error),
        Err(error) => return Err(error),
    };
    let published = KeySet::fetch(app, &app.config.require_jwks_url()?).await;
    match unreached {
        None => Ok(published?.set),
        Some(error) => published
            .ok()
            .map(|fetched| fetched.set)
            .filter(|set| {
                let rules = Rules::at(jwt::now());
                jwt::verify(token, set, &rules).signature.is_ok()
            })
            .ok_or(error),
    }
}

/// The key that stands in a secret itself.
fn inline(secret: &Map<String, Value>) -> Option<std::result::Result<Key, JwtError>> {
    let member = |name: &str| secret.get(name).and_then(Value::as_str);
    let key = member("key")?;
    Some(if member("type")?.starts_with("HS") {
        Ok(Key::hmac(key.as_bytes()))
    } else {
        Key::from_secret(key)
    })
}
