//! The links of the chain, in their order.

use std::pin::Pin;
use std::time::{Duration, Instant};

use super::checks::{
    auth_api, clocks, config, core, cors, hasura, keys, permissions, reach, token,
};
use super::options::Options;
use super::patient::Patient;
use super::seen::{Fix, Seen, Status};
use crate::app::App;
use crate::error::{Error, Result};

type Run<'p> = Pin<Box<dyn Future<Output = Seen> + 'p>>;

struct Check {
    /// Stable.
    id: &'static str,
    /// What holds when it passes.
    title: &'static str,
    /// Checks without which it says nothing.
    needs: &'static [&'static str],
    /// True for one that can do without asking anybody.
    offline: bool,
    run: for<'p> fn(&'p mut Patient<'_>) -> Run<'p>,
}

/// A check that asks a server.
macro_rules! online {
    ($id:literal, $title:literal, $needs:expr, $run:path) => {
        Check {
            id: $id,
            title: $title,
            needs: &$needs,
            offline: false,
            run: |patient| Box::pin($run(patient)),
        }
    };
}

/// A check that asks nobody.
macro_rules! offline {
    ($id:literal, $title:literal, $needs:expr, $run:path) => {
        Check {
            id: $id,
            title: $title,
            needs: &$needs,
            offline: true,
            run: |patient| Box::pin(async move { $run(patient) }),
        }
    };
}

const CHAIN: [Check; 19] = [
    offline!("config", "servers are configured", [], config::check),
    online!("core", "the core answers", [], core::check),
    online!(
        "auth-api",
        "the auth API answers, with SuperTokens in it",
        [],
        auth_api::check
    ),
    online!(
        "session",
        "a user can sign up or in",
        ["auth-api"],
        token::session
    ),
    // Behind the session: only an answer that brings one shows what a page may read of it.
    online!(
        "cors",
        "pages of the origin may talk to the auth API",
        ["auth-api"],
        cors::check
    ),
    offline!(
        "cookies",
        "the session's cookies come back to the auth API",
        ["session"],
        token::cookies
    ),
    online!(
        "token",
        "the session has a JWT for Hasura",
        ["session"],
        token::token
    ),
    online!(
        "refresh",
        "the session can be refreshed",
        ["session"],
        token::refresh
    ),
    offline!("clocks", "all clocks agree", [], clocks::check),
    online!(
        "claims",
        "the JWT has the claims that Hasura needs",
        ["token"],
        token::claims
    ),
    online!("key-set", "the key set is published", [], keys::check),
    online!(
        "signature",
        "a published key signed the JWT",
        ["token", "key-set"],
        keys::signature
    ),
    online!("hasura", "Hasura answers", [], hasura::check),
    online!("mode", "Hasura goes by JWTs", ["hasura"], hasura::mode),
    Check {
        // Where nobody may be asked, it still reads the value that is known here.
        offline: true,
        ..online!(
            "jwt-secret",
            "Hasura's JWT secret is as it should be",
            [],
            hasura::jwt_secret
        )
    },
    online!("health", "Hasura is well", ["hasura"], hasura::health),
    online!(
        "accepted",
        "Hasura takes the JWT",
        ["token", "mode"],
        hasura::accepted
    ),
    offline!("reach", "Hasura can reach the key set", [], reach::check),
    online!(
        "query",
        "the user's role has something to ask for",
        ["accepted"],
        permissions::check
    ),
];

/// The links that hold only where Hasura itself took the JWT.
const LAST: [&str; 2] = ["accepted", "query"];

/// The ids, in their order.
fn ids() -> impl Iterator<Item = &'static str> {
    CHAIN.iter().map(|check| check.id)
}

/// Each check's id, and what holds when it passes.
pub(crate) fn checks() -> impl Iterator<Item = (&'static str, &'static str)> {
    CHAIN.iter().map(|check| (check.id, check.title))
}

/// A check that was made, or skipped.
#[derive(Clone, Debug)]
pub(crate) struct Examined {
    pub id: &'static str,
    pub title: &'static str,
    pub seen: Seen,
    pub elapsed: Duration,
}

