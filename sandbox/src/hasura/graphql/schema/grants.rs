//! What a role may do with each table. An inherited role unites its parents: rows of any of
//! them, and in each row the columns of those parents whose filter lets it through
//! (contracts: hasura §3.7). Who may do one thing and not another is common, so each kind of right
//! stands for itself.

use std::collections::HashSet;

use serde_json::{Map, Value, json};

use super::catalog::{Catalog, TableId, Tracked};
use crate::hasura::model::data::Writes;
use crate::hasura::model::inheritance::{Agrees, Written, written};
use crate::hasura::model::metadata::{Columns, Metadata, Permission, SelectPermission};
use crate::hasura::model::session::ADMIN;

/// A role's rights on one table.
#[derive(Debug, Default, Clone)]
pub(crate) struct Grants {
    pub(crate) select: Option<SelectGrant>,
    pub(crate) insert: Option<InsertGrant>,
    pub(crate) update: Option<UpdateGrant>,
    pub(crate) delete: Option<DeleteGrant>,
}

/// What may be read.
#[derive(Debug, Clone)]
pub(crate) struct SelectGrant {
    /// One for an ordinary role, one per parent for an inherited role.
    pub(crate) branches: Vec<Branch>,
    /// Per column of the table: readable in some row.
    pub(crate) columns: Vec<bool>,
    /// Computed fields that are readable; `None` for all.
    pub(crate) computed: Option<HashSet<String>>,
    /// Most rows of a node set.
    pub(crate) limit: Option<u64>,
    /// Counting and the like.
    pub(crate) aggregations: bool,
    /// Root fields of queries; `None` for all.
    pub(crate) query_roots: Option<HashSet<String>>,
    /// Root fields of subscriptions; `None` for all.
    pub(crate) subscription_roots: Option<HashSet<String>>,
}

/// Some rows and, in them, some columns.
#[derive(Debug, Clone)]
pub(crate) struct Branch {
    /// Boolean expression of the metadata.
    pub(crate) filter: Value,
    /// Per column of the table.
    pub(crate) columns: Vec<bool>,
}

/// What may be inserted.
#[derive(Debug, Clone)]
pub(crate) struct InsertGrant {
    /// What a new row must satisfy.
    pub(crate) check: Value,
    /// Values the caller cannot choose.
    pub(crate) set: Map<String, Value>,
    /// Per column of the table.
    pub(crate) columns: Vec<bool>,
}

/// What may be updated.
#[derive(Debug, Clone)]
pub(crate) struct UpdateGrant {
    /// Rows before the change.
    pub(crate) filter: Value,
    /// What a changed row must satisfy.
    pub(crate) check: Value,
    /// Values the caller cannot choose.
    pub(crate) set: Map<String, Value>,
    /// Per column of the table.
    pub(crate) columns: Vec<bool>,
}

/// What may be deleted.
#[derive(Debug, Clone)]
pub(crate) struct DeleteGrant {
    pub(crate) filter: Value,
}

impl SelectGrant {
    /// True when every row that passes is readable in the same columns.
    pub(crate) fn uniform(&self) -> bool {
        self.branches
            .iter()
            .all(|branch| branch.columns == self.columns)
    }

    /// True when no row is hidden.
    pub(crate) fn unfiltered(&self) -> bool {
        self.branches
            .iter()
            .any(|branch| branch.filter == json!({}))
    }

    /// Is this computed field readable?
    pub(crate) fn computes(&self, name: &str) -> bool {
        let granted = self.computed.as_ref();
        granted.is_none_or(|names| names.contains(name))
    }

    /// Is this root field (`select`, `select_by_pk`, …) offered to queries?
    pub(crate) fn in_query(&self, root: &str) -> bool {
        self.query_roots
            .as_ref()
            .is_none_or(|roots| roots.contains(root))
    }

    /// Is this root field offered to subscriptions?
    pub(crate) fn in_subscription(&self, root: &str) -> bool {
        self.subscription_roots
            .as_ref()
            .is_none_or(|roots| roots.contains(root))
    }
}

/// A role's rights on every table of the catalog, in its order.
pub(crate) fn grants(
    metadata: &Metadata,
    catalog: &Catalog,
    role: &str,
    backend_only: bool,
) -> Vec<Grants> {
    let look = Look {
        metadata,
        backend_only,
    };
    (0..catalog.tables.len())
        .map(|id| look.table(catalog, id, role))
        .collect()
}

struct Look<'a> {
    metadata: &'a Metadata,
    backend_only: bool,
}

