//! A whole run: from two tokens to a report.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

use futures_util::future::OptionFuture;

use super::actor::{Actor, Who};
use super::context::{Admin, Context};
use super::evidence::{Gap, ProbeResult, Ran, Status, untried};
use super::facts::TableFacts;
use super::model::Model;
use super::policy;
use super::probes::Probe;
use super::reach;
use super::verdict::{self, Verdict};
use crate::app::App;
use crate::config::Policy;
use crate::error::{Coded as _, Error, Result};
use crate::exit::Exit;
use crate::hasura::Client;
use crate::jwt::{self, HASURA_NAMESPACE, HasuraClaims, KeySet};
use crate::secret::Secret;

/// A signed-in user to look through.
#[derive(Clone, Debug)]
pub struct Person {
    /// How reports call them.
    pub label: String,
    /// E-mail address, where it is known.
    pub email: Option<String>,
    /// Their token.
    pub token: Secret,
    /// True for a user signed up for this run.
    pub throw_away: bool,
}

/// How a run looks.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Never use the admin secret.
    pub no_admin: bool,
    /// Rows to read of a table at most.
    pub sample: u32,
    /// The users who ask at once beside the two; `None` leaves that out.
    pub crowd: Option<Vec<Person>>,
    /// Throw-away users whose rows may be written to; `None` writes nothing.
    pub writers: Option<[Person; 2]>,
    /// What people decided.
    pub policy: Option<Policy>,
}

/// What a run found.
#[derive(Debug)]
pub struct Report {
    /// What it proved.
    pub verdict: Verdict,
    /// Why it is not sound.
    pub reasons: Vec<String>,
    /// What it does not reach: tables of which only a sample was looked at, and what could not be
    /// tried and was accepted as such.
    pub limits: Vec<String>,
    /// Names of the tables that either user can list, sorted.
    pub table_names: Vec<String>,
    /// The users, as reports call them.
    pub users: Vec<String>,
    /// The role of the first user.
    pub role: String,
    /// True when the administrator's view served as ground truth.
    pub admin: bool,
    /// Where Hasura is.
    pub endpoint: String,
    /// How many tables the first user's role can list.
    pub tables: usize,
    /// The probes, in the order in which they ran.
    pub probes: Vec<Ran>,
    /// Facts about the run itself.
    pub notes: Vec<String>,
}

/// A context, or why there is none.
pub enum Setup<'a> {
    /// Ready to probe.
    Ready(Box<Context<'a>>, Vec<String>),
    /// Hasura answers, but not so that anything could be looked at.
    Unproven(String),
}

/// Looks around: tokens, schemas of both users and of the administrator, metadata, key set.
///
/// # Errors
/// Transport; a token that is none; the same user twice.
pub async fn setup<'a>(
    app: &'a App,
    first: Person,
    second: Person,
    settings: &Settings,
) -> Result<Setup<'a>> {
    let client = Client::new(app)?;
    let mut notes = Vec::new();
    let mut a = actor(Who::A, first)?;
    let mut b = actor(Who::B, second)?;
    if a.ids() == b.ids() {
        return Err(Error::usage(
            format!("{} and {} are the same user", a.label, b.label),
            "give --other a session of another user, or leave it out to have one signed up",
        ));
    }
    let same = a.role() == b.role() && a.claims.allowed_roles == b.claims.allowed_roles;
    // At once: on a large schema each of these takes Hasura longer than most probes.
    let (admin, shown_a, shown_b, keys) = tokio::join!(
        Box::pin(administrator(app, &client, settings)),
        Box::pin(reach::shown(&client, &a)),
        OptionFuture::from((!same).then(|| Box::pin(reach::shown(&client, &b)))),
        key_set(app),
    );
    let (admin, told) = admin?;
    notes.extend(told);
    for (actor, shown) in [(&mut a, Some(shown_a)), (&mut b, shown_b)] {
        let Some(shown) = shown else { continue };
        match shown?.settle(actor.role(), admin.as_ref()) {
            Ok(reached) => {
                actor.model = reached.model;
                notes.extend(reached.note);
            }
            Err(reason) => {
                return Ok(Setup::Unproven(format!(
                    "{} cannot look: {reason}",
                    actor.label
                )));
            }
        }
    }
    if same {
        b.model = Arc::clone(&a.model);
    }
    let others: BTreeSet<&String> = a.model.others.iter().chain(&b.model.others).collect();
    if !others.is_empty() {
        let names: Vec<&str> = others.into_iter().map(String::as_str).collect();
        notes.push(format!(
            "not looked at, because they need arguments or are no tables (functions, actions, \
             remote schemas): {}",
            names.join(", ")
        ));
    }
    if [&a, &b].iter().all(|actor| !actor.model.reaches_rows()) {
        return Ok(Setup::Unproven(format!(
            "role {} can read no table: grant it select permissions, or sign in as a user with \
             another role",
            a.role()
        )));
    }
    let mut context = Context::new(app, client, a, b, admin, keys, settings.sample);
    context.crowded = settings.crowd.is_some();
    context.crowd = settings.crowd.clone().unwrap_or_default();
    if let Some(pair) = settings.writers.clone() {
        context.writers =
            writers(&context.client, pair, context.admin.as_ref(), &mut notes).await?;
    }
    context.policy.clone_from(&settings.policy);
    Ok(Setup::Ready(Box::new(context), notes))
}

