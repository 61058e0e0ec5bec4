//! What a role reaches, without its own introspection: the administrator's model, cut down to
//! what the select permissions of the exported metadata give (contracts: hasura §3.1, §3.7).
//!
//! Names stay those of the administrator's schema, which the role's are the same as. Functions,
//! actions and remote schemas have permissions that the metadata does not spell out in full: they
//! stay in the list of what was not looked at.

use std::collections::{BTreeMap, BTreeSet};

use crate::hasura::metadata::roles::contradict;
use crate::hasura::metadata::{Columns, Permission, SelectPermission, TrackedTable};
use crate::verify::model::{
    ListArgs, Live, Model, Offers, PrimaryKey, Relationship, RoleTable, RootField, Stream, Write,
};
use crate::verify::ownership::permission::column_of;
use crate::verify::schema::Schema;

/// A model that was worked out.
pub(super) struct Derived {
    pub(super) model: Model,
    /// Tables of the administrator's of which it is unclear what the metadata says.
    pub(super) left_out: Vec<String>,
}

/// The model of a role.
pub(super) fn model(schema: &Schema, role: &str) -> Derived {
    let (all, metadata) = (&schema.model, &schema.export.metadata);
    let mut left_out = Vec::new();
    let mut grants = BTreeMap::new();
    let mut writes = Vec::new();
    for table in &all.tables {
        match schema.tracked(&table.type_name) {
            Ok(tracked) => {
                let offered = |write: &&Write| {
                    let held = metadata.writes(tracked, role, write.kind.operation());
                    let mut held_by_users = held
                        .iter()
                        .filter(|one| one.permission.backend_only != Some(true));
                    !contradict(&held) && held_by_users.next().is_some()
                };
                writes.extend(all.writes_to(table).filter(offered).cloned());
                let selects = metadata.selects(tracked, role);
                if !selects.is_empty() {
                    grants.insert(
                        table.type_name.as_str(),
                        Grant::of(table, tracked, &selects),
                    );
                }
            }
            Err(_) => left_out.push(table.name().to_owned()),
        }
    }
    let tables: Vec<RoleTable> = all
        .tables
        .iter()
        .filter_map(|table| Some(cut(table, grants.get(table.type_name.as_str())?, &grants)))
        .collect();
    Derived {
        model: Model {
            offers: Offers::new(),
            derived: true,
            nothing: tables.is_empty(),
            tables,
            // Those may be called where the table they return may be read, unless the engine is
            // told to ask for more; then an answer says so.
            functions: all
                .functions
                .iter()
                .filter(|function| grants.contains_key(function.target.as_str()))
                .cloned()
                .collect(),
            others: all.others.clone(),
            mutations: writes.iter().map(|write| write.name.clone()).collect(),
            writes,
        },
        left_out,
    }
}

/// What the permissions give of one table.
struct Grant {
    columns: BTreeSet<String>,
    aggregates: bool,
    /// Root fields of queries; `None` for all.
    queries: Option<BTreeSet<String>>,
    /// Root fields of subscriptions; `None` for all.
    subscriptions: Option<BTreeSet<String>>,
}

impl Grant {
    /// The union of several permissions, as an inherited role has it.
    fn of(
        table: &RoleTable,
        tracked: &TrackedTable,
        selects: &[&Permission<SelectPermission>],
    ) -> Self {
        let selects = || selects.iter().map(|select| &select.permission);
        let roots = |list: fn(&SelectPermission) -> &Option<Vec<String>>| {
            let lists: Option<Vec<&Vec<String>>> =
                selects().map(|select| list(select).as_ref()).collect();
            lists.map(|lists| lists.into_iter().flatten().cloned().collect())
        };
        Self {
            columns: selects()
                .flat_map(|select| columns(table, tracked, select))
                .collect(),
            aggregates: selects().any(|select| select.allow_aggregations),
            queries: roots(|select| &select.query_root_fields),
            subscriptions: roots(|select| &select.subscription_root_fields),
        }
    }

