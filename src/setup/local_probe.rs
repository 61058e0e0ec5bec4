//! Asking programs on this machine.

use std::time::Duration;

use crate::app::App;
use crate::config::Config;
use crate::error::Result;

/// To notice that nobody listens.
pub(super) const KNOCK: Duration = Duration::from_millis(500);

/// For one question to whoever does.
const QUESTION: Duration = Duration::from_secs(2);

/// An application that asks this machine: in a hurry, once, and through no proxy.
pub(super) fn app(app: &App, change: impl FnOnce(&mut Config)) -> Result<App> {
    let mut config = app.config.clone();
    config.timeout = QUESTION;
    config.connect_timeout = KNOCK;
    config.retries = 0;
    for name in ["proxy", "resolve"] {
        config.sources.remove(name);
    }
    change(&mut config);
    let mut context = app.context.clone();
    for name in ["HTTP_PROXY", "http_proxy"] {
        context.env.remove(name);
    }
    App::new(context, config, app.ui.clone(), app.redactor.clone())
}
