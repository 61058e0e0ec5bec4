//! The auth API's routes: sign-up, sign-in, refresh, sign-out.

use serde_json::Value;
use url::Url;

use super::answer::Guarded;
use super::call::{Call, Sign};
use super::error::{FormKind, SuperTokensError};
use super::form::{self, Form};
use super::tokens;
use crate::app::App;
use crate::config::Config;
use crate::config::Transport;
use crate::error::Result;
use crate::http::without_user_info;
use crate::session::{Session, User};

/// Called with the session as soon as its tokens were rotated, before they are used: puts them
/// where they are safe (contracts: supertokens §3.3).
pub(super) type Keep<'a> = dyn FnMut(&Session) -> Result<()> + Send + 'a;

/// For sessions that live in memory only.
#[allow(clippy::unnecessary_wraps, reason = "a Keep may fail")]
pub(super) fn keep_nothing(_: &Session) -> Result<()> {
    Ok(())
}

/// Why a sign-out revoked nothing.
const UNKNOWN_THERE: &str = "the auth API had no such session any more";
const NOTHING_TO_SHOW: &str = "there was no token left to revoke it with";

/// How a sign-out went.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct SignedOut {
    /// False when the auth API had no such session any more, or could not be asked.
    pub revoked: bool,
    /// Why not, where `revoked` is false.
    pub reason: Option<String>,
    /// Until when the JWT still opens Hasura, in seconds since 1970.
    pub jwt_expires_at: Option<i64>,
}

/// The auth API of a profile, or of a session.
#[derive(Clone, Debug)]
pub(crate) struct AuthApi<'a> {
    pub(super) app: &'a App,
    /// Origin and base path, without a trailing slash.
    pub(super) base: Url,
    tenant: Option<&'a str>,
}

impl<'a> AuthApi<'a> {
    /// The configured auth API.
    pub(crate) fn new(app: &'a App) -> Result<Self> {
        Ok(Self {
            app,
            base: app.config.api_base()?,
            tenant: app.config.tenant.as_deref(),
        })
    }

    /// The auth API that `session` belongs to. Header-mode tokens know no host, so nothing but
    /// this check keeps them from being sent to another one.
    pub(crate) fn of(app: &'a App, session: &Session) -> Result<Self> {
        let config = &app.config;
        let base = match (Url::parse(&session.api), &config.api_url) {
            (Ok(own), None) => own,
            // A base path that nobody chose is no claim against the session's own.
            (Ok(own), Some(url))
                if !config.api_base_path_chosen && url.origin() == own.origin() =>
            {
                let mut base = url.clone();
                base.set_path(own.path());
                base
            }
            (Ok(own), Some(_)) => {
                let configured = config.api_base()?;
                same_api(&own, &configured)?;
                configured
            }
            (Err(_), _) => config.api_base()?,
        };
        Ok(Self {
            app,
            base,
            tenant: app.config.tenant.as_deref(),
        })
    }

    /// Origin and base path, as sessions remember them.
    pub(crate) fn base(&self) -> &Url {
        &self.base
    }

    /// An empty session in memory.
    pub(crate) fn new_session(&self, name: &str) -> Session {
        Session::new(&self.app.config.profile, name, self.base.as_str())
    }

    /// A route below the base path.
    pub(super) fn route(&self, path: &str) -> Url {
        below(&self.base, path)
    }

