//! What the policy says about owners.
//!
//! People wrote it, so it stands in for whatever data and names suggest. Where the
//! permission's filter binds rows to something else than the owner that the policy names, the
//! policy outranks it, and that is a finding.

use std::collections::BTreeMap;

use super::fetch::widest;
use super::filter_decision;
use super::listed::Listed;
use crate::verify::actor::Who;
use crate::verify::model::{Model, RoleTable};
use crate::verify::ownership::{Basis, OwnerPath};
use crate::verify::run::Run;

/// Puts the policy's columns in the place of those that were found.
pub(super) fn state(
    ctx: &Run<'_>,
    tables: &[Listed],
    columns: &mut BTreeMap<String, Vec<(String, Basis)>>,
) {
    for facts in tables {
        if let Some(ways) = stated(ctx, facts) {
            let own = ways
                .into_iter()
                .filter(|way| way.through.is_empty())
                .map(|way| (way.column, Basis::Policy))
                .collect();
            columns.insert(facts.type_name.clone(), own);
        }
    }
}

/// The ways to owners that the policy names; `None` where it names none.
///
/// A way that nobody sees stays: rows whose owner cannot be read are in doubt, not public.
pub(in crate::verify) fn stated(ctx: &Run<'_>, facts: &Listed) -> Option<Vec<OwnerPath>> {
    let ways = ctx
        .policy
        .as_ref()?
        .owners_of(&facts.name, &facts.type_name)?;
    let paths = ways.iter().map(|way| {
        let mut parts: Vec<String> = way.split('.').map(|part| part.trim().to_owned()).collect();
        OwnerPath {
            column: parts.pop().unwrap_or_default(),
            through: parts,
            basis: Basis::Policy,
            many: false,
        }
    });
    Some(paths.collect())
}

/// The part of a way that does not exist, in the widest view there is.
pub(in crate::verify) fn leads_nowhere(
    ctx: &Run<'_>,
    facts: &Listed,
    way: &OwnerPath,
) -> Option<String> {
    let (model, table) = widest(ctx, &facts.type_name)?;
    broken(model, table, way)
}

fn broken(model: &Model, table: &RoleTable, way: &OwnerPath) -> Option<String> {
    let mut at = table;
    for name in &way.through {
        let relationship = at.relationships.iter().find(|rel| rel.name == *name);
        match relationship.and_then(|rel| model.table(&rel.target)) {
            Some(next) => at = next,
            None => return Some(format!("{} has no relationship {name}", at.name())),
        }
    }
    at.column(&way.column)
        .is_none()
        .then(|| format!("{} has no column {}", at.name(), way.column))
}

/// What a user's filter binds rows to and the policy does not name.
pub(super) struct Beside {
    /// True when the filter also binds rows to what the policy names.
    pub agrees: bool,
    /// The ways that a row has one of.
    pub ways: Vec<String>,
}

/// By user, what the filter binds rows to beside what the policy names.
///
/// Only what a row has one of counts: a membership behind an array shares rows with more people
/// than their owner, and says nothing against the owner.
pub(super) fn beside(ctx: &Run<'_>, facts: &Listed) -> BTreeMap<Who, Beside> {
    let mut found = BTreeMap::new();
    let (Some(stated), Some((model, table))) = (stated(ctx, facts), widest(ctx, &facts.type_name))
    else {
        return found;
    };
    // A way that does not exist here outranks nothing.
    if stated.iter().any(|way| broken(model, table, way).is_some()) {
        return found;
    }
    for who in Who::BOTH {
        let mut ways = filter_decision::filtered_ways(ctx, who, facts);
        let before = ways.len();
        ways.retain(|way| stated.iter().all(|one| one.show() != *way));
        let agrees = ways.len() < before;
        ways.retain(|way| !through_array(model, table, way));
        if !ways.is_empty() {
            let ways = ways.into_iter().collect();
            found.insert(who, Beside { agrees, ways });
        }
    }
    found
}

fn through_array(model: &Model, table: &RoleTable, way: &str) -> bool {
    let mut at = Some(table);
    way.split('.').any(|name| {
        let relationship =
            at.and_then(|table| table.relationships.iter().find(|rel| rel.name == name));
        at = relationship.and_then(|rel| model.table(&rel.target));
        relationship.is_some_and(|rel| rel.array)
    })
}
