//! `verify-hasura`: proves row-level permissions with two users.

pub(super) mod checks;
mod offline;
pub(super) mod policy;
pub(super) mod report;
mod text;
mod watch;

use std::time::Duration;

use crate::app::App;
use crate::bounded;
use crate::cli::{FailOn, VerifyHasuraArgs};
use crate::config::Policy;
use crate::error::{Error, Result};
use crate::input;
use crate::supertokens::{self, FreshToken};
use crate::verify::actor::Person;
use crate::verify::baseline::{Baseline, Comparison};
use crate::verify::context::Context;
use crate::verify::evidence::{Ran, Status};
use crate::verify::left_rows;
use crate::verify::policy::draft::{Draft, Drafted, Target};
use crate::verify::report::{Report, Subject};
use crate::verify::running;
use crate::verify::scope::Scope;
use crate::verify::setup::{self, Settings, Setup};
use crate::verify::throw_away::{self, Newcomer};
use crate::verify::verdict::Verdict;
use crate::verify::{own_query, plan};

/// The run must not outlive its tokens.
const MIN_TTL: Duration = Duration::from_secs(60);

/// What the command found.
#[derive(Debug)]
pub(crate) struct VerifyOutcome {
    pub report: Report,
    /// What changed since an earlier report, where one was named.
    pub baseline: Option<Comparison>,
    /// The policy that was drafted, where one was asked for.
    pub drafted: Option<Drafted>,
    /// Whether warnings count.
    pub fail_on: FailOn,
}

impl VerifyOutcome {
    /// The probes whose warnings fail a run that is sound otherwise.
    pub(crate) fn failed_on_warning(&self) -> Vec<&'static str> {
        let counts = match self.report.subject {
            Subject::Endpoint(_) => self.report.verdict == Verdict::Sound,
            Subject::Files { .. } => self.report.verdict == Verdict::Unproven,
        };
        if self.fail_on != FailOn::Warn || !counts {
            return Vec::new();
        }
        self.report
            .probes
            .iter()
            .filter(|ran| ran.result.status == Status::Warn)
            .map(|ran| ran.id)
            .collect()
    }
}

/// Users who ask at once where nobody said how many.
const CROWD: u32 = 8;

pub(crate) async fn run(app: &App, args: &VerifyHasuraArgs) -> Result<VerifyOutcome> {
    if let Some(path) = &args.offline {
        return if args.watch {
            match watch::run(app, args, path).await? {}
        } else {
            offline::run(app, args, path)
        };
    }
    if args.fail_on == FailOn::Leak {
        return Err(Error::usage(
            "--fail-on leak takes what is unproven for good enough, and goes with --offline only",
            "leave it out: a run that could not look must not pass",
        ));
    }
    app.refuse_curl(", and each finding comes with its own")?;
    app.config.require_hasura()?;
    let wants_crowd = args
        .probe
        .iter()
        .any(|id| id.trim().eq_ignore_ascii_case("P26"));
    let crowd = args.users.or(wants_crowd.then_some(CROWD));
    let probes = plan::choose(&args.probe, crowd.is_some())?;
    let query = match &args.query {
        Some(path) => Some(input::text(&app.context.cwd.join(path), bounded::WRITTEN)?),
        None => None,
    };
    let files = Files::read(app, args)?;
    let first = person(supertokens::fresh_token(app, None, MIN_TTL).await?);
    let mut newcomers = Newcomers::default();
    let outcome = look(
        app,
        args,
        &files,
        first,
        crowd,
        &mut newcomers,
        async |ctx| match &query {
            Some(text) => own_query::check(ctx, text).await,
            None => Ok(running::probe(ctx, &probes).await),
        },
    )
    .await;
    let left = throw_away::clean_up(app, &newcomers.made).await;
    let written = outcome.and_then(|(report, draft)| {
        let drafted = draft.zip(files.target.as_ref());
        let drafted = drafted.map(|(draft, target)| target.write(&draft));
        Ok((report, drafted.transpose()?))
    });
    match written {
        Ok((mut report, drafted)) => {
            report.notes.extend(left.sentences());
            Ok(VerifyOutcome {
                baseline: files.baseline.map(|baseline| baseline.compare(&report)),
                report,
                drafted,
                fail_on: args.fail_on,
            })
        }
        Err(error) => {
            for sentence in left.sentences() {
                app.ui.note(sentence);
            }
            Err(error)
        }
    }
}

/// The files of a run. Whatever is wrong with them is said before anything is sent.
struct Files {
    policy: Option<Policy>,
    baseline: Option<Baseline>,
    target: Option<Target>,
}

