//! Hasura's metadata API, as far as a set-up needs it (contracts: hasura §4.3, §4.4).

mod version;

use std::time::Duration;

use serde_json::{Value, json};

pub(crate) use version::EngineVersion;

use super::SetupError;
use super::catalog::{self, Catalog, Tenant, tenants};
use crate::app::App;
use crate::config::NamingConvention;
use crate::error::{Error, Result};
use crate::hasura::metadata::{Export, TableName};
use crate::hasura::{Access, Client, HasuraError, sql};
use crate::http::HttpError;
use crate::secret::Secret;

/// A Hasura that answered as one.
#[derive(Debug)]
pub(crate) struct Engine {
    client: Client,
    secret: Secret,
    /// What it says it is.
    pub version: EngineVersion,
    /// It names fields by graphql-default where a source does not say it.
    pub graphql_names: bool,
    pub url: String,
    /// How long one answer is waited for.
    pub timeout: Duration,
}

/// How a change of the metadata ended.
#[derive(Debug)]
pub(crate) enum Sent {
    /// All of it is in force.
    Done,
    /// Somebody else wrote first; none of it is.
    Conflict,
    /// Hasura refused it, or one of several commands; none of it is in force.
    Refused { code: String, message: String },
    /// No answer came in time: Hasura may go on with it.
    Unanswered,
}

impl Engine {
    /// Asks who is there.
    pub(crate) async fn meet(app: &App) -> Result<Self> {
        let client = Client::new(app)?;
        let secret = app.config.require_admin_secret()?.clone();
        let version = EngineVersion::new(&client.version().await?);
        if version.is_before(2, 0) {
            return Err(SetupError::OldEngine {
                version: version.text,
            }
            .into());
        }
        let url = client.url("").to_string();
        // A hint: an engine that does not tell its configuration is set up all the same.
        let config = client.config(&Access::admin(secret.clone())).await;
        Ok(Self {
            graphql_names: config.is_ok_and(|config| names_by_graphql(&config)),
            client,
            secret,
            version,
            url: url.trim_end_matches('/').to_owned(),
            timeout: app.config.timeout,
        })
    }

    /// The metadata with its version.
    pub(crate) async fn export(&self) -> Result<Export> {
        self.client
            .export_metadata(&self.secret)
            .await
            .map_err(|error| self.named(error))
    }

    /// What is inconsistent, one line an object.
    pub(crate) async fn inconsistencies(&self) -> Result<Vec<String>> {
        let command = json!({ "type": "get_inconsistent_metadata", "args": {} });
        let body = self.admin("/v1/metadata", &command, true).await?;
        let objects = body.get("inconsistent_objects").and_then(Value::as_array);
        Ok(objects.into_iter().flatten().map(object_line).collect())
    }

    /// The catalogue of a source's database.
    pub(crate) async fn catalog(&self, source: &str) -> Result<Catalog> {
        let questions: Vec<Value> = catalog::sql::ALL
            .iter()
            .map(|sql| sql::question(source, sql))
            .collect();
        let command = json!({ "type": "bulk", "args": questions });
        let body = self.ask_database(&command).await?;
        let answers = body.as_array().map(Vec::as_slice).unwrap_or_default();
        Ok(catalog::read(answers)?)
    }

    /// SuperTokens' apps and tenants.
    pub(crate) async fn tenants(&self, source: &str, table: &TableName) -> Result<Vec<Tenant>> {
        let question = sql::question(source, &tenants::sql(table));
        let body = self.ask_database(&question).await?;
        Ok(tenants::of(&body)?)
    }

    /// Puts a document in place of one version of the metadata. Hasura makes its schema once for
    /// it, and once for each command of a bulk (contracts: hasura §4.4).
    pub(crate) async fn replace(&self, resource_version: u64, document: &Value) -> Result<Sent> {
        let command = json!({
            "type": "replace_metadata",
            "version": 2,
            "resource_version": resource_version,
            "args": { "allow_inconsistent_metadata": false, "metadata": document },
        });
        self.change(&command).await
    }

    /// Sends commands as one transaction against one version of the metadata.
    pub(crate) async fn bulk(
        &self,
        resource_version: Option<u64>,
        commands: &[Value],
    ) -> Result<Sent> {
        let mut command = json!({ "type": "bulk", "args": commands });
        if let Some(version) = resource_version {
            command["resource_version"] = json!(version);
        }
        self.change(&command).await
    }

