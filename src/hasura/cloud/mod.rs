//! Hasura Cloud's own GraphQL API, as far as a project's environment goes
//! (contracts: hasura §7.1). Its documentation shows inline literals only and names no input
//! types, so the documents carry their values as string literals.

mod document;
mod error;

use serde_json::Value;
use url::Url;
use uuid::Uuid;

pub(crate) use document::{project, read_env, tenant, update_env};
pub(crate) use error::CloudError;

use crate::config::base_of;
use crate::http::{Http, Request};
use crate::secret::Secret;

/// Where it is.
pub(crate) const ENDPOINT: &str = "https://data.pro.hasura.io/v1/graphql";

/// The API with a person's access token.
#[derive(Debug)]
pub(crate) struct Cloud {
    http: Http,
    url: Url,
    token: Secret,
}

#[derive(Debug)]
pub(crate) struct Environment {
    /// Names this state of it; a change has to say which one it changes.
    pub hash: String,
    /// Its variables, in a shape that is not documented.
    vars: Value,
}

impl Environment {
    /// What a variable says, if it can be found.
    pub(crate) fn get(&self, name: &str) -> Option<String> {
        find(&self.vars, name)
    }
}

impl Cloud {
    /// The API at this URL.
    pub(crate) fn new(http: Http, url: Url, token: Secret) -> Self {
        Self { http, url, token }
    }

    /// The tenant of a project. Everything about its environment goes by that id, not by the
    /// project's.
    pub(crate) async fn tenant_of(&self, id: Uuid) -> Result<Uuid, CloudError> {
        let data = self.ask("the project", &project(id), true).await?;
        let found = &data["projects_by_pk"];
        if found.is_null() {
            let other = self.ask("the tenant", &tenant(id), true).await;
            let project = other.ok().and_then(|data| {
                let id = data["tenant_by_pk"]["project"]["id"].as_str()?;
                Some(id.to_owned())
            });
            return Err(CloudError::NoProject { id, project });
        }
        found["tenant"]["id"]
            .as_str()
            .and_then(|id| id.parse().ok())
            .ok_or(CloudError::Unreadable {
                what: "the project",
                missing: "a tenant's id",
            })
    }

    /// Where the project's engine is, if the API says so.
    pub(crate) async fn engine(&self, id: Uuid) -> Result<Option<Url>, CloudError> {
        let data = self.ask("the tenant", &tenant(id), true).await?;
        let endpoint = data["tenant_by_pk"]["project"]["endpoint"].as_str();
        let url = endpoint.and_then(|endpoint| Url::parse(endpoint).ok());
        Ok(url.map(base_of))
    }

    /// The environment as it is.
    pub(crate) async fn environment(&self, tenant: Uuid) -> Result<Environment, CloudError> {
        let what = "the environment";
        let mut data = self.ask(what, &read_env(tenant), true).await?;
        let mut env = data["getTenantEnv"].take();
        let hash = env["hash"].as_str().map(ToOwned::to_owned);
        Ok(Environment {
            hash: hash.ok_or(CloudError::Unreadable {
                what,
                missing: "a hash",
            })?,
            vars: env["envVars"].take(),
        })
    }

    /// Sets one variable; the others stay.
    pub(crate) async fn set(
        &self,
        tenant: Uuid,
        hash: &str,
        name: &str,
        value: &str,
    ) -> Result<(), CloudError> {
        let document = update_env(tenant, hash, name, value);
        let data = self.ask("the change", &document, false).await?;
        if data["updateTenantEnv"]["hash"].is_string() {
            return Ok(());
        }
        Err(CloudError::Unreadable {
            what: "the change",
            missing: "a new hash",
        })
    }

    async fn ask(
        &self,
        what: &'static str,
        document: &str,
        reads_only: bool,
    ) -> Result<Value, CloudError> {
        let body = serde_json::json!({ "query": document });
        let authorization = format!("pat {}", self.token.expose());
        let mut request = Request::post_json(self.url.clone(), &body)
            .secret_header("authorization", &authorization);
        request.idempotent = reads_only;
        let response = self.http.send(request).await?;
        let status = response.status.as_u16();
        let answer: Option<Value> = serde_json::from_slice(&response.body).ok();
        let Some(mut answer) = answer else {
            return Err(match status {
                401 | 403 => CloudError::Token {
                    words: response.status.to_string(),
                },
                _ => CloudError::NotCloud { status },
            });
        };
        if let Some(error) = answer["errors"].get(0) {
            let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
            let (message, code) = (text(&error["message"]), text(&error["extensions"]["code"]));
            return Err(match code.as_str() {
                "access-denied" | "invalid-headers" | "invalid-jwt" | "unauthorized" => {
                    CloudError::Token { words: message }
                }
                _ if matches!(status, 401 | 403) => CloudError::Token { words: message },
                _ => CloudError::Refused { what, message },
            });
        }
        match answer["data"].take() {
            data @ Value::Object(_) => Ok(data),
            _ => Err(CloudError::NotCloud { status }),
        }
    }
}

/// A member of this name with a text, or an entry `{"key": name, "value": text}`, wherever it is.
fn find(value: &Value, name: &str) -> Option<String> {
    match value {
        Value::Object(members) => {
            let named = members.get("key").and_then(Value::as_str) == Some(name);
            let own = if named {
                members.get("value")
            } else {
                members.get(name)
            };
            own.and_then(Value::as_str)
                .map(ToOwned::to_owned)
                .or_else(|| members.values().find_map(|member| find(member, name)))
        }
        Value::Array(items) => items.iter().find_map(|item| find(item, name)),
        _ => None,
    }
}
