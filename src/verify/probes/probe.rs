//! What a probe is: what it says of itself, and the function that tries it.

use std::future::Future;
use std::pin::Pin;

use crate::error::Result;
use crate::verify::context::Context;
use crate::verify::evidence::ProbeResult;
use crate::verify::finding::Meta;

/// What trying a probe returns.
pub(crate) type Running<'a> = Pin<Box<dyn Future<Output = Result<ProbeResult>> + 'a>>;

/// What [`Probe::prepare`] returns.
pub(crate) type Preparing<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

#[derive(Clone, Copy)]
pub(crate) struct Probe {
    pub meta: Meta,
    /// Begins what takes long; called before the first probe runs.
    pub prepare: for<'a> fn(&'a Context<'a>) -> Preparing<'a>,
    /// Tries it. An error means that the service failed, not that the expectation did.
    pub run: for<'a> fn(&'a Context<'a>) -> Running<'a>,
}

impl Probe {
    /// A probe that needs no preparation.
    pub(crate) const fn new(meta: Meta, run: for<'a> fn(&'a Context<'a>) -> Running<'a>) -> Self {
        Self {
            meta,
            prepare: |_| Box::pin(std::future::ready(())),
            run,
        }
    }
}