/// What an examination found.
#[derive(Clone, Debug, Default)]
pub(crate) struct Examination {
    /// In the order of the chain.
    pub checks: Vec<Examined>,
    /// What became of users that it made.
    pub notes: Vec<String>,
}

impl Examination {
    /// The first link that does not hold.
    pub(crate) fn broken(&self) -> Option<&Examined> {
        let mut checks = self.checks.iter();
        checks.find(|check| check.seen.status == Status::Fail)
    }

    /// True where Hasura itself took the JWT: whatever else was looked at, without that the chain
    /// was not tried.
    pub(crate) fn is_tried(&self) -> bool {
        self.checks.iter().any(|check| {
            LAST.contains(&check.id) && matches!(check.seen.status, Status::Pass | Status::Warn)
        })
    }

    /// What of the configuration would mend the first broken link; nothing where that does not.
    pub(crate) fn fixes(&self) -> &[Fix] {
        self.broken().map_or(&[], |check| &check.seen.fix)
    }
}

/// Walks the chain.
pub(crate) async fn examine(app: &App, options: &Options) -> Result<Examination> {
    for id in options.only.iter().chain(&options.skip) {
        if !CHAIN.iter().any(|check| check.id == id) {
            let known: Vec<&str> = ids().collect();
            return Err(Error::usage(
                format!("doctor has no check {id}"),
                format!("the checks are {}", known.join(", ")),
            ));
        }
    }
    let mut patient = Patient::new(app, options);
    let mut examination = Examination::default();
    let wanted = wanted(options);
    let watched = app.ui.watch("check", wanted.len());
    let checks = CHAIN.iter().filter(|check| wanted.contains(&check.id));
    for (number, check) in checks.enumerate() {
        watched.step(number + 1, check.title);
        let started = Instant::now();
        let seen = match hindrance(check, options, &examination) {
            Some(why) => Seen::skip(why),
            None => (check.run)(&mut patient).await,
        };
        examination.checks.push(Examined {
            id: check.id,
            title: check.title,
            seen: seen.blanked(),
            elapsed: started.elapsed(),
        });
    }
    drop(watched);
    examination.notes = patient.leave().await;
    // What was only looked at for the sake of others is not told.
    if !options.only.is_empty() {
        let asked = |check: &Examined| {
            options.only.iter().any(|id| id == check.id) || check.seen.status == Status::Fail
        };
        examination.checks.retain(asked);
    }
    let looked = |check: &Examined| check.seen.status != Status::Skip;
    if !examination.checks.iter().any(looked) {
        let why = examination.checks.first();
        let why = why.map_or("every check was left out", |check| {
            check.seen.lines[0].as_str()
        });
        return Err(Error::usage(
            format!("nothing was looked at: {why}"),
            "leave out --only and --skip, or give what the checks need",
        ));
    }
    Ok(examination)
}

/// The checks that are asked for, and those that they need.
fn wanted(options: &Options) -> Vec<&'static str> {
    let mut wanted: Vec<&'static str> = ids()
        .filter(|id| options.only.is_empty() || options.only.iter().any(|one| one == id))
        .filter(|id| !options.skip.iter().any(|one| one == id))
        .collect();
    let mut at = 0;
    while let Some(id) = wanted.get(at).copied() {
        let needs = CHAIN.iter().filter(|check| check.id == id);
        for need in needs.flat_map(|check| check.needs) {
            if !wanted.contains(need) && !options.skip.iter().any(|one| one == need) {
                wanted.push(need);
            }
        }
        at += 1;
    }
    wanted
}

/// Why a check cannot be made.
fn hindrance(check: &Check, options: &Options, so_far: &Examination) -> Option<String> {
    if options.offline && !check.offline {
        return Some("--offline asks no server".into());
    }
    check.needs.iter().find_map(|need| {
        let before = so_far.checks.iter().find(|done| done.id == *need);
        match before {
            None => Some(format!("--skip leaves out {need}, which it needs")),
            Some(done) => match done.seen.status {
                Status::Pass | Status::Warn => None,
                Status::Fail => Some(format!("{need} does not hold")),
                Status::Skip => Some(format!("{need} was not looked at")),
            },
        }
    })
}
