//! `query`: GraphQL as the session's user, another role, anonymous or admin.

mod input;

use std::time::Duration;

use serde_json::Value;

use crate::app::App;
use crate::cli::{IntrospectFormat, OutputFormat, QueryArgs, RoleSource};
use crate::error::{Coded as _, Result};
use crate::exit::Exit;
use crate::hasura::{Access, Client, GraphQlAnswer, GraphQlError, GraphQlRequest, sdl};
use crate::session::Place;
use crate::supertokens;

/// A token that ends sooner than this is renewed before it is sent.
const MIN_TTL: Duration = Duration::from_secs(10);

/// What a query gave.
#[derive(Debug)]
pub struct QueryResult {
    /// `data`, when there is any.
    pub data: Option<Value>,
    /// `errors`.
    pub errors: Vec<GraphQlError>,
}

impl QueryResult {
    /// 7 when Hasura answered `errors`.
    #[must_use]
    pub fn exit(&self) -> Exit {
        if self.errors.is_empty() {
            Exit::Ok
        } else {
            Exit::GraphQl
        }
    }
}

/// A role's schema.
#[derive(Debug)]
pub struct IntrospectResult {
    /// Which form was asked for.
    pub format: IntrospectFormat,
    /// As SDL.
    pub sdl: String,
    /// As it came.
    pub introspection: Value,
}

/// What the command gave.
#[derive(Debug)]
pub enum QueryOutcome {
    /// A query ran.
    Ran(QueryResult),
    /// The schema was asked for.
    Introspected(IntrospectResult),
}

/// `query`.
///
/// # Errors
/// No usable query or variables, no session, transport, answers that are not Hasura's.
pub async fn run(app: &App, args: &QueryArgs) -> Result<QueryOutcome> {
    let client = Client::new(app)?;
    if let Some(format) = args.introspect {
        let access = access(app, args).await?;
        let (introspection, schema) = client.introspect(&access).await?;
        return Ok(QueryOutcome::Introspected(IntrospectResult {
            format,
            sdl: sdl::print(&schema),
            introspection,
        }));
    }
    let request = input::request(app, args)?;
    let answer = send(app, args, &client, &request).await?;
    if app.ui.format != OutputFormat::Json {
        explain(app, &answer);
    }
    Ok(QueryOutcome::Ran(QueryResult {
        data: answer.data,
        errors: answer.errors,
    }))
}

/// Sends; a token that Hasura holds for expired is renewed once.
async fn send(
    app: &App,
    args: &QueryArgs,
    client: &Client,
    request: &GraphQlRequest,
) -> Result<GraphQlAnswer> {
    let first = client.graphql(&access(app, args).await?, request).await?;
    if args.credentials != RoleSource::User || !first.expired() {
        return Ok(first);
    }
    app.ui
        .trace(1, "Hasura holds the token for expired; refreshing once");
    let place = Place::choose(&app.config, &app.store)?;
    match supertokens::refresh_stored(app, place).await {
        Ok(_) => client.graphql(&access(app, args).await?, request).await,
        Err(error) => {
            app.ui.warn(format!(
                "the session could not be refreshed: {error} ({})",
                error.code()
            ));
            Ok(first)
        }
    }
}

async fn access(app: &App, args: &QueryArgs) -> Result<Access> {
    let access = match args.credentials {
        RoleSource::Anonymous => Access::anonymous(),
        RoleSource::Admin => Access::admin(app.config.require_admin_secret()?.clone()),
        RoleSource::User => Access::bearer(supertokens::fresh_token(app, None, MIN_TTL).await?.jwt),
    };
    Ok(match &args.role {
        Some(role) => access.role(role),
        None => access,
    })
}

/// Says on stderr what each error means.
fn explain(app: &App, answer: &GraphQlAnswer) {
    for error in &answer.errors {
        let explanation = error.explanation();
        let mut notes = Vec::new();
        if let Some(code) = &error.code {
            let at = error.path.as_deref().unwrap_or("$");
            notes.push(format!("code {code}, path {at}"));
        }
        notes.push(explanation.cause.to_owned());
        app.ui.problem(
            explanation.kind.id(),
            &error.message,
            &notes,
            Some(explanation.fix),
        );
    }
}
