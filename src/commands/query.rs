//! `query`: GraphQL as the session's user, another role, anonymous or admin.

mod input;
mod live;
mod text;

use std::time::Duration;

use serde_json::Value;

use crate::app::App;
use crate::cli::{IntrospectFormat, QueryArgs, RoleSource};
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::hasura::claims::ClaimsReader;
use crate::hasura::explain::Kind;
use crate::hasura::{Access, Client, GraphQlAnswer, GraphQlError, GraphQlRequest, sdl};
use crate::jwt;
use crate::secret::Secret;
use crate::session::SessionSource;
use crate::supertokens;
use crate::text::visible;
use crate::ui::OutputFormat;

/// A token that ends sooner than this is renewed before it is sent.
const MIN_TTL: Duration = Duration::from_secs(10);

/// A header of the request: its name in lower case, and its value.
type Header = (String, String);

/// What a query gave.
#[derive(Debug)]
pub(crate) struct QueryResult {
    /// `data`, when there is any.
    pub data: Option<Value>,
    /// `errors`.
    pub errors: Vec<GraphQlError>,
}

impl QueryResult {
    /// 7 when Hasura answered `errors`.
    pub(crate) fn exit(&self) -> Exit {
        if self.errors.is_empty() {
            Exit::Ok
        } else {
            Exit::GraphQl
        }
    }
}

#[derive(Debug)]
pub(crate) struct IntrospectResult {
    /// Which form was asked for.
    pub format: IntrospectFormat,
    pub sdl: String,
    /// As it came.
    pub introspection: Value,
}

/// What the command gave.
#[derive(Debug)]
pub(crate) enum QueryOutcome {
    Ran(QueryResult),
    /// A subscription ran; its results are on stdout already.
    Followed(Exit),
    /// The schema was asked for.
    Introspected(IntrospectResult),
}

pub(crate) async fn run(app: &App, args: &QueryArgs) -> Result<QueryOutcome> {
    // Before a token is fetched, and before anything is said of one: what is no header may be a
    // secret.
    let headers = input::headers(&args.headers)?;
    let client = Client::new(app)?;
    if args.credentials == RoleSource::Anonymous && args.role.is_some() {
        // contracts: hasura §2.0
        app.ui.note(
            "without a token Hasura passes over x-hasura-role and takes its unauthorized role, \
             unless it has no admin secret",
        );
    }
    let has_token = matches!(args.credentials, RoleSource::User | RoleSource::Token);
    let mut variables = headers.iter().filter(|(name, _)| {
        // contracts: hasura §2.0
        name.starts_with("x-hasura-") && name != "x-hasura-role"
    });
    if let Some((name, _)) = variables.next().filter(|_| has_token) {
        app.ui.note(visible(&format!(
            "beside a token {name} has no effect: session variables come from the token alone"
        )));
    }
    if let Some(format) = args.introspect {
        let access = access(app, args, &headers).await?;
        let (introspection, schema) = client.introspect(&access).await?;
        return Ok(QueryOutcome::Introspected(IntrospectResult {
            format,
            sdl: sdl::print(&schema),
            introspection,
        }));
    }
    let request = input::request(app, args)?;
    let way = args.over.map(live::protocol);
    let wanted = if args.follow {
        Some(u64::MAX)
    } else {
        args.count
    };
    if let Some(wanted) = wanted {
        let way = match way {
            Some(None) => {
                return Err(Error::usage(
                    "--over http has no results to wait for",
                    "leave --count and --follow out, or --over",
                ));
            }
            other => other.flatten(),
        };
        let access = access(app, args, &headers).await?;
        let exit = live::follow(app, &client, &access, &request, way, wanted).await?;
        return Ok(QueryOutcome::Followed(exit));
    }
    let answer = if let Some(Some(protocol)) = way {
        let access = access(app, args, &headers).await?;
        live::first(&client, &access, &request, Some(protocol)).await?
    } else {
        let answer = send(app, args, &headers, &client, &request).await?;
        if way.is_none() && is_subscription(&answer) {
            let access = access(app, args, &headers).await?;
            live::first(&client, &access, &request, None).await?
        } else {
            answer
        }
    };
    if app.ui.format != OutputFormat::Json {
        let note = claims_note(app, args, &answer).await;
        explain(app, &answer, note.as_deref());
        if is_empty(&answer) && args.credentials != RoleSource::Admin {
            app.ui.note(
                "no rows, and that is no error: whether there are none, or a filter hides them, \
                 cannot be seen with this token (st-hasura explain hasura.empty_list)",
            );
        }
    }
    Ok(QueryOutcome::Ran(QueryResult {
        data: answer.data,
        errors: answer.errors,
    }))
}

/// True for data in which every field is an empty list.
fn is_empty(answer: &GraphQlAnswer) -> bool {
    let fields = answer.data.as_ref().and_then(Value::as_object);
    let is_empty = |value: &Value| value.as_array().is_some_and(Vec::is_empty);
    fields.is_some_and(|fields| !fields.is_empty() && fields.values().all(is_empty))
}