    /// A route of the application itself, which lies outside the base path.
    pub(super) fn app_route(&self, path: &str) -> Url {
        let mut url = self.base.clone();
        let trimmed = url.path().trim_end_matches('/').to_owned();
        let outer = match &self.app.config.api_url {
            Some(url) => url.path().trim_end_matches('/'),
            None => trimmed
                .strip_suffix(self.app.config.api_base_path.as_str())
                .unwrap_or_default(),
        };
        let (path, query) = match path.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (path, None),
        };
        url.set_path(&format!("{outer}/{}", path.trim_start_matches('/')));
        url.set_query(query);
        url
    }

    /// Only forms know tenants; sessions carry theirs inside, and the refresh cookie's path has
    /// no tenant in it (contracts: supertokens §1.1, §2.2).
    fn form_route(&self, kind: FormKind) -> Url {
        match self.tenant {
            Some(tenant) => self.route(&format!("{tenant}/{}", kind.command())),
            None => self.route(kind.command()),
        }
    }

    /// Signs up; `session` becomes the new user's.
    pub(crate) async fn sign_up(&self, session: &mut Session, form: &Form) -> Result<User> {
        self.submit(FormKind::SignUp, session, form).await
    }

    /// Signs in; `session` becomes this user's.
    pub(crate) async fn sign_in(&self, session: &mut Session, form: &Form) -> Result<User> {
        self.submit(FormKind::SignIn, session, form).await
    }

    async fn submit(&self, kind: FormKind, session: &mut Session, form: &Form) -> Result<User> {
        self.app.redactor.learn_secret(&form.password);
        let mut fresh = session.clone();
        fresh.clear_tokens();
        fresh.set_api(&self.base);
        fresh.user = None;
        fresh.generation = None;
        let url = self.form_route(kind);
        // Sign-in knows only the two fields; more of them are refused.
        let body = form.body(kind.creates());
        let answer = Call::form(url, body).send(self.app, &mut fresh).await?;
        let body = match answer.of_form(kind, &form.email) {
            Ok(body) => body,
            Err(error) => return Err(self.explain(error).await),
        };
        let user = form::user_of(body).ok_or_else(|| SuperTokensError::BadAnswer {
            route: answer.route.clone(),
            missing: "a user with an id",
            got: super::answer::shape(body),
        })?;
        // What arrived counts, not what was asked for (contracts: supertokens §2.4).
        fresh.transport = Some(if fresh.has_header_tokens() {
            Transport::Header
        } else {
            Transport::Cookie
        });
        if tokens::is_empty(&fresh) {
            let route = answer.route;
            return Err(if answer.foreign_cookies {
                let host = self.base.host_str().unwrap_or_default().to_owned();
                SuperTokensError::ForeignCookies { route, host }
            } else {
                SuperTokensError::NoTokens { route }
            }
            .into());
        }
        fresh.user = Some(user.clone());
        *session = fresh;
        Ok(user)
    }

    /// Rotates the session's tokens once, without a look at anybody else who might: for sessions
    /// in memory. Stored ones go through [`super::refresh_stored`].
    pub(crate) async fn refresh(&self, session: &mut Session) -> Result<()> {
        self.check_refreshable(session)?;
        let url = self.route("session/refresh");
        let without_anti_csrf = tokens::anti_csrf(session).is_none();
        let mut next = session.clone();
        let answer = Call::session(url, Sign::Refresh)
            .send(self.app, &mut next)
            .await?;
        match answer.of_guarded() {
            Ok(Guarded::Done(_)) => match tokens::not_renewed(session, &next) {
                None => {
                    *session = next;
                    Ok(())
                }
                Some(missing) => Err(SuperTokensError::NotRenewed {
                    route: answer.route,
                    missing,
                }
                .into()),
            },
            Ok(Guarded::Theft) => {
                session.clear_tokens();
                Err(SuperTokensError::TokenTheft.into())
            }
            Ok(Guarded::Unauthorised) => {
                // The SDK takes the tokens of a dead session away; who answers 401 without that
                // may be a proxy, and the session live (contracts: supertokens §1.6).
                if !tokens::can_refresh(&next) {
                    session.clear_tokens();
                }
                Err(SuperTokensError::SessionGone {
                    doing: "refresh",
                    without_anti_csrf,
                }
                .into())
            }
            Ok(Guarded::TryRefresh) => Err(SuperTokensError::RefreshLoop {
                route: answer.route,
            }
            .into()),
            Err(error) => Err(self.explain(error).await),
        }
    }

    /// What would be sent must reach the refresh route (contracts: supertokens §2.2, §2.8).
    fn check_refreshable(&self, session: &Session) -> Result<(), SuperTokensError> {
        if session.refresh_token.is_some() {
            return Ok(());
        }
        let url = self.route("session/refresh");
        let mut reason = None;
        for cookie in tokens::refresh_cookies(session) {
            if cookie.matches(&url) {
                return Ok(());
            }
            let name = cookie.name();
            reason = Some(if cookie.path.matches(&url) {
                format!(
                    "cookie {name} may not travel to {}",
                    url.origin().ascii_serialization()
                )
            } else {
                format!(
                    "cookie {name} belongs to the path {}, and the refresh route is {}",
                    &*cookie.path,
                    url.path()
                )
            });
        }
        if reason.is_none() && tokens::access(session).is_none() {
            return Err(SuperTokensError::EmptySession);
        }
        Err(SuperTokensError::NoRefreshToken { reason })
    }

    /// Calls a route that needs a session; refreshes once when it asks for that.
    pub(super) async fn guarded(
        &self,
        session: &mut Session,
        call: Call,
        keep: &mut Keep<'_>,
    ) -> Result<Guarded> {
        let answer = call.clone().send(self.app, session).await?;
        match answer.of_guarded() {
            Ok(Guarded::TryRefresh) => {}
            Ok(other) => return Ok(other),
            Err(error) => return Err(error.into()),
        }
        self.refresh(session).await?;
        keep(session)?;
        let answer = call.send(self.app, session).await?;
        match answer.of_guarded()? {
            Guarded::TryRefresh => Err(SuperTokensError::RefreshLoop {
                route: answer.route,
            }
            .into()),
            other => Ok(other),
        }
    }

    pub(super) async fn sign_out_keeping(
        &self,
        session: &mut Session,
        keep: &mut Keep<'_>,
    ) -> Result<SignedOut> {
        if tokens::is_empty(session) {
            return Ok(SignedOut {
                revoked: false,
                reason: Some(NOTHING_TO_SHOW.into()),
                jwt_expires_at: latest_expiry(session),
            });
        }
        let call = Call::session(self.route("signout"), Sign::Access);
        let mut at_work = session.clone();
        let outcome = self.guarded(&mut at_work, call, keep).await;
        let reason = match outcome {
            Ok(Guarded::Done(_)) => None,
            Ok(_) => Some(UNKNOWN_THERE.to_owned()),
            Err(error) => match error.downcast()? {
                SuperTokensError::SessionGone { .. } | SuperTokensError::TokenTheft => {
                    Some(UNKNOWN_THERE.to_owned())
                }
                SuperTokensError::NoRefreshToken { .. } | SuperTokensError::EmptySession => {
                    Some(NOTHING_TO_SHOW.to_owned())
                }
                other => return Err(self.explain(other).await),
            },
        };
        let jwt_expires_at = latest_expiry(session).max(latest_expiry(&at_work));
        session.clear_tokens();
        Ok(SignedOut {
            revoked: reason.is_none(),
            reason,
            jwt_expires_at,
        })
    }

    /// The tenant in the path of forms, if there is one.
    pub(super) const fn tenant(&self) -> Option<&str> {
        self.tenant
    }
}

