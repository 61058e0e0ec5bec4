//! One request on its way: whose it is, what a fault leaves out, and what was compiled for it.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use super::super::error::GqlError;
use super::super::schema::RoleSchema;
use super::super::schema::catalog::TableId;
use super::super::validate::Field;
use super::expr::{Expr, Mask};
use crate::hasura::model::session::Session;
use crate::{Fault, Faults};

/// One request on its way.
pub(crate) struct Run<'a> {
    pub(super) schema: &'a RoleSchema,
    pub(super) session: &'a Session,
    pub(super) leaks: Leaks,
    pub(super) compiled: Compiled,
}

/// Places where the row filter is left out, by fault.
#[derive(Debug, Default, Clone, Copy)]
#[allow(clippy::struct_excessive_bools)] // one for each fault
pub(super) struct Leaks {
    pub(super) lists: bool,
    pub(super) by_pk: bool,
    pub(super) aggregates: bool,
    pub(super) relationships: bool,
    pub(super) related_aggregates: bool,
    pub(super) orders: bool,
    pub(super) conditions: bool,
    pub(super) streams: bool,
}

impl<'a> Run<'a> {
    /// A request of `session` under its schema.
    pub(crate) fn new(schema: &'a RoleSchema, session: &'a Session, faults: &Faults) -> Self {
        let leaks = if session.is_admin {
            Leaks::default()
        } else {
            Leaks {
                lists: faults.has(Fault::DropRowFilter),
                by_pk: faults.has(Fault::ByPkUnfiltered),
                aggregates: faults.has(Fault::AggregateUnfiltered),
                relationships: faults.has(Fault::RelationshipUnfiltered),
                related_aggregates: faults.has(Fault::RelationshipAggregateUnfiltered),
                orders: faults.has(Fault::OrderByUnfiltered),
                conditions: faults.has(Fault::WhereUnfiltered),
                streams: faults.has(Fault::StreamUnfiltered),
            }
        };
        Self {
            schema,
            session,
            leaks,
            compiled: Compiled::default(),
        }
    }
}

/// Row filters already compiled, by table.
#[derive(Default)]
pub(super) struct Compiled {
    pub(super) filters: RefCell<HashMap<TableId, Rc<Expr>>>,
    pub(super) masks: RefCell<HashMap<TableId, Option<Rc<Mask>>>>,
    /// How many `_exists` have been compiled.
    pub(super) exists: Cell<usize>,
}

/// Cannot happen: validation let only fields of the schema through.
pub(super) fn unknown_root(name: &str) -> GqlError {
    GqlError::root(
        "unexpected",
        format!("no resolver for the root field {name}"),
    )
}

/// The path of a field's arguments.
pub(super) fn args_path(field: &Field) -> String {
    format!("{}.args", field.path)
}