/// The throw-away users who write, with what they reach.
async fn writers(
    client: &Client,
    [first, second]: [Person; 2],
    admin: Option<&Admin>,
    notes: &mut Vec<String>,
) -> Result<Option<Box<[Actor; 2]>>> {
    let mut pair = [actor(Who::A, first)?, actor(Who::B, second)?];
    for writer in &mut pair {
        match reach::of(client, writer, admin).await? {
            Ok(reached) => writer.model = reached.model,
            Err(reason) => {
                notes.push(format!(
                    "nothing was written: {} cannot look: {reason}",
                    writer.label
                ));
                return Ok(None);
            }
        }
    }
    Ok(Some(Box::new(pair)))
}

fn actor(who: Who, person: Person) -> Result<Actor> {
    let decoded = jwt::decode(person.token.expose())?;
    let claims = HasuraClaims::read(&decoded, HASURA_NAMESPACE);
    Ok(Actor {
        who,
        label: person.label,
        email: person.email,
        token: person.token,
        decoded,
        claims,
        throw_away: person.throw_away,
        acting: None,
        model: Arc::new(Model::default()),
    })
}

/// The key set; the error says why there is none.
async fn key_set(app: &App) -> Result<KeySet, String> {
    let url = app
        .config
        .require_jwks_url()
        .map_err(|error| error.to_string())?;
    KeySet::fetch(app, &url)
        .await
        .map(|fetched| fetched.set)
        .map_err(|error| error.to_string())
}

/// The administrator's view, and what there is to say of it.
async fn administrator(
    app: &App,
    client: &Client,
    settings: &Settings,
) -> Result<(Option<Admin>, Option<String>)> {
    let Some(secret) = app
        .config
        .admin_secret
        .clone()
        .filter(|_| !settings.no_admin)
    else {
        let note = "without the admin secret nothing says what the permissions themselves mean; \
                    rows were judged by the ids in them";
        return Ok((None, Some(note.into())));
    };
    let (model, export) = tokio::join!(
        reach::everything(client, &secret),
        client.export_metadata(&secret)
    );
    let model = match model? {
        Ok(model) => model,
        Err(reason) => {
            let note = format!("the admin secret was of no use: {reason}");
            return Ok((None, Some(note)));
        }
    };
    let (export, note) = match export {
        Ok(export) => (Some(export), None),
        Err(error) if error.exit() == Exit::Unreachable => return Err(error),
        Err(error) => (
            None,
            Some(format!("the metadata could not be read: {error}")),
        ),
    };
    let admin = Admin {
        secret,
        model,
        export,
    };
    Ok((Some(admin), note))
}

/// Runs the probes one after the other; each is concurrent within itself.
pub async fn probe(ctx: &Context<'_>, probes: &[Box<dyn Probe>]) -> Vec<Ran> {
    let mut ran = Vec::new();
    for probe in probes {
        probe.prepare(ctx).await;
    }
    let watched = ctx.app.ui.watch(probes.len());
    for (index, probe) in probes.iter().enumerate() {
        watched.step(index + 1, &format!("{} {}", probe.id(), probe.title()));
        let started = Instant::now();
        if ctx.is_open() {
            ran.push(ended(probe.as_ref(), started, moot()));
            continue;
        }
        ctx.app
            .ui
            .trace(1, format!("{} {}", probe.id(), probe.title()));
        let result = match probe.run(ctx).await {
            Ok(result) => result,
            Err(error) => ProbeResult::not_possible(format!("{error} ({})", error.code())),
        };
        let result = match outlived(ctx) {
            // A refusal that comes from age proves nothing about what was to be refused.
            // So does the blindness that the positive control would see.
            Some(label) if result.status != Status::Fail || probe.id() == verdict::CONTROL => {
                ProbeResult::not_possible(format!(
                    "the token of {label} ended while the run lasted; refresh, or let tokens live \
                 longer than a run"
                ))
            }
            _ => result,
        };
        ran.push(ended(probe.as_ref(), started, result));
    }
    ran
}

