//! The probes. A new one is a file here with a type that implements [`Probe`], and a line in
//! [`all`].

mod foreign;
mod p01_anonymous;
mod p02_anonymous_spoof;
mod p03_role_header;
mod p04_user_id_header;
mod p05_functions;
mod p05_own_rows;
mod p06_by_pk;
mod p07_aggregates;
mod p08_planned_aggregates;
mod p09_relationships;
mod p10_conditions;
mod p11_order_by;
mod p12_error_texts;
mod p13_secret_columns;
mod p14_mutations;
mod p15_subscriptions;
mod p16_tokens;
mod p17_admin_apis;
mod p19_plan;
mod p20_internals;
mod p21_exposure;
mod p22_inconsistent;
mod p23_every_role;
mod p24_positive_control;
mod p25_lifetime;
mod p26_under_load;
mod support;

pub(super) use support::{Reception, control_query, receive};

use std::future::Future;
use std::pin::Pin;

use super::context::Context;
use super::evidence::ProbeResult;
use crate::error::Result;

/// What [`Probe::run`] returns.
pub(crate) type Running<'a> = Pin<Box<dyn Future<Output = Result<ProbeResult>> + 'a>>;

/// What [`Probe::prepare`] returns.
pub(crate) type Preparing<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

pub(crate) trait Probe {
    /// Stable id: up to P25 as in the list of contracts: hasura §10.1, then our own.
    fn id(&self) -> &'static str;

    /// What holds when it passes.
    fn title(&self) -> &'static str;

    /// Why it matters.
    fn why(&self) -> &'static str;

    /// True when no verdict of *sound* can do without it.
    fn essential(&self) -> bool {
        true
    }

    /// True when it looks at users' rows, and so rests on the positive control.
    fn uses_rows(&self) -> bool {
        true
    }

    /// True when it runs only if it is asked for, by its id or by the option that is its own.
    fn on_request(&self) -> bool {
        false
    }

    /// Begins what takes long; called before the first probe runs.
    fn prepare<'a>(&'a self, _ctx: &'a Context<'a>) -> Preparing<'a> {
        Box::pin(std::future::ready(()))
    }

    /// Tries it. An error means that the service failed, not that the expectation did.
    fn run<'a>(&'a self, ctx: &'a Context<'a>) -> Running<'a>;
}

/// All probes, in the order in which they run.
pub(crate) fn all() -> Vec<Box<dyn Probe>> {
    vec![
        Box::new(p24_positive_control::PositiveControl),
        Box::new(p01_anonymous::Anonymous),
        Box::new(p02_anonymous_spoof::AnonymousSpoof),
        Box::new(p03_role_header::RoleHeader),
        Box::new(p04_user_id_header::UserIdHeader),
        Box::new(p05_own_rows::OwnRows),
        Box::new(p06_by_pk::ByPk),
        Box::new(p07_aggregates::Aggregates),
        Box::new(p08_planned_aggregates::PlannedAggregates),
        Box::new(p09_relationships::Relationships),
        Box::new(p10_conditions::Conditions),
        Box::new(p11_order_by::OrderBy),
        Box::new(p12_error_texts::ErrorTexts),
        Box::new(p13_secret_columns::SecretColumns),
        Box::new(p14_mutations::Mutations),
        Box::new(p15_subscriptions::Subscriptions),
        Box::new(p23_every_role::EveryRole),
        Box::new(p16_tokens::Tokens),
        Box::new(p17_admin_apis::AdminApis),
        Box::new(p19_plan::Plan),
        Box::new(p20_internals::Internals),
        Box::new(p21_exposure::Exposure),
        Box::new(p22_inconsistent::Inconsistent),
        Box::new(p25_lifetime::Lifetime),
        Box::new(p26_under_load::UnderLoad),
    ]
}
