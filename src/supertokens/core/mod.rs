//! The core's admin side (CDI), for listing users and cleaning up test users.
//!
//! The rules of contracts: supertokens §7 hold here: one user at a time, by id, read again right
//! before the removal; never a pattern. The API key never shows.

mod jwt;
mod list;
mod user;

use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::OnceCell;
use url::Url;

pub(crate) use list::UserList;
pub(crate) use user::CoreUser;

use super::answer::Answer;
use super::api::below;
use super::error::SuperTokensError;
use crate::app::App;
use crate::config::ConfigError;
use crate::error::{Error, Result};
use crate::http::{Request, Response, shown_url};

/// Cores that SuperTokens runs for everybody: users there are not ours alone.
const SHARED_HOSTS: [&str; 2] = ["try.supertokens.io", "try.supertokens.com"];

/// A CDI version, major and minor.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cdi(u32, u32);

impl Cdi {
    fn parse(text: &str) -> Option<Self> {
        let (major, minor) = text.split_once('.')?;
        Some(Self(major.parse().ok()?, minor.parse().ok()?))
    }

    /// Versions whose user calls are known here: 2.8 with core 3.9 up to the 5.x of core 12.
    fn known(self) -> bool {
        (Self(2, 8)..Self(6, 0)).contains(&self)
    }

    /// From 4.0 on users have several e-mail addresses, and other routes.
    fn has_linked_accounts(self) -> bool {
        self >= Self(4, 0)
    }
}

impl std::fmt::Display for Cdi {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

/// A client of the core.
#[derive(Debug)]
pub(crate) struct CoreClient<'a> {
    app: &'a App,
    base: Url,
    version: OnceCell<Cdi>,
}

impl<'a> CoreClient<'a> {
    pub(crate) fn new(app: &'a App) -> Result<Self> {
        let base = app.config.core_uri.clone().ok_or(ConfigError::Missing {
            what: "the SuperTokens core",
            flag: "",
            env: "ST_HASURA_CORE_URI",
            key: "core_uri",
        })?;
        Ok(Self {
            app,
            base,
            version: OnceCell::new(),
        })
    }

    /// True for a core that SuperTokens runs for everybody.
    pub(crate) fn is_shared(&self) -> bool {
        let host = self.base.host_str().unwrap_or_default();
        SHARED_HOSTS.contains(&host.trim_end_matches('.'))
    }

    /// Refuses a core that SuperTokens runs for everybody.
    pub(crate) fn require_own(&self) -> Result<()> {
        if self.is_shared() {
            let host = self.base.host_str().unwrap_or_default().to_owned();
            return Err(SuperTokensError::SharedCore { host }.into());
        }
        Ok(())
    }

    /// Its URL, for people.
    pub(crate) fn shown(&self) -> String {
        shown_url(&self.base)
    }

    /// Asks whether the core is up. Needs no key.
    pub(crate) async fn hello(&self) -> Result<()> {
        let response = self.app.http.send(Request::get(self.url("hello"))).await?;
        if response.status.is_success() && response.text().trim() == "Hello" {
            return Ok(());
        }
        Err(bad_answer(&Method::GET, &response))
    }

    /// The newest CDI version that both sides know; asked once.
    pub(crate) async fn version(&self) -> Result<Cdi> {
        self.version
            .get_or_try_init(|| self.negotiate())
            .await
            .copied()
    }

    async fn negotiate(&self) -> Result<Cdi> {
        let body = self.call(Request::get(self.url("apiversion"))).await?;
        let offered: Vec<String> = body
            .get("versions")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .map(ToOwned::to_owned)
            .collect();
        let versions = offered.iter().filter_map(|text| Cdi::parse(text));
        let newest = versions.filter(|version| version.known()).max();
        newest.ok_or_else(|| SuperTokensError::CoreVersion { offered }.into())
    }

    /// The user with exactly this e-mail address; the core keeps addresses in lower case.
    pub(crate) async fn find_by_email(&self, email: &str) -> Result<Option<CoreUser>> {
        Ok(self.all_by_email(email).await?.into_iter().next())
    }

