//! The roles that the users' tokens allow beside their default ones.
//!
//! A role that both users may assume, or one that a user signed up for this run was given, is
//! everybody's. A role that only one of the two may assume was given to that user.

use std::collections::BTreeSet;

use super::actor::{ADMIN, Actor, Who, shared_roles};
use super::context::Context;

/// A role to look through.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Role {
    pub(super) name: String,
    pub(super) holders: Vec<Who>,
    /// Given to one user, not everybody's.
    pub(super) granted: bool,
}

/// Why it is not known which roles the tokens allow.
pub(super) fn unknown(ctx: &Context<'_>) -> Option<String> {
    let mut both = [&ctx.a, &ctx.b].into_iter();
    both.find_map(|user| user.roles_unknown.clone())
}

/// The names of the roles that are looked through.
pub(super) fn names(ctx: &Context<'_>) -> BTreeSet<String> {
    roles(ctx).into_iter().map(|role| role.name).collect()
}

/// The roles that the tokens allow beside the default ones, sorted.
pub(super) fn roles(ctx: &Context<'_>) -> Vec<Role> {
    let both = [&ctx.a, &ctx.b];
    // Whoever signs up gets them.
    let newcomers = ctx.writers.as_deref().map(shared_roles).unwrap_or_default();
    let names: BTreeSet<&String> = both.iter().flat_map(|u| &u.claims.allowed_roles).collect();
    names
        .into_iter()
        .filter(|name| *name != ADMIN)
        .filter_map(|name| {
            let holders: Vec<&Actor> = both
                .into_iter()
                .filter(|user| user.claims.allowed_roles.contains(name))
                .collect();
            if holders.iter().all(|user| user.default_role() == name) {
                return None;
            }
            let everybodys = holders.len() == both.len()
                || holders.iter().any(|user| user.throw_away)
                || newcomers.contains(name);
            Some(Role {
                name: name.clone(),
                granted: !everybodys,
                holders: holders.iter().map(|user| user.who).collect(),
            })
        })
        .collect()
}
