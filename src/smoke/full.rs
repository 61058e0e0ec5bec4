//! The full chain: two users, every step, the verdict.

use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::chain::{self, MIN_TTL};
use super::model::{Chain, ChainOptions};
use super::steps::{Narrator, Step, StepOutcome, Steps};
use super::typed;
use crate::app::App;
use crate::error::{Error, Result};
use crate::hasura::claims::ClaimsReader;
use crate::hasura::jwt_secret::verifying_keys;
use crate::hasura::{Access, Client, GraphQlRequest};
use crate::jwt;
use crate::secret::Secret;
use crate::session::{Session, User};
use crate::supertokens;
use crate::verify::actor::Person;
use crate::verify::model::Model;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::report::Report;
use crate::verify::running;
use crate::verify::scope::Scope;
use crate::verify::setup::{self, Settings, Setup};
use crate::verify::throw_away::{self, Newcomer};
use crate::verify::verdict::Verdict;
use crate::verify::{discovery, plan};

/// Rows that the smoke run reads of a table.
const SAMPLE: u32 = 200;

/// How many steps it has.
pub(crate) const STEPS: usize = 8;

/// Runs the chain. What fails is in the steps; the users are cleaned up whatever happened.
pub(crate) async fn full(app: &App, options: &ChainOptions, narrator: &dyn Narrator) -> Chain {
    let mut steps = Steps::new(narrator);
    let mut users = Vec::new();
    let people = ["first", "second"]
        .map(|_| Newcomer::new(app, &options.email_domain, options.fields.clone()));
    let mut chain = Chain::default();
    if let Some(tokens) = arrive(app, &mut steps, &people, &mut users).await {
        look(app, options, &mut steps, &tokens, &mut chain).await;
    }
    chain.clean_up = chain::clean_up(app, &mut steps, options, &users).await;
    chain.steps = steps.steps;
    chain
}

/// Sign-up, sign-in and JWT of both.
async fn arrive(
    app: &App,
    steps: &mut Steps<'_>,
    people: &[Newcomer; 2],
    users: &mut Vec<(User, String)>,
) -> Option<[Secret; 2]> {
    for (index, newcomer) in people.iter().enumerate() {
        let (id, title) = [
            ("signup", "sign up"),
            ("signup-second", "sign up a second user"),
        ][index];
        let email = newcomer.form.email.clone();
        let made = steps
            .run(id, title, typed::sign_up(app, &email), async {
                let made = throw_away::sign_up(app, newcomer).await?;
                let detail = format!("{} is user {}", made.email, made.user.id);
                Ok((made, vec![detail]))
            })
            .await;
        users.extend(made.map(|made| (made.user, email)));
    }
    let mut sessions = steps
        .run(
            "signin",
            "sign in",
            typed::sign_in(app, &people[0].form.email),
            async {
                let first = chain::sign_in(app, &people[0], "first").await?;
                let second = chain::sign_in(app, &people[1], "second").await?;
                let generation = match first.generation {
                    Some(generation) => {
                        format!("both signed in; the auth API is {generation:?}").to_lowercase()
                    }
                    None => "both signed in".to_owned(),
                };
                Ok(([first, second], vec![generation]))
            },
        )
        .await;
    steps
        .run(
            "token",
            "get the JWT",
            typed::token(app),
            tokens(app, sessions.as_mut()),
        )
        .await
}

async fn tokens(
    app: &App,
    sessions: Option<&mut [Session; 2]>,
) -> Result<([Secret; 2], Vec<String>)> {
    // The step before failed and this one is not run; the value is only there for the type.
    let Some([first, second]) = sessions else {
        return Err(Error::Internal("no sessions to take tokens from".into()));
    };
    let one = supertokens::jwt_of(app, first, MIN_TTL).await?;
    let two = supertokens::jwt_of(app, second, MIN_TTL).await?;
    let detail = format!("from {}; {}", one.source, chain::lasts(one.expires_at));
    Ok(([one.jwt, two.jwt], vec![detail]))
}

