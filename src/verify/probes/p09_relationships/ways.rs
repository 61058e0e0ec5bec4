//! Which ways there are, and which of them travel together.

use std::collections::{BTreeMap, BTreeSet};

use crate::verify::actor::Who;
use crate::verify::context::Context;
use crate::verify::facts::TableFacts;
use crate::verify::model::RoleTable;

/// Relationships one after the other.
const DEPTH: usize = 3;

/// Access paths in one request: more would make a document that a proxy or the engine may refuse.
const BUNDLE: usize = 24;

/// Access paths longer than one relationship, from one table. Every single relationship is walked from
/// its own table in any case.
const LONGER: usize = 48;

/// Rows of a relationship to many that are looked at, by how deep it is: the product bounds the
/// answer, and a misbehaviour is a relationship's and not a row's.
pub(super) const ROWS: [u32; DEPTH] = [100, 30, 10];

/// A way from a table through relationships.
#[derive(Clone)]
pub(super) struct AccessPath<'a> {
    pub(super) who: Who,
    pub(super) from: &'a TableFacts,
    pub(super) through: Vec<String>,
    /// The same as selections: with arguments that bound them.
    pub(super) fields: Vec<String>,
    pub(super) end: &'a RoleTable,
}

impl AccessPath<'_> {
    pub(super) fn show(&self) -> String {
        format!("{}.{}", self.from.name, self.through.join("."))
    }

    /// The last relationship: its table and its name.
    fn edge(&self, before: &RoleTable) -> (String, String) {
        let name = self.through.last().cloned().unwrap_or_default();
        (before.type_name.clone(), name)
    }
}

/// All ways of a run.
pub(super) struct AccessPaths<'a> {
    /// Access paths of one user from one table, shortest first.
    pub(super) bundles: Vec<Vec<AccessPath<'a>>>,
    /// How many longer ways are in none of them.
    pub(super) left_out: usize,
    /// Relationships that no way goes through: their tables have no list to set out from, and the
    /// ways to them were left out.
    pub(super) unseen: BTreeSet<String>,
}

impl<'a> AccessPaths<'a> {
    pub(super) fn from(ctx: &'a Context<'_>, starts: &[(Who, &'a TableFacts)]) -> Self {
        let mut ways = Self {
            bundles: Vec::new(),
            left_out: 0,
            unseen: BTreeSet::new(),
        };
        let mut edges: BTreeMap<(String, String), bool> = BTreeMap::new();
        for (who, from) in starts {
            let mut taken = ways.add(ctx, *who, from, &mut edges);
            while !taken.is_empty() {
                let rest = taken.split_off(taken.len().min(BUNDLE));
                ways.bundles.push(taken);
                taken = rest;
            }
        }
        ways.unseen = edges
            .into_iter()
            .filter(|(_, walked)| !walked)
            .map(|((table, name), _)| format!("{table}.{name}"))
            .collect();
        ways
    }

    fn add(
        &mut self,
        ctx: &'a Context<'_>,
        who: Who,
        from: &'a TableFacts,
        edges: &mut BTreeMap<(String, String), bool>,
    ) -> Vec<AccessPath<'a>> {
        let Some(end) = ctx.actor(who).model.table(&from.type_name) else {
            return Vec::new();
        };
        let mut taken: Vec<AccessPath<'a>> = Vec::new();
        let mut level = vec![AccessPath {
            who,
            from,
            through: Vec::new(),
            fields: Vec::new(),
            end,
        }];
        let mut longer = 0;
        for depth in 1..=DEPTH {
            let mut next = Vec::new();
            for before in &level {
                for way in further(ctx, before) {
                    let walked = edges.entry(way.edge(before.end)).or_default();
                    if depth > 1 && longer >= LONGER && *walked {
                        self.left_out += 1;
                        continue;
                    }
                    *walked = true;
                    longer += usize::from(depth > 1);
                    next.push(way);
                }
            }
            taken.extend(next.iter().cloned());
            level = next;
        }
        taken
    }
}

/// The ways that are one relationship longer.
fn further<'a>(ctx: &'a Context<'_>, way: &AccessPath<'a>) -> Vec<AccessPath<'a>> {
    let model = &ctx.actor(way.who).model;
    way.end
        .relationships
        .iter()
        .filter_map(|relationship| {
            let mut through = way.through.clone();
            through.push(relationship.name.clone());
            let mut fields = way.fields.clone();
            let rows = ROWS.get(way.through.len());
            fields.push(match (&relationship.args.limit, rows) {
                (Some(limit), Some(rows)) if relationship.array => {
                    format!("{}({}: {rows})", relationship.name, limit.name)
                }
                _ => relationship.name.clone(),
            });
            Some(AccessPath {
                through,
                fields,
                end: model.table(&relationship.target)?,
                ..way.clone()
            })
        })
        .collect()
}