/// Hasura is the one to say what the document is: it knows which of the operations is meant.
fn is_subscription(answer: &GraphQlAnswer) -> bool {
    answer.errors.first().is_some_and(|error| {
        error.code.as_deref() == Some("unexpected-payload")
            && error
                .message
                .to_lowercase()
                .contains("subscriptions are not supported")
    })
}

/// Sends; a token that Hasura holds for expired is renewed once.
async fn send(
    app: &App,
    args: &QueryArgs,
    headers: &[Header],
    client: &Client,
    request: &GraphQlRequest,
) -> Result<GraphQlAnswer> {
    let bearer = bearer(app, args).await?;
    let access_of = |bearer: Option<Secret>| access_with(app, args, headers, bearer);
    let first = client.graphql(&access_of(bearer.clone())?, request).await?;
    let (RoleSource::User, Some(refused), true) = (args.credentials, &bearer, first.expired())
    else {
        return Ok(first);
    };
    app.ui
        .trace(1, "Hasura holds the token for expired; refreshing once");
    let place = SessionSource::choose(&app.config, &app.store)?;
    match supertokens::renew_refused(app, place, refused).await {
        Ok(()) => {
            client
                .graphql(&access(app, args, headers).await?, request)
                .await
        }
        Err(error) => {
            app.ui.warn(format!(
                "the session could not be refreshed: {error} ({})",
                error.code()
            ));
            Ok(first)
        }
    }
}

async fn access(app: &App, args: &QueryArgs, headers: &[Header]) -> Result<Access> {
    access_with(app, args, headers, bearer(app, args).await?)
}

/// The token of whoever asks with one.
async fn bearer(app: &App, args: &QueryArgs) -> Result<Option<Secret>> {
    Ok(match args.credentials {
        RoleSource::Anonymous | RoleSource::Admin => None,
        RoleSource::Token => Some(given_token(app)?),
        RoleSource::User => Some(supertokens::fresh_token(app, None, MIN_TTL).await?.jwt),
    })
}

fn access_with(
    app: &App,
    args: &QueryArgs,
    headers: &[Header],
    bearer: Option<Secret>,
) -> Result<Access> {
    let access = match (args.credentials, bearer) {
        (RoleSource::Admin, _) => Access::admin(app.config.require_admin_secret()?.clone()),
        (_, Some(bearer)) => Access::bearer(bearer),
        (_, None) => Access::anonymous(),
    };
    let access = match &args.role {
        Some(role) => access.role(role),
        None => access,
    };
    let headers = headers.iter().cloned();
    Ok(headers.fold(access, |access, (name, value)| access.header(name, value)))
}

/// The variable holds a token that somebody has already: no session is touched.
fn given_token(app: &App) -> Result<Secret> {
    let token = app
        .context
        .var("ST_HASURA_TOKEN")
        .map(|text| Secret::new(jwt::bare(text)))
        .filter(|token| !token.is_empty())
        .ok_or_else(|| App::missing("the token", "the environment variable ST_HASURA_TOKEN"))?;
    app.redactor.learn_secret(&token);
    Ok(token)
}

/// Where this Hasura looks for claims and which roles it finds there, for a token that was refused
/// for them.
async fn claims_note(app: &App, args: &QueryArgs, answer: &GraphQlAnswer) -> Option<String> {
    let mut kinds = answer.errors.iter().map(|error| error.explanation().kind);
    let kind = kinds.find(|kind| kind.is_about_claims())?;
    let token = match args.credentials {
        RoleSource::Anonymous | RoleSource::Admin => return None,
        RoleSource::Token => given_token(app).ok()?,
        RoleSource::User => supertokens::fresh_token(app, None, MIN_TTL).await.ok()?.jwt,
    };
    let reader = ClaimsReader::of_engine(app).await.ok()?;
    let reading = reader.read(&jwt::decode(token.expose()).ok()?);
    let claims = &reading.claims;
    if let Some(unknown) = reading.unknown {
        return Some(unknown);
    }
    let place = format!("this Hasura looks for the claims in {}", claims.namespace);
    Some(match claims.problems.first() {
        Some(problem) => format!("{place}: {}", problem.explanation),
        None if kind == Kind::RoleNotAllowed => {
            format!("{place}; they allow {}", claims.allowed_roles.join(", "))
        }
        None => place,
    })
}

/// Says on stderr what each error means; `more` is about the token.
fn explain(app: &App, answer: &GraphQlAnswer, more: Option<&str>) {
    for error in &answer.errors {
        let explanation = error.explanation();
        let mut notes = Vec::new();
        if let Some(code) = &error.code {
            let at = error.path.as_deref().unwrap_or("$");
            notes.push(format!("code {code}, path {at}"));
        }
        notes.push(explanation.cause.to_owned());
        if explanation.kind.is_about_claims() {
            notes.extend(more.map(visible));
        }
        app.ui.problem(
            explanation.kind.id(),
            &error.message,
            &notes,
            Some(explanation.fix),
        );
    }
}
