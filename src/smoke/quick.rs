//! The tutorial's four steps with one user, in four requests.

use super::chain::{self, MIN_TTL};
use super::model::{Chain, ChainOptions};
use super::steps::{Narrator, Steps};
use super::typed;
use crate::app::App;
use crate::error::Result;
use crate::hasura::GraphQlRequest;
use crate::secret::Secret;
use crate::session::{Session, SessionSource};
use crate::supertokens::{self, SuperTokensError, TokenRequest};
use crate::verify::throw_away::{self, Newcomer};

/// Names what the role can ask for: one request that works whatever the schema is.
const QUERY: &str = "{ __schema { queryType { fields { name } } } }";

/// How many steps it has.
pub(crate) const STEPS: usize = 5;

/// Runs it. What fails is in the steps; the user is cleaned up whatever happened.
pub(crate) async fn quick(app: &App, options: &ChainOptions, narrator: &dyn Narrator) -> Chain {
    let mut steps = Steps::new(narrator);
    let mut users = Vec::new();
    let newcomer = Newcomer::new(app, &options.email_domain, options.fields.clone());
    let email = newcomer.form.email.clone();
    let mut chain = Chain::default();
    let made = steps
        .run("signup", "sign up", typed::sign_up(app, &email), async {
            let made = throw_away::sign_up(app, &newcomer).await?;
            let detail = format!("{} is user {}", made.email, made.user.id);
            Ok((made.user, vec![detail]))
        })
        .await;
    users.extend(made.map(|user| (user, email.clone())));
    let session = steps
        .run("signin", "sign in", typed::sign_in(app, &email), async {
            Ok((chain::sign_in(app, &newcomer, "quick").await?, Vec::new()))
        })
        .await;
    let token = steps
        .run("token", "get the JWT", typed::token(app), async {
            // Only reached with a session: the step before it succeeded.
            match session {
                Some(session) => Box::pin(token(app, session)).await,
                None => Err(crate::error::Error::Internal("no session".into())),
            }
        })
        .await;
    let request = GraphQlRequest::new(options.query.as_deref().unwrap_or(QUERY));
    chain.data = steps
        .run("query", "query", typed::query(app, Some(&request)), async {
            match token {
                Some(token) => {
                    let data = chain::query(app, &token, &request).await?;
                    let detail = vec![chain::describe(&data)];
                    Ok((data, detail))
                }
                None => Err(crate::error::Error::Internal("no token".into())),
            }
        })
        .await;
    chain.clean_up = chain::clean_up(app, &mut steps, options, &users).await;
    chain.steps = steps.steps;
    chain
}

/// Asks the application's own route, as the tutorial does, even where the sign-in brought the
/// JWT along. An application without such a route may do with the access token itself.
async fn token(app: &App, session: Session) -> Result<(Secret, Vec<String>)> {
    let place = SessionSource::memory("quick");
    let lock = place.lock().await?;
    place.save(&lock, &session)?;
    drop(lock);
    let by_route = TokenRequest {
        min_ttl: MIN_TTL,
        route: Some(app.config.jwt_path.clone()),
        pointer: None,
    };
    let mut detail = Vec::new();
    let token = match supertokens::fresh_token_at(app, place.clone(), &by_route).await {
        Err(error) => {
            let Some(SuperTokensError::NoJwt { tried }) = error.downcast_ref() else {
                return Err(error);
            };
            detail.extend(tried.iter().cloned());
            let anywhere = TokenRequest::lasting(MIN_TTL);
            supertokens::fresh_token_at(app, place, &anywhere).await?
        }
        found => found?,
    };
    let found = format!("from {}; {}", token.source, chain::lasts(token.expires_at));
    detail.insert(0, found);
    Ok((token.jwt, detail))
}
