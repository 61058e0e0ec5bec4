//! Root fields that more than one table would have, which the engine refuses.

use std::collections::BTreeMap;

use super::catalog::{Catalog, Tracked};
use super::names::{RootKind, is_name};

/// A name that several tables claim.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clash {
    /// `mutation_root`, …
    pub(crate) root: &'static str,
    pub(crate) field: String,
    /// The tables, as messages name them.
    pub(crate) tables: Vec<String>,
}

/// All of them, those of one root type after those of another.
pub(crate) fn clashes(catalog: &Catalog) -> Vec<Clash> {
    ["mutation_root", "subscription_root", "query_root"]
        .into_iter()
        .flat_map(|root| in_root(catalog, root))
        .collect()
}

fn in_root(catalog: &Catalog, root: &'static str) -> Vec<Clash> {
    let mut claims: BTreeMap<(Option<&str>, String), Vec<String>> = BTreeMap::new();
    for table in &catalog.tables {
        for kind in offered(table, root) {
            let name = table.names.root_field(&table.meta, kind);
            if is_name(&name) {
                let claim = (table.names.namespace.as_deref(), name);
                let place = format!("table {} in source {}", table.meta.table, table.source);
                claims.entry(claim).or_default().push(place);
            }
        }
    }
    claims
        .into_iter()
        .filter(|(_, tables)| tables.len() > 1)
        .map(|((_, field), tables)| Clash {
            root,
            field,
            tables,
        })
        .collect()
}

/// What an administrator is offered.
fn offered(table: &Tracked, root: &str) -> Vec<RootKind> {
    let keyed = !table.primary_key.is_empty();
    let writes = table.writes;
    let all = match root {
        "mutation_root" => vec![
            (RootKind::Insert, writes.insert),
            (RootKind::InsertOne, writes.insert),
            (RootKind::Update, writes.update),
            (RootKind::UpdateByPk, writes.update && keyed),
            (RootKind::UpdateMany, writes.update),
            (RootKind::Delete, writes.delete),
            (RootKind::DeleteByPk, writes.delete && keyed),
        ],
        _ => vec![
            (RootKind::Select, true),
            (RootKind::SelectByPk, keyed),
            (RootKind::SelectAggregate, true),
            (RootKind::SelectStream, root == "subscription_root"),
        ],
    };
    all.into_iter()
        .filter_map(|(kind, is_there)| is_there.then_some(kind))
        .collect()
}
