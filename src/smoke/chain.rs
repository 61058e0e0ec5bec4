//! What both chains do: sign in, check a token, run a query, clean up.

use std::time::Duration;

use serde_json::Value;

use super::model::ChainOptions;
use super::steps::Steps;
use super::typed;
use crate::app::App;
use crate::error::Result;
use crate::hasura::claims::ClaimsReader;
use crate::hasura::{Access, Client, GraphQlError, GraphQlRequest, HasuraError};
use crate::jwt::{self, JwtError, KeySet, Rules};
use crate::secret::Secret;
use crate::session::{Session, User};
use crate::supertokens::AuthApi;
use crate::text::{count, span};
use crate::verify::throw_away::{self, CleanUp, Newcomer};

/// A token must outlast the chain.
pub(super) const MIN_TTL: Duration = Duration::from_secs(60);

/// Signs in with a session in memory.
pub(super) async fn sign_in(app: &App, newcomer: &Newcomer, name: &str) -> Result<Session> {
    let api = AuthApi::new(app)?;
    let mut session = api.new_session(name);
    api.sign_in(&mut session, &newcomer.form).await?;
    Ok(session)
}

/// Verifies a token by Hasura's rules; says in a line what it is. Claims that look wrong are no
/// matter where Hasura takes them: it may look for them elsewhere.
pub(super) async fn check_token(
    app: &App,
    token: &Secret,
    keys: &KeySet,
    reader: &ClaimsReader,
) -> Result<Vec<String>> {
    let decoded = jwt::decode(token.expose())?;
    let verification = jwt::verify(&decoded, keys, &Rules::at(jwt::now()));
    if let Some(problem) = verification.problems.first() {
        return Err(JwtError::Refused(Box::new(problem.clone())).into());
    }
    let reading = reader.read(&decoded);
    if let Some(problem) = reading.claims.problems.first()
        && !is_taken(app, token).await?
    {
        return Err(JwtError::Refused(Box::new(problem.clone())).into());
    }
    let claims = &reading.claims;
    let signed = verification.signature.map_or_else(
        |_| "?".to_owned(),
        |by| format!("{} by key {}", by.algorithm.name(), by.key),
    );
    let left = decoded.seconds_left(jwt::now()).map_or_else(
        || "never expires".to_owned(),
        |left| {
            #[allow(
                clippy::cast_possible_truncation,
                reason = "a token's life in seconds fits"
            )]
            let left = left as i64;
            format!("{} left", span(left))
        },
    );
    let mut lines = vec![format!(
        "{signed}; user {}, role {}; {left}",
        claims.user_id().unwrap_or("?"),
        claims.default_role.as_deref().unwrap_or("?"),
    )];
    lines.extend(reading.roles_unknown());
    Ok(lines)
}

/// Whether Hasura takes a token, whatever it makes of it.
async fn is_taken(app: &App, token: &Secret) -> Result<bool> {
    let access = Access::bearer(token.clone());
    let request = GraphQlRequest::new("{ __typename }");
    let answer = Client::new(app)?.graphql(&access, &request).await?;
    let refused = |error: &GraphQlError| error.explanation().kind.is_refusal();
    Ok(!answer.errors.iter().any(refused))
}

/// Runs a query as a user and wants data without errors.
pub(super) async fn query(app: &App, token: &Secret, request: &GraphQlRequest) -> Result<Value> {
    let client = Client::new(app)?;
    let access = Access::bearer(token.clone());
    let answer = client.graphql(&access, request).await?;
    if let Some(error) = answer.errors.first() {
        let explanation = error.explanation();
        return Err(HasuraError::GraphQl {
            what: "the query",
            code: error.code.clone().unwrap_or_default(),
            message: error.message.clone(),
            cause: explanation.cause.into(),
            fix: explanation.fix.into(),
        }
        .into());
    }
    Ok(answer.data.unwrap_or(Value::Null))
}

/// What a query gave, in a line.
pub(super) fn describe(data: &Value) -> String {
    let Some(members) = data.as_object() else {
        return "no data".into();
    };
    let parts: Vec<String> = members
        .iter()
        .map(|(name, value)| match value {
            Value::Array(rows) => format!("{name}: {}", count(rows.len(), "row")),
            Value::Null => format!("{name}: null"),
            _ => format!("{name}: an answer"),
        })
        .collect();
    parts.join(", ")
}

/// The users that there are by now, and what is to become of them.
pub(super) async fn clean_up(
    app: &App,
    steps: &mut Steps<'_>,
    options: &ChainOptions,
    users: &[(User, String)],
) -> CleanUp {
    if users.is_empty() {
        return CleanUp::default();
    }
    let people: Vec<(String, String)> = users
        .iter()
        .map(|(user, email)| (user.id.clone(), email.clone()))
        .collect();
    let started = std::time::Instant::now();
    let typed = typed::clean_up();
    steps.announce("clean up", &typed);
    let done = if options.keep_users {
        CleanUp {
            left: people
                .into_iter()
                .map(|(_, email)| (email, "--keep-users".to_owned()))
                .collect(),
            ..CleanUp::default()
        }
    } else {
        throw_away::clean_up(app, &people).await
    };
    // Users that are left fail nothing: they are named, and their addresses say what they are.
    steps.push(super::Step {
        id: "clean-up",
        title: "clean up",
        outcome: super::StepOutcome::Done,
        detail: done.sentences(),
        elapsed: started.elapsed(),
    });
    done
}

/// Seconds in words; kept here so that both chains say it alike.
pub(super) fn lasts(expires_at: Option<i64>) -> String {
    #[allow(clippy::cast_possible_truncation, reason = "seconds since 1970 fit")]
    let now = jwt::now() as i64;
    expires_at.map_or_else(
        || "it never expires".to_owned(),
        |exp| format!("it lasts {}", span(exp - now)),
    )
}