fn same_api(own: &Url, configured: &Url) -> Result<(), SuperTokensError> {
    let bare = |url: &Url| {
        without_user_info(url)
            .as_str()
            .trim_end_matches('/')
            .to_owned()
    };
    if bare(own) == bare(configured) {
        return Ok(());
    }
    Err(SuperTokensError::OtherApi {
        session: bare(own),
        configured: bare(configured),
    })
}

/// `base` and a relative path.
pub(super) fn below(base: &Url, path: &str) -> Url {
    let mut url = base.clone();
    url.set_path(&format!("{}/{path}", base.path().trim_end_matches('/')));
    url
}

/// Until when a JWT of the session opens Hasura.
fn latest_expiry(session: &Session) -> Option<i64> {
    let held = [
        tokens::access_candidate(session),
        tokens::front_candidate(session),
        tokens::in_hand(session),
    ];
    held.into_iter()
        .flatten()
        .filter_map(|candidate| candidate.expires_at)
        .max()
        .filter(|expiry| *expiry > tokens::now())
}

/// `Value` of a guarded answer, or the error that its absence means.
pub(super) fn done(guarded: Guarded, doing: &'static str) -> Result<Value, SuperTokensError> {
    match guarded {
        Guarded::Done(value) => Ok(value),
        Guarded::Theft => Err(SuperTokensError::TokenTheft),
        Guarded::TryRefresh | Guarded::Unauthorised => Err(SuperTokensError::SessionGone {
            doing,
            without_anti_csrf: false,
        }),
    }
}

/// Whether the configured base path was chosen by somebody.
pub(super) fn base_text(config: &Config, base: &Url) -> String {
    let path = base.path().trim_end_matches('/');
    let path = if path.is_empty() { "/" } else { path };
    if config.api_base_path_chosen {
        path.to_owned()
    } else {
        format!("{path}, the default")
    }
}