    fn query(&self, root: &str) -> bool {
        self.queries.as_ref().is_none_or(|all| all.contains(root))
    }

    fn subscription(&self, root: &str) -> bool {
        self.subscriptions
            .as_ref()
            .is_none_or(|all| all.contains(root))
    }
}

/// The columns of a permission, by their GraphQL names.
fn columns(
    table: &RoleTable,
    tracked: &TrackedTable,
    select: &SelectPermission,
) -> BTreeSet<String> {
    let named = |name: &String| column_of(table, Some(tracked), name).map(|one| one.name.clone());
    let computed = || tracked.computed_fields.iter().map(|field| &field.name);
    let mut found: BTreeSet<String> = match &select.columns {
        Columns::Star(_) => {
            let computed: BTreeSet<String> = computed().filter_map(named).collect();
            table
                .columns
                .iter()
                .map(|column| column.name.clone())
                .filter(|name| !computed.contains(name))
                .collect()
        }
        Columns::List(list) => list.iter().filter_map(named).collect(),
    };
    found.extend(select.computed_fields.iter().filter_map(named));
    found
}

fn cut(table: &RoleTable, grant: &Grant, grants: &BTreeMap<&str, Grant>) -> RoleTable {
    let root = |field: &Option<RootField>, offered: bool| {
        field.as_ref().filter(|_| offered).map(|field| RootField {
            args: args(&field.args, &grant.columns),
            ..field.clone()
        })
    };
    let readable = |key: &Option<PrimaryKey>| {
        key.iter()
            .flat_map(|key| &key.columns)
            .all(|column| grant.columns.contains(&column.name))
    };
    let by_pk = readable(&table.primary_key) && grant.query("select_by_pk");
    let live_by_pk = readable(&table.live.primary_key) && grant.subscription("select_by_pk");
    RoleTable {
        type_name: table.type_name.clone(),
        db_name: table.db_name.clone(),
        list: root(&table.list, grant.query("select")),
        by_pk: root(&table.by_pk, by_pk),
        primary_key: table.primary_key.clone().filter(|_| by_pk),
        aggregate: root(
            &table.aggregate,
            grant.aggregates && grant.query("select_aggregate"),
        ),
        live: Live {
            list: root(&table.live.list, grant.subscription("select")),
            by_pk: root(&table.live.by_pk, live_by_pk),
            primary_key: table.live.primary_key.clone().filter(|_| live_by_pk),
            aggregate: root(
                &table.live.aggregate,
                grant.aggregates && grant.subscription("select_aggregate"),
            ),
        },
        stream: table
            .stream
            .as_ref()
            .filter(|_| grant.subscription("select_stream"))
            .map(|stream| stream_of(stream, grant)),
        columns: table
            .columns
            .iter()
            .filter(|column| grant.columns.contains(&column.name))
            .cloned()
            .collect(),
        relationships: table
            .relationships
            .iter()
            .filter_map(|rel| Some(related(rel, grants.get(rel.target.as_str())?)))
            .collect(),
    }
}

fn stream_of(stream: &Stream, grant: &Grant) -> Stream {
    let mut cut = stream.clone();
    cut.columns
        .retain(|column| grant.columns.contains(&column.name));
    cut
}

fn related(relationship: &Relationship, remote: &Grant) -> Relationship {
    Relationship {
        args: args(&relationship.args, &remote.columns),
        aggregate: relationship.aggregate.clone().filter(|_| remote.aggregates),
        ..relationship.clone()
    }
}

/// Arguments as before, but only permitted columns order rows.
fn args(all: &ListArgs, columns: &BTreeSet<String>) -> ListArgs {
    let mut args = all.clone();
    if let Some(order) = &mut args.order_by {
        order.columns.retain(|name| columns.contains(name));
    }
    args
}
