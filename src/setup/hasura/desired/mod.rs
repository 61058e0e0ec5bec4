//! What should be: which tables are tracked, how they are related, what the role may select.
//!
//! [`tables`] chooses by patterns, [`supertokens`] knows SuperTokens' own, [`relationships`] are
//! those that foreign keys suggest under the names of [`names`], [`owner`] finds whose a row is,
//! and [`select`] puts a permission together.

mod names;
mod notes;
mod owner;
mod relationships;
mod scene;
mod select;
mod supertokens;
mod tables;

use serde_json::Value;

pub(crate) use relationships::{DesiredRelationship, Kind};
pub(crate) use supertokens::{Family, Generation};

use super::catalog::{Catalog, Tenant};
use super::{Options, SetupError};
use crate::hasura::metadata::{Source, TableName};

/// What should be in one source.
#[derive(Clone, Debug, Default)]
pub(crate) struct Desired {
    /// Tables, in the order in which they are worked on.
    pub tables: Vec<DesiredTable>,
    /// Relationships between them.
    pub relationships: Vec<DesiredRelationship>,
    /// Tables that are left alone, with the reason.
    pub left_out: Vec<LeftOut>,
    /// SuperTokens' tables that were found.
    pub family: Option<Family>,
    /// What people should know.
    pub notes: Vec<String>,
}

/// A table that should be tracked.
#[derive(Clone, Debug)]
pub(crate) struct DesiredTable {
    pub table: TableName,
    /// Its name in GraphQL, where the table's own name is not a valid one.
    pub custom_name: Option<String>,
    pub reason: String,
    /// What the role may see of it, if anything.
    pub select: Option<DesiredSelect>,
}

/// A select permission that should be there.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DesiredSelect {
    pub columns: Vec<String>,
    pub filter: Value,
    /// Counts and extremes too.
    pub aggregates: bool,
    /// Why these rows.
    pub reason: String,
    /// The reason is a guess.
    pub guessed: bool,
}

/// A table that is left alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LeftOut {
    pub table: TableName,
    pub reason: String,
}

/// Works out what should be. `graphql_names` says how fields are named where the source does not.
pub(crate) fn desired(
    options: &Options,
    catalog: &Catalog,
    tenants: &[Tenant],
    source: &Source,
    graphql_names: bool,
) -> Result<Desired, SetupError> {
    let family = Family::find(catalog, &options.schemas);
    let mut chosen = tables::choose(options, catalog, family.as_ref(), source)?;
    let matched = chosen.take_matched();
    let mut desired = Desired {
        left_out: chosen.left_out,
        ..Desired::default()
    };
    let mut names = names::TypeNames::of(source);
    let between: Vec<TableName> = chosen.tables.iter().map(|one| one.table.clone()).collect();
    desired.relationships = relationships::of(&between, catalog, source, graphql_names);
    let scene = scene::Scene {
        options,
        catalog,
        source,
        family: family.as_ref(),
        relationships: &desired.relationships,
    };
    for one in chosen.tables {
        let select = if one.supporting {
            Err("only other tables' filters go through it".to_owned())
        } else if one.closed {
            Err(format!(
                "closed to role {}, and left so until it is asked for: --table {}",
                options.role,
                one.table.qualified()
            ))
        } else {
            select::of(&scene, &one)?
        };
        let custom_name = names.custom_name(&one.table);
        let (select, reason) = match select {
            Ok(select) => (Some(select), one.reason),
            Err(reason) if one.tracked_for_its_own_sake => {
                desired.left_out.push(LeftOut {
                    table: one.table.clone(),
                    reason: format!("tracked, but not opened: {reason}"),
                });
                (None, one.reason)
            }
            Err(reason) => (None, reason),
        };
        desired.tables.push(DesiredTable {
            table: one.table,
            custom_name,
            reason,
            select,
        });
    }
    notes::add(&mut desired, options, family.as_ref(), &matched, tenants);
    desired.family = family;
    desired.left_out.sort_by(|a, b| a.table.cmp(&b.table));
    Ok(desired)
}
