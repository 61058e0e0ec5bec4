//! Puts the schema of a role together, table by table, and roots last.

use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use apollo_compiler::ast::OperationType;
use apollo_compiler::schema::ComponentName;
use apollo_compiler::validation::Valid;

use super::builder::{Builder, FieldSpec, field, gql, named};
use super::catalog;
use super::catalog::{Catalog, TableId};
use super::draft::Draft;
use super::grants::Grants;
use super::role_schema::{NOTHING, RoleSchema, Root};
use super::roots::Offered;

impl RoleSchema {
    /// Builds the schema for these rights.
    pub(crate) fn build(catalog: Arc<Catalog>, grants: Vec<Grants>) -> Self {
        let mut draft = Draft {
            catalog: &catalog,
            grants: &grants,
            builder: Builder::new(),
            roots: HashMap::new(),
            ordered_through: HashSet::new(),
        };
        draft.build();
        let Draft { builder, roots, .. } = draft;
        let Builder { schema, nulls } = builder;
        // Built from parts that fit; the tests validate it in full.
        Self {
            schema: Valid::assume_valid(schema),
            nulls,
            catalog,
            grants,
            roots,
        }
    }
}

impl Draft<'_> {
    pub(super) fn build(&mut self) {
        for id in 0..self.catalog.tables.len() {
            let targets: Vec<TableId> = self
                .reachable(id)
                .iter()
                .filter(|(l, _)| l.array)
                .map(|(l, _)| l.target)
                .collect();
            self.ordered_through.extend(targets);
        }
        let (mut queries, mut subscriptions, mut mutations) =
            (Rooms::default(), Rooms::default(), Rooms::default());
        for id in 0..self.catalog.tables.len() {
            let table = &self.catalog.tables[id];
            let grants = self.grants[id].clone();
            if let Some(select) = &grants.select {
                if self.builder.has(&self.type_name(id, "")) {
                    // Another table has taken the name: this one is inconsistent.
                    continue;
                }
                self.add_readable_table(id, select);
                queries.add(table, id, self.read_roots(id, select, false));
                subscriptions.add(table, id, self.read_roots(id, select, true));
                // Whoever may read the table may call what returns its rows, as the engine infers
                // by default (contracts: hasura §4.2, is_function_permissions_inferred).
                queries.add(table, id, self.function_roots(id));
                subscriptions.add(table, id, self.function_roots(id));
            }
            if grants.insert.is_some() || grants.update.is_some() || grants.delete.is_some() {
                let offered = self.write_roots(id, &grants);
                if !offered.is_empty() {
                    self.add_writable_table(id);
                    mutations.add(table, id, offered);
                }
            }
        }
        self.finish_root(OperationType::Query, queries);
        self.finish_root(OperationType::Mutation, mutations);
        self.finish_root(OperationType::Subscription, subscriptions);
        self.drop_unused_scalars();
    }

    fn finish_root(&mut self, operation: OperationType, rooms: Rooms) {
        let (name, room_suffix) = match operation {
            OperationType::Query => ("query_root", "_query"),
            OperationType::Mutation => ("mutation_root", "_mutation_frontend"),
            OperationType::Subscription => ("subscription_root", "_subscription"),
        };
        let mut fields: Vec<FieldSpec> = Vec::new();
        for (namespace, offered) in rooms.0 {
            let target = match &namespace {
                None => name.to_owned(),
                Some(namespace) => format!("{namespace}{room_suffix}"),
            };
            let mut inner = Vec::new();
            for (id, root) in offered {
                let key = (target.clone(), root.spec.name().to_owned());
                // The first table with a name keeps it.
                if let Entry::Vacant(free) = self.roots.entry(key) {
                    free.insert(Root::Table(root.kind, id));
                    inner.push(root.spec);
                }
            }
            let Some(namespace) = namespace else {
                fields.extend(inner);
                continue;
            };
            self.builder.object(&target, None, inner);
            fields.push(field(&namespace, named(&target)));
            self.roots
                .insert((name.to_owned(), namespace), Root::Namespace);
        }
        if fields.is_empty() {
            if operation != OperationType::Query {
                return;
            }
            fields.push(
                field(NOTHING, named("String").non_null())
                    .about("There are no queries available to the current role."),
            );
        }
        let about = (operation == OperationType::Mutation).then(|| "mutation root".to_owned());
        self.builder.object(name, about, fields);
        let root = Some(ComponentName::from(gql(name)));
        let definition = self.builder.schema.schema_definition.make_mut();
        match operation {
            OperationType::Query => definition.query = root,
            OperationType::Mutation => definition.mutation = root,
            OperationType::Subscription => definition.subscription = root,
        }
    }

    /// The library starts with all built-in scalars; Hasura shows those in use. `Int`, `String`
    /// and `Boolean` always are.
    fn drop_unused_scalars(&mut self) {
        let types = &self.builder.schema.types;
        let floats = types.values().any(|ty| match ty {
            apollo_compiler::schema::ExtendedType::Object(object) => object
                .fields
                .values()
                .any(|f| f.ty.inner_named_type() == "Float"),
            apollo_compiler::schema::ExtendedType::InputObject(object) => object
                .fields
                .values()
                .any(|f| f.ty.inner_named_type() == "Float"),
            _ => false,
        });
        if !floats {
            self.builder.schema.types.shift_remove("Float");
        }
        self.builder.schema.types.shift_remove("ID");
        self.builder.schema.types.sort_keys();
    }
}

/// Root fields by namespace.
#[derive(Default)]
struct Rooms(BTreeMap<Option<String>, Vec<(TableId, Offered)>>);

impl Rooms {
    fn add(&mut self, table: &catalog::Tracked, id: TableId, offered: Vec<Offered>) {
        if !offered.is_empty() {
            let room = self.0.entry(table.names.namespace.clone()).or_default();
            room.extend(offered.into_iter().map(|root| (id, root)));
        }
    }
}