    /// Every user with exactly this e-mail address: one of each recipe where accounts are not
    /// linked.
    pub(crate) async fn all_by_email(&self, email: &str) -> Result<Vec<CoreUser>> {
        let email = email.trim().to_lowercase();
        let modern = self.version().await?.has_linked_accounts();
        let body = if modern {
            let mut url = self.tenant_url("users/by-accountinfo");
            url.query_pairs_mut()
                .append_pair("email", &email)
                .append_pair("doUnionOfAccountInfo", "true");
            self.ask(Request::get(url)).await?
        } else {
            let mut url = self.tenant_url("recipe/user");
            url.query_pairs_mut().append_pair("email", &email);
            self.ask(Request::get(url)).await?
        };
        let users = match (modern, body.get("user"), body.get("users")) {
            (true, _, Some(Value::Array(users))) => users.as_slice(),
            (false, Some(user), _) => std::slice::from_ref(user),
            _ => &[],
        };
        Ok(users
            .iter()
            .filter_map(CoreUser::read)
            .filter(|user| user.emails.contains(&email))
            .collect())
    }

    /// The user of this id.
    pub(crate) async fn find_by_id(&self, id: &str) -> Result<Option<CoreUser>> {
        let path = if self.version().await?.has_linked_accounts() {
            "user/id"
        } else {
            "recipe/user"
        };
        let mut url = self.url(path);
        url.query_pairs_mut().append_pair("userId", id);
        let body = self.ask(Request::get(url)).await?;
        Ok(body.get("user").and_then(CoreUser::read))
    }

    /// Removes a user and their sessions. The user is read again before, because the core says
    /// OK to any id: an id whose addresses are not those of `user` is left alone.
    ///
    /// Returns false when there was no such user any more.
    pub(crate) async fn remove(&self, user: &CoreUser) -> Result<bool> {
        let Some(current) = self.find_by_id(&user.id).await? else {
            return Ok(false);
        };
        if current.emails != user.emails {
            return Err(SuperTokensError::UserChanged {
                id: user.id.clone(),
                what: format!(
                    "expected {}, found {}",
                    user.emails.join(", "),
                    current.emails.join(", ")
                ),
            }
            .into());
        }
        let body = if self.version().await?.has_linked_accounts() {
            json!({ "userId": user.id, "removeAllLinkedAccounts": true })
        } else {
            json!({ "userId": user.id })
        };
        let request = Request::post_json(self.url("user/remove"), &body).idempotent();
        self.ask(request).await?;
        Ok(true)
    }

    fn url(&self, path: &str) -> Url {
        below(&self.base, path)
    }

    /// The URL of a call that concerns one tenant (contracts: supertokens §5.1).
    fn tenant_url(&self, path: &str) -> Url {
        match &self.app.config.tenant {
            Some(tenant) => below(&self.base, &format!("{tenant}/{path}")),
            None => self.url(path),
        }
    }

    /// A call that needs a version.
    async fn ask(&self, request: Request) -> Result<Value> {
        let version = self.version().await?.to_string();
        self.call(request.header("cdi-version", &version)).await
    }

    async fn call(&self, mut request: Request) -> Result<Value> {
        let key = self.app.config.core_api_key.as_ref();
        if let Some(key) = key {
            request = request.secret_header("api-key", key.expose());
        }
        let method = request.method.clone();
        let response = self.app.http.send(request).await?;
        if response.status.as_u16() == 401 {
            return Err(SuperTokensError::CoreKey {
                said: Answer::read(&method, &response).said(),
                sent: key.is_some(),
            }
            .into());
        }
        match serde_json::from_slice(&response.body) {
            Ok(body @ Value::Object(_)) if response.status.is_success() => Ok(body),
            _ => Err(bad_answer(&method, &response)),
        }
    }
}

fn bad_answer(method: &Method, response: &Response) -> Error {
    let answer = Answer::read(method, response);
    SuperTokensError::CoreAnswer {
        said: answer.said(),
        route: answer.route,
        status: answer.status,
    }
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_numbers_not_text() {
        let newest = |offered: &[&str]| {
            let versions = offered.iter().filter_map(|text| Cdi::parse(text));
            versions.filter(|version| version.known()).max()
        };
        assert_eq!(newest(&["2.9", "2.14", "2.10"]), Some(Cdi(2, 14)));
        assert_eq!(newest(&["5.4", "6.0", "2.14"]), Some(Cdi(5, 4)));
        assert_eq!(newest(&["1.0", "x"]), None);
    }
}
