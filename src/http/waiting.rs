//! Who waits longer than a second is told what for. It stands here and not in the commands, so that
//! none can forget it.

use std::pin::Pin;
use std::sync::atomic::Ordering;
use std::time::Duration;

use url::Url;

use super::client::{Http, Inner};
use super::sensitive;

/// Whoever waits longer wonders whether it hangs.
const LONG: Duration = Duration::from_secs(1);

impl Http {
    /// From now on, says which server is waited for when that takes long. For commands that do not
    /// say themselves what they do.
    pub(crate) fn tell_waits(&self) {
        self.inner.tells_waits.store(true, Ordering::Relaxed);
    }
}

impl Inner {
    /// Waits for an exchange with the server at `url`. It comes in a box, since every command's
    /// future would hold it twice otherwise.
    pub(super) async fn waiting<T>(
        &self,
        url: &Url,
        mut exchange: Pin<Box<impl Future<Output = T>>>,
    ) -> T {
        if !self.tells_waits.load(Ordering::Relaxed) {
            return exchange.await;
        }
        if let Ok(done) = tokio::time::timeout(LONG, &mut exchange).await {
            return done;
        }
        let mut place = url.clone();
        place.set_query(None);
        let what = format!("waiting for {}", sensitive::shown(&place));
        let _watched = self.ui.doing(&self.redactor.blank(&what));
        exchange.await
    }
}
