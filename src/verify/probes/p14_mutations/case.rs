//! A table with its metadata, and a user who may write to it.

use super::META;
use crate::hasura::metadata;
use crate::verify::actor::{Actor, Who};
use crate::verify::context::Context;
use crate::verify::evidence::Severity;
use crate::verify::finding::Draft;
use crate::verify::model::RoleTable;
use crate::verify::rules::membership::Gate;
use crate::verify::run::Admin;
use crate::verify::schema::Schema;

pub(super) struct TableCase<'a> {
    pub(super) ctx: &'a Context<'a>,
    pub(super) admin: &'a Admin,
    pub(super) schema: &'a Schema,
    pub(super) who: Who,
    pub(super) table: &'a RoleTable,
    pub(super) config: &'a metadata::TrackedTable,
    /// Those in the filters of the user's role.
    pub(super) gates: &'a [Gate<'a>],
}

impl<'a> TableCase<'a> {
    pub(super) fn actor(&self) -> &'a Actor {
        self.ctx.actor(self.who)
    }

    /// Begins a finding about what the metadata permits here.
    pub(super) fn finding(&self, way: &str, severity: Severity) -> Draft {
        META.by_reading(severity)
            .table(self.table.name())
            .way(way)
            .role(self.actor().role())
    }

    /// What the finding rests on, as shell lines.
    pub(super) fn export(&self) -> String {
        self.ctx.show_export(self.admin)
    }
}