/// The user whose token is past its exp by now.
fn outlived<'c>(ctx: &'c Context<'_>) -> Option<&'c str> {
    let now = jwt::now();
    Who::BOTH
        .into_iter()
        .map(|who| ctx.actor(who))
        .find(|actor| {
            actor
                .decoded
                .seconds_left(now)
                .is_some_and(|left| left <= 0.0)
        })
        .map(|actor| actor.label.as_str())
}

/// What is left to say of a probe when nobody is told from anybody.
fn moot() -> ProbeResult {
    ProbeResult::not_possible("every request is the administrator's; close that first (P01)")
}

fn ended(probe: &dyn Probe, started: Instant, result: ProbeResult) -> Ran {
    Ran {
        id: probe.id(),
        title: probe.title(),
        why: probe.why(),
        essential: probe.essential(),
        result,
        elapsed: started.elapsed(),
    }
}

fn table_names(ctx: &Context<'_>) -> Vec<String> {
    let all: BTreeSet<String> = Who::BOTH
        .iter()
        .flat_map(|who| ctx.actor(*who).model.listed())
        .map(|(table, _)| table.name().to_owned())
        .collect();
    all.into_iter().collect()
}

/// What a verdict of *sound* does not reach.
fn limits(ctx: &Context<'_>, probes: &[Ran]) -> Vec<String> {
    let untried = probes
        .iter()
        .filter(|probe| probe.result.accepted_gap.is_some())
        .map(|probe| {
            let reason = probe.result.reason.as_deref().unwrap_or("not tried");
            format!("{} was not tried: {reason}", probe.id)
        });
    let sampled = ctx
        .known_facts()
        .into_iter()
        .flat_map(|facts| &facts.tables)
        .filter_map(TableFacts::left_out);
    untried.chain(sampled).collect()
}

/// How a run can be sound without what cannot be tried here. The positive control is no such
/// thing: without it nothing else says anything.
fn way_out(probes: &[Ran]) -> Option<String> {
    let open = |probe: &&Ran| probe.essential && probe.result.gap == Gap::NotPossible;
    let gaps: Vec<&Ran> = probes.iter().filter(open).collect();
    if gaps.is_empty() || gaps.iter().any(|probe| probe.id == verdict::CONTROL) {
        return None;
    }
    let ids: Vec<String> = gaps.iter().map(|probe| untried(probe.id)).collect();
    Some(format!(
        "what cannot be tried here can be accepted in the policy, with a reason and a last day: {}",
        ids.join(", ")
    ))
}

impl Report {
    /// The report of a run.
    #[must_use]
    pub fn new(ctx: &Context<'_>, mut probes: Vec<Ran>, mut notes: Vec<String>) -> Self {
        if let Some(policy) = &ctx.policy {
            let stated = policy::stated(ctx, policy);
            policy::apply(policy, policy::today(), stated, &mut probes);
        }
        let (verdict, reasons) = verdict::draw(&probes);
        if verdict == Verdict::Unproven && !ctx.is_open() {
            notes.extend(way_out(&probes));
        }
        Self {
            verdict,
            reasons,
            limits: limits(ctx, &probes),
            table_names: table_names(ctx),
            users: Who::BOTH
                .iter()
                .map(|who| ctx.actor(*who).label.clone())
                .collect(),
            role: ctx.a.role().to_owned(),
            admin: ctx.admin.is_some(),
            endpoint: ctx.url().to_string(),
            tables: ctx.a.model.listed().count(),
            probes,
            notes,
        }
    }

    /// The report of a run that could not look.
    #[must_use]
    pub fn unproven(reason: String, users: Vec<String>, endpoint: String) -> Self {
        Self {
            verdict: Verdict::Unproven,
            reasons: vec![reason],
            limits: Vec::new(),
            table_names: Vec::new(),
            users,
            role: String::new(),
            admin: false,
            endpoint,
            tables: 0,
            probes: Vec::new(),
            notes: Vec::new(),
        }
    }
}