impl Files {
    /// Each look of `--watch` reads them anew, and the configuration, as they may have changed.
    fn read(app: &App, args: &VerifyHasuraArgs) -> Result<Self> {
        let baseline = args
            .baseline
            .as_ref()
            .map(|path| Baseline::read(&app.context.cwd.join(path)));
        let target = args.write_policy.as_ref();
        let target = target.map(|path| Target::of(app, path.as_deref(), args.force));
        Ok(Self {
            policy: match &args.policy {
                Some(path) => Some(Policy::read_file(&app.context.cwd.join(path))?),
                None if args.watch => app.config.policy_now()?,
                None => app.config.policy.clone(),
            },
            baseline: baseline.transpose()?,
            target: target.transpose()?,
        })
    }
}

/// The users, the looking, the report, and the draft where one is asked for.
async fn look(
    app: &App,
    args: &VerifyHasuraArgs,
    files: &Files,
    first: Person,
    crowd: Option<u32>,
    newcomers: &mut Newcomers,
    probe: impl AsyncFnOnce(&Context<'_>) -> Result<Vec<Ran>>,
) -> Result<(Report, Option<Draft>)> {
    let second = if let Some(name) = &args.other {
        person(supertokens::fresh_token(app, Some(name), MIN_TTL).await?)
    } else {
        let second = newcomers.sign_up(app, "throw-away user").await?;
        app.ui.note(format!(
            "signed up {} as the second user; --other NAME would use a session of yours",
            second.email.as_deref().unwrap_or_default()
        ));
        second
    };
    let crowd = match crowd {
        Some(users) => Some(newcomers.crowd(app, users.saturating_sub(2)).await?),
        None => None,
    };
    let writers = if args.active {
        Some([
            newcomers.sign_up(app, "throw-away writer").await?,
            newcomers.sign_up(app, "other throw-away writer").await?,
        ])
    } else {
        None
    };
    let settings = Settings {
        no_admin: args.no_admin,
        sample: args.sample.max(1),
        crowd,
        writers,
        policy: files.policy.clone(),
    };
    let users = vec![first.label.clone(), second.label.clone()];
    match setup::look_around(app, first, second, &settings).await? {
        Setup::Ready(ctx, mut notes) => {
            // Before anything is made, which it would find as well.
            if args.active || args.query.is_none() {
                notes.extend(left_rows::notes(&ctx, args.active).await);
            }
            let ran = probe(&ctx).await?;
            let scope = match args.query {
                Some(_) => Scope::Query,
                None => Scope::of_probes(&args.probe),
            };
            let report = Report::new(&ctx, scope, ran, notes);
            let draft = match &files.target {
                Some(_) => Some(Draft::of(&ctx, report.scope.limit(), &report.probes).await?),
                None => None,
            };
            Ok((report, draft))
        }
        Setup::Unproven(reason) => {
            let endpoint = app.config.require_hasura()?.to_string();
            let mut report = Report::unproven(reason, users, endpoint);
            if files.target.is_some() {
                let note = "no policy was written: nothing could be looked at";
                report.notes.push(note.into());
            }
            Ok((report, None))
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

/// Users signed up for this run.
#[derive(Debug, Default)]
struct Newcomers {
    /// Ids and addresses, for the clean-up.
    made: Vec<(String, String)>,
}

impl Newcomers {
    async fn sign_up(&mut self, app: &App, label: &str) -> Result<Person> {
        let newcomer = Newcomer::new(app, throw_away::DOMAIN, Vec::new());
        let mut made = throw_away::sign_up(app, &newcomer).await?;
        self.made.push((made.user.id.clone(), made.email.clone()));
        let token = supertokens::jwt_of(app, &mut made.session, MIN_TTL).await?;
        Ok(Person {
            label: label.into(),
            email: Some(made.email),
            token: token.jwt,
            throw_away: true,
        })
    }

    async fn crowd(&mut self, app: &App, size: u32) -> Result<Vec<Person>> {
        let mut crowd = Vec::new();
        let watched = app.ui.watch_alike("user", size as usize);
        for number in 1..=size {
            watched.step(number as usize, "signing up who is to ask at the same time");
            crowd.push(
                self.sign_up(app, &format!("throw-away user {number} of the crowd"))
                    .await?,
            );
        }
        drop(watched);
        if size > 0 {
            app.ui
                .note(format!("signed up {size} more to ask at the same time"));
        }
        Ok(crowd)
    }
}
