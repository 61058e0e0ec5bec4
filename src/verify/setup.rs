//! Looking around before the first probe: tokens, schemas of both users and of the administrator,
//! metadata, key set.

use std::collections::BTreeSet;
use std::sync::Arc;

use futures_util::future::OptionFuture;

use super::actor::{Actor, Person, Who};
use super::context::Context;
use super::defaults::Defaults;
use super::model::Model;
use super::pace::{Pace, WIDEST};
use super::role_schema;
use super::rows::same_in;
use super::run::{Admin, Run};
use super::schema::Schema;
use crate::app::App;
use crate::config::Policy;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::hasura::Client;
use crate::hasura::claims::ClaimsReader;
use crate::hasura::columns::named_like_an_owner;
use crate::hasura::jwt_secret::verifying_keys;
use crate::hasura::metadata::{Condition, Operand};
use crate::hasura::naming::camel;
use crate::jwt;

/// How a run looks.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    /// Never use the admin secret.
    pub no_admin: bool,
    /// Rows to read of a table at most.
    pub sample: u32,
    /// The users who ask at once beside the two; `None` leaves that out.
    pub crowd: Option<Vec<Person>>,
    /// Throw-away users whose rows may be written to; `None` writes nothing.
    pub writers: Option<[Person; 2]>,
    pub policy: Option<Policy>,
}

/// A context, or why there is none.
pub(crate) enum Setup<'a> {
    /// Ready to probe.
    Ready(Box<Context<'a>>, Vec<String>),
    /// Hasura answers, but not so that anything could be looked at.
    Unproven(String),
}

/// Looks around: tokens, schemas of both users and of the administrator, metadata, key set.
pub(crate) async fn look_around<'a>(
    app: &'a App,
    first: Person,
    second: Person,
    settings: &Settings,
) -> Result<Setup<'a>> {
    let client = Client::new(app)?;
    let mut notes = Vec::new();
    let _looking = app.ui.doing("looking at schemas, metadata and keys");
    let reader = reader(app, settings).await?;
    let mut a = actor(Who::A, first, &reader)?;
    let mut b = actor(Who::B, second, &reader)?;
    if a.ids() == b.ids() {
        return Err(same_user(&a, &b));
    }
    if let Some(reason) = told_apart_by_nothing(&a, &b) {
        return Ok(Setup::Unproven(reason));
    }
    let same = a.role() == b.role() && a.claims.allowed_roles == b.claims.allowed_roles;
    // At once: on a large schema each of these takes Hasura longer than most probes.
    let (admin, shown_a, shown_b, keys, kept_out) = tokio::join!(
        Box::pin(administrator(app, &client, settings)),
        Box::pin(role_schema::shown(&client, &a)),
        OptionFuture::from((!same).then(|| Box::pin(role_schema::shown(&client, &b)))),
        verifying_keys::of_engine(app, &a.decoded),
        Box::pin(role_schema::kept_out(&client, &a)),
    );
    let kept_out = kept_out.map(|reason| format!("{} cannot look: {reason}", a.label));
    if let Some(reason) = kept_out {
        return Ok(Setup::Unproven(reason));
    }
    let (admin, told) = admin?;
    notes.extend(told);
    if let Some(reason) = told_apart_by_spelling(&a, &b, admin.as_ref()) {
        return Ok(Setup::Unproven(reason));
    }
    // Without a role there is no telling which permissions are theirs.
    let unknown = a.roles_unknown.clone();
    let unknown = unknown.or_else(|| b.roles_unknown.clone());
    let admin = admin.filter(|_| unknown.is_none());
    notes.extend(unknown);
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
    if [&a, &b].iter().all(|actor| !actor.model.reaches_rows()) {
        return Ok(Setup::Unproven(format!(
            "role {} can read no table: grant it select permissions, or sign in as a user with \
             another role",
            a.role()
        )));
    }
    let writers = match settings.writers.clone() {
        Some(pair) => writers(&client, pair, &reader, admin.as_ref(), &mut notes).await?,
        None => None,
    };
    let run = Run {
        app,
        client,
        a,
        b,
        admin,
        keys: keys.map_err(|error| error.to_string()),
        sample: settings.sample,
        crowd: settings.crowd.clone().unwrap_or_default(),
        crowded: settings.crowd.is_some(),
        writers,
        width: WIDEST,
        pace: Arc::new(Pace::default()),
        policy: settings.policy.clone(),
    };
    Ok(Setup::Ready(Box::new(Context::new(run)), notes))
}

