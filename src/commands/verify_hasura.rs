//! `verify-hasura`: proves row-level permissions with two users.

use std::time::Duration;

use crate::app::App;
use crate::cli::VerifyHasuraArgs;
use crate::error::{Error, Result};
use crate::supertokens::{self, FreshToken};
use crate::verify::run::{self, Person, Report, Settings, Setup};
use crate::verify::throw_away::{self, Newcomer};
use crate::verify::{own_query, plan};

/// The run must not outlive its tokens.
const MIN_TTL: Duration = Duration::from_secs(60);

/// What the command found.
#[derive(Debug)]
pub struct VerifyOutcome {
    /// The report.
    pub report: Report,
}

/// `verify-hasura`.
///
/// # Errors
/// No session, no second user, transport. What Hasura lets through is no error but a finding.
pub async fn run(app: &App, args: &VerifyHasuraArgs) -> Result<VerifyOutcome> {
    app.config.require_hasura()?;
    let probes = plan::choose(&args.probe)?;
    let query = match &args.query {
        Some(path) => {
            let text = std::fs::read_to_string(app.context.cwd.join(path))
                .map_err(|error| Error::io("read", path.display().to_string(), error))?;
            Some(text)
        }
        None => None,
    };
    let first = person(supertokens::fresh_token(app, None, MIN_TTL).await?);
    let (second, made) = match &args.other {
        Some(name) => {
            let token = supertokens::fresh_token(app, Some(name), MIN_TTL).await?;
            (person(token), None)
        }
        None => newcomer(app).await?,
    };
    let settings = Settings {
        no_admin: args.no_admin,
        sample: args.sample.max(1),
    };
    let users = vec![first.label.clone(), second.label.clone()];
    let outcome = match run::setup(app, first, second, &settings).await {
        Ok(Setup::Ready(ctx, notes)) => {
            let ran = match &query {
                Some(text) => own_query::check(&ctx, text).await,
                None => Ok(run::probe(&ctx, &probes).await),
            };
            ran.map(|ran| Report::new(&ctx, ran, notes))
        }
        Ok(Setup::Unproven(reason)) => {
            let endpoint = app.config.require_hasura()?.to_string();
            Ok(Report::unproven(reason, users, endpoint))
        }
        Err(error) => Err(error),
    };
    let left = throw_away::clean_up(app, made.as_slice()).await;
    match outcome {
        Ok(mut report) => {
            report.notes.extend(left.sentences());
            Ok(VerifyOutcome { report })
        }
        Err(error) => {
            for sentence in left.sentences() {
                app.ui.note(sentence);
            }
            Err(error)
        }
    }
}

fn person(token: FreshToken) -> Person {
    Person {
        label: token.session,
        email: token.user.and_then(|user| user.email),
        token: token.jwt,
        throw_away: false,
    }
}

/// A second user, and their id and address for the clean-up.
async fn newcomer(app: &App) -> Result<(Person, Option<(String, String)>)> {
    let newcomer = Newcomer::new(app, throw_away::DOMAIN, Vec::new());
    let mut made = throw_away::sign_up(app, &newcomer).await?;
    app.ui.note(format!(
        "signed up {} as the second user; --other NAME would use a session of yours",
        made.email
    ));
    let id = (made.user.id.clone(), made.email.clone());
    let token = match supertokens::jwt_of(app, &mut made.session, MIN_TTL).await {
        Ok(token) => token,
        Err(error) => {
            for sentence in throw_away::clean_up(app, &[id]).await.sentences() {
                app.ui.note(sentence);
            }
            return Err(error);
        }
    };
    let person = Person {
        label: "throw-away user".into(),
        email: Some(made.email),
        token: token.jwt,
        throw_away: true,
    };
    Ok((person, Some(id)))
}
