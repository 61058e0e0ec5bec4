//! A table with its metadata, and a user who may write to it.

use super::META;
use crate::error::Result;
use crate::hasura::metadata::{self, Condition};
use crate::verify::actor::{Actor, Who};
use crate::verify::asking::rows_of;
use crate::verify::caller::Caller;
use crate::verify::context::Context;
use crate::verify::evidence::Severity;
use crate::verify::finding::Draft;
use crate::verify::model::RoleTable;
use crate::verify::model::document::{self, ListQuery, Selection};
use crate::verify::ownership::permission::{self, Parts};
use crate::verify::rules::membership::Gate;
use crate::verify::rules::writes::Rule;
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
    /// What is known of the parts of the permission that GraphQL has no words for.
    pub(super) parts: Parts,
    /// Parts of its check that some row meets that the caller may point to.
    pub(super) met: Vec<Condition>,
}

impl<'a> TableCase<'a> {
    pub(super) fn actor(&self) -> &'a Actor {
        self.ctx.actor(self.who)
    }

    /// The same for a permission, with what is known of its parts.
    pub(super) async fn reading_of(&self, rule: &Rule<'_>) -> Result<Self> {
        let (facts, mut parts) = (self.ctx.facts().await?, Parts::default());
        for filter in [&rule.rule.filter, &rule.rule.check] {
            let known = facts.parts(self.ctx, self.who, &self.table.type_name, filter);
            parts.known.extend(known.await?.known);
        }
        let mut met = Vec::new();
        for part in self.pointing(rule) {
            if self.is_met(&part).await? {
                met.push(part);
            }
        }
        Ok(Self {
            parts,
            met,
            ..*self
        })
    }

    /// The parts of a check that ask something of a row behind a relationship, which the caller
    /// chooses.
    fn pointing(&self, rule: &Rule<'_>) -> Vec<Condition> {
        let mut found = Vec::new();
        rule.rule.check.condition.visit(&mut |part| {
            let Condition::Related { name, .. } = part else {
                return;
            };
            if !part.mentions_caller() && rule.may_point(name, self.config) {
                found.push(part.clone());
            }
        });
        found
    }

    /// True where some row behind the relationship is as asked, as the administrator sees it.
    async fn is_met(&self, part: &Condition) -> Result<bool> {
        let Condition::Related { name, condition } = part else {
            return Ok(false);
        };
        let target = self.schema.behind(self.table, name);
        let Some((target, field)) = target.and_then(|table| Some((table, table.list.as_ref()?)))
        else {
            return Ok(false);
        };
        let (schema, user, parts) = (self.schema, Some(self.actor()), Parts::default());
        let Ok(reading) = permission::read_with(condition, target, schema, user, &parts) else {
            return Ok(false);
        };
        let query = ListQuery {
            selection: Selection::columns(target.column_names().into_iter().take(1)),
            filter: reading.full.print(),
            limit: Some(1),
            ..ListQuery::default()
        };
        let caller = Caller::admin(self.admin.secret.clone());
        let answer = self
            .ctx
            .ask(&caller, &document::list(field, &query))
            .await?;
        Ok(!rows_of(&answer, field).is_empty())
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