/// Signature, query and verdict.
async fn look(
    app: &App,
    options: &ChainOptions,
    steps: &mut Steps<'_>,
    tokens: &[Secret; 2],
    chain: &mut Chain,
) {
    steps
        .run(
            "decode",
            "check the signature and the claims",
            typed::decode(app),
            async {
                let first = jwt::decode(tokens[0].expose())?;
                let keys = verifying_keys::of_engine(app, &first).await?;
                let reader = ClaimsReader::of_engine(app).await?;
                let mut lines = Vec::new();
                for token in tokens {
                    lines.extend(chain::check_token(app, token, &keys, &reader).await?);
                }
                Ok(((), lines))
            },
        )
        .await;
    let chosen = options.query.as_ref().map(GraphQlRequest::new);
    chain.data = steps
        .run(
            "query",
            "query as the first user",
            typed::query(app, chosen.as_ref()),
            async {
                let request = match chosen {
                    Some(request) => request,
                    None => offered(app, &tokens[0]).await?,
                };
                let data = chain::query(app, &tokens[0], &request).await?;
                let detail = vec![request.query, chain::describe(&data)];
                Ok((data, detail))
            },
        )
        .await;
    let report = steps
        .run(
            "verify-hasura",
            "prove that each sees only their own",
            typed::verify(),
            async {
                let report = verify(app, tokens).await?;
                let detail = vec![format!("{}, {}", report.verdict.word(), report.meaning())];
                Ok((report, detail))
            },
        )
        .await;
    if let Some(report) = &report {
        judge(steps, report);
    }
    chain.report = report;
}

/// A verdict other than sound is a failed step, with its own exit status.
fn judge(steps: &mut Steps<'_>, report: &Report) {
    if report.verdict == Verdict::Sound {
        return;
    }
    steps.push(Step {
        id: "verdict",
        title: "the verdict is sound",
        outcome: StepOutcome::Failed {
            code: format!("verify.{}", report.verdict.word()),
            message: format!("{}: {}", report.verdict.word(), report.meaning()),
            notes: report.reasons.clone(),
            help: Some("the findings say how to close it".into()),
            exit: report.verdict.exit(),
        },
        detail: Vec::new(),
        elapsed: Duration::ZERO,
    });
}

async fn verify(app: &App, tokens: &[Secret; 2]) -> Result<Report> {
    let [first, second] = ["first", "second"].map(|label| Person {
        label: format!("{label} user"),
        email: None,
        token: tokens[usize::from(label == "second")].clone(),
        throw_away: true,
    });
    let settings = Settings {
        no_admin: false,
        sample: SAMPLE,
        crowd: None,
        writers: None,
        policy: app.config.policy.clone(),
    };
    match setup::look_around(app, first, second, &settings).await? {
        Setup::Ready(ctx, notes) => {
            let ran = running::probe(&ctx, &plan::choose(&[], false)?).await;
            Ok(Report::new(&ctx, Scope::Everything, ran, notes))
        }
        Setup::Unproven(reason) => Ok(Report::unproven(
            reason,
            Vec::new(),
            app.config.require_hasura()?.to_string(),
        )),
    }
}

/// A query that the schema offers: the first table with rows, or the first table.
async fn offered(app: &App, token: &Secret) -> Result<GraphQlRequest> {
    let client = Client::new(app)?;
    let access = Access::bearer(token.clone());
    let schema = client.schema(&access).await?;
    let model: Arc<Model> = Arc::new(discovery::model(&schema));
    let mut first = None;
    for (table, field) in model.listed().take(5) {
        let request = document::list(
            field,
            &ListQuery {
                selection: Selection::columns(table.column_names()),
                limit: Some(5),
                ..ListQuery::default()
            },
        );
        let answer = client.graphql(&access, &request).await?;
        let rows = answer
            .data
            .as_ref()
            .and_then(|data| document::pick(data, &field.namespace, &field.name))
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        if rows > 0 {
            return Ok(request);
        }
        first.get_or_insert(request);
    }
    Ok(first.unwrap_or_else(|| GraphQlRequest::new("{ __typename }")))
}
