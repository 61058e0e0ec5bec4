//! A table as one user may ask for it: what the probes of aggregates are about.

use crate::verify::actor::{Actor, Who};
use crate::verify::context::Context;
use crate::verify::evidence::Severity;
use crate::verify::facts::TableFacts;
use crate::verify::finding::{Draft, Meta};
use crate::verify::model::{RoleTable, RootField};

pub(super) struct TableCase<'a> {
    pub(super) who: Who,
    pub(super) table: &'a TableFacts,
    /// The table in the schema of the user's role.
    pub(super) view: &'a RoleTable,
    /// What is asked.
    pub(super) field: &'a RootField,
}

impl TableCase<'_> {
    pub(super) fn actor<'c>(&self, ctx: &'c Context<'_>) -> &'c Actor {
        ctx.actor(self.who)
    }

    /// Begins a finding about it; `what` is the part of the id between table and role.
    pub(super) fn finding(
        &self,
        ctx: &Context<'_>,
        meta: Meta,
        severity: Severity,
        what: &str,
    ) -> Draft {
        meta.live(severity)
            .table(&self.table.name)
            .part(what)
            .role(self.actor(ctx).role())
            .path(self.field.path())
    }
}
