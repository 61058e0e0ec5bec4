//! Running the probes, between looking around ([`super::setup`]) and the report
//! ([`super::report`]).

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use futures_util::future::join_all;

use super::actor::Who;
use super::context::Context;
use super::evidence::{ProbeResult, Ran, Status};
use super::finding::Meta;
use super::probes::Probe;
use super::unanswered;
use super::verdict;
use crate::jwt;
use crate::text::count;

/// Runs the probes: neighbours at once, those that have to be alone by themselves. The results
/// stand in the order of the probes.
pub(crate) async fn probe(ctx: &Context<'_>, probes: &[&Probe]) -> Vec<Ran> {
    for probe in probes {
        (probe.prepare)(ctx).await;
    }
    let watched = ctx.app.ui.watch("probe", probes.len());
    let begun = AtomicUsize::new(0);
    let mut ran = Vec::new();
    for together in probes.chunk_by(|one, next| !one.meta.alone && !next.meta.alone) {
        let runs = together.iter().map(|probe| async {
            let number = begun.fetch_add(1, Ordering::Relaxed) + 1;
            watched.step(number, &format!("{} {}", probe.meta.id, probe.meta.title));
            one(ctx, probe).await
        });
        ran.extend(join_all(runs).await);
    }
    ran
}

async fn one(ctx: &Context<'_>, probe: &Probe) -> Ran {
    let started = Instant::now();
    if ctx.is_open() {
        return ended(&probe.meta, started, moot());
    }
    ctx.app
        .ui
        .trace(1, format!("{} {}", probe.meta.id, probe.meta.title));
    let (result, unanswered) = unanswered::watched((probe.run)(ctx)).await;
    let result = match (result, unanswered) {
        (Ok(result), Some((times, first))) if result.status != Status::Fail => {
            let requests = count(times, "request");
            result.incomplete(format!("{requests} failed: {first}"))
        }
        (Ok(result), _) => result,
        (Err(error), _) => ProbeResult::not_possible(format!("{error} ({})", error.code())),
    };
    let result = match outlived(ctx) {
        // A refusal that comes from age proves nothing about what was to be refused.
        // So does the blindness that the positive control would see.
        Some(label) if result.status != Status::Fail || probe.meta.id == verdict::CONTROL => {
            ProbeResult::not_possible(format!(
                "the token of {label} ended while the run lasted; refresh, or let tokens live \
                 longer than a run"
            ))
        }
        _ => result,
    };
    ended(&probe.meta, started, result)
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

fn ended(meta: &Meta, started: Instant, result: ProbeResult) -> Ran {
    meta.ran(result, started.elapsed())
}