impl Look<'_> {
    fn table(&self, catalog: &Catalog, id: TableId, role: &str) -> Grants {
        let table = &catalog.tables[id];
        let granted = if role == ADMIN {
            everything(table)
        } else {
            self.of_role(table, role)
        };
        let Writes {
            insert,
            update,
            delete,
        } = table.writes;
        Grants {
            select: granted.select,
            insert: granted.insert.filter(|_| insert),
            update: granted.update.filter(|_| update),
            delete: granted.delete.filter(|_| delete),
        }
    }

    /// A permission of a role's own takes the place of the inherited one of that kind; the other
    /// kinds stay inherited.
    fn of_role(&self, table: &Tracked, role: &str) -> Grants {
        let meta = &table.meta;
        let offered = |backend_only: bool| !backend_only || self.backend_only;
        Grants {
            select: self.select(table, role, &mut HashSet::new()),
            insert: self
                .written(table, &meta.insert_permissions, role)
                .filter(|p| offered(p.backend_only))
                .map(|permission| InsertGrant {
                    check: permission.check.clone(),
                    columns: settable(table, &permission.columns, &permission.set),
                    set: permission.set.clone(),
                }),
            update: self
                .written(table, &meta.update_permissions, role)
                .filter(|p| offered(p.backend_only))
                .map(|permission| UpdateGrant {
                    filter: permission.filter.clone(),
                    check: permission.check.clone(),
                    columns: settable(table, &permission.columns, &permission.set),
                    set: permission.set.clone(),
                }),
            delete: self
                .written(table, &meta.delete_permissions, role)
                .filter(|p| offered(p.backend_only))
                .map(|permission| DeleteGrant {
                    filter: permission.filter.clone(),
                }),
        }
    }

    fn written<'t, T: Agrees>(
        &self,
        table: &Tracked,
        list: &'t [Permission<T>],
        role: &str,
    ) -> Option<&'t T> {
        let columns: Vec<&str> = table.columns.iter().map(|one| one.name.as_str()).collect();
        match written(self.metadata, list, role, &columns) {
            Written::May(permission) => Some(permission),
            Written::Nothing | Written::Disputed => None,
        }
    }

    fn select(
        &self,
        table: &Tracked,
        role: &str,
        seen: &mut HashSet<String>,
    ) -> Option<SelectGrant> {
        if let Some(permission) = table.meta.select(role) {
            return Some(select(table, permission));
        }
        let mut found = Vec::new();
        for parent in self.metadata.inherited(role)? {
            if seen.insert(parent.clone()) {
                found.extend(self.select(table, parent, seen));
            }
        }
        unite(table, &found)
    }
}

fn select(table: &Tracked, permission: &SelectPermission) -> SelectGrant {
    let columns = granted(table, &permission.columns);
    let roots = |list: &Option<Vec<String>>| {
        list.as_ref()
            .map(|names| names.iter().cloned().collect::<HashSet<_>>())
    };
    SelectGrant {
        branches: vec![Branch {
            filter: permission.filter.clone(),
            columns: columns.clone(),
        }],
        columns,
        computed: Some(permission.computed_fields.iter().cloned().collect()),
        limit: permission.limit,
        aggregations: permission.allow_aggregations,
        query_roots: roots(&permission.query_root_fields),
        subscription_roots: roots(&permission.subscription_root_fields),
    }
}

fn granted(table: &Tracked, columns: &Columns) -> Vec<bool> {
    table
        .columns
        .iter()
        .map(|column| column.is_exposed() && columns.contains(&column.name))
        .collect()
}

/// Presets cannot be given by the caller.
fn settable(table: &Tracked, columns: &Columns, set: &Map<String, Value>) -> Vec<bool> {
    table
        .columns
        .iter()
        .map(|column| {
            column.is_exposed() && columns.contains(&column.name) && !set.contains_key(&column.name)
        })
        .collect()
}

fn everything(table: &Tracked) -> Grants {
    let columns = granted(table, &Columns::All);
    let free = json!({});
    Grants {
        select: Some(SelectGrant {
            branches: vec![Branch {
                filter: free.clone(),
                columns: columns.clone(),
            }],
            columns: columns.clone(),
            computed: None,
            limit: None,
            aggregations: true,
            query_roots: None,
            subscription_roots: None,
        }),
        insert: Some(InsertGrant {
            check: free.clone(),
            set: Map::new(),
            columns: columns.clone(),
        }),
        update: Some(UpdateGrant {
            filter: free.clone(),
            check: Value::Null,
            set: Map::new(),
            columns,
        }),
        delete: Some(DeleteGrant { filter: free }),
    }
}

fn unite(table: &Tracked, parents: &[SelectGrant]) -> Option<SelectGrant> {
    let computed = parents.iter().filter_map(|grant| grant.computed.clone());
    let computed = computed.flatten().collect();
    let any = |index: usize| parents.iter().any(|grant| grant.columns[index]);
    let roots = |list: fn(&SelectGrant) -> &Option<HashSet<String>>| {
        let lists: Option<Vec<_>> = parents.iter().map(|grant| list(grant).clone()).collect();
        lists.map(|lists| lists.into_iter().flatten().collect())
    };
    (!parents.is_empty()).then(|| SelectGrant {
        branches: parents
            .iter()
            .flat_map(|grant| grant.branches.clone())
            .collect(),
        columns: (0..table.columns.len()).map(any).collect(),
        computed: Some(computed),
        // A parent without a limit does not lift that of another.
        limit: parents.iter().filter_map(|grant| grant.limit).max(),
        aggregations: parents.iter().any(|grant| grant.aggregations),
        query_roots: roots(|grant| &grant.query_roots),
        subscription_roots: roots(|grant| &grant.subscription_roots),
    })
}