async fn reader(app: &App, settings: &Settings) -> Result<ClaimsReader> {
    if settings.no_admin {
        ClaimsReader::offline(app)
    } else {
        ClaimsReader::of_engine(app).await
    }
}

/// Why Hasura takes both users for one: it knows them by their claims alone.
fn told_apart_by_nothing(a: &Actor, b: &Actor) -> Option<String> {
    let id = a.claims.user_id()?;
    (b.claims.user_id() == Some(id)).then(|| {
        format!(
            "the tokens of {} and {} carry the same x-hasura-user-id, so each sees whatever the \
             other may: put each user's own id into the claim",
            a.label, b.label
        )
    })
}

/// The same where the ids are two texts, and one value in the columns that they are compared with:
/// `1` and `1.0` of a number, a UUID in small letters and in capitals. Which columns those are is
/// known from the filters, and without an administrator from their names.
fn told_apart_by_spelling(a: &Actor, b: &Actor, admin: Option<&Admin>) -> Option<String> {
    let (one, other) = (a.claims.user_id()?, b.claims.user_id()?);
    let mut asked = BTreeSet::new();
    if let Some(metadata) = admin.and_then(Admin::export).map(|export| &export.metadata) {
        let filters = metadata
            .tables()
            .filter_map(|(_, table)| metadata.select_filter(table, a.role()));
        for filter in filters {
            filter.condition.visit(&mut |part| {
                if let Condition::Compare(comparison) = part
                    && let Operand::Session(variable) = &comparison.operand
                    && variable.is_user_id()
                {
                    asked.insert(camel(&comparison.column));
                    asked.insert(comparison.column.clone());
                }
            });
        }
    }
    let model = admin.map_or(&a.model, |admin| &admin.model);
    let columns = model.tables.iter().flat_map(|table| &table.columns);
    let mut of_ids =
        columns.filter(|column| asked.contains(&column.name) || named_like_an_owner(&column.name));
    of_ids
        .any(|column| same_in(&column.scalar, one, other))
        .then(|| {
            format!(
                "the tokens of {} and {} carry one x-hasura-user-id in two spellings, so each \
                 sees whatever the other may: put each user's own id into the claim",
                a.label, b.label
            )
        })
}

fn same_user(a: &Actor, b: &Actor) -> Error {
    Error::usage(
        format!("{} and {} are the same user", a.label, b.label),
        "give --other a session of another user, or leave it out to have one signed up",
    )
}

/// The throw-away users who write, with what they reach.
async fn writers(
    client: &Client,
    [first, second]: [Person; 2],
    reader: &ClaimsReader,
    admin: Option<&Admin>,
    notes: &mut Vec<String>,
) -> Result<Option<Box<[Actor; 2]>>> {
    let mut pair = [
        actor(Who::A, first, reader)?,
        actor(Who::B, second, reader)?,
    ];
    for writer in &mut pair {
        match role_schema::of(client, writer, admin).await? {
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

fn actor(who: Who, person: Person, reader: &ClaimsReader) -> Result<Actor> {
    let decoded = jwt::decode(person.token.expose())?;
    let reading = reader.read(&decoded);
    Ok(Actor {
        who,
        label: person.label,
        email: person.email,
        token: person.token,
        decoded,
        roles_unknown: reading.roles_unknown(),
        claims: reading.claims,
        throw_away: person.throw_away,
        acting: None,
        model: Arc::new(Model::default()),
    })
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
        role_schema::everything(client, &secret),
        client.export_metadata(&secret)
    );
    let model = match model? {
        Ok(model) => model,
        Err(reason) => {
            let note = format!("the admin secret was of no use: {reason}");
            return Ok((None, Some(note)));
        }
    };
    let export = match export {
        Ok(export) => export,
        Err(error) if error.exit() == Exit::Unreachable => return Err(error),
        // An administrator who cannot say what the permissions mean settles nothing: taken for one
        // who can, they would make a run sound that is not without them.
        Err(error) => {
            let note = format!(
                "the metadata could not be read, so everything was looked at as without the admin \
                 secret: {error}"
            );
            return Ok((None, Some(note)));
        }
    };
    let policy = settings.policy.clone();
    let mut schema = Schema::new(Arc::clone(&model), export, policy);
    schema.defaults = Defaults::ask(client, &secret, &schema.export.metadata).await;
    let admin = Admin {
        secret,
        model,
        schema: Some(schema),
    };
    Ok((Some(admin), None))
}