    async fn change(&self, command: &Value) -> Result<Sent> {
        let access = Access::admin(self.secret.clone());
        let answer = self
            .client
            .command(&access, "/v1/metadata", command, false)
            .await;
        let (status, body) = match answer {
            Ok(answer) => answer,
            Err(error) if gave_up(&error) => return Ok(Sent::Unanswered),
            Err(error) => return Err(error),
        };
        let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
        match status {
            200 => Ok(Sent::Done),
            409 => Ok(Sent::Conflict),
            400 | 500 if text("code") == "conflict" => Ok(Sent::Conflict),
            // Only what Hasura worded itself; a proxy's error is one of the transport.
            400 if body.get("error").is_some() && text("code") != "access-denied" => {
                Ok(Sent::Refused {
                    code: text("code").to_owned(),
                    message: message_of(&body),
                })
            }
            408 | 504 => Ok(Sent::Unanswered),
            _ => Err(self.named(HasuraError::refusal("the changes", status, &body).into())),
        }
    }

    /// Whatever the database said is worth more than Hasura's "query execution failed".
    async fn ask_database(&self, command: &Value) -> Result<Value> {
        let body = self.admin(sql::PATH, command, true).await;
        body.map_err(|error| match error.downcast_ref() {
            Some(HasuraError::Refused {
                message,
                credentials: false,
                ..
            }) => SetupError::Catalogue {
                reason: message.clone(),
            }
            .into(),
            _ => error,
        })
    }

    async fn admin(&self, path: &'static str, command: &Value, reads_only: bool) -> Result<Value> {
        let access = Access::admin(self.secret.clone());
        let (status, body) = self
            .client
            .command(&access, path, command, reads_only)
            .await?;
        if status == 200 {
            return Ok(body);
        }
        let mut refusal = HasuraError::refusal("to be looked at", status, &body);
        if let HasuraError::Refused { message, .. } = &mut refusal {
            *message = message_of(&body);
        }
        Err(self.named(refusal.into()))
    }

    /// A refusal of the secret, told apart by what the secret looks like.
    fn named(&self, error: Error) -> Error {
        let refused = matches!(
            error.downcast_ref(),
            Some(HasuraError::Refused {
                credentials: true,
                ..
            })
        );
        let secret = self.secret.expose();
        let bare = secret.strip_prefix("Bearer ").unwrap_or(secret);
        if refused && bare.starts_with("eyJ") && bare.split('.').count() == 3 {
            return SetupError::TokenForSecret.into();
        }
        error
    }
}

/// True when it is the waiting that ended, here or in a proxy, and not the work.
fn gave_up(error: &Error) -> bool {
    let late = matches!(error.downcast_ref(), Some(HttpError::Timeout { .. }));
    let proxy = matches!(
        error.downcast_ref(),
        Some(HasuraError::NotHasura {
            status: 408 | 504 | 524,
            ..
        })
    );
    late || proxy
}

/// Hasura's words, with those of the objects or of the database that they are about.
fn message_of(body: &Value) -> String {
    let text = |value: Option<&Value>| value.and_then(Value::as_str).map(ToOwned::to_owned);
    let mut message = text(body.get("error")).unwrap_or_else(|| body.to_string());
    let internal = body.get("internal");
    let database = text(internal.and_then(|internal| internal.pointer("/error/message")));
    let objects = internal.and_then(Value::as_array).into_iter().flatten();
    let reasons = objects
        .filter_map(|object| text(object.get("reason")).or_else(|| text(object.get("message"))));
    let more: Vec<String> = database.into_iter().chain(reasons).collect();
    for reason in &more {
        if !message.contains(reason.as_str()) {
            message = format!("{message}: {reason}");
        }
    }
    message
}

fn object_line(object: &Value) -> String {
    let text = |name: &str| object.get(name).and_then(Value::as_str);
    let reason = text("reason").unwrap_or("no reason given");
    match text("name").or_else(|| text("type")) {
        Some(name) => format!("{name}: {reason}"),
        None => reason.to_owned(),
    }
}

/// Whether `/v1alpha1/config` has graphql-default in force: it needs an experimental feature too
/// (contracts: hasura §3.3).
fn names_by_graphql(config: &Value) -> bool {
    let features = config
        .get("experimental_features")
        .and_then(Value::as_array);
    let mut features = features.into_iter().flatten();
    let convention = config.get("default_naming_convention");
    features.any(|feature| feature == "naming_convention")
        && convention
            .and_then(Value::as_str)
            .is_some_and(NamingConvention::is_graphql)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_database_said_is_part_of_the_message() {
        let body = json!({
            "error": "query execution failed", "code": "postgres-error",
            "internal": {"error": {"message": "permission denied for table pg_class"}},
        });
        assert_eq!(
            message_of(&body),
            "query execution failed: permission denied for table pg_class"
        );
        let body = json!({
            "error": "cannot continue", "internal": [{"reason": "gone"}, {"reason": "lost"}]
        });
        assert_eq!(message_of(&body), "cannot continue: gone: lost");
    }
}
