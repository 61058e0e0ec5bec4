//! Whether a public URL leads to this very auth API: its key set must be the local one.

use std::time::Duration;

use url::Url;

use super::error::ExposeError;
use crate::app::App;
use crate::error::Result;
use crate::http::without_user_info;
use crate::jwt::KeySet;

/// How long a tunnel that was just started may take until it works everywhere.
const WARM_UP: Duration = Duration::from_secs(30);

/// Between two tries.
const PAUSE: Duration = Duration::from_millis(500);

/// A key, as far as it tells whose it is: name and thumbprint.
type Mark = (Option<String>, Option<String>);

/// The keys of an auth API, in an order of their own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Keys(Vec<Mark>);

impl Keys {
    pub(crate) async fn at(app: &App, url: &Url) -> Result<Self> {
        let set = KeySet::fetch(app, url).await?.set;
        let mut keys: Vec<Mark> = set
            .keys
            .into_iter()
            .map(|key| (key.kid, key.thumbprint))
            .collect();
        keys.sort();
        Ok(Self(keys))
    }

    /// How many there are.
    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    fn names(&self) -> Vec<String> {
        let names = self.0.iter();
        names
            .map(|(kid, _)| kid.clone().unwrap_or_else(|| "one without a name".into()))
            .collect()
    }
}

/// The key set of the auth API where it runs.
pub(crate) fn local(app: &App) -> Result<Url> {
    let mut url = app.config.api_base()?;
    let path = format!("{}/jwt/jwks.json", url.path().trim_end_matches('/'));
    url.set_path(&path);
    Ok(url)
}

/// The same below a public origin.
pub(crate) fn public(app: &App, origin: &Url) -> Url {
    let mut url = without_user_info(origin);
    let outer = url.path().trim_end_matches('/').to_owned();
    let base = app.config.api_base_path.as_str();
    // People paste the URL with the base path, too.
    let outer = outer.strip_suffix(base).unwrap_or(&outer).to_owned();
    url.set_path(&format!("{outer}{base}/jwt/jwks.json"));
    url.set_query(None);
    url.set_fragment(None);
    url
}

pub(crate) async fn same(app: &App, url: &Url, ours: &Keys) -> Result<()> {
    let theirs = Keys::at(app, url).await?;
    if theirs == *ours {
        return Ok(());
    }
    // A key may have been replaced between the two looks.
    if Keys::at(app, &local(app)?).await? == theirs {
        return Ok(());
    }
    Err(ExposeError::OtherKeys {
        url: url.to_string(),
        theirs: theirs.names(),
        ours: ours.names(),
    }
    .into())
}

/// Compares until a tunnel that was just started works.
pub(crate) async fn warm(app: &App, url: &Url, ours: &Keys) -> Result<()> {
    let until = tokio::time::Instant::now() + WARM_UP;
    loop {
        let result = same(app, url, ours).await;
        let settled = match &result {
            Ok(()) => true,
            Err(error) => matches!(error.downcast_ref(), Some(ExposeError::OtherKeys { .. })),
        };
        if settled || tokio::time::Instant::now() + PAUSE >= until {
            return result;
        }
        if let Err(error) = &result {
            app.ui.trace(1, format!("* not through yet: {error}"));
        }
        tokio::time::sleep(PAUSE).await;
    }
}
